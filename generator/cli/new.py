"""`realisera new`: contract files from answers, a register, an award notice, or another contract."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import click

from generator.cli.asking import ask_contract
from generator.cli.commands import Command
from generator.cli.questions import Question, StoppedError, ask, can_ask
from generator.cli.sources import Day, WrongUsage, WrongValue, see_from_here, tell
from generator.cli.words import _, add_examples, find_translation
from generator.contract.loading import read_bytes
from generator.contract.messages import shorten
from generator.contract.models import Contract
from generator.contract.nodes import read_nodes
from generator.contract.shape import find_type, is_pattern
from generator.contract.understanding import find_words
from generator.drafting.cells import CellError, read_cell
from generator.drafting.differences import Difference, compare_draft, keep_ids, read_memory, remember, take_differences
from generator.drafting.draft import Draft, Note, make_id, set_value, tidy_numbers
from generator.drafting.folder import list_clauses
from generator.drafting.layout import CONTRACTS as CONTRACT_ROWS
from generator.drafting.layout import MAPPING, Agreed, Head, Kind, find_heads, propose, read_layout, read_mapping, write_mapping
from generator.drafting.likeness import list_left_out, take_likeness
from generator.drafting.notice import is_notice, read_notice
from generator.drafting.register import read_register, sort_by_cell
from generator.drafting.saving import CONTRACTS, Saved, Saver, make_unique, read_defaults
from generator.drafting.workbook import write_workbook
from generator.errors import N_, Finding, InputError, Place
from generator.files.atomic import lock_file, write_file
from generator.files.spreadsheets import LARGEST, read_tables
from generator.recording.quoting import quote_path
from generator.workspace import Workspace, find_workspace

_SWEDISH = "sv"
"""The language of comments in contract files and of the workbook."""


@click.command(
    cls=Command,
    help=add_examples(
        _(
            "A contract file for each contract in FILE: a register (xlsx, ods, xls, csv), or an award notice (eForms XML). "
            "Without FILE, one contract by questions. What is missing stands in the file as comments to fill in."
        ),
        _("realisera new                                      asks what a first contract needs"),
        _("realisera new --workbook register.xlsx             a workbook that explains itself"),
        "realisera new --from register.xlsx",
        _("realisera new --from register.xlsx --update        takes what the register has changed since"),
        "realisera new --from annons.xml",
        'realisera new --like contracts/a14.yaml --set registration_number="RE 2026-00200"',
    ),
)
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("Register or notice."),
)
@click.option(
    "--mapping", type=click.Path(dir_okay=False, path_type=Path), metavar=_("FILE"), help=_("Which heading is which field.")
)
@click.option("--update", is_flag=True, help=_("Take what the register has changed into files that are there."))
@click.option(
    "--like",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar=_("CONTRACT"),
    help=_("Take clause, buyer, products and chain."),
)
@click.option(
    "--set",
    "fields",
    multiple=True,
    metavar=_("FIELD=VALUE"),
    help=_("A field of it, such as dates.starts=2026-01-01."),
)
@click.option(
    "--workbook", type=click.Path(dir_okay=False, path_type=Path), metavar=_("FILE"), help=_("Write a workbook to fill in.")
)
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar=_("FOLDER"),
    help=_("Folder to write to. [default: contracts]"),
)
@click.option("--on", type=Day(), metavar=_("DATE"), help=_("The day that files say they were made. [default: today]"))
def new(  # noqa: PLR0913 (an option each)
    *,
    source: Path | None,
    mapping: Path | None,
    update: bool,
    like: Path | None,
    fields: tuple[str, ...],
    workbook: Path | None,
    folder: Path | None,
    on: date | None,
) -> None:
    """Make contract files."""
    workspace = find_workspace(Path())
    to = see_from_here(folder or (workspace.root or Path()) / CONTRACTS)
    saver = Saver(workspace, to, find_translation(_SWEDISH), on or date.today())  # noqa: DTZ011 (the officer's own day)
    if workbook:
        _write_workbook(workbook, saver)
        return
    if (update or mapping) and not source:
        raise WrongUsage(Finding("--update and --mapping are for a register", hint="name it with --from"))
    base = _read_fields(fields, workspace) if fields else {}
    origin = Note(N_("Begun on {day}. What stands as comments is to be filled in: delete the sign #."))
    start = Draft({}, origin).complete(base)
    if like:
        start = _take_likeness(start, like)
    to.mkdir(parents=True, exist_ok=True)
    if source:
        _make_from(source, start, saver, mapping, update=update)
    elif can_ask():
        _make_by_questions(start, saver)
    else:
        _make_one(start, saver)


def _write_workbook(path: Path, saver: Saver) -> None:
    if path.exists():
        raise WrongUsage(Finding("{path} is there, and stays as it is", values={"path": str(path)}))
    files = saver.workspace.files
    options = {"clause.version": list_clauses(files)}
    write_file(path, write_workbook(read_layout(files), files, options, saver.translate, saver.on))
    click.echo(path)


def _read_fields(fields: Iterable[str], workspace: Workspace) -> dict[str, object]:
    """The values of `--set`, each read as a cell of a register would be."""
    words, values = find_words(workspace.files), {}
    for each in fields:
        name, sign, said = each.partition("=")
        if not sign or "[" in name or not is_pattern(Contract, name.strip()):
            finding = Finding("'{value}' is not FIELD=VALUE with a field such as buyer.name", values={"value": shorten(each)})
            raise WrongValue(finding, option="--set")
        try:
            values[name.strip()] = read_cell(find_type(Contract, name.strip()), said, words, Place("--set"), name.strip())
        except CellError as problem:
            raise InputError(problem.finding) from problem
    return values


def _take_likeness(draft: Draft, path: Path) -> Draft:
    """The draft with what it takes from another contract, which needn't be free of mistakes."""
    nodes = read_nodes(read_bytes(path))
    if not isinstance(nodes.data, dict) or nodes.problems:
        raise InputError(
            Finding("this file can't be read as a contract", Place(str(path)), hint="find what is wrong with: realisera check")
        )
    left = ", ".join(list_left_out(nodes.data))
    click.echo(_("Not taken from {path}: {left}.").format(path=path, left=left), err=True)
    return draft.complete(take_likeness(nodes.data))


