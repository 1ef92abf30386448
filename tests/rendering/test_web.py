from __future__ import annotations

import io
import re
from base64 import b64decode
from html.parser import HTMLParser
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import RenderError
from generator.rendering.web import WebWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.pdf_samples import LETTERHEAD, SAMPLE, make_document, make_paragraph

VOID = {"br", "col", "input", "link", "meta"}
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
    assert {tag for tag, _ in reader.elements} & {"script", "img", "iframe", "object", "embed"} == set()
    assert [attributes["href"][:19] for tag, attributes in reader.elements if tag == "link"] == ["data:image/svg+xml,"]
    assert [
        name for _, attributes in reader.elements for name in attributes if name in {"src", "srcset"} or name.startswith("on")
    ] == []
    assert re.findall(r"url\(.{23}|@import", PAGE) == ['url("data:font/woff2;base64'] * 2
    assert {address.partition("%")[0] for address in re.findall(r"https?://[^\s\"<>]+", PAGE)} == {"http://www.w3.org/2000/svg"}


def test_landmarks_title_and_way_past_the_letterhead() -> None:
    elements = Reader(PAGE).elements
    assert [tag for tag, _ in elements if tag in {"header", "main", "footer"}] == ["header", "main", "footer"]
    assert ("html", {"lang": "sv"}) in elements
    assert ("a", {"class": "skip", "href": "#content"}) in elements
    assert ("main", {"id": "content", "tabindex": "-1"}) in elements
    assert "<title>Åtgärdsplan D2 – Region Exempel</title>" in PAGE


def test_no_table_is_a_landmark_or_a_stop_on_the_way_through_the_page() -> None:
    elements = Reader(PAGE).elements
    assert [tag for tag, attributes in elements if attributes.get("role") == "region"] == []
    assert [tag for tag, attributes in elements if attributes.get("tabindex") == "0"] == []
    assert [attributes.get("role") for tag, attributes in elements if tag == "table"] == [None, None, None, "presentation"]


def test_a_cell_says_its_head_for_where_its_row_becomes_a_block() -> None:
    body = (
        '<table class="grid"><thead><tr><th scope="col">Nr</th><th scope="col"><span lang="sv">Vad</span><br/>'
        '<span lang="en">What</span></th></tr></thead><tbody><tr><th scope="row">A1</th><td>x</td></tr>'
        '<tr><td colspan="2">y</td></tr></tbody></table>'
    )
    elements = Reader(WRITER.render(make_document(body)).decode("utf-8")).elements
    heads = [(tag, attributes.get("data-head")) for tag, attributes in elements if tag in {"td", "th"}]
    assert heads == [("th", None), ("th", None), ("th", "Nr"), ("td", "Vad / What"), ("td", "Nr")]


def test_only_tables_whose_rows_become_blocks_say_heads_in_cells() -> None:
    elements = Reader(PAGE).elements
    tables = [number for number, (tag, _) in enumerate(elements) if tag == "table"]
    said = [
        sum("data-head" in attributes for _, attributes in elements[one:other])
        for one, other in pairwise([*tables, len(elements)])
    ]
    assert said == [0, 8, 0, 0]


def test_the_page_says_first_of_all_that_it_runs_and_fetches_nothing() -> None:
    elements = Reader(PAGE).elements
    assert [tag for tag, _ in elements[:3]] == ["html", "head", "meta"]
    policy = elements[2][1]
    assert policy["http-equiv"] == "Content-Security-Policy"
    rules = dict(rule.split(" ", 1) for rule in str(policy["content"]).split("; "))
    assert rules == {
        "default-src": "'none'",
        "style-src": "'unsafe-inline'",
        "img-src": "data:",
        "font-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }


@pytest.mark.parametrize(
    "template",
    [
        "<html><head>{start}</head><body>{{{{ body }}}}</body></html>",
        '<!DOCTYPE html>\n<HTML lang="sv">\n<HEAD class="x">{start}</HEAD><body>{{{{ body }}}}</body></HTML>',
        "<!DOCTYPE html>{start}{{{{ body }}}}",
        "{start}{{{{ body }}}}",
    ],
)
def test_a_template_of_ones_own_has_the_same_policy_before_all_else(tmp_path: Path, template: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    start = "<title>x</title><style>p { background: url(data:,) }</style>"
    (folder / "page.html").write_text(template.format(start=start), encoding="utf-8")
    page = WebWriter(Files(tmp_path)).render(make_document("<p>x</p>")).decode("utf-8")
    before, policy, after = page.partition('<meta http-equiv="Content-Security-Policy"')
    assert policy
    assert re.sub(r"<[^>]*>", "", before).strip() == ""
    assert after.partition(">")[2].startswith(start)


def test_a_page_is_described_by_its_lead() -> None:
    def describe(body: str) -> list[str | None]:
        elements = Reader(WRITER.render(make_document(body)).decode("utf-8")).elements
        names = ("description", "og:description", "og:title", "og:site_name")
        return [
            attributes["content"]
            for name in names
            for tag, attributes in elements
            if tag == "meta" and name in (attributes.get("name"), attributes.get("property"))
        ]

    about = ["Åtgärdsplan D2", "Region Exempel"]
    lead = '<h1>x</h1><p class="lead">Planen visar "allt"\n&amp; mer.</p>'
    assert describe(lead) == ['Planen visar "allt" & mer.', 'Planen visar "allt" & mer.', *about]
    assert describe("<p>x</p>") == ["Kirurgiska instrument för flergångsbruk"] * 2 + about


def test_a_large_logo_makes_no_icon(tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    for length, icons in ((20, 1), (9000, 0)):
        logo = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0{" h1" * (length // 3)}"/></svg>'
        (folder / "logo.svg").write_text(logo, encoding="utf-8")
        page = WebWriter(Files(tmp_path)).render(make_document("<p>x</p>")).decode("utf-8")
        assert page.count('<link rel="icon"') == icons


def test_the_fonts_of_the_page_are_as_wide_as_those_of_paper() -> None:
    style = (PACKAGE / "templates/fonts/web.css").read_text(encoding="utf-8")
    fonts = re.findall(r"font/woff2;base64,([^\"]+)", style)
    for data, name in zip(fonts, ("Regular", "Bold"), strict=True):
        made, whole = TTFont(io.BytesIO(b64decode(data))), TTFont(PACKAGE / f"templates/fonts/Carlito-{name}.ttf")
        letters = made.getBestCmap()
        assert set(map(ord, "aåäöÅÄÖéüßłşžĞ0–’”…€×")) <= set(letters)
        assert {code: made["hmtx"][glyph][0] for code, glyph in letters.items()} == {
            code: whole["hmtx"][whole.getBestCmap()[code]][0] for code in letters
        }
        assert "Carlito" not in {record.toUnicode() for record in made["name"].names if record.nameID in {1, 3, 4, 6, 16}}


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
        ("{% if %}", r"templates/page\.html:1: error: a tag is empty, or ends too early"),
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
