"""Tagged PDFs as parts with roles, read as a screen reader does. Called by `files`.

Source: ISO 32000-1:2008, 14.7 (logical structure) and 14.8 (tagged PDF).
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

from generator.files.pdf_streams import StreamReader, open_pdf
from generator.provenance.compare.blocks import Node, Room
from generator.provenance.compare.pdf_pages import PageReader

_BODY = "Sect"
_SILENT = frozenset({"Lbl"})
"""The numbers and bullets of lists."""
_ROLES = frozenset({*(f"H{level}" for level in range(1, 7)), "P", "LI", "TR", "TH", "TD", "Caption", "Figure", "Span"})
_INLINE = frozenset({"Link", "Em", "Strong", "Quote", "Annot", "Reference"})


def read_pdf(data: bytes) -> Node:
    """What a PDF says: the body of one of ours, without its letterhead; else all that is tagged.

    Raises:
        ValueError: it has no tags, or can't be read.
    """
    try:
        with open_pdf(data) as pdf:
            reader = _TagReader(pdf)
            tops = [reader.read(tag, 0) for tag in reader.list_tops()]
    except (
        pikepdf.PdfError,
        pikepdf.PasswordError,
        AttributeError,
        KeyError,
        IndexError,
        TypeError,
        OverflowError,
        RuntimeError,
        OSError,
    ) as problem:
        raise ValueError from problem
    body = [kid for top in tops for kid in top.kids if isinstance(kid, Node) and kid.role == _BODY]
    return Node("Div", [*(body or tops)])


class _TagReader:
    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._root = pdf.Root.StructTreeRoot
        self._roles = self._root.get("/RoleMap", pikepdf.Dictionary())
        self._pages = {page.obj.objgen: page for page in pdf.pages}
        self._streams, self._room = StreamReader(), Room()
        self._contents: dict[tuple[int, int], dict[int, str]] = {}

    def list_tops(self) -> list[pikepdf.Object]:
        """The tags that stand in no other."""
        return _list_kids(self._root)

    def read(self, tag: pikepdf.Object, depth: int) -> Node:
        """A tag and all in it."""
        self._room.check_depth(depth)
        self._room.take()
        role = str(self._roles.get(str(tag.S), tag.S))[1:]
        if role in _SILENT:
            return Node("Span")
        if role == "Figure":
            return Node("Div", list(self._read_figure(tag, depth)))
        name = role if role in _ROLES or role == _BODY else "Span" if role in _INLINE else "Div"
        return Node(name, list(self._read_kids(tag, depth)))

    def _read_kids(self, tag: pikepdf.Object, depth: int) -> Iterator[Node | str]:
        for kid in _list_kids(tag):
            kind = str(kid.get("/Type", "/StructElem")) if isinstance(kid, pikepdf.Dictionary) else ""
            if kind == "/StructElem":
                yield self.read(kid, depth + 1)
            elif kind != "/OBJR":
                page, number = (kid.get("/Pg", tag.get("/Pg", kid)), kid.MCID) if kind else (tag.Pg, kid)
                yield self._room.take(self._find(page.objgen).get(int(number), ""))

    def _read_figure(self, tag: pikepdf.Object, depth: int) -> Iterator[Node]:
        """A drawing, which says what stands in its Alt, and its caption before or after it."""
        drawn = iter([Node("Figure", [self._room.take(str(tag.get("/Alt", "")).strip())])])
        for kid in self._read_kids(tag, depth):
            if isinstance(kid, Node) and kid.role == "Caption":
                yield kid
            else:
                yield from drawn
        yield from drawn

    def _find(self, page: tuple[int, int]) -> dict[int, str]:
        """What is shown on a page, which is read once."""
        if page not in self._contents:
            self._contents[page] = PageReader(self._pages[page], self._streams).read()
        return self._contents[page]


def _list_kids(tag: pikepdf.Object) -> list[pikepdf.Object]:
    kids = tag.get("/K", pikepdf.Array())
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
