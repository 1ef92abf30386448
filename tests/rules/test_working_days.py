from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.working_days import (
    add_days,
    is_working_day,
    move_back_to_working_day,
    move_to_working_day,
    subtract_days,
)

SATURDAY = 5
DAYS = st.dates(date(1953, 1, 1), date(2199, 1, 1))


@pytest.mark.parametrize(
    ("day", "is_working"),
    [
        (date(2026, 11, 20), True),  # a Friday
        (date(2026, 11, 21), False),
        (date(2026, 11, 22), False),
        (date(2026, 1, 6), False),  # Epiphany, a Tuesday
        (date(2026, 1, 5), True),  # its eve
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 2), True),  # Maundy Thursday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 5, 1), False),
        (date(2026, 5, 14), False),  # Ascension Day
        (date(2025, 6, 6), False),  # the National Day, a Friday
        (date(2026, 6, 19), False),  # Midsummer's Eve: no public holiday
        (date(2026, 12, 24), False),  # neither is Christmas Eve
        (date(2026, 12, 31), False),  # nor New Year's Eve
        (date(2027, 1, 1), False),
        (date(2028, 2, 29), True),  # a leap day, a Tuesday
    ],
)
def test_working_days(day, is_working):
    assert is_working_day(day) is is_working


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 11, 23), date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23), date(2026, 11, 20)),
        (date(2026, 4, 4), date(2026, 4, 7), date(2026, 4, 2)),  # Easter
        (date(2026, 12, 24), date(2026, 12, 28), date(2026, 12, 23)),  # Christmas: Thursday to Sunday
        (date(2026, 12, 31), date(2027, 1, 4), date(2026, 12, 30)),  # New Year: Thursday to Sunday
        (date(2026, 6, 19), date(2026, 6, 22), date(2026, 6, 18)),  # Midsummer
    ],
)
def test_moving(day, after, before):
    assert (move_to_working_day(day), move_back_to_working_day(day)) == (after, before)


@pytest.mark.parametrize(
    ("day", "days", "added", "subtracted"),
    [
        (date(2026, 11, 22), 28, date(2026, 12, 21), date(2026, 10, 23)),  # 20 December and 25 October are Sundays
        (date(2026, 12, 10), 14, date(2026, 12, 28), date(2026, 11, 26)),  # Christmas Eve
        (date(2026, 12, 15), 16, date(2027, 1, 4), date(2026, 11, 27)),  # New Year's Eve; 29 November is a Sunday
        (date(2028, 2, 1), 28, date(2028, 2, 29), date(2028, 1, 4)),  # a leap day
        (date(2026, 11, 23), 0, date(2026, 11, 23), date(2026, 11, 23)),
    ],
)
def test_time_limits(day, days, added, subtracted):
    assert (add_days(day, days), subtract_days(day, days)) == (added, subtracted)


@given(DAYS, st.integers(0, 400))
def test_nobody_loses_days(day, days):
    limit, latest = add_days(day, days), subtract_days(day, days)
    assert (limit - day).days >= days
    assert (day - latest).days >= days
    assert (is_working_day(limit), is_working_day(latest)) == (True, True)
    between = [day + timedelta(days) + timedelta(n) for n in range((limit - day).days - days)]
    assert [each for each in between if is_working_day(each)] == []


@pytest.mark.parametrize("year", [1953, 2004, 2005, *range(2020, 2101)])
def test_free_days_are_those_that_a_calendar_of_others_has(year):
    """That of others ends with the year 2100, and says of none after it that it knows nothing."""
    free = country_holidays("SE", years=year, categories=("public", "de_facto"))
    days = [date(year, 1, 1) + timedelta(days=number) for number in range((date(year, 12, 31) - date(year, 1, 1)).days + 1)]
    assert [day for day in days if not is_working_day(day)] == [day for day in days if day.weekday() >= SATURDAY or day in free]


def test_free_days_have_no_last_year():
    assert not is_working_day(date(2101, 6, 6))  # a Monday
    assert not is_working_day(date(2101, 4, 18))  # Easter Monday
