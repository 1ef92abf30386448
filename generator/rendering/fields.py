"""Places to fill in, each with a name, a kind and a label, whichever format it becomes. Called by the writers of Word and pages.

A place is an empty `blank` (a cell, a paragraph, a span) or an item with a box to tick. What it is called by programs is its
`name`, what it is called by people its `label`; a text that gives none gets what stands before it, or the headers of its row and
column. Lines to sign on are no fields: a signature isn't typed.
"""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from generator.text.language import ISOLATES
from generator.text.tree import FIELD_ATTRIBUTES, TEXT_BLOCKS, Element, for_each_element, is_words, once_a_tree, read_span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

LONGEST_NAME = 64
"""Letters in a name, and in a label, that Word's own dialogue takes."""
NAMES_FROM = 60
"""In a workbook, how many columns to the right of a place to fill in its name stands, out of sight."""
LABELLED = "# "
"""In a workbook, what stands before the label of a field where its name stands."""
_NO_ISOLATES = str.maketrans(dict.fromkeys(ISOLATES))
BETWEEN = " – "
"""What stands between the names of a row and a column in a label."""
_EDGES = " :,;.–/…"
_KINDS = {"li": "tick", "p": "lines", "span": "line", "td": "lines"}


class Field(NamedTuple):
    """A place to fill in."""

    name: str
    kind: str
    """`line`, `lines`, `date`, `tick` or `choice`."""
    label: str
    placeholder: str
    """Words that stand there until somebody writes; may be empty."""
    rows: int
    """Lines to write on."""
    options: tuple[tuple[str, str], ...]
    """What there is to choose between: each as programs and as people call it."""


def read_field(element: Element) -> Field | None:
    """What an element of a settled tree is to be filled in with; None where it is no field."""
    attributes = element.attributes
    if "name" not in attributes:
        return None
    options = (line.partition(" ") for line in attributes.get("options", "").split("\n") if line)
    return Field(
        attributes["name"],
        attributes["type"],
        attributes["label"],
        attributes.get("placeholder", ""),
        int(attributes.get("rows", "1")),
        tuple((code, words) for code, _, words in options),
    )


def is_field(element: Element) -> bool:
    """Whether it is a place to fill in."""
    return "class" in element.attributes and ("check" in element.classes or ("blank" in element.classes and not element.children))


@once_a_tree
def settle_fields(root: Element) -> Element:
    """The tree in which each place to fill in says its name, kind and label."""
    return _Settling().settle(root) if has_fields(root) else root


@for_each_element
def has_fields(element: Element) -> bool:
    """Whether it is a place to fill in, or holds one."""
    return is_field(element) or any(map(has_fields, element.elements))


def strip_field(attributes: Mapping[str, str]) -> dict[str, str]:
    """The attributes of an element without those that say what is filled in there."""
    return {name: value for name, value in attributes.items() if name not in FIELD_ATTRIBUTES}


class _Settling:
    """Gives the fields of one document names, in reading order."""

    def __init__(self) -> None:
        self._names: set[str] = set()
        self._before: list[Element | str] = []
        """What holds words so far: the latest of them say what a place to write in after them is for."""

    def settle(self, element: Element) -> Element:
        if element.tag == "table":
            return element if "signatures" in element.classes else self._settle_table(element)
        if is_field(element):
            names = (element.text() if element.children else self._find_last(),)
            return self._settle_field(element, names)
        if is_words(element.children):
            self._before.append(element)
            return element
        settled = element.with_children([self._settle_part(child) for child in element.children])
        if element.tag in TEXT_BLOCKS:
            self._before.append(element)
        return settled

    def _settle_part(self, part: Element | str) -> Element | str:
        if isinstance(part, Element):
            return self.settle(part)
        self._before.append(part)
        return part

    def _find_last(self) -> str:
        """The latest words before a place."""
        texts = (part if isinstance(part, str) else part.text() for part in reversed(self._before))
        return next((text for text in texts if text.strip()), "")

    def _settle_table(self, table: Element) -> Element:
        heads = [_list_heads(row) for group in table.elements if group.tag == "thead" for row in group.elements]
        groups = [
            group.with_children([self._settle_row(row, heads[-1] if heads else []) for row in group.elements])
            if group.tag == "tbody"
            else self.settle(group)
            for group in table.elements
        ]
        return table.with_children(groups)

    def _settle_row(self, row: Element, heads: list[str]) -> Element:
        cells: list[Element] = []
        column = 0
        for cell in row.elements:
            if is_field(cell):
                names = (row.elements[0].text() if column else "", *heads[column : column + 1])
                cells.append(self._settle_field(cell, names))
            else:
                cells.append(self.settle(cell))
            column += read_span(cell)
        return row.with_children(cells)

    def _settle_field(self, element: Element, names: Iterable[str]) -> Element:
        label = element.attributes.get("label") or _join_names(names)
        kind = element.attributes.get("type", _KINDS[element.tag])
        name = self._settle_name(element.attributes.get("name") or _make_name(label))
        return replace(element, attributes={**element.attributes, "name": name, "type": kind, "label": label or name})

    def _settle_name(self, stem: str) -> str:
        """The name, numbered where a field before it has the same."""
        name = next(name for number in count(1) if (name := stem if number == 1 else f"{stem}-{number}") not in self._names)
        self._names.add(name)
        return name


def _list_heads(row: Element) -> list[str]:
    """The words over each column."""
    return [cell.text() for cell in row.elements for _ in range(read_span(cell))]


def _join_names(names: Iterable[str]) -> str:
    words = (" ".join(each.translate(_NO_ISOLATES).split()).strip(_EDGES) for each in names)
    return BETWEEN.join(filter(None, words))


def _make_name(label: str) -> str:
    return re.sub(r"\W+", "-", label.lower())[: LONGEST_NAME - 5].strip("-") or "field"
