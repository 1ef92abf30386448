"""What a report's own figures say of its goals: the computed result, and whether a typed one fits it. Called by `documents`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from generator.contract.choices import GoalFigure, Unit
from generator.contract.report import Measure
from generator.rules.totals import Share, Totals, TrainingTotals, find_median, round_half_up


class ComputedResult(Struct, frozen=True):
    """The result of a goal, as the figures give it."""

    exact: Fraction
    """In the goal's unit, before rounding."""
    share: Share | None = None
    """What it is the per cent of, if it is one."""

    @property
    def value(self) -> Decimal:
        """As it is shown: in whole per cent, half up; a number as it is."""
        if self.share is None:
            return Decimal(self.exact.numerator) / Decimal(self.exact.denominator)
        return round_half_up(self.exact, 0)


def compute_goal(measure: Measure, totals: Totals, training: TrainingTotals) -> ComputedResult | None:
    """The result that the report's own figures give for a goal.

    None where it names no figure, isn't measured in a unit of that figure, or has nothing to be computed from: there is no
    contract, deviation or action, or training doesn't say how many took part.

    Source: this product's own; what each figure counts stands at its rule.
    """
    figure = measure.figure
    if figure is None or measure.unit not in figure.units:
        return None
    if figure.asks_days:
        return compute_plans_within(measure, totals)
    if figure in _SHARES:
        share = _SHARES[figure](totals)
        return _of_share(share) if measure.unit is Unit.PERCENT else ComputedResult(Fraction(share.part))
    number = _NUMBERS[figure](totals, training)
    return None if number is None else ComputedResult(Fraction(number))


def share_followed_up(totals: Totals) -> Share:
    """The contracts that had been followed up by the window's end, of those in the period.

    Followed up: at least one monitoring activity of the contract was done, whatever its method. Earlier results don't count.

    Source: the guidance on evaluation: which of the contracts have been followed up?
    """
    return Share(totals.followed_up_ever.total(), totals.contracts.total())


def share_followed_up_in_period(totals: Totals) -> Share:
    """The contracts that were followed up in the window, of those in the period.

    Source: as for those that have been followed up at all.
    """
    return Share(totals.followed_up.total(), totals.contracts.total())


def share_actions_in_time(totals: Totals) -> Share:
    """The actions that were done on or before their due day, of those of approved plans that were due in the window.

    Those whose evidence nobody has looked at are left out: whether they were done in time isn't known.

    Source: the guidance: an action plan has a timetable, and is followed.
    """
    return Share(totals.actions.in_time, totals.actions.total)


def compute_plans_within(measure: Measure, totals: Totals) -> ComputedResult | None:
    """The deviations found in the window whose plan was approved within so many days from then, in per cent of them all.

    The severe ones only, where the figure says so. Calendar days; the last of them is in time. One without an approved plan
    whose days hadn't passed by the window's end is left out: nobody can say yet. None where no deviation is left, or no days are
    given.

    Source: the guidance: every deviation gets an action plan. To leave out what is pending is this product's own.
    """
    if measure.days is None:
        return None
    if measure.figure is GoalFigure.SEVERE_PLANS_APPROVED_WITHIN:
        approved, waiting = totals.severe_plan_days, totals.severe_plan_days_waiting
    else:
        approved, waiting = totals.plan_days, totals.plan_days_waiting
    in_time = _count_below(approved, measure.days + 1)
    pending = _count_below(waiting, measure.days)
    return _of_share(Share(in_time, approved.total() + waiting.total() - pending))


def _count_below(days: Counter[int], limit: int) -> int:
    return sum(count for each, count in days.items() if each < limit)


def _of_share(share: Share) -> ComputedResult | None:
    return None if share.exact is None else ComputedResult(share.exact, share)


def contradicts(result: Decimal, computed: ComputedResult) -> bool:
    """Whether a typed result differs from the computed one, rounded half up to as many decimals as the typed one has.

    Source: this product's own: 67 fits two of three, and so does 66.7; 66 doesn't.
    """
    exponent = result.as_tuple().exponent
    decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    return result != round_half_up(computed.exact, decimals)


def is_reached(measure: Measure, value: Decimal | Fraction) -> bool:
    """Whether a result reaches the target: at least that for per cent and counts, at most that for days.

    A computed result is best given before rounding: 99.6 per cent don't reach 100.

    Source: this product's own.
    """
    target, reached = Fraction(measure.target), Fraction(value)
    return reached <= target if measure.unit is Unit.DAYS else reached >= target


_SHARES: Mapping[GoalFigure, Callable[[Totals], Share]] = {
    GoalFigure.CONTRACTS_FOLLOWED_UP: share_followed_up,
    GoalFigure.CONTRACTS_FOLLOWED_UP_IN_PERIOD: share_followed_up_in_period,
    GoalFigure.ACTIONS_IN_TIME: share_actions_in_time,
}
_NUMBERS: Mapping[GoalFigure, Callable[[Totals, TrainingTotals], Decimal | int | None]] = {
    GoalFigure.AUDITS: lambda totals, _: totals.audits,
    GoalFigure.ACTIVITIES: lambda totals, _: sum(totals.activities.values()),
    GoalFigure.MEDIAN_DAYS_TO_PLAN: lambda totals, _: find_median(totals.plan_days),
    GoalFigure.TRAINING_PARTICIPANTS: lambda _, training: None if training.without_participants else training.participants,
    GoalFigure.TRAINING_HOURS: lambda _, training: None if training.without_hours else training.hours,
}
