from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.models import Penalty
from generator.rules.sanctions import (
    PenaltyRun,
    assess_penalty,
    count_begun_weeks,
    find_last_day,
    find_suspension_limit,
    sum_penalty,
)
from tests.rules.cases import take

FIRST = date(2026, 12, 2)
PENALTY = Penalty(amount=Decimal(20000), currency="SEK", max_weeks=8)
"""Claimed from 2 December 2026 it reaches its maximum when the eighth week begins, 7 × 7 = 49 days later: 20 January 2027."""
MAXIMUM = date(2027, 1, 20)


@pytest.mark.parametrize(
    ("amount", "weeks", "total"),
    [
        ("20000", 8, "160000"),
        ("20000", 1, "20000"),
        ("20000", 0, "0"),
        ("0", 10, "0"),
        ("1234.50", 3, "3703.50"),
        ("0.1", 3, "0.3"),
    ],
)
def test_a_penalty_for_each_begun_week(amount, weeks, total):
    assert sum_penalty(Decimal(amount), weeks) == Decimal(total)


def test_the_largest_amount_that_a_file_may_hold_is_summed_exactly():
    assert sum_penalty(Decimal("999999999999999.999999"), 10_000) == Decimal("9999999999999999999.99")


# Begun weeks


@pytest.mark.parametrize(
    ("last", "on", "weeks"),
    [
        (None, date(2026, 12, 1), 0),  # the day before
        (None, date(2026, 12, 2), 1),  # day 1
        (None, date(2026, 12, 8), 1),  # day 7
        (None, date(2026, 12, 9), 2),  # day 8
        (None, date(2027, 1, 19), 7),  # day 49
        (None, date(2027, 1, 20), 8),  # day 50
        (date(2026, 12, 9), date(2027, 6, 1), 2),  # it ended on day 8, which counts
        (date(2026, 12, 8), date(2027, 6, 1), 1),  # it ended on day 7
        (date(2026, 12, 2), date(2027, 6, 1), 1),  # it ended on its first day
        (date(2026, 12, 1), date(2027, 6, 1), 0),  # it ended before it began
        (date(2027, 6, 1), date(2026, 12, 9), 2),  # it ends later
    ],
)
def test_begun_weeks(last, on, weeks):
    assert count_begun_weeks(FIRST, last, on) == weeks


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2000))
def test_begun_weeks_are_those_whose_first_day_has_come(days):
    on = FIRST + timedelta(days=days)
    begun = [week for week in range(300) if FIRST + timedelta(days=7 * week) <= on]
    assert count_begun_weeks(FIRST, None, on) == len(begun)


@pytest.mark.parametrize(
    ("until", "closed", "last"),
    [
        (None, None, None),
        (date(2027, 1, 7), None, date(2027, 1, 7)),
        (None, date(2027, 1, 8), date(2027, 1, 8)),
        (date(2027, 1, 7), date(2027, 1, 8), date(2027, 1, 7)),
        (date(2027, 1, 9), date(2027, 1, 8), date(2027, 1, 8)),
    ],
)
def test_the_last_day_is_when_the_ground_ceased_or_the_deviation_was_settled(until, closed, last):
    assert find_last_day(take("penalty", FIRST, until=until), closed) == last


# A penalty as it stands


def run(weeks, amount, **fields):
    usual = {"starts": FIRST, "last": None, "max_weeks": 8, "reaches_maximum": MAXIMUM, "is_at_maximum": False}
    return PenaltyRun(**usual | {"weeks": weeks, "amount": Decimal(amount), "currency": "SEK"} | fields)


