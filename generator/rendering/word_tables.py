"""Tables of WordprocessingML with fixed widths, rows that don't break and headers that repeat. Called by `word_body`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import TYPE_CHECKING

from generator.errors import Finding, RenderError
from generator.rendering.word_runs import Setting, mark_language, mark_status, write_line
from generator.rendering.word_timeline import PIECES, is_bar, write_bar
from generator.text.tree import Element

if TYPE_CHECKING:
    from generator.rendering.word_styles import Styles

TABLE_START, TABLE_END = "<w:tbl>", "</w:tbl>"
_KINDS = ("facts", "grid", "timeline", "signatures")
_NAME_SHARE = 32  # percent for the names in a table of facts that doesn't say

WriteBlocks = Callable[[Sequence[Element | str], Setting], str]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What holds for all rows of a table."""

    widths: list[int]
    """Of the columns of the tree, in twentieths of a point."""
    pieces: list[int]
    """How many columns of the Word table each of them is cut into."""
    setting: Setting


class Tables:
    """Writes the tables of one document."""

    def __init__(self, styles: Styles, write_blocks: WriteBlocks) -> None:
        self._styles = styles
        self._write_blocks = write_blocks

    def separate(self) -> str:
        """The paragraph between two tables, of which Word would make one."""
        return self._write_empty("table break")

    def end(self) -> str:
        """The paragraph that has to follow a table at the end of a cell or a body."""
        return self._write_empty("gap")

    def write(self, table: Element, setting: Setting) -> str:
        """The table without its caption, which stays its description for those who cannot see it.

        Raises:
            RenderError: it is of a kind unknown here, or its rows differ in length.
        """
        kind = next((name for name in _KINDS if name in table.classes), None)
        if kind is None:
            raise RenderError(
                Finding("a table is of no kind that Word knows", hint=f"give it one of the classes {', '.join(_KINDS)}")
            )
        head = [row for part in table.elements if part.tag == "thead" for row in part.elements]
        rows = [
            row
            for part in table.elements
            if part.tag in {"tbody", "tr"}
            for row in (part.elements if part.tag == "tbody" else [part])
        ]
        plan = _plan_columns(kind, head + rows, setting._replace(style="table text", level=0))
        caption = " ".join(part.text() for part in table.elements if part.tag == "caption")
        named = any(row.elements[0].tag == "th" for row in rows if row.elements)
        return "".join(
            (
                _open_table(self._styles[kind].id, plan, has_head=bool(head), has_names=named, caption=caption),
                *(self._write_row(row, plan, heads=True) for row in head),
                *(self._write_row(row, plan, heads=False) for row in rows),
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
        widths = _share_width(setting.width, [100 / count] * count)
        plan = _Plan(widths, [1] * count, setting)
        rows = []
        for division in divisions:
            marks = mark_language(division, setting.marks)
            cells = (
                self._close_cell(
                    _write_cell_width(width),
                    self._write_blocks(part.children, setting._replace(marks=mark_language(part, marks), width=width)),
                    setting.style,
                )
                for part, width in zip(division.elements, widths, strict=True)
            )
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        opening = _open_table(self._styles["columns"].id, plan, has_head=False, has_names=False, caption="")
        return f"{opening}{''.join(rows)}{TABLE_END}"

    def _write_row(self, row: Element, plan: _Plan, *, heads: bool) -> str:
        marks = mark_language(row, plan.setting.marks)
        cells, column = [], 0
        for cell in row.elements:
            span = int(cell.attributes.get("colspan", "1"))
            width = sum(plan.widths[column : column + span])
            pieces = sum(plan.pieces[column : column + span])
            if is_bar(cell):
                cells.append(write_bar(cell.elements[0], _share_width(width, [1] * pieces), self._write_empty("timeline cell")))
            else:
                style = _name_style(cell, heading=heads or (cell.tag == "th" and column > 0))
                setting = Setting(mark_status(cell, mark_language(cell, marks)), width, style)
                cells.append(
                    self._close_cell(_write_cell_width(width, pieces), self._write_blocks(cell.children, setting), style)
                )
            column += span
        if column != len(plan.widths):
            raise RenderError(
                Finding(
                    "a row has {found} columns in a table of {wanted}",
                    values={"found": str(column), "wanted": str(len(plan.widths))},
                )
            )
        return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if heads else ''}</w:trPr>{''.join(cells)}</w:tr>"

    def _close_cell(self, properties: str, blocks: str, style: str) -> str:
        """A cell; the last thing in it has to be a paragraph."""
        end = "" if blocks.endswith("</w:p>") else self.end() if blocks else self._write_empty(style)
        return f"<w:tc>{properties}{blocks}{end}</w:tc>"

    def _write_empty(self, style: str) -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{self._styles[style].id}"/></w:pPr></w:p>'


def _open_table(style: str, plan: _Plan, *, has_head: bool, has_names: bool, caption: str) -> str:
    look = 0x0600 + 0x0020 * has_head + 0x0080 * has_names
    pieces = chain.from_iterable(
        _share_width(width, [1] * pieces) for width, pieces in zip(plan.widths, plan.pieces, strict=True)
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in pieces)
    return (
        f'{TABLE_START}<w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(plan.widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{look:04X}" w:firstRow="{has_head:d}" w:lastRow="0"'
        f' w:firstColumn="{has_names:d}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        + (f'<w:tblCaption w:val="{write_line(caption)}"/>' if caption else "")
        + f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    )


def _name_style(cell: Element, *, heading: bool) -> str:
    if heading:
        return "table heading"
    return "blank cell" if "class" in cell.attributes and "blank" in cell.classes else "table text"


def _write_cell_width(width: int, pieces: int = 1) -> str:
    span = f'<w:gridSpan w:val="{pieces}"/>' if pieces > 1 else ""
    return f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}</w:tcPr>'


def _plan_columns(kind: str, rows: Sequence[Element], setting: Setting) -> _Plan:
    """Widths as the cells ask for them, the rest shared out; the columns under a bar are cut into pieces."""
    count = max((sum(int(cell.attributes.get("colspan", "1")) for cell in row.elements) for row in rows), default=0)
    if not count:
        raise RenderError(Finding("a table has no cells"))
    shares: list[float | None] = [None] * count
    pieces = [1] * count
    for row in rows:
        column = 0
        for cell in row.elements:
            span = int(cell.attributes.get("colspan", "1"))
            if span == 1 and column < count and shares[column] is None and "width" in cell.attributes:
                shares[column] = float(cell.attributes["width"].rstrip("%"))
            if is_bar(cell):
                pieces[column : column + span] = [PIECES] * span
            column += span
    if kind == "facts" and shares[0] is None:
        shares[0] = _NAME_SHARE
    return _Plan(_share_width(setting.width, _fill_shares(shares)), pieces, setting)


def _fill_shares(shares: Sequence[float | None]) -> list[float]:
    """Percents with the unknown ones filled in, each at least a tenth of an even share."""
    unknown = shares.count(None)
    rest = max(100 - sum(share or 0 for share in shares), 10) / max(unknown, 1)
    return [rest if share is None else share for share in shares]


def _share_width(width: int, shares: Sequence[float]) -> list[int]:
    """`width` shared out in whole numbers that add up to it."""
    total = sum(shares)
    ends = [round(width * share / total) for share in accumulate(shares)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]
