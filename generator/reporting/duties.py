"""The contracts that a command is about, how each stands on a day, and whose its duties are. Called by `cli`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from generator.build.source import Ids
from generator.contract.case import AllCases, Case, Cases
from generator.errors import Finding, InputError, RealiseraError
from generator.rules.standing import Duty, Standing
from generator.rules.standing.responsible import Responsible, find_responsible


@dataclass(frozen=True)
class Portfolio:
    """Contracts as they stand on a day, and what is wrong with those that can't be read."""

    on: date
    contracts: tuple[ContractStanding, ...] = ()
    findings: tuple[Finding, ...] = ()

    @cached_property
    def duties(self) -> tuple[OwnedDuty, ...]:
        """All that is to be done, soonest first, however far ahead."""
        return sort_duties(duty for contract in self.contracts for duty in contract.duties)

    @cached_property
    def void(self) -> tuple[OwnedDuty, ...]:
        """What was to be done and needn't be any more."""
        return tuple(duty for contract in self.contracts for duty in contract.void)

    @property
    def responsible(self) -> tuple[Responsible, ...]:
        """Everybody who has anything to do, each role of each person once, by name."""
        found = dict.fromkeys(duty.who for duty in self.duties)
        return tuple(sorted(found, key=lambda who: (who.name.casefold(), who.role)))


@dataclass(frozen=True)
class ContractStanding:
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
        return OwnedDuty(duty, find_responsible(duty, self.case.contract, self.case.ladder), self)


@dataclass(frozen=True, slots=True)
class OwnedDuty:
    """Something to be done, whose it is, and the contract that it is for."""

    duty: Duty
    who: Responsible
    of: ContractStanding = field(repr=False, compare=False)

    @property
    def case(self) -> Case:
        """The contract."""
        return self.of.case


def sort_duties(duties: Iterable[OwnedDuty]) -> tuple[OwnedDuty, ...]:
    """The duties, soonest first; those of a day by contract, kind and what they are about."""
    return tuple(sorted(duties, key=lambda each: (each.duty.day, each.case.contract.id, each.duty.kind.place, each.duty.item)))


def group_by_person(duties: Iterable[OwnedDuty]) -> dict[Responsible, tuple[OwnedDuty, ...]]:
    """The duties by whose they are, in the order of the first of each; one person is one group, whatever roles they have."""
    groups: dict[tuple[str, str], list[OwnedDuty]] = {}
    for duty in duties:
        groups.setdefault(duty.who.identity, []).append(duty)
    return {group[0].who: tuple(group) for group in groups.values()}


def read_portfolio(paths: Iterable[Path], on: date) -> Portfolio:
    """The contracts in these files as they stand on a day; reports among them count for nothing."""
    contracts: list[ContractStanding] = []
    findings: dict[str, Finding] = {}
    all_cases, ids = AllCases(), Ids()
    for path in paths:
        try:
            contracts += _read(path, all_cases, ids, on)
        except RealiseraError as problem:
            findings |= {str(finding): finding for finding in problem.findings}
    return Portfolio(on, tuple(contracts), tuple(findings.values()))


def _read(path: Path, all_cases: AllCases, ids: Ids, on: date) -> Iterator[ContractStanding]:
    cases = all_cases.find(path)
    case = cases.open(path)
    if isinstance(case, Case):
        if wrong := ids.check(case):
            raise InputError(*wrong)
        yield ContractStanding(case, cases, Standing(case.contract, case.clause.parts, case.ladder, on))
