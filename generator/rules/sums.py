"""Small sums and counts that figures are made of; each can be added to its like. Used by `rules.figures` and `rules.totals`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Protocol, TypeVar

from msgspec import Struct, field

from generator.contract.values import FrozenMap


class Sum(Protocol):
    """What can be added to its like."""

    def __add__(self, other: Any, /) -> Any:
        """The two together."""


S = TypeVar("S", bound=Sum)


def add_maps(one: FrozenMap[S], other: FrozenMap[S]) -> FrozenMap[S]:
    """The sums of two maps by key, in the order of the keys."""
    joined = {**one, **{key: one[key] + value if key in one else value for key, value in other.items()}}
    return FrozenMap({key: joined[key] for key in sorted(joined)})


class Costs(Struct, frozen=True):
    """What some activities cost, excluding VAT."""

    sums: FrozenMap[Decimal] = field(default_factory=FrozenMap)
    """By currency; currencies are never added to each other."""
    unknown: int = 0
    """How many activities have no cost in their contract file, and so aren't part of the sums."""

    def __add__(self, other: Costs) -> Costs:
        """The two together."""
        return Costs(add_maps(self.sums, other.sums), self.unknown + other.unknown)


class DeviationCounts(Struct, frozen=True):
    """Some deviations, counted twice over: each stands once under a severity and once under an area."""

    by_severity: FrozenMap[int] = field(default_factory=FrozenMap)
    """By the words of `severity`, or `unknown`."""
    by_area: FrozenMap[int] = field(default_factory=FrozenMap)
    """By area, or by the part of the clause that they are against: `due_diligence`, `reporting` …; or `unknown`."""

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(self.by_severity.values())

    def __add__(self, other: DeviationCounts) -> DeviationCounts:
        """The two together."""
        return DeviationCounts(add_maps(self.by_severity, other.by_severity), add_maps(self.by_area, other.by_area))


class PlanDays(Struct, frozen=True):
    """Calendar days that deviations found in the window have waited for an approved plan, one number a deviation, rising."""

    approved: tuple[int, ...] = ()
    """From the day that it was found to the day that its plan was approved."""
    waiting: tuple[int, ...] = ()
    """From the day that it was found to the window's end, where no plan had been approved."""


class ActionCounts(Struct, frozen=True):
    """Actions of approved plans that were due in the window."""

    in_time: int = 0
    late: int = 0
    """Done by the window's end, after the due day."""
    not_done: int = 0
    """Not done by the window's end."""
    unreviewed: int = 0
    """Handed in by the window's end, and neither accepted nor rejected: what came of them isn't known."""

    @property
    def total(self) -> int:
        """How many they are of which it is known what came of them."""
        return self.in_time + self.late + self.not_done

    def __add__(self, other: ActionCounts) -> ActionCounts:
        """The two together."""
        return ActionCounts(
            self.in_time + other.in_time,
            self.late + other.late,
            self.not_done + other.not_done,
            self.unreviewed + other.unreviewed,
        )


class PenaltySum(Struct, frozen=True):
    """Penalties claimed that ran in the window, in one currency, excluding VAT."""

    claims: int
    weeks: int
    """Begun by the window's end, those before the window too."""
    amount: Decimal
    """What those weeks come to."""
    weeks_in_window: int
    """Those of the weeks that no earlier window has had."""
    amount_in_window: Decimal

    def __add__(self, other: PenaltySum) -> PenaltySum:
        """The two together."""
        return PenaltySum(
            self.claims + other.claims,
            self.weeks + other.weeks,
            self.amount + other.amount,
            self.weeks_in_window + other.weeks_in_window,
            self.amount_in_window + other.amount_in_window,
        )
