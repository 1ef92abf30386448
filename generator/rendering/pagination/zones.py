"""The blocks of a slide as zones, one below the other: text, columns, tables. Called by `slides.shapes` and `slides.fitting`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.rendering.office.marks import Marks, mark_language
from generator.rendering.pagination.cutting import is_box
from generator.rendering.pagination.measuring import Ruler
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs
from generator.rendering.pagination.tables import SizedTable, Table, read_table, size_table
from generator.rendering.pagination.template import PER_POINT, Box, Placeholder, SlideTemplate
from generator.text.tree import Element

INSET = 12.0
"""Between the edge of a box and its text, in points."""
_GAP, _CAPTION_GAP = 14.0, 6.0
"""Between zones, and between a caption and its table, in points."""


@dataclass(frozen=True, slots=True)
class Zone:
    """Texts side by side, or a table."""

    texts: tuple[tuple[Paragraph, ...], ...] = ()
    table: Table | None = None
    is_boxed: bool = False
    has_caption: bool = False
    """Whether the text ends with the caption of the table under it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A zone with its places: one for each text, or for the table."""

    zone: Zone
    boxes: tuple[Box, ...]
    table: SizedTable | None = None


def list_zones(blocks: Sequence[Element], marks: Marks) -> tuple[Zone, ...]:
    """The zones that blocks make; a table's caption is text above it.

    Raises:
        RenderError: something in them cannot be shown on a slide.
    """
    zones: list[Zone] = []
    for block in blocks:
        if block.tag == "table":
            captions = [part for part in block.elements if part.tag == "caption"]
            if captions:
                _add_text(zones, list_paragraphs(captions, mark_language(block, marks)))
                zones[-1] = replace(zones[-1], has_caption=True)
            zones.append(Zone(table=read_table(block, marks)))
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


class Placing:
    """Places zones within the body of a layout."""

    def __init__(self, layouts: SlideTemplate, ruler: Ruler) -> None:
        self._layouts = layouts
        self._ruler = ruler

    def fits(self, zones: Sequence[Zone], scale: float) -> bool:
        """Whether the zones fit on a slide with their text at a scale."""
        placed = self.place(zones, scale)
        body = self._layouts.body.box
        return not placed or max(box.top + box.height for box in placed[-1].boxes) <= body.top + body.height

    def place(self, zones: Sequence[Zone], scale: float) -> tuple[Placed, ...]:
        """The zones from the top of the body down, each as high as it needs."""
        top = float(self._layouts.body.box.top)
        placed = []
        for zone in zones:
            one = self._place(zone, round(top), scale)
            gap = _CAPTION_GAP if zone.has_caption else _GAP
            top += max(box.height for box in one.boxes) + gap * scale * PER_POINT
            placed.append(one)
        return tuple(placed)

    def _place(self, zone: Zone, top: int, scale: float) -> Placed:
        body = self._layouts.body
        if zone.table:
            sized = size_table(zone.table, self._ruler, body.box.width / PER_POINT, scale)
            return Placed(zone, (body.box._replace(top=top, height=round(sum(sized.heights) * PER_POINT)),), sized)
        placeholders = self._layouts.halves if len(zone.texts) > 1 else (body,)
        heights = [self._measure(text, place, scale, zone) for text, place in zip(zone.texts, placeholders, strict=True)]
        height = round(max(heights) * PER_POINT)
        return Placed(zone, tuple(place.box._replace(top=top, height=height) for place in placeholders))

    def _measure(self, text: tuple[Paragraph, ...], place: Placeholder, scale: float, zone: Zone) -> float:
        inset = INSET if zone.is_boxed else 0
        return self._ruler.measure(text, place.levels, place.box.width / PER_POINT - 2 * inset, scale) + 2 * inset
