"""What the layouts of `templates/slides.pptx` offer: places, sizes of text, the look of tables. For `slides` and `pagination`.

Layouts are known by their kind, which PowerPoint keeps when one is renamed or changed; places by theirs.
"""

from __future__ import annotations

import io
from functools import cached_property
from typing import Any, NamedTuple

from lxml import etree
from msgspec import Struct
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIPS
from pptx.oxml.ns import qn

from generator.errors import Finding, Place, TextError, blame
from generator.files.office.powerpoint import KINDS, SlidesLayout
from generator.workspace import Files

TEMPLATE = "templates/slides.pptx"
PER_POINT = 12700
"""English metric units, which all places and sizes of PowerPoint are given in."""
_KINDS = ("title", "obj", "twoObj", "titleOnly")  # title slide, one content, two, none
_LEVELS = 5
_PLAIN_STYLE = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # what PowerPoint calls No Style, Table Grid


class Box(NamedTuple):
    """A place on a slide, in English metric units."""

    left: int
    top: int
    width: int
    height: int


class ListLevel(NamedTuple):
    """How text at a depth of lists is set, in points."""

    size: float
    indent: float
    before: float
    spacing: float
    """Of lines: 1 is single."""


class Placeholder(Struct, frozen=True):
    """A placeholder: where it stands, and how its text is set."""

    index: int
    kind: str
    box: Box
    levels: tuple[ListLevel, ...]
    bold: bool = False


class SlideTemplate:
    """The template, opened once; each document is made of its own copy."""

    def __init__(self, files: Files) -> None:
        """Opens the template.

        Raises:
            TextError: it is missing, is no PowerPoint file, or lacks a layout or a place.
        """
        if not files.find(TEMPLATE):
            hint = "save one in PowerPoint at this path in the workspace"
            raise TextError(Finding("the layout is missing", Place(TEMPLATE), hint=hint))
        with blame(TEMPLATE):
            layout = SlidesLayout(TEMPLATE, files.read(TEMPLATE))
            self.warnings = tuple(layout.warnings)
            self._data = layout.data
            self._presentation = Presentation(io.BytesIO(self._data))
            self._read()

    def _read(self) -> None:
        self._placeholders = {kind: self._read_placeholders(kind) for kind in _KINDS}
        self.title = self._take("title", "ctrTitle")
        self.subtitle = self._take("title", "subTitle")
        self.heading = self._take("obj", "title")
        self.body = self._take("obj", "obj")
        self.halves = (self._take("twoObj", "obj"), self._take("twoObj", "obj", 1))

    def open(self) -> Any:
        """A new presentation without slides."""
        presentation = Presentation(io.BytesIO(self._data))
        listed: Any = presentation.slides._sldIdLst  # noqa: SLF001 (python-pptx has no way to remove a slide)
        for slide in list(listed):
            presentation.part.drop_rel(slide.rId)
            listed.remove(slide)
        return presentation

    def find_layout(self, presentation: Any, kind: str) -> Any:
        """The layout of a kind.

        Raises:
            TextError: there is none.
        """
        for layout in presentation.slide_layouts:
            if layout._element.get("type") == kind:  # noqa: SLF001 (python-pptx doesn't tell the kind)
                return layout
        hint = "copy the layout from the template that comes with the product: in PowerPoint, View, Slide Master"
        values = {"kind": kind, "name": KINDS[kind]}
        raise TextError(
            Finding("the template has no layout '{name}' (of the kind '{kind}')", Place(TEMPLATE), hint=hint, values=values)
        )

    def list_placeholders(self, kind: str) -> tuple[Placeholder, ...]:
        """The placeholders of a layout, in its own order."""
        return self._placeholders[kind]

    @cached_property
    def body_style(self) -> str:
        """How the levels of text are set, as elements of a `lstStyle`: for text that stands in no placeholder."""
        style = self._styles.find(qn("p:bodyStyle")) if self._styles is not None else None
        return "".join(etree.tostring(level, encoding="unicode") for level in style) if style is not None else ""

    @cached_property
    def table_style(self) -> str:
        """The id of the table style that the template has as its default."""
        for relation in self._presentation.part.rels.values():
            if relation.reltype == RELATIONSHIPS.TABLE_STYLES:
                return str(etree.fromstring(relation.target_part.blob).get("def", _PLAIN_STYLE))
        return _PLAIN_STYLE

    @property
    def _styles(self) -> Any:
        return self._presentation.slide_master._element.find(qn("p:txStyles"))  # noqa: SLF001 (python-pptx doesn't know styles)

    def _read_placeholders(self, kind: str) -> tuple[Placeholder, ...]:
        return tuple(self._read_placeholder(shape) for shape in self.find_layout(self._presentation, kind).placeholders)

    def _take(self, layout: str, kind: str, number: int = 0) -> Placeholder:
        placeholders = [place for place in self.list_placeholders(layout) if place.kind == kind]
        if len(placeholders) <= number:
            values = {"layout": layout, "kind": kind}
            hint = "copy it from the template that comes with the product: in PowerPoint, View, Slide Master"
            raise TextError(
                Finding("the layout '{layout}' has no placeholder '{kind}'", Place(TEMPLATE), hint=hint, values=values)
            )
        return placeholders[number]

    def _read_placeholder(self, shape: Any) -> Placeholder:
        place = shape._element.ph  # noqa: SLF001 (the kind as the file says it)
        box = Box(*(int(value or 0) for value in (shape.left, shape.top, shape.width, shape.height)))
        kind = place.get("type", "obj")
        name = "p:titleStyle" if kind in {"ctrTitle", "title"} else "p:bodyStyle"
        style = self._styles.find(qn(name)) if self._styles is not None else None
        own = shape._element.find(f"{qn('p:txBody')}/{qn('a:lstStyle')}")  # noqa: SLF001 (likewise)
        levels = tuple(_read_level([own, style], number) for number in range(1, _LEVELS + 1))
        return Placeholder(int(place.get("idx", "0")), kind, box, levels, bold=_find(([own, style]), 1, "a:defRPr", "b") == "1")


def make_levels(size: float) -> tuple[ListLevel, ...]:
    """How text of a size is set where no style of the template applies, in cells and notes."""
    return tuple(ListLevel(size, 18.0 * depth, 0.0, 1.0) for depth in range(1, _LEVELS + 1))


def _read_level(styles: list[Any], number: int) -> ListLevel:
    size = float(_find(styles, number, "a:defRPr", "sz") or _find(styles, 1, "a:defRPr", "sz") or 1800) / 100
    spacing = float(_find(styles, number, "a:lnSpc/a:spcPct", "val") or 100_000) / 100_000
    before = float(_find(styles, number, "a:spcBef/a:spcPts", "val") or 0) / 100
    return ListLevel(size, float(_find(styles, number, "", "marL") or 0) / PER_POINT, before, spacing)


def _find(styles: list[Any], number: int, path: str, attribute: str) -> str:
    """An attribute of a level, from the first style that says it."""
    steps = [f"a:lvl{number}pPr", *(step for step in path.split("/") if step)]
    for style in styles:
        found = style.find("/".join(map(qn, steps))) if style is not None else None
        if found is not None and found.get(attribute) is not None:
            return str(found.get(attribute))
    return ""
