"""Finds in slides what a validator doesn't look for, and who listens to them would miss. Knows nothing of how they were made."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from tests.rendering.slides_reading import A, P

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_TITLES = {"title", "ctrTitle"}
_FOOT = {"dt", "ftr", "sldNum"}
_BULLET = re.compile(r"\s*([•‣▪●○*·–—-]|\d{1,2}[.)])\s+\S")


def check_slides(data: bytes) -> list[str]:
    """What is wrong, each with its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        parts = {name: etree.fromstring(file.read(name)) for name in file.namelist() if name.endswith((".xml", ".rels"))}
    found = [] if (parts["docProps/core.xml"].findtext(_TITLE) or "").strip() else ["the file has no title"]
    titles: list[str] = []
    for number, slide in enumerate(_list_slides(parts), 1):
        found += [f"slide {number}: {finding}" for finding in _check_slide(slide, titles)]
    return found


def _list_slides(parts: dict[str, etree._Element]) -> Iterator[etree._Element]:
    links = {link.get("Id"): link.get("Target", "") for link in parts["ppt/_rels/presentation.xml.rels"]}
    for slide in parts["ppt/presentation.xml"].iter(f"{P}sldId"):
        yield parts[posixpath.normpath(posixpath.join("ppt", links[slide.get(f"{_R}id")]))]


def _check_slide(slide: etree._Element, titles: list[str]) -> Iterator[str]:
    tree = slide.find(f"{P}cSld/{P}spTree")
    assert tree is not None
    shapes = [shape for shape in tree if shape.find("*/" + f"{P}cNvPr") is not None and shape.tag != f"{P}nvGrpSpPr"]
    kinds = [_name_place(shape) for shape in shapes]
    title = next((_read(shape) for shape, kind in zip(shapes, kinds, strict=True) if kind in _TITLES), "")
    if not title:
        yield "has no title"
    elif title in titles:
        yield f"has the title of another: {title!r}"
    titles.append(title)
    if title and kinds[0] not in _TITLES:
        yield "is read in another order: its title isn't first"
    feet = [kind in _FOOT for kind in kinds]
    if sorted(feet) != feet:
        yield "is read in another order: its foot isn't last"
    yield from _check_order(shapes, kinds)
    for shape in shapes:
        yield from _check_shape(shape)


def _check_order(shapes: list[etree._Element], kinds: list[str]) -> Iterator[str]:
    """What stands under something else, and doesn't stand beside it, is read after it."""
    lowest = 0
    for shape, kind in zip(shapes, kinds, strict=True):
        place, size = shape.find(f".//{A}off"), shape.find(f".//{A}ext[@cy]")
        if kind in {*_TITLES, *_FOOT} or place is None or size is None:
            continue
        top, bottom = int(place.get("y", 0)), int(place.get("y", 0)) + int(size.get("cy", 0))
        if bottom <= lowest:
            yield f"is read in another order than it is seen: {_read(shape)[:60]!r}"
        lowest = max(lowest, top)


def _check_shape(shape: etree._Element) -> Iterator[str]:
    words = next(shape.iter(f"{P}cNvPr")).get("descr", "").strip()
    if shape.tag in {f"{P}pic", f"{P}graphicFrame"} and not words:
        yield "a picture or table doesn't say what it is"
    for table in shape.iter(f"{A}tbl"):
        look = table.find(f"{A}tblPr")
        if look is None or "1" not in {look.get("firstRow"), look.get("firstCol")}:
            yield f"a table without headers: {words!r}"
    for run in shape.iter(f"{A}r", f"{A}fld"):
        look = run.find(f"{A}rPr")
        if look is None or not look.get("lang"):
            yield f"text without a language: {run.findtext(f'{A}t')!r}"
    for paragraph in shape.iter(f"{A}p"):
        if _BULLET.match("".join(text.text or "" for text in paragraph.iter(f"{A}t"))):
            yield f"a list that was typed: {_read(paragraph)[:60]!r}"
    if shape.tag == f"{P}sp" and not _read(shape):
        yield "an empty box"


def _name_place(shape: etree._Element) -> str:
    place = next(shape.iter(f"{P}ph"), None)
    return "" if place is None else place.get("type", "obj")


def _read(element: etree._Element) -> str:
    return " ".join("".join(text.text or "" for text in element.iter(f"{A}t")).split())
