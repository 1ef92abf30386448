"""A year of monitoring, month by month: what happens when, and by when the supplier is told. For documents that show it.

A drawing is 640 units wide, as in `charts`; words stand to the left of 216. A month has 35 units, whatever its days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.choices import Method
from generator.contract.values import Month, Text
from generator.documents.activities import ActivityRow
from generator.documents.charts import START, MonthColumn
from generator.documents.document_type import Subject
from generator.rules.notices import find_last_notice_day, find_notice_days
from generator.rules.periods import first_day, last_day
from generator.rules.standing.phases import find_extension

_MONTHS = 12
_COLUMN = 35
_HEAD, _ROW, _FOOT = 40, 46, 50
_DAY = 14
"""How wide the mark of a day is."""
_MOST_LANES = 12


class Lane(Struct, frozen=True):
    """Something that is to happen, and where its marks stand."""

    kind: Literal["activity", "extension", "end"]
    day: date | Month
    """When it is planned for, or to be decided by, or happens."""
    id: str = ""
    method: Method | None = None
    purpose: Text | None = None
    told_by: date | None = None
    """The last day to tell the supplier of it, if that hasn't passed."""
    is_late: bool = False
    """Whether it should have been done: then its mark stands beside the day of the document."""
    middle: int = 0
    x: int = 0
    width: int = _DAY
    told_x: int | None = None
    """The middle of the mark of that day."""


class ComingYear(Struct, frozen=True):
    """Twelve months from that of the document, or from the first that anything happens in."""

    months: tuple[MonthColumn, ...]
    lanes: tuple[Lane, ...]
    """What is late first, then in order of time."""
    more: int
    """How many there is no room for."""
    today: date
    today_x: int | None
    height: int

    @property
    def has_told(self) -> bool:
        """Whether a lane has a mark of the day that the supplier is told by."""
        return any(lane.told_x is not None for lane in self.lanes)

    @property
    def has_late(self) -> bool:
        """Whether anything is late."""
        return any(lane.is_late for lane in self.lanes)

    @property
    def has_days(self) -> bool:
        """Whether a lane is a day of the contract itself."""
        return any(lane.kind != "activity" for lane in self.lanes)

    @property
    def foot(self) -> int:
        """Where the lanes end."""
        return self.height - _FOOT


def draw_year(
    subject: Subject, activities: Iterable[ActivityRow], most: int = _MOST_LANES, *, with_contract: bool = True
) -> ComingYear | None:
    """What is to happen within a year, of the activities that aren't done and of the contract itself; None if nothing is.

    It has `most` lanes at most.
    """
    days = _list_days(subject) if with_contract else ()
    lanes = sorted((*_list_activities(subject, activities), *days), key=_order)
    if all(lane.kind != "activity" for lane in lanes):
        return None
    first = next(lane for lane in lanes if lane.kind == "activity")
    starts = subject.on.replace(day=1)
    if not first.is_late and _count_months(starts, first_day(first.day)) >= _MONTHS:
        starts = (first.told_by or first_day(first.day)).replace(day=1)
    shown = [lane for lane in lanes if lane.is_late or 0 <= _count_months(starts, first_day(lane.day)) < _MONTHS]
    placed = tuple(_place(lane, number, starts, subject.dated) for number, lane in enumerate(shown[:most]))
    return ComingYear(
        months=tuple(_list_months(starts)),
        lanes=placed,
        more=len(shown) - len(placed),
        today=subject.dated,
        today_x=_find_x(subject.dated, starts) if starts <= subject.on else None,
        height=_HEAD + _ROW * len(placed) + _FOOT,
    )


def _list_activities(subject: Subject, activities: Iterable[ActivityRow]) -> Iterator[Lane]:
    for each in activities:
        if each.planned and not each.done:
            days = find_notice_days(each.method, subject.contract.clause.terms)
            told_by = find_last_notice_day(each.first_told, days) if each.first_told else None
            told = told_by if told_by and told_by >= subject.on and not each.is_late else None
            yield Lane("activity", each.planned, each.id, each.method, each.purpose, told, each.is_late)


def _list_days(subject: Subject) -> Iterator[Lane]:
    """The day to decide on an extension, and the contract's last."""
    ending = subject.standing.ending
    found = find_extension(subject.contract, ending, subject.on)
    decide_by = found[1].decide_by if found else None
    if decide_by and decide_by >= subject.on:
        yield Lane("extension", decide_by)
    if ending.day and ending.is_fixed and ending.day >= subject.on:
        yield Lane("end", ending.day)


def _order(lane: Lane) -> tuple[bool, date, date]:
    return not lane.is_late, first_day(lane.day), last_day(lane.day)


def _place(lane: Lane, number: int, starts: date, on: date) -> Lane:
    whole = isinstance(lane.day, Month) and not lane.is_late
    x = _find_x(on, starts) + _DAY // 2 + 2 if lane.is_late else _find_x(first_day(lane.day), starts)
    told = lane.told_by if lane.told_by and lane.told_by >= starts else None
    return replace(
        lane,
        middle=_HEAD + _ROW * number + _ROW // 2,
        x=x if whole else x - _DAY // 2,
        width=_COLUMN if whole else _DAY,
        told_x=_find_x(told, starts) if told else None,
    )


def _find_x(day: date, starts: date) -> int:
    """Where a day stands: the first of a month where its column begins."""
    return START + _COLUMN * _count_months(starts, day) + _COLUMN * (day.day - 1) // 31


def _count_months(starts: date, day: date) -> int:
    return (day.year - starts.year) * 12 + day.month - starts.month


def _list_months(starts: date) -> Iterator[MonthColumn]:
    first = starts.year * 12 + starts.month - 1
    for number in range(_MONTHS):
        month = date((first + number) // 12, (first + number) % 12 + 1, 1)
        yield MonthColumn(month, number == 0 or month.month == 1, START + _COLUMN * number + _COLUMN // 2)
