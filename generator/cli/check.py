"""`realisera check`: every mistake in contracts, reports, content, templates and catalogs."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from msgspec import Struct, field

from generator.build.claims import Ids, RankClaim, Ranks, read_rank
from generator.build.executor.sharing import count_processors, map_items
from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.ignoring import IgnoredCode, Ignoring, check_settings
from generator.cli.progress import Progress
from generator.cli.sources import Day, describe_finding, echo_json, list_yaml, tell
from generator.cli.words import _, add_examples
from generator.contract.case import AllCases, Case, ReportCase
from generator.contract.checks import check_secrecy, list_gaps
from generator.contract.date_checks import check_day
from generator.contract.loading import sort_findings
from generator.errors import Finding, Place, RealiseraError
from generator.recording.proposals import check_proposals
from generator.recording.releases import check_releases
from generator.workspace import SETTINGS, Settings


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract or report file, a folder of them, or a workspace (a folder with realisera.toml), whose own "
            "content, templates and catalogs are checked too. Each finding says where it is, what is wrong and what to do."
        ),
        _("realisera check                        the workspace that you stand in"),
        "realisera check contracts/a14.yaml",
        _("realisera check --ignore RE2068        leave out the warnings of a code"),
    ),
)
@click.argument("paths", metavar=_("[PATH]..."), nargs=-1, type=Source(), shell_complete=complete_contracts, cls=SourceArgument)
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day of the check, YYYY-MM-DD. [default: today]"))
@click.option(
    "--ignore",
    "ignored",
    multiple=True,
    type=IgnoredCode(),
    metavar=_("CODE"),
    help=_("Don't show the warnings of this code, such as RE2068; may be given several times."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def check(*, paths: tuple[Path, ...], on: date | None, ignored: tuple[str, ...], as_json: bool) -> None:
    """Check files."""
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    files = list(dict.fromkeys(file for path in paths or (Path(),) for file in _list_files(path)))
    folders = [path for path in paths or (Path(),) if path.is_dir()]
    progress, counts, ignoring = Progress(), Counter[str](), Ignoring(ignored)
    findings = _count(list_mistakes(files, folders, day, progress, ignoring), counts)
    if as_json:
        echo_json(map(describe_finding, findings))
    else:
        for finding in findings:
            progress.clear()
            tell(finding)
        told = [_("Files checked: {files}. Findings: {findings}.").format(files=len(files), findings=counts.total())]
        told += [_("Warnings not shown: {number}.").format(number=ignoring.number)] if ignoring.number else []
        click.echo(" ".join(told), err=True)
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


def list_mistakes(
    files: list[Path], folders: list[Path], on: date, progress: Progress | None = None, ignoring: Ignoring | None = None
) -> Iterator[Finding]:
    """Whatever is wrong, as it is found, but for the warnings that aren't to be shown."""
    progress, ignoring = progress or Progress(), ignoring or Ignoring(())
    checker, ids, ranks = _Checker(on), Ids(), Ranks()
    for checked in progress.follow(map_items(checker, files, count_processors()), len(files)):
        claims = ids.claim(checked.id, checked.source, checked.id_place) if checked.id_place else ()
        rivals = ranks.claim(checked.rank) if checked.rank else ()
        yield from ignoring.leave_out((*claims, *rivals, *checked.findings), checked.settings)
    for folder in folders:
        if (folder / SETTINGS).is_file():
            yield from _check_folder(folder, checker.cases, ignoring)


def _check_folder(folder: Path, cases: AllCases, ignoring: Ignoring) -> Iterator[Finding]:
    """What is wrong with a workspace, but for what isn't to be shown, and with what it asks not to be shown."""
    try:
        settings = cases.find(folder).workspace.settings
    except RealiseraError as problem:
        yield from problem.findings
        return
    yield from check_settings(folder, settings)
    yield from ignoring.leave_out(_check_workspace(folder, cases), settings)


class _Checked(Struct, frozen=True):
    """What is wrong with a contract or report file, and what no other contract may say too."""

    findings: tuple[Finding, ...]
    id: str = ""
    source: str = ""
    id_place: Place | None = None
    rank: RankClaim | None = None
    settings: Settings = field(default_factory=Settings)
    """Those of the workspace that it lies in."""


class _Checker(Struct, frozen=True, eq=False):
    """Checks contract and report files, one after the other. Can be sent to another process."""

    on: date
    cases: AllCases = field(default_factory=AllCases)

    def __call__(self, path: Path) -> _Checked:
        """What is wrong with a file."""
        settings = Settings()
        try:
            settings = self.cases.find(path).workspace.settings
            case = self.cases.open(path)
        except RealiseraError as problem:
            return _Checked(problem.findings, settings=settings)
        if isinstance(case, ReportCase):
            return _Checked(case.warnings, settings=settings)
        findings = (*_check_case(case, self.on), *self._check_proposals(case))
        return _Checked(findings, case.id, case.source, case.place_of(("id",)), read_rank(case), settings)

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
    return sort_findings((*case.warnings, *case.report_problems(problems), *_check_logs(case), *check_releases(case)))


def _check_logs(case: Case) -> tuple[Finding, ...]:
    """What is wrong with the logs of a contract, where it has some: what follows from steps takes time to load."""
    if not any(deviation.escalation for deviation in case.contract.deviations):
        return ()
    from generator.recording.log_checks import check_logs  # noqa: PLC0415

    return check_logs(case)


def _check_workspace(path: Path, cases: AllCases) -> Iterator[Finding]:
    """What is wrong with the texts, layouts, clauses and ladder of a workspace."""
    workspace = cases.find(path).workspace
    from generator.documents import list_documents, list_plugin_findings  # noqa: PLC0415 (all this takes half a second to load)
    from generator.rendering import check_layouts  # noqa: PLC0415
    from generator.reporting.texts import TEXTS  # noqa: PLC0415
    from generator.text.catalogs import list_known_languages  # noqa: PLC0415
    from generator.text.content_checks import check_texts  # noqa: PLC0415

    languages = dict.fromkeys(language for spec in workspace.settings.languages for language in spec.split("+"))
    known = list_known_languages(workspace.files)
    for language in (each for each in languages if each not in known):
        hint = "make one with: realisera locale new {lang}"
        place = Place((path / SETTINGS).as_posix())
        yield Finding("there is no translation into '{lang}'", place, "languages", hint, {"lang": language})
    yield from list_plugin_findings()
    views = {**{document.slug: document.view for document in list_documents()}, **TEXTS}
    yield from check_texts(workspace.files, views, tuple(each for each in languages if each in known))
    yield from check_layouts(workspace.files, workspace.settings.pdf_engine)
    yield from cases.find(path).check_endings()
    yield from cases.find(path).check_clauses()
    yield from cases.find(path).check_ladder()
    yield from cases.find(path).check_typical_risks()
    yield from cases.find(path).check_questions()
