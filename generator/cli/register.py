"""`realisera register`: what a registrar enters of an output folder, as xlsx and csv."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import click

from generator.cli.commands import Command
from generator.cli.generate import FORMAT
from generator.cli.origins import CONTRACTS
from generator.cli.portfolio import save
from generator.cli.results import echo_wait
from generator.cli.sources import OUTPUT, Day, WrongUsage, list_sources, tell
from generator.cli.words import _, add_examples
from generator.errors import Finding, InputError, Place
from generator.output.journal import has_manifest, read_editions
from generator.output.manifest import Manifest
from generator.reporting.register import Direction, Register, Remark, Row, list_register
from generator.reporting.tables import Cell, Column, MadeRows, Table, write_csv, write_xlsx
from generator.workspace import find_root


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "FOLDER is an output folder [default: output]. Each file of its manifest becomes a row, and so does what the "
            "supplier has sent to answer it, by the contract file. Titles are in Swedish. What is written: register.xlsx and "
            "register.csv in that folder, or beside it where its documents are masked."
        ),
        _("realisera register                     the folder output where you stand"),
        "realisera register output/ --format pdf --since 2026-11-01",
        "realisera register sent/ --contract my-contracts/ --out november",
    ),
)
@click.argument("folder", metavar=_("[FOLDER]"), default=OUTPUT, type=click.Path(file_okay=False, path_type=Path))
@CONTRACTS
@FORMAT
@click.option("--since", type=Day(), metavar=_("DATE"), help=_("Only what is dated this day or later, YYYY-MM-DD."))
@click.option(
    "--on", type=Day(), metavar=_("DATE"), help=_("The day that the file says it was made, YYYY-MM-DD. [default: today]")
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar=_("NAME"),
    help=_("Name of the two files, without its ending. [default: register in the folder]"),
)
def register(  # noqa: PLR0913 (an option each)
    *,
    folder: Path,
    contracts: tuple[Path, ...],
    formats: tuple[str, ...],
    since: date | None,
    on: date | None,
    out: Path | None,
) -> None:
    """List documents."""
    if not has_manifest(folder):
        hint = "name a folder that documents were made into"
        raise InputError(Finding("there is no manifest.json in this folder", Place(str(folder)), hint=hint))
    root = find_root(folder, Path())
    known = list_sources((*contracts, *([root] if root else ())), with_reports=True)
    with closing(Manifest(folder, tell_wait=echo_wait)) as manifest:
        manifest.complete_view()
    name = _choose_name(folder, out)
    found = list_register(folder, known, formats, since or date.min)
    table = _make_table(found.rows, on or date.today())  # noqa: DTZ011 (the officer's own day)
    save(name.with_name(f"{name.name}.xlsx"), write_xlsx(table))
    save(name.with_name(f"{name.name}.csv"), write_csv(table))
    _tell(found)


def _choose_name(folder: Path, out: Path | None) -> Path:
    """The name of the two files: never among masked documents, since a register tells of whole contracts."""
    if not any(read_editions(folder)):
        return out or folder / "register"
    name = out or folder.with_name(f"{folder.name}-register")
    if name.resolve().is_relative_to(folder.resolve()):
        raise WrongUsage(Finding("a register tells of whole contracts, so it can't stand among masked documents"))
    return name


def _tell(found: Register) -> None:
    """What is to be looked at, and the sum; exit code 1 where a contract isn't found or is wrong."""
    for finding in found.findings:
        tell(finding, err=True)
    changed = sum(Remark.CHANGED in row.remarks for row in found.rows)
    click.echo(
        _("Rows: {count}. Files changed since they were made: {changed}.").format(count=len(found.rows), changed=changed),
        err=True,
    )
    if found.findings:
        sys.exit(1)


def _make_table(rows: Collection[Row], on: date) -> Table:
    columns = (
        Column(_("Date"), 11),
        Column(_("Registration number"), 16),
        Column(_("In or out"), 15),
        Column(_("Title"), 44),
        Column(_("Sender or receiver"), 34),
        Column(_("Answer due"), 11),
        Column(_("Secrecy"), 30),
        Column(_("Language"), 9),
        Column(_("Pages"), 7),
        Column(_("File"), 56),
        Column(_("Bytes"), 9),
        Column("SHA-256", 68),
        Column(_("Remark"), 30),
        Column(_("Edition"), 12),
        Column(_("Decided by"), 34),
    )
    return Table(_("Documents in and out"), columns, MadeRows(rows, _make_row), on)


def _make_row(row: Row) -> tuple[Cell, ...]:
    bases = ", ".join(row.secrecy)
    return (
        row.day,
        row.registration_number,
        _name_directions()[row.direction],
        row.title,
        row.party,
        row.answer_due,
        _("may hold secrets: {bases}").format(bases=bases) if bases else "",
        row.language,
        row.pages,
        row.file,
        row.size,
        row.sha256,
        "; ".join(_name_remarks()[remark] for remark in row.remarks),
        {"masked": _("masked edition"), "whole": _("whole")}.get(row.edition, ""),
        row.decided_by,
    )


def _name_directions() -> Mapping[Direction, str]:
    return {
        Direction.SENT: _("out"),
        Direction.PUBLISHED: _("published"),
        Direction.INTERNAL: _("drawn up"),
        Direction.ANSWER: _("in: answer"),
        Direction.RECEIPT: _("in: receipt"),
        Direction.REQUEST: _("in: request for documents"),
        Direction.RELEASED: _("out: handed out"),
        Direction.REFUSED: _("out: refused"),
    }


def _name_remarks() -> Mapping[Remark, str]:
    return {
        Remark.CHANGED: _("changed since it was made"),
        Remark.UNKNOWN: _("the contract doesn't say more"),
        Remark.WITHDRAWN: _("withdrawn, never sent"),
        Remark.NOT_IN_LOG: _("its step is not in the log"),
        Remark.OTHER: _("says something else than the contract now"),
    }
