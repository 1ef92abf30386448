"""The figures of a report as documents show them: rows of tables, charts, and what was left out. For both kinds of report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from msgspec import Struct

from generator.contract.choices import Level, Method, Unit
from generator.contract.clause import SourceText
from generator.contract.ladder import Ladder
from generator.contract.models import Money
from generator.contract.report import Goal
from generator.contract.values import Month, Text
from generator.documents.charts import (
    BarChart,
    ProgressChart,
    StackedChart,
    YearChart,
    plan_bars,
    plan_progress,
    plan_stacks,
    plan_year,
)
from generator.documents.document_type import ReportSubject
from generator.errors import Finding, InputError
from generator.rules.coverage import Demand, Depth
from generator.rules.figures import EventKind, Window
from generator.rules.goals import (
    compute_goal,
    contradicts,
    is_reached,
    share_actions_in_time,
    share_followed_up,
    share_followed_up_in_period,
)
from generator.rules.sums import Costs, DeviationCounts
from generator.rules.totals import MOST_LISTED, ListedContract, Share, Totals, TrainingTotals, find_median, find_worst

MOST_ROWS = MOST_LISTED
"""The most rows of a table of contracts or suppliers; the rest is summed up."""
MOST_BARS = 15
"""The most bars that a chart has room for."""
FEWEST_CHARTED = 5
"""Of fewer events nothing is drawn: words say it sooner."""
LONGEST_YEAR = 15
"""The most months that a timeline over the year has room for."""


class SeverityGroup(Enum):
    """Deviations by how serious they are."""

    SEVERE = "severe"
    MAJOR = "major"
    MINOR = "minor"
    UNKNOWN = "unknown"


class AreaGroup(Enum):
    """Deviations by what they are against."""

    HUMAN_RIGHTS = "human_rights"
    LABOUR_RIGHTS = "labour_rights"
    ENVIRONMENT = "environment"
    BUSINESS_ETHICS = "business_ethics"
    COMMITMENTS = "commitments"
    DUE_DILIGENCE = "due_diligence"
    REPORTING = "reporting"
    MONITORING = "monitoring"
    UNKNOWN = "unknown"


class ActionOutcome(Enum):
    """What came of the actions that were due."""

    IN_TIME = "in_time"
    LATE = "late"
    NOT_DONE = "not_done"
    UNREVIEWED = "unreviewed"


class DeviationState(Enum):
    """What is counted of deviations."""

    FOUND = "found"
    CLOSED = "closed"
    OPEN = "open"


class LevelRow(Struct, frozen=True):
    """Contracts with the clause at one level."""

    level: Level
    contracts: int
    followed_up: int
    """In the period."""
    followed_up_ever: int


class Count(Struct, frozen=True):
    """How many there are of something."""

    label: Enum | SourceText
    number: int


class DepthRow(Struct, frozen=True):
    """Monitoring that went so deep."""

    label: Depth
    activities: int
    """In the period."""
    contracts: int
    """Contract files that have been followed up so deep at most."""


class DeviationRow(Struct, frozen=True):
    """Deviations of one severity, or in one area."""

    label: Enum
    found: int
    closed: int
    open: int


class AuditRow(Struct, frozen=True):
    """The audits of a contract or a supplier."""

    name: Text | str
    registration_number: str
    """Of the contract."""
    contracts: int
    """Of the supplier."""
    audits: int
    costs: tuple[Money, ...]
    without_cost: int


class Spent(Struct, frozen=True):
    """What something cost, excluding VAT, by currency."""

    costs: tuple[Money, ...]
    without_cost: int
    """How many aren't part of the sums, since their contract file doesn't say what they cost."""


class EventRow(Struct, frozen=True):
    """What happened in a month: one number for each kind of event."""

    month: Month
    numbers: tuple[int, ...]


class GoalRow(Struct, frozen=True):
    """A goal, and how far it has been reached."""

    number: int
    goal: Text
    unit: Unit | None
    target: Decimal | None
    result: Decimal | None
    """As typed."""
    computed: Decimal | None
    """As the figures give it."""
    share: Share | None
    """What the computed result is the per cent of."""
    is_reached: bool | None
    """By the computed result, or else by the typed one; None where there is neither."""
    is_contradicted: bool
    """Whether the typed result differs from the computed one."""


class Figures(Struct, frozen=True):
    """All that is counted, and over what."""

    first: date
    last: date
    contracts: int
    not_in_period: int
    left_out: tuple[str, ...]
    levels: tuple[LevelRow, ...]
    listed: tuple[ListedContract, ...]
    """The first contracts, those that haven't been followed up before the others."""
    more_listed: int
    frameworks: int
    """Framework agreements that several of the contract files are of, each of which counts as one contract."""
    framework_suppliers: int
    """How many suppliers these have."""
    """Contracts that the list has no room for."""
    followed_up: Share
    """Of the contracts, in the period."""
    followed_up_ever: Share
    activities: tuple[Count, ...]
    activity_count: int
    depths: tuple[DepthRow, ...]
    unchecked: tuple[Count, ...]
    """What the clause asks and no monitoring has looked at, in how many of the contract files that have been followed up."""
    followed_up_files: int
    """Contract files that have been followed up."""
    audits: int
    audited_contracts: tuple[AuditRow, ...]
    more_contracts: int
    """Rows that the table has no room for."""
    audited_suppliers: tuple[AuditRow, ...]
    more_suppliers: int
    audit_costs: Spent
    costs: Spent
    """Of all activities."""
    found: int
    closed: int
    open: int
    unshown: int
    """How many of those closed were closed although something of them hadn't been shown."""
    observations: int
    """Made in the period; none of the other figures counts them."""
    severities: tuple[DeviationRow, ...]
    areas: tuple[DeviationRow, ...]
    median_days: Decimal | None
    worst_days: int | None
    plans_approved: int
    plans_waiting: int
    waiting_days: int | None
    """The longest that a deviation found in the period has waited for an approved plan, without getting one."""
    actions: tuple[Count, ...]
    actions_in_time: Share
    steps: tuple[Count, ...]
    steps_passed_over: int
    penalties: tuple[Money, ...]
    """What penalties in the period came to, by currency."""
    events: tuple[EventRow, ...]
    """The months in which anything happened."""
    kinds: tuple[EventKind, ...]
    method_chart: BarChart | None
    """None of a single method; this and the others None too where there is too little to draw."""
    severity_chart: StackedChart | None
    year_chart: YearChart | None
    """None also where the period is longer than it has room for."""

    @property
    def has_actions(self) -> bool:
        """Whether any action was due in the period."""
        return any(row.number for row in self.actions)


