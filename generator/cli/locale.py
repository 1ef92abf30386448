"""`realisera locale`: catalogs for translators."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.commands import Group
from generator.cli.sources import LanguageCode
from generator.cli.words import _
from generator.workspace import PACKAGE, find_workspace

if TYPE_CHECKING:
    from generator.text.catalogs import Key
    from generator.text.extraction import Message


@dataclass(frozen=True, slots=True)
class _Domain:
    """What a kind of catalog holds."""

    name: str
    source: str
    """The language that its texts are written in, so that there is no catalog into it."""
    messages: tuple[Message, ...]
    inherited: frozenset[Key] = frozenset()
    """Which of the messages a workspace has from the product."""


@click.group(
    cls=Group,
    help=_(
        "Gather the texts to translate, and keep the catalogs in step.\n\n"
        "In a workspace, the catalogs hold what the workspace itself says; the product's own texts are translated already."
    ),
)
def locale() -> None:
    """Commands for translators."""


@locale.command(
    help=_(
        "Write all texts to translate.\n\n"
        "They are written to locales/documents.pot and, in the product itself, locales/cli.pot: the command's own words."
    )
)
def extract() -> None:
    """Write templates."""
    from generator.text.po_files import format_catalog, make_template  # noqa: PLC0415 (so that help is quick)
    from generator.writing import write_file  # noqa: PLC0415

    root = _find_root()
    for domain in _extract(root):
        path = root / "locales" / f"{domain.name}.pot"
        own = [message for message in domain.messages if message.key not in domain.inherited]
        write_file(path, format_catalog(make_template(own)))
        click.echo(f"{path}: {len(own)}")


@locale.command(
    help=_(
        "Bring catalogs in step with the texts.\n\n"
        "LANG is the language to translate into, such as en or fi; its catalogs are made where there are none. "
        "Without LANG, all catalogs that there are."
    )
)
@click.argument("languages", metavar=_("[LANG]..."), nargs=-1, type=LanguageCode())
def update(*, languages: tuple[str, ...]) -> None:
    """Update catalogs."""
    from generator.text.language import Language  # noqa: PLC0415 (so that help is quick)
    from generator.text.po_files import format_catalog, update_catalog  # noqa: PLC0415
    from generator.writing import write_file  # noqa: PLC0415

    root = _find_root()
    known = [Language(language).tag for language in languages]
    for domain in _extract(root):
        for language in [language for language in known or _list_languages(root, domain) if language != domain.source]:
            path = _find_catalog(root, language, domain)
            write_file(path, format_catalog(update_catalog(path, language, _choose_messages(root, domain, language))))
            click.echo(path)


@locale.command(help=_("Tell how far each translation has come."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def status(*, as_json: bool) -> None:
    """Measure catalogs."""
    from generator.text.catalogs import read_catalog  # noqa: PLC0415 (so that help is quick)
    from generator.text.po_files import measure_catalog  # noqa: PLC0415

    root = _find_root()
    rows = [
        {"language": language, "catalog": domain.name}
        | asdict(measure_catalog(read_catalog(_find_catalog(root, language, domain)), _choose_messages(root, domain, language)))
        for domain in _extract(root)
        for language in _list_languages(root, domain)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    form = _("{language} {catalog}: {translated} translated, {fuzzy} fuzzy, {missing} missing")
    for row in rows:
        click.echo(form.format(**row))


def _find_root() -> Path:
    """The workspace that the user stands in, or else the product's own folder if that is where the user stands."""
    here = Path.cwd()
    root = find_workspace(here).root
    if root is None and not here.is_relative_to(PACKAGE):
        raise click.UsageError(_("there is no workspace here; go to a folder with a file realisera.toml, or make that file"))
    return root or PACKAGE


def _find_catalog(root: Path, language: str, domain: _Domain) -> Path:
    return root / "locales" / language / "LC_MESSAGES" / f"{domain.name}.po"


def _list_languages(root: Path, domain: _Domain) -> list[str]:
    found = {path.parent.parent.name for path in root.glob(f"locales/*/LC_MESSAGES/{domain.name}.po")}
    return sorted(found - {domain.source})


def _choose_messages(root: Path, domain: _Domain, language: str) -> tuple[Message, ...]:
    """The messages of a language's catalog: in a workspace, what the product hasn't translated, or what is there already."""
    translated = domain.inherited & _read_keys(_find_catalog(PACKAGE, language, domain))
    there = _read_keys(_find_catalog(root, language, domain))
    return tuple(message for message in domain.messages if message.key not in translated or message.key in there)


def _read_keys(path: Path) -> frozenset[Key]:
    from generator.text.catalogs import read_catalog  # noqa: PLC0415 (so that help is quick)

    entries = read_catalog(path) if path.exists() else ()
    return frozenset((entry.context or "", entry.id if isinstance(entry.id, str) else entry.id[0]) for entry in entries)


def _extract(root: Path) -> Iterator[_Domain]:
    from generator.cli.messages import extract_command  # noqa: PLC0415 (so that help is quick)
    from generator.text.extraction import extract_documents  # noqa: PLC0415
    from generator.text.language import SOURCE  # noqa: PLC0415
    from generator.workspace import Files  # noqa: PLC0415

    own = extract_documents(Files())
    if root == PACKAGE:
        yield _Domain("documents", SOURCE, own)
        yield _Domain("cli", "en", extract_command())
    else:
        yield _Domain("documents", SOURCE, extract_documents(Files(root)), frozenset(message.key for message in own))
