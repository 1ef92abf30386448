"""How many pages a body takes in Word by reckoning, and layouts with less free room where that saves one."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from generator.rendering import Writer, make_writer
from generator.rendering.word.airs import (
    LOOSE,
    Looks,
    Room,
    choose_fit,
    fill_pages,
    measure_height,
    part_tables,
    read_blocks,
    read_looks,
    tighten,
)
from generator.rendering.word.styles import W
from generator.rendering.word.together import keep_with_next
from generator.workspace import Files
from tests.rendering.pdf_samples import make_document

LAYOUTS = Path(__file__).resolve().parents[2] / "templates" / "word"
ROOM = Room(470.6, 711.5, 26.5)
LINE = '<w:p><w:pPr><w:pStyle w:val="Normal"/></w:pPr><w:r><w:t xml:space="preserve">Ett ord till</w:t></w:r></w:p>'


def read_styles(layout: str = "report") -> etree._Element:
    with zipfile.ZipFile(LAYOUTS / f"{layout}.docx") as file:
        return etree.fromstring(file.read("word/styles.xml"))


def read_all_looks() -> dict[float, Looks]:
    looks = {LOOSE: read_looks(read_styles())}
    for air in (0.65, 0.35):
        styles = read_styles()
        tighten(styles, air)
        looks[air] = read_looks(styles)
    return looks


LOOKS = read_all_looks()


def count(xml: str) -> float:
    return fill_pages(read_blocks(xml, LOOKS[LOOSE], ROOM.width), LOOKS[LOOSE], ROOM).pages


def find_spacing(styles: etree._Element, name: str) -> dict[str, str]:
    spacing = styles.find(f"{W}style[@{W}styleId='{name}']/{W}pPr/{W}spacing")
    return {key.rpartition("}")[2]: value for key, value in spacing.items()}


def test_a_line_is_as_high_as_its_style_says() -> None:
    look = LOOKS[LOOSE].paragraphs["Normal"]
    assert (look.size, look.before, look.after) == (11.0, 3.0, 3.0)
    assert look.line == pytest.approx(252 / 240 * 11 * 1.22)
    assert measure_height(LINE, LOOKS[LOOSE], 470.6) == pytest.approx(3 + look.line)
    assert measure_height(LINE * 2, LOOKS[LOOSE], 470.6) == pytest.approx(2 * (3 + look.line))
    assert measure_height(LINE.replace("Ett ord till", "Ett ord till " * 20), LOOKS[LOOSE], 470.6) == pytest.approx(
        3 + 3 * look.line
    )


def test_a_row_is_as_high_as_its_highest_cell() -> None:
    cell = '<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell.format(LINE)}{cell.format(LINE * 3)}</w:tr>"
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="Facts"/></w:tblPr>{row}</w:tbl>'
    three = measure_height(LINE * 3, LOOKS[LOOSE], 200.0)
    assert measure_height(table, LOOKS[LOOSE], 470.6) == pytest.approx(three + 3 + 2 + 0.5)


@pytest.mark.parametrize(
    ("lines", "air"),
    [(1, LOOSE), (35, LOOSE), (39, 0.65), (43, 0.35), (60, LOOSE)],
    ids=["one page", "a full page", "hardly more", "as much as can be saved", "more than can be saved"],
)
def test_there_is_as_much_air_as_saves_a_page(lines: int, air: float) -> None:
    assert choose_fit(LINE * lines, LOOKS, ROOM).air == air
    assert choose_fit(LINE * lines, LOOKS, ROOM, may_tighten=False).air == LOOSE


def test_what_is_kept_together_begins_a_page_together() -> None:
    kept = LINE.replace("</w:pPr>", "<w:keepNext/></w:pPr>")
    line = measure_height(LINE, LOOKS[LOOSE], 470.6)
    assert count(LINE * 50) == pytest.approx(1 + (50 - 685 // line) * line / 711.5)
    assert count(LINE * 30 + kept * 19 + LINE) == pytest.approx(1 + 20 * line / 711.5)
    broken = LINE.replace("</w:pPr>", "<w:pageBreakBefore/></w:pPr>")
    assert count(LINE * 3 + broken + LINE) == pytest.approx(1 + 2 * line / 711.5)


def make_table(style: str = "Grid", rows: int = 12, lines: int = 2, *, is_kept: bool = True) -> str:
    """A table of so many rows and a head, each of some lines, that is kept together but for its last row."""
    cell = f'<w:tc><w:tcPr><w:tcW w:w="9412" w:type="dxa"/></w:tcPr>{LINE * lines}</w:tc>'
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"
    head = row.replace("<w:cantSplit/>", "<w:cantSplit/><w:tblHeader/>")
    start = f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr><w:tblGrid><w:gridCol w:w="9412"/></w:tblGrid>'
    kept = keep_with_next(f"{start}{head}{row * (rows - 1)}</w:tbl>").removesuffix("</w:tbl>") if is_kept else start + head
    return f"{kept}{row if is_kept else row * rows}</w:tbl>"


def find_parted(xml: str) -> int:
    return len(choose_fit(xml, LOOKS, ROOM, may_tighten=False).parted)


@pytest.mark.parametrize(
    ("lines", "parted"),
    [(5, 0), (20, 1), (25, 1), (28, 0), (34, 0)],
    ids=["it fits", "much stays empty", "just enough", "little stays empty", "the page is full"],
)
def test_a_table_is_parted_where_whole_it_would_leave_a_page_too_empty(lines: int, parted: int) -> None:
    assert find_parted(LINE * lines + make_table()) == parted
    assert find_parted(LINE * lines + make_table("Matrix")) == find_parted(LINE * lines + make_table("Signatures")) == 0


def test_a_table_stays_whole_that_has_a_row_or_is_kept_with_what_follows_it_or_whose_first_row_does_not_fit() -> None:
    assert find_parted(LINE * 22 + make_table(rows=1, lines=9)) == 0
    assert find_parted(LINE * 22 + keep_with_next(make_table()) + LINE) == 0
    assert find_parted(LINE * 22 + make_table(rows=2, lines=9)) == 0
    assert find_parted(LINE * 22 + make_table()) == find_parted(LINE * 22 + make_table(rows=3, lines=6)) == 1


def test_the_head_of_a_table_is_repeated_where_a_page_begins() -> None:
    height = measure_height(LINE, LOOKS[LOOSE], 470.6)
    table = make_table(rows=30, is_kept=False)
    is_headless = table.replace("<w:tblHeader/>", "")
    head = measure_height(make_table(rows=1), LOOKS[LOOSE], 470.6) / 2
    assert 0 < height < head
    assert count(table) - count(is_headless) == pytest.approx(head / 711.5)


def test_a_table_of_a_file_is_parted_in_layouts_of_the_product_and_of_a_region(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "word"
    own.mkdir(parents=True)
    shutil.copy(LAYOUTS / "report.docx", own)
    rows = "<tr><td>Ett</td><td>Två<br/>korta<br/>ord</td></tr>" * 7

    def find_kept(writer: Writer, paragraphs: int) -> list[bool]:
        table = f'<table class="grid"><thead><tr><th>A</th><th>B</th></tr></thead><tbody>{rows}</tbody></table>'
        document = make_document(f"<h1>Plan</h1>{'<p>Ett ord till</p>' * paragraphs}{table}{'<p>Ett ord till</p>' * 24}")
        with zipfile.ZipFile(io.BytesIO(writer.render(document))) as file:
            made = etree.fromstring(file.read("word/document.xml")).iter(f"{W}tr")
            return [row.find(f".//{W}keepNext") is not None for row in made]

    for writer in (make_writer("docx", Files()), make_writer("docx", Files(tmp_path))):
        assert find_kept(writer, 5) == [*[True] * 7, False]
        assert find_kept(writer, 21) == [False] * 8


def test_what_is_parted_saves_what_would_stay_empty() -> None:
    text = LINE * 20 + make_table()
    assert count(text) == pytest.approx(count(LINE * 20 + make_table(is_kept=False)))
    assert count(text) < count(LINE * 20 + make_table("Matrix"))


@pytest.mark.parametrize(("before", "rows", "after", "most_empty"), [(23, 8, 33, 0.3), (32, 6, 35, 0.25)])
def test_with_less_air_a_table_is_parted_that_would_make_a_page_more_if_a_page_held_a_little_less(
    before: int, rows: int, after: int, most_empty: float
) -> None:
    text = LINE * before + make_table(rows=rows) + LINE * after
    fit = choose_fit(text, LOOKS, ROOM)
    assert fit.air < LOOSE
    assert len(fit.parted) == 1
    blocks, looks = read_blocks(text, LOOKS[LOOSE], ROOM.width), LOOKS[fit.air]
    assert not fill_pages(blocks, looks, ROOM).parted
    smaller = ROOM._replace(height=ROOM.height * 0.98)
    assert fill_pages(blocks, looks, smaller, most_empty).pages < 2
    assert [len(fill_pages(blocks, looks, smaller, empty).parted) for empty in (0.3, 0.25)] == [most_empty == 0.3, 1]


def test_a_parted_table_is_as_if_it_had_never_been_kept() -> None:
    grid, facts = (make_table(style, is_kept=False) for style in ("Grid", "Facts"))
    body = f"{LINE}{make_table()}{LINE}{make_table('Facts')}{LINE}"
    first, second = (body.index(f'"{style}"') for style in ("Grid", "Facts"))
    assert part_tables(body, [first, second]) == f"{LINE}{grid}{LINE}{facts}{LINE}"
    assert part_tables(body, [second]) == f"{LINE}{make_table()}{LINE}{facts}{LINE}"
    nested = make_table().replace(f"{LINE * 2}</w:tc></w:tr></w:tbl>", f"{make_table('Facts')}</w:tc></w:tr></w:tbl>")
    assert part_tables(nested + LINE, [nested.index('"Grid"')]).count("<w:keepNext/>") == 0
    assert part_tables(body, []) == body


def test_less_air_leaves_the_room_to_write_and_sign_in() -> None:
    before, after = read_styles("letter"), read_styles("letter")
    tighten(after, 0.35)
    for name in ("Closing", "BlankLine", "BlankCell", "EnvelopeAddress"):
        assert find_spacing(before, name) == find_spacing(after, name)
    assert find_spacing(after, "Heading2") == {"before": "100", "after": "7", "line": "241", "lineRule": "auto"}


def test_headings_keep_some_room_above_that_a_layout_gives_them() -> None:
    loose, tight = read_styles("report"), read_styles("report")
    tighten(tight, 0.35)
    names = ("Heading2", "Heading3", "Heading4", "Caption")
    assert [find_spacing(loose, name)["before"] for name in names] == ["220", "160", "120", "140"]
    assert [find_spacing(tight, name)["before"] for name in names] == ["100", "90", "80", "80"]
    loose.find(f"{W}style[@{W}styleId='Heading2']/{W}pPr/{W}spacing").set(f"{W}before", "60")
    tighten(loose, 0.35)
    assert find_spacing(loose, "Heading2")["before"] == "60"


def read_document_styles(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read("word/styles.xml")


def test_a_file_has_the_styles_of_its_layout_unless_less_air_saves_a_page() -> None:
    writer = make_writer("docx", Files())
    short, long = (make_document(f"<h1>Plan</h1>{'<p>Ett ord till</p>' * count}") for count in (3, 37))
    loose, tight = (read_document_styles(writer.render(document)) for document in (short, long))
    assert loose != tight
    assert find_spacing(etree.fromstring(loose), "Heading2")["before"] == "220"
    assert find_spacing(etree.fromstring(tight), "Heading2")["before"] == "143"
    assert read_document_styles(writer.render(short)) == loose


def test_a_layout_of_the_regions_own_keeps_its_air(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "word"
    own.mkdir(parents=True)
    for layout in LAYOUTS.glob("*.docx"):
        shutil.copy(layout, own)
    writer = make_writer("docx", Files(tmp_path))
    data = writer.render(make_document(f"<h1>Plan</h1>{'<p>Ett ord till</p>' * 37}"))
    assert find_spacing(etree.fromstring(read_document_styles(data)), "Heading2")["before"] == "220"
