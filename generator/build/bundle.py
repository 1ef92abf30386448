"""A pack as one archive for each language, ready to send. Called by `output.publish`."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

from msgspec import Struct, field

from generator import __version__
from generator.build.plan import PlannedDocument
from generator.errors import Finding, RenderError
from generator.rendering.stamps import PRODUCT, seal, write_stamp

_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The only date that an archive carries, so that the same files give the same bytes."""


class Archive(Struct):
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
    def path(self) -> str:
        """Where it goes, relative to the output folder."""
        return self.planned.archive_path

    @property
    def fingerprint(self) -> str:
        """SHA-256 over the fingerprints of what it holds."""
        return hashlib.sha256("\n".join(self.fingerprints).encode()).hexdigest()

    @property
    def stamp(self) -> dict[str, str]:
        """What it says of how it was made; its files have stamps of their own."""
        facts = {PRODUCT: __version__, "document": self.pack, "language": "+".join(self.planned.languages)}
        if self.planned.edition:
            facts["edition"] = self.planned.edition
        return facts | {"date": self.planned.subject.dated.isoformat()}

    def make(self) -> bytes:
        """The archive's bytes.

        Raises:
            RenderError: a part could not be made; a pack that lacks a part must not be sent.
        """
        if not self.is_complete:
            raise RenderError(Finding("this archive is not made, since a part of the pack is missing", subject=self.path))
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as made:
            for name, data in sorted(self.files.items()):
                made.writestr(zipfile.ZipInfo(name, _BEGINNING), data, zipfile.ZIP_DEFLATED)
            made.comment = write_stamp(self.stamp).encode()
        return seal(archive.getvalue(), self.stamp)


def pack_files(documents: Iterable[PlannedDocument], out: Path, made: Mapping[str, str]) -> Iterable[Archive]:
    """The archives of packs that were ordered, of files in `out`; `made` has the fingerprints of those that are there."""
    archives: dict[str, Archive] = {}
    for planned in documents:
        if planned.archive_path and planned.document.audience != "internal":
            archive = archives.setdefault(planned.archive_path, Archive(planned))
            for path in planned.files:
                if path in made:
                    archive.files[path.rpartition("/")[2]] = (out / path).read_bytes()
                    archive.fingerprints.append(made[path])
                else:
                    archive.is_complete = False
    return archives.values()
