"""What differs in words between two documents: blocks that belong together, and the words in them. Called by `diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from generator.provenance.compare.blocks import Block

_LIKE = 0.4
"""How much of two blocks must be the same for one to be the other, changed."""
_MOST = 2_500
"""Pairs of blocks that are held against each other."""

Kind = Literal["same", "old", "new"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that both documents have, or one of them."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A block that differs."""

    heading: str
    row: str
    pieces: tuple[Piece, ...]

    @property
    def old(self) -> str:
        """What the old document says; nothing where it has no such block."""
        return " ".join(piece.text for piece in self.pieces if piece.kind != "new")

    @property
    def new(self) -> str:
        """What the new document says; nothing where it has no such block."""
        return " ".join(piece.text for piece in self.pieces if piece.kind != "old")


def compare_blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """What differs, in the order of the new document."""
    matcher = SequenceMatcher(None, [block.key for block in old], [block.key for block in new], autojunk=False)
    changes = []
    for tag, left, right, first, last in matcher.get_opcodes():
        if tag != "equal":
            before, after = old[left:right], new[first:last]
            # One format may have in two blocks what another has in one.
            if "".join(block.key for block in before) != "".join(block.key for block in after):
                changes += list(_compare_range(before, after))
    return changes


def measure_likeness(old: Sequence[Block], new: Sequence[Block]) -> float:
    """How much of two documents is the same, from 0 to 1, wherever it stands in them."""
    before, after = (Counter(block.key for block in blocks) for blocks in (old, new))
    return 2 * (before & after).total() / (len(old) + len(new)) if old or new else 1.0


def _compare_range(old: Sequence[Block], new: Sequence[Block]) -> Iterator[Change]:
    """The changes between blocks that differ: the two that are most alike belong together, and so on around them."""
    best = _find_alike(old, new)
    if best is None:
        yield from (Change(block.heading, block.row, (Piece("old", block.text),)) for block in old)
        yield from (Change(block.heading, block.row, (Piece("new", block.text),)) for block in new)
        return
    left, right = best
    yield from _compare_range(old[:left], new[:right])
    pieces = compare_words(old[left].text, new[right].text)
    if any(piece.kind != "same" for piece in pieces):
        yield Change(new[right].heading, new[right].row, pieces)
    yield from _compare_range(old[left + 1 :], new[right + 1 :])


def _find_alike(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int] | None:
    """The places of the two blocks that are most alike; None where none are."""
    if not old or not new or len(old) * len(new) > _MOST:
        return None
    if len(old) == len(new) == 1 and old[0].row == new[0].row and old[0].row:
        return 0, 0
    scores = {
        (left, right): SequenceMatcher(None, before.text.split(), after.text.split(), autojunk=False).ratio()
        + (1 if before.key == after.key else 0)
        for left, before in enumerate(old)
        for right, after in enumerate(new)
    }
    best = max(scores, key=lambda pair: scores[pair])
    return best if scores[best] >= _LIKE else _find_cell(old, new)


def _find_cell(old: Sequence[Block], new: Sequence[Block]) -> tuple[int, int] | None:
    """Two short cells at the same place of the same row, of which nothing is the same, such as two dates."""
    for left, before in enumerate(old):
        for right, after in enumerate(new):
            if before.row and before.row == after.row and left == right:
                return left, right
    return None


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of both, with those that one of them alone has."""
    before, after = old.split(), new.split()
    pieces: list[Piece] = []
    for tag, left, right, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        removed, added = before[left:right], after[first:last]
        if tag == "equal" or "".join(removed) == "".join(added):
            pieces.append(Piece("same", " ".join(added)))
            continue
        if removed:
            pieces.append(Piece("old", " ".join(removed)))
        if added:
            pieces.append(Piece("new", " ".join(added)))
    return tuple(pieces)
