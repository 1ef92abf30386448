"""Charts as PNG, for formats that can't draw SVG: the same drawing and fonts as in PDF and on the web. Called by `word`."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from generator.rendering.drawings import draw
from generator.rendering.letters import Fonts
from generator.rendering.template_files import read_style
from generator.text.tree import Element
from generator.workspace import Files

_PIXELS_PER_UNIT = 2
"""A chart is 640 units wide: 200 pixels per inch where it is 16 cm on paper."""


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
        self._fonts = Fonts(files)

    def rasterise(self, drawing: Element) -> Picture:
        """The picture of a drawing, always the same for the same.

        Raises:
            RenderError: no font has a letter of it.
        """
        from resvg_py import svg_to_bytes  # noqa: PLC0415 (few documents have charts)

        for shape in drawing.find_all("text"):
            self._fonts.check(shape.text())
        _, _, width, height = map(float, drawing.attributes["viewBox"].split())
        svg = draw(drawing, self._style)
        png = svg_to_bytes(
            svg_string=svg,
            background="white",
            width=round(width * _PIXELS_PER_UNIT),
            font_files=[str(path) for path in self._fonts.paths],
            skip_system_fonts=True,
        )
        return Picture(svg.encode(), bytes(png), width, height)

    @cached_property
    def _style(self) -> str:
        return read_style(self._files, "drawings.css")
