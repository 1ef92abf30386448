"""When pages are laid out again with less free room between lines and blocks. For the engines of PDF, which do it alike."""

from __future__ import annotations

from collections.abc import Sequence

LOOSE = 1.0
"""How much is free as a rule: what styles call air."""
_TIGHT = ((0.7, 0.07), (0.4, 0.245))
"""How much air else, the more first, and about what share of the pages that saves, with what stood empty before tables."""
AIRS = (LOOSE, *(air for air, _ in _TIGHT))
_LITTLE = 0.65
"""The share of a page that is less than it should hold if it is the last."""


_OF_LETTER = 0.35
"""The share of a page that a letter's head, address and signature take, which are the same with less air."""


def list_airs(parts: Sequence[tuple[int, float]], layout: str) -> tuple[float, ...]:
    """The airs to try, one after another until there is a page less; none where that needn't be, or can't.

    Args:
        parts: the parts of a document that begin on a page of their own: how many pages each has with all the air, and what share
            of its last is filled.
        layout: the document's.
    """
    fixed = _OF_LETTER if layout == "letter" else 0.0
    short = [(last, pages - 1 + last - fixed) for pages, last in parts if pages > 1 and last < _LITTLE]
    return tuple(air for air, saved in _TIGHT if any(last <= saved * all_pages for last, all_pages in short))
