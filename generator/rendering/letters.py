"""The fonts of `templates/fonts/`, and the letters that none of them has. For `pictures` and `typst`."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError

from generator.errors import Finding, Place, RenderError
from generator.rendering.sources import read_style
from generator.workspace import Files

_FONT = re.compile(r"src:\s*url\(\s*['\"]?([^'\")]+)")
_FAMILY = re.compile(r"font-family:\s*['\"]?([^'\";}]+)")
_STYLE = "fonts/fonts.css"
_REPLACE = "put another in its place, or take its name out"
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Kinds of characters that nothing is drawn for."""
_AROUND = 12
"""How many characters are shown on each side of one that no font has."""


class Fonts:
    """The fonts that a document may use, and no others."""

    def __init__(self, files: Files) -> None:
        self._files = files

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        """Their files, as `fonts.css` names them."""
        names = dict.fromkeys(_FONT.findall(self._style))
        found = {name: self._files.find(f"templates/fonts/{name}") for name in names}
        place = Place(f"templates/{_STYLE}")
        missing = [
            Finding("there is no font '{name}' in templates/fonts/", place, hint=_REPLACE, values={"name": name})
            for name in names
            if not found[name]
        ]
        if missing:
            raise RenderError(*missing)
        return tuple(path for path in found.values() if path)

    @cached_property
    def families(self) -> tuple[str, ...]:
        """What they are called there."""
        return tuple(dict.fromkeys(name.strip() for name in _FAMILY.findall(self._style)))

    @cached_property
    def _style(self) -> str:
        return read_style(self._files, _STYLE)

    @cached_property
    def _letters(self) -> frozenset[int]:
        return frozenset(letter for path in self.paths for letter in _read_letters(path))

    def check(self, text: str) -> None:
        """Nothing, if the fonts have every letter of the text.

        Raises:
            RenderError: with each letter that they haven't.
        """
        missing = [
            letter for letter in set(text) if ord(letter) not in self._letters and unicodedata.category(letter) not in _UNSEEN
        ]
        if missing:
            raise RenderError(*(_tell(text, place) for place in sorted(map(text.index, missing))))


def show_around(text: str, place: int) -> dict[str, str]:
    """A character of a text, its number, and what stands around it, for a message."""
    letter = text[place]
    around = " ".join(text[max(place - _AROUND, 0) : place + _AROUND + 1].split())
    return {"letter": letter, "code": f"U+{ord(letter):04X}", "around": around}


def _tell(text: str, place: int) -> Finding:
    return Finding(
        "no font has the character '{letter}' ({code}), found in '{around}'",
        hint="write it in another way, or add a font that has it to templates/fonts/ and to templates/fonts/fonts.css",
        values=show_around(text, place),
    )


def _read_letters(path: Path) -> Iterable[int]:
    try:
        with TTFont(io.BytesIO(path.read_bytes()), lazy=True) as font:
            letters: dict[int, str] = font.getBestCmap()
    except (TTLibError, OSError, AssertionError, struct.error) as problem:
        finding = Finding(
            "the font '{name}' can't be read", Place(f"templates/{_STYLE}"), hint=_REPLACE, values={"name": path.name}
        )
        raise RenderError(finding) from problem
    return letters
