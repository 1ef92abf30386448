"""Ids in a Word layout that documents have for their own: the layout's become others. Called by `word`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.files.office.namespaces import R, W
from generator.files.office.package import name_relationships

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml import etree

    from generator.files.office.package import Package

_W = f"{{{W}}}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_OWN = range(1001, 100_000)
"""Ids of bookmarks and pictures that a document may have."""
_OWN_FIELDS = range(1, 10_000)
_FREE = 700_000_000
_OWN_LINK = re.compile(r"rLink\d+|chart\d+\.(?:png|svg)")
_OWN_BOOKMARK = re.compile(r"_Toc0{4}\d+")


def renumber(layout: Package) -> None:
    """Give other ids to what has one that a document may have for its own: bookmarks, pictures, fields, relationships."""
    main = layout.texts[layout.main]  # type: ignore[attr-defined]
    _drop_broken_bookmarks(main)
    _renumber(main.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd"), f"{_W}id", _OWN)
    _renumber(main.iter(_PICTURE), "id", _OWN)
    _renumber((each for control in main.iter(f"{_W}sdtPr") for each in control.iterfind(f"{_W}id")), f"{_W}val", _OWN_FIELDS)
    _rename_links(layout, main)
    _rename_bookmarks(main)


def _drop_broken_bookmarks(main: etree._Element) -> None:
    """Take out bookmarks that have the id or the name of an earlier one, or that begin and don't end, or end and don't begin."""
    begun: dict[str, etree._Element] = {}
    names: set[str] = set()
    whole: set[etree._Element] = set()
    marks = list(main.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd"))
    for mark in marks:
        identity, name = mark.get(f"{_W}id", ""), mark.get(f"{_W}name", "")
        if mark.tag == f"{_W}bookmarkStart":
            if identity not in begun and name not in names:
                begun[identity] = mark
                names.add(name)
        elif identity in begun and begun[identity] not in whole:
            whole |= {begun[identity], mark}
    for mark in marks:
        parent = mark.getparent()
        if mark not in whole and parent is not None:
            parent.remove(mark)


def _renumber(elements: Iterable[etree._Element], name: str, own: range) -> None:
    for element in elements:
        value = element.get(name, "")
        if value.isdigit() and int(value) in own:
            element.set(name, str(_FREE + int(value)))


def _rename_links(layout: Package, main: etree._Element) -> None:
    part = name_relationships(layout.main)
    links = layout.parse(part)
    renamed = {old: f"rLayout{number}" for number, link in enumerate(links, 1) if _OWN_LINK.fullmatch(old := link.get("Id", ""))}
    if not renamed:
        return
    for link in links:
        link.set("Id", renamed.get(link.get("Id", ""), link.get("Id", "")))
    layout.write(part, links)
    for element in main.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(f"{{{R}}}") and value in renamed:
                element.set(str(name), renamed[str(value)])


def _rename_bookmarks(main: etree._Element) -> None:
    """Give other names to bookmarks of a table of contents that the layout has itself, and to what leads there."""
    names = {each.get(f"{_W}name", "") for each in main.iter(f"{_W}bookmarkStart")}
    own = sorted(filter(_OWN_BOOKMARK.fullmatch, names))
    for name in own:
        new = f"_TocLayout{name.removeprefix('_Toc')}"
        for element in main.iter(f"{_W}bookmarkStart", f"{_W}hyperlink", f"{_W}instrText"):
            for key in (f"{_W}name", f"{_W}anchor"):
                if element.get(key) == name:
                    element.set(key, new)
            if element.text and name in element.text:
                element.text = element.text.replace(name, new)
