"""The figures of a report: those of its contracts, summed up one by one. Pure but for `Totals.add`; called by `documents`.

What is kept doesn't grow with the number of contracts, but for a row for each that was audited and each framework agreement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from operator import attrgetter

from msgspec import Struct, field

from generator.contract.choices import Level
from generator.contract.report import Training
from generator.contract.values import FrozenMap, Month, Text
from generator.rules.coverage import Demand, Depth
from generator.rules.figures import ContractFigures, EventKind, Window
from generator.rules.sums import ActionCounts, Costs, DeviationCounts, PenaltySum, add_maps

MOST_LISTED = 40
"""The most contracts that a list of them holds."""
_HALF = Fraction(1, 2)


class Share(Struct, frozen=True):
    """A part of a whole, in whole numbers."""

    part: int
    whole: int

    @property
    def exact(self) -> Fraction | None:
        """The per cent that it is; None of nothing."""
        return Fraction(100 * self.part, self.whole) if self.whole else None

    @property
    def percent(self) -> int | None:
        """The same in whole per cent, half up; None of nothing."""
        return None if self.exact is None else int(round_half_up(self.exact, 0))


class AuditedContract(Struct, frozen=True):
    """A contract that was audited in the window."""

    id: str
    registration_number: str
    title: Text
    supplier: str
    supplier_number: str | None
    audits: int
    costs: Costs
    """Of the audits."""


class AuditedSupplier(Struct, frozen=True):
    """A supplier that was audited in the window, under one contract or several."""

    name: str
    contracts: int
    """Those that were audited."""
    audits: int
    costs: Costs
    """Of the audits."""


class ListedContract(Struct, frozen=True):
    """A contract in the period, as a list of contracts shows it."""

    followed_up: bool
    """In the window."""
    followed_up_ever: bool
    registration_number: str
    id: str
    title: Text
    level: Level

    @property
    def place(self) -> tuple[bool, bool, str, str, Level]:
        """What the list is ordered by: those that haven't been followed up come first."""
        return self.followed_up_ever, self.followed_up, self.registration_number, self.id, self.level


class Agreement(Struct, frozen=True):
    """A contract, or a framework agreement with all its suppliers, as it is counted."""

    level: Level
    followed_up: bool
    """In the window, with any of its suppliers."""
    followed_up_ever: bool
    suppliers: int = 1
    """How many contract files it has."""

    def join(self, other: Agreement) -> Agreement:
        """The same with another supplier; the higher level counts where they differ."""
        level = max(self.level, other.level, key=tuple(Level).index)
        followed_up, ever = self.followed_up or other.followed_up, self.followed_up_ever or other.followed_up_ever
        return Agreement(level, followed_up, ever, self.suppliers + other.suppliers)


