"""What the clause lets the region do when it isn't kept: penalty and suspension. Pure; called by `rules` and `documents`."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from generator.contract.models import EscalationEntry, Money, Penalty
from generator.contract.values import add_months

_WEEK = timedelta(weeks=1)


def sum_penalty(amount: Decimal, weeks: int) -> Decimal:
    """What a penalty comes to, excluding VAT: its amount for each of a number of begun weeks.

    Source: the regions' contract clause, shared grounds for sanctions: an amount per begun week, for at most so many weeks.
    """
    return amount * weeks


def find_last_day(entry: EscalationEntry, closed: date | None) -> date | None:
    """The last day that counts for a penalty or suspension: its ground ceased, or the deviation was settled; None if neither."""
    return min((day for day in (entry.until, closed) if day), default=None)


def count_begun_weeks(first: date, last: date | None, on: date) -> int:
    """The weeks begun from `first` to `on`, or to `last` where that comes sooner; both days count. 0 before it has begun.

    Source: the contract format: floor((X - from) / 7 days) + 1, for from <= X <= until.
    """
    counted = min(on, last) if last else on
    return (counted - first).days // 7 + 1 if counted >= first else 0


class PenaltyRun(Struct, frozen=True):
    """A penalty that runs, or has run, as seen on a day."""

    starts: date
    """The first day that counts."""
    last: date | None
    """The last day that counts, if it has ended."""
    weeks: int
    """Begun by that day, at most the maximum."""
    amount: Decimal
    """What they come to, excluding VAT."""
    currency: str
    max_weeks: int | None
    reaches_maximum: date | None
    """The day that its last week begins; None where the contract has no maximum, or it ended before."""
    is_at_maximum: bool

    @property
    def total(self) -> Money:
        """What the weeks come to, excluding VAT."""
        # It isn't checked as what stands in a file is: it may have more digits than any amount there.
        return Money.model_construct(amount=self.amount, currency=self.currency)

    @property
    def week_began(self) -> date:
        """The first day of the latest week that counts."""
        return self.starts + _WEEK * max(0, self.weeks - 1)


def assess_penalty(entry: EscalationEntry, penalty: Penalty, closed: date | None, on: date) -> PenaltyRun:
    """A penalty as it stands at the end of the day `on`, from the entry in the log that claims it.

    One that ends later was still running then.

    Source: the clause, shared grounds for sanctions; the maximum is reached when its last week begins, 7 × (weeks - 1) days
    after the first.
    """
    first, last = entry.from_ or entry.date, find_last_day(entry, closed)
    if last and last > on:
        last = None
    begun = count_begun_weeks(first, last, on)
    weeks = min(begun, penalty.max_weeks) if penalty.max_weeks else begun
    reaches = first + _WEEK * (penalty.max_weeks - 1) if penalty.max_weeks else None
    if reaches and last and last < reaches:
        reaches = None
    return PenaltyRun(
        starts=first,
        last=last,
        weeks=weeks,
        amount=sum_penalty(penalty.amount, weeks),
        currency=penalty.currency,
        max_weeks=penalty.max_weeks,
        reaches_maximum=reaches,
        is_at_maximum=bool(reaches and reaches <= on),
    )


class SuspensionRun(Struct, frozen=True):
    """A suspension of call-offs that lasts, or has lasted, as seen on a day."""

    starts: date
    last: date | None
    """Its last day, if it has ended."""
    limit: date | None
    """The day when it has lasted as many months as it may, if it lasts so long and the contract says how long."""


def assess_suspension(entry: EscalationEntry, months: int | None, closed: date | None, on: date) -> SuspensionRun:
    """A suspension of call-offs as it stands at the end of the day `on`, from the entry in the log that begins it.

    Source: as for `find_suspension_limit`.
    """
    if entry.until and entry.until > on:
        entry = entry.model_copy(update={"until": None})
    return SuspensionRun(entry.from_ or entry.date, find_last_day(entry, closed), find_suspension_limit(entry, months, closed))


def find_suspension_limit(entry: EscalationEntry, months: int | None, closed: date | None) -> date | None:
    """The day when a suspension of call-offs has lasted so many months; None if it ended before, or the contract has no limit.

    Source: the clause, immediate termination; time in months ends on the day with the same number, as for `periods.add_months`.
    """
    if months is None:
        return None
    limit, last = add_months(entry.from_ or entry.date, months), find_last_day(entry, closed)
    return None if last and last < limit else limit
