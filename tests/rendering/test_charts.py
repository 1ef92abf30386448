"""Charts and key figures in every format: what they show is said in words, and can be seen without colour."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path

import pikepdf
import pytest
from lxml import etree, html
from openxml_audit import OpenXmlValidator
from PIL import Image

from generator.errors import RenderError
from generator.rendering import Writer, make_writer
from generator.text.parsing import parse_tree
from generator.text.tree import Element
from generator.workspace import PACKAGE, Files
from tests.documents.chart_samples import make_tree
from tests.page_reading import read_page
from tests.rendering import pdf_reading, word_reading
from tests.rendering.pdf_samples import make_document, squeeze

FORMATS = ("docx", "pdf", "html")
READERS = {"docx": word_reading.read_text, "pdf": pdf_reading.read_text, "html": read_page}
CHART = '<figure class="chart"><figcaption>Fel</figcaption><svg viewBox="0 0 640 40"><title>{}</title>{}</svg></figure>'
PARTS = '<rect class="series-1" x="216" y="6" width="90" height="18"/><text class="label" x="0" y="20">{}</text>'
LABEL = CHART.format("Ett fel.", PARTS)
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"


@pytest.fixture(scope="module")
def writers() -> dict[str, Writer]:
    return {name: make_writer(name, Files()) for name in FORMATS}


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    return {langs: make_tree(tmp_path_factory.mktemp("text"), *langs.split("+")) for langs in ("sv", "en", "sv+en")}


@pytest.fixture(scope="module")
def made(writers: dict[str, Writer], trees: dict[str, Element]) -> dict[tuple[str, str], bytes]:
    return {
        (langs, name): writer.render(make_document(tree, languages=tuple(langs.split("+"))))
        for langs, tree in trees.items()
        for name, writer in writers.items()
    }


@pytest.mark.parametrize("langs", ["sv", "en", "sv+en"])
@pytest.mark.parametrize("name", FORMATS)
def test_all_formats_say_the_same(made: dict[tuple[str, str], bytes], trees: dict[str, Element], langs: str, name: str) -> None:
    assert READERS[name](made[langs, name]) == squeeze(say(trees[langs]))


def say(element: Element) -> str:
    """The text of a tree, in which a drawing says its title."""
    if element.tag == "svg":
        return element.title
    return "".join(child if isinstance(child, str) else say(child) for child in element.children)


def list_alternatives(tree: Element) -> list[str]:
    return [" ".join(drawing.title.split()) for drawing in tree.find_all("svg")]


# PDF


def test_a_chart_is_a_figure_with_a_place_and_words(made: dict[tuple[str, str], bytes], trees: dict[str, Element]) -> None:
    figures = pdf_reading.read_tags(made["sv", "pdf"]).find_all("Figure")
    assert [figure.alt for figure in figures] == list_alternatives(trees["sv"])
    assert {tuple(kid.role for kid in figure.kids if not isinstance(kid, str)) for figure in figures} == {("Caption",)}
    with pikepdf.open(io.BytesIO(made["sv", "pdf"])) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        boxes = [[float(side) for side in item.A.BBox] for item in figures]
        assert "/Image" not in {item.get("/Subtype") for item in pdf.objects if isinstance(item, pikepdf.Stream)}
    assert len(boxes) == len(list_alternatives(trees["sv"]))
    assert all(0 < left < right < 596 and 0 < bottom < top < 842 for left, bottom, right, top in boxes)


def test_one_drawing_says_both_languages(made: dict[tuple[str, str], bytes], trees: dict[str, Element]) -> None:
    figures = pdf_reading.read_tags(made["sv+en", "pdf"]).find_all("Figure")
    assert [figure.alt for figure in figures] == list_alternatives(trees["sv+en"])
    assert re.findall("flest|most", figures[0].alt) == ["flest", "most"]
    captions = [caption.text() for figure in trees["sv+en"].find_all("figure") for caption in figure.find_all("figcaption")]
    assert captions == ["Roll / Role", "Namn / Name", "Tid / Time", "Mål / Goals", "Året / The year"]


def test_key_figures_are_a_table_of_headed_cells(made: dict[tuple[str, str], bytes]) -> None:
    (table,) = pdf_reading.read_tags(made["sv", "pdf"]).find_all("Table")
    rows = [[(cell.role, cell.scope, cell.text()) for cell in row.find_all("TD", "TH")] for row in table.find_all("TR")]
    assert rows == [
        [("TH", "Row", "Titel"), ("TD", "", "12")],
        [("TH", "Row", "Namn"), ("TD", "", "66,7\u00a0%")],
        [("TH", "Row", "Telefon"), ("TD", "", "245\u00a0000\u00a0SEK")],
    ]


# Word


def test_a_chart_is_a_picture_with_words_and_its_drawing(
    made: dict[tuple[str, str], bytes], trees: dict[str, Element], tmp_path: Path
) -> None:
    data = made["sv", "docx"]
    path = tmp_path / "made.docx"
    path.write_bytes(data)
    assert OpenXmlValidator().validate(path).errors == []
    pictures = list(word_reading.read_body(data).iter(f"{WP}docPr"))
    assert [picture.get("descr") for picture in pictures] == list_alternatives(trees["sv"])
    assert len({picture.get("id") for picture in pictures}) == len(pictures)
    parts = word_reading.read_parts(data)
    targets = {link.get("Id"): link.get("Target", "") for link in word_reading.parse_part(data, "word/_rels/document.xml.rels")}
    for number, extent in enumerate(word_reading.read_body(data).iter(f"{WP}extent"), 1):
        image = Image.open(io.BytesIO(parts[targets[f"chart{number}.png"].lstrip("/")]))
        width, height = (int(extent.get(side)) for side in ("cx", "cy"))
        assert image.width / (width / 914400) == pytest.approx(147, abs=2)  # pixels per inch
        assert image.width / image.height == pytest.approx(width / height, abs=0.1)
        assert etree.fromstring(parts[targets[f"chart{number}.svg"].lstrip("/")]).tag == "{http://www.w3.org/2000/svg}svg"
    used, known = word_reading.read_styles(data)
    assert used <= known
    assert {"Picture", "Caption", "Figures", "FigureValue", "FigureLabel"} <= used


def test_a_picture_shows_bars_and_words(made: dict[tuple[str, str], bytes]) -> None:
    image = Image.open(io.BytesIO(word_reading.read_parts(made["sv", "docx"])["word/media/chart1.png"])).convert("RGB")
    bars = [image.getpixel((330, middle)) for middle in (24, 72, 120)]
    assert bars == [(11, 79, 108), (11, 79, 108), (255, 255, 255)]
    label = image.crop((0, 0, 300, 45)).convert("L")
    assert label.getextrema()[0] < 80


def test_a_very_high_chart_fits_on_a_page(writers: dict[str, Writer]) -> None:
    body = LABEL.replace("640 40", "640 2000").format("x")
    (extent,) = word_reading.read_body(writers["docx"].render(make_document(body))).iter(f"{WP}extent")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (1900800, 5940000)
    assert len(pdf_reading.read_pages(writers["pdf"].render(make_document(body)))) == 1


def test_a_layout_without_pictures_gets_some(tmp_path: Path) -> None:
    import zipfile  # noqa: PLC0415

    path = tmp_path / "templates/word/report.docx"
    path.parent.mkdir(parents=True)
    drawing = re.compile(rb"<w:drawing>.*?</w:drawing>")
    with zipfile.ZipFile(PACKAGE / "templates/word/report.docx") as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            if not name.endswith((".png", "header1.xml.rels")):
                kept = old.read(name).replace(b'<Default Extension="png" ContentType="image/png"/>', b"")
                new.writestr(name, drawing.sub(b"", kept))
    made = tmp_path / "made.docx"
    made.write_bytes(make_writer("docx", Files(tmp_path)).render(make_document(LABEL.format("x"))))
    assert OpenXmlValidator().validate(made).errors == []


def test_another_process_makes_the_same_bytes(made: dict[tuple[str, str], bytes], tmp_path: Path) -> None:
    program = (
        "import hashlib, pathlib, sys\n"
        "from generator.rendering import make_writer\n"
        "from generator.workspace import Files\n"
        "from tests.documents.chart_samples import make_tree\n"
        "from tests.rendering.pdf_samples import make_document\n"
        "document = make_document(make_tree(pathlib.Path(sys.argv[1]), 'sv'))\n"
        "for name in ('docx', 'pdf', 'html'):\n"
        "    print(hashlib.sha256(make_writer(name, Files()).render(document)).hexdigest())\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], cwd=root, capture_output=True, check=True, text=True)
    assert done.stdout.split() == [hashlib.sha256(made["sv", name]).hexdigest() for name in FORMATS]


def test_what_paints_is_loaded_only_where_there_is_a_chart() -> None:
    program = (
        "import sys\n"
        "from generator.rendering import make_writer\n"
        "from generator.workspace import Files\n"
        "from tests.rendering.pdf_samples import make_document\n"
        "make_writer('docx', Files()).render(make_document('<p>x</p>'))\n"
        "print('resvg_py' in sys.modules)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, check=True, text=True)
    assert done.stdout == "False\n"


# Web


def test_a_chart_is_an_image_and_the_same_in_a_list(made: dict[tuple[str, str], bytes], trees: dict[str, Element]) -> None:
    page = html.document_fromstring(made["sv", "html"].decode())
    figures = page.xpath("//figure")
    drawings = list(trees["sv"].find_all("svg"))
    assert [figure.find("svg").get("aria-label") for figure in figures] == list_alternatives(trees["sv"])
    assert [[item.text_content() for item in figure.find("ul")] for figure in figures] == [
        each.title.split("\n")[1:] for each in drawings
    ]


def test_the_list_has_a_part_for_each_language_and_days_stay_whole() -> None:
    title = Element(
        "title", {}, ("Tid.\nM1: 2027-01-04, 12-13.\nM2: 2027-02.", " / ", Element("span", {"lang": "en"}, ("Time",)))
    )
    figure = Element("figure", {"class": "chart"}, (Element("svg", {"viewBox": "0 0 640 40"}, (title,)),))
    page = make_writer("html", Files()).render(make_document(Element("section", {"lang": "sv"}, (figure,)))).decode()
    first = '<span class="nowrap">2027-01-04</span>', '<span class="nowrap">2027-02</span>'
    assert re.findall(r'<ul class="words".*?</ul>', page) == [
        f'<ul class="words"><li>M1: {first[0]}, 12-13.</li><li>M2: {first[1]}.</li></ul>',
        '<ul class="words" lang="en"><li>Time</li></ul>',
    ]


@pytest.mark.parametrize("langs", ["sv", "en"])
def test_the_words_of_a_chart_say_all_that_it_shows(trees: dict[str, Element], langs: str) -> None:
    for drawing in trees[langs].find_all("svg"):
        shown = [shape.text() for shape in drawing.find_all("text") if "head" not in shape.classes]
        assert shown
        assert not [words for words in shown if words.casefold() not in drawing.title.casefold()]


def test_labels_are_text_and_never_markup(made: dict[tuple[str, str], bytes]) -> None:
    assert ">&lt;b&gt;&amp;</text>" in made["sv", "html"].decode()


# Colours


def read_colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6})", style))


def read_drawn() -> dict[str, str]:
    style = (PACKAGE / "templates/drawings.css").read_text(encoding="utf-8")
    found = {}
    for selectors, rules in re.findall(r"([^{}*/]+)\{([^}]*)\}", style):
        for name in re.findall(r"\.([\w-]+)", selectors):
            if fill := re.search(r"fill: (#\w{6})", rules):
                found[name] = fill[1]
    return found | {"paper": "#FFFFFF", "ink": found["label"], "outline": re.search(r"series-4.*stroke: (#\w{6})", style)[1]}  # type: ignore[index]


def read_screens() -> list[dict[str, str]]:
    light, dark = (PACKAGE / "templates/screen.css").read_text(encoding="utf-8").split("prefers-color-scheme: dark", 1)
    palettes = [read_colours(light), read_colours(light) | read_colours(dark)]
    return [palette | {"outline": palette["ink"], "on-4": palette["ink"]} for palette in palettes]


def luminance(colour: str) -> float:
    """Source: WCAG 2.1, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def lightness(colour: str) -> float:
    """L* of CIELAB, 0 to 100."""
    value = luminance(colour)
    return 116 * value ** (1 / 3) - 16 if value > 0.008856 else 903.3 * value


