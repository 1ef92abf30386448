"""Forms as xlsx, for those who would rather fill in a spreadsheet: one sheet, in which only the places to fill in can be changed.

Called by `build.render`. No cell is a formula. Beside each place to fill in, in columns out of sight, stand its name and what
there is to choose between, so that a program finds them again wherever their row has gone.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from generator.rendering.fields import LABELLED, NAMES_FROM, Field, read_field, settle_fields
from generator.rendering.tree_checks import check_tree
from generator.rendering.widths import count_columns, read_shares
from generator.text.language import ISOLATES
from generator.text.tree import Document, Element
from generator.workspace import Files

_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
_WIDTH = 130
"""Letters across the sheet."""
_NARROWEST = 12
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # noqa: RUF001 (the wide forms count too)
_LINE_HEIGHT, _MOST_LINES = 15.5, 26
"""In points; a row is 409 at the most."""
_LONGEST_TEXT = 32_000
_LONGEST_LIST = 255
"""The most letters of a list to choose from in Excel."""
_TICK = "x"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]|^'|'$")
_LONGEST_NAME = 31
_HEADINGS = {"h1": 18, "h2": 14, "h3": 12, "h4": 11}
_YEARS = (date(1990, 1, 1), date(2100, 12, 31))
"""Between which days a date is, for what Excel takes."""


class _Cell(NamedTuple):
    """What stands in a cell of the sheet, over so many of its columns."""

    parts: tuple[tuple[str, bool], ...]
    """Its text, with what is bold."""
    look: str
    span: int = 1
    field: Field | None = None

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.parts)[:_LONGEST_TEXT]


class WorkbookWriter:
    """Makes workbooks."""

    def __init__(self, _files: Files) -> None:
        """Keeps nothing: a workbook has no layout of a region's own."""

    def render(self, document: Document) -> bytes:
        """The document as xlsx.

        Raises:
            RenderError: something in the tree can't be shown.
        """
        import xlsxwriter  # noqa: PLC0415 (only who asks for a workbook has use for it)

        check_tree(document.body)
        out = io.BytesIO()
        plain = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)
        book = xlsxwriter.Workbook(out, {"in_memory": True, **plain})
        book.set_properties(
            {
                "title": document.title,
                "subject": document.subject,
                "author": document.author,
                "keywords": ", ".join(document.keywords),
                "created": datetime.combine(document.date, time(), UTC),
            }
        )
        for name, value in document.stamp.items():
            book.set_custom_property(f"realisera {name}" if name != "realisera" else name, value, "text")
        _Sheet(book, settle_fields(document.body), document).write()
        book.close()
        return out.getvalue()


