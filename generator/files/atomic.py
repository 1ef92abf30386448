"""Atomic writes, and locks of files. Called by `output`, `recording` and commands that write."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

from generator.errors import Finding, InputError, Place, explain

LONGEST_WAIT = 30.0
"""Seconds; an edit takes far less than one."""


def write_file(path: Path, data: bytes | Iterable[bytes], folder: Path | None = None, *, like: Path | None = None) -> str:
    """The SHA-256 of `data`, now standing in the file whole; until then what stood there before stands there.

    Parts are written as they come, so that no more than one of them is held.
    A file that is replaced keeps its permissions, and a link goes on leading to its file. A new one gets those of the file
    `like`, if that is given. Until it is whole, it lies in `folder`, on the same disk, or else beside its place.

    Raises:
        InputError: the file can't be written there.
    """
    with _tell_trouble(path):
        target = _prepare(path)
        handle, name = tempfile.mkstemp(prefix=".", suffix=".partial", dir=folder or target.parent)
        partial, digest = Path(name), hashlib.sha256()
        try:
            with os.fdopen(handle, "wb") as file:
                for part in (data,) if isinstance(data, bytes) else data:
                    digest.update(part)
                    file.write(part)
                file.flush()
                os.fsync(file.fileno())
            _replace(target, partial, like if like and not target.exists() else target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
    return digest.hexdigest()


def move_file(whole: Path, path: Path) -> None:
    """Put a whole file, which is nobody else's, in its place, as `write_file` does.

    Raises:
        InputError: it can't be put there.
    """
    with _tell_trouble(path):
        target = _prepare(path)
        _replace(target, whole, target)


@contextmanager
def _tell_trouble(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        values = {"problem": explain(problem)}
        raise InputError(Finding("this file can't be written: {problem}", Place(str(path)), values=values)) from problem


def _prepare(path: Path) -> Path:
    """Where the file itself stands, in a folder that is there now."""
    target = _find_target(path) if path.is_symlink() else path
    target.parent.mkdir(parents=True, exist_ok=True)
    return target


def _replace(target: Path, whole: Path, like: Path) -> None:
    _set_permissions(whole, like)
    whole.replace(target)


def check_writable(path: Path) -> None:
    """Check that the file may be changed: to put another in its place needs leave for the folder only.

    Raises:
        InputError: it may only be read.
    """
    if not os.access(path, os.W_OK):
        hint = "it may only be read; ask whoever looks after it"
        raise InputError(Finding("this file can't be changed", Place(str(path)), hint=hint))


@contextmanager
def lock_file(path: Path, *, wait: float = LONGEST_WAIT) -> Iterator[None]:
    """Hold a lock: no other process that locks this file, under whatever name, goes on meanwhile. `wait` is in seconds.

    Raises:
        InputError: somebody else held the file all the time, or it can't be locked.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 (60 ms, which only edits need)

    target = _find_target(path)
    hidden = target.with_name(f".{target.name}.lock")
    lock = FileLock(hidden, timeout=wait, mode=0o666)  # Whoever else edits the file has to be able to wait for it.
    try:
        target.parent.stat()  # A folder that isn't there would be made.
        lock.acquire()
    except Timeout as problem:
        hint = "try again in a moment"
        raise InputError(Finding("somebody else is editing this file", Place(str(path)), hint=hint)) from problem
    except OSError as problem:
        values = {"problem": explain(problem), "folder": str(target.parent)}
        hint = "check that {folder} is there and that you may write in it"
        raise InputError(Finding("this file can't be edited: {problem}", Place(str(path)), "", hint, values)) from problem
    try:
        yield
    finally:
        if os.name != "nt":
            # While it is held: whoever waits for it sees that it is gone, and begins anew. Windows removes no open file.
            with suppress(OSError):
                hidden.unlink()
        lock.release()


def _find_target(path: Path) -> Path:
    """The file itself, where links lead to."""
    return Path(os.path.realpath(path))


def _set_permissions(new: Path, old: Path) -> None:
    """Gives `new` the group and permissions of `old`; if that isn't there, those of any new file."""
    try:
        known = old.stat()
    except FileNotFoundError:
        new.chmod(0o666 & ~_find_umask())
        return
    mode = stat.S_IMODE(known.st_mode) & 0o777
    if known.st_gid != new.stat().st_gid:
        try:
            os.chown(new, -1, known.st_gid)
        except OSError:
            # It can't have that group; another must not read or write by its rights.
            mode = mode & ~0o070 | (mode & 0o007) << 3
    new.chmod(mode)


def read_umask() -> int:
    """What this process denies others of files that it makes.

    To ask `os.umask` is to change it, if only for a moment, in which another thread may make a file: where the system doesn't
    tell, it is asked once, as the program is loaded.
    """
    return _AT_FIRST if (told := _read_status()) is None else told


def _read_status() -> int | None:
    """What the system tells of it, as Linux does."""
    with suppress(OSError, ValueError, StopIteration):
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        return next(int(line.split()[1], 8) for line in status.splitlines() if line.startswith("Umask:"))
    return None


@cache
def _find_umask() -> int:
    """The one of this process as it makes its first file."""
    return read_umask()


def _ask() -> int:
    """The one that is set, after it was another for a moment."""
    umask = os.umask(0)
    os.umask(umask)
    return umask


_AT_FIRST = _ask() if (_TOLD := _read_status()) is None else _TOLD
