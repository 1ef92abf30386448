from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from openxml_audit import OpenXmlValidator

from generator.errors import RenderError
from generator.rendering.word.writer import WordWriter
from generator.text.parsing import parse_tree
from generator.text.tree import Document, Element
from generator.workspace import PACKAGE, Files
from tests.rendering.word_reading import (
    W,
    parse_part,
    read_body,
    read_default_language,
    read_fills,
    read_headers,
    read_languages,
    read_links,
    read_lists,
    read_paragraphs,
    read_parts,
    read_runs,
    read_styles,
    read_text,
    read_words,
    text_of,
)

SAMPLE = """
<h1>Åtgärdsplan</h1><p class="lead">Avvikelse D2.</p>
<table class="facts"><caption>Avtalet</caption><tbody>
<tr><th scope="row" width="30">Diarienummer</th><td>RE 2024-00307</td></tr>
<tr><th scope="row">Handläggare</th><td>Åsa, <a href="mailto:asa@region.example">asa@region.example</a></td></tr></tbody></table>
<h2>Avvikelsen</h2><p>Där arbetade <strong>tre barn</strong> som var <em>mellan</em> 12 och 14 år.</p>
<div class="box"><p>Avskeda inte.</p><ul><li>Punkt ett</li><li>Punkt två<ul><li>under</li></ul></li></ul>
<ol><li>räknad</li></ol></div>
<ol><li>Först</li><li>Sedan<ol><li>a</li></ol></li></ol><p>Paus.</p>
<ol start="4"><li><p>Fyra</p><p>mer</p></li></ol>
<table class="grid"><caption>Åtgärder</caption>
<thead><tr><th scope="col" width="8">Nr</th><th scope="col">Status</th></tr></thead>
<tbody><tr><th scope="row">A1</th><td><span class="warn">Gjord</span></td></tr>
<tr><th scope="row">A2</th><td class="quiet"><p>Två stycken</p><ul><li>i cell</li></ul></td></tr>
<tr><th scope="row">A3</th><td class="blank"></td></tr></tbody></table>
<p class="note">Liten text.</p>
<table class="timeline"><caption>Tidslinje</caption>
<thead><tr><th scope="col" width="20">Åtgärd</th><th scope="col" width="80"><p>Tid</p><div class="scale"><p>juni</p>
<p>juli</p></div></th></tr></thead><tbody><tr><th scope="row">A1</th><td><p>juni, 3 dagar försenad</p><svg viewBox="0 0 80 10">
<rect class="planned" x="0" y="2" width="36" height="6"/><rect class="overrun" x="36" y="2" width="3" height="6"/>
<rect class="today" x="61" y="0" width="0.5" height="10"/></svg></td></tr></tbody></table>
<div class="columns"><div lang="sv"><p>Svensk text.</p></div><div lang="en"><p>English text.</p><ul><li>one</li></ul></div></div>
<div class="columns"><div lang="sv"><p>Mer.</p></div><div lang="en"><p>More.</p></div></div>
<h2><span lang="sv">Godkännande</span> / <span lang="en">Approval</span></h2>
<table class="signatures"><tbody><tr><td><p>För regionen</p><p class="blank"></p></td>
<td><p>För leverantören</p><p class="blank"></p></td></tr>
</tbody></table><h3>Tre</h3><h4>Fyra</h4><blockquote><p>Citat.</p></blockquote>
<div class="keep"><p>Hålls ihop</p><p>med detta.</p></div>
<p>Datum: <span class="blank"></span> ord: <span lang="en">due diligence</span>, <span class="untranslated">ny</span>.</p>
"""
LETTERHEAD = {
    "organisation": 'Region "Exempel" & Co',
    "organisation_number": "232199-9993",
    "address": "Box 100\n100 00 Exempelstad",
    "contract": "Kirurgiska instrument",
    "title": "Åtgärdsplan",
    "registration_number": "RE 2024-00307",
    "date": "2026-08-07",
    "officer": "Åsa Öberg",
    "officer_phone": "+46 10 100 00 01",
    "officer_email": "asa.oberg@region.example",
}
WORDS = {
    "Sida": "Page",
    "Diarienummer": "Reg. no.",
    "Datum": "Date",
    "Handläggare": "Officer",
    "Org.nr": "Org. no.",
    "Innehåll": "Contents",
}
WRITER = WordWriter(Files())


