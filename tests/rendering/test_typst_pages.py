"""Pages laid out by Typst: nothing runs off them, whatever the text, and what belongs together stays together."""

from __future__ import annotations

from html import escape

import pytest

from generator.rendering import Writer, make_writer
from generator.workspace import Files
from tests.rendering.pdf_places import Place, read_glyphs, read_words
from tests.rendering.pdf_reading import read_artifacts, read_tags, read_text
from tests.rendering.pdf_samples import LETTERHEAD, LONG_TABLE, make_document, squeeze
from tests.rendering.slides_samples import make_slides

LEFT, RIGHT, BOTTOM, FOOT, END = 22.0, 188.0, 275.0, 279.0, 294.0
"""Where text begins and ends on a page, where its foot begins, and where that must have ended; millimetres from left and top."""
SLIDE_LEFT, SLIDE_RIGHT, SLIDE_END = 20.0, 318.667, 190.5
NEAR = 0.6
WORDS = {
    "long": "Donaudampfschiff" * 40,
    "address": "https://region.example/" + "abcdefghij/klmno-pqrst?uvw=xyz&" * 9,
    "wide": "LEVERANTÖRSKEDJANSWWWWMMMM",
    "emoji": "👍" * 90,
}
TEXT = "Leverantören har lovat att följa villkoren i hela leveranskedjan och visa hur. "
CAPITALS = "WWW MMM ÅÄÖ ANSVARIGA WWWWWWWW MMMMMM "
PLACES = {
    "paragraph": "<p>före {0} <strong>{0}</strong> efter</p>",
    "one line": '<p>före <span class="nowrap">{0}</span></p>',
    "link": '<p>se <a href="https://region.example">{0}</a></p>',
    "headings": "<h1>{0}</h1><h2>{0}</h2><h3>{0}</h3><h4>{0}</h4>",
    "lead and note": '<p class="lead">{0}</p><p class="note">{0}</p>',
    "lists": '<ul><li>{0}<ul><li>{0}</li></ul></li><li class="check">{0}</li></ul><ol><li><p>{0}</p></li></ol>',
    "columns": '<div class="columns"><div lang="sv"><p>{0}</p></div><div lang="en"><ul><li>{0}</li></ul></div></div>',
    "box": '<div class="box"><p>{0}</p></div><blockquote><p>{0}</p></blockquote>',
    "narrow cell": '<table class="grid"><caption>{0}</caption><tbody><tr><td width="8">{0}</td><td>{0}</td></tr></tbody></table>',
    "facts": '<table class="facts"><tbody><tr><th scope="row" width="8">{0}</th><td>{0}</td></tr></tbody></table>',
    "figures": '<table class="figures"><tbody><tr><td>{0}</td><th scope="row">{0}</th></tr><tr><td>1</td></tr></tbody></table>',
    "signatures": '<table class="signatures"><tbody><tr><td><p>{0}</p><p class="blank"></p></td><td/></tr></tbody></table>',
    "address": '<div class="address"><p>{0}</p></div><div class="closing keep"><p>{0}</p><p>{0}</p></div>',
}
ROWS = '<tr><th scope="row">{number}</th><td>{text}</td></tr>'
LONG = {
    "a cell": LONG_TABLE.format(rows=ROWS.format(number=1, text=TEXT * 150)),
    "a cell of paragraphs": LONG_TABLE.format(rows=ROWS.format(number=1, text=f"<p>{TEXT * 3}</p>" * 30)),
    "a narrow cell": f'<table class="grid"><tbody><tr><td width="8">{TEXT * 5}</td><td>x</td></tr></tbody></table>',
    "120 rows": LONG_TABLE.format(rows="".join(ROWS.format(number=number, text=TEXT) for number in range(120))),
    "a box": '<div class="box">' + f"<p>{TEXT * 3}</p>" * 30 + "</div>",
    "a box of capitals": f'<div class="box"><p>{CAPITALS * 60}</p></div>',
    "what is kept": '<div class="keep"><h2>Rubrik</h2>' + f"<p>{TEXT * 3}</p>" * 30 + "</div>",
    "columns": '<div class="columns">' + f"<div><p>{TEXT * 40}</p></div>" * 2 + "</div>",
    "facts": '<table class="facts"><tbody>' + ROWS.format(number=1, text=TEXT) * 60 + "</tbody></table>",
    "a fact": f'<table class="facts"><tbody>{ROWS.format(number=1, text=TEXT * 150)}</tbody></table>',
    "a matrix": '<table class="matrix"><tbody>' + ROWS.format(number=1, text=TEXT * 2) * 40 + "</tbody></table>",
    "a quotation": "<blockquote>" + f"<p>{TEXT * 5}</p>" * 30 + "</blockquote>",
    "an item": f"<ul><li>{TEXT * 120}</li></ul>",
    "a heading": f"<h2>{TEXT * 60}</h2>",
    "key figures": f'<table class="figures"><tbody><tr><td>1</td><th scope="row">{TEXT * 120}</th></tr></tbody></table>',
}
FILLS = [pytest.param(lines, id=f"after {lines} lines") for lines in (0, 30, 33, 36, 39)]
"""How much of a page comes before what is to be kept together: some, or so much that it no longer fits."""


