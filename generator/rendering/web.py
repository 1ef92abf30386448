"""Web page: one file that needs no other, no script and no network. Called by `build.render`."""

from __future__ import annotations

from html import escape

from generator.rendering.page import Page
from generator.rendering.stamps import write_stamp
from generator.text.tree import Document
from generator.workspace import Files

_HEAD = "</head>"
"""What the head of a page ends with: the stamp goes before it, whatever template a region has."""


class WebWriter:
    """Makes web pages. Keeps the template and its styles for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._page = Page(files, "screen")

    def render(self, document: Document) -> bytes:
        """The web page of `document`, as UTF-8.

        Raises:
            RenderError: the template of the workspace is wrong.
        """
        page = self._page.fill(document)
        if document.stamp:
            before, head, after = page.partition(_HEAD)
            page = f'{before}<meta name="realisera" content="{escape(write_stamp(document.stamp))}">\n{head}{after}'
        return page.encode("utf-8")
