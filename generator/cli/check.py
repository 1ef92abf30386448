"""`realisera check`: every mistake in contracts, reports, content, templates and catalogs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from generator.build.source import Ids, Ranks
from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.results import describe_finding
from generator.cli.sources import Day, list_yaml, tell
from generator.cli.words import _, add_examples
from generator.contract.case import AllCases, Case, ReportCase
from generator.contract.checks import check_secrecy, list_gaps
from generator.contract.date_checks import check_day
from generator.contract.loading import sort_findings
from generator.documents import list_documents, list_plugin_findings
from generator.errors import Finding, RealiseraError
from generator.recording.log_checks import check_logs
from generator.recording.releases import check_releases
from generator.recording.typical import check_proposals
from generator.rendering import check_layouts
from generator.reporting.texts import TEXTS
from generator.text.content_checks import check_texts
from generator.workspace import SETTINGS


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract or report file, a folder of them, or a workspace (a folder with realisera.toml), whose own "
            "content, templates and catalogs are checked too. Each finding says where it is, what is wrong and what to do."
        ),
        _("realisera check                        the workspace that you stand in"),
        "realisera check contracts/a14.yaml",
    ),
)
@click.argument("paths", metavar=_("[PATH]..."), nargs=-1, type=Source(), shell_complete=complete_contracts, cls=SourceArgument)
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day of the check, YYYY-MM-DD. [default: today]"))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def check(*, paths: tuple[Path, ...], on: date | None, as_json: bool) -> None:
    """Check files."""
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    files = list(dict.fromkeys(file for path in paths or (Path(),) for file in _list_files(path)))
    found = list(_check_all(files, [path for path in paths or (Path(),) if path.is_dir()], day))
    findings = list({str(finding): finding for finding in found}.values())
    if as_json:
        click.echo(json.dumps([describe_finding(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            tell(finding)
        click.echo(_("Files checked: {files}. Findings: {findings}.").format(files=len(files), findings=len(findings)), err=True)
    if any(finding.severity == "error" for finding in findings):
        sys.exit(1)


def _list_files(path: Path) -> Iterator[Path]:
    """The contracts and reports that a path stands for: of a workspace, those in its two folders."""
    if not path.is_dir():
        yield path
        return
    rooms = [room for room in (path / "contracts", path / "reports") if room.is_dir()]
    for folder in rooms or [path]:
        yield from list_yaml(folder)


def _check_all(files: list[Path], folders: list[Path], on: date) -> Iterator[Finding]:
    cases = AllCases()
    yield from _check_files(files, cases, on)
    for folder in folders:
        yield from _check_workspace(folder, cases)


def _check_files(paths: list[Path], cases: AllCases, on: date) -> Iterator[Finding]:
    ids, ranks = Ids(), Ranks()
    for path in paths:
        try:
            case = cases.open(path)
            yield from (*((*ids.check(case), *ranks.check(case)) if isinstance(case, Case) else ()), *_check_case(case, on))
            if isinstance(case, Case):
                yield from check_proposals(case, cases.find(path).find_typical_risks())
        except RealiseraError as problem:
            yield from problem.findings


def _check_case(case: Case | ReportCase, on: date) -> tuple[Finding, ...]:
    """What a case that can be opened tells on a day, in order of place."""
    if isinstance(case, ReportCase):
        return case.warnings
    contract = case.contract
    problems = [*check_day(contract, on), *list_gaps(contract), *check_secrecy(contract, on)]
    return sort_findings((*case.warnings, *case.report_problems(problems), *check_logs(case), *check_releases(case)))


def _check_workspace(path: Path, cases: AllCases) -> Iterator[Finding]:
    """What is wrong with the settings, texts, layouts, clauses and ladder of a workspace; of another folder, nothing."""
    if not (path / SETTINGS).is_file():
        return
    try:
        workspace = cases.find(path).workspace
    except RealiseraError as problem:
        yield from problem.findings
        return
    languages = dict.fromkeys(language for spec in workspace.settings.languages for language in spec.split("+"))
    yield from list_plugin_findings()
    views = {**{document.slug: document.view for document in list_documents()}, **TEXTS}
    yield from check_texts(workspace.files, views, tuple(languages))
    yield from check_layouts(workspace.files, workspace.settings.pdf_engine)
    yield from cases.find(path).check_clauses()
    yield from cases.find(path).check_ladder()
    yield from cases.find(path).check_typical_risks()
    yield from cases.find(path).check_questions()
