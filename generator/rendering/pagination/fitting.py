"""A document as the slides that it becomes, each with as much on it as fits. For `slides` and both PDF engines."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from generator.errors import Finding, RenderError
from generator.rendering.office.marks import Marks
from generator.rendering.pagination.cutting import Slide, cut_slides, spread_slide
from generator.rendering.pagination.measuring import Ruler
from generator.rendering.pagination.paragraphs import Paragraph, list_paragraphs, read_runs
from generator.rendering.pagination.template import PER_POINT, Placeholder, SlideTemplate
from generator.rendering.pagination.zones import Placing, list_zones
from generator.rendering.tree_checks import check_tree
from generator.text.tree import Document, Element
from generator.workspace import Files

_TITLE_SCALES = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4)


class Fitted(NamedTuple):
    """A slide, and how much its title has to shrink."""

    slide: Slide
    title_scale: float


class Fitting:
    """Fits documents to the places of the template."""

    def __init__(self, files: Files) -> None:
        self.layouts = SlideTemplate(files)
        self._ruler = Ruler(files)
        self.placing = Placing(self.layouts, self._ruler)

    def fit(self, document: Document) -> tuple[Fitted, ...]:
        """The slides of a document, its title first.

        Raises:
            RenderError: something cannot be shown on a slide, or is too long for one.
        """
        marks = Marks(document.languages[0])
        cover, *rest = cut_slides(document.body)
        for slide in (cover, *rest):
            check_tree(Element("section", {}, (*slide.blocks, *slide.notes)))
        scale = self._shrink(list_paragraphs(cover.blocks, marks), self.layouts.subtitle)
        fitted = [self._fit_title(replace(cover, scale=scale), marks, self.layouts.title)]
        for slide in rest:
            pieces = spread_slide(slide, lambda blocks, scale: self.placing.fits(list_zones(blocks, marks), scale))
            fitted += [self._fit_title(piece, marks, self.layouts.heading) for piece in pieces]
        return tuple(fitted)

    def paginate(self, document: Document) -> Document:
        """The document with its body as pages, a slide each, for PDF.

        Raises:
            RenderError: something cannot be shown on a slide, or is too long for one.
        """
        return replace(document, body=_make_pages(self.fit(document), document.body))

    def _fit_title(self, slide: Slide, marks: Marks, place: Placeholder) -> Fitted:
        return Fitted(slide, self._shrink((Paragraph(read_runs(slide.title, marks)),), place))

    def _shrink(self, paragraphs: tuple[Paragraph, ...], place: Placeholder) -> float:
        """How much a title or subtitle has to shrink to fit its place."""
        heavy = tuple(each._replace(kind="heading") for each in paragraphs) if place.bold else paragraphs
        width, height = place.box.width / PER_POINT, place.box.height / PER_POINT
        for scale in _TITLE_SCALES:
            if self._ruler.measure(heavy, place.levels, width, scale) <= height:
                return scale
        text = " ".join(each.text for each in paragraphs)
        raise RenderError(
            Finding(
                "{count} characters are too many for the title of a slide: {text}",
                hint="shorten it",
                values={"count": str(len(text)), "text": " ".join(text.split())[:60]},
            )
        )


def _make_pages(slides: tuple[Fitted, ...], body: Element) -> Element:
    """The slides as a body for pages: a `div` of the class `page` each, but for the title; without notes."""
    (cover, title_scale), *rest = slides
    heading = Element("h1", _say_scale(title_scale), cover.title)
    pages = [
        Element(
            "div",
            {"class": "page"},
            (
                Element("h2", _say_scale(scale), slide.title),
                *((Element("div", _say_scale(slide.scale), slide.blocks),) if slide.blocks else ()),
            ),
        )
        for slide, scale in rest
    ]
    under = (Element("div", _say_scale(cover.scale), cover.blocks),) if cover.blocks else ()
    return replace(body, children=(heading, *under, *pages))


def _say_scale(scale: float) -> dict[str, str]:
    return {"scale": f"{scale:g}"} if scale < 1 else {}
