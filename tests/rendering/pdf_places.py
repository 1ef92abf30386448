"""Where the text of a PDF stands on its pages. For tests of what pages look like. Knows nothing of how the PDF was made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

import pikepdf

from tests.rendering.pdf_reading import NO_FONT, POINTS_PER_MM, Font, read_font

_GAP, _KERNING = 0.3, 1.0
"""What parts two words, and how much nearer than their widths letters of one word may stand, in millimetres."""


Drawn = pikepdf.Page | pikepdf.Object


@dataclass(frozen=True)
class Place:
    """A piece of text on one line: millimetres from the left, and from the top to its base line."""

    left: float
    right: float
    base: float
    text: str


@dataclass(frozen=True)
class _WideFont:
    font: Font
    widths: dict[int, float]
    """Of its glyphs, in thousandths of its size."""
    default: float


def read_places(data: bytes, page: int) -> list[tuple[float, float, str]]:
    """Where each piece of text on a page begins: millimetres from the left and from the top to its base line."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [(run[0].left, run[0].base, "".join(glyph.text for glyph in run)) for run in _list_runs(pdf.pages[page])]


def read_glyphs(data: bytes) -> list[list[Place]]:
    """The glyphs of each page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return [[glyph for run in _list_runs(page) for glyph in run] for page in pdf.pages]


def read_words(data: bytes) -> list[list[Place]]:
    """The words of each page: what white space, or a gap, parts."""
    return [_join_words(glyphs) for glyphs in read_glyphs(data)]


def _join_words(glyphs: list[Place]) -> list[Place]:
    words: list[Place] = []
    before: Place | None = None
    for glyph in glyphs:
        if not glyph.text.strip():
            before = None
            continue
        if before and abs(glyph.base - before.base) < _GAP and -_KERNING < glyph.left - before.right < _GAP:
            words[-1] = Place(words[-1].left, glyph.right, glyph.base, words[-1].text + glyph.text)
        else:
            words.append(glyph)
        before = glyph
    return words


def _list_runs(page: pikepdf.Page) -> Iterator[list[Place]]:
    """The glyphs of a page in the pieces in which they are drawn."""
    top = float(page.MediaBox[3])
    return _list_drawn(page, page.get("/Resources", pikepdf.Dictionary()), pikepdf.Matrix(), top)


def _list_drawn(drawn: Drawn, resources: pikepdf.Object, whole: pikepdf.Matrix, top: float) -> Iterator[list[Place]]:
    fonts = {str(name): _read_wide_font(font) for name, font in resources.get("/Font", pikepdf.Dictionary()).items()}
    place, stack = pikepdf.Matrix(), []
    font, size = _WideFont(NO_FONT, {}, 0), 0.0
    for operands, operator in pikepdf.parse_content_stream(drawn, "q Q cm Tm Tf TJ Tj Do"):
        match str(operator):
            case "q":
                stack.append(whole)
            case "Q":
                whole = stack.pop()
            case "cm":
                whole = pikepdf.Matrix(*map(float, operands)) @ whole
            case "Tm":
                place = pikepdf.Matrix(*map(float, operands)) @ whole
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "TJ" | "Tj":
                pieces = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
                run, place = _read_run(pieces, font, size, place, top)
                if run:
                    yield run
            case "Do" if (form := resources.XObject[operands[0]]).Subtype == pikepdf.Name.Form:
                matrix = pikepdf.Matrix(*map(float, form.get("/Matrix", (1, 0, 0, 1, 0, 0))))
                yield from _list_drawn(form, form.get("/Resources", pikepdf.Dictionary()), matrix @ whole, top)


def _read_run(
    pieces: list[pikepdf.Object], font: _WideFont, size: float, place: pikepdf.Matrix, top: float
) -> tuple[list[Place], pikepdf.Matrix]:
    """The glyphs of a piece, and where the next begins."""
    run: list[Place] = []
    for piece in pieces:
        if not isinstance(piece, pikepdf.String):
            place = _move(place, -float(piece) / 1000 * size)
            continue
        codes = bytes(piece)
        for at in range(0, len(codes), font.font.size):
            code = int.from_bytes(codes[at : at + font.font.size])
            after = _move(place, font.widths.get(code, font.default) / 1000 * size)
            left, right, base = (each / POINTS_PER_MM for each in (place.e, after.e, top - place.f))
            run.append(Place(left, right, base, font.font.meanings[code]))
            place = after
    return run, place


def _move(place: pikepdf.Matrix, width: float) -> pikepdf.Matrix:
    return pikepdf.Matrix(1, 0, 0, 1, width, 0) @ place


def _read_wide_font(font: pikepdf.Object) -> _WideFont:
    """A font with the widths of its glyphs.

    Source: ISO 32000-1:2008, 9.7.4.3 (widths of glyphs in CIDFonts); other fonts say none here.
    """
    meanings = read_font(font.ToUnicode.read_bytes().decode("latin-1"))
    if "/DescendantFonts" not in font:
        return _WideFont(meanings, {}, 0)
    inner = font.DescendantFonts[0]
    widths: dict[int, float] = {}
    listed = list(inner.get("/W", pikepdf.Array()))
    while listed:
        first, second, *listed = listed
        if isinstance(second, pikepdf.Array):
            widths |= {int(first) + number: float(width) for number, width in enumerate(second)}
        else:
            width, *listed = listed
            widths |= dict.fromkeys(range(int(first), int(second) + 1), float(width))
    return _WideFont(meanings, widths, float(inner.get("/DW", 1000)))