@pytest.mark.parametrize("palette", [read_drawn(), *read_screens()], ids=["drawn", "light", "dark"])
def test_series_can_be_told_apart_and_read_without_colour(palette: dict[str, str]) -> None:
    series = [palette[f"series-{number}"] for number in range(1, 5)]
    assert all(abs(lightness(one) - lightness(other)) >= 25 for one, other in combinations(series, 2))
    assert all(contrast(colour, palette["paper"]) >= 3 for colour in series[:3])
    assert contrast(palette["outline"], palette["paper"]) >= 3
    assert all(contrast(colour, palette[f"on-{number}"]) >= 4.5 for number, colour in enumerate(series, 1))
    assert contrast(palette["ink"], palette["paper"]) >= 4.5


@pytest.mark.parametrize("palette", [read_drawn(), *read_screens()], ids=["drawn", "light", "dark"])
def test_marks_of_risks_can_be_told_apart_and_read_without_colour(palette: dict[str, str]) -> None:
    high, medium, low = palette["overrun"], palette["series-2"], palette["paper"]
    assert all(abs(lightness(one) - lightness(other)) >= 15 for one, other in combinations((high, medium, low), 2))
    assert all(contrast(colour, palette["paper"]) >= 3 for colour in (high, medium, palette["outline"]))
    assert contrast(high, palette["on-1"]) >= 4.5
    assert contrast(medium, palette["on-2"]) >= 4.5


