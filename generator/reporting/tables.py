"""Tables as files for spreadsheets: xlsx and csv. The one place that writes them. Called by `cli`, whatever the table is about.

No cell is ever a formula: a value of a contract that looks like one stands there as the text that it is.
"""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time

from msgspec import Struct

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


class Column(Struct, frozen=True):
    """A column of a table."""

    title: str
    width: int
    """In letters."""


class Table(Struct, frozen=True):
    """A table with a title, and the day that it is about, the only date that its file carries."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    on: date


def write_csv(table: Table) -> bytes:
    """The table as csv: UTF-8 with its mark, semicolons and CRLF, as Excel reads it in Sweden. What looks like a formula is text.

    Source: OWASP, CSV Injection: a text that begins so is given an apostrophe in front.
    """
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_guard(column.title) for column in table.columns])
    writer.writerows([_guard("" if cell is None else str(cell)) for cell in row] for row in table.rows)
    return out.getvalue().encode("utf-8-sig")


def _guard(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def write_xlsx(table: Table) -> bytes:
    """The table as xlsx: one sheet, its rows a table with a heading row that stays in sight and is repeated on paper."""
    import xlsxwriter  # noqa: PLC0415 (only who asks for a file has use for it)

    out = io.BytesIO()
    plain = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
    book = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
    book.set_properties({"title": table.title, "created": datetime.combine(table.on, time(), UTC)})
    sheet = book.add_worksheet(_FORBIDDEN.sub("-", table.title)[:_LONGEST_NAME])
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    like_formula = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
    number = book.add_format({"valign": "top", "align": "right", "indent": 1, "num_format": "#,##0"})
    day = book.add_format({"valign": "top", "align": "left", "num_format": "yyyy-mm-dd"})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    last_row, last_column = max(len(table.rows), 1), len(table.columns) - 1
    columns = [{"header": column.title, "header_format": head} for column in table.columns]
    sheet.add_table(0, 0, last_row, last_column, {"columns": columns, "style": "Table Style Light 1"})
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, column.width)
    for line, row in enumerate((tuple(column.title for column in table.columns), *table.rows)):
        sheet.set_row(line, _LINE_HEIGHT * _count_lines(row, table.columns))
    for line, place, cell in _list_cells(table.rows):
        if isinstance(cell, str):
            sheet.write_string(line, place, _shorten(cell), like_formula if _FORMULA.match(cell) else text)
        elif isinstance(cell, date):
            sheet.write_datetime(line, place, datetime.combine(cell, time()), day)
        elif cell is not None:
            sheet.write_number(line, place, cell, number)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    if len(table.columns) > _LANDSCAPE_COLUMNS:
        sheet.set_landscape()
    book.close()
    return out.getvalue()


def _list_cells(rows: Sequence[tuple[Cell, ...]]) -> Iterator[tuple[int, int, Cell]]:
    for line, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            yield line, place, cell


def _count_lines(row: tuple[Cell, ...], columns: Sequence[Column]) -> int:
    """How many lines the row needs, at least one: not every program makes room for text that goes on below."""
    wrapped = (textwrap.wrap(str(cell), column.width - 1) for cell, column in zip(row, columns, strict=True) if cell)
    return min(max(1, *map(len, wrapped), 1), _MOST_LINES)


def _shorten(text: str) -> str:
    """A text that fits a cell."""
    units = text.encode("utf-16-le")
    return text if len(units) // 2 <= _LONGEST_TEXT else units[: 2 * (_LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
