"""`realisera locale status`: how far each translation has come."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from generator.cli.commands import Command
from generator.cli.locale.places import find_domains
from generator.cli.words import _


@click.command(cls=Command, help=_("Tell how far each translation has come."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def status(*, as_json: bool) -> None:
    """Measure catalogs."""
    from generator.text.catalogs import read_catalog  # noqa: PLC0415 (so that help is quick)
    from generator.translating.po_files import measure_catalog  # noqa: PLC0415

    rows = [
        {"language": language, "catalog": domain.name}
        | asdict(measure_catalog(read_catalog(domain.find_catalog(language)), domain.choose_messages(language)))
        for domain in find_domains()
        for language in domain.list_languages()
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    form = _("{language} {catalog}: {translated} translated, {fuzzy} fuzzy, {missing} missing")
    for row in rows:
        click.echo(form.format(**row))
