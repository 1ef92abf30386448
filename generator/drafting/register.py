"""A register of contracts in a spreadsheet: a draft for each row that is right, a finding for each cell that is wrong.

Called by `cli`. Rows of the other sheets, such as risks and deviations, become items of the contract that they name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.contract.messages import FieldPath, shorten
from generator.contract.models import Contract
from generator.contract.reading import find_nearest
from generator.contract.shape import find_type, parse_pattern
from generator.contract.understanding import Words, simplify
from generator.drafting.cells import CURRENCY, CellError, means_duration, read_cell
from generator.drafting.draft import Draft, Note, Values, find_value, make_id, set_value, tidy_numbers
from generator.drafting.layout import CONTRACTS, KEY, Head
from generator.errors import N_, Finding, Place
from generator.files.spreadsheets import Cell, is_empty, write_cell

EXAMPLE = "exempel"
"""How the first cell of a row begins that only shows how a row is written."""
_NUMBER = "registration_number"
_PENALTY = "clause.terms.penalty"
_LISTS = "_lists"
"""Where a row keeps the lists that its columns have parts of, until it is read: no field has this name."""


class _Row(Struct):
    """What a row says."""

    place: Place
    values: Values = field(default_factory=dict)
    places: dict[FieldPath, Place] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


class Read(Struct, frozen=True):
    """What came of a register."""

    drafts: tuple[Draft, ...]
    """The contracts of rows in which every cell can be understood."""
    refused: tuple[Draft, ...]
    """The others, without what can't be understood."""
    findings: tuple[Finding, ...]
    """What is wrong in those, and in rows that belong to no contract."""


def read_register(heads: Sequence[Head], words: Words, defaults: Mapping[str, str]) -> Read:
    """The drafts of a register's rows. `defaults` are fields of contracts that say nothing of them."""
    findings: list[Finding] = []
    rows: dict[str, _Row] = {}
    for head in heads:
        if head.kind.key == CONTRACTS:
            for row in _read_contracts(head, words):
                _add_row(rows, row)
    known = _name_contracts(rows)
    for head in heads:
        if head.kind.list:
            for key, place, row in _read_items(head, words):
                _add_item(head, rows, known, (key, place, row), findings)
    good, bad = (tuple(_make_draft(row, defaults) for row in rows.values() if bool(row.findings) is bad) for bad in (False, True))
    wrong = [finding for row in rows.values() for finding in row.findings]
    return Read(good, bad, tuple(wrong + findings))


def sort_by_cell(findings: Iterable[Finding], heads: Sequence[Head]) -> list[Finding]:
    """Findings in the order of sheets, rows and columns; each once."""
    sheets = [head.table.sheet for head in heads]

    def find_cell(finding: Finding) -> tuple[int, int, int, str]:
        found = re.search(r"(?:([^:]*)!)?([A-Z]+)([0-9]+)$", finding.place.file if finding.place else "")
        if not found:
            return (len(sheets), 0, 0, "")
        sheet = found[1] or ""
        return (sheets.index(sheet) if sheet in sheets else len(sheets), int(found[3]), len(found[2]), found[2])

    return sorted({str(finding): finding for finding in findings}.values(), key=find_cell)


def _read_contracts(head: Head, words: Words) -> Iterator[_Row]:
    """The contracts of a sheet; rows in which nothing stands, and examples, are passed over."""
    for number, cells in _list_rows(head):
        row = _read_row(head, number, cells, words)
        if _NUMBER not in row.values and "id" not in row.values and not row.findings:
            column = next((place for place, name in head.fields.items() if name == _NUMBER), 0)
            hint = "give it a registration number, or an id"
            row.findings.append(Finding("nothing names this contract", head.table.place(number, column), _NUMBER, hint))
        if "id" not in row.values:
            row.values = {"id": make_id(str(row.values.get(_NUMBER, ""))), **row.values}
            row.places["id",] = row.places.get((_NUMBER,), row.place)
        yield row


def _list_rows(head: Head) -> Iterator[tuple[int, Sequence[Cell]]]:
    for number, cells in enumerate(head.table.rows[head.row + 1 :], head.row + 1):
        filled = [cell for place, cell in enumerate(cells) if place in head.fields and not is_empty(cell)]
        if filled and not str(filled[0]).strip().casefold().startswith(EXAMPLE):
            yield number, cells


def _read_row(head: Head, number: int, cells: Sequence[Cell], words: Words) -> _Row:
    """What the cells of a row say, each read as its field wants it."""
    row = _Row(head.table.place(number, 0))
    for column, name in head.fields.items():
        cell = cells[column] if column < len(cells) else None
        if is_empty(cell) or name == KEY:
            continue
        place, pattern = head.table.place(number, column), head.kind.find_pattern(name)
        if name == "dates.ends" and words.means_no_end(write_cell(cell)):
            _put(row, "dates.until_further_notice", "true", place)
            continue
        if name == "dates.ends" and means_duration(write_cell(cell)):
            name, pattern = "dates.duration", "dates.duration"  # noqa: PLW2901 (what the cell is about after all)
        try:
            value = read_cell(find_type(Contract, pattern), cell, words, place, name)
            if value not in ("", []):
                _put(row, name, value, place)
        except CellError as problem:
            row.findings.append(problem.finding)
    _complete_row(row)
    return row


