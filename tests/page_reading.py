"""Reads a web page: what stands in its body text, apart from letterhead and footer."""

from __future__ import annotations

from lxml import html


def read_page(data: bytes) -> str:
    """The text of `main` in order, without white space."""
    page = html.document_fromstring(data.decode("utf-8"))
    return "".join("".join(str(text) for text in page.get_element_by_id("content").itertext()).split())