class _Sheet:
    """Writes the one sheet of a workbook, row by row."""

    def __init__(self, book: Any, body: Element, document: Document) -> None:
        heading = next(body.find_all("h1")).text().translate(_NO_ISOLATES)
        self._book, self._body = book, body
        self._sheet = book.add_worksheet(_FORBIDDEN.sub("-", heading)[:_LONGEST_NAME].strip())
        self._sender = " · ".join(filter(None, (document.author, *document.keywords)))
        self._widths = _plan_columns(body)
        self._looks: dict[tuple[str, bool], Any] = {}
        self._row = 0

    def write(self) -> None:
        sheet = self._sheet
        for column, width in enumerate(self._widths):
            sheet.set_column(column, column, width)
        sheet.set_column(NAMES_FROM, NAMES_FROM + len(self._widths) - 1, None, None, {"hidden": True})
        self._write_row([_Cell(((self._sender, False),), "note", len(self._widths))])
        for cells in self._list_rows(self._body):
            self._write_row(cells)
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)

    def _list_rows(self, parent: Element) -> Iterator[list[_Cell]]:
        """The rows that blocks become: a row for each paragraph, item and row of a table."""
        whole = len(self._widths)
        for block in parent.elements:
            if block.tag in _HEADINGS:
                yield [_Cell(_read_parts(block), block.tag, whole)]
            elif block.tag == "p":
                yield self._list_paragraph(block, whole)
            elif block.tag == "li":
                yield from self._list_item(block, whole)
            elif block.tag == "table":
                yield from self._list_table(block, whole)
            elif block.tag == "svg":
                yield [_Cell(((block.title, False),), "text", whole)]
            else:
                yield from self._list_rows(block)

    def _list_paragraph(self, block: Element, whole: int) -> list[_Cell]:
        """A paragraph: a place to fill in, or text, perhaps with a place in it, which then stands beside the text."""
        field = next((found for part in block.walk() if (found := read_field(part))), None)
        parts = _read_parts(block)
        if field and parts and whole > 1:
            return [_Cell(parts, "text"), _Cell((), _name_look(field), whole - 1, field)]
        return [_Cell(() if field else parts, _name_look(field) if field else "text", whole, field)]

    def _list_item(self, item: Element, whole: int) -> Iterator[list[_Cell]]:
        field = read_field(item)
        if field:
            yield [_Cell((), "field", 1, field), _Cell(_read_parts(item), "text", whole - 1)]
        else:
            yield [_Cell((("– ", False), *_read_parts(item)), "text", whole)]

    def _list_table(self, table: Element, whole: int) -> Iterator[list[_Cell]]:
        for group in table.elements:
            if group.tag == "caption":
                yield [_Cell(_read_parts(group), "h4", whole)]
                continue
            for row in group.elements:
                cells = [_read_cell(cell, is_head=group.tag == "thead") for cell in row.elements]
                left = whole - sum(cell.span for cell in cells)
                yield [*cells[:-1], cells[-1]._replace(span=cells[-1].span + max(left, 0))] if cells else []
        yield []

    def _write_row(self, cells: Sequence[_Cell]) -> None:
        column, lines = 0, 1
        for cell in cells:
            width = sum(self._widths[column : column + cell.span])
            lines = max(lines, _count_lines(cell, width))
            self._write_cell(cell, column)
            column += cell.span
        size = max((_HEADINGS.get(cell.look, 11) for cell in cells), default=11)
        self._sheet.set_row(self._row, min(lines, _MOST_LINES) * _LINE_HEIGHT * size / 11 + (6 if cells else 0))
        self._row += 1

    def _write_cell(self, cell: _Cell, column: int) -> None:
        look = self._find_look(cell.look, is_formula=bool(_FORMULA.match(cell.text)))
        row, last = self._row, column + cell.span - 1
        bold = self._find_look("bold", is_formula=False)
        pieces = [piece for text, is_bold in cell.parts if text for piece in ((bold, text) if is_bold else (text,))]
        if last > column:
            self._sheet.merge_range(row, column, row, last, "", look)
        if len(cell.parts) > 1 and any(is_bold for _, is_bold in cell.parts) and len(cell.text) < _LONGEST_TEXT:
            self._sheet.write_rich_string(row, column, *pieces, look)
        elif cell.text:
            self._sheet.write_string(row, column, cell.text, look)
        else:
            self._sheet.write_blank(row, column, None, look)
        if cell.field:
            self._add_field(cell.field, row, column)

    def _add_field(self, field: Field, row: int, column: int) -> None:
        """What may be entered, what it is for, and the name out of sight."""
        options = "\n".join(f"{code} {words}" for code, words in field.options)
        self._sheet.write_string(
            row, NAMES_FROM + column, "\n".join(filter(None, (field.name, f"{LABELLED}{field.label}", options)))
        )
        self._sheet.write_comment(row, column, field.label, {"x_scale": 2, "font_size": 9})
        words = [words for _, words in field.options] or ([_TICK] if field.kind == "tick" else [])
        if words and len(",".join(words)) <= _LONGEST_LIST and not any("," in each for each in words):
            self._sheet.data_validation(row, column, row, column, {"validate": "list", "source": words})
        elif field.kind == "date":
            rule = {
                "validate": "date",
                "criteria": "between",
                "minimum": _YEARS[0],
                "maximum": _YEARS[1],
                "error_type": "warning",
            }
            self._sheet.data_validation(row, column, row, column, rule)

    def _find_look(self, look: str, *, is_formula: bool) -> Any:
        if (look, is_formula) not in self._looks:
            properties: dict[str, Any] = {"text_wrap": True, "valign": "top", "quote_prefix": is_formula}
            if look in _HEADINGS:
                properties |= {"bold": True, "font_size": _HEADINGS[look], "font_color": "#0F4C64"}
            elif look in {"head", "name", "bold"}:
                properties |= {"bold": True} | ({"bg_color": "#DDE8EE", "bottom": 1} if look == "head" else {})
            elif look == "note":
                properties |= {"font_color": "#55636C"}
            elif look == "field":
                properties |= {"locked": False, "bg_color": "#FFFBE6", "border": 1, "border_color": "#8A99A2", "num_format": "@"}
            elif look == "day":
                properties |= {"locked": False, "bg_color": "#FFFBE6", "border": 1, "border_color": "#8A99A2"}
                properties |= {"num_format": "yyyy-mm-dd", "align": "left"}
            self._looks[look, is_formula] = self._book.add_format(properties)
        return self._looks[look, is_formula]


