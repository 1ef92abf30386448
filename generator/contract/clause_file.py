"""Reading a generation of the clause, and whether a contract names only what it has. Called by `contract.case`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from msgspec.structs import replace

from generator.contract import messages
from generator.contract.choices import Area
from generator.contract.clause import Clause, ClauseFile, make_clause
from generator.contract.loading import parse_part
from generator.contract.messages import FieldPath, Problem
from generator.contract.models import Contract, Transparency
from generator.contract.reading import SECTION, list_words
from generator.contract.values import CodePoint
from generator.errors import Finding, InputError
from generator.workspace import PACKAGE, Files

FOLDER = "content/clause"
REQUIREMENTS = 7
"""How many process requirements every generation has."""


def read_clause(files: Files, version: str) -> Clause:
    """The clause file of a version, the workspace's own before the product's.

    Raises:
        InputError: there is none, or there are mistakes in it.
    """
    known = {PurePath(path).stem for path in files.list_names(f"{FOLDER}/*.yaml")}
    if version not in known:
        values = {"version": version, "known": ", ".join(sorted(known)), "folder": FOLDER}
        hint = "known versions: {known}; a workspace adds one as {folder}/VERSION.yaml"
        if files.find(f"{FOLDER}/{version}.yml"):
            hint = "rename {folder}/{version}.yml to {version}.yaml: by its name it is passed over"
        raise InputError(Finding("there is no clause of version '{version}'", subject="clause.version", hint=hint, values=values))
    name = f"{FOLDER}/{version}.yaml"
    path = files.find(name) or PACKAGE / name
    shown = name if path == PACKAGE / name else files.show(path)
    return make_clause(version, parse_part(ClauseFile, path.read_bytes(), shown, check_clause_file))


def check_clause_file(file: ClauseFile) -> Iterator[Problem]:
    """Everything that doesn't hold together in a clause file: that what it names are its sections."""
    if not file.sections:
        yield Problem(("sections",), messages.NO_SECTIONS)
        return
    yield from _check_numbers(("sections",), file.sections)
    yield from _check_numbers(("code",), file.code)
    if len(file.process_requirements) != REQUIREMENTS:
        values = {"number": str(len(file.process_requirements)), "all": str(REQUIREMENTS)}
        yield Problem(("process_requirements",), messages.NOT_SEVEN, values)
    named: list[tuple[FieldPath, str]] = [
        (("process_requirements", index), number) for index, number in enumerate(file.process_requirements)
    ]
    named += [(("parts", name), number) for name in type(file.parts).model_fields if (number := getattr(file.parts, name))]
    for version, numbers in file.other_numbers.items():
        yield from _check_numbers(("other_numbers", version), numbers)
        named += [(("other_numbers", version, theirs), ours) for theirs, ours in numbers.items()]
    for path, number in named:
        if number not in file.sections:
            yield Problem(path, messages.NOT_ITS_SECTION, {"value": number, "allowed": list_words([*file.sections], 40)})
    for level in type(file.severe_kinds).model_fields:
        if not getattr(file.severe_kinds, level):
            yield Problem(("severe_kinds", level), messages.NOTHING_SEVERE)


def _check_numbers(path: FieldPath, numbers: Iterable[str]) -> Iterator[Problem]:
    for number in numbers:
        if not re.fullmatch(SECTION, number):
            mistake = replace(messages.NOT_A_SECTION_NUMBER, at_key=True)
            yield Problem((*path, number), mistake, {"value": messages.shorten(number)})


def check_sections(contract: Contract, clause: Clause) -> Iterator[Finding]:
    """A finding for each section or point that the contract names and that no generation that its clause knows has."""
    for number, deviation in enumerate(contract.deviations):
        point = deviation.against
        if isinstance(point, CodePoint) and clause.find_point(point) is None:
            yield Finding(
                "the clause of version {version} has no '{point}' of the code of conduct",
                subject=f"deviations[{number}].against",
                hint="the points of its file: {known}; add it to the clause file if it is one",
                values={"point": point, "version": clause.version, "known": ", ".join(clause.code) or "–"},
            )
    for path, section in _list_sections(contract):
        if clause.find_section(section) is None:
            values = {"section": section, "version": clause.version, "known": ", ".join(clause.sections)}
            yield Finding(
                "the clause of version {version} has no section '{section}'",
                subject=path,
                hint="its sections: {known}",
                values=values,
            )


def check_generation(contract: Contract, clause: Clause) -> Iterator[Finding]:
    """A warning for each reference that is right in another generation of the clause than the contract's own.

    Documents show the section that it is here.
    """
    for path, section in _list_sections(contract):
        generation = clause.find_generation(section)
        if generation:
            values = {
                "section": section,
                "generation": generation,
                "version": clause.version,
                "number": clause.find_number(section),
            }
            yield Finding(
                "section '{section}' is numbered as in {generation}, but the contract has the clause of version {version}",
                subject=path,
                hint="write {number}, which documents show, or version: {generation} if that is the clause that was agreed on",
                values=values,
                severity="warning",
            )
    severe = clause.severe_kinds.get(contract.clause.level, ())
    for number, deviation in enumerate(contract.deviations):
        if deviation.severe_kind and severe and deviation.severe_kind not in severe:
            values = {"kind": deviation.severe_kind.value, "level": contract.clause.level.value, "version": clause.version}
            yield Finding(
                "{kind} is not among the severe deviations of the clause of version {version} at the {level} level",
                subject=f"deviations[{number}].severe_kind",
                hint="those are {known}; check the version and the level against the contract",
                values={**values, "known": ", ".join(severe)},
                severity="warning",
            )


def fill_terms(contract: Contract, clause: Clause) -> Contract:
    """The contract with what its clause says where the contract itself fills in nothing.

    Source: the clause: a severe deviation is reported within two weeks, and the supply chains are told of within four, if no
    other time is filled in.
    """
    terms, defaults = contract.clause.terms, clause.defaults
    missing: dict[str, object] = {}
    if terms.severe_deviation_report_days is None and defaults.severe_deviation_report_days:
        missing["severe_deviation_report_days"] = defaults.severe_deviation_report_days
    transparency = terms.transparency or Transparency()
    if transparency.days is None and defaults.transparency_days:
        missing["transparency"] = transparency.model_copy(update={"days": defaults.transparency_days})
    if not missing:
        return contract
    filled = contract.clause.model_copy(update={"terms": terms.model_copy(update=missing)})
    return contract.model_copy(update={"clause": filled})


def _list_sections(contract: Contract) -> list[tuple[str, str]]:
    """The sections that a contract names, each with where."""
    named = [
        (f"deviations[{number}].against", deviation.against)
        for number, deviation in enumerate(contract.deviations)
        if deviation.against and not isinstance(deviation.against, Area | CodePoint)
    ]
    return named + [
        (f"monitoring.activities[{number}].requirements[{index}]", section)
        for number, activity in enumerate(contract.monitoring.activities)
        for index, section in enumerate(activity.requirements)
        if section
    ]
