from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.documents.timeline import Bar, Period, Row, Span, Timeline, plan_timeline

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def list_periods(*days):
    """The heads of a timeline from the first day to the last, as `unit year-month`, with a star where the year is named."""
    timeline = plan_timeline([Span("A1", days[0], days[-1])])
    return [f"{period.unit} {period.starts:%Y-%m}{'*' * period.names_year}" for period in timeline.periods]


def test_a_timeline():
    spans = [
        Span("A1", date(2026, 7, 1), date(2026, 9, 15)),
        Span("A2", date(2026, 9, 15), date(2026, 9, 30), overran_until=date(2026, 10, 2)),
    ]
    assert plan_timeline(spans) == Timeline(
        (
            Period("month", date(2026, 7, 1), names_year=True),
            Period("month", date(2026, 8, 1), names_year=False),
            Period("month", date(2026, 9, 1), names_year=False),
            Period("month", date(2026, 10, 1), names_year=False),
        ),
        31 + 31 + 30 + 31,
        (
            Row("A1", date(2026, 7, 1), date(2026, 9, 15), (Bar("planned", 0, 77),)),
            Row("A2", date(2026, 9, 15), date(2026, 9, 30), (Bar("planned", 76, 16), Bar("overrun", 92, 2))),
        ),
    )


def test_months_until_there_are_more_than_twelve():
    assert list_periods(date(2026, 11, 30), date(2027, 1, 1)) == ["month 2026-11*", "month 2026-12", "month 2027-01*"]
    assert list_periods(date(2026, 2, 1), date(2027, 1, 31))[::11] == ["month 2026-02*", "month 2027-01*"]
    assert list_periods(date(2026, 2, 1), date(2027, 2, 1)) == [
        "quarter 2026-01*",
        "quarter 2026-04",
        "quarter 2026-07",
        "quarter 2026-10",
        "quarter 2027-01*",
    ]


def test_quarters_until_there_are_more_than_twelve():
    assert list_periods(date(2026, 3, 31), date(2028, 12, 31))[::11] == ["quarter 2026-01*", "quarter 2028-10"]
    assert list_periods(date(2026, 3, 31), date(2029, 1, 1)) == [f"year {year}-01*" for year in range(2026, 2030)]


def test_years_are_as_many_as_it_takes():
    assert len(list_periods(date(2000, 1, 1), date(2049, 12, 31))) == 50


def test_which_quarter_a_period_begins():
    assert [Period("quarter", date(2026, month, 1), names_year=False).quarter for month in (1, 4, 7, 10)] == [1, 2, 3, 4]


@pytest.mark.parametrize("overran", [None, date(2026, 7, 31), date(2026, 7, 1)])
def test_what_did_not_overrun_has_one_bar(overran):
    row = plan_timeline([Span("A", date(2026, 7, 1), date(2026, 7, 31), overran)]).rows[0]
    assert row.bars == (Bar("planned", 0, 31),)


@st.composite
def make_spans(draw):
    starts = draw(DAYS)
    ends = starts + timedelta(days=draw(st.integers(0, 3000)))
    late = draw(st.none() | st.integers(-5, 500))
    return Span("A", starts, ends, None if late is None else ends + timedelta(days=late))


@settings(max_examples=150, deadline=None)
@given(spans=st.lists(make_spans(), min_size=1, max_size=6))
def test_bars_are_as_long_as_what_they_show_and_never_outside(spans):
    timeline = plan_timeline(spans)
    origin = timeline.periods[0].starts
    assert [(row.name, row.starts, row.ends) for row in timeline.rows] == [(span.name, span.starts, span.ends) for span in spans]
    for span, row in zip(spans, timeline.rows, strict=True):
        last = max(span.ends, span.overran_until or span.ends)
        assert row.bars[0].start == (span.starts - origin).days
        assert sum(bar.days for bar in row.bars) == (last - span.starts).days + 1
        ends = [bar.start + bar.days for bar in row.bars]
        assert ends[:-1] == [bar.start for bar in row.bars[1:]]
        assert 0 <= row.bars[0].start < ends[-1] <= timeline.days
        assert [bar.days > 0 for bar in row.bars] == [True] * len(row.bars)


@settings(max_examples=150, deadline=None)
@given(spans=st.lists(make_spans(), min_size=1, max_size=6))
def test_periods_follow_upon_each_other_and_are_as_few_as_cover_all(spans):
    periods = plan_timeline(spans).periods
    first, last = min(span.starts for span in spans), max(max(span.ends, span.overran_until or span.ends) for span in spans)
    months = {"month": 1, "quarter": 3, "year": 12}[periods[0].unit]
    numbers = [period.starts.year * 12 + period.starts.month - 1 for period in periods]
    assert numbers == [numbers[0] + months * step for step in range(len(periods))]
    assert {period.unit for period in periods} == {periods[0].unit}
    assert periods[0].starts <= first
    assert periods[-1].starts <= max(last, first)
    assert (len(periods) <= 12) or months == 12
    assert [period.names_year for period in periods] == [
        number == 0 or period.starts.month == 1 for number, period in enumerate(periods)
    ]
