"""`realisera locale`: catalogs for translators. One module a command."""

from __future__ import annotations

import click

from generator.cli.commands import Group
from generator.cli.locale.check import check
from generator.cli.locale.extract import extract
from generator.cli.locale.new import new
from generator.cli.locale.pseudo import pseudo
from generator.cli.locale.status import status
from generator.cli.locale.update import update
from generator.cli.words import _


@click.group(
    cls=Group,
    help=_(
        "Gather the texts to translate, and keep the catalogs in step.\n\n"
        "In a workspace, the catalogs hold what the workspace itself says; the product's own texts are translated already."
    ),
)
def locale() -> None:
    """Commands for translators."""


for command in (extract, update, new, status, check, pseudo):
    locale.add_command(command)
