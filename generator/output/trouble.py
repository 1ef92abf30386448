"""What is wrong with an output folder as a whole: told once, and nothing more is made. Called by `manifest` and `publish`."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import N_, Finding, InputError, Place, explain

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_CLOSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_BROKEN = frozenset({errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESTALE, errno.ENOTCONN, errno.EHOSTDOWN, errno.ETIMEDOUT})
_ROOM = N_("make room on the disk, or choose another folder with --out; the same command then goes on from here")
_LEAVE = N_("choose another folder with --out, or ask whoever looks after this one")
_SHORTER = N_("choose a folder with a shorter path with --out")
_ANY = N_("put that right, or choose another folder with --out; the same command then goes on from here")


class FolderError(InputError):
    """An output folder takes no documents, or no more of them."""


@contextmanager
def tell_trouble(out: Path, *, was_there: bool) -> Iterator[None]:
    """Whatever the system refuses in there is trouble with the folder.

    Raises:
        FolderError: it did.
    """
    try:
        yield
    except OSError as problem:
        is_gone = was_there and not out.is_dir()
        raise describe_trouble(out, problem.errno, explain(problem), is_gone=is_gone) from problem


def describe_trouble(out: Path, number: int | None, problem: str, *, is_gone: bool) -> FolderError:
    """What is wrong with the folder, with what to do about it; `number` and `problem` are the system's."""
    if is_gone and number == errno.ENOENT:
        message = "this folder was taken away while documents were made into it"
        return FolderError(Finding(message, Place(str(out)), hint=_ANY))
    hint = _ROOM if number in _FULL else _LEAVE if number in _CLOSED else _SHORTER if number == errno.ENAMETOOLONG else _ANY
    message = "documents can't be put into this folder: {problem}"
    return FolderError(Finding(message, Place(str(out)), hint=hint, values={"problem": problem}))


def describe_full(out: Path) -> FolderError:
    """That the folder's disk is full, where it isn't the system that said so."""
    return describe_trouble(out, errno.ENOSPC, explain(OSError(errno.ENOSPC, "")), is_gone=False)


def find_trouble(out: Path, making: Path, problem: InputError) -> FolderError | None:
    """The trouble with the folder that kept a file from being written, where it would keep others from it too.

    `making` is where files lie until they are published.
    """
    cause, is_gone = problem.__cause__, not making.is_dir()
    if not isinstance(cause, OSError) or not (is_gone or cause.errno in _FULL | _BROKEN | {errno.EROFS}):
        return None
    return describe_trouble(out, cause.errno, explain(cause), is_gone=is_gone)
