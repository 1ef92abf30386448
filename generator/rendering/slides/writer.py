"""Slides for PowerPoint. Called by `build.render`.

A document's tree becomes slides of `templates/slides.pptx`, which a region's own people edit in PowerPoint: each h2 begins a
slide, in the layouts' own placeholders.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIPS
from pptx.opc.package import Part
from pptx.oxml import parse_xml

from generator.errors import Finding, blame
from generator.files.office.finished import Inspector
from generator.rendering.office.archive import EVEN
from generator.rendering.office.custom_properties import CUSTOM, take_properties, write_properties
from generator.rendering.office.marks import Marks
from generator.rendering.office.package import APPLICATION, CORE, DECLARATION, pack
from generator.rendering.office.properties import write_application, write_core
from generator.rendering.pagination.cutting import Slide
from generator.rendering.pagination.fitting import Fitting
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs, read_runs
from generator.rendering.pagination.template import TEMPLATE, make_levels
from generator.rendering.pictures import Rasteriser
from generator.rendering.slides.shapes import NAMESPACES, Embedded, ShapeWriter
from generator.rendering.slides.text import TextWriter
from generator.rendering.stamps import add_seal
from generator.text.tree import Document, Element
from generator.workspace import Files

_PIXELS, _VECTOR = "/ppt/media/drawing%d.png", "/ppt/media/drawing%d.svg"
_NOTES = make_levels(12.0)
"""How the text of notes is set."""


class SlidesWriter:
    """Makes PowerPoint files with the template of a workspace, read once."""

    def __init__(self, files: Files) -> None:
        """Reads the template.

        Raises:
            TextError: the template is missing or wrong.
        """
        self._fitting = Fitting(files)
        self._rasteriser = Rasteriser(files)

    def render(self, document: Document) -> bytes:
        """The document as a PowerPoint file.

        Raises:
            RenderError: something in the document cannot be shown on a slide, or is too long for one.
        """
        slides = self._fitting.fit(document)
        properties = {CORE: write_core(document), APPLICATION: write_application(document)}
        with blame(TEMPLATE):
            presentation = self._fitting.template.open()
            for number, slide in enumerate(slides, 1):
                self._add_slide(presentation, slide, document, number)
            return _pack(presentation, properties, add_seal(document.stamp))

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be told of the template."""
        return self._fitting.template.warnings

    def _add_slide(self, presentation: Any, slide: Slide, document: Document, number: int) -> None:
        marks, template, is_cover = Marks(document.languages[0]), self._fitting.template, number == 1
        zones = () if is_cover else self._fitting.place(slide, marks)
        in_columns = any(len(zone.texts) > 1 for zone in zones)
        kind = "title" if is_cover else "twoObj" if in_columns else "obj" if zones else "titleOnly"
        made = presentation.slides.add_slide(template.find_layout(presentation, kind))
        shapes = ShapeWriter(template, _write_text(made), document.languages[0], lambda drawing: self._embed(made, drawing))
        title = Paragraph(read_runs(slide.title, marks), language=marks.language)
        shapes.add_text(template.title if is_cover else template.heading, [title], slide.title_scale)
        if is_cover and slide.blocks:
            shapes.add_text(template.subtitle, list_paragraphs(slide.blocks, marks), slide.scale)
        shapes.add_zones(zones, template.halves if in_columns else (template.body,), slide.scale, title.text)
        lines = _list_lines(document.letterhead, number)
        for place in template.list_placeholders(kind):
            if lines.get(place.kind):
                shapes.add_line(place, lines[place.kind])
        tree = made.shapes._spTree  # noqa: SLF001 (all shapes at once, instead of those that python-pptx guesses)
        tree.getparent().replace(tree, parse_xml(shapes.write_tree()))
        _add_notes(made, list_paragraphs(slide.notes, marks))

    def _embed(self, slide: Any, drawing: Element) -> Embedded:
        """The picture of a drawing, as parts of the file."""
        picture, package = self._rasteriser.rasterise(drawing), slide.part.package
        parts = (_PIXELS, picture.png, "image/png"), (_VECTOR, picture.svg, "image/svg+xml")
        return Embedded(
            *(
                slide.part.relate_to(Part(package.next_partname(name), kind, package, data), RELATIONSHIPS.IMAGE)
                for name, data, kind in parts
            )
        )


def _list_lines(letterhead: Mapping[str, str], slide: int) -> dict[str, str]:
    """What the letterhead says on a slide, or at its foot, by the kind of its placeholder; and which slide it is."""
    organisation, number, date = (letterhead.get(name, "") for name in ("organisation", "registration_number", "date"))
    if slide == 1:
        return {"body": organisation, "ftr": number, "dt": date}
    return {"ftr": " · ".join(filter(None, (organisation, number))), "sldNum": str(slide)}


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
    parts |= {name: (DECLARATION + text).encode() for name, text in properties.items() if name in parts}
    custom = DECLARATION + write_properties(stamp, take_properties(parts))
    Inspector(TEMPLATE, parts, [CUSTOM])
    return pack(parts, EVEN).finish({}, {CUSTOM: custom.encode()})
