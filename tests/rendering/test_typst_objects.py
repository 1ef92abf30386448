"""The objects of a PDF: read as Typst writes them, changed, and written so that any reader takes them."""

from __future__ import annotations

import io

import pikepdf
import pytest
import typst

from generator.rendering.typst.objects import Objects, read_dictionary, read_text, write_dictionary, write_text
from generator.rendering.typst.writer import TypstWriter
from generator.workspace import Files
from tests.rendering.pdf_reading import read_tags
from tests.rendering.pdf_samples import SAMPLE, make_document

TABLE = (
    '<table class="facts"><tbody><tr><th scope="row">{0}</th><td>{0}</td></tr></tbody></table>'
    '<p><a href="https://region.example/a(b)">{0}</a></p>'
)


@pytest.fixture(scope="module")
def writer() -> TypstWriter:
    return TypstWriter(Files())


@pytest.fixture(scope="module")
def made() -> bytes:
    """A PDF as Typst leaves it."""
    return typst.compile(b'#set document(title: "Plan (a) b)")\n= Plan\nText', format="pdf")


def test_what_is_written_is_what_was_read(made: bytes) -> None:
    objects = Objects(made)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        page, drawn = pdf.pages[0].Contents.objgen[0], pdf.pages[0].Contents.read_bytes()
    assert objects.read_stream(page) == drawn
    objects.change_stream(page, drawn + b"q Q")
    objects[objects.root] = write_dictionary(read_dictionary(objects[objects.root]) | {b"Lang": b"(sv)"})
    added = objects.add(b"[1 2]")
    objects[objects.info] = write_dictionary(read_dictionary(objects[objects.info]) | {b"Extra": b"%d 0 R" % added})
    written = objects.write()
    assert written == objects.write()
    with pikepdf.open(io.BytesIO(written)) as pdf:
        assert not pdf.check_pdf_syntax()
        assert pdf.pages[0].Contents.read_bytes() == drawn + b"q Q"
        assert (str(pdf.Root.Lang), str(pdf.docinfo.Title)) == ("sv", "Plan (a) b)")
        assert [int(number) for number in pdf.docinfo.Extra] == [1, 2]


def test_other_objects_make_another_name(made: bytes) -> None:
    objects = Objects(made)
    before = objects.write()
    objects.add(b"(mer)")
    with pikepdf.open(io.BytesIO(before)) as one, pikepdf.open(io.BytesIO(objects.write())) as other:
        assert one.trailer.ID[0] != other.trailer.ID[0]


@pytest.mark.parametrize("broken", [b"%PDF-1.7\nstartxref\n0\n", b"trailer<</Root 1 0 R/Info 2 0 R>>startxref\n3\n%%EOF"])
def test_what_typst_would_not_write_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r"the PDF|not found"):
        Objects(broken)


def test_values_are_told_apart_whatever_stands_in_texts() -> None:
    entries = read_dictionary(rb"<</A(b(c)\)>>/D 1)/E<</F[<</G/H>>]>>/I 12 0 R/J<FEFF00E5>/K[(])]/L true>>")
    assert entries == {
        b"A": rb"(b(c)\)>>/D 1)",
        b"E": b"<</F[<</G/H>>]>>",
        b"I": b"12 0 R",
        b"J": b"<FEFF00E5>",
        b"K": b"[(])]",
        b"L": b"true",
    }


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (rb"(a\(b\)\\\n\101)", "a(b)\\\nA"),
        (b"(p\xe5)", "på"),
        (b"(a\\\nb)", "ab"),
        (b"<FEFF00E5D83DDE00>", "å\U0001f600"),
        (write_text("Åh (nej"), "Åh (nej"),
    ],
)
def test_texts_are_read_however_they_are_written(written: bytes, text: str) -> None:
    assert read_text(written) == text


@pytest.mark.parametrize(
    "said",
    [
        "/S/Table/P 1 0 R/K[2 0 R]>>",
        "/A[<</O/Table",
        "<</Type/Page/Contents 3 0 R>>",
        "endobj 5 0 obj endstream",
        "(((",
        ")\\)",
    ],
)
def test_words_that_look_like_objects_change_nothing(writer: TypstWriter, said: str) -> None:
    shown = said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    body = f"<h1>{shown}</h1>" + TABLE.format(shown)
    plain = "<h1>x</h1>" + TABLE.format("x")
    pdf = writer.render(make_document(body, title=said, author=said, subject=said, keywords=(said,)))
    tags, model = read_tags(pdf), read_tags(writer.render(make_document(plain)))
    assert [tag.role for tag in tags.walk()] == [tag.role for tag in model.walk()]
    assert tags.find_all("H1")[0].text() == said
    assert [(cell.text(), cell.scope) for cell in tags.find_all("TH")] == [(said, "Row")]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo.Title) == str(opened.docinfo.Author) == said
        (area,) = opened.pages[0].Annots
        assert (str(area.Contents), str(area.A.URI)) == (said, "https://region.example/a(b)")


def test_a_whole_document_has_no_fault(writer: TypstWriter) -> None:
    with pikepdf.open(io.BytesIO(writer.render(make_document(SAMPLE)))) as pdf:
        assert not pdf.check_pdf_syntax()
        assert len(pdf.objects) > len(pdf.pages)
