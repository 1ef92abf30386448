"""Working days in Sweden, and deadlines that fall on them. Pure; called by other rules and by `contract`.

Days are calendar days, as the clause counts them; only the last day moves.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """Whether a deadline may fall on that day.

    It may not on a Saturday, a Sunday, a public holiday, or the eve of Midsummer, Christmas or New Year.

    Source: the Act (1930:173) on the reckoning of statutory time, section 2; public holidays by the Act (1989:253).
    """
    return day.weekday() < _SATURDAY and day not in _list_free_days(day.year)


@cache
def _list_free_days(year: int) -> frozenset[date]:
    """The public holidays of a year and the three eves, with those that fall on a Saturday or Sunday."""
    from holidays import country_holidays  # noqa: PLC0415 (takes a fifth of a second, and most runs need no working days)

    return frozenset(country_holidays("SE", years=year, categories=("public", "de_facto")))


def move_to_working_day(day: date) -> date:
    """The day itself, or the next working day.

    Source: the Act (1930:173), section 2: what must be done on a free day at the latest may be done on the next working day.
    """
    while not is_working_day(day):
        day += _ONE_DAY
    return day


def move_back_to_working_day(day: date) -> date:
    """The day itself, or the last working day before it: for what must be done in good time before something else.

    Source: as for `move_to_working_day`, turned so that nobody loses days by it.
    """
    while not is_working_day(day):
        day -= _ONE_DAY
    return day


def add_days(day: date, days: int) -> date:
    """The last day of a time limit of so many days; the day that it runs from isn't counted.

    Source: the Act (1930:173), section 2, for the last day; that the first isn't counted is how days are reckoned by custom.
    """
    return move_to_working_day(day + timedelta(days=days))


def subtract_days(day: date, days: int) -> date:
    """The latest working day that leaves at least so many days before `day`.

    Source: as for `move_back_to_working_day`.
    """
    return move_back_to_working_day(day - timedelta(days=days))
