"""A region's logo: whatever program saved it, every format draws the same; what can't be drawn alike is refused by name."""

from __future__ import annotations

import base64
import gzip
import io
import re

import pytest
from PIL import Image, ImageChops

from generator.errors import TextError
from generator.rendering.logo import WIDEST, measure_logo, read_logo
from generator.rendering.page_pictures import draw_pages
from generator.rendering.typst.writer import TypstWriter
from generator.rendering.weasyprint.writer import WeasyPrintWriter
from generator.workspace import Files
from tests.rendering.pdf_samples import make_document

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
BOX = 'viewBox="0 0 100 100"'
RED, GREEN, CLEAR = (220, 0, 0, 255), (0, 102, 51, 255), (0, 0, 0, 0)
SQUARE = '<rect width="100" height="100" fill="#dc0000"/>'


@pytest.fixture
def read(tmp_path):
    """The logo that a region's file becomes."""

    def write(data: str | bytes, name: str = "logo.svg") -> str:
        path = tmp_path / "templates" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_logo(Files(tmp_path))

    return write


def look_at(logo: str, *places: tuple[float, float]) -> list[tuple[int, ...]]:
    """The colours at places of a logo that is a picture, given as shares of its sides."""
    found = re.search(r"data:image/\w+;base64,([^\"]+)", logo)
    assert found, logo
    picture = Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("RGBA")
    return [picture.getpixel((int(x * picture.width), int(y * picture.height))) for x, y in places]


@pytest.mark.parametrize(
    ("attributes", "content", "box"),
    [
        (f'width="256px" height="256px" {BOX}', SQUARE, "0 0 100 100"),
        (f'width="60mm" height="30mm" {BOX}', SQUARE, "0 0 100 100"),
        ('width="100" height="100"', SQUARE, "0 0 100 100"),
        ('width="100px" height="50px"', SQUARE, "0 0 100 50"),
        ('viewBox="-5,-5 110 110"', SQUARE, "-5 -5 110 110"),
        (BOX, '<rect width="100px" height="100" style="fill:#dc0000;stroke:none;-inkscape-stroke:none"/>', "0 0 100 100"),
        (BOX, f'<title>Logo</title><metadata/><defs id="d"/><g id="a" data-name="Lager 1">{SQUARE}</g>', "0 0 100 100"),
        (f'{BOX} fill="none" style="enable-background:new 0 0 9 9" xml:space="preserve" version="1.1"', SQUARE, "0 0 100 100"),
    ],
)
def test_plain_shapes_stay_shapes(read, attributes, content, box):
    logo = read(SVG.format(attributes, content))
    assert f'viewBox="{box}"' in logo
    assert 'fill="#dc0000"' in logo
    assert not re.search(r"<image|style=|id=|[^-]px|mm|<title", logo)


