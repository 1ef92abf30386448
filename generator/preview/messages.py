"""One message as a translator sees it: its source, its translations, where they stand. Called by `studio`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Finding, Place
from generator.preview.shelf import Shelf
from generator.preview.states import State, find_state
from generator.text.catalogs import Key, catalog_name
from generator.text.extraction import Message as Extracted
from generator.text.extraction import extract_documents
from generator.text.language import SOURCE
from generator.text.wording import check_entry
from generator.translating.po_files import read_remarks
from generator.workspace import Files


class Translation(Struct, frozen=True):
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


class Message(Struct, frozen=True):
    """A message with all that its translator should know."""

    text: str
    context: str
    comment: str
    places: tuple[Place, ...]
    """Where its source stands."""
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
        extracted = self._extracted.get(key, Extracted(text))
        places = tuple(map(self._show, extracted.places))
        translations = tuple(self._find_translation(key, language) for language in languages if language != SOURCE)
        return Message(text, context, extracted.comment, places, translations)

    def find_source(self, key: Key, language: str) -> tuple[Extracted, tuple[str, ...]] | None:
        """A message as it is extracted, with the examples that a catalog of the language has, and what translators wrote on it.

        None where no text says it.

        Raises:
            TextError: a text or a catalog can't be read.
        """
        extracted = self._extracted.get(key)
        if extracted is None:
            return None
        entry = self._shelf.find_catalog(language).entries.get(key)
        written = entry and self._shelf.find_messages(Path(entry.place.file)).get(key[1], context=key[0] or None)
        if not written:
            return extracted, ()
        comment = "\n".join(written.auto_comments) or extracted.comment
        return replace(extracted, comment=comment), tuple(read_remarks(written)[0])

    @property
    def order(self) -> Mapping[Key, int]:
        """The places of all messages, in the order in which they are extracted."""
        return {key: number for number, key in enumerate(self._extracted)}

    @cached_property
    def _extracted(self) -> Mapping[Key, Extracted]:
        return {message.key: message for message in extract_documents(self._files)}

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
        comments, previous = read_remarks(written) if written else ([], {})
        findings = tuple(check_entry(key[1], entry, catalog)) if state is State.BROKEN else ()
        return Translation(language, state, entry.strings, place, tuple(comments), previous.get("msgid", ""), findings)


def show_path(path: Path) -> str:
    """A path as its user would write it: from the folder that they stand in, if it lies there."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
