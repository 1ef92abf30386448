"""The changes and extensions of a contract as documents show them. Called by those that tell how long it runs, on which terms."""

from __future__ import annotations

from datetime import date
from operator import attrgetter

from msgspec import Struct

from generator.contract.choices import ChangeGround
from generator.contract.models import Change, Contract, Extension, Money
from generator.contract.values import Name, Text
from generator.rules.changes import find_softenings, list_decided_extensions, list_known_changes


class ChangeRow(Struct, frozen=True):
    """A change that had been agreed, or an extension that had been decided, by the day of the document."""

    agreed: date
    description: Text | None
    """What is changed, and why; None of an extension, which the contract says already that it may have."""
    ground: ChangeGround | None
    ends: date | None
    """The contract's new last day, if it has another."""
    is_endless: bool
    """Whether it has no last day from then on."""
    value: Money | None
    weekly_penalty: Money | None
    """The new penalty for each begun week, of an amount of 0 where it is dropped; None where the change says nothing of it."""
    max_weeks: int | None
    is_softer: bool
    """Whether an agreed penalty becomes lower, is paid for fewer weeks, or is dropped."""
    decision_number: str | None
    delegation: Name | None


def list_changes(contract: Contract, on: date) -> tuple[ChangeRow, ...]:
    """The changes and extensions of a contract that were known on a day, in order of their days."""
    softer = [contract.changes[each.index] for each in find_softenings(contract)]
    changes = (_make_row(change, is_softer=any(change is each for each in softer)) for change in list_known_changes(contract, on))
    extensions = (_make_extension_row(*each) for each in list_decided_extensions(contract, on))
    return tuple(sorted((*changes, *extensions), key=attrgetter("agreed")))


def _make_row(change: Change, *, is_softer: bool) -> ChangeRow:
    penalty = change.penalty
    return ChangeRow(
        agreed=change.date,
        description=change.description,
        ground=change.ground,
        ends=change.ends,
        is_endless=change.until_further_notice,
        value=change.value,
        weekly_penalty=Money(amount=penalty.amount, currency=penalty.currency) if penalty else None,
        max_weeks=penalty.max_weeks if penalty else None,
        is_softer=is_softer,
        decision_number=change.decision_number,
        delegation=change.delegation,
    )


def _make_extension_row(decided: date, extension: Extension) -> ChangeRow:
    """Source: LOU (2016:1145) 17 kap. 10 §: a clause allows an extension; from memory, for a lawyer to read."""
    return ChangeRow(
        agreed=decided,
        description=None,
        ground=ChangeGround.CHANGE_CLAUSE,
        ends=extension.until,
        is_endless=False,
        value=None,
        weekly_penalty=None,
        max_weeks=None,
        is_softer=False,
        decision_number=extension.decision_number,
        delegation=extension.delegation,
    )
