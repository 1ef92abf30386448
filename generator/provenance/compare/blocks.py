"""What a document says, block by block, whatever its format. Made by the readers of this room, compared by `changes`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({*_HEADINGS, "P", "LI", "TH", "TD", "Caption", "Figure"})
"""The roles of what holds text; all else holds these, or stands in their text."""
_ROW = "TR"


@dataclass(slots=True)
class Node:
    """A part of a document by its role: `H1`, `P`, `LI`, `TR`, `TH`, `TD`, `Caption`, `Figure`, `Div` or `Span`."""

    role: str
    kids: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """All its text."""
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)

    def walk(self) -> Iterator[Node]:
        """Itself and all in it."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list, or a paragraph of a cell."""

    text: str
    """With single spaces."""
    heading: str = ""
    """The heading that it stands under; of a heading, itself."""
    row: str = ""
    """Of a cell, what the first cell of its row says."""

    @property
    def key(self) -> str:
        """Its text without white space, which formats have in different places."""
        return self.text.replace(" ", "")


def list_blocks(root: Node) -> list[Block]:
    """The blocks with text, in reading order."""
    return list(_Lister().list(root, ""))


class _Lister:
    def __init__(self) -> None:
        self._heading = ""

    def list(self, node: Node, row: str) -> Iterator[Block]:
        if node.role == _ROW:
            row = _squeeze(next((kid.text() for kid in node.kids if isinstance(kid, Node) and kid.text().strip()), ""))
        if not any(each.role in _BLOCKS for each in node.walk() if each is not node):
            yield from self._make(node, node.text(), row)
            return
        run = ""
        for kid in node.kids:
            if isinstance(kid, Node) and any(each.role in _BLOCKS for each in kid.walk()):
                yield from self._make(node, run, row)
                run = ""
                yield from self.list(kid, row)
            else:
                run += kid if isinstance(kid, str) else kid.text()
        yield from self._make(node, run, row)

    def _make(self, node: Node, text: str, row: str) -> Iterator[Block]:
        said = _squeeze(text)
        if said:
            if node.role in _HEADINGS:
                self._heading = said
            yield Block(said, self._heading, row)


def _squeeze(text: str) -> str:
    return " ".join(text.replace("\N{SOFT HYPHEN}", "").split())
