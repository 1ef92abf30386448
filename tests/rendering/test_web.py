from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import RenderError
from generator.rendering.web import WebWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_samples import LETTERHEAD, SAMPLE, make_document, make_paragraph

VOID = {"br", "col", "input", "meta"}
WRITER = WebWriter(Files())
PAGE = WRITER.render(make_document(SAMPLE)).decode("utf-8")


class Reader(HTMLParser):
    """The elements of a page, its text by the landmark that it stands in, and the language of each piece."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag == "br":
            self.handle_data("\n")
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        tags = [tag for tag, _ in self.open]
        if "section" in tags and "svg" not in tags:
            self.pieces.append((next(lang for _, attributes in reversed(self.open) if (lang := attributes.get("lang"))), data))

    def text(self) -> str:
        return "".join(text for _, text in self.pieces)


def test_text_is_that_of_the_tree_white_space_and_all() -> None:
    assert Reader(PAGE).text() == make_document(SAMPLE).body.text()


@settings(max_examples=50, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_text_comes_out_letter_by_letter(text: str) -> None:
    assert Reader(WRITER.render(make_document(make_paragraph(text))).decode("utf-8")).text() == text


def test_languages_of_parts() -> None:
    assert [text for lang, text in Reader(PAGE).pieces if lang == "en"] == [
        "English text to the right.",
        "one",
        "Approval",
        "due diligence",
    ]


def test_nothing_but_the_file_itself_is_needed() -> None:
    reader = Reader(PAGE)
    assert {tag for tag, _ in reader.elements} & {"script", "link", "img", "iframe", "object", "embed"} == set()
    assert [
        name for _, attributes in reader.elements for name in attributes if name in {"src", "srcset"} or name.startswith("on")
    ] == []
    assert re.findall(r"url\(|@import|@font-face", PAGE) == []
    assert set(re.findall(r"https?://[^\s\"<]+", PAGE)) == {"http://www.w3.org/2000/svg"}


def test_landmarks_title_and_way_past_the_letterhead() -> None:
    elements = Reader(PAGE).elements
    assert [tag for tag, _ in elements if tag in {"header", "main", "footer"}] == ["header", "main", "footer"]
    assert ("html", {"lang": "sv"}) in elements
    assert ("a", {"class": "skip", "href": "#content"}) in elements
    assert ("main", {"id": "content", "tabindex": "-1"}) in elements
    assert "<title>Åtgärdsplan D2 – Region Exempel</title>" in PAGE


def test_a_wide_table_scrolls_in_a_region_with_a_name() -> None:
    elements = Reader(PAGE).elements
    names = [attributes["aria-labelledby"] for _, attributes in elements if attributes.get("role") == "region"]
    assert names == [attributes["id"] for tag, attributes in elements if tag == "caption"] == ["table-1", "table-2", "table-3"]
    assert [attributes["tabindex"] for _, attributes in elements if attributes.get("role") == "region"] == ["0", "0", "0"]
    assert [attributes.get("role") for tag, attributes in elements if tag == "table"] == [None, None, None, "presentation"]


def test_columns_are_as_wide_as_the_first_row_says() -> None:
    widths = [attributes["style"] for tag, attributes in Reader(PAGE).elements if tag == "col"]
    assert widths[:6] == ["width:30%", "width:70%", "width:8%", "width:42%", "width:25%", "width:25%"]


def test_the_letterhead_is_shown_in_the_languages_of_the_document() -> None:
    words = {"Diarienummer": "Diarienummer / Registration number"}
    page = WRITER.render(make_document(SAMPLE, translate=lambda text: words.get(text, text))).decode("utf-8")
    assert '<p><span class="label">Diarienummer / Registration number</span> <span>RE 2024-00307</span></p>' in page


def test_a_letterhead_is_never_markup() -> None:
    page = WRITER.render(make_document(SAMPLE, letterhead=LETTERHEAD | {"organisation": '<b>"A" & {{ b }}'})).decode("utf-8")
    assert '<p class="sender">&lt;b&gt;&#34;A&#34; &amp; {{ b }}</p>' in page


def test_same_bytes() -> None:
    assert WebWriter(Files()).render(make_document(SAMPLE)) == WRITER.render(make_document(SAMPLE)) == PAGE.encode("utf-8")


@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% if %}", r"templates/page\.html:1: error: Expected an expression"),
        ("{{ lettrhead.organisation }}{{ body }}", r"templates/page\.html: error: 'lettrhead' is undefined"),
        ("{{ document.__class__ }}{{ body }}", r"templates/page\.html: error: .*unsafe"),
    ],
)
def test_a_mistake_in_the_template_is_told(tmp_path: Path, template: str, message: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.html").write_text(template, encoding="utf-8")
    with pytest.raises(RenderError, match=message):
        WebWriter(Files(tmp_path)).render(make_document(SAMPLE))


def _read_colours(style: str) -> list[dict[str, str]]:
    """The colours of each `:root` rule."""
    return [dict(re.findall(r"--([\w-]+): (#\w{6})", rule)) for rule in re.findall(r":root \{([^}]*)\}", style)]


def _contrast(one: str, other: str) -> float:
    """How far two colours are apart. Source: WCAG 2.1, contrast ratio."""

    def light(colour: str) -> float:
        channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["screen.css", "print.css"])
def test_every_text_stands_out_from_every_ground(name: str) -> None:
    themes = _read_colours((PACKAGE / "templates" / name).read_text(encoding="utf-8"))
    weak = [
        (text, ground, round(_contrast(colours[text], colours.get(ground, "#FFFFFF")), 2))
        for colours in themes
        for text in ("ink", "quiet", "accent", "good", "warn", "bad")
        for ground in ("paper", "accent-tint")
        if _contrast(colours[text], colours.get(ground, "#FFFFFF")) < 4.5
    ]
    assert (len(themes), weak) == ({"screen.css": 2, "print.css": 1}[name], [])


@pytest.mark.parametrize("name", ["screen.css", "print.css"])
def test_the_tints_of_a_matrix_bear_text_and_differ_in_greyscale(name: str) -> None:
    for colours in _read_colours((PACKAGE / "templates" / name).read_text(encoding="utf-8")):
        tints = [colours[tint] for tint in ("low", "medium", "high")]
        assert min(_contrast(colours["ink"], tint) for tint in tints) > 4.5
        assert min(_contrast(one, other) for one, other in pairwise(tints)) > 1.2


def test_statuses_differ_in_greyscale_from_the_bars_they_stand_beside() -> None:
    for colours in _read_colours((PACKAGE / "templates" / "screen.css").read_text(encoding="utf-8")):
        bars = [colours[name] for name in ("planned", "overrun", "paper")]
        assert min(_contrast(one, other) for one, other in combinations(bars, 2)) > 1.5
