"""The days around a kick-off meeting. Pure; called by `documents`.

Days are calendar days; a day by which something must be done is a working day. How many they are is this product's own choice.
"""

from __future__ import annotations

from datetime import date, timedelta

from generator.contract.models import Kickoff
from generator.rules.working_days import add_days, move_back_to_working_day, subtract_days

_INVITED_BEFORE = 21
_READY_BEFORE = 7
_ANSWER_DAYS = 7
_LATEST_BEFORE = timedelta(days=1)
_MINUTES_AFTER = 7


def find_invitation_day(meeting: date, standstill_ends: date | None) -> date:
    """By when the invitation is sent, whatever day it is: three weeks before the meeting, but not in the standstill period.

    Source: the guidance asks for a meeting that the supplier's responsible persons can come to; the weeks are this product's own.
    The kick-off comes after the standstill period, and so does what welcomes the supplier.
    """
    wanted = subtract_days(meeting, _INVITED_BEFORE)
    return add_days(standstill_ends, 1) if standstill_ends and wanted <= standstill_ends else wanted


def find_held(kickoff: Kickoff, on: date) -> date | None:
    """The day that a meeting was held, as known on a day: as entered, or its date where its minutes were sent.

    Source: the contract format, `held`. That the day of a meeting has passed doesn't show that it was held.
    """
    if kickoff.held and kickoff.held <= on:
        return kickoff.held
    return kickoff.date if kickoff.minutes_sent and kickoff.minutes_sent <= on else None


def find_ready_day(meeting: date, on: date) -> date:
    """By when answers are in and all is prepared: a week before the meeting, but never sooner than a week after the invitation.

    `on` is the day of the invitation. Where a week doesn't fit, it is the last working day before the meeting; the day before it
    where no working day is left.

    Source: as for `find_invitation_day`.
    """
    wanted, decent = subtract_days(meeting, _READY_BEFORE), add_days(on, _ANSWER_DAYS)
    if on >= meeting or decent <= wanted:
        return wanted
    latest = meeting - _LATEST_BEFORE
    working = move_back_to_working_day(latest)
    return min(decent, working if working >= on else latest)


def is_short(ready: date, on: date) -> bool:
    """Whether who is invited on the day `on` has less than a week until answers are to be in.

    Source: as for `find_invitation_day`.
    """
    return (ready - on).days < _ANSWER_DAYS


def find_minutes_day(meeting: date) -> date:
    """By when the minutes are sent for approval: a week after the meeting.

    Source: as for `find_invitation_day`.
    """
    return add_days(meeting, _MINUTES_AFTER)
