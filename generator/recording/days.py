"""The day that somebody means who writes a date, `today`, `i går` or `2 veckor`. Called by `grammar`."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta

_NAMES = {
    "today": 0,
    "idag": 0,
    "i dag": 0,
    "yesterday": -1,
    "igår": -1,
    "i går": -1,
    "tomorrow": 1,
    "imorgon": 1,
    "i morgon": 1,
}
_SPAN = re.compile(r"(?:(om|in) )?(\d{1,3}|en|ett|one|a) ?(\w+)(?: (sedan|ago))?")
_ONES = frozenset({"en", "ett", "one", "a"})
_DAYS = {"d": 1, "dag": 1, "dagar": 1, "day": 1, "days": 1, "v": 7, "w": 7, "vecka": 7, "veckor": 7, "week": 7, "weeks": 7}
_MONTHS = frozenset({"månad", "månader", "month", "months"})


def read_day(words: str, on: date, *, ahead: bool) -> date | None:
    """The day that is meant by somebody for whom `on` is today; None where it is no day.

    `ahead` is whether a time such as `2 veckor` alone counts from today on, as for a last day; else it is no day at all, since
    what has happened happened some time ago.
    """
    said = " ".join(words.casefold().split())
    with suppress(ValueError):
        if re.fullmatch(r"(19|20|21)\d{2}-\d{2}-\d{2}", said, re.ASCII):
            return date.fromisoformat(said)
    if said in _NAMES:
        return on + timedelta(days=_NAMES[said])
    found = _SPAN.fullmatch(said)
    if found is None or (found[1] and found[4]) or not (found[1] or found[4] or ahead):
        return None
    count = 1 if found[2] in _ONES else int(found[2])
    return _move(on, -count if found[4] else count, found[3])


def _move(on: date, count: int, unit: str) -> date | None:
    """The day so many units after `on`; None where there is no such unit. A month ends on its last day at the latest."""
    if unit in _DAYS:
        return on + timedelta(days=count * _DAYS[unit])
    if unit not in _MONTHS:
        return None
    years, month = divmod(on.year * 12 + on.month - 1 + count, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))
