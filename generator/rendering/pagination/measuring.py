"""How much room text takes, before anybody has laid it out. Called by `fitting`, `zones` and `tables`.

PowerPoint only shrinks a text once somebody edits it, so what is stored has to fit from the start.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache

from fontTools.ttLib import TTFont

from generator.rendering.pagination.paragraphs import Paragraph
from generator.rendering.pagination.template import ListLevel
from generator.text.labels import IDEOGRAPH, NO_IDEOGRAPH
from generator.workspace import Files

LINE = 1.2207
"""The height of a line of Calibri over its size."""
NOTE = 0.75
"""The size of small print over that of the text around it."""
_FONTS = ("templates/fonts/Carlito-Regular.ttf", "templates/fonts/Carlito-Bold.ttf")  # as wide as Calibri, letter by letter
_CAUTION = 1.02
_UNIT = slice(18, 20)  # of the table `head`, read as bytes since fontTools complains of its date
_REMEMBERED = 10_000
"""How many words are kept with what they measure."""
_WIDE, _OTHER = 1.0, 0.62
"""Letters that the font lacks, over their size: emoji and the East's; all others."""
_WORD = re.compile(
    rf"\n|[^\S\n\u00a0\u202f]+|{IDEOGRAPH}|"
    rf"(?:{NO_IDEOGRAPH}[\S\u00a0\u202f])+?(?:[-\u2010\u2013](?=\S)|(?=[^\S\u00a0\u202f]|{IDEOGRAPH})|$)"
)


class Ruler:
    """Measures text in Calibri."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._weigh = lru_cache(_REMEMBERED)(self._weigh_word)

    def measure(
        self, paragraphs: Sequence[Paragraph], levels: Sequence[ListLevel], width: float, scale: float, *, bold: bool = False
    ) -> float:
        """The height in points of paragraphs in a column of `width` points, their text at `scale` of its size."""
        height = 0.0
        for number, paragraph in enumerate(paragraphs):
            level = levels[max(paragraph.level, 0)]
            size = level.size * scale * (NOTE if paragraph.kind == "note" else 1)
            indent = level.indent + paragraph.has_long_numbers * size if paragraph.level >= 0 else 0
            lines = self.count_lines(paragraph, size, width - indent, bold=bold)
            height += lines * size * LINE * level.spacing + (level.before if number else 0)
        return height

    def count_lines(self, paragraph: Paragraph, size: float, width: float, *, bold: bool = False) -> int:
        """How many lines a paragraph takes in `width` points. A word longer than a line is broken."""
        room = width / size / _CAUTION
        lines, used = 1, 0.0
        heavy = bold or paragraph.kind == "heading" or any(run.marks.strong for run in paragraph.runs)
        for word in _WORD.findall(paragraph.text):
            if word == "\n":
                lines, used = lines + 1, 0.0
                continue
            wide = self._weigh(word, heavy)
            if used + wide <= room or word.isspace():
                used += wide
                continue
            lines, used = lines + (used > 0), wide
            if wide > room:
                whole = int(wide / (room * 0.9))  # the last letter of each line seldom ends where the line does
                lines, used = lines + whole, max(wide - whole * room * 0.9, 0.0)
        return lines

    def _weigh_word(self, word: str, heavy: bool) -> float:  # noqa: FBT001 (lru_cache has the type of no keyword)
        widths = self._widths[heavy]
        return sum(widths.get(ord(letter)) or _guess(letter) for letter in word)

    @cached_property
    def _widths(self) -> tuple[dict[int, float], dict[int, float]]:
        """The width of each letter over its size, regular and bold."""
        regular, bold = (_read_widths(self._files.read(name)) for name in _FONTS)
        return regular, bold


def _read_widths(data: bytes) -> dict[int, float]:
    with TTFont(io.BytesIO(data), lazy=True) as font:
        unit, widths = int.from_bytes(font.reader["head"][_UNIT]), font["hmtx"]
        return {code: widths[glyph][0] / unit for code, glyph in font.getBestCmap().items()}


def _guess(letter: str) -> float:
    if unicodedata.category(letter) in {"Mn", "Me", "Cf"}:
        return 0.0
    return _WIDE if unicodedata.east_asian_width(letter) in {"F", "W"} or ord(letter) > 0x2000 else _OTHER  # noqa: PLR2004
