"""`realisera schema`: the JSON Schema of contract and report files."""

from __future__ import annotations

import click

from generator.cli.commands import Command
from generator.cli.words import _


@click.command(
    cls=Command,
    help=_(
        "Print the JSON Schema of contract or report files.\n\n"
        "Editors that know it complete keys and underline mistakes while you write."
    ),
)
@click.argument("kind", type=click.Choice(["contract", "report"]), default="contract")
def schema(*, kind: str) -> None:
    """Print a schema."""
    from generator.contract.schema import make_schema  # noqa: PLC0415 (so that help is quick)

    click.echo(make_schema(kind), nl=False)
