"""How long no contract may be signed after an award. Pure; called by the checks of contracts, `standing` and `documents`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import AwardNotice
from generator.contract.models import Dates
from generator.rules.working_days import add_days, move_to_working_day

_ELECTRONIC = 10
_OTHERWISE = 15


class Standstill(Struct, frozen=True):
    """The standstill period of a contract."""

    ends: date
    """Its last day: the one that the contract file has, or the one that follows from the award if that is later."""
    reckoned_from: date | None
    """The award decision, where its last day follows from that."""
    is_notice_assumed: bool
    """Whether that is so as if the notice was electronic, since nothing is noted of it."""


def find_standstill(dates: Dates) -> Standstill | None:
    """The standstill period of a contract; None where nothing is known of one, or none applies.

    Source: as for `find_standstill_end`; what is written and too short can't be the end of it.
    """
    written = move_to_working_day(dates.standstill_ends) if dates.standstill_ends else None
    if dates.awarded and dates.award_notice is not AwardNotice.NONE:
        earliest = find_standstill_end(dates.awarded, dates.award_notice)
        if written is None or written < earliest:
            return Standstill(earliest, dates.awarded, dates.award_notice is None)
    return Standstill(written, None, is_notice_assumed=False) if written else None


def find_standstill_end(awarded: date, notice: AwardNotice | None) -> date:
    """The first day that can be the last of a standstill period: the day of the notice isn't counted, the last is a working day.

    A notice of which nothing is known counts as electronic and as sent on the day of the decision: no other leaves a shorter one.

    Source: LOU 20 kap. 1 §: ten days from when the notice was sent electronically, 15 otherwise; none applies to a direct award,
    and a review makes it longer.
    """
    return add_days(awarded, _OTHERWISE if notice is AwardNotice.POST else _ELECTRONIC)
