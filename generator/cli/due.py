"""`realisera due`: what must be done, by person, soonest first; or by contract, each as soon as it is read."""

from __future__ import annotations

import json
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

import click
from msgspec import Struct
from msgspec.structs import replace

from generator.cli.calendar import list_entries, read_earlier
from generator.cli.commands import Command
from generator.cli.duty_words import tell_delay
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
    group_by_person,
    name_responsible,
    open_duties,
    save,
    sort_duties,
)
from generator.cli.progress import Progress
from generator.cli.sources import WrongUsage, echo_json
from generator.cli.words import _, add_examples
from generator.contract.messages import format_path
from generator.errors import Finding
from generator.reporting.calendar_file import write_calendar
from generator.reporting.tables import Column, Table, write_xlsx
from generator.rules.standing.duty import Duty, DutyKind
from generator.rules.standing.responsible import Responsible

_WIDTH = 98
_INDENT = "  "
_OLD = 365
"""From how many days late on a task is told once for all contracts that have it."""
_MANY = 3
"""Of how many contracts."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract file, a folder of them, or a workspace (a folder with realisera.toml). For each person: the day, "
            "the contract, what is to be done, why, and the commands to type. What is late is always told."
        ),
        _("realisera due                          the workspace that you stand in"),
        "realisera due contracts/ --within 6w --for buyer.manager",
        "realisera due contracts/a14.yaml --on 2026-11-22 --json",
        _("realisera due --by-contract --json     for programs: a line for each task, as soon as it is known"),
    ),
)
@PATHS
@ON
@click.option(
    "--within", type=Span(), default="30d", metavar=_("TIME"), help=_("How far ahead: days as 30d, weeks as 6w. [default: 30d]")
)
@FOR
@click.option(
    "--by-contract",
    is_flag=True,
    help=_("List by contract, each as soon as it is read. With --json: a line for each task, not one list of all."),
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
@click.option("--ics", type=FILE, metavar=_("FILE"), help=_("Write them to this calendar file."))
@click.option("--xlsx", type=FILE, metavar=_("FILE"), help=_("Write them to this file for Excel."))
def due(  # noqa: PLR0913 (an option each)
    *,
    paths: tuple[Path, ...],
    on: date | None,
    within: timedelta,
    wanted: str,
    by_contract: bool,
    as_json: bool,
    ics: Path | None,
    xlsx: Path | None,
) -> None:
    """List tasks."""
    day = find_day(on)
    keep = KeepDuties(day, day + within, wanted, says_day=on is not None)
    if by_contract:
        if ics or xlsx:
            raise WrongUsage(Finding("--by-contract is for what is printed; a calendar and a table are in order of day"))
        _list_by_contract(paths, keep, as_json=as_json)
        return
    portfolio = open_duties(paths, keep)
    entries = sort_duties(portfolio.contracts)
    if ics:
        save(ics, write_calendar(list_entries(entries), day, _("To do"), read_earlier(ics)))
    if xlsx:
        save(xlsx, write_xlsx(_make_table(entries, day)))
    if as_json:
        echo_json(_as_json(entry, day) for entry in entries)
    elif not (ics or xlsx):
        for number, group in enumerate(group_by_person(entries).items()):
            click.echo("\n" * bool(number) + _format_group(group, day))
        for entry in (each for contract in portfolio.contracts for each in contract.void):
            click.echo(_tell_over(entry), err=True)
        _sum_up(_count(entries, day), day + within, failed=not portfolio.is_whole)
    if not portfolio.is_whole:
        sys.exit(1)


def _list_by_contract(paths: tuple[Path, ...], keep: KeepDuties, *, as_json: bool) -> None:
    """Print the duties of each contract as soon as it is read, and hold none of them."""
    progress, told = Progress(), _Told()

    def take(contract: ContractDuties) -> ContractDuties:
        nonlocal told
        if contract.duties or contract.void:
            progress.clear()
        if as_json:
            for entry in contract.duties:
                click.echo(json.dumps(_as_json(entry, keep.on), ensure_ascii=False))
        else:
            if contract.duties:
                click.echo("\n" * bool(told.count) + _format_contract(contract.duties, keep.on))
            for entry in contract.void:
                click.echo(_tell_over(entry), err=True)
        sys.stdout.flush()
        told = told.add(_count(contract.duties, keep.on))
        return replace(contract, duties=(), void=())

    portfolio = open_duties(paths, keep, take, progress)
    if not as_json:
        _sum_up(told, keep.last, failed=not portfolio.is_whole)
    if not portfolio.is_whole:
        sys.exit(1)


class _Told(Struct, frozen=True):
    """How many tasks there are, and how many of them are late."""

    count: int = 0
    late: int = 0

    def add(self, more: _Told) -> _Told:
        """Both together."""
        return _Told(self.count + more.count, self.late + more.late)


def _count(entries: Sequence[ToldDuty], on: date) -> _Told:
    return _Told(len(entries), sum(entry.duty.count_days_late(on) > 0 for entry in entries))


def _format_contract(entries: Sequence[ToldDuty], on: date) -> str:
    """What is to be done for one contract, under its name and file, with whose it is."""
    head = f"{entries[0].contract}  {entries[0].file}"
    return "\n\n".join((head, *("\n".join(_format_entry(entry, on, name_responsible(entry.who))) for entry in entries)))


def _format_group(group: tuple[Responsible, tuple[ToldDuty, ...]], on: date) -> str:
    """What is one person's, under the name."""
    who, entries = group
    joint, single = _part_old(entries, on)
    told = (
        *("\n".join(_format_joint(each, on)) for each in joint),
        *("\n".join(_format_entry(entry, on, entry.contract)) for entry in single),
    )
    return "\n\n".join((name_responsible(who), *told))


