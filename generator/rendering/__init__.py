"""From the document tree to bytes: one module a format. Called by `pipeline`; no writer knows a document type or the disk."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from typing import Protocol

from generator.errors import Finding, RealiseraError
from generator.text.tree import Document
from generator.workspace import Files

ENGINES = {"docx": "docxtpl", "pdf": "weasyprint", "html": "jinja2", "pptx": "python-pptx"}
"""The formats, and what makes each."""
_WRITERS = {
    "docx": ("word.writer", "WordWriter"),
    "pdf": ("weasyprint.writer", "WeasyPrintWriter"),
    "html": ("web", "WebWriter"),
    "pptx": ("slides.writer", "SlidesWriter"),
}


def name_engine(form: str) -> str:
    """What makes a format, with its version: `weasyprint 70.0`."""
    engine = ENGINES.get(form)
    return f"{engine} {version(engine)}" if engine else form


class Writer(Protocol):
    """Makes files of one format; keeps what is costly for as long as it lives."""

    def render(self, document: Document) -> bytes:
        """The file's bytes: the same for the same document, always."""


def make_writer(name: str, files: Files) -> Writer:
    """The writer of a format. Its module is loaded now, so that a run without PDF needs nothing that PDF needs.

    Raises:
        RenderError: what the format needs isn't there.
    """
    module, writer = _WRITERS[name]
    made: Writer = getattr(importlib.import_module(f"generator.rendering.{module}"), writer)(files)
    return made


def check_layouts(files: Files) -> Iterator[Finding]:
    """What is wrong with the layouts, styles and drawings in `templates/`, each thing once, opened as the writers open them."""
    findings = (finding for opener in _list_openers(files) for finding in _try(opener))
    yield from {str(finding): finding for finding in findings}.values()


def _list_openers(files: Files) -> Iterator[Callable[[], object]]:
    from generator.rendering.page import Page  # noqa: PLC0415 (so that a run loads only what its formats need)
    from generator.rendering.slides.layouts import Layouts  # noqa: PLC0415
    from generator.rendering.sources import read_style  # noqa: PLC0415
    from generator.rendering.word.layout import Layout  # noqa: PLC0415

    for name in files.list_names("templates/word/*.docx"):
        yield partial(Layout, name, files.read(name), "sv")
    yield partial(Layouts, files)
    yield partial(Page, files, "screen")
    yield partial(Page, files, "print")
    for pattern in ("templates/*.css", "templates/fonts/*.css"):
        for name in files.list_names(pattern):
            yield partial(read_style, files, name.removeprefix("templates/"))


def _try(opener: Callable[[], object]) -> tuple[Finding, ...]:
    try:
        opener()
    except RealiseraError as problem:
        return problem.findings
    return ()
