"""Charts as PNG, for programs that don't draw SVG: the same drawing and fonts as in PDF. Called by `word` and `slides`."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from generator.rendering.template_files import read_style
from generator.text.tree import Element
from generator.workspace import Files

if TYPE_CHECKING:
    from generator.rendering.letters import Fonts

_PIXELS_PER_UNIT = 1.5
"""A chart is 640 units wide: 150 pixels per inch where it is 16 cm on paper. Programs that draw SVG never show them."""


class Picture(NamedTuple):
    """A drawing as it is, as pixels, and its size in units of its own."""

    svg: bytes
    png: bytes
    width: float
    height: float


class Rasteriser:
    """Rasterises drawings. Keeps what it knows of styles and fonts for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._files = files

    @cached_property
    def _fonts(self) -> Fonts:
        """The fonts of drawings."""
        from generator.rendering.letters import Fonts  # noqa: PLC0415 (few documents have drawings)

        return Fonts(self._files)

    def rasterise(self, drawing: Element) -> Picture:
        """The picture of a drawing, always the same for the same.

        Letters that no font has are whole in the SVG, which is shown with the reader's own fonts; in the pixels, dots say that
        something is missing there.
        """
        from resvg_py import svg_to_bytes  # noqa: PLC0415 (as above)

        from generator.rendering.drawings import draw  # noqa: PLC0415

        _, _, width, height = map(float, drawing.attributes["viewBox"].split())
        svg = draw(drawing, self._style)
        png = svg_to_bytes(
            svg_string=draw(self._leave_out(drawing), self._style),
            background="white",
            width=round(width * _PIXELS_PER_UNIT),
            font_files=[str(path) for path in self._fonts.paths],
            skip_system_fonts=True,
        )
        return Picture(svg.encode(), bytes(png), width, height)

    def _leave_out(self, drawing: Element) -> Element:
        """The drawing without letters that no font has, with dots in their place."""
        missing = self._fonts.find_missing("".join(shape.text() for shape in drawing.find_all("text")))
        if not missing:
            return drawing
        unknown = re.compile(f"[{re.escape(''.join(sorted(missing)))}]+")
        shapes = (
            replace(shape, children=(unknown.sub("…", shape.text()),)) if shape.tag == "text" else shape
            for shape in drawing.elements
        )
        return replace(drawing, children=tuple(shapes))

    @cached_property
    def _style(self) -> str:
        return read_style(self._files, "drawings.css")
