"""Spreadsheets that anybody may have made, as tables of plain cells: xlsx, ods, xls and csv. Called by `register` alone.

No formula is worked out: what a cell showed when it was saved is what it holds. Of an xlsx or ods only the parts that hold cells
are given to the library that reads them, unpacked here, so that nothing grows beyond its limit; macros are refused.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from lxml import etree

from generator.errors import Finding, InputError, Place
from generator.files.zip_parts import DAMAGED, read_part

LARGEST = 20_000_000
"""The most bytes that a file may have, and five times as many when it is unpacked."""
MOST_ROWS, MOST_COLUMNS = 20_000, 300
MOST_SHEETS = 40
_LONGEST_CELL = 32_767
"""The most letters of a cell in Excel."""
_UNPACKED = 5 * LARGEST
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_CELLS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(?:_rels/workbook\.xml\.rels|workbook\.xml|sharedStrings\.xml|styles\.xml|worksheets/[^/]+\.xml)"
    r"|mimetype|content\.xml|styles\.xml|META-INF/manifest\.xml"
)
"""The parts of a workbook that hold its cells."""
_MACROS = re.compile(r"vbaProject|^Basic/|^Scripts/", re.IGNORECASE)
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3})?([0-9]{1,7})[\"']")
_DELIMITERS = ";\t,|"

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds, as the spreadsheet has it."""


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a sheet, from its first row and column."""

    path: Path
    sheet: str
    """Its name; nothing for csv, which has no sheets."""
    rows: Sequence[Sequence[Cell]]

    def place(self, row: int, column: int) -> Place:
        """What findings call a cell, such as `register.xlsx:Avtal!D14`; both count from 0."""
        name = f"{_name_column(column)}{row + 1}"
        return Place(f"{self.path}:{self.sheet}!{name}" if self.sheet else f"{self.path}:{name}")


def _name_column(column: int) -> str:
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def read_tables(path: Path, data: bytes) -> list[Table]:
    """The sheets of a spreadsheet that show themselves and hold anything.

    Raises:
        InputError: it is none, is too large, holds macros, or can't be read.
    """
    place = Place(str(path))
    if len(data) > LARGEST:
        raise InputError(Finding("the file is larger than {limit} bytes", place, values={"limit": str(LARGEST)}))
    if data.startswith(_ZIP):
        return _read_workbook(path, _take_cells(data, place))
    if data.startswith(_OLE):
        if _OLE_MACROS in data:
            raise InputError(_refuse_macros(place))
        return _read_workbook(path, data)
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return [_read_csv(path, data)]
    hint = "save it as xlsx, ods, xls or csv"
    raise InputError(Finding("this is not a spreadsheet that can be read", place, hint=hint))


def _refuse_macros(place: Place) -> Finding:
    return Finding("the workbook holds macros", place, hint="save it as xlsx, which has none")


def _take_cells(data: bytes, place: Place) -> bytes:
    """The workbook with those parts only that hold cells, not packed.

    Raises:
        InputError: it holds macros, is damaged, or unpacks to more than it may.
    """
    taken, left = io.BytesIO(), _UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(taken, "w") as cells:
            names = archive.namelist()
            if any(map(_MACROS.search, names)):
                raise InputError(_refuse_macros(place))
            for name in dict.fromkeys(names):
                if not _CELLS.fullmatch(name):
                    continue
                part = read_part(archive, name, left)
                left -= len(part)
                if name == "[Content_Types].xml" and b"macroEnabled" in part:
                    raise InputError(_refuse_macros(place))
                _check_extent(name, part, place)
                cells.writestr(name, part)
    except DAMAGED as problem:
        hint = "open it in a spreadsheet program and save it again"
        raise InputError(Finding("the workbook is damaged, or far too large when unpacked", place, hint=hint)) from problem
    return taken.getvalue()


def _check_extent(name: str, part: bytes, place: Place) -> None:
    """Check that no cell stands so far away that all cells up to it would fill the memory.

    Raises:
        InputError: one does.
    """
    if name.startswith("xl/worksheets/"):
        far = any(
            int(row) > MOST_ROWS or (column and _count_column(column) > MOST_COLUMNS) for column, row in _REFERENCE.findall(part)
        )
    else:
        far = name == "content.xml" and any(rows > MOST_ROWS or columns > MOST_COLUMNS for rows, columns in _measure_ods(part))
    if far:
        values = {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}
        hint = "delete what stands to the right and below, and save it again"
        raise InputError(Finding("a sheet has more than {rows} rows or {columns} columns", place, hint=hint, values=values))


def _count_column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _measure_ods(part: bytes) -> Iterator[tuple[int, int]]:
    """How far the cells with content reach in each row of an ods: its row, and the last column; repeated ones count each."""
    space = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    row = 0
    for _, element in etree.iterparse(io.BytesIO(part), tag=(f"{space}table-row", f"{space}table"), resolve_entities=False):
        if element.tag == f"{space}table":
            row = 0
            continue
        column, last = 0, 0
        for cell in element:
            column += _read_repeat(cell.get(f"{space}number-columns-repeated"))
            last = column if len(cell) or any("value" in str(key) for key in cell.attrib) else last
        row += _read_repeat(element.get(f"{space}number-rows-repeated"))
        element.clear()
        if last:
            yield row, last


def _read_repeat(said: str | None) -> int:
    return int(said) if said and re.fullmatch("[0-9]{1,9}", said) else 1


def _read_workbook(path: Path, data: bytes) -> list[Table]:
    """The sheets that calamine finds.

    Raises:
        InputError: it can't read them.
    """
    import python_calamine  # noqa: PLC0415 (only who reads a spreadsheet has use for it)

    place = Place(str(path))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        shown = [each.name for each in book.sheets_metadata if each.visible == python_calamine.SheetVisibleEnum.Visible]
        tables = [Table(path, name, _read_rows(book.get_sheet_by_name(name))) for name in shown[:MOST_SHEETS]]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as problem:  # calamine's own panics are no Exception
        hint = "open it in a spreadsheet program and save it again, without a password"
        raise InputError(Finding("the workbook can't be read", place, hint=hint)) from problem
    return [table for table in tables if any(any(not is_empty(cell) for cell in row) for row in table.rows)]


def _read_rows(sheet: Any) -> list[list[Cell]]:
    """The rows of a sheet from the first row and column on, empty ones too."""
    if sheet.start is None:
        return []
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False)
    return [row[:MOST_COLUMNS] for row in rows[:MOST_ROWS]]


def is_empty(cell: Cell) -> bool:
    """Whether nothing stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _read_csv(path: Path, data: bytes) -> Table:
    """The table of a csv file, in UTF-8 or as Excel saves it in western Europe, whatever its columns are parted by.

    Raises:
        InputError: it can't be read.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise InputError(
            Finding("this is not a spreadsheet that can be read", Place(str(path)), hint="save it as xlsx, ods, xls or csv")
        )
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)]
    except csv.Error as problem:
        raise InputError(Finding("the workbook can't be read", Place(str(path)), hint="save it as xlsx")) from problem
    if len(rows) > MOST_ROWS or max(map(len, rows), default=0) > MOST_COLUMNS:
        values = {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}
        hint = "delete what stands to the right and below, and save it again"
        raise InputError(
            Finding("a sheet has more than {rows} rows or {columns} columns", Place(str(path)), hint=hint, values=values)
        )
    return Table(path, "", [[_take_guard(cell) for cell in row] for row in rows])


def _take_guard(cell: Cell) -> Cell:
    """A text without the apostrophe that keeps it from being a formula."""
    return cell[1:] if isinstance(cell, str) and re.match(r"'\s*[=+\-@\t\r]", cell) else cell
