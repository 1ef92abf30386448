from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from generator.errors import TextError
from generator.rendering.word.writer import WordWriter
from generator.workspace import PACKAGE, Files
from tests.rendering.test_word import make_document
from tests.rendering.word_reading import read_headers, read_parts, read_styles, read_text

REPORT = (PACKAGE / "templates/word/report.docx").read_bytes()
TAG = "{{ letterhead.organisation }}"
IN_TAGS = "between the braces stands a name, such as letterhead.title; brackets and quotes in a tag come in pairs"
HALF = (
    "{% if not _ %}</w:t></w:r></w:p><w:sdt><w:sdtContent><w:p><w:r><w:t>{% endif %}"
    "</w:t></w:r></w:p></w:sdtContent></w:sdt><w:p><w:r><w:t>"
)


def change(part: str, *changes: tuple[str, str]) -> bytes:
    """The layout that comes with the product, with texts in one of its parts replaced."""
    parts = {
        name: content.decode() if name.endswith(("xml", "rels")) else content for name, content in read_parts(REPORT).items()
    }
    for old, new in changes:
        assert old in parts[part]
        parts[part] = parts[part].replace(old, new)
    return pack(parts)


def pack(parts: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


@pytest.fixture
def put_layout(tmp_path):
    """A writer for a workspace with a layout of its own."""

    def put(data: bytes, name: str = "report") -> WordWriter:
        path = tmp_path / "templates/word" / f"{name}.docx"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return WordWriter(Files(tmp_path))

    return put


def in_header(tag: str) -> bytes:
    return change("word/header2.xml", (TAG, tag))


def test_the_workspace_s_layout_wins_and_the_document_s_own_wins_over_that(put_layout):
    put_layout(in_header("Vårt: " + TAG))
    writer = put_layout(in_header("Planens: " + TAG), "action-plan")
    plan = make_document("<p>x</p>")
    assert read_headers(writer.render(plan))["word/header2.xml"].startswith("Planens: Region")
    assert read_headers(writer.render(replace(plan, slug="minutes")))["word/header2.xml"].startswith("Vårt: Region")


@pytest.mark.parametrize("layout", ["report", "letter", "form"])
def test_a_long_title_stands_under_the_sender_in_a_running_head(layout):
    writer, heads = WordWriter(Files()), []
    for title in ("Plan", "Kallelse till möte " * 5):
        document = replace(make_document("<p>x</p>"), layout=layout)
        document = replace(document, letterhead={**document.letterhead, "title": title})
        heads.append(read_headers(writer.render(document))["word/header2.xml"].partition("\t")[0])
    sender = document.letterhead["organisation"]
    assert heads == [sender, f"{sender}\n"]


def test_a_tag_that_word_has_spread_over_runs_is_one(put_layout):
    between = "</w:t></w:r><w:proofErr w:type='spellStart'/><w:r><w:t>"
    spread = between.join(("{", "{ letterhead.", "officer }", "}"))
    data = put_layout(in_header(spread)).render(make_document("<p>x</p>"))
    assert read_headers(data)["word/header2.xml"].startswith("Åsa Öberg\t")


def test_quotes_that_word_has_made_typographic_are_understood(put_layout):
    data = put_layout(in_header("{{ _(\u2018Sida\u2019) }} &amp; {% if 1 &lt; 2 %}ja{% endif %}")).render(
        make_document("<p>x</p>")
    )
    assert read_headers(data)["word/header2.xml"].startswith("Page & ja\t")


def test_styles_are_found_by_name_whatever_language_word_speaks(put_layout):
    swedish = change("word/styles.xml", ('w:styleId="Heading1"', 'w:styleId="Rubrik1"'), ('"Grid"><w:name', '"Rutnt"><w:name'))
    used, known = read_styles(put_layout(swedish).render(make_document()))
    assert used <= known
    assert {"Rubrik1", "Rutnt"} <= used
    assert not {"Heading1", "Grid"} & used


def test_the_layout_s_own_properties_are_replaced(put_layout):
    made = read_parts(WordWriter(Files()).render(make_document()))
    first = made | {"word/document.xml": read_parts(REPORT)["word/document.xml"]}
    again = put_layout(pack(first)).render(make_document())
    assert [name for name in read_parts(again) if name.startswith("docProps")] == [
        "docProps/core.xml",
        "docProps/app.xml",
        "docProps/custom.xml",
    ]
    assert read_parts(again)["[Content_Types].xml"].count(b"core-properties") == 1


def test_a_layout_may_put_the_body_among_text_of_its_own(put_layout):
    layout = change("word/document.xml", ("<w:body>", "<w:body><w:p><w:r><w:t>Före {{ document.slug }}</w:t></w:r></w:p>"))
    document = make_document()
    expected = "Föreaction-plan" + "".join(document.body.text().split())
    assert read_text(put_layout(layout).render(document)) == expected


@pytest.mark.parametrize(
    ("layout", "like"),
    [
        (change("word/document.xml", ("{{p body }}", "Text")), ""),
        (change("word/document.xml", ("{{p body }}", "Text {{p body }}")), "Text {{p body }}"),
        (change("word/document.xml", ("{{p body }}", "{{p bodi }}")), ""),
        (change("word/document.xml", ("{{p body }}", "{p body}")), "{p body}"),
        (change("word/document.xml", ("<w:body>", "<w:body><w:p><w:r><w:t>{{p body }}</w:t></w:r></w:p>")), ""),
    ],
)
def test_a_layout_has_one_place_for_the_body(put_layout, layout, like):
    with pytest.raises(TextError) as caught:
        put_layout(layout).render(make_document("<p>x</p>"))
    assert str(caught.value) == (
        "templates/word/report.docx: error: {{p body }}: the layout has no place for the body of a document, or more than one\n"
        "  hint: write {{p body }} alone in its paragraph, once" + (f"; this paragraph says: {like}" if like else "")
    )


@pytest.mark.parametrize(
    ("tag", "error", "hint"),
    [
        (
            "{{ letterhead.organisaton }}",
            "{{ letterhead.organisaton }}: 'organisaton' is undefined",
            "did you mean 'organisation'?",
        ),
        ("{{ leterhead }}", "{{ leterhead }}: 'leterhead' is undefined", "did you mean 'letterhead'?"),
        ("{{ 1 + }}", "{{ 1 + }}: a tag is empty, or ends too early", IN_TAGS),
        (
            "{ letterhead.date }}",
            """a tag ends with '}}' and doesn't begin with '{{', in the paragraph \
'{ letterhead.date }}{%r if (letterhead.organisation ~ letterhead.title ~ letter…'""",
            "begin it in the same paragraph, or put a space between the two signs where no tag is meant",
        ),
        ("{{ letterhead title }}", "{{ letterhead title }}: a tag can't be read at 'title'", IN_TAGS),
        (
            "{{ letterhead.title | shrt }}",
            "{{ letterhead.title | shrt }}: there is no filter 'shrt'",
            "take it out, with the | before it",
        ),
        (
            "{% if letterhead.date %}",
            "{% if letterhead.date %}: the block 'if' has no end",
            "write '{% endif %}' where the block is to end",
        ),
        ("{{ 1 // 0 }}", "{{ 1 // 0 }}: this can't be worked out: integer division or modulo by zero", ""),
        (
            "{{ body }}",
            "{{p body }}: a header, a footer or a note can't hold the body of a document",
            "write {{p body }} in a paragraph of the page itself",
        ),
        (
            "{{ body|upper }}",
            "{{ body }}: the body is a row of paragraphs and cannot stand inside one",
            "write {{p body }}, alone in its paragraph",
        ),
        (
            HALF,
            "a block of tags begins in one paragraph, row or cell and ends in another",
            "keep {% if … %} and {% endif %} in one paragraph, or give each its own: {%p if … %}, {%p endif %}",
        ),
    ],
)
def test_a_wrong_tag_is_named(put_layout, tag, error, hint):
    with pytest.raises(TextError) as caught:
        put_layout(in_header(tag)).render(make_document("<p>x</p>"))
    assert str(caught.value) == f"templates/word/report.docx: error: {error}" + (f"\n  hint: {hint}" if hint else "")


def test_all_wrong_tags_are_told_at_once(put_layout):
    tags = "{{ letterhead.titel }} {{ letterhead.title }} {{ leterhead }} {% for each in [1] %}{{ each }}{{ each.x }}{% endfor %}"
    page = "<w:body><w:p><w:r><w:t>{{ letterhead.dat }}</w:t></w:r></w:p>"
    parts = read_parts(in_header(tags))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:body>", page.encode())
    writer = put_layout(pack(parts))
    with pytest.raises(TextError) as caught:
        writer.render(make_document("<p>x</p>"))
    assert [(each.subject, each.values["near"]) for each in caught.value.findings] == [
        ("{{ letterhead.dat }}", "date"),
        ("{{ letterhead.titel }}", "title"),
        ("{{ leterhead }}", "letterhead"),
    ]


@pytest.mark.parametrize(
    "tag",
    ["{{ Letterhead.Title }}", "{{ LETTERHEAD.TITLE }}", "{{ letterhead.titlE|upper|lower|title }}", "{{ DOCUMENT.Title }}"],
)
def test_capitals_in_a_tag_are_understood(put_layout, tag):
    data = put_layout(in_header(tag)).render(make_document("<p>x</p>"))
    assert read_headers(data)["word/header2.xml"].lower().startswith("åtgärdsplan")


def test_a_note_may_hold_a_tag(put_layout):
    data = put_layout(in_header("{# not {{ letterhead.x }} yet #}Region")).render(make_document("<p>x</p>"))
    assert read_headers(data)["word/header2.xml"].startswith("Region\t")


def test_a_tag_that_is_a_broken_letter_is_told_with_its_layout(put_layout):
    with pytest.raises(TextError, match=r"^templates/word/report\.docx: error: .*ud800"):
        put_layout(in_header(r'{{ "\ud800" }}')).render(make_document("<p>x</p>"))


def test_a_tag_cannot_reach_into_the_program(put_layout):
    with pytest.raises(TextError, match="unsafe"):
        put_layout(in_header("{{ document.__class__.__mro__ }}")).render(make_document("<p>x</p>"))


def test_a_tag_that_never_ends_is_refused_in_the_name_of_its_layout(put_layout):
    writer = put_layout(in_header("{{ 'x' * 999999999 }}"))
    with pytest.raises(TextError, match=r"^templates/word/report\.docx: error: this counts with a number that is larger"):
        writer.render(make_document())


def test_a_missing_style_is_named(put_layout):
    writer = put_layout(change("word/styles.xml", ('w:val="Grid"', 'w:val="Annat"')))
    with pytest.raises(
        TextError,
        match=r"report\.docx: error: the layout has no style 'grid'\n  hint: realisera layout check .*report\.docx --add-styles",
    ):
        writer.render(make_document())


def test_a_list_style_without_a_list_is_named(put_layout):
    writer = put_layout(change("word/styles.xml", ('<w:numPr><w:numId w:val="1"/></w:numPr>', "")))
    with pytest.raises(TextError, match="the style 'list bullet' of the layout is no list"):
        writer.render(make_document("<ul><li>x</li></ul>"))


def test_a_missing_or_broken_layout_is_named(put_layout):
    with pytest.raises(TextError, match=r"templates/word/none\.docx: error: the layout is missing"):
        WordWriter(Files()).render(make_document(layout="none"))
    for data in (b"", b"not a zip", change("word/document.xml", ("<w:body>", "<w:bod>")), in_header("<w:t>")):
        with pytest.raises(TextError, match="not a Word document"):
            put_layout(data).render(make_document())


def test_the_layout_is_small_and_without_junk():
    parts = read_parts(REPORT)
    assert len(REPORT) < 40_000
    assert not [name for name in parts if "docProps" in name or "custom" in name]
    assert b"updateFields" not in parts["word/settings.xml"]
    assert b"realisera" not in parts["word/styles.xml"].lower()


LONG = "<h1>Lång</h1>" + "".join(f"<h2>Del <em>{number}</em></h2><p>{'Text. ' * 600}</p>" for number in range(9))
SHORT = LONG.replace("Text. " * 600, "Text. " * 400)
FEW = LONG.replace("h2>", "h4>", 8)


def test_a_long_report_has_a_table_of_contents_and_no_other_has(put_layout):
    writer = put_layout(REPORT)
    long, short, few, letter = (
        read_parts(writer.render(document))["word/document.xml"].decode()
        for document in (*map(make_document, (LONG, SHORT, FEW)), replace(make_document(LONG), layout="letter"))
    )
    assert (long.count("TOC \\o"), *(other.count("TOC") for other in (short, few, letter))) == (1, 0, 0, 0)
    assert long.index('<w:pStyle w:val="TOCHeading"/>') < long.index(">Contents</w:t>") < long.index('<w:pStyle w:val="TOC2"/>')
    assert long.count('<w:hyperlink w:anchor="_Toc') == long.count('w:name="_Toc') == 9
    assert long.index("Lång") < long.index('<w:pStyle w:val="TOC2"/>') < long.index('<w:pStyle w:val="Heading2"/>')


def test_a_layout_without_styles_for_contents_gets_them(put_layout):
    used, known = read_styles(put_layout(REPORT).render(make_document(LONG)))
    styles = read_parts(REPORT)["word/styles.xml"].decode()
    bare = re.sub(r'<w:style w:type="paragraph" w:styleId="TOC\d">.*?</w:style>', "", styles)
    assert "toc 2" not in bare
    data = put_layout(pack({**read_parts(REPORT), "word/styles.xml": bare})).render(make_document(LONG))
    assert 'w:name w:val="toc 2"/><w:basedOn w:val="Normal"/>' in read_parts(data)["word/styles.xml"].decode()
    assert used <= known


def test_small_print_may_have_the_name_that_its_style_once_had(put_layout):
    old = change("word/styles.xml", ('w:val="Note Text"', 'w:val="Note"'))
    assert "liten" in read_text(put_layout(old).render(make_document('<p class="note">liten</p>')))
