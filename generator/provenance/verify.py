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
from pathlib import Path
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from generator.contract.loading import LoadedContract, parse_source
from generator.errors import Finding, Place, RealiseraError, explain
from generator.files.zip_parts import DAMAGED
from generator.provenance.compare.blocks import Block, list_blocks
from generator.provenance.compare.changes import Change, compare_blocks
from generator.provenance.compare.files import holds_words, read_blocks, read_bytes
from generator.provenance.compare.web_pages import read_tree
from generator.provenance.origin import Manifests, Memory, Source, Sources
from generator.provenance.rebuild import BY_CONTRACT, Comparison, Remaking, find_document
from generator.rendering.arranging import arrange
from generator.rendering.attachments import read_sources
from generator.rendering.stamps import PRODUCT, is_as_made, is_cut_off, is_package, is_zip, read_stamp
from generator.text.tree import Document

State = Literal["made", "changed", "foreign", "unreadable"]
ContractState = Literal["unchanged", "changed", "other", "carried", "unknown"]
"""As it was; changed since; not the one that the file was made of; known only from the file itself; not known."""
ARCHIVE, WORKBOOK = ".zip", ".xlsx"
SUFFIXES = frozenset({".docx", ".html", ".pdf", ".pptx", WORKBOOK, ARCHIVE})
_LARGEST = 200_000_000
"""Bytes; no document of ours comes near."""


class Verdict(Struct, frozen=True):
    """What can be told of a file."""

    name: str
    state: State
    """As it was made; changed after that; none of ours; can't be read."""
    sha256: str = ""
    stamp: Mapping[str, str] = field(default_factory=dict)
    memory: Memory | None = None
    id: str = ""
    """The id of its contract or report, where that is known for sure."""
    contract: ContractState = "unknown"
    source: str = ""
    """The contract or report file that it was held against."""
    changes: tuple[str, ...] = ()
    """What would be another today: `text`, `letterhead`, `layout`, `engine`, `realisera`."""
    words: tuple[Change, ...] = ()
    """What the document would say today in other words than the file; of one that was changed, what it says in other words."""
    is_reworded: bool | None = None
    """Whether a file that was changed says anything in other words than before; None where nobody knows."""
    findings: tuple[Finding, ...] = ()
    """Why it can't be read, or be made any more, or why nobody knows."""

    @property
    def is_good(self) -> bool:
        """Whether it is as it was made, and nothing is known to have changed, or to be wrong, in its contract.

        A letter that was withdrawn needn't say any more what its contract does.
        """
        if self.withdrawn:
            return self.state == "made"
        is_wrong = any(finding.severity == "error" for finding in self.findings)
        return self.state == "made" and self.contract not in {"changed", "other"} and not is_wrong

    @property
    def withdrawn(self) -> str:
        """The day on which it was withdrawn, where it is a letter that was never sent."""
        return self.memory.entry.withdrawn if self.memory and self.memory.is_same else ""

    @property
    def lacks_contract(self) -> bool:
        """Whether it is as it was made and could not be held against what its contract says today, as an archive need not be."""
        is_held = self.contract in {"unchanged", "changed", "other"}
        return self.state == "made" and not is_held and not self.name.endswith(ARCHIVE)

    @property
    def parts(self) -> Mapping[str, str]:
        """What it was made from, by its stamp or else by the manifest."""
        if self.stamp or self.memory is None:
            return self.stamp
        entry = self.memory.entry
        _, _, version = entry.inputs.get("product", "").partition(" ")
        facts = {PRODUCT: version.partition(" ")[0], "document": entry.document, "date": entry.date}
        if entry.edition:
            facts["edition"] = entry.edition
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
            is_file = path.is_file()  # what isn't, such as a pipe, may never end
            data = path.read_bytes() if is_file and size <= _LARGEST else b""
        except OSError as problem:
            values = {"problem": explain(problem)}
            yield _refuse(path, Finding("this can't be read or written: {problem}", Place(str(path)), values=values))
            return
        if not is_file:
            yield _refuse(path, Finding("this is no file that can be read whole", Place(str(path))))
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
        carried = _read_carried(path, data) if "source" in stamp else None
        memory = self._manifests.find(path, sha256, stamp)
        ids = (carried.id,) if carried else memory.sources if memory else ()
        verdict = Verdict(name, "made", sha256, stamp, memory, ids[0] if len(ids) == 1 else "")
        if not stamp and not memory:
            return _tell_cut(verdict) if is_cut_off(data) else replace(verdict, state="foreign")
        # One that was made before there were stamps has none, but the manifest knows it.
        if not is_as_made(data) and not (memory and memory.is_same):
            verdict = replace(verdict, state="changed")
        if is_zip(data) and not is_package(data):
            return verdict
        try:
            source = self._sources.find(ids, self._manifests.list_sources(memory) if memory else ())
            if verdict.state == "changed":
                return self._find_changed_words(verdict, path, data, source or carried)
            if source is None:
                return self._do_without_contract(verdict, path, carried, ids)
            return self._hold_against_contract(verdict, path, data, source, ids)
        except RealiseraError as problem:
            return verdict if verdict.state == "changed" else replace(verdict, findings=problem.findings)

    def _find_changed_words(self, changed: Verdict, path: Path, data: bytes, source: Source | None) -> Verdict:
        """What can be told of a file that was changed: the words too, where it is known what it said.

        That is known from the file that was made, or from the document as it would be made today if the text of that has the
        digest that stands in the stamp.

        Raises:
            InputError: the contract, or the text of the file, can't be read.
        """
        said = _read_original(changed)
        if said is None and source:
            compared = self._compare(changed, path, source)
            if compared and compared.document and "text" not in compared.changes:
                said = _list_words(compared.document)
        if said is None:
            return changed
        words = tuple(compare_blocks(said, read_blocks(path, data)))
        return replace(changed, words=words, is_reworded=bool(words))

    def _do_without_contract(self, made: Verdict, path: Path, carried: Source | None, ids: tuple[str, ...]) -> Verdict:
        """What can be told of a file that is as it was made where nobody knows what its contract says today."""
        if carried:
            compared = self._compare(made, path, carried) if isinstance(carried, LoadedContract) else None
            # What can't be made any more of what it carries is no fault of the file.
            changes = compared.changes if compared and not compared.findings else ()
            return replace(made, contract="carried", changes=changes)
        if len(ids) > 1:
            message = "this very file comes of several contracts: {contracts}"
            hint = "name its own with --contract"
            values = {"contracts": ", ".join(ids)}
            finding = Finding(message, Place(made.name), hint=hint, values=values, severity="warning")
            return replace(made, findings=(finding,))
        return made

    def _hold_against_contract(self, made: Verdict, path: Path, data: bytes, source: Source, ids: tuple[str, ...]) -> Verdict:
        """What can be told of a file that is as it was made, with what its contract says today.

        Raises:
            InputError: the contract, or the text of the file, can't be read.
        """
        if ids and source.id not in ids:
            return replace(made, contract="other", source=source.source)
        compared = self._compare(made, path, source)
        if compared is None:
            return made
        if not made.memory and "text" in compared.changes and not _names(data, source):
            return replace(made, contract="other", source=source.source)
        state: ContractState = "changed" if BY_CONTRACT & set(compared.changes) else "unchanged"
        told = replace(made, contract=state, source=source.source, changes=compared.changes)
        words: list[Change] = []
        if compared.document and "text" in compared.changes:
            words = compare_blocks(read_blocks(path, data), _list_words(compared.document))
        return replace(told, words=tuple(words), findings=compared.findings)

    def _compare(self, verdict: Verdict, path: Path, source: Source) -> Comparison | None:
        """What has changed since a file was made; None where that can't be told."""
        memory, document = verdict.memory.narrow(source.id) if verdict.memory else None, find_document(verdict.parts)
        cites = frozenset(document.cites) if document else frozenset()
        if cites and memory is None:
            return None
        item = memory.entry.item if memory and memory.is_same else ""
        cited = self._manifests.list_cited(memory, cites) if memory and cites else ()
        return self._remaking.compare(verdict.parts, source, path.suffix.lower().removeprefix("."), item, cited)


