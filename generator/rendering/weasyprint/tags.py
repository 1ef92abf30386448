"""The tag tree of a PDF, made from the HTML in place of WeasyPrint's own. Called by `weasyprint`; made for WeasyPrint 70.

Why its own tree isn't kept: it marks no language but the document's, gives no TH its Scope, makes a table of two columns of
text, a figure of every bar, and of each table, list or paragraph that crosses a page one a page; header rows that are
repeated are read again, running heads and feet are not artifacts, and letters that share a glyph are read as each other.
Used of WeasyPrint's inside: the boxes of a page, and which of them was drawn as which marked content.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree.ElementTree import Element

import pydyf
from msgspec import Struct, field
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf import tags as weasyprint_tags

from generator.rendering.weasyprint.content import Content, MarkedPage, mark_content, read_meanings

POINTS_PER_PIXEL = 0.75
_ROLES = {
    "a": "Link",
    "blockquote": "BlockQuote",
    "caption": "Caption",
    "div": "Div",
    "figcaption": "Caption",
    "figure": "Figure",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "header": "Div",
    "li": "LBody",
    "ol": "L",
    "p": "P",
    "section": "Sect",
    "table": "Table",
    "tbody": "TBody",
    "td": "TD",
    "th": "TH",
    "thead": "THead",
    "tr": "TR",
    "ul": "L",
}
_TABLE_PARTS = frozenset({"table", "tbody", "td", "thead", "tr"})
_ORDER_IN_TABLE = ("Caption", "THead", "TBody")
_KEPT_EMPTY = frozenset({"TD", "TH"})


class LinkPlace(Struct, frozen=True):
    """The area of a link on a page, one for each line that the link takes."""

    page: int
    annotation: Any


class Tag(Struct, eq=False):
    """An element of the tag tree."""

    role: str
    lang: str
    element: Element | None = None
    entries: dict[str, Any] = field(default_factory=dict)
    """Entries of its dictionary beside those that every element has."""
    kids: list[Tag | Content | LinkPlace] = field(default_factory=list)

    def tidy(self) -> bool:
        """Put it in order; true where something is left once all that is empty has gone: lines to write on hold no text."""
        self.kids = [kid for kid in self.kids if not isinstance(kid, Tag) or kid.tidy()]
        if self.role == "Table":
            # A first row longer than a page is shown without its header, which then comes after it.
            self.kids.sort(key=lambda kid: _ORDER_IN_TABLE.index(kid.role) if isinstance(kid, Tag) else -1)
        return bool(self.kids) or self.role in _KEPT_EMPTY


class TagTree:
    """Tags for the elements of one HTML document, in the order in which its pages show them."""

    def __init__(self, html: Element) -> None:
        self.root = Tag("Document", html.get("lang", ""))
        self.artifacts: dict[Content, dict[str, str]] = {}
        self._parents = {child: parent for parent in html.iter() for child in parent}
        self._tags: dict[Element, Tag] = {html: self.root}
        self._items: dict[Element, Tag] = {}
        self._first_pages: dict[Element, int] = {}

    def add_page(self, number: int, page: MarkedPage) -> None:
        """Tag all that `page` shows."""
        self._add_box(page.box, number, page, {})

    def _add_box(self, box: Any, number: int, page: MarkedPage, artifact: dict[str, str]) -> None:
        if isinstance(box, AbsolutePlaceholder):
            box = box._box  # noqa: SLF001 (what the placeholder stands for)
        artifact = artifact or self._tell_artifact(box, number)
        element = box.element
        if element is not None and not isinstance(box, boxes.PageBox | boxes.MarginBox) and not artifact:
            self._add_element(box, number, page)
        elif box in page.marks:
            self.artifacts[Content(number, page.marks[box])] = artifact
        for child in box.children if isinstance(box, boxes.ParentBox) else ():
            self._add_box(child, number, page, artifact)

    def _add_element(self, box: Any, number: int, page: MarkedPage) -> None:
        tag = self._label(box.element) if str(box.element_tag) == "li::marker" else self._tag(box.element)
        if box.link_annotation:
            tag.kids.append(LinkPlace(number, box.link_annotation))
        if box in page.marks:
            tag.kids.append(Content(number, page.marks[box]))
            if isinstance(box, boxes.ReplacedBox):
                tag.entries["A"] = pydyf.Dictionary({"O": "/Layout", "BBox": _bounds(box, page)})

    def _tell_artifact(self, box: Any, page: int) -> dict[str, str]:
        """Which artifact begins with `box`: a running head or foot, a repeated header row, a drawing that adds nothing."""
        if isinstance(box, boxes.MarginBox):
            return {"Type": "/Pagination", "Subtype": "/Header" if box.at_keyword.startswith("@top") else "/Footer"}
        if isinstance(box, boxes.TableRowGroupBox) and box.is_header and self._first_pages.setdefault(box.element, page) != page:
            return {"Type": "/Pagination"}
        if isinstance(box, boxes.ReplacedBox) and self._tag(self._parents[box.element]).role != "Figure":
            return {"Type": "/Layout"}
        return {}

    def _tag(self, element: Element) -> Tag:
        """The tag that the text of `element` belongs to: its own, or that of what it stands in."""
        if element in self._tags:
            return self._tags[element]
        parent = self._tag(self._parents[element])
        lang = element.get("lang", parent.lang)
        role = self._role(element) or ("Span" if lang != parent.lang else "")
        tag = parent
        if role:
            tag = Tag(role, lang, element, _describe(element, role))
            if lang != parent.lang:
                tag.entries["Lang"] = pydyf.String(lang)
            parent.kids.append(self._wrap_item(element, tag) if element.tag == "li" else tag)
        self._tags[element] = tag
        return tag

    def _role(self, element: Element) -> str:
        if element.tag in _TABLE_PARTS and self._is_layout(element):
            return "" if element.tag in {"tbody", "thead"} else "Div"
        return _ROLES.get(element.tag, "")

    def _is_layout(self, element: Element) -> bool:
        """Whether it is part of a table without header cells, which only places things side by side."""
        table = element
        while table.tag != "table":
            table = self._parents[table]
        return table.find(".//th") is None

    def _wrap_item(self, element: Element, body: Tag) -> Tag:
        self._items[element] = Tag("LI", body.lang, None, {}, [body])
        return self._items[element]

    def _label(self, element: Element) -> Tag:
        """The tag of a list item's number or bullet."""
        self._tag(element)
        item = self._items[element]
        first = item.kids[0]
        if isinstance(first, Tag) and first.role == "Lbl":
            return first
        label = Tag("Lbl", item.lang)
        item.kids.insert(0, label)
        return label


