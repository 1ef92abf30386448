"""`realisera batch`: everything that is due, over a folder of contracts."""

from __future__ import annotations

import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import click

from generator.build.batch import Condition, Duties
from generator.build.executor.base import StartExecutor
from generator.build.executor.sharing import count_processors
from generator.build.job import Result
from generator.build.orders import Order, make_orders
from generator.cli.commands import INTERRUPTED, Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.documents import tell_plugins
from generator.cli.drafts import EMAIL, make_drafts
from generator.cli.generate import (
    ARCHIVE,
    FORCE,
    FORMAT,
    FORMATS,
    JOBS_TYPE,
    LANGUAGE,
    MASKED,
    ON,
    OUT,
    PDF_ENGINE,
    SHORT,
    DocumentName,
    choose_folder,
    choose_masker,
    find_processes,
)
from generator.cli.portfolio import Span
from generator.cli.results import VERBOSE, Results, tell_programs
from generator.cli.sources import WrongUsage, list_sources, refuse_no_contract, refuse_unknown_languages
from generator.cli.telling import Telling
from generator.cli.words import _, add_examples
from generator.contract.case import Case, ReportCase
from generator.errors import Finding, InputError
from generator.pipeline import Pipeline, Request
from generator.rules.watched_day import Watch
from generator.workspace import find_workspace


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract file, a folder of them, or a workspace. What is due is what realisera due lists; each document "
            "is made in the languages that the contract says. Only what has changed is made again; files that somebody changed "
            "are kept. "
            "What is wrong with one contract stops no other. A batch that was stopped goes on with the same command."
        ),
        "realisera batch contracts/ --within 6w",
        "realisera batch contracts/ --only kickoff-pack --where category=Lokalvård",
        "realisera batch --only action-plan --format docx --jobs 4 --explain",
        "realisera batch contracts/ --scheduler tcp://host:8786",
    ),
)
@click.argument("paths", metavar=_("[PATH]..."), nargs=-1, type=Source(), shell_complete=complete_contracts, cls=SourceArgument)
@ON
@click.option(
    "--within", type=Span(), default="30d", metavar=_("TIME"), help=_("How far ahead: days as 30d, weeks as 6w. [default: 30d]")
)
@click.option(
    "--only",
    multiple=True,
    type=DocumentName(),
    metavar=_("DOCUMENT"),
    help=_("This document, whether it is due or not. Repeat for more."),
)
@click.option(
    "--where",
    "conditions",
    multiple=True,
    metavar=_("FIELD=VALUE"),
    help=_("Contracts that say this only, such as category=Lokalvård; * stands for any letters. Repeat for more."),
)
@LANGUAGE
@FORMAT
@PDF_ENGINE
@OUT
@click.option("--jobs", type=JOBS_TYPE, metavar=_("COUNT"), help=_("How many processes. [default: one a processor]"))
@click.option(
    "--scheduler",
    metavar=_("ADDRESS"),
    help=_("Let the workers of this Dask scheduler do the work, on many machines: tcp://host:8786. Needs dask.distributed."),
)
@click.option("--explain", is_flag=True, help=_("Say of each file why it was made anew, or that it stays as it is."))
@click.option(
    "--fresh",
    is_flag=True,
    help=_("Today's date on everything: otherwise a document that would say the same but for its date keeps its file."),
)
@EMAIL
@FORCE
@VERBOSE
@ARCHIVE
@MASKED
@SHORT
@click.option("--draft", is_flag=True, help=_("Mark text that isn't translated instead of refusing."))
@click.option("--strict", is_flag=True, help=_("Refuse where the contract's own text isn't in the document's language."))
@tell_programs
def batch(  # noqa: PLR0913 (an option each)
    *,
    paths: tuple[Path, ...],
    on: date | None,
    within: timedelta,
    only: tuple[str, ...],
    conditions: tuple[str, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    pdf_engine: str | None,
    out: Path,
    jobs: int | None,
    scheduler: str | None,
    explain: bool,
    fresh: bool,
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
    """Make everything that is due."""
    workspace = find_workspace(*paths, Path()).override(pdf_engine=pdf_engine)
    refuse_unknown_languages(languages or workspace.settings.languages, workspace.files)
    sources = list_sources(paths or (Path(),))
    if not sources:
        raise refuse_no_contract(paths)
    wishes = {"languages": languages, "formats": formats, "draft": draft, "strict": strict, "with_source": archive}
    tell_plugins()
    masker = choose_masker(workspace, masked=masked, mask_short=mask_short, archive=archive)
    out = choose_folder(out, masked=masked)
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    try:
        for slug in only:
            make_orders(slug, on=day, **wishes)
        duties = Duties(day, within, wishes, only, tuple(map(Condition.parse, conditions)))
    except InputError as problem:
        raise WrongUsage(problem.findings[0]) from None
    start_executor = _choose_executor(jobs, scheduler, formats or FORMATS)
    results = Results(out, verbose=verbose or explain, as_json=as_json, quiet=quiet, log=log)
    pipeline = Pipeline(
        workspace,
        out,
        force=force,
        start_executor=start_executor,
        masker=masker,
        keep_dates=not fresh,
        tell_wait=results.tell_wait,
    )
    telling = Telling(sources, results, explain=explain)
    run_batch(pipeline, duties, sources, telling, email=email)


def _choose_executor(jobs: int | None, scheduler: str | None, forms: tuple[str, ...]) -> StartExecutor | None:
    """What starts the executor that is asked for; None where this process renders all itself."""
    if scheduler:
        from generator.build.executor.dask import start_dask  # noqa: PLC0415 (only a cluster needs asyncio)

        if jobs:
            raise WrongUsage(Finding("--jobs is for this machine alone; how many work for a scheduler is its own affair"))
        return start_dask(scheduler, forms)
    return find_processes(jobs or count_processors())


def _draft(pipeline: Pipeline, done: list[Result], telling: Telling, *, draft: bool) -> bool:
    workspace, masker = pipeline.workspace, pipeline.masker
    return make_drafts(pipeline.out, done, workspace, telling.results, draft=draft, masker=masker)


def run_batch(pipeline: Pipeline, duties: Duties, sources: list[Path], telling: Telling, *, email: bool) -> None:
    """Make all, tell of it, and end with exit code 1 where anything failed."""
    words = repr((duties.within, duties.only, duties.conditions, sorted(duties.wishes.items())))
    request = Request(words, duties.on, duties.wishes["formats"] or FORMATS)
    done: list[Result] = []

    def choose(case: Case | ReportCase, watch: Watch) -> tuple[Order, ...]:
        telling.see(case.path)
        return duties.choose(case, watch)

    try:
        with closing(pipeline.run(sources, choose, request)) as outcomes:
            for outcome in outcomes:
                telling.tell(outcome)
                if email:
                    done.append(outcome)
    except InputError as problem:
        telling.tell(Result(pipeline.out, None, problem.findings, "failed"))
        email = False
    except KeyboardInterrupt:
        telling.tell_results()
        telling.results.report("stopped")
        click.echo(_("Stopped. What was made is in its place; the same command goes on from there."), err=True)
        sys.exit(INTERRUPTED)
    telling.tell_results()
    drafted = not email or _draft(pipeline, done, telling, draft=duties.wishes["draft"])
    telling.sum_up()
    if not telling.told and not telling.results.is_quiet:
        fits = (
            _("No contract fits the conditions, or nothing is due of those that do.")
            if duties.conditions
            else _("Nothing is due.")
        )
        click.echo(fits, err=True)
    if telling.failed or not drafted:
        sys.exit(1)
