"""Bidirectional text in pieces that are each written one way: office programs know directions of runs, and no isolates.

Called by `word` and `slides`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.text.language import END_ISOLATE, ISOLATE, ISOLATES, MARKS, Direction, read_direction

_PIECE = re.compile(f"{ISOLATE}([^{ISOLATES}]*){END_ISOLATE}|[{ISOLATES}]")
_LEFTWARD = frozenset({"AL", "R"})


def split_directions(text: str, language: str, around: str) -> Iterator[tuple[str, Direction]]:
    """The pieces of a text in a language, each with its direction, within a document in the language `around`.

    Values that are kept apart become pieces of their own.
    """
    own, outer = read_direction(language), read_direction(around)
    end = 0
    for match in _PIECE.finditer(text):
        yield from _mark(text[end : match.start()], own, outer)
        if match[1]:
            yield from _mark(match[1], _find_direction(match[1]), own)
        end = match.end()
    yield from _mark(text[end:], own, outer)


def _mark(piece: str, direction: Direction, around: Direction) -> Iterator[tuple[str, Direction]]:
    """A piece, with a mark at each end that says no direction, where the direction is another than that around or unsaid."""
    if piece:
        kinds = [_name_direction(letter) for letter in piece]
        needs = direction != around or (direction == "rtl" and "rtl" not in kinds)
        before, after = (MARKS[direction] if needs and kind != direction else "" for kind in (kinds[0], kinds[-1]))
        yield f"{before}{piece}{after}", direction


def _find_direction(text: str) -> Direction:
    """The direction of the first letter that has one.

    Source: Unicode Standard Annex 9, rules P2 and P3.
    """
    return next(filter(None, map(_name_direction, text)), "ltr")


def _name_direction(letter: str) -> Direction | None:
    """Which way a letter is written; nothing of digits and signs, which go along."""
    kind = unicodedata.bidirectional(letter)
    return "rtl" if kind in _LEFTWARD else "ltr" if kind == "L" else None
