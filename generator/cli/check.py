"""`realisera check`: every mistake in contracts, reports, content, templates and catalogs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import click

from generator.build.claims import Ids, RankClaim, Ranks, read_rank
from generator.build.executor.sharing import count_processors, map_items
from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.progress import Progress
from generator.cli.sources import Day, describe_finding, echo_json, list_yaml, tell
from generator.cli.words import _, add_examples
from generator.contract.case import AllCases, Case, ReportCase
from generator.contract.checks import check_secrecy, list_gaps
from generator.contract.date_checks import check_day
from generator.contract.loading import sort_findings
from generator.errors import Finding, Place, RealiseraError
from generator.recording.log_checks import check_logs
from generator.recording.releases import check_releases
from generator.recording.typical import check_proposals
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
    folders = [path for path in paths or (Path(),) if path.is_dir()]
    progress, counts = Progress(), Counter[str]()
    findings = _count(_check_all(files, folders, day, progress), counts)
    if as_json:
        echo_json(map(describe_finding, findings))
    else:
        for finding in findings:
            progress.clear()
            tell(finding)
        click.echo(_("Files checked: {files}. Findings: {findings}.").format(files=len(files), findings=counts.total()), err=True)
    if counts["error"]:
        sys.exit(1)


def _count(findings: Iterable[Finding], counts: Counter[str]) -> Iterator[Finding]:
    """The findings, each once and counted."""
    told = set()
    for finding in findings:
        if (shown := str(finding)) not in told:
            told.add(shown)
            counts[finding.severity] += 1
            yield finding


def _list_files(path: Path) -> Iterator[Path]:
    """The contracts and reports that a path stands for: of a workspace, those in its two folders."""
    if not path.is_dir():
        yield path
        return
    rooms = [room for room in (path / "contracts", path / "reports") if room.is_dir()]
    for folder in rooms or [path]:
        yield from list_yaml(folder)


def _check_all(files: list[Path], folders: list[Path], on: date, progress: Progress) -> Iterator[Finding]:
    """Whatever is wrong, as it is found."""
    checker, ids, ranks = _Checker(on), Ids(), Ranks()
    for checked in progress.follow(map_items(checker, files, count_processors()), len(files)):
        if checked.id_place:
            yield from ids.claim(checked.id, checked.source, checked.id_place)
        if checked.rank:
            yield from ranks.claim(checked.rank)
        yield from checked.findings
    for folder in folders:
        yield from _check_workspace(folder, checker.cases)


@dataclass(frozen=True, slots=True)
class _Checked:
    """What is wrong with a contract or report file, and what no other contract may say too."""

    findings: tuple[Finding, ...]
    id: str = ""
    source: str = ""
    id_place: Place | None = None
    rank: RankClaim | None = None


@dataclass(frozen=True)
class _Checker:
    """Checks contract and report files, one after the other. Can be sent to another process."""

    on: date
    cases: AllCases = field(default_factory=AllCases, compare=False, repr=False)

    def __call__(self, path: Path) -> _Checked:
        """What is wrong with a file."""
        try:
            case = self.cases.open(path)
        except RealiseraError as problem:
            return _Checked(problem.findings)
        if isinstance(case, ReportCase):
            return _Checked(case.warnings)
        findings = (*_check_case(case, self.on), *self._check_proposals(case))
        return _Checked(findings, case.id, case.source, case.place_of(("id",)), read_rank(case))

    def _check_proposals(self, case: Case) -> tuple[Finding, ...]:
        """A finding for each typical risk that is proposed for a contract; or what is wrong with the file of those."""
        try:
            return check_proposals(case, self.cases.find(case.path).find_typical_risks())
        except RealiseraError as problem:
            return problem.findings


def _check_case(case: Case, on: date) -> tuple[Finding, ...]:
    """What a contract that can be opened tells on a day, in order of place."""
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
    from generator.documents import list_documents, list_plugin_findings  # noqa: PLC0415 (all this takes half a second to load)
    from generator.rendering import check_layouts  # noqa: PLC0415
    from generator.reporting.texts import TEXTS  # noqa: PLC0415
    from generator.text.catalogs import list_known_languages  # noqa: PLC0415
    from generator.text.content_checks import check_texts  # noqa: PLC0415

    languages = dict.fromkeys(language for spec in workspace.settings.languages for language in spec.split("+"))
    known = list_known_languages(workspace.files)
    for language in (each for each in languages if each not in known):
        place, hint = Place((path / SETTINGS).as_posix()), "make one with: realisera locale new {lang}"
        yield Finding("there is no translation into '{lang}'", place, "languages", hint, {"lang": language})
    yield from list_plugin_findings()
    views = {**{document.slug: document.view for document in list_documents()}, **TEXTS}
    yield from check_texts(workspace.files, views, tuple(each for each in languages if each in known))
    yield from check_layouts(workspace.files, workspace.settings.pdf_engine)
    yield from cases.find(path).check_clauses()
    yield from cases.find(path).check_ladder()
    yield from cases.find(path).check_typical_risks()
    yield from cases.find(path).check_questions()
