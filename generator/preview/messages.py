"""One message as a translator sees it: its source, its translations, where they stand. Called by `studio`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from babel.messages import Message as Entry
from babel.messages.pofile import unescape

from generator.errors import Finding, Place
from generator.preview.shelf import Shelf
from generator.preview.states import State, check_entry, find_state
from generator.text.catalogs import Key, catalog_name
from generator.text.compiling import Block, read_blocks
from generator.text.composing import COMPONENTS, read_text
from generator.text.extraction import extract_documents
from generator.text.language import SOURCE
from generator.text.wording import TERMS
from generator.workspace import Files

_PLACES = ("content/*.md", COMPONENTS, TERMS, "content/clause/*.yaml", "content/ladder/*.yaml", "templates/*.html")
"""Where the texts of messages stand, as far as they are text files."""
_MOST_PLACES = 50
_STRING = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True, slots=True)
class Translation:
    """A message in one language."""

    language: str
    state: State
    strings: tuple[str, ...]
    place: Place
    """Its entry, or the file that it belongs in."""
    comments: tuple[str, ...] = ()
    """What translators have written on it."""
    previous: str = ""
    """The source that a fuzzy translation was made from."""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message with all that its translator should know."""

    text: str
    context: str
    comment: str
    places: tuple[tuple[Place, str], ...]
    """Where its source stands, each with the heading above it, if there is one."""
    translations: tuple[Translation, ...]


class Register:
    """All messages of a workspace as they are now."""

    def __init__(self, files: Files, shelf: Shelf) -> None:
        self._files, self._shelf = files, shelf

    def find(self, key: Key, languages: tuple[str, ...]) -> Message:
        """A message, with its translation into each of the languages.

        Raises:
            TextError: a text or a catalog can't be read.
        """
        context, text = key
        translations = tuple(self._find_translation(key, language) for language in languages if language != SOURCE)
        return Message(text, context, self._comments.get(key, ""), tuple(self._list_places(text)), translations)

    @cached_property
    def _comments(self) -> dict[Key, str]:
        return {message.key: message.comment for message in extract_documents(self._files)}

    @cached_property
    def _blocks(self) -> dict[str, list[Block]]:
        blocks: dict[str, list[Block]] = {}
        for name in self._files.list_names("content/*.md"):
            for block in read_blocks(read_text(self._files, name), name):
                blocks.setdefault(block.text, []).append(block)
        return blocks

    def _list_places(self, text: str) -> Iterator[tuple[Place, str]]:
        blocks = self._blocks.get(text, ())
        if blocks:
            yield from ((self._show(block.place), block.heading) for block in blocks[:_MOST_PLACES])
        else:
            yield from self._search(text)

    def _search(self, text: str) -> Iterator[tuple[Place, str]]:
        """The lines that a label or a term stands on."""
        found = 0
        for name in (name for pattern in _PLACES for name in self._files.list_names(pattern)):
            quotes = ('"', "'") if PurePath(name).suffix in {".md", ".html"} else ("",)
            for number, line in enumerate(read_text(self._files, name).split("\n"), 1):
                if any(f"{quote}{text}{quote}" in line for quote in quotes):
                    yield self._show(Place(name, number)), ""
                    found += 1
                    if found == _MOST_PLACES:
                        return

    def _show(self, place: Place) -> Place:
        """The place in the file itself: the workspace's or the product's."""
        path = self._files.find(place.file)
        return Place(show_path(path), place.line) if path else place

    def _find_translation(self, key: Key, language: str) -> Translation:
        catalog = self._shelf.find_catalog(language)
        state, entry = find_state(catalog, key), catalog.entries.get(key)
        if entry is None:
            path = self._files.find(catalog_name(language))
            return Translation(language, state, (), Place(show_path(path) if path else catalog_name(language)))
        place = Place(show_path(Path(entry.place.file)), entry.place.line)
        written = self._shelf.find_messages(Path(entry.place.file)).get(key[1], context=key[0] or None)
        comments, previous = _read_comments(written) if written else ((), "")
        findings = tuple(check_entry(key, entry)) if state is State.BROKEN else ()
        return Translation(language, state, entry.strings, place, comments, previous, findings)


def _read_comments(entry: Entry) -> tuple[tuple[str, ...], str]:
    """What translators wrote, and the source that a translation was made from, which Babel takes for a comment."""
    own = tuple(comment for comment in entry.user_comments if not comment.startswith("|"))
    lines = " ".join(comment[1:] for comment in entry.user_comments if comment.startswith("|"))
    previous = re.search(rf"\bmsgid((?:\s*{_STRING})+)", lines)
    return own, "".join(unescape(string) for string in re.findall(_STRING, previous[1])) if previous else ""


def show_path(path: Path) -> str:
    """A path as its user would write it: from the folder that they stand in, if it lies there."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
