"""When pages are laid out with less free room between lines and blocks. For the engines of PDF, which do it alike.

A layout takes an engine longer than all else that is done for a document. So how many pages it takes is reckoned before, and the
document is laid out at once with the air that it is to have. Only where the pages that come of it aren't those that were
reckoned, it is laid out as if nothing had been. What is reckoned is out by some hundredths of a page now and then: a document may
then have less air than it needs for its pages, but no page more.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from generator.rendering.page_fill import Part

Parts = Sequence[Part]

LOOSE = 1.0
"""How much is free as a rule: what styles call air."""
_TIGHT = ((0.7, 0.07), (0.4, 0.245))
"""How much air else, the more first, and about what share of the pages that saves, with what stood empty before tables."""
AIRS = (LOOSE, *(air for air, _ in _TIGHT))
_LITTLE = 0.65
"""The share of a page that is less than it should hold if it is the last."""
_MARGIN = 0.1
"""The share of a page by which what is reckoned may be out where it is said that less air is in vain."""
_OF_LETTER = 0.35
"""The share of a page that a letter's head, address and signature take, which are the same with less air."""


def choose_air(reckon: Callable[[float], Parts], lay_out: Callable[[float], Parts], layout: str) -> float:
    """The air that a document is to have: less where its last page would hold little else, if that makes fewer pages.

    Less air is left untried only where it would be in vain even if what is reckoned were out by a little. What comes of it
    depends on the document alone.

    Args:
        reckon: the parts of the document with so much air, as reckoned.
        lay_out: the same as an engine lays them out; none where the layout doesn't say. What it was asked for last needn't be
            what is chosen.
        layout: the document's.
    """
    reckon, lay_out = cache(reckon), cache(lay_out)
    most = _count_pages(reckon(LOOSE))
    tight = next((air for air in list_airs(reckon(LOOSE), layout) if _count_pages(reckon(air)) < most), LOOSE)
    if tight != LOOSE and _agree(reckon(LOOSE), reckon(tight), lay_out(tight)):
        return tight
    loose = lay_out(LOOSE)
    pages = _count_pages(loose)
    is_right = tight == LOOSE and pages == most
    for air in list_airs(loose, layout):
        is_vain = is_right and _count_pages(reckon(air)) >= pages and _is_far_from_fewer(reckon(air))
        if not is_vain and _count_pages(lay_out(air)) < pages:
            return air
    return LOOSE


def _is_far_from_fewer(parts: Parts) -> bool:
    """Whether more stands on the last pages than what is reckoned may be out by."""
    return all(part.pages == 1 or part.last > _MARGIN for part in parts)


def _count_pages(parts: Parts) -> int:
    return sum(part.pages for part in parts)


def _agree(loose: Parts, tight: Parts, made: Parts) -> bool:
    """Whether what was made with less air is what was reckoned, and with all of it wouldn't fit on so many pages either.

    It would if less stands on the last page than was reckoned by as much as was reckoned to stand on one more.
    """
    if [part.pages for part in tight] != [part.pages for part in made]:
        return False
    parts = zip(loose, tight, made, strict=True)
    return all(is_tight.last - is_made.last < was.last for was, is_tight, is_made in parts if is_tight.pages < was.pages)


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
