"""What Typst leaves out of the tag tree: the text as a section, cells that head their rows, what links are called. For `writer`."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from generator.text.tree import Document, Element

_LAYOUT_KINDS = frozenset({"figures", "references", "signatures"})
"""Kinds of tables that are laid out as columns, and so are no tables in the tag tree."""


def write_tags(data: bytes, document: Document) -> bytes:
    """The PDF of a document with its tag tree completed.

    Source: ISO 14289-1:2014, 7.5 (header cells) and 7.18.5 (links).
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        top = pdf.Root.StructTreeRoot.K
        root = top[0] if isinstance(top, Array) else top
        _wrap_body(pdf, root)
        tags = list(_walk(root))
        shown = [table for table in document.body.find_all("table") if not table.classes & _LAYOUT_KINDS]
        for tag, table in zip((tag for tag in tags if Name.Table == tag.S), shown, strict=True):
            _head_rows(tag, table)
        finished = io.BytesIO()
        pdf.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()


def _wrap_body(pdf: pikepdf.Pdf, root: Dictionary) -> None:
    """Make a section of all that follows the letterhead, which is the first."""
    letterhead, *rest = root.K
    section = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=root, K=Array(rest)))
    for tag in rest:
        tag.P = section
    root.K = Array([letterhead, section])


def _walk(tag: Dictionary) -> Iterator[Dictionary]:
    yield tag
    kids = tag.get("/K", Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield from _walk(kid)


def _head_rows(tag: Dictionary, table: Element) -> None:
    """Say of each cell what it heads, and leave out what looks alone say."""
    if "/A" in tag:
        tag.A = [each for each in tag.A if Name.Layout == each.O]
    rows = (row for row in _walk(tag) if row.S == Name.TR)
    for row, shown in zip(rows, table.find_all("tr"), strict=True):
        for cell, element in zip(row.K, shown.elements, strict=True):
            cell.S = Name.TH if element.tag == "th" else Name.TD
            attributes = Dictionary(O=Name.Table)
            if element.tag == "th":
                attributes.Scope = Name.Row if element.attributes.get("scope") == "row" else Name.Column
            if "colspan" in element.attributes:
                attributes.ColSpan = int(element.attributes["colspan"])
            cell.A = attributes
