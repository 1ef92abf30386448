"""When pages are laid out again with less free room between lines and blocks. For the engines of PDF, which do it alike."""

from __future__ import annotations

LOOSE = 1.0
"""How much is free as a rule: what styles call air."""
_TIGHT = ((0.7, 0.06), (0.4, 0.12))
"""How much air else, the more first, and about what share of the pages that saves."""
AIRS = (LOOSE, *(air for air, _ in _TIGHT))
_LITTLE = 0.5
"""The share of a page that is less than it should hold if it is the last."""


def list_airs(pages: int, last: float) -> tuple[float, ...]:
    """The airs to try, one after another until there is a page less; none where that needn't be, or can't.

    Args:
        pages: how many pages there are with all the air.
        last: the share of the last that is filled.
    """
    if pages < 2 or last >= _LITTLE:  # noqa: PLR2004 (one page has none before it)
        return ()
    return tuple(air for air, saved in _TIGHT if last <= saved * (pages - 1 + last))