@contextmanager
def leave_out_tags() -> Iterator[None]:
    """Keep WeasyPrint from making a tag tree while it lasts, since it would be dropped: a tenth of all its work."""

    def forget(*arguments: Any) -> tuple[()]:
        marks = arguments[-1]
        marks.clear()
        return ()

    plain = weasyprint_tags._build_box_tree  # noqa: SLF001 (what makes the tags of a page)
    weasyprint_tags._build_box_tree = forget  # noqa: SLF001
    try:
        yield
    finally:
        weasyprint_tags._build_box_tree = plain  # noqa: SLF001


def write_tags(pdf: pydyf.PDF, html: Element, pages: Sequence[MarkedPage], fonts: Sequence[Any]) -> None:
    """Put the tag tree in the place of WeasyPrint's."""
    _drop_tags(pdf)
    tree = TagTree(html)
    for number, page in enumerate(pages):
        tree.add_page(number, page)
    tree.root.tidy()
    meanings = read_meanings(fonts)
    numbers = [mark_content(page, number, tree.artifacts, meanings) for number, page in enumerate(pages)]
    _Writer(pdf, numbers).write(tree.root)


def _drop_tags(pdf: pydyf.PDF) -> None:
    """Take away the objects of WeasyPrint's tag tree, and the metadata that follows them: the last ones it made."""
    root = int(pdf.catalog["StructTreeRoot"].split()[0])
    parents = root - 1
    if "Nums" not in pdf.objects[parents] or pdf.catalog["Metadata"] != pdf.objects[-1].reference:
        message = "the objects of the PDF are not in the order of WeasyPrint 70"
        raise RuntimeError(message)
    del pdf.objects[parents:]


