"""How many pages a text takes as a PDF, reckoned from its tree, without an engine. Called by `tightening`.

Lines are counted by the widths of the letters, blocks are as high as `print.css` makes them, and pages end as both engines end
them. A region's own fonts and measures aren't known here; who calls holds what was reckoned against the pages that came of it.
"""

from __future__ import annotations

import io
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from fontTools.ttLib import TTFont
from msgspec.structs import replace

from generator.rendering.lengths import (
    MOST_EMPTY,
    count_fitting,
    group_kept,
    is_row_too_long,
    list_columns,
    may_part,
    place_cells,
)
from generator.text.keeping import once
from generator.text.tree import Document, Element, for_each_element, is_block, is_words
from generator.workspace import Files

_FONTS = ("templates/fonts/Carlito-Regular.ttf", "templates/fonts/Carlito-Bold.ttf")
_UNIT = slice(18, 20)  # of the table `head`, read as bytes since fontTools complains of its date
_OTHER = 0.55
"""How wide letters are that the fonts haven't, over their size."""
_ITALIC = 0.96
"""How wide italic letters are, over regular ones."""
_MM = 72 / 25.4

# Measures of print.css: lengths in millimetres, sizes of text in points.
_WIDTH, _HEIGHT, _FIRST = 166.0, 250.0, 260.0
"""Of the text on a page; how high the first is, with the letterhead."""
_LOGO, _RECORD, _RULE = 13.0, 9.5, 0.5
_IN_LETTERHEAD, _IN_LETTERHEAD_OF_LETTER, _UNDER_LETTERHEAD, _UNDER_LETTERHEAD_OF_LETTER = 3.3, 4.3, 7.0, 14.0
"""Between the letterhead and the rule under it, with that, and what is free under the rule, in a letter with whatever air."""
_TEXT, _CELL, _NOTE, _LEAD = 11.0, 10.5, 9.5, 12.5
_HEADINGS = {"h1": 22.0, "h2": 15.0, "h3": 12.5, "h4": 11.0}
_HEADINGS_OF_LETTER = {"h1": 14.0, "h2": 12.0, "h3": 11.0, "h4": 11.0}
_HEADING_LINE, _CAPTION_GAP = 1.2, 1.2
_AROUND = {
    "h1": (0.0, 3.0), "h2": (6.0, 2.0), "h3": (4.5, 1.2), "h4": (3.5, 0.8), "p": (0.0, 2.2), "ul": (0.0, 2.2), "ol": (0.0, 2.2),
    "table": (3.5, 4.5), "references": (0.0, 5.0), "figure": (3.5, 4.0), "chart": (3.5, 4.5), "blockquote": (2.5, 3.0),
    "box": (3.5, 4.0), "closing": (5.0, 4.0), "columns": (0.0, 0.0), "note": (1.5, 2.2), "lead": (0.0, 4.5),
    "continued": (0.0, 0.7), "line": (0.0, 0.0), "within": (0.0, 1.0), "list within": (0.7, 0.7), "list in a cell": (0.0, 0.7),
}  # fmt: skip
"""How much is free above and below a block, with all the air: by its class or tag, or by what it stands in."""
_AROUND_IN_LETTER = {
    "h1": (6.0, 3.0), "h2": (3.8, 0.8), "h3": (4.0, 1.2), "p": (0.0, 1.8), "ul": (0.0, 1.8), "ol": (0.0, 1.8),
    "lead": (0.0, 1.8), "note": (1.5, 1.8), "continued": (0.0, 0.3), "list within": (0.7, 0.3),
}  # fmt: skip
_WITHOUT_AIR = {"address": (0.0, 3.0), "blank": (0.0, 1.0)}
_BY_CLASS = ("box", "closing", "columns", "address", "note", "lead", "references", "continued", "chart")
_UNDER_TABLE = 3.0
_ITEM, _ITEM_OF_LETTER, _INDENT, _INDENT_IN_CELL = 0.7, 0.3, 7.0, 5.0
_TO_SIGN, _LINE_TO_SIGN, _UNDER_NAME, _SIGNATURE = 15.0, 12.0, 3.0, (10.0, 11.0)
_BLANK, _MORE_BLANK, _MORE_BLANK_IN_CELL, _BLANK_RULE = 6.0, 3.0, 2.0, 0.2
_ADDRESS, _BESIDE_ADDRESS, _BESIDE_COLUMN, _BESIDE_QUOTE, _BESIDE_BOX, _IN_BOX = 30.0, 83.0, 5.0, 5.5, 10.9, 6.0
_TALLEST, _TALLEST_CHART, _BAR = 120.0, 165.0, 5.0
_AROUND_CELL, _AROUND_FACT = (4.8, 2.4), (3.0, 1.4)
"""What is free beside the words of a cell, and above and below them with all the air."""
_FIGURE, _FIGURE_OF_MANY, _MANY, _LABEL, _BESIDE_FIGURE = 26.0, 24.0, 4, 10.0, 6.5
_REFERENCE, _BESIDE_REFERENCE, _BESIDE_SIGNATURE, _AROUND_SIGNATURE = 9.0, 3.0, 5.0, 4.0
_TIMELINE, _SCALE, _SCALE_OF_MANY, _MANY_PERIODS, _BESIDE_PERIOD = 9.5, 9.5, 7.5, 12, 0.6
_WHOLE = frozenset({"columns", "scale", "box", "address", "closing"})


