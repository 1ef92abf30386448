"""Charts as pictures, for formats that can't draw them: the same drawing and fonts as in PDF and on the web. Called by `word`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from html import escape
from typing import NamedTuple

from fontTools.ttLib import TTFont

from generator.errors import Finding, RenderError
from generator.rendering.sources import read_style
from generator.text.tree import Element
from generator.workspace import Files

_PIXELS_PER_UNIT = 2
"""A chart is 640 units wide: 200 pixels per inch where it is 16 cm on paper."""
_FONT = re.compile(r"src:\s*url\(\s*['\"]?([^'\")]+)")

_MISSING = "no font has the character '{letter}' ({code}), found in '{around}'"
_ADD = "write it in another way, or add a font that has it to templates/fonts/ and to templates/fonts/fonts.css"
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Kinds of characters that nothing is drawn for."""


class Picture(NamedTuple):
    """A drawing as it is, as pixels, and its size in units of its own."""

    svg: bytes
    png: bytes
    width: float
    height: float


class Painter:
    """Paints drawings. Keeps what it knows of styles and fonts for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def paint(self, drawing: Element) -> Picture:
        """The picture of a drawing, always the same for the same.

        Raises:
            RenderError: no font has a letter of it.
        """
        from resvg_py import svg_to_bytes  # noqa: PLC0415 (few documents have charts)

        self._check_letters(drawing)
        _, _, width, height = map(float, drawing.attributes["viewBox"].split())
        svg = self._write(drawing)
        png = svg_to_bytes(
            svg_string=svg,
            background="white",
            width=round(width * _PIXELS_PER_UNIT),
            font_files=self._fonts,
            skip_system_fonts=True,
        )
        return Picture(svg.encode(), bytes(png), width, height)

    def _write(self, drawing: Element) -> str:
        """The drawing as a file of its own."""
        shapes = "".join(_write_shape(shape) for shape in drawing.elements)
        box = escape(drawing.attributes["viewBox"])
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><style>{self._style}</style>{shapes}</svg>'

    def _check_letters(self, drawing: Element) -> None:
        for text in (shape.text() for shape in drawing.elements if shape.tag == "text"):
            for letter in text:
                if ord(letter) not in self._letters and unicodedata.category(letter) not in _UNSEEN:
                    values = {"letter": letter, "code": f"U+{ord(letter):04X}", "around": text}
                    raise RenderError(Finding(_MISSING, hint=_ADD, values=values))

    @cached_property
    def _style(self) -> str:
        return escape(read_style(self._files, "drawings.css"), quote=False)

    @cached_property
    def _fonts(self) -> list[str]:
        """The files of the fonts that a PDF may use."""
        names = _FONT.findall(read_style(self._files, "fonts/fonts.css"))
        return [str(path) for path in (self._files.find(f"templates/fonts/{name}") for name in names) if path]

    @cached_property
    def _letters(self) -> frozenset[int]:
        """The letters that any of the fonts has."""
        return frozenset(letter for path in self._fonts for letter in _read_letters(path))


def _read_letters(path: str) -> Iterable[int]:
    with TTFont(path, lazy=True) as font:
        letters: dict[int, str] = font.getBestCmap()
    return letters


def _write_shape(shape: Element) -> str:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in shape.attributes.items())
    text = "".join(escape(child, quote=False) for child in shape.children if isinstance(child, str))
    return f"<{shape.tag}{attributes}>{text}</{shape.tag}>"
