"""Word files and slides as parts with roles. Called by `files`.

Source: ECMA-376 part 1, 17 and 19 to 21.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from generator.files.pdf_streams import TooLargeError
from generator.files.zip_parts import DAMAGED, read_part
from generator.provenance.compare.blocks import Node, Room

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_BREAKS = frozenset({f"{_W}br", f"{_W}tab", f"{_W}cr", f"{_A}br"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum"})
_SENDER = 10
"""Placeholders of a layout's own begin with this number; the only one is the sender on the first slide."""
_LARGEST = 50_000_000
"""Bytes that all parts that are read may become together; in memory they take ten times as much."""
WORD, SLIDES = "word/document.xml", "ppt/presentation.xml"


class _Parts:
    """The parts of an Office file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._file = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as problem:
            raise ValueError from problem
        self._left = _LARGEST

    def read(self, name: str) -> etree._Element:
        """The root of a part.

        Raises:
            TooLargeError: with all that was read before it is too large.
            ValueError: it isn't there, or damaged.
        """
        try:
            self._take(name)
            part = read_part(self._file, name, _LARGEST)
            return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        except TooLargeError:
            raise
        except (*DAMAGED, etree.XMLSyntaxError) as problem:
            raise ValueError from problem

    def _take(self, name: str) -> None:
        self._left -= self._file.getinfo(name).file_size
        if self._left < 0:
            raise TooLargeError

    def find_target(self, name: str, relation: str) -> str:
        """The part that another calls by an id."""
        folder, file = posixpath.split(name)
        for link in self.read(f"{folder}/_rels/{file}.rels"):
            if link.get("Id") == relation:
                return posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        raise ValueError


def read_word(data: bytes) -> Node:
    """What the body of a Word file says, with headings by their styles.

    Raises:
        ValueError: it can't be read.
    """
    parts = _Parts(data)
    body = parts.read(WORD).find(f"{_W}body")
    if body is None:
        raise ValueError
    return Node("Div", list(_read_blocks(body, Room(), 0)))


def _read_blocks(parent: etree._Element, room: Room, depth: int) -> Iterator[Node | str]:
    room.check_depth(depth)
    for element in parent:
        room.take()
        if element.tag == f"{_W}p":
            yield from _read_paragraph(element, room)
        elif element.tag == f"{_W}tr":
            yield Node("TR", list(_read_blocks(element, room, depth + 1)))
        elif element.tag == f"{_W}tc":
            yield Node("TD", list(_read_blocks(element, room, depth + 1)))
        elif element.find(f"{_W}sdtPr/{_W}docPartObj") is not None:
            continue  # a table of contents says again what headings say
        elif element.tag in {f"{_W}tbl", f"{_W}sdt", f"{_W}sdtContent"}:
            yield Node("Div", list(_read_blocks(element, room, depth + 1)))


def _read_paragraph(paragraph: etree._Element, room: Room) -> Iterator[Node]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    level = re.fullmatch(r"Heading([1-6])", style.get(f"{_W}val", "") if style is not None else "")
    yield Node(f"H{level[1]}" if level else "P", [room.take(_read_text(paragraph))])
    described = [room.take(picture.get("descr", "")) for picture in paragraph.iter(_PICTURE)]
    yield from (Node("Figure", [text]) for text in described if text)


def _read_text(paragraph: etree._Element) -> str:
    """The text of a paragraph; a box to tick and an empty field are none, nor is what tracked changes took away."""
    boxes = {run for box in paragraph.iter(f"{_W14}checkbox", f"{_W}showingPlcHdr") for run in _enclose(box).iter(f"{_W}r")}
    texts = []
    for run in paragraph.iter(f"{_W}r"):
        if run not in boxes:
            for part in run:
                if part.tag == f"{_W}t":
                    texts.append(part.text or "")
                elif part.tag in _BREAKS:
                    texts.append(" ")
                elif part.tag == f"{_W}noBreakHyphen":
                    texts.append("-")
    return "".join(texts)


def _enclose(box: etree._Element) -> etree._Element:
    """The control that a box to tick, or the mark of an empty field, belongs to."""
    for parent in box.iterancestors(f"{_W}sdt"):
        return parent
    return box


def read_slides(data: bytes) -> Node:
    """What slides say, each under its title, without what stands at their feet.

    Raises:
        ValueError: they can't be read.
    """
    parts = _Parts(data)
    names = [parts.find_target(SLIDES, slide.get(f"{_R}id", "")) for slide in parts.read(SLIDES).iter(f"{_P}sldId")]
    room = Room()
    return Node("Div", [_read_slide(parts.read(name), number, room) for number, name in enumerate(names)])


def _read_slide(slide: etree._Element, number: int, room: Room) -> Node:
    shapes: list[Node | str] = []
    for shape in slide.iterfind(f"{_P}cSld/{_P}spTree/*"):
        place = next(shape.iter(f"{_P}ph"), None)
        kind = place.get("type", "obj") if place is not None else ""
        index = place.get("idx", "0") if place is not None else "0"
        if kind in _FURNITURE or (index.isdigit() and int(index) > _SENDER):
            continue
        if kind in {"title", "ctrTitle"}:
            words = " ".join(_read_line(paragraph, room) for paragraph in shape.iter(f"{_A}p"))
            shapes.append(Node("H2" if number else "H1", [words]))
        elif shape.tag == f"{_P}pic":
            shapes += [Node("Figure", [room.take(picture.get("descr", ""))]) for picture in shape.iter(f"{_P}cNvPr")]
        elif next(shape.iter(f"{_A}tbl"), None) is not None:
            shapes += [Node("TR", [_read_cell(cell, room) for cell in row.iter(f"{_A}tc")]) for row in shape.iter(f"{_A}tr")]
        else:
            shapes += [Node("P", [_read_line(paragraph, room)]) for paragraph in shape.iter(f"{_A}p")]
    return Node("Div", shapes)


def _read_cell(cell: etree._Element, room: Room) -> Node:
    return Node("TD", [Node("P", [_read_line(paragraph, room)]) for paragraph in cell.iter(f"{_A}p")])


def _read_line(paragraph: etree._Element, room: Room) -> str:
    return room.take("".join(" " if part.tag in _BREAKS else part.text or "" for part in paragraph.iter(f"{_A}t", f"{_A}br")))