def make_figures(subject: ReportSubject) -> Figures:
    """The figures of the subject, ready to be shown.

    Raises:
        InputError: the document is dated before the days that the figures are about.
    """
    _check_day(subject)
    totals, window = subject.totals, subject.window
    levels = tuple(
        LevelRow(level, totals.contracts[level], totals.followed_up[level], totals.followed_up_ever[level])
        for level in Level
        if totals.contracts[level]
    )
    activities = tuple(Count(method, totals.activities[method.value]) for method in Method if totals.activities.get(method.value))
    severities = _list_deviations(totals, SeverityGroup, "by_severity")
    outcomes = (totals.actions.in_time, totals.actions.late, totals.actions.not_done, totals.actions.unreviewed)
    actions = tuple(
        Count(outcome, number)
        for outcome, number in zip(ActionOutcome, outcomes, strict=True)
        if number or outcome is not ActionOutcome.UNREVIEWED
    )
    contracts = [
        AuditRow(row.title, row.registration_number, 1, row.audits, list_money(row.costs), row.costs.unknown)
        for row in totals.list_audited_contracts()
    ]
    suppliers = [
        AuditRow(row.name, "", row.contracts, row.audits, list_money(row.costs), row.costs.unknown)
        for row in totals.list_audited_suppliers()
    ]
    return Figures(
        first=window.first,
        last=window.last if subject.report else subject.dated,
        contracts=totals.contracts.total(),
        not_in_period=totals.not_in_period,
        left_out=subject.left_out,
        levels=levels,
        listed=totals.listed,
        more_listed=totals.files - len(totals.listed),
        frameworks=len(totals.shared),
        framework_suppliers=sum(each.suppliers for each in totals.shared),
        followed_up=share_followed_up_in_period(totals),
        followed_up_ever=share_followed_up(totals),
        activities=activities,
        activity_count=sum(totals.activities.values()),
        depths=_list_depths(totals),
        unchecked=tuple(Count(demand, totals.unchecked[demand]) for demand in Demand if totals.unchecked[demand]),
        followed_up_files=totals.deepest.total(),
        audits=totals.audits,
        audited_contracts=tuple(contracts[:MOST_ROWS]),
        more_contracts=max(0, len(contracts) - MOST_ROWS),
        audited_suppliers=tuple(suppliers[:MOST_ROWS]),
        more_suppliers=max(0, len(suppliers) - MOST_ROWS),
        audit_costs=Spent(list_money(totals.audit_costs), totals.audit_costs.unknown),
        costs=Spent(list_money(totals.costs), totals.costs.unknown),
        found=totals.found.total,
        closed=totals.closed.total,
        open=totals.open.total,
        unshown=totals.unshown,
        observations=totals.observations,
        severities=severities,
        areas=_list_deviations(totals, AreaGroup, "by_area"),
        median_days=find_median(totals.plan_days),
        worst_days=find_worst(totals.plan_days),
        plans_approved=totals.plan_days.total(),
        waiting_days=find_worst(totals.plan_days_waiting),
        plans_waiting=totals.plan_days_waiting.total(),
        actions=actions,
        actions_in_time=share_actions_in_time(totals),
        steps=_list_steps(totals.steps_taken, subject.ladder),
        steps_passed_over=sum(totals.steps_passed_over.values()),
        penalties=tuple(
            Money.model_construct(amount=sums.amount_in_window, currency=currency)
            for currency, sums in totals.penalties.items()
            if sums.amount_in_window
        ),
        events=_list_events(totals, window),
        kinds=tuple(EventKind),
        method_chart=_chart_methods(activities),
        severity_chart=_chart_deviations(severities),
        year_chart=_chart_year(totals, window),
    )


