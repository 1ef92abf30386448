"""What makes each format, and which of its two engines makes PDF. For all that name an engine or need a writer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from msgspec import Struct

from generator.rendering.weasyprint import library
from generator.text.tree import Element
from generator.workspace import AUTO, Files


class Engine(Struct, frozen=True):
    """A library that makes files of a format, and our writer that uses it."""

    name: str
    """That of its package, such as `python-pptx`."""
    module: str
    """Where the writer stands, below `generator.rendering`."""
    writer: str
    layout: tuple[str, ...] = ()
    """What it lays documents out with: patterns of files."""
    helpers: tuple[str, ...] = ()
    """Other packages that bytes depend on."""
    drawings: tuple[str, ...] = ()
    """What it draws with, which is nothing to a document without drawings: patterns of files."""
    drawing: str = "svg"
    """What it draws: in Word the bars of a table are cells, and figures alone are pictures."""
    is_open: bool = False
    """Whether its layout may use any other file that the region has put beside it."""

    def draws(self, tree: Element) -> bool:
        """Whether it draws anything in a document."""
        return next(tree.find_all(self.drawing), None) is not None

    def list_files(self, files: Files, layout: str, slug: str, *, draws: bool) -> Iterator[str]:
        """The files that it lays a document out with; of Word's layouts, the document's own or else the one of its kind."""
        for pattern in (*self.layout, *(self.drawings if draws else ())):
            own = pattern.format(layout=slug)
            yield from files.list_names(own if files.find(own) else pattern.format(layout=layout))
        if self.is_open:
            yield from (name for name in files.list_added("templates/**/*") if not name.startswith(_FOLDERS))

    @property
    def signature(self) -> str:
        """Its name and version, and those of what helps it."""
        return ", ".join([str(self), *(f"{name} {find_version(name)}" for name in self.helpers)])

    @property
    def version(self) -> str:
        """Which version is installed; nothing where none is."""
        return find_version(self.name)

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()


@cache
def find_version(package: str) -> str:
    """Which version of a package is installed; nothing where none is."""
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


_FOLDERS = ("templates/typst/", "templates/word/")
_PAGE = ("templates/page.html", "templates/logo.*", "templates/print.css")
_DRAWINGS = "templates/drawings.css"
_FONTS = "templates/fonts/*"
_SLIDES = "templates/slides.pptx"
WEASYPRINT = Engine(
    "weasyprint",
    "weasyprint.writer",
    "WeasyPrintWriter",
    (*_PAGE, "templates/pages.css", "templates/slides.css", _FONTS),
    ("pydyf",),
    drawings=(_DRAWINGS,),
    is_open=True,
)
TYPST = Engine(
    "typst",
    "typst.writer",
    "TypstWriter",
    ("templates/typst/**/*", "templates/logo.*", _FONTS),
    ("pikepdf",),
    drawings=(_DRAWINGS,),
)
ENGINES: Mapping[str, tuple[Engine, ...]] = {
    "docx": (
        Engine(
            "docxtpl",
            "word.writer",
            "WordWriter",
            ("templates/word/{layout}.docx",),
            ("resvg_py",),
            drawings=(_DRAWINGS, _FONTS),
            drawing="figure",
        ),
    ),
    "pdf": (WEASYPRINT, TYPST),
    "html": (
        Engine("jinja2", "web", "WebWriter", (*_PAGE, "templates/screen.css", "templates/fields.css", _DRAWINGS), is_open=True),
    ),
    "xlsx": (Engine("xlsxwriter", "workbook", "WorkbookWriter"),),
    "pptx": (
        Engine(
            "python-pptx",
            "slides.writer",
            "SlidesWriter",
            (_SLIDES, _FONTS),
            ("resvg_py",),
            drawings=(_DRAWINGS,),
            drawing="figure",
        ),
    ),
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
