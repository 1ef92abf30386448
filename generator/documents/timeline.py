"""A timeline as plain numbers: periods along the top, a row of bars for each thing. For every document that shows one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct

from generator.rules.actions import State

Unit = Literal["month", "quarter", "year"]
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_MOST_PERIODS = 12


class Period(Struct, frozen=True):
    """A column of the timeline."""

    unit: Unit
    starts: date
    names_year: bool
    """Whether its heading says the year too: the first column and the first of each year."""

    @property
    def quarter(self) -> int:
        """Which quarter of the year it begins in, 1 to 4."""
        return (self.starts.month + 2) // 3


class Bar(Struct, frozen=True):
    """A part of a row, in days from the timeline's first day."""

    kind: Literal["planned", "overrun"]
    start: int
    days: int


class Row(Struct, frozen=True):
    """A thing that takes time."""

    name: str
    starts: date | None
    """None where nothing says when it begins: its bar is its last day alone."""
    ends: date
    bars: tuple[Bar, ...]
    state: State | None = None
    """How far it has come, where that is known."""

    @property
    def overrun(self) -> int:
        """By how many days it took or has taken longer than planned."""
        return sum(bar.days for bar in self.bars if bar.kind == "overrun")


class Timeline(Struct, frozen=True):
    """Whole months, quarters or years, as few as show all rows in at most twelve columns where that is possible."""

    periods: tuple[Period, ...]
    days: int
    rows: tuple[Row, ...]


class Span(Struct, frozen=True):
    """What is to be drawn: first and last day of the plan, and the last day that it really took, if later."""

    name: str
    starts: date | None
    """None where nothing says."""
    ends: date
    overran_until: date | None = None
    state: State | None = None
    """How far it has come, where that is known."""
    late_after: date | None = None
    """The day after which it is too late, where that isn't the last day of the plan."""

    @property
    def first(self) -> date:
        """The first day to draw."""
        return self.starts or self.ends


def plan_timeline(spans: Sequence[Span]) -> Timeline:
    """The timeline that shows all spans, which are at least one."""
    first = min(span.first for span in spans)
    last = max(max(span.ends, span.overran_until or span.ends) for span in spans)
    unit: Unit = next(
        (unit for unit in ("month", "quarter") if len(_list_starts(first, last, unit)) - 1 <= _MOST_PERIODS), "year"
    )
    *starts, end = _list_starts(first, last, unit)
    periods = tuple(Period(unit, start, names_year=number == 0 or start.month == 1) for number, start in enumerate(starts))
    return Timeline(periods, (end - starts[0]).days, tuple(_draw(span, starts[0]) for span in spans))


def _list_starts(first: date, last: date, unit: Unit) -> list[date]:
    """The first day of each period from `first` to `last`, and of the one after."""
    step = _MONTHS[unit]
    start = date(first.year, (first.month - 1) // step * step + 1, 1)
    starts = [start]
    while start <= last:
        months = start.year * 12 + start.month - 1 + step
        start = date(months // 12, months % 12 + 1, 1)
        starts.append(start)
    return starts


def _draw(span: Span, origin: date) -> Row:
    after = span.ends + timedelta(days=1)
    bars = [Bar("planned", (span.first - origin).days, (after - span.first).days)]
    last = span.late_after or span.ends
    if span.overran_until and span.overran_until > last:
        bars.append(Bar("overrun", (last - origin).days + 1, (span.overran_until - last).days))
    return Row(span.name, span.starts, span.ends, tuple(bars), span.state)
