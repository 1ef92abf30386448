"""What is kept of work takes no more room than it is given, whatever weighs how much, and what is asked for again stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text import keeping
from generator.text.keeping import Kept, once, weigh

ROOM = 64_000


@given(asked=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4000)), max_size=200))
def test_what_is_kept_never_takes_more_than_the_room(asked: list[tuple[int, int]]) -> None:
    kept = Kept(ROOM)
    for name, size in asked:
        found = kept.find((name, size))
        assert found is None or found[0] == "x" * size
        if found is None:
            kept.keep((name, size), "x" * size)
        assert kept.weight <= ROOM


def test_what_was_not_asked_for_lately_goes_first() -> None:
    kept = Kept(ROOM)
    kept.keep("stays", 1)
    kept.keep("goes", 2)
    for number in range(500):
        kept.keep(number, number)
        assert kept.find("stays") is not None
    assert kept.find("goes") is None


def test_what_alone_would_take_much_of_the_room_is_not_kept() -> None:
    kept = Kept(ROOM)
    kept.keep("heavy", "x" * (ROOM // 60))
    kept.keep("x" * (ROOM // 60), "heavy")
    kept.keep("light", "x")
    assert (kept.find("heavy"), kept.find("x" * (ROOM // 60))) == (None, None)
    assert kept.find("light") is not None


def test_texts_are_weighed_wherever_they_stand() -> None:
    assert weigh(("a" * 1000, ["b" * 1000, (1,)])) > 2000
    assert weigh("å" * 1000) < weigh("日" * 1000)


def test_work_is_done_once_and_again_where_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "KEPT", Kept(10 * ROOM))
    done: list[str] = []

    @once
    def double(word: str, *, times: int = 2) -> str | None:
        done.append(word)
        return word * times if times else None

    @once
    def other(word: str) -> str:
        return f"other {word}"

    assert [double("a") for _ in range(2)] == ["aa"] * 2
    assert [double("a", times=3) for _ in range(2)] == ["aaa"] * 2
    assert [double("a", times=0) for _ in range(2)] == [None] * 2
    assert other("a") == "other a"
    assert done == ["a", "a", "a"]
    for _ in range(2):
        assert double("b" * ROOM) == "b" * 2 * ROOM
    assert done[3:] == ["b" * ROOM] * 2
