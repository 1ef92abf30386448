"""The sections of the clause by what they hold, whatever their numbers. For every document that explains the clause."""

from __future__ import annotations

from msgspec import Struct

from generator.contract.choices import Area, Sanction
from generator.contract.clause import Clause, ClauseSection
from generator.contract.values import CodePoint


class ProcessRequirements(Struct, frozen=True):
    """The seven process requirements, in the order of every version of the clause."""

    integrate: ClauseSection
    assess: ClauseSection
    prevent_own: ClauseSection
    """Impacts that the supplier causes or contributes to."""
    prevent_linked: ClauseSection
    """Impacts that the supplier is linked to."""
    monitor: ClauseSection
    complaints: ClauseSection
    remediation: ClauseSection


class ClauseSections(Struct, frozen=True):
    """The main sections of the clause."""

    commitments: ClauseSection
    due_diligence: ClauseSection
    reporting: ClauseSection
    monitoring: ClauseSection


def find_sections(clause: Clause) -> ClauseSections:
    """The main sections."""
    return ClauseSections(*(clause.sections[clause.parts[name]] for name in ClauseSections.__struct_fields__))


def find_requirements(clause: Clause) -> ProcessRequirements:
    """The seven process requirements."""
    return ProcessRequirements(*(clause.sections[number] for number in clause.process_requirements))


def find_section(clause: Clause, against: Area | CodePoint | str | None) -> ClauseSection | None:
    """The section of the clause that a deviation goes against, if it is one."""
    return None if isinstance(against, Area | CodePoint | None) else clause.find_section(against)


def find_point(clause: Clause, against: Area | CodePoint | str | None) -> ClauseSection | None:
    """The point of the Supplier Code of Conduct that a deviation goes against, if it is one."""
    return clause.find_point(against) if isinstance(against, CodePoint) else None


class Provisions(Struct, frozen=True):
    """Where the clause has what documents cite by number, as far as that is known."""

    transparency: str | None
    penalty: str | None
    call_off_suspension: str | None
    termination: str | None
    immediate_termination: str | None


def find_provisions(clause: Clause) -> Provisions:
    """Where the clause has its section on transparency, and those on sanctions."""
    return Provisions(*(clause.provisions.get(name) for name in Provisions.__struct_fields__))


def find_provision(clause: Clause, sanction: Sanction | None) -> ClauseSection | None:
    """The section of the clause on a sanction, if that is known."""
    number = clause.provisions.get(sanction.value) if sanction else None
    return clause.sections[number] if number else None
