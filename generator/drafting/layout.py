"""What a register looks like: its sheets and columns, by `content/register.yaml` and a region's own mapping. Called by the rest.

A region's own register has other headings. `propose` says which of its columns is probably which field; what an officer has
agreed to stands in a mapping file beside the register.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.contract.models import Contract
from generator.contract.shape import is_pattern
from generator.contract.understanding import simplify
from generator.errors import Finding, InputError, Place
from generator.files.spreadsheets import Table, is_empty
from generator.text.composing import parse_data, read_data
from generator.workspace import Files

REGISTER = "content/register.yaml"
CONTRACTS = "contracts"
"""The kind of sheet that has a contract in each row."""
KEY, KEY_HEADING = "contract", "Avtal"
"""What the column of the other sheets is called that says which contract a row is about, and its heading."""
MAPPING = ".mapping.yaml"
"""How the name of a mapping file ends, after that of its register."""
_GUIDE = "guide"
_HEAD_ROWS = 20
"""Among so many rows the headings are looked for."""
_ALIKE = 0.72
"""How much alike two headings are of which one is probably meant as the other."""


class Column(Struct, frozen=True):
    """A column of the register."""

    field: str
    heading: str
    also: tuple[str, ...] = ()
    example: str = ""
    width: int = 14


class Kind(Struct, frozen=True):
    """A kind of sheet: what a row of it is."""

    key: str
    name: str
    also: tuple[str, ...]
    columns: tuple[Column, ...]
    list: str = ""
    """The list of the contract that its rows are items of; nothing for that of the contracts themselves."""
    letter: str = ""
    """What ids of its items begin with."""

    def find_pattern(self, column: str) -> str:
        """The pattern of a column's field in the contract."""
        return f"{self.list}[].{column}" if self.list else column


class Agreed(Struct, frozen=True):
    """What an officer has said of a register of their own."""

    sheets: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    """The kind of each sheet, and its fields by their headings."""
    defaults: Mapping[str, str] = field(default_factory=dict)
    """What contracts have that the register doesn't say."""


class Head(Struct, frozen=True):
    """The headings of a sheet: which row they are, and which column is which field."""

    table: Table
    kind: Kind
    row: int
    fields: Mapping[int, str]
    """Fields by the number of their column; `KEY` where it says which contract a row is about."""
    unknown: Mapping[int, str]
    """Headings that nobody knows, likewise."""


def read_layout(files: Files) -> Mapping[str, Kind]:
    """The kinds of sheets, by their keys.

    Raises:
        InputError: a column names a field that no contract has.
    """
    data: Any = read_data(files, REGISTER)
    kinds = {key: _read_kind(key, said) for key, said in data.items() if key != _GUIDE}
    wrong = [
        Finding(
            "there is no field '{value}' in a contract",
            Place(REGISTER),
            key,
            "write a field as buyer.name",
            {"value": column.field},
        )
        for key, kind in kinds.items()
        for column in kind.columns
        if not is_pattern(Contract, kind.find_pattern(column.field))
    ]
    if wrong or CONTRACTS not in kinds:
        raise InputError(*wrong or [Finding("this is not the layout of a register", Place(REGISTER))])
    return kinds


def read_guide(files: Files) -> tuple[str, ...]:
    """How the workbook is filled in, a line each."""
    data: Any = read_data(files, REGISTER)
    return tuple(data.get(_GUIDE, ()))


def _read_kind(key: str, said: Any) -> Kind:
    columns = tuple(
        Column(each["field"], each["heading"], tuple(each.get("also", ())), each.get("example", ""), int(each.get("width", 14)))
        for each in said["columns"]
    )
    return Kind(key, said["name"], tuple(said.get("also", ())), columns, said.get("list", ""), said.get("letter", ""))


def read_mapping(path: Path, kinds: Mapping[str, Kind]) -> Agreed:
    """What a mapping file says.

    Raises:
        InputError: it names a kind of sheet or a field that there isn't.
    """
    place = Place(str(path))
    data: Any = parse_data(path.read_text(encoding="utf-8-sig"), str(path)) or {}
    if not (isinstance(data, dict) and all(isinstance(each, dict) for each in data.values())):
        raise InputError(Finding("this is not a mapping file", place, hint="delete it, and let it be proposed anew"))
    findings: list[Finding] = []
    sheets = {}
    for sheet, said in data.get("sheets", {}).items():
        kind = kinds.get(said.get("is", "")) if isinstance(said, dict) else None
        columns = said.get("columns", {}) if kind else {}
        if kind is None or not isinstance(columns, dict):
            hint = "write is: with one of {allowed}"
            values = {"allowed": ", ".join(kinds)}
            findings.append(Finding("nobody knows what this sheet holds", place, f"sheets.{sheet}", hint, values))
            continue
        for heading, name in columns.items():
            if name and name != KEY and not is_pattern(Contract, kind.find_pattern(name)):
                hint = "write a field as buyer.name"
                values = {"value": str(name)}
                findings.append(
                    Finding("there is no field '{value}' in a contract", place, f"sheets.{sheet}.{heading}", hint, values)
                )
        sheets[str(sheet)] = (kind.key, {str(heading): str(name) for heading, name in columns.items() if name})
    if findings:
        raise InputError(*findings)
    return Agreed(sheets, {str(key): str(value) for key, value in data.get("defaults", {}).items()})


