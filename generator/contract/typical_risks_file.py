"""Reading typical risks: those of the workspace over the product's own, file by file. Called by `contract.case`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from generator.contract import messages
from generator.contract.clause import SourceText
from generator.contract.loading import parse_part
from generator.contract.messages import Problem
from generator.contract.reading import ROLE
from generator.contract.typical_risks import CONTEXT, KnownRisk, TypicalRisksFile
from generator.errors import Finding, InputError
from generator.workspace import Files

FOLDER = "content/risks"


def read_typical_risks(files: Files) -> tuple[KnownRisk, ...]:
    """All typical risks, by file and then as they stand there.

    Raises:
        InputError: with all mistakes in all files.
    """
    found: list[KnownRisk] = []
    findings: list[Finding] = []
    for name in files.list_names(f"{FOLDER}/*.yaml"):
        try:
            found += _read_file(files, name)
        except InputError as problem:
            findings += problem.findings
    if findings:
        raise InputError(*findings)
    return tuple(found)


def _read_file(files: Files, name: str) -> Iterator[KnownRisk]:
    path = next(iter(files.find_layers(name)))
    file = parse_part(TypicalRisksFile, path.read_bytes(), files.show(path), _check)
    category = SourceText(file.name, CONTEXT)
    for key, risk in file.risks.items():
        yield KnownRisk(f"{PurePath(name).stem}.{key}", category, risk.cpv or file.cpv, risk)


def _check(file: TypicalRisksFile) -> Iterator[Problem]:
    for key, risk in file.risks.items():
        if not re.fullmatch(ROLE, key):
            yield Problem(("risks", key), messages.NOT_A_RISK_KEY, {"value": messages.shorten(key)})
        if not risk.sources:
            yield Problem(("risks", key, "sources"), messages.NO_SOURCE)
