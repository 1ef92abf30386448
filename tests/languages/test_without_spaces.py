# ruff: noqa: RUF001 (the wide signs of Chinese are meant)
"""Chinese: lines break between its letters, and a PDF asks for a font that has them."""

from __future__ import annotations

import pytest

from generator.rendering.pagination.measuring import Ruler
from generator.rendering.pagination.paragraphs import Paragraph, Run
from generator.rendering.word.runs import Marks
from generator.text.labels import break_label, measure_label
from generator.workspace import Files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, word_reading
from tests.rendering.pdf_places import read_glyphs
from tests.rendering.test_typst_pages import list_outside

ENGINES = ["typst", "weasyprint"]
LONG = "我们将逐条说明有关尽职调查的合同条款，相互认识，并介绍我们将如何跟踪合同的履行情况。"
W = word_reading.W


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", ["zh", "sv+zh"])
def test_a_pdf_asks_once_for_a_font(make, workspace, engine, language):
    files, errors = make(workspace, language, "pdf", "docx", "html", engine=engine)
    assert sorted(files) == ["docx", "html"]
    assert len(errors) == 1
    assert errors[0].startswith("error: no font has the letters of the script Han: 启 动 会 ")
    assert "templates/fonts/fonts.css" in errors[0]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("language", ["zh", "sv+zh"])
def test_with_a_font_all_formats_say_the_same(make, with_font, engine, language):
    files, errors = make(with_font, language, "docx", "pdf", "html", engine=engine)
    said = read_page(files["html"])
    assert errors == []
    assert word_reading.read_text(files["docx"]) == said
    assert pdf_reading.read_text(files["pdf"]) == said
    assert "".join(LONG.split()) in said


@pytest.mark.parametrize("engine", ENGINES)
def test_lines_break_between_letters_and_fill_the_page(make, with_font, engine):
    data = make(with_font, "zh", "pdf", engine=engine)[0]["pdf"]
    assert list_outside(data) == []
    glyphs = [glyph for glyph in read_glyphs(data)[0] if glyph.text > "\u2e80"]
    lead = [glyph for glyph in glyphs if glyph.text in LONG and 45 < glyph.base < 75]
    first = [glyph for glyph in lead if glyph.base == min(each.base for each in lead)]
    assert max(glyph.right for glyph in first) > 180
    # No line begins with what belongs to the letter before.
    for base in {round(glyph.base, 1) for glyph in glyphs}:
        line = [glyph for glyph in glyphs if round(glyph.base, 1) == base]
        assert min(line, key=lambda glyph: glyph.left).text not in "，。：；？、"


def test_a_word_file_says_that_it_is_chinese(make, workspace):
    data = make(workspace, "zh", "docx")[0]["docx"]
    lang = word_reading.parse_part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert lang.get(f"{W}eastAsia") == "zh-CN"
    hints = [fonts.get(f"{W}hint") for fonts in word_reading.read_body(data).iter(f"{W}rFonts")]
    assert hints
    assert set(hints) == {"eastAsia"}


def test_labels_of_drawings_break_between_letters():
    lines = break_label(LONG, 13, 9)
    assert "".join(lines) == LONG
    assert all(measure_label(line) <= 13 for line in lines)
    assert all(line[0] not in "，。" for line in lines)


def test_slides_count_its_lines():
    ruler = Ruler(Files())
    paragraph = Paragraph((Run(LONG, Marks("zh")),))
    assert ruler.count_lines(paragraph, 20, 20 * 15) == 3
