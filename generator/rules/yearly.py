"""The year's plan over many contracts: which come first, what is planned, what has come of it, and what adds up. Pure.

A row holds what a plan needs of a contract; the rest is let go. Called by `build.source` and `documents.yearly_plan`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from generator.contract.choices import DeviationSeverity, Level, Method
from generator.contract.clause import Clause
from generator.contract.models import Activity, Contract, Deviation, Money, Person
from generator.contract.report import Period
from generator.contract.values import Month, Text
from generator.rules.changes import find_value
from generator.rules.coverage import Depth, find_demand, find_depth, list_demands
from generator.rules.figures import UNKNOWN, find_area
from generator.rules.periods import add_years, first_day, is_within, last_day
from generator.rules.risks import RankedRisk, RiskOrder, rank_risks
from generator.rules.standing import Phase, Standing
from generator.rules.standing.light import Light, assess_light
from generator.rules.standing.plans import is_observation, is_suspected

PATTERN_FROM = 3
"""The fewest minor deviations that are a pattern."""
PATTERN_CONTRACTS = 2
"""The fewest contracts that they stand in: what adds up within one contract is seen there."""
PATTERN_YEARS = 3
"""How far back deviations count, as long as an earlier result may be reused."""


class Result(Enum):
    """What has come of monitoring a contract, the worst last."""

    GREEN = "green"
    NOT_FOLLOWED_UP = "not_followed_up"
    """Nobody has looked: that nothing is found says nothing."""
    YELLOW = "yellow"
    RED = "red"

    @property
    def place(self) -> int:
        """How bad it is, from 0."""
        return list(Result).index(self)


class Timing(Enum):
    """When an activity is to be done, by the period of the plan."""

    IN_PERIOD = "in_period"
    CARRIED_OVER = "carried_over"
    """It was planned for a day before the period, and isn't done."""
    UNDATED = "undated"
    """It isn't done, and no time is planned."""


class PlannedActivity(Struct, frozen=True):
    """Monitoring of the period."""

    contract: str
    title: Text
    id: str
    method: Method
    depth: Depth
    when: date | Month | None
    """The day that it was done, or else when it is planned."""
    timing: Timing
    is_done: bool
    is_late: bool
    """On the day of the plan."""
    responsible: Person | None
    performed_by: Text | None
    is_joint: bool | None
    """None where the contract doesn't say."""
    days: Decimal | None
    """Those that it takes, or else those that its auditor has."""

    @property
    def order(self) -> tuple[date, str, str]:
        """What a plan is ordered by: what is left from before, then by day, a month by its first, then what has no time."""
        start = first_day(self.when) if self.when else date.max
        return start, self.contract, self.id


class MinorFault(Struct, frozen=True):
    """A minor deviation, as it is added up."""

    contract: str
    agreement: str
    """The framework agreement that the contract is a part of, or the contract itself."""
    deviation: str
    found: date
    topic: str
    """What it is against: a demand of the clause, or else an area; `unknown` where the file doesn't say."""


class ContractRow(Struct, frozen=True):
    """A contract, as a plan over many shows it."""

    id: str
    registration_number: str
    title: Text
    supplier: str
    supplier_number: str | None
    framework: str
    """The framework agreement with several suppliers that it is a part of, by id."""
    level: Level
    phase: Phase
    starts: date
    ends: date | None
    """None where it runs until further notice, or is terminated with no last day."""
    runs_in_period: bool
    """Whether it runs on any day of the period, also where it has ended since then."""
    is_in_period: bool
    """Whether it runs on any day of the period, and hasn't ended: what is left to plan."""
    value: Money | None
    officer: Person | None
    risk: RankedRisk | None
    """The first of its risks; None where none has been assessed."""
    high: int
    """How many of its risks are high."""
    unassessed: int
    """Risks that lack a grade."""
    activities: tuple[PlannedActivity, ...]
    monitored: date | None
    """When it was last monitored."""
    result: Result
    open: int
    """Deviations that aren't closed, without observations and those that are only suspected."""
    suspected: int
    """Those that are only suspected, and not settled."""
    faults: tuple[MinorFault, ...]

    @property
    def agreement(self) -> str:
        """What it is counted as: the framework agreement that it is a part of, or itself.

        Source: as for `rules.totals`: a framework agreement is one, however many suppliers it has.
        """
        return self.framework or self.id

    @property
    def supplier_key(self) -> str:
        """What two contracts with the same supplier have in common: its number, or else its name."""
        return self.supplier_number or self.supplier


