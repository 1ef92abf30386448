"""Web pages as parts with roles. Called by `files`."""

from __future__ import annotations

from lxml import etree, html

from generator.files.pdf_streams import TooLargeError
from generator.provenance.compare.blocks import Node, Room
from generator.text.tree import Element

_ROLES = {
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    "p": "P", "li": "LI", "tr": "TR", "th": "TH", "td": "TD", "caption": "Caption", "figcaption": "Caption",
    "a": "Span", "em": "Span", "strong": "Span", "span": "Span", "b": "Span", "i": "Span",
}  # fmt: skip
_LARGEST = 30_000_000
"""Bytes of a page; in memory it takes ten times as much."""
_SILENT = frozenset({"script", "style", "nav", "header", "footer", "head", "title", "colgroup", "select"})

_WORDS = "words"
"""A list that says for narrow screens what a drawing beside it says."""


def read_page(data: bytes) -> Node:
    """What a page says: its main part, or all of it where it doesn't say which that is.

    Raises:
        TooLargeError: no page of ours comes near.
        ValueError: nothing can be read.
    """
    if len(data) > _LARGEST:
        raise TooLargeError
    data.decode()
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    try:
        page = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as problem:
        raise ValueError from problem
    if b"\0" in data or parser.error_log.filter_from_fatals():
        # Mistakes are mended, but here a part of the page was left out.
        raise ValueError
    main = next(page.iter("main"), None)
    return _read(page if main is None else main, Room())


def read_tree(tree: Element) -> Node:
    """What the tree of a document says that no file has been made of."""
    if tree.tag == "svg":
        return Node("Figure", [tree.title]) if tree.title else Node("Span")
    if tree.tag == "br":
        return Node("Span", [" "])
    if "notes" in tree.classes:
        return Node("Span")
    return Node(_ROLES.get(tree.tag, "Div"), [kid if isinstance(kid, str) else read_tree(kid) for kid in tree.children])


def _read(element: etree._Element, room: Room) -> Node:
    if not isinstance(element.tag, str) or element.tag in _SILENT or element.get("class") == _WORDS:
        return Node("Span")
    tag = etree.QName(element).localname
    if tag == "svg":
        label = element.get("aria-label", "")
        return Node("Figure", [room.take(label)]) if label and element.get("aria-hidden") != "true" else Node("Span")
    if tag == "br":
        return Node("Span", [" "])
    node = Node(_ROLES.get(tag, "Div"), [room.take(element.text or "")])
    for kid in element:
        node.kids += [_read(kid, room), room.take(kid.tail or "", 0)]
    return node