class _Writer:
    """Makes PDF objects of tags, and the tree that leads from content back to them."""

    def __init__(self, pdf: pydyf.PDF, numbers: Sequence[dict[int, int]]) -> None:
        self._pdf = pdf
        self._pages = pdf.page_references
        self._numbers = numbers
        self._owners: list[dict[int, bytes]] = [{} for _ in numbers]
        self._link_owners: list[bytes] = []

    def write(self, root: Tag) -> None:
        """Add the whole tree to the PDF."""
        top = pydyf.Dictionary({"Type": "/StructTreeRoot"})
        self._pdf.add_object(top)
        top["K"] = pydyf.Array([self._write_tag(root, top.reference)])
        parents = pydyf.Dictionary({"Nums": pydyf.Array(self._list_owners())})
        self._pdf.add_object(parents)
        top["ParentTree"] = parents.reference
        top["ParentTreeNextKey"] = len(self._pages) + len(self._link_owners)
        self._pdf.catalog["StructTreeRoot"] = top.reference

    def _list_owners(self) -> Iterator[Any]:
        for page, owners in enumerate(self._owners):
            yield page
            yield pydyf.Array([owners[number] for number in sorted(owners)])
        for number, owner in enumerate(self._link_owners, start=len(self._pages)):
            yield number
            yield owner

    def _write_tag(self, tag: Tag, parent: bytes) -> bytes:
        item = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent, **tag.entries})
        self._pdf.add_object(item)
        page = next((kid.page for kid in tag.kids if isinstance(kid, Content)), None)
        if page is not None:
            item["Pg"] = self._pages[page]
        if tag.kids:
            item["K"] = pydyf.Array([self._write_kid(kid, tag, page, item.reference) for kid in tag.kids])
        return bytes(item.reference)

    def _write_kid(self, kid: Tag | Content | LinkPlace, tag: Tag, page: int | None, owner: bytes) -> Any:
        if isinstance(kid, Tag):
            return self._write_tag(kid, owner)
        if isinstance(kid, LinkPlace):
            return self._write_link(kid, tag, owner)
        number = self._numbers[kid.page][kid.number]
        self._owners[kid.page][number] = owner
        if kid.page == page:
            return number
        return pydyf.Dictionary({"Type": "/MCR", "Pg": self._pages[kid.page], "MCID": number})

    def _write_link(self, link: LinkPlace, tag: Tag, owner: bytes) -> Any:
        link.annotation["StructParent"] = len(self._pages) + len(self._link_owners)
        link.annotation["Contents"] = pydyf.String(
            " ".join("".join(tag.element.itertext() if tag.element is not None else "").split())
        )
        self._link_owners.append(owner)
        return pydyf.Dictionary({"Type": "/OBJR", "Obj": link.annotation.reference, "Pg": self._pages[link.page]})


def _describe(element: Element, role: str) -> dict[str, Any]:
    """What a tag says of its element beside its role."""
    if role in {"TH", "TD"}:
        attributes = {"O": "/Table"}
        if role == "TH":
            attributes["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        spans = {"ColSpan": element.get("colspan", "1"), "RowSpan": element.get("rowspan", "1")}
        attributes |= {name: value for name, value in spans.items() if value != "1"}
        return {"A": pydyf.Dictionary(attributes)} if len(attributes) > 1 else {}
    if role == "L":
        return {"A": pydyf.Dictionary({"O": "/List", "ListNumbering": "/Decimal" if element.tag == "ol" else "/Disc"})}
    if role == "Figure":
        return {"Alt": pydyf.String(next(part.get("aria-label", "") for part in element if part.get("role") == "img"))}
    return {}


def _bounds(box: Any, page: MarkedPage) -> pydyf.Array:
    """Where a drawing stands: left, bottom, right, top in points from the lower left corner of the page."""
    left, top = box.content_box_x(), box.content_box_y()
    corners = (left, page.height - top - box.height, left + box.width, page.height - top)
    return pydyf.Array([round(value * POINTS_PER_PIXEL, 3) for value in corners])
