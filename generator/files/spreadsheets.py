"""Spreadsheets that anybody may have made, as tables of plain cells: xlsx, ods, xls and csv. Called by `drafting` and `forms`.

No formula is worked out: what a cell showed when it was saved is what it holds. Of an xlsx or ods only the parts that hold cells
are given to the library that reads them, unpacked here. How far cells reach is measured before, so that nothing grows beyond its
limit. Macros are refused.
"""

from __future__ import annotations

import csv
import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree
from msgspec import Struct

from generator.errors import Finding, InputError, Place
from generator.files.xls_records import measure_xls
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
_STRINGS = "xl/sharedStrings.xml"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_FORMULA = re.compile(rb"[<:]f[\s/>]")
_MOST_UNSAVED = 20
"""How many formulas without a result are told of each sheet."""
_MACROS = re.compile(r"vbaProject|^Basic/|^Scripts/", re.IGNORECASE)
_OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_REFERENCE = re.compile(r"([A-Z]{1,3})?([0-9]{1,7})")
"""Where a row or a cell of an xlsx says that it stands."""
_SIGNIFICANT = 15
"""The digits that a number has in a spreadsheet."""
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_DELIMITERS = ";\t,|"

Cell = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds, as the spreadsheet has it."""


class Table(Struct, frozen=True):
    """The cells of a sheet, from its first row and column."""

    path: Path
    sheet: str
    """Its name; nothing for csv, which has no sheets."""
    rows: Sequence[Sequence[Cell]]

    def place(self, row: int, column: int) -> Place:
        """What findings call a cell, such as `register.xlsx:Avtal!D14`; both count from 0."""
        name = name_cell(row, column)
        return Place(f"{self.path}:{self.sheet}!{name}" if self.sheet else f"{self.path}:{name}")


def name_cell(row: int, column: int) -> str:
    """What people call a cell, such as `D14`; both count from 0."""
    return f"{_name_column(column)}{row + 1}"


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
        _check_xls(data, place)
        return _read_workbook(path, data)
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return [_read_csv(path, data)]
    hint = "save it as xlsx, ods, xls or csv"
    raise InputError(Finding("this is not a spreadsheet that can be read", place, hint=hint))


def _refuse_workbook(place: Place) -> Finding:
    hint = "open it in a spreadsheet program and save it again, without a password"
    return Finding("the workbook can't be read", place, hint=hint)


def _refuse_macros(place: Place) -> Finding:
    return Finding("the workbook holds macros", place, hint="save it as xlsx, which has none")


def _take_cells(data: bytes, place: Place) -> bytes:
    """The workbook with those parts only that hold cells, not packed.

    Raises:
        InputError: it holds macros, is damaged, or unpacks to more than it may.
    """
    taken, left = io.BytesIO(), _UNPACKED
    unsaved: dict[str, list[str]] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(taken, "w") as cells:
            names = archive.namelist()
            if any(map(_MACROS.search, names)):
                raise InputError(_refuse_macros(place))
            lengths: list[int] = []
            for name in sorted(set(filter(_CELLS.fullmatch, names)), key=lambda name: name != _STRINGS):
                part = read_part(archive, name, left)
                left -= len(part)
                if name == "[Content_Types].xml" and b"macroEnabled" in part:
                    raise InputError(_refuse_macros(place))
                lengths = _measure_strings(part) if name == _STRINGS else lengths
                _check_part(name, part, lengths, place)
                if name.startswith("xl/worksheets/") and (found := list(_list_unsaved(part))):
                    unsaved[name] = found
                cells.writestr(name, part)
            sheets = _name_sheets(archive) if unsaved else {}
            findings = [_tell_unsaved(place, name, cell) for part, name in sheets.items() for cell in unsaved.get(part, ())]
            if findings:
                raise InputError(*findings)
    except DAMAGED as problem:
        hint = "open it in a spreadsheet program and save it again"
        raise InputError(Finding("the workbook is damaged, or far too large when unpacked", place, hint=hint)) from problem
    return taken.getvalue()


def _check_part(name: str, part: bytes, lengths: Sequence[int], place: Place) -> None:
    """Check that the cells of a part don't fill the memory.

    Raises:
        InputError: they would.
        ValueError: the part is damaged.
    """
    if name.startswith("xl/worksheets/"):
        reach = _measure_xlsx(part, lengths)
    else:
        reach = _measure_ods(part) if name == "content.xml" else iter(())
    try:
        _check_extent(reach, place)
    except etree.XMLSyntaxError as problem:
        raise ValueError from problem


def _list_unsaved(part: bytes) -> Iterator[str]:
    """The first cells of a sheet that hold a formula and not what comes of it, as programs write them that work nothing out."""
    if not _FORMULA.search(part):
        return
    found = 0
    for _, cell in etree.iterparse(io.BytesIO(part), tag="{*}c", resolve_entities=False):
        held = {etree.QName(child).localname: child.text for child in cell}
        if "f" in held and not held.get("v") and cell.get("t") != "str":
            yield cell.get("r") or "?"
            found += 1
        cell.clear()
        if found == _MOST_UNSAVED:
            return


def _name_sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """What the sheets of an xlsx that show themselves are called, in order, by the parts that they stand in."""
    links = etree.fromstring(read_part(archive, "xl/_rels/workbook.xml.rels", LARGEST), _PARSER)
    targets = {link.get("Id"): posixpath.normpath(posixpath.join("/xl", link.get("Target", ""))).lstrip("/") for link in links}
    book = etree.fromstring(read_part(archive, "xl/workbook.xml", LARGEST), _PARSER)
    shown = (sheet for sheet in book.iter("{*}sheet") if sheet.get("state", "visible") == "visible")
    return {targets.get(sheet.get(f"{_RELATION}id"), ""): sheet.get("name", "") for sheet in shown}


def _tell_unsaved(place: Place, sheet: str, cell: str) -> Finding:
    hint = "open the workbook in Excel or LibreOffice and save it, so that the results stand in it; or write the value itself"
    where = Place(f"{place.file}:{sheet}!{cell}")
    return Finding("this cell holds a formula, and the file doesn't say what comes of it", where, hint=hint)


def _check_xls(data: bytes, place: Place) -> None:
    """Check that the cells of an xls don't fill the memory.

    Raises:
        InputError: they would, or it can't be read.
    """
    try:
        _check_extent(measure_xls(data), place)
    except (ValueError, OSError) as problem:
        raise InputError(_refuse_workbook(place)) from problem


def _check_extent(reach: Iterator[tuple[int, int, int]], place: Place) -> None:
    """Check that cells, with their texts and up to the one farthest away, don't fill the memory.

    Raises:
        InputError: one stands too far away, or they hold too much.
    """
    letters = 0
    for rows, columns, length in reach:
        letters += length
        if rows > MOST_ROWS or columns > MOST_COLUMNS:
            raise InputError(_refuse_extent(place))
        if letters > _UNPACKED:
            raise InputError(Finding("the cells hold more text than can be read", place, hint="split the workbook"))


def _measure_strings(part: bytes) -> list[int]:
    """How long the texts are that cells of an xlsx share.

    Raises:
        ValueError: the part is damaged.
    """
    lengths = []
    try:
        for _, element in etree.iterparse(io.BytesIO(part), tag="{*}si", resolve_entities=False):
            lengths.append(sum(len(text) for text in element.itertext()))
            element.clear()
    except etree.XMLSyntaxError as problem:
        raise ValueError from problem
    return lengths


def _refuse_extent(place: Place) -> Finding:
    values = {"rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}
    hint = "delete what stands to the right and below, and save it again"
    return Finding("a sheet has more than {rows} rows or {columns} columns", place, hint=hint, values=values)


def _measure_xlsx(part: bytes, lengths: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """The row and column of each cell with content, and how long it is; those that are only formatted don't count."""
    row, column = 0, 0
    events = etree.iterparse(io.BytesIO(part), events=("start", "end"), tag=("{*}row", "{*}c"), resolve_entities=False)
    for event, element in events:
        found = _REFERENCE.fullmatch(element.get("r") or "")
        if element.tag.endswith("row"):
            if event == "start":
                row, column = int(found[2]) if found else row + 1, 0
            else:
                element.clear()
        elif event == "start":
            column = _count_column(found[1]) if found and found[1] else column + 1
            row = int(found[2]) if found else row
        elif len(element):
            text = "".join(element.itertext())
            shared = int(text) if element.get("t") == "s" and text.isdigit() else len(lengths)
            yield row, column, lengths[shared] if shared < len(lengths) else len(text)


