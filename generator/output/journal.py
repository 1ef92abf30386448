"""What the manifest of an output folder says: its entries, and how they are read from `manifest.json` and its journal.

Called by `manifest` and by all that only read it. Each line of the journal is an entry newer than those of `manifest.json`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import Finding, InputError, Place
from generator.files.json_text import parse_json

MANIFEST = "manifest.json"
JOURNAL = ".manifest.journal"
FORMAT = 1
"""Of the manifest; docs/compatibility.md tells when it is another."""


@dataclass(frozen=True, slots=True)
class Entry:
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


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """What the manifest knows of a source: what came of it the last time, when all of it could be made."""

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
    """The last day on which the same would come of it, but for the day that documents are dated."""


_TYPES: Mapping[str, type] = {"Mapping[str, str]": dict, "tuple[str, ...]": tuple}
"""How the fields of an entry are written that aren't text."""

_FIELDS: Mapping[type, Mapping[str, type]] = {
    kind: {each.name: _TYPES.get(str(each.type), str) for each in dataclasses.fields(kind)} for kind in (Entry, SourceEntry)
}
"""The fields of each kind of entry, and how they are written."""

_DAYS = frozenset({"date", "on", "until"})
"""The fields that hold a day."""

T = TypeVar("T", Entry, SourceEntry)


def read_entries(out: Path) -> tuple[Mapping[str, Entry], Mapping[str, SourceEntry]]:
    """The files that were made into `out` and are still there, and the sources that they were made of, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    files, sources = replay_journal(out)
    return {path: entry for path, entry in files.items() if is_there(out / path)}, sources


def replay_journal(out: Path) -> tuple[Mapping[str, Entry], Mapping[str, SourceEntry]]:
    """As `read_entries`, but also the files that have been moved away since: the manifest with all that its journal adds.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    try:
        # The journal first: a run that ends meanwhile takes it away, but not before all of it stands in the manifest.
        lines = list(_read_journal(out / JOURNAL))
        saved = parse_json(_read_text(out / MANIFEST) or "{}")
        if saved.get("format", FORMAT) > FORMAT:
            hint = "use that version, or move this file away; the next run then writes a new one"
            raise InputError(Finding("this manifest was written by a later version", Place(str(out / MANIFEST)), hint=hint))
        made = [*saved.get("files", ()), *(line for line in lines if "source" not in line or "fingerprint" in line)]
        opened = [*saved.get("sources", ()), *(line["source"] for line in lines if "fingerprint" not in line)]
        files = {entry["path"]: _read_entry(Entry, entry) for entry in made}
        sources = {entry["path"]: _read_entry(SourceEntry, entry) for entry in opened}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        hint = "move it away; the next run writes a new one"
        raise InputError(Finding("this manifest can't be read", Place(str(out / MANIFEST)), hint=hint)) from problem
    return files, sources


def _read_entry(kind: type[T], fields: Mapping[str, Any]) -> T:
    """An entry as it was written; a field that a later version has added is left out."""
    known = _FIELDS[kind]
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in fields.items() if name in known
    }
    for name, value in plain.items():
        _check_type(value, known[name])
        if name in _DAYS and value:
            date.fromisoformat(value)
    return kind(**plain)


def _check_type(value: object, wanted: type) -> None:
    """Refuse a value that is of another type, or holds anything but texts."""
    parts = value if isinstance(value, tuple) else value.values() if isinstance(value, dict) else ()
    if type(value) is not wanted or not all(isinstance(part, str) for part in parts):
        raise TypeError(wanted.__name__)


def _read_journal(path: Path) -> Iterator[Any]:
    """The whole lines of a journal: the last may have been cut off."""
    *lines, _cut = _read_text(path).split("\n")
    yield from map(parse_json, lines)


def _read_text(path: Path) -> str:
    """What stands in a file; nothing where there is none, or no more."""
    try:
        return path.read_text(encoding="utf-8") if is_there(path) else ""
    except FileNotFoundError:
        return ""


def is_there(path: Path) -> bool:
    """Whether there is such a file; a path that can't be is told when something is written to it."""
    try:
        return path.is_file()
    except OSError:
        return False
