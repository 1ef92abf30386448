"""What the checks of a translation are given, and what one is. Used by each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property

from babel.messages import Message as Entry
from msgspec import Struct

from generator.errors import Finding, Place
from generator.text.placeholders import hide_placeholders

_PATH = re.compile(r"[\w.-]*/[\w./-]+")
"""A file's path or an address: names, not words."""


class Pair(Struct, frozen=True, dict=True):
    """A text of a catalog and one translation of it; where it has plural forms, one pair each."""

    source: str
    translation: str
    source_language: str
    language: str
    place: Place
    context: str = ""
    covers_one: bool = False
    """Whether the translation is a plural form that goes with one number only."""

    @cached_property
    def words(self) -> tuple[str, str]:
        """Source and translation as a reader sees them, with a dot for each value and path."""
        return _show(self.source), _show(self.translation)


def _show(text: str) -> str:
    return _PATH.sub("·", hide_placeholders(text, "·")).replace("**", "")


def list_strings(entry: Entry) -> list[str]:
    """An entry's translation: one string, or one for each plural form."""
    return [entry.string or ""] if isinstance(entry.string, str) or entry.string is None else list(entry.string)


Check = Callable[[Pair], Iterator[Finding]]
"""What is wrong with a pair; whoever calls it knows the place, and how bad that is."""
