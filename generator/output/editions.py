"""Whether an output folder may hold an edition: masked and whole documents never lie together. Called by `manifest`.

Somebody who sends a folder sends all that lies in it, also what was copied there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import Finding, InputError, Place
from generator.output.journal import MANIFEST, Entry, read_entries
from generator.rendering.stamps import read_stamp

_SUFFIXES = frozenset({".docx", ".html", ".pdf", ".pptx", ".xlsx", ".zip"})
"""Files that may say of themselves which edition they are."""


def check_edition(out: Path, edition: str, entries: Mapping[str, Entry]) -> None:
    """Check that the folder holds no files of another edition, nor one in it or around it of which somebody might send all.

    `entries` are those of its manifest.

    Raises:
        InputError: it does.
    """
    wrong = next((place for place, found in _list_editions(out, edition, entries) if found != edition), None)
    if wrong is None:
        return
    if wrong.is_file():
        message = (
            "this document isn't masked, and lies where masked ones go"
            if edition
            else "this document is masked, and lies where whole ones go"
        )
        raise InputError(Finding(message, Place(str(wrong)), hint="move it away, or choose another folder with --out"))
    message = (
        "this folder holds documents that aren't masked: masked ones go to a folder of their own"
        if edition
        else "this folder holds masked documents: whole ones go to a folder of their own"
    )
    raise InputError(Finding(message, Place(str(wrong)), hint="choose another folder with --out"))


def _list_editions(out: Path, edition: str, entries: Mapping[str, Entry]) -> Iterator[tuple[Path, str]]:
    """The editions of what is there, each with its folder or file: in the folder, then in those in it or around it.

    For masked files, what counts is all that lies in the folder, however deep; for whole ones, what lies beside them.
    """
    yield from ((out, entry.edition) for entry in entries.values())
    if edition:
        others: Iterable[Path] = (path.parent for path in out.rglob(MANIFEST) if path.parent != out)
        files: Iterable[Path] = out.rglob("*")
    else:
        others = (path for path in out.resolve().parents if (path / MANIFEST).is_file())
        folders = {out, *((out / path).parent for path in entries)}
        files = (path for folder in sorted(folders) for path in (folder.iterdir() if folder.is_dir() else ()))
    for folder in others:
        with suppress(InputError):  # What isn't ours says nothing of editions.
            yield from ((folder, entry.edition) for entry in read_entries(folder)[0].values())
    known = {out / path for path in entries}
    for path in files:
        if path.suffix.lower() in _SUFFIXES and path not in known and (stamp := _read_stamp(path)):
            yield path, stamp.get("edition", "")


def _read_stamp(path: Path) -> Mapping[str, str]:
    """What a file says of itself; nothing where it is hidden, is none, or can't be read."""
    if path.name.startswith(".") or not path.is_file():
        return {}
    try:
        return read_stamp(path.read_bytes())
    except OSError:
        return {}
