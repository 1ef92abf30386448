"""Where the texts of a content file stand, in words: document, headings, number. Called by `extraction`."""

from __future__ import annotations

import re
from collections import Counter

from msgspec import Struct, field

from generator.text.compiling import TAG, MarkdownBlock, read_blocks, read_own_title

_KINDS = {"h1": "title", "p": "paragraph", "li": "list item", "th": "cell", "td": "cell"}
Headings = tuple[str, ...]


class Outline(Struct, frozen=True):
    """A file's title, its blocks with where they stand, and the headings that hold from each of some lines on."""

    title: str
    blocks: tuple[tuple[MarkdownBlock, str], ...]
    headings: tuple[tuple[int, Headings], ...]
    _counts: Counter[tuple[Headings, str]] = field(default_factory=Counter)

    def describe(self, line: int, kind: str) -> str:
        """Where the next thing of a kind stands, at a line: `Åtgärdsplan › Avvikelsen, label 2`."""
        known = [headings for start, headings in self.headings if start <= line]
        return _describe(self.title, known[-1] if known else (), kind, self._counts)


def read_outline(source: str, name: str) -> Outline:
    """The outline of a content file.

    Raises:
        TextError: the file's tags don't fit the rules.
    """
    blocks = read_blocks(source, name)
    title = read_own_title(source) or next((_shorten(block.text) for block in blocks if block.kind == "h1"), name)
    counts: Counter[tuple[Headings, str]] = Counter()
    headings: Headings = ()
    described, lines = [], []
    for block in blocks:
        kind = _KINDS.get(block.kind)
        if kind is None:
            level = int(block.kind[1]) - 2
            described.append((block, _describe(title, headings[:level], "heading", counts)))
            headings = (*headings[:level], _shorten(block.text))
            lines.append((block.place.line, headings))
        else:
            described.append((block, _describe(title, headings, kind, counts)))
    return Outline(title, tuple(described), tuple(lines))


def _describe(title: str, headings: Headings, kind: str, counts: Counter[tuple[Headings, str]]) -> str:
    counts[headings, kind] += 1
    place = " › ".join((title, *headings))
    return f"{place}, {kind}" if kind == "title" else f"{place}, {kind} {counts[headings, kind]}"


def _shorten(heading: str) -> str:
    """A heading's own words, without what is filled in."""
    return re.sub(r"\s+", " ", TAG.sub("…", heading)).strip(" :…") or "…"
