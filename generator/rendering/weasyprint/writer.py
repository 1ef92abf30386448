"""PDF: the page laid out by WeasyPrint, in one file that is PDF/A-3a and PDF/UA-1. Called by the pipeline."""

from __future__ import annotations

import contextlib
import importlib
import io
import warnings
from functools import cached_property
from types import ModuleType
from typing import TYPE_CHECKING

from generator.errors import Finding, RenderError
from generator.rendering.page import Page
from generator.text.tree import Document
from generator.workspace import Files

if TYPE_CHECKING:
    from generator.rendering.slides.fitting import Fitting

WEASYPRINT = "70.0"
"""The version whose inside `weasyprint.engine`, `weasyprint.tags` and `weasyprint.content` know."""

_INSTALL = (
    "Debian and Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; macOS: brew install pango; "
    "Windows: install MSYS2, then pacman -S mingw-w64-ucrt-x86_64-pango. Word and web pages can be made without it"
)


class WeasyPrintWriter:
    """Makes PDF. Keeps fonts and styles for as long as it lives.

    Raises:
        RenderError: Pango, which lays out the text, is not there; or a style or font of the workspace is wrong.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._page = Page(files, "print")
        self._engine = _load_engine().Engine(files)

    def render(self, document: Document) -> bytes:
        """The PDF of `document`, a file that says the document's own date and no other.

        Raises:
            RenderError: no font has a letter of the document, or it refers to something that isn't there.
        """
        if document.layout == "slides":
            document = self._fitting.paginate(document)
        made: bytes = self._engine.make(self._page.fill(document), document)
        return made

    @cached_property
    def _fitting(self) -> Fitting:
        """What makes a page of each slide: loaded when the first slides are asked for, since few documents are slides."""
        from generator.rendering.slides.fitting import Fitting  # noqa: PLC0415 (see above)

        return Fitting(self._files)


def _load_engine() -> ModuleType:
    """The module that knows WeasyPrint.

    Imported here, since importing WeasyPrint fails where Pango is missing, prints where it fails, and warns about a machine
    that has no fonts, which doesn't matter: those of the machine are never used.
    """
    try:
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            weasyprint = importlib.import_module("weasyprint")
            libraries = importlib.import_module("weasyprint.text.ffi")
    except OSError as problem:
        finding = Finding(
            "PDF needs the library Pango: {problem}", hint=_INSTALL, values={"problem": str(problem).splitlines()[0]}
        )
        raise RenderError(finding) from problem
    if libraries.harfbuzz_subset is None:
        raise RenderError(Finding("PDF needs the library HarfBuzz-Subset", hint=_INSTALL))
    if weasyprint.__version__ != WEASYPRINT:
        values = {"needed": WEASYPRINT, "found": weasyprint.__version__}
        hint = "pip install weasyprint=={needed}"
        raise RenderError(Finding("PDF needs WeasyPrint {needed}, and {found} is installed", hint=hint, values=values))
    return importlib.import_module("generator.rendering.weasyprint.engine")
