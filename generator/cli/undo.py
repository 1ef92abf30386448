"""`realisera undo`: the last that was recorded of a contract, taken back."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import find_contract
from generator.cli.record import list_changed_lines
from generator.cli.results import echo_wait
from generator.cli.sources import OUTPUT
from generator.cli.words import _, add_examples
from generator.contract.case import Cases
from generator.output.journal import Entry
from generator.provenance.letters import find_holding, list_gone, list_letters, withdraw_letters
from generator.recording.changing import find_letters_folder, undo_change
from generator.workspace import find_workspace


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "CONTRACT is a file, an id, a registration number, or a part of one that only one contract has. What realisera "
            "record or realisera escalate wrote last is taken back, and the file is as it was. Where it was edited by hand "
            "since, that stays, or nothing is done. The letter of a step that is taken back is withdrawn, unless it was changed "
            "or the log tells that it was sent. Other letters that hold no more are named."
        ),
        "realisera undo a14",
        "realisera undo a14 --withdraw",
    ),
)
@click.argument("contract", metavar=_("CONTRACT"), shell_complete=complete_contracts)
@click.option("--withdraw", is_flag=True, help=_("Withdraw all letters that hold no more, since they weren't sent."))
@click.option(
    "--pass-over", "passes_over", is_flag=True, help=_("Leave what was edited since, and take back what was recorded before it.")
)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    metavar=_("FOLDER"),
    help=_("Folder that letters were written to. [default: that of the step that is taken back, or output]"),
)
def undo(*, contract: str, withdraw: bool, passes_over: bool, out: Path | None) -> None:
    """Undo."""
    path = find_contract(contract)
    cases = Cases(find_workspace(path))
    data = cases.read(path)
    before = cases.examine(path, data).require_contract()
    out = out or find_letters_folder(path, data) or OUTPUT
    letters = list_letters(out, before.id)
    held = find_holding(out, letters, path)
    change = undo_change(cases, path, passes_over=passes_over)
    for line in list_changed_lines(change):
        click.echo(line)
    click.echo(_("Taken back in {file}: {what}").format(file=path.as_posix(), what=change.what), err=True)
    gone = list_gone(out, letters, before, change.contract)
    holding = find_holding(out, [entry for entry in letters if entry.path in held], path)
    lost = [entry for entry in letters if entry.path in held - holding and entry not in gone]
    tell_withdrawn([out / entry.path for entry in gone])
    _tell_letters(out, lost, withdraw=withdraw)


def _tell_letters(out: Path, letters: Sequence[Entry], *, withdraw: bool) -> None:
    """Print the letters that hold no more, and how to withdraw them; or withdraw them."""
    for entry in letters:
        click.echo(_("This letter holds no more: {file}").format(file=(out / entry.path).as_posix()))
    files = [out / entry.path for entry in letters]
    if files and withdraw:
        tell_withdrawn(files)
    elif files:
        command = " ".join(["realisera withdraw", *(shlex.quote(file.as_posix()) for file in files)])
        click.echo(_("If it hasn't been sent, withdraw it: {command}").format(command=command), err=True)


def tell_withdrawn(files: Sequence[Path]) -> None:
    """Withdraw letters, and print what each is called now; drafts of e-mails with them are removed, so that none is sent."""
    from generator.reporting.drafts import find_drafts  # noqa: PLC0415 (only what is withdrawn has use for it)

    for old, new in withdraw_letters(files, date.today(), echo_wait):  # noqa: DTZ011 (the officer's own day)
        click.echo(_("Withdrawn: {old} is now {new}").format(old=old.as_posix(), new=new.name))
        for draft in find_drafts(old):
            draft.unlink()
            click.echo(_("The draft of its e-mail is removed: {file}").format(file=draft.as_posix()))
