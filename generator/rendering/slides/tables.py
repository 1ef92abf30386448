"""Tables of the document tree as tables of a slide. Called by `slides.zones`, which places them, and by `slides.shapes`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from generator.errors import Finding, RenderError
from generator.rendering.slides.layouts import PER_POINT, Level
from generator.rendering.slides.measuring import LINE, Ruler
from generator.rendering.slides.paragraphs import Paragraph, list_paragraphs
from generator.rendering.slides.text import TextWriter
from generator.rendering.word.runs import Marks, mark_language, mark_status
from generator.text.language import read_direction
from generator.text.tree import Element

SIZE = 20.0
"""Of the text in a table, in points, before it is shrunk."""
_ASIDE, _ABOVE = 6.0, 4.0  # margins within a cell, in points
_SHOWN = frozenset({"facts", "grid", "matrix", "references"})
_NAME_SHARE = 30.0
_TINTS = {"low": "E8F3EC", "medium": "F3CF78", "high": "E0938B"}  # as in print.css
_LEVELS = tuple(Level(SIZE, 18.0 * depth, 0.0, 1.0) for depth in range(1, 6))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its paragraphs, how many columns it takes, and what its classes say of its look."""

    paragraphs: tuple[Paragraph, ...]
    span: int
    is_head: bool
    tint: str


@dataclass(frozen=True, slots=True)
class Table:
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


@dataclass(frozen=True, slots=True)
class SizedTable:
    """A table as wide and as large as it is to be shown; all in points."""

    table: Table
    width: float
    heights: tuple[float, ...]
    """Of its rows."""
    scale: float


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
    names = [row.elements[0].tag == "th" for row, head in found if not head]
    return Table(
        rows,
        _share_width([row for row, _ in found], counts.pop(), "facts" in element.classes),
        has_head=any(head for _, head in found),
        has_names=bool(names) and all(names) and "facts" not in element.classes,
        caption=next((part.text() for part in element.elements if part.tag == "caption"), ""),
        is_leftward=read_direction(marks.language) == "rtl",
    )


def size_table(table: Table, ruler: Ruler, width: float, scale: float) -> SizedTable:
    """The table at a width in points, its text at a scale, each row as high as its highest cell."""
    size = SIZE * scale
    heights = []
    for number, row in enumerate(table.rows):
        column, lines = 0, 1
        for cell in row:
            room = width * sum(table.shares[column : column + cell.span]) - 2 * _ASIDE
            bold = (table.has_head and number == 0) or (table.has_names and column == 0)
            taken = sum(
                ruler.count_lines(each, size, room - _LEVELS[each.level].indent * (each.level >= 0), bold=bold)
                for each in cell.paragraphs
            )
            lines, column = max(lines, taken), column + cell.span
        heights.append(lines * size * LINE + 2 * _ABOVE)
    return SizedTable(table, width, tuple(heights), scale)


def write_table(sized: SizedTable, style: str, text: TextWriter) -> str:
    """The `a:tbl` element, in the table style with the id `style`."""
    table = sized.table
    ends = [round(sized.width * share * PER_POINT) for share in accumulate(table.shares)]
    grid = "".join(f'<a:gridCol w="{end - start}"/>' for start, end in zip([0, *ends], ends, strict=False))
    rows = "".join(
        f'<a:tr h="{round(height * PER_POINT)}">{"".join(_write_cell(cell, sized.scale, text) for cell in row)}</a:tr>'
        for row, height in zip(table.rows, sized.heights, strict=True)
    )
    way = ' rtl="1"' if table.is_leftward else ""
    return (
        f'<a:tbl><a:tblPr{way} firstRow="{table.has_head:d}" firstCol="{table.has_names:d}">'
        f"<a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>{rows}</a:tbl>"
    )


def _read_cell(cell: Element, marks: Marks, *, is_head: bool) -> Cell:
    tint = next((colour for name, colour in _TINTS.items() if name in cell.classes), "")
    inside = mark_status(cell, mark_language(cell, marks))
    return Cell(list_paragraphs(cell.children, inside), int(cell.attributes.get("colspan", "1")), is_head, tint)


def _write_cell(cell: Cell, scale: float, text: TextWriter) -> str:
    span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
    side, above = round(_ASIDE * PER_POINT), round(_ABOVE * PER_POINT)
    anchor = ' anchor="b"' if cell.is_head else ""
    fill = f'<a:solidFill><a:srgbClr val="{cell.tint}"/></a:solidFill>' if cell.tint else ""
    words = text.write(cell.paragraphs, _LEVELS, styled=False, size=_round_size(SIZE * scale))
    written = (
        f"<a:tc{span}><a:txBody><a:bodyPr/><a:lstStyle/>{words}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}"{anchor}>{fill}</a:tcPr></a:tc>'
    )
    merged = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'
    return written + merged * (cell.span - 1)


def _round_size(size: float) -> float:
    """To the nearest half point that is no larger: PowerPoint's own steps."""
    return int(size * 2) / 2


def _share_width(rows: Sequence[Element], count: int, is_facts: bool) -> tuple[float, ...]:  # noqa: FBT001 (one caller)
    """The share of each column, as the cells ask for it; the rest is shared out evenly."""
    wanted: list[float] = [0.0] * count
    for row in rows:
        column = 0
        for cell in row.elements:
            span = int(cell.attributes.get("colspan", "1"))
            if span == 1 and not wanted[column] and "width" in cell.attributes:
                wanted[column] = float(cell.attributes["width"].rstrip("%"))
            column += span
    if is_facts and not wanted[0]:
        wanted[0] = _NAME_SHARE
    missing = wanted.count(0.0)
    rest = max(100 - sum(wanted), 10.0 * missing) / max(missing, 1)
    filled = [share or rest for share in wanted]
    return tuple(share / sum(filled) for share in filled)
