"""Working days in Sweden, and deadlines that fall on them. Pure; called by other rules and by `contract`.

Days are calendar days, as the clause counts them; only the last day moves.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_NATIONAL_DAY_SINCE = 2005


def is_working_day(day: date) -> bool:
    """Whether a deadline may fall on that day.

    It may not on a Saturday, a Sunday, a public holiday, or the eve of Midsummer, Christmas or New Year.

    Source: the Act (1930:173) on the reckoning of statutory time, section 2; public holidays by the Act (1989:253).
    """
    return day.weekday() < _SATURDAY and day not in _list_free_days(day.year)


@cache
def _list_free_days(year: int) -> frozenset[date]:
    """The public holidays of a year and the three eves; of those that are Sundays by law, only Easter Day and Whit Sunday.

    Source: the Act (1989:253) on public holidays, section 1; before 2005 Whit Monday stood there, not the National Day.
    For the eves, the Act (1930:173), section 2.
    """
    easter_day, midsummer_day = easter(year), _find_saturday(date(year, 6, 20))
    fixed = ((1, 1), (1, 6), (5, 1), (12, 24), (12, 25), (12, 26), (12, 31))
    national = date(year, 6, 6) if year >= _NATIONAL_DAY_SINCE else easter_day + timedelta(days=50)
    return frozenset(
        (
            *(date(year, month, day) for month, day in fixed),
            *(easter_day + timedelta(days=days) for days in (-2, 0, 1, 39, 49)),
            national,
            midsummer_day - _ONE_DAY,
            midsummer_day,
            _find_saturday(date(year, 10, 31)),
        )
    )


def _find_saturday(day: date) -> date:
    """The first Saturday from a day on."""
    return day + timedelta(days=(_SATURDAY - day.weekday()) % 7)


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