GRADIENT = (
    '<defs><linearGradient id="content"><stop stop-color="#dc0000"/></linearGradient></defs>'
    '<rect id="main" width="100" height="100" fill="url(#content)"/>'
)
DISC = '<defs><circle id="p" cx="50" cy="50" r="40"/></defs><use {}="#p" fill="#006633"/>'
PRIVATE = '<foreignObject requiredExtensions="http://ns.adobe.com/AdobeIllustrator/10.0/"><i xlink:href="#a"/></foreignObject>'
PICTURES = {
    "a gradient": (GRADIENT, [RED, RED]),
    "a symbol": (DISC.format("href"), [GREEN, CLEAR]),
    "a symbol of old": (DISC.format("xlink:href"), [GREEN, CLEAR]),
    "a drawing in a drawing": (f'<svg viewBox="0 0 100 100">{SQUARE}</svg>', [RED, RED]),
    "a style sheet": ('<style>.st0{fill:#dc0000}</style><rect class="st0" width="100" height="100"/>', [RED, RED]),
    "a clip": (f'<clipPath id="c"><circle cx="50" cy="50" r="40"/></clipPath><g clip-path="url(#c)">{SQUARE}</g>', [RED, CLEAR]),
    "per cent": ('<rect width="100%" height="100%" fill="#dc0000"/>', [RED, RED]),
    "a colour that is handed down": ('<g color="#dc0000"><rect width="100" height="100" fill="currentColor"/></g>', [RED, RED]),
    "something hidden": (f'{SQUARE}<rect width="100" height="100" display="none"/>', [RED, RED]),
    "what only Illustrator reads": (f"<switch>{PRIVATE}<g>{SQUARE}</g></switch>", [RED, RED]),
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_programs_draw_differently_is_a_picture(read, name):
    content, colours = PICTURES[name]
    logo = read(SVG.format(BOX, content))
    assert look_at(logo, (0.5, 0.5), (0.01, 0.01)) == colours
    assert 'viewBox="0 0 1200 1200"' in logo


def test_a_drawing_without_a_size_is_as_large_as_what_is_drawn(read):
    assert 'viewBox="0 0 1200 600"' in read(SVG.format("", '<rect width="100" height="50" style="fill:#dc0000"/>'))


def test_what_the_editor_keeps_for_itself_is_no_reference(read):
    inkscape = 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" inkscape:export-filename="C:\\logo.png"'
    assert "inkscape" not in read(SVG.format(f"{BOX} {inkscape}", f"<inkscape:page inkscape:href='file:///c'/>{SQUARE}"))


def test_a_drawing_may_be_packed_or_say_its_encoding_or_lack_the_namespace(read):
    whole = SVG.format(BOX, SQUARE)
    expected = read(whole)
    assert read(gzip.compress(whole.encode())) == expected
    assert read(f'<?xml version="1.0" encoding="UTF-16"?>{whole}'.encode("utf-16")) == expected
    assert read(f"<svg {BOX}>{SQUARE}</svg>") == expected


def test_a_picture_may_stand_in_the_place_of_the_drawing(read, tmp_path):
    for kind, name in (("PNG", "logo.png"), ("JPEG", "logo.jpg")):
        buffer = io.BytesIO()
        Image.new("RGB", (300, 150), RED[:3]).save(buffer, kind)
        assert 'viewBox="0 0 300 150"' in read(buffer.getvalue(), name)
        (tmp_path / "templates" / name).unlink()
    assert 'viewBox="0 0 300 150"' in read(buffer.getvalue())  # a picture that is called a drawing


def make_picture(mode: str) -> bytes:
    buffer = io.BytesIO()
    Image.new(mode, (9, 9)).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (SVG.format(BOX, "<text y='9'>Region <tspan>Väst</tspan></text>"), "the drawing holds text, .*: Region Väst"),
        (SVG.format(BOX, "<g><image href='file:///C:/a.png'/></g>"), "uses no other file"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'/>", "no drawing in SVG"),
        (SVG.format("", "<use href='#a'/>"), "this drawing shows nothing"),
        (make_picture("CMYK"), "printing press"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "this picture can't be read"),
        (b"\x1f\x8b" + b"\0" * 50, "can't be unpacked"),
    ],
)
def test_what_can_t_be_drawn_alike_is_refused_by_name(read, data, told):
    with pytest.raises(TextError, match=told) as caught:
        read(data)
    assert str(caught.value).startswith("templates/logo.svg")


@pytest.mark.long
@pytest.mark.parametrize("writer", [WeasyPrintWriter, TypstWriter])
def test_both_engines_draw_a_picture_as_large_as_the_layout_has_it(read, tmp_path, writer):
    import pikepdf  # noqa: PLC0415

    read(SVG.format('width="2560px" height="1280px" viewBox="0 0 200 100"', GRADIENT))
    with pikepdf.open(io.BytesIO(writer(Files(tmp_path)).render(make_document("<p>x</p>")))) as pdf:
        pictures = list(_list_pictures(pdf))
    assert pictures == [(1200, 600, False)]  # PDF/A knows no smoothed pictures


@pytest.mark.parametrize(
    ("box", "wide"),
    [
        ("100 100", 1),
        ("10 500", 1),
        ("101 100", 1.01),
        ("200 100", 2),
        ("300 100", WIDEST),
        ("301 100", WIDEST),
        ("5000 10", WIDEST),
    ],
)
def test_a_wide_logo_has_more_room_up_to_three_times_its_height(read, box, wide):
    logo = read(SVG.format(f'viewBox="0 0 {box}"', '<rect width="9999" height="9999" fill="#dc0000"/>'))
    assert measure_logo(logo) == wide


@pytest.mark.long
@pytest.mark.parametrize("writer", [WeasyPrintWriter, TypstWriter])
@pytest.mark.parametrize(("box", "wide"), [("100 100", 1), ("250 100", 2.5), ("900 100", WIDEST)])
def test_both_engines_draw_a_wide_logo_as_wide(read, tmp_path, writer, box, wide):
    width, height = map(int, box.split())
    read(SVG.format(f'viewBox="0 0 {box}"', f'<rect width="{width}" height="{height}" fill="#dc0000"/>'))
    page = draw_pages(writer(Files(tmp_path)).render(make_document("<p>x</p>")))[0]
    with Image.open(io.BytesIO(page)) as picture:
        red, green, _blue = picture.convert("RGB").split()
        drawn = ImageChops.darker(red.point(lambda level: 255 * (level > 200)), green.point(lambda level: 255 * (level < 50)))
    left, top, right, bottom = drawn.getbbox()
    per_millimetre = picture.width / 210
    assert (right - left) / per_millimetre == pytest.approx(13 * wide, abs=0.5)
    assert (bottom - top) / per_millimetre == pytest.approx(13 * wide * height / width, abs=0.5)


def _list_pictures(pdf):
    for thing in pdf.objects:
        if hasattr(thing, "get") and thing.get("/Subtype") == "/Image" and "/SMask" in thing:
            yield int(thing.Width), int(thing.Height), bool(thing.get("/Interpolate", False))
