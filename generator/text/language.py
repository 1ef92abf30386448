"""A language as one object: how it writes dates, numbers, money, lists and countries. Made by whoever composes; asks nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal, format_percent

from generator.errors import Finding, TextError

SOURCE = "sv"
"""The language that every text is written in; all others are translated from it."""

_SPACE = "\N{NO-BREAK SPACE}"
_TERRITORIES = {"sv": "SE", "en": "GB"}
_TIMES = {"sv": "H.mm", "en": "H:mm"}
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
            self._locale = Locale.parse(f"{tag}_{_TERRITORIES[tag]}" if tag in _TERRITORIES else tag.replace("-", "_"))
        except (UnknownLocaleError, ValueError) as problem:
            raise TextError(
                Finding("no language has the code '{tag}'", hint="use a code such as sv, en or fi", values={"tag": tag})
            ) from problem

    @property
    def name(self) -> str:
        """The language's own name for itself, such as `svenska`."""
        return self._locale.get_language_name(self.tag.split("-")[0]) or self.tag

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

    @_keep
    def write_time(self, moment: time) -> str:
        """A time of day: `9.00` in Swedish, `9:00` in English."""
        return format_time(moment, _TIMES.get(self.tag, "short"), locale=self._locale)

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


def keep_together(text: str) -> str:
    """The text with no-break spaces only."""
    return text.replace(" ", _SPACE).replace("\N{NARROW NO-BREAK SPACE}", _SPACE)