class Totals(Struct):
    """What contracts have contributed so far, over those in the period. Equal whatever order they came in."""

    not_in_period: int = 0
    """Contracts that were given, but count for nothing else."""
    single: Counter[Agreement] = field(default_factory=Counter)
    """Contracts that are no part of a framework agreement with several suppliers, as they are counted."""
    frameworks: dict[str, Agreement] = field(default_factory=dict)
    """Framework agreements with several suppliers, by id, as far as their suppliers' contracts are in the period."""
    activities: FrozenMap[int] = field(default_factory=FrozenMap)
    """Done in the window, by method."""
    depths: FrozenMap[int] = field(default_factory=FrozenMap)
    """The same by how deep they went."""
    deepest: Counter[Depth] = field(default_factory=Counter)
    """Contract files that had been followed up by the window's end, by how deep."""
    unchecked: Counter[Demand] = field(default_factory=Counter)
    """What clauses ask, in how many of the contract files that had been followed up no monitoring had looked at it."""
    costs: Costs = field(default_factory=Costs)
    """Of all of them."""
    audit_costs: Costs = field(default_factory=Costs)
    """Of the audits among them."""
    audited: Counter[AuditedContract] = field(default_factory=Counter)
    """The contracts with audits in the window, each once unless files are the same."""
    listed: tuple[ListedContract, ...] = ()
    """The first of the contracts in the period, at most `MOST_LISTED`: those that most need to be followed up."""
    found: DeviationCounts = field(default_factory=DeviationCounts)
    """In the window."""
    open: DeviationCounts = field(default_factory=DeviationCounts)
    """At the window's end, whenever they were found."""
    closed: DeviationCounts = field(default_factory=DeviationCounts)
    """In the window, whenever they were found."""
    unshown: int = 0
    """How many of those were closed although something of them hadn't been shown."""
    observations: int = 0
    """Made in the window; no other figure counts them."""
    plan_days: Counter[int] = field(default_factory=Counter)
    """Of the deviations found in the window: how many had a plan approved after so many days."""
    plan_days_waiting: Counter[int] = field(default_factory=Counter)
    """And how many had none, so many days after they were found."""
    severe_plan_days: Counter[int] = field(default_factory=Counter)
    """The same of the severe ones only."""
    severe_plan_days_waiting: Counter[int] = field(default_factory=Counter)
    actions: ActionCounts = field(default_factory=ActionCounts)
    steps_taken: FrozenMap[int] = field(default_factory=FrozenMap)
    """Steps of the ladder in the window, by key."""
    steps_passed_over: FrozenMap[int] = field(default_factory=FrozenMap)
    penalties: FrozenMap[PenaltySum] = field(default_factory=FrozenMap)
    """By currency."""
    events: Counter[tuple[EventKind, Month]] = field(default_factory=Counter)
    """What happened in the window, by kind and month."""

    @property
    def agreements(self) -> Counter[Agreement]:
        """All that are counted: each contract, and each framework agreement once, however many suppliers it has.

        Source: the guidance on evaluation, which asks in which contracts the clause has been used. That a framework agreement is
        one, and is followed up when any of its suppliers is, is this product's own.
        """
        return self.single + Counter(self.frameworks.values())

    @property
    def contracts(self) -> Counter[Level]:
        """With the clause, by its level."""
        return self._count_levels(lambda _each: True)

    @property
    def followed_up(self) -> Counter[Level]:
        """Those with any monitoring done in the window."""
        return self._count_levels(attrgetter("followed_up"))

    @property
    def followed_up_ever(self) -> Counter[Level]:
        """Those with any monitoring done by the window's end."""
        return self._count_levels(attrgetter("followed_up_ever"))

    def _count_levels(self, counts: Callable[[Agreement], bool]) -> Counter[Level]:
        found: Counter[Level] = Counter()
        for each, number in self.agreements.items():
            found[each.level] += number if counts(each) else 0
        return found

    @property
    def files(self) -> int:
        """How many contract files are in the period: of a framework agreement, one for each supplier."""
        return sum(each.suppliers * number for each, number in self.agreements.items())

    @property
    def shared(self) -> tuple[Agreement, ...]:
        """The framework agreements that several of the files are of."""
        return tuple(each for each in self.frameworks.values() if each.suppliers > 1)

    @property
    def audits(self) -> int:
        """How many audits were done in the window."""
        return sum(contract.audits * files for contract, files in self.audited.items())

    def add(self, figures: ContractFigures) -> None:
        """Adds what a contract contributes."""
        if not figures.in_period:
            self.not_in_period += 1
            return
        agreement, framework = Agreement(figures.level, figures.followed_up, figures.followed_up_ever), figures.framework
        if not framework:
            self.single[agreement] += 1
        else:
            known = self.frameworks.get(framework)
            self.frameworks[framework] = known.join(agreement) if known else agreement
        self.listed = _list_first(self.listed, figures)
        self.activities = add_maps(self.activities, figures.activities)
        self.depths = add_maps(self.depths, figures.depths)
        if figures.deepest:
            self.deepest[figures.deepest] += 1
            self.unchecked.update(figures.unchecked)
        self.costs += figures.costs
        self.audit_costs += figures.audit_costs
        if figures.audits:
            self.audited[_make_row(figures)] += 1
        self.found += figures.found
        self.open += figures.open
        self.closed += figures.closed
        self.unshown += figures.unshown
        self.observations += figures.observations
        self.plan_days.update(figures.plans.approved)
        self.plan_days_waiting.update(figures.plans.waiting)
        self.severe_plan_days.update(figures.severe_plans.approved)
        self.severe_plan_days_waiting.update(figures.severe_plans.waiting)
        self.actions += figures.actions
        self.steps_taken = add_maps(self.steps_taken, figures.steps_taken)
        self.steps_passed_over = add_maps(self.steps_passed_over, figures.steps_passed_over)
        self.penalties = add_maps(self.penalties, figures.penalties)
        self.events.update(figures.events)

    def list_audited_contracts(self) -> tuple[AuditedContract, ...]:
        """The contracts that were audited in the window, those with most audits first, then by registration number.

        Source: the guidance on evaluation, which asks how many audits there were for each contract and supplier.
        """
        return tuple(sorted(self.audited.elements(), key=lambda row: (-row.audits, row.registration_number, row.id)))

    def list_audited_suppliers(self) -> tuple[AuditedSupplier, ...]:
        """The suppliers that were audited in the window, those with most audits first, then by name.

        Contracts are of the same supplier if it has the same organisation number, or the same name where there is no number. One
        whose name is written in several ways goes by the first in the alphabet.

        Source: as for contracts.
        """
        rows: dict[str, AuditedSupplier] = {}
        for contract in self.list_audited_contracts():
            key = contract.supplier_number or contract.supplier
            row = rows.get(key, AuditedSupplier(contract.supplier, 0, 0, Costs()))
            name = min(row.name, contract.supplier)
            rows[key] = AuditedSupplier(name, row.contracts + 1, row.audits + contract.audits, row.costs + contract.costs)
        return tuple(sorted(rows.values(), key=lambda row: (-row.audits, row.name)))

    def count_events(self, window: Window) -> tuple[tuple[Month, FrozenMap[int]], ...]:
        """For each month that the window touches, how many events of each kind there were, none left out.

        Source: this product's own: the timeline over the year.
        """
        return tuple((month, FrozenMap({kind: self.events[kind, month] for kind in EventKind})) for month in window.list_months())