def _refuse(path: Path, finding: Finding) -> Verdict:
    return Verdict(str(path), "unreadable", findings=(finding,))


def _tell_cut(verdict: Verdict) -> Verdict:
    message = "the end of this file is missing, and with it what tells whether it is one of ours"
    return replace(verdict, state="unreadable", findings=(Finding(message, Place(verdict.name), hint="get it once more"),))


def _read_original(verdict: Verdict) -> list[Block] | None:
    """What a file said when it was made, by another copy of it that the manifest knows; None where there is none."""
    memory, text = verdict.memory, verdict.parts.get("text")
    for entry in memory.entries if memory else ():
        path = memory.out / entry.path if memory else Path()
        with suppress(RealiseraError):
            data = read_bytes(path)
            if hashlib.sha256(data).hexdigest() == entry.sha256 and entry.inputs.get("text") == text:
                return read_blocks(path, data)
    return None


def _read_carried(path: Path, data: bytes) -> Source | None:
    """The contract or report that a PDF carries, as if it lay beside it; None where it carries none that can be read."""
    for name, source in read_sources(data).items() if data.startswith(b"%PDF-") else ():
        with suppress(RealiseraError):
            return parse_source(path.parent / Path(name).name, source)
    return None


def _names(data: bytes, source: Source) -> bool:
    """Whether a file says the number that a contract is registered under: all do, at least in their metadata."""
    return holds_words(data, source.whole.registration_number)


def _unpack(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The documents in an archive; nothing where it is damaged or would become too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if Path(info.filename).suffix.lower() in SUFFIXES - {ARCHIVE}]
            if sum(info.file_size for info in infos) <= _LARGEST:
                yield from ((info.filename, archive.read(info)) for info in infos)
    except DAMAGED:
        return


def _list_words(document: Document) -> list[Block]:
    """What a file of a document says, in the order in which writers set two languages side by side."""
    return list_blocks(read_tree(document.body if document.layout == "slides" else arrange(document.body)))
