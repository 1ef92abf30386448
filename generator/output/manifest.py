"""The manifest: what was made, from what, when. Called by `pipeline`.

`manifest.json` is true at every moment: a file that is about to be made anew is taken out of it first. What is published while a
run lasts goes line by line into a journal beside it, and into the manifest when the run ends; if it is killed, the next run
replays the journal. One run at a time makes files in a folder: the others wait for its lock from their first file on. Until they
are published, files lie in a hidden folder beside the manifest, which is cleared when a run begins and gone when it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Collection, Iterable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import asdict, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from generator.documents import MadeFile
from generator.errors import Finding, InputError
from generator.files.atomic import lock_file, move_file, write_file
from generator.output.editions import check_edition
from generator.output.journal import FORMAT, JOURNAL, MANIFEST, Entry, SourceEntry, is_there, read_entries
from generator.rendering.stamps import is_as_made

MAKING = ".making"
_LEFT = (JOURNAL, MAKING, f".{MANIFEST}.lock")
"""What a run that was killed may leave."""
PATIENCE = 120.0
"""Seconds to wait for another run to end."""


class Manifest:
    """The manifest of an output folder while files are made into it. To be closed at the end."""

    def __init__(self, out: Path, edition: str | None = None) -> None:
        """Read what there is, and what a run that was killed left in its journal.

        Where an `edition` is to be made, all that is there must be of it: whole and masked files never share a folder.

        Raises:
            InputError: there is a manifest that isn't one of ours, or one of another edition.
        """
        self._out, self._edition = out, edition
        self._journal: TextIO | None = None
        self._lock = ExitStack()
        self._has_begun = False
        self._read()

    def __len__(self) -> int:
        """How many files it knows."""
        return len(self._entries)

    def _read(self) -> None:
        self._state = _read_state(self._out)
        entries, sources = read_entries(self._out)
        self._entries, self._sources = dict(entries), dict(sources)
        if self._edition is not None:
            check_edition(self._out, self._edition, self._entries)

    @property
    def folder(self) -> Path:
        """Where files lie until they are published; there once `begin` was called."""
        return self._out / MAKING

    def name_source(self, source: Path) -> str:
        """What a source is called here, wherever somebody stands who names it: its path from the output folder."""
        try:
            return Path(os.path.relpath(source, self._out)).as_posix()
        except ValueError:  # On Windows there is no way from one drive to another.
            return source.absolute().as_posix()

    def find(self, path: str) -> Entry | None:
        """What is known of a file."""
        return self._entries.get(path)

    def has_made(self, path: str, source: Path) -> bool:
        """Whether the source became such a file the last time, though it may be gone."""
        entry = self._sources.get(self.name_source(source))
        return entry is not None and path in entry.files

    def find_source(self, path: Path, key: str, on: date) -> SourceEntry | None:
        """What came of a source, if that would come of it on a day too and all its files are as they were made."""
        entry = self._sources.get(self.name_source(path))
        if entry is None or entry.key != key or not entry.on <= on.isoformat() <= entry.until:
            return None
        if not all(map(self.is_intact, entry.files)):
            return None
        return entry if hash_cited(self._list_files(entry.id, entry.cites)) == entry.cited else None

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
        _remove(self.folder)
        self.folder.mkdir()
        if is_there(self._out / JOURNAL):
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

    def find_fingerprints(self, paths: Iterable[str], *, undated: bool = False) -> dict[str, tuple[str, ...]]:
        """The fingerprints of those files that are there as they were made, by path; perhaps also without their days."""
        entries = {path: self._entries[path] for path in paths if self.is_intact(path)}
        return {path: (each.fingerprint, *([each.undated] if undated and each.undated else [])) for path, each in entries.items()}

    def add(self, entry: Entry) -> None:
        """Know of a file that was made."""
        if self._entries.get(entry.path) != entry:
            self.begin()
            self._entries[entry.path] = entry
            self._log(asdict(entry))

    def note_source_path(self, path: str, source: Path) -> None:
        """Know where the source of a file that stays as it is stands now; of a masked one nobody is told."""
        if (entry := self._entries.get(path)) and not entry.edition:
            self.add(replace(entry, source_path=self.name_source(source)))

    def withdraw(self, paths: Iterable[str], on: date) -> dict[str, str]:
        """The new names of letters that weren't sent, by their old ones: their files are kept, marked as withdrawn.

        So another letter can be made in their place.

        Raises:
            InputError: another run went on for too long, or a file can't be renamed.
        """
        self.begin()
        names: dict[str, str] = {}
        for path in paths:
            entry, names[path] = self._entries[path], self._find_free_name(path)
            self.forget([path])
            move_file(self._out / path, self._out / names[path])
            self._entries[names[path]] = replace(entry, path=names[path], withdrawn=on.isoformat())
            self._save()
        return names

    def _find_free_name(self, path: str) -> str:
        """What a withdrawn letter is called, where others may have been withdrawn before it."""
        stem, _, suffix = path.rpartition(".")
        names = (f"{stem}.withdrawn{f'-{number}' if number > 1 else ''}.{suffix}" for number in count(1))
        return next(name for name in names if not (self._out / name).exists())

    def add_source(self, entry: SourceEntry) -> None:
        """Know of a source all of whose files were made."""
        if self._sources.get(entry.path) != entry:
            self.begin()
            self._sources[entry.path] = entry
            self._log({"source": asdict(entry)})

    def _log(self, line: Mapping[str, Any]) -> None:
        if self._journal is None:
            self._journal = (self._out / JOURNAL).open("a", encoding="utf-8", newline="\n")
        self._journal.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._journal.flush()

    def find_change(self, path: str, sha256: str) -> Finding | None:
        """That a file was changed by hand, as a warning, where publishing one with `sha256` would lose that.

        One that the manifest doesn't know is as it was made where its seal holds.
        """
        entry = self._entries.get(path)
        digest = _read_digest(self._out / path)
        if digest is None or digest == sha256 or (digest == entry.sha256 if entry else _is_as_made(self._out / path)):
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
        if not self._has_begun and self._state != _read_state(self._out):
            self._read()
        return self._list_files(source, documents)

    def _list_files(self, source: str, documents: Collection[str]) -> tuple[MadeFile, ...]:
        if not documents:
            return ()
        known = [entry for entry in self._entries.values() if not entry.withdrawn]
        entries = [entry for entry in known if entry.source == source and entry.document in documents]
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
        text = json.dumps({"format": FORMAT, "files": files, "sources": sources}, ensure_ascii=False, indent=1)
        write_file(self._out / MANIFEST, f"{text}\n".encode(), self.folder)
        (self._out / JOURNAL).unlink(missing_ok=True)


def hash_cited(files: Iterable[MadeFile]) -> str:
    """SHA-256 over what documents say of the files that they name; nothing where there are none."""
    facts = [asdict(file) for file in sorted(files, key=lambda file: file.path)]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest() if facts else ""


def _read_digest(path: Path) -> str | None:
    """The SHA-256 of a file, or none where there is none; nothing where it can't be read."""
    if not is_there(path):
        return None
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _is_as_made(path: Path) -> bool:
    """Whether a file is sealed, and as it was then; not where it can't be read."""
    try:
        return is_as_made(path.read_bytes())
    except OSError:
        return False


def _read_state(out: Path) -> tuple[tuple[int, int], ...]:
    """What tells whether the manifest or its journal has been written anew: when, and how long each is."""
    states = []
    for name in (MANIFEST, JOURNAL):
        with suppress(OSError):
            known = (out / name).stat()
            states.append((known.st_mtime_ns, known.st_size))
    return tuple(states)


def _remove(path: Path) -> None:
    """Remove what stands there, a folder or not."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    else:
        shutil.rmtree(path, ignore_errors=True)


def _make_folder(path: Path) -> bool:
    """Whether there is such a folder now that may be written to."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(path, os.W_OK)
