"""A document tree with marks of what goes together on a page, the same for every format. Called by the writers of pages.

Marked are paragraphs that lead to what follows or introduce it (`leads`), tables and texts in two columns that are better whole
than broken (`small`), lists that go on in another piece (`continued`), columns of numbers (`number`), and texts with paths or
addresses, whose words are never parted (`unparted`). Columns are made as wide as their longest word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec.structs import replace

from generator.rendering.lengths import LINES_BESIDE, LINES_OF_TABLE, count_lines
from generator.rendering.widths import lift_widths
from generator.text.tree import Element, for_each_element, is_words, once_a_tree

_ROWS, _LINES = 8, 32
"""The most rows, with the head, of a table that is moved whole to the next page, and the most lines, twice those in truth."""
_LETTERS = 900
"""The most letters of one that may have more lines, of which the most is about half a page."""
_LINE = 2.5
"""The most lines, as they are counted, of a paragraph that is one line."""
_NUMBER = re.compile(
    r"(?:[A-Z]{3}\xa0)?[-\N{MINUS SIGN}]?\d{1,3}(?:[\xa0,]?\d{3})*(?P<decimals>[.,]\d+)?(?:\xa0?%|\xa0[A-Z]{3})?"
)
"""A number as the forms of a language write it, with a currency or per cent."""
_NO_NUMBER = frozenset({"", "–", "-"})
"""What stands in a cell where there is no number."""
_HEADINGS, _SHOWN = frozenset({"h1", "h2", "h3", "h4"}), frozenset({"figure", "ol", "table", "ul"})
_ROWS_AND_PARTS = frozenset({"tbody", "thead", "tr"})
_TEXTS = frozenset({"li", "p", "td", "th"})
_ADDRESS = re.compile(r"[@_\\]|/(?<=\w/)\w")
"""What only addresses and paths hold: a sign first, and then what is beside it, so that most texts are told at a glance."""


@once_a_tree
def arrange(tree: Element) -> Element:
    """The tree with its marks."""
    return _arrange(tree, 1.0)


@for_each_element
def _arrange(element: Element, share: float) -> Element:
    """An element with its marks; `share` is what it has of the width of the text."""
    if element.tag == "table":
        return _arrange_table(element, share)
    if element.tag in _TEXTS and _ADDRESS.search(element.text()):
        element = add_class(element, "unparted")
    if not element.children or element.tag == "svg" or is_words(element.children):
        return element
    if element.tag in _ROWS_AND_PARTS:  # nothing in them leads to what is beside it
        return element.with_children([_arrange(part, share) if part.__class__ is Element else part for part in element.children])
    is_beside = "columns" in element.classes
    within = share / len(element.elements) if is_beside else share
    children: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str):
            children.append(child)
        elif "columns" in child.classes:
            children += [_arrange(part, within) for part in _part_lists(child, within)]
        else:
            children.append(_arrange(child, within))
    before: Element | str = ""
    for place, (child, after) in enumerate(pairwise(children)):
        if (
            isinstance(child, Element)
            and isinstance(after, Element)
            and (leads(child) or _introduces(before, child, after, share))
        ):
            children[place] = add_class(child, "leads")
        before = child
    arranged = element.with_children(children)
    is_short = is_beside and count_lines(element, share) <= LINES_BESIDE
    return add_class(arranged, "small") if is_short else arranged


def _part_lists(block: Element, share: float) -> Iterator[Element]:
    """Texts in columns; of a list in two, short pieces, so that no column ends on another page than its neighbour."""
    lists = _read_lists(block)
    if len({len(each.elements) for each in lists}) != 1:
        yield block
        return
    start = 0
    for end in (*_find_ends(lists, share / len(lists)), len(lists[0].elements)):
        sides = (replace(side, children=(_cut_list(each, start, end),)) for side, each in zip(block.elements, lists, strict=True))
        yield replace(block, children=tuple(sides))
        start = end


def _read_lists(block: Element) -> Sequence[Element]:
    """The lists of texts in columns that are a list each, and nothing else."""
    parts = [side.elements for side in block.elements]
    is_list = all(len(each) == 1 and each[0].tag in {"ol", "ul"} for each in parts)
    return [each[0] for each in parts] if is_list else ()


def _find_ends(lists: Sequence[Element], share: float) -> Iterator[int]:
    """Before which items of lists that stand beside one another a new piece begins."""
    start = 0
    for number in range(1, len(lists[0].elements)):
        if any(count_lines(_cut_list(each, start, number + 1), share) > LINES_BESIDE for each in lists):
            yield number
            start = number


def _cut_list(whole: Element, start: int, end: int) -> Element:
    """A list with some of its items, which are counted on."""
    attributes = dict(whole.attributes)
    if whole.tag == "ol" and start:
        attributes["start"] = str(int(attributes.get("start", "1")) + start)
    piece = replace(whole, attributes=attributes, children=whole.elements[start:end])
    return piece if end == len(whole.elements) else add_class(piece, "continued")


def leads(element: Element) -> bool:
    """Whether a paragraph, or one in two languages, ends with a colon, and so leads to what comes after it."""
    if element.tag == "div" and "columns" in element.classes:
        return all(len(part.elements) == 1 and leads(part.elements[0]) for part in element.elements)
    return element.tag == "p" and element.text().rstrip().endswith(":")


def _introduces(before: Element | str, element: Element, after: Element, share: float) -> bool:
    """Whether a paragraph is all that stands between a heading and a table, list or figure, or asks for what is written below.

    One that is a line introduces what follows it under a heading, whatever that is: a page doesn't end after a line of a section.
    """
    if element.tag != "p" and not _is_beside(element):
        return False
    if after.tag == "p" and "blank" in after.classes and not after.children:
        return "blank" not in element.classes
    if not isinstance(before, Element) or before.tag not in _HEADINGS or after.tag in _HEADINGS or "page" in after.classes:
        return False
    return count_lines(element, share) <= (LINES_BESIDE if after.tag in _SHOWN else _LINE)


def _is_beside(element: Element) -> bool:
    """Whether it is a paragraph in two languages."""
    return "columns" in element.classes and all([part.tag for part in side.elements] == ["p"] for side in element.elements)


@for_each_element
def add_class(element: Element, name: str) -> Element:
    """The element with one class more."""
    classes = f"{element.attributes.get('class', '')} {name}".strip()
    return replace(element, attributes={**element.attributes, "class": classes})


def _arrange_table(table: Element, share: float) -> Element:
    children = [part if isinstance(part, str) or part.tag == "caption" else _arrange(part, share) for part in table.children]
    table = table.with_children(children)
    if "grid" in table.classes:
        table = lift_widths(_mark_numbers(table), share)
    return add_class(table, "small") if _is_small(table, share) else table


def _is_small(table: Element, share: float) -> bool:
    """Whether a table is better whole, though the page before it ends early then: facts are, up to half a page of them."""
    if not 0 < len(table.rows) <= (LINES_OF_TABLE if "facts" in table.classes else _ROWS):
        return False
    lines = count_lines(table, share)
    if "facts" in table.classes:
        return lines <= LINES_OF_TABLE
    return lines <= _LINES or (lines <= LINES_OF_TABLE and len(table.text()) <= _LETTERS)


def _mark_numbers(table: Element) -> Element:
    """The table with the cells of its columns of numbers marked, heads and all."""
    rows = [row.elements for row in table.rows]
    if not rows or any(len(row) != len(rows[0]) or any("colspan" in cell.attributes for cell in row) for row in rows):
        return table
    numeric = {column for column, cells in enumerate(zip(*rows, strict=True)) if _are_numbers(cells)}
    return _mark_columns(table, numeric) if numeric else table


def _are_numbers(cells: Sequence[Element]) -> bool:
    """Whether there is nothing but numbers in a column, as many decimals in each, so that their ends are in line."""
    lines = [line for cell in cells if cell.tag == "td" for line in cell.text().split("\n") if line not in _NO_NUMBER]
    found = [_NUMBER.fullmatch(line) for line in lines]
    return bool(found) and all(found) and len({len(each["decimals"] or "") for each in found if each}) == 1


def _mark_columns(element: Element, columns: set[int]) -> Element:
    """Rows with their cells in these columns marked."""
    if element.tag == "caption":
        return element
    mark = _mark_cells(element, columns) if element.tag == "tr" else (_mark_columns(part, columns) for part in element.elements)
    return replace(element, children=tuple(mark))


def _mark_cells(row: Element, columns: set[int]) -> Iterator[Element]:
    for column, cell in enumerate(row.elements):
        yield add_class(replace(cell, children=tuple(_end_flush(cell))), "number") if column in columns else cell


def _end_flush(cell: Element) -> Iterator[Element | str]:
    """What stands in a cell, whose lines end under one another: no space comes before their ends."""
    for part in cell.children:
        yield add_class(part, "flush") if isinstance(part, Element) and part.tag == "br" else part
