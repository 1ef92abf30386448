"""A drawing of the tree as an SVG file of its own, and the style that it needs. For `page`, `pictures` and `typst`."""

from __future__ import annotations

import re
from html import escape

import tinycss2

from generator.text.tree import Element

_CLASS = re.compile(r"\.([\w-]+)")
_MORE = re.compile(r"[:\[*\\]")
"""What stands in a selector that says more than tags and classes."""


class DrawingStyle:
    """The style of drawings, of which each takes its own part: what draws them reads it once for each."""

    def __init__(self, style: str) -> None:
        self._style = style
        self._rules: list[tuple[list[frozenset[str]], str]] = []
        """The rules, with the classes that each of their selectors asks for."""
        self._parts: dict[frozenset[str], str] = {}
        rules = tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True)
        self._is_plain = all(rule.type == "qualified-rule" for rule in rules)
        for rule in rules if self._is_plain else ():
            selectors = tinycss2.serialize(rule.prelude)
            asked = [frozenset(_CLASS.findall(selector)) for selector in selectors.split(",")]
            self._rules.append(([frozenset()] if _MORE.search(selectors) else asked, rule.serialize()))

    def select(self, drawing: Element) -> str:
        """The rules that may hold for a drawing; all of them where there are others than for tags and classes."""
        if not self._is_plain:
            return self._style
        classes = drawing.classes.union(*(shape.classes for shape in drawing.elements))
        if classes not in self._parts:
            chosen = (text for asked, text in self._rules if any(needed <= classes for needed in asked))
            self._parts[classes] = "\n".join(chosen)
        return self._parts[classes]


def draw(drawing: Element, style: str) -> str:
    """The SVG of a drawing, with the style that it is drawn in."""
    shapes = "".join(_draw_shape(shape) for shape in drawing.elements)
    box = escape(drawing.attributes["viewBox"])
    style = escape(style, quote=False)
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{style}</style>{shapes}</svg>'


def _draw_shape(shape: Element) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in shape.attributes.items())
    text = "".join(escape(child, quote=False) for child in shape.children if isinstance(child, str))
    return f"<{shape.tag}{attributes}>{text}</{shape.tag}>"
