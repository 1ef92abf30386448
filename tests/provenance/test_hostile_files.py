"""Files that strangers made to stop whoever reads them: the work is limited, whatever their size, and what is told is that."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from generator.errors import InputError
from generator.files.pdf_streams import TooLargeError, measure_streams
from generator.provenance.compare.blocks import Block
from generator.provenance.compare.changes import compare_blocks, compare_words
from generator.provenance.compare.files import read_blocks
from generator.rendering.stamps import is_as_made, read_stamp

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MILLION = 1 << 20


def pack_zeros(megabytes: int) -> bytes:
    packing = zlib.compressobj(9)
    return b"".join([*(packing.compress(bytes(MILLION)) for _ in range(megabytes)), packing.flush()])


def make_tagged(build: Callable[[pikepdf.Pdf], Array]) -> bytes:
    """A PDF with one empty page and the tags that are built."""
    made = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=build(pdf)))
        pdf.save(made)
    return made.getvalue()


def share_children(pdf: pikepdf.Pdf) -> Array:
    """Forty levels of tags, each of which has the next one twice: 2⁴⁰ paragraphs in a few kilobytes."""
    kids = Array()
    for _ in range(40):
        tag = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=kids))
        kids = Array([tag, tag])
    return kids


def repeat_leaf(pdf: pikepdf.Pdf) -> Array:
    leaf = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, K=Array()))
    return Array([leaf] * 300_000)


def hide_in_objects() -> bytes:
    """A PDF of one and a half megabytes whose objects are packed together and become a hundred times as large."""
    packed = pack_zeros(1000)
    body = b"%%PDF-1.5\n4 0 obj\n<</Type/ObjStm/N 2/First 10/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    place = len(body) + len(packed) + 18
    rows = zlib.compress(
        b"".join(struct.pack(">BIH", *row) for row in [(0, 0, 65535), (2, 4, 0), (2, 4, 1), (0, 0, 0), (1, 9, 0)])
    )
    listed = b"5 0 obj\n<</Type/XRef/Size 6/W[1 4 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n" % len(rows)
    end = b"\nendstream\nendobj\n"
    return body + packed + end + listed + rows + end + b"startxref\n%d\n%%%%EOF\n" % place


def make_word(body: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
    return made.getvalue()


TOO_LARGE = {
    "shared.pdf": lambda: make_tagged(share_children),
    "repeated.pdf": lambda: make_tagged(repeat_leaf),
    "objects.pdf": hide_in_objects,
    "paragraphs.docx": lambda: make_word("<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 250_000),
    "part.docx": lambda: make_word("x" * 60_000_000),
    "paragraphs.html": lambda: b"<main>" + b"<p>x</p>" * 250_000 + b"</main>",
    "long.html": lambda: b"<main>" + b"x" * 31_000_000 + b"</main>",
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_would_become_too_large_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="this file is too large to be one of ours"):
        read_blocks(tmp_path / name, TOO_LARGE[name]())


DEEP = {
    "deep.docx": lambda: make_word("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000),
    "deep.pdf": lambda: make_tagged(lambda pdf: nest(pdf, 3000)),
}


def nest(pdf: pikepdf.Pdf, levels: int) -> Array:
    kids = Array()
    for _ in range(levels):
        kids = Array([pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Div, K=kids))])
    return kids


@pytest.mark.parametrize("name", DEEP)
def test_what_is_nested_deeper_than_any_document_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="the text of this file can't be read"):
        read_blocks(tmp_path / name, DEEP[name]())


@pytest.mark.parametrize(
    "data", [b"realisera=" * 2_000_000, (b"realisera=" + b"a" * 30 + b"; seal=0") * 400_000, b"; seal=" * 2_000_000]
)
def test_what_looks_like_a_stamp_is_looked_at_once(data: bytes) -> None:
    assert (read_stamp(data), is_as_made(data)) == ({}, False)


def test_a_stamp_is_the_one_that_ends_in_its_seal() -> None:
    line = b"realisera=0.1.0; document=action-plan; seal=" + b"0" * 64
    assert read_stamp(b"<p>realisera=</p>realisera=x " + line) == {
        "realisera": "0.1.0",
        "document": "action-plan",
        "seal": "0" * 64,
    }
    assert read_stamp(line.replace(b"; doc", b'">; doc')) == {}


@pytest.mark.parametrize(
    "words",
    [
        b"<</Filter/LZWDecode>>",
        b"<</Filter [/FlateDecode\n/FlateDecode]>>",
        b"<</Filter 7 0 R>>",
        b"<</F#69lter/FlateDecode>>",
        b"<</Filter/L#5aWDecode>>",
        b"trailer <</Encrypt 3 0 R>>",
    ],
)
def test_a_pdf_that_hides_how_large_it_becomes_is_not_opened(words: bytes) -> None:
    with pytest.raises(ValueError, match="hides"):
        measure_streams(b"%PDF-1.7\n" + words)
    measure_streams(b"%PDF-1.7\n<</Filter/FlateDecode/Length 5>><</Filter/FlateDecode>> /Carlito#20Bold")


def test_streams_are_measured_together() -> None:
    stream = b"<</Filter/FlateDecode>>stream\n" + pack_zeros(3) + b"\nendstream\n"
    measure_streams(stream * 3, 10 * MILLION)
    with pytest.raises(TooLargeError):
        measure_streams(stream * 4, 10 * MILLION)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (["x", "y"] * 10_000, ["y", "y", "x"] * 7_000),
        ([f"a{n}" if n % 2 else "x" for n in range(20_000)], [f"b{n}" if n % 2 else "x" for n in range(20_000)]),
    ],
)
def test_texts_that_are_made_to_be_compared_for_hours_are_told_whole(old: list[str], new: list[str]) -> None:
    pieces = compare_words(" ".join(old), " ".join(new))
    assert " ".join(piece.text for piece in pieces if piece.kind != "new") == " ".join(old)
    assert " ".join(piece.text for piece in pieces if piece.kind != "old") == " ".join(new)
    changes = compare_blocks([Block(word) for word in old], [Block(word) for word in new])
    assert changes


def test_a_long_report_with_one_change_is_still_told_exactly() -> None:
    old = [Block(f"row {n}") if n % 2 else Block("–") for n in range(20_000)]
    new = [*old[:9_000], Block("another row"), *old[9_001:]]
    assert [(change.old, change.new) for change in compare_blocks(old, new)] == [("–", ""), ("", "another row")]
