"""How far the translation of one message has come. For `tracing` and `messages`."""

from __future__ import annotations

from enum import StrEnum

from generator.text.catalogs import Catalog, Key
from generator.text.language import SOURCE
from generator.text.wording import check_entry


class State(StrEnum):
    """What a message is in a language."""

    SOURCE = "source"
    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    MISSING = "missing"
    BROKEN = "broken"
    """Translated, but with placeholders or links that its source doesn't have: it may not stand in a document."""


UNFINISHED = frozenset({State.FUZZY, State.MISSING, State.BROKEN})


def find_state(catalog: Catalog, key: Key) -> State:
    """How far a message has come in the language of a catalog."""
    if catalog.lang == SOURCE:
        return State.SOURCE
    entry = catalog.entries.get(key)
    if entry is None or not any(entry.strings):
        return State.MISSING
    if entry.fuzzy:
        return State.FUZZY
    if not entry.is_ready:
        return State.MISSING
    return State.BROKEN if any(check_entry(key[1], entry, catalog)) else State.TRANSLATED
