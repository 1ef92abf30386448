"""What Typst leaves out of the tag tree: the text as a section, header cells, names of links, captions. For `finishing`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from generator.rendering.typst.objects import Objects, read_dictionary, read_text, write_dictionary, write_text
from generator.text.tree import Document, Element

_LAYOUT_KINDS = frozenset({"figures", "references", "signatures"})
"""Kinds of tables that are laid out as columns, and so are no tables in the tag tree."""
_TAG = re.compile(rb"<</Type/StructElem/S/(\w+)/P (\d+) 0 R(.*)/K\[([\w /<>]*)\](/Pg \d+ 0 R)?>>", re.DOTALL)
"""A tag as Typst writes it: what stands at its ends is no text, so that nothing within a text is taken for it."""
_CELL = b"/A[<</O/Table"
"""How begins what Typst says of a cell, after all else."""
_AREA = re.compile(rb"<<.*?>>")
"""A part of a tag that is no tag: content of another page, or the area of a link."""
_KID = re.compile(rb"(\d+) 0 R")
_LINK_AREA = re.compile(rb"/Type/OBJR[^>]*/Obj (\d+) 0 R")


class _Tag(Struct, eq=False):
    """An element of the tag tree."""

    number: int
    role: bytes
    parent: int
    said: bytes
    """What it says beside the rest."""
    kids: bytes
    page: bytes

    def write(self) -> bytes:
        """The object that it is."""
        return b"<</Type/StructElem/S/%b/P %d 0 R%b/K[%b]%b>>" % (self.role, self.parent, self.said, self.kids, self.page)


class _TagTree:
    """The tags of a PDF, each read when it is asked for."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._tags: dict[int, _Tag] = {}

    def read(self, number: int) -> _Tag:
        """The tag with a number."""
        if number not in self._tags:
            found = _TAG.fullmatch(self._objects[number])
            if not found:
                message = "a tag of the PDF isn't written as Typst writes it"
                raise ValueError(message)
            self._tags[number] = _Tag(number, found[1], int(found[2]), found[3], found[4], found[5] or b"")
        return self._tags[number]

    def list_kids(self, tag: _Tag) -> list[_Tag]:
        """The tags in a tag."""
        kids = _AREA.sub(b"", tag.kids) if b"<<" in tag.kids else tag.kids
        return [self.read(int(number)) for number in _KID.findall(kids)]

    def walk(self, tag: _Tag) -> Iterator[_Tag]:
        """A tag and all tags in it, in reading order."""
        yield tag
        for kid in self.list_kids(tag):
            yield from self.walk(kid)

    def find_root(self) -> _Tag:
        """The tag that holds all others."""
        catalog = read_dictionary(self._objects[self._objects.root])
        top = read_dictionary(self._objects[int(catalog[b"StructTreeRoot"].split()[0])])
        return self.read(int(_KID.findall(top[b"K"])[0]))

    def wrap_body(self) -> _Tag:
        """The section that is made of all that follows the letterhead, which comes first."""
        root = self.find_root()
        if not (tags := self.list_kids(root)):
            return root
        letterhead, *rest = tags
        number = self._objects.add(b"")
        section = _Tag(number, b"Sect", root.number, b"", _refer(*rest), b"")
        self._tags[number] = section
        for tag in rest:
            tag.parent = number
        root.kids = _refer(letterhead, section)
        return section

    def head_cells(self, tag: _Tag, table: Element) -> bool:
        """Say of each cell of a table what it heads; a simple table needs no list of its headers in each cell.

        Returns whether it is that table.
        """
        rows = [self.list_kids(row) for row in self.walk(tag) if row.role == b"TR"]
        shown = [row.elements for row in table.find_all("tr")]
        # A row that was too short has a cell more.
        if len(rows) != len(shown) or any(len(row) < len(cells) for row, cells in zip(rows, shown, strict=True)):
            return False
        for row, cells in zip(rows, shown, strict=True):
            for cell, element in zip(row, cells, strict=False):
                attributes = b"/O/Table"
                if element.tag == "th":
                    cell.role = b"TH"
                    attributes += b"/Scope/Row" if element.attributes.get("scope") == "row" else b"/Scope/Column"
                if "colspan" in element.attributes:
                    attributes += b"/ColSpan %d" % int(element.attributes["colspan"])
                cell.said = b"%b/A<<%b>>" % (cell.said.partition(_CELL)[0], attributes)
        return True

    def name_link(self, tag: _Tag, link: Element) -> bool:
        """Call the areas of a link by its text, and not by its address. Returns whether it is that link."""
        areas = {int(number): read_dictionary(self._objects[int(number)]) for number in _LINK_AREA.findall(tag.kids)}
        if any(_read_address(area) != link.attributes["href"] for area in areas.values()):
            return False
        text = " ".join(link.text().split())
        for number, area in areas.items() if text else ():
            self._objects[number] = write_dictionary(area | {b"Contents": write_text(text)})
        return True

    def place_caption(self, tag: _Tag, figure: Element) -> bool:
        """Make the caption a part of its figure: before what is drawn, or after it. Returns whether it is that figure."""
        alternative = read_dictionary(b"<<%b>>" % tag.said).get(b"Alt", b"()")
        if read_text(alternative) != " ".join(next(figure.find_all("svg")).title.split()):
            return False
        parent = self.read(tag.parent)
        caption = next((kid for kid in self.list_kids(parent) if kid.role == b"Caption"), None)
        if caption is not None:
            parent.kids = _refer(tag)
            caption.parent = tag.number
            parts = (_refer(caption), tag.kids) if figure.elements[0].tag == "figcaption" else (tag.kids, _refer(caption))
            tag.kids = b" ".join(parts)
        return True

    def save(self) -> None:
        """Put the tags back among the objects."""
        for number, tag in self._tags.items():
            self._objects[number] = tag.write()


def complete_tags(objects: Objects, document: Document) -> None:
    """Complete the tag tree of a document's PDF.

    Source: ISO 14289-1:2014, 7.5 (header cells) and 7.18.5 (links).

    Raises:
        ValueError: a tag isn't written as Typst writes it.
    """
    tree = _TagTree(objects)
    section = tree.wrap_body()
    tables = (table for table in document.body.find_all("table") if not table.classes & _LAYOUT_KINDS)
    complete = {
        b"Table": (tree.head_cells, list(tables)),
        b"Link": (tree.name_link, list(document.body.find_all("a"))),
        b"Figure": (tree.place_caption, list(document.body.find_all("figure"))),
    }
    for tag in list(tree.walk(section)):
        if tag.role in complete:
            add, shown = complete[tag.role]
            if shown and add(tag, shown[0]):  # a region's layout may show more than the text does
                del shown[0]
    tree.save()


def _refer(*tags: _Tag) -> bytes:
    """Tags as they are named where they stand."""
    return b" ".join(b"%d 0 R" % tag.number for tag in tags)


def _read_address(area: dict[bytes, bytes]) -> str:
    """Where the area of a link leads; nothing where that isn't an address."""
    return read_text(read_dictionary(area[b"A"]).get(b"URI", b"()")) if b"A" in area else ""