def make_document(html: str = SAMPLE, **changes: object) -> Document:
    document = Document(
        body=parse_tree(html, "sv"),
        title="Åtgärdsplan <A & B>",
        languages=("sv",),
        layout="report",
        slug="action-plan",
        author="Region Exempel",
        subject="Kirurgiska instrument & annat",
        keywords=("hållbarhet", "avtal"),
        date=date(2026, 8, 7),
        letterhead=LETTERHEAD,
        translate=WORDS.__getitem__,
    )
    return replace(document, **changes)


def render(html: str) -> bytes:
    return WRITER.render(make_document(html))


def render_tree(*blocks: Element) -> bytes:
    return WRITER.render(make_document(body=Element("section", {"lang": "sv"}, blocks)))


@pytest.fixture(scope="module")
def sample() -> bytes:
    return WRITER.render(make_document())


def test_text_is_that_of_the_tree(sample):
    assert read_text(sample) == "".join(make_document().body.text().split())
    assert read_words(sample)[:4] == ["Åtgärdsplan", "Avvikelse", "D2.", "Avtalet"]


SEARCHED = ("2026-10-30", "RE 2025-00501", "232199-9993", "kl.\u00a09.00–15.30", "Dnr 2026/12-3")
"""What a registrar looks for, as it is typed; only the time has a space of another kind."""


def test_dates_and_numbers_are_found_as_they_are_typed():
    said = [text.replace("\u00a0", " ") for text in SEARCHED]
    cells = [Element("p", {}, (Element("span", {"class": "nowrap"}, (text,)), " ", text)) for text in said]
    data = render_tree(Element("h1", {}, ("Sök",)), *cells)
    runs = etree.fromstring(read_parts(data)["word/document.xml"]).iter(f"{W}t")
    texts = [run.text for run in runs]
    assert [text for text in SEARCHED if text not in texts] == []
    assert b"noBreakHyphen" not in read_parts(data)["word/document.xml"]


NASTY = (
    "a & b <w:p/> {{ 7*7 }} {_{ }_} {% if %} {# #} *b* _i_ | \\ ` 'x' \"y\"  two 🎉👩‍🚒 e\u0301 \u202eabc\u202c \u00ad \u2028 ]]>"
)


LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
CASES = st.sampled_from([NASTY, "x" * 5000, " a  b ", "\n\na\n", "\t"])


@settings(deadline=None)
@given(st.text(LETTERS | st.sampled_from("\n\t")) | CASES)
def test_any_text_survives_letter_by_letter(text):
    cell = Element("table", {"class": "grid"}, (Element("tr", {}, (Element("td", {}, (text,)),)),))
    listed = Element("ul", {}, (Element("li", {}, (text,)),))
    marked = Element("p", {}, (Element("strong", {}, (text,)), Element("a", {"href": "https://region.example"}, (text,))))
    data = render_tree(Element("h1", {}, (text,)), marked, listed, cell)
    assert read_paragraphs(data) == [text, text + text, text, text, ""]
    etree.fromstring(read_parts(data)["word/document.xml"])


@settings(deadline=None)
@given(st.text(LETTERS))
def test_any_text_survives_in_the_letterhead_and_the_properties(text):
    letterhead = dict.fromkeys(LETTERHEAD, text)
    data = WRITER.render(
        make_document("<p>x</p>", letterhead=letterhead, title=text, author=text, subject=text, keywords=(text,))
    )
    for name, content in read_parts(data).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    number, officer = (f"Org. no. {text} · ", f"\n{text} · {text} · {text}") if text else ("", "")
    assert read_headers(data)["word/footer1.xml"] == f"{number}{text}\tPage 1 (1){officer}"
    title = parse_part(data, "docProps/core.xml").findtext("{http://purl.org/dc/elements/1.1/}title")
    assert (title or "") == " ".join(text.split())


@pytest.mark.parametrize("character", ["\0", "\x0b", "\x1f", "\ud800", "\uffff"])
def test_characters_that_word_cannot_hold_are_named(character):
    code = f"U\\+{ord(character):04X}"
    with pytest.raises(RenderError, match=code):
        render_tree(Element("p", {}, (f"a{character}",)))
    with pytest.raises(RenderError, match=code):
        WRITER.render(make_document(title=character))


