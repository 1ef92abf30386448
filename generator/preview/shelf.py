"""Catalogs and titles, read again only when their files have changed. For `studio` and `messages`."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any, TypeVar

from babel.messages import Catalog as Messages
from msgspec import Struct

from generator.contract.loading import read_bytes
from generator.contract.nodes import read_nodes
from generator.errors import RealiseraError
from generator.text.catalogs import Catalog, catalog_name, load_catalog, read_catalog
from generator.text.composing import read_title
from generator.text.language import SOURCE
from generator.workspace import Files

Kept = TypeVar("Kept")


class _Stamped(Struct, frozen=True):
    stamps: tuple[tuple[int, int, int], ...]
    kept: Any


class Shelf:
    """What files of a workspace hold."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._kept: dict[Hashable, _Stamped] = {}

    def find_catalog(self, lang: str) -> Catalog:
        """The translations into a language.

        Raises:
            TextError: there is no such catalog, or it can't be read.
        """
        paths = self._files.find_layers(catalog_name(lang))
        return self._keep(("catalog", lang), paths, lambda: load_catalog(self._files, lang, self._read))

    def find_messages(self, path: Path) -> Messages:
        """All that a PO file holds.

        Raises:
            TextError: it can't be read.
        """
        return self._read(path, self._files.show(path))

    def _read(self, path: Path, shown: str) -> Messages:
        return self._keep(path, (path,), lambda: read_catalog(path, shown))

    def find_title(self, slug: str) -> str:
        """What a document is called in Swedish, or its slug where its content can't say so."""
        paths = self._files.find_layers(f"content/{slug}.md")
        return self._keep(("title", slug), paths, lambda: _read_title(self._files, slug))

    def find_label(self, path: Path) -> str:
        """The title and the registration number, or else the id, of a contract or a report; nothing where it can't say so."""
        return self._keep(("label", path), (path,), lambda: _read_label(path))

    def _keep(self, key: Hashable, paths: tuple[Path, ...], read: Callable[[], Kept]) -> Kept:
        stamps = tuple(read_stamp(path) for path in paths)
        known = self._kept.get(key)
        if known is None or known.stamps != stamps:
            known = self._kept[key] = _Stamped(stamps, read())
        kept: Kept = known.kept
        return kept


def _read_title(files: Files, slug: str) -> str:
    try:
        return read_title(files, slug)
    except RealiseraError:
        return slug


def _read_label(path: Path) -> str:
    try:
        data = read_nodes(read_bytes(path)).data
    except RealiseraError:
        return ""
    if not isinstance(data, dict):
        return ""
    title = data.get("title")
    if isinstance(title, dict):
        title = title.get(SOURCE) or next(iter(title.values()), None)
    parts = (title, data.get("registration_number") or data.get("id"))
    return ", ".join(part for part in parts if isinstance(part, str))


def read_stamp(path: Path) -> tuple[int, int, int]:
    """What is another when the file has been written."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return (0, 0, 0)
    return (status.st_mtime_ns, status.st_size, status.st_ino)
