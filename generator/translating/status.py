"""How far a translation has come, document by document. Called by `locale status` and by tests."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from babel.messages import Catalog
from msgspec import Struct

from generator.text.extraction import Message
from generator.text.placeholders import hide_placeholders

SHARED = "shared"
"""Stands for what several documents say, and for the words of components, terms and layouts."""
_CONTENT = re.compile(r"content/([^/]+)\.md")
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


class Status(Struct, frozen=True):
    """How many messages are translated, marked fuzzy or missing."""

    translated: int = 0
    fuzzy: int = 0
    missing: int = 0
    words_left: int = 0
    """The words of the source texts of those that aren't translated."""

    @property
    def total(self) -> int:
        """All messages."""
        return self.translated + self.fuzzy + self.missing

    @property
    def percent(self) -> int:
        """How many of a hundred messages are translated, rounded down: 100 only where nothing is left."""
        return 100 * self.translated // self.total if self.total else 100

    def __add__(self, other: Status) -> Status:
        return Status(
            self.translated + other.translated,
            self.fuzzy + other.fuzzy,
            self.missing + other.missing,
            self.words_left + other.words_left,
        )


def measure_catalog(catalog: Catalog, messages: Iterable[Message]) -> Status:
    """How many of the messages the catalog translates."""
    return sum((_measure(catalog, message) for message in messages), Status())


def measure_documents(catalog: Catalog, messages: Iterable[Message], slugs: Sequence[str]) -> Mapping[str, Status]:
    """The same for each of the documents, and for what they share: each message counts once, so that the sum is the whole."""
    found = dict.fromkeys([*slugs, SHARED], Status())
    for message in messages:
        found[_find_owner(message, slugs)] += _measure(catalog, message)
    return found


def count_words(text: str) -> int:
    """How many words a translator reads; placeholders are none."""
    return len(_WORD.findall(hide_placeholders(text, " ")))


def _find_owner(message: Message, slugs: Sequence[str]) -> str:
    """The one document that says the message, and nothing else does."""
    names = {place.file for place in message.places}
    content = _CONTENT.fullmatch(next(iter(names))) if len(names) == 1 else None
    return content[1] if content and content[1] in slugs else SHARED


def _measure(catalog: Catalog, message: Message) -> Status:
    entry = catalog.get(message.text, context=message.context or None)
    strings = (entry.string if isinstance(entry.string, tuple | list) else (entry.string,)) if entry else ()
    if entry is not None and strings and all(strings) and not entry.fuzzy:
        return Status(translated=1)
    left = count_words(message.text)
    return Status(fuzzy=1, words_left=left) if entry is not None and entry.fuzzy else Status(missing=1, words_left=left)
