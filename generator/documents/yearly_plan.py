"""The year's plan: all contracts by risk and value, who is monitored when and by whom, what has come of it, and what adds up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from generator.contract.choices import Method
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.values import Month, Text
from generator.documents.charts import BarChart, YearChart, plan_bars, plan_year
from generator.documents.document_type import DocumentType, Need, ReportSubject, Required
from generator.documents.figures import FEWEST_CHARTED, LONGEST_YEAR, AreaGroup
from generator.errors import N_, Finding
from generator.rules.coverage import Demand
from generator.rules.figures import Window
from generator.rules.risks import Band, RiskOrder
from generator.rules.yearly import (
    PATTERN_CONTRACTS,
    PATTERN_FROM,
    PATTERN_YEARS,
    ContractRow,
    Load,
    Pattern,
    PlannedActivity,
    Ranking,
    Result,
    Timing,
    find_month,
    find_supplier_patterns,
    find_topic_patterns,
    rank_contracts,
    sum_load,
)

SLUG = "yearly-plan"


class MonthLoad(Struct, frozen=True):
    """The work of a month."""

    month: Month
    load: Load


class Work(Struct, frozen=True):
    """What is to be done, and whether there are days for it."""

    activities: tuple[PlannedActivity, ...]
    months: tuple[MonthLoad, ...]
    """Those with anything."""
    carried_over: Load
    undated: Load
    whole: Load
    capacity: Decimal | None
    chart: YearChart | None
    """None where there is little to draw, or the period is longer than it has room for."""

    @property
    def missing(self) -> Decimal:
        """How many days too few there are for one's own work."""
        return max(Decimal(0), self.whole.own - self.capacity) if self.capacity is not None else Decimal(0)

    @property
    def spare(self) -> Decimal:
        """How many days are left."""
        return max(Decimal(0), self.capacity - self.whole.own) if self.capacity is not None else Decimal(0)


class ResultCount(Struct, frozen=True):
    """How many contracts have a result."""

    label: Result
    number: int


class PatternRow(Struct, frozen=True):
    """Minor deviations that add up."""

    label: Enum | str
    """What they have in common: a demand, an area, or a supplier by name."""
    number: int
    contracts: tuple[str, ...]
    last: date


class Patterns(Struct, frozen=True):
    """What adds up, and from when it counts."""

    suppliers: tuple[PatternRow, ...]
    topics: tuple[PatternRow, ...]
    fewest: int
    contracts: int
    years: int


class YearlyPlanView(Struct, frozen=True):
    """All that the plan says."""

    title: Text
    organisation: str
    first: date
    last: date
    left_out: tuple[str, ...]
    order: RiskOrder
    ranking: Ranking
    high: int
    """Contracts whose first risk is high."""
    unplanned: int
    """Those of them that no activity of the period is about."""
    never: int
    """Contracts of the period that have never been followed up."""
    incomparable: int
    """Contracts with a risk, and no value in the currency that values are compared in."""
    work: Work
    results: tuple[ContractRow, ...]
    """The contracts that run or ran in the period, and others with an open deviation; the worst first."""
    counts: tuple[ResultCount, ...]
    chart: BarChart | None
    patterns: Patterns
    register: tuple[ContractRow, ...]
    frameworks: int
    """Framework agreements that several of the contract files are of."""
    others: int
    """Contract files that don't run on any day of the period."""
    ended: int
    """Contract files that ran in the period, and have ended."""
    running: int
    """Contracts that run in the period, and haven't ended."""

    @property
    def contracts(self) -> int:
        """How many contracts run on any day of the period, those that have ended since then among them."""
        return len(_name_agreements(row for row in self.register if row.runs_in_period))

    @property
    def red(self) -> int:
        """Contracts with a deviation that wasn't remedied in time."""
        return self.count_results(Result.RED)

    def count_results(self, result: Result) -> int:
        """How many contracts have that result."""
        return sum(count.number for count in self.counts if count.label is result)


