"""From the document tree to bytes: a writer a format, two for PDF; none knows document types or the disk. For `build.render`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from generator.errors import N_, Finding, RealiseraError, RenderError, blame
from generator.files.extras import write_command
from generator.rendering.engines import ENGINES, TYPST, WEASYPRINT, Engine, choose_engine
from generator.text.tree import Document
from generator.workspace import AUTO, Files

_OTHER = N_("{command}; or install Pango, with which WeasyPrint makes PDFs, or name other formats with --format")


def name_engine(form: str, pdf_engine: str = AUTO) -> str:
    """What makes a format, with its version: `weasyprint 70.0`."""
    return str(choose_engine(form, pdf_engine)) if form in ENGINES else form


class Writer(Protocol):
    """Makes files of one format; keeps what is costly for as long as it lives."""

    def render(self, document: Document) -> bytes:
        """The file's bytes: the same for the same document, always."""


def make_writer(form: str, files: Files, pdf_engine: str = AUTO) -> Writer:
    """The writer of a format. Its module is loaded now, so that a run without PDF needs nothing that PDF needs.

    Raises:
        RenderError: what the format needs isn't there.
    """
    engine = choose_engine(form, pdf_engine)
    if not engine.version:
        hint = _OTHER if engine.name == TYPST.name else "{command}"
        values = {"engine": engine.name, "command": write_command(engine.name)}
        raise RenderError(Finding("{engine} isn't installed", hint=hint, values=values))
    made: Writer = getattr(importlib.import_module(f"{__name__}.{engine.module}"), engine.writer)(files)
    return made


def list_modules(forms: Iterable[str], pdf_engine: str = AUTO) -> Iterator[str]:
    """The modules of the writers of these formats, but for those whose libraries aren't there, or aren't known to be."""
    for engine in (choose_engine(form, pdf_engine) for form in forms):
        if engine.version and (engine is not WEASYPRINT or pdf_engine == AUTO):
            yield f"{__name__}.{engine.module}"


def check_layouts(files: Files, pdf_engine: str = AUTO) -> Iterator[Finding]:
    """What is wrong with the layouts, styles and drawings in `templates/`, each thing once, opened as the writers open them."""
    findings = (finding for opener in _list_openers(files, choose_engine("pdf", pdf_engine)) for finding in _try(opener))
    yield from {str(finding): finding for finding in findings}.values()


def _list_openers(files: Files, pdf_engine: Engine) -> Iterator[Callable[[], object]]:
    from generator.rendering.page import Page  # noqa: PLC0415 (so that a run loads only what its formats need)
    from generator.rendering.pagination.template import SlideTemplate  # noqa: PLC0415
    from generator.rendering.template_files import read_style  # noqa: PLC0415
    from generator.rendering.weasyprint.library import load_libraries  # noqa: PLC0415

    for name in files.list_names("templates/word/*.docx"):
        yield partial(_open_layout, name, files.read(name))
    yield partial(SlideTemplate, files)
    yield partial(Page, files, "screen")
    if pdf_engine is WEASYPRINT:
        yield load_libraries
        yield partial(Page, files, "print")
    if TYPST.version:  # not there is for every system
        from generator.rendering.typst.writer import check_layout, check_looks  # noqa: PLC0415

        if pdf_engine is not WEASYPRINT:
            yield partial(check_looks, files)
        yield partial(check_layout, files)
    for pattern in ("templates/*.css", "templates/fonts/*.css"):
        for name in files.list_names(pattern):
            yield partial(read_style, files, name.removeprefix("templates/"))


def _open_layout(name: str, data: bytes) -> object:
    """A Word layout, as the writer opens it."""
    from generator.rendering.word.layout import Layout  # noqa: PLC0415 (so that a run loads only what its formats need)

    with blame(name):
        return Layout(name, data, "sv")


def _try(opener: Callable[[], object]) -> Sequence[Finding]:
    """What is wrong with what an opener opens, or is told of it."""
    try:
        opened = opener()
    except RealiseraError as problem:
        return problem.findings
    return getattr(opened, "warnings", ())
