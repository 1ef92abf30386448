"""The manifest: what was made, from what, when. Called by `pipeline`.

It is true at every moment: a file that is about to be made anew is taken out of the store first. What is published while a run
lasts goes line by line into a journal beside the store, and into the store now and then and when the run ends; if it is killed,
the next run replays the journal. `manifest.json` is the same for people: gone while it might not be true, written when a run
ends, and of very many files only when somebody asks. One run at a time makes files in a folder: the others wait for its lock
from their first file on. Until they are published, files lie in a hidden folder beside the manifest, which is cleared when a
run begins and gone when it ends.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import shutil
import weakref
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, TextIO

from msgspec import Struct
from msgspec.structs import asdict, replace

from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place
from generator.files.atomic import lock_file, move_file
from generator.output.editions import check_documents, check_edition
from generator.output.journal import (
    FORMAT,
    JOURNAL,
    MANIFEST,
    VIEW,
    VIEW_SIZE,
    Entry,
    Saved,
    SourceEntry,
    list_editions,
    read_file_entry,
    read_saved,
    read_source_entry,
    write_entry,
)
from generator.output.store import STORE, Kind, Row, Store, is_there
from generator.output.trouble import FolderError, tell_trouble
from generator.rendering.stamps import is_as_made

MAKING = ".making"
_RUN = "run.json"
"""The file among those that are being made which says whose they are."""
_LONGEST_RUN = 1000
"""Bytes of it that are read."""
_LEFT = (JOURNAL, MAKING, f".{MANIFEST}.lock")
"""What a run that was killed may leave."""
PATIENCE = 120.0
"""Seconds to wait for another run to end."""
MOST_VIEWED = 20_000
"""Files of which `manifest.json` is written at the end of each run: that takes a second."""
_MOST_HELD = 5_000
"""Entries that are held until they are saved."""


class Waiting(Struct, frozen=True):
    """That a run waits for another to end, which makes files in the same folder."""

    folder: Path
    seconds: float
    """For how long at most."""
    pid: int | None = None
    """The number of the other's process; None where that isn't known."""
    host: str = ""
    """The name of the machine that it runs on."""


TellWait = Callable[[Waiting], None]


class Manifest:
    """The manifest of an output folder while files are made into it. To be closed at the end."""

    def __init__(self, out: Path, edition: str | None = None, tell_wait: TellWait | None = None) -> None:
        """Read what there is, and what a run that was killed left in its journal.

        Where an `edition` is to be made, all that is there must be of it: whole and masked files never share a folder.
        `tell_wait` is called as soon as this one waits for another run.

        Raises:
            InputError: there is a manifest that isn't one of ours, or one of another edition.
        """
        self._out, self._edition, self._tell_wait = out, edition, tell_wait
        self._journal: TextIO | None = None
        self._lock = ExitStack()
        self._has_begun = False
        self.is_in_trouble = False
        """Whether nothing more can be written, so that only what is there is let go."""
        self._store = Store(out)
        weakref.finalize(self, self._store.close)
        self._read()

    def _read(self) -> None:
        """Read what the store doesn't know yet."""
        self._state = _read_state(self._out)
        self._held = read_saved(self._out, self._store)
        if self._edition is not None:
            found = list_editions(self._out, self._store, self._held)
            check_edition(self._out, self._edition, found, self._knows)

    def _knows(self, path: Path) -> bool:
        return self.find(path.relative_to(self._out).as_posix()) is not None

    def check_contract(self, name: str) -> None:
        """Check that no document of another edition lies among those of a contract.

        Raises:
            InputError: one does.
        """
        if self._edition is not None:
            check_documents(self._out / name, self._edition, self._knows)

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
        """What is known of a file that is there."""
        entry = self._held.files[path] if path in self._held.files else self._find_stored(path)
        return entry if entry and is_there(self._out / path) else None

    def _find_stored(self, path: str) -> Entry | None:
        text = None if self._held.is_whole else self._store.find("files", path)
        return read_file_entry(text) if text else None

    def _find_source(self, source: Path) -> SourceEntry | None:
        name = self.name_source(source)
        if name in self._held.sources or self._held.is_whole:
            return self._held.sources.get(name)
        text = self._store.find("sources", name)
        return read_source_entry(text) if text else None

    def has_made(self, path: str, source: Path) -> bool:
        """Whether the source became such a file the last time, though it may be gone."""
        entry = self._find_source(source)
        return entry is not None and path in entry.files

    def find_source(self, path: Path, key: str, on: date) -> SourceEntry | None:
        """What came of a source, if that would come of it on a day too and all its files are as they were made of it."""
        entry = self._find_known(path, key, on)
        if entry is None or entry.until < on.isoformat():
            return None
        digests = dict(zip(entry.files, entry.digests, strict=False))
        if not all(self._holds(file, digests.get(file, "")) for file in entry.files):
            return None
        return entry if hash_cited(self._list_files(entry.id, entry.cites)) == entry.cited else None

    def find_lasting(self, path: Path, key: str, on: date) -> dict[str, date]:
        """The files of a source that are as they were made of it and would be the same on a day, each with the last such day."""
        entry = self._find_known(path, key, on)
        if entry is None:
            return {}
        known = zip(entry.files, entry.digests, entry.untils, strict=False)
        return {
            file: date.fromisoformat(until)
            for file, digest, until in known
            if until >= on.isoformat() and digest and self._holds(file, digest)
        }

    def _find_known(self, path: Path, key: str, on: date) -> SourceEntry | None:
        """What came of a source, if it is the same one, and that was not after a day."""
        entry = self._find_source(path)
        return entry if entry and entry.key == key and entry.on <= on.isoformat() else None

    def _holds(self, path: str, sha256: str) -> bool:
        """Whether a file is as it was made, and as it was when something was noted of it; of what is older, that isn't known."""
        entry = self.find(path)
        return entry is not None and sha256 in {"", entry.sha256} and _read_digest(self._out / path) == entry.sha256

    def is_intact(self, path: str) -> bool:
        """Whether a file is there as it was made."""
        return self._holds(path, "")

    def begin(self, wait: float | None = None) -> None:
        """Let no other run make files here until this one is closed, and know what others have made. To be called before writing.

        Another run is waited for so many seconds, or as long as it may take.

        Raises:
            InputError: another run went on for too long.
        """
        if self._has_begun:
            return
        with self._guard():
            self._out.mkdir(parents=True, exist_ok=True)
            self._take_lock(PATIENCE if wait is None else wait)
            self._has_begun = True
            (self.folder / _RUN).unlink(missing_ok=True)  # of a run that was killed: nobody is to wait for that
            self._read()
            _remove(self.folder)
            self.folder.mkdir()
            if not self._edition:  # a folder of masked documents is passed on, and what is left in it with it
                run = {"pid": os.getpid(), "host": platform.node()}
                (self.folder / _RUN).write_text(json.dumps(run), encoding="utf-8")
        if self._held.is_whole or is_there(self._out / JOURNAL):
            self._save()

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """Whatever the system refuses ends this run.

        Raises:
            FolderError: it did.
        """
        try:
            with tell_trouble(self._out, was_there=self._has_begun):
                yield
        except FolderError:
            self.is_in_trouble = True
            raise

    def _take_lock(self, wait: float) -> None:
        try:
            if not self._try_lock(wait):
                self._lock.enter_context(lock_file(self._out / MANIFEST, wait=wait))
        except InputError as problem:
            if problem.__cause__ is not None and not _is_held(problem):
                raise problem.__cause__ from problem
            hint = "wait until it has ended, and give the same command again"
            message = "another run makes documents in this folder"
            raise FolderError(Finding(message, Place(str(self._out)), hint=hint)) from problem

    def _try_lock(self, wait: float) -> bool:
        """Whether nobody else holds the lock; if somebody does, and is to be waited for, that is told."""
        if self._tell_wait is None or wait <= 0:
            return False
        try:
            self._lock.enter_context(lock_file(self._out / MANIFEST, wait=0))
        except InputError as problem:
            if not _is_held(problem):
                raise
            self._tell_wait(self._find_other(wait))
            return False
        return True

    def _find_other(self, wait: float) -> Waiting:
        """Who is waited for, as far as that run says: it may have begun or ended just now, or be of another version."""
        with suppress(OSError, ValueError, TypeError, KeyError, RecursionError), (self.folder / _RUN).open("rb") as file:
            run = json.loads(file.read(_LONGEST_RUN))
            pid, host = run["pid"], run["host"]
            if isinstance(pid, int) and pid > 0 and isinstance(host, str) and host.isprintable():
                return Waiting(self._out, wait, pid, host)
        return Waiting(self._out, wait)

    def forget(self, paths: Iterable[str]) -> None:
        """Know no more of files that are about to be made anew.

        Raises:
            InputError: another run went on for too long, or the manifest can't be written.
        """
        if paths := [path for path in paths if self.find(path)]:
            self.begin()
            self._held.files.update(dict.fromkeys(paths))
            self._save()

    def find_fingerprints(self, paths: Iterable[str], *, undated: bool = False) -> dict[str, tuple[str, ...]]:
        """The fingerprints of those files that are there as they were made, by path; perhaps also without their days."""
        entries = {path: entry for path in paths if (entry := self.find(path)) and _read_digest(self._out / path) == entry.sha256}
        return {path: (each.fingerprint, *([each.undated] if undated and each.undated else [])) for path, each in entries.items()}

    def add(self, entry: Entry) -> None:
        """Know of a file that was made."""
        if self.find(entry.path) != entry:
            self.begin()
            self._held.files[entry.path] = entry
            self._log(asdict(entry))

    def note_source_path(self, path: str, source: Path) -> None:
        """Know where the source of a file that stays as it is stands now; of a masked one nobody is told."""
        if (entry := self.find(path)) and not entry.edition:
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
            names[path] = self._find_free_name(path)
            if entry := self.find(path):
                self.forget([path])
                move_file(self._out / path, self._out / names[path])
                self.add(replace(entry, path=names[path], withdrawn=on.isoformat()))
        return names

    def _find_free_name(self, path: str) -> str:
        """What a withdrawn letter is called, where others may have been withdrawn before it."""
        stem, _, suffix = path.rpartition(".")
        names = (f"{stem}.withdrawn{f'-{number}' if number > 1 else ''}.{suffix}" for number in count(1))
        return next(name for name in names if not (self._out / name).exists())

    def add_source(self, entry: SourceEntry) -> None:
        """Know what came of a source."""
        self.begin()
        self._held.sources[entry.path] = entry
        self._log({"source": asdict(entry)})

    def _log(self, line: Mapping[str, Any]) -> None:
        with self._guard():
            if self._journal is None:
                self._journal = (self._out / JOURNAL).open("a", encoding="utf-8", newline="\n")
            self._journal.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._journal.flush()
        if len(self._held.files) + len(self._held.sources) > _MOST_HELD:
            self._save()

    def find_change(self, path: str, sha256: str) -> Finding | None:
        """That a file was changed by hand, as a warning, where publishing one with `sha256` would lose that.

        One that the manifest doesn't know is as it was made where its seal holds.
        """
        entry = self.find(path)
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
        entry = self.find(path)
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
        stored = () if self._held.is_whole else map(read_file_entry, self._store.list_of_source(source))
        known = {entry.path: entry for entry in stored} | {path: each for path, each in self._held.files.items() if each}
        own = (each for path, each in sorted(known.items()) if each.source == source and self._held.files.get(path, each))
        entries = [entry for entry in own if entry.document in documents and not entry.withdrawn]
        digests = [_read_digest(self._out / entry.path) for entry in entries]
        return tuple(
            MadeFile(entry.document, entry.item, entry.language, entry.path, entry.sha256, is_intact=digest == entry.sha256)
            for entry, digest in zip(entries, digests, strict=True)
            if digest is not None
        )

    def close(self) -> None:
        """Write all that is known, tidy up after a run that was killed, and let others go on.

        Raises:
            FolderError: it can't be written; then the journal has it, as far as there was room.
        """
        try:
            if not self._has_begun:
                # Where another run is still at it, what is there is its own.
                with suppress(InputError, OSError):
                    if any((self._out / name).exists() for name in _LEFT) or self._lacks_view():
                        self.begin(wait=0)
            if self._has_begun and not self.is_in_trouble:
                # An interrupt may have come just as it was opened.
                if is_there(self._out / JOURNAL):
                    self._save()
                if self._lacks_view():
                    self._write_view()
        finally:
            if self._journal:
                with suppress(OSError):
                    self._journal.close()
                self._journal = None
            if self._has_begun:
                shutil.rmtree(self.folder, ignore_errors=True)
            self._store.close()
            self._lock.close()
            self._has_begun = False

    def _save(self) -> None:
        """Have the store know all that is held.

        Raises:
            FolderError: it can't be written.
        """
        with self._guard():
            self._save_held()

    def _save_held(self) -> None:
        if self._journal:
            self._journal.close()
            self._journal = None
        # It may list what is about to be another file.
        if not self._held.is_whole:
            (self._out / MANIFEST).unlink(missing_ok=True)
        files = {path: entry for path, entry in self._held.files.items() if entry}
        rows: dict[Kind, list[Row]] = {
            "files": [(path, entry.source, entry.edition, write_entry(entry)) for path, entry in files.items()],
            "sources": [(path, write_entry(entry)) for path, entry in self._held.sources.items()],
        }
        gone: dict[Kind, list[str]] = {"files": [path for path in self._held.files if path not in files]}
        self._store.write(rows, gone, {VIEW: "", VIEW_SIZE: ""}, anew=self._held.is_whole)
        (self._out / MANIFEST).unlink(missing_ok=True)
        (self._out / JOURNAL).unlink(missing_ok=True)
        self._held = Saved()

    def _lacks_view(self) -> bool:
        """Whether `manifest.json` is to be written: it is gone, and there aren't too many files."""
        if not self._store or self._store.count_files() > MOST_VIEWED:
            return False
        return not is_there(self._out / MANIFEST) or not (self._out / MANIFEST).stat().st_size

    def complete_view(self) -> None:
        """Write `manifest.json` where it is gone, however many files there are, if anything may be written here.

        Raises:
            InputError: another run went on for too long, or it can't be written.
        """
        if self._store and not is_there(self._out / MANIFEST):
            self.begin()
            if self._has_begun:
                self._write_view()

    def _write_view(self) -> None:
        """Write `manifest.json`. Files that are gone go from the store too.

        Raises:
            FolderError: it can't be written.
        """
        with self._guard():
            self._write_parts()

    def _write_parts(self) -> None:
        digest, gone = hashlib.sha256(), list[str]()
        with (self.folder / MANIFEST).open("wb") as view:
            for part in self._list_parts(gone):
                data = part.encode()
                digest.update(data)
                view.write(data)
            size = view.tell()
        move_file(self.folder / MANIFEST, self._out / MANIFEST)
        facts = {VIEW: digest.hexdigest(), VIEW_SIZE: str(size)}
        self._store.write({}, {"files": gone}, facts, anew=False)

    def _list_parts(self, gone: list[str]) -> Iterator[str]:
        """What `manifest.json` says, an entry a line; files that are gone are noted."""
        yield f'{{\n "format": {FORMAT},\n "files": ['
        sign = ""
        for path, text in self._store.list_files():
            if is_there(self._out / path):
                yield f"{sign}\n  {text}"
                sign = ","
            else:
                gone.append(path)
        yield '\n ],\n "sources": ['
        for number, text in enumerate(self._store.list_entries("sources")):
            yield f"{',' if number else ''}\n  {text}"
        yield "\n ]\n}\n"


def _is_held(problem: InputError) -> bool:
    """Whether a file can't be locked since somebody else holds it, rather than that the system refuses it."""
    return not isinstance(problem.__cause__, OSError) or isinstance(problem.__cause__, TimeoutError)


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
    for name in (MANIFEST, STORE, JOURNAL):
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