def test_marks_on_paper_have_the_colours_that_the_page_says() -> None:
    drawn = read_drawn()
    assert (drawn["high"], drawn["medium"], drawn["low"]) == (drawn["overrun"], drawn["series-2"], drawn["paper"])


def test_the_web_page_has_the_colours_of_paper() -> None:
    drawn, light = read_drawn(), read_screens()[0]
    names = [name for name in drawn if name.startswith(("series", "on-"))]
    assert {name: light[name] for name in names} == {name: drawn[name] for name in names}


# What is refused


def test_a_letter_that_no_font_has_stops_a_pdf(writers: dict[str, Writer]) -> None:
    with pytest.raises(RenderError, match=r"no font has the character '漢' \(U\+6F22\), found in '.*Etikett 漢"):
        writers["pdf"].render(make_document(LABEL.format("Etikett 漢")))


def test_a_letter_that_no_font_has_is_left_to_the_readers_fonts_in_word(writers: dict[str, Writer]) -> None:
    made, dots = (
        word_reading.read_parts(writers["docx"].render(make_document(LABEL.format(f"Etikett {end}")))) for end in ("漢字", "…")
    )
    assert "Etikett 漢字</text>".encode() in made["word/media/chart1.svg"]
    assert made["word/media/chart1.png"] == dots["word/media/chart1.png"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (CHART.format(" ", ""), "a figure doesn't say what it shows"),
        ('<figure class="chart"><figcaption>x</figcaption></figure>', "a figure has these parts: <figcaption>"),
        ("<figure><svg viewBox='0 0 1 1'/><svg viewBox='0 0 1 1'/></figure>", "a figure has these parts: <svg>, <svg>"),
        ("<figure><table class='grid'><tbody/></table></figure>", "a figure has these parts: <table>"),
        ('<svg viewBox="0 0 9 9"><text x="0" y="0">x</text></svg>', "a drawing with words stands outside a figure"),
        (CHART.format("x", "<text><rect/></text>"), "<text> holds more than it can"),
        (CHART.format("x", '<text x="1em">x</text>'), "<text> has the x '1em'"),
        (CHART.format("x", '<line x1="a"/>'), "<line> has the x1 'a'"),
        (CHART.format("x", '<line class="series-1"/>'), "the class 'series-1' means nothing on <line>"),
        ("<p><rect/></p>", "<rect> cannot stand in <p>"),
        (CHART.format("x", "<svg viewBox='0 0 1 1'/>"), "<svg> cannot stand in <svg>"),
        (CHART.replace("640 40", "640 0").format("x", ""), "<svg> has the viewBox '0 0 640 0'"),
    ],
)
@pytest.mark.parametrize("name", FORMATS)
def test_what_is_no_chart_is_refused(writers: dict[str, Writer], name: str, body: str, message: str) -> None:
    with pytest.raises(RenderError) as caught:
        writers[name].render(make_document(parse_tree(body, "sv")))
    assert message in str(caught.value)
