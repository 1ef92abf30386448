"""What a contract has agreed on a day, with the changes known then. Pure; called by `rules`, `contract` and `documents`.

Whether a termination ends it before is for `rules.standing.phases`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

from msgspec import Struct

from generator.contract.models import Change, Contract, Extension, Money, Penalty


def list_known_changes(contract: Contract, on: date) -> tuple[Change, ...]:
    """The changes that had been agreed by the day `on`, in order of their days, and of the file within a day."""
    return order_changes(each for each in contract.changes if each.date <= on)


def order_changes(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Changes in order of their days, and of the file within a day: the last one holds."""
    return tuple(sorted(changes, key=attrgetter("date")))


class AgreedEnd(Struct, frozen=True):
    """The last day that is agreed for a contract."""

    day: date | None
    """None where it runs until further notice."""
    decided: date | None = None
    """When it was decided, if it isn't the first one."""
    is_changed: bool = False
    """Whether that was a change of the contract, and no extension."""


def find_agreed_end(contract: Contract, on: date) -> AgreedEnd:
    """The last day of a contract as agreed by the day `on`.

    Extensions and changes follow one another by their days: a change sets the last day, an extension makes it later. On one day,
    the change holds.

    Source: the contract format: `ends` is the last day without extensions that aren't decided; what runs until further notice has
    none; a change holds from the day it was agreed, and may take the last day away.
    """
    found = AgreedEnd(contract.dates.ends)
    for decided, is_change, last in sorted(_list_new_ends(contract, on), key=lambda each: each[:2]):
        if is_change or (found.day and last and last > found.day):
            found = AgreedEnd(last, decided, is_change)
    return found


def list_decided_extensions(contract: Contract, on: date) -> tuple[tuple[date, Extension], ...]:
    """The extensions that had been decided by the day `on`, each after its day, in order of these."""
    decided = ((each.decided, each) for each in contract.dates.extensions if each.decided and each.decided <= on)
    return tuple(sorted(decided, key=itemgetter(0)))


def _list_new_ends(contract: Contract, on: date) -> Iterator[tuple[date, bool, date | None]]:
    """When another last day was decided, whether by a change, and the day; None where there is none from then on."""
    for decided, extension in list_decided_extensions(contract, on):
        yield decided, False, extension.until
    for change in list_known_changes(contract, on):
        if change.ends or change.until_further_notice:
            yield change.date, True, change.ends


def find_value(contract: Contract, on: date) -> Money | None:
    """What a contract is worth as known on a day.

    Source: the contract format: a change holds from the day it was agreed.
    """
    return _find_latest(contract, on, "value") or contract.value


def find_agreed_penalty(contract: Contract, on: date) -> Penalty | None:
    """The penalty that is agreed for what is claimed on a day; one whose amount is 0 is none.

    Source: as for `find_value`. That a penalty counts as it was agreed on the day that it is claimed is this product's own.
    """
    agreed = contract.clause.terms.penalty
    for change in list_known_changes(contract, on):
        agreed = change_penalty(agreed, change)
    return agreed if agreed and agreed.amount else None


def change_penalty(agreed: Penalty | None, change: Change) -> Penalty | None:
    """The penalty after a change: of what was agreed, its maximum stays where the change says none."""
    new = change.penalty
    if new is None:
        return agreed
    kept = agreed.max_weeks if agreed else None
    return new if new.max_weeks else new.model_copy(update={"max_weeks": kept})


class Softening(Struct, frozen=True):
    """A change by which an agreed penalty is softened or dropped."""

    index: int
    """Which change it is, in the order of the file."""
    was: Penalty
    new: Penalty

    @property
    def is_dropped(self) -> bool:
        """Whether nothing is left of it."""
        return not self.new.amount


def find_softenings(contract: Contract) -> Iterator[Softening]:
    """The changes by which a penalty that was agreed until then becomes lower, is paid for fewer weeks, or is dropped.

    Amounts in two currencies can't be held against each other, and say nothing.

    Source: LOU (2016:1145) 17 kap. 9–14 §§: to drop or soften an agreed penalty can be a change that isn't allowed without a new
    procurement; from memory, for a lawyer to read.
    """
    agreed = contract.clause.terms.penalty
    for change in order_changes(contract.changes):
        new = change_penalty(agreed, change)
        if change.penalty and agreed and new and agreed.amount and _is_softer(agreed, new):
            index = next(number for number, each in enumerate(contract.changes) if each is change)
            yield Softening(index, agreed, new)
        agreed = new


def _is_softer(was: Penalty, new: Penalty) -> bool:
    has_fewer_weeks = bool(new.max_weeks and (was.max_weeks is None or new.max_weeks < was.max_weeks))
    return not new.amount or has_fewer_weeks or (was.currency == new.currency and new.amount < was.amount)


def _find_latest(contract: Contract, on: date, name: str) -> Any:
    """What the latest change that says something of it has agreed; None where none does."""
    said = [getattr(each, name) for each in list_known_changes(contract, on) if getattr(each, name)]
    return said[-1] if said else None
