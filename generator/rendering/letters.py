"""The fonts of `templates/fonts/`, and the letters that none of them has a glyph for. For `pictures` and both PDF engines."""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from pathlib import Path

from fontTools.ttLib import TTFont, TTLibError
from fontTools.unicodedata import script, script_extension, script_name

from generator.errors import Finding, Place, RenderError
from generator.rendering.other_fonts import OtherFont, find_fonts
from generator.rendering.template_files import read_style
from generator.workspace import Files

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""Characters that mean only what some have agreed on, which PDF/A wants said. Source: Unicode Standard 16, 23.5 (private use)."""
_FONT = re.compile(r"src:\s*url\(\s*['\"]?([^'\")]+)")
_FAMILY = re.compile(r"font-family:\s*['\"]?([^'\";}]+)")
_STYLE = "fonts/fonts.css"
_REPLACE = "put another in its place, or take its name out"
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Kinds of characters that nothing is drawn for."""
_AROUND = 12
"""How many characters are shown on each side of one that no font has."""
_COMMON = frozenset({"Zinh", "Zyyy", "Zzzz"})
"""Scripts that are none: of marks, signs and what nobody knows."""
_FEW = 3
"""So many letters of a script may be written in another way; of more, the text is in that script."""
_SAMPLE = 8
"""How many letters of a script are shown."""


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
        """Check that the fonts have every letter of the text.

        Raises:
            RenderError: with each letter that they haven't.
        """
        missing = self.find_missing(text)
        if missing:
            raise RenderError(*tell_missing(missing, text))

    def find_missing(self, text: str) -> set[str]:
        """The letters of a text that the fonts haven't."""
        return {
            letter for letter in set(text) if ord(letter) not in self._letters and unicodedata.category(letter) not in _UNSEEN
        }

    def complete(self, text: str) -> tuple[OtherFont, ...]:
        """Other fonts for the letters of a text that these haven't.

        Raises:
            RenderError: with each letter that no font has.
        """
        missing = self.find_missing(text)
        found = find_fonts(missing)
        if missing and not found:
            raise RenderError(*tell_missing(missing, text))
        return found


def show_around(text: str, place: int) -> dict[str, str]:
    """A character of a text, its number, and what stands around it, for a message."""
    letter = text[place]
    around = " ".join(text[max(place - _AROUND, 0) : place + _AROUND + 1].split())
    return {"letter": letter, "code": f"U+{ord(letter):04X}", "around": around}


def tell_missing(letters: Collection[str], text: str) -> Iterator[Finding]:
    """What is wrong with letters of a text that no font has: one finding for all of a script, else one for each."""
    places = sorted(map(text.find, letters))
    scripts: dict[str, list[int]] = defaultdict(list)
    for place in places:
        scripts[script(text[place])].append(place)
    wanted = {name for name, found in scripts.items() if len(found) > _FEW and name not in _COMMON}
    for name in sorted(wanted, key=lambda name: scripts[name]):
        yield _tell_script(name, text, scripts[name])
    for place in places:
        # The signs of a script that needs wide ones are told with it.
        if not wanted & script_extension(text[place]) and not (wanted and unicodedata.east_asian_width(text[place]) in "FW"):
            yield _tell(text, place)


def _tell_script(name: str, text: str, places: list[int]) -> Finding:
    return Finding(
        "no font has the letters of the script {script}: {letters} and so on, {count} in all, first in '{around}'",
        hint="add a font that has them, such as Noto's for the script, to templates/fonts/ of the workspace, copy the product's "
        "templates/fonts/fonts.css there and name the font in it: both PDF engines take it from there. Word and web need none.",
        values={
            **show_around(text, places[0]),
            "count": str(len(places)),
            "script": script_name(name),
            "letters": " ".join(text[place] for place in places[:_SAMPLE]),
        },
    )


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