class Part(NamedTuple):
    """A part of a document that begins on a page of its own."""

    pages: int
    last: float
    """What share of its last page is filled."""


class Filling(NamedTuple):
    """How a text fills its pages with so much air."""

    parts: tuple[Part, ...]
    body: Element
    """The text, with the marks of those tables only that stay whole: pages end between the rows of the others."""


class _Piece(NamedTuple):
    """What stands between two places where a page may end, or in which one may; lengths in points."""

    height: float
    is_kept: bool = False
    """Whether it stays on the page of what follows it."""
    begins_page: bool = False
    lines: int = 1
    """More than one where a page may end in it."""
    above: float = 0.0
    """How much of it is free above it."""
    head: float = 0.0
    """How high the head of its table is, which is repeated above it where it begins a page."""
    table: Element | None = None
    """The table that it is, if that may be parted between its rows where it would leave a page too empty whole."""
    rows: tuple[_Piece, ...] = ()
    """Its pieces then."""


class _Place(NamedTuple):
    """Where a block stands; lengths in points."""

    width: float
    size: float
    line: float
    """The height of a line over the size of the text."""
    around: str = ""
    """What it stands in: a `cell`, an `item`, or nothing of these."""
    bold: bool = False


class Reckoner:
    """Reckons pages. Keeps the widths of letters for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._heights: dict[tuple[str, float], _Heights] = {}
        self._count = once(self._count_anew)

    def reckon(self, document: Document, body: Element, air: float) -> tuple[Part, ...]:
        """The parts of `body`, the text of `document` with its marks (`arranging`), with so much air, from 0 to 1."""
        return self.fill(document, body, air).parts

    def fill(self, document: Document, body: Element, air: float) -> Filling:
        """The parts, and `body` as it makes them: marks of tables that would leave a page too empty whole are gone."""
        look = document.layout, air
        heights = self._heights[look] = self._heights.get(look) or _Heights(*look, self)
        record = sum(bool(document.letterhead.get(name)) for name in ("registration_number", "date", "officer"))
        released: list[Element] = []
        parts = tuple(_fill_pages([heights.measure_letterhead(record), *heights.list_pieces(body)], released))
        return Filling(parts, _release(body, set(map(id, released))) if released else body)

    def count_lines(self, text: str, place: _Place, size: float, *, bold: bool = False) -> int:
        """How many lines a text takes at a place, its letters of a size."""
        return self._count(text, place.width / size, bold or place.bold)

    def _count_anew(self, text: str, width: float, bold: bool) -> int:  # noqa: FBT001 (what a cache keys by)
        widths = self._widths[bold]
        space = widths.get(" ", _OTHER)
        lines = 0
        for paragraph in text.split("\n"):
            lines, left = lines + 1, width
            for word in paragraph.split(" "):
                wide = sum([widths.get(letter, _OTHER) for letter in word])
                if wide > left < width:
                    lines, left = lines + 1, width
                if wide > width:  # parted where a line is full
                    lines, wide = lines + ceil(wide / width) - 1, wide % width
                left -= wide + space
        return lines

    @cached_property
    def _widths(self) -> tuple[Mapping[str, float], Mapping[str, float]]:
        """Of each letter, over its size: in the regular and the bold font."""
        regular, bold = map(_read_widths, map(self._files.read, _FONTS))
        return regular, bold


def _read_widths(data: bytes) -> dict[str, float]:
    font = TTFont(io.BytesIO(data), lazy=True)
    unit = int.from_bytes(font.reader["head"][_UNIT], "big")
    widths = font["hmtx"].metrics
    return {chr(letter): widths[name][0] / unit for letter, name in (font["cmap"].getBestCmap() or {}).items()} | {"\u00ad": 0.0}


class _Heights:
    """How high blocks are in a layout with so much air; those of blocks and rows that many documents share are kept."""

    def __init__(self, layout: str, air: float, reckoner: Reckoner) -> None:
        self._layout, self._air, self._count = layout, air, reckoner.count_lines
        is_letter = layout == "letter"
        self._headings = _HEADINGS_OF_LETTER if is_letter else _HEADINGS
        around = _AROUND | _AROUND_IN_LETTER if is_letter else _AROUND
        self._around = {name: (above * air * _MM, below * air * _MM) for name, (above, below) in around.items()}
        self._around |= {name: (above * _MM, below * _MM) for name, (above, below) in _WITHOUT_AIR.items()}
        self._item = (_ITEM_OF_LETTER if is_letter else _ITEM) * air * _MM
        self._line, self._line_of_table = 1.25 + 0.1 * air, 1.2 + 0.1 * air
        self._list_pieces = for_each_element(self._list_pieces_anew)
        self._measure_row = for_each_element(self._measure_row_anew)

    def measure_letterhead(self, lines: int) -> _Piece:
        """The letterhead, with so many lines beside the sender, without what is free under it."""
        if self._layout == "letter":
            return _Piece((_LOGO + _IN_LETTERHEAD_OF_LETTER) * _MM)
        return _Piece(max(_LOGO * _MM, lines * _RECORD * self._line) + _IN_LETTERHEAD * _MM)

    def list_pieces(self, body: Element) -> list[_Piece]:
        """The pieces of a whole text, under the letterhead."""
        free = _UNDER_LETTERHEAD_OF_LETTER if self._layout == "letter" else _UNDER_LETTERHEAD * self._air
        return self._stack(_list_blocks(body), _Place(_WIDTH * _MM, _TEXT, self._line), free * _MM)[0]

    def _stack(self, blocks: Sequence[Element], place: _Place, free: float = 0.0) -> tuple[list[_Piece], float]:
        """The pieces of blocks one under another, the first of which has so much free above it, and how much the last leaves."""
        pieces: list[_Piece] = []
        for block, after in pairwise((*blocks, None)):
            assert block  # noqa: S101 (for mypy: only the last is nothing)
            above, below = self._find_margins(block, place)
            is_noted = after is not None and "note" in after.classes
            made = self._list_pieces(block, place, is_noted=is_noted)
            if made:
                first = made[0]
                gap = 0.0 if first.begins_page else max(above, free)
                pieces += [first._replace(height=first.height + gap, above=gap), *made[1:]]
                free = below - (_UNDER_TABLE * self._air * _MM if is_noted and block.tag == "table" else 0.0)
        return pieces, free

    def _measure(self, blocks: Sequence[Element], place: _Place) -> tuple[float, float]:
        """How high blocks one under another are, and how much the last leaves free."""
        pieces, free = self._stack(blocks, place)
        return sum([piece.height for piece in pieces]), free

    def _find_margins(self, block: Element, place: _Place) -> tuple[float, float]:
        """What is free above and below a block; of one that is none by itself, what its first and its last leave free."""
        name = _name_margins(block, place)
        if name in self._around:
            return self._around[name]
        inner = block.elements
        return (self._find_margins(inner[0], place)[0], self._find_margins(inner[-1], place)[1]) if inner else (0.0, 0.0)

    def _list_pieces_anew(self, block: Element, place: _Place, *, is_noted: bool = False) -> list[_Piece]:
        """The pieces of a block, without what is free around it; none where it is empty."""
        classes, tag = block.classes, block.tag
        if tag in {"p", "line"} or tag in self._headings:
            return self._list_lines(block, place)
        if tag in {"ul", "ol"}:
            return self._list_items(block, place)
        if tag == "table":
            return self._list_rows(block, place, is_noted=is_noted)
        if tag in {"figure", "svg", "blockquote"} or classes & _WHOLE:
            return [self._measure_whole(block, place)]
        pieces, _ = self._stack(_list_blocks(block), place)
        if pieces:
            pieces[0] = pieces[0]._replace(height=pieces[0].height - pieces[0].above, begins_page="page" in classes)
        return [_Piece(sum([piece.height for piece in pieces]))] if pieces and "keep" in classes else pieces

    def _list_lines(self, block: Element, place: _Place) -> list[_Piece]:
        """The piece of a heading or a paragraph, or those of lines to write on."""
        classes = block.classes
        if size := self._headings.get(block.tag):
            return [_Piece(self._count(block.text(), place, size, bold=True) * size * _HEADING_LINE, is_kept=True)]
        if "blank" in classes and not block.children:
            height = (_BLANK + _MORE_BLANK * self._air + _BLANK_RULE) * _MM
            gap = self._around["blank"][1]
            return [_Piece(height), *[_Piece(height + gap, above=gap)] * (int(block.attributes.get("rows", "1")) - 1)]
        size, line = place.size, place.line
        if "note" in classes:
            size, line = _NOTE, self._line
        elif "lead" in classes and self._layout != "letter":
            size, line = _LEAD, self._line
        lines = self._count(block.text(), place, size)
        return [_Piece(lines * size * line, is_kept="leads" in classes, lines=lines)]

    def _list_items(self, block: Element, place: _Place) -> list[_Piece]:
        indent = _INDENT_IN_CELL if place.around == "cell" else _INDENT
        within = place._replace(width=place.width - indent * _MM, around="item")
        pieces: list[_Piece] = []
        free = 0.0
        for item in block.elements:
            made, left = self._stack(_list_blocks(item), within)
            first, *others = made or [_Piece(place.size * place.line)]
            pieces += [first._replace(height=first.height + free), *others]
            free = max(self._item, left if any(map(is_block, item.children)) else 0.0)
        return pieces

    def _measure_whole(self, block: Element, place: _Place) -> _Piece:
        """A block that is a piece, which a page may end in if it is a text in columns or a quotation."""
        classes, tag = block.classes, block.tag
        if tag in {"figure", "svg"}:
            return _Piece(self._measure_drawing(block, place))
        if "columns" in classes:
            return self._measure_columns(block, place)
        if classes & {"address", "closing", "scale"}:
            return _Piece(self._measure_lines(block, place))
        width = place.width - _BESIDE_BOX * _MM if "box" in classes else (place.width - _BESIDE_QUOTE * _MM) / _ITALIC
        height, _ = self._measure(_list_blocks(block), place._replace(width=width))
        if "box" in classes:
            return _Piece(height + _IN_BOX * self._air * _MM + self._measure_end(block))
        return _Piece(height, lines=int(height // (place.size * place.line)))

    def _measure_drawing(self, block: Element, place: _Place) -> float:
        """How high a drawing is, with what it is called, or a bar of a timetable."""
        drawing = next(block.find_all("svg"), None)
        if block.tag == "svg" or not drawing:
            return _BAR * _MM
        _, _, width, height = map(float, drawing.attributes["viewBox"].split())
        tallest = _TALLEST_CHART if "chart" in block.classes else _TALLEST
        captions = self._measure_captions(block.find_all("figcaption"), place, self._line)
        return min(place.width * height / width, tallest * _MM) + captions

    def _measure_lines(self, block: Element, place: _Place) -> float:
        """How high the receiver of a letter is, how it ends, or the scale of a timetable."""
        classes, parts = block.classes, block.elements
        if "closing" in classes:
            return sum(piece.height for each in parts for piece in self._list_pieces(each, place)) + _TO_SIGN * _MM
        if "address" in classes:
            receiver = place._replace(width=place.width - _BESIDE_ADDRESS * _MM)
            lines = sum(self._count(each.text(), receiver, place.size) for each in parts)
            return max(_ADDRESS * _MM, lines * place.size * place.line)
        size = _SCALE if len(parts) <= _MANY_PERIODS else _SCALE_OF_MANY
        period = place._replace(width=max(place.width / max(len(parts), 1) - _BESIDE_PERIOD * _MM, size))
        return max([self._count(each.text(), period, size) for each in parts], default=0) * size * place.line

    def _measure_columns(self, block: Element, place: _Place) -> _Piece:
        sides = block.elements
        within = place._replace(width=place.width / max(len(sides), 1) - _BESIDE_COLUMN * _MM)
        height = max([sum(self._measure(_list_blocks(side), within)) for side in sides], default=0.0)
        lines = 1 if "small" in block.classes else int(height // (place.size * place.line))
        is_heading = any(side.elements and side.elements[-1].tag in self._headings for side in sides)
        return _Piece(height, is_kept="leads" in block.classes or is_heading, lines=lines)

    def _measure_captions(self, captions: Iterable[Element], place: _Place, line: float) -> float:
        gap = _CAPTION_GAP * self._air * _MM
        return sum(self._count(each.text(), place, _TEXT, bold=True) * _TEXT * line + gap for each in captions)

    def _list_rows(self, table: Element, place: _Place, *, is_noted: bool) -> list[_Piece]:
        """The rows of a table, which stays whole where it is small, and on whose page the note under it begins."""
        classes = table.classes
        if not any(row.elements for row in table.rows):
            return []
        if classes & {"figures", "references", "signatures"}:
            return [_Piece(self._measure_beside(table, place))]
        columns = list_columns(table)
        total = sum(columns)
        shares = tuple([width / total for width in columns])
        heads = {id(row) for part in table.elements if part.tag == "thead" for row in part.elements}
        captions = self._measure_captions((part for part in table.elements if part.tag == "caption"), place, self._line_of_table)
        pieces = [_Piece(captions, is_kept=True)] if captions else []
        line = _CELL * self._line_of_table
        head = 0.0
        for row in table.rows:
            height = self._measure_row(row, shares, place, classes)
            lines = int(height // line) if is_row_too_long(row, shares) else 1
            is_head = id(row) in heads
            pieces.append(_Piece(height, is_kept=is_head, lines=lines, head=0.0 if is_head else head))
            head += height * is_head
        pieces[-1] = pieces[-1]._replace(is_kept=is_noted)
        if classes & {"small", "matrix"}:
            whole = _Piece(sum([piece.height for piece in pieces]), is_kept=is_noted)
            may_release = "small" in classes and len(table.rows) - len(heads) > 1
            return [whole._replace(table=table, rows=tuple(pieces)) if may_release else whole]
        return pieces

    def _measure_row_anew(self, row: Element, shares: tuple[float, ...], place: _Place, classes: frozenset[str]) -> float:
        is_facts = "facts" in classes
        beside, upright = _AROUND_FACT if is_facts else _AROUND_CELL
        size = _TIMELINE if "timeline" in classes else _CELL
        highest = 0.0
        for cell, share in place_cells(row, shares):
            bold = cell.tag == "th" and not is_facts
            width = place.width * share - beside * _MM
            highest = max(highest, self._measure_cell(cell, width, size, self._line_of_table, bold=bold))
        return highest + upright * self._air * _MM + _RULE

    def _measure_cell(self, cell: Element, width: float, size: float, line: float, *, bold: bool = False) -> float:
        if "blank" in cell.classes and not cell.children:
            more = _MORE_BLANK if self._layout == "form" else _MORE_BLANK_IN_CELL
            return (_BLANK + more * self._air) * _MM
        place = _Place(max(width, size), size, line, "cell", bold)
        if is_words(cell.children):
            return self._count(cell.children[0], place, size) * size * line
        height, _ = self._measure(_list_blocks(cell), place)
        return height + self._measure_end(cell)

    def _measure_end(self, element: Element) -> float:
        """What stays free under the last item of a list at the end of a box or a cell."""
        last = element.children[-1] if element.children else ""
        return self._item if isinstance(last, Element) and last.tag in {"ul", "ol"} else 0.0

    def _measure_beside(self, table: Element, place: _Place) -> float:
        """How high a table is that is laid out as columns: key figures, references, or lines to sign on."""
        rows, line = table.rows, self._line_of_table
        if "signatures" in table.classes:
            cells = [cell for row in rows for cell in row.elements]
            count = len(list_columns(table))
            column = _Place(place.width / count - _BESIDE_SIGNATURE * _MM, _SIGNATURE[0], line)
            heights = [self._measure_signature(cell, column) + _AROUND_SIGNATURE * _MM for cell in cells]
            return sum(max(heights[start : start + count]) for start in range(0, len(heights), count))
        if "references" in table.classes:
            width = place.width / len(rows) - _BESIDE_REFERENCE * _MM
            sizes = {"th": (_REFERENCE, line), "td": (_CELL, line)}
        else:
            width = place.width / len(rows) - _BESIDE_FIGURE * _MM
            number = _FIGURE_OF_MANY if len(rows) >= _MANY else _FIGURE
            sizes = {"th": (_LABEL, line), "td": (number, _HEADING_LINE)}
        return max(sum(self._measure_cell(cell, width, *sizes[cell.tag]) for cell in row.elements) for row in rows)

    def _measure_signature(self, cell: Element, place: _Place) -> float:
        height = 0.0
        for number, block in enumerate(cell.elements):
            if "blank" in block.classes:
                height += _LINE_TO_SIGN * _MM
            else:
                size = _SIGNATURE[1 if number == 0 else 0]
                height += self._count(block.text(), place, size, bold=number == 0) * size * place.line
                height += _UNDER_NAME * _MM if number == 0 else 0.0
        return height


def _name_margins(block: Element, place: _Place) -> str:
    """By what name it is known how much is free around a block: its class or tag, or what it stands in."""
    classes, tag = block.classes, block.tag
    if tag in {"ul", "ol"} and place.around:
        return "list within" if place.around == "item" else "list in a cell"
    if name := next((name for name in _BY_CLASS if name in classes), "") if classes else "":
        return name
    if tag == "p":
        return "within" if place.around else "blank" if "blank" in classes else "p"
    return tag


def _list_blocks(element: Element) -> list[Element]:
    """The blocks of an element; text between them is one of its own, `line`."""
    blocks: list[Element] = []
    line: list[Element | str] = []
    for child in (*element.children, None):
        if child is not None and not is_block(child):
            line.append(child)
            continue
        if line and (text := Element("line", {}, tuple(line))).text().strip():
            blocks.append(text)
        line = []
        if child is not None:
            blocks.append(child)
    return blocks


def _release(element: Element, tables: set[int]) -> Element:
    """An element in which these tables, by their identities, aren't marked as small."""
    if id(element) in tables:
        return replace(element, attributes={**element.attributes, "class": " ".join(sorted(element.classes - {"small"}))})
    if is_words(element.children) or element.tag in {"p", "svg", "table"}:
        return element
    children = [_release(child, tables) if isinstance(child, Element) else child for child in element.children]
    is_same = all(child is before for child, before in zip(children, element.children, strict=True))
    return element if is_same else replace(element, children=tuple(children), is_shared=False)


