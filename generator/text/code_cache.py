"""Keeps what content and layouts are compiled to for the next run. Called by `text.composing` and the Word writer.

Compiling takes half of what a command takes for one document. What is kept lies in a folder that only its owner may open, in the
system's folder for temporary files; it is read as Python's own compiled modules are, without being looked into, but for a digest
that tells a damaged file. The environment variable `REALISERA_CACHE=off` does without.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2.bccache import Bucket

from generator.text.sandbox import Sandbox

_SWITCH = "REALISERA_CACHE"
_OFF = frozenset({"0", "false", "no", "off"})
_PREFIX, _KEPT, _BEGUN = "realisera_", ".cache", ".tmp"
"""How the names of our files begin, and how they end: when they are whole, and until then."""
_MOST = 1_000
"""Files that are kept at most, some 30 kB each; then all go, since nothing tells which are still of use."""
_SEAL = hashlib.sha256().digest_size


class CodeCache:
    """What content is compiled to, by all that it depends on."""

    def __init__(self, *state: str) -> None:
        """A cache for one state of the program and of the workspace's files: what was kept in another is never used."""
        self._state = state
        self._folder = _find_folder()

    def find(self, environment: Sandbox, template: tuple[str, ...], compile_source: Callable[[], CodeType]) -> CodeType:
        """The code of a template, which `template` names: what was kept, or else what `compile_source` makes of it now."""
        bucket = Bucket(environment, "", "")
        if kept := self._read("code", *template):
            bucket.bytecode_from_string(kept)
        if bucket.code is None:
            bucket.code = compile_source()
            self._write(bucket.bytecode_to_string(), "code", *template)
        return bucket.code

    def find_text(self, *names: str) -> str | None:
        """The text that was kept under these names, if one was."""
        kept = self._read("text", *names)
        return None if kept is None else kept.decode("utf-8", "surrogatepass")

    def keep_text(self, text: str, *names: str) -> None:
        """Keep a text for the next run."""
        self._write(text.encode("utf-8", "surrogatepass"), "text", *names)

    def _find_path(self, names: tuple[str, ...]) -> Path | None:
        key = hashlib.sha256("\0".join([*self._state, *names]).encode("utf-8", "surrogatepass")).hexdigest()
        return self._folder / f"{_PREFIX}{key}{_KEPT}" if self._folder else None

    def _read(self, *names: str) -> bytes | None:
        """What was kept; a damaged file, which could say other words or end the process, is one that isn't there."""
        path = self._find_path(names)
        # So is one that another program holds.
        with suppress(OSError):
            data = path.read_bytes() if path else b""
            if data and hashlib.sha256(data[_SEAL:]).digest() == data[:_SEAL]:
                return data[_SEAL:]
        return None

    def _write(self, data: bytes, *names: str) -> None:
        path = self._find_path(names)
        if path is None:
            return
        with suppress(OSError):
            _make_room(path.parent)
            with tempfile.NamedTemporaryFile(dir=path.parent, prefix=_PREFIX, suffix=_BEGUN, delete=False) as file:
                begun = Path(file.name)
                try:
                    file.write(hashlib.sha256(data).digest() + data)
                    file.close()
                    begun.replace(path)
                except BaseException:
                    with suppress(OSError):
                        file.close()
                    with suppress(OSError):
                        begun.unlink()
                    raise


def _make_room(folder: Path) -> None:
    """Take all files away where there are too many; what runs that were killed have begun counts too."""
    found = list(_list_files(folder))
    if len(found) >= _MOST:
        for path in found:
            with suppress(OSError):
                os.remove(path)  # noqa: PTH107 (as they are listed)


def _list_files(folder: Path) -> Iterator[str]:
    with os.scandir(folder) as entries:
        yield from (each.path for each in entries if each.name.startswith(_PREFIX) and each.name.endswith((_KEPT, _BEGUN)))


def _find_folder() -> Path | None:
    """The user's folder; None where it is switched off, or where no folder is only the user's."""
    if os.environ.get(_SWITCH, "").strip().lower() in _OFF:
        return None
    try:
        return Path(_make_folder())
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
