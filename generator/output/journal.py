"""What the manifest of an output folder says: its entries, and how they are read from its store and its journal.

Called by `manifest` and by all that only read it. Each line of the journal is an entry newer than those of the store.
`manifest.json` is written of the store for people; what older versions have made has nothing else.
"""

from __future__ import annotations

import hashlib
import heapq
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import asdict

from generator.errors import N_, Finding, InputError, Place
from generator.files.json_text import parse_json
from generator.output.store import STORE, Store, is_there

MANIFEST = "manifest.json"
JOURNAL = ".manifest.journal"
FORMAT = 1
"""Of the manifest; docs/compatibility.md tells when it is another."""
VIEW = "view"
"""What the store calls the SHA-256 of the `manifest.json` that was written of it: another one is newer than the store."""
VIEW_SIZE = "view size"
"""What it calls how long that was: if it still is, and no newer than the store, it needn't be read."""


class Entry(Struct, frozen=True):
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
    source_path: str = ""
    """Where the contract or report stands, from the output folder; not told of masked files, nor of those of earlier versions."""
    withdrawn: str = ""
    """The day on which a letter that hadn't been sent was withdrawn."""
    edition: str = ""
    """`masked` where what is confidential was taken out."""
    undated: str = ""
    """SHA-256 over the same as the fingerprint but the day that the document is dated; not known of what older versions made."""


class SourceEntry(Struct, frozen=True):
    """What the manifest knows of a source: what came of it the last time."""

    path: str
    """Of the source, from the output folder."""
    id: str
    key: str
    """SHA-256 over the source, what was ordered of it, and all that its documents may depend on."""
    files: tuple[str, ...]
    """The files that it became."""
    cites: tuple[str, ...] = ()
    """The documents whose files these name."""
    cited: str = ""
    """SHA-256 over what they say of them."""
    on: str = ""
    """The day that all this followed from."""
    until: str = ""
    """The last day on which the same would come of it, but for the day that documents are dated; nothing where not all could be
    made."""
    digests: tuple[str, ...] = ()
    """The SHA-256 of each of the files, in their order; none of what earlier versions made."""
    untils: tuple[str, ...] = ()
    """The last day on which each of them would come out the same, likewise."""


_TYPES: Mapping[str, type] = {"Mapping[str, str]": dict, "tuple[str, ...]": tuple}
"""How the fields of an entry are written that aren't text."""

_FIELDS: Mapping[type, Mapping[str, type]] = {
    kind: {name: _TYPES.get(said, str) for name, said in kind.__annotations__.items()} for kind in (Entry, SourceEntry)
}
"""The fields of each kind of entry, and how they are written."""

_MOVE_AWAY = N_("move it away; the next run writes a new one")
_DAYS = frozenset({"date", "on", "until", "untils"})
"""The fields that hold a day, or one for each file."""

T = TypeVar("T", Entry, SourceEntry)


class Saved(Struct):
    """What a manifest says beside its store: all of it, or what is newer."""

    files: dict[str, Entry | None] = field(default_factory=dict)
    """By path; None of those that it knows no more."""
    sources: dict[str, SourceEntry] = field(default_factory=dict)
    is_whole: bool = False
    """Whether that is all that there is, whatever the store holds."""


def read_own_entries(out: Path, source: str) -> Mapping[str, Entry]:
    """The files that were made of a contract into `out` and are still there, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    with closing(Store(out)) as store:
        saved = read_saved(out, store)
        files: dict[str, Entry | None] = {}
        if not saved.is_whole:
            files = {entry.path: entry for entry in map(read_file_entry, store.list_of_source(source))}
    files |= {path: entry for path, entry in saved.files.items() if path in files or (entry and entry.source == source)}
    return {path: entry for path, entry in sorted(files.items()) if entry and is_there(out / path)}


def read_entries(out: Path) -> tuple[Mapping[str, Entry], Mapping[str, SourceEntry]]:
    """The files that were made into `out` and are still there, and the sources that they were made of, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    files, sources = replay_journal(out)
    return {path: entry for path, entry in files.items() if is_there(out / path)}, sources


def list_entries(out: Path) -> Iterator[Entry]:
    """The files that were made into `out` and are still there, by source and path, one by one: all at once take much room.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    with closing(Store(out)) as store:
        saved = read_saved(out, store)
        pairs = () if saved.is_whole else store.list_by_source()
        stored = (read_file_entry(text) for path, text in pairs if path not in saved.files)
        newer = sorted(filter(None, saved.files.values()), key=_place)
        yield from (entry for entry in heapq.merge(stored, newer, key=_place) if is_there(out / entry.path))


def _place(entry: Entry) -> tuple[str, str]:
    return entry.source, entry.path


def replay_journal(out: Path) -> tuple[Mapping[str, Entry], Mapping[str, SourceEntry]]:
    """As `read_entries`, but also the files that have been moved away since: the store with all that its journal adds.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    with closing(Store(out)) as store:
        saved = read_saved(out, store)
        files: dict[str, Entry | None] = {}
        sources: dict[str, SourceEntry] = {}
        if not saved.is_whole:
            files = {entry.path: entry for entry in map(read_file_entry, store.list_entries("files"))}
            sources = {entry.path: entry for entry in map(read_source_entry, store.list_entries("sources"))}
    files |= saved.files
    return {path: entry for path, entry in files.items() if entry}, sources | saved.sources