def _put(row: _Row, name: str, value: Any, place: Place) -> None:
    """Put a value where the field's name says; one with `[]` is a list of items that have the field."""
    if "[]." in name:
        around, _, inner = name.partition("[].")
        items: list[Values] = [{inner: each} for each in value]
        row.values.setdefault(_LISTS, {})[around] = items
        path: FieldPath = parse_pattern(around)
    else:
        said = row.values
        for step in parse_pattern(name)[:-1]:
            inner_map = said.get(step)
            said = said.setdefault(step, {}) if isinstance(inner_map, dict | None) else said
        key = parse_pattern(name)[-1]
        _refuse_other_currency(said, key, value, place)
        said[key] = {**value, **said[key]} if isinstance(value, dict) and isinstance(said.get(key), dict) else value
        path = parse_pattern(name)
    row.places[path] = place


def _refuse_other_currency(said: Values, key: str, value: Any, place: Place) -> None:
    """Check that an amount isn't said to be in two currencies, by its own cell and by that for the currency.

    Raises:
        CellError: it is.
    """
    one, other = (said.get(key), value) if key == "currency" else (_get(said.get(key)), _get(value))
    if isinstance(one, str) and isinstance(other, str) and one != other:
        values = {"value": other, "other": one}
        hint = "write the currency in one of the cells"
        raise CellError(Finding("'{value}' is not the currency that the row has elsewhere, {other}", place, key, hint, values))


def _get(money: Any) -> Any:
    return money.get("currency") if isinstance(money, dict) else None


def _complete_row(row: _Row) -> None:
    """Give each amount that says no currency its own, and put lists where they belong."""
    for pattern in ("value", "cost", "annual_value", _PENALTY):
        money = find_value(row.values, pattern)
        if isinstance(money, dict) and "amount" in money:
            money.setdefault("currency", CURRENCY)
    for around, items in row.values.pop(_LISTS, {}).items():
        set_value(row.values, around, items)
    row.values = tidy_numbers(row.values)


def _add_row(rows: dict[str, _Row], row: _Row) -> None:
    """Add the row of a contract, which must be the only one of its id."""
    key = str(row.values["id"]).casefold() or str(row.place)
    if key in rows:
        values = {"id": str(row.values["id"]), "first": str(rows[key].place)}
        hint = "give one of them another registration number, or an id of its own"
        place = row.places.get(("id",), row.place)
        row.findings.append(Finding("the contract {id} stands in {first} already", place, _NUMBER, hint, values))
        key = str(row.place)
    rows[key] = row


def _name_contracts(rows: Mapping[str, _Row]) -> Mapping[str, str]:
    """The keys of the rows by what other sheets may call the contracts."""
    known: dict[str, str] = {}
    for key, row in rows.items():
        for name in filter(None, (row.values.get("id"), row.values.get(_NUMBER))):
            known.setdefault(simplify(str(name)), key)
    return known


def _read_items(head: Head, words: Words) -> Iterator[tuple[str, Place, _Row]]:
    """The rows of another sheet: which contract each is about, where that is said, and the item."""
    column = next((place for place, name in head.fields.items() if name == KEY), None)
    for number, cells in _list_rows(head):
        cell = cells[column] if column is not None and column < len(cells) else None
        yield write_cell(cell), head.table.place(number, column or 0), _read_row(head, number, cells, words)


def _add_item(
    head: Head, rows: dict[str, _Row], known: Mapping[str, str], item: tuple[str, Place, _Row], findings: list[Finding]
) -> None:
    """Add an item to the contract that it names, or what is wrong with it to that contract's findings."""
    name, place, row = item
    key = known.get(simplify(name))
    if key is None:
        findings.append(_refuse_unknown(name, place, known))
        findings += row.findings
        return
    contract = rows[key]
    contract.findings += row.findings
    items: Any = contract.values
    *around, last = parse_pattern(head.kind.list)
    for step in around:
        items = items.setdefault(step, {})
    listed = items.setdefault(last, [])
    value = {"id": f"{head.kind.letter}{len(listed) + 1}", **row.values}
    here: FieldPath = (*around, last, len(listed))
    listed.append(value)
    contract.places[here] = row.place
    contract.places.update({(*here, *path): each for path, each in row.places.items()})


def _refuse_unknown(name: str, place: Place, known: Mapping[str, str]) -> Finding:
    if not name:
        hint = "write its registration number, or its id"
        return Finding("the row doesn't say which contract it is about", place, KEY, hint)
    nearest = find_nearest(name, [each.upper() for each in known])
    hint = "did you mean '{nearest}'?" if nearest else "write the registration number of a row among the contracts"
    return Finding("there is no contract '{value}'", place, KEY, hint, {"value": shorten(name), "nearest": nearest or ""})


def _make_draft(row: _Row, defaults: Mapping[str, str]) -> Draft:
    file, _, cell = str(row.place).rpartition(":")
    origin = Note(
        N_("Made on {day} from {file}, {cell}. What is missing stands as comments: fill it in, and delete the sign #."),
        {"file": Path(file).name, "cell": cell},
    )
    values = {"format": "1", **deepcopy(row.values)}
    return Draft(values, origin, {(): row.place, **row.places}).complete(defaults)
