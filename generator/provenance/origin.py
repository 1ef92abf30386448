"""What the house knows of a file: its place in a manifest, and the contract that it was made of. Called by `verify`."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import AllCases
from generator.contract.loading import LoadedContract, LoadedReport
from generator.documents import MadeFile
from generator.output.journal import Entry, has_manifest
from generator.output.manifest import Manifest
from generator.output.recall import Recall

_LEVELS = 6
"""How far above a file its manifest may lie."""

_KEPT = 16
"""How many contracts are kept for the next files; those of one lie together."""
_ID, _UNSURE = re.compile(rb"^id: *([\w-]+) *(?:#.*)?\r?$", re.MULTILINE), "?"
Source = LoadedContract | LoadedReport


class Memory(Struct, frozen=True):
    """What a manifest knows of a file."""

    out: Path
    entries: tuple[Entry, ...]
    """The file's own; or all with its bytes, since contracts that differ in nothing that it shows make the same file."""
    is_same: bool
    """Whether it knows these very bytes; else it knows another version at the same place, or of the same document."""

    @property
    def entry(self) -> Entry:
        """What it knows, or the first of several."""
        return self.entries[0]

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the contracts or reports that it may have been made of, each once."""
        return tuple(dict.fromkeys(entry.source for entry in self.entries))

    def narrow(self, source: str) -> Memory:
        """What it knows of the file of one contract; itself where it knows none of it."""
        own = tuple(entry for entry in self.entries if entry.source == source)
        return replace(self, entries=own) if own else self


class Manifests:
    """The manifests of the folders around files, each read once."""

    def __init__(self, outs: Iterable[Path]) -> None:
        """`outs` are folders whose manifests are to know of every file."""
        self._outs = tuple(outs)
        self._read: dict[Path, Recall] = {}
        self._manifests: dict[Path, Manifest] = {}

    def find(self, path: Path, sha256: str, stamp: Mapping[str, str]) -> Memory | None:
        """What is known of a file, wherever it has been moved to and whatever it is called now.

        What is known of its own place comes first: elsewhere the same bytes may be of another contract.
        """
        outs = tuple(self._list_outs(path))
        for out in outs:
            if own := self._recall(out).find(_relate(path, out)):
                return Memory(out, (own,), is_same=own.sha256 == sha256)
        for out in outs:
            if same := self._recall(out).list_with_bytes(sha256):
                return Memory(out, same, is_same=True)
        for out in outs:
            if others := tuple(each for each in self._list_with_letterhead(out, stamp) if _is_like(each, stamp, path)):
                return Memory(out, others, is_same=False)
        return None

    def list_sources(self, memory: Memory) -> Iterator[Path]:
        """Where the source of a file may stand, by the manifest: the one that became that file first."""
        records = sorted(
            self._recall(memory.out).list_sources(memory.sources), key=lambda record: memory.entry.path not in record.files
        )
        known = (*(entry.source_path for entry in memory.entries), *(record.path for record in records))
        for path in dict.fromkeys(filter(None, known)):
            yield Path(os.path.normpath(memory.out / path))

    def list_cited(self, memory: Memory, documents: frozenset[str]) -> tuple[MadeFile, ...]:
        """The files that a document of the same contract may name."""
        if memory.out not in self._manifests:
            self._manifests[memory.out] = Manifest(memory.out)
        return self._manifests[memory.out].list_files(memory.entry.source, documents)

    def _list_with_letterhead(self, out: Path, stamp: Mapping[str, str]) -> tuple[Entry, ...]:
        letterhead = stamp.get("letterhead")
        return self._recall(out).list_with_letterhead(letterhead) if letterhead else ()

    def _list_outs(self, path: Path) -> Iterator[Path]:
        """The folders with a manifest that may know a file, the nearest first."""
        around = _resolve(path).parents[:_LEVELS]
        for folder in dict.fromkeys((*around, *(out.resolve() for out in self._outs))):
            if has_manifest(folder):
                yield folder

    def _recall(self, out: Path) -> Recall:
        if out not in self._read:
            self._read[out] = Recall(out)
        return self._read[out]


class Sources:
    """Contract and report files that documents may have been made of, read only if they are looked for, and the latest kept."""

    def __init__(self, paths: Iterable[Path], pointed_at: Iterable[Path] = ()) -> None:
        """`paths` are those of the workspace; where the user has pointed at some, no others are looked at."""
        self._paths = tuple(paths)
        self._pointed_at = tuple(pointed_at)
        self._read: dict[Path, Source] = {}
        self._ids: dict[Path, str] = {}
        self._cases = AllCases()

    def find(self, names: Collection[str], candidates: Iterable[Path]) -> Source | None:
        """The contract or report with one of these ids; None where there is none, or several.

        The one that the user has pointed at is it, whatever its id: that is for the caller to see.

        Raises:
            InputError: with what is wrong in it.
        """
        if len(self._pointed_at) == 1:
            return self._load(self._pointed_at[0])
        paths = tuple(dict.fromkeys(self._pointed_at or (*candidates, *self._paths)))
        found = [source for name in names if (source := self._find_named(name, paths))]
        return found[0] if len(found) == 1 and (self._pointed_at or len(names) == 1) else None

    def _find_named(self, name: str, paths: Iterable[Path]) -> Source | None:
        for path in paths:
            if self._says(path, name):
                source = self._load(path)
                if source.id == name:
                    return source
        return None

    def _says(self, path: Path, name: str) -> bool:
        """Whether a file may have the id; what isn't written as we write it is read to be sure."""
        if path not in self._ids:
            with suppress(OSError):
                found = _ID.search(path.read_bytes())
                self._ids[path] = found[1].decode("utf-8", "replace") if found else _UNSURE
        return self._ids.get(path, "") in {name, _UNSURE}

    def _load(self, path: Path) -> Source:
        if path not in self._read:
            self._read[path] = self._cases.open(path)
            let_go(self._read, _KEPT)
        return self._read[path]


def _relate(path: Path, out: Path) -> str:
    whole = _resolve(path)
    return whole.relative_to(out).as_posix() if whole.is_relative_to(out) else ""


def let_go(kept: dict[Any, Any], most: int) -> None:
    """Let go of what came first, until no more than `most` are kept."""
    while len(kept) > most:
        del kept[next(iter(kept))]


def _resolve(path: Path) -> Path:
    """The file by its own name, in the folder where it really lies."""
    return path.parent.resolve() / path.name


def _is_like(entry: Entry, stamp: Mapping[str, str], path: Path) -> bool:
    """Whether an entry with the same letterhead is of the same document, in the same format."""
    return entry.document == stamp.get("document") and entry.path.endswith(path.suffix)