def _count_column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _measure_ods(part: bytes) -> Iterator[tuple[int, int, int]]:
    """How far the cells with content reach in each row of an ods, and how long they are together; repeated ones count each."""
    space = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
    row = 0
    for _, element in etree.iterparse(io.BytesIO(part), tag=(f"{space}table-row", f"{space}table"), resolve_entities=False):
        if element.tag == f"{space}table":
            row = 0
            continue
        column, last, length = 0, 0, 0
        for cell in element:
            repeated = _read_repeat(cell.get(f"{space}number-columns-repeated"))
            column += repeated
            if len(cell) or any("value" in str(key) for key in cell.attrib):
                last = column
                length += repeated * sum(len(text) for text in cell.itertext())
        repeated = _read_repeat(element.get(f"{space}number-rows-repeated"))
        row += repeated
        element.clear()
        if last:
            yield row, last, repeated * length


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
        raise InputError(_refuse_workbook(place)) from problem
    return [table for table in tables if any(any(not is_empty(cell) for cell in row) for row in table.rows)]


def _read_rows(sheet: Any) -> list[list[Cell]]:
    """The rows of a sheet from the first row and column on, empty ones too."""
    rows: list[list[Cell]] = sheet.to_python(skip_empty_area=False) if sheet.start is not None else []
    return rows


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


def make_clean(text: str) -> str:
    """The text without characters that nobody sees and no contract file may hold."""
    return _UNFIT.sub("", text)


def write_cell(cell: Cell) -> str:
    """The text of a cell: dates and numbers as contract files have them."""
    form = next((form for kind, form in _FORMS if isinstance(cell, kind)), None)
    return form(cell) if form else make_clean(re.sub(r"\r\n?", "\n", str(cell or "")).strip())


def _write_moment(cell: datetime) -> str:
    return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")


def _write_span(cell: timedelta) -> str:
    minutes = int(cell.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"


_FORMS: tuple[tuple[Any, Callable[[Any], str]], ...] = (
    (bool, lambda cell: "true" if cell else "false"),
    (datetime, _write_moment),
    (date, date.isoformat),
    (time, lambda cell: cell.strftime("%H:%M")),
    (timedelta, _write_span),
    ((int, float), lambda cell: f"{Decimal(f'{cell:.{_SIGNIFICANT}g}'):f}"),
)
"""How cells that aren't text are written, by their types; the first that fits."""
