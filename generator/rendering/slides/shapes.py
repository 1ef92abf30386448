"""The shapes of one slide, in reading order: title, text, tables, then what stands at its foot. Called by `slides`."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from generator.rendering.office.text import write_line
from generator.rendering.slides.layouts import PER_POINT, Box, Layouts, Room
from generator.rendering.slides.paragraphs import Paragraph
from generator.rendering.slides.tables import SizedTable, write_table
from generator.rendering.slides.text import TextWriter
from generator.rendering.slides.zones import INSET, Placed
from generator.rendering.word.runs import name_language
from generator.text.language import read_direction

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


class ShapeWriter:
    """Writes the shapes of one slide."""

    def __init__(self, layouts: Layouts, text: TextWriter, language: str) -> None:
        self._layouts = layouts
        self._text = text
        self._language = name_language(language)
        self._way = '<a:pPr rtl="1"/>' if read_direction(language) == "rtl" else ""
        self._shapes: list[str] = []

    def write_tree(self) -> str:
        """All that was added, as the slide's `p:spTree`."""
        return f"<p:spTree {NAMESPACES}>{_FRAME}{''.join(self._shapes)}</p:spTree>"

    def add_text(self, room: Room, paragraphs: Sequence[Paragraph], scale: float = 1.0) -> None:
        """A text in a placeholder, where the layout has it."""
        self._add_text(paragraphs, scale, room)

    def add_zones(self, zones: Sequence[Placed], rooms: Sequence[Room], scale: float, alternative: str) -> None:
        """Zones: the first text of each column, or a table where there is no text, takes the placeholder of its column.

        `alternative` says what a table without a caption is.
        """
        whole = len(zones) == 1
        free = list(rooms)
        for placed in zones:
            zone = placed.zone
            if placed.table:
                room = free.pop(0) if whole and free else None
                self._add_table(placed.table, placed.boxes[0], room, placed.table.table.caption or alternative)
            else:
                taken = free if len(free) == len(zone.texts) else []
                nowhere: list[Room | None] = [None] * len(zone.texts)
                for text, box, room in zip(zone.texts, placed.boxes, taken or nowhere, strict=True):
                    self._add_text(text, scale, room, None if whole and room and not zone.is_boxed else box, boxed=zone.is_boxed)
                free = [] if taken else free

    def add_line(self, room: Room, text: str) -> None:
        """A line of the letterhead in a placeholder, or the number of the slide where `room` is for that."""
        look = f'<a:rPr lang="{escape(self._language)}"/>'
        words = f"<a:r>{look}<a:t>{write_line(text)}</a:t></a:r>"
        if room.kind == "sldNum":
            words = f'<a:fld id="{_NUMBER}" type="slidenum">{look}<a:t>{write_line(text)}</a:t></a:fld>'
        self._add_shape(room, "", f"<a:bodyPr/><a:lstStyle/><a:p>{self._way}{words}</a:p>")

    def _add_text(
        self, paragraphs: Sequence[Paragraph], scale: float, room: Room | None, box: Box | None = None, *, boxed: bool = False
    ) -> None:
        words = self._text.write(paragraphs, (room or self._layouts.body).levels, styled=True)
        shrunk = f' fontScale="{round(scale * 100_000)}"' if scale < 1 else ""
        inset = round(INSET * PER_POINT) if boxed else 0
        insets = f' lIns="{inset}" tIns="{inset}" rIns="{inset}" bIns="{inset}"' if boxed or not room else ""
        place = _write_place(box) if box else ""
        fill = '<a:solidFill><a:schemeClr val="bg2"/></a:solidFill>' if boxed else ""
        form = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>' if fill or not room else ""
        style = "" if room else self._layouts.body_style
        body = f'<a:bodyPr wrap="square"{insets}><a:normAutofit{shrunk}/></a:bodyPr><a:lstStyle>{style}</a:lstStyle>{words}'
        self._add_shape(room, place + form + fill, body)

    def _add_shape(self, room: Room | None, properties: str, body: str) -> None:
        number = len(self._shapes) + 2
        kind, name = ('<p:cNvSpPr txBox="1"/><p:nvPr/>', "Text")
        if room:
            kind = f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>{_write_placeholder(room)}</p:nvPr>'
            name = _NAMES.get(room.kind, "Text")
        self._shapes.append(
            f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/>{kind}</p:nvSpPr><p:spPr>{properties}</p:spPr>'
            f"<p:txBody>{body}</p:txBody></p:sp>"
        )

    def _add_table(self, sized: SizedTable, box: Box, room: Room | None, alternative: str) -> None:
        number = len(self._shapes) + 2
        name = f'id="{number}" name="Tabell {number}" descr="{write_line(alternative)}"'
        place = _write_place(box).replace("a:xfrm", "p:xfrm")
        self._shapes.append(
            f"<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr {name}/><p:cNvGraphicFramePr>"
            f'<a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr>{_write_placeholder(room) if room else ""}</p:nvPr>'
            f'</p:nvGraphicFramePr>{place}<a:graphic><a:graphicData uri="{_DRAWING}/table">'
            f"{write_table(sized, self._layouts.table_style, self._text)}</a:graphicData></a:graphic></p:graphicFrame>"
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


def _write_placeholder(room: Room) -> str:
    kind = f' type="{room.kind}"' if room.kind != "obj" else ""
    index = f' idx="{room.index}"' if room.index else ""
    return f"<p:ph{kind}{index}/>"


def _write_place(box: Box) -> str:
    return f'<a:xfrm><a:off x="{box.left}" y="{box.top}"/><a:ext cx="{box.width}" cy="{box.height}"/></a:xfrm>'
