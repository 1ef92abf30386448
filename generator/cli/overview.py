"""`realisera overview`: all contracts at a glance, on the terminal, for Excel and as a web page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

import click
from msgspec import Struct, field

from generator.cli.commands import Command
from generator.cli.duty_words import tell_delay
from generator.cli.portfolio import FILE, ON, PATHS, Tellers, find_day, name_responsible, open_portfolio, save
from generator.cli.sources import echo_json
from generator.cli.words import _, add_examples, find_language
from generator.reporting.duties import ContractStanding, OwnedDuty
from generator.reporting.overview import NextDuty, OverviewRow, count_lights, make_page, make_row, make_view, sort_rows
from generator.reporting.tables import Cell, Column, Table, write_xlsx
from generator.rules.standing import Phase
from generator.rules.standing.light import Light
from generator.workspace import find_workspace


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract file, a folder of them, or a workspace. For each contract: how its deviations stand, as a "
            "traffic light (green: none is open; yellow: being handled; red: not remedied in time), its phase, what comes next, "
            "and whose that is. The worst comes first."
        ),
        _("realisera overview                     the workspace that you stand in"),
        "realisera overview contracts/ --html overview.html",
        "realisera overview contracts/ --on 2026-11-22 --xlsx overview.xlsx",
    ),
)
@PATHS
@ON
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option("--xlsx", type=FILE, metavar=_("FILE"), help=_("Write it to this file for Excel."))
@click.option("--html", type=FILE, metavar=_("FILE"), help=_("Write it to this web page."))
def overview(*, paths: tuple[Path, ...], on: date | None, as_json: bool, xlsx: Path | None, html: Path | None) -> None:
    """Show all contracts."""
    day = find_day(on)
    portfolio = open_portfolio(paths, day, _KeepRow())
    rows = sort_rows(row for row, _buyer in portfolio.contracts)
    if xlsx:
        save(xlsx, write_xlsx(_make_table(rows, day)))
    if html:
        save(html, _make_page(rows, dict.fromkeys(buyer for _row, buyer in portfolio.contracts), day, paths))
    if as_json:
        echo_json(_as_json(row, day) for row in rows)
    elif not (xlsx or html):
        click.echo("\n\n".join("\n".join(_format_row(row, day)) for row in rows), nl=bool(rows))
        _sum_up(rows)
    if not portfolio.is_whole:
        sys.exit(1)


class _KeepRow(Struct, frozen=True, eq=False):
    """Keeps of each contract its row, and who buys."""

    _tellers: Tellers = field(default_factory=Tellers)

    def __call__(self, contract: ContractStanding) -> tuple[OverviewRow, str]:
        """What is kept of a contract."""
        return make_row(contract, self._tellers.find(contract).tell_what), contract.case.contract.buyer.name


def _format_row(row: OverviewRow, on: date) -> Iterator[str]:
    """A contract in lines: how it stands, and what comes next."""
    title = row.title.choose(find_language())
    yield f"{_name_lights()[row.light].upper():8}{row.id}  {title}, {row.supplier}{_tell_framework(row)}"
    monitored = _("last monitored {day}").format(day=row.monitored) if row.monitored else _("never monitored")
    opened = _("open deviations: {count}").format(count=row.open)
    if row.suspected:
        opened = f"{opened}; {_('suspected: {count}').format(count=row.suspected)}"
    yield f"        {_name_phases()[row.phase]}, {_tell_end(row)}; {opened}; {monitored}"
    yield f"        {_tell_next(row, on)}"
    if row.late > 1:
        yield f"        {_('duties that are late: {count}').format(count=row.late)}"


def _tell_framework(row: OverviewRow) -> str:
    """The framework agreement and the supplier's rank, after the supplier; nothing where it is no part of one."""
    if row.framework is None:
        return ""
    rank = row.framework.rank
    words = _("{framework}, rank {rank}") if rank else "{framework}"
    return f" ({words.format(framework=row.framework.id, rank=rank)})"


def _tell_end(row: OverviewRow) -> str:
    if row.is_end_open:
        return _("last day not decided, {day} at the latest").format(day=row.ends) if row.ends else _("last day not decided")
    return _("until {day}").format(day=row.ends) if row.ends else _("until further notice")


