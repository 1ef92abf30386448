from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation

from generator.errors import RenderError, TextError
from generator.rendering.slides.writer import SlidesWriter
from generator.rendering.weasyprint.writer import WeasyPrintWriter
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from generator.workspace import PACKAGE, Files
from tests.rendering import pdf_reading
from tests.rendering.pdf_samples import squeeze
from tests.rendering.slides_reading import (
    A,
    is_content,
    read_languages,
    read_layouts,
    read_links,
    read_notes,
    read_parts,
    read_slides,
    read_text,
    read_titles,
)
from tests.rendering.slides_samples import make_bilingual, make_slides, make_swedish

ROOT = Path(__file__).parents[2]
HEIGHT = 6858000
LONG = "En mening om hållbara leveranskedjor som fyller en god del av raden. "
ROWS = "".join(f'<tr><th scope="row">Person {number}</th><td>Roll {number}</td></tr>' for number in range(40))
CROWD = (
    '<h1>Möte</h1><h2>Deltagare</h2><table class="grid"><caption>Vi är här</caption><thead><tr><th scope="col">Namn</th>'
    f'<th scope="col">Roll</th></tr></thead><tbody>{ROWS}</tbody></table><div class="notes"><p>Läs inte upp alla.</p></div>'
)
LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\ufffe\uffff") | st.sampled_from("\n&<>{}")


@pytest.fixture(scope="module")
def writer() -> SlidesWriter:
    return SlidesWriter(Files())


@pytest.fixture(scope="module")
def pdf_writer() -> WeasyPrintWriter:
    return WeasyPrintWriter(Files())


@pytest.fixture(scope="module")
def swedish(writer: SlidesWriter) -> bytes:
    return writer.render(make_swedish())


@pytest.fixture(scope="module")
def bilingual(writer: SlidesWriter) -> bytes:
    return writer.render(make_bilingual())


def _drop_notes(element: Element) -> Element:
    kept = (
        child if isinstance(child, str) else _drop_notes(child)
        for child in element.children
        if isinstance(child, str) or "notes" not in child.classes
    )
    return Element(element.tag, element.attributes, tuple(kept))


def test_text_is_that_of_the_tree(swedish: bytes) -> None:
    assert read_text(swedish) == squeeze(_drop_notes(make_swedish().body).text())


def test_two_languages_say_all_that_the_tree_says(bilingual: bytes) -> None:
    assert sorted(read_text(bilingual)) == sorted(squeeze(_drop_notes(make_bilingual().body).text()))


def test_columns_are_read_one_after_the_other(bilingual: bytes) -> None:
    shapes = [(shape.placeholder, shape.paragraphs) for shape in read_slides(bilingual)[1] if is_content(shape)]
    assert shapes == [
        ("title", ["Dagens möte / Today’s meeting"]),
        (
            "obj",
            [
                *("Vi har två timmar och går igenom det här:", "vilka vi är", "vad ni har åtagit er"),
                *("de fyra områdena", "processen", "hur vi följer upp"),
            ],
        ),
        (
            "obj",
            [
                *("We have two hours and will go through this:", "who we are", "what you have committed to"),
                *("the four areas", "the process", "how we monitor"),
            ],
        ),
    ]


@pytest.mark.parametrize("make", [make_swedish, make_bilingual])
def test_pdf_says_the_same_but_for_the_notes(writer: SlidesWriter, pdf_writer: WeasyPrintWriter, make) -> None:
    data = pdf_writer.render(make())
    assert pdf_reading.read_text(data) == read_text(writer.render(make()))
    assert "Hälsaallavälkomna" not in squeeze(pdf_reading.read_tags(data).text())


def test_every_slide_has_a_title_of_its_own(swedish: bytes, bilingual: bytes, writer: SlidesWriter) -> None:
    titles = ["Uppstartsmöte", "Dagens möte", "Ni har åtagit er", "Det här händer och när", "Kontakter", "Frågor?"]
    assert read_titles(swedish) == titles
    assert read_titles(bilingual)[::5] == ["Uppstartsmöte / Kick-off meeting", "Frågor? / Questions?"]
    assert read_titles(writer.render(make_slides(CROWD))) == ["Möte", *(f"Deltagare ({number}/4)" for number in (1, 2, 3, 4))]


