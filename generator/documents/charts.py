"""Charts as plain numbers: where bars, their numbers and squares stand in a drawing. For every document that shows one.

A drawing is 640 units wide, a text 13 high, a row 32: room for a label of two lines. Labels stand to the left of 200, what is
drawn begins at 216. Words and numbers are the templates' affair: `templates/components.html` draws.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from enum import Enum
from itertools import accumulate

from msgspec import Struct

from generator.contract.choices import Unit
from generator.contract.clause import SourceText
from generator.contract.models import Money
from generator.contract.values import Month, Text

WIDTH = 640
START = 216
"""Where bars begin."""
_LONGEST = 288
"""The longest bar: beside it there is room for a number of ten digits and a currency."""
_SHORTEST = 2
"""A bar of anything but nothing can be seen."""
_ROW = 32
_NAMED_ROW = 68
"""A row whose name stands above its bar: two lines, the bar, room to the next."""
_NAME, _NAMED_BAR = 16, 44
"""From the top of such a row to the middle of its name and of its bar."""
_WIDEST = 496
"""The longest bar that begins at the left edge."""
_BELOW = 20
"""Room under a bar for the numbers that have none in it."""
_LEGEND = 36
_HEAD = 36
_FOOT = 4
_SERIES = 4
"""How many kinds of segments can be told apart without colour."""
_DIGIT, _SPACE, _MARGIN = 8, 5, 6
"""Widths in bold numbers, and the least room beside them."""
_MOST_MONTHS = 15

Label = Enum | SourceText | Text | str
Amount = int | Decimal | Money


class Bar(Struct, frozen=True):
    """An amount of something."""

    label: Label
    amount: Amount
    middle: int
    """From the top to the middle of its row."""
    length: int


class BarChart(Struct, frozen=True):
    """Bars under one another, on one scale."""

    bars: tuple[Bar, ...]
    height: int


class Key(Struct, frozen=True):
    """What a kind of segment stands for, in the legend."""

    label: Label
    series: int
    x: int
    room: int


class Segment(Struct, frozen=True):
    """A part of a bar, and its number: in it, or below where there is no room."""

    series: int
    count: int
    x: int
    width: int
    is_wide: bool
    """Whether its number stands in it."""
    number_x: int
    """The middle of its number."""


class Stack(Struct, frozen=True):
    """A bar of segments."""

    label: Label | None
    total: int
    middle: int
    end: int
    """Where the bar ends."""
    segments: tuple[Segment, ...]
    """Those of anything but nothing."""


class StackedChart(Struct, frozen=True):
    """Bars of segments under one another, on one scale, under a legend."""

    keys: tuple[Key, ...]
    stacks: tuple[Stack, ...]
    height: int


class Progress(Struct, frozen=True):
    """How far something has come towards its target; each on a scale of its own."""

    label: Label
    result: int | Decimal
    target: int | Decimal
    unit: Unit
    name_middle: int
    """The middle of its name, above the bar."""
    middle: int
    length: int
    target_x: int


class ProgressChart(Struct, frozen=True):
    """Bars towards targets."""

    rows: tuple[Progress, ...]
    height: int


class MonthColumn(Struct, frozen=True):
    """A column of the year."""

    first: date
    names_year: bool
    """Whether its heading says the year too: the first column and the first of each year."""
    x: int
    """Its middle."""


class Square(Struct, frozen=True):
    """How often something happened in a month."""

    count: int
    x: int
    """Its middle."""


class YearRow(Struct, frozen=True):
    """Something that happened during the year."""

    label: Label
    middle: int
    squares: tuple[Square, ...]


class YearChart(Struct, frozen=True):
    """Rows of what happened, by month."""

    months: tuple[MonthColumn, ...]
    rows: tuple[YearRow, ...]
    side: int
    """Of a square."""
    height: int


def plan_bars(items: Iterable[tuple[Label, Amount]]) -> BarChart:
    """The bars of amounts, none below nothing and, if of money, all in one currency; at their best up to fifteen."""
    items = tuple(items)
    lengths = _scale([_read_amount(amount) for _, amount in items])
    bars = (
        Bar(label, amount, _ROW * row + _ROW // 2, length)
        for row, ((label, amount), length) in enumerate(zip(items, lengths, strict=True))
    )
    return BarChart(tuple(bars), _ROW * len(items) + _FOOT)


def plan_stacks(keys: Sequence[Label], stacks: Iterable[tuple[Label | None, Sequence[int]]]) -> StackedChart:
    """The bars of counts, one count for each key.

    Raises:
        ValueError: there are more than four keys, or a stack has another number of counts.
    """
    stacks = tuple(stacks)
    if not 0 < len(keys) <= _SERIES or any(len(counts) != len(keys) for _, counts in stacks):
        message = f"a bar has one to {_SERIES} segments, and as many as there are keys"
        raise ValueError(message)
    room = WIDTH // len(keys)
    ends = _scale([sum(counts) for _, counts in stacks])
    planned: list[Stack] = []
    top = _LEGEND
    for (label, counts), length in zip(stacks, ends, strict=True):
        segments = _cut(counts, length)
        planned.append(Stack(label, sum(counts), top + _ROW // 2, START + length, segments))
        top += _ROW + (_BELOW if not all(segment.is_wide for segment in segments) else 0)
    named = tuple(Key(label, number + 1, number * room, room) for number, label in enumerate(keys))
    return StackedChart(named, tuple(planned), top + _FOOT)


def plan_progress(items: Iterable[tuple[Label, int | Decimal, int | Decimal, Unit]]) -> ProgressChart:
    """The bars of results towards targets; an item is label, result, target and what both are measured in.

    A label may be a sentence: it stands above its bar, over the whole width.
    """
    rows = []
    for number, (label, result, target, unit) in enumerate(items):
        length, goal = _scale([result, target], _WIDEST)
        top = _NAMED_ROW * number
        rows.append(Progress(label, result, target, unit, top + _NAME, top + _NAMED_BAR, length, goal + 1))
    return ProgressChart(tuple(rows), _NAMED_ROW * len(rows) + _FOOT)


def plan_year(first: date, last: date, rows: Iterable[tuple[Label, Iterable[date | Month]]]) -> YearChart:
    """The squares of days or months by month, of the months from that of `first` to that of `last`; what is outside isn't shown.

    Raises:
        ValueError: the period is longer than fifteen months, or ends before it begins.
    """
    starts = _list_months(first, last)
    if not 0 < len(starts) <= _MOST_MONTHS:
        message = f"a year is shown by 1 to {_MOST_MONTHS} months, not {len(starts)}"
        raise ValueError(message)
    column = (WIDTH - START) // max(len(starts), 12)
    middles = {start: START + column * number + column // 2 for number, start in enumerate(starts)}
    columns = tuple(MonthColumn(start, start == starts[0] or start.month == 1, x) for start, x in middles.items())
    planned = []
    for row, (label, days) in enumerate(rows):
        counts = Counter(_find_month(day) for day in days)
        squares = tuple(Square(counts[start], x) for start, x in middles.items() if counts[start])
        planned.append(YearRow(label, _HEAD + _ROW * row + _ROW // 2, squares))
    return YearChart(columns, tuple(planned), min(column, _ROW) - 4, _HEAD + _ROW * len(planned) + _FOOT)


def _read_amount(amount: Amount) -> int | Decimal:
    return amount.amount if isinstance(amount, Money) else amount


def _scale(amounts: Sequence[int | Decimal], longest: int = _LONGEST) -> list[int]:
    """The lengths of bars, the longest of which takes all the room."""
    most = max(amounts, default=0)
    return [max(round(longest * amount / most), _SHORTEST) if amount > 0 else 0 for amount in amounts]


def _cut(counts: Sequence[int], length: int) -> tuple[Segment, ...]:
    """The segments of a bar, each wide enough to be seen."""
    shown = [(series, count) for series, count in enumerate(counts, 1) if count > 0]
    total = sum(count for _, count in shown)
    spare = max(length - _SHORTEST * len(shown), 0)
    ends = [
        START + _SHORTEST * number + round(spare * reached / total)
        for number, reached in enumerate(accumulate(count for _, count in shown), 1)
    ]
    edges = list(zip([START, *ends], ends, strict=False))
    numbers = _spread([count for _, count in shown], edges)
    return tuple(
        Segment(series, count, left, right - left, x is None, (left + right) // 2 if x is None else x)
        for (series, count), (left, right), x in zip(shown, edges, numbers, strict=True)
    )


def _spread(counts: Sequence[int], edges: Sequence[tuple[int, int]]) -> list[int | None]:
    """Where the numbers stand that have no room in their segments: below them, and none over another; None for the others."""
    widths = [_measure(count) for count in counts]
    outside = [number for number, (left, right) in enumerate(edges) if right - left < widths[number] + _MARGIN]
    middles: dict[int, int] = {}
    reached = START + _MARGIN // 2
    for number in outside:
        left, right = edges[number]
        middles[number] = max((left + right) // 2, reached + (widths[number] + 1) // 2)
        reached = middles[number] + (widths[number] + 1) // 2 + _MARGIN
    limit = WIDTH
    for number in reversed(outside):
        middles[number] = min(middles[number], limit - (widths[number] + 1) // 2)
        limit = middles[number] - (widths[number] + 1) // 2 - _MARGIN
    return [middles.get(number) for number in range(len(counts))]


def _measure(count: int) -> int:
    """How wide a number in groups of three is in bold, or a little less."""
    digits = len(str(count))
    return _DIGIT * digits + _SPACE * ((digits - 1) // 3)


def _find_month(day: date | Month) -> date:
    return day.first_day if isinstance(day, Month) else day.replace(day=1)


def _list_months(first: date, last: date) -> list[date]:
    start, end = (day.year * 12 + day.month - 1 for day in (first, last))
    return [date(month // 12, month % 12 + 1, 1) for month in range(start, end + 1)]
