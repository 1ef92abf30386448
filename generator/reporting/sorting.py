"""Rows put in order outside memory, however many there are. Called by `register`."""

from __future__ import annotations

import pickle
import sqlite3
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Generic, TypeVar

from generator.errors import Finding, InputError

T = TypeVar("T")
_MOST_HELD = 1000
"""Rows that are held at once."""


class SortedRows(Collection[T], Generic[T]):
    """Rows in order, in a file of SQLite among the system's temporary ones, which has no name and is gone with them."""

    def __init__(self, rows: Iterable[T], key: Callable[[T], tuple[str, ...]]) -> None:
        """Take all rows, to be ordered by the texts of their keys; those alike stay as they came.

        Raises:
            InputError: there is no room for them.
        """
        self._rows = sqlite3.connect("", isolation_level=None)
        weakref.finalize(self, self._rows.close)
        with _Trouble():
            self._rows.execute("CREATE TABLE rows (number INTEGER PRIMARY KEY, key TEXT NOT NULL, row BLOB NOT NULL)")
            self._rows.execute("BEGIN")
            # A text goes before all that it begins, as in a tuple: the character between them is before all others.
            pairs = (("\0".join(key(row)), pickle.dumps(row)) for row in rows)
            self._rows.executemany("INSERT INTO rows (key, row) VALUES (?, ?)", pairs)
            self._rows.execute("COMMIT")
            self._rows.execute("CREATE INDEX rows_by_key ON rows (key, number)")

    def __len__(self) -> int:
        return int(next(self._rows.execute("SELECT count(*) FROM rows"))[0])

    def __iter__(self) -> Iterator[T]:
        question = "SELECT key, number, row FROM rows WHERE (key, number) > (?, ?) ORDER BY key, number LIMIT ?"
        last = ("", 0)
        while True:
            with _Trouble():
                found = self._rows.execute(question, (*last, _MOST_HELD)).fetchall()
            if not found:
                return
            for key, number, row in found:
                yield pickle.loads(row)  # noqa: S301 (what was put in above; nobody else has the file)
                last = (key, number)

    def __contains__(self, row: object) -> bool:
        return any(row == each for each in self)


class _Trouble:
    """Tells that there is no room among temporary files."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if isinstance(problem, sqlite3.Error):
            hint = "make room there, or set TMPDIR to a folder that has some"
            message = "rows can't be put in order among the temporary files: {problem}"
            raise InputError(Finding(message, hint=hint, values={"problem": str(problem)})) from problem