def test_slides_use_the_layouts_made_for_them(swedish: bytes, bilingual: bytes) -> None:
    assert read_layouts(swedish) == ["title", "obj", "obj", "obj", "obj", "titleOnly"]
    assert read_layouts(bilingual) == ["title", "twoObj", "twoObj", "obj", "twoObj", "titleOnly"]


def test_tables_and_pictures_say_what_they_are(swedish: bytes) -> None:
    tables = [shape.alternative for slide in read_slides(swedish) for shape in slide if shape.kind == "graphicFrame"]
    assert tables == ["Viktiga datum", "Hos oss"]
    pictures = [
        picture.find(".//{*}cNvPr").get("descr")
        for name, part in read_parts(swedish).items()
        if name.startswith(("ppt/slide", "ppt/notes")) and name.endswith(".xml")
        for picture in etree.fromstring(part).iter("{*}pic")
    ]
    assert pictures == ["Logotyp: tre ringar som hänger ihop"] * 2


def test_tables_have_header_rows(swedish: bytes) -> None:
    heads = [
        (table.find(f"{A}tblPr").get("firstRow"), table.find(f"{A}tblPr").get("firstCol"))
        for name, part in sorted(read_parts(swedish).items())
        if name.startswith("ppt/slides/slide")
        for table in etree.fromstring(part).iter(f"{A}tbl")
    ]
    assert heads == [("1", "1"), ("0", "0")]


def test_notes_are_the_speakers(swedish: bytes, bilingual: bytes) -> None:
    assert read_notes(swedish) == [
        ["Hälsa alla välkomna."],
        ["Säg vad målet är.", "Fråga efter förväntningar."],
        [],
        ["Datumen kan ändras."],
        [],
        [],
    ]
    assert read_notes(bilingual)[0] == ["Hälsa alla välkomna.", "Welcome everyone."]


def test_each_run_says_its_language(bilingual: bytes) -> None:
    spoken = [
        (language, text)
        for language, text in read_languages(bilingual)
        if text in {"Frågor?", "Questions?", "vilka vi är", "who we are", "Vad", "What"}
    ]
    assert spoken == [
        ("sv-SE", "vilka vi är"),
        ("en-GB", "who we are"),
        ("sv-SE", "Vad"),
        ("en-GB", "What"),
        ("sv-SE", "Frågor?"),
        ("en-GB", "Questions?"),
    ]


def test_links_lead_somewhere(swedish: bytes, writer: SlidesWriter) -> None:
    assert read_links(swedish) == [("asa.oberg@region.example", "mailto:asa.oberg@region.example")]
    with pytest.raises(RenderError, match="cannot be a link"):
        writer.render(make_slides('<h1>A</h1><h2>B</h2><p><a href="javascript:alert(1)">x</a></p>'))


def test_what_stands_at_the_foot(swedish: bytes) -> None:
    cover, second = ([shape for shape in slide if not is_content(shape)] for slide in read_slides(swedish)[:2])
    assert [(shape.placeholder, shape.paragraphs) for shape in cover] == [
        ("sender", ["Region Exempel"]),
        ("ftr", ["RE 2024-00307"]),
        ("dt", ["22 november 2026"]),
    ]
    assert [(shape.placeholder, shape.paragraphs) for shape in second] == [
        ("ftr", ["Region Exempel · RE 2024-00307"]),
        ("sldNum", ["2"]),
    ]


def test_a_crowd_goes_on_to_more_slides_and_none_is_too_full(writer: SlidesWriter, pdf_writer: WeasyPrintWriter) -> None:
    document = make_slides(CROWD + f"<h2>Mycket</h2>{f'<p>{LONG * 9}</p>' * 4}<h2>Punkter</h2><ol>{f'<li>{LONG}</li>' * 30}</ol>")
    data, pages = writer.render(document), pdf_writer.render(document)
    slides = read_slides(data)
    boxes = [shape.box for slide in slides for shape in slide if shape.box]
    assert boxes
    assert max(top + height for _, top, _, height in boxes) < HEIGHT * 0.91
    assert [notes for notes in read_notes(data) if notes] == [["Läs inte upp alla."]]
    assert pdf_reading.read_text(pages) == read_text(data)
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        assert len(pdf.pages) == len(slides)


def test_numbers_go_on_over_slides(writer: SlidesWriter) -> None:
    data = writer.render(make_slides(f"<h1>A</h1><h2>B</h2><ol>{f'<li>{LONG * 3}</li>' * 12}</ol>"))
    parts = read_parts(data)
    starts = [
        next(etree.fromstring(parts[f"ppt/slides/slide{number}.xml"]).iter(f"{A}buAutoNum")).get("startAt") for number in (2, 3)
    ]
    assert starts[0] is None
    assert int(starts[1] or 0) > 3


