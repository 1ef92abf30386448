"""How wide the columns of a table are. Called by `word.tables`."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from generator.errors import Finding, RenderError
from generator.rendering.widths import count_columns, read_shares
from generator.rendering.word.runs import Setting
from generator.rendering.word.timeline import MOST_COLUMNS, PIECES, is_bar
from generator.text.tree import Element, read_span

_NAME_SHARE = 32  # percent for the names in a table of facts that doesn't say


class Columns(NamedTuple):
    """What holds for all rows of a table."""

    kind: str
    widths: tuple[int, ...]
    """Of the columns of the tree, in twentieths of a point."""
    pieces: tuple[int, ...]
    """How many columns of the Word table each of them is cut into."""
    setting: Setting

    def measure(self, column: int, span: int) -> tuple[int, int]:
        """The width of so many columns from one on, and how many pieces they are cut into."""
        if span == 1 and column < len(self.widths):
            return self.widths[column], self.pieces[column]
        return sum(self.widths[column : column + span]), sum(self.pieces[column : column + span])


def plan_columns(kind: str, heads: Sequence[Element], rows: Sequence[Element], setting: Setting) -> Columns:
    """Widths as the cells ask for them, the rest shared out; the columns under a bar are cut into pieces."""
    cells = [row.elements for row in (*heads, *rows)]
    count = max((count_columns(*row) for row in cells), default=0)
    if not count:
        raise RenderError(Finding("a table has no cells"))
    shares = read_shares(cells, count)
    pieces = [1] * count
    for row in cells:
        column = 0
        for cell in row:
            span = read_span(cell)
            if is_bar(cell):
                room = (MOST_COLUMNS - count + span) // span
                pieces[column : column + span] = [max(min(PIECES, room), 1)] * span
            column += span
    if kind == "facts" and shares[0] is None:
        shares[0] = _NAME_SHARE
    return Columns(kind, tuple(share_width(setting.width, _fill_shares(shares))), tuple(pieces), setting)


def _fill_shares(shares: Sequence[float | None]) -> list[float]:
    """Percents with the unknown ones filled in, each at least a tenth of an even share."""
    unknown = shares.count(None)
    rest = max(100 - sum(share or 0 for share in shares), 10) / max(unknown, 1)
    return [rest if share is None else share for share in shares]


def share_width(width: int, shares: Sequence[float]) -> list[int]:
    """`width` shared out in whole numbers that add up to it."""
    total = sum(shares)
    ends = [round(width * share / total) for share in accumulate(shares)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


@lru_cache(maxsize=4096)
def share_evenly(width: int, count: int) -> Sequence[int]:
    """`width` shared out in so many whole numbers, as even as can be."""
    return share_width(width, [1] * count)
