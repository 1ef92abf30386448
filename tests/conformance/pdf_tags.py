"""Finds in a tag tree what a screen reader would stumble over: headings, tables, figures, links, languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.rendering.pdf_reading import Tag

_FILE_NAME = re.compile(r".+\.(png|svg|jpe?g|gif|pdf)", re.IGNORECASE)
_SCOPES = {"Row", "Column", "Both"}
_FREQUENT = {
    "sv": {"och", "att", "är", "för", "på", "av", "inte", "ett", "som", "från", "eller", "ska", "vid", "det", "med"},
    "en": {"the", "and", "of", "is", "that", "with", "you", "are", "have", "from", "by", "or", "shall", "this", "not", "to"},
}
"""Words by which a language is known; none is a word of the other."""
_ENOUGH = 2


def check_tags(tree: Tag) -> Iterator[str]:
    """What is wrong with the tree of a document."""
    yield from _check_headings(tree)
    for table in tree.find_all("Table"):
        yield from _check_table(table)
    for figure in tree.find_all("Figure"):
        if not figure.alt.strip() or _FILE_NAME.fullmatch(figure.alt.strip()):
            yield f"a figure doesn't say what it shows: {figure.alt!r}"
    for link in tree.find_all("Link"):
        if not link.links or not link.text().strip():
            yield f"a link without words or target: {_shorten(link)}"
    for tag in tree.walk():
        yield from _check_language(tag)


def _check_headings(tree: Tag) -> Iterator[str]:
    before = 0
    for heading in (tag for tag in tree.walk() if re.fullmatch("H[1-6]?", tag.role)):
        level = int(heading.role[1:] or 0)
        if not heading.text().strip():
            yield f"an empty heading of level {level}"
        if level == 0 or level > before + 1:
            yield f"a heading of level {level} after one of level {before}: {_shorten(heading)}"
        before = level
    if not before:
        yield "there are no headings"


def _check_table(table: Tag) -> Iterator[str]:
    name = _shorten(table)
    heads = table.find_all("TH")
    if not heads:
        yield f"a table without header cells: {name}"
    if any(head.scope not in _SCOPES for head in heads):
        yield f"a header cell that doesn't say what it heads: {name}"
    if len(set(_list_widths(table))) > 1:
        yield f"a table whose rows are not equally long: {name}"


def _list_widths(table: Tag) -> Iterator[int]:
    """How many columns each row has, with those that cells above reach into it."""
    reaching: list[tuple[int, int]] = []
    for row in table.find_all("TR"):
        cells = [kid.span for kid in row.kids if isinstance(kid, Tag) and kid.role in {"TH", "TD"}]
        yield sum(columns for columns, _ in [*cells, *reaching])
        reaching = [(columns, rows - 1) for columns, rows in [*cells, *reaching] if rows > 1]


def _check_language(tag: Tag) -> Iterator[str]:
    text = tag.alt if tag.role == "Figure" else " ".join(kid for kid in tag.kids if isinstance(kid, str))
    words = re.findall(r"\w+", text.casefold())
    if not tag.lang and words:
        yield f"text without a language: {text[:60]!r}"
    counts = {lang: sum(word in frequent for word in words) for lang, frequent in _FREQUENT.items()}
    own = tag.lang.partition("-")[0]
    if own in counts and counts[own] == 0:
        for lang, count in counts.items():
            if count >= _ENOUGH:
                yield f"text that is marked as {own} and looks like {lang}: {text[:60]!r}"


def _shorten(tag: Tag) -> str:
    return repr(" ".join(tag.text().split())[:60])
