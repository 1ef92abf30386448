"""The blocks of a slide as zones, one below another: text, columns, tables, drawings. For `fitting`; `slides` writes them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.rendering.office.marks import Marks, mark_language
from generator.rendering.pagination.cutting import is_box
from generator.rendering.pagination.measuring import Ruler
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs
from generator.rendering.pagination.tables import Table, measure_rows, read_table
from generator.rendering.pagination.template import PER_POINT, Box, SlideTemplate
from generator.text.tree import Element

INSET = 12.0
"""Between the edge of a box and its text, in points."""
_GAP, _CAPTION_GAP = 14.0, 6.0
"""Between zones, and between a caption and what it stands over, in points."""
_TALLEST = 4_608_000
"""How high a drawing is at most, in English metric units: 128 mm, as in slides.css and theme.typ."""


class Zone(Struct, frozen=True):
    """Texts side by side, or a table, or a drawing."""

    texts: tuple[tuple[Paragraph, ...], ...] = ()
    table: Table | None = None
    drawing: Element | None = None
    is_boxed: bool = False
    has_caption: bool = False
    """Whether the text ends with the caption of the table or drawing under it."""
    boxes: tuple[Box, ...] = ()
    """Its places, once it has them: one for each text, or for the table or drawing."""
    rows: tuple[float, ...] = ()
    """How high those of a table are then, in points."""


def list_zones(blocks: Sequence[Element], marks: Marks) -> tuple[Zone, ...]:
    """The zones that blocks make; a table's caption is text above it.

    Raises:
        RenderError: something in them cannot be shown on a slide.
    """
    zones: list[Zone] = []
    for block in blocks:
        if block.tag in {"table", "figure"}:
            captions = [part for part in block.elements if part.tag in {"caption", "figcaption"}]
            if captions:
                _add_text(zones, list_paragraphs(captions, mark_language(block, marks)))
                zones[-1] = replace(zones[-1], has_caption=True)
            drawing = next(block.find_all("svg"), None) if block.tag == "figure" else None
            zones.append(Zone(drawing=drawing) if drawing else Zone(table=read_table(block, marks)))
        elif block.tag == "div" and "columns" in block.classes:
            sides = tuple(list_paragraphs(side.children, mark_language(side, marks)) for side in block.elements)
            zones.append(Zone(sides, is_boxed=is_box(block)))
        elif is_box(block):
            zones.append(Zone((list_paragraphs((block,), marks),), is_boxed=True))
        else:
            _add_text(zones, list_paragraphs((block,), marks))
    return tuple(zones)


def _add_text(zones: list[Zone], paragraphs: tuple[Paragraph, ...]) -> None:
    last = zones[-1] if zones else Zone()
    if len(last.texts) == 1 and not last.is_boxed:
        zones[-1] = replace(last, texts=(last.texts[0] + paragraphs,))
    else:
        zones.append(Zone((paragraphs,)))


def place_zones(zones: Sequence[Zone], template: SlideTemplate, ruler: Ruler, scale: float) -> tuple[Zone, ...]:
    """The zones from the top of the body down, each as high as it needs with its text at a scale."""
    top = float(template.body.box.top)
    placed = []
    for zone in zones:
        placed.append(_place_zone(zone, round(top), template, ruler, scale))
        gap = _CAPTION_GAP if zone.has_caption else _GAP
        top += max(box.height for box in placed[-1].boxes) + gap * scale * PER_POINT
    return tuple(placed)


def _place_drawing(drawing: Element, top: int, body: Box) -> Box:
    """As wide as the body, unless it would be too high: then as high as most slides have room for."""
    _, _, width, height = map(float, drawing.attributes["viewBox"].split())
    size = min(body.width / width, min(_TALLEST, body.height) / height)
    return Box(body.left, top, round(width * size), round(height * size))


def _place_zone(zone: Zone, top: int, template: SlideTemplate, ruler: Ruler, scale: float) -> Zone:
    if zone.drawing:
        return replace(zone, boxes=(_place_drawing(zone.drawing, top, template.body.box),))
    if zone.table:
        box = template.body.box
        rows = measure_rows(zone.table, ruler, box.width / PER_POINT, scale)
        return replace(zone, boxes=(box._replace(top=top, height=round(sum(rows) * PER_POINT)),), rows=rows)
    places = template.halves if len(zone.texts) > 1 else (template.body,)
    around = 2 * INSET if zone.is_boxed else 0
    height = around + max(
        ruler.measure(text, place.levels, place.box.width / PER_POINT - around, scale)
        for text, place in zip(zone.texts, places, strict=True)
    )
    return replace(zone, boxes=tuple(place.box._replace(top=top, height=round(height * PER_POINT)) for place in places))
