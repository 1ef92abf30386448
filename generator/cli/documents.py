"""`realisera documents`: which documents there are."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click
from msgspec.structs import replace

from generator.build.orders import ALL
from generator.cli.commands import Command
from generator.cli.sources import tell
from generator.cli.words import _
from generator.documents import DocumentType, list_documents, list_packs, list_plugin_findings
from generator.documents.document_type import Need
from generator.text.composing import read_title
from generator.workspace import find_workspace

_ITEMS = {
    "": _("contract"),
    "deviation": _("deviation"),
    "activity": _("monitoring activity"),
    "step": _("step of the escalation ladder"),
    "request": _("request for public documents"),
}
"""What a document is made one for each of, in the user's language."""
_AUDIENCES = {
    "supplier": _("the supplier"),
    "public": _("everybody: it is to be published"),
    "internal": _("your own use"),
}


@click.command(
    cls=Command,
    help=_("For each, the name to use, what it is called, and what a contract must have for it."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def documents(*, as_json: bool) -> None:
    """List document types."""
    files = find_workspace(Path()).files
    tell_plugins()
    listed = [(document, read_title(files, document.slug)) for document in list_documents()]
    if as_json:
        click.echo(json.dumps([_as_json(document, name) for document, name in listed], ensure_ascii=False, indent=1))
        return
    for document, name in listed:
        click.echo("\n".join(_describe(document, name)))
    for pack in list_packs():
        name = f"{pack.name}, " if pack.name else ""
        click.echo(f"{pack.slug}  {name}{_('a pack of')}: {', '.join(part.slug for part in pack.parts)}")
    click.echo(f"{ALL}  {_('every document that a contract has something for')}")


def tell_plugins() -> None:
    """Print on standard error which plug-ins, or documents of theirs, aren't used, and why."""
    for finding in list_plugin_findings():
        tell(replace(finding, severity="warning"), err=True)


def _describe(document: DocumentType, name: str) -> Iterator[str]:
    """The lines of a document."""
    yield f"{document.slug}  {name}"
    yield f"  {_('one for each')}: {_ITEMS[document.item_kind]}"
    yield f"  {_('for')}: {_AUDIENCES[document.audience]}"
    yield f"  {_('formats')}: {', '.join(document.formats)}"
    yield f"  {_('needs')}:"
    yield from (f"    {name_need(field)}" for field in document.needs or ("–",))


def name_need(need: str) -> str:
    """A field that a document needs, with what is said of it in the user's language."""
    if not isinstance(need, Need):  # of a package that says no more of it
        return need
    said = f"{_('or')} {need.instead}" if need.instead else _(need.remark) if need.remark else ""
    return f"{need.field} ({said})" if said else need.field


def _as_json(document: DocumentType, name: str) -> dict[str, object]:
    return {
        "slug": document.slug,
        "name": name,
        "per": document.item_kind or "contract",
        "for": document.audience,
        "formats": list(document.formats),
        "needs": list(document.needs),
        "pack": document.pack or None,
        "place": document.place or None,
        "answers": [kind.value for kind in document.answers],
    }
