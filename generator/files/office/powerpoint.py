"""A template for slides, brought into one form, whichever program made it. For `rendering.pagination`.

PowerPoint says of each layout of which kind it is, and gives each placeholder a number. Other programs say less.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator

from lxml import etree

from generator.errors import Finding, Place
from generator.files.office.package import POWERPOINT, Package

_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LAYOUT = re.compile(r"ppt/slideLayouts/[^/]*?(\d*)\.xml")
_CONTENT = frozenset({"", "obj", "body", "tx"})
KINDS = {"title": "Title Slide", "obj": "Title and Content", "twoObj": "Two Content", "titleOnly": "Title Only"}
"""The kinds of layouts that slides use, as PowerPoint calls them."""
_FOOT = {"ftr": "Footer", "sldNum": "Slide Number"}


class SlidesLayout(Package):
    """A template for slides: what python-pptx reads, and what is told of it."""

    def __init__(self, layout: str, data: bytes) -> None:
        """Reads the template.

        Raises:
            TextError: it isn't a PowerPoint file.
        """
        super().__init__(layout, data, POWERPOINT)
        names = sorted((name for name in self.parts if _LAYOUT.fullmatch(name)), key=_number)
        roots = {name: self.parse(name) for name in names}
        before = {name: etree.tostring(root) for name, root in roots.items()}
        for root in roots.values():
            _number_placeholders(root)
        self._name_kinds(list(roots.values()))
        for name, root in roots.items():
            if etree.tostring(root) != before[name]:
                self.write(name, root)
        self.warnings += self._list_missing(roots.values())
        self.data = data if self._is_as_it_was(data) else self._pack()
        """The file in one form."""

    def _name_kinds(self, layouts: list[etree._Element]) -> None:
        """Say of layouts of which kind they are, where no other is said to be."""
        for kind in KINDS:
            if all(layout.get("type") != kind for layout in layouts):
                free = (layout for layout in layouts if layout.get("type") not in KINDS and _fits(layout, kind))
                layout = next(free, None)
                if layout is not None:
                    layout.set("type", kind)
                    _name_placeholders(layout, kind)

    def _list_missing(self, layouts: Iterable[etree._Element]) -> Iterator[Finding]:
        """What layouts have no place for at their foot."""
        for layout in layouts:
            kind = layout.get("type", "")
            found = {place.get("type", "") for place in _list_places(layout)}
            lacking = [
                name for place, name in _FOOT.items() if place not in found and not (kind == "title" and place == "sldNum")
            ]
            if kind in KINDS and lacking:
                message = "the layout '{layout}' has no place for: {places}; slides leave that out"
                hint = "in PowerPoint, View, Slide Master: click the layout and tick Footers"
                values = {"layout": KINDS[kind], "places": ", ".join(lacking)}
                yield Finding(message, Place(self.layout), hint=hint, values=values, severity="warning")

    def _is_as_it_was(self, data: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            return self.parts.keys() == set(file.namelist()) and all(file.read(name) == part for name, part in self.parts.items())

    def _pack(self) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, part in self.parts.items():
                file.writestr(name, part)
        return buffer.getvalue()


def _number(name: str) -> tuple[int, str]:
    found = _LAYOUT.fullmatch(name)
    return int(found[1] or 0) if found else 0, name


def _list_places(layout: etree._Element) -> list[etree._Element]:
    return list(layout.iter(f"{_P}ph"))


def _number_placeholders(layout: etree._Element) -> None:
    """Give a number to each placeholder of content that has none, where another has none either: they can't be told apart."""
    places = _list_places(layout)
    plain = [place for place in places if place.get("type", "") in _CONTENT and place.get("idx") is None]
    taken = {place.get("idx") for place in places}
    free = (str(number) for number in range(1, 1000) if str(number) not in taken)
    for place in plain:
        place.set("idx", next(free))


def _fits(layout: etree._Element, kind: str) -> bool:
    """Whether a layout has the places of a kind."""
    kinds = [place.get("type", "") for place in _list_places(layout)]
    contents = sum(kind in _CONTENT for kind in kinds)
    has_title, has_subtitle = not {"title", "ctrTitle"}.isdisjoint(kinds), "subTitle" in kinds
    wanted = {"title": has_subtitle and contents <= 1, "obj": contents == 1, "twoObj": contents == 2, "titleOnly": not contents}  # noqa: PLR2004
    return has_title and wanted[kind] and (kind == "title" or not has_subtitle)


def _name_placeholders(layout: etree._Element, kind: str) -> None:
    """Call the placeholders of a layout as PowerPoint does in one of its kind."""
    for place in _list_places(layout):
        if kind == "title" and place.get("type") == "title":
            place.set("type", "ctrTitle")
        elif kind == "title" and place.get("type") == "subTitle" and place.get("idx") is None:
            place.set("idx", "1")
        elif kind != "title" and place.get("type", "") in _CONTENT:
            place.attrib.pop("type", "")
