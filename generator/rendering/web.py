"""Web page: one file that needs no other, no script and no network. Called by the pipeline."""

from __future__ import annotations

from generator.rendering.page import Page
from generator.text.tree import Document
from generator.workspace import Files


class WebWriter:
    """Makes web pages. Keeps the template and its styles for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._page = Page(files, "screen")

    def render(self, document: Document) -> bytes:
        """The web page of `document`, as UTF-8.

        Raises:
            RenderError: the template of the workspace is wrong.
        """
        return self._page.fill(document).encode("utf-8")
