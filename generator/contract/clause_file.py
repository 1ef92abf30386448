"""Reading a version of the clause, and whether a contract names only sections that it has. Called by `pipeline`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

import yaml

from generator.contract.choices import Area
from generator.contract.clause import Clause, ClauseSection, SourceText
from generator.contract.models import Contract
from generator.errors import Finding, InputError, Place
from generator.workspace import Files

CONTEXT = "clause"
"""The context that the catalogs know a clause's titles by."""


def read_clause(files: Files, version: str) -> Clause:
    """The clause file of a version, the workspace's own before the product's.

    Raises:
        InputError: there is none, or it isn't a clause file.
    """
    name = f"content/clause/{version}.yaml"
    known = {PurePath(path).stem for path in files.list_names("content/clause/*.yaml")}
    if version not in known:
        values = {"version": version, "known": ", ".join(sorted(known))}
        hint = "known versions: {known}; a workspace adds one as content/clause/VERSION.yaml"
        raise InputError(Finding("there is no clause of version '{version}'", subject="clause.version", hint=hint, values=values))
    try:
        data = yaml.load(files.read(name), Loader=yaml.CBaseLoader)  # noqa: S506 (gives strings, lists and maps only)
        sections = {number: ClauseSection(number, SourceText(title, CONTEXT)) for number, title in data["sections"].items()}
        return Clause(version, sections, tuple(data["process_requirements"]), dict(data.get("parts", {})))
    except (yaml.YAMLError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(
            Finding(
                "this is not a clause file", Place(name), hint="it holds sections and process_requirements, as the product's own"
            )
        ) from problem


def check_sections(contract: Contract, clause: Clause) -> Iterator[Finding]:
    """A finding for each section that the contract names and its version of the clause doesn't have."""
    named = [
        (f"deviations[{number}].against", deviation.against)
        for number, deviation in enumerate(contract.deviations)
        if deviation.against and not isinstance(deviation.against, Area)
    ]
    named += [
        (f"monitoring.activities[{number}].requirements[{index}]", section)
        for number, activity in enumerate(contract.monitoring.activities)
        for index, section in enumerate(activity.requirements)
        if section
    ]
    for path, section in named:
        if section not in clause.sections:
            values = {"section": section, "version": clause.version, "known": ", ".join(clause.sections)}
            yield Finding(
                "the clause of version {version} has no section '{section}'",
                subject=path,
                hint="its sections: {known}",
                values=values,
            )
