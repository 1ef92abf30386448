"""`realisera locale check`: what is wrong in the catalogs."""

from __future__ import annotations

import json
import sys

import click

from generator.cli.commands import Command
from generator.cli.locale.places import choose_languages, find_domains
from generator.cli.sources import LanguageCode, tell
from generator.cli.words import _, add_examples
from generator.errors import Finding


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "Find mistakes in the translations.\n\n"
            "LANG is a language that there is a catalog for, such as en; without it, all are checked. Each finding says where it "
            "is, its code and what is wrong. A code is ignored where a comment over the entry says so, with a reason if you like:"
        ),
        "# realisera: ignore glossary, unchanged: …",
    ),
)
@click.argument("languages", metavar=_("[LANG]..."), nargs=-1, type=LanguageCode())
@click.option("--strict", is_flag=True, help=_("Fail on warnings too."))
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def check(*, languages: tuple[str, ...], strict: bool, as_json: bool) -> None:
    """Check catalogs."""
    from generator.errors import TextError  # noqa: PLC0415 (so that help is quick)
    from generator.text.catalogs import read_catalog  # noqa: PLC0415
    from generator.translating.checks import CatalogCheck  # noqa: PLC0415
    from generator.translating.glossary import read_glossary  # noqa: PLC0415
    from generator.workspace import Files  # noqa: PLC0415

    checked = 0
    found: list[Finding] = []
    for domain, language in choose_languages(list(find_domains()), languages):
        path = domain.find_catalog(language)
        checked += 1
        try:
            glossary = read_glossary(Files(domain.root))
            catalog = read_catalog(path)
        except TextError as problem:
            found += problem.findings
            continue
        test = CatalogCheck(catalog, str(path), source_language=domain.source, language=language, glossary=glossary)
        found += test.list_findings()
    findings = list({str(finding): finding for finding in found}.values())
    if as_json:
        click.echo(json.dumps([_as_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        for finding in findings:
            tell(finding)
        click.echo(
            _("Catalogs checked: {checked}. Findings: {findings}.").format(checked=checked, findings=len(findings)), err=True
        )
    if any(strict or finding.severity == "error" for finding in findings):
        sys.exit(1)


def _as_json(finding: Finding) -> dict[str, object]:
    return {
        "file": finding.place.file if finding.place else None,
        "line": finding.place.line if finding.place else None,
        "severity": finding.severity,
        "code": finding.subject,
        "message": finding.format_message(_),
        "hint": finding.format_hint(_),
    }