# From a register or a notice


def _make_from(source: Path, start: Draft, saver: Saver, mapping: Path | None, *, update: bool) -> None:
    """Make files of all contracts in the file, and tell what was wrong."""
    data = _read(source)
    if is_notice(data):
        drafts = make_unique(saver.drop_wrong(_complete(draft, start, saver)) for draft in read_notice(source, data))
        _tell_all([saver.save(draft) for draft in drafts])
        return
    kinds = read_layout(saver.workspace.files)
    heads, agreed = _find_heads(source, data, kinds, mapping)
    read = read_register(heads, find_words(saver.workspace.files), agreed.defaults)
    if not (read.drafts or read.refused or read.findings):
        hint = "write each contract on a row of its own below the headings, save the file, and give the same command again"
        raise InputError(Finding("there is no contract in this file yet", Place(str(source)), hint=hint))
    saved = [saver.save(_complete(draft, start, saver)) for draft in read.drafts]
    wrong = [finding for draft in read.refused for finding in saver.find_wrong(_complete(draft, start, saver))]
    found = (*read.findings, *wrong, *(finding for each in saved for finding in each.findings))
    for finding in sort_by_cell(found, heads):
        tell(finding)
    for draft, each in zip(read.drafts, saved, strict=True):
        if each.is_written:
            remember(saver.folder, draft)
    _tell_made([each for each in saved if not each.is_there], len(read.refused))
    there = [(draft, each.path) for draft, each in zip(read.drafts, saved, strict=True) if each.is_there]
    changed = [_tell_differences(draft, path, saver, update=update) for draft, path in there]
    if any(changed) and not update:
        click.echo(_("Take what the register has changed with --update."), err=True)
    if read.refused or read.findings or any(not each.is_written and not each.is_there for each in saved):
        sys.exit(1)


