"""The manifest: what was made, from what, when. Called by `pipeline`.

`manifest.json` is true at every moment: a file that is about to be made anew is taken out of it first. What is made while a run
lasts goes line by line into a journal beside it, and into the manifest when the run ends; if it is killed, when the next begins.
One run at a time makes files in a folder: the others wait from their first file on.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place
from generator.writing import lock_file, write_file

MANIFEST = "manifest.json"
JOURNAL = ".manifest.journal"
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


class Manifest:
    """The manifest of an output folder while files are made into it. To be closed at the end."""

    def __init__(self, out: Path) -> None:
        """Read what there is, and what a run that was killed left in its journal.

        Raises:
            InputError: there is a manifest that isn't one of ours.
        """
        self._out = out
        self._entries = dict(read_manifest(out))
        self._journal: TextIO | None = None
        self._lock = ExitStack()
        self._has_begun = False

    def begin(self) -> None:
        """Let no other run make files here until this one is closed, and know what others have made. To be called before writing.

        Raises:
            InputError: another run went on for too long.
        """
        # Where nothing can be written, that is told of each file when it is tried.
        if self._has_begun or not _make_folder(self._out):
            return
        self._lock.enter_context(lock_file(self._out / MANIFEST, wait=PATIENCE))
        self._has_begun = True
        self._entries = dict(read_manifest(self._out))
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

    def add(self, entry: ManifestEntry) -> None:
        """Know of a file that was made."""
        self._entries[entry.path] = entry
        if self._journal is None:
            self._journal = (self._out / JOURNAL).open("a", encoding="utf-8", newline="\n")
        self._journal.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        self._journal.flush()

    def find_objection(self, path: str, data: bytes) -> Finding | None:
        """Why a document that was sent must not be replaced by `data`, as a warning; nothing where nothing would be lost.

        What stands there is kept too where somebody changed it by hand, or where the manifest doesn't know it, since it may be
        the only copy of what was sent.
        """
        digest = _read_digest(self._out / path)
        if digest is None or digest == hashlib.sha256(data).hexdigest():
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
            self._entries = dict(read_manifest(self._out))
        entries = [entry for entry in self._entries.values() if entry.source == source and entry.document in documents]
        digests = [_read_digest(self._out / entry.path) for entry in entries]
        return tuple(
            MadeFile(entry.document, entry.item, entry.language, entry.path, entry.sha256, is_intact=digest == entry.sha256)
            for entry, digest in zip(entries, digests, strict=True)
            if digest is not None
        )

    def close(self) -> None:
        """Write all that is known, and let others go on."""
        try:
            if self._journal:
                self._save()
        finally:
            self._lock.close()
            self._has_begun = False

    def _save(self) -> None:
        if self._journal:
            self._journal.close()
            self._journal = None
        files = [asdict(self._entries[path]) for path in sorted(self._entries)]
        write_file(self._out / MANIFEST, (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode())
        (self._out / JOURNAL).unlink(missing_ok=True)


def read_manifest(out: Path) -> Mapping[str, ManifestEntry]:
    """What was made into `out` and is still there, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    try:
        # The journal first: a run that ends meanwhile takes it away, but not before all of it stands in the manifest.
        journal = [*_read_journal(out / JOURNAL)]
        entries = [*_read_entries(out / MANIFEST), *journal]
        return {entry.path: entry for entry in entries if (out / entry.path).is_file()}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        hint = "move it away; the next run writes a new one"
        raise InputError(Finding("this manifest can't be read", Place(str(out / MANIFEST)), hint=hint)) from problem


def _read_entries(path: Path) -> Iterator[ManifestEntry]:
    if text := _read_text(path):
        yield from (ManifestEntry(**entry) for entry in json.loads(text)["files"])


def _read_journal(path: Path) -> Iterator[ManifestEntry]:
    """The whole lines of a journal: the last may have been cut off."""
    *lines, _cut = _read_text(path).split("\n")
    yield from (ManifestEntry(**json.loads(line)) for line in lines)


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
