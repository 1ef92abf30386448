"""What may not stand in a document that is published: names of persons and sub-suppliers, and what is confidential. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.contract.messages import format_path
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.shape import select, walk_values
from generator.contract.values import Name, Text

_SHORTEST = 3
"""Letters of a name that can be looked for: a shorter one would be found within anything."""
_PUBLISHED = ("title", "goals", "next_goals", "lessons", "training", "effects", "evaluation")
"""The fields of reports and contracts whose words are published."""


def list_names(contract: Contract) -> frozenset[str]:
    """The names of a contract that may not be published: of its persons and of its supply chain, and all that is confidential.

    Source: the guidance on communicating results, by this product's reading: what is published tells of work and results, not of
    persons or companies further down; secrecy is what `confidential` says.
    """
    persons = [person.name for party in (contract.buyer, contract.supplier) for person in party.contacts.values()]
    chain: list[object] = [link.name for link in contract.supply_chain]
    secret: list[object] = [
        value for each in contract.confidential for _, part in select(contract, each.fields) for _, value in walk_values(part)
    ]
    words = {word for value in (*persons, *chain, *secret) for word in _list_words(value)}
    return frozenset(word for word in words if len(word) >= _SHORTEST)


def _list_words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, Text | Name):
        yield from (word.strip() for word in (value.plain, *value.by_language.values()) if word)


def find_names(words: Contract | Report, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Where the texts that are published name one of `names`, as path and name; small and capital letters are the same.

    Source: as for `list_names`.
    """
    for path, value in walk_values(words):
        if isinstance(value, Text) and path[0] in _PUBLISHED:
            said = "\n".join(_list_words(value))
            yield from ((format_path(path), name) for name in sorted(names) if _holds(said, name))


def _holds(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) is not None
