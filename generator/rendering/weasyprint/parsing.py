"""A page as WeasyPrint takes it: its frame read as HTML, its text as XML, which is read many times as fast. For `engine`."""

from __future__ import annotations

import copy
from typing import Any
from xml.etree import ElementTree as ET

from weasyprint import HTML

from generator.rendering.page import BODY_PLACE


class ParsedPage(HTML):  # type: ignore[misc] # WeasyPrint has no types
    """A page, and the sheet that stands under all others."""

    def __init__(self, *, defaults: Any, **source: Any) -> None:
        super().__init__(**source)
        self._defaults = defaults

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:  # noqa: ARG002, FBT001, FBT002 (WeasyPrint's signature; no forms)
        return [self._defaults]


_CLASS = ET.fromstring(BODY_PLACE).attrib["class"]  # noqa: S314 (our own text)


def make_page(html: str, body: str, **options: Any) -> ParsedPage:
    """The page that is `html` with `body` in its place."""
    try:
        text = ET.fromstring(body)  # noqa: S314 (our own text; values are escaped)
    except ET.ParseError:
        # A character that is none of XML's, or a region's style that isn't written as XML wants it.
        return ParsedPage(string=html.replace(BODY_PLACE, body), **options)
    page = ParsedPage(string=html, **options)
    for place in page.etree_element.iterfind(f".//section[@class='{_CLASS}']"):
        own = copy.deepcopy(text)  # a region's page may show it twice
        place.attrib.clear()
        place.attrib.update(own.attrib)
        place.text = own.text
        place.extend(own)
    return page