def test_header_rows_repeat_and_no_row_breaks(sample):
    tables = list(read_body(sample).iter(f"{W}tbl"))
    heads = [[row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")] for table in tables]
    assert heads == [[False, False], [True, False, False, False], [True, False], [False, False], [False]]
    breaking = [[row.find(f"{W}trPr/{W}cantSplit") is None for row in table.iter(f"{W}tr")] for table in tables]
    assert breaking == [[False] * 2, [False] * 4, [False] * 2, [False] * 2, [False]]


def test_tables_are_described_and_as_wide_as_the_text(sample):
    tables = list(read_body(sample).iter(f"{W}tbl"))
    captions = [table.find(f"{W}tblPr/{W}tblCaption") for table in tables]
    assert [tag.get(f"{W}val") if tag is not None else None for tag in captions] == [
        "Avtalet",
        "Åtgärder",
        "Tidslinje",
        None,
        None,
    ]
    for table in tables:
        assert sum(int(column.get(f"{W}w", 0)) for column in table.iter(f"{W}gridCol")) == 9412
        for row in table.iter(f"{W}tr"):
            assert sum(int(width.get(f"{W}w", 0)) for width in row.iter(f"{W}tcW")) == 9412


def test_lists_are_real_and_start_anew(sample):
    assert [tuple(item) for item in read_lists(sample)] == [
        ("Punkt ett", "Box", 0, "3"),
        ("Punkt två", "Box", 0, "3"),
        ("under", "Box", 1, "3"),
        ("räknad", "Box", 0, "7"),
        ("Först", "ListNumber", 0, "8"),
        ("Sedan", "ListNumber", 0, "8"),
        ("a", "ListNumber2", 1, "9"),
        ("Fyra", "ListNumber", 0, "10"),
        ("i cell", "TableText", 0, "5"),
        ("one", "ListBullet", 0, ""),
    ]
    starts = {
        number.get(f"{W}numId"): [tag.get(f"{W}val") for tag in number.iter(f"{W}startOverride")]
        for number in parse_part(sample, "word/numbering.xml").iter(f"{W}num")
    }
    assert {name: start for name, start in starts.items() if start} == {"7": ["1"], "8": ["1"], "9": ["1"], "10": ["4"]}


def test_each_part_says_its_language(sample):
    assert read_default_language(sample) == "sv-SE"
    assert [(language, text.strip()) for language, text in read_languages(sample)] == [
        ("en-GB", "English text."),
        ("en-GB", "one"),
        ("en-GB", "More."),
        ("en-GB", "Approval"),
        ("en-GB", "due diligence"),
    ]


def test_the_first_language_is_the_file_s_own():
    body = parse_tree('<p>English <span lang="sv">svenska</span> <span lang="ar">عربي</span></p>', "en")
    data = WRITER.render(make_document(languages=("en", "sv"), body=body))
    assert read_default_language(data) == "en-GB"
    assert read_languages(data) == [("sv-SE", "svenska"), ("ar-EG", "عربي")]


def test_only_styles_of_the_layout_are_used(sample):
    used, known = read_styles(sample)
    assert used <= known
    assert {"Heading1", "Lead", "Facts", "Grid", "Timeline", "Columns", "Signatures", "Caption", "Box", "Quote", "Warn"} <= used


def test_nothing_in_the_body_is_formatted_by_hand(sample):
    allowed = {"pStyle", "numPr", "ilvl", "numId", "keepNext", "rStyle", "lang", "tcW", "gridSpan", "tcBorders", "left", "shd"}
    for kind in ("pPr", "rPr", "tcPr"):
        for properties in read_body(sample).iter(f"{W}{kind}"):
            assert {etree.QName(tag).localname for tag in properties.iterdescendants()} <= allowed


def test_empty_paragraphs_are_tiny_or_meant_to_be_written_in(sample):
    empty = {style.get(f"{W}val") for p in read_body(sample).iter(f"{W}p") if not text_of(p) for style in p.iter(f"{W}pStyle")}
    assert empty == {"BlankCell", "BlankLine", "TimelineCell", "TableBreak"}


def test_a_status_is_a_character_style(sample):
    styled = {run.text: run.style for run in read_runs(sample) if run.style}
    blank = next(text for text, style in styled.items() if style == "Blank")
    assert blank.strip() == ""
    assert {text: style for text, style in styled.items() if text != blank} == {
        "asa@region.example": "Hyperlink",
        "tre barn": "Strong",
        "mellan": "Emphasis",
        "Gjord": "Warn",
        "Två stycken": "Quiet",
        "i cell": "Quiet",
        "ny": "Untranslated",
    }


def test_a_bar_is_a_shaded_cell_for_each_of_its_parts(sample):
    table = next(t for t in read_body(sample).iter(f"{W}tbl") if "juni" in text_of(t))
    head, row = table.iter(f"{W}tr")
    assert [tag.get(f"{W}val") for tag in head.iter(f"{W}gridSpan")] == ["4", "4"]
    assert [text_of(cell) for cell in row.iter(f"{W}tc")] == ["A1", "juni, 3 dagar försenad", "", "", "", ""]
    assert read_fills(row) == ["", "", "5B9BB5", "A3182B", "", ""]
    assert [tag.get(f"{W}val") for tag in row.iter(f"{W}gridSpan")] == ["3", "2", "2"]
    assert [cell.find(f"{W}tcPr/{W}tcBorders") is not None for cell in row.iter(f"{W}tc")] == [False] * 5 + [True]


def test_neighbouring_columns_are_one_table():
    row = '<div class="columns"><div lang="sv"><p>a</p></div><div lang="en"><p>b</p></div></div>'
    tables = [len(list(table.iter(f"{W}tr"))) for table in read_body(render(f"{row}{row}<p>c</p>{row}")).iter(f"{W}tbl")]
    assert tables == [2, 1]


def test_neighbouring_tables_stay_two():
    table = '<table class="grid"><tbody><tr><td>a</td></tr></tbody></table>'
    children = [etree.QName(child).localname for child in read_body(render(table * 2))]
    assert children == ["tbl", "p", "tbl", "p", "sectPr"]


def test_what_belongs_together_is_kept_together():
    data = render('<div class="keep"><h3>a</h3><p>b</p><p>c</p></div><p>d</p>')
    kept = {text_of(p): p.find(f"{W}pPr/{W}keepNext") is not None for p in read_body(data).iter(f"{W}p")}
    assert kept == {"a": True, "b": True, "c": False, "d": False}


def test_who_signs_is_a_paragraph_of_lines():
    closing = '<div class="closing keep"><p>Hälsning</p><p>Åsa</p><p>Controller</p><p>Region</p></div>'
    paragraphs = [text_of(p) for p in read_body(render(closing)).iter(f"{W}p")]
    assert paragraphs == ["Hälsning", "Åsa\nController\nRegion"]


def test_a_table_that_is_kept_with_the_next_may_be_parted_in_its_first_row():
    facts = '<table class="facts"><tbody><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></tbody></table>'
    data = render(f'<div class="keep">{facts}<p>e</p></div>{facts}')
    rows = list(read_body(data).iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [False, True, True, True]


def test_texts_side_by_side_that_lead_to_what_follows_are_a_table_of_their_own():
    texts = [f'<div class="columns"><div><p>a{end}</p></div><div><p>b{end}</p></div></div>' for end in (".", ":")]
    tables = list(read_body(render(f"{''.join(texts)}<ul><li>c</li></ul>")).iter(f"{W}tbl"))
    assert [[text_of(p) for p in table.iter(f"{W}p")] for table in tables] == [["a.", "b."], ["a:", "b:"]]
    assert [len(list(table.iter(f"{W}keepNext"))) for table in tables] == [0, 2]


@pytest.mark.parametrize(("words", "is_whole"), [(3, True), (300, False)])
def test_a_short_list_stays_on_one_page(words, is_whole):
    item = f"<li>{'ord ' * words}</li>"
    data = render(f"<ul>{item * 3}</ul><p>d</p>")
    kept = [p.find(f"{W}pPr/{W}keepNext") is not None for p in read_body(data).iter(f"{W}p")]
    assert kept == [is_whole, is_whole, False, False]


@pytest.mark.parametrize(("words", "are_whole"), [(3, [True]), (300, [False, True])])
def test_short_texts_side_by_side_stay_on_one_page(words, are_whole):
    side = f"<div><ul><li>{'ord ' * words}</li><li>b</li></ul></div>"
    data = render(f'<div class="columns">{side * 2}</div>')
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in read_body(data).iter(f"{W}tr")] == are_whole


def test_a_list_side_by_side_with_another_keeps_nothing_on_its_page_but_what_it_leads_to():
    rows = "".join(
        f'<div class="columns">{f"<div>{part}</div>" * 2}</div>'
        for part in ("<ul><li>a</li><li>b</li></ul>", "<p>c:</p>", "<p>d</p>")
    )
    data = render(rows)
    assert [row.find(f".//{W}keepNext") is not None for row in read_body(data).iter(f"{W}tr")] == [False, True, False]


def test_links_lead_out_of_the_file():
    data = render('<p><a href="https://region.example/å b?q=1&amp;r={2}">x</a> <a href="mailto:a@b.example">y</a></p>')
    assert read_links(data) == [("x", "https://region.example/%C3%A5%20b?q=1&r=%7B2%7D"), ("y", "mailto:a@b.example")]


@pytest.mark.parametrize(
    ("count", "headings", "columns"), [(12, 12, 50), (13, 6, 54), (20, 10, 62), (40, 10, 42), (100, 10, 52), (400, 11, 60)]
)
def test_a_long_timeline_has_headings_that_are_whole_and_fits_word(count, headings, columns):
    periods = "".join(f"<p>{2000 + year}</p>" for year in range(count))
    data = render(
        f'<table class="timeline"><caption>x</caption><thead><tr><th width="10">Nr</th><th width="90"><p>Tid</p>'
        f'<div class="scale">{periods}</div></th></tr></thead><tbody><tr><th scope="row">A1</th><td><p>x</p>'
        '<svg viewBox="0 0 80 10"><rect class="planned" x="0" y="2" width="36" height="6"/></svg></td></tr></tbody></table>'
    )
    table = next(read_body(data).iter(f"{W}tbl"))
    assert [len(list(row.iter(f"{W}tc"))) for row in table.iter(f"{W}tr")] == [headings + 2, 4]
    assert len(list(table.iter(f"{W}gridCol"))) == columns


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "#here", "", "https:", "https://a:b/", "mailto:"]
)
def test_other_addresses_are_refused(address):
    with pytest.raises(RenderError, match="cannot be a link"):
        render_tree(Element("p", {}, (Element("a", {"href": address}, ("x",)),)))


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ("<caption>x</caption>", "<caption> cannot be shown"),
        ('<p><svg viewBox="0 0 1 1"/></p>', "<svg> cannot stand inside"),
        ('<table class="grid"><tbody/></table>', "no cells"),
        (
            '<table class="grid"><tbody><tr><td>1</td><td>2</td></tr><tr><td>1</td></tr></tbody></table>',
            "1 columns in a table of 2",
        ),
        ('<div class="columns"/>', "side by side"),
        ('<div class="columns"><div/></div><div class="columns"><div/><div/></div>', "side by side"),
        ("<ul><li>1<ul><li>2<ul><li>3<ul><li>4</li></ul></li></ul></li></ul></li></ul>", "three deep"),
    ],
)
def test_what_word_cannot_show_is_refused(html, message):
    with pytest.raises(RenderError, match=message):
        render(html)


