"""What is kept of work for the next time, all of it in one room of so many bytes. Called by `tree` and by those who measure text.

The texts of a batch are much alike, and most of what follows from one follows again. How much is kept is told by weight, not by
number: a region's long texts would else take as much room as there are of them. What wasn't asked for lately goes first, half of
the room at a time; what alone would take much of it isn't kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

P = ParamSpec("P")
T = TypeVar("T")
ROOM = 32 * 2**20
"""Bytes of all that is kept in a process, as far as its weight is known."""
_HEAVIEST = 64
"""What would take more than one in so many parts of the room isn't kept."""
_THING = 200
"""Bytes that anything is taken for which isn't text, with its place in the room."""


class Kept:
    """What is kept, by all that it follows from."""

    def __init__(self, room: int = ROOM) -> None:
        """`room` is in bytes."""
        self._room = room
        self.recent: dict[Hashable, tuple[Any, int]] = {}
        """What was asked for lately, with its weight."""
        self._before: dict[Hashable, tuple[Any, int]] = {}
        self._taken = 0

    @property
    def weight(self) -> int:
        """Bytes of all that is kept."""
        return sum(weight for part in (self.recent, self._before) for _, weight in part.values())

    def find(self, key: Hashable) -> tuple[Any, int] | None:
        """What is kept, with its weight; None where nothing is."""
        found = self.recent.get(key)
        if found is None and (found := self._before.pop(key, None)) is not None:
            self._put(key, *found)
        return found

    def keep(self, key: Hashable, value: Any) -> None:
        """Keep something, where it isn't too heavy."""
        weight = _THING + weigh(key) + weigh(value)
        if weight * _HEAVIEST <= self._room:
            self._put(key, value, weight)

    def _put(self, key: Hashable, value: Any, weight: int) -> None:
        if self._taken + weight > self._room // 2:
            self._before, self.recent, self._taken = self.recent, {}, 0
        self.recent[key] = value, weight
        self._taken += weight


def weigh(value: object) -> int:
    """About how many bytes something takes: its texts and what parts them are told one by one, all else is taken for a thing."""
    if isinstance(value, str):
        return sys.getsizeof(value)
    if isinstance(value, tuple | list):
        return sys.getsizeof(value) + sum(map(weigh, value))
    return _THING


KEPT = Kept()


def once(work: Callable[P, T]) -> Callable[P, T]:
    """Work that is done once for the same arguments, as long as there is room for what came of it."""
    mark = object()

    @wraps(work)
    def work_once(*args: P.args, **named: P.kwargs) -> T:
        key = (mark, *args, *named.items()) if named else (mark, *args)
        found = KEPT.recent.get(key) or KEPT.find(key)
        if found is not None:
            return cast("T", found[0])
        made = work(*args, **named)
        KEPT.keep(key, made)
        return made

    return work_once
