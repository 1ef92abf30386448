"""How a value may be written in running text, so that it can be looked for there. Called by `contracts`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, time
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Any

from generator.contract.values import Month, Text
from generator.masking.stand_ins import holds_words, is_count, is_country, is_id
from generator.masking.writing import Form, Writing
from generator.masking.written_countries import list_country_forms
from generator.masking.written_days import list_day_forms, list_month_forms, list_time_forms
from generator.masking.written_sums import list_sum_forms
from generator.text.language import Language

_FEWEST_DIGITS = 4
"""Of a number that can be looked for: a shorter one stands for anything."""


def list_spellings(value: Any, annotation: Any, languages: Sequence[str]) -> Iterator[str]:
    """How a value may be written; nothing for what is found by nobody but a reader, such as a choice or a small number."""
    if isinstance(value, Text):
        yield from (words for words in (value.plain, *value.by_language.values()) if words)
    elif isinstance(value, str) and not isinstance(value, Enum) and (holds_words(annotation) or is_id(annotation)):
        yield value
    elif is_country(annotation):
        yield from (_find_language(tag).name_country(value) for tag in languages)
    elif isinstance(value, date):
        yield from dict.fromkeys(spelling for tag in languages for spelling in _write_day(value, tag))
    elif (isinstance(value, Decimal) or is_count(annotation)) and len(str(int(value))) >= _FEWEST_DIGITS:
        yield f"{value:,}"
        yield f"{int(value):,}"


class Forms:
    """In which other forms values may stand in running text: cut short, in words, without its year, by its people."""

    def __init__(self, writings: Sequence[Writing], everyday: Collection[str]) -> None:
        """In the languages of `writings`; `everyday` are words that may mean something else too."""
        self._writings, self._everyday = writings, everyday
        self.languages = tuple(writing.language.tag for writing in writings)
        self._known: dict[object, tuple[Form, ...]] = {}

    def list(self, value: Any, annotation: Any) -> tuple[Form, ...]:
        """The forms of a value; worked out once for each."""
        key = (type(value), value, is_country(annotation), is_count(annotation))
        if key not in self._known:
            self._known[key] = tuple(self._list(value, annotation))
        return self._known[key]

    def _list(self, value: Any, annotation: Any) -> Iterator[Form]:
        if is_country(annotation):
            yield from list_country_forms(value, self._writings, self._everyday)
        elif isinstance(value, date):
            yield from list_day_forms(value, self._writings)
        elif isinstance(value, Month):
            yield from (form for writing in self._writings for form in list_month_forms(value, writing, is_sure=True))
        elif isinstance(value, time):
            yield from (form for writing in self._writings for form in list_time_forms(value, writing))
        elif isinstance(value, Decimal):
            yield from list_sum_forms(value, self._writings, is_money=not is_count(annotation))
        elif is_count(annotation) and isinstance(value, int):
            yield from list_sum_forms(Decimal(value), self._writings, is_money=False)


def _write_day(day: date, tag: str) -> Iterator[str]:
    """A day as people write it."""
    written = _find_language(tag).write_day(day)
    yield from (day.isoformat(), written, f"{day.day}/{day.month} {day.year}", f"{day:%d}.{day:%m}.{day.year}")
    for month in written.split()[1:-1]:
        yield f"{month} {day.day} {day.year}"
        yield f"{day.day} {month[:3]} {day.year}"


@lru_cache
def _find_language(tag: str) -> Language:
    return Language(tag)
