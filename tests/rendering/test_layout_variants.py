"""Word layouts of every make: each file that comes of one says what it must, Word opens it, and what was there is there."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from generator.errors import TextError
from generator.rendering import check_layouts
from generator.rendering.word.writer import WordWriter
from generator.workspace import Files
from tests.rendering.layout_variants import (
    BODY,
    FEATURES,
    HEADER,
    LINKS,
    MAIN,
    PLACES,
    SENDER,
    TYPES,
    WHOLE,
    WORDS_BESIDE,
    make_whole,
    pack,
    put_feature,
    read_letter,
    swap,
)
from tests.rendering.test_word import make_document
from tests.rendering.word_reading import W, parse_part, read_body, read_headers, read_links, read_parts, read_text

TEXT = (
    '<h1>Brev</h1><p>Till <a href="https://a.example/b">dem</a>.</p><ol><li>ett</li></ol>'
    '<table class="facts"><tbody><tr><th scope="row">Namn</th><td>Åsa</td></tr></tbody></table>'
)
WORDS = "BrevTilldem.ettNamnÅsa"


def fill(folder: Path, data: bytes) -> bytes:
    """A letter that is made with a layout."""
    path = folder / "templates/word/letter.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return WordWriter(Files(folder)).render(make_document(TEXT, layout="letter"))


def list_errors(folder: Path, data: bytes) -> list[str]:
    path = folder / "made.docx"
    path.write_bytes(data)
    return [str(error) for error in OpenXmlValidator().validate(path).errors]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("feature", FEATURES)
def test_a_feature_beside_a_tag(tmp_path, feature, place):
    layout = pack(put_feature(FEATURES[feature], place))
    if place == "body" and feature in WORDS_BESIDE:
        with pytest.raises(TextError, match=r"alone in its paragraph, once; this paragraph says: (1|dolt)\{\{p body \}\}"):
            fill(tmp_path, layout)
        return
    made = fill(tmp_path, layout)
    assert WORDS in read_text(made)
    assert ("ÅsaÖberg" in read_text(made)) == (place == "cell")
    assert 'Region "Exempel" & Co\t' in read_headers(made)["word/header2.xml"]
    assert "{{" not in read_text(made) + str(read_headers(made))
    assert ("dem", "https://a.example/b") in read_links(made)


@pytest.mark.parametrize("feature", ["controls in controls", "an anchored box", "a link around it", "the usual prefix taken"])
def test_word_opens_what_comes_of_a_feature(tmp_path, feature):
    parts = read_letter()
    FEATURES[feature](parts, PLACES["body"])
    assert list_errors(tmp_path, fill(tmp_path, pack(parts))) == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_layout_of_another_make(tmp_path, name):
    made = fill(tmp_path, make_whole(name))
    assert WORDS in read_text(made)
    assert list_errors(tmp_path, made) == []
    names = [part.lower() for part in read_parts(made)]
    assert len(names) == len(set(names))


def test_a_section_ends_where_it_did(tmp_path):
    body = read_body(fill(tmp_path, make_whole("a section that ends with the body")))
    sections = [(size.get(f"{W}orient"), size.get(f"{W}w")) for size in body.iter(f"{W}pgSz")]
    assert sections == [(None, "11906"), ("landscape", "16838")]
    texts = ["".join(text.text or "" for text in each.iter(f"{W}t")) for each in body]
    ends = [number for number, each in enumerate(body) if each.find(f"{W}pPr/{W}sectPr") is not None]
    assert ends == [len(texts) - 3]
    assert texts[-2] == "Bilaga"
    widths = [int(grid.get(f"{W}w", "0")) for grid in next(body.iter(f"{W}tblGrid"))]
    assert sum(widths) <= 11906 - 2 * 1247


def test_what_stood_in_the_paragraph_of_the_body_is_kept(tmp_path):
    parts = read_letter()
    for feature in ("a bookmark around it", "an anchored box", "a page break before it"):
        FEATURES[feature](parts, PLACES["body"])
    body = read_body(fill(tmp_path, pack(parts)))
    kinds = [
        each.tag.removeprefix(W)
        for each in body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}txbxContent", f"{W}br", f"{W}tbl")
    ]
    assert kinds == ["bookmarkStart", "txbxContent", "br", "tbl", "bookmarkEnd"]


def test_broken_bookmarks_of_a_layout_are_left_out(tmp_path):
    parts = read_letter()
    start, end = '<w:bookmarkStart w:id="{}" w:name="{}"/>', '<w:bookmarkEnd w:id="{}"/>'
    whole = start.format(1, "a") + end.format(1)
    broken = start.format(1, "b") + start.format(2, "a") + end.format(7) + end.format(1) + start.format(3, "c")
    late = end.format(4) + start.format(4, "d") + end.format(4)
    swap(parts, MAIN, PLACES["body"].run, whole + broken + late + PLACES["body"].run)
    body = read_body(fill(tmp_path, pack(parts)))
    left = [(each.get(f"{W}id"), each.get(f"{W}name")) for each in body.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]
    assert left == [("1", "a"), ("1", None), ("4", "d"), ("4", None)]


def test_a_control_around_the_body_can_hold_it(tmp_path):
    parts = read_letter()
    FEATURES["a control for one line around the paragraph"](parts, PLACES["body"])
    body = read_body(fill(tmp_path, pack(parts)))
    control = next(body.iter(f"{W}sdt"))
    assert [each.tag.removeprefix(W) for each in control.find(f"{W}sdtPr")] == ["alias", "id"]
    assert control.find(f".//{W}tbl") is not None


def test_macros_are_left_out_and_told(tmp_path):
    made = fill(tmp_path, make_whole("with macros"))
    assert [name for name in read_parts(made) if "vba" in name] == []
    assert b"macro" not in read_parts(made)["[Content_Types].xml"]
    told = [str(finding) for finding in check_layouts(Files(tmp_path))]
    message = "templates/word/letter.docx: warning: the macros of the layout are left out of the documents"
    assert told == [f"{message}\n  hint: to be rid of this, save the layout without macros"]


def test_ids_of_a_layout_and_of_a_document_are_kept_apart(tmp_path):
    parts = read_letter()
    FEATURES["a control for one line around the paragraph"](parts, PLACES["body"])
    swap(parts, MAIN, '<w:id w:val="7"/>', '<w:id w:val="1"/>')
    path = tmp_path / "templates/word/letter.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(pack(parts))
    made = WordWriter(Files(tmp_path)).render(make_document("<p>Namn: <span class='blank'></span></p>", layout="letter"))
    ids = [each.get(f"{W}val") for each in parse_part(made, MAIN).iter(f"{W}id")]
    assert len(ids) == len(set(ids)) == 2


STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
AFTER = "</w:p><w:p><w:r><w:t>{}</w:t></w:r></w:p>"
REFUSED = {
    "Strict Open XML": (MAIN, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT),
    "has no part 'nowhere/header1.xml'": (LINKS, 'Target="header1.xml"', 'Target="nowhere/header1.xml"'),
    "and doesn't end with '}}', in the paragraph 'Se {{ ovan'": (MAIN, "</w:p>", AFTER.format("Se {{ ovan")),
    "and doesn't end with '#}', in the paragraph 'Rum {#3'": (MAIN, "</w:p>", AFTER.format("Rum {#3")),
    "stands in a frame": (MAIN, '<w:pStyle w:val="Normal"/>', '<w:pStyle w:val="Normal"/><w:framePr w:w="900"/>'),
    "damaged that comes of this layout": (MAIN, 'r:id="rId5"', 'r:id="rId55"'),
}  # fmt: skip


@pytest.mark.parametrize("told", REFUSED)
def test_what_can_t_be_used_is_refused_by_name(tmp_path, told):
    parts = read_letter()
    swap(parts, *REFUSED[told])
    with pytest.raises(TextError) as caught:
        fill(tmp_path, pack(parts))
    assert str(caught.value).startswith("templates/word/letter.docx: error: ")
    assert told in str(caught.value)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "Office 97"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (b"<?xml version='1.0'?><pkg:package/>", "a file of text"),
        (b"%PDF-1.7", "PDF"),
        (pack({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}), "OpenDocument"),
        (b"", "not a Word document"),
    ],
)
def test_another_kind_of_file_is_named(tmp_path, data, told):
    with pytest.raises(TextError, match=told):
        fill(tmp_path, data)


@pytest.mark.parametrize("cut", [60, 300, 4000, 9000])
def test_a_file_that_is_cut_off_or_has_wrong_bytes_is_told(tmp_path, cut):
    data = pack(read_letter())
    for damaged in (data[:cut], data[:cut] + b"\xff\0\xff" + data[cut + 3 :]):
        with suppress(TextError):
            assert fill(tmp_path, damaged).startswith(b"PK")


def test_the_product_s_tags_are_those_of_the_variants():
    parts = read_letter()
    assert BODY in parts[MAIN].decode()
    assert SENDER in parts[HEADER].decode()
    assert "document.main+xml" in parts[TYPES].decode()
