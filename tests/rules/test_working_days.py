from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules.working_days import (
    add_days,
    is_working_day,
    move_back_to_working_day,
    move_to_working_day,
    subtract_days,
)

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
