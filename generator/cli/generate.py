"""`realisera generate`: documents from contract files."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem
from msgspec.structs import replace

from generator.build.executor.base import StartExecutor
from generator.build.job import Result
from generator.build.orders import Order, list_slugs, make_orders
from generator.cli.commands import Command
from generator.cli.completion import (
    complete_activities,
    complete_contracts,
    complete_deviations,
    complete_letters,
    complete_requests,
)
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.documents import name_need, tell_plugins
from generator.cli.drafts import EMAIL, make_drafts
from generator.cli.results import VERBOSE, Results, tell_programs
from generator.cli.sources import (
    MASKED_OUTPUT,
    OUTPUT,
    Day,
    Languages,
    NamedChoice,
    WholeNumber,
    WrongUsage,
    WrongValue,
    list_sources,
    refuse_no_contract,
    refuse_unknown_languages,
    tell,
)
from generator.cli.words import _, add_examples
from generator.contract.case import Cases
from generator.contract.loading import is_report
from generator.documents import list_documents, list_packs
from generator.documents.document_type import is_lack
from generator.errors import Finding, InputError, RealiseraError
from generator.pipeline import Pipeline
from generator.text.composing import read_title
from generator.workspace import PDF_ENGINES, Workspace, find_root, find_workspace

if TYPE_CHECKING:
    from generator.masking.case import Masker


class DocumentName(click.ParamType[str]):
    """A document, a pack, or all of them, by its slug; or a document or a pack by what it is called, or how that begins."""

    name = "document"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The slug; wrong usage if several may be meant. Whether there is such a document is told where it is ordered."""
        if value in list_slugs():
            return str(value)
        titles, wanted = _read_titles(), str(value).casefold()
        found = [slug for slug, title in titles.items() if title == wanted]
        found = found or [slug for slug, title in titles.items() if title.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            values = {"name": value, "known": ", ".join(f"{slug} ({titles[slug]})" for slug in found)}
            raise WrongValue(
                Finding("several documents may be meant by '{name}'", hint="say which: {known}", values=values), param, ctx
            )
        near = difflib.get_close_matches(wanted, titles.values(), 1)
        if near and not difflib.get_close_matches(wanted, list_slugs(), 1):
            values = {"slug": value, "near": next(slug for slug, title in titles.items() if title == near[0])}
            finding = Finding("there is no document '{slug}'", hint="did you mean '{near}'?", values=values)
            raise WrongValue(finding, param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:  # noqa: ARG002
        """The slugs that begin so."""
        return [CompletionItem(slug) for slug in list_slugs() if slug.startswith(incomplete)]


def _read_titles() -> dict[str, str]:
    """What each document and pack is called, in small letters, by its slug."""
    files = find_workspace(Path()).files
    titles = {}
    for document in list_documents():
        with suppress(RealiseraError):
            titles[document.slug] = read_title(files, document.slug).casefold()
    return titles | {pack.slug: pack.name.casefold() for pack in list_packs() if pack.name}


_FORMATS = {"docx": ("word",), "pdf": (), "html": ("webb", "webbsida"), "pptx": ("powerpoint",), "xlsx": ("excel",)}
FORMATS = tuple(_FORMATS)
_LANGUAGE_HELP = _(
    "Language, such as sv, en or de, or two side by side, such as sv+en. "
    "Repeat for more. [default: the contract's, or the workspace's]"
)
_FORMAT_HELP = _("Format. Repeat for more. [default: all that the document has]")
PDF_ENGINE = click.option(
    "--pdf-engine",
    type=click.Choice(PDF_ENGINES),
    help=_(
        "What lays out PDFs: auto is WeasyPrint where the library Pango is there, else Typst, which needs nothing of the system. "
        "[default: the workspace's, or auto]"
    ),
)
_OUT_HELP = _("Folder to write to. [default: output]")
LANGUAGE = click.option("--lang", "languages", type=Languages(), multiple=True, metavar=_("LANG"), help=_LANGUAGE_HELP)
FORMAT = click.option("--format", "formats", type=NamedChoice(_FORMATS), multiple=True, help=_FORMAT_HELP)
OUT = click.option("--out", default=OUTPUT, type=click.Path(file_okay=False, path_type=Path), metavar=_("FOLDER"), help=_OUT_HELP)
ON = click.option("--on", type=Day(), metavar=_("DATE"), help=_("The date of the document, YYYY-MM-DD. [default: today]"))
JOBS_TYPE = WholeNumber(1, 256)
ARCHIVE = click.option(
    "--archive",
    is_flag=True,
    help=_("For your own archive: each PDF carries the contract file, or the report file, that it was made from."),
)
MASKED = click.option(
    "--masked",
    is_flag=True,
    help=_("The masked edition, without what is confidential in the contract. It goes to a folder of its own. [default: masked]"),
)
SHORT = click.option(
    "--mask-short/--leave-short",
    "mask_short",
    default=None,
    help=_("Of hidden values that are very short or everyday words: mask them in other texts too, or leave them there."),
)
FORCE = click.option("--force", is_flag=True, help=_("Replace files that somebody changed, too."))


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "DOCUMENT is one of those that realisera documents lists, or all. SOURCE is a contract file, a report file, or a "
            "folder of them. "
            "Each file that is made is named on standard output. What is wrong with one contract stops no other."
        ),
        "realisera generate action-plan contracts/a14.yaml",
        "realisera generate action-plan contracts/ --lang sv+en --format docx",
        "realisera generate action-plan contracts/a14.yaml --deviation D3 --on 2026-11-22",
    ),
)
@click.argument("document", metavar=_("DOCUMENT"), type=DocumentName())
@click.argument(
    "sources",
    metavar=_("SOURCE..."),
    nargs=-1,
    required=True,
    type=Source(),
    shell_complete=complete_contracts,
    cls=SourceArgument,
)
@LANGUAGE
@FORMAT
@PDF_ENGINE
@OUT
@ON
@click.option(
    "--deviation",
    default="",
    metavar="ID",
    shell_complete=complete_deviations,
    help=_("This deviation only, also one that is closed."),
)
@click.option(
    "--step",
    default="",
    metavar=_("STEP"),
    shell_complete=complete_letters,
    help=_(
        "The letter of this step of the ladder, by its key, its Swedish name or how that begins: reminder or påminnelse, and "
        "reminder-2 where it was taken again. [default: the last taken]"
    ),
)
@click.option(
    "--activity",
    default="",
    metavar="ID",
    shell_complete=complete_activities,
    help=_("This monitoring activity only, also one that is done."),
)
@click.option(
    "--request",
    default="",
    metavar="ID",
    shell_complete=complete_requests,
    help=_("This request for public documents only, also one that is answered."),
)
@click.option("--zip", "as_archive", is_flag=True, help=_("Also make one archive of a pack for each language, ready to send."))
@click.option("--jobs", default=1, type=JOBS_TYPE, metavar=_("COUNT"), help=_("How many processes. [default: 1]"))
@EMAIL
@FORCE
@VERBOSE
@ARCHIVE
@MASKED
@SHORT
@click.option("--draft", is_flag=True, help=_("Mark text that isn't translated instead of refusing."))
@click.option("--strict", is_flag=True, help=_("Refuse where the contract's own text isn't in the document's language."))
@tell_programs
def generate(  # noqa: PLR0913 (an option each)
    *,
    document: str,
    sources: tuple[Path, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    pdf_engine: str | None,
    out: Path,
    on: date | None,
    deviation: str,
    step: str,
    activity: str,
    request: str,
    as_archive: bool,
    jobs: int,
    email: bool,
    force: bool,
    verbose: bool,
    archive: bool,
    masked: bool,
    mask_short: bool | None,
    draft: bool,
    strict: bool,
    as_json: bool,
    quiet: bool,
    log: Path | None,
) -> None:
    """Make documents."""
    workspace = find_workspace(*sources, Path()).override(pdf_engine=pdf_engine)
    if len({find_root(source, Path()) for source in sources}) > 1:
        hint = "make the documents of one workspace at a time"
        raise WrongUsage(Finding("these lie in different workspaces", hint=hint))
    refuse_unknown_languages(languages or workspace.settings.languages, workspace.files)
    tell_plugins()
    masker = choose_masker(workspace, masked=masked, mask_short=mask_short, archive=archive)
    out = choose_folder(out, masked=masked)
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    chosen = {"deviation": deviation, "step": step, "activity": activity, "request": request}
    items = {kind: item for kind, item in chosen.items() if item}
    options = {"as_archive": as_archive, "draft": draft, "strict": strict, "with_source": archive}
    orders = _make_orders(document, on=day, languages=languages, formats=formats, items=items, **options)
    over_figures = any(order.document.is_over_figures for order in orders)
    if over_figures and any(source.is_dir() for source in sources):
        orders = tuple(replace(order, where_it_fits=True) for order in orders)
    files = list_sources(sources, with_reports=over_figures)
    if not files:
        raise refuse_no_contract(sources)
    start_executor = find_processes(jobs)
    if all(order.document.lists_contracts for order in orders) and all(source.is_dir() for source in sources):
        # A report file names whole contracts, so it stands in no folder of masked documents.
        files = _choose_report(files, orders[0], OUTPUT if masked else out, workspace, day)
    results = Results(out, verbose=verbose, as_json=as_json, quiet=quiet, log=log)
    wait = results.tell_wait
    pipeline = Pipeline(workspace, out, force=force, start_executor=start_executor, masker=masker, tell_wait=wait)
    watched = files if quiet else _tell_progress(files)
    done, is_whole = collect_outcomes(pipeline.generate(orders, watched), results, out)
    if not quiet:
        _point_to_missing(done, workspace)
    drafted = not email or not is_whole or make_drafts(out, done, workspace, results, draft=draft, masker=masker)
    sum_up(done, results, failed=not drafted)
    if not done and not quiet:
        _tell_needs(orders)


def find_processes(jobs: int) -> StartExecutor | None:
    """What starts so many processes; None where this one does all."""
    if jobs == 1:
        return None
    from generator.build.executor.processes import start_processes  # noqa: PLC0415 (this and others below: rarely needed)

    return start_processes(jobs)


def collect_outcomes(outcomes: Iterator[Result], results: Results, out: Path) -> tuple[list[Result], bool]:
    """What came of each file, told; and whether that is all, rather than as far as the output folder took it."""
    done: list[Result] = []
    try:
        done.extend(results.add_outcome(outcome) for outcome in outcomes)
    except InputError as problem:
        done.append(results.add_outcome(Result(out, None, problem.findings, "failed")))
        return done, False
    finally:
        results.tell()
    return done, True


def _choose_report(files: list[Path], order: Order, out: Path, workspace: Workspace, day: date) -> list[Path]:
    """The files, or where no report is among them one over them all, of the year: it stands in the output folder."""
    from generator.drafting.report_file import write_report  # noqa: PLC0415

    if any(is_report(file) for file in files):
        return files
    slug = order.document.slug
    path = out / f"{slug}-{day.year}.yaml"
    try:
        is_new = write_report(path, files, Cases(workspace), day)
    except InputError as problem:
        for finding in problem.findings:
            tell(finding, err=True)
        sys.exit(1)
    told = _("There is no report file here, so one was written: {file}. Add what it lacks, such as capacity_days.")
    if is_new:
        click.echo(told.format(file=path.as_posix()), err=True)
    return [path]


def _tell_needs(orders: tuple[Order, ...]) -> None:
    """Print on standard error what the documents are made of, where there was nothing for any."""
    for order in orders:
        if order.document.needs:
            fields = ", ".join(map(name_need, order.document.needs))
            click.echo(_("{document} needs {fields}").format(document=order.document.slug, fields=fields), err=True)


def _point_to_missing(done: Iterable[Result], workspace: Workspace) -> None:
    """Print on standard error which command tells all that a contract lacks, for each whose documents failed for a lack."""
    failed = [each for each in done if each.state == "failed"]
    if not failed:
        return
    from generator.cli.blanks import list_blanks  # noqa: PLC0415
    from generator.recording.quoting import quote_path  # noqa: PLC0415

    cases = Cases(workspace)
    for source, outcomes in groupby(failed, key=lambda each: each.source):
        lacks = any(is_lack(finding) for each in outcomes for finding in each.findings)
        with suppress(InputError):  # what is wrong with the file is told already
            if lacks or list_blanks(source, cases):
                hint = _("what its documents lack, and the command for each: {command}")
                command = f"realisera missing {quote_path(source)}"
                click.echo(f"  {_('hint')}: {hint.format(command=command)}", err=True)


def choose_masker(workspace: Workspace, *, masked: bool, mask_short: bool | None, archive: bool) -> Masker | None:
    """What masks the documents that are made; None where they are made whole."""
    if not masked:
        if mask_short is not None:
            raise WrongUsage(Finding("--mask-short and --leave-short are for --masked"))
        return None
    if archive:
        raise WrongUsage(Finding("--archive carries the whole contract file, so it can't be combined with --masked"))
    from generator.masking.case import Masker  # noqa: PLC0415 (most runs mask nothing)

    return Masker(workspace, "" if mask_short is None else "mask" if mask_short else "leave")


def choose_folder(out: Path, *, masked: bool) -> Path:
    """The output folder: masked and whole documents never share one."""
    is_chosen = click.get_current_context().get_parameter_source("out") is not ParameterSource.DEFAULT
    return out if is_chosen or not masked else MASKED_OUTPUT


def _tell_progress(contracts: list[Path]) -> Iterator[Path]:
    """The contracts one by one, each told on standard error as its turn comes, where there are several and somebody watches."""
    for number, contract in enumerate(contracts, 1):
        if len(contracts) > 1 and sys.stderr.isatty():
            progress = _("Contract {number} of {count}: {path}")
            click.echo(progress.format(number=number, count=len(contracts), path=contract), err=True)
        yield contract


def _make_orders(slug: str, **wishes: Any) -> tuple[Order, ...]:
    try:
        return make_orders(slug, **wishes)
    except InputError as problem:
        raise WrongUsage(problem.findings[0]) from None


def sum_up(outcomes: list[Result], results: Results, *, failed: bool = False) -> None:
    """Say what came of all files, and end with exit code 1 if one failed, or something else has `failed`."""
    states: Counter[str] = Counter(outcome.state for outcome in outcomes)
    results.report_sum(states)
    if not results.is_quiet or states["failed"]:
        _tell_sum(states)
    if states["failed"] or failed:
        sys.exit(1)


def _tell_sum(states: Counter[str]) -> None:
    told = {state: states[state] for state in ("made", "unchanged", "kept", "failed")}
    if not any(told.values()):
        click.echo(_("Nothing to make: no contract has anything that these documents are about."), err=True)
    elif told != {"made": 1, "unchanged": 0, "kept": 0, "failed": 0}:
        click.echo(_("Made: {made}. Unchanged: {unchanged}. Kept: {kept}. Failed: {failed}.").format(**told), err=True)
