"""Arabic: every format says that it is written from right to left, and dates and numbers keep their order in it."""

from __future__ import annotations

import io
import re
from collections import Counter
from decimal import Decimal

import pikepdf
import pytest
from lxml import etree

from generator.rendering.office.directions import split_directions
from generator.rendering.slides.writer import SlidesWriter
from generator.text.language import ISOLATES, Language, name_region, read_direction
from generator.text.parsing import parse_tree
from generator.workspace import Files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, slides_reading, word_reading
from tests.rendering.pdf_places import read_glyphs
from tests.rendering.slides_samples import make_slides
from tests.rendering.test_typst_pages import list_outside

W = word_reading.W
UNSEEN = str.maketrans(dict.fromkeys(f"{ISOLATES}\N{LEFT-TO-RIGHT MARK}\N{RIGHT-TO-LEFT MARK}"))
SLIDES = (
    "<h1>العنوان</h1><p>مقدمة</p><h2>شريحة</h2><ul><li>بند 2026</li></ul>"
    '<h2>جدول</h2><table class="grid"><tbody><tr><th scope="row">الاسم</th><td>Åsa</td></tr></tbody></table>'
)
PAIRS = [("ar", "rtl"), ("sv+ar", "ltr"), ("ar+sv", "rtl")]


@pytest.fixture
def read_letters():
    """A function that counts the letters of a text: programs agree on the order of those alone that are written one way."""
    return lambda text: sorted("".join(text.translate(UNSEEN).split()))


@pytest.mark.parametrize("language", ["ar", "sv+ar", "ar+sv"])
def test_all_formats_say_the_same(make, workspace, language, read_letters):
    files, errors = make(workspace, language, "docx", "pdf", "html")
    other, _ = make(workspace, language, "pdf", engine="weasyprint")
    said = read_letters(read_page(files["html"]))
    assert errors == []
    assert read_letters(word_reading.read_text(files["docx"])) == said
    assert read_letters(pdf_reading.read_text(other["pdf"])) == said
    # Typst says a letter that has a mark again for the mark; it leaves none out.
    assert Counter(said) - Counter(read_letters(pdf_reading.read_text(files["pdf"]))) == Counter()


@pytest.mark.parametrize(("language", "direction"), PAIRS)
def test_a_page_says_which_way_it_and_its_parts_are_written(make, workspace, language, direction):
    page = make(workspace, language, "html")[0]["html"].decode()
    first = language.partition("+")[0]
    way = ' dir="rtl"' if direction == "rtl" else ""
    assert f'<html lang="{first}"{way}>' in page
    opening = r'<(?:div|span|section)[^>]* lang="(\w+)"(?: class="second")?(?: dir="(\w+)")?'
    parts = re.findall(opening, page.partition("<main")[2])
    seen = parts.index(("ar", "rtl"))
    assert {(lang, way) for lang, way in parts[seen:]} <= {("ar", "rtl"), ("sv", "ltr")}


def test_a_page_without_such_a_language_says_no_direction(make, workspace):
    assert " dir=" not in make(workspace, "sv+fi", "html")[0]["html"].decode()


@pytest.mark.parametrize(("language", "direction"), PAIRS)
def test_a_word_file_turns_its_paragraphs_sections_and_tables(make, workspace, language, direction):
    data = make(workspace, language, "docx")[0]["docx"]
    body, styles = word_reading.read_body(data), word_reading.parse_part(data, "word/styles.xml")
    is_leftward = direction == "rtl"
    assert (styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}bidi") is not None) == is_leftward
    assert all((section.find(f"{W}bidi") is not None) == is_leftward for section in body.iter(f"{W}sectPr"))
    assert {table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in body.iter(f"{W}tbl")} == {is_leftward}
    runs = [run for run in body.iter(f"{W}r") if re.search("[\u0600-\u06ff]", "".join(run.itertext()))]
    assert len(runs) > 30
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in runs)
    if "+" in language:
        turned = {
            paragraph.find(f"{W}pPr/{W}bidi").get(f"{W}val")
            for paragraph in body.iter(f"{W}p")
            if paragraph.find(f"{W}pPr/{W}bidi") is not None
        }
        assert turned == {"0" if is_leftward else None}
    else:
        assert styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang").get(f"{W}bidi") == "ar-EG"


def test_a_word_file_has_no_isolates_which_word_does_not_know(make, workspace):
    for part in word_reading.read_parts(make(workspace, "sv+ar", "docx")[0]["docx"]).values():
        assert not any(isolate.encode() in part for isolate in ISOLATES)


