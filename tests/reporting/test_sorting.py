"""Rows that are put in order on disk come as Python would order them, however many there are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import InputError
from generator.reporting import sorting
from generator.reporting.sorting import SortedRows

TEXTS = st.text(st.characters(min_codepoint=1, exclude_categories=["Cs"]), max_size=3)


@given(rows=st.lists(st.tuples(TEXTS, TEXTS, st.integers()), max_size=20), held=st.integers(1, 4))
def test_rows_come_in_order_and_those_alike_as_they_came(rows: list[tuple[str, str, int]], held: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorting, "_MOST_HELD", held)
        ordered = SortedRows(iter(rows), lambda row: row[:2])
        assert list(ordered) == sorted(rows, key=lambda row: row[:2]) == list(ordered)
    assert len(ordered) == len(rows)
    assert all(row in ordered for row in rows)


def test_that_there_is_no_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def make_small(path: str, **options: object) -> sqlite3.Connection:
        made = connect(path, **options)
        made.execute("PRAGMA max_page_count = 10")
        return made

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", make_small)
    with pytest.raises(InputError, match="among the temporary files"):
        SortedRows(("x" * 1000 for _ in range(1000)), lambda row: (row,))


def test_what_is_wrong_with_the_rows_themselves_is_told_as_such() -> None:
    def fail() -> Iterator[str]:
        yield "a"
        raise LookupError

    with pytest.raises(LookupError):
        SortedRows(fail(), lambda row: (row,))
