"""A document as the slides that it becomes, each with as much on it as fits. For `slides` and both PDF engines."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from generator.errors import Finding, RenderError
from generator.rendering.office.marks import Marks
from generator.rendering.pagination.cutting import Slide, cut_slides, spread_slide
from generator.rendering.pagination.measuring import Ruler
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs, read_runs
from generator.rendering.pagination.template import PER_POINT, Placeholder, SlideTemplate
from generator.rendering.pagination.zones import Zone, list_zones, place_zones
from generator.rendering.tree_checks import check_tree
from generator.text.tree import Document, Element
from generator.workspace import Files

_TITLE_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)


class Fitting:
    """Fits documents to the places of the template."""

    def __init__(self, files: Files) -> None:
        self.template = SlideTemplate(files)
        self._ruler = Ruler(files)

    def fit(self, document: Document) -> tuple[Slide, ...]:
        """The slides of a document, its title first.

        Raises:
            RenderError: something cannot be shown on a slide, or is too long for one.
        """
        marks, template = Marks(document.languages[0]), self.template
        cover, *rest = cut_slides(_drop_paleness(document.body))
        for slide in (cover, *rest):
            check_tree(Element("section", {}, (*slide.blocks, *slide.notes)))
        cover = replace(cover, scale=self._shrink(list_paragraphs(cover.blocks, marks), template.subtitle))
        slides = [self._fit_title(cover, template.title, marks)]
        for slide in rest:
            pieces = spread_slide(slide, lambda blocks, scale: self._fits(blocks, scale, marks))
            slides += [self._fit_title(piece, template.heading, marks) for piece in pieces]
        return tuple(slides)

    def place(self, slide: Slide, marks: Marks) -> tuple[Zone, ...]:
        """What stands on a slide, each with its place."""
        return place_zones(list_zones(slide.blocks, marks), self.template, self._ruler, slide.scale)

    def paginate(self, document: Document) -> Document:
        """The document with its body as pages, a slide each, for PDF: a `div` of the class `page`, but for the title.

        Notes for a speaker are left out.

        Raises:
            RenderError: something cannot be shown on a slide, or is too long for one.
        """
        cover, *rest = self.fit(document)
        pages = (Element("div", {"class": "page"}, _list_parts(slide, "h2")) for slide in rest)
        return replace(document, body=replace(document.body, children=(*_list_parts(cover, "h1"), *pages)))

    def _fits(self, blocks: Sequence[Element], scale: float, marks: Marks) -> bool:
        """Whether blocks fit on a slide with their text at a scale."""
        placed = place_zones(list_zones(blocks, marks), self.template, self._ruler, scale)
        body = self.template.body.box
        return all(box.top + box.height <= body.top + body.height for zone in placed[-1:] for box in zone.boxes)

    def _fit_title(self, slide: Slide, place: Placeholder, marks: Marks) -> Slide:
        return replace(slide, title_scale=self._shrink((Paragraph(read_runs(slide.title, marks)),), place))

    def _shrink(self, paragraphs: tuple[Paragraph, ...], place: Placeholder) -> float:
        """How much a title or subtitle has to shrink to fit its place."""
        width, height = place.box.width / PER_POINT, place.box.height / PER_POINT
        for scale in _TITLE_SCALES:
            if self._ruler.measure(paragraphs, place.levels, width, scale, bold=place.bold) <= height:
                return scale
        text = " ".join(each.text for each in paragraphs)
        message = "{count} characters are too many for the title of a slide: {text}"
        values = {"count": str(len(text)), "text": " ".join(text.split())[:60]}
        raise RenderError(Finding(message, hint="shorten it", values=values))


def _list_parts(slide: Slide, heading: str) -> tuple[Element, ...]:
    """The title of a slide, and one part with all its blocks."""
    title = Element(heading, _say_scale(slide.title_scale), slide.title)
    return (title, Element("div", _say_scale(slide.scale), slide.blocks)) if slide.blocks else (title,)


def _say_scale(scale: float) -> dict[str, str]:
    return {"scale": f"{scale:g}"} if scale < 1 else {}


def _drop_paleness(part: Element) -> Element:
    """A part whose second language is as dark as the first: slides are seen from afar, and some have a dark ground."""
    attributes = {
        name: value.replace("second", "").strip() if name == "class" else value for name, value in part.attributes.items()
    }
    children = tuple(_drop_paleness(child) if isinstance(child, Element) else child for child in part.children)
    return replace(part, attributes={name: value for name, value in attributes.items() if value}, children=children)