def _tell_next(row: OverviewRow, on: date) -> str:
    if row.next is None:
        return _("nothing to do")
    duty = row.next.duty
    what = " ".join(filter(None, (duty.item, row.what, tell_delay(duty, on))))
    return f"{duty.day}  {what}: {name_responsible(row.next.who)}"


def _sum_up(rows: tuple[OverviewRow, ...]) -> None:
    counts = {light.value: count for light, count in count_lights(rows).items()}
    words = _("Contracts: {contracts}. Red: {red}. Yellow: {yellow}. Green: {green}.")
    click.echo(words.format(contracts=len(rows), **counts), err=True)


def _make_table(rows: Iterable[OverviewRow], on: date) -> Table:
    columns = (
        Column(_("Light"), 9),
        Column(_("Contract"), 16),
        Column(_("Title"), 34),
        Column(_("Supplier"), 30),
        Column(_("Phase"), 16),
        Column(_("Until"), 13),
        Column(_("Open deviations"), 12),
        Column(_("Suspected deviations"), 12),
        Column(_("Last monitored"), 12),
        Column(_("Late duties"), 12),
        Column(_("Next duty"), 11),
        Column(_("About"), 9),
        Column(_("What is to be done"), 40),
        Column(_("Whose"), 28),
    )
    return Table(_("All contracts"), columns, [_make_cells(row) for row in rows], on)


def _make_cells(row: OverviewRow) -> tuple[Cell, ...]:
    known = (
        _name_lights()[row.light],
        row.id,
        row.title.choose(find_language()),
        f"{row.supplier}{_tell_framework(row)}",
        _name_phases()[row.phase],
        row.ends,
        row.open,
        row.suspected,
        row.monitored,
    )
    if row.next is None:
        return (*known, row.late, None, "", _("nothing to do"), "")
    duty = row.next.duty
    return (*known, row.late, duty.day, duty.item, row.what, name_responsible(row.next.who))


def _as_json(row: OverviewRow, on: date) -> dict[str, object]:
    following = row.next
    return {
        "contract": row.id,
        "title": row.title.choose(find_language()),
        "supplier": row.supplier,
        "framework": {"id": row.framework.id, "rank": row.framework.rank} if row.framework else None,
        "phase": row.phase.value,
        "ends": row.ends.isoformat() if row.ends else None,
        "end_is_decided": not row.is_end_open,
        "light": row.light.value,
        "open_deviations": row.open,
        "suspected_deviations": row.suspected,
        "last_monitored": row.monitored.isoformat() if row.monitored else None,
        "late_duties": row.late,
        "next": {
            "due": following.duty.day.isoformat(),
            "days_late": following.duty.count_days_late(on),
            "item": following.duty.item,
            "kind": following.duty.kind.value,
            "what": row.what,
            "who": {"role": following.who.role, "name": following.who.name or None},
        }
        if following
        else None,
    }


def _make_page(rows: tuple[OverviewRow, ...], buyers: Iterable[str], on: date, paths: tuple[Path, ...]) -> bytes:
    """The page in the user's language, with the layout of the workspace."""

    def describe(row: OverviewRow, each: OwnedDuty) -> NextDuty:
        late = each.duty.count_days_late(on)
        item = f"{each.duty.item}: " if each.duty.item else ""
        return NextDuty(f"{item}{row.what}", each.duty.day, late, each.who.name or name_responsible(each.who))

    workspace = find_workspace(*paths, Path())
    return make_page(make_view(rows, on, describe), workspace, find_language(), ", ".join(buyers))


def _name_lights() -> Mapping[Light, str]:
    return {Light.GREEN: _("green"), Light.YELLOW: _("yellow"), Light.RED: _("red")}


def _name_phases() -> Mapping[Phase, str]:
    return {
        Phase.BEFORE_AWARD: _("not awarded"),
        Phase.STANDSTILL: _("standstill period"),
        Phase.NOT_BEGUN: _("not begun"),
        Phase.RUNNING: _("running"),
        Phase.NOTICE_RUNNING: _("under notice"),
        Phase.ENDED: _("ended"),
    }
