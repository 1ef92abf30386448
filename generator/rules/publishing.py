"""What may not stand in a document that is published: names of persons and sub-suppliers, and what is confidential. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from enum import Enum

from generator.contract.messages import format_path
from generator.contract.models import Contract, Person
from generator.contract.report import Report
from generator.contract.shape import select, walk_values
from generator.contract.values import Name, Text

_SHORTEST = 3
"""Letters of a name that can be looked for: a shorter one would be found within anything."""
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


_LEGAL_FORMS = frozenset(
    {"ab", "as", "bv", "co", "company", "corp", "gmbh", "inc", "limited", "llc", "ltd", "oy", "plc", "pvt", "sa", "sas"}
)
"""What a company's name may end with, and people leave out."""
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
    return frozenset(word for word in words if len(word) >= _SHORTEST)


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
    """Where the texts that are published name one of `names`, as path and name.

    Small and capital letters are the same, and so are letters with and without accents, spaces, hyphens and stops; what isn't
    seen, such as soft hyphens, is passed over. A genitive names too, and a company without its legal form.

    Source: as for `list_names`.
    """
    wanted = [(name, _cut_legal_form(_normalize(name))) for name in sorted(names)]
    for path, value in walk_values(words):
        where = format_path(path)
        if isinstance(value, str | Text) and where.partition("[")[0] in _PUBLISHED:
            said = [_normalize(each) for each in _list_words(value)]
            yield from ((where, name) for name, looked_for in wanted if any(_holds(text, looked_for) for text in said))


def _holds(text: str, name: str) -> bool:
    return name in text and re.search(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", text) is not None


def _normalize(text: str) -> str:
    """The text as it is read: letters in one form, single spaces, nothing that can't be seen."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in {"Cf", "Mn"})
    return " ".join(re.split(r"[\s._\-\u2010-\u2015]+", seen.casefold())).strip()


def _cut_legal_form(name: str) -> str:
    """A name without what it ends with by law, where anything is left."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(",") in {"", *_LEGAL_FORMS}:
        words.pop()
    return " ".join(words).rstrip(",")
