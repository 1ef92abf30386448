"""Tables of the document tree as tables of a slide, measured. Called by `zones`; `slides.tables` writes them."""

from __future__ import annotations

from msgspec import Struct

from generator.errors import Finding, RenderError
from generator.rendering.office.marks import Marks, mark_language, mark_status
from generator.rendering.pagination.measuring import LINE, Ruler
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs
from generator.rendering.pagination.template import make_levels
from generator.rendering.widths import count_columns, read_shares
from generator.text.language import read_direction
from generator.text.tree import Element

SIZE = 20.0
"""Of the text in a table, in points, before it is shrunk."""
ASIDE, ABOVE = 6.0, 4.0  # margins within a cell, in points
_SHOWN = frozenset({"facts", "grid", "matrix", "references"})
_NAME_SHARE = 30.0
"""Of the names in a table of facts that says no widths, in per cent."""
_TINTS = {"low": "E8F3EC", "medium": "F3CF78", "high": "E0938B"}  # as in print.css
LEVELS = make_levels(SIZE)


class Cell(Struct, frozen=True):
    """A cell: its paragraphs, how many columns it takes, and what its classes say of its look."""

    paragraphs: tuple[Paragraph, ...]
    span: int
    is_head: bool
    tint: str


class Table(Struct, frozen=True):
    """A table that is read from the tree once, and measured and written often."""

    rows: tuple[tuple[Cell, ...], ...]
    shares: tuple[float, ...]
    """Of its width, by column."""
    has_head: bool
    has_names: bool
    """Whether its first column names the rows."""
    caption: str
    is_leftward: bool = False
    """Whether its first column stands to the right."""


def read_table(element: Element, marks: Marks) -> Table:
    """The table.

    Raises:
        RenderError: it is of a kind that slides don't show, or its rows differ in length.
    """
    if not element.classes & _SHOWN:
        kind = " ".join(("table", *sorted(element.classes)))
        raise RenderError(Finding("<{tag}> cannot be shown on a slide", values={"tag": kind}))
    marks = mark_language(element, marks)
    parts = [part for part in element.elements if part.tag in {"thead", "tbody"}]
    found = [(row, part.tag == "thead") for part in parts for row in part.elements]
    rows = tuple(tuple(_read_cell(cell, mark_language(row, marks), is_head=head) for cell in row.elements) for row, head in found)
    counts = {sum(cell.span for cell in row) for row in rows}
    if len(counts) != 1 or 0 in counts:
        message = "the rows of a table have {counts} columns"
        raise RenderError(Finding(message, values={"counts": ", ".join(map(str, sorted(counts))) or "0"}))
    is_facts = "facts" in element.classes
    names = [row.elements[0].tag == "th" for row, head in found if not head]
    return Table(
        rows,
        _share_width(read_shares([row.elements for row, _ in found], counts.pop()), is_facts=is_facts),
        has_head=any(head for _, head in found),
        has_names=bool(names) and all(names) and not is_facts,
        caption=next((part.text() for part in element.elements if part.tag == "caption"), ""),
        is_leftward=read_direction(marks.language) == "rtl",
    )


def measure_rows(table: Table, ruler: Ruler, width: float, scale: float) -> tuple[float, ...]:
    """How high each row is in points, in a table of `width` points with its text at a scale: as high as its highest cell."""
    heights = []
    for number, row in enumerate(table.rows):
        column, height = 0, SIZE * scale * LINE
        for cell in row:
            place = width * sum(table.shares[column : column + cell.span]) - 2 * ASIDE
            bold = (table.has_head and number == 0) or (table.has_names and column == 0)
            height = max(height, ruler.measure(cell.paragraphs, LEVELS, place, scale, bold=bold))
            column += cell.span
        heights.append(height + 2 * ABOVE)
    return tuple(heights)


def _read_cell(cell: Element, marks: Marks, *, is_head: bool) -> Cell:
    tint = next((colour for name, colour in _TINTS.items() if name in cell.classes), "")
    inside = mark_status(cell, mark_language(cell, marks))
    return Cell(list_paragraphs(cell.children, inside), count_columns(cell), is_head, tint)


def _share_width(wanted: list[float | None], *, is_facts: bool) -> tuple[float, ...]:
    """The share of each column; what the others leave is shared out evenly among those that don't ask for any."""
    if is_facts and wanted[0] is None:
        wanted[0] = _NAME_SHARE
    missing = wanted.count(None)
    rest = max(100 - sum(filter(None, wanted)), 10.0 * missing) / max(missing, 1)
    filled = [rest if share is None else share for share in wanted]
    return tuple(share / sum(filled) for share in filled)
