"""Reports over the example contracts, with changes in copies of their files, and the documents that are made of them."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from generator.build.report_source import ReportSource, gather_report
from generator.build.source import gather_contract
from generator.contract.case import Case, Cases
from generator.documents import DocumentType, ReportSubject
from generator.errors import Finding
from generator.text.tree import Element
from generator.workspace import find_workspace
from tests.documents.contracts import COMPOSER, EXAMPLES, ON
from tests.loading import load_report

YEAR = EXAMPLES / "reports/2026.yaml"


def copy_examples(folder: Path) -> Path:
    """A copy of the examples in a folder; the report over the year in it."""
    return shutil.copytree(EXAMPLES, folder / "region") / "reports/2026.yaml"


def edit(path: Path, *changes: tuple[str, str]) -> Path:
    """The file, with texts in it replaced; each must be there once."""
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def write_contract(folder: Path, name: str, *changes: tuple[str, str], rest: str = "") -> Path:
    """A contract at basic level, of the years 2023 to 2027, with nothing done, but for what `rest` says."""
    text = (EXAMPLES / "contracts/cleaning.yaml").read_text(encoding="utf-8").partition("monitoring:")[0]
    path = folder / f"{name}.yaml"
    path.write_text(text.replace("RE-2023-0044", name) + rest, encoding="utf-8")
    return edit(path, *changes)


def write_report(folder: Path, first: str = "2026-01-01", last: str = "2026-12-31", rest: str = "") -> Path:
    """A report over the contract files beside it."""
    path = folder / "report.yaml"
    fields = f"period: {{from: {first}, to: {last}}}\ncontracts: [RE-*.yaml]\n{rest}"
    head = "format: 1\nid: rapport\nregistration_number: RE 1\ntitle: {sv: Rapport, en: Report}\norganisation: Region Exempel\n"
    path.write_text(head + fields, encoding="utf-8")
    return path


def gather(path: Path = YEAR, on: date = ON) -> tuple[ReportSource, tuple[Finding, ...]]:
    """What a report comes to, and what is wrong with contracts that are left out."""
    return gather_report(load_report(path), Cases(find_workspace(path)), on)


def make_subject(document: DocumentType, path: Path = YEAR, on: date = ON) -> ReportSubject:
    """What a document over a report, or over one contract, is about."""
    cases = Cases(find_workspace(path))
    case = cases.open(path)
    source = gather_contract(case, cases) if isinstance(case, Case) else gather(path, on)[0]
    subject = source.make_subject(document, on, "")
    assert isinstance(subject, ReportSubject)
    return subject


def compose(document: DocumentType, path: Path = YEAR, on: date = ON, langs: tuple[str, ...] = ("sv",)) -> Element:
    """The tree of a document."""
    return COMPOSER.compose(document.slug, document.make_view(make_subject(document, path, on)), langs).tree
