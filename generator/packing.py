"""A pack as one archive for each language, ready to send. Called by `pipeline`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from generator.errors import Finding, RenderError
from generator.planning import PlannedDocument, PlannedFile, make_digest

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The only date that an archive carries, so that the same files give the same bytes."""


@dataclass
class Archive:
    """The files of a pack in one language; what is internal is left out."""

    planned: PlannedDocument
    """One of its documents."""
    files: dict[str, bytes] = field(default_factory=dict)
    fingerprints: list[str] = field(default_factory=list)
    is_complete: bool = True

    @property
    def pack(self) -> str:
        """The slug of the pack."""
        return self.planned.order.pack.slug if self.planned.order.pack else ""

    @property
    def file(self) -> PlannedFile:
        """The file that it becomes."""
        return PlannedFile("zip", self.planned.archive_path, make_digest(self.fingerprints))

    def make(self) -> bytes:
        """The archive's bytes.

        Raises:
            RenderError: a part could not be made; a pack that lacks a part must not be sent.
        """
        if not self.is_complete:
            raise RenderError(Finding("this archive is not made, since a part of the pack is missing", subject=self.file.path))
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in sorted(self.files.items()):
                made.writestr(zipfile.ZipInfo(name, _BEGINNING), data, zipfile.ZIP_DEFLATED)
        return archive.getvalue()


class Archives:
    """Gathers what becomes of a contract's packs, where archives of them are wanted."""

    def __init__(self) -> None:
        self._archives: dict[str, Archive] = {}

    def __iter__(self) -> Iterator[Archive]:
        return iter(self._archives.values())

    def add(self, planned: PlannedDocument, file: PlannedFile, data: bytes) -> None:
        """Take a file that was made."""
        if archive := self._find(planned):
            archive.files[file.path.rpartition("/")[2]] = data
            archive.fingerprints.append(file.fingerprint)

    def miss(self, planned: PlannedDocument) -> None:
        """Know that a file could not be made."""
        if archive := self._find(planned):
            archive.is_complete = False

    def _find(self, planned: PlannedDocument) -> Archive | None:
        if not planned.archive_path or planned.document.is_internal:
            return None
        return self._archives.setdefault(planned.archive_path, Archive(planned))
