"""Catalogs as files: templates, updates, how far a translation has come. Called by the locale commands and by tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.pofile import normalize, unescape

from generator.text.catalogs import read_catalog
from generator.text.extraction import Message

_MSGIDS = ("msgid", "msgid_plural")
_STRING = r'"(?:[^"\\]|\\.)*"'


@dataclass(frozen=True, slots=True)
class Status:
    """How far a translation has come."""

    translated: int
    fuzzy: int
    missing: int

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.missing


def make_template(messages: Iterable[Message]) -> Catalog:
    """A catalog without translations."""
    catalog = Catalog(fuzzy=False)
    for message in messages:
        identifier = (message.text, message.plural) if message.plural else message.text
        catalog.add(identifier, auto_comments=[message.comment] if message.comment else [], context=message.context or None)
    return catalog


def update_catalog(path: Path, lang: str, messages: Iterable[Message]) -> Catalog:
    """The catalog at `path`, or a new one, brought in step with the messages.

    A message whose source has changed a little keeps its translation, marked fuzzy, with the source that it was made from.
    """
    catalog = Catalog(locale=lang.replace("-", "_"), fuzzy=False)
    previous: dict[Any, list[str]] = {}
    if path.exists():
        for entry in read_catalog(path):
            previous[entry.id, entry.context] = _take_previous(entry)
            catalog[entry.id] = entry
    catalog.update(make_template(messages))
    for entry in catalog:
        if entry.fuzzy and not entry.previous_id:
            entry.previous_id = previous.get((entry.id, entry.context), [])
    return catalog


def _take_previous(entry: Entry) -> list[str]:
    """The source that an entry's translation was made from: Babel writes it, but reads it as a comment of the translator's."""
    lines = " ".join(comment[1:] for comment in entry.user_comments if comment.startswith("|"))
    entry.user_comments = [comment for comment in entry.user_comments if not comment.startswith("|")]
    sources = re.findall(rf"msgid(?:_plural)?((?:\s*{_STRING})+)", lines)
    return ["".join(unescape(string) for string in re.findall(_STRING, source)) for source in sources]


def format_catalog(catalog: Catalog) -> bytes:
    """A PO file in the one form that all of ours have: no wrapping, no line numbers, no dates."""
    header = [
        f"Language: {catalog.locale}" if catalog.locale else "",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {catalog.plural_forms}" if catalog.locale else "",
    ]
    head = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in header if line)
    entries = ["\n".join(_list_lines(entry)) + "\n" for entry in catalog if entry.id]
    return "\n".join([head, *entries]).encode()


def _list_lines(entry: Entry) -> Iterator[str]:
    """The lines of an entry. Babel's own writer breaks long lines where other programs can't read them."""
    sources = _as_tuple(entry.id)
    yield from (f"# {comment}" for comment in entry.user_comments)
    yield from (f"#. {comment}" for comment in entry.auto_comments)
    if entry.flags:
        yield f"#, {', '.join(sorted(entry.flags))}"
    if entry.fuzzy:
        yield from _list_strings(_MSGIDS, _as_tuple(entry.previous_id), "#| ")
    if entry.context:
        yield from _list_strings(["msgctxt"], [entry.context])
    yield from _list_strings(_MSGIDS, sources)
    strings = _as_tuple(entry.string)
    yield from _list_strings([f"msgstr[{number}]" for number in range(len(strings))] if len(sources) > 1 else ["msgstr"], strings)


def _list_strings(names: Sequence[str], strings: Sequence[str], before: str = "") -> Iterator[str]:
    return (f"{before}{name} {normalize(text, before, width=0)}" for name, text in zip(names, strings, strict=False))


def _as_tuple(value: str | Sequence[str] | None) -> Sequence[str]:
    return value if isinstance(value, tuple | list) else (str(value or ""),)


def measure_catalog(catalog: Catalog, messages: Iterable[Message]) -> Status:
    """How many of the messages the catalog translates."""
    translated = fuzzy = missing = 0
    for message in messages:
        entry = catalog.get(message.text, context=message.context or None)
        strings = _as_tuple(entry.string if entry else None)
        if entry is not None and entry.fuzzy:
            fuzzy += 1
        elif all(strings):
            translated += 1
        else:
            missing += 1
    return Status(translated, fuzzy, missing)
