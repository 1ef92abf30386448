"""How long a text is, before anybody lays it out."""

from __future__ import annotations

import pytest

from generator.rendering.arranging import arrange
from generator.rendering.lengths import count_lines, is_longer
from generator.text.parsing import parse_tree

LINES_OF_PAGE = 72
ROW = "<tr><th>Leverantör</th><td>Leverantören visar hur villkoren följs i hela kedjan.</td></tr>"
TABLE = f'<table class="grid"><tbody>{ROW * 3}</tbody></table>'
BESIDE = '<div class="columns"><div lang="sv"><p>Villkor</p></div><div lang="en"><p>Terms</p></div></div>'
BOX = f'<div class="box"><p>Beslut.</p>{TABLE}</div>'


@pytest.mark.parametrize("part", [TABLE, BESIDE, BOX, "<h2>Bakgrund</h2>", "<ul><li>Underlag</li></ul>"])
@pytest.mark.parametrize("number", [1, 2, 3, 5, 8, 13, 21, 34, 55])
def test_a_text_is_as_long_as_its_parts_whatever_is_small_in_it(part: str, number: int) -> None:
    tree = arrange(parse_tree(part * number, "sv"))
    lines = sum(count_lines(block, 1.0) for block in tree.elements)
    pages = lines / LINES_OF_PAGE
    assert is_longer(tree, pages)
    assert not is_longer(tree, pages + 0.01)
