"""The journal of a contract file: what was recorded in it, so that the last of it can be taken back. Called by `changing`.

It is a hidden file beside the contract file, with a line a change: which characters went, which came, and the digests of the file
before and after. It goes where the folder goes, may be read by those who may read the contract file, and holds no words that
don't stand in that, or stood there.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path

from msgspec import Struct, to_builtins

from generator.files.atomic import write_file
from generator.files.json_text import parse_json

_KEPT = 200
"""Changes that can be taken back, one after the other."""
_AROUND = 120
"""Characters before and after a change by which its place is found again in a file that was edited since."""


class Splice(Struct, frozen=True):
    """Characters of a file that gave way to others."""

    at: int
    removed: str
    inserted: str
    before: str
    """What stood before them, and after."""
    after: str


class JournalLine(Struct, frozen=True):
    """A change that was recorded."""

    what: str
    """In the words of whoever recorded it."""
    on: str
    """The day on which it was recorded."""
    before: str
    """The SHA-256 of the file."""
    after: str
    splices: tuple[Splice, ...]
    """In the order in which they were made."""
    paths: tuple[tuple[str | int, ...], ...]
    """The fields that it set, and the lists that it added to."""
    out: str = ""
    """The folder that its letter was made into, from that of the contract file; nothing where it has no letter."""


def find_journal(path: Path) -> Path:
    """Where the journal of a contract file stands."""
    target = Path(os.path.realpath(path))
    return target.with_name(f".{target.name}.journal")


def find_way(path: Path, folder: Path) -> str:
    """The way from a contract file to a folder, so that it is found where both have been moved."""
    try:
        return Path(os.path.relpath(folder.absolute(), Path(os.path.realpath(path)).parent)).as_posix()
    except ValueError:  # On Windows there is no way from one drive to another.
        return folder.absolute().as_posix()


def read_journal(path: Path) -> list[JournalLine]:
    """The changes of a contract file, the first first; nothing where there is no journal, or none of ours."""
    try:
        text = find_journal(path).read_text(encoding="utf-8")
        return [_read_line(line) for line in text.splitlines() if line]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _read_line(line: str) -> JournalLine:
    fields = parse_json(line)
    splices = tuple(Splice(**splice) for splice in fields.pop("splices"))
    paths = tuple(tuple(path) for path in fields.pop("paths"))
    return JournalLine(**fields, splices=splices, paths=paths)


def write_journal(path: Path, lines: Sequence[JournalLine]) -> None:
    """Have the journal of a contract file hold these changes, or the last of them.

    Raises:
        InputError: it can't be written.
    """
    journal = find_journal(path)
    if lines:
        text = "".join(json.dumps(to_builtins(line), ensure_ascii=False) + "\n" for line in lines[-_KEPT:])
        write_file(journal, text.encode(), like=Path(os.path.realpath(path)))
    else:
        journal.unlink(missing_ok=True)


def hash_bytes(data: bytes) -> str:
    """Its SHA-256."""
    return hashlib.sha256(data).hexdigest()


def list_splices(states: Iterable[bytes]) -> tuple[Splice, ...]:
    """What changed from each state of a file to the next."""
    texts = [state.decode() for state in states]
    return tuple(_find_splice(old, new) for old, new in pairwise(texts))


def _find_splice(old: str, new: str) -> Splice:
    start = _count_common(old, new)
    rest = _count_common(old[start:][::-1], new[start:][::-1])
    end = len(new) - rest
    return Splice(
        start, old[start : len(old) - rest], new[start:end], new[max(0, start - _AROUND) : start], new[end : end + _AROUND]
    )


def _count_common(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (left, right) in pairs if left != right), min(len(one), len(other)))


def take_back(text: str, splices: Sequence[Splice]) -> str | None:
    """The text as it was before the splices, the last of them first; None where their places aren't found, or found twice."""
    for splice in reversed(splices):
        at = _find_place(text, splice)
        if at is None:
            return None
        text = text[:at] + splice.removed + text[at + len(splice.inserted) :]
    return text


def _find_place(text: str, splice: Splice) -> int | None:
    """Where the inserted characters stand: where they were put, or at the only place with as much around them as is needed."""
    whole = splice.before + splice.inserted + splice.after
    if text.startswith(whole, splice.at - len(splice.before)):
        return splice.at
    for around in (_AROUND, _AROUND // 2, _AROUND // 4, _AROUND // 8):
        before, after = splice.before[-around:], splice.after[:around]
        if text.count(before + splice.inserted + after) == 1:
            return text.index(before + splice.inserted + after) + len(before)
    return None
