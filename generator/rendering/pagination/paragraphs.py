"""Blocks of the document tree as paragraphs of a slide, one after the other. Called by all that measure or write slides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from generator.errors import Finding, RenderError
from generator.rendering.office.marks import Marks, mark_language, mark_status
from generator.rendering.office.text import keep_together
from generator.text.tree import Element, is_block, trim_line

_KINDS = {"p": "text", "h3": "heading", "h4": "heading", "caption": "heading", "figcaption": "heading"}
_BLANK = "\u00a0" * 30
_DEEPEST = 5
_LONGEST = 10
BULLET, TICK, NUMBER = "•", "☐", "1"


class Run(NamedTuple):
    """A piece of text that looks the same from end to end."""

    text: str
    marks: Marks
    link: str = ""
    """The address that it leads to."""


class Paragraph(NamedTuple):
    """A paragraph on a slide, in a cell or in the notes."""

    runs: tuple[Run, ...]
    kind: str = "text"
    """`text`, `heading`, `note` or `quote`."""
    level: int = -1
    """How deep it stands in lists; -1 outside."""
    mark: str = ""
    """What stands before it: a bullet, a box to tick, a number or nothing."""
    start: int = 1
    """What its list counts from."""
    has_long_numbers: bool = False
    """Whether numbers of two digits stand before it or its neighbours in the list."""
    language: str = "sv"
    """That of the part it stands in, which says which way it is written."""

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(run.text for run in self.runs)


def list_paragraphs(blocks: Sequence[Element | str], marks: Marks) -> tuple[Paragraph, ...]:
    """The paragraphs that blocks become.

    Raises:
        RenderError: something in them cannot stand on a slide.
    """
    return tuple(_list_paragraphs(blocks, marks, -1))


def read_runs(children: Sequence[Element | str], marks: Marks, link: str = "") -> tuple[Run, ...]:
    """The runs of text and inline elements."""
    return tuple(_read_runs(children, marks, link))


def _list_paragraphs(blocks: Sequence[Element | str], marks: Marks, level: int) -> Iterator[Paragraph]:
    """Text beside blocks makes a paragraph."""
    for are_blocks, group in groupby(blocks, is_block):
        parts = list(group)
        if not are_blocks:
            runs = read_runs(parts if len(parts) == len(blocks) else trim_line(parts), marks)
            yield Paragraph(runs, level=level, language=marks.language)
        for part in filter(is_block, parts):
            yield from _list_block(part, mark_language(part, marks), level)


def _list_block(block: Element, marks: Marks, level: int) -> Iterator[Paragraph]:
    match block.tag:
        case "p" | "h3" | "h4" | "caption" | "figcaption":
            kind = "note" if "note" in block.classes else _KINDS[block.tag]
            blank = (Run(_BLANK, marks._replace(style="Blank")),) if "blank" in block.classes else ()
            yield Paragraph(blank + read_runs(block.children, mark_status(block, marks)), kind, level, language=marks.language)
        case "ul" | "ol":
            yield from _list_items(block, marks, level + 1)
        case "blockquote":
            yield from _list_paragraphs(block.children, marks._replace(emphasis=True), level)
        case "div" if not block.classes - {"box", "keep"}:
            yield from _list_paragraphs(block.children, marks, level)
        case tag:
            raise RenderError(Finding("<{tag}> cannot be shown here on a slide", values={"tag": " ".join((tag, *block.classes))}))


def _list_items(block: Element, marks: Marks, level: int) -> Iterator[Paragraph]:
    if level >= _DEEPEST:
        raise RenderError(Finding("lists stand in one another more than five deep"))
    start = int(block.attributes.get("start", "1"))
    is_long = block.tag == "ol" and start + len(block.elements) > _LONGEST
    for item in block.elements:
        mark = NUMBER if block.tag == "ol" else TICK if "check" in item.classes else BULLET
        paragraphs = _list_paragraphs(item.children, mark_language(item, marks), level)
        first = next(paragraphs, Paragraph(()))
        if first.mark:
            yield Paragraph((), "text", level, mark, start, is_long)
            yield first
        else:
            yield first._replace(level=level, mark=mark, start=start, has_long_numbers=is_long)
        for each in paragraphs:
            yield each._replace(has_long_numbers=is_long) if each.level == level else each


def _read_runs(children: Sequence[Element | str], marks: Marks, link: str) -> Iterator[Run]:
    for child in children:
        if isinstance(child, str):
            yield Run(keep_together(child) if marks.unbroken else child, marks, link)
            continue
        within = mark_language(child, marks)
        match child.tag:
            case "br":
                yield Run("\n", within, link)
            case "strong":
                yield from _read_runs(child.children, within._replace(strong=True), link)
            case "em":
                yield from _read_runs(child.children, within._replace(emphasis=True), link)
            case "a":
                yield from _read_runs(child.children, within, child.attributes.get("href", ""))
            case "span":
                if "blank" in child.classes:
                    yield Run(_BLANK, within._replace(style="Blank"), link)
                yield from _read_runs(child.children, mark_status(child, within), link)
            case tag:
                raise RenderError(Finding("<{tag}> cannot stand inside a line of text on a slide", values={"tag": tag}))