def _fill_pages(pieces: Iterable[_Piece], released: list[Element]) -> Iterator[Part]:
    """The parts that pieces make. What is free above a piece goes where it begins a page.

    To `released` tables are added that are better whole, but would leave a page too empty then.
    """
    room = _HEIGHT * _MM
    pages, left = 1, _FIRST * _MM
    groups = deque(group_kept(pieces))
    while groups:
        group = groups.popleft()
        if group[0].begins_page:
            yield Part(pages, 1 - left / room)
            pages, left = 1, room
        whole = sum([piece.height for piece in group])
        if whole <= left:
            left -= whole
            continue
        if left > MOST_EMPTY * room and (parted := _part_table(group, left)):
            released.append(parted[0])
            groups.extendleft(reversed(parted[1]))
            continue
        if whole <= room and not (len(group) == 1 and may_part(group[0].lines)):
            pages, left = pages + 1, room - whole + group[0].above - group[0].head
            continue
        for piece in group:
            if piece.height <= left:
                left -= piece.height
                continue
            rest = piece.height - (_cut(piece, left) or piece.above)
            pages, left = pages + 1 + int(rest // room), room - rest % room - piece.head
    yield Part(pages, 1 - left / room)


def _part_table(group: Sequence[_Piece], left: float) -> tuple[Element, Sequence[list[_Piece]]] | None:
    """The first table of a group that may be parted, and the groups that there are then; None if its first row doesn't fit."""
    place, piece = next(((place, piece) for place, piece in enumerate(group) if piece.table), (0, group[0]))
    if not piece.table:
        return None
    first, *others = piece.rows
    begun = (*group[:place], first._replace(height=first.height + piece.above, above=piece.above), *others, *group[place + 1 :])
    groups = list(group_kept(piece._replace(begins_page=False) for piece in begun))
    return (piece.table, groups) if sum([each.height for each in groups[0]]) <= left else None


def _cut(piece: _Piece, left: float) -> float:
    """How much of a piece stands on the page where so much room is left."""
    line = piece.height / max(piece.lines, 1)
    return count_fitting(piece.lines, line, left) * line
