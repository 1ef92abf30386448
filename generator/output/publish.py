"""Gives files that were made their places, and tells the manifest; what somebody changed or sent is kept. For `pipeline`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

from generator.build.bundle import Archive
from generator.build.plan import PlannedDocument
from generator.build.render import Product
from generator.errors import Finding, RealiseraError
from generator.files.atomic import move_file, write_file
from generator.output.journal import ManifestEntry
from generator.output.manifest import Manifest
from generator.rendering import name_engine
from generator.workspace import Workspace

State = Literal["made", "unchanged", "kept", "failed"]
_SHARE = 50
"""The manifest is written anew when this share of what it knows waits to be replaced, not for each file."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file, or of a contract that no file could be made of."""

    source: Path
    path: Path | None
    """The file, if it is there."""
    findings: tuple[Finding, ...] = ()
    state: State = "made"
    reasons: tuple[str, ...] = ()
    """Why it was made: `new`, `missing`, `forced`, or the parts of its inputs that have changed."""


@dataclass(slots=True)
class Tally:
    """What has come of a source's files so far."""

    files: list[str] = field(default_factory=list)
    """Those that are there as they were ordered."""
    is_whole: bool = True
    """Whether all that was ordered is there as ordered."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    source: Path
    planned: PlannedDocument
    product: Product
    warnings: tuple[Finding, ...]
    tally: Tally


class Placing:
    """Gives files of one run their places in an output folder."""

    def __init__(self, workspace: Workspace, out: Path, manifest: Manifest, *, force: bool) -> None:
        """With `force`, files that were changed by hand are replaced too, but none that was sent."""
        self._pdf_engine = workspace.settings.pdf_engine
        self._out, self._manifest, self._force = out, manifest, force
        self._waiting: list[_Waiting] = []

    @property
    def is_due(self) -> bool:
        """Whether so many files wait that they should get their places."""
        return len(self._waiting) > len(self._manifest) // _SHARE

    def take(
        self, source: Path, planned: PlannedDocument, product: Product, warnings: tuple[Finding, ...], tally: Tally
    ) -> Iterator[Outcome]:
        """Take a file that was made; nothing is told of it before it has its place, if it gets one."""
        path = product.file.path
        if not product.sha256:
            tally.files.append(path)
            yield Outcome(source, self._out / path, warnings, "unchanged")
        elif planned.document.is_kept and self._says_the_same(product):
            if isinstance(product.content, Path):
                product.content.unlink(missing_ok=True)
            tally.files.append(path)
            yield Outcome(source, self._out / path, warnings, "unchanged")
        elif objection := self._object(planned, product):
            tally.is_whole = False
            if isinstance(product.content, Path):
                product.content.unlink(missing_ok=True)
            yield Outcome(source, self._out / path, (*warnings, objection), "kept")
        else:
            self._waiting.append(_Waiting(source, planned, product, warnings, tally))

    def place_all(self) -> Iterator[Outcome]:
        """Give each file that waits its place."""
        waiting, self._waiting = self._waiting, []
        before = {each.product.file.path: self._manifest.find(each.product.file.path) for each in waiting}
        reasons = {each.product.file.path: self._explain(each) for each in waiting}
        if waiting:
            self._manifest.begin()
            self._manifest.forget(path for path, entry in before.items() if entry)
        for each in waiting:
            path = each.product.file.path
            try:
                self._place(each)
            except RealiseraError as problem:
                each.tally.is_whole = False
                yield Outcome(each.source, None, (*each.warnings, *problem.findings), "failed")
            else:
                each.tally.files.append(path)
                yield Outcome(each.source, self._out / path, each.warnings, "made", reasons[path])

    def place_archive(self, source: Path, archive: Archive) -> Outcome:
        """Make an archive of files that have their places."""
        path = archive.file.path
        try:
            data = archive.make()
            digest = hashlib.sha256(data).hexdigest()
            entry = self._manifest.find(path)
            if entry and entry.sha256 == digest and self._manifest.is_intact(path):
                return Outcome(source, self._out / path, (), "unchanged")
            if not self._force and (objection := self._manifest.find_change(path, digest)):
                return Outcome(source, self._out / path, (objection,), "kept")
            self._manifest.begin()
            self._manifest.forget([path])
            write_file(self._out / path, data, self._manifest.folder)
            described = self._describe(archive.planned, Product(archive.file, None, digest))
            self._manifest.add(replace(described, document=archive.pack, item="", fingerprint=archive.fingerprint))
        except RealiseraError as problem:
            self._manifest.forget([path])
            return Outcome(source, None, problem.findings, "failed")
        return Outcome(source, self._out / path, (), "made", ("text",) if entry else ("new",))

    def _object(self, planned: PlannedDocument, product: Product) -> Finding | None:
        """Why a file must not take its place."""
        path, sha256 = product.file.path, product.sha256
        if planned.document.is_kept:
            return self._manifest.find_objection(path, sha256)
        return None if self._force else self._manifest.find_change(path, sha256)

    def _says_the_same(self, product: Product) -> bool:
        """Whether a file that was sent is there as it was made, and only its stamp would now name another version."""
        entry = self._manifest.find(product.file.path)
        if entry is None or product.inputs is None or product.inputs.compare(entry.inputs) != ("product",):
            return False
        return entry.sha256 != product.sha256 and self._manifest.is_intact(product.file.path)

    def _explain(self, each: _Waiting) -> tuple[str, ...]:
        """Why a file was made."""
        product, path = each.product, each.product.file.path
        entry = self._manifest.find(path)
        if entry is None or product.inputs is None:
            return ("missing",) if self._manifest.has_made(path, each.source) and not (self._out / path).exists() else ("new",)
        return product.inputs.compare(entry.inputs) or ("forced",)

    def _place(self, each: _Waiting) -> None:
        product, path = each.product, self._out / each.product.file.path
        if isinstance(product.content, Path):
            move_file(product.content, path)
        elif product.content is not None:
            write_file(path, product.content, self._manifest.folder)
        self._manifest.add(self._describe(each.planned, product))

    def _describe(self, planned: PlannedDocument, product: Product) -> ManifestEntry:
        inputs = product.inputs
        return ManifestEntry(
            path=product.file.path,
            document=planned.document.slug,
            source=planned.subject.masthead.id,
            language=planned.language,
            engine=name_engine(product.file.format, self._pdf_engine),
            fingerprint=inputs.fingerprint if inputs else "",
            sha256=product.sha256,
            date=planned.subject.on.isoformat(),
            item=planned.subject.item,
            inputs=asdict(inputs) if inputs else {},
        )