def test_slides_turn_their_paragraphs_and_tables():
    document = make_slides(parse_tree(SLIDES, "ar"), languages=("ar",))
    parts = slides_reading.read_parts(SlidesWriter(Files()).render(document))
    slides = [etree.fromstring(parts[name]) for name in sorted(parts) if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    for slide in slides:
        for paragraph in slide.iter(f"{slides_reading.A}p"):
            if re.search("[\u0600-\u06ff]", "".join(paragraph.itertext())):
                assert paragraph.find(f"{slides_reading.A}pPr").get("rtl") == "1"
    assert [table.get("rtl") for slide in slides for table in slide.iter(f"{slides_reading.A}tblPr")] == ["1"]


@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
def test_a_pdf_is_turned_and_nothing_runs_off_it(make, workspace, engine):
    data = make(workspace, "ar", "pdf", engine=engine)[0]["pdf"]
    assert list_outside(data) == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == "ar"
    lines = _read_lines(data)
    # The title ends at the right edge, and the first column of a table stands to the right of the second.
    assert max(right for _, right in lines.values()) == pytest.approx(188, abs=1)


@pytest.mark.parametrize("engine", ["typst", "weasyprint"])
@pytest.mark.parametrize("language", ["ar", "sv+ar", "ar+sv"])
def test_dates_numbers_and_addresses_keep_their_order(make, workspace, engine, language):
    data = make(workspace, language, "pdf", engine=engine)[0]["pdf"]
    seen = "\n".join(_read_lines(data))
    for value in (
        "RE2024-00307",
        "2026-11-22",
        "+4610100" + "0001",
        "asa.oberg@region.example",
        "https://meet.region.example/re-2024-0307",
    ):
        assert value in seen.replace(" ", ""), value


def _read_lines(data: bytes) -> dict[str, tuple[float, float]]:
    """The lines of the first page as they are seen, from left to right, with where they begin and end."""
    glyphs = [glyph for glyph in read_glyphs(data)[0] if glyph.text.strip()]
    lines: dict[str, tuple[float, float]] = {}
    for base in sorted({round(glyph.base, 1) for glyph in glyphs}):
        line = sorted((glyph for glyph in glyphs if round(glyph.base, 1) == base), key=lambda glyph: glyph.left)
        lines["".join(glyph.text for glyph in line).translate(UNSEEN)] = (line[0].left, line[-1].right)
    return lines


@pytest.mark.parametrize(("tag", "named"), [("fi", "fi-FI"), ("zh", "zh-CN"), ("en", "en-GB"), ("sv-FI", "sv-FI"), ("xx", "xx")])
def test_office_programs_want_a_region(tag, named):
    assert name_region(tag) == named


@pytest.mark.parametrize(
    ("language", "number", "whole"), [("ar", 1.5, 100), ("en", 1.5, 0), ("fr", 1.5, 0), ("pl", 1.5, None), ("ar", 2, 2)]
)
def test_a_fraction_is_counted_as_a_whole_number_of_its_kind(language, number, whole):
    assert Language(language).find_whole(Decimal(str(number))) == whole


def test_values_are_kept_apart_in_a_language_written_from_right_to_left():
    assert Language("ar").isolate("RE 2024/7") == "\u2068RE 2024/7\u2069"
    assert Language("ar").isolate(", ") == ", "
    assert Language("fi").isolate("RE 2024/7") == "RE 2024/7"


@pytest.mark.parametrize(
    ("tag", "direction"), [("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("sv", "ltr"), ("zh", "ltr"), ("xx", "ltr")]
)
def test_the_direction_of_a_language(tag, direction):
    assert read_direction(tag) == direction


@pytest.mark.parametrize(
    ("text", "language", "around", "pieces"),
    [
        ("Avtal", "sv", "sv", [("Avtal", "ltr")]),
        ("رقم \u2068RE 7\u2069.", "ar", "ar", [("رقم ", "rtl"), ("RE 7\u200e", "ltr"), ("\u200f.\u200f", "rtl")]),
        ("\u2068رقم\u2069", "ar", "ar", [("رقم", "rtl")]),
        ("العقد.", "ar", "sv", [("العقد.\u200f", "rtl")]),
        ("7.", "sv", "ar", [("\u200e7.\u200e", "ltr")]),
    ],
)
def test_text_is_parted_where_its_direction_changes(text, language, around, pieces):
    assert list(split_directions(text, language, around)) == pieces
