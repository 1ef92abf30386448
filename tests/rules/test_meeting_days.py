"""The days around the kick-off meeting, against a calendar."""

from __future__ import annotations

from datetime import date

import pytest

from generator.rules.meeting_days import find_invitation_day, find_minutes_day, find_ready_day

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
    assert find_invitation_day(day, EARLY).isoformat() == invited
    assert find_ready_day(day, EARLY).isoformat() == ready
    assert find_minutes_day(day).isoformat() == minutes


def test_what_should_have_been_sent_is_sent_at_once():
    meeting = date(2026, 12, 8)
    assert find_invitation_day(meeting, date(2026, 11, 17)) == date(2026, 11, 17)
    assert find_invitation_day(meeting, date(2026, 11, 22)) == date(2026, 11, 23)  # a Sunday, then Monday
    assert find_invitation_day(meeting, date(2026, 12, 9)) == date(2026, 11, 17)  # the meeting has been


def test_an_answer_is_asked_for_after_the_letter_is_written_and_before_the_meeting():
    meeting = date(2026, 12, 8)
    assert find_ready_day(meeting, date(2026, 11, 30)) == date(2026, 12, 1)
    assert find_ready_day(meeting, date(2026, 12, 1)) == date(2026, 12, 7)
    assert find_ready_day(meeting, date(2027, 1, 1)) == date(2026, 12, 1)
