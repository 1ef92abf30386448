"""Work over many contracts, shared among processes of this machine. Called by the commands and by `reporting`."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
Item = TypeVar("Item")
_FEW = 200
"""Up to how many items of work are done before another process would have started."""
_PART = 32
"""How many items go to a process at once."""

_work: Callable[[Any], Any] | None = None


def map_items(work: Callable[[Item], T], items: Sequence[Item], jobs: int) -> Iterator[T]:
    """What comes of each item, in order: of a few in this process, of many in so many others.

    `work` is sent to the processes, each of which keeps the one that came first for all that are equal to it, with whatever that
    has found out by then. It raises nothing.
    """
    if jobs < 2 or len(items) <= _FEW:  # noqa: PLR2004 (one process is this one)
        yield from map(work, items)
        return
    from generator.build.executor.pool import ProcessPool  # noqa: PLC0415 (a fiftieth of a second, and most ask for little)

    parts = iter([items[start : start + _PART] for start in range(0, len(items), _PART)])
    pool = ProcessPool(jobs, modules=(getattr(work, "__module__", __name__),))
    running: deque[tuple[Sequence[Item], Future[tuple[T, ...]]]] = deque()
    try:
        for part in parts:
            running.append((part, pool.submit(do_part, work, part)))
            if len(running) > pool.room:
                yield from _take(work, *running.popleft())
        while running:
            yield from _take(work, *running.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _take(work: Callable[[Item], T], part: Sequence[Item], future: Future[tuple[T, ...]]) -> Iterator[T]:
    """What came of a part; where its process died, this one does it."""
    from generator.build.executor.pool import WorkerError  # noqa: PLC0415

    try:
        yield from future.result()
    except (TimeoutError, WorkerError):
        yield from map(work, part)


def do_part(work: Callable[[Item], T], part: Sequence[Item]) -> tuple[T, ...]:
    """What comes of each of a few items, by the work that this process keeps for the next."""
    global _work  # noqa: PLW0603 (one for each process)
    if _work != work:
        _work = work
    return tuple(map(_work, part))


def count_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