def test_headers_say_who_and_what(sample):
    assert read_headers(sample) == {
        "word/header1.xml": '\nRegion "Exempel" & Co\nReg. no.  RE 2024-00307\nDate  2026-08-07\nOfficer  Åsa Öberg\n',
        "word/header2.xml": 'Region "Exempel" & Co\tÅtgärdsplan · RE 2024-00307',
        "word/footer1.xml": (
            "Org. no. 232199-9993 · Box 100\n100 00 Exempelstad\tPage 1 (1)\n"
            "Åsa Öberg · +46 10 100 00 01 · asa.oberg@region.example"
        ),
    }
    picture = next(tag for tag in parse_part(sample, "word/header1.xml").iter() if "descr" in tag.attrib)
    assert picture.get("descr") == 'Region "Exempel" & Co'


def test_a_foot_says_only_what_is_known():
    unknown = dict.fromkeys(("organisation_number", "officer_phone", "officer_email"), "")
    data = WRITER.render(make_document("<p>x</p>", letterhead=LETTERHEAD | unknown))
    assert read_headers(data)["word/footer1.xml"] == "Box 100\n100 00 Exempelstad\tPage 1 (1)"


def test_the_file_says_what_it_is(sample):
    core = parse_part(sample, "docProps/core.xml")
    assert {etree.QName(tag).localname: tag.text for tag in core} == {
        "title": "Åtgärdsplan <A & B>",
        "subject": "Kirurgiska instrument & annat",
        "creator": "Region Exempel",
        "keywords": "hållbarhet, avtal",
        "lastModifiedBy": "Region Exempel",
        "created": "2026-08-07T00:00:00Z",
        "modified": "2026-08-07T00:00:00Z",
        "language": "sv-SE",
    }


def test_parts_are_well_formed_and_valid(sample, tmp_path):
    for name, content in read_parts(sample).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
    path = tmp_path / "sample.docx"
    path.write_bytes(sample)
    assert OpenXmlValidator().validate(path).errors == []


@pytest.mark.long
def test_same_document_same_bytes_everywhere(sample, tmp_path):
    assert WordWriter(Files()).render(make_document()) == sample
    program = (
        f"import sys; sys.path.insert(0, {str(PACKAGE)!r})\n"
        "from tests.rendering.test_word import WRITER, make_document\n"
        "sys.stdout.buffer.write(WRITER.render(make_document()))"
    )
    surroundings = {**os.environ, "TZ": "Pacific/Auckland", "LANG": "tr_TR.UTF-8", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, env=surroundings, capture_output=True, check=True)
    assert done.stdout == sample