def read_editions(out: Path) -> Iterator[str]:
    """The editions of the files that were made into `out` and are still there.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    with closing(Store(out)) as store:
        yield from list_editions(out, store, read_saved(out, store))


def list_editions(out: Path, store: Store, saved: Saved) -> Iterator[str]:
    """The same, of a store that is open."""
    yield from {entry.edition for entry in saved.files.values() if entry and is_there(out / entry.path)}
    for edition in () if saved.is_whole else store.list_editions():
        if any(is_there(out / path) for path in store.list_paths(edition)):
            yield edition


def has_manifest(out: Path) -> bool:
    """Whether a folder is one that documents were made into."""
    return is_there(out / MANIFEST) or is_there(out / STORE)


def read_saved(out: Path, store: Store) -> Saved:
    """What the journal adds to the store; or to `manifest.json`, where there is no store, or another version wrote it since.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    try:
        # The journal first: a run that ends meanwhile takes it away, but not before all of it stands in the store.
        lines = list(_read_journal(out / JOURNAL))
        view = _read_bytes(out / MANIFEST) if _is_newer(out, store) else b""
        is_whole = bool(view)
        said = parse_json(view.decode("utf-8")) if is_whole else {}
        if said.get("format", FORMAT) > FORMAT:
            hint = "use that version, or move this file away; the next run then writes a new one"
            raise InputError(Finding("this manifest was written by a later version", Place(str(out / MANIFEST)), hint=hint))
        made = [*said.get("files", ()), *(line for line in lines if "source" not in line or "fingerprint" in line)]
        opened = [*said.get("sources", ()), *(line["source"] for line in lines if "fingerprint" not in line)]
        files: dict[str, Entry | None] = {entry["path"]: _read_entry(Entry, entry) for entry in made}
        sources = {entry["path"]: _read_entry(SourceEntry, entry) for entry in opened}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        raise InputError(Finding("this manifest can't be read", Place(str(out / MANIFEST)), hint=_MOVE_AWAY)) from problem
    return Saved(files, sources, is_whole)


def _is_newer(out: Path, store: Store) -> bool:
    """Whether the `manifest.json` says more than the store, since another version wrote it, or there is no store."""
    view = out / MANIFEST
    try:
        known, written = view.stat(), (out / STORE).stat().st_mtime_ns if store else 0
    except OSError:
        return False
    if not known.st_size or not store:
        return bool(known.st_size)
    # A file that is put back keeps its time of writing, but not that of the change to its name.
    if store.read_fact(VIEW_SIZE) == str(known.st_size) and max(known.st_mtime_ns, known.st_ctime_ns) <= written:
        return False
    with suppress(FileNotFoundError), view.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() != store.read_fact(VIEW)
    return False


def read_file_entry(text: str) -> Entry:
    """The entry of a file, as the store holds it.

    Raises:
        InputError: it is none of ours.
    """
    return _read_stored(Entry, text)


def read_source_entry(text: str) -> SourceEntry:
    """The entry of a source, as the store holds it.

    Raises:
        InputError: it is none of ours.
    """
    return _read_stored(SourceEntry, text)


def _read_stored(kind: type[T], text: str) -> T:
    try:
        return _read_entry(kind, parse_json(text))
    except (ValueError, TypeError, AttributeError) as problem:
        raise InputError(Finding("this manifest can't be read", Place(STORE), hint=_MOVE_AWAY)) from problem


def write_entry(entry: Entry | SourceEntry) -> str:
    """An entry as the store and the journal hold it."""
    return json.dumps(asdict(entry), ensure_ascii=False)


def _read_entry(kind: type[T], fields: Mapping[str, Any]) -> T:
    """An entry as it was written; a field that a later version has added is left out."""
    known = _FIELDS[kind]
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items() if name in known
    }
    for name, value in plain.items():
        _check_type(value, known[name])
        for day in (value if isinstance(value, tuple) else (value,)) if name in _DAYS and value else ():
            date.fromisoformat(day)
    return kind(**plain)


def _check_type(value: object, wanted: type) -> None:
    """Refuse a value that is of another type, or holds anything but texts."""
    parts = value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else ()
    if type(value) is not wanted or not all(isinstance(part, str) for part in parts):
        raise TypeError(wanted.__name__)


def _read_journal(path: Path) -> Iterator[Any]:
    """The whole lines of a journal: the last may have been cut off."""
    *lines, _cut = _read_bytes(path).decode("utf-8").split("\n")
    yield from map(parse_json, lines)


def _read_bytes(path: Path) -> bytes:
    """What stands in a file; nothing where there is none, or no more."""
    try:
        return path.read_bytes() if is_there(path) else b""
    except FileNotFoundError:
        return b""
