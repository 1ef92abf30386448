"""When pages are laid out again with less free room between lines and blocks. For the engines of PDF, which do it alike."""

from __future__ import annotations

from collections.abc import Sequence

LOOSE = 1.0
"""How much is free as a rule: what styles call air."""
_TIGHT = ((0.7, 0.07), (0.4, 0.18))
"""How much air else, the more first, and about what share of the pages that saves."""
AIRS = (LOOSE, *(air for air, _ in _TIGHT))
_LITTLE = 0.5
"""The share of a page that is less than it should hold if it is the last."""


def list_airs(parts: Sequence[tuple[int, float]]) -> tuple[float, ...]:
    """The airs to try, one after another until there is a page less; none where that needn't be, or can't.

    Args:
        parts: the parts of a document that begin on a page of their own: how many pages each has with all the air, and what share
            of its last is filled.
    """
    short = [(pages, last) for pages, last in parts if pages > 1 and last < _LITTLE]
    return tuple(air for air, saved in _TIGHT if any(last <= saved * (pages - 1 + last) for pages, last in short))
