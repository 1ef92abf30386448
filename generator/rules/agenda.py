"""The times of a kick-off meeting's agenda. Pure; called by `documents`."""

from __future__ import annotations

from datetime import time
from itertools import accumulate, pairwise

from msgspec import Struct

_UNIT = 5
"""Minutes: every item takes whole units, so that nobody has to read 13.07 on an agenda."""
_HOUR = 60
_SHARES = {"welcome": 5, "clause": 40, "persons": 15, "monitoring": 20, "questions": 15, "next_steps": 5}
"""Per cent of the meeting beyond the five minutes that each item has anyway, in the order of the meeting."""
SHORTEST = _UNIT * len(_SHARES)
"""Minutes that a meeting takes at least."""


class Slot(Struct, frozen=True):
    """When an item begins and ends."""

    starts: time
    ends: time


class Agenda(Struct, frozen=True):
    """The items in the order of the meeting; each begins when the one before ends."""

    welcome: Slot
    clause: Slot
    persons: Slot
    """The supplier's own responsible persons."""
    monitoring: Slot
    questions: Slot
    next_steps: Slot


def plan_agenda(starts: time, ends: time) -> Agenda | None:
    """The times of each item, or None where the meeting is too short for all of them.

    Every item has five minutes. What is left of the meeting is dealt out by fixed shares in units of five minutes, by largest
    remainder; among equal remainders the earlier item comes first. Minutes that make no whole unit go to the last item.

    Source: the guidance's four purposes of the meeting; the shares are this product's own.
    """
    length = _count_minutes(ends) - _count_minutes(starts)
    if length < SHORTEST:
        return None
    units = [1 + more for more in _deal_out(length // _UNIT - len(_SHARES), tuple(_SHARES.values()))]
    bounds = [_count_minutes(starts) + _UNIT * before for before in accumulate(units, initial=0)]
    bounds[-1] = _count_minutes(ends)
    return Agenda(*(Slot(_tell_time(first), _tell_time(last)) for first, last in pairwise(bounds)))


def _deal_out(units: int, shares: tuple[int, ...]) -> list[int]:
    """How many of the units each share gets; they add up."""
    whole = sum(shares)
    dealt = [units * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda number: -(units * shares[number] % whole))
    for number in by_remainder[: units - sum(dealt)]:
        dealt[number] += 1
    return dealt


def _count_minutes(moment: time) -> int:
    return _HOUR * moment.hour + moment.minute


def _tell_time(minutes: int) -> time:
    return time(*divmod(minutes, _HOUR))
