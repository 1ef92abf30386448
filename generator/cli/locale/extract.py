"""`realisera locale extract`: all texts to translate, as templates."""

from __future__ import annotations

import click

from generator.cli.commands import Command
from generator.cli.locale.places import find_domains
from generator.cli.words import _
from generator.files.atomic import write_file
from generator.translating.po_files import format_catalog, make_template


@click.command(
    cls=Command,
    help=_("They are written to locales/documents.pot and, in the product itself, locales/cli.pot: the command's own words."),
)
def extract() -> None:
    """Write templates."""
    for domain in find_domains():
        write_file(domain.template, format_catalog(make_template(domain.explain(domain.own_messages))))
        click.echo(f"{domain.template}: {len(domain.own_messages)}")
