"""From the HTML that a content template gives to the document tree. Called by `text.composing`, and by tests."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NoReturn
from xml.etree import ElementTree as ET

from generator.errors import Finding, TextError
from generator.text.language import ISOLATE, ISOLATES
from generator.text.tree import CELLS, CLASSES, DRAWING, FIELD_ATTRIBUTES, STRUCTURE, TAGS, TEXT_BLOCKS, Element, share

_TAG = re.compile("<[^>]*>")
_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
"""Values stand in attributes too, which have no direction."""
_BYTE_ORDER_MARK, _WORD_JOINER = "\ufeff", "\u2060"
"""PDF/A allows no text the first, which is left in a text when files are put together; where it was meant, the second is said
today. Sources: ISO 19005-3, 6.2.11.7.2; Unicode Standard 16, 23.8 (specials)."""
_FRAMES = STRUCTURE | DRAWING - {"title", "text"}
"""What holds no text of its own."""
_BLOCKS = STRUCTURE | TEXT_BLOCKS | {"li", "td", "th", "svg"}
_ATTRIBUTES = FIELD_ATTRIBUTES | {"class", "colspan", "data-message", "href", "lang", "scope", "start", "width"}
"""`data-message` stands in previews only: which message a text comes from."""
_DRAWING_ATTRIBUTES = {
    "line": frozenset({"class", "x1", "x2", "y1", "y2"}),
    "rect": frozenset({"class", "height", "rx", "width", "x", "y"}),
    "svg": frozenset({"preserveAspectRatio", "viewBox"}),
    "text": frozenset({"class", "most", "room", "words", "x", "y"}),
    "title": frozenset(),
}


def parse_tree(html: str, lang: str) -> Element:
    """The tree of `html`, in a `section` that says its language.

    White space between blocks goes; white space in text stays as it is. Lists that follow upon each other become one. A byte
    order mark becomes a word joiner.

    Raises:
        TextError: the HTML isn't well-formed, or holds an element, attribute or class that the tree doesn't know.
    """
    if ISOLATE in html:
        html = _TAG.sub(lambda tag: tag[0].translate(_NO_ISOLATES), html)
    html = html.replace(_BYTE_ORDER_MARK, _WORD_JOINER)
    try:
        root = ET.fromstring(f"<section>{html}</section>")  # noqa: S314 (our own templates; values are escaped)
    except ET.ParseError as problem:
        raise TextError(Finding("the text is not well-formed: {problem}", values={"problem": str(problem)})) from problem
    return Element("section", {"lang": lang}, _children(root))


def _element(node: ET.Element) -> Element:
    tag, attributes, text = node.tag, node.attrib, node.text
    if tag not in TAGS:
        _refuse(node, tag)
    said = tuple(attributes.items())
    if said and (unknown := _find_unknown(tag, said)):
        _refuse(node, unknown)
    if text and tag not in _FRAMES and not len(node):  # words and nothing else, as most are
        return share(tag, said, (text,))
    return share(tag, said, _children(node))


@lru_cache(maxsize=1024)
def _find_unknown(tag: str, attributes: tuple[tuple[str, str], ...]) -> str | None:
    """The first attribute or class of an element that the tree doesn't know."""
    known = _DRAWING_ATTRIBUTES.get(tag, _ATTRIBUTES)
    for name, value in attributes:
        if name not in known:
            return name
        if name == "class" and value not in CLASSES:
            unknown = [each for each in value.split() if each not in CLASSES]
            if unknown:
                return unknown[0]
    return None


def _refuse(node: ET.Element, name: str) -> NoReturn:
    markup = ET.tostring(node, encoding="unicode")[:80]
    raise TextError(Finding("'{name}' is not part of the document tree: {markup}", values={"name": name, "markup": markup}))


def _children(node: ET.Element) -> tuple[Element | str, ...]:
    text = node.text
    parts: list[Element | str] = [text] if text else []
    tags: list[str] = []
    for child in node:
        parts.append(_element(child))
        tags.append(child.tag)
        if tail := child.tail:
            parts.append(tail)
    if len(parts) > len(tags) and (node.tag in _FRAMES or (node.tag in CELLS and not _BLOCKS.isdisjoint(tags))):
        parts = _leave_out_space(node, parts)
    return tuple(_join_lists(parts) if tags.count("ul") > 1 or tags.count("ol") > 1 else parts)


def _leave_out_space(node: ET.Element, parts: list[Element | str]) -> list[Element | str]:
    """The parts without white space between them; other text stands beside blocks in a cell only."""
    parts = [part for part in parts if not isinstance(part, str) or part.strip()]
    stray = next((part for part in parts if isinstance(part, str)), None)
    if stray and node.tag not in CELLS:
        values = {"tag": node.tag, "text": stray.strip()[:60]}
        raise TextError(Finding("text stands outside a paragraph, in <{tag}>: '{text}'", values=values))
    return parts


def _join_lists(parts: list[Element | str]) -> list[Element | str]:
    """A list that is interrupted by nothing is one list: a loop around an item makes many of one item each."""
    joined: list[Element | str] = []
    for part in parts:
        last = joined[-1] if joined else None
        if isinstance(part, Element) and isinstance(last, Element) and part.tag == last.tag and part.tag in {"ol", "ul"}:
            joined[-1] = Element(last.tag, last.attributes, last.children + part.children)
        else:
            joined.append(part)
    return joined
