"""The sections of the clause by what they hold, whatever their numbers. For every document that explains the clause."""

from __future__ import annotations

from dataclasses import dataclass, fields

from generator.contract.clause import Clause, ClauseSection
from generator.errors import Finding, InputError


@dataclass(frozen=True, slots=True)
class ProcessRequirements:
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


@dataclass(frozen=True, slots=True)
class ClauseSections:
    """The main sections of the clause."""

    commitments: ClauseSection
    due_diligence: ClauseSection
    reporting: ClauseSection
    monitoring: ClauseSection


def find_sections(clause: Clause) -> ClauseSections:
    """The main sections.

    Raises:
        InputError: the clause file doesn't say which they are.
    """
    names = [field.name for field in fields(ClauseSections)]
    lacking = [name for name in names if clause.parts.get(name) not in clause.sections]
    if lacking:
        message = "the clause of version {version} doesn't say which section holds {parts}"
        hint = "name the sections under parts, as the product's own clause file does"
        values = {"version": clause.version, "parts": ", ".join(lacking)}
        raise InputError(Finding(message, subject="clause.version", hint=hint, values=values))
    return ClauseSections(*(clause.sections[clause.parts[name]] for name in names))


def find_requirements(clause: Clause) -> ProcessRequirements:
    """The seven process requirements.

    Raises:
        InputError: the clause file doesn't list seven of its sections.
    """
    found = [clause.sections[number] for number in clause.process_requirements if number in clause.sections]
    if len(found) != len(fields(ProcessRequirements)):
        message = "the clause of version {version} doesn't list seven process requirements"
        hint = "list seven of its sections under process_requirements, as the product's own clause file does"
        raise InputError(Finding(message, subject="clause.version", hint=hint, values={"version": clause.version}))
    return ProcessRequirements(*found)
