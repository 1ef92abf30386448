"""`realisera generate`: documents from contract files."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.sources import Day, Languages, Telling, list_contracts, refuse_unknown_languages, tell
from generator.cli.words import _, format_finding
from generator.errors import InputError

if TYPE_CHECKING:
    from generator.documents import DocumentType
    from generator.pipeline import Outcome

_FORMATS = ("docx", "pdf", "html")
_LANGUAGE_HELP = _("Language: sv, en or sv+en (side by side). Repeat for more. [default: the contract's, or the workspace's]")
_FORMAT_HELP = _("Format. Repeat for more. [default: all that the document has]")
_OUT_HELP = _("Folder to write to. [default: output]")


@click.command(
    help=_(
        "Make DOCUMENT (see realisera documents), or all, of every contract in SOURCE: files, or folders of contracts.\n\n"
        "Each file that is made is named on standard output. What is wrong with one contract stops no other.\n\n"
        "\b\n"
        "  realisera generate action-plan contracts/a14.yaml\n"
        "  realisera generate action-plan contracts/ --lang sv+en --format docx\n"
        "  realisera generate action-plan contracts/a14.yaml --deviation D3 --on 2026-11-22"
    )
)
@click.argument("document", metavar="DOCUMENT")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--lang", "languages", type=Languages(), multiple=True, metavar="LANG", help=_LANGUAGE_HELP)
@click.option("--format", "formats", type=click.Choice(_FORMATS), multiple=True, help=_FORMAT_HELP)
@click.option("--out", default=Path("output"), type=click.Path(file_okay=False, path_type=Path), help=_OUT_HELP)
@click.option("--on", type=Day(), metavar="DATE", help=_("The date of the document, YYYY-MM-DD. [default: today]"))
@click.option("--deviation", "item", default="", metavar="ID", help=_("This deviation only, also one that is closed."))
@click.option("--draft", is_flag=True, help=_("Mark text that isn't translated instead of refusing."))
@click.option("--strict", is_flag=True, help=_("Refuse where the contract's own text isn't in the document's language."))
def generate(  # noqa: PLR0913 (an option each)
    *,
    document: str,
    sources: tuple[Path, ...],
    languages: tuple[str, ...],
    formats: tuple[str, ...],
    out: Path,
    on: date | None,
    item: str,
    draft: bool,
    strict: bool,
) -> None:
    """Make documents."""
    from generator.pipeline import Pipeline  # noqa: PLC0415 (so that help is quick)
    from generator.planning import Order  # noqa: PLC0415
    from generator.workspace import find_workspace  # noqa: PLC0415

    with Telling():
        workspace = find_workspace(*sources, Path())
        documents = _find_documents(document)
        refuse_unknown_languages(languages or workspace.settings.languages, workspace.files)
        contracts = list_contracts(sources)
        if not contracts:
            raise click.UsageError(_("there is no contract file in {sources}").format(sources=", ".join(map(str, sources))))
        day = on or date.today()  # noqa: DTZ011 (the officer's own day)
        orders = tuple(Order(document, day, languages, formats, item, draft, strict) for document in documents)
        outcomes = [_tell_outcome(outcome) for outcome in Pipeline(workspace, out).generate(orders, contracts)]
    _sum_up(outcomes)


def _find_documents(slug: str) -> tuple[DocumentType, ...]:
    from generator.documents import DOCUMENTS  # noqa: PLC0415 (so that help is quick)
    from generator.planning import find_document  # noqa: PLC0415

    try:
        return DOCUMENTS if slug == "all" else (find_document(slug),)
    except InputError as problem:
        raise click.UsageError(format_finding(problem.findings[0])) from None


def _tell_outcome(outcome: Outcome) -> Outcome:
    """Print what came of a file: its path and warnings as results, errors as errors, progress where somebody watches."""
    for finding in outcome.findings:
        tell(finding, err=finding.severity == "error")
    if outcome.path:
        click.echo(outcome.path.as_posix())
    return outcome


def _sum_up(outcomes: list[Outcome]) -> None:
    made = sum(outcome.path is not None for outcome in outcomes)
    failed = len(outcomes) - made
    if not outcomes:
        click.echo(_("Nothing to make: no contract has an open item that this document is about."), err=True)
    elif len(outcomes) > 1 or failed:
        click.echo(_("{made} files made, {failed} failed").format(made=made, failed=failed), err=True)
    if failed:
        sys.exit(1)