def _check_day(subject: ReportSubject) -> None:
    if subject.window.is_empty:
        values = {"day": subject.on.isoformat(), "first": subject.window.first.isoformat()}
        message = "the document is dated {day}, before the days that it is about begin on {first}"
        start = "period.from" if subject.report else "dates"
        raise InputError(Finding(message, subject=start, hint="choose a later --on", values=values))


def list_money(costs: Costs) -> tuple[Money, ...]:
    """The sums, one for each currency."""
    return tuple(Money.model_construct(amount=amount, currency=currency) for currency, amount in costs.sums.items())


def _list_depths(totals: Totals) -> tuple[DepthRow, ...]:
    rows = (DepthRow(depth, totals.depths.get(depth.value, 0), totals.deepest[depth]) for depth in Depth)
    return tuple(row for row in rows if row.activities or row.contracts)


def _list_deviations(totals: Totals, groups: type[Enum], name: str) -> tuple[DeviationRow, ...]:
    """A row for each group that has any; `name` is by what they are counted."""

    def count(counts: DeviationCounts, group: Enum) -> int:
        numbers: Mapping[str, int] = getattr(counts, name)
        return numbers.get(group.value, 0)

    rows = (
        DeviationRow(group, count(totals.found, group), count(totals.closed, group), count(totals.open, group))
        for group in groups
    )
    return tuple(row for row in rows if row.found or row.closed or row.open)


def _list_steps(taken: Mapping[str, int], ladder: Ladder) -> tuple[Count, ...]:
    return tuple(Count(step.title, taken[key]) for key, step in ladder.steps.items() if taken.get(key))


def _list_events(totals: Totals, window: Window) -> tuple[EventRow, ...]:
    rows = (EventRow(month, tuple(numbers[kind] for kind in EventKind)) for month, numbers in totals.count_events(window))
    return tuple(row for row in rows if any(row.numbers))


def _chart_methods(activities: tuple[Count, ...]) -> BarChart | None:
    is_told = len(activities) > 1 and sum(row.number for row in activities) >= FEWEST_CHARTED
    return plan_bars((row.label, row.number) for row in activities) if is_told else None


def _chart_deviations(rows: tuple[DeviationRow, ...]) -> StackedChart | None:
    """A bar each for found, closed and open, by severity."""
    numbers = {state: [getattr(row, state.value) for row in rows] for state in DeviationState}
    is_told = max(sum(counts) for counts in numbers.values()) >= FEWEST_CHARTED
    return plan_stacks(tuple(row.label for row in rows), numbers.items()) if is_told else None


def _chart_year(totals: Totals, window: Window) -> YearChart | None:
    """Events by kind and month; none where they are few, or most months would be empty: a table says that better."""
    months = window.list_months()
    empty = len(months) - len({month for _, month in totals.events})
    if len(months) > LONGEST_YEAR or totals.events.total() < FEWEST_CHARTED or empty * 2 > len(months):
        return None
    rows = ((kind, [month for each, month in totals.events.elements() if each is kind]) for kind in EventKind)
    return plan_year(window.first, window.last, [(kind, months) for kind, months in rows if months])


def list_goals(goals: Iterable[Goal], totals: Totals, training: TrainingTotals) -> tuple[GoalRow, ...]:
    """The goals with their results, typed and computed."""
    return tuple(_make_goal(number, goal, totals, training) for number, goal in enumerate(goals, 1))


def _make_goal(number: int, goal: Goal, totals: Totals, training: TrainingTotals) -> GoalRow:
    measure = goal.measure
    if measure is None:
        return GoalRow(number, goal.goal, None, None, None, None, None, None, is_contradicted=False)
    computed = compute_goal(measure, totals, training)
    outcome: Fraction | Decimal | None = computed.exact if computed else measure.result
    return GoalRow(
        number=number,
        goal=goal.goal,
        unit=measure.unit,
        target=measure.target,
        result=measure.result,
        computed=computed.value if computed else None,
        share=computed.share if computed else None,
        is_reached=None if outcome is None else is_reached(measure, outcome),
        is_contradicted=bool(computed and measure.result is not None and contradicts(measure.result, computed)),
    )


def chart_goals(rows: Iterable[GoalRow]) -> ProgressChart | None:
    """Bars of the results towards their targets, of the computed ones where there are both, each with its goal for a name.

    None where no goal has any, or more have than there is room for.
    """
    shown = [(row, row.result if row.computed is None else row.computed) for row in rows]
    items = [
        (row.goal, result, row.target, row.unit)
        for row, result in shown
        if result is not None and row.target is not None and row.unit
    ]
    return plan_progress(items) if 0 < len(items) <= MOST_BARS else None
