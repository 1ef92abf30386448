"""`realisera escalate`: where a deviation stands on the escalation ladder, and the next step."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.build.job import Result
from generator.build.orders import Order, make_orders
from generator.cli.commands import Command
from generator.cli.completion import complete_contracts, complete_deciders, complete_deviations, complete_steps
from generator.cli.contract_names import Source
from generator.cli.drafts import EMAIL, make_drafts
from generator.cli.generate import FORMATS, OUT, PDF_ENGINE, collect_outcomes, sum_up
from generator.cli.results import Results, tell_programs
from generator.cli.sources import Day, Languages, WrongUsage, refuse_unknown_languages, tell
from generator.cli.standing import tell_standing
from generator.cli.words import _, add_examples
from generator.contract.case import Case, Cases
from generator.contract.choices import Channel
from generator.contract.ladder_file import match_step
from generator.documents.document_type import LETTER_SLUG
from generator.errors import Finding, InputError, Phrase
from generator.pipeline import Pipeline
from generator.recording.escalate import Decision, check_step, find_decider, find_standing, take_step
from generator.recording.grammar import make_speaker, read_text
from generator.rules.standing.ladder import find_next
from generator.rules.standing.letters import name_next_letter
from generator.workspace import find_workspace


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "Says where a deviation stands and what comes next. With --decided-by, the step is checked against every rule, "
            "logged in the contract file, and its letter is made. Otherwise nothing is changed."
        ),
        "realisera escalate contracts/a14.yaml D2",
        'realisera escalate contracts/a14.yaml D2 --decided-by buyer.manager --reason "…"',
        'realisera escalate contracts/a14.yaml D2 --step reminder --skip --decided-by buyer.manager --reason "…"',
    ),
)
@click.argument(
    "contract",
    metavar=_("CONTRACT"),
    type=Source(may_be_folder=False),
    shell_complete=complete_contracts,
)
@click.argument("deviation", metavar=_("DEVIATION"), shell_complete=complete_deviations)
@click.option(
    "--step",
    default="",
    metavar=_("STEP"),
    shell_complete=complete_steps,
    help=_("The step of the ladder, by its key, its Swedish name or how that begins. [default: the one that comes next]"),
)
@click.option(
    "--on",
    type=Day(),
    metavar=_("DATE"),
    help=_("The day of the decision, none that lies ahead, YYYY-MM-DD. [default: today]"),
)
@click.option("--date", "also_on", type=Day(), hidden=True, help=_("The same as --on, by its earlier name."))
@click.option("--today", type=Day(), hidden=True, help=_("The day that counts as today, to try things out. [default: today]"))
@click.option(
    "--decided-by",
    default="",
    metavar=_("WHO"),
    shell_complete=complete_deciders,
    help=_("Who decided: somebody at the buyer in the contract, as buyer.manager."),
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar=_("TEXT"),
    help=_('Why, in words that the supplier may read; once a language, as "sv: …" and "en: …".'),
)
@click.option(
    "--sent-by", type=click.Choice([channel.value for channel in Channel]), help=_("How the letter is sent. [default: not said]")
)
@click.option(
    "--ends",
    type=Day(),
    metavar=_("DATE"),
    help=_("The day that a reasonable notice ends, where the contract has no days of notice, YYYY-MM-DD."),
)
@click.option("--decision-number", default="", metavar=_("NUMBER"), help=_("The number that the decision is registered by."))
@click.option("--delegation", default="", metavar=_("TEXT"), help=_("By which delegation it was decided."))
@click.option("--supply", default="", metavar=_("TEXT"), help=_("Who supplies care while call-offs are suspended."))
@click.option("--draft", is_flag=True, help=_("Mark text that isn't translated instead of refusing."))
@click.option("--skip", "passes_over", is_flag=True, help=_("Pass the step over instead of taking it; needs a reason."))
@click.option("--lang", "languages", type=Languages(), multiple=True, metavar=_("LANG"), help=_("Language of the letter."))
@click.option("--format", "formats", type=click.Choice(FORMATS), multiple=True, help=_("Format of the letter."))
@PDF_ENGINE
@EMAIL
@OUT
@tell_programs
def escalate(  # noqa: PLR0913 (an option each)
    *,
    contract: Path,
    deviation: str,
    step: str,
    on: date | None,
    also_on: date | None,
    today: date | None,
    decided_by: str,
    reasons: tuple[str, ...],
    sent_by: str | None,
    ends: date | None,
    decision_number: str,
    delegation: str,
    supply: str,
    draft: bool,
    passes_over: bool,
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    pdf_engine: str | None,
    email: bool,
    out: Path,
    as_json: bool,
    quiet: bool,
    log: Path | None,
) -> None:
    """Climb the ladder."""
    said = (decision_number.strip(), delegation.strip(), supply.strip())
    _check_usage(decided_by, (" ".join(reasons), *said), passes_over=passes_over, has_details=bool(sent_by or ends))
    today = today or date.today()  # noqa: DTZ011 (the officer's own day)
    day = on or also_on or today
    workspace = find_workspace(contract, Path()).override(pdf_engine=pdf_engine)
    refuse_unknown_languages(languages or workspace.settings.languages, workspace.files)
    cases = Cases(workspace)
    case = cases.open(contract)
    if not isinstance(case, Case):
        raise WrongUsage(Finding("{path} is a report, not a contract", values={"path": str(contract)}))
    step = match_step(case.ladder, step)
    standing = find_standing(case, deviation, day)
    following = find_next(standing)
    chosen = step or (following.key if following else "")
    if decided_by:
        decider = find_decider(case, decided_by)
        if not chosen:
            raise WrongUsage(Finding("no step comes next", hint="name one with --step"))
        if not step and following and following.step.ends_contract:
            values = {"step": Phrase(standing.ladder.name(chosen)), "key": chosen}
            hint = "take it by its name: --step {key}"
            raise WrongUsage(Finding("the step that comes next, {step}, ends the contract", hint=hint, values=values))
        if day > today:
            hint = "take the step on that day, or a later one"
            values = {"value": str(day), "today": str(today)}
            raise InputError(Finding("{value} lies ahead: the day is {today}", subject="--on", hint=hint, values=values))
        channel = Channel(sent_by) if sent_by else None
        reason = read_text(reasons, make_speaker(workspace, day), "--reason") if any(reasons) else ""
        decision = Decision(deviation, chosen, day, decider, reason, passes_over, channel, ends, *said)
        items = {"deviation": deviation, "step": name_next_letter(standing.deviation, chosen)}
        wishes = {"languages": languages, "formats": formats, "draft": draft}
        orders = () if passes_over else make_orders(LETTER_SLUG, on=day, items=items, **wishes)
        results = Results(out, verbose=True, as_json=as_json, quiet=quiet, log=log)
        pipeline = Pipeline(workspace, out, cases=cases, tell_wait=results.tell_wait)
        _take(contract, decision, orders, pipeline, results, email=email)
        return
    tell_standing(standing, contract)
    is_due = bool(following and following.since and following.since <= day)
    findings = check_step(standing, case, chosen, None) if step or is_due else ()
    for finding in findings:
        tell(finding)
    if step and any(finding.severity == "error" for finding in findings):
        sys.exit(1)
    if step:
        click.echo(_("{step} may be taken.").format(step=_(standing.ladder.name(step))))


def _check_usage(decided_by: str, said: Sequence[str], *, passes_over: bool, has_details: bool) -> None:
    """Refuse what is said of a decision that nobody made, and one to pass a step over without a reason, the first of `said`."""
    if not decided_by and (any(said) or passes_over or has_details):
        raise WrongUsage(Finding("say who decided, with --decided-by"))
    if passes_over and not said[0].strip():
        raise WrongUsage(Finding("a step that is passed over needs a reason: --reason"))
    if passes_over and has_details:
        hint = "leave --sent-by and --ends out"
        raise WrongUsage(Finding("a step that is passed over has no letter and ends nothing", hint=hint))


def _take(  # noqa: PLR0913 (all that a step takes)
    contract: Path, decision: Decision, orders: tuple[Order, ...], pipeline: Pipeline, results: Results, *, email: bool
) -> None:
    """Log the decision and make the letter; a step that is passed over has none."""
    out = pipeline.out
    for finding in take_step(pipeline, pipeline.builder.cases, contract, decision, orders):
        results.note(finding)
    logged = (
        _("{step} of {deviation} is now in the log as passed over.")
        if decision.passes_over
        else _("{step} of {deviation} is now in the log.")
    )
    results.report("logged", contract=contract.as_posix(), deviation=decision.deviation, step=decision.step)
    if not results.is_quiet:
        step = pipeline.builder.cases.find_ladder().name(decision.step)
        click.echo(logged.format(step=_(step), deviation=decision.deviation), err=True)
    if orders:
        outcomes, is_whole = collect_outcomes(pipeline.generate(orders, [contract]), results, out)
        if not all(outcome.path for outcome in outcomes):
            command = _write_generate(contract, decision, orders[0], out)
            click.echo(_("Make the letter again with: {command}").format(command=command), err=True)
        others = [outcome for outcome in outcomes if outcome.state == "kept"]
        if others:
            _tell_other_letters(contract, decision, orders[0], others, out)
        drafted = not email or not is_whole or make_drafts(out, outcomes, pipeline.workspace, results, draft=orders[0].draft)
        sum_up(outcomes, results, failed=not drafted or bool(others))


def _tell_other_letters(contract: Path, decision: Decision, order: Order, kept: Sequence[Result], out: Path) -> None:
    """Say which letters lie where that of the step was to be, and what to do about them."""
    files = " ".join(shlex.quote((out / outcome.file).as_posix()) for outcome in kept)
    click.echo(_("What lies here says something else than the log: {files}").format(files=files), err=True)
    click.echo(
        _("If it hasn't been sent, withdraw it, and make the letter again: {withdraw}; {generate}").format(
            withdraw=f"realisera withdraw {files}", generate=_write_generate(contract, decision, order, out)
        ),
        err=True,
    )
    undo = f"realisera undo {shlex.quote(contract.as_posix())}"
    click.echo(_("If it has been sent, it is the log that is wrong; take the step back: {undo}").format(undo=undo), err=True)


def _write_generate(contract: Path, decision: Decision, order: Order, out: Path) -> str:
    """The command that makes the letter of a step that is in the log."""
    chosen = f"--deviation {shlex.quote(decision.deviation)} --step {shlex.quote(order.items['step'])} --on {decision.on}"
    wishes = "".join(f" --lang {each}" for each in order.languages) + "".join(f" --format {each}" for each in order.formats)
    letter = f"realisera generate {LETTER_SLUG}"
    return f"{letter} {shlex.quote(str(contract))} {chosen}{wishes} --out {shlex.quote(str(out))}"
