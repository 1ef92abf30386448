"""What one contract contributes to the figures of a report. Pure; called by `rules.totals` and `documents`.

All is as it was known at the end of the window's last day: what is entered with a later date had not happened then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeGuard

from msgspec import Struct, field

from generator.contract.choices import Area, DeviationSeverity, Level, Method, Sanction
from generator.contract.ladder import Ladder
from generator.contract.models import Activity, Contract, Dates, Deviation
from generator.contract.report import Period
from generator.contract.values import FrozenMap, Month, Text
from generator.rules.actions import assess_action
from generator.rules.coverage import Demand, Depth, find_deepest, find_depth, list_unchecked
from generator.rules.meeting_days import find_held
from generator.rules.sanctions import assess_penalty
from generator.rules.standing import DeviationStanding, Standing
from generator.rules.standing.closing import Closing, assess_closing
from generator.rules.standing.grounds import is_closed
from generator.rules.standing.plans import is_observation, is_suspected
from generator.rules.sums import ActionCounts, Costs, DeviationCounts, PenaltySum, PlanDays, add_maps

UNKNOWN = "unknown"
"""Stands where a contract file doesn't say how severe a deviation is, or what it is against."""

_ONE_DAY = timedelta(days=1)
_LAST_WEEK = timedelta(days=6)
"""From the first day of a week to its last."""
_NO_DEMANDS: Mapping[Demand, str] = {}


