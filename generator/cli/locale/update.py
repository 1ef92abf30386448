"""`realisera locale update`: catalogs brought in step with the texts."""

from __future__ import annotations

import click

from generator.cli.commands import Command
from generator.cli.locale.places import find_domains, list_updated
from generator.cli.sources import LanguageCode
from generator.cli.words import _
from generator.files.atomic import write_file
from generator.text.language import Language
from generator.translating.po_files import format_catalog
from generator.translating.updating import update_catalog


@click.command(
    cls=Command,
    help=_(
        "LANG is the language to translate into, such as en or fi; its catalogs are made where there is none of it. "
        "Without LANG, all catalogs that there are."
    ),
)
@click.argument("languages", metavar=_("[LANG]..."), nargs=-1, type=LanguageCode())
def update(*, languages: tuple[str, ...]) -> None:
    """Update catalogs."""
    known = [Language(language).tag for language in languages]
    for domain, language in list_updated(list(find_domains()), known):
        path = domain.find_catalog(language)
        messages = domain.explain(domain.choose_messages(language))
        write_file(path, format_catalog(update_catalog(path, language, messages)))
        click.echo(path)
