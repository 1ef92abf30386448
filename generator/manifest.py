"""The manifest: what was made, from what, when. Called by `pipeline`.

`manifest.json` is true at every moment: a file that is about to be made anew is taken out of it first. What is made while a run
lasts goes line by line into a journal beside it, and into the manifest when the run ends; if it is killed, when the next begins.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place
from generator.writing import write_file

MANIFEST = "manifest.json"
JOURNAL = ".manifest.journal"


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
        if _is_there(out / JOURNAL):
            self._save()

    def forget(self, paths: Iterable[str]) -> None:
        """Know no more of files that are about to be made anew."""
        known = [path for path in paths if self._entries.pop(path, None)]
        if known:
            self._save(keep_journal=True)

    def add(self, entry: ManifestEntry) -> None:
        """Know of a file that was made."""
        self._entries[entry.path] = entry
        if self._journal is None:
            self._journal = (self._out / JOURNAL).open("a", encoding="utf-8", newline="\n")
        self._journal.write(json.dumps(asdict(entry), ensure_ascii=False) + "\n")
        self._journal.flush()

    def list_files(self, source: str) -> tuple[MadeFile, ...]:
        """The files that were made of a contract."""
        entries = (entry for entry in self._entries.values() if entry.source == source)
        return tuple(MadeFile(entry.document, entry.item, entry.language, entry.path, entry.sha256) for entry in entries)

    def close(self) -> None:
        """Write all that is known."""
        if self._journal:
            self._journal.close()
            self._save()

    def _save(self, *, keep_journal: bool = False) -> None:
        files = [asdict(self._entries[path]) for path in sorted(self._entries)]
        write_file(self._out / MANIFEST, (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode())
        if not keep_journal:
            (self._out / JOURNAL).unlink(missing_ok=True)


def read_manifest(out: Path) -> Mapping[str, ManifestEntry]:
    """What was made into `out` and is still there, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    try:
        entries = [*_read_entries(out / MANIFEST), *_read_journal(out / JOURNAL)]
        return {entry.path: entry for entry in entries if (out / entry.path).is_file()}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        hint = "move it away; the next run writes a new one"
        raise InputError(Finding("this manifest can't be read", Place(str(out / MANIFEST)), hint=hint)) from problem


def _read_entries(path: Path) -> Iterator[ManifestEntry]:
    if _is_there(path):
        yield from (ManifestEntry(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))["files"])


def _read_journal(path: Path) -> Iterator[ManifestEntry]:
    """The whole lines of a journal: the last may have been cut off."""
    if _is_there(path):
        *lines, _cut = path.read_text(encoding="utf-8").split("\n")
        yield from (ManifestEntry(**json.loads(line)) for line in lines)


def _is_there(path: Path) -> bool:
    """Whether there is such a file; a path that can't be is told when something is written to it."""
    try:
        return path.is_file()
    except OSError:
        return False
