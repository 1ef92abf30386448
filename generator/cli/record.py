"""`realisera record`: what has happened, put into the contract file."""

from __future__ import annotations

import difflib
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli.commands import Command
from generator.cli.completion import complete_contracts, complete_words
from generator.cli.contract_names import find_contract
from generator.cli.questions import StoppedError, can_ask, confirm
from generator.cli.record_questions import ask
from generator.cli.sources import MASKED_OUTPUT, OUTPUT, Day, WrongUsage, tell
from generator.cli.words import _, add_examples
from generator.contract.case import Case, Cases
from generator.contract.models import Contract
from generator.contract.nodes import Plain
from generator.errors import Finding, InputError
from generator.recording.changing import Change, CheckedChange, change_contract, fill_contract
from generator.recording.events import EVENTS
from generator.recording.forms import open_form, read_returned
from generator.recording.grammar import is_of_any_file, make_speaker, read_happening
from generator.recording.intake import read_fault
from generator.recording.releases import look_into_released
from generator.recording.typical import OPTION, add_origin, fill_in, find_known
from generator.recording.writing import Edit, list_edits
from generator.rules.standing import Standing
from generator.workspace import Workspace, find_workspace

_OPTIONS = tuple(dict.fromkeys(option.name for event in EVENTS for option in event.options))
"""The options of all events."""


def _list_events() -> str:
    """What can be recorded, for the help: the words, and what they say."""
    shown = [(_(event.named), _(event.summary)) for event in EVENTS]
    width = max(len(words) for words, _summary in shown)
    return "\n".join(["\b", *(f"  {words:{width}}  {summary}" for words, summary in shown)])


def _add_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name in reversed(_OPTIONS):
        takers = [_(event.named) for event in EVENTS if any(option.name == name for option in event.options)]
        command = click.option(f"--{name}", name.replace("-", "_"), multiple=True, metavar=_("VALUE"), help=", ".join(takers))(
            command
        )
    return command


@click.command(
    cls=Command,
    help=add_examples(
        "\n\n".join(
            [
                _(
                    "CONTRACT is a file, an id, a registration number, or a part of one that only one contract has. The day is "
                    "today if it is left out; 'i dag', 'yesterday', '2 weeks ago' and, of what lies ahead, '2 veckor' are "
                    'understood. A text may be given once a language, as "sv: …" and "en: …". A step is named by its key, its '
                    "Swedish name or how that begins, such as reminder or påminnelse. The contract is checked whole before "
                    "anything is written, and realisera undo takes the last back. Without arguments, questions are asked."
                ),
                _list_events(),
            ]
        ),
        'realisera record a14 D2 A2 done 2026-11-20 --evidence "…"',
        "realisera record a14 D2 plan approved --by buyer.manager",
        "realisera record a14 M3 done 2027-06-12 --cost 85000 --dry-run",
        "realisera record a14 M2 --answers svar.docx --dry-run",
        "realisera record a14 --answers fel.docx",
    ),
)
@click.argument("contract", metavar=_("[CONTRACT]"), required=False, default="", shell_complete=complete_contracts)
@click.argument("words", metavar=_("[WHAT]..."), nargs=-1, shell_complete=complete_words)
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day that counts as today, YYYY-MM-DD. [default: today]"))
@click.option("--dry-run", "is_tried", is_flag=True, help=_("Show the lines that would be written, and write nothing."))
@click.option(
    "--answers",
    "answers",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("A form that came back, as docx or xlsx: what it answers of the activity is recorded, or the fault that it tells of."),
)
@click.option("--replace", "replaces", is_flag=True, help=_("Write it in place of what is entered already."))
@click.option(
    f"--{OPTION}",
    multiple=True,
    metavar=_("RISK"),
    help=_("Enter a typical risk, with its source; realisera missing names them."),
)
@_add_options
def record(  # noqa: PLR0913 (an option each)
    *,
    contract: str,
    words: tuple[str, ...],
    on: date | None,
    is_tried: bool,
    replaces: bool,
    answers: Path | None,
    **given: tuple[str, ...],
) -> None:
    """Record."""
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    named = given.pop(OPTION)
    options = {name.replace("_", "-"): values for name, values in given.items()}
    if not words and not answers:
        if not sys.stdin.isatty():
            raise WrongUsage(Finding("say what has happened, such as: realisera record a14 D2 plan received"))
        contract, words, options = ask(contract, day)
    path = find_contract(contract)
    if answers:
        _record_form(path, words, answers, day, is_tried=is_tried, replaces=replaces)
        return
    workspace = find_workspace(path)
    speaker = make_speaker(workspace, day)
    cases = Cases(workspace)
    known = find_known(named, cases.find_typical_risks(), words) if named else None

    def plan(case: Case, held: Plain) -> tuple[Edit, ...]:
        standing = Standing(case.contract, case.clause.parts, case.ladder, day)
        filled = fill_in(options, known, case, workspace) if known else options
        edits = list_edits(read_happening(words, filled, standing, speaker), held, replaces=replaces)
        return add_origin(edits, known) if known else edits

    def plan_rest(contract: Contract, held: Plain) -> tuple[Edit, ...]:
        happening = read_happening(words, options, Standing(contract, {}, cases.find_ladder(), day), speaker)
        return list_edits(happening, held, replaces=replaces)

    said = " ".join(words)
    if known is None and is_of_any_file(words) and not _is_whole(path, cases):
        change = fill_contract(cases, path, plan_rest, said, today=day, is_tried=is_tried)
    else:
        change = change_contract(cases, path, plan, said, today=day, is_tried=is_tried)
    released = _look_into_released(change, workspace) if isinstance(change, CheckedChange) else ()
    for finding in (*change.warnings, *released, *change.lacks):
        tell(finding)
    _tell_change(change, path, is_tried=is_tried)


