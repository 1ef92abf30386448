"""What the house knows of a file: its place in a manifest, and the contract that it was made of. Called by `verifying`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.contract.loading import LoadedContract, LoadedReport, load_source
from generator.documents import MadeFile
from generator.errors import InputError
from generator.manifest import Manifest
from generator.records import MANIFEST, ManifestEntry, SourceRecord, recall_all

_LEVELS = 6
"""How far above a file its manifest may lie."""

Source = LoadedContract | LoadedReport


@dataclass(frozen=True, slots=True)
class Memory:
    """What a manifest knows of a file."""

    out: Path
    entry: ManifestEntry
    is_same: bool
    """Whether it knows these very bytes; else it knows another version at the same place, or of the same document."""


@dataclass(frozen=True, slots=True)
class _Recalled:
    """All that a manifest knows."""

    entries: Mapping[str, ManifestEntry]
    sources: Mapping[str, SourceRecord]
    by_sha256: Mapping[str, ManifestEntry]


class Manifests:
    """The manifests of the folders around files, each read once."""

    def __init__(self, outs: Iterable[Path]) -> None:
        """`outs` are folders whose manifests are to know of every file."""
        self._outs = tuple(outs)
        self._read: dict[Path, _Recalled] = {}

    def find(self, path: Path, sha256: str, stamp: Mapping[str, str]) -> Memory | None:
        """What is known of a file, wherever it has been moved to and whatever it is called now."""
        outs = tuple(self._list_outs(path))
        for out in outs:
            if entry := self._recall(out).by_sha256.get(sha256):
                return Memory(out, entry, is_same=True)
        for out in outs:
            known = self._recall(out).entries
            other = known.get(_relate(path, out)) or next((each for each in known.values() if _is_like(each, stamp, path)), None)
            if other:
                return Memory(out, other, is_same=False)
        return None

    def list_sources(self, memory: Memory) -> Iterator[Path]:
        """Where the source of a file may stand, by the manifest."""
        for record in self._recall(memory.out).sources.values():
            if record.id == memory.entry.source:
                yield Path(record.path)

    def list_cited(self, memory: Memory, documents: frozenset[str]) -> tuple[MadeFile, ...]:
        """The files that a document of the same contract may name."""
        return Manifest(memory.out).list_files(memory.entry.source, documents)

    def _list_outs(self, path: Path) -> Iterator[Path]:
        """The folders with a manifest that may know a file, the nearest first."""
        around = path.absolute().parents[:_LEVELS]
        for folder in dict.fromkeys((*around, *(out.absolute() for out in self._outs))):
            if (folder / MANIFEST).is_file():
                yield folder

    def _recall(self, out: Path) -> _Recalled:
        """What a manifest knows; nothing where it is none of ours, since others have files of that name too."""
        if out not in self._read:
            entries: Mapping[str, ManifestEntry] = {}
            sources: Mapping[str, SourceRecord] = {}
            with suppress(InputError):
                entries, sources = recall_all(out)
            self._read[out] = _Recalled(entries, sources, {entry.sha256: entry for entry in entries.values()})
        return self._read[out]


class Sources:
    """Contract and report files that documents may have been made of, each read once and only if it is looked for."""

    def __init__(self, paths: Iterable[Path], pointed_at: Iterable[Path] = ()) -> None:
        """`paths` are those of the workspace; those that the user has pointed at come first, and may be of any id."""
        self._paths = tuple(paths)
        self._pointed_at = tuple(pointed_at)
        self._read: dict[Path, Source] = {}

    def find(self, name: str, candidates: Iterable[Path]) -> Source | None:
        """The contract or report with that id; where no id is known, the one that the user has pointed at.

        Raises:
            InputError: with what is wrong in it.
        """
        if not name:
            return self._load(self._pointed_at[0]) if len(self._pointed_at) == 1 else None
        for path in dict.fromkeys((*self._pointed_at, *candidates, *self._paths)):
            if _says(path, name):
                source = self._load(path)
                if source.id == name:
                    return source
        return None

    def _load(self, path: Path) -> Source:
        if path not in self._read:
            self._read[path] = load_source(path)
        return self._read[path]


def _relate(path: Path, out: Path) -> str:
    whole = path.absolute()
    return whole.relative_to(out).as_posix() if whole.is_relative_to(out) else ""


def _is_like(entry: ManifestEntry, stamp: Mapping[str, str], path: Path) -> bool:
    """Whether an entry is of the same document, by all that stands around its text."""
    letterhead = stamp.get("letterhead")
    return (
        bool(letterhead)
        and entry.inputs.get("letterhead") == letterhead
        and entry.document == stamp.get("document")
        and entry.path.endswith(path.suffix)
    )


def _says(path: Path, name: str) -> bool:
    """Whether a file holds the id anywhere."""
    try:
        return name.encode() in path.read_bytes()
    except OSError:
        return False
