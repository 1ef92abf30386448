"""Finds what a PDF shows outside of its tag tree."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf

_PAINTING = frozenset(["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do"]) | {"INLINE IMAGE"}
_MARKING = frozenset({"BMC", "BDC"})

Mark = tuple[int, int]
"""The page, by the number of its object, and the number of the marked content on it."""


def check_content(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is painted and neither tagged nor an artifact, and what is marked for a tag that isn't there."""
    tagged, linked = set(), set()
    for kind, mark in _list_marks(pdf.Root.StructTreeRoot, None):
        (tagged if kind == "content" else linked).add(mark)
    for number, page in enumerate(pdf.pages, start=1):
        for mark in _list_content(page):
            if mark is None:
                yield f"page {number}: something is neither tagged nor an artifact"
            elif (page.obj.objgen[0], mark) not in tagged:
                yield f"page {number}: what is marked as {mark} is in no tag"
        for annotation in page.get("/Annots", ()):
            if annotation.objgen not in linked:
                yield f"page {number}: a link is in no tag"


def _list_content(page: pikepdf.Page) -> Iterator[int | None]:
    """The numbers of marked content; `None` once where something stands outside of it."""
    marks: list[bool] = []
    outside = False
    for operands, operator in pikepdf.parse_content_stream(page):
        name = str(operator)
        if name in _MARKING:
            number = _read_number(page, operands)
            if number is not None:
                yield number
            marks.append(number is not None or str(operands[0]) == "/Artifact")
        elif name == "EMC":
            marks.pop()
        elif name in _PAINTING and not any(marks) and not outside:
            outside = True
            yield None


def _read_number(page: pikepdf.Page, operands: list[pikepdf.Object]) -> int | None:
    properties = operands[1] if len(operands) > 1 else pikepdf.Dictionary()
    if isinstance(properties, pikepdf.Name):
        properties = page.Resources.Properties[properties]
    return int(properties.MCID) if "/MCID" in properties else None


def _list_marks(item: pikepdf.Object, page: pikepdf.Object | None) -> Iterator[tuple[str, Mark]]:
    """What the tags refer to: marked content, and annotations by the numbers of their objects."""
    page = item.get("/Pg", page)
    kids = item.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            yield "content", (page.objgen[0], int(kid))
        elif kid.get("/Type") == "/OBJR":
            yield "link", kid.Obj.objgen
        elif kid.get("/Type") == "/MCR":
            yield "content", (kid.get("/Pg", page).objgen[0], int(kid.MCID))
        else:
            yield from _list_marks(kid, page)
