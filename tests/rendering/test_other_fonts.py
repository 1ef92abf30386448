"""A name in a script that the layout's fonts haven't: another font is found and told, or else the letters are refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from generator.errors import RenderError
from generator.rendering import other_fonts
from generator.rendering.typst.writer import TypstWriter
from generator.rendering.weasyprint.writer import WeasyPrintWriter
from generator.workspace import Files
from tests.rendering.pdf_reading import read_text
from tests.rendering.pdf_samples import make_document

CHINESE, THAI = "深圳", "ไทย"


def make_font(path: Path, family: str, letters: str, permission: int = 0) -> None:
    """A font with a square for each letter."""
    names = {letter: f"u{ord(letter):04X}" for letter in f" {letters}"}
    pen = TTGlyphPen(None)
    for place, point in enumerate([(0, 0), (0, 700), (700, 700), (700, 0)]):
        (pen.lineTo if place else pen.moveTo)(point)
    pen.closePath()
    square = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap({ord(letter): name for letter, name in names.items()})
    font.setupGlyf(dict.fromkeys([".notdef", *names.values()], square))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (800, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    font.setupOS2(fsType=permission, sTypoAscender=800, sTypoDescender=-200)
    font.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    font.save(path)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The fonts of the machine, of which there are none but what a test puts there."""
    monkeypatch.setattr(other_fonts, "MACHINE", (tmp_path,))
    monkeypatch.setattr(other_fonts, "entry_points", lambda **_: ())
    other_fonts._list_fonts.cache_clear()
    yield tmp_path
    other_fonts._list_fonts.cache_clear()


@pytest.mark.parametrize("writer", [WeasyPrintWriter, TypstWriter])
def test_a_font_of_the_machine_is_used_and_told(folder, writer):
    make_font(folder / "a/Han-Regular.ttf", "Han", CHINESE)
    document = make_document(f"<h1>Avtal</h1><p>{CHINESE} AB</p>")
    used = writer(Files())
    assert used.warnings == ()
    made = used.render(document)
    assert f"{CHINESE}AB" in read_text(made)
    assert [finding.values["family"] for finding in used.warnings] == ["Han"]
    assert used.render(document) == made == writer(Files()).render(document)


@pytest.mark.parametrize("writer", [WeasyPrintWriter, TypstWriter])
def test_no_document_changes_another(folder, writer):
    make_font(folder / "a/Both.ttf", "Both", CHINESE + THAI)
    make_font(folder / "b/Sans-Regular.ttf", "Sans", THAI)
    thai, plain = make_document(f"<p>{THAI} AB</p>"), make_document("<p>AB</p>")
    used = writer(Files())
    used.render(make_document(f"<p>{THAI}{CHINESE}</p>"))
    assert used.render(thai) == writer(Files()).render(thai)
    assert used.render(plain) == writer(Files()).render(plain)


@pytest.mark.parametrize("writer", [WeasyPrintWriter, TypstWriter])
def test_letters_that_no_font_has_are_refused(folder, writer):
    make_font(folder / "Han.ttf", "Han", CHINESE[:1])
    with pytest.raises(RenderError, match=f"no font has the character '{CHINESE[1]}'"):
        writer(Files()).render(make_document(f"<p>{CHINESE}</p>"))


def test_the_fewest_fonts_are_chosen_and_none_that_may_not_be_embedded(folder):
    make_font(folder / "z/Thai.ttf", "Thai", THAI)
    make_font(folder / "y/Half.ttf", "Half", CHINESE[:1] + THAI[:1])
    make_font(folder / "x/Whole.ttf", "Whole", CHINESE)
    make_font(folder / "w/Closed.ttf", "Closed", CHINESE + THAI, permission=2)
    (folder / "broken.ttf").write_bytes(b"\0\1\0\0x")
    assert [font.family for font in other_fonts.find_fonts(CHINESE + THAI)] == ["Thai", "Whole"]
    assert other_fonts.find_fonts("") == other_fonts.find_fonts("\U0001f9ff") == ()


def test_a_font_that_is_installed_with_the_program_comes_first_and_is_not_told(folder, monkeypatch):
    make_font(folder / "Machine.ttf", "Machine", THAI)
    package = folder.parent / f"{folder.name}-package"
    make_font(package / "files/Own.ttf", "Own", THAI)

    class Spec:
        origin = str(package / "__init__.py")

    class Entry:
        name, value = "own", "own"

    monkeypatch.setattr(other_fonts, "entry_points", lambda **_: (Entry(),))
    monkeypatch.setattr(other_fonts, "find_spec", lambda _name: Spec())
    other_fonts._list_fonts.cache_clear()
    (font,) = other_fonts.find_fonts(THAI)
    assert (font.family, font.is_of_machine) == ("Own", False)
