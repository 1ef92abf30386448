"""What stands in for a value that is hidden: of the same kind, and never following from it. Called by `contracts`.

A text gets a mark, which later becomes the words of the mask. What is no text (a date, a sum, a country, a choice) gets one
stand-in after another: whatever differs in documents made with each depends on it, and is masked there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, get_origin

from msgspec import Struct

from generator.contract import addresses, reading
from generator.contract.choices import Area
from generator.contract.codes import COUNTRIES, CURRENCIES
from generator.contract.fields import (
    Against,
    Count,
    Country,
    Cpv,
    Currency,
    Id,
    Planned,
    Reads,
    Reference,
    RiskSeverity,
    Section,
    StepName,
)
from generator.contract.shape import strip
from generator.contract.values import Name, RoleReference

ROUNDS = 4
"""How many stand-ins each value gets, one after another."""
FIRST_MARK = 0xE0A0
"""The first mark: letters for private use, one for each ground."""
MOST_GROUNDS = 64
"""How many grounds a contract may have."""
MARKS = re.compile(f"[{chr(FIRST_MARK)}-{chr(FIRST_MARK + MOST_GROUNDS - 1)}]")
"""Finds marks."""
_DAYS = (0, 45, 400, 823)
"""How far the stand-ins of a date lie apart: another day, month, year and weekday."""
_TIMES = (time(9, 0), time(13, 30), time(7, 15), time(20, 45))
_SUMS = tuple(map(Decimal, ("1000", "2345678", "71.50", "460000")))
_UNITS = (2, 9, 33, 61)
_COUNTS = (12, 3456, 789012, 34)
_YEARS = (2003, 2014, 2025, 2031)
_CPV = ("03000000", "15000000", "33000000", "90000000")
_SPOKEN = (reading.read_line, reading.read_text, reading.read_name, reading.read_title, addresses.read_email, addresses.read_link)
"""How fields are read that hold words, which may name what is hidden."""
_LARGEST_UNITS = 10_000
_FIRST_YEAR = 1000


class Known(Struct, frozen=True):
    """What stand-ins are chosen from that must be there in the contract, or in its clause and ladder."""

    day: date
    """The day that stand-ins of days lie around."""
    steps: Sequence[str] = ()
    sections: Sequence[str] = ()
    persons: Sequence[RoleReference] = ()


def make_mark(ground: int) -> str:
    """What stands for a hidden text until it is known in which language it is masked: one letter for each ground."""
    return chr(FIRST_MARK + ground)


def find_reading(annotation: Any) -> Any:
    """How a field of this type is read; None where it isn't a single value."""
    return next((each.read for each in _list_metadata(annotation) if isinstance(each, Reads)), None)


def holds_words(annotation: Any) -> bool:
    """Whether a field of this type holds words."""
    return find_reading(annotation) in _SPOKEN


def is_country(annotation: Any) -> bool:
    """Whether a field of this type holds a country."""
    return _is(annotation, Country)


def is_count(annotation: Any) -> bool:
    """Whether a field of this type holds a number of things, however large."""
    return _is(annotation, Count)


def is_address(annotation: Any) -> bool:
    """Whether a field of this type holds an e-mail address or a link, of which no part can be left out."""
    return find_reading(annotation) in {addresses.read_email, addresses.read_link}


def is_id(annotation: Any) -> bool:
    """Whether a field of this type holds an id."""
    return _is(annotation, Id)


def choose_stand_in(value: Any, annotation: Any, ground: int, turn: int, known: Known) -> Any:
    """What stands in for a value, the first time or the `turn`th after it. Of the value, only its kind is looked at."""
    if holds_words(annotation):
        mark = make_mark(ground)
        return mark if isinstance(value, str) else Name(mark)
    return _choose(list_stand_ins(value, annotation, known), turn)


def list_stand_ins(value: Any, annotation: Any, known: Known) -> Sequence[Any]:
    """What may stand in for a value that is no text, in order; itself where there is nothing else that it could be."""
    days = [known.day + timedelta(days) for days in _DAYS]
    by_field: Sequence[tuple[Any, Sequence[Any]]] = (
        (Country, _spread(sorted(COUNTRIES))),
        (Currency, _spread(sorted(CURRENCIES))),
        (Cpv, _CPV),
        (StepName, known.steps),
        (Section, known.sections),
        (Reference, known.persons),
        (RiskSeverity, (1, 3, 5, 2)),
        (Against, list(Area)),
        (Planned, days),
    )
    by_kind: Sequence[tuple[type, Sequence[Any]]] = (
        (Enum, list(type(value)) if isinstance(value, Enum) else ()),
        (bool, (True, False)),
        (date, days),
        (time, _TIMES),
        (Decimal, _SUMS),
    )
    found = next((values for kind, values in by_field if _is(annotation, kind)), None)
    if found is None:
        found = next((values for kind, values in by_kind if isinstance(value, kind)), None)
    return _list_whole(annotation) if found is None else found


def _list_whole(annotation: Any) -> Sequence[int]:
    """Whole numbers that a field of this type may hold."""
    schema = next((each.schema for each in _list_metadata(annotation) if isinstance(each, Reads)), {})
    bounds: dict[str, Any] = next(iter(schema.get("anyOf", ())), {})
    lowest, highest = bounds.get("minimum", 0), bounds.get("maximum", 0)
    if lowest >= _FIRST_YEAR:
        return _YEARS
    if highest > _LARGEST_UNITS:
        return _COUNTS
    return [each for each in (1, 3, 5, 2) if each <= highest] if highest < max(_UNITS) else _UNITS


def _choose(values: Sequence[Any], turn: int) -> Any:
    return values[turn % len(values)] if values else None


def _spread(values: Sequence[str]) -> Sequence[str]:
    """Some of the values, far apart."""
    return [values[number * len(values) // ROUNDS] for number in range(ROUNDS)]


def _is(annotation: Any, kind: Any) -> bool:
    return find_reading(annotation) is find_reading(kind)


def _list_metadata(annotation: Any) -> Sequence[Any]:
    stripped = strip(annotation)
    metadata = list(getattr(stripped, "__metadata__", ()))
    inner = getattr(stripped, "__origin__", None) if metadata else None
    if inner is not None and get_origin(stripped) is not tuple:
        metadata += _list_metadata(inner)
    return metadata