def _look_into_released(change: CheckedChange, workspace: Workspace) -> tuple[Finding, ...]:
    """What is to be said of the files that were handed out, where they lie in an output folder."""
    numbers = sorted({int(path[1]) for path in (edit.path for edit in change.edits) if path[0] == "requests" and len(path) > 1})
    roots = {root.resolve() for root in (Path(), workspace.files.root) if root}
    return look_into_released(change.case, numbers, [root / name for root in sorted(roots) for name in (OUTPUT, MASKED_OUTPUT)])


def _is_whole(path: Path, cases: Cases) -> bool:
    """Whether nothing is wrong with a contract file; it is kept for who opens it next."""
    try:
        cases.parse(path, cases.read(path))
    except InputError:
        return False
    return True


def _record_form(  # noqa: PLR0913 (what is to be recorded, and how)
    path: Path, words: tuple[str, ...], file: Path, day: date, *, is_tried: bool, replaces: bool
) -> None:
    """Record what a form says that came back."""
    if len(words) > 1:
        raise WrongUsage(Finding("name the activity that the form answers, such as: realisera record a14 M2 --answers FILE"))
    form, cases = open_form(file), Cases(find_workspace(path))

    def change(*, is_tried: bool) -> tuple[Change, list[Finding]]:
        told: list[Finding] = []

        def plan(case: Case, held: Plain) -> tuple[Edit, ...]:
            if words:
                reading = read_returned(form, words[0], case, held, cases, on=day, replaces=replaces)
            else:
                reading = read_fault(form, case, held, day)
            told.extend(reading.findings)
            return reading.edits

        what = " ".join((*words, "--answers", file.name))
        changed = change_contract(cases, path, plan, what, today=day, is_tried=is_tried)
        return changed, [*told, *changed.warnings]

    asks = can_ask() and not is_tried
    shown, told = change(is_tried=is_tried or asks)
    for finding in told:
        tell(finding)
    _tell_change(shown, path, is_tried=is_tried or asks)
    if asks and shown.edits and _is_wanted():
        change(is_tried=False)
        _tell_written(path)


def _is_wanted() -> bool:
    """Whether whoever has seen what would change wants it so."""
    try:
        return confirm(_("Write this into the contract file?"), default=False)
    except StoppedError:
        return False


def _tell_change(change: Change, path: Path, *, is_tried: bool) -> None:
    """Print the lines that are new, and on standard error what became of them."""
    if not change.edits:
        click.echo(_("The file says this already; nothing is changed."), err=True)
        return
    for line in list_changed_lines(change):
        click.echo(line)
    if is_tried:
        click.echo(_("Nothing is written. These lines would be, in {file}.").format(file=path.as_posix()), err=True)
    else:
        _tell_written(path)


def _tell_written(path: Path) -> None:
    undo = f"realisera undo {shlex.quote(path.as_posix())}"
    click.echo(_("Recorded in {file}. To take it back: {undo}").format(file=path.as_posix(), undo=undo), err=True)


def list_changed_lines(change: Change) -> Iterator[str]:
    """The lines that a change takes out, with - before them, and those that it puts in, with +."""
    old, new = (data.decode().splitlines() for data in (change.before, change.after))
    for line in difflib.unified_diff(old, new, n=0, lineterm=""):
        if line[:1] in "+-" and not line.startswith(("+++ ", "--- ")):
            yield f"{line[0]} {line[1:]}"
