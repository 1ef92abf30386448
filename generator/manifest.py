"""The manifest: what was made, from what, when. Called by `pipeline`.

`manifest.json` is true at every moment: a file that is about to be made anew is taken out of it first. What is made while a run
lasts goes line by line into a journal beside it, and into the manifest when the run ends; if it is killed, when the next begins.
One run at a time makes files in a folder: the others wait from their first file on. Until they get their places, files that are
being made lie in a hidden folder beside the manifest, which is cleared when a run begins and gone when it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TextIO

from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place
from generator.writing import lock_file, write_file

MANIFEST = "manifest.json"
JOURNAL = ".manifest.journal"
MAKING = ".making"
_LEFT = (JOURNAL, MAKING, f".{MANIFEST}.lock")
"""What a run that was killed may leave."""
PATIENCE = 120.0
"""Seconds to wait for another run to end."""


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the manifest knows of a file."""

    path: str
    """Relative to the manifest, with `/`."""
    document: str
    """The slug of the document, or of the pack that an archive holds."""
    source: str
    """The id of the contract."""
    language: str
    """`sv`, or `sv-en` for both side by side."""
    engine: str
    """What made the bytes, with its version."""
    fingerprint: str
    """SHA-256 over all that the file was made from."""
    sha256: str
    date: str
    """The date of the document."""
    item: str = ""
    """What it is about, where there is one for each of several: a deviation, a step of its ladder, a monitoring activity."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """The parts of the fingerprint, by name."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What came of a source the last time, when all of it could be made."""

    path: str
    """Of the source, as it was named."""
    id: str
    key: str
    """SHA-256 over the source, what was ordered of it, and all that its documents may depend on."""
    files: tuple[str, ...]
    """The files that it became."""
    cites: tuple[str, ...] = ()
    """The documents whose files these name."""
    cited: str = ""
    """SHA-256 over what they say of them."""


class Manifest:
    """The manifest of an output folder while files are made into it. To be closed at the end."""

    def __init__(self, out: Path) -> None:
        """Read what there is, and what a run that was killed left in its journal.

        Raises:
            InputError: there is a manifest that isn't one of ours.
        """
        self._out = out
        self._journal: TextIO | None = None
        self._lock = ExitStack()
        self._has_begun = False
        self._read()

    def __len__(self) -> int:
        """How many files it knows."""
        return len(self._entries)

    def _read(self) -> None:
        entries, sources = read_all(self._out)
        self._entries, self._sources = dict(entries), dict(sources)

    @property
    def folder(self) -> Path:
        """Where files that are being made lie until they get their places; there once `begin` was called."""
        return self._out / MAKING

    def find(self, path: str) -> ManifestEntry | None:
        """What is known of a file."""
        return self._entries.get(path)

    def has_made(self, path: str, source: Path) -> bool:
        """Whether the source became such a file the last time, though it may be gone."""
        record = self._sources.get(source.as_posix())
        return record is not None and path in record.files

    def find_source(self, path: Path, key: str) -> SourceRecord | None:
        """What came of a source, if that would come of it again and all its files are as they were made."""
        record = self._sources.get(path.as_posix())
        if record is None or record.key != key or not all(map(self.is_intact, record.files)):
            return None
        return record if sum_up(self._list_files(record.id, record.cites)) == record.cited else None

    def is_intact(self, path: str) -> bool:
        """Whether a file is there as it was made."""
        entry = self._entries.get(path)
        return entry is not None and _read_digest(self._out / path) == entry.sha256

    def begin(self, wait: float | None = None) -> None:
        """Let no other run make files here until this one is closed, and know what others have made. To be called before writing.

        Another run is waited for so many seconds, or as long as it may take.

        Raises:
            InputError: another run went on for too long.
        """
        # Where nothing can be written, that is told of each file when it is tried.
        if self._has_begun or not _make_folder(self._out):
            return
        self._lock.enter_context(lock_file(self._out / MANIFEST, wait=PATIENCE if wait is None else wait))
        self._has_begun = True
        self._read()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        if _is_there(self._out / JOURNAL):
            self._save()

    def forget(self, paths: Iterable[str]) -> None:
        """Know no more of files that are about to be made anew.

        Raises:
            InputError: another run went on for too long, or the manifest can't be written.
        """
        paths = tuple(paths)
        if any(path in self._entries for path in paths):
            self.begin()
            if [path for path in paths if self._entries.pop(path, None)]:
                self._save()

    def find_fingerprints(self, paths: Iterable[str]) -> dict[str, str]:
        """The fingerprints of those files that are there as they were made, by path."""
        return {path: self._entries[path].fingerprint for path in paths if self.is_intact(path)}

    def add(self, entry: ManifestEntry) -> None:
        """Know of a file that was made."""
        if self._entries.get(entry.path) != entry:
            self.begin()
            self._entries[entry.path] = entry
            self._note(asdict(entry))

    def add_source(self, record: SourceRecord) -> None:
        """Know of a source all of whose files were made."""
        if self._sources.get(record.path) != record:
            self.begin()
            self._sources[record.path] = record
            self._note({"source": asdict(record)})

    def _note(self, line: Mapping[str, Any]) -> None:
        if self._journal is None:
            self._journal = (self._out / JOURNAL).open("a", encoding="utf-8", newline="\n")
        self._journal.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._journal.flush()

    def find_change(self, path: str, sha256: str) -> Finding | None:
        """That a file was changed by hand, as a warning, where a file with `sha256` would take its place and that be lost."""
        entry = self._entries.get(path)
        digest = _read_digest(self._out / path)
        if entry is None or digest is None or digest in {entry.sha256, sha256}:
            return None
        message = "this file was changed after it was made, so it is kept"
        hint = "move it away to have it made anew, or replace it with --force"
        return Finding(message, subject=path, hint=hint, severity="warning")

    def find_objection(self, path: str, sha256: str) -> Finding | None:
        """Why a document that was sent must not be replaced by another, as a warning; nothing where nothing would be lost.

        What stands there is kept too where somebody changed it by hand, or where the manifest doesn't know it, since it may be
        the only copy of what was sent.
        """
        digest = _read_digest(self._out / path)
        if digest is None or digest == sha256:
            return None
        entry = self._entries.get(path)
        if entry is None:
            message = "this letter stands here already, and the manifest doesn't know it, so it is kept"
        elif entry.sha256 == digest:
            message = "this letter was made before and would now come out different, so it is kept"
        else:
            message = "this letter was changed after it was made, so it is kept"
        return Finding(message, subject=path, hint="move it away to have it made anew", severity="warning")

    def list_files(self, source: str, documents: Collection[str]) -> tuple[MadeFile, ...]:
        """The files that are there of certain documents of a contract, also those that other runs have made by now."""
        if not self._has_begun:
            self._read()
        return self._list_files(source, documents)

    def _list_files(self, source: str, documents: Collection[str]) -> tuple[MadeFile, ...]:
        if not documents:
            return ()
        entries = [entry for entry in self._entries.values() if entry.source == source and entry.document in documents]
        digests = [_read_digest(self._out / entry.path) for entry in entries]
        return tuple(
            MadeFile(entry.document, entry.item, entry.language, entry.path, entry.sha256, is_intact=digest == entry.sha256)
            for entry, digest in zip(entries, digests, strict=True)
            if digest is not None
        )

    def close(self) -> None:
        """Write all that is known, tidy up after a run that was killed, and let others go on."""
        try:
            if self._journal:
                self._save()
            elif not self._has_begun:
                # Where another run is still at it, what is there is its own.
                with suppress(InputError, OSError):
                    if any((self._out / name).exists() for name in _LEFT):
                        self.begin(wait=0)
        finally:
            if self._has_begun:
                shutil.rmtree(self.folder, ignore_errors=True)
            self._lock.close()
            self._has_begun = False

    def _save(self) -> None:
        if self._journal:
            self._journal.close()
            self._journal = None
        files = [asdict(self._entries[path]) for path in sorted(self._entries)]
        sources = [asdict(self._sources[path]) for path in sorted(self._sources)]
        text = json.dumps({"files": files, "sources": sources}, ensure_ascii=False, indent=1)
        write_file(self._out / MANIFEST, f"{text}\n".encode(), self.folder)
        (self._out / JOURNAL).unlink(missing_ok=True)


