"""Months and periods: arithmetic that a calendar leaves open, decided once. Pure; called by `rules` and `documents`."""

from __future__ import annotations

from datetime import date

from generator.contract.values import MONTHS_A_YEAR, Month, add_months


def first_day(planned: date | Month) -> date:
    """The day itself, or the first of the month."""
    return planned.first_day if isinstance(planned, Month) else planned


def last_day(planned: date | Month) -> date:
    """The day itself, or the last of the month."""
    return planned.last_day if isinstance(planned, Month) else planned


def count_days_after(day: date, due: date) -> int:
    """Calendar days from `due` to `day`; 0 where `day` isn't after it."""
    return (day - due).days if day > due else 0


def add_years(day: date, years: int) -> date:
    """The same day so many years later; from 29 February, the 28th where the year is no leap year.

    Source: as for `add_months`.
    """
    return add_months(day, years * MONTHS_A_YEAR)


def count_months(first: date, last: date) -> int:
    """How many whole months there are from `first` to `last`; below zero where `last` comes before.

    Source: as for adding months, of which this is the other way round: the most months that don't lead past `last`.
    """
    months = (last.year - first.year) * MONTHS_A_YEAR + last.month - first.month
    if last >= first:
        return months if add_months(first, months) <= last else months - 1
    return -count_months(last, first)


def is_within(planned: date | Month, first: date, last: date) -> bool:
    """Whether any day that something is planned for lies in the period, of which both ends are part.

    Source: "from and including … to and including", as contracts give their periods.
    """
    return first_day(planned) <= last and last_day(planned) >= first
