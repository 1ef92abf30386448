"""A day that notes until when all that was asked of it would be answered the same. Made by `build`; to rules it is a date.

What follows from the day of a document follows from comparing it with other days. So the first day on which any comparison would
come out otherwise is the first on which that document may say something else. Whoever asks for more, such as for a number of days
or for the month, is answered too, and that is noted.

The documents of a contract share one account of how it stands. So that each has a last day of its own, what it asks is recorded
apart (`record_asked`), and what is worked out once for all (`watched_property`) tells its own last day to each that asks for it.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Generic, Self, TypeVar, cast, overload

_DECEMBER = 12
T = TypeVar("T")


class Watch:
    """Notes until when what was worked out from a day would be worked out from later days too."""

    def __init__(self) -> None:
        self.until = date.max
        """The last day on which all that was asked, and not recorded apart, would be answered the same."""

    def see(self, day: date) -> WatchedDay:
        """The day, watched."""
        return _make(day, day, self)

    def note(self, until: date) -> None:
        """Note that something holds up to a day."""
        self.until = min(self.until, until)

    def record(self, work: Callable[[], T]) -> tuple[T, date]:
        """What some work comes to, and the last day on which it would come to the same: that is noted nowhere else.

        Work that fails may be what its caller goes by, so that what it asked counts as asked by its caller.
        """
        before, self.until = self.until, date.max
        try:
            value = work()
        except BaseException:
            self.until = min(before, self.until)
            raise
        until, self.until = self.until, before
        return value, until


def _ask_daily(name: str) -> Any:
    """A method of dates whose answer is another on each day."""

    def answer(self: WatchedDay, *args: Any, **options: Any) -> Any:
        self.watch.note(self.on)
        return getattr(self.plain, name)(*args, **options)

    return answer


class WatchedDay(date):
    """A day, or one so many days before or after it, that tells its watch what it is asked."""

    watch: Watch
    on: date
    """The day that is watched."""

    @property
    def plain(self) -> date:
        """The same day, for what says nothing by it."""
        return date.fromordinal(date.toordinal(self))

    def _note(self, last: int) -> date:
        """The plain day, once it is noted that an answer holds as long as this day isn't after `last`, as an ordinal.

        After that it holds for good: the day only moves on.
        """
        own = date.toordinal(self)
        if own <= last:
            until = self.on.toordinal() + last - own
            self.watch.note(date.fromordinal(min(until, date.max.toordinal())))
        return self.plain

    def _meet(self, other: Any, *, most: int) -> Any:
        """Another day that this one is compared with: noted is that this one stays `most` days after it at most, if it is so now.

        Days that move on together are compared the same on each day.
        """
        if isinstance(other, WatchedDay):
            if other.watch is not self.watch:
                self.watch.note(self.on)
            return other.plain
        if isinstance(other, date):
            self._note(other.toordinal() + most)
        return other

    def __lt__(self, other: date) -> bool:
        return self.plain < self._meet(other, most=-1)  # type: ignore[no-any-return]

    def __ge__(self, other: date) -> bool:
        return not self < other

    def __le__(self, other: date) -> bool:
        return self.plain <= self._meet(other, most=0)  # type: ignore[no-any-return]

    def __gt__(self, other: date) -> bool:
        return not self <= other

    def __eq__(self, other: object) -> bool:
        met = self._meet(other, most=-1)
        if self.plain == met:
            self._meet(other, most=0)
        return self.plain == met  # type: ignore[no-any-return]

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __add__(self, other: timedelta) -> WatchedDay:
        return _make(self.plain + other, self.on, self.watch)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return self + -other
        if not isinstance(other, WatchedDay) or other.watch is not self.watch:
            self.watch.note(self.on)
        return self.plain - (other.plain if isinstance(other, WatchedDay) else other)

    def __rsub__(self, other: date) -> timedelta:
        self.watch.note(self.on)
        return other - self.plain

    @property
    def year(self) -> int:
        """The year, noted as long as it lasts."""
        return self._note(date(self.plain.year, _DECEMBER, 31).toordinal()).year

    @property
    def month(self) -> int:
        """The month, noted as long as it lasts."""
        return self._note(_find_month_end(self.plain).toordinal()).month

    @property
    def day(self) -> int:
        """The day of the month, which is another each day."""
        self.watch.note(self.on)
        return self.plain.day

    def replace(self, **parts: Any) -> date:  # type: ignore[override]
        """The day with some of its parts replaced: the first of a month is the same all month."""
        plain = self._note(_find_month_end(self.plain).toordinal() if "day" in parts else date.toordinal(self))
        return plain.replace(**parts)

    weekday = _ask_daily("weekday")
    isoweekday = _ask_daily("isoweekday")
    isocalendar = _ask_daily("isocalendar")
    isoformat = _ask_daily("isoformat")
    ctime = _ask_daily("ctime")
    strftime = _ask_daily("strftime")
    timetuple = _ask_daily("timetuple")
    toordinal = _ask_daily("toordinal")
    __format__ = _ask_daily("__format__")
    __str__ = _ask_daily("__str__")
    __hash__ = _ask_daily("__hash__")
    __reduce__ = _ask_daily("__reduce__")
    """Whoever gets a copy gets a plain day."""


class watched_property(Generic[T]):  # noqa: N801 (as `cached_property` is written)
    """A property of what stands on a day, its `on`: worked out once, as by `functools.cached_property`.

    Where the day is watched, whoever asks for the property notes the last day on which it would come out the same, also where
    another asked for it first.
    """

    def __init__(self, work: Callable[[Any], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        self._name, self._kept = name, f"{name} (watched)"

    @overload
    def __get__(self, standing: None, _owner: type) -> Self: ...

    @overload
    def __get__(self, standing: object, _owner: type) -> T: ...

    def __get__(self, standing: Any, _owner: type) -> Self | T:
        if standing is None:
            return self
        known, on = standing.__dict__, standing.on
        if not isinstance(on, WatchedDay):
            known[self._name] = value = self._work(standing)  # from now on, this one isn't asked
            return value
        if self._kept not in known:
            known[self._kept] = on.watch.record(lambda: self._work(standing))
        value, until = known[self._kept]
        on.watch.note(until)
        return cast("T", value)


def record_asked(on: date, work: Callable[[], T]) -> tuple[T, date]:
    """What some work on a day comes to, and the last day on which it would come to the same; of a day that isn't watched, any."""
    return on.watch.record(work) if isinstance(on, WatchedDay) else (work(), date.max)


def read_plain(day: date) -> date:
    """The day, unwatched, for what says nothing by it."""
    return day.plain if isinstance(day, WatchedDay) else day


def _make(day: date, on: date, watch: Watch) -> WatchedDay:
    watched = WatchedDay.fromordinal(date.toordinal(day))
    watched.watch, watched.on = watch, date.fromordinal(date.toordinal(on))
    return watched


def _find_month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
