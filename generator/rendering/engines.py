"""What makes each format, and which of its two engines makes PDF. For all that names an engine or needs a writer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from generator.rendering.weasyprint import library
from generator.workspace import AUTO


@dataclass(frozen=True, slots=True)
class Engine:
    """A library that makes files of a format, and our writer that uses it."""

    name: str
    """That of its package, such as `python-pptx`."""
    module: str
    """Where the writer stands, below `generator.rendering`."""
    writer: str

    @property
    def version(self) -> str:
        """Which version is installed; nothing where none is."""
        try:
            return version(self.name)
        except PackageNotFoundError:
            return ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


WEASYPRINT = Engine("weasyprint", "weasyprint.writer", "WeasyPrintWriter")
TYPST = Engine("typst", "typst.writer", "TypstWriter")
ENGINES: Mapping[str, tuple[Engine, ...]] = {
    "docx": (Engine("docxtpl", "word.writer", "WordWriter"),),
    "pdf": (WEASYPRINT, TYPST),
    "html": (Engine("jinja2", "web", "WebWriter"),),
    "pptx": (Engine("python-pptx", "slides.writer", "SlidesWriter"),),
}
"""The formats, and what can make each."""


def choose_engine(form: str, pdf_engine: str = AUTO) -> Engine:
    """What is to make a format: of those that can make PDF the one that is named, or with `auto` WeasyPrint where it is there.

    To find that out loads WeasyPrint, so it is asked only of a PDF, and once.
    """
    if form != "pdf":
        return ENGINES[form][0]
    if pdf_engine == AUTO:
        return WEASYPRINT if library.is_there() else TYPST
    return next(engine for engine in ENGINES[form] if engine.name == pdf_engine)
