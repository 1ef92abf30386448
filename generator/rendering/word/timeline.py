"""A bar of a timeline as shaded cells, which people can edit in Word. Called by `word.tables`."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.errors import Finding, RenderError
from generator.text.tree import Element, read_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PIECES = 4
"""How many cells a column of the timeline, such as a month, is cut into where there is room."""

MOST_COLUMNS = 63
"""How many columns Word takes in a table."""
_MOST_CELLS = 60
_MOST_HEADINGS = 12
_WORDS_SHARE = 0.3
"""How much of its column the words have that a bar stands under elsewhere."""

_COLOURS = {"planned": "5B9BB5", "overrun": "A3182B"}  # as in print.css; they differ in grey too
_TODAY = '<w:left w:val="single" w:sz="12" w:space="0" w:color="1F2933"/>'


class _Mark(Struct, frozen=True):
    kind: str
    start: float
    end: float
    """In cells from the start of the bar."""

    def covers(self, cell: int) -> float:
        """How much of a cell is covered, 0 to 1."""
        return max(0.0, min(self.end, cell + 1) - max(self.start, cell))


def is_bar(cell: Element) -> bool:
    """Whether a table's cell holds a bar."""
    first = cell.children[0] if cell.children else ""
    return not isinstance(first, str) and first.tag == "svg"


def part_bars(head: Sequence[Element], rows: Sequence[Element]) -> tuple[Sequence[Element], Sequence[Element]]:
    """Header and rows in which the periods and the bars that stand under words have columns of their own, as cells need them."""
    count = max((len(scale.elements) for row in head for cell in row.elements for scale in _list_scales(cell)), default=1)
    return [_part_row(row, _part_head, count) for row in head], [_part_row(row, _part_cell, count) for row in rows]


def _part_row(row: Element, part: Callable[[Element, int], Iterator[Element]], count: int) -> Element:
    return replace(row, children=tuple(each for cell in row.elements for each in part(cell, count)))


def _list_scales(cell: Element) -> list[Element]:
    """The scales in a cell, one a language."""
    return [part for part in cell.elements if "scale" in part.classes]


def _part_head(cell: Element, count: int) -> Iterator[Element]:
    scales = _list_scales(cell)
    if not scales:
        yield cell
        return
    width = float(cell.attributes.get("width", "0"))
    words = tuple(part for part in cell.children if isinstance(part, str) or "scale" not in part.classes)
    yield replace(cell, attributes={**cell.attributes, **_say_width(width * _WORDS_SHARE)}, children=words)
    for periods in zip(*(scale.elements for scale in scales), strict=True):
        named = (replace(period, attributes=_copy_language(scale)) for period, scale in zip(periods, scales, strict=True))
        yield Element("th", _say_width(width * (1 - _WORDS_SHARE) / count), tuple(named))


def _copy_language(element: Element) -> dict[str, str]:
    return {name: value for name, value in element.attributes.items() if name == "lang"}


def _say_width(width: float) -> dict[str, str]:
    return {"width": f"{width:.2f}"} if width else {}


def _part_cell(cell: Element, count: int) -> Iterator[Element]:
    *words, last = cell.children or ("",)
    if not words or isinstance(last, str) or last.tag != "svg":
        yield cell
        return
    yield replace(cell, children=tuple(words))
    yield Element("td", {"colspan": str(count)}, (last,))


def gather_periods(head: Sequence[Element], rows: Sequence[Element]) -> tuple[Sequence[Element], Sequence[Element]]:
    """Header and rows with at most twelve headings over a bar and sixty cells in it, each heading the first of its periods.

    Word breaks words that are wider than their column, so that of more headings none would be whole.
    """
    count = max((read_span(cell) for row in rows for cell in row.elements if is_bar(cell)), default=0)
    if count <= _MOST_HEADINGS:
        return head, rows
    shared = ceil(count / _MOST_CELLS)
    step = ceil(count / (_MOST_HEADINGS * shared)) * shared
    gathered = [replace(row, children=_gather_headings(row.elements, count, step, shared)) for row in head]
    return gathered, [replace(row, children=tuple(_narrow_bar(cell, shared) for cell in row.elements)) for row in rows]


