"""Where things stand in charts, in units of a drawing that is 640 wide."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.choices import Unit
from generator.contract.models import Money
from generator.contract.values import Month
from generator.documents.charts import (
    START,
    WIDTH,
    Bar,
    BarChart,
    Key,
    MonthColumn,
    Progress,
    ProgressChart,
    Segment,
    Square,
    Stack,
    StackedChart,
    YearChart,
    YearRow,
    plan_bars,
    plan_progress,
    plan_stacks,
    plan_year,
)

COUNTS = st.integers(0, 9_999_999_999)


def test_bars_share_a_scale_and_something_can_be_seen() -> None:
    assert plan_bars([("a", 4), ("b", 2), ("c", 0), ("d", Decimal("0.001"))]) == BarChart(
        (Bar("a", 4, 16, 288), Bar("b", 2, 48, 144), Bar("c", 0, 80, 0), Bar("d", Decimal("0.001"), 112, 2)), 132
    )


def test_bars_of_money() -> None:
    amounts = [Money(amount=Decimal(amount), currency="SEK") for amount in ("9999999999", "0")]
    assert [bar.length for bar in plan_bars([("a", amounts[0]), ("b", amounts[1])]).bars] == [288, 0]


def test_nothing_at_all() -> None:
    assert plan_bars([]) == BarChart((), 4)
    assert plan_bars([("a", 0)]) == BarChart((Bar("a", 0, 16, 0),), 36)


def test_segments_have_their_numbers_in_them_or_below() -> None:
    chart = plan_stacks(("x", "y", "z"), [("a", (10, 1, 1)), (None, (0, 0, 0))])
    assert chart == StackedChart(
        (Key("x", 1, 0, 213), Key("y", 2, 213, 213), Key("z", 3, 426, 213)),
        (
            Stack(
                "a",
                12,
                52,
                504,
                (
                    Segment(1, 10, 216, 237, is_wide=True, number_x=334),
                    Segment(2, 1, 453, 25, is_wide=True, number_x=465),
                    Segment(3, 1, 478, 26, is_wide=True, number_x=491),
                ),
            ),
            Stack(None, 0, 84, 216, ()),
        ),
        104,
    )
    narrow = plan_stacks(("x", "y"), [("a", (100, 1))])
    assert narrow.stacks[0].segments == (
        Segment(1, 100, 216, 283, is_wide=True, number_x=357),
        Segment(2, 1, 499, 5, is_wide=False, number_x=501),
    )
    assert narrow.height == 36 + 32 + 20 + 4


@pytest.mark.parametrize("counts", [(1,), (1, 2, 3), ()])
def test_a_stack_has_a_count_for_each_key(counts: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="as many as there are keys"):
        plan_stacks(("x", "y"), [("a", counts)])


def test_more_than_four_series_cannot_be_told_apart() -> None:
    with pytest.raises(ValueError, match="one to 4 segments"):
        plan_stacks(("a", "b", "c", "d", "e"), [])


def test_progress_has_a_scale_for_each_row() -> None:
    chart = plan_progress([("a", 67, 100, Unit.PERCENT), ("b", 6, Decimal(4), Unit.COUNT), ("c", 0, 0, Unit.DAYS)])
    assert chart == ProgressChart(
        (
            Progress("a", 67, 100, Unit.PERCENT, 16, 44, 332, 497),
            Progress("b", 6, Decimal(4), Unit.COUNT, 84, 112, 496, 332),
            Progress("c", 0, 0, Unit.DAYS, 152, 180, 0, 1),
        ),
        208,
    )


def test_a_year_may_span_two() -> None:
    days = (date(2026, 12, 31), Month(2026, 12), date(2027, 1, 1), date(2026, 10, 31), date(2027, 3, 1))
    assert plan_year(date(2026, 11, 15), date(2027, 2, 1), [("a", days), ("b", ())]) == YearChart(
        (
            MonthColumn(date(2026, 11, 1), names_year=True, x=233),
            MonthColumn(date(2026, 12, 1), names_year=False, x=268),
            MonthColumn(date(2027, 1, 1), names_year=True, x=303),
            MonthColumn(date(2027, 2, 1), names_year=False, x=338),
        ),
        (YearRow("a", 52, (Square(2, 268), Square(1, 303))), YearRow("b", 84, ())),
        28,
        104,
    )


@pytest.mark.parametrize("last", [date(2025, 12, 31), date(2027, 4, 1)])
def test_a_year_is_one_to_fifteen_months(last: date) -> None:
    with pytest.raises(ValueError, match="1 to 15 months"):
        plan_year(date(2026, 1, 1), last, [])


@given(st.lists(COUNTS, min_size=1, max_size=15))
def test_bars_stay_inside_and_in_rows_of_their_own(amounts: list[int]) -> None:
    chart = plan_bars([("a", amount) for amount in amounts])
    room = 8 * 10 + 5 * 3 + 6
    assert all(0 <= bar.length <= WIDTH - START - room and (bar.length > 0) == (bar.amount != 0) for bar in chart.bars)
    assert all(below.middle - above.middle >= 28 for above, below in pairwise(chart.bars))
    assert chart.bars[-1].middle + 14 <= chart.height


@given(st.integers(1, 4).flatmap(lambda count: st.lists(st.tuples(*[COUNTS] * count), min_size=1, max_size=15)))
def test_segments_stay_inside_and_numbers_apart(rows: list[tuple[int, ...]]) -> None:
    chart = plan_stacks(["x"] * len(rows[0]), [("a", row) for row in rows])
    for stack in chart.stacks:
        edges = [(segment.x, segment.x + segment.width) for segment in stack.segments]
        assert [left for left, _ in edges] == [START, *(right for _, right in edges)][: len(edges)]
        assert all(right - left >= 2 for left, right in edges)
        assert stack.end + 8 + 90 <= WIDTH
        outside = [
            (segment.number_x - measure(segment.count) / 2, segment.number_x + measure(segment.count) / 2)
            for segment in stack.segments
            if not segment.is_wide
        ]
        assert all(left >= START and right <= WIDTH for left, right in outside)
        assert all(one[1] < other[0] for one, other in pairwise(outside))
        assert stack.middle + (36 if outside else 16) <= chart.height
    assert all(below.middle - above.middle >= 28 for above, below in pairwise(chart.stacks))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 420), st.lists(st.integers(-40, 460)))
def test_squares_stay_inside_and_apart(first: date, length: int, offsets: list[int]) -> None:
    days = [first + timedelta(offset) for offset in offsets]
    last = first + timedelta(length)
    chart = plan_year(first, last, [("a", days)])
    half = chart.side / 2
    assert all(month.x - half >= START and month.x + half <= WIDTH for month in chart.months)
    assert all(other.x - one.x >= chart.side + 2 for one, other in pairwise(chart.months))
    shown = [day for day in days if (first.year, first.month) <= (day.year, day.month) <= (last.year, last.month)]
    assert sum(square.count for row in chart.rows for square in row.squares) == len(shown)


def measure(count: int) -> int:
    """How wide a bold number is, or a little less."""
    digits = len(str(count))
    return 8 * digits + 5 * ((digits - 1) // 3)
