"""`realisera calendar`: what must be done, as a calendar file that Outlook and others take in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.duty_words import write_commands
from generator.cli.portfolio import FILE, FOR, ON, PATHS, Span, Tellers, choose_duties, name_responsible, open_portfolio, save
from generator.cli.words import _, add_examples
from generator.reporting.calendar_file import Earlier, Entry, find_over, find_uid, read_calendar, write_calendar
from generator.reporting.duties import OwnedDuty, Portfolio


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract file, a folder of them, or a workspace. Each duty becomes an entry that takes up no time, with a "
            "reminder a week before and one on the day. Make the calendar anew and take it in again: what has changed is changed "
            "there, and what is done is taken out."
        ),
        _("realisera calendar                     the workspace that you stand in"),
        "realisera calendar contracts/a14.yaml --out a14.ics",
        'realisera calendar --for "Åsa Öberg" --within 26w',
    ),
)
@PATHS
@ON
@click.option("--within", type=Span(), metavar=_("TIME"), help=_("How far ahead: days as 30d, weeks as 6w. [default: all]"))
@FOR
@click.option(
    "--out",
    default=Path("output/calendar.ics"),
    type=FILE,
    metavar=_("FILE"),
    help=_("File to write to. [default: output/calendar.ics]"),
)
def calendar(*, paths: tuple[Path, ...], on: date | None, within: timedelta | None, wanted: str, out: Path) -> None:
    """Make a calendar."""
    portfolio = open_portfolio(paths, on)
    duties = choose_duties(portfolio.duties, portfolio, wanted)
    if within is not None:
        duties = tuple(each for each in duties if each.duty.day <= portfolio.on + within)
    earlier = read_earlier(out)
    over = _find_over(earlier, portfolio)
    entries = list_entries(duties, Tellers(), portfolio.on)
    save(out, write_calendar(entries, portfolio.on, _("Contracts: to do"), earlier, over))
    told = _("Duties: {count}. Taken out since the last time: {over}.")
    click.echo(told.format(count=len(duties), over=len(over)), err=True)
    if portfolio.findings:
        sys.exit(1)


def list_entries(duties: Iterable[OwnedDuty], tellers: Tellers, on: date) -> Iterator[Entry]:
    """The duties as entries of a calendar, in the user's language."""
    for each in duties:
        words, contract, duty = tellers.find(each), each.case.contract.id, each.duty
        commands, who = "\n".join(write_commands(duty, each.case, on, says_day=False)), name_responsible(each.who)
        summary = f"{' '.join(filter(None, (contract, duty.item)))}: {words.tell_what(duty)}"
        lines = (words.tell_why(duty), f"{_('Whose')}: {who}", commands)
        yield Entry(contract, duty, summary, "\n\n".join(filter(None, lines)), who)


def read_earlier(out: Path) -> Earlier:
    """The entries of the calendar that is to be replaced; none where there is none.

    Raises:
        InputError: what stands there is no calendar of ours.
    """
    return read_calendar(out.read_bytes(), str(out)) if out.is_file() else {}


def _find_over(earlier: Earlier, portfolio: Portfolio) -> tuple[str, ...]:
    """The entries that are of these contracts, and no duties any more."""
    contracts = {each.case.contract.id for each in portfolio.contracts}
    uids = {find_uid(each.case.contract.id, each.duty) for each in portfolio.duties}
    return find_over(earlier, contracts, uids)
