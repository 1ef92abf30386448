"""Tables of WordprocessingML with fixed widths, rows that don't break and headers that repeat. Called by `word.body`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from generator.errors import Finding, RenderError
from generator.rendering.fields import read_field
from generator.rendering.office.marks import mark_language, mark_status
from generator.rendering.office.text import write_line
from generator.rendering.tree_checks import TABLES
from generator.rendering.word.columns import Columns, plan_columns, share_evenly, share_width
from generator.rendering.word.lasting import lasts
from generator.rendering.word.runs import Setting
from generator.rendering.word.timeline import gather_periods, is_bar, part_bars, write_bar
from generator.rendering.word.together import KEPT, TABLE_END, TABLE_START, WHOLE_ROW, keep_with_next
from generator.text.language import ISOLATES, Direction
from generator.text.tree import Element, read_span, write_once

if TYPE_CHECKING:
    from generator.rendering.office.marks import Marks
    from generator.rendering.word.fields import Fields
    from generator.rendering.word.styles import Styles

_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
_TINTS = {"low": "E8F3EC", "medium": "F3CF78", "high": "E0938B"}  # as in print.css; they differ in grey too
_SIDE_BY_SIDE = {"references": ("reference label", "reference value"), "figures": ("figure label", "figure value")}
"""The kinds of tables whose rows stand side by side, with the styles of their names and values."""

WriteBlocks = Callable[[Sequence[Element | str], Setting], str]


class _Place(NamedTuple):
    """Where a cell stands."""

    kind: str
    """Of its table."""
    marks: Marks
    """Of its row."""
    width: int
    """In twentieths of a point."""
    pieces: int
    """How many columns of the Word table it takes."""
    is_heading: bool


class Tables:
    """Writes the tables of one document."""

    def __init__(
        self,
        styles: Styles,
        fields: Fields,
        write_blocks: WriteBlocks,
        direction: Direction,
        lasting: Tables | None = None,
    ) -> None:
        self._lasting = lasting or self
        self._styles = styles
        self._way = "<w:bidiVisual/>" if direction == "rtl" else ""
        self._fields = fields
        self._write_blocks = write_blocks

    def separate(self, *, is_kept: bool) -> str:
        """The paragraph between two tables, of which Word would make one; it may keep the first with the second."""
        separator = self._write_empty("table break")
        return keep_with_next(separator) if is_kept else separator

    def end(self) -> str:
        """The paragraph that has to follow a table at the end of a cell or a body."""
        return self._write_empty("gap")

    def write(self, table: Element, setting: Setting) -> str:
        """The table without its caption, which stays its description for those who cannot see it.

        Raises:
            RenderError: its rows differ in length.
        """
        (kind,) = TABLES & table.classes
        head: Sequence[Element] = [row for part in table.elements if part.tag == "thead" for row in part.elements]
        rows: Sequence[Element] = [
            row
            for part in table.elements
            if part.tag in {"tbody", "tr"}
            for row in (part.elements if part.tag == "tbody" else [part])
        ]
        if kind in _SIDE_BY_SIDE:
            return self._write_side_by_side(kind, rows, setting)
        if kind == "timeline":
            head, rows = gather_periods(*part_bars(head, rows))
        columns = plan_columns(kind, head, rows, setting._replace(style="table text", level=0))
        caption = " ".join(part.text() for part in table.elements if part.tag == "caption")
        named = any(row.elements[0].tag == "th" for row in rows if row.elements)
        return "".join(
            (
                self._open(kind, columns, has_head=bool(head), has_names=named, caption=caption),
                *(self._write_row(row, columns, heads=True) for row in head),
                *(self._write_row(row, columns, heads=False) for row in rows),
                TABLE_END,
            )
        )

    def write_columns(self, divisions: Sequence[Element], setting: Setting) -> str:
        """A table without lines: a row for each division, a column for each of the languages in it.

        Raises:
            RenderError: the divisions differ in how many languages they hold, or hold none.
        """
        counts = {len(division.elements) for division in divisions}
        count = counts.pop()
        if counts or not count:
            raise RenderError(Finding("texts that stand side by side are not in the same number of languages throughout"))
        widths = share_width(setting.width, [100 / count] * count)
        columns = Columns("columns", tuple(widths), (1,) * count, setting)
        rows = []
        for division in divisions:
            marks = mark_language(division, setting.marks)
            cells = (
                self._close_cell(
                    _describe_cell(width, 1, part.attributes.get("class")),
                    self._write_blocks(
                        part.children, setting._replace(marks=mark_status(part, mark_language(part, marks)), width=width)
                    ),
                    setting.style,
                )
                for part, width in zip(division.elements, widths, strict=True)
            )
            is_leading = "leads" in division.classes
            whole = WHOLE_ROW if "small" in division.classes and not is_leading else ""
            # A paragraph that is kept with the next within a row keeps the row itself with the next.
            row = f"<w:tr>{whole}{''.join(cells).replace(KEPT, '')}</w:tr>"
            rows.append(keep_with_next(row) if is_leading else row)
        opening = self._open("columns", columns, has_head=False, has_names=False, caption="")
        return f"{opening}{''.join(rows)}{TABLE_END}"

    def _write_row(self, row: Element, columns: Columns, *, heads: bool) -> str:
        if lasts(row):
            return write_once(row, self._lasting.write_row_anew, columns, heads)
        return self.write_row_anew(row, columns, heads)

    def write_row_anew(self, row: Element, columns: Columns, heads: bool) -> str:  # noqa: FBT001 (kept by what it is told)
        """A row of the head or the body, the cells of which are kept where they last.

        Raises:
            RenderError: it is shorter or longer than the table is wide.
        """
        marks = mark_language(row, columns.setting.marks)
        elements = row.elements
        cells, column = [], 0
        for cell in elements:
            span = read_span(cell)
            place = _Place(columns.kind, marks, *columns.measure(column, span), heads or (cell.tag == "th" and column > 0))
            if lasts(cell):
                cells.append(write_once(cell, self._lasting.write_cell, place))
            else:
                cells.append(self.write_cell(cell, place))
            column += span
        if column != len(columns.widths):
            raise RenderError(
                Finding(
                    "a row has {found} columns in a table of {wanted}",
                    values={"found": str(column), "wanted": str(len(columns.widths))},
                )
            )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heads else ''}</w:trPr>{''.join(cells)}</w:tr>"

    def write_cell(self, cell: Element, place: _Place) -> str:
        """A cell, or those that its bar is cut into."""
        kind, marks, width, pieces, is_heading = place
        if is_bar(cell):
            return write_bar(cell.elements[0], share_evenly(width, pieces), self._write_empty("timeline cell"))
        style = _name_style(cell, kind, heading=is_heading)
        write = self._write_marked if "class" in cell.attributes else self._write_content
        blocks = write(cell, kind, Setting(mark_language(cell, marks), width, style))
        return self._close_cell(_describe_cell(width, pieces, cell.attributes.get("class")), blocks, style)

    def _write_marked(self, cell: Element, kind: str, setting: Setting) -> str:
        """The blocks of a cell whose classes say what is in it."""
        if field := read_field(cell):
            blocks = self._write_paragraph(setting.style, self._fields.write(field, width=setting.width))
        else:
            blocks = self._write_content(cell, kind, setting._replace(marks=mark_status(cell, setting.marks)))
        return blocks.replace("</w:pPr>", '<w:jc w:val="right"/></w:pPr>') if "number" in cell.classes else blocks

    def _write_content(self, cell: Element, kind: str, setting: Setting) -> str:
        """The blocks of a cell."""
        if kind == "signatures":
            # Whom the lines below are for.
            party = self._write_blocks(cell.children[:1], setting._replace(style="signature heading"))
            return party + self._write_blocks(cell.children[1:], setting)
        return self._write_blocks(cell.children, setting)

    def _write_side_by_side(self, kind: str, rows: Sequence[Element], setting: Setting) -> str:
        """Names and values, a cell for each pair: the references of a letter, or key figures."""
        names, values = _SIDE_BY_SIDE[kind]
        widths = share_width(setting.width, [1] * len(rows))
        columns = Columns(kind, tuple(widths), (1,) * len(rows), setting)
        place = '<w:vAlign w:val="bottom"/>' if kind == "figures" else ""
        cells = []
        for row, width in zip(rows, widths, strict=True):
            marks = mark_language(row, setting.marks)
            blocks = (
                self._write_blocks(
                    cell.children,
                    Setting(mark_language(cell, marks), width, names if cell.tag == "th" else values),
                )
                for cell in row.elements
            )
            properties = _describe_cell(width, 1, row.attributes.get("class")).replace("</w:tcPr>", f"{place}</w:tcPr>")
            cells.append(self._close_cell(properties, "".join(blocks), values))
        opening = self._open(kind, columns, has_head=False, has_names=False, caption="")
        return f"{opening}<w:tr>{WHOLE_ROW}{''.join(cells)}</w:tr>{TABLE_END}"

    def _open(self, kind: str, columns: Columns, *, has_head: bool, has_names: bool, caption: str) -> str:
        """The beginning of a table, in the style that goes with its kind."""
        look = 0x0600 + 0x0020 * has_head + 0x0080 * has_names
        pieces = chain.from_iterable(map(share_evenly, columns.widths, columns.pieces))
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in pieces)
        return (
            f'{TABLE_START}<w:tblPr><w:tblStyle w:val="{self._styles[kind].id}"/>{self._way}'
            f'<w:tblW w:w="{sum(columns.widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look:04X}" w:firstRow="{has_head:d}" w:lastRow="0"'
            f' w:firstColumn="{has_names:d}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            + (f'<w:tblCaption w:val="{write_line(caption.translate(_NO_ISOLATES))}"/>' if caption else "")
            + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        )

    def _close_cell(self, properties: str, blocks: str, style: str) -> str:
        """A cell; the last thing in it has to be a paragraph."""
        end = "" if blocks.endswith("</w:p>") else self.end() if blocks else self._write_empty(style)
        return f"<w:tc>{properties}{blocks}{end}</w:tc>"

    def _write_empty(self, style: str) -> str:
        return self._write_paragraph(style, "")

    def _write_paragraph(self, style: str, content: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style].id}"/></w:pPr>{content}</w:p>'


def _name_style(cell: Element, kind: str, *, heading: bool) -> str:
    if heading:
        return "table heading"
    blank = kind != "signatures" and "class" in cell.attributes and "blank" in cell.classes
    return "blank cell" if blank else "table text"


@lru_cache(maxsize=4096)
def _describe_cell(width: int, pieces: int, classes: str | None) -> str:
    """The properties of a cell: its width, how many columns it takes, its tint."""
    span = f'<w:gridSpan w:val="{pieces}"/>' if pieces > 1 else ""
    tint = next((colour for name, colour in _TINTS.items() if name in classes.split()), "") if classes else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{tint}"/>' if tint else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{fill}</w:tcPr>'
