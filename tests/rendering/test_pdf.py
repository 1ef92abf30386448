"""PDF: what both engines make of a document, read as a screen reader does. Each has a file for what is particular to it."""

from __future__ import annotations

import hashlib
import io
import logging
import os
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import RenderError
from generator.rendering import Writer, make_writer
from generator.rendering.engines import ENGINES, Engine
from generator.text.tree import Element
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_reading import POINTS_PER_MM, read_artifacts, read_pdf, read_tags, read_text
from tests.rendering.pdf_samples import LONG_TABLE, SAMPLE, make_document, make_paragraph, squeeze

if TYPE_CHECKING:
    from pikepdf import Object

ROOT = Path(__file__).parents[2]
HARD = {
    "emoji": "👍 👍🏽 👩‍👩‍👧‍👦 👩‍🚀 ☎️ 1️⃣ 🇸🇪 ❤️",
    "combining": "e\u0301 a\u030a z\u0335\u0336 q\u0301 é",
    "right to left": "هذا نص عربي 123 שלום \u200fx\u200e",
    "same glyph": "1\u00a0234,50 1\u2007234 \u2126 Ω -\u2010\u2011 A\u0391\u0410",
    "never drawn": "av\u00adtal noll\u200bbredd \u2060x \ufeffy \u200d",
    "ligatures": "fi ffi fl tt ti effektiv",
    "markup": "<b>&amp;</b> {{ x }} {% y %} ${z} \\N | *a* <!-- b --> ]]>",
    "another markup": '#let x = 1 #x $a^2$ *fet* _kursiv_ `kod` <namn> @namn = Rubrik\n- en\n+ två\n/ a: b // c \\ ~ --- "x"',
    "spaces": "a  b   c\td\ne\u2028f\u2029g",
    "long word": "Donaudampfschiff" * 40,
    "long word of many": "ord " + "Donaudampf\u00adschiff/kapitän-" * 30 + " ord",
    "long word of emoji": "👩‍👩‍👧‍👦" * 90 + "e\u0301" * 200,
    "right to left over lines": "هذا نص عربي طويل 123 " * 20,
    "both ways over lines": "Leverantören שלום עולם (حسن 45) svarade " * 9,
    "broken at soft hyphens": "mycket\u00ad" * 60,
    "alone": "👩\u200d",
}
LONGEST_OF_A_CELL = 100


