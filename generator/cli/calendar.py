"""`realisera calendar`: what must be done, as a calendar file that Outlook and others take in."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.portfolio import (
    FILE,
    FOR,
    ON,
    PATHS,
    ContractDuties,
    KeepDuties,
    Span,
    ToldDuty,
    find_day,
    name_responsible,
    open_duties,
    save,
    sort_duties,
)
from generator.cli.words import _, add_examples
from generator.reporting.calendar_file import Earlier, Entry, cancel_entries, find_over, read_calendar, write_calendar


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
    day = find_day(on)
    earlier = read_earlier(out)
    last = date.max if within is None else day + within
    portfolio = open_duties(paths, KeepDuties(day, last, wanted, with_uids=bool(earlier)))
    duties = sort_duties(portfolio.contracts)
    over = _find_over(earlier, portfolio.contracts)
    cancelled = cancel_entries(out, over) if over else ()
    save(out, write_calendar(list_entries(duties), day, _("Contracts: to do"), earlier, cancelled))
    told = _("Duties: {count}. Taken out since the last time: {over}.")
    click.echo(told.format(count=len(duties), over=len(over)), err=True)
    if not portfolio.is_whole:
        sys.exit(1)


def list_entries(duties: Iterable[ToldDuty]) -> Iterator[Entry]:
    """The duties as entries of a calendar, in the user's language."""
    for each in duties:
        who = name_responsible(each.who)
        summary = f"{' '.join(filter(None, (each.contract, each.duty.item)))}: {each.what}"
        lines = (each.why, f"{_('Whose')}: {who}", "\n".join(each.commands))
        yield Entry(each.contract, each.duty, summary, "\n\n".join(filter(None, lines)), who)


def read_earlier(out: Path) -> Earlier:
    """The entries of the calendar that is to be replaced; none where there is none.

    Raises:
        InputError: what stands there is no calendar of ours.
    """
    return read_calendar(out) if out.is_file() else {}


def _find_over(earlier: Earlier, known: Collection[ContractDuties]) -> frozenset[str]:
    """The entries that are of these contracts, and no duties any more."""
    contracts = {each.id for each in known}
    return frozenset(find_over(earlier, contracts, {uid for each in known for uid in each.uids}))
