"""Every document lives with every contract: a term that isn't agreed stops none; a fact that is missing is named by its field.

Each example, and the smallest contract with one of each, is read again with each of its optional fields taken away, and with each
pair of the clause's terms.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.build.source import ContractSource
from generator.contract.case import Cases
from generator.documents import DOCUMENTS
from generator.documents.document_type import is_lack
from generator.errors import InputError
from generator.workspace import find_workspace
from tests.documents.contracts import COMPOSER, EXAMPLES, ON

SMALLEST = """\
format: 1
id: minst
registration_number: "1"
title: Städning
clause: {level: basic, version: "2023"}
buyer: {name: Region Exempel, address: [Box 1], contacts: {officer: {name: Åsa Öberg}}}
supplier: {name: Rent AB, address: [Storgatan 1]}
dates: {starts: 2026-01-01, ends: 2028-12-31}
kickoff: {date: 2026-12-01, starts: "09:00", ends: "12:00", place: Stadshuset}
supply_chain: [{id: S1, name: Fabriken}]
products: [{id: P1, name: Moppar, risks: [R1]}]
risks: [{id: R1, description: Låga löner, area: labour_rights}]
monitoring: {activities: [{id: M1, method: audit, planned: 2026-12, responsible: buyer.officer}]}
deviations:
  - {id: D1, found: 2026-06-01, severity: minor, against: labour_rights, description: Lönen betalas för sent.}
  - id: D2
    found: 2026-06-01
    severity: severe
    severe_kind: child_labour
    against: labour_rights
    description: Barn arbetar.
    escalation: [{step: dialogue, date: 2026-06-02}, {step: termination_with_notice, date: 2026-11-02}]
"""
"""The smallest contract with one of each."""
CASES = Cases(find_workspace(EXAMPLES / "contracts"))
FOUND = {path.stem: path.read_text(encoding="utf-8") for path in sorted(EXAMPLES.glob("contracts/*.yaml"))}
WITHOUT_END = SMALLEST.replace("ends: 2028-12-31}", "until_further_notice: true}")
CONTRACTS = FOUND | {"smallest": SMALLEST, "without end": WITHOUT_END}


@cache
def read(name: str) -> Any:
    return yaml.load(CONTRACTS[name], yaml.CBaseLoader)  # noqa: S506 (it makes texts, and nothing else)


def list_paths(part: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every key and item of a file."""
    pairs = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    for key, value in pairs:
        yield (*path, key)
        yield from list_paths(value, (*path, key))


def leave_out(whole: Any, *paths: tuple[Any, ...]) -> bytes:
    """The file without what stands at those paths, as JSON, which YAML reads and is written in a moment."""
    left = copy.deepcopy(whole)
    for *steps, last in paths:
        part = left
        for step in steps:
            part = part[step]
        del part[last]
    return json.dumps(left, ensure_ascii=False).encode()


def make_all(data: bytes, seen: set[object], on: date = ON) -> Iterator[str]:
    """What is wrong with each document of a contract; nothing where the file itself is refused. No view is composed twice."""
    try:
        source = ContractSource(CASES.parse(Path("c.yaml"), data))
    except InputError:
        return
    contract = source.whole
    for document in DOCUMENTS:
        for item in document.list_items(contract, on):
            day = document.find_day(contract, item) if document.find_day else on
            try:
                view = document.make_view(source.make_subject(document, day, item))
            except InputError as problem:
                yield from (f"{document.slug}: {finding}" for finding in problem.findings if not is_missing_fact(finding))
                continue
            key = (document.slug, repr(view))
            if key not in seen:
                seen.add(key)
                COMPOSER.compose(document.slug, view, ("sv",))


OUT_OF_TIME = ("the invitation would be dated {day}", "the document is dated {day}, before the deviation was found")


def is_missing_fact(finding: Any) -> bool:
    """Whether a document says by its field which fact it lacks, never a term of the clause; or that it isn't its time."""
    return (is_lack(finding) and not finding.subject.startswith("clause")) or finding.message.startswith(OUT_OF_TIME)


@pytest.mark.long
@pytest.mark.parametrize("name", CONTRACTS)
def test_every_document_lives_without_any_one_field(name):
    whole, seen = read(name), set()
    assert CASES.parse(Path("c.yaml"), leave_out(whole)).contract.id == whole["id"]
    assert list(make_all(leave_out(whole), seen)) == []
    assert [(path, told) for path in list_paths(whole) for told in make_all(leave_out(whole, path), seen)] == []


@pytest.mark.parametrize("name", CONTRACTS)
def test_every_document_lives_without_any_two_terms(name):
    whole, seen = read(name), set()
    paths = [("clause", "terms", term) for term in whole["clause"].get("terms", {})]
    paths += [("clause", "terms", "penalty", "max_weeks")] if "penalty" in whole["clause"].get("terms", {}) else []
    pairs = [pair for pair in combinations(paths, 2) if pair[0] != pair[1][: len(pair[0])]]
    assert [(pair, told) for pair in pairs for told in make_all(leave_out(whole, *pair), seen)] == []