def describe_contract(standing: Standing, clause: Clause, order: RiskOrder, period: Period) -> ContractRow:
    """The row of a contract as it stands on the day of the plan.

    Source: the field's practice: a register of contracts, and a plan of the year's monitoring over all of them.
    """
    contract, on = standing.contract, standing.on
    ranked = rank_risks(contract.risks, order)
    known = [each for each in contract.deviations if each.found <= on and not is_observation(each)]
    runs_in_period = standing.ending.latest >= period.from_ and contract.dates.starts <= period.to
    is_in_period = runs_in_period and not standing.has_ended
    return ContractRow(
        id=contract.id,
        registration_number=contract.registration_number,
        title=contract.title,
        supplier=contract.supplier.name,
        supplier_number=contract.supplier.organisation_number,
        framework=contract.framework.id if contract.framework else "",
        level=contract.clause.level,
        phase=standing.phase,
        starts=contract.dates.starts,
        ends=standing.ending.day,
        runs_in_period=runs_in_period,
        is_in_period=is_in_period,
        value=find_value(contract, on),
        officer=contract.buyer.contacts.get("officer"),
        risk=ranked[0] if ranked else None,
        high=sum(each.band == "high" for each in ranked),
        unassessed=len(contract.risks) - len(ranked),
        activities=tuple(_plan_activities(standing, period)) if is_in_period else (),
        monitored=max((each.done for each in contract.monitoring.activities if each.done and each.done <= on), default=None),
        result=find_result(standing),
        open=sum(each.is_open for each in standing.deviations.values()),
        suspected=sum(each.is_under_suspicion for each in standing.deviations.values()),
        faults=tuple(_list_faults(contract, known, clause, on)),
    )


def find_result(standing: Standing) -> Result:
    """What has come of monitoring a contract: its traffic light, but green only where somebody has looked.

    Source: joint monitoring of the regions, as for `standing.light.assess_light`. That a contract that nobody has followed up
    isn't green is this product's own.
    """
    light = assess_light(each for each in standing.deviations.values() if each.deviation.found <= standing.on)
    if light is not Light.GREEN:
        return Result(light.value)
    has_looked = any(each.done and each.done <= standing.on for each in standing.contract.monitoring.activities)
    return Result.GREEN if has_looked else Result.NOT_FOLLOWED_UP


def _plan_activities(standing: Standing, period: Period) -> Iterable[PlannedActivity]:
    """The monitoring that a period has to do with: planned or done in it, left from before, or without a time."""
    for activity in standing.contract.monitoring.activities:
        done = activity.done if activity.done and activity.done <= standing.on else None
        if timing := _find_timing(activity, done, period):
            yield _plan_activity(standing, activity, done, timing)


def _find_timing(activity: Activity, done: date | None, period: Period) -> Timing | None:
    when = done or activity.planned
    if when is None:
        return Timing.UNDATED
    if is_within(when, period.from_, period.to):
        return Timing.IN_PERIOD
    return Timing.CARRIED_OVER if done is None and last_day(when) < period.from_ else None


def _plan_activity(standing: Standing, activity: Activity, done: date | None, timing: Timing) -> PlannedActivity:
    contract = standing.contract
    role = activity.responsible or contract.monitoring.responsible
    party = contract.supplier if role and role.side == "supplier" else contract.buyer
    return PlannedActivity(
        contract=contract.id,
        title=contract.title,
        id=activity.id,
        method=activity.method,
        depth=find_depth(activity),
        when=done or activity.planned,
        timing=timing,
        is_done=done is not None,
        is_late=done is None and activity.planned is not None and last_day(activity.planned) < standing.on,
        responsible=party.contacts.get(role.role) if role else None,
        performed_by=activity.performed_by,
        is_joint=contract.monitoring.joint,
        days=activity.days if activity.days is not None or activity.audit is None else activity.audit.days,
    )


def _list_faults(contract: Contract, known: Iterable[Deviation], clause: Clause, on: date) -> Iterable[MinorFault]:
    """The minor deviations that are shown to be ones, not longer ago than they count."""
    since, demands = add_years(on, -PATTERN_YEARS), list_demands(clause)
    for each in known:
        if each.severity is DeviationSeverity.MINOR and each.found >= since and not is_suspected(each, on):
            demand = find_demand(each.against, demands) if isinstance(each.against, str) else None
            topic = demand.value if demand else find_area(each.against, clause.parts)
            agreement = contract.framework.id if contract.framework else contract.id
            yield MinorFault(contract.id, agreement, each.id, each.found, topic)


# The order of contracts


class RankedContract(Struct, frozen=True):
    """A contract, and its place among those whose risk is assessed."""

    rank: int
    row: ContractRow
    risk: RankedRisk


class Ranking(Struct, frozen=True):
    """The contracts of a period, in the order in which to follow them up."""

    ranked: tuple[RankedContract, ...]
    unknown: tuple[ContractRow, ...]
    """Those without an assessed risk: they have no place, since nobody knows how high their risks are."""
    currency: str
    """The currency that values are compared in."""