def _part_old(entries: tuple[ToldDuty, ...], on: date) -> tuple[list[list[ToldDuty]], list[ToldDuty]]:
    """What is to be done alike for several contracts and late by over a year, as in a register just taken in; and the rest."""

    def is_old(entry: ToldDuty) -> bool:
        return not entry.duty.item and entry.duty.count_days_late(on) > _OLD

    counts = Counter(entry.duty.kind for entry in entries if is_old(entry))
    joint: dict[DutyKind, list[ToldDuty]] = {}
    single: list[ToldDuty] = []
    for entry in entries:
        is_joint = is_old(entry) and counts[entry.duty.kind] >= _MANY
        (joint.setdefault(entry.duty.kind, []) if is_joint else single).append(entry)
    return list(joint.values()), single


def _format_joint(entries: Sequence[ToldDuty], on: date) -> Iterator[str]:
    """A task of several contracts in lines: what is to be done, for which, and the command for each."""
    first, last = entries[0].duty, entries[-1].duty
    late = _("(each late by {fewest} to {most} days)").format(fewest=last.count_days_late(on), most=first.count_days_late(on))
    yield f"{_('{count} contracts').format(count=len(entries))}  {entries[0].what} {late}"
    named = ", ".join(entry.contract for entry in entries)
    yield from textwrap.wrap(named, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False)
    yield f"{_INDENT}{_('To see why, and what to type: realisera due CONTRACT')}"


def _format_entry(entry: ToldDuty, on: date, whose: str) -> Iterator[str]:
    """A task in lines: its contract, or `whose` it is, what is to be done, why, and the command or the field."""
    task = entry.duty
    parts = (task.day.isoformat(), whose, task.item, f"{entry.what} {tell_delay(task, on)}")
    yield "  ".join(part for part in parts if part).rstrip()
    yield from textwrap.wrap(entry.why, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False)
    yield from (f"{_INDENT}{command}" for command in entry.commands)


def _tell_over(entry: ToldDuty) -> str:
    """That something needn't be done any more although it wasn't done, and why."""
    why = {
        "contract_ended": _("the contract ended on {day}"),
        "terminated": _("the contract was terminated on {day}"),
        "time_passed": _("its time passed on {day}"),
    }
    duty = entry.duty
    over = _("No longer to be done: {contract} {item}: {what} ({why})")
    reason = why[str(duty.void)].format(day=duty.void_since)
    return over.format(contract=entry.contract, item=duty.item, what=entry.what, why=reason).replace(" :", ":")


def _as_json(entry: ToldDuty, on: date) -> dict[str, object]:
    task = entry.duty
    person = entry.who.person
    return {
        "contract": entry.contract,
        "file": entry.file,
        "item": task.item,
        "kind": task.kind.value,
        "due": task.day.isoformat(),
        "days_late": task.count_days_late(on),
        "who": {"role": entry.who.role, "name": person.name if person else None, "email": person.email if person else None},
        "what": entry.what,
        "why": entry.why,
        "command": entry.command or None,
        "commands": entry.commands,
        "fields": _name_fields(task),
    }


def _make_table(entries: Iterable[ToldDuty], on: date) -> Table:
    """The tasks as a table, soonest first."""
    columns = (
        Column(_("Day"), 11),
        Column(_("Days late"), 9),
        Column(_("Whose"), 26),
        Column(_("Contract"), 16),
        Column(_("About"), 9),
        Column(_("What is to be done"), 44),
        Column(_("Why"), 60),
        Column(_("Command"), 50),
    )
    rows = []
    for entry in entries:
        task = entry.duty
        late = task.count_days_late(on) or None
        about = (name_responsible(entry.who), entry.contract, task.item)
        rows.append((task.day, late, *about, entry.what, entry.why, "\n".join(entry.commands)))
    return Table(_("To do"), columns, rows, on)


def _name_fields(task: Duty) -> list[str]:
    return [format_path(path) for path in task.fields]


def _sum_up(told: _Told, last: date, *, failed: bool) -> None:
    """Print on standard error how many tasks there are, or that there is nothing to do."""
    if told.count:
        words = _("To do by {last}: {count}. Late: {late}.")
        click.echo(words.format(last=last, count=told.count, late=told.late), err=True)
    elif not failed:
        click.echo(_("Nothing to do by {last}.").format(last=last), err=True)
