"""`realisera withdraw`: a letter that was made and not sent is marked as withdrawn."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.undo import tell_withdrawn
from generator.cli.words import _, add_examples


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FILE is a letter that was made and hasn't been sent. It is kept, in all its languages and formats, under a name "
            "that says so, and the manifest knows the day. Another letter can then be made in its place."
        ),
        "realisera withdraw output/a14/escalation-letter.D2.penalty.sv.docx",
    ),
)
@click.argument(
    "files", metavar=_("FILE..."), nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
def withdraw(*, files: tuple[Path, ...]) -> None:
    """Withdraw."""
    tell_withdrawn(files)