def find_heads(tables: Sequence[Table], kinds: Mapping[str, Kind], mapping: Agreed) -> Iterator[Head]:
    """The headings of each sheet that holds what a register has; a sheet that nobody knows is passed over."""
    for table in tables:
        kind, known = _find_kind(table, kinds, mapping, only=len(tables) == 1)
        if kind is None or not table.rows:
            continue
        names = _name_columns(kind, kinds, known)
        row = _find_head_row(table, names)
        cells = [str(cell).strip() if cell is not None else "" for cell in table.rows[row]]
        known_cells = [(number, names[simplify(cell)]) for number, cell in enumerate(cells) if simplify(cell) in names]
        fields = {number: name for number, name in known_cells if name not in [each for at, each in known_cells if at < number]}
        unknown = {number: cell for number, cell in enumerate(cells) if cell and number not in fields}
        yield Head(table, kind, row, fields, {} if known else unknown)


def _find_kind(table: Table, kinds: Mapping[str, Kind], mapping: Agreed, *, only: bool) -> tuple[Kind | None, Mapping[str, str]]:
    """What a sheet holds, and its fields by their headings where an officer has said so."""
    if table.sheet in mapping.sheets:
        key, known = mapping.sheets[table.sheet]
        return kinds[key], known
    names = {simplify(name): kind for kind in kinds.values() for name in (kind.name, *kind.also)}
    return names.get(simplify(table.sheet), kinds[CONTRACTS] if only else None), {}


def _name_columns(kind: Kind, kinds: Mapping[str, Kind], known: Mapping[str, str]) -> Mapping[str, str]:
    """The fields of a kind of sheet by all headings that they have, simplified; its own headings win over others."""
    numbers = [column for column in kinds[CONTRACTS].columns if column.field == "registration_number"]
    named = (name for column in numbers for name in (KEY_HEADING, column.heading, *column.also))
    keys = {simplify(name): KEY for name in named}
    others = {simplify(name): column.field for column in kind.columns for name in (*column.also, column.field)}
    own = {simplify(column.heading): column.field for column in kind.columns}
    return {**others, **own, **(keys if kind.list else {}), **{simplify(heading): name for heading, name in known.items()}}


def _find_head_row(table: Table, names: Mapping[str, str]) -> int:
    """The row with most known headings among the first; of several, the uppermost."""
    rows = table.rows[:_HEAD_ROWS]
    known = [
        len({names[simplify(str(cell))] for cell in row if not is_empty(cell) and simplify(str(cell)) in names}) for row in rows
    ]
    if max(known, default=0) > 0:
        return known.index(max(known))
    texts = [sum(isinstance(cell, str) and bool(cell.strip()) for cell in row) for row in rows]
    return texts.index(max(texts)) if texts else 0


def propose(head: Head) -> Mapping[str, str]:
    """Which fields the headings that nobody knows are probably meant to be; nothing where none is like it, or it is taken."""
    names = {simplify(name): column.field for column in head.kind.columns for name in (column.heading, *column.also)}
    taken = set(head.fields.values())
    proposed: dict[str, str] = {}
    for heading in head.unknown.values():
        words = [simplify(heading), *(word for word in simplify(heading).split(" ") if len(word) > len("dnr"))]
        near = next((found[0] for word in words if (found := get_close_matches(word, names, 1, _ALIKE))), "")
        name = names.get(near, "")
        proposed[heading] = "" if name in taken else name
        taken.add(name or heading)
    return proposed


def write_mapping(heads: Sequence[Head], chosen: Mapping[str, Mapping[str, str]], comment: str) -> str:
    """A mapping file: the fields of all headings of each sheet, known and chosen; those left out stand as comments."""
    lines = [f"# {line}" for line in comment.split("\n")] + ["sheets:"]
    for head in heads:
        cells = head.table.rows[head.row]
        lines += [f"  {json.dumps(head.table.sheet, ensure_ascii=False)}:", f"    is: {head.kind.key}", "    columns:"]
        for number, cell in enumerate(cells):
            heading = str(cell).strip() if cell is not None else ""
            name = head.fields.get(number) or chosen.get(head.table.sheet, {}).get(heading, "")
            if heading and (number in head.fields or number in head.unknown):
                line = f"{json.dumps(heading, ensure_ascii=False)}: {name}".rstrip()
                lines.append(f"      {line}" if name else f"      # {line}")
    return "\n".join(lines) + "\n"