def _read(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(LARGEST + 1)


def _complete(draft: Draft, start: Draft, saver: Saver) -> Draft:
    """The draft with what was asked for beside the file, and what new contracts begin with."""
    return draft.complete(start.values).complete(read_defaults(saver.workspace))


def _find_heads(source: Path, data: bytes, kinds: Mapping[str, Kind], mapping: Path | None) -> tuple[list[Head], Agreed]:
    """The sheets of a register, by what was agreed on of its headings, or is now."""
    tables = read_tables(source, data)
    path = mapping or source.with_name(source.name + MAPPING)
    agreed = read_mapping(path, kinds) if path.is_file() else Agreed()
    heads = list(find_heads(tables, kinds, agreed))
    unknown = [head for head in heads if head.unknown]
    if unknown and not path.is_file():
        if not mapping and not can_ask():
            _tell_unknown(unknown)
        else:
            _agree(heads, path)
            if not can_ask():
                click.echo(_("Look at it, and give the same command again."), err=True)
                raise click.exceptions.Exit(0)
            agreed = read_mapping(path, kinds)
            heads = list(find_heads(tables, kinds, agreed))
    rows = [head for head in heads if head.kind.key == CONTRACT_ROWS]
    if not any({"registration_number", "id"} & set(head.fields.values()) for head in rows):
        hint = "say which column is which with: realisera new --from {file} --mapping {mapping}"
        values = {"file": str(source), "mapping": str(path)}
        raise InputError(Finding("no column with registration numbers was found", Place(str(source)), hint=hint, values=values))
    return heads, agreed


def _tell_unknown(heads: list[Head]) -> None:
    """Warn of headings that are passed over, each with the field that it may be."""
    for head in heads:
        for column, heading in head.unknown.items():
            near = propose(head).get(heading, "")
            hint = (
                "is it {near}? Say so in a mapping file: --mapping"
                if near
                else "say which field it is in a mapping file: --mapping"
            )
            values = {"heading": shorten(heading), "near": near}
            place = head.table.place(head.row, column)
            tell(
                Finding("nobody knows the heading '{heading}', so its column is passed over", place, "", hint, values, "warning")
            )


def _agree(heads: list[Head], path: Path) -> None:
    """Propose which heading is which field, ask where somebody is there to answer, and write it down."""
    chosen: dict[str, dict[str, str]] = {}
    for head in heads:
        proposed = propose(head)
        names = [head.kind.find_pattern(column.field).removeprefix(f"{head.kind.list}[].") for column in head.kind.columns]
        for heading, near in proposed.items():
            answer = near
            if can_ask():
                explanation = _("Fields: {fields}").format(fields=", ".join(names))
                try:
                    answer = ask(
                        Question(_("Which field is '{heading}'?").format(heading=heading), explanation, near), _check_field(head)
                    )
                except StoppedError:
                    raise click.exceptions.Exit(1) from None
            chosen.setdefault(head.table.sheet, {})[heading] = answer
    comment = find_translation(_SWEDISH)(
        N_(
            "Which heading of the register is which field. Headings behind # are passed over: "
            "write a field after them, and delete the sign."
        )
    )
    write_file(path, write_mapping(heads, chosen, comment).encode())
    click.echo(_("{path} says which heading is which field; change it there.").format(path=path), err=True)


def _check_field(head: Head) -> Callable[[str], list[Finding]]:
    """What checks that an answer is a field that the sheet's rows have."""

    def check(answer: str) -> list[Finding]:
        known = is_pattern(Contract, head.kind.find_pattern(answer))
        return [] if known else [Finding("there is no field '{value}' in a contract", values={"value": answer})]

    return check


def _tell_all(saved: list[Saved]) -> None:
    """Tell of each draft what came of it; the exit code is 1 where one was refused."""
    for finding in (finding for each in saved for finding in each.findings):
        tell(finding)
    _tell_made(saved, 0)
    if any(not each.is_written and not each.is_there for each in saved):
        sys.exit(1)


def _tell_made(saved: list[Saved], refused: int) -> None:
    """Tell of each draft whether it is a file now, and what is open there."""
    for each in saved:
        if each.is_there:
            click.echo(_("{path} is there, and stays as it is").format(path=each.path))
        elif each.is_written:
            click.echo(each.path)
            if each.open:
                click.echo("  " + _("to fill in: {fields}").format(fields=", ".join(each.open)))
                click.echo("  " + _("how: {command}").format(command=f"realisera missing {quote_path(each.path)}"))
    made = sum(each.is_written for each in saved)
    wrong = refused + sum(not each.is_written and not each.is_there for each in saved)
    click.echo(_("Contract files made: {made}. Refused: {refused}.").format(made=made, refused=wrong), err=True)


def _tell_differences(draft: Draft, path: Path, saver: Saver, *, update: bool) -> bool:
    """Tell what the register says otherwise than a file that is there, and take it if asked to. Whether any could be taken."""
    with lock_file(path):
        data = read_bytes(path)
        memory = read_memory(saver.folder, draft.id)
        draft = keep_ids(draft, data, memory)
        found = compare_draft(draft, data, memory)
        taken = [each for each in found if each.can_be_taken]
        if not found:
            click.echo(_("{path}: nothing has changed").format(path=path))
        changed = take_differences(data, found, str(path)) if update and taken else data
        wrong = [each for each in saver.check(draft, path, changed) if each.severity == "error"] if changed != data else []
        for each in found:
            click.echo(f"{path}: {each.subject}: {_describe(each, taken=update and not wrong)}")
        if wrong:
            raise InputError(*wrong)
        if update:
            if changed != data:
                write_file(path, changed)
            remember(saver.folder, draft)
    return bool(taken)


def _describe(difference: Difference, *, taken: bool) -> str:
    """A difference in words."""
    values = {"old": _show(difference.old), "new": _show(difference.new), "place": str(difference.place or "")}
    if difference.kind == "gone":
        return _("no longer in the register; {old} stays").format(**values)
    if difference.kind == "kept":
        return _("{old} stays, since it was changed in the file; {place} says {new}").format(**values)
    said = _("{old} → {new} ({place})") if difference.old is not None else _("+ {new} ({place})")
    return said.format(**values) if taken else _("{change}, not taken").format(change=said.format(**values))


def _show(value: object) -> str:
    if isinstance(value, dict):
        return shorten(", ".join(f"{key}: {_show(each)}" for key, each in value.items()), 120)
    return shorten(", ".join(map(_show, value)) if isinstance(value, list) else str(value if value is not None else "–"), 120)


# One contract


def _make_by_questions(start: Draft, saver: Saver) -> None:
    draft = ask_contract(start.complete(read_defaults(saver.workspace)), saver)
    if draft is None:
        raise click.exceptions.Exit(1)
    _finish(draft, saver)


def _make_one(start: Draft, saver: Saver) -> None:
    """One contract by what the options say."""
    if not start.values:
        hint = "say it with --from, --like or --set; questions are asked on a terminal only"
        raise WrongUsage(Finding("nothing is said of the contract", hint=hint))
    _finish(start.complete(read_defaults(saver.workspace)), saver)


def _finish(draft: Draft, saver: Saver) -> None:
    number = str(draft.values.get("registration_number", ""))
    values = {"format": "1", "id": make_id(number)} | draft.values
    if not values["id"]:
        raise WrongUsage(Finding("say its registration number: --set registration_number=…"))
    set_value(values, "format", "1")
    saved = saver.save(Draft(tidy_numbers(values), draft.origin))
    _tell_all([saved])
    if saved.is_there:
        sys.exit(1)
