"""How wide the columns of a table are. For all that lays tables out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec.structs import replace

from generator.text.labels import measure_label
from generator.text.tree import Element, read_span

_LONG_WORD = 6
"""Characters of a header's word that may be broken over lines when its column is narrow."""

_LINE, _BESIDE = 470.0, 14.0
"""The width of the text of a page and what is free beside the words of a cell, in points."""
_LETTER = 10.5 * 0.92
"""The size of the letters in a table, in points, by how much narrower than in a drawing they are at most."""
_PART = re.compile(r"[^ \t\n\r/@–-]+[/@–-]?")
"""What a line doesn't break within: a day, a month with its year, or a word."""
_LONGEST = (24, 18, 15, 13, 11, 9)
"""How many letters a word has at most that widens its column: fewer where there is no room for all."""


def read_widths(table: Element) -> list[float]:
    """The columns' widths in per cent, from the cells of the first row; none where the first of them doesn't say.

    What those that don't say have is shared equally.
    """
    row = next(iter(table.rows), None)
    widths: list[float] = []
    for cell in row.elements if row else ():
        if "width" not in cell.attributes:
            return _fill_rest(table, widths)
        span = read_span(cell)
        widths += [float(cell.attributes["width"]) / span] * span
    return widths


def read_shares(rows: Sequence[Sequence[Element]], count: int) -> list[float | None]:
    """What of the width of a table each of so many columns asks for, in per cent: by its first cell that says so."""
    shares: list[float | None] = [None] * count
    for cells in rows:
        column = 0
        for cell in cells:
            span = read_span(cell)
            if "width" in cell.attributes and span == 1 and shares[column] is None:
                shares[column] = float(cell.attributes["width"])
            column += span
    return shares


def lift_widths(table: Element, share: float) -> Element:
    """The table with columns at least as wide as their longest word, at the cost of those that have more than they need.

    `share` is what the table has of the width of the text. Where not all words find room, the longest do without: they can be
    parted. A table whose columns don't say how wide they are, or that has cells over several, stays as it is.
    """
    widths, rows = read_widths(table), [row.elements for row in table.rows]
    if not widths or any(len(row) != len(widths) or count_columns(*row) != len(widths) for row in rows):
        return table
    total = sum(widths)
    columns = [[word for cell in column for word in _measure_words(cell.text())] for column in zip(*rows, strict=True)]
    for longest in _LONGEST:
        least = [_find_least(words, longest, share) * total for words in columns]
        lacking = sum(max(low - width, 0) for low, width in zip(least, widths, strict=True))
        spare = sum(max(width - low, 0) for low, width in zip(least, widths, strict=True))
        if lacking <= spare:
            break
    if not lacking or lacking > spare:
        return table
    lifted = [low if width < low else width - (width - low) * lacking / spare for low, width in zip(least, widths, strict=True)]
    return _put_widths(table, [f"{width:.1f}" for width in lifted])


@lru_cache(maxsize=512)
def _measure_words(text: str) -> tuple[tuple[int, float], ...]:
    """Of each word that may widen its column, how many letters it has, and its width over their size.

    Kept for a while: the names of rows and columns are the same in one document after another.
    """
    return tuple((len(word), measure_label(word)) for word in _PART.findall(text) if len(word) <= _LONGEST[0])


def _find_least(words: Sequence[tuple[int, float]], longest: int, share: float) -> float:
    """What of the width of a table the widest of some words takes, among those of at most so many letters."""
    widest = max((width for letters, width in words if letters <= longest), default=0)
    return (widest * _LETTER + _BESIDE) / (_LINE * share)


def _put_widths(element: Element, widths: Sequence[str]) -> Element:
    """Rows whose cells say these widths."""
    if element.tag == "tr":
        cells = zip(element.elements, widths, strict=True)
        return replace(
            element, children=tuple(replace(cell, attributes={**cell.attributes, "width": width}) for cell, width in cells)
        )
    if element.tag in {"table", "tbody", "thead"}:
        return element.with_children([_put_widths(part, widths) for part in element.elements])
    return element


def count_columns(*cells: Element) -> int:
    """How many columns the cells take together."""
    return sum([read_span(cell) for cell in cells])


def is_whole(cell: Element) -> bool:
    """Whether it is a header cell whose words, such as ids, months and years, stay whole in columns however narrow."""
    return cell.tag == "th" and max(map(len, cell.text().split()), default=0) <= _LONG_WORD


def _fill_rest(table: Element, widths: list[float]) -> list[float]:
    if not widths:
        return []
    left = max(count_columns(*row.elements) for row in table.rows) - len(widths)
    return widths + [max(100 - sum(widths), 0) / left] * left
