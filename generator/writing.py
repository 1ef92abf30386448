"""Files, whole or not at all. Called by `pipeline`, and by commands that write."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from generator.errors import Finding, InputError, Place


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