class Window(Struct, frozen=True):
    """The days that figures are about; both ends are part. Empty where it ends before it has begun."""

    first: date
    last: date

    @property
    def is_empty(self) -> bool:
        """Whether it holds no day."""
        return self.last < self.first

    def holds(self, day: date | None) -> TypeGuard[date]:
        """Whether a day lies in it."""
        return day is not None and self.first <= day <= self.last

    def knows(self, day: date | None) -> TypeGuard[date]:
        """Whether a day had come by its end."""
        return day is not None and day <= self.last

    def list_months(self) -> tuple[Month, ...]:
        """The months that it touches, in order."""
        first, last = (day.year * 12 + day.month - 1 for day in (self.first, self.last))
        return tuple(Month(index // 12, index % 12 + 1) for index in range(first, last + 1))


class EventKind(StrEnum):
    """Something that happened in a contract on a day, as a timeline over the year shows it."""

    KICKOFF_HELD = "kickoff_held"
    ACTIVITY_DONE = "activity_done"
    DEVIATION_FOUND = "deviation_found"
    PLAN_APPROVED = "plan_approved"
    DEVIATION_CLOSED = "deviation_closed"


class ContractFigures(Struct, frozen=True):
    """What one contract contributes. One that isn't in the period contributes nothing but that."""

    id: str
    registration_number: str
    title: Text
    supplier: str
    supplier_number: str | None
    level: Level
    in_period: bool
    framework: str = ""
    """The framework agreement with several suppliers that it is a part of, by id."""
    followed_up: bool = False
    """Whether any monitoring was done in the window."""
    followed_up_ever: bool = False
    """Whether any monitoring had been done by the window's end."""
    activities: FrozenMap[int] = field(default_factory=FrozenMap)
    """Done in the window, by method."""
    depths: FrozenMap[int] = field(default_factory=FrozenMap)
    """The same by how deep they went."""
    deepest: Depth | None = None
    """How deep the contract has been followed up by the window's end."""
    unchecked: tuple[Demand, ...] = ()
    """What its clause asks and no monitoring had looked at by the window's end."""
    costs: Costs = field(default_factory=Costs)
    """Of all of them."""
    audit_costs: Costs = field(default_factory=Costs)
    """Of the audits among them."""
    found: DeviationCounts = field(default_factory=DeviationCounts)
    """In the window."""
    open: DeviationCounts = field(default_factory=DeviationCounts)
    """At the window's end, whenever they were found."""
    closed: DeviationCounts = field(default_factory=DeviationCounts)
    """In the window, whenever they were found."""
    unshown: int = 0
    """How many of those were closed although something of them hadn't been shown."""
    observations: int = 0
    """Made in the window. They are below deviations, and no other figure counts them."""
    plans: PlanDays = field(default_factory=PlanDays)
    severe_plans: PlanDays = field(default_factory=PlanDays)
    """Of the severe deviations only."""
    actions: ActionCounts = field(default_factory=ActionCounts)
    steps_taken: FrozenMap[int] = field(default_factory=FrozenMap)
    """Steps of the ladder in the window, by key."""
    steps_passed_over: FrozenMap[int] = field(default_factory=FrozenMap)
    penalties: FrozenMap[PenaltySum] = field(default_factory=FrozenMap)
    """By currency."""
    events: tuple[tuple[EventKind, Month], ...] = ()
    """What happened in the window, one item an event."""

    @property
    def audits(self) -> int:
        """How many audits were done in the window."""
        return self.activities.get(Method.AUDIT, 0)


def make_window(period: Period, on: date) -> Window:
    """The days of a report's period as far as they had come on the day of the document, `on`.

    Source: this product's own: a document says what was known on its day.
    """
    return Window(period.from_, min(period.to, on))


def make_life_window(dates: Dates, on: date) -> Window:
    """The days of a contract as far as they had come on the day of the document, `on`, from when it was signed.

    Source: as for `make_window`.
    """
    return Window(dates.signed or dates.starts, on)


def is_in_period(standing: Standing, window: Window) -> bool:
    """Whether a contract had been signed by the window's end, and hadn't ended before the window began.

    One that doesn't say when it was signed counts from its first day.

    Source: the guidance on evaluation, which asks in which contracts the clause has been used. The bounds are this product's own.
    """
    dates = standing.contract.dates
    return window.knows(dates.signed or dates.starts) and standing.ending.latest >= window.first


def measure_contract(
    contract: Contract, parts: Mapping[str, str], ladder: Ladder, window: Window, demands: Mapping[Demand, str] = _NO_DEMANDS
) -> ContractFigures:
    """What a contract contributes to the figures over a window. `parts` says which section of its clause holds what.

    `demands` says where its clause asks what; without them nothing is said of what was never checked.

    Source: the guidance on evaluation and on communicating results: where the clause has been used, which contracts have been
    followed up, how many audits there were, what they cost, and what came of them. What each figure counts stands at its rule.
    """
    standing = Standing(contract, parts, ladder, window.last)
    number = contract.supplier.organisation_number
    who = (contract.id, contract.registration_number, contract.title, contract.supplier.name, number, contract.clause.level)
    if not is_in_period(standing, window):
        return ContractFigures(*who, in_period=False)
    activities = contract.monitoring.activities
    done = [activity for activity in activities if window.holds(activity.done)]
    found = [each for each in contract.deviations if window.knows(each.found) and not is_suspected(each, window.last)]
    known = [each for each in found if not is_observation(each)]
    severe = [deviation for deviation in known if deviation.severity is DeviationSeverity.SEVERE]
    log = [entry for deviation in known for entry in deviation.escalation if window.holds(entry.date)]
    return ContractFigures(
        *who,
        in_period=True,
        framework=contract.framework.id if contract.framework else "",
        followed_up=bool(done),
        followed_up_ever=any(window.knows(activity.done) for activity in activities),
        activities=_count(activity.method for activity in done),
        depths=_count(find_depth(activity).value for activity in done),
        deepest=find_deepest(each for each in activities if window.knows(each.done)),
        unchecked=list_unchecked((each for each in activities if window.knows(each.done)), demands),
        costs=sum_done(done),
        audit_costs=sum_done(activity for activity in done if activity.method is Method.AUDIT),
        found=count_deviations((each for each in known if window.holds(each.found)), parts),
        open=count_deviations((each for each in known if standing.deviations[each.id].is_open), parts),
        closed=count_deviations((each for each in known if window.holds(each.closed)), parts),
        unshown=len(list_unshown(known, window)),
        observations=sum(is_observation(each) and window.holds(each.found) for each in found),
        plans=count_plan_days(known, window),
        severe_plans=count_plan_days(severe, window),
        actions=count_actions(known, window),
        steps_taken=_count(entry.step for entry in log if entry.skipped is None),
        steps_passed_over=_count(entry.step for entry in log if entry.skipped),
        penalties=_sum_penalties([standing.deviations[each.id] for each in known], window),
        events=tuple(
            (kind, Month(day.year, day.month)) for kind, day in _list_days(contract, known, window.last) if window.holds(day)
        ),
    )


def list_unshown(known: Iterable[Deviation], window: Window) -> tuple[tuple[str, Closing], ...]:
    """The deviations, by id, that were closed in the window although something of them hadn't been shown.

    Source: as for `rules.standing.closing.assess_closing`.
    """
    settled = [(deviation.id, assess_closing(deviation, window.last)) for deviation in known]
    return tuple((name, each) for name, each in settled if each and window.holds(each.day) and not each.is_shown)


def _count(words: Iterable[str]) -> FrozenMap[int]:
    counted = Counter(words)
    return FrozenMap({word: counted[word] for word in sorted(counted)})


def sum_done(done: Iterable[Activity]) -> Costs:
    """What activities cost by currency, over those with a cost in the contract file; and how many have none.

    Source: the guidance on evaluation, which asks what the audits cost.
    """
    total = Costs()
    for activity in done:
        cost = activity.cost
        total += Costs(FrozenMap({cost.currency: cost.amount})) if cost else Costs(unknown=1)
    return total


def count_deviations(deviations: Iterable[Deviation], parts: Mapping[str, str]) -> DeviationCounts:
    """How many deviations there are, over all that are given, by severity and by area.

    Source: the guidance on deviations: not all are equally serious. By area as by the Supplier Code of Conduct.
    """
    kinds = [(each.severity.value if each.severity else UNKNOWN, find_area(each.against, parts)) for each in deviations]
    return DeviationCounts(_count(severity for severity, _ in kinds), _count(area for _, area in kinds))


def find_area(against: Area | str | None, parts: Mapping[str, str]) -> str:
    """The area that a deviation is against, or the part of the clause that its section belongs to; else `unknown`.

    Source: the clause: commitments, due diligence, reporting obligation, monitoring. Their numbers are data.
    """
    if against is None or isinstance(against, Area):
        return against.value if against else UNKNOWN
    fitting = [part for part, number in parts.items() if f"{against}.".startswith(f"{number}.")]
    return max(fitting, key=lambda part: len(parts[part]), default=UNKNOWN)


def count_plan_days(known: Iterable[Deviation], window: Window) -> PlanDays:
    """The days from found to approved plan, over the deviations that were found in the window.

    Calendar days; 0 where the plan was approved on the day that the deviation was found, or before.

    Source: the guidance: every deviation found gets an action plan. To count from the day it was found is this product's own.
    """
    approved, waiting = [], []
    for deviation in known:
        plan = deviation.action_plan
        if not window.holds(deviation.found):
            continue
        if plan and window.knows(plan.approved):
            approved.append(max(0, (plan.approved - deviation.found).days))
        else:
            waiting.append((window.last - deviation.found).days)
    return PlanDays(tuple(sorted(approved)), tuple(sorted(waiting)))


def count_actions(known: Iterable[Deviation], window: Window) -> ActionCounts:
    """How many actions were done in time, late or not at all, over those of approved plans that were due in the window.

    Those whose evidence nobody has looked at are counted apart. Those of a settled deviation stand as on that day. One that
    hadn't been done when its deviation was settled, on or before its due day, was no longer due.

    Source: as for `rules.actions.assess_action`.
    """
    total = ActionCounts()
    for deviation in known:
        plan = deviation.action_plan
        for action in plan.actions if plan and window.knows(plan.approved) else ():
            if not window.holds(action.due):
                continue
            state = assess_action(action, min(window.last, deviation.closed or window.last)).state
            if state in {"done", "done_late"}:
                total += ActionCounts(in_time=int(state == "done"), late=int(state == "done_late"))
            elif not is_closed(deviation, action.due):
                total += ActionCounts(not_done=int(state != "handed_in"), unreviewed=int(state == "handed_in"))
    return total


def _sum_penalties(cases: Iterable[DeviationStanding], window: Window) -> FrozenMap[PenaltySum]:
    sums: FrozenMap[PenaltySum] = FrozenMap()
    for standing in cases:
        agreed, penalty = standing.claimed_penalty, sum_penalty_weeks(standing, window)
        if penalty and agreed:
            sums = add_maps(sums, FrozenMap({agreed.currency: penalty}))
    return sums


def sum_penalty_weeks(standing: DeviationStanding, window: Window) -> PenaltySum | None:
    """The begun weeks of the penalty claimed for a deviation, and what they come to.

    None unless it ran in the window or was claimed in it. The weeks are those begun by the window's end. Weeks that had begun
    before the window count in it only where the penalty was claimed in it: then no earlier window has had them. A penalty at its
    maximum has run when the last of its weeks has passed. Of one that was claimed twice, the last time; none where its ground is
    excluded.

    Source: the clause, shared grounds for sanctions; as for `rules.sanctions.assess_penalty`.
    """
    entry, penalty = standing.find_taken(Sanction.PENALTY), standing.claimed_penalty
    if window.is_empty or entry is None or penalty is None or standing.deviation.ground_excluded:
        return None
    run = assess_penalty(entry, penalty, standing.closed, window.last)
    full = run.reaches_maximum + _LAST_WEEK if run.reaches_maximum else None
    ended = min((day for day in (run.last, full) if day), default=None)
    is_new = window.holds(entry.date)
    if run.weeks == 0 or (ended and ended < window.first and not is_new):
        return None
    before = None if is_new else assess_penalty(entry, penalty, standing.closed, window.first - _ONE_DAY)
    weeks, amount = (before.weeks, before.amount) if before else (0, Decimal(0))
    return PenaltySum(1, run.weeks, run.amount, run.weeks - weeks, run.amount - amount)


def _list_days(contract: Contract, known: Iterable[Deviation], on: date) -> Iterator[tuple[EventKind, date | None]]:
    """The days on which something happened."""
    yield EventKind.KICKOFF_HELD, find_held(contract.kickoff, on) if contract.kickoff else None
    for activity in contract.monitoring.activities:
        yield EventKind.ACTIVITY_DONE, activity.done
    for deviation in known:
        yield EventKind.DEVIATION_FOUND, deviation.found
        yield EventKind.PLAN_APPROVED, deviation.action_plan.approved if deviation.action_plan else None
        yield EventKind.DEVIATION_CLOSED, deviation.closed
