"""`realisera review`: what to look at before the masked edition of a contract is handed out."""

from __future__ import annotations

import sys
from datetime import date

import click

from generator.cli.commands import Command
from generator.cli.completion import complete_contracts
from generator.cli.contract_names import find_contract
from generator.cli.portfolio import ON
from generator.cli.words import _, add_examples
from generator.contract.case import Cases
from generator.contract.messages import format_path
from generator.masking.case import Masker
from generator.masking.review import Doubt, review_case
from generator.workspace import find_workspace


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
    masker = Masker(cases.workspace, "leave")
    doubts = review_case(case, masker, on or date.today())  # noqa: DTZ011 (the officer's own day)
    short = masker.list_short(masker.find_hidden(case))
    for text in short:
        click.echo(_("short or an everyday word: '{words}'").format(words=text))
    for doubt in doubts:
        click.echo(f"{case.place_of(doubt.path)}: {format_path(doubt.path)}: {_tell(doubt)}")
    told = _("Places to look at: {count}. There may be others: read what is to be sent.")
    click.echo(told.format(count=len(doubts) + len(short)), err=True)
    sys.exit(1 if any(doubt.kind in {"part", "no_harm"} for doubt in doubts) or short else 0)


def _tell(doubt: Doubt) -> str:
    words = {
        "part": _("'{words}' may tell what is hidden"),
        "name": _("'{words}' looks like a name"),
        "address": _("'{words}' is an e-mail address"),
        "no_harm": _("{words} hides only what harms somebody if it is told: say what harm"),
        "expired": _("the decision held until {words}: try it again"),
    }
    return words[doubt.kind].format(words=doubt.words)
