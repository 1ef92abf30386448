"""`realisera documents`: which documents there are."""

from __future__ import annotations

import json

import click

from generator.cli.sources import Telling
from generator.cli.words import _


@click.command(help=_("List the documents: the name to use, what it is called, and what a contract must have for it."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def documents(*, as_json: bool) -> None:
    """List document types."""
    from pathlib import Path  # noqa: PLC0415 (so that help is quick)

    from generator.documents import DOCUMENTS  # noqa: PLC0415
    from generator.text.composing import read_title  # noqa: PLC0415
    from generator.workspace import find_workspace  # noqa: PLC0415

    with Telling():
        files = find_workspace(Path()).files
        rows = [
            {
                "slug": document.slug,
                "name": read_title(files, document.slug),
                "per": document.item_kind or "contract",
                "formats": list(document.formats),
                "needs": list(document.needs),
            }
            for document in DOCUMENTS
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for document, row in zip(DOCUMENTS, rows, strict=True):
        click.echo(f"{document.slug}  {row['name']}")
        click.echo(f"  {_('one for each')}: {_(document.item_kind or 'contract')}")
        click.echo(f"  {_('formats')}: {', '.join(document.formats)}")
        click.echo(f"  {_('needs')}:")
        for field in document.needs:
            click.echo(f"    {field}")
