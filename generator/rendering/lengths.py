"""How long a part is at most, or nearly, and where a page may end: for all that keeps parts together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Protocol, TypeVar

from generator.rendering.widths import count_columns, read_widths
from generator.text.tree import Element, for_each_element, is_block, is_words, read_span

LINES_OF_TABLE, LINES_BESIDE = 50, 10
"""The most lines, twice those in truth, of a table that is `small`, moved whole to the next page, and of texts in columns."""
_PAGE = 40
"""How many lines of running text fit on a page for sure."""
_LINES = 72
"""How many lines as they are counted here, rather too many than too few, a page holds as a rule."""
_ROW = 30
"""How many lines of a row are rather broken over pages than moved to the next whole."""
_LETTERS, _LAST_WORD = 75, 4
"""How many letters of usual width fit on a line as wide as the text, and how many stay free since the next word is too long."""
_WIDE = re.compile(r"[^a-ln-vx-zåäö .,:;()/0-9-]")
_AS_WIDE = 1.2
"""How many letters of usual width a wide one takes the place of, beside its own."""
_SHORTEST, _LONGEST = 4, 60
"""Between how many letters and how many a column that doesn't say its width is as wide as its longest text."""
_AROUND = {"blockquote": 1.5, "caption": 0.5, "h1": 3.0, "h2": 2.5, "h3": 1.5, "h4": 1.0, "ol": 0.5, "p": 0.5, "ul": 0.5}
"""Free room around a part, in lines."""
_BIGGER = {"h1": 2.0, "h2": 1.4, "h3": 1.2}
"""How much bigger the letters of a heading are."""
_NUMBER = 2.4
"""How much bigger the letters of key figures are."""
_TABLE, _CELL, _BLANK_CELL = 2.0, 0.7, 2.7
"""Free room around a table and in its cells, and the height of a cell to write in, in lines."""
_BLANK, _BOX, _TO_SIGN, _FIGURE = 2.3, 3.5, 6.0, 28.0
"""Heights of a line to write on, of what stands around a box, of room to sign in, of a drawing with its caption, in lines."""
MOST_EMPTY = 0.3
"""The most of a page that stays empty since a table that is better whole begins on the next."""
FEWEST = 2
"""Lines of a paragraph that don't stand alone at the beginning or the end of a page."""


class Piece(Protocol):
    """What stands between two places where a page may end."""

    @property
    def is_kept(self) -> bool:
        """Whether it stays on the page of what follows it."""


P = TypeVar("P", bound=Piece)


def is_too_long(element: Element, share: float) -> bool:
    """Whether an element, which has a share of the text's width, may be too long for a page."""
    return count_lines(element, share) > _PAGE


def is_longer(root: Element, pages: float) -> bool:
    """Whether a text, with its marks, takes about so many pages, or more. What comes after them isn't looked at.

    Most texts don't even if each part that is marked as small is as long as it can be: then none of these is looked at either.
    """
    if sum(map(_count_at_most, root.elements)) / _LINES < pages:
        return False
    return any(lines / _LINES >= pages for lines in accumulate(count_lines(block, 1.0) for block in root.elements))


def _count_at_most(element: Element) -> float:
    """How many lines an element of the text's width takes, or more."""
    classes = element.classes
    if "small" in classes:
        return LINES_OF_TABLE if element.tag == "table" else LINES_BESIDE
    blocks = _list_blocks(element) if element.tag in {"div", "section"} and "columns" not in classes else []
    return _count_around(element) + sum(map(_count_at_most, blocks)) if blocks else count_lines(element, 1.0)


def is_row_too_long(row: Element, parts: Sequence[float]) -> bool:
    """Whether a row is, whose table's columns have these shares of the width."""
    return _count_row(row, parts) > _ROW


def list_columns(table: Element) -> list[float]:
    """How wide the columns of a table are, beside one another: as it says, or else as long as their texts."""
    return read_widths(table) or _measure_columns(table)


