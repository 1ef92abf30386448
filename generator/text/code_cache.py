"""Keeps what templates are compiled to for the next run, by Jinja's own cache. Called by `text.composing`; `build` gives it one.

Compiling takes half of what a command takes for one document. What is kept lies in a folder that only its owner may open, in the
system's folder for temporary files; it is read as Python's own compiled modules are, without being looked into, but for a digest
that tells a damaged file. The environment variable `REALISERA_CACHE=off` does without.
"""

from __future__ import annotations

import hashlib
import io
import os
import stat
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType
from typing import IO, BinaryIO

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from generator.text.sandbox import Sandbox

_SWITCH = "REALISERA_CACHE"
_OFF = frozenset({"0", "false", "no", "off"})
_PATTERN = "realisera_%s.cache"
_MOST = 500
"""Files that are kept at most, some 50 kB each; then all go, since nothing tells which are still of use."""


class _Sealed(Bucket):
    """A template's code with a digest of it before it: a damaged file could else say other words, or end the process."""

    def load_bytecode(self, f: BinaryIO) -> None:
        seal, kept = f.read(hashlib.sha256().digest_size), f.read()
        if hashlib.sha256(kept).digest() == seal:
            super().load_bytecode(io.BytesIO(kept))

    def write_bytecode(self, f: IO[bytes]) -> None:
        super().write_bytecode(plain := io.BytesIO())
        f.write(hashlib.sha256(plain.getvalue()).digest() + plain.getvalue())


class CodeCache:
    """What templates are compiled to, by all that it depends on."""

    def __init__(self, *state: str) -> None:
        """A cache for one state of the program and of the workspace's files: what was kept in another is never used."""
        self._state = state
        self._cache = _open()

    def find(self, environment: Sandbox, template: tuple[str, ...], compile_source: Callable[[], CodeType]) -> CodeType:
        """The code of a template, which `template` names: what was kept, or else what `compile_source` makes of it now."""
        if self._cache is None:
            return compile_source()
        key = hashlib.sha256("\0".join([*self._state, *template]).encode("utf-8", "surrogatepass")).hexdigest()
        bucket = _Sealed(environment, key, key)
        # A file that another program holds is one that isn't there, as a damaged one is.
        with suppress(OSError):
            self._cache.load_bytecode(bucket)
        if bucket.code is None:
            bucket.code = compile_source()
            with suppress(OSError):
                self._make_room(self._cache)
                self._cache.dump_bytecode(bucket)
        return bucket.code

    @staticmethod
    def _make_room(cache: FileSystemBytecodeCache) -> None:
        if len(list(Path(cache.directory).glob(_PATTERN % "*"))) >= _MOST:
            cache.clear()


def _open() -> FileSystemBytecodeCache | None:
    """The user's cache; None where it is switched off, or where no folder is only the user's."""
    if os.environ.get(_SWITCH, "").strip().lower() in _OFF:
        return None
    try:
        return FileSystemBytecodeCache(_make_folder(), _PATTERN)
    except OSError:
        return None


def _make_folder() -> str:
    """The user's folder. One that is there has its rights looked at and never changed: a link could lead to another's file."""
    folder = tempfile.gettempdir()
    if sys.platform == "win32":
        return folder
    folder = os.path.join(folder, f"realisera-{os.getuid()}")  # noqa: PTH118 (Jinja wants text)
    with suppress(FileExistsError):
        Path(folder).mkdir(stat.S_IRWXU)
    found = os.lstat(folder)
    if found.st_uid != os.getuid() or not stat.S_ISDIR(found.st_mode) or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
        raise PermissionError
    return folder
