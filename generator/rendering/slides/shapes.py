"""The shapes of one slide, in reading order: title, text, tables, drawings, then what stands at its foot. Called by `slides`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from itertools import zip_longest
from typing import NamedTuple

from generator.rendering.office.package import SVG, SVG_KIND
from generator.rendering.office.text import write_line
from generator.rendering.pagination.paragraphs import Paragraph
from generator.rendering.pagination.tables import Table
from generator.rendering.pagination.template import PER_POINT, Box, Placeholder, SlideTemplate
from generator.rendering.pagination.zones import INSET, Zone
from generator.rendering.slides.tables import write_table
from generator.rendering.slides.text import TextWriter
from generator.text.language import name_region, read_direction
from generator.text.tree import Element

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
NAMESPACES = (
    f'xmlns:a="{_DRAWING}/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
"""Those of every part of a presentation."""
_NUMBER = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"  # any id will do for a field, as long as it stays the same
_FRAME = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)


class Embedded(NamedTuple):
    """A picture in the file, by its relations to the slide."""

    pixels: str
    vector: str
    """The drawing itself, for versions that show it."""


class ShapeWriter:
    """Writes the shapes of one slide."""

    def __init__(self, template: SlideTemplate, text: TextWriter, language: str, embed: Callable[[Element], Embedded]) -> None:
        """`embed` brings the picture of a drawing into the file."""
        self._template = template
        self._embed = embed
        self._text = text
        self._language = name_region(language)
        self._way = '<a:pPr rtl="1"/>' if read_direction(language) == "rtl" else ""
        self._shapes: list[str] = []

    def write_tree(self) -> str:
        """All that was added, as the slide's `p:spTree`."""
        return f"<p:spTree {NAMESPACES}>{_FRAME}{''.join(self._shapes)}</p:spTree>"

    def add_text(
        self,
        place: Placeholder | None,
        paragraphs: Sequence[Paragraph],
        scale: float,
        box: Box | None = None,
        *,
        boxed: bool = False,
    ) -> None:
        """A text in a placeholder, where the layout has it or in a place of its own; or in none."""
        words = self._text.write(paragraphs, (place or self._template.body).levels, styled=True)
        shrunk = f' fontScale="{round(scale * 100_000)}"' if scale < 1 else ""
        inset = round(INSET * PER_POINT) if boxed else 0
        insets = f' lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}"' if boxed or not place else ""
        position = _write_position(box) if box else ""
        fill = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>' if boxed else ""
        form = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if fill or not place else ""
        style = "" if place else self._template.body_style
        body = f'<a:bodyPr wrap="square"{insets}><a:normAutofit{shrunk}/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{words}'
        self._add_shape(place, position + form + fill, body)

    def add_zones(self, zones: Sequence[Zone], places: Sequence[Placeholder], scale: float, alternative: str) -> None:
        """Zones: the first text of each column, or a table where there is no text, takes the placeholder of its column.

        `alternative` says what a table without a caption is.
        """
        is_alone, free = len(zones) == 1, tuple(places)
        for zone in zones:
            if zone.drawing:
                self._add_picture(zone.drawing, zone.boxes[0], free[0] if is_alone else None)
                continue
            if zone.table:
                self._add_table(zone.table, zone, scale, free[0] if is_alone else None, alternative)
                continue
            taken = free if len(free) == len(zone.texts) else ()
            for text, box, place in zip_longest(zone.texts, zone.boxes, taken):
                is_as_laid = is_alone and taken and not zone.is_boxed
                self.add_text(place, text, scale, None if is_as_laid else box, boxed=zone.is_boxed)
            free = () if taken else free

    def add_line(self, place: Placeholder, text: str) -> None:
        """A line of the letterhead in a placeholder, or the number of the slide where `place` is for that."""
        look = f'<a:rPr lang="{escape(self._language)}"/>'
        words = f"<a:r>{look}<a:t>{write_line(text)}</a:t></a:r>"
        if place.kind == "sldNum":
            words = f'<a:fld id="{_NUMBER}" type="slidenum">{look}<a:t>{write_line(text)}</a:t></a:fld>'
        self._add_shape(place, "", f"<a:bodyPr/><a:lstStyle/><a:p>{self._way}{words}</a:p>")

    def _add_shape(self, place: Placeholder | None, properties: str, body: str) -> None:
        number = len(self._shapes) + 2
        kind, name = ('<p:cNvSpPr txBox="1"/><p:nvPr/>', "Text")
        if place:
            kind = f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{_write_placeholder(place)}</p:nvPr>'
            name = _NAMES.get(place.kind, "Text")
        self._shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/>{kind}</p:nvSpPr><p:spPr>{properties}</p:spPr>'
            f"<p:txBody>{body}</p:txBody></p:sp>"
        )

    def _add_table(self, table: Table, zone: Zone, scale: float, place: Placeholder | None, alternative: str) -> None:
        number = len(self._shapes) + 2
        name = f'id="{number}" name="Tabell {number}" descr="{write_line(table.caption or alternative)}"'
        position = _write_position(zone.boxes[0]).replace("a:xfrm", "p:xfrm")
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr {name}/><p:cNvGraphicFramePr>"
            f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{_write_placeholder(place) if place else ""}</p:nvPr>'
            f'</p:nvGraphicFramePr>{position}<a:graphic><a:graphicData uri="{_DRAWING}/table">'
            f"{write_table(table, zone, scale, self._template.table_style, self._text)}"
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )

    def _add_picture(self, drawing: Element, box: Box, place: Placeholder | None) -> None:
        """A drawing, whose title is the alt text."""
        number, picture = len(self._shapes) + 2, self._embed(drawing)
        frame = _write_placeholder(place) if place else ""
        self._shapes.append(
            f'<p:pic><p:nvPicPr><p:cNvPr id="{number}" name="Bild {number}" descr="{write_line(drawing.title)}"/><p:cNvPicPr>'
            f'<a:picLocks noGrp="1" noChangeAspect="1"/></p:cNvPicPr><p:nvPr>{frame}</p:nvPr></p:nvPicPr><p:blipFill>'
            f'<a:blip r:embed="{picture.pixels}"><a:extLst><a:ext uri="{SVG_KIND}"><asvg:svgBlip xmlns:asvg="{SVG}"'
            f' r:embed="{picture.vector}"/></a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{_write_position(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )


_NAMES = {
    "ctrTitle": "Rubrik",
    "title": "Rubrik",
    "subTitle": "Underrubrik",
    "obj": "Innehåll",
    "body": "Avsändare",
    "dt": "Datum",
    "ftr": "Sidfot",
    "sldNum": "Bildnummer",
}


def _write_placeholder(place: Placeholder) -> str:
    kind = f' type="{place.kind}"' if place.kind != "obj" else ""
    index = f' idx="{place.index}"' if place.index else ""
    return f"<p:ph{kind}{index}/>"


def _write_position(box: Box) -> str:
    return f'<a:xfrm><a:off x="{box.left}" y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
