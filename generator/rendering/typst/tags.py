"""What Typst leaves out of the tag tree: the text as a section, header cells, names of links, captions. For `finishing`."""

from __future__ import annotations

from collections.abc import Iterator

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from generator.text.tree import Document, Element

_LAYOUT_KINDS = frozenset({"figures", "references", "signatures"})
"""Kinds of tables that are laid out as columns, and so are no tables in the tag tree."""


def complete_tags(pdf: Pdf, document: Document) -> None:
    """Complete the tag tree of a document's PDF.

    Source: ISO 14289-1:2014, 7.5 (header cells) and 7.18.5 (links).
    """
    top = pdf.Root.StructTreeRoot.K
    section = _wrap_body(pdf, top[0] if isinstance(top, Array) else top)
    tables = (table for table in document.body.find_all("table") if not table.classes & _LAYOUT_KINDS)
    complete = {
        "/Table": (_head_cells, list(tables)),
        "/Link": (_name_link, list(document.body.find_all("a"))),
        "/Figure": (_place_caption, list(document.body.find_all("figure"))),
    }
    for tag in list(_walk(section)):
        role = str(tag.S)
        if role in complete:
            add, shown = complete[role]
            if shown and add(tag, shown[0]):  # a region's layout may show more than the text does
                del shown[0]


def _walk(tag: Object) -> Iterator[Object]:
    """A tag and all tags in it, in reading order."""
    yield tag
    for kid in _list_kids(tag):
        yield from _walk(kid)


def _list_kids(tag: Object) -> list[Object]:
    """The tags in a tag."""
    kids = tag.get("/K")
    if isinstance(kids, Array):
        return [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
    return [kids] if isinstance(kids, Dictionary) and "/S" in kids else []


def _head_cells(tag: Object, table: Element) -> bool:
    """Say of each cell of a table what it heads; a simple table needs no list of its headers in each cell.

    Returns whether it is that table.
    """
    rows = [_list_kids(row) for row in _walk(tag) if row.S == Name.TR]
    shown = [row.elements for row in table.find_all("tr")]
    # A row that was too short has a cell more.
    if len(rows) != len(shown) or any(len(row) < len(cells) for row, cells in zip(rows, shown, strict=True)):
        return False
    for row, cells in zip(rows, shown, strict=True):
        for cell, element in zip(row, cells, strict=False):
            attributes = Dictionary(O=Name.Table)
            if element.tag == "th":
                cell.S = Name.TH
                attributes.Scope = Name.Row if element.attributes.get("scope") == "row" else Name.Column
            if "colspan" in element.attributes:
                attributes.ColSpan = int(element.attributes["colspan"])
            cell.A = attributes
    return True


def _name_link(tag: Object, link: Element) -> bool:
    """Call the areas of a link by its text, and not by its address. Returns whether it is that link."""
    areas = [kid.Obj for kid in tag.K if isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR]
    if any(str(area.A.URI) != link.attributes["href"] for area in areas):
        return False
    text = " ".join(link.text().split())
    for area in areas if text else ():
        area.Contents = String(text)
    return True


def _place_caption(tag: Object, figure: Element) -> bool:
    """Make the caption a part of its figure: before what is drawn, or after it. Returns whether it is that figure."""
    if str(tag.get("/Alt", "")) != " ".join(next(figure.find_all("svg")).title.split()):
        return False
    caption = next((kid for kid in _list_kids(tag.P) if Name.Caption == kid.S), None)
    if caption is not None:
        tag.P.K = Array([tag])
        caption.P = tag
        drawn = list(tag.K) if isinstance(tag.K, Array) else [tag.K]
        tag.K = Array([caption, *drawn] if figure.elements[0].tag == "figcaption" else [*drawn, caption])
    return True


def _wrap_body(pdf: Pdf, root: Object) -> Object:
    """The section that is made of all that follows the letterhead, which comes first."""
    if not (tags := _list_kids(root)):
        return root
    letterhead, *rest = tags
    section = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Sect, P=root, K=Array(rest)))
    for tag in rest:
        tag.P = section
    root.K = Array([letterhead, section])
    return section
