"""The store of an output folder: what the manifest knows, in one file of SQLite. Called by `journal` and `manifest`.

It is written to by one run at a time, which holds the manifest's lock, a few times a run, and with what has changed alone. A
rollback journal does for that: the other kind that SQLite has wants memory that all who read it share, which other machines
don't. `docs/decisions/2026-11-28-store.md` has what each costs.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Literal

from generator.errors import Finding, InputError, Place
from generator.output.trouble import FolderError, describe_full

STORE = ".manifest.sqlite"
_FORMAT = 1
_PATIENCE = 30.0
"""Seconds to wait for whoever writes to it; that takes milliseconds."""
_TOGETHER = 1000
"""Entries that are read at once where others may write between them."""
_TABLES = """
CREATE TABLE files (path TEXT PRIMARY KEY, source TEXT NOT NULL, edition TEXT NOT NULL, entry TEXT NOT NULL);
CREATE INDEX files_by_source ON files (source);
CREATE INDEX files_by_edition ON files (edition);
CREATE TABLE sources (path TEXT PRIMARY KEY, entry TEXT NOT NULL);
CREATE TABLE facts (name TEXT PRIMARY KEY, fact TEXT NOT NULL);
"""
Kind = Literal["files", "sources"]
Row = tuple[str, ...]
"""The path, for files their source and edition, and the entry as JSON."""
_PLACES: Mapping[Kind, str] = {"files": "?, ?, ?, ?", "sources": "?, ?"}


class Store:
    """What is kept of an output folder. To be closed."""

    def __init__(self, out: Path) -> None:
        """Take the folder; the store is made when something is first written to it."""
        self._path = out / STORE
        self._opened: sqlite3.Connection | None = None

    def __bool__(self) -> bool:
        """Whether there is one.

        Raises:
            InputError: it can't be read, or was written by a later version.
        """
        return self._connect() is not None

    def _connect(self, *, make: bool = False) -> sqlite3.Connection | None:
        """The connection, if there is a store; with `make`, it is made.

        Raises:
            InputError: as for telling whether there is one.
        """
        if self._opened is None and (make or is_there(self._path)):
            with self._tell_trouble():
                # Where it may only be read, SQLite does so by itself.
                uri = f"{self._path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
                self._opened = sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
            self._prepare(self._opened, make=make)
        return self._opened

    def _prepare(self, opened: sqlite3.Connection, *, make: bool) -> None:
        """With `make`, make the tables where there are none; else let go of a store for which there was no room."""
        with self._tell_trouble():
            # What goes is gone from the file too.
            opened.execute("PRAGMA secure_delete = ON")
            if not next(opened.execute("SELECT count(*) FROM sqlite_master"))[0]:
                if not make:
                    self.close()
                    return
                opened.executescript(f"BEGIN; {_TABLES} COMMIT;")
        if int(self.read_fact("format") or _FORMAT) > _FORMAT:
            self.close()
            hint = "use that version, or move this file away; the next run then writes a new one"
            raise InputError(Finding("this manifest was written by a later version", Place(str(self._path)), hint=hint))

    def _tell_trouble(self) -> _Trouble:
        return _Trouble(self._path)

    def _ask(self, question: str, *values: str) -> Iterator[Row]:
        if opened := self._connect():
            with self._tell_trouble():
                for row in opened.execute(question, values):  # noqa: UP028 (`yield from` would close what is closed already)
                    yield row

    def read_fact(self, name: str) -> str:
        """Something that is known of the folder as a whole; nothing where it isn't."""
        return next((fact for (fact,) in self._ask("SELECT fact FROM facts WHERE name = ?", name)), "")

    def count_files(self) -> int:
        """How many files it knows."""
        return next((int(number) for (number,) in self._ask("SELECT count(*) FROM files")), 0)

    def find(self, kind: Kind, path: str) -> str | None:
        """The entry of a file or a source."""
        question = f"SELECT entry FROM {kind} WHERE path = ?"  # noqa: S608 (one of two names)
        return next((entry for (entry,) in self._ask(question, path)), None)

    def list_of_source(self, source: str) -> Iterator[str]:
        """The entries of the files of a contract."""
        return (entry for (entry,) in self._ask("SELECT entry FROM files WHERE source = ? ORDER BY path", source))

    def list_editions(self) -> Iterator[str]:
        """The editions of its files: at most two are there, so that they are the first and the last by name."""
        ends = "SELECT min(edition) FROM files UNION SELECT max(edition) FROM files"
        return (edition for (edition,) in self._ask(ends) if edition is not None)

    def list_paths(self, edition: str) -> Iterator[str]:
        """The paths of the files of an edition, one by one, the last made first: of old ones many may have been moved away."""
        return (path for (path,) in self._ask("SELECT path FROM files WHERE edition = ? ORDER BY rowid DESC", edition))

    def list_files(self) -> Iterator[tuple[str, str]]:
        """The path of each file, and its entry, by path, one by one."""
        return ((path, entry) for path, entry in self._ask("SELECT path, entry FROM files ORDER BY path"))

    def list_by_source(self) -> Iterator[tuple[str, str]]:
        """The path of each file, and its entry, by source and path, some at a time: between them, others may write."""
        question = "SELECT source, path, entry FROM files WHERE (source, path) > (?, ?) ORDER BY source, path LIMIT ?"
        last = ("", "")
        while found := list(self._ask(question, *last, str(_TOGETHER))):
            for source, path, entry in found:
                yield path, entry
                last = (source, path)

    def list_entries(self, kind: Kind) -> Iterator[str]:
        """All entries, by path, one by one."""
        return (entry for (entry,) in self._ask(f"SELECT entry FROM {kind} ORDER BY path"))  # noqa: S608 (one of two names)

    def write(
        self, changed: Mapping[Kind, Iterable[Row]], gone: Mapping[Kind, Iterable[str]], facts: Mapping[str, str], *, anew: bool
    ) -> None:
        """Keep what has changed and forget what is gone, all of it or nothing; with `anew`, forget all else that there was.

        Raises:
            InputError: it can't be written.
        """
        opened = self._connect(make=True)
        assert opened  # noqa: S101 (just made)
        with self._tell_trouble():
            opened.execute("BEGIN IMMEDIATE")
            try:
                self._write(opened, changed, gone, facts, anew=anew)
                opened.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    opened.execute("ROLLBACK")
                raise

    def _write(
        self,
        opened: sqlite3.Connection,
        changed: Mapping[Kind, Iterable[Row]],
        gone: Mapping[Kind, Iterable[str]],
        facts: Mapping[str, str],
        *,
        anew: bool,
    ) -> None:
        for kind in _PLACES if anew else ():
            opened.execute(f"DELETE FROM {kind}")  # noqa: S608 (one of two names)
        for kind, paths in gone.items():
            opened.executemany(f"DELETE FROM {kind} WHERE path = ?", ((path,) for path in paths))  # noqa: S608 (likewise)
        for kind, rows in changed.items():
            opened.executemany(f"INSERT OR REPLACE INTO {kind} VALUES ({_PLACES[kind]})", rows)  # noqa: S608 (likewise)
        known = {"format": str(_FORMAT), **facts}
        opened.executemany("INSERT OR REPLACE INTO facts VALUES (?, ?)", known.items())

    def close(self) -> None:
        """Let go of it."""
        if self._opened:
            self._opened.close()
            self._opened = None


def is_there(path: Path) -> bool:
    """Whether there is such a file; a path that can't be is told when something is written to it."""
    try:
        return path.is_file()
    except OSError:
        return False


class _Trouble:
    """Tells whatever goes wrong with a store as a finding about it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, problem: BaseException | None, _trace: object) -> None:
        if not isinstance(problem, sqlite3.Error):
            return
        is_damaged = isinstance(problem, sqlite3.DatabaseError) and not isinstance(problem, sqlite3.OperationalError)
        # What Python itself can't read has neither class nor code of its own.
        if is_damaged or "no such" in str(problem) or "Could not decode" in str(problem):
            hint = "move it away; the next run writes a new one"
            raise InputError(Finding("this manifest can't be read", Place(str(self._path)), hint=hint)) from problem
        if getattr(problem, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            raise describe_full(self._path.parent) from problem
        hint = "check that you may write here, that there is room, and that the folder's file system can lock files"
        values = {"problem": str(problem)}
        raise FolderError(
            Finding("this manifest can't be used: {problem}", Place(str(self._path)), "", hint, values)
        ) from problem
