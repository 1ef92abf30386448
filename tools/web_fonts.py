"""Writes the fonts of web pages, `templates/fonts/web.css`: the letters of European languages, of Carlito.

Run as `python tools/web_fonts.py` where a font, or what is kept of it has changed. By its licence, what isn't the original may
not have its name; a page calls it Carlito, so that it stands in wherever a style asks for that.
"""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import base64
import io
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "templates" / "fonts"
TARGET = FONTS / "web.css"
FACES = {"Carlito-Regular.ttf": "", "Carlito-Bold.ttf": " font-weight: bold;"}
LETTERS = (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x218, 0x219, 0x21A, 0x21B, 0x1E9E)
SIGNS = (*range(0x2010, 0x201F), 0x2009, 0x2022, 0x2026, 0x202F, 0x20AC, 0x2192, 0x2212, 0x2264, 0x2265)
FEATURES = ["ccmp", "kern", "lnum", "locl", "mark", "tnum"]
OWN_NAME = "Realisera Web"
_FAMILY_NAMES, _FULL_NAMES, _FILE_NAME = (1, 16), (3, 4), 6
_KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]
_INTRODUCTION = """\
/* Carlito for web pages, where neither it nor Calibri is installed: so words take the same room on every machine. Written by
   tools/web_fonts.py. Copyright 2010-2013 tyPoland Lukasz Dziedzic; SIL Open Font License 1.1, see LICENSES.md. */
"""


def make_font(file: Path) -> bytes:
    """The part of a font that web pages need, as WOFF2; the same bytes from the same font."""
    options = Options(layout_features=FEATURES, hinting=False, name_IDs=_KEPT_NAMES, notdef_outline=True)
    font = TTFont(file, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=(*LETTERS, *SIGNS))
    subsetter.subset(font)
    for record in font["name"].names:
        if record.nameID in {*_FAMILY_NAMES, *_FULL_NAMES, _FILE_NAME}:
            record.string = OWN_NAME if record.nameID != _FILE_NAME else OWN_NAME.replace(" ", "")
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def write_style() -> str:
    """The style that holds the fonts."""
    fonts = ((look, base64.b64encode(make_font(FONTS / name)).decode()) for name, look in FACES.items())
    rules = (f'@font-face {{ font-family: Carlito;{look} src: url("data:font/woff2;base64,{data}") }}\n' for look, data in fonts)
    return _INTRODUCTION + "".join(rules)


if __name__ == "__main__":
    TARGET.write_text(write_style(), encoding="utf-8")
