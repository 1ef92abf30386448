"""How much air a PDF has: reckoned first, and as it would be without that wherever what was reckoned doesn't come true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from generator.rendering.page_fill import Part
from generator.rendering.tightening import choose_air

Fills = Mapping[float, Sequence[Part]]


def fill(loose: float, tighter: float, tightest: float) -> Fills:
    """The parts of a document of one part: 2.25 is two pages and a quarter."""
    return {air: [Part(int(pages) + 1, pages % 1)] for air, pages in ((1.0, loose), (0.7, tighter), (0.4, tightest))}


@pytest.mark.parametrize(
    ("reckoned", "made", "air", "laid_out"),
    [
        ((1.5, 1.4, 1.3), (1.5, 1.4, 1.3), 1.0, [1.0]),
        ((1.8, 1.7, 1.6), (1.8, 1.7, 1.6), 1.0, [1.0]),
        ((2.05, 1.95, 1.8), (2.05, 1.95, 1.8), 0.7, [0.7]),
        ((2.05, 2.01, 1.8), (2.05, 2.01, 1.8), 0.4, [0.4]),
        ((2.05, 1.95, 1.8), (2.05, 2.01, 1.8), 0.4, [0.7, 1.0, 0.4]),
        ((1.95, 1.9, 1.8), (2.05, 1.95, 1.8), 0.7, [1.0, 0.7]),
        ((2.05, 1.95, 1.8), (2.03, 1.93, 1.78), 0.7, [0.7]),
        ((2.05, 1.95, 1.8), (1.95, 1.85, 1.7), 1.0, [0.7, 1.0]),
        ((2.05, 1.95, 1.8), (1.7, 1.6, 1.5), 1.0, [0.7, 1.0]),
        ((2.35, 2.3, 2.2), (2.35, 2.3, 2.2), 1.0, [1.0]),
        ((2.35, 2.3, 2.2), (2.35, 2.3, 1.9), 1.0, [1.0]),
        ((3.35, 3.3, 3.2), (2.35, 2.3, 1.9), 0.4, [1.0, 0.4]),
        ((2.35, 2.3, 2.04), (2.35, 2.3, 1.97), 0.4, [1.0, 0.4]),
    ],
    ids=[
        "fits on two pages",
        "holds enough",
        "a little less air",
        "less air",
        "tight as reckoned, and not enough",
        "wasn't reckoned",
        "nearly as reckoned",
        "would fit on as many pages with all the air",
        "far from what was reckoned",
        "in vain, as is reckoned",
        "in vain, as is reckoned, and isn't tried",
        "reckoned wrong",
        "nearly in vain, as is reckoned",
    ],
)
def test_a_document_is_laid_out_once_where_its_pages_are_as_reckoned(
    reckoned: tuple[float, float, float], made: tuple[float, float, float], air: float, laid_out: list[float]
) -> None:
    asked: list[float] = []
    fills = fill(*made)

    def lay_out(tried: float) -> Sequence[Part]:
        asked.append(tried)
        return fills[tried]

    assert choose_air(fill(*reckoned).__getitem__, lay_out, "report") == air
    assert asked == laid_out


def test_a_layout_that_does_not_say_where_it_ends_keeps_its_air() -> None:
    assert choose_air(fill(1.05, 0.95, 0.9).__getitem__, lambda _: (), "report") == 1.0


def test_a_part_that_fits_on_its_page_keeps_its_air() -> None:
    reckoned = {1.0: [Part(2, 0.05), Part(1, 0.5)], 0.7: [Part(1, 0.9), Part(1, 0.4)]}
    made = {1.0: [Part(1, 0.9), Part(1, 0.5)], 0.7: [Part(1, 0.8), Part(1, 0.4)]}
    assert choose_air(reckoned.__getitem__, made.__getitem__, "report") == 1.0