def rank_contracts(rows: Iterable[ContractRow]) -> Ranking:
    """The contracts of the period by their first risk: its severity, then its likelihood; of equal ones, the highest value first.

    Where the workspace ranks risks by likelihood times severity, contracts are ranked so too. Values are compared in the currency
    that most of them have; one in another currency, or without a value, comes after those of the same risk.

    Source: UN Guiding Principles on Business and Human Rights, 24: the most severe first; the regions' guidance: high risk
    combined with high volume or turnover. That the value only settles ties is this product's own: a large contract hurts nobody
    by its size.
    """
    current = sorted((row for row in rows if row.is_in_period), key=lambda row: (row.registration_number, row.id))
    currency = _find_currency(current)

    def weigh(row: ContractRow) -> tuple[int, Decimal]:
        amount = row.value.amount if row.value and row.value.currency == currency else None
        return (0, -amount) if amount is not None else (1, Decimal(0))

    assessed = [(row, row.risk) for row in current if row.risk]
    assessed.sort(key=lambda pair: (-pair[1].number, -pair[1].severity, *weigh(pair[0])))
    ranked = tuple(RankedContract(rank, row, risk) for rank, (row, risk) in enumerate(assessed, 1))
    return Ranking(ranked, tuple(sorted((row for row in current if not row.risk), key=weigh)), currency)


def _find_currency(rows: Iterable[ContractRow]) -> str:
    counted = Counter(row.value.currency for row in rows if row.value)
    return min(counted, key=lambda currency: (-counted[currency], currency), default="")


# How much work it is


class Load(Struct, frozen=True):
    """How much work some activities are, in working days."""

    activities: int = 0
    own: Decimal = Decimal(0)
    """Of those that are the organisation's own, and of those of which nobody has said."""
    joint: Decimal = Decimal(0)
    unknown: int = 0
    """How many don't say how many days they take, and so aren't part of the sums."""

    def add(self, activity: PlannedActivity) -> Load:
        """The same with another activity."""
        days = activity.days or Decimal(0)
        own, joint = (Decimal(0), days) if activity.is_joint else (days, Decimal(0))
        return Load(self.activities + 1, self.own + own, self.joint + joint, self.unknown + (activity.days is None))


def sum_load(activities: Iterable[PlannedActivity]) -> Load:
    """How much work activities are, over all that are given, done or not.

    Source: the field's practice: a plan of the year in auditor days. That joint monitoring doesn't count towards one's own days
    is this product's own.
    """
    load = Load()
    for each in activities:
        load = load.add(each)
    return load


def find_month(activity: PlannedActivity) -> Month | None:
    """The month that an activity belongs to; None where no time is planned, and where it is left from before the period.

    Source: this product's own.
    """
    if activity.when is None or activity.timing is not Timing.IN_PERIOD:
        return None
    start = first_day(activity.when)
    return Month(start.year, start.month)


# What adds up


class Pattern(Struct, frozen=True):
    """Minor deviations that have something in common."""

    key: str
    """The supplier's number or name, or the topic."""
    label: str
    """The supplier's name, or the topic."""
    faults: tuple[MinorFault, ...]

    @property
    def contracts(self) -> tuple[str, ...]:
        """The contracts that they stand in, by id."""
        return tuple(sorted({each.contract for each in self.faults}))

    @property
    def agreements(self) -> frozenset[str]:
        """What these are counted as: the suppliers of one framework agreement have one contract between them."""
        return frozenset(each.agreement for each in self.faults)

    @property
    def last(self) -> date:
        """When the last of them was found."""
        return max(each.found for each in self.faults)


def find_supplier_patterns(rows: Iterable[ContractRow]) -> tuple[Pattern, ...]:
    """The suppliers with minor deviations that add up: at least three, in at least two contracts, in three years; the most first.

    Closed ones count too: each was remedied, and yet there came another. Suspected ones, and observations, don't.

    Source: what officers say goes wrong: small faults are never added up. The numbers are this product's own: `PATTERN_FROM`,
    `PATTERN_CONTRACTS` and `PATTERN_YEARS`.
    """
    rows = tuple(rows)
    names: dict[str, str] = {}
    for row in rows:
        names[row.supplier_key] = min(names.get(row.supplier_key, row.supplier), row.supplier)
    pairs = ((row.supplier_key, fault) for row in rows for fault in row.faults)
    return _find_patterns(pairs, names)


def find_topic_patterns(rows: Iterable[ContractRow]) -> tuple[Pattern, ...]:
    """The demands and areas with minor deviations that add up over contracts, whoever the supplier is; the most first.

    Source: as for `find_supplier_patterns`. What is against nothing that a file names is no pattern.
    """
    faults = [fault for row in rows for fault in row.faults if fault.topic != UNKNOWN]
    return _find_patterns(((fault.topic, fault) for fault in faults), {fault.topic: fault.topic for fault in faults})


def _find_patterns(pairs: Iterable[tuple[str, MinorFault]], labels: Mapping[str, str]) -> tuple[Pattern, ...]:
    groups: dict[str, list[MinorFault]] = {}
    for key, fault in pairs:
        groups.setdefault(key, []).append(fault)
    by_day: Callable[[MinorFault], tuple[date, str, str]] = lambda fault: (fault.found, fault.contract, fault.deviation)  # noqa: E731
    found = [Pattern(key, labels[key], tuple(sorted(faults, key=by_day))) for key, faults in groups.items()]
    wanted = [each for each in found if len(each.faults) >= PATTERN_FROM and len(each.agreements) >= PATTERN_CONTRACTS]
    return tuple(sorted(wanted, key=lambda each: (-len(each.faults), -len(each.contracts), each.label, each.key)))
