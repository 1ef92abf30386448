"""How long no contract may be signed after an award. Pure; called by the checks of contracts."""

from __future__ import annotations

from datetime import date

from generator.contract.choices import AwardNotice
from generator.rules.working_days import add_days

_ELECTRONIC = 10
_OTHERWISE = 15


def find_standstill_end(awarded: date, notice: AwardNotice | None) -> date:
    """The first day that can be the last of a standstill period: the day of the notice isn't counted, the last is a working day.

    A notice of which nothing is known counts as electronic and as sent on the day of the decision: no other leaves a shorter one.

    Source: LOU 20 kap. 1 §: ten days from when the notice was sent electronically, 15 otherwise; none applies to a direct award,
    and a review makes it longer.
    """
    return add_days(awarded, _OTHERWISE if notice is AwardNotice.POST else _ELECTRONIC)
