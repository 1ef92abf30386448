"""Work over many items is shared among processes, and says what one process would have said of it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from multiprocessing import parent_process

import pytest

from generator.build.executor import sharing
from generator.build.executor.sharing import map_items

OURS = os.getpid()


@dataclass(frozen=True)
class Work:
    """Tells of an item who took it, and how many it had taken before."""

    name: str
    dies_of: int = -1
    taken: list[int] = field(default_factory=list, compare=False)

    def __call__(self, item: int) -> tuple[str, int, int, int]:
        if item == self.dies_of and parent_process():
            os._exit(9)
        self.taken.append(item)
        return self.name, item, os.getpid(), len(self.taken)


@pytest.fixture(autouse=True)
def shared_soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than three items are shared, two at a time."""
    monkeypatch.setattr(sharing, "_FEW", 3)
    monkeypatch.setattr(sharing, "_PART", 2)


def test_a_few_items_are_done_in_this_process() -> None:
    assert list(map_items(Work("a"), [5, 3, 4], 2)) == [("a", 5, OURS, 1), ("a", 3, OURS, 2), ("a", 4, OURS, 3)]


def test_one_process_is_this_one_however_many_items_there_are() -> None:
    assert {process for _, _, process, _ in map_items(Work("a"), range(20), 1)} == {OURS}


def test_many_items_come_back_in_their_order_from_processes_that_remember() -> None:
    items = [*range(40, 0, -1), 7]
    done = list(map_items(Work("a"), items, 2))
    assert [(name, item) for name, item, _, _ in done] == [("a", item) for item in items]
    counts: dict[int, list[int]] = {}
    for _, _, process, count in done:
        counts.setdefault(process, []).append(count)
    assert OURS not in counts
    assert list(counts.values()) == [list(range(1, len(each) + 1)) for each in counts.values()]


def test_what_a_process_dies_of_is_done_in_this_one_with_its_part() -> None:
    done = list(map_items(Work("a", dies_of=6), range(10), 2))
    assert [item for _, item, _, _ in done] == list(range(10))
    assert [item for _, item, process, _ in done if process == OURS] == [6, 7]


def test_it_can_be_left_before_its_end() -> None:
    work = map_items(Work("a"), range(100), 2)
    assert next(work)[1] == 0
    work.close()  # type: ignore[attr-defined]  # a generator, which ends its processes


def test_work_that_is_another_begins_anew_in_the_same_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharing, "_work", None)
    first, same, other = Work("a"), Work("a"), Work("b")
    told = [[count for _, _, _, count in sharing.do_part(work, (1, 2))] for work in (first, same, other)]
    assert told == [[1, 2], [3, 4], [1, 2]]
