"""What differs in words between two documents: blocks that belong together, and the words in them. Called by `diff`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, takewhile
from typing import Literal

from msgspec import Struct

from generator.provenance.compare.blocks import Block

_LIKE = 0.4
"""How much of two blocks must be the same for one to be the other, changed."""
_MOST = 2_500
"""Pairs of blocks that are held against each other."""
_STEPS = 30_000_000
"""What may be done at most to compare two documents, which takes some seconds; the library's work grows with the third power."""
_FEW, _SHARE = 200, 100
"""From how many words or blocks on those that are more than a hundredth of all are no hold, as the library has it."""

Kind = Literal["same", "old", "new"]
Opcode = tuple[str, int, int, int, int]
"""As `difflib` tells: what is done, and where it begins and ends in the old and in the new."""


class Piece(Struct, frozen=True):
    """Words that both documents have, or one of them."""

    kind: Kind
    text: str


class Change(Struct, frozen=True):
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


class _Matching:
    """Finds what two texts share, until that has taken too many steps; what differs then is told as removed and added whole."""

    def __init__(self) -> None:
        self._left = _STEPS

    def list_opcodes(self, old: Sequence[str], new: Sequence[str]) -> list[Opcode]:
        """What is equal, and what isn't, from the beginning to the end."""
        head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        rest = min(len(old), len(new)) - head
        backwards = takewhile(lambda pair: pair[0] == pair[1], zip(reversed(old), reversed(new), strict=False))
        tail = sum(1 for _ in islice(backwards, rest))
        before, after = old[head : len(old) - tail], new[head : len(new) - tail]
        middle: list[Opcode] = [("replace", 0, len(before), 0, len(after))] if before or after else []
        if before and after and (matcher := self._match(before, after)):
            middle = list(matcher.get_opcodes())
        ends = len(old) - tail, len(new) - tail
        return [
            *([("equal", 0, head, 0, head)] if head else []),
            *((tag, left + head, right + head, first + head, last + head) for tag, left, right, first, last in middle),
            *([("equal", ends[0], len(old), ends[1], len(new))] if tail else []),
        ]

    def measure(self, old: Sequence[str], new: Sequence[str]) -> float:
        """How much of two texts is the same, from 0 to 1; 0 where it would take too long to tell."""
        matcher = self._match(old, new)
        return matcher.ratio() if matcher else 0.0

    def _match(self, old: Sequence[str], new: Sequence[str]) -> SequenceMatcher[str] | None:
        """The library's own, without a hold on what is everywhere where that takes too long; None where all takes too long."""
        counts, most = Counter(new), len(new) // _SHARE + 1 if len(new) >= _FEW else len(new)
        for skips_popular, largest in ((False, len(new)), (True, most)):
            pairs = sum(count for count in map(counts.__getitem__, old) if count <= largest)
            steps = pairs * min(len(old), len(new)) // 10 + len(old) + len(new)
            if steps <= self._left:
                self._left -= steps
                return SequenceMatcher(None, old, new, autojunk=skips_popular)
        return None


def compare_blocks(old: Sequence[Block], new: Sequence[Block]) -> list[Change]:
    """What differs, in the order of the new document."""
    matching = _Matching()
    changes = []
    for tag, left, right, first, last in matching.list_opcodes([block.key for block in old], [block.key for block in new]):
        if tag != "equal":
            before, after = old[left:right], new[first:last]
            # One format may have in two blocks what another has in one.
            if "".join(block.key for block in before) != "".join(block.key for block in after):
                changes += list(_compare_range(before, after, matching))
    return changes


def measure_likeness(old: Sequence[Block], new: Sequence[Block]) -> float:
    """How much of two documents is the same, from 0 to 1, wherever it stands in them."""
    before, after = (Counter(block.key for block in blocks) for blocks in (old, new))
    return 2 * (before & after).total() / (len(old) + len(new)) if old or new else 1.0


def _compare_range(old: Sequence[Block], new: Sequence[Block], matching: _Matching) -> Iterator[Change]:
    """The changes between blocks that differ: the two that are most alike belong together, and so on around them."""
    best = _find_alike(old, new, matching)
    if best is None:
        yield from (Change(block.heading, block.row, (Piece("old", block.text),)) for block in old)
        yield from (Change(block.heading, block.row, (Piece("new", block.text),)) for block in new)
        return
    left, right = best
    yield from _compare_range(old[:left], new[:right], matching)
    pieces = compare_words(old[left].text, new[right].text, matching)
    if any(piece.kind != "same" for piece in pieces):
        yield Change(new[right].heading, new[right].row, pieces)
    yield from _compare_range(old[left + 1 :], new[right + 1 :], matching)


def _find_alike(old: Sequence[Block], new: Sequence[Block], matching: _Matching) -> tuple[int, int] | None:
    """The places of the two blocks that are most alike; None where none are."""
    if not old or not new or len(old) * len(new) > _MOST:
        return None
    if len(old) == len(new) == 1 and old[0].row == new[0].row and old[0].row:
        return 0, 0
    scores = {
        (left, right): matching.measure(before.text.split(), after.text.split()) + (1 if before.key == after.key else 0)
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


def compare_words(old: str, new: str, matching: _Matching | None = None) -> tuple[Piece, ...]:
    """The words of both, with those that one of them alone has; with a `matching`, within what it has left."""
    before, after = old.split(), new.split()
    pieces: list[Piece] = []
    for tag, left, right, first, last in (matching or _Matching()).list_opcodes(before, after):
        removed, added = before[left:right], after[first:last]
        if tag == "equal" or "".join(removed) == "".join(added):
            pieces.append(Piece("same", " ".join(added)))
            continue
        if removed:
            pieces.append(Piece("old", " ".join(removed)))
        if added:
            pieces.append(Piece("new", " ".join(added)))
    return tuple(pieces)
