"""What a document says, block by block, whatever its format. Made by the readers of this room, compared by `changes`."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field

from generator.files.pdf_streams import TooLargeError

_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({*_HEADINGS, "P", "LI", "TH", "TD", "Caption", "Figure"})
"""The roles of what holds text; all else holds these, or stands in their text."""
_ROW = "TR"
_MOST, _LONGEST = 200_000, 10_000_000
"""Parts and characters of a document that is compared; the largest of ours has a twentieth."""
_DEEPEST = 100
"""Levels of parts; who nests them deeper wants to be no document."""


class Room:
    """How much more may be read of a document that anybody may have made: one part may stand in it a million times."""

    def __init__(self, most: int = _MOST, longest: int = _LONGEST) -> None:
        self._parts, self._characters = most, longest

    def take(self, text: str = "", parts: int = 1) -> str:
        """A text that there is room for, and the part that it stands in.

        Raises:
            TooLargeError: with all that was read before it is too large.
        """
        self._parts -= parts
        self._characters -= len(text)
        if self._parts < 0 or self._characters < 0:
            raise TooLargeError
        return text

    def check_depth(self, depth: int) -> None:
        """Check how deep a part stands.

        Raises:
            ValueError: it stands deeper than anything in a document does.
        """
        if depth > _DEEPEST:
            raise ValueError


class Node(Struct):
    """A part of a document by its role: `H1`, `P`, `LI`, `TR`, `TH`, `TD`, `Caption`, `Figure`, `Div` or `Span`."""

    role: str
    kids: list[Node | str] = field(default_factory=list)

    def text(self) -> str:
        """All its text."""
        return "".join(kid if isinstance(kid, str) else kid.text() for kid in self.kids)


class Block(Struct, frozen=True):
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
    return list(_Lister(root).list(root, ""))


class _Lister:
    def __init__(self, root: Node) -> None:
        self._heading = ""
        self._holders: set[int] = set()
        """The parts that hold blocks, by identity: each is asked at every level above it."""
        self._find_holders(root)

    def _find_holders(self, node: Node) -> bool:
        """Whether a part is a block or holds any."""
        holds = [self._find_holders(kid) for kid in node.kids if isinstance(kid, Node)]
        if any(holds):
            self._holders.add(id(node))
        return any(holds) or node.role in _BLOCKS

    def list(self, node: Node, row: str) -> Iterator[Block]:
        if node.role == _ROW:
            row = _squeeze(next((kid.text() for kid in node.kids if isinstance(kid, Node) and kid.text().strip()), ""))
        if id(node) not in self._holders:
            yield from self._make(node, node.text(), row)
            return
        run = ""
        for kid in node.kids:
            if isinstance(kid, Node) and (kid.role in _BLOCKS or id(kid) in self._holders):
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
