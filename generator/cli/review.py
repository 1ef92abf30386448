"""`realisera review`: what to look at before the masked edition of a contract is handed out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from itertools import groupby

import click

from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import find_contract
from generator.cli.portfolio import ON
from generator.cli.words import _, add_examples
from generator.contract.case import Case, Cases
from generator.contract.messages import FieldPath, format_path
from generator.masking.case import Masker
from generator.masking.review import Doubt, Kind, review_case
from generator.workspace import find_workspace

_SHOWN = 3
"""Fields that are named of each value."""
_MUST = frozenset({"no_harm", "short", "part"})
"""What has to be dealt with before anything is handed out."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "CONTRACT is a file, an id, a registration number, or a part of one that only one contract has. Lists what would "
            "still stand in the masked edition and may tell what is hidden: a part of a name, its initials, something like it; "
            "and what else looks like a name. It can't be complete: read what is to be sent."
        ),
        "realisera review a14",
    ),
)
@click.argument("contract", metavar=_("CONTRACT"), shell_complete=complete_contracts)
@ON
def review(*, contract: str, on: date | None) -> None:
    """Review."""
    path = find_contract(contract)
    cases = Cases(find_workspace(path))
    case = cases.parse(path, cases.read(path))
    doubts = review_case(case, Masker(cases.workspace, "leave"), on or date.today())  # noqa: DTZ011 (the officer's own day)
    for head, group in groupby(doubts, lambda doubt: _name_group(doubt.kind)):
        click.echo(head)
        for doubt in group:
            click.echo(f"  {_tell(doubt, case)}")
    told = _("Values to look at: {count}. There may be others: read what is to be sent.")
    click.echo(told.format(count=len(doubts)), err=True)
    sys.exit(1 if any(doubt.kind in _MUST for doubt in doubts) else 0)


def _name_group(kind: Kind) -> str:
    """What the values of a kind are, as the heading over them."""
    return {
        "no_harm": _("What the decisions lack:"),
        "no_end": _("What the decisions lack:"),
        "expired": _("What the decisions lack:"),
        "file": _("What the name of the file may tell:"),
        "short": _("Short or everyday words, masked with --mask-short:"),
        "part": _("A part of what is hidden still stands:"),
        "like": _("May tell what is hidden, or mean something else:"),
        "person": _("Persons:"),
        "site": _("Companies and places:"),
        "name": _("What else looks like a name:"),
    }[kind]


def _tell(doubt: Doubt, case: Case) -> str:
    """A value on one line: where it stands first, what it is, and in which fields."""
    words = {
        "no_harm": _("{words} hides only what harms somebody if it is told: say what harm"),
        "no_end": _("it was decided on {words}, and not until when it holds"),
        "expired": _("the decision held until {words}: try it again"),
    }
    place = f"{case.place_of(doubt.paths[0])}: "
    if doubt.kind in words:
        return f"{place}{format_path(doubt.paths[0])}: {words[doubt.kind].format(words=doubt.words)}"
    said = f"'{doubt.words}'"
    if doubt.of:
        said = _("{words}, of {fields}").format(words=said, fields=_list_fields(doubt.of))
    return f"{place}{said}: {_list_fields(doubt.paths)}"


def _list_fields(paths: Sequence[FieldPath]) -> str:
    """The first of some fields."""
    shown = ", ".join(map(format_path, paths[:_SHOWN]))
    return f"{shown} {_('and {count} more').format(count=len(paths) - _SHOWN)}" if len(paths) > _SHOWN else shown
