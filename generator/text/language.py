"""A language as one object: how it writes dates, numbers, money, lists and countries. Made by whoever composes; asks nobody.

Beside it, what writers ask of a language by its tag alone: which way it is written, and where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from generator.errors import Finding, TextError

SOURCE = "sv"
"""The language that every text is written in; all others are translated from it."""

PSEUDO = "en-XA"
"""The language that nobody speaks, to see what breaks in a longer one. Dates and numbers are English."""

Direction = Literal["ltr", "rtl"]
"""Which way a language is written, in the words of HTML."""
ISOLATE, END_ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
"""What stands around a value in a text that is written from right to left, so that its parts stay in their order."""
_ISOLATES = {"ltr": "\N{LEFT-TO-RIGHT ISOLATE}", "rtl": "\N{RIGHT-TO-LEFT ISOLATE}"}
MARKS: Mapping[Direction, str] = {"ltr": "\N{LEFT-TO-RIGHT MARK}", "rtl": "\N{RIGHT-TO-LEFT MARK}"}
"""What is not seen, and has a direction as a letter has."""
ISOLATES = f"{''.join(_ISOLATES.values())}{ISOLATE}{END_ISOLATE}"
"""All that keep text apart so; none of them is seen."""

_LETTER = re.compile(r"\w")
_SPACE = "\N{NO-BREAK SPACE}"
_TERRITORIES = {"sv": "SE", "en": "GB"}
_ENOUGH = 200
"""Among so many numbers, each form of a counted thing is found that whole numbers have."""
_TIMES = {"sv": "H.mm", "en": "H:mm"}
_SECTIONS = r"\d+(?:–\d+)?(?: [a-z])? §§?"
_NUMBERED = "[Aa]rtikel|[Aa]vsnitt|[Bb]ilaga|[Kk]apitel|Abschnitt|Anhang|Anlage|Annex|Appendix|Article|Chapter|Section|§§?"
_REFERENCE = re.compile(
    rf"{{{{.*?}}}}|{{%.*?%}}|((?<![\w.])(?:\d+(?: [a-z])? kap\.(?: {_SECTIONS})?|{_SECTIONS}|(?:{_NUMBERED}) \d[\w.]*))"
)
"""Tags, or what a text refers to by number in Swedish, English and German: a place in a law or a clause, or an appendix."""
_WEEKDAYS = {"sv": f"{{weekday}} den{_SPACE}{{day}}", "en": "{weekday} {day}"}
"""A date with its weekday, where Babel's own form isn't the one that letters use."""
_keep = lru_cache(maxsize=10_000)
"""Keeps what Babel said last: the same days and numbers come again and again."""


class Language:
    """One language's forms. Numbers and dates keep together: their spaces don't break."""

    def __init__(self, tag: str) -> None:
        """Take a BCP 47 tag; `sv` means Sweden's Swedish and `en` British English.

        Raises:
            TextError: nobody has described such a language.
        """
        self.tag = tag
        try:
            self._locale = _find_locale(tag)
        except (UnknownLocaleError, ValueError) as problem:
            raise TextError(
                Finding("no language has the code '{tag}'", hint="use a code such as sv, en or fi", values={"tag": tag})
            ) from problem
        self.direction = read_direction(tag)

    @property
    def name(self) -> str:
        """The language's own name for itself, such as `svenska`."""
        return self.name_language(self.tag)

    def name_language(self, tag: str) -> str:
        """What another language is called in this one; its tag where it has no name here."""
        return str(self._locale.languages.get(tag.partition("-")[0], tag))

    def isolate(self, text: str) -> str:
        """A value such that it keeps its own order within a text of this language."""
        return f"{ISOLATE}{text}{END_ISOLATE}" if self.direction == "rtl" and _LETTER.search(text) else text

    def find_whole(self, number: int | Decimal) -> int | None:
        """A whole number that a thing is counted with in the same form as with this one: for 1.5 in English 0; perhaps none."""
        if number == int(number):
            return int(number)
        form = self._locale.plural_form
        return next((whole for whole in range(_ENOUGH) if form(whole) == form(number)), None)

    @_keep
    def write_day(self, day: date) -> str:
        """A date in running text: `13 december 2026`."""
        return keep_together(format_date(day, "long", locale=self._locale))

    @_keep
    def write_weekday(self, day: date) -> str:
        """A date with its weekday, as in an invitation: `tisdag den 8 december 2026`. It breaks after the weekday only."""
        form = _WEEKDAYS.get(self.tag)
        if form is None:
            return str(format_date(day, "full", locale=self._locale))
        weekday = format_date(day, "EEEE", locale=self._locale)
        return form.format(weekday=weekday, day=self.write_day(day))

    @_keep
    def write_month(self, first: date) -> str:
        """A month in running text: `december 2026`."""
        return keep_together(format_skeleton("yMMMM", first, locale=self._locale))

    @_keep
    def name_month(self, first: date) -> str:
        """A month's short name, for the head of a timeline: `dec.`."""
        return str(format_date(first, "LLL", locale=self._locale))

    def list_months(self, number: int) -> tuple[str, ...]:
        """What a month of the year is called, long and short."""
        forms = (
            self._locale.months[context][width] for context in ("format", "stand-alone") for width in ("wide", "abbreviated")
        )
        return tuple(dict.fromkeys(str(form[number]) for form in forms))

    def list_weekdays(self) -> tuple[str, ...]:
        """What the days of the week are called, from Monday on."""
        days = self._locale.days["format"]["wide"]
        return tuple(str(days[number]) for number in range(7))

    @_keep
    def write_time(self, moment: time) -> str:
        """A time of day, counted to 24: `9.00` in Swedish, `9:00` in English."""
        if self.tag not in _TIMES:
            return str(format_skeleton("Hm", datetime.combine(date.min, moment), locale=self._locale))
        return format_time(moment, _TIMES[self.tag], locale=self._locale)

    def write_number(self, number: int | Decimal) -> str:
        """A number in groups of three, a decimal number with the decimals that it has: `1 234,50`."""
        # Kept by its digits: 1 and 1.0 are equal, but aren't written alike.
        return self._write_digits(str(number))

    @_keep
    def _write_digits(self, digits: str) -> str:
        number = Decimal(digits)
        exponent = number.as_tuple().exponent
        decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
        form = "#,##0" + ("." + "0" * decimals if decimals else "")
        return keep_together(format_decimal(number, form, locale=self._locale, decimal_quantization=False))

    @_keep
    def write_amount(self, amount: Decimal) -> str:
        """An amount of money without its unit: whole, or else with two decimals at least: `25 000`, `1 234,50`."""
        whole = amount == amount.to_integral_value()
        return keep_together(
            format_decimal(amount, "#,##0" if whole else "#,##0.00###", locale=self._locale, decimal_quantization=False)
        )

    def write_percent(self, number: int | Decimal) -> str:
        """A number of per cent with the decimals that it has: `67 %` in Swedish, `67%` in English."""
        share = Decimal(number) / 100
        return keep_together(format_percent(share, locale=self._locale, decimal_quantization=False))

    def join(self, items: Sequence[str]) -> str:
        """The items as a list in running text: `a, b och c`."""
        return format_list(list(items), locale=self._locale)

    def name_country(self, code: str) -> str:
        """The name of the country with this ISO 3166-1 code."""
        return str(self._locale.territories.get(code, code))


