"""Keeps what templates are compiled to for the next run, by Jinja's own cache. Called by `text.composing`; `build` gives it one.

Compiling takes half of what a command takes for one document. What is kept lies in a folder that only its owner may open, in the
system's folder for temporary files; it is read as Python's own compiled modules are, without being looked into. The environment
variable `REALISERA_CACHE=off` does without.
"""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2.bccache import Bucket, FileSystemBytecodeCache

from generator.text.sandbox import Sandbox

_SWITCH = "REALISERA_CACHE"
_PATTERN = "realisera_%s.cache"
_MOST = 500
"""Files that are kept at most, some 50 kB each; then all go, since nothing tells which are still of use."""


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
        bucket = Bucket(environment, key, key)
        # A file that is damaged, or that another program holds, is one that isn't there.
        with suppress(OSError, EOFError, pickle.UnpicklingError):
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
    if os.environ.get(_SWITCH, "").strip().lower() == "off":
        return None
    try:
        return FileSystemBytecodeCache(pattern=_PATTERN)
    except (OSError, RuntimeError):
        return None
