"""Whether files are as they were made, and whether they would be made so again. Called by `realisera verify`.

A file that has left the house tells by its stamp and its seal; one whose manifest is near is looked up there too. What its
contract says today is found out by composing the document again.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from generator.comparing.blocks import list_blocks
from generator.comparing.changes import Change, compare_blocks
from generator.comparing.files import read_blocks
from generator.comparing.web_pages import read_tree
from generator.contract.loading import parse_source
from generator.errors import Finding, Place, RealiseraError
from generator.recalling import Manifests, Memory, Sources
from generator.remaking import BY_CONTRACT, Remaking, find_document
from generator.rendering.attachments import read_sources
from generator.rendering.stamps import PRODUCT, is_as_made, is_package, is_zip, read_stamp
from generator.unpacking import DAMAGED

State = Literal["made", "changed", "foreign", "unreadable"]
ContractState = Literal["unchanged", "changed", "unknown"]
ARCHIVE = ".zip"
SUFFIXES = frozenset({".docx", ".html", ".pdf", ".pptx", ARCHIVE})
_LARGEST = 200_000_000
"""Bytes; no document of ours comes near."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be told of a file."""

    name: str
    state: State
    """As it was made; changed after that; none of ours; can't be read."""
    sha256: str = ""
    stamp: Mapping[str, str] = field(default_factory=dict)
    memory: Memory | None = None
    contract: ContractState = "unknown"
    source: str = ""
    """The contract or report file that it was held against."""
    changes: tuple[str, ...] = ()
    """What would be another today: `text`, `letterhead`, `layout`, `engine`, `realisera`."""
    words: tuple[Change, ...] = ()
    """What the document would say today in other words than the file."""
    findings: tuple[Finding, ...] = ()
    """Why it can't be read, or be made any more, or why nobody knows."""

    @property
    def is_good(self) -> bool:
        """Whether it is as it was made, and nothing is known to have changed in its contract."""
        return self.state == "made" and self.contract != "changed"

    @property
    def id(self) -> str:
        """The id of the contract or report, where the manifest knows it."""
        return self.memory.entry.source if self.memory else ""

    @property
    def parts(self) -> Mapping[str, str]:
        """What it was made from, by its stamp or else by the manifest."""
        if self.stamp or self.memory is None:
            return self.stamp
        entry = self.memory.entry
        _, _, version = entry.inputs.get("product", "").partition(" ")
        facts = {PRODUCT: version.partition(" ")[0], "document": entry.document, "date": entry.date}
        return facts | {"language": entry.language.replace("-", "+")} | dict(entry.inputs)


class Verifier:
    """Verifies files; keeps manifests, contracts and compiled texts for as long as it lives."""

    def __init__(self, manifests: Manifests, sources: Sources) -> None:
        self._manifests, self._sources = manifests, sources
        self._remaking = Remaking()

    def verify(self, path: Path) -> Iterator[Verdict]:
        """What can be told of a file; of an archive, also of each file in it."""
        try:
            size = path.stat().st_size
            data = path.read_bytes() if size <= _LARGEST else b""
        except OSError as problem:
            values = {"problem": problem.strerror or str(problem)}
            yield _refuse(path, Finding("this can't be read or written: {problem}", Place(str(path)), values=values))
            return
        if size > _LARGEST:
            yield _refuse(path, Finding("this file is too large to be one of ours", Place(str(path))))
            return
        yield self._tell(path, str(path), data)
        if path.suffix.lower() == ARCHIVE:
            for part, content in _unpack(data):
                yield self._tell(path.parent / path.stem / part, f"{path}/{part}", content)

    def _tell(self, path: Path, name: str, data: bytes) -> Verdict:
        sha256, stamp = hashlib.sha256(data).hexdigest(), read_stamp(data)
        memory = self._manifests.find(path, sha256, stamp)
        verdict = Verdict(name, "made", sha256, stamp, memory)
        if not stamp and not memory:
            return replace(verdict, state="foreign")
        # One that was made before there were stamps has none, but the manifest knows it.
        if not is_as_made(data) and not (memory and memory.is_same):
            return replace(verdict, state="changed")
        if is_zip(data) and not is_package(data):
            return verdict
        try:
            return self._hold_against_contract(verdict, path, data)
        except RealiseraError as problem:
            return replace(verdict, findings=problem.findings)

    def _hold_against_contract(self, made: Verdict, path: Path, data: bytes) -> Verdict:
        """What can be told of a file that is as it was made, with what its contract says today.

        Raises:
            InputError: the contract, or the text of the file, can't be read.
        """
        memory, document = made.memory, find_document(made.parts)
        source = self._sources.find(made.id or _read_id(data), self._manifests.list_sources(memory) if memory else ())
        cites = frozenset(document.cites) if document else frozenset()
        if source is None or (cites and memory is None):
            return made
        item = memory.entry.item if memory and memory.is_same else ""
        cited = self._manifests.list_cited(memory, cites) if memory and cites else ()
        form = path.suffix.lower().removeprefix(".")
        compared = self._remaking.compare(made.parts, source, form, item, cited)
        if compared is None:
            return made
        state: ContractState = "changed" if BY_CONTRACT & set(compared.changes) else "unchanged"
        told = replace(made, contract=state, source=source.source, changes=compared.changes)
        words: list[Change] = []
        if compared.document and "text" in compared.changes:
            words = compare_blocks(read_blocks(path, data), list_blocks(read_tree(compared.document.body)))
        return replace(told, words=tuple(words), findings=compared.findings)


def _refuse(path: Path, finding: Finding) -> Verdict:
    return Verdict(str(path), "unreadable", findings=(finding,))


def _read_id(data: bytes) -> str:
    """The id of the contract or report that a PDF carries; nothing where it carries none that can be read."""
    for name, source in read_sources(data).items() if data.startswith(b"%PDF-") else ():
        with suppress(RealiseraError):
            return parse_source(Path(name), source).id
    return ""


def _unpack(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The documents in an archive; nothing where it is damaged or would become too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if Path(info.filename).suffix.lower() in SUFFIXES - {ARCHIVE}]
            if sum(info.file_size for info in infos) <= _LARGEST:
                yield from ((info.filename, archive.read(info)) for info in infos)
    except DAMAGED:
        return
