"""What the manifest of a folder knows, asked file by file, since all at once takes much room. Called by `provenance`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from generator.errors import InputError
from generator.output.journal import Entry, Saved, SourceEntry, read_file_entry, read_saved, read_source_entry
from generator.output.store import Store

T = TypeVar("T")
Index = dict[str, tuple[str, ...]]
"""The paths of files or sources, by what is known of them."""


class Recall:
    """What is known of the files that were made into a folder, wherever they have been moved to since.

    Nothing, where the manifest is none of ours: others have files of that name too. No connection stays open between questions.
    """

    def __init__(self, out: Path) -> None:
        self._out = out
        self._saved = Saved(is_whole=True)
        self._saved = self._ask(lambda store: read_saved(out, store), self._saved)

    def find(self, path: str) -> Entry | None:
        """The file of that path."""
        if path in self._saved.files:
            return self._saved.files[path]
        text = None if self._saved.is_whole else self._ask(lambda store: store.find("files", path), None)
        return self._ask(lambda _store: read_file_entry(text), None) if text else None

    def list_with_bytes(self, sha256: str) -> tuple[Entry, ...]:
        """The files that had these bytes when they were made."""
        return self._find_all(self._by_bytes.get(sha256, ()))

    def list_with_letterhead(self, letterhead: str) -> tuple[Entry, ...]:
        """The files that had what this digest of a letterhead stands for."""
        return self._find_all(self._by_letterhead.get(letterhead, ()))

    def list_sources(self, ids: Collection[str]) -> tuple[SourceEntry, ...]:
        """The contracts and reports of these ids."""
        paths = [path for name in dict.fromkeys(ids) for path in self._by_id.get(name, ())]
        return tuple(source for path in paths if (source := self._find_source(path)))

    def _find_all(self, paths: Collection[str]) -> tuple[Entry, ...]:
        return tuple(entry for path in paths if (entry := self.find(path)))

    def _find_source(self, path: str) -> SourceEntry | None:
        if path in self._saved.sources:
            return self._saved.sources[path]
        text = self._ask(lambda store: store.find("sources", path), None)
        return read_source_entry(text) if text else None

    @cached_property
    def _by_bytes(self) -> Index:
        return self._index(lambda entry: entry.sha256)

    @cached_property
    def _by_letterhead(self) -> Index:
        return self._index(lambda entry: entry.inputs.get("letterhead", ""))

    @cached_property
    def _by_id(self) -> Index:
        def read(store: Store) -> Index:
            stored = () if self._saved.is_whole else map(read_source_entry, store.list_entries("sources"))
            return _group((each.id, each.path) for each in (*stored, *self._saved.sources.values()))

        return self._ask(read, {})

    def _index(self, name: Callable[[Entry], str]) -> Index:
        return self._ask(lambda store: _group((name(entry), entry.path) for entry in self._list_files(store)), {})

    def _list_files(self, store: Store) -> Iterator[Entry]:
        """All files, one by one."""
        stored = () if self._saved.is_whole else map(read_file_entry, store.list_entries("files"))
        yield from (entry for entry in stored if entry.path not in self._saved.files)
        yield from (entry for entry in self._saved.files.values() if entry)

    def _ask(self, question: Callable[[Store], T], otherwise: T) -> T:
        try:
            with closing(Store(self._out)) as store:
                return question(store)
        except InputError:
            return otherwise


def _group(pairs: Iterator[tuple[str, str]]) -> Index:
    """The second of each pair, by the first, each once."""
    found: Index = {}
    for name, path in pairs:
        if path not in (known := found.get(name, ())):
            found[name] = (*known, path)
    return found
