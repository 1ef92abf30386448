"""`realisera diff`: what differs in words between two documents."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.origins import CONTRACTS, OUTS, find_origins
from generator.cli.sources import tell
from generator.cli.wording_changes import show_change, wants_colour
from generator.cli.words import _, add_examples
from generator.errors import Finding, Place, RealiseraError, spell_out
from generator.provenance.compare.causes import Cause, FieldChange
from generator.provenance.diff import Differ, Difference, TracedChange

_TROUBLE = 2
"""The exit code where files can't be compared, as diff has it."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "OLD and NEW are documents in any formats: a Word file can be compared with a PDF. The differences stand under the "
            "headings of the text; what is gone stands between hyphens and what is new between plus signs, or in colours on a "
            "terminal. With each are the fields of the contract that stand behind it, where the contract is known.\n\n"
            "The exit code is 0 if both say the same, 1 if they differ, and 2 if they can't be compared."
        ),
        "realisera diff old/action-plan.D1.sv.pdf output/RE-2024-0307/action-plan.D1.sv.docx",
    ),
)
@click.argument("old", metavar=_("OLD"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", metavar=_("NEW"), type=click.Path(exists=True, dir_okay=False, path_type=Path))
@CONTRACTS
@OUTS
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def diff(*, old: Path, new: Path, contracts: tuple[Path, ...], outs: tuple[Path, ...], as_json: bool) -> None:
    """Compare documents."""
    differ = Differ(*find_origins((new, old), contracts, outs))
    try:
        difference = differ.compare(old, new)
    except RealiseraError as problem:
        for finding in problem.findings:
            tell(finding, err=True)
        sys.exit(_TROUBLE)
    for finding in difference.findings:
        tell(finding, err=True)
    if as_json:
        click.echo(json.dumps(_as_json(difference), ensure_ascii=False, indent=1))
    else:
        if difference.are_strangers:
            hint = "compare two versions of the same, in the same language"
            tell(Finding("these are two different documents", Place(str(new)), hint=hint, severity="warning"), err=True)
        _tell(difference, in_colour=wants_colour())
        if not difference.changes:
            click.echo(_("No words differ."), err=True)
    if difference.changes:
        sys.exit(1)


def _tell(difference: Difference, *, in_colour: bool) -> None:
    heading: str | None = None
    for traced in difference.changes:
        change = traced.change
        if change.heading != heading:
            heading = change.heading
            click.echo(spell_out(heading) or _("Before the first heading"))
        click.echo(f"  {show_change(change, in_colour=in_colour)}")
        for cause in traced.causes:
            click.echo(f"    {_name_cause(cause)}")
    if difference.fields:
        click.echo(_("Fields of the contract that differ:"))
        for field in difference.fields:
            click.echo(f"  {_show_field(field)}")


def _name_cause(cause: Cause) -> str:
    fields = ", ".join(cause.fields)
    words = _("field: {fields}") if cause.is_certain else _("perhaps one of these fields: {fields}")
    return words.format(fields=fields)


def _show_field(change: FieldChange) -> str:
    return spell_out(f"{change.field}: {change.old or '–'} → {change.new or '–'}")


def _as_json(difference: Difference) -> dict[str, object]:
    return {
        "same": not difference.changes,
        "different_documents": difference.are_strangers,
        "changes": [_change_as_json(traced) for traced in difference.changes],
        "fields": [{"field": field.field, "old": field.old, "new": field.new} for field in difference.fields],
    }


def _change_as_json(traced: TracedChange) -> dict[str, object]:
    change = traced.change
    return {
        "heading": change.heading,
        "row": change.row,
        "old": change.old,
        "new": change.new,
        "pieces": [{"kind": piece.kind, "text": piece.text} for piece in change.pieces],
        "causes": [{"fields": list(cause.fields), "certain": cause.is_certain} for cause in traced.causes],
    }
