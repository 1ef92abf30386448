"""`realisera locale pseudo`: a catalog in a language that nobody speaks, to see what breaks."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.locale.places import find_domains
from generator.cli.words import _
from generator.files.atomic import write_file
from generator.text.language import PSEUDO
from generator.translating.po_files import format_catalog
from generator.translating.pseudo import make_pseudo_catalog


@click.command(
    cls=Command,
    help=_(
        "Its texts are longer than the Swedish ones and stand in brackets, so that documents show what doesn't fit and what "
        "isn't translated: realisera generate … --lang en-XA. Delete it before anything is sent."
    ),
)
@click.option(
    "--output", type=click.Path(path_type=Path, dir_okay=False), help=_("Write it here. [default: the workspace's own]")
)
def pseudo(*, output: Path | None) -> None:
    """Write the pseudo-language."""
    domain = next(domain for domain in find_domains() if domain.name == "documents")
    path = output or domain.find_catalog(PSEUDO)
    write_file(path, format_catalog(make_pseudo_catalog(domain.messages)))
    click.echo(path)
    click.echo(_("Texts in it: {count}. Delete it before anything is sent.").format(count=len(domain.messages)), err=True)
