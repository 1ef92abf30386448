"""PDF: the page laid out by WeasyPrint, in one file that is PDF/A-3a and PDF/UA-1. Called by `build.render`."""

from __future__ import annotations

import importlib
from functools import cache, cached_property, partial
from types import ModuleType
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.errors import Finding
from generator.rendering.arranging import arrange
from generator.rendering.page import Page
from generator.rendering.page_fill import Reckoner
from generator.rendering.tree_checks import check_tree
from generator.rendering.weasyprint.library import check_version, load_libraries
from generator.text.tree import Document
from generator.workspace import Files

if TYPE_CHECKING:
    from generator.rendering.pagination.fitting import Fitting


class WeasyPrintWriter:
    """Makes PDF. Keeps fonts and styles for as long as it lives.

    Raises:
        RenderError: Pango, which lays out the text, is not there; WeasyPrint is another than we know; or a style or font of
            the workspace is wrong.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._page = Page(files, "print")
        self._reckoner = Reckoner(files)
        self._renderer = _load_engine().PdfRenderer(files, self._page.logo_style)

    def render(self, document: Document) -> bytes:
        """The PDF of `document`, a file that says the document's own date and no other.

        Raises:
            RenderError: no font has a letter of the document, or it refers to something that isn't there.
        """
        fill = None
        if document.layout == "slides":
            document = self._fitting.paginate(document)
            check_tree(document.body)
        else:
            check_tree(document.body)
            document = replace(document, body=arrange(document.body))
            fill = cache(partial(self._reckoner.fill, document, document.body))
        write = cache(lambda body: self._page.fill_parts(replace(document, body=body)))
        made: bytes = self._renderer.make(write, document, fill)
        return made

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What is to be told of the fonts that were used so far."""
        told: tuple[Finding, ...] = self._renderer.warnings
        return told

    @cached_property
    def _fitting(self) -> Fitting:
        """What makes a page of each slide: loaded when the first slides are asked for, since few documents are slides."""
        from generator.rendering.pagination.fitting import Fitting  # noqa: PLC0415 (see above)

        return Fitting(self._files)


def _load_engine() -> ModuleType:
    """The module that knows WeasyPrint, loaded once all that it needs is there."""
    check_version()
    load_libraries()
    return importlib.import_module("generator.rendering.weasyprint.engine")