FIGURE = (
    '<h1>A</h1><h2>B</h2><figure class="chart">{}<svg viewBox="0 0 640 {}"><title>Vad bilden visar, "R&amp;D"</title>'
    '<rect class="series-1" x="1" y="1" width="90" height="18"/><text class="label" x="1" y="30">{}</text></svg></figure>'
)


def list_pictures(data: bytes) -> list[tuple[str, tuple[int, int, int, int] | None]]:
    return [(shape.alternative, shape.box) for slide in read_slides(data) for shape in slide if shape.kind == "pic"]


@pytest.mark.parametrize("height", [40, 240, 300, 900])
def test_a_drawing_is_a_picture_in_its_place_that_says_what_it_shows(writer: SlidesWriter, height: int) -> None:
    made = writer.render(make_slides(FIGURE.format("", height, "Ord")))
    ((alternative, box),) = list_pictures(made)
    assert alternative == 'Vad bilden visar, "R&D"'
    assert box is not None
    assert box[1] + box[3] < HEIGHT
    assert box[3] / box[2] == pytest.approx(height / 640, rel=1e-4)
    assert [b"Ord</text>" in part for name, part in read_parts(made).items() if name.endswith(".svg")] == [True]
    assert made == SlidesWriter(Files()).render(make_slides(FIGURE.format("", height, "Ord")))


def test_the_caption_of_a_drawing_is_text_above_it(writer: SlidesWriter) -> None:
    made = writer.render(make_slides(FIGURE.format("<figcaption>Bildtext</figcaption>", 200, "Ord")))
    ((_, box),) = list_pictures(made)
    text = next(shape for shape in read_slides(made)[1] if shape.paragraphs == ["Bildtext"])
    assert box is not None
    assert text.box is None or text.box[1] + text.box[3] <= box[1]


def test_two_drawings_that_do_not_fit_go_on_to_two_slides(writer: SlidesWriter) -> None:
    figure = FIGURE.format("", 280, "Ord").partition("<h2>B</h2>")[2]
    made = writer.render(make_slides(f"<h1>A</h1><h2>B</h2>{figure}{figure}"))
    assert read_titles(made) == ["A", "B (1/2)", "B (2/2)"]
    assert len(list_pictures(made)) == 2


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (
            "<h1>A</h1><h2>B</h2><ul><li><figure><svg viewBox='0 0 1 1'><title>x</title></svg></figure></li></ul>",
            "<figure> cannot be shown here on a slide",
        ),
        (
            "<h1>A</h1><h2>B</h2><table class='signatures'><tbody><tr><td>x</td></tr></tbody></table>",
            "signatures> cannot be shown",
        ),
        ("<h1>A</h1><table class='facts'><tbody><tr><td>x</td></tr></tbody></table>", "<table> cannot stand under the title"),
        ("<h2>B</h2>", "slides begin with one <h1>"),
        ("<h1>A</h1><h1>B</h1>", "slides begin with one <h1> and have no other"),
        ("<p>A</p><h1>B</h1>", "<p> stands before the <h1>"),
        (f"<h1>A</h1><h2>B</h2><p>{LONG * 60}</p>", "characters in one piece do not fit on a slide: En mening"),
        (f"<h1>A</h1><h2>{LONG * 9}</h2>", "characters are too many for the title"),
    ],
)
def test_what_no_slide_can_show_is_refused(writer: SlidesWriter, body: str, problem: str) -> None:
    with pytest.raises(RenderError) as caught:
        writer.render(make_slides(body))
    assert problem in str(caught.value)


