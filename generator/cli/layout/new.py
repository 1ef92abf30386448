"""`realisera layout new`: a copy of the product's own layout to start from."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.layout.check import KIND
from generator.cli.words import _, add_examples
from generator.errors import Finding, InputError, Place
from generator.files.atomic import write_file
from generator.rendering.layout_checks import LAYOUTS
from generator.workspace import Files, find_root


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "KIND is letter, report or form (Word), slides (PowerPoint) or logo (SVG). The copy comes where the workspace has "
            "its layouts; what is there already is left as it is."
        ),
        "realisera layout new letter",
        _("realisera layout new letter --to brev.docx      somewhere else"),
    ),
)
@click.argument("kind", metavar=_("KIND"), type=KIND)
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), metavar=_("FILE"), help=_("Where the copy is to come."))
def new(*, kind: str, to: Path | None) -> None:
    """Copy a layout."""
    name = LAYOUTS[kind]
    path = to or (find_root(Path()) or Path()) / name
    if path.exists():
        raise InputError(
            Finding("this file is there already", Place(path.as_posix()), hint="move it away, or name another with --to")
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    write_file(path, Files().read(name))
    click.echo(path.as_posix())
    click.echo(_("What comes next: open it in the program that it is for, change it, and look at it with:"))
    click.echo(f"  realisera layout check {path.as_posix()}")
