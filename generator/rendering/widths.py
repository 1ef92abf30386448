"""How wide the columns of a table are. For all that lays tables out."""

from __future__ import annotations

from collections.abc import Sequence

from generator.text.tree import Element

_LONG_WORD = 6
"""Characters of a header's word that may be broken over lines when its column is narrow."""


def read_widths(table: Element) -> list[float]:
    """The columns' widths in per cent, from the cells of the first row; none where the first of them doesn't say.

    What those that don't say have is shared equally.
    """
    row = next(table.find_all("tr"), None)
    widths: list[float] = []
    for cell in row.elements if row else ():
        if "width" not in cell.attributes:
            return _fill_rest(table, widths)
        span = count_columns(cell)
        widths += [float(cell.attributes["width"]) / span] * span
    return widths


def read_shares(rows: Sequence[Sequence[Element]], count: int) -> list[float | None]:
    """What of the width of a table each of so many columns asks for, in per cent: by its first cell that says so."""
    shares: list[float | None] = [None] * count
    for cells in rows:
        column = 0
        for cell in cells:
            span, width = count_columns(cell), cell.attributes.get("width")
            if width and span == 1 and shares[column] is None:
                shares[column] = float(width)
            column += span
    return shares


def count_columns(*cells: Element) -> int:
    """How many columns the cells take together."""
    return sum(int(cell.attributes.get("colspan", "1")) for cell in cells)


def is_whole(cell: Element) -> bool:
    """Whether it is a header cell whose words, such as ids, months and years, stay whole in columns however narrow."""
    return cell.tag == "th" and max(map(len, cell.text().split()), default=0) <= _LONG_WORD


def _fill_rest(table: Element, widths: list[float]) -> list[float]:
    if not widths:
        return []
    left = max(count_columns(*row.elements) for row in table.find_all("tr")) - len(widths)
    return widths + [max(100 - sum(widths), 0) / left] * left
