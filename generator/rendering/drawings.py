"""A drawing of the tree as an SVG file of its own. For `pictures` and `typst`."""

from __future__ import annotations

from html import escape

from generator.text.tree import Element


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
