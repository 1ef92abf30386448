"""`realisera missing`: what the documents of a contract still lack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date

import click
from msgspec import to_builtins

from generator.build.source import gather_contract
from generator.cli.blanks import Blank, list_blanks
from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import find_contract
from generator.cli.portfolio import ON
from generator.cli.words import _, add_examples, find_language
from generator.contract.case import Cases
from generator.recording.missing import Lack, Waiting, list_waiting
from generator.recording.typical import Suggestion, suggest_risks
from generator.workspace import find_workspace


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "CONTRACT is a file, an id, a registration number, or a part of one that only one contract has. For each document "
            "that can't be made yet: the fields that it waits for, and the command that fills each in, or its place in the file."
        ),
        "realisera missing a14",
    ),
)
@click.argument("contract", metavar=_("CONTRACT"), shell_complete=complete_contracts)
@ON
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def missing(*, contract: str, on: date | None, as_json: bool) -> None:
    """Missing."""
    path = find_contract(contract)
    cases = Cases(find_workspace(path))
    if blanks := list_blanks(path, cases):
        _tell_blanks(blanks, as_json=as_json)
    case = cases.parse(path, cases.read(path))
    waiting = list_waiting(gather_contract(case, cases), on or date.today())  # noqa: DTZ011 (the officer's own day)
    if as_json:
        click.echo(json.dumps([to_builtins(each) for each in waiting], ensure_ascii=False, indent=1, default=str))
        return
    risks = suggest_risks(case, cases.workspace, cases.find_typical_risks(), find_language())
    parts = [*map(_format, waiting), *([_format_risks(risks)] if risks else [])]
    click.echo("\n\n".join("\n".join(part) for part in parts), nl=bool(parts))
    lacks = {lack.field for each in waiting for lack in each.lacks}
    told = _("Fields missing: {fields}. Documents that wait: {documents}.") if waiting else _("Nothing is missing.")
    documents = {slug for each in waiting for lack in each.lacks for slug in lack.documents}
    click.echo(told.format(fields=len(lacks), documents=len(documents)), err=True)


def _tell_blanks(blanks: Sequence[Blank], *, as_json: bool) -> None:
    """Print each field that a file lacks, and the command that fills it in."""
    if as_json:
        click.echo(json.dumps([{"field": blank.field, "command": blank.command} for blank in blanks], indent=1))
        return
    click.echo(_("the contract file"))
    for blank in blanks:
        click.echo(f"  {blank.field}\n    {blank.command}")


def _format(waiting: Waiting) -> Iterator[str]:
    by = _("needed by {day}").format(day=waiting.needed_by) if waiting.needed_by else ""
    yield "  ".join(filter(None, (waiting.slug, by)))
    for lack in waiting.lacks:
        yield from _format_lack(lack, waiting.slug)


def _format_risks(risks: tuple[Suggestion, ...]) -> Iterator[str]:
    """The typical risks that fit the contract, each with who says so and the line that enters it."""
    yield _("typical risks that fit this contract, and are not assessed")
    for each in risks:
        where = f" ({', '.join(each.countries)})" if each.countries else ""
        yield f"  {each.id}  {each.text}{where}"
        yield from (f"    {source}" for source in each.sources)
        yield f"    {each.command}"


def _format_lack(lack: Lack, slug: str) -> Iterator[str]:
    """A field, which documents of a pack wait for it, and how it is filled in."""
    parts = "" if lack.documents == (slug,) else f"  ({', '.join(lack.documents)})"
    yield f"  {lack.field}{parts}"
    yield f"    {lack.command or _('fill it in at {place}').format(place=lack.place)}"
