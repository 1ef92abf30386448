"""The days around the kick-off meeting, against a calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rules.meeting_days import find_invitation_day, find_minutes_day, find_ready_day, is_short

EARLY = date(2020, 1, 1)


@pytest.mark.parametrize(
    ("meeting", "invited", "ready", "minutes"),
    [
        # A Tuesday among ordinary weeks.
        ("2026-12-08", "2026-11-17", "2026-12-01", "2026-12-15"),
        # A week before is Epiphany, a Wednesday, so the day before it; three weeks before is in the week before Christmas.
        ("2027-01-13", "2026-12-23", "2027-01-05", "2027-01-20"),
        # A week after is Christmas Eve, a Friday: the first working day after is Monday the 27th.
        ("2027-12-17", "2027-11-26", "2027-12-10", "2027-12-27"),
        # The day after a leap day; a week before is a Friday again.
        ("2024-03-01", "2024-02-09", "2024-02-23", "2024-03-08"),
    ],
)
def test_days_by_hand(meeting, invited, ready, minutes):
    day = date.fromisoformat(meeting)
    assert find_invitation_day(day, None).isoformat() == invited
    assert find_ready_day(day, EARLY).isoformat() == ready
    assert find_minutes_day(day).isoformat() == minutes


def test_an_answer_is_asked_for_after_the_letter_is_written_and_before_the_meeting():
    meeting = date(2026, 12, 8)
    assert find_ready_day(meeting, date(2026, 11, 24)) == date(2026, 12, 1)  # the last day that leaves a week to answer
    assert find_ready_day(meeting, date(2026, 11, 25)) == date(2026, 12, 2)  # a week to answer, so less before the meeting
    assert find_ready_day(meeting, date(2026, 11, 30)) == date(2026, 12, 7)
    assert find_ready_day(meeting, date(2026, 12, 1)) == date(2026, 12, 7)
    assert find_ready_day(meeting, date(2026, 12, 7)) == date(2026, 12, 7)  # the day before the meeting
    assert find_ready_day(meeting, date(2027, 1, 1)) == date(2026, 12, 1)


def test_on_the_day_of_the_meeting_all_should_have_been_ready():
    meeting = date(2026, 12, 8)
    assert find_ready_day(meeting, meeting) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("standstill_ends", "invited"),
    [
        (None, "2026-11-17"),
        ("2026-11-16", "2026-11-17"),  # the day before it would be sent
        ("2026-11-17", "2026-11-18"),  # the very day
        ("2026-11-20", "2026-11-23"),  # a Friday, then Monday
        ("2026-12-07", "2026-12-08"),  # the day before the meeting
        ("2026-12-08", "2026-12-09"),  # the day of the meeting, which is then to be moved: nobody is invited before
    ],
)
def test_a_supplier_is_invited_on_the_first_working_day_after_the_standstill_period(standstill_ends, invited):
    ends = date.fromisoformat(standstill_ends) if standstill_ends else None
    assert find_invitation_day(date(2026, 12, 8), ends).isoformat() == invited


@pytest.mark.parametrize(
    ("meeting", "on", "ready"),
    [
        # A Monday: the last working day before it is Friday the 11th.
        ("2026-12-14", "2026-12-10", "2026-12-11"),
        ("2026-12-14", "2026-12-11", "2026-12-11"),
        ("2026-12-14", "2026-12-12", "2026-12-13"),
        ("2026-12-14", "2026-12-13", "2026-12-13"),
        # A Sunday.
        ("2026-12-13", "2026-12-10", "2026-12-11"),
        ("2026-12-13", "2026-12-12", "2026-12-12"),
        # The Monday after Christmas, from Christmas Eve, a Thursday, when all days until then are free.
        ("2026-12-28", "2026-12-24", "2026-12-27"),
    ],
)
def test_over_a_weekend_no_working_day_may_be_left(meeting, on, ready):
    assert find_ready_day(date.fromisoformat(meeting), date.fromisoformat(on)).isoformat() == ready


@settings(max_examples=200, deadline=None)
@given(meeting=st.dates(date(2024, 1, 1), date(2030, 12, 31)), before=st.integers(1, 60))
def test_the_answer_comes_after_the_letter_and_before_the_meeting(meeting, before):
    on = meeting - timedelta(days=before)
    ready = find_ready_day(meeting, on)
    assert on <= ready < meeting
    assert not is_short(ready, on) or before <= 7 + 11  # only where a week and the free days around it don't fit
