"""Reads a web page: what stands in its body text, apart from letterhead and footer."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import html


def read_page(data: bytes) -> str:
    """The text of `main` in order, without white space; a drawing says what it is labelled with."""
    page = html.document_fromstring(data.decode("utf-8"))
    return "".join("".join(_list_texts(page.get_element_by_id("content"))).split())


def _list_texts(element: html.HtmlElement) -> Iterator[str]:
    if element.tag == "select" or element.get("class") == "words":  # they say what is said beside them
        return
    if element.tag == "svg":
        yield element.get("aria-label", "")
        return
    yield element.text or ""
    for child in element:
        yield from _list_texts(child)
        yield child.tail or ""
