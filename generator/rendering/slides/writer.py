"""Slides for PowerPoint. Called by `pipeline`.

A document's tree becomes slides of `templates/slides.pptx`, which a region's own people edit in PowerPoint: each h2 begins a
slide, in the layouts' own placeholders.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIPS
from pptx.oxml import parse_xml

from generator.rendering.office.archive import EVEN
from generator.rendering.office.custom_properties import CUSTOM, take_properties, write_properties
from generator.rendering.office.marks import Marks
from generator.rendering.office.package import APPLICATION, CORE, pack
from generator.rendering.office.properties import write_application, write_core
from generator.rendering.pagination.fitting import Fitted, Fitting
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs, read_runs
from generator.rendering.pagination.template import Level
from generator.rendering.pagination.zones import list_zones
from generator.rendering.slides.shapes import NAMESPACES, ShapeWriter
from generator.rendering.slides.text import TextWriter
from generator.rendering.stamps import add_seal
from generator.text.tree import Document
from generator.workspace import Files

_NOTES = tuple(Level(12.0, 18.0 * depth, 0.0, 1.0) for depth in range(1, 6))
"""How the text of notes is set."""


class SlidesWriter:
    """Makes PowerPoint files with the template of a workspace, read once."""

    def __init__(self, files: Files) -> None:
        """Reads the template.

        Raises:
            TextError: the template is missing or wrong.
        """
        self._fitting = Fitting(files)

    def render(self, document: Document) -> bytes:
        """The document as a PowerPoint file.

        Raises:
            RenderError: something in the document cannot be shown on a slide, or is too long for one.
        """
        presentation = self._fitting.layouts.open()
        cover, *rest = self._fitting.fit(document)
        self._add_cover(presentation, cover, document)
        for number, fitted in enumerate(rest, 2):
            self._add_slide(presentation, fitted, document, number)
        properties = {CORE: write_core(document), APPLICATION: write_application(document)}
        return _pack(presentation, properties, add_seal(document.stamp))

    def _add_cover(self, presentation: Any, cover: Fitted, document: Document) -> None:
        marks, layouts = Marks(document.languages[0]), self._fitting.layouts
        slide = presentation.slides.add_slide(layouts.find_layout(presentation, "title"))
        shapes = ShapeWriter(layouts, _write_text(slide), document.languages[0])
        shapes.add_text(layouts.title, [_write_title(cover, marks)], cover.title_scale)
        paragraphs = list_paragraphs(cover.slide.blocks, marks)
        if paragraphs:
            shapes.add_text(layouts.subtitle, paragraphs, cover.slide.scale)
        self._finish(slide, "title", shapes, _list_lines(document.letterhead, on_cover=True))
        _add_notes(slide, list_paragraphs(cover.slide.notes, marks))

    def _add_slide(self, presentation: Any, fitted: Fitted, document: Document, number: int) -> None:
        marks, layouts = Marks(document.languages[0]), self._fitting.layouts
        zones = self._fitting.placing.place(list_zones(fitted.slide.blocks, marks), fitted.slide.scale)
        in_columns = any(len(placed.zone.texts) > 1 for placed in zones)
        kind = "twoObj" if in_columns else "obj" if zones else "titleOnly"
        placeholders = layouts.halves if in_columns else (layouts.body,)
        slide = presentation.slides.add_slide(layouts.find_layout(presentation, kind))
        shapes = ShapeWriter(layouts, _write_text(slide), document.languages[0])
        title = _write_title(fitted, marks)
        shapes.add_text(layouts.heading, [title], fitted.title_scale)
        shapes.add_zones(zones, placeholders, fitted.slide.scale, title.text)
        self._finish(slide, kind, shapes, _list_lines(document.letterhead, on_cover=False) | {"sldNum": str(number)})
        _add_notes(slide, list_paragraphs(fitted.slide.notes, marks))

    def _finish(self, slide: Any, kind: str, shapes: ShapeWriter, lines: Mapping[str, str]) -> None:
        """Add what stands at the foot, where the layout has a place for it, and put all shapes on the slide."""
        for place in self._fitting.layouts.list_placeholders(kind):
            if lines.get(place.kind):
                shapes.add_line(place, lines[place.kind])
        tree = slide.shapes._spTree  # noqa: SLF001 (all shapes at once, instead of those that python-pptx guesses)
        tree.getparent().replace(tree, parse_xml(shapes.write_tree()))


def _write_title(fitted: Fitted, marks: Marks) -> Paragraph:
    return Paragraph(read_runs(fitted.slide.title, marks), language=marks.language)


def _list_lines(letterhead: Mapping[str, str], *, on_cover: bool) -> dict[str, str]:
    """What the letterhead says on a slide, by the kind of its placeholder."""
    organisation, number, date = (letterhead.get(name, "") for name in ("organisation", "registration_number", "date"))
    if on_cover:
        return {"body": organisation, "ftr": number, "dt": date}
    return {"ftr": " · ".join(filter(None, (organisation, number)))}


def _write_text(slide: Any) -> TextWriter:
    return TextWriter(lambda address: str(slide.part.relate_to(address, RELATIONSHIPS.HYPERLINK, is_external=True)))


def _add_notes(slide: Any, paragraphs: tuple[Paragraph, ...]) -> None:
    """What the speaker sees."""
    if not paragraphs:
        return
    notes = slide.notes_slide
    words = _write_text(notes).write(paragraphs, _NOTES, styled=False)
    old = notes.notes_text_frame._txBody  # noqa: SLF001 (the text as a whole, with languages)
    old.getparent().replace(old, parse_xml(f"<p:txBody {NAMESPACES}><a:bodyPr/><a:lstStyle/>{words}</p:txBody>"))


def _pack(presentation: Any, properties: Mapping[str, str], stamp: Mapping[str, str]) -> bytes:
    """The file, the same for the same document: python-pptx writes the time into it."""
    presentation.core_properties.title = ""  # so that there is a part for them
    buffer = io.BytesIO()
    presentation.save(buffer)
    with zipfile.ZipFile(buffer) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    parts |= {name: (declaration + text).encode() for name, text in properties.items() if name in parts}
    custom = declaration + write_properties(stamp, take_properties(parts))
    return pack(parts, EVEN).finish({}, {CUSTOM: custom.encode()})