def _plan_columns(body: Element) -> list[float]:
    """How wide the columns of the sheet are: those of the table with the most columns among those that are filled in."""
    tables = [[row.elements for row in table.find_all("tr")] for table in body.find_all("table")]
    tables = [rows for rows in tables if any(read_field(cell) for row in rows for cell in row)] or tables
    rows = max(tables, key=_measure_table, default=[])
    count = max((count_columns(*row) for row in rows), default=0) or 1
    known = read_shares(rows, count)
    rest = max(100 - sum(share or 0 for share in known), 10) / max(known.count(None), 1)
    shares = [rest if share is None else share for share in known]
    return [max(_WIDTH * share / sum(shares), _NARROWEST) for share in shares]


def _measure_table(rows: Sequence[Sequence[Element]]) -> tuple[int, int]:
    """How many columns a table has, and how many fields."""
    fields = sum(read_field(cell) is not None for row in rows for cell in row)
    return max((count_columns(*row) for row in rows), default=0), fields


def _read_cell(cell: Element, *, is_head: bool) -> _Cell:
    field = read_field(cell) or next((found for part in cell.walk() if (found := read_field(part))), None)
    look = "head" if is_head else "name" if cell.tag == "th" else "text"
    if field:
        look = _name_look(field)
    return _Cell(() if field else _read_parts(cell), look, int(cell.attributes.get("colspan", "1")), field)


def _name_look(field: Field) -> str:
    return "day" if field.kind == "date" else "field"


def _read_parts(element: Element, *, bold: bool = False) -> tuple[tuple[str, bool], ...]:
    """The text of an element, with what is bold in it; its blocks on lines of their own."""
    parts: list[tuple[str, bool]] = []
    for child in element.children:
        if isinstance(child, str):
            parts.append((child.translate(_NO_ISOLATES), bold))
        elif child.tag == "br":
            parts.append(("\n", bold))
        elif child.tag != "svg":
            if parts and child.tag in {"p", "li", "div"}:
                parts.append(("\n", bold))
            parts += _read_parts(child, bold=bold or child.tag == "strong")
    return tuple(parts)


def _count_lines(cell: _Cell, width: float) -> int:
    """How many lines a cell needs: not every program makes room for text that goes on below. A place to write in has two."""
    size = _HEADINGS.get(cell.look, 11) / 11
    room = max(int((width - 1) / size), 5)
    lines = sum(max(len(textwrap.wrap(line, room)), 1) for line in cell.text.split("\n"))
    return max(lines, min(cell.field.rows, _MOST_LINES), 2 if cell.field.kind == "lines" else 1) if cell.field else lines
