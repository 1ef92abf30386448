"""`realisera schema`: the JSON Schema of contract and report files."""

from __future__ import annotations

import click

from generator.cli.commands import Command
from generator.cli.words import _
from generator.contract.schema import make_schema


@click.command(
    cls=Command,
    help=_("Editors that know it complete keys and underline mistakes while you write."),
)
@click.argument("kind", type=click.Choice(["contract", "report"]), default="contract")
def schema(*, kind: str) -> None:
    """Print a schema."""
    click.echo(make_schema(kind), nl=False)
