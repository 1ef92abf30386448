"""`realisera due`: what must be done, by contract, soonest first."""

from __future__ import annotations

import json
import re
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import click

from generator.build.source import Ids
from generator.cli.commands import Command
from generator.cli.duty_words import DutyWords, tell_delay, write_command
from generator.cli.sources import Day, list_sources, tell
from generator.cli.words import _, add_examples
from generator.contract.case import AllCases, Case, Cases
from generator.contract.ladder import Ladder
from generator.contract.messages import format_path
from generator.errors import InputError, RealiseraError
from generator.rules.standing import Standing
from generator.rules.standing.duty import Duty

_WIDTH = 98
_INDENT = "  "
_UNITS = {"d": 1, "w": 7}
_TOLD = timedelta(days=30)
"""How long it is told that something needn't be done any more."""


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """A task, the contract that it is for, and the words for it."""

    task: Duty
    case: Case
    words: DutyWords

    @property
    def place(self) -> tuple[date, str, int, str]:
        """What the list is in order of."""
        return self.task.day, self.case.contract.id, self.task.kind.place, self.task.item


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "PATH is a contract file, a folder of them, or a workspace (a folder with realisera.toml). For each task: the day, "
            "the contract, what is to be done, why, and the command to type or the field to fill in. What is late is always told."
        ),
        _("realisera due                          the workspace that you stand in"),
        "realisera due contracts/ --within 6w",
        "realisera due contracts/a14.yaml --on 2026-11-22 --json",
    ),
)
@click.argument("paths", metavar=_("[PATH]..."), nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day to look from, YYYY-MM-DD. [default: today]"))
@click.option(
    "--within", type=Span(), default="30d", metavar=_("TIME"), help=_("How far ahead: days as 30d, weeks as 6w. [default: 30d]")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print JSON."))
def due(*, paths: tuple[Path, ...], on: date | None, within: timedelta, as_json: bool) -> None:
    """List tasks."""
    contracts = list_sources(paths or (Path(),))
    if not contracts:
        sources = ", ".join(map(str, paths or (Path(),)))
        raise click.UsageError(_("there is no contract file in {sources}").format(sources=sources))
    day = on or date.today()  # noqa: DTZ011 (the officer's own day)
    found, failed = _read_entries(contracts, day)
    entries = sorted(
        (each for each in found if not each.task.void and each.task.day <= day + within), key=lambda each: each.place
    )
    over = [each for each in found if each.task.void_since and each.task.day <= each.task.void_since >= day - _TOLD]
    if as_json:
        click.echo(json.dumps([_as_json(entry, day) for entry in entries], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_format_entry(entry, day)) for entry in entries), nl=bool(entries))
        for entry in over:
            click.echo(_tell_over(entry), err=True)
        _sum_up(entries, day, day + within, failed=failed)
    if failed:
        sys.exit(1)


def _read_entries(paths: list[Path], on: date) -> tuple[list[_Entry], bool]:
    """Every task of the contracts; and whether any contract was wrong, which is told on standard error."""
    entries: list[_Entry] = []
    told: set[str] = set()
    reader = _Reader(on)
    for path in paths:
        try:
            entries += reader.read(path)
        except RealiseraError as problem:
            for finding in problem.findings:
                if str(finding) not in told:
                    told.add(str(finding))
                    tell(finding, err=True)
    return entries, bool(told)


class _Reader:
    """Opens contracts, and keeps the words of each workspace that they lie in."""

    def __init__(self, on: date) -> None:
        self._on = on
        self._cases, self._ids = AllCases(), Ids()
        self._words: dict[Cases, DutyWords] = {}

    def read(self, path: Path) -> list[_Entry]:
        """The tasks of the contract in a file; of a report, none.

        Raises:
            InputError: with everything that is wrong in it.
        """
        cases = self._cases.find(path)
        case = cases.open(path)
        if not isinstance(case, Case):
            return []
        if wrong := self._ids.check(case):
            raise InputError(*wrong)
        words = self._find_words(cases, case.ladder)
        standing = Standing(case.contract, case.clause.parts, case.ladder, self._on)
        return [_Entry(task, case, words) for task in (*standing.duties, *standing.void)]

    def _find_words(self, cases: Cases, ladder: Ladder) -> DutyWords:
        if cases not in self._words:
            self._words[cases] = DutyWords(cases.workspace.files, ladder)
        return self._words[cases]


def _format_entry(entry: _Entry, on: date) -> Iterator[str]:
    """A task in lines: what is to be done, why, and the command or the field."""
    task, case = entry.task, entry.case
    parts = (task.day.isoformat(), case.contract.id, task.item, f"{entry.words.tell_what(task)} {tell_delay(task, on)}")
    yield "  ".join(part for part in parts if part).rstrip()
    why = entry.words.tell_why(task)
    yield from textwrap.wrap(why, _WIDTH, initial_indent=_INDENT, subsequent_indent=_INDENT, break_on_hyphens=False)
    command = write_command(task, case, on)
    if command:
        yield f"{_INDENT}{command}"
    if task.fields:
        shown = {"fields": ", ".join(_name_fields(task)), "place": _find_place(case, task)}
        yield f"{_INDENT}{_('fill in {fields} ({place})').format(**shown)}"


def _tell_over(entry: _Entry) -> str:
    """That something needn't be done any more although it wasn't done, and why."""
    why = {
        "contract_ended": _("the contract ended on {day}"),
        "time_passed": _("its time passed on {day}"),
    }
    duty = entry.task
    over = _("No longer to be done: {contract} {item}: {what} ({why})")
    reason = why[str(duty.void)].format(day=duty.void_since)
    told = over.format(contract=entry.case.contract.id, item=duty.item, what=entry.words.tell_what(duty), why=reason)
    return told.replace(" :", ":")


def _find_place(case: Case, task: Duty) -> str:
    """The line to fill in at; the file alone where even the section that it belongs in isn't there."""
    line, top = case.place_of(task.fields[0]).line, case.place_of(()).line
    return f"{case.path.as_posix()}:{line}" if line != top else case.path.as_posix()


def _as_json(entry: _Entry, on: date) -> dict[str, object]:
    task, case = entry.task, entry.case
    return {
        "contract": case.contract.id,
        "file": case.path.as_posix(),
        "item": task.item,
        "kind": task.kind.value,
        "due": task.day.isoformat(),
        "days_late": task.count_days_late(on),
        "what": entry.words.tell_what(task),
        "why": entry.words.tell_why(task),
        "command": write_command(task, case, on) or None,
        "fields": _name_fields(task),
    }


def _name_fields(task: Duty) -> list[str]:
    return [format_path(path) for path in task.fields]


def _sum_up(entries: list[_Entry], on: date, last: date, *, failed: bool) -> None:
    """Print on standard error how many tasks there are, or that there is nothing to do."""
    late = sum(entry.task.count_days_late(on) > 0 for entry in entries)
    if entries:
        click.echo(_("To do by {last}: {count}. Late: {late}.").format(last=last, count=len(entries), late=late), err=True)
    elif not failed:
        click.echo(_("Nothing to do by {last}.").format(last=last), err=True)
