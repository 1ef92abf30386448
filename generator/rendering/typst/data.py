"""A document as data for `templates/typst/`: plain maps, lists, texts and numbers, never markup. Called by `writer`.

Beside what the tree says, each part tells what a layout can't see for itself: whether a word may be too long for its line, and
whether a part that should stay on one page may be too long for any.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from generator.rendering.drawings import DrawingStyle, draw
from generator.rendering.lengths import is_row_too_long, is_too_long, list_columns, place_cells
from generator.rendering.tree_checks import TABLES
from generator.rendering.widths import count_columns, is_whole
from generator.text.tree import Document, Element, for_each_element, is_block

_LINE_END = re.compile("\r\n?|[\n\u2028\u2029]")
_LEFTWARD = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc]")
"""Letters that are written from right to left."""
_LONG_CAPTION = 0.3
"""The share of a page's lines that a caption may take beside the tallest drawing."""
_HOLDERS = frozenset({"blockquote", "div", "ol", "section", "ul"})
_REGION = 2
"""Letters of a region's code."""
_SOFT_HYPHEN = "\u00ad"
_TAB = "    "
_WHOLE = frozenset({"div", "h1", "h2", "h3", "h4"})
"""What stays on one page where it can, beside tables."""
_ROOM = 34
"""How many letters fit on a line for sure, across the whole of the text."""


def describe_document(document: Document, describer: Describer) -> dict[str, Any]:
    """All of a document that its layout shows."""
    return {
        "layout": document.layout,
        "lang": describe_language(document.languages[0]),
        "title": document.title,
        "author": document.author,
        "subject": document.subject,
        "keywords": document.keywords,
        "date": [document.date.year, document.date.month, document.date.day],
        "letterhead": dict(document.letterhead),
        "leftward": bool(_LEFTWARD.search(document.body.text())),
        "body": describer.describe(document.body, 1.0),
    }


def describe_language(tag: str) -> dict[str, str]:
    """A language as Typst wants it: `en-GB` is a language and a region."""
    language, *rest = tag.split("-")
    region = next((part for part in rest if len(part) == _REGION), None)
    return {"lang": language} | ({"region": region} if region else {})


