"""`realisera documents`: which documents there are."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.words import _

_ITEMS = {
    "": _("contract"),
    "deviation": _("deviation"),
    "activity": _("monitoring activity"),
    "step": _("step of the escalation ladder"),
}
"""What a document is made one for each of, in the user's language."""


@click.command(
    cls=Command,
    help=_("List the documents.\n\nFor each, the name to use, what it is called, and what a contract must have for it."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def documents(*, as_json: bool) -> None:
    """List document types."""
    from generator.build.orders import ALL  # noqa: PLC0415
    from generator.documents import DOCUMENTS, PACKS  # noqa: PLC0415 (so that help is quick)
    from generator.text.composing import read_title  # noqa: PLC0415
    from generator.workspace import find_workspace  # noqa: PLC0415

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
        click.echo(f"  {_('one for each')}: {_ITEMS[document.item_kind]}")
        click.echo(f"  {_('formats')}: {', '.join(document.formats)}")
        click.echo(f"  {_('needs')}:")
        for field in document.needs or ("–",):
            click.echo(f"    {field}")
    for pack in PACKS:
        click.echo(f"{pack.slug}  {_('a pack of')}: {', '.join(part.slug for part in pack.parts)}")
    click.echo(f"{ALL}  {_('every document that a contract has something for')}")
