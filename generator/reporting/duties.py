"""The contracts that a command is about, one at a time, how each stands on a day, and whose its duties are. Called by `cli`.

A contract with all that is known of it takes far more room than what is told of it, and there may be thousands: whoever asks
says what to keep of each before the next is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Generic, TypeVar

from msgspec import Struct, field

from generator.build.claims import Ids
from generator.build.executor.sharing import map_items
from generator.contract.case import AllCases, Case, Cases
from generator.errors import Finding, Place, RealiseraError
from generator.rules.standing import Duty, Standing
from generator.rules.standing.responsible import Responsible, find_responsible

T = TypeVar("T")


class ContractStanding(Struct, frozen=True, dict=True):
    """A contract, and how it stands on a day."""

    case: Case
    cases: Cases
    """Those of the workspace that it lies in."""
    standing: Standing

    @cached_property
    def duties(self) -> tuple[OwnedDuty, ...]:
        """What is to be done for it, soonest first."""
        return tuple(self._own(duty) for duty in self.standing.duties)

    @cached_property
    def void(self) -> tuple[OwnedDuty, ...]:
        """What needn't be done for it any more."""
        return tuple(self._own(duty) for duty in self.standing.void)

    def _own(self, duty: Duty) -> OwnedDuty:
        return OwnedDuty(duty, find_responsible(duty, self.case.contract, self.case.ladder))


class OwnedDuty(Struct, frozen=True):
    """Something to be done, and whose it is."""

    duty: Duty
    who: Responsible


class Kept(Struct, Generic[T], frozen=True):
    """What is kept of a contract file; nothing of a report."""

    id: str
    source: str
    place: Place
    """Where its id stands."""
    what: T


class Findings(Struct, frozen=True):
    """What is wrong with a contract file; of a report, nothing."""

    all: tuple[Finding, ...]


class Reader(Struct, Generic[T], frozen=True, eq=False):
    """Reads contract files, one after the other, and keeps of each what `keep` says. Can be sent to another process."""

    on: date
    keep: Callable[[ContractStanding], T]
    _cases: AllCases = field(default_factory=AllCases)

    def __call__(self, path: Path) -> Kept[T] | Findings:
        """What is kept of the contract in a file; or what is wrong with it."""
        try:
            cases = self._cases.find(path)
            case = cases.open(path)
        except RealiseraError as problem:
            return Findings(problem.findings)
        if not isinstance(case, Case):
            return Findings(())
        return Kept(case.id, case.source, case.place_of(("id",)), self.keep(find_standing(case, cases, self.on)))


def find_standing(case: Case, cases: Cases, on: date) -> ContractStanding:
    """How a contract stands on a day."""
    return ContractStanding(case, cases, Standing(case.contract, case.clause.parts, case.ladder, on))


def read_contracts(
    paths: Sequence[Path], on: date, keep: Callable[[ContractStanding], T], jobs: int = 1
) -> Iterator[T | Findings]:
    """What is kept of each contract as it stands on a day, in order; or what is wrong with it.

    `keep` goes to other processes where there are many contracts, as `map_items` says.
    """
    ids = Ids()
    for read in map_items(Reader(on, keep), paths, jobs):
        if isinstance(read, Findings):
            yield read
        else:
            wrong = ids.claim(read.id, read.source, read.place)
            yield Findings(wrong) if wrong else read.what
