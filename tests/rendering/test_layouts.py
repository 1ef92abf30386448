"""Letters and forms: the same words in Word, PDF and web page, and each thing where it belongs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from generator.errors import RenderError
from generator.rendering import Writer, make_writer
from generator.rendering.tightening import LOOSE
from generator.workspace import PACKAGE, Files
from tests.page_reading import read_page
from tests.rendering.pdf_places import read_places
from tests.rendering.pdf_reading import POINTS_PER_MM, read_pages, read_tags
from tests.rendering.pdf_reading import read_text as read_pdf_text
from tests.rendering.pdf_samples import make_document, squeeze
from tests.rendering.word_reading import (
    Field,
    W,
    parse_part,
    read_body,
    read_fields,
    read_fills,
    read_headers,
    read_styles,
    text_of,
)
from tests.rendering.word_reading import read_text as read_word_text

FORMATS = ("docx", "pdf", "html")
LAYOUTS = ("letter", "form")
READERS = {"docx": read_word_text, "pdf": read_pdf_text, "html": read_page}
TWENTIETHS_PER_MM = 20 * POINTS_PER_MM
BODIES = {layout: Path(__file__).with_name(f"{layout}.html").read_text(encoding="utf-8").strip() for layout in LAYOUTS}
CELL = '<table class="grid"><tbody><tr><td {}>x</td></tr></tbody></table>'
BAR = '<table class="timeline"><tbody><tr><td><svg viewBox="{}"><rect class="planned" x="{}"/></svg></td></tr></tbody></table>'


@pytest.fixture(scope="module")
def writers() -> dict[str, Writer]:
    return {name: make_writer(name, Files()) for name in FORMATS}


@pytest.fixture(scope="module")
def made(writers: dict[str, Writer]) -> dict[tuple[str, str], bytes]:
    """The samples in all formats, by layout and format."""
    return {
        (layout, name): writers[name].render(make_document(BODIES[layout], layout=layout))
        for layout in LAYOUTS
        for name in FORMATS
    }


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", FORMATS)
def test_text_is_that_of_the_tree(made: dict[tuple[str, str], bytes], layout: str, name: str) -> None:
    assert READERS[name](made[layout, name]) == squeeze(make_document(BODIES[layout]).body.text())


@pytest.mark.parametrize("layout", LAYOUTS)
def test_word_opens_it(made: dict[tuple[str, str], bytes], layout: str, tmp_path: Path) -> None:
    path = tmp_path / "made.docx"
    path.write_bytes(made[layout, "docx"])
    assert OpenXmlValidator().validate(path).errors == []
    used, known = read_styles(made[layout, "docx"])
    assert used <= known


def test_the_window_of_an_envelope_shows_the_address_of_a_pdf(made: dict[tuple[str, str], bytes]) -> None:
    places = read_places(made["letter", "pdf"], 0)
    lines = [(x, y) for x, y, text in places if text.strip() in {"Sårvård & Förband Norden AB", "501 14 Borås"}]
    assert [x for x, _ in lines] == pytest.approx([105, 105], abs=0.5)
    assert lines[0][1] == pytest.approx(50, abs=1)
    assert lines[-1][1] < 75


def test_the_window_of_an_envelope_shows_the_address_of_a_word_file(made: dict[tuple[str, str], bytes]) -> None:
    data = made["letter", "docx"]
    styles = {style.get(f"{W}styleId"): style for style in parse_part(data, "word/styles.xml").iter(f"{W}style")}
    first = next(read_body(data).iter(f"{W}p"))
    (used,) = (tag.get(f"{W}val") for tag in first.iter(f"{W}pStyle"))
    margins = next(read_body(data).iter(f"{W}pgMar"))
    left = _read_number(margins, "left") + _read_number(next(styles[used].iter(f"{W}ind")), "left")
    # The text begins where the letterhead ends: a row and a paragraph of exact heights.
    row = next(parse_part(data, "word/header1.xml").iter(f"{W}trHeight"))
    end = next(styles["LetterheadEnd"].iter(f"{W}spacing"))
    assert (row.get(f"{W}hRule"), end.get(f"{W}lineRule")) == ("exact", "exact")
    top = _read_number(margins, "header") + _read_number(row, "val") + _read_number(end, "line")
    assert text_of(first).splitlines()[0] == "Sårvård & Förband Norden AB"
    assert (left / TWENTIETHS_PER_MM, top / TWENTIETHS_PER_MM) == pytest.approx((105, 47), abs=0.5)


def test_a_letterhead_names_the_sender_alone(made: dict[tuple[str, str], bytes]) -> None:
    assert read_headers(made["letter", "docx"])["word/header1.xml"].strip() == "Region Exempel"
    assert read_tags(made["letter", "pdf"]).kids[0].text() == "Region Exempel"  # type: ignore[union-attr]
    assert b'class="record"' not in made["letter", "html"]


def test_names_of_references_stand_over_their_values(made: dict[tuple[str, str], bytes]) -> None:
    table = next(read_body(made["letter", "docx"]).iter(f"{W}tbl"))
    assert [[text_of(line) for line in cell.iter(f"{W}p")] for cell in table.iter(f"{W}tc")] == [
        ["Datum", "2026-11-22"],
        ["Vår referens", "Åsa Öberg"],
        ["Er referens", "Katarzyna Nowak"],
        ["Diarienummer", "RE 2026-00118"],
    ]
    places = {text: (x, y) for x, y, text in read_places(made["letter", "pdf"], 0)}
    (name, name_y), (value, value_y) = places["Er referens"], places["Katarzyna Nowak"]
    assert name == pytest.approx(105, abs=1)
    assert (value, places["Datum"][1], value_y > name_y) == (name, name_y, True)


def test_the_receipt_begins_a_page(made: dict[tuple[str, str], bytes]) -> None:
    breaks = [
        text_of(p) for p in read_body(made["letter", "docx"]).iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None
    ]
    assert breaks == ["Mottagningsbevis"]
    pages = read_pages(made["letter", "pdf"])
    assert [page.startswith("Mottagningsbevis") for page in pages] == [False, True]


def test_there_is_room_to_sign_a_letter_and_nothing_in_it(made: dict[tuple[str, str], bytes]) -> None:
    places = {text: y for _, y, text in read_places(made["letter", "pdf"], 0)}
    assert places["Avtalscontroller"] - places["Med vänlig hälsning"] > 20
    paragraphs = [(text_of(p), _read_style(p)) for p in read_body(made["letter", "docx"]).iter(f"{W}p")]
    start = [text for text, _ in paragraphs].index("Med vänlig hälsning")
    assert paragraphs[start : start + 2] == [
        ("Med vänlig hälsning", "Closing"),
        ("Åsa Öberg\nAvtalscontroller\nRegion Exempel", "Signature"),
    ]


def test_blanks_are_fields_named_after_what_leads_to_them_and_signatures_are_not(made: dict[tuple[str, str], bytes]) -> None:
    fields = read_fields(made["form", "docx"])
    question = "Gäller villkoren även våra underleverantörer?"
    assert [(field.name, field.tag) for field in fields if field.kind == "text"] == [
        ("2 – Namn", "2-namn"),
        ("2 – Roll", "2-roll"),
        ("2 – Företrädare för", "2-företrädare-för"),
        ("3 – Namn", "3-namn"),
        ("3 – Roll", "3-roll"),
        ("3 – Företrädare för", "3-företrädare-för"),
        ("Justerare", "justerare"),
        ("Datum", "datum"),
        ("Namn", "namn"),
        ("E-post", "e-post"),
        (question, "gäller-villkoren-även-våra-underleverantörer"),
        (question, "gäller-villkoren-även-våra-underleverantörer-2"),
        (question, "gäller-villkoren-även-våra-underleverantörer-3"),
    ]
    assert {field.text.strip("\u2002") for field in fields if field.kind == "text"} == {""}
    lines = [p for p in read_body(made["form", "docx"]).iter(f"{W}p") if _read_style(p) == "BlankLine"]
    assert [line.find(f"{W}sdt") is not None for line in lines] == [True] * 3 + [False] * 4
    assert [field.name for field in read_fields(made["letter", "docx"])] == ["Brevet kom fram den", "Namn"]


def test_boxes_to_tick(made: dict[tuple[str, str], bytes]) -> None:
    boxes = [field for field in read_fields(made["form", "docx"]) if field.kind == "box"]
    assert boxes[0] == Field("Boka lokal och skicka inbjudan", "boka-lokal-och-skicka-inbjudan", "box", "\u2610")
    assert (len(boxes), max(len(box.name) for box in boxes)) == (3, 64)
    styles = [_read_style(p) for p in read_body(made["form", "docx"]).iter(f"{W}p") if p.find(f"{W}sdt") is not None]
    assert styles.count("ListCheck") == 3


def test_a_matrix_is_tinted(made: dict[tuple[str, str], bytes]) -> None:
    table = next(t for t in read_body(made["form", "docx"]).iter(f"{W}tbl") if "Mycket svår" in text_of(t))
    low, medium, high = "E8F3EC", "F3CF78", "E0938B"
    assert [read_fills(row) for row in table.iter(f"{W}tr")][1:3] == [
        ["", medium, medium, high, high, high],
        ["", low, medium, medium, high, high],
    ]
    style = (PACKAGE / "templates/print.css").read_text(encoding="utf-8")
    assert re.findall(r"--(?:low|medium|high): #(\w+)", style) == [low, medium, high]
    matrix = next(t for t in read_tags(made["form", "pdf"]).find_all("Table") if "Mycket svår" in t.text())
    assert [cell.scope for cell in matrix.find_all("TH")] == ["Column"] * 6 + ["Row"] * 5


def test_whom_signature_lines_are_for_stands_out(made: dict[tuple[str, str], bytes]) -> None:
    styles = [(text_of(p), _read_style(p)) for p in read_body(made["form", "docx"]).iter(f"{W}p")]
    assert [text for text, style in styles if style == "SignatureHeading"] == ["För Region Exempel", "För leverantören"]


def test_there_is_room_to_write_by_hand(writers: dict[str, Writer]) -> None:
    from weasyprint import HTML  # noqa: PLC0415 (only after Pango is known to be there)
    from weasyprint.formatting_structure import boxes  # noqa: PLC0415

    writer = writers["pdf"]
    page = writer._page.fill(make_document(BODIES["form"], layout="form"))  # type: ignore[attr-defined]
    engine = writer._renderer  # type: ignore[attr-defined]
    layout = HTML(string=page, url_fetcher=engine._fetcher).render(engine._fonts, stylesheets=engine._styles[LOOSE])
    heights = [
        box.border_height()
        for each in layout.pages
        for box in each._page_box.descendants()
        if isinstance(box, boxes.BlockBox | boxes.TableCellBox)
        and box.element is not None
        and box.element.get("class") == "blank"
    ]
    assert len(heights) == 15
    assert min(heights) >= 9 / 25.4 * 96


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        (
            "<table><tbody><tr><td>x</td></tr></tbody></table>",
            "of no kind",
            "give it one of the classes facts, figures, grid, matrix",
        ),
        ('<table class="grid facts"><tbody><tr><td>x</td></tr></tbody></table>', "more than one", "give it one"),
        ('<div class="notes"><p>x</p></div>', "notes for a speaker", "leave part"),
        ('<p class="box">x</p>', "the class 'box' means nothing on <p>", "put it on <div>"),
        ("<strong class='good'>x</strong>", "the class 'good' means nothing on <strong>", "put it on <p>, <rect>, <span>"),
        (CELL.format('width="wide"'), "<td> has the width 'wide'", "in per cent, such as 25"),
        (CELL.format('width="30%"'), "<td> has the width '30%'", "in per cent, such as 25"),
        (CELL.format('width="0"'), "<td> has the width '0'", "in per cent, such as 25"),
        (CELL.format('colspan="0"'), "<td> has the colspan '0'", "from 1 to 400"),
        (CELL.format('colspan="401"'), "<td> has the colspan '401'", "from 1 to 400"),
        ('<p><a href="javascript:alert(1)">x</a></p>', "'javascript:alert(1)' cannot be a link", "begin with https: or mailto:"),
        ('<p><a href="page.html">x</a></p>', "'page.html' cannot be a link", "begin with https: or mailto:"),
        ("<p><a>x</a></p>", "'' cannot be a link", "begin with https: or mailto:"),
        (CELL.format('colspan="two"'), "<td> has the colspan 'two'", "from 1 to 400"),
        ('<ol start="i"><li>x</li></ol>', "<ol> has the start 'i'", "from 0 to 9999"),
        (BAR.format("0 0 10", "1"), "<svg> has the viewBox '0 0 10'", "left, top, width and height"),
        (BAR.format("0 0 0 10", "1"), "<svg> has the viewBox '0 0 0 10'", "left, top, width and height"),
        (BAR.format("0 0 9 10", "nan"), "<rect> has the x 'nan'", "a number"),
        ("<figure><svg><title>x</title></svg></figure>", "doesn't say its size", "viewBox"),
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_what_no_format_shows_is_refused(writers: dict[str, Writer], name: str, body: str, message: str, hint: str) -> None:
    with pytest.raises(RenderError) as caught:
        writers[name].render(make_document(body))
    first, last = str(caught.value).splitlines()
    assert message in first
    assert hint in last


def _read_number(element: object, name: str) -> int:
    return int(element.get(f"{W}{name}"))  # type: ignore[attr-defined]


def _read_style(paragraph: object) -> str:
    return next(paragraph.iter(f"{W}pStyle")).get(f"{W}val", "")  # type: ignore[attr-defined, no-any-return]
