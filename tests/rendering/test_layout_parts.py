"""What a layout holds beside its text: what fetches or runs something is refused by name, what tells of its makers left out."""

from __future__ import annotations

import pytest
from lxml import etree

from generator.errors import TextError
from generator.rendering import check_layouts
from generator.rendering.word.tags import TaggedPart
from generator.rendering.word.writer import WordWriter
from generator.workspace import Files
from tests.rendering.layout_variants import LINKS, MAIN, TYPES, WHOLE, R, pack, read_letter, swap
from tests.rendering.test_word import make_document
from tests.rendering.word_reading import read_parts


def relate(parts, kind: str, target: str, part: str = LINKS, mode: str = "External") -> None:
    link = f'<Relationship Id="rId77" Type="{R}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    swap(parts, part, "</Relationships>", f"{link}</Relationships>")


def say_code(parts, code: str) -> None:
    field = f'<w:p><w:fldSimple w:instr="{code}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    swap(parts, MAIN, "<w:body>", f"<w:body>{field}")


@pytest.fixture
def put(tmp_path):
    def write(parts) -> Files:
        path = tmp_path / "templates/word/letter.docx"
        path.parent.mkdir(parents=True)
        path.write_bytes(pack(parts))
        return Files(tmp_path)

    return write


FIELD = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda parts: relate(parts, "image", "//server/logo.png"), "image (//server/logo.png)"),
        (lambda parts: relate(parts, "oleObject", "file:///C:/a.xlsx"), "oleObject (file:///C:/a.xlsx)"),
        (lambda parts: relate(parts, "oleObject", "a.bin", mode="Internal"), "oleObject (a.bin)"),
        (lambda parts: relate(parts, "aFChunk", "a.html", mode="Internal"), "aFChunk (a.html)"),
        (lambda parts: relate(parts, "control", "a.xml", mode="Internal"), "control (a.xml)"),
        (lambda parts: say_code(parts, " DDEAUTO excel a "), "DDEAUTO"),
        (lambda parts: say_code(parts, "includePicture https://a.example/b.png"), "INCLUDEPICTURE"),
        (
            lambda parts: swap(parts, MAIN, "<w:body>", "<w:body><w:p><w:r><w:instrText>INCLUDE</w:instrText></w:r>"
                               '<w:r><w:instrText xml:space="preserve">TEXT a.docx</w:instrText></w:r></w:p>'),
            "INCLUDETEXT",
        ),
        (lambda parts: say_code(parts, "QUOTE 68 68 69 65 85 84 79"), "QUOTE"),
        (
            lambda parts: swap(parts, MAIN, "<w:body>", f"<w:body><w:p>{FIELD}{FIELD}"
                               '<w:r><w:instrText>QUOTE "DDEAUTO"</w:instrText></w:r>'
                               f"{FIELD.replace('begin', 'end')}<w:r><w:instrText> cmd</w:instrText></w:r>"
                               f"{FIELD.replace('begin', 'end')}</w:p>"),
            "{ { … } }",
        ),
        (
            lambda parts: swap(parts, MAIN, "<w:body>", '<w:body><w:p><w:r><w:pict>'
                               '<v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="file://srv/a.png"/></v:shape></w:pict></w:r></w:p>'),
            "file://srv/a.png",
        ),
    ],
)  # fmt: skip
def test_what_fetches_or_runs_is_refused_by_name(put, change, told):
    parts = read_letter()
    change(parts)
    files = put(parts)
    message = f"the layout fetches something from elsewhere, or holds what another program runs: {told}"
    (finding,) = [finding for finding in check_layouts(files) if finding.severity == "error"]
    hint = "take it out: insert pictures and tables themselves, and not a link to them"
    assert str(finding) == f"templates/word/letter.docx: error: {message}\n  hint: {hint}"
    with pytest.raises(TextError):
        WordWriter(files).render(make_document("<p>x</p>", layout="letter"))


@pytest.mark.parametrize("code", ["PAGE", "HYPERLINK https://a.example", "DATE", "REF link", "TOC \\o"])
def test_other_fields_and_links_to_click_stay(put, code):
    parts = read_letter()
    say_code(parts, code)
    relate(parts, "hyperlink", "https://a.example/")
    assert [finding for finding in check_layouts(put(parts)) if finding.severity == "error"] == []


def test_who_made_a_layout_and_where_is_left_out_and_told(put):
    parts = read_letter()
    WHOLE["a comment on the body"](parts)
    settings = "word/_rels/settings.xml.rels"
    parts[settings] = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    relate(parts, "attachedTemplate", "file://server/secret/letter.dotx", settings)
    swap(parts, "word/settings.xml", "</w:settings>", f'<w:attachedTemplate xmlns:r="{R}" r:id="rId77"/></w:settings>')
    parts["customXml/item1.xml"] = b"<a>secret</a>"
    swap(parts, TYPES, "</Types>", '<Override PartName="/customXml/item1.xml" ContentType="application/xml"/></Types>')
    link = f'<Relationship Id="rId78" Type="{R}/customXml" Target="../customXml/item1.xml"/>'
    swap(parts, LINKS, "</Relationships>", f"{link}</Relationships>")
    files = put(parts)
    writer = WordWriter(files)
    made = read_parts(writer.render(make_document("<p>x</p>", layout="letter")))
    assert [name for name in made if "comment" in name or "customXml" in name] == []
    assert [name for name, data in made.items() if b"secret" in data or b"comment" in data or b"attachedTemplate" in data] == []
    assert ["custom XML" in str(finding) for finding in writer.warnings] == [True]


def test_the_source_of_a_mail_merge_is_left_out_and_told(put):
    parts = read_letter()
    merge = '<w:mailMerge><w:connectString w:val="Data Source=secret"/></w:mailMerge>'
    swap(parts, "word/settings.xml", "</w:settings>", f"{merge}</w:settings>")
    writer = WordWriter(put(parts))
    made = read_parts(writer.render(make_document("<p>x</p>", layout="letter")))
    assert [name for name, data in made.items() if b"secret" in data or b"mailMerge" in data] == []
    assert ["mail merge" in str(finding) for finding in writer.warnings] == [True]


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


@pytest.mark.parametrize(
    "inside",
    [
        "<w:t>{{ value }}</w:t>",
        "<w:txbxContent><w:p><w:r><w:t>{{ value }}</w:t></w:r></w:p></w:txbxContent>",
        '<w:instrText>QUOTE "{{ value }}"</w:instrText>',
        "<a:t>{{ value }}</a:t>",
        '<w:pict w:alt="{{ value }}"/>',
    ],
)
@pytest.mark.parametrize("value", ["rad ett\nrad två\tspalt", "a\r\n\r\nb", 'a & b < c "d"', None, 7])
def test_a_value_with_lines_and_tabs_leaves_every_place_of_a_layout_well_formed(inside, value):
    part = etree.fromstring(f'<w:hdr xmlns:w="{W}" xmlns:a="{DRAWING}"><w:p><w:r>{inside}</w:r></w:p></w:hdr>')
    filled = etree.fromstring(TaggedPart("letter.docx", part).fill({"value": value}))
    ends = {f"{{{W}}}br": " ", f"{{{W}}}tab": " "}
    said = "".join(ends.get(each.tag, each.text or "") + each.get(f"{{{W}}}alt", "") for each in filled.iter())
    assert " ".join(str("" if value is None else value).split()) in " ".join(said.split())
    assert "None" not in said