@pytest.mark.parametrize(
    ("fields", "closed", "on", "expected"),
    [
        ({}, None, date(2026, 12, 1), run(0, 0)),
        ({}, None, date(2026, 12, 2), run(1, 20000)),
        ({}, None, date(2026, 12, 9), run(2, 40000)),
        ({}, None, date(2027, 1, 19), run(7, 140000)),
        ({}, None, date(2027, 1, 20), run(8, 160000, is_at_maximum=True)),
        ({}, None, date(2027, 1, 27), run(8, 160000, is_at_maximum=True)),  # a ninth week isn't paid for
        # It counts from 16 December: the maximum moves by 14 days too.
        (
            {"from_": date(2026, 12, 16)},
            None,
            date(2026, 12, 15),
            run(0, 0, starts=date(2026, 12, 16), reaches_maximum=date(2027, 2, 3)),
        ),
        (
            {"from_": date(2026, 12, 16)},
            None,
            date(2026, 12, 23),
            run(2, 40000, starts=date(2026, 12, 16), reaches_maximum=date(2027, 2, 3)),
        ),
        # Its ground ceased on day 10: two weeks, and no maximum.
        ({"until": date(2026, 12, 11)}, None, date(2027, 3, 1), run(2, 40000, last=date(2026, 12, 11), reaches_maximum=None)),
        ({}, date(2026, 12, 11), date(2027, 3, 1), run(2, 40000, last=date(2026, 12, 11), reaches_maximum=None)),
        # It ceased on the very day that the maximum was reached, or the day before.
        ({"until": MAXIMUM}, None, date(2027, 3, 1), run(8, 160000, last=MAXIMUM, is_at_maximum=True)),
        ({"until": date(2027, 1, 19)}, None, date(2027, 3, 1), run(7, 140000, last=date(2027, 1, 19), reaches_maximum=None)),
        # What the file says of a later day wasn't known: on day 8 it still ran, towards its maximum.
        ({"until": date(2026, 12, 11)}, None, date(2026, 12, 9), run(2, 40000)),
        ({"until": date(2026, 12, 11)}, None, date(2026, 12, 11), run(2, 40000, last=date(2026, 12, 11), reaches_maximum=None)),
    ],
)
def test_a_penalty_on_a_day(fields, closed, on, expected):
    assert assess_penalty(take("penalty", FIRST, **fields), PENALTY, closed, on) == expected


def test_a_penalty_without_a_maximum_goes_on():
    penalty = Penalty(amount=Decimal(100), currency="SEK")
    # 2 December 2026 + 700 days: week 101 has begun.
    expected = run(101, 10100, reaches_maximum=None, max_weeks=None)
    assert assess_penalty(take("penalty", FIRST), penalty, None, FIRST + timedelta(days=700)) == expected


def test_a_penalty_of_one_week_is_at_its_maximum_at_once():
    penalty = Penalty(amount=Decimal(100), currency="SEK", max_weeks=1)
    assert assess_penalty(take("penalty", FIRST), penalty, None, FIRST) == run(
        1, 100, reaches_maximum=FIRST, is_at_maximum=True, max_weeks=1
    )


@pytest.mark.parametrize(
    ("on", "began"),
    [
        (date(2026, 12, 1), date(2026, 12, 2)),  # none has begun
        (date(2026, 12, 8), date(2026, 12, 2)),
        (date(2026, 12, 9), date(2026, 12, 9)),
        (date(2027, 1, 20), date(2027, 1, 20)),
        (date(2027, 6, 1), date(2027, 1, 20)),  # the eighth is the last
    ],
)
def test_when_the_latest_week_began(on, began):
    assert assess_penalty(take("penalty", FIRST), PENALTY, None, on).week_began == began


# A suspension that lasts


@pytest.mark.parametrize(
    ("day", "months", "fields", "closed", "limit"),
    [
        (date(2026, 12, 2), 3, {}, None, date(2027, 3, 2)),
        (date(2026, 8, 31), 6, {}, None, date(2027, 2, 28)),  # February has no 31st
        (date(2027, 8, 31), 6, {}, None, date(2028, 2, 29)),  # nor in a leap year
        (date(2026, 12, 2), 3, {"from_": date(2026, 12, 16)}, None, date(2027, 3, 16)),
        (date(2026, 12, 2), 3, {"until": date(2027, 3, 1)}, None, None),  # it ended the day before
        (date(2026, 12, 2), 3, {"until": date(2027, 3, 2)}, None, date(2027, 3, 2)),  # it lasted through the day
        (date(2026, 12, 2), 3, {}, date(2027, 3, 1), None),
        (date(2026, 12, 2), 3, {}, date(2027, 3, 2), date(2027, 3, 2)),
        (date(2026, 12, 2), None, {}, None, None),  # the contract has no such limit
    ],
)
def test_when_a_suspension_has_lasted_its_months(day, months, fields, closed, limit):
    assert find_suspension_limit(take("call_off_suspension", day, **fields), months, closed) == limit