def _gather_headings(cells: Sequence[Element], count: int, step: int, shared: int) -> tuple[Element, ...]:
    names, periods = cells[: len(cells) - count], cells[len(cells) - count :]
    starts = range(0, len(periods) - step + 1, step)  # the last takes what is left too, so that none is narrower
    firsts = (
        replace(periods[start], attributes={**periods[start].attributes, "colspan": str(ceil((end - start) / shared))})
        for start, end in zip(starts, [*starts[1:], len(periods)], strict=True)
    )
    return (*names, *firsts)


def _narrow_bar(cell: Element, shared: int) -> Element:
    if not is_bar(cell):
        return cell
    return replace(cell, attributes={**cell.attributes, "colspan": str(ceil(read_span(cell) / shared))})


def write_bar(drawing: Element, widths: Sequence[int], paragraph: str) -> str:
    """Cells that show a drawing of one row, each with `paragraph` in it: as few as there are parts of it, since each is read out.

    Raises:
        RenderError: there is something else in the drawing than bars.
    """
    marks = _read_marks(drawing, len(widths))
    colours = _colour_cells([mark for mark in marks if mark.kind in _COLOURS], len(widths))
    today = {min(round(mark.start), len(widths) - 1) for mark in marks if mark.kind == "today"}
    starts = [cell for cell in range(len(widths)) if not cell or cell in today or colours[cell] != colours[cell - 1]]
    cells = []
    for start, end in zip(starts, [*starts[1:], len(widths)], strict=True):
        span = f'<w:gridSpan w:val="{end - start}"/>' if end - start > 1 else ""
        line = f"<w:tcBorders>{_TODAY}</w:tcBorders>" if start in today else ""
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{colours[start]}"/>' if colours[start] else ""
        width = sum(widths[start:end])
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{line}{fill}</w:tcPr>{paragraph}</w:tc>')
    return "".join(cells)


def _read_marks(drawing: Element, cells: int) -> list[_Mark]:
    unit = float(drawing.attributes["viewBox"].split()[2]) / cells
    marks = []
    for shape in drawing.elements:
        if shape.tag == "title":
            continue
        kind = next((name for name in (*_COLOURS, "today") if name in shape.classes), None)
        if shape.tag != "rect" or kind is None:
            raise RenderError(
                Finding(
                    "<{tag}> in a timeline cannot be shown in Word",
                    hint="draw bars, of a class of their own",
                    values={"tag": shape.tag},
                )
            )
        start, width = (float(shape.attributes.get(name, "0")) / unit for name in ("x", "width"))
        marks.append(_Mark(kind, start, start + width))
    return marks


def _colour_cells(marks: Sequence[_Mark], cells: int) -> list[str]:
    """The colour of each cell: a mark takes those that it covers more than half of, always one, and nobody's last."""
    owners: list[int | None] = [None] * cells
    for number, mark in enumerate(marks):
        near = range(max(int(mark.start), 0), min(ceil(mark.end), cells))
        # Those between the first and the last are covered whole.
        wanted = [cell for cell in near if cell not in (near[0], near[-1]) or mark.covers(cell) > 1 / 2]
        if not wanted:
            free = [cell for cell in range(cells) if owners[cell] is None or owners.count(owners[cell]) > 1]
            wanted = sorted(free, key=lambda cell: (abs((mark.start + mark.end - 1) / 2 - cell), cell))[:1]
        for cell in wanted:
            if len(wanted) == 1 or owners[cell] is None or owners.count(owners[cell]) > 1:
                owners[cell] = number
    return ["" if owner is None else _COLOURS[marks[owner].kind] for owner in owners]
