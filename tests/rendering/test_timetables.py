"""Timetables and key figures as those hear them who don't see bars: each format, by what it tells a screen reader."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import html

from generator.errors import RenderError
from generator.rendering import make_writer
from generator.workspace import Files
from tests.making import make_all
from tests.rendering.pdf_reading import Tag, read_tags
from tests.rendering.pdf_samples import make_document
from tests.rendering.word_reading import W, read_body, text_of

PLAN = "RE-2024-0307/action-plan.D2.sv"
HEAD = ["Åtgärd", "Tid juni 2026 juli aug. sep. okt. nov. dec."]
ROWS = [
    ["A1", "2026-06-17 – 2026-08-15, klar 5 dagar för sent"],
    ["A2", "2026-07-01 – 2026-09-30, 53 dagar försenad"],
    ["A3", "2026-09-01 – 2026-11-15, 7 dagar försenad"],
    ["A4", "2026-08-01 – 2026-12-15, inte klar än"],
]
"""What the timetable says on 22 November 2026: an action that was done late, two that are late, one that isn't done yet."""
FIGURES = '<table class="figures"><tbody><tr><th scope="row">Revisioner</th><td>3</td></tr></tbody></table>'


@pytest.fixture(scope="module")
def folder(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the action plans of an example are."""
    out = tmp_path_factory.mktemp("plans")
    make_all([examples / "contracts/surgical-instruments.yaml"], out, ("sv",), document="action-plan", pdf_engine="weasyprint")
    return out


def squash(text: str) -> str:
    return " ".join(text.split())


def read_blocks(cell: html.HtmlElement) -> str:
    """The text of a cell of a web page, its blocks apart."""
    return " ".join(block.text_content() for block in cell.iter("p")) or cell.text_content()


def read_cells(table: Tag) -> list[list[str]]:
    """The text of each cell of a PDF's table, its blocks apart."""
    return [
        [squash(" ".join(part.text() if isinstance(part, Tag) else part for part in cell.kids)) for cell in row.kids]
        for row in table.find_all("TR")
    ]


def find_timetable(data: bytes) -> Tag:
    tables = read_tags(data).find_all("Table")
    return next(table for table in tables if read_cells(table)[0][1].startswith("Tid"))


def test_the_web_page_has_a_row_of_words_for_each_bar_and_hides_the_bar(folder: Path) -> None:
    page = html.document_fromstring((folder / f"{PLAN}.html").read_text(encoding="utf-8"))
    (table,) = page.xpath("//table[contains(@class, 'timeline')]")
    rows = [[squash(read_blocks(cell)) for cell in row.xpath("td | th")] for row in table.xpath(".//tr")]
    assert rows == [HEAD, *ROWS]
    assert [drawing.get("aria-hidden") for drawing in table.xpath(".//svg")] == ["true"] * len(ROWS)


def test_the_pdf_has_two_columns_and_no_drawing_in_its_tags(folder: Path) -> None:
    table = find_timetable((folder / f"{PLAN}.pdf").read_bytes())
    assert [row[:2] for row in read_cells(table)[1:]] == ROWS
    assert table.find_all("Figure") == []


def test_the_word_file_says_in_the_row_what_its_shaded_cells_show(folder: Path) -> None:
    tables = read_body((folder / f"{PLAN}.docx").read_bytes()).iter(f"{W}tbl")
    read = ([[squash(text_of(cell)) for cell in row.iter(f"{W}tc")] for row in table.iter(f"{W}tr")] for table in tables)
    head, *rows = next(table for table in read if table[0][1:2] == ["Tid"])
    assert " ".join(head) == " ".join(HEAD)
    assert [row[:2] for row in rows] == ROWS
    assert [sorted(set(row[2:])) for row in rows] == [[""]] * len(ROWS)
    assert max(map(len, rows)) <= 6  # four parts of a bar at most, so that nobody hears "blank" for each week


@pytest.mark.parametrize("engine", ["weasyprint", "typst"])
def test_both_engines_tag_scale_and_words_and_leave_bars_out(engine: str) -> None:
    body = (
        '<table class="timeline"><caption>x</caption><thead><tr><th scope="col" width="14">Åtgärd</th>'
        '<th scope="col" width="86"><p>Tid</p><div class="scale"><p>juni 2026</p><p>juli</p></div></th></tr></thead><tbody>'
        '<tr><th scope="row">A1</th><td><p>juni, 5 dagar försenad</p><svg viewBox="0 0 61 10">'
        '<rect class="planned" x="0" y="2" width="30" height="6"/></svg></td></tr></tbody></table>'
    )
    table = find_timetable(make_writer("pdf", Files(), engine).render(make_document(body)))
    assert [[cell.text() for cell in row.kids] for row in table.find_all("TR")] == [
        ["Åtgärd", "Tidjuni 2026juli"],
        ["A1", "juni, 5 dagar försenad"],
    ]
    paragraphs = [part.text() for part in table.find_all("P")]
    assert [text for text in paragraphs if text in {"Tid", "juni 2026", "juli"}] == ["Tid", "juni 2026", "juli"]
    assert table.find_all("Figure") == []


def test_the_periods_over_bars_are_silent_on_a_web_page_since_each_bar_has_its_dates_in_words() -> None:
    page = make_writer("html", Files()).render(make_document('<div class="scale"><p>juni</p></div><p>juni</p>')).decode()
    assert '<div class="scale" aria-hidden="true"><p>juni</p></div><p>juni</p>' in page


def test_a_scale_stands_in_a_division_only() -> None:
    with pytest.raises(RenderError, match="scale"):
        make_writer("html", Files()).render(make_document('<p class="scale">juni</p>'))


@pytest.mark.parametrize("name", ["docx", "html", "weasyprint", "typst"])
def test_a_key_figure_is_read_after_what_it_counts(name: str) -> None:
    form, engine = ("pdf", name) if name in {"weasyprint", "typst"} else (name, None)
    data = make_writer(form, Files(), *([engine] if engine else [])).render(make_document(FIGURES))
    match form:
        case "pdf":
            text = read_tags(data).text()
        case "docx":
            text = " ".join(map(text_of, read_body(data).iter(f"{W}p")))
        case _:
            text = " ".join(html.document_fromstring(data).xpath("//table//text()"))
    assert "Revisioner 3" in squash(text.replace("Revisioner", " Revisioner "))
