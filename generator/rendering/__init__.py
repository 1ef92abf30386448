"""From the document tree to bytes: one module a format. Called by `pipeline`; no writer knows a document type or the disk."""

from __future__ import annotations

import importlib
from typing import Protocol

from generator.text.tree import Document
from generator.workspace import Files

ENGINES = {"docx": "docxtpl", "pdf": "weasyprint", "html": "jinja", "pptx": "python-pptx"}
"""The formats, and what makes each."""
_WRITERS = {
    "docx": ("word.writer", "WordWriter"),
    "pdf": ("pdf.writer", "PdfWriter"),
    "html": ("web", "WebWriter"),
    "pptx": ("slides.writer", "SlidesWriter"),
}


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
