"""`realisera locale`: catalogs for translators."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.sources import Telling
from generator.cli.words import _
from generator.workspace import PACKAGE, find_workspace

if TYPE_CHECKING:
    from generator.text.extraction import Message

_DOCUMENTS, _COMMAND = "documents", "cli"
_SOURCES = {_DOCUMENTS: "sv", _COMMAND: "en"}
"""The language that each domain is written in, so that there is no catalog into it."""


@click.group(
    help=_(
        "Gather the texts to translate, and keep the catalogs in step.\n\n"
        "In a workspace, the catalogs hold what the workspace itself says; the product's own texts are translated already."
    )
)
def locale() -> None:
    """Commands for translators."""


@locale.command(help=_("Write every text to translate to locales/documents.pot (and, in the product itself, locales/cli.pot)."))
def extract() -> None:
    """Write templates."""
    from generator.text.po_files import format_catalog, make_template  # noqa: PLC0415 (so that help is quick)
    from generator.writing import write_file  # noqa: PLC0415

    with Telling():
        root = _find_root()
        for domain, messages in _extract(root).items():
            path = root / "locales" / f"{domain}.pot"
            write_file(path, format_catalog(make_template(messages)))
            click.echo(f"{path}: {len(messages)}")


@locale.command(help=_("Bring the catalogs of LANG in step with the texts; without LANG, all catalogs that there are."))
@click.argument("languages", metavar="[LANG]...", nargs=-1)
def update(*, languages: tuple[str, ...]) -> None:
    """Update catalogs."""
    from generator.text.po_files import format_catalog, update_catalog  # noqa: PLC0415 (so that help is quick)
    from generator.writing import write_file  # noqa: PLC0415

    with Telling():
        root = _find_root()
        for domain, messages in _extract(root).items():
            wanted = languages or _list_languages(root, domain)
            for language in [language for language in wanted if language != _SOURCES[domain]]:
                path = _find_catalog(root, language, domain)
                write_file(path, format_catalog(update_catalog(path, language, messages)))
                click.echo(path)


@locale.command(help=_("Tell how far each translation has come."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def status(*, as_json: bool) -> None:
    """Measure catalogs."""
    from dataclasses import asdict  # noqa: PLC0415 (so that help is quick)

    from generator.text.catalogs import read_catalog  # noqa: PLC0415
    from generator.text.po_files import measure_catalog  # noqa: PLC0415

    with Telling():
        root = _find_root()
        rows = [
            {"language": language, "catalog": domain}
            | asdict(measure_catalog(read_catalog(_find_catalog(root, language, domain)), messages))
            for domain, messages in _extract(root).items()
            for language in _list_languages(root, domain)
        ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    form = _("{language} {catalog}: {translated} translated, {fuzzy} fuzzy, {missing} missing")
    for row in rows:
        click.echo(form.format(**row))


def _find_root() -> Path:
    """The workspace that the user stands in, or else the product's own folder."""
    return find_workspace(Path()).root or PACKAGE


def _find_catalog(root: Path, language: str, domain: str) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / f"{domain}.po"


def _list_languages(root: Path, domain: str) -> list[str]:
    found = {path.parent.parent.name for path in root.glob(f"locales/*/LC_MESSAGES/{domain}.po")}
    return sorted(found - {_SOURCES[domain]})


def _extract(root: Path) -> dict[str, tuple[Message, ...]]:
    """The messages by catalog: in a workspace, those that the product doesn't have."""
    from generator.cli.messages import extract_command  # noqa: PLC0415 (so that help is quick)
    from generator.text.extraction import extract_documents  # noqa: PLC0415
    from generator.workspace import Files  # noqa: PLC0415

    own = extract_documents(Files())
    if root == PACKAGE:
        return {_DOCUMENTS: own, _COMMAND: extract_command()}
    known = {message.key for message in own}
    return {_DOCUMENTS: tuple(message for message in extract_documents(Files(root)) if message.key not in known)}
