"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from generator.recording.days import read_day

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("today", TODAY),
        ("idag", TODAY),
        ("i  dag", TODAY),
        ("I dag", TODAY),
        ("igår", date(2026, 11, 29)),
        ("yesterday", date(2026, 11, 29)),
        ("imorgon", date(2026, 12, 1)),
        ("2 veckor sedan", date(2026, 11, 16)),
        ("1 week ago", date(2026, 11, 23)),
        ("en månad sedan", date(2026, 10, 30)),
    ],
)
@pytest.mark.parametrize("ahead", [True, False])
def test_a_day(words, day, ahead):
    assert read_day(words, TODAY, ahead=ahead) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2 veckor", date(2026, 12, 14)),
        ("2 weeks", date(2026, 12, 14)),
        ("30d", date(2026, 12, 30)),
        ("1 dag", date(2026, 12, 1)),
        ("3 månader", date(2027, 2, 28)),
        ("13 months", date(2027, 12, 30)),
    ],
)
def test_a_time_alone_counts_forward_where_days_may_lie_ahead_and_else_is_no_day(words, day):
    assert read_day(words, TODAY, ahead=True) == day
    assert read_day(words, TODAY, ahead=False) is None


@pytest.mark.parametrize("words", ["om 2 veckor", "in 2 weeks"])
def test_a_time_that_says_it_lies_ahead_does(words):
    assert read_day(words, TODAY, ahead=False) == date(2026, 12, 14)


@pytest.mark.parametrize(
    "words",
    ["", "2026-02-30", "26-12-01", "0999-01-01", "2 fortnights", "om 2 veckor sedan", "1000 days", "-1 days", "12 december"],
)
def test_what_is_no_day(words):
    assert read_day(words, TODAY, ahead=True) is None
