"""Web page: one file that needs no other, no script and no network. Called by `build.render`."""

from __future__ import annotations

import re
from html import escape

from generator.rendering.page import Page
from generator.rendering.stamps import write_stamp
from generator.text.tree import Document
from generator.workspace import Files

_HEAD = "</head>"
"""What the head of a page ends with: the stamp goes before it, whatever template a region has."""
_START = re.compile(r"\s*(?:<!doctype[^>]*>)?\s*(?:<html\b[^>]*>)?\s*(?:<head\b[^>]*>)?", re.IGNORECASE)
"""How a page begins, up to the first place in its head."""
POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
    "img-src data:; font-src data:; base-uri 'none'; form-action 'none'\">"
)
"""A page runs no script, fetches nothing and sends nothing, whatever a region's template, style or logo asks for: its styles,
pictures and fonts stand in it."""


class WebWriter:
    """Makes web pages. Keeps the template and its styles for as long as it lives."""

    def __init__(self, files: Files) -> None:
        self._page = Page(files, "screen")

    def render(self, document: Document) -> bytes:
        """The web page of `document`, as UTF-8.

        Raises:
            RenderError: the template of the workspace is wrong.
        """
        page = _START.sub(lambda start: f"{start[0]}\n{POLICY}", self._page.fill(document), count=1)
        if document.stamp:
            before, head, after = page.partition(_HEAD)
            page = f'{before}<meta name="realisera" content="{escape(write_stamp(document.stamp))}">\n{head}{after}'
        return page.encode("utf-8")
