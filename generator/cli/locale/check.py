"""`realisera locale check`: what is wrong in the catalogs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path, PurePath

import click
from msgspec.structs import replace

from generator.cli.commands import Command
from generator.cli.locale.places import choose_languages, find_domains
from generator.cli.sources import LanguageCode, tell
from generator.cli.words import _, add_examples
from generator.errors import Finding, Place, TextError
from generator.text.catalogs import read_catalog, read_documents
from generator.translating.checks import CatalogCheck
from generator.translating.domains import Domain
from generator.translating.glossary import read_glossary
from generator.workspace import Files


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "LANG is a language that there is a catalog for, such as en; without it, all are checked. Each finding says where it "
            "is, its code and what is wrong. A code is ignored where a comment over the entry says so, with a reason if you like:"
        ),
        "# realisera: ignore glossary, unchanged: …",
    ),
)
@click.argument("languages", metavar=_("[LANG]..."), nargs=-1, type=LanguageCode())
@click.option("--strict", is_flag=True, help=_("Fail on warnings too, and tell of translations marked fuzzy."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def check(*, languages: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Check catalogs."""
    chosen = choose_languages(list(find_domains()), languages)
    found = [finding for domain, language in chosen for finding in _check_catalog(domain, language, strict=strict)]
    findings = sorted(found, key=_find_place)
    if as_json:
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            tell(finding)
        click.echo(
            _("Catalogs checked: {checked}. Findings: {findings}.").format(checked=len(chosen), findings=len(findings)), err=True
        )
    if any(strict or finding.severity == "error" for finding in findings):
        sys.exit(1)


def _check_catalog(domain: Domain, language: str, *, strict: bool) -> list[Finding]:
    path = domain.find_catalog(language)
    try:
        glossary, catalog = read_glossary(Files(domain.root)), read_catalog(path)
    except TextError as problem:
        return [replace(finding, subject="catalog") for finding in problem.findings]
    test = CatalogCheck(catalog, str(path), source_language=domain.source, language=language, glossary=glossary)
    return [*_check_documents(domain, path), *test.list_findings(), *(test.list_fuzzy() if strict else ())]


def _check_documents(domain: Domain, path: Path) -> Iterator[Finding]:
    """Whether the documents that the head of a catalog names are there."""
    known = sorted(PurePath(name).stem for name in Files(domain.root).list_names("content/*.md"))
    for document in sorted((read_documents(path) or frozenset()).difference(known)):
        values = {"document": document, "known": ", ".join(known)}
        message = "the head of this catalog names a document that isn't there: '{document}'"
        yield Finding(message, Place(str(path), 1), "documents", "there are: {known}", values)


def _find_place(finding: Finding) -> tuple[str, int]:
    return (finding.place.file, finding.place.line) if finding.place else ("", 0)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.place.file if finding.place else None,
        "line": finding.place.line if finding.place else None,
        "severity": finding.severity,
        "code": finding.code or None,
        "check": finding.subject,
        "message": finding.format_message(_),
        "hint": finding.format_hint(_),
    }