@pytest.fixture(scope="module")
def writer() -> Writer:
    return make_writer("pdf", Files(), "typst")


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("word", WORDS.values(), ids=WORDS)
def test_words_longer_than_any_line(writer: Writer, word: str, place: str) -> None:
    body = place.format(escape(word))
    document = make_document(body if "<h1>" in body else f"<h1>Rubrik</h1>{body}")
    data = writer.render(document)
    assert list_outside(data) == []
    assert read_text(data) == squeeze(document.body.text())


@pytest.mark.parametrize("layout", ["report", "letter", "form"])
@pytest.mark.parametrize("word", [WORDS["long"], WORDS["address"], TEXT * 9])
def test_words_of_the_letterhead_longer_than_any_line(writer: Writer, word: str, layout: str) -> None:
    changed = dict.fromkeys(("organisation", "title", "officer", "address"), word)
    document = make_document("<h1>Rubrik</h1>" + "<p>rad</p>" * 60, letterhead=LETTERHEAD | changed, layout=layout)
    data = writer.render(document)
    assert list_outside(data) == []
    (head,) = {artifact.text for artifact in read_artifacts(data) if artifact.kind == "Header" and artifact.text}
    assert head.endswith("… · RE 2024-00307")


@pytest.mark.parametrize("before", [0, 12])
@pytest.mark.parametrize("body", LONG.values(), ids=LONG)
def test_parts_longer_than_a_page(writer: Writer, body: str, before: int) -> None:
    document = make_document("<h1>Rubrik</h1>" + "<p>rad</p>" * before + body)
    data = writer.render(document)
    assert list_outside(data) == []
    assert read_text(data) == squeeze(document.body.text())


@pytest.mark.parametrize("word", [WORDS["long"][:300], WORDS["address"], WORDS["wide"]])
def test_words_longer_than_any_line_of_a_slide(writer: Writer, word: str) -> None:
    word = escape(word)
    row = f'<table class="grid"><tbody><tr><td width="20">{word[:60]}</td><td>{word}</td></tr></tbody></table>'
    columns = f'<div class="columns"><div><p>{word}</p></div><div><ul><li>{word}</li></ul></div></div>'
    body = f"<h1>{word[:60]}</h1><p>{word}</p><h2>{word[:60]}</h2><p>{word}</p><h2>Två</h2>{columns}<h2>Tre</h2>{row}"
    glyphs = [glyph for page in read_glyphs(writer.render(make_slides(body))) for glyph in page if glyph.text.strip()]
    outside = [g for g in glyphs if g.left < SLIDE_LEFT - NEAR or g.right > SLIDE_RIGHT + NEAR or not 0 < g.base < SLIDE_END]
    assert outside == []


