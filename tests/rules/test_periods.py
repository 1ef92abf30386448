from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.models import Dates, Extension
from generator.contract.values import Month, add_months
from generator.rules.periods import add_years, count_months, first_day, is_within, last_day
from generator.rules.standing.phases import find_own_end
from tests.documents.contracts import change, read_example

DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


def test_the_days_of_what_is_planned():
    assert (first_day(date(2027, 4, 15)), last_day(date(2027, 4, 15))) == (date(2027, 4, 15), date(2027, 4, 15))
    assert (first_day(Month(2028, 2)), last_day(Month(2028, 2))) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 11, 22), 1, date(2026, 12, 22)),
        (date(2026, 11, 22), 2, date(2027, 1, 22)),  # over New Year
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2026, 5, 31), 0, date(2026, 5, 31)),
        (date(2026, 1, 15), 12, date(2027, 1, 15)),
    ],
)
def test_adding_months(day, months, expected):
    assert add_months(day, months) == expected


def test_adding_years_to_a_leap_day():
    leap_day = date(2024, 2, 29)
    assert [add_years(leap_day, years) for years in (1, 3, 4)] == [date(2025, 2, 28), date(2027, 2, 28), date(2028, 2, 29)]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        (date(2026, 11, 22), date(2026, 12, 21), 0),
        (date(2026, 11, 22), date(2026, 12, 22), 1),
        (date(2026, 11, 22), date(2027, 2, 22), 3),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2026, 12, 22), date(2026, 11, 22), -1),
        (date(2026, 12, 21), date(2026, 11, 22), 0),
    ],
)
def test_counting_months(first, last, months):
    assert count_months(first, last) == months


@given(DAYS, st.integers(0, 1200))
def test_months_that_are_added_are_counted(day, months):
    assert count_months(day, add_months(day, months)) == months


@pytest.mark.parametrize(
    ("planned", "is_inside"),
    [
        (date(2026, 12, 1), True),
        (date(2026, 11, 30), False),
        (date(2027, 2, 15), True),
        (date(2027, 2, 16), False),
        (Month(2026, 11), False),
        (Month(2026, 12), True),
        (Month(2027, 1), True),
        (Month(2027, 2), True),  # its first half is
        (Month(2027, 3), False),
    ],
)
def test_a_period_over_new_year(planned, is_inside):
    assert is_within(planned, date(2026, 12, 1), date(2027, 2, 15)) is is_inside


@pytest.mark.parametrize(
    ("on", "end"),
    [
        (date(2025, 1, 1), date(2026, 8, 31)),
        (date(2026, 5, 19), date(2026, 8, 31)),  # the first extension is decided tomorrow
        (date(2026, 5, 20), date(2027, 8, 31)),
        (date(2027, 3, 31), date(2027, 8, 31)),
        (date(2027, 4, 1), date(2029, 8, 31)),  # the third; the second never was decided
        (date(2030, 1, 1), date(2029, 8, 31)),
    ],
)
def test_a_contract_ends_with_the_extensions_that_were_decided_by_then(on, end):
    extensions = (
        Extension(until=date(2027, 8, 31), decide_by=date(2026, 5, 31), decided=date(2026, 5, 20)),
        Extension(until=date(2028, 8, 31), decide_by=date(2027, 5, 31)),
        Extension(until=date(2029, 8, 31), decided=date(2027, 4, 1)),
    )
    assert find_own_end(date_contract(extensions), on).day == end


def date_contract(extensions):
    dates = Dates(starts=date(2024, 9, 1), ends=date(2026, 8, 31), extensions=extensions)
    return change(read_example("cleaning"), {"dates": dates})


def test_a_contract_without_extensions_ends_when_it_says():
    assert find_own_end(date_contract(()), date(2027, 1, 1)).day == date(2026, 8, 31)