class Describer:
    """Describes elements. `share` is the share of the text's width that a part has.

    Keeps what is said of elements that many documents share, which nobody may change therefore.
    """

    def __init__(self, style: DrawingStyle) -> None:
        """Drawings are drawn in `style`."""
        self._style = style
        self.describe = for_each_element(self._describe_anew)
        self._describe_cell = for_each_element(self._describe_cell_anew)

    def _describe_anew(self, element: Element, share: float) -> dict[str, Any]:
        """An element and all in it."""
        node = self._begin(element)
        match element.tag:
            case "table":
                return node | self._describe_table(element, share)
            case "figure":
                return node | self._describe_figure(element, share)
            case "svg":
                return node | {"svg": draw(element, self._style.select(element)), "children": []}
            case "ol":
                node["start"] = int(element.attributes.get("start", "1"))
        parts = share / max(len(element.elements), 1) if "columns" in element.classes else share
        if element.tag in _WHOLE:
            node["long"] = is_too_long(element, share)
        if element.tag == "li":
            node["blocks"] = _holds_blocks(element)
        return node | self._describe_children(element, parts * (0.5 if element.tag in {"h1", "h2"} else 1))

    def _begin(self, element: Element) -> dict[str, Any]:
        """What every element says."""
        node: dict[str, Any] = {"tag": element.tag, "classes": sorted(element.classes)}
        attributes = element.attributes
        if "lang" in attributes:
            node["lang"] = describe_language(attributes["lang"])
        if "href" in attributes:
            node["href"] = attributes["href"]
        if "rows" in attributes:
            node["rows"] = int(attributes["rows"])
        if "scale" in attributes:
            node["scale"] = float(attributes["scale"])
        return node

    def _describe_children(self, element: Element, share: float) -> dict[str, Any]:
        """What stands in an element, and whether a part of a word, up to where it may be parted, may be too long for its line."""
        longest = max(map(len, element.text().replace(_SOFT_HYPHEN, " ").split()), default=0)
        list_parts = self._list_blocks if _holds_blocks(element) else self._list_parts
        return {"children": list_parts(element.children, share), "careful": longest > share * _ROOM}

    def _list_blocks(self, children: Sequence[Element | str], share: float) -> list[Any]:
        """Blocks; text between them becomes one of its own, `line`."""
        parts: list[Any] = []
        for are_blocks, group in groupby(children, is_block):
            if not are_blocks:
                line = Element("line", {}, tuple(group))
                if line.text().strip():
                    parts.append(self._begin(line) | self._describe_children(line, share))
            else:
                parts += self._list_parts(list(group), share)
        return parts

    def _list_parts(self, children: Sequence[Element | str], share: float) -> list[Any]:
        parts: list[Any] = []
        for child in children:
            if isinstance(child, str):
                parts += _split_text(child)
            elif _is_empty(child):
                continue
            elif not is_block(child):
                parts.append(self._begin(child) | {"children": self._list_parts(child.children, share)})
            else:
                parts.append(self.describe(child, share))
        return parts

    def _describe_table(self, table: Element, share: float) -> dict[str, Any]:
        columns = list_columns(table)
        parts = [width * share / sum(columns) for width in columns]
        described: dict[str, Any] = {
            "kind": next(iter(TABLES & table.classes), ""),
            "columns": columns,
            "head": [],
            "rows": [],
            "long": is_too_long(table, share),
        }
        for group in table.elements:
            if group.tag == "caption":
                described["caption"] = self._begin(group) | self._describe_children(group, share)
            else:
                place = "head" if group.tag == "thead" else "rows"
                described[place] += [self._describe_row(row, parts) for row in group.elements]
        return described

    def _describe_row(self, row: Element, parts: Sequence[float]) -> dict[str, Any]:
        """A row. Where it ends before its table does, a cell fills it: else the next row's would."""
        left = len(parts) - count_columns(*row.elements)
        filled = Element(row.tag, row.attributes, (*row.elements, Element("td", {"colspan": str(left)}, ()))) if left > 0 else row
        return {
            "long": is_row_too_long(row, parts),
            "children": [self._describe_cell(cell, width) for cell, width in place_cells(filled, parts)],
        }

    def _describe_cell_anew(self, cell: Element, share: float) -> dict[str, Any]:
        node = self._begin(cell) | self._describe_children(cell, share) | {"blocks": _holds_blocks(cell)}
        node["narrow"] = is_whole(cell)
        node["careful"] &= not node["narrow"]
        if "colspan" in cell.attributes:
            node["colspan"] = int(cell.attributes["colspan"])
        return node

    def _describe_figure(self, figure: Element, share: float) -> dict[str, Any]:
        drawing = next(figure.find_all("svg"))
        _, _, width, height = map(float, drawing.attributes["viewBox"].split())
        title = " ".join(drawing.title.split())
        described: dict[str, Any] = {
            "long": False,
            "drawing": {"svg": draw(drawing, self._style.select(drawing)), "title": title, "width": width, "height": height},
        }
        for caption in figure.find_all("figcaption"):
            described["caption"] = self._begin(caption) | self._describe_children(caption, share)
            described["caption"]["after"] = figure.elements[0].tag == "svg"
            described["long"] = is_too_long(caption, share * _LONG_CAPTION)
        return described


def _split_text(text: str) -> list[Any]:
    """Text with its line ends as elements, since a layout folds them."""
    parts: list[Any] = []
    for number, line in enumerate(_LINE_END.split(text)):
        if number:
            parts.append({"tag": "br", "classes": []})
        if line:
            parts.append(line.replace("\t", _TAB))
    return parts


def _is_empty(element: Element) -> bool:
    """Whether it is a part of the text without any part: there is nothing to lay out."""
    if element.tag == "table":
        return not any(element.find_all("td", "th"))
    return element.tag in _HOLDERS and not element.children


def _holds_blocks(element: Element) -> bool:
    return any(map(is_block, element.children))
