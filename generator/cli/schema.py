"""`realisera schema`: the JSON Schema of contract and report files."""

from __future__ import annotations

import click

from generator.cli.commands import Command
from generator.cli.sources import LanguageCode
from generator.cli.words import _, find_translation
from generator.contract.schema import make_schema


@click.command(
    cls=Command,
    help=_("Editors that know it complete keys and underline mistakes while you write."),
)
@click.argument("kind", type=click.Choice(["contract", "report"]), default="contract")
@click.option("--lang", metavar=_("LANG"), type=LanguageCode(), help=_("Describe each field in this language too, such as sv."))
def schema(*, kind: str, lang: str | None) -> None:
    """Print a schema."""
    click.echo(make_schema(kind, find_translation(lang) if lang else None), nl=False)
