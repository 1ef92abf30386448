"""Whether an output folder may hold an edition: masked and whole documents never lie together. Called by `manifest`.

Somebody who sends a folder sends all that lies in it, also what was copied there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path

from generator.errors import Finding, InputError, Place
from generator.output.journal import MANIFEST, has_manifest, read_editions
from generator.output.store import STORE
from generator.rendering.stamps import STAMPED, read_stamp

_CONTRACTS = frozenset({".yaml", ".yml"})
_HIDES = re.compile(rb"^confidential:", re.MULTILINE)
"""What a contract file holds that hides something."""


Knows = Callable[[Path], bool]
"""Whether a manifest knows a file, so that it needn't be read."""


def check_edition(out: Path, edition: str, found: Iterable[str], knows: Knows) -> None:
    """Check that the folder holds no files of another edition, nor one in it or around it of which somebody might send all.

    `found` are those that its manifest knows. For masked files, what counts is all that lies in the folder, however deep; for
    whole ones, what lies beside them: `check_documents` looks there when their turn comes, since there may be very many.

    Raises:
        InputError: it does.
    """
    folders = ((folder, each) for folder, editions in _list_folders(out, edition, found) for each in editions)
    if wrong := next((folder for folder, each in folders if each != edition), None):
        message = (
            "this folder holds documents that aren't masked: masked ones go to a folder of their own"
            if edition
            else "this folder holds masked documents: whole ones go to a folder of their own"
        )
        raise InputError(Finding(message, Place(str(wrong)), hint="choose another folder with --out"))
    _check_files(out.rglob("*") if edition else _list_files(out), edition, knows)


def check_documents(folder: Path, edition: str, knows: Knows) -> None:
    """Check that no document of another edition lies in the folder of a contract.

    Raises:
        InputError: one does.
    """
    _check_files(_list_files(folder), edition, knows)


def _check_files(files: Iterable[Path], edition: str, knows: Knows) -> None:
    for path in files:
        if edition and path.suffix.lower() in _CONTRACTS and _HIDES.search(_read(path)):
            message = "this contract file tells what is hidden, and lies where masked documents go"
            raise InputError(Finding(message, Place(str(path)), hint="move it away, or choose another folder with --out"))
        if path.suffix.lower() not in STAMPED or knows(path):
            continue
        stamp = _read_stamp(path)
        if stamp and stamp.get("edition", "") != edition:
            message = (
                "this document isn't masked, and lies where masked ones go"
                if edition
                else "this document is masked, and lies where whole ones go"
            )
            raise InputError(Finding(message, Place(str(path)), hint="move it away, or choose another folder with --out"))


def _list_files(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from folder.iterdir()


def _list_folders(out: Path, edition: str, found: Iterable[str]) -> Iterator[tuple[Path, Iterable[str]]]:
    """The folder with the editions of what it holds; then those around it, and for masked files those in it."""
    yield out, found
    inside = (path.parent for path in out.rglob("*") if path.name in {MANIFEST, STORE}) if edition else ()
    others = (path for path in dict.fromkeys(inside) if path != out)
    for folder in chain(filter(has_manifest, out.resolve().parents), others):
        with suppress(InputError):  # What isn't ours says nothing of editions.
            yield folder, tuple(read_editions(folder))


def _read_stamp(path: Path) -> Mapping[str, str]:
    """What a file says of itself."""
    return read_stamp(_read(path))


def _read(path: Path) -> bytes:
    """What a file holds; nothing where it is hidden, is none, or can't be read."""
    if path.name.startswith(".") or not path.is_file():
        return b""
    try:
        return path.read_bytes()
    except OSError:
        return b""