def _make_view(subject: ReportSubject) -> YearlyPlanView:
    report, masthead, required = subject.report, subject.masthead, Required(SLUG)
    organisation = required.take("organisation", masthead.organisation or None)
    required.check()
    if report is None:
        message = "a yearly plan is made of a report file"
        raise ValueError(message)
    rows = sorted(subject.rows, key=lambda row: (row.registration_number, row.id))
    ranking = rank_contracts(rows)
    high = [each.row for each in ranking.ranked if each.risk.band is Band.HIGH]
    running = [row for row in rows if row.is_in_period]
    shown = (row for row in rows if row.runs_in_period or row.open or row.suspected)
    results = sorted(shown, key=lambda row: (-row.result.place, -row.open))
    worst = {row.agreement: row.result for row in reversed(results)}
    counts = tuple(
        ResultCount(each, number) for each in reversed(Result) if (number := sum(found is each for found in worst.values()))
    )
    return YearlyPlanView(
        title=masthead.title,
        organisation=organisation,
        first=report.period.from_,
        last=report.period.to,
        left_out=subject.left_out,
        order=subject.choices.risk_order,
        ranking=ranking,
        high=len(_name_agreements(high)),
        unplanned=len(_name_agreements(high) - _name_agreements(row for row in rows if row.activities)),
        never=len(_name_agreements(running) - _name_agreements(row for row in running if row.monitored)),
        incomparable=sum(each.row.value is None or each.row.value.currency != ranking.currency for each in ranking.ranked),
        work=_make_work(rows, report),
        results=tuple(results),
        counts=counts,
        chart=plan_bars((each.label, each.number) for each in counts) if len(results) >= FEWEST_CHARTED else None,
        patterns=_make_patterns(rows),
        register=tuple(rows),
        frameworks=_count_shared(rows),
        others=sum(not row.runs_in_period for row in rows),
        ended=sum(row.runs_in_period and not row.is_in_period for row in rows),
        running=len(_name_agreements(running)),
    )


def _name_agreements(rows: Iterable[ContractRow]) -> set[str]:
    return {row.agreement for row in rows}


def _make_work(rows: Iterable[ContractRow], report: Report) -> Work:
    activities = tuple(sorted((each for row in rows for each in row.activities), key=lambda each: each.order))
    window = Window(report.period.from_, report.period.to)
    by_month = [(month, [each for each in activities if find_month(each) == month]) for month in window.list_months()]
    return Work(
        activities=activities,
        months=tuple(MonthLoad(month, sum_load(found)) for month, found in by_month if found),
        carried_over=sum_load(each for each in activities if each.timing is Timing.CARRIED_OVER),
        undated=sum_load(each for each in activities if each.timing is Timing.UNDATED),
        whole=sum_load(activities),
        capacity=report.capacity_days,
        chart=_chart_year(activities, window),
    )


def _chart_year(activities: tuple[PlannedActivity, ...], window: Window) -> YearChart | None:
    """How many activities of each method there are, by month."""
    months = [(each.method, month) for each in activities if (month := find_month(each))]
    every = window.list_months()
    empty = len(every) - len({month for _, month in months})
    if len(months) < FEWEST_CHARTED or len(every) > LONGEST_YEAR or empty * 2 > len(every):
        return None
    used = [method for method in Method if any(each is method for each, _ in months)]
    return plan_year(
        window.first, window.last, [(method, [month for each, month in months if each is method]) for method in used]
    )


def _make_patterns(rows: Iterable[ContractRow]) -> Patterns:
    rows = tuple(rows)
    return Patterns(
        suppliers=tuple(_make_pattern(each, each.label) for each in find_supplier_patterns(rows)),
        topics=tuple(_make_pattern(each, _name_topic(each.label)) for each in find_topic_patterns(rows)),
        fewest=PATTERN_FROM,
        contracts=PATTERN_CONTRACTS,
        years=PATTERN_YEARS,
    )


def _make_pattern(pattern: Pattern, label: Enum | str) -> PatternRow:
    return PatternRow(label, len(pattern.faults), pattern.contracts, pattern.last)


def _name_topic(topic: str) -> Enum:
    return Demand(topic) if topic in {each.value for each in Demand} else AreaGroup(topic)


def _count_shared(rows: Iterable[ContractRow]) -> int:
    named = [row.framework for row in rows if row.framework]
    return sum(named.count(framework) > 1 for framework in set(named))


def _list_reports(source: Contract | Report, _on: date) -> tuple[str, ...]:
    """Reports."""
    return ("",) if isinstance(source, Report) else ()


def _find_over(report: Report, on: date) -> Finding | None:
    """That there is nothing left to plan, once the report's period is over."""
    if report.period.to >= on:
        return None
    message = "the plan is for the period of the report, which ended on {last}, before {on}"
    hint = "write a report file for the coming period, and make the plan of that; or give a day of the period with --on"
    values = {"last": report.period.to.isoformat(), "on": on.isoformat()}
    return Finding(message, subject="period.to", hint=hint, values=values)


YEARLY_PLAN = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(Need("organisation", N_("in a report file")),),
    is_over_figures=True,
    lists_contracts=True,
    audience="internal",
    list_items=_list_reports,
    find_report_obstacle=_find_over,
    view=YearlyPlanView,
    make_view=_make_view,
)
