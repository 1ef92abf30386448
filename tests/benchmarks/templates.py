"""The page as a template for peers: our own file with tags where values stand, and the values of each document for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from generator.rendering.word import writer
from generator.rendering.word.timeline import is_bar, part_bars
from generator.text.tree import Document, Element
from generator.workspace import Files

_PIECES = re.compile(
    r'(?:<w:tc><w:tcPr><w:tcW w:w="\d+" w:type="dxa"/>(?:<w:gridSpan[^>]*/>)?(?:<w:shd[^>]*/>)?</w:tcPr>'
    r'<w:p><w:pPr><w:pStyle w:val="TimelineCell"/></w:pPr></w:p></w:tc>)+'
)
_LOOPED = frozenset({"grid", "timeline"})
_BITS = 28
_PLANNED, _EMPTY = "5B9BB5", "FFFFFF"


@dataclass(frozen=True)
class Syntax:
    """How a peer writes its tags."""

    value: str
    row_value: str
    begin: str
    end: str
    in_rows_of_their_own: bool
    """Whether tags that begin and end a loop stand in rows of their own, which go; else in the row itself."""
    bits: tuple[str, ...] = ()
    """The cells of a bar, as a loop over them; nothing where a peer can't colour cells, and so keeps one bar for all."""


DOCXTPL = Syntax(
    value="{{{{ {} }}}}",
    row_value="{{{{ row.{} }}}}",
    begin="{{%tr for row in {} %}}",
    end="{{%tr endfor %}}",
    in_rows_of_their_own=True,
    bits=("{%tc for bit in row.bits %}", "{% cellbg bit %}", "{%tc endfor %}"),
)
BRACES = Syntax(value="{{{}}}", row_value="{{{}}}", begin="{{#{}}}", end="{{/{}}}", in_rows_of_their_own=False)


class PeerTemplate:
    """One template for all documents: what two of them say alike stands in it."""

    def __init__(self, documents: tuple[Document, Document], syntax: Syntax) -> None:
        self._syntax = syntax
        self._static = frozenset(_list_texts(documents[0].body)) & frozenset(_list_texts(documents[1].body))
        self._sample = documents[0]

    def write(self, files: Files) -> bytes:
        """The template as a Word file."""
        splitter = _Splitter(self._static, self._syntax)
        body = splitter.split(self._sample.body)
        letterhead = {name: self._syntax.value.format(f"letterhead_{name}") for name in self._sample.letterhead}
        plain = writer.write_body

        def write_body(*arguments: Any, **settings: Any) -> Any:
            made = plain(*arguments, **settings)
            loop = "".join(f"<w:tc><w:p><w:r><w:t>{tag}</w:t></w:r></w:p></w:tc>" for tag in self._syntax.bits)
            return replace(made, xml=_PIECES.sub(loop, made.xml)) if loop else made

        with patch.object(writer, "write_body", write_body):
            return writer.WordWriter(files).render(replace(self._sample, body=body, letterhead=letterhead))

    def take_values(self, document: Document) -> dict[str, Any]:
        """The values of a document."""
        splitter = _Splitter(self._static, self._syntax)
        splitter.split(document.body)
        return splitter.context | {f"letterhead_{name}": value for name, value in document.letterhead.items()}


class _Splitter:
    """Puts tags in the places of values."""

    def __init__(self, static: frozenset[str], syntax: Syntax) -> None:
        self.context: dict[str, Any] = {}
        self._static, self._syntax = static, syntax
        self._values = self.context
        self._is_looped = False

    def split(self, element: Element) -> Element:
        """The element with tags in it."""
        if element.tag == "table":
            self._is_looped = not element.classes.isdisjoint(_LOOPED)
        if "timeline" in element.classes:
            element = _part_table(element)
        if element.tag == "tbody" and self._is_looped:
            return self._split_rows(element)
        is_value = element.tag in {"td", "a", "span"} or self._values is not self.context
        children = (self.split(child) if isinstance(child, Element) else self._tag(child, is_value) for child in element.children)
        return replace(element, children=tuple(children))

    def _tag(self, text: str, is_value: bool) -> str:  # noqa: FBT001
        if text in self._static and not is_value:
            return text
        name = f"v{len(self._values)}"
        self._values[name] = text
        form = self._syntax.value if self._values is self.context else self._syntax.row_value
        return form.format(name)

    def _split_rows(self, body: Element) -> Element:
        """One row for all, in a loop."""
        name, values, written = f"rows{len(self.context)}", [], []
        for row in body.elements:
            self._values = {}
            written.append(self._split_row(row))
            values.append(self._values)
        self._values = self.context
        self.context[name] = values
        begin, end = self._syntax.begin.format(name), self._syntax.end.format(name)
        first, *between, last = written[0].elements
        if self._syntax.in_rows_of_their_own:
            around = [replace(written[0], children=(_fill(first, tag), *map(_fill, [*between, last]))) for tag in (begin, end)]
            return replace(body, children=(around[0], written[0], around[1]))
        if is_bar(last):
            *between, last = between
            tail = [written[0].elements[-1]]
        else:
            tail = []
        first, last = replace(first, children=(begin, *first.children)), replace(last, children=(*last.children, end))
        return replace(body, children=(replace(written[0], children=(first, *between, last, *tail)),))

    def _split_row(self, row: Element) -> Element:
        bar = next(filter(is_bar, row.elements), None)
        cells = tuple(cell if cell is bar else self.split(cell) for cell in row.elements)
        if bar:
            rect, unit = bar.elements[0].elements[0], float(bar.elements[0].attributes["viewBox"].split()[2]) / _BITS
            start = round(float(rect.attributes["x"]) / unit)
            end = start + max(round(float(rect.attributes["width"]) / unit), 1)
            self._values["bits"] = [_PLANNED if start <= bit < end else _EMPTY for bit in range(_BITS)]
        return replace(row, children=cells)


def _part_table(timeline: Element) -> Element:
    """The timeline with columns of their own for its bars, as Word has it."""
    *caption, head, body = timeline.elements
    parted = part_bars(head.elements, body.elements)
    groups = (replace(group, children=tuple(rows)) for group, rows in zip((head, body), parted, strict=True))
    return replace(timeline, children=(*caption, *groups))


def _fill(cell: Element, tag: str = "") -> Element:
    return replace(cell, children=(tag,) if tag else ())


def _list_texts(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _list_texts(child)
