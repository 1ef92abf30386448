"""The changes of a contract as documents show them. Called by those that tell how long it runs, and on which terms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.choices import ChangeGround
from generator.contract.models import Change, Contract, Money
from generator.contract.values import Name, Text
from generator.rules.changes import find_softenings, list_known_changes


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change that had been agreed by the day of the document."""

    agreed: date
    description: Text
    ground: ChangeGround | None
    ends: date | None
    """The contract's new last day, if it has another."""
    value: Money | None
    weekly_penalty: Money | None
    """The new penalty for each begun week, of an amount of 0 where it is dropped; None where the change says nothing of it."""
    max_weeks: int | None
    is_softer: bool
    """Whether an agreed penalty becomes lower, is paid for fewer weeks, or is dropped."""
    decision_number: str | None
    delegation: Name | None


def list_changes(contract: Contract, on: date) -> tuple[ChangeRow, ...]:
    """The changes of a contract that were known on a day, in order of their days."""
    softer = [contract.changes[each.index] for each in find_softenings(contract)]
    return tuple(
        _make_row(change, is_softer=any(change is each for each in softer)) for change in list_known_changes(contract, on)
    )


def _make_row(change: Change, *, is_softer: bool) -> ChangeRow:
    penalty = change.penalty
    return ChangeRow(
        agreed=change.date,
        description=change.description,
        ground=change.ground,
        ends=change.ends,
        value=change.value,
        weekly_penalty=Money(amount=penalty.amount, currency=penalty.currency) if penalty else None,
        max_weeks=penalty.max_weeks if penalty else None,
        is_softer=is_softer,
        decision_number=change.decision_number,
        delegation=change.delegation,
    )
