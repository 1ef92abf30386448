"""A drawing takes the rules of the style of drawings that may hold for it."""

from __future__ import annotations

import pytest

from generator.rendering.drawings import DrawingStyle, draw
from generator.rendering.template_files import read_style
from generator.text.tree import Element
from generator.workspace import Files


def make_drawing(*classes: str) -> Element:
    shapes = (Element("rect", {"class": each, "x": "0", "y": "0", "width": "9", "height": "9"}) for each in classes)
    return Element("svg", {"viewBox": "0 0 10 10"}, tuple(shapes))


@pytest.mark.parametrize(
    ("style", "chosen"),
    [
        (".good { fill: red } .bad { fill: blue }", ".good { fill: red }"),
        ("rect { fill: red }", "rect { fill: red }"),
        ("rect.good, text.bad { fill: red }", "rect.good, text.bad { fill: red }"),
        (".good.bad { fill: red }", ""),
        (".bad rect:not(.good) { fill: red }", ".bad rect:not(.good) { fill: red }"),
        ("/* .good */ .bad { fill: red }", ""),
    ],
)
def test_a_drawing_takes_the_rules_that_may_hold_for_it(style: str, chosen: str) -> None:
    assert DrawingStyle(style).select(make_drawing("good")) == chosen


def test_a_style_that_says_more_than_rules_is_taken_whole() -> None:
    style = "@media print { .bad { fill: red } } .bad { fill: blue }"
    assert DrawingStyle(style).select(make_drawing("good")) == style


def test_each_drawing_takes_its_own_in_their_order() -> None:
    style = DrawingStyle(".a { fill: red }\n.b { fill: blue }\n.c { fill: green }")
    assert style.select(make_drawing("c", "a")) == ".a { fill: red }\n.c { fill: green }"
    assert style.select(make_drawing("b")) == ".b { fill: blue }"


def test_a_drawing_looks_the_same_with_its_own_rules() -> None:
    from resvg_py import svg_to_bytes  # noqa: PLC0415 (as where drawings become pixels)

    whole = read_style(Files(), "drawings.css")
    for classes in (("good", "overrun"), ("series-1", "series-4", "rest"), ("high", "unknown")):
        drawing = make_drawing(*classes)
        own = DrawingStyle(whole).select(drawing)
        assert 0 < len(own) < len(whole)
        assert svg_to_bytes(svg_string=draw(drawing, own)) == svg_to_bytes(svg_string=draw(drawing, whole))
