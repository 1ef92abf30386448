"""Tables as files for spreadsheets: xlsx and csv. The one place that writes them. Called by `cli`, whatever the table is about.

No cell is ever a formula: a value of a contract that looks like one stands there as the text that it is.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import tempfile
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain, islice
from typing import Any, Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")
Cell = str | int | date | None
"""What a cell holds; None where there is nothing to say."""

_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # noqa: RUF001 (the wide forms count too)
"""How a text begins that a spreadsheet may take for a formula."""
_LONGEST_TEXT = 32_767
"""The most letters of a cell in Excel, in UTF-16."""
_LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
"""What may not stand in the name of a sheet."""
_LANDSCAPE_COLUMNS = 5
_LINE_HEIGHT, _MOST_LINES = 15, 27
"""In points; a row is 409 at the most."""
_MOST_ROWS = 2**20 - 1
"""The most rows of a sheet in Excel, beside the heading."""
_MOST_HELD = 5000
"""Rows that are held whole to be a table of Excel's."""
_PIECE = 2**16
"""Bytes of a file that are read at a time."""


class Column(Struct, frozen=True):
    """A column of a table."""

    title: str
    width: int
    """In letters."""


class Table(Struct, frozen=True):
    """A table with a title, and the day that it is about, the only date that its file carries."""

    title: str
    columns: tuple[Column, ...]
    rows: Collection[tuple[Cell, ...]]
    on: date


class MadeRows(Collection[tuple[Cell, ...]], Generic[T]):
    """The rows of a table that are made one by one, whenever they are asked for, of things that need not be held."""

    def __init__(self, things: Collection[T], make: Callable[[T], tuple[Cell, ...]]) -> None:
        """`make` makes a row of a thing."""
        self._things, self._make = things, make

    def __len__(self) -> int:
        return len(self._things)

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return map(self._make, self._things)

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


def write_csv(table: Table) -> Iterator[bytes]:
    """The table as csv: UTF-8 with its mark, semicolons and CRLF, as Excel reads it in Sweden. What looks like a formula is text.

    Source: OWASP, CSV Injection: a text that begins so is given an apostrophe in front.
    """
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\r\n")
    yield codecs.BOM_UTF8
    for row in chain([tuple(column.title for column in table.columns)], table.rows):
        writer.writerow(["" if cell is None else _guard(str(cell)) for cell in row])
        yield line.getvalue().encode()
        line.seek(0)
        line.truncate()


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def write_xlsx(table: Table) -> Iterator[bytes]:
    """The table as xlsx: its rows a table with a heading row that stays in sight and is repeated on paper, on one sheet.

    Very many rows are written as they come, to be filtered, but no table, which the library has to hold whole; and what is more
    than a sheet has room for goes on on another.
    """
    import xlsxwriter  # noqa: PLC0415 (only who asks for a file has use for it)

    is_long = len(table.rows) > _MOST_HELD
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
    with tempfile.TemporaryFile() as out:
        book = xlsxwriter.Workbook(out, {"in_memory": not is_long, "constant_memory": is_long, **plain})
        book.set_properties({"title": table.title, "created": datetime.combine(table.on, time(), UTC)})
        formats = _Formats(book)
        rows, left = iter(table.rows), len(table.rows)
        for number in range(max(1, -(-left // _MOST_ROWS))):
            part = min(left - number * _MOST_ROWS, _MOST_ROWS)
            sheet = book.add_worksheet(_name_sheet(table.title, number))
            _write_sheet(sheet, table.columns, islice(rows, part), part, formats, is_long=is_long)
        book.close()
        out.seek(0)
        while data := out.read(_PIECE):
            yield data


def _name_sheet(title: str, number: int) -> str:
    """The name of a sheet: those after the first have their numbers."""
    suffix = f" {number + 1}" if number else ""
    return _FORBIDDEN.sub("-", title)[: _LONGEST_NAME - len(suffix)] + suffix


class _Formats:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        self.text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        self.like_formula = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        self.number = book.add_format({"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0"})
        self.day = book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})


def _write_sheet(  # noqa: PLR0913 (what a sheet is made of)
    sheet: Any, columns: Sequence[Column], rows: Iterable[tuple[Cell, ...]], count: int, formats: _Formats, *, is_long: bool
) -> None:
    last_row, last_column = max(count, 1), len(columns) - 1
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    if is_long:
        sheet.autofilter(0, 0, last_row, last_column)
    else:
        heads = [{"header": column.title, "header_format": formats.head} for column in columns]
        sheet.add_table(0, 0, last_row, last_column, {"columns": heads, "style": "Table Style Light 1"})
    heading = tuple(column.title for column in columns)
    sheet.set_row(0, _LINE_HEIGHT * _count_lines(heading, columns))
    if is_long:
        for place, title in enumerate(heading):
            sheet.write_string(0, place, title, formats.head)
    for line, row in enumerate(rows, 1):
        sheet.set_row(line, _LINE_HEIGHT * _count_lines(row, columns))
        for place, cell in enumerate(row):
            _write_cell(sheet, line, place, cell, formats)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if len(columns) > _LANDSCAPE_COLUMNS:
        sheet.set_landscape()


def _write_cell(sheet: Any, line: int, place: int, cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        sheet.write_string(line, place, _shorten(cell), formats.like_formula if _FORMULA.match(cell) else formats.text)
    elif isinstance(cell, date):
        sheet.write_datetime(line, place, datetime.combine(cell, time()), formats.day)
    elif cell is not None:
        sheet.write_number(line, place, cell, formats.number)


def _count_lines(row: tuple[Cell, ...], columns: Sequence[Column]) -> int:
    """How many lines the row needs, at least one: not every program makes room for text that goes on below."""
    wrapped = (textwrap.wrap(str(cell), column.width - 1) for cell, column in zip(row, columns, strict=True) if cell)
    return min(max(1, *map(len, wrapped), 1), _MOST_LINES)


def _shorten(text: str) -> str:
    """A text that fits a cell."""
    units = text.encode("utf-16-le")
    return text if len(units) // 2 <= _LONGEST_TEXT else units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