def _covered() -> str:
    """The characters that the shipped fonts have."""
    letters: set[int] = set()
    for path in sorted((PACKAGE / "templates" / "fonts").glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            letters |= set(font.getBestCmap())
    # Those that notes between lines begin and end with are in a font and have no shape; a tree has no byte order mark.
    letters -= {*range(0xFFF9, 0xFFFC), 0xFEFF}
    return "".join(chr(letter) for letter in sorted(letters) if unicodedata.category(chr(letter)) not in {"Cc", "Cn", "Cs"})


COVERED = _covered()
LETTERS = {
    "weasyprint": COVERED,
    # Typst refuses letters that have no meaning but by agreement; what is written from right to left with letters of several
    # fonts between (emoji) is read in another order; a mark over a letter that Carlito lacks is read with its letter twice; and
    # of a line with no shape at all nothing is there to read: `HARD` has letters without one between others.
    "typst": "".join(
        letter
        for letter in COVERED
        if unicodedata.category(letter) not in {"Cf", "Co", "Me", "Mn"}
        and unicodedata.bidirectional(letter) not in {"R", "AL", "AN", "RLE", "RLO", "RLI"}
    ),
}
ANY_TEXTS = {
    name: st.lists(st.text(st.sampled_from(letters), min_size=1, max_size=120), min_size=1, max_size=4)
    for name, letters in LETTERS.items()
}


@pytest.fixture(scope="module", params=ENGINES["pdf"], ids=lambda engine: engine.name)
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    return chosen


@pytest.fixture(scope="module")
def writer(engine: Engine) -> Writer:
    return make_writer("pdf", Files(), engine.name)


@pytest.fixture(scope="module")
def sample(writer: Writer) -> bytes:
    return writer.render(make_document(SAMPLE))


def test_text_is_that_of_the_tree(sample: bytes) -> None:
    assert read_text(sample) == squeeze(make_document(SAMPLE).body.text())


@pytest.mark.parametrize("text", HARD.values(), ids=HARD)
def test_hard_text_comes_out_letter_by_letter(writer: Writer, text: str) -> None:
    body = make_paragraph(text)
    assert read_text(writer.render(make_document(body))) == squeeze(body.text())


@pytest.mark.long
def test_hard_texts_come_out_letter_by_letter_in_narrow_cells(writer: Writer) -> None:
    """In cells, long texts fill three lines and not thirty: WeasyPrint begins each line with all that is left."""
    texts = [text[:LONGEST_OF_A_CELL] for text in HARD.values()]
    cells = [Element("tr", {}, (Element("th", {"scope": "row"}, (text,)), Element("td", {}, (text,)))) for text in texts]
    table = Element("table", {"class": "grid"}, (Element("tbody", {}, tuple(cells)),))
    columns = tuple(Element("div", {"lang": lang}, make_paragraph("\n".join(HARD.values())).children) for lang in ("sv", "en"))
    body = Element("section", {"lang": "sv"}, (table, Element("div", {"class": "columns"}, columns)))
    assert read_text(writer.render(make_document(body))) == squeeze(body.text())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_text_comes_out_letter_by_letter(engine: Engine, writer: Writer, data: st.DataObject) -> None:
    body = make_paragraph("\n".join(data.draw(ANY_TEXTS[engine.name])))
    assert read_text(writer.render(make_document(body))) == squeeze(body.text())


def test_a_byte_order_mark_in_a_text_stops_no_document(writer: Writer) -> None:
    """PDF/A forbids it, and Typst then refuses the document."""
    for text in ("1\ufeff", "\ufeff1", "Åt\ufeff gärd"):
        body = make_document(f"<p>{text}</p><p>2</p>").body
        assert "\ufeff" not in body.text()
        assert read_text(writer.render(make_document(body))) == squeeze(text.replace("\ufeff", "\u2060") + "2")


def test_words_on_either_side_of_a_line_end_stay_apart(writer: Writer) -> None:
    blocks = read_pdf(writer.render(make_document("<p>ett\ntvå<br/>tre <strong>fyra</strong> <em>fem</em></p>")))
    assert "".join(block.text for block in blocks if "Sect" in block.roles) == "ett två tre fyra fem"


def test_languages_of_parts(sample: bytes) -> None:
    english = [block.text for block in read_pdf(sample) if block.lang == "en" and "Lbl" not in block.roles]
    assert english == ["English text to the right.", "one", "Approval", "due diligence"]
    assert {block.lang for block in read_pdf(sample)} == {"sv", "en"}


def test_header_cells_say_what_they_head(sample: bytes) -> None:
    scopes = [(cell.scope, cell.text()) for cell in read_tags(sample).find_all("TH")]
    assert scopes == [
        *(("Row", text) for text in ("Diarienummer", "Leverantör", "Handläggare")),
        *(("Column", text) for text in ("Nr", "Åtgärd", "Klart senast", "Status")),
        *(("Row", text) for text in ("A1", "A2")),
        *(("Column", text) for text in ("Åtgärd", "Periodjuni 2026juliaug.sep.")),
        ("Row", "A1"),
    ]


def test_columns_and_signatures_are_no_tables_and_bars_no_figures(sample: bytes) -> None:
    tags = read_tags(sample)
    assert [table.find_all("Caption")[0].text() for table in tags.find_all("Table")] == ["Avtalet", "Åtgärder", "Tidslinje"]
    assert tags.find_all("Figure") == []


def test_a_figure_says_what_it_shows(writer: Writer) -> None:
    drawing = '<svg viewBox="0 0 80 20"><title>En stapel</title><rect class="planned" x="0" y="0" width="30" height="9"/></svg>'
    data = writer.render(make_document(f"<figure>{drawing}<figcaption>Två staplar</figcaption></figure>"))
    (figure,) = read_tags(data).find_all("Figure")
    assert (figure.alt, figure.text()) == ("En stapel", "En stapelTvå staplar")
    left, bottom, right, top = figure.box
    assert 0 < left < right < 210 * POINTS_PER_MM
    assert 0 < bottom < top < 297 * POINTS_PER_MM


def test_a_table_over_pages_is_one_table(writer: Writer) -> None:
    rows = "".join(f'<tr><th scope="row">{number}</th><td>Rad {number}</td></tr>' for number in range(90))
    data = writer.render(make_document(LONG_TABLE.format(rows=rows)))
    (table,) = read_tags(data).find_all("Table")
    repeated = [(artifact.page, artifact.text) for artifact in read_artifacts(data) if artifact.kind == "Pagination"]
    assert len(table.find_all("TR")) == 91
    assert repeated == [(page, text) for page in (1, 2) for text in ("Nr", "Vad")]


def test_a_cell_longer_than_a_page_is_whole(writer: Writer) -> None:
    row = f'<tr><th scope="row">1</th><td>{"en lång cell " * 700}</td></tr>'
    document = make_document(LONG_TABLE.format(rows=row))
    assert read_text(writer.render(document)) == squeeze(document.body.text())


def test_two_columns_over_pages_are_read_one_after_the_other(writer: Writer) -> None:
    parts = (("sv", "vänster"), ("en", "right"))
    columns = "".join(f'<div lang="{lang}">' + f"<p>{f'{word} ' * 90}</p>" * 14 + "</div>" for lang, word in parts)
    document = make_document(f'<div class="columns">{columns}</div>', languages=("sv", "en"))
    assert read_text(writer.render(document)) == squeeze(document.body.text())


def test_running_heads_and_feet_are_artifacts(sample: bytes) -> None:
    shown = [
        "".join(artifact.text for artifact in read_artifacts(sample) if (artifact.page, artifact.kind) == where)
        for where in ((0, "Header"), (0, "Footer"), (1, "Header"), (1, "Footer"))
    ]
    foot = "Org.nr 232199-9993 · Exempelgatan 1 · 123 45 ExempelstadÅsa Öberg · +46 10 100 00 01 · asa.oberg@region.exampleSida "
    assert shown == ["", f"{foot}1 (2)", "Region ExempelÅtgärdsplan · RE 2024-00307", f"{foot}2 (2)"]


def test_letterhead_is_read_before_the_text(sample: bytes) -> None:
    letterhead = "".join(block.text for block in read_pdf(sample) if "Sect" not in block.roles)
    assert letterhead == "Region ExempelDiarienummer RE 2024-00307Datum 22 november 2026Handläggare Åsa Öberg"


def test_a_link_is_called_by_its_text(writer: Writer) -> None:
    data = writer.render(make_document('<p>Se <a href="https://region.example/a?b=1&amp;c=2">regionens sida</a>.</p>'))
    (link,) = read_tags(data).find_all("Link")
    assert (link.text(), link.links) == ("regionens sida", ["regionens sida"])


def test_numbers_of_a_list_go_on_where_it_says(writer: Writer) -> None:
    data = writer.render(make_document('<ol start="7"><li>sju</li><li>åtta</li></ol>'))
    assert [label.text().strip() for label in read_tags(data).find_all("Lbl")] == ["7.", "8."]


MAKERS = {"weasyprint": "WeasyPrint 70.0", "typst": "Typst 0.15.2"}


def test_metadata(engine: Engine, sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        info = {key: str(value) for key, value in pdf.docinfo.items()}
        with pdf.open_metadata() as found:
            xmp = {key: found[key] for key in ("dc:title", "dc:creator", "pdf:Keywords", "xmp:CreateDate", "xmp:ModifyDate")}
            standards = (found.pdfa_status, found["pdfuaid:part"])
        with pdf.open_outline() as outline:
            bookmarks = [(item.title, [child.title for child in item.children]) for item in outline.root]
        assert str(pdf.Root.Lang) == "sv"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert info == {
        "/Creator": "realisera",
        "/Producer": MAKERS[engine.name],
        "/Title": "Åtgärdsplan D2",
        "/Author": "Region Exempel",
        "/Subject": "Kirurgiska instrument för flergångsbruk",
        "/Keywords": "RE 2024-00307",
        "/CreationDate": "D:20261122000000Z",
        "/ModDate": "D:20261122000000Z",
    }
    assert xmp == {
        "dc:title": "Åtgärdsplan D2",
        "dc:creator": ["Region Exempel"],
        "pdf:Keywords": "RE 2024-00307",
        "xmp:CreateDate": "2026-11-22T00:00:00Z",
        "xmp:ModifyDate": "2026-11-22T00:00:00Z",
    }
    assert standards == ("3A", "1")
    assert bookmarks == [("Åtgärdsplan", ["Avvikelsen", "Godkännande / Approval"])]


def test_only_shipped_fonts(sample: bytes) -> None:
    with pikepdf.open(io.BytesIO(sample)) as pdf:
        fonts = {str(item.BaseFont).partition("+")[2] for item in _list_objects(pdf) if item.get("/Type") == "/Font"}
    assert fonts == {"Carlito", "Carlito-Bold", "Carlito-Italic"}


def _list_objects(pdf: pikepdf.Pdf) -> list[Object]:
    return [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary)]


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {root!r})
from generator.rendering import make_writer
from generator.workspace import Files
from tests.rendering.pdf_samples import SAMPLE, make_document
writer = make_writer("pdf", Files(), {engine!r})
writer.render(make_document("<p>Något annat först.</p>"))
print(hashlib.sha256(writer.render(make_document(SAMPLE))).hexdigest())
"""


def test_same_bytes_in_every_process_folder_locale_and_time_zone(
    engine: Engine, writer: Writer, sample: bytes, tmp_path: Path
) -> None:
    environment = os.environ | {
        "TZ": "Pacific/Auckland",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }
    script = SCRIPT.format(root=str(ROOT), engine=engine.name)
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert writer.render(make_document(SAMPLE)) == sample
    assert run.stdout.strip() == hashlib.sha256(sample).hexdigest()
    assert run.stderr == ""
    assert list(tmp_path.iterdir()) == []


def test_a_character_that_no_font_has(writer: Writer) -> None:
    with pytest.raises(RenderError) as caught:
        writer.render(make_document("<h1>Rubrik</h1><p>Fabriken heter 日 och ligger i 本, alltså 日.</p>"))
    assert str(caught.value).splitlines()[::2] == [
        "error: no font has the character '日' (U+65E5), found in 'riken heter 日 och ligger'",
        "error: no font has the character '本' (U+672C), found in 'ch ligger i 本, alltså 日.'",
    ]


def test_nothing_is_logged(writer: Writer, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        writer.render(make_document(SAMPLE))
    assert caplog.records == []
