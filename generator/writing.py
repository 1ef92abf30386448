"""Files, whole or not at all, and the manifest of what was made. Called by `pipeline`."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from generator.errors import Finding, InputError, Place

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """What the manifest knows of a file."""

    path: str
    """Relative to the manifest, with `/`."""
    document: str
    source: str
    """The id of the contract."""
    language: str
    engine: str
    """What made the bytes: `docxtpl`, `weasyprint` or `jinja`."""
    fingerprint: str
    """SHA-256 over all that the file was made from."""
    sha256: str
    date: str
    """The date of the document."""


def write_file(path: Path, data: bytes) -> str:
    """The SHA-256 of `data`, now standing in the file whole; until then what stood there before stands there.

    Raises:
        InputError: the file can't be written there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(prefix=".", suffix=".partial", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(partial).chmod(0o666 & ~_UMASK)
            Path(partial).replace(path)
        except BaseException:
            Path(partial).unlink(missing_ok=True)
            raise
    except OSError as problem:
        values = {"problem": problem.strerror or str(problem)}
        raise InputError(Finding("this file can't be written: {problem}", Place(str(path)), values=values)) from problem
    return hashlib.sha256(data).hexdigest()


def _read_umask() -> int:
    umask = os.umask(0)
    os.umask(umask)
    return umask


_UMASK = _read_umask()


def read_manifest(out: Path) -> Mapping[str, ManifestEntry]:
    """What was made into `out` before and is still there, by path.

    Raises:
        InputError: there is a manifest that isn't one of ours.
    """
    path = out / MANIFEST
    if not path.exists():
        return {}
    try:
        entries = [ManifestEntry(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))["files"]]
        return {entry.path: entry for entry in entries if (out / entry.path).is_file()}
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise InputError(
            Finding(
                "this manifest can't be read",
                Place(str(path)),
                hint="move it away; the next run writes a new one",
            )
        ) from problem


def write_manifest(out: Path, made: Iterable[ManifestEntry]) -> None:
    """Add what was made to the manifest of `out`, in the order of paths."""
    entries = {**read_manifest(out), **{entry.path: entry for entry in made}}
    files = [asdict(entries[path]) for path in sorted(entries)]
    write_file(out / MANIFEST, (json.dumps({"files": files}, ensure_ascii=False, indent=1) + "\n").encode())