def _measure_columns(table: Element) -> list[float]:
    rows = [row.elements for row in table.rows]
    widths = [float(_SHORTEST)] * max((count_columns(*row) for row in rows), default=1)
    for row in rows:
        for column, cell in enumerate(row):
            longest = max(map(len, cell.text().split("\n")))
            widths[column] = max(widths[column], min(longest, _LONGEST))
    return widths


def place_cells(row: Element, parts: Sequence[float]) -> list[tuple[Element, float]]:
    """The cells of a row, each with its share of the text's width."""
    placed, column = [], 0
    for cell in row.elements:
        end = column + read_span(cell)
        placed.append((cell, parts[column] if end == column + 1 <= len(parts) else sum(parts[column:end])))
        column = end
    return placed


@for_each_element
def count_lines(element: Element, share: float) -> float:
    """How many lines an element takes, with what is free around it."""
    if is_words(element.children) and element.tag != "div":
        return _AROUND.get(element.tag, 0) + _count_text(element.children[0], share) * _BIGGER.get(element.tag, 1)
    return _count_parts(element, share)


def _count_parts(element: Element, share: float) -> float:
    """The same of an element that isn't just words."""
    classes = element.classes
    if element.tag == "table":
        return _count_table(element, share)
    if element.tag == "figure":
        return _FIGURE
    if "columns" in classes or "scale" in classes:
        return max((count_lines(part, share / len(element.elements)) for part in element.elements), default=0)
    if "blank" in classes and not element.children:
        return _BLANK * int(element.attributes.get("rows", "1"))
    around, blocks = _count_around(element), _list_blocks(element)
    if blocks:
        return around + sum([count_lines(block, share) for block in blocks])
    return around + _count_text(element.text(), share) * _BIGGER.get(element.tag, 1)


def _list_blocks(element: Element) -> list[Element]:
    return [part for part in element.children if is_block(part)]


def _count_around(element: Element) -> float:
    """How much is free around a part, in lines."""
    classes = element.classes
    return _AROUND.get(element.tag, 0) + _BOX * ("box" in classes) + _TO_SIGN * ("closing" in classes)


def _count_text(text: str, share: float) -> float:
    letters = len(text) + _AS_WIDE * len(_WIDE.findall(text))
    return 1 + text.count("\n") + letters / max(share * _LETTERS - _LAST_WORD, 1)


def _count_table(table: Element, share: float) -> float:
    if "figures" in table.classes:
        rows = table.rows
        return _TABLE + max(sum(_count_figure(cell, share / len(rows)) for cell in row.elements) for row in rows)
    columns = list_columns(table)
    total = sum(columns)
    parts = [width * share / total for width in columns]
    captions = sum(count_lines(caption, share) for caption in table.elements if caption.tag == "caption")
    return _TABLE + captions + sum([_count_row(row, parts) for row in table.rows])


def _count_figure(cell: Element, share: float) -> float:
    """How many lines a big number takes, or the label under it."""
    size = _NUMBER if cell.tag == "td" else 1
    return _count_text(cell.text(), share / size) * size


def _count_row(row: Element, parts: Sequence[float]) -> float:
    return _CELL + max([_count_cell(cell, width) for cell, width in place_cells(row, parts)], default=0)


@for_each_element
def _count_cell(cell: Element, share: float) -> float:
    if "class" in cell.attributes and "blank" in cell.classes:
        return _BLANK_CELL
    return _count_text(cell.children[0], share) if is_words(cell.children) else _count_parts(cell, share)


def group_kept(pieces: Iterable[P]) -> Iterator[list[P]]:
    """Pieces that stay together."""
    group: list[P] = []
    for piece in pieces:
        group.append(piece)
        if not piece.is_kept:
            yield group
            group = []
    if group:
        yield group


def may_part(lines: int) -> bool:
    """Whether a page may end in a paragraph of so many lines."""
    return lines >= 2 * FEWEST


def count_fitting(lines: int, height: float, room: float) -> int:
    """How many lines of a paragraph, each so high, stand on the page where so much room is left; none where it may not part."""
    fitting = min(int(room // height), lines - FEWEST) if may_part(lines) else 0
    return fitting if fitting >= FEWEST else 0
