"""What may not stand in a document that is published: names of persons and sub-suppliers, and what is confidential. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from enum import Enum

from generator.contract.messages import format_path
from generator.contract.models import Contract, Person
from generator.contract.report import Report
from generator.contract.shape import select, walk_values
from generator.contract.values import Name, Text
from generator.rules.spellings import Finder, is_short, normalize

_PUBLISHED = (
    "title",
    "organisation",
    "registration_number",
    "goals",
    "next_goals",
    "lessons",
    "training",
    "effects",
    "publication.title",
    "publication.foreword.text",
    "publication.foreword.title",
    "publication.contact.name",
    "evaluation.effects",
    "evaluation.lessons",
)
"""The fields of reports and contracts whose words are published."""

_COUNTED = ("monitoring.activities", "deviations", "dates", "kickoff", "clause.level")
"""The sections of a contract that figures are made of."""


def list_secret_figures(contract: Contract) -> tuple[str, ...]:
    """The confidential fields of a contract that figures are made of: sums, dates and choices, which no search would find.

    Source: as for `list_names`.
    """
    return tuple(
        pattern
        for pattern in (each.fields for each in contract.confidential if each.fields)
        if pattern.startswith(_COUNTED)
        and any(not _is_text(value) for _, part in select(contract, pattern) for _, value in walk_values(part))
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str | Text | Name) and not isinstance(value, Enum)


def list_names(whole: Contract | Report) -> frozenset[str]:
    """The names in a contract that may not be published: of its persons and of its supply chain, and all that is confidential.

    Of a person also how to reach them. Of a report: its officer. The contract may be one that is partly wrong.

    Source: the guidance on communicating results, by this product's reading: what is published tells of work and results, not of
    persons or companies further down; secrecy is what `confidential` says.
    """
    values = _list_officer(whole) if isinstance(whole, Report) else _list_secret(whole)
    words = {word for value in values for word in _list_words(value)}
    return frozenset(word for word in words if not is_short(normalize(word)))


def _list_officer(report: Report) -> Iterator[object]:
    if report.officer:
        yield from _list_person(report.officer)


def _list_secret(contract: Contract) -> Iterator[object]:
    for party in (contract.buyer, contract.supplier):
        for person in party.contacts.values():
            yield from _list_person(person)
    yield from (link.name for link in contract.supply_chain)
    for pattern in (each.fields for each in contract.confidential if each.fields):
        yield from (value for _, part in select(contract, pattern) for _, value in walk_values(part))


def _list_person(person: Person) -> Iterator[object]:
    yield from (person.name, person.email, person.phone)


def _list_words(value: object) -> Iterator[str]:
    if isinstance(value, str) and not isinstance(value, Enum):
        yield value.strip()
    elif isinstance(value, Text | Name):
        yield from (word.strip() for word in (value.plain, *value.by_language.values()) if word)


def find_names(words: Contract | Report, names: Collection[str]) -> Iterator[tuple[str, str]]:
    """Where the texts that are published name one of `names`, as path and name, however it is spelled there.

    Source: as for `list_names`.
    """
    finder = Finder(names)
    for path, value in walk_values(words):
        where = format_path(path)
        if isinstance(value, str | Text) and where.partition("[")[0] in _PUBLISHED:
            found = {each.name for text in _list_words(value) for each in finder.find(text)}
            yield from ((where, name) for name in sorted(found))