@lru_cache
def _find_locale(tag: str) -> Locale:
    """What Babel knows of a language, without the region where it doesn't know that.

    Raises:
        UnknownLocaleError: it doesn't know the language.
        ValueError: this is no language.
    """
    whole = f"{tag}_{_TERRITORIES[tag]}" if tag in _TERRITORIES else tag.replace("-", "_")
    try:
        return Locale.parse(whole)
    except UnknownLocaleError:
        language, *rest = tag.split("-")
        if not rest:
            raise
        return _find_locale(language)


@lru_cache
def read_direction(tag: str) -> Direction:
    """Which way a language is written; what nobody knows, from left to right."""
    try:
        return "rtl" if _find_locale(tag).text_direction == "rtl" else "ltr"
    except (UnknownLocaleError, ValueError):
        return "ltr"


@lru_cache
def name_region(tag: str) -> str:
    """The language with the region that is meant where none is said, as office programs want it: `fi-FI`, `zh-CN`."""
    if "-" in tag:
        return tag
    likely = get_global("likely_subtags").get(tag, "")
    region = _TERRITORIES.get(tag) or likely.rpartition("_")[2]
    return f"{tag}-{region}" if region else tag


def set_apart(lang: str, within: str) -> tuple[str, str]:
    """What stands before and after a text in another language where it is written the other way; nothing where it isn't."""
    direction = read_direction(lang)
    return ("", "") if direction == read_direction(within) else (_ISOLATES[direction], END_ISOLATE)


def mark_apart(text: str, lang: str, within: str) -> str:
    """A text such that it keeps its own order within a line of another language, also in programs that know no isolates."""
    direction, around = read_direction(lang), read_direction(within)
    mark, end = MARKS[direction], MARKS[around]
    return text if direction == around else f"{end}{mark}{text}{mark}{end}"


def keep_together(text: str) -> str:
    """The text with no-break spaces only."""
    return text.replace(" ", _SPACE).replace("\N{NARROW NO-BREAK SPACE}", _SPACE)


def keep_references(text: str) -> str:
    """A message in which no line is broken within what it refers to by number, `17 kap. 10 §`; its tags stay as they are."""
    return _REFERENCE.sub(lambda found: keep_together(found[0]) if found[1] else found[0], text)