def sum_up(files: Iterable[MadeFile]) -> str:
    """SHA-256 over what documents say of the files that they name; nothing where there are none."""
    facts = [asdict(file) for file in sorted(files, key=lambda file: file.path)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest() if facts else ""


def read_manifest(out: Path) -> Mapping[str, ManifestEntry]:
    """What was made into `out` and is still there, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    return read_all(out)[0]


def read_all(out: Path) -> tuple[Mapping[str, ManifestEntry], Mapping[str, SourceRecord]]:
    """What was made into `out` and is still there, and what it was made of, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    files, sources = recall_all(out)
    return {path: entry for path, entry in files.items() if _is_there(out / path)}, sources


def recall_all(out: Path) -> tuple[Mapping[str, ManifestEntry], Mapping[str, SourceRecord]]:
    """What was made into `out`, also what has been moved away since, and what it was made of, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    try:
        # The journal first: a run that ends meanwhile takes it away, but not before all of it stands in the manifest.
        lines = list(_read_journal(out / JOURNAL))
        saved = json.loads(_read_text(out / MANIFEST) or "{}")
        entries = [*saved.get("files", ()), *(line for line in lines if "source" not in line or "fingerprint" in line)]
        tuples = ("files", "cites")
        records = [*saved.get("sources", ()), *(line["source"] for line in lines if "fingerprint" not in line)]
        files = {entry["path"]: ManifestEntry(**entry) for entry in entries}
        sources = {record["path"]: SourceRecord(**record | {name: tuple(record[name]) for name in tuples}) for record in records}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        hint = "move it away; the next run writes a new one"
        raise InputError(Finding("this manifest can't be read", Place(str(out / MANIFEST)), hint=hint)) from problem
    return files, sources


def _read_journal(path: Path) -> Iterator[Any]:
    """The whole lines of a journal: the last may have been cut off."""
    *lines, _cut = _read_text(path).split("\n")
    yield from map(json.loads, lines)


def _read_text(path: Path) -> str:
    """What stands in a file; nothing where there is none, or no more."""
    try:
        return path.read_text(encoding="utf-8") if _is_there(path) else ""
    except FileNotFoundError:
        return ""


def _read_digest(path: Path) -> str | None:
    """The SHA-256 of a file, or none where there is none; nothing where it can't be read."""
    if not _is_there(path):
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _make_folder(path: Path) -> bool:
    """Whether there is such a folder now that may be written to."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(path, os.W_OK)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; a path that can't be is told when something is written to it."""
    try:
        return path.is_file()
    except OSError:
        return False