@settings(max_examples=40, deadline=None)
@example("{{ 7*7 }} & < > &amp; <a:p/> ]]> 👩‍👩‍👧 \u2028 _x0041_  två\tblank")
@example("rad ett\n\nrad tre")
@given(text=st.text(LETTERS, min_size=1, max_size=80))
def test_any_text_comes_out_letter_by_letter(writer: SlidesWriter, text: str) -> None:
    cell = Element("td", {}, (text,))
    body = Element(
        "section",
        {"lang": "sv"},
        (
            Element("h1", {}, (text,)),
            Element("p", {"class": "lead"}, (text,)),
            Element("h2", {}, (text,)),
            Element("p", {}, (text,)),
            Element("ul", {}, (Element("li", {}, (text,)),)),
            Element("table", {"class": "grid"}, (Element("tbody", {}, (Element("tr", {}, (cell, cell)),)),)),
            Element("div", {"class": "notes"}, (Element("p", {}, (text,)),)),
        ),
    )
    data = writer.render(make_slides(body, title=text, author=text, letterhead={"organisation": text}))
    shown = [text for slide in read_slides(data) for shape in slide if is_content(shape) for text in shape.paragraphs]
    assert shown == [text] * 7
    assert [paragraph for notes in read_notes(data) for paragraph in notes] == [text]


def test_metadata(swedish: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_bytes(swedish)
    found = Presentation(str(tmp_path / "x.pptx")).core_properties
    assert (found.title, found.author, found.subject, found.keywords, found.language) == (
        "Uppstartsmöte – RE 2024-00307",
        "Region Exempel",
        "Kirurgiska instrument för flergångsbruk",
        "RE 2024-00307",
        "sv-SE",
    )
    assert {found.created.isoformat(), found.modified.isoformat()} == {"2026-11-22T00:00:00"}


@pytest.mark.long
@pytest.mark.parametrize("make", [make_swedish, make_bilingual, lambda: make_slides(CROWD)])
def test_files_follow_the_standard(writer: SlidesWriter, make, tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_bytes(writer.render(make()))
    assert [str(error) for error in OpenXmlValidator().validate(str(tmp_path / "x.pptx")).errors] == []


def test_the_template_follows_the_standard_and_is_small() -> None:
    path = PACKAGE / "templates/slides.pptx"
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []
    assert path.stat().st_size < 50_000
    assert not [name for name in read_parts(path.read_bytes()) if "printer" in name or "thumbnail" in name]


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {root!r})
from generator.rendering.slides.writer import SlidesWriter
from generator.workspace import Files
from tests.rendering.slides_samples import make_bilingual, make_swedish
writer = SlidesWriter(Files())
writer.render(make_swedish())
print(hashlib.sha256(writer.render(make_bilingual())).hexdigest())
"""


@pytest.mark.long
def test_same_bytes_in_every_process_folder_locale_and_time_zone(writer: SlidesWriter, bilingual: bytes, tmp_path: Path) -> None:
    environment = os.environ | {
        "TZ": "Pacific/Auckland",
        "LANG": "C",
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "HOME": str(tmp_path),
    }
    script = SCRIPT.format(root=str(ROOT))
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert writer.render(make_bilingual()) == bilingual
    assert run.stdout.strip() == hashlib.sha256(bilingual).hexdigest()
    assert run.stderr == ""


def test_a_regions_own_template_wins(swedish: bytes, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    target = tmp_path / "templates/slides.pptx"
    template = Presentation(str(PACKAGE / "templates/slides.pptx"))
    template.slide_layouts[1].placeholders[0].left = 1234567
    template.slide_layouts[1].name = "Vår egen"
    template.slides.add_slide(template.slide_layouts[1]).shapes.title.text = "Ett exempel som någon lämnade kvar"
    template.save(str(target))
    data = SlidesWriter(Files(tmp_path)).render(make_swedish())
    assert read_text(data) == read_text(swedish)
    assert b"Ett exempel" not in b"".join(read_parts(data).values())
    assert b'x="1234567"' in b"".join(read_parts(data).values())

    template = Presentation(str(PACKAGE / "templates/slides.pptx"))
    template.slide_layouts.remove(template.slide_layouts[2])
    template.save(str(target))
    with pytest.raises(TextError, match="the template has no layout 'Two Content'"):
        SlidesWriter(Files(tmp_path))
    target.write_bytes(b"PK nothing")
    with pytest.raises(TextError, match="this is not a PowerPoint file"):
        SlidesWriter(Files(tmp_path))


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice isn't installed")
def test_libreoffice_opens_it(bilingual: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.pptx").write_bytes(bilingual)
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "x.pptx"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=180)
    with pikepdf.open(tmp_path / "x.pdf") as pdf:
        assert len(pdf.pages) == 6


def test_a_body_without_anything_but_a_title_is_one_slide(writer: SlidesWriter) -> None:
    assert read_titles(writer.render(make_slides(parse_tree("<h1>Bara det här</h1>", "sv")))) == ["Bara det här"]