class TrainingTotals(Struct, frozen=True):
    """What was invested in competence."""

    participants: int = 0
    hours: Decimal = Decimal(0)
    """Participants times hours."""
    without_participants: int = 0
    """Occasions that don't say how many took part, and so are no part of the sums."""
    without_hours: int = 0
    """Occasions that don't say how many took part, or for how long, and so are no part of the hours."""


def sum_figures(figures: Iterable[ContractFigures]) -> Totals:
    """The totals over contracts, which are taken one by one."""
    totals = Totals()
    for each in figures:
        totals.add(each)
    return totals


def list_given(training: Iterable[Training], window: Window) -> tuple[Training, ...]:
    """The training given in the window; that without a date counts, since it stands in the report of that period.

    Source: as for `sum_training`.
    """
    return tuple(each for each in training if each.date is None or window.holds(each.date))


def sum_training(training: Iterable[Training], window: Window) -> TrainingTotals:
    """What was invested in competence, over the training given in the window.

    Which counts is as for `list_given`. The same person counts each time.

    Source: the guidance on communicating results, which asks how training and competence were invested in.
    """
    given = list_given(training, window)
    return TrainingTotals(
        participants=sum(each.participants or 0 for each in given),
        hours=sum(((each.participants or 0) * (each.hours or Decimal(0)) for each in given), Decimal(0)),
        without_participants=sum(each.participants is None for each in given),
        without_hours=sum(each.participants is None or each.hours is None for each in given),
    )


def find_median(days: Counter[int]) -> Decimal | None:
    """The middle of some numbers of days, given as how many there are of each; of an even number, the mean of the middle two.

    None of nothing. Half days where it falls between.

    Source: this product's own: one plan that took very long shouldn't hide how long they take.
    """
    ordered = sorted(days.elements())
    if not ordered:
        return None
    middle = len(ordered) // 2
    return Decimal(ordered[middle]) if len(ordered) % 2 else Decimal(ordered[middle - 1] + ordered[middle]) / 2


def find_worst(days: Counter[int]) -> int | None:
    """The most of some numbers of days, given as how many there are of each; None of nothing.

    Source: this product's own.
    """
    return max(days.elements(), default=None)


def round_half_up(value: Fraction, decimals: int) -> Decimal:
    """A number, zero or more, with so many decimals; what lies just between goes up.

    Source: how people round by hand; a computer's own way takes the nearest even digit.
    """
    return Decimal(int(value * 10**decimals + _HALF)).scaleb(-decimals)


def _list_first(listed: tuple[ListedContract, ...], figures: ContractFigures) -> tuple[ListedContract, ...]:
    contract = ListedContract(
        figures.followed_up,
        figures.followed_up_ever,
        figures.registration_number,
        figures.id,
        figures.title,
        figures.level,
    )
    return tuple(sorted((*listed, contract), key=lambda each: each.place)[:MOST_LISTED])


def _make_row(figures: ContractFigures) -> AuditedContract:
    return AuditedContract(
        figures.id,
        figures.registration_number,
        figures.title,
        figures.supplier,
        figures.supplier_number,
        figures.audits,
        figures.audit_costs,
    )