@pytest.mark.parametrize("lines", FILLS)
@pytest.mark.parametrize(
    "body",
    [
        "<h2>rubrik</h2><p>text text</p>",
        "<h2>rubrik</h2><ul><li>text</li></ul>",
        "<h2>rubrik</h2>" + LONG_TABLE.format(rows=ROWS.format(number="text", text="text")),
        '<h2>rubrik</h2><table class="facts"><caption>namn</caption><tbody>'
        + ROWS.format(number=1, text="text") * 6
        + "</tbody></table>",
        '<h2>rubrik</h2><div class="box"><p>text</p></div>',
        '<h2>rubrik</h2><div class="columns"><div><p>text</p></div><div><p>text</p></div></div>',
        '<div class="keep"><h2>rubrik</h2><p>ord</p><p>text</p></div>',
    ],
    ids=["a paragraph", "a list", "a table", "facts", "a box", "columns", "what is kept"],
)
def test_a_heading_stands_over_what_follows_it(writer: Writer, body: str, lines: int) -> None:
    data = writer.render(make_document("<h1>Titel</h1>" + "<p>rad</p>" * lines + body))
    pages = [{word.text for word in page} for page in read_words(data)]
    assert [page for page in pages if ("rubrik" in page) != ("text" in page)] == []


@pytest.mark.parametrize("lines", FILLS)
def test_a_table_begins_with_its_name_its_head_and_a_row(writer: Writer, lines: int) -> None:
    rows = "".join(ROWS.format(number=f"A{number}", text="x") for number in range(30))
    data = writer.render(make_document("<h1>Titel</h1>" + "<p>rad</p>" * lines + LONG_TABLE.format(rows=rows)))
    (first,) = [{word.text for word in page} for page in read_words(data) if any(word.text == "Lång" for word in page)]
    assert {"Lång", "Nr", "A0"} <= first


@pytest.mark.parametrize("lines", FILLS)
def test_rows_boxes_and_what_is_kept_stay_whole(writer: Writer, lines: int) -> None:
    row = LONG_TABLE.format(rows=ROWS.format(number="början", text=f"{TEXT * 4} slutet"))
    box = f'<div class="box"><p>början {TEXT * 4}</p><p>slutet</p></div>'
    kept = f'<div class="keep"><p>början {TEXT * 4}</p><p>slutet</p></div>'
    for body in (row, box, kept):
        pages = read_words(writer.render(make_document("<h1>Titel</h1>" + "<p>rad</p>" * lines + body)))
        (page,) = [page for page in pages if any(word.text == "början" for word in page)]
        assert "slutet" in {word.text for word in page}


def test_the_small_print_under_a_table_stands_on_its_page(writer: Writer) -> None:
    table = LONG_TABLE.format(rows=ROWS.format(number="sista", text="rad")) + '<p class="note">liten</p>'
    for lines in range(30, 40):
        pages = read_words(writer.render(make_document("<h1>Titel</h1>" + "<p>rad</p>" * lines + table)))
        (page,) = [page for page in pages if any(word.text == "sista" for word in page)]
        assert "liten" in {word.text for word in page}


def test_a_heading_whose_words_are_broken_is_a_bookmark(writer: Writer) -> None:
    word = "Donaudampfschiff" * 6
    (heading,) = read_tags(writer.render(make_document(f"<h1>{word}</h1>"))).find_all("H1")
    assert heading.text() == word


def list_outside(data: bytes) -> list[tuple[int, Place]]:
    """The glyphs that stand outside the text and the heads and feet of their pages, each with its page."""
    return [
        (number, glyph)
        for number, glyphs in enumerate(read_glyphs(data), 1)
        for glyph in glyphs
        if glyph.text.strip() and not _is_within(glyph)
    ]


def _is_within(glyph: Place) -> bool:
    is_beside = glyph.left < LEFT - NEAR or glyph.right > RIGHT + NEAR
    return not is_beside and (0 < glyph.base < BOTTOM or FOOT < glyph.base < END)
