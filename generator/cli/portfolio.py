"""What the commands over many contracts have in common: which contracts, from which day, whose duties. Used by `cli`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from generator.cli.completion import complete_contracts
from generator.cli.contract_names import Source, SourceArgument
from generator.cli.duty_words import DutyWords
from generator.cli.sources import Day, list_sources, tell
from generator.cli.words import _
from generator.contract.case import Cases
from generator.files.atomic import write_file
from generator.reporting.duties import OwnedDuty, Portfolio, read_portfolio
from generator.rules.standing.responsible import Responsible

_UNITS = {"d": 1, "w": 7}


class Span(click.ParamType[timedelta]):
    """A number of days or weeks, such as 30d or 6w."""

    name = "span"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """The time; wrong usage if it isn't one."""
        if isinstance(value, timedelta):
            return value
        if found := re.fullmatch(r"(\d{1,4})([dw])", value, re.ASCII):
            return timedelta(days=int(found[1]) * _UNITS[found[2]])
        return self.fail(_("'{value}' is not a time; write days as 30d or weeks as 6w").format(value=value), param, ctx)


FILE = click.Path(dir_okay=False, path_type=Path)
PATHS = click.argument(
    "paths", metavar=_("[PATH]..."), nargs=-1, type=Source(), shell_complete=complete_contracts, cls=SourceArgument
)
ON = click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day to look from, YYYY-MM-DD. [default: today]"))
FOR = click.option(
    "--for",
    "wanted",
    default="",
    metavar=_("WHO"),
    help=_("Only what is this person's: a name or a part of it, an e-mail address, or a role such as buyer.manager."),
)


def open_portfolio(paths: tuple[Path, ...], on: date | None) -> Portfolio:
    """The contracts as they stand on a day, or today; what is wrong with any is told on standard error.

    Raises:
        UsageError: there is no contract file.
    """
    contracts = list_sources(paths or (Path(),))
    if not contracts:
        sources = ", ".join(map(str, paths or (Path(),)))
        raise click.UsageError(_("there is no contract file in {sources}").format(sources=sources))
    portfolio = read_portfolio(contracts, on or date.today())  # noqa: DTZ011 (the officer's own day)
    for finding in portfolio.findings:
        tell(finding, err=True)
    return portfolio


def choose_duties(duties: Iterable[OwnedDuty], portfolio: Portfolio, wanted: str) -> tuple[OwnedDuty, ...]:
    """The duties that are somebody's; all of them where nobody is named.

    Raises:
        UsageError: nobody of that name or role has anything to do for any of the contracts.
    """
    chosen = [who for who in portfolio.responsible if not wanted or who.answers_to(wanted)]
    if wanted and not chosen and portfolio.contracts:
        known = ", ".join(map(name_responsible, portfolio.responsible)) or "–"
        message = _("nothing is to be done by '{wanted}'; there is something for: {known}")
        raise click.UsageError(message.format(wanted=wanted, known=known))
    return tuple(duty for duty in duties if duty.who in chosen)


def name_responsible(who: Responsible) -> str:
    """A person with the role; the role alone where nobody is named for it."""
    return f"{who.name} ({who.role})" if who.name else _("nobody named ({role})").format(role=who.role)


class Tellers:
    """The words for duties, in each of the workspaces that contracts lie in."""

    def __init__(self, *, says_day: bool = False) -> None:
        """`says_day` is whether commands say on which day they are typed; else they mean today."""
        self.says_day = says_day
        self._words: dict[Cases, DutyWords] = {}

    def find(self, duty: OwnedDuty) -> DutyWords:
        """The words for a duty."""
        cases = duty.of.cases
        if cases not in self._words:
            self._words[cases] = DutyWords(cases.workspace.files, duty.case.ladder)
        return self._words[cases]


def save(path: Path, data: bytes) -> None:
    """Write a file whole, and name it on standard output."""
    write_file(path, data)
    click.echo(path.as_posix())
