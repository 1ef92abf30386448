"""`realisera calendar`: what must be done, as a calendar file that Outlook and others take in."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import click
from msgspec.structs import replace

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
)
from generator.cli.words import _, add_examples
from generator.reporting.calendar_file import Drafts, Entry, Version, cancel_entries, find_over, frame_calendar, read_calendar


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
    with closing(Drafts(day, earlier)) as drafts:

        def take(contract: ContractDuties) -> ContractDuties:
            for entry in list_entries(contract.duties):
                drafts.add(entry)
            for uid in contract.uids:
                earlier.pop(uid, None)
            return replace(contract, duties=(), void=(), uids=())

        portfolio = open_duties(paths, KeepDuties(day, last, wanted, with_uids=bool(earlier)), take)
        over = frozenset(find_over(earlier, {each.id for each in portfolio.contracts}))
        cancelled = cancel_entries(out, over) if over else ()
        save(out, frame_calendar(_("Contracts: to do"), drafts.read(cancelled)))
        told = _("Duties: {count}. Taken out since the last time: {over}.")
        click.echo(told.format(count=len(drafts), over=len(over)), err=True)
    if not portfolio.is_whole:
        sys.exit(1)


def list_entries(duties: Iterable[ToldDuty]) -> Iterator[Entry]:
    """The duties as entries of a calendar, in the user's language."""
    for each in duties:
        who = name_responsible(each.who)
        summary = f"{' '.join(filter(None, (each.contract, each.duty.item)))}: {each.what}"
        lines = (each.why, f"{_('Whose')}: {who}", "\n".join(each.commands))
        yield Entry(each.contract, each.duty, summary, "\n\n".join(filter(None, lines)), who)


def read_earlier(out: Path) -> dict[str, Version]:
    """The entries of the calendar that is to be replaced, by identifier; none where there is none.

    Raises:
        InputError: what stands there is no calendar of ours.
    """
    return read_calendar(out) if out.is_file() else {}
