"""How a contract becomes documents: load, plan, render, write. The first file to read; called by `cli`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.contract.clause_file import check_sections, read_clause
from generator.contract.loading import LoadedContract, load_contract
from generator.contract.messages import FieldPath, format_path
from generator.contract.shape import walk_values
from generator.contract.values import Text
from generator.errors import Finding, InputError, RealiseraError
from generator.letterhead import make_document
from generator.packing import Archives
from generator.planning import Order, PlannedDocument, PlannedFile, SourceFile, plan_documents
from generator.rendering import ENGINES, Writer, make_writer
from generator.text.composing import Composer
from generator.text.tree import Document
from generator.workspace import Files, Workspace
from generator.writing import ManifestEntry, write_file, write_manifest


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file, or of a contract that no file could be made of."""

    source: Path
    path: Path | None
    """The file that was made, if it was."""
    findings: tuple[Finding, ...] = ()


class Pipeline:
    """Makes documents. Keeps compiled texts, layouts and fonts for as long as it lives."""

    def __init__(self, workspace: Workspace, out: Path) -> None:
        self._workspace = workspace
        self._out = out
        self._composer = Composer(workspace.files, workspace.settings.data_language)
        self._writers: dict[str, Writer] = {}

    def generate(self, orders: Sequence[Order], sources: Iterable[Path]) -> Iterator[Outcome]:
        """Make all that is ordered of each source, telling of every file as it is made; what fails stops nothing else.

        The manifest is written at the end, and also if the caller stops before.
        """
        made: list[ManifestEntry] = []
        ids = Ids()
        try:
            for source in sources:
                for outcome, entry in self._generate(orders, source, ids):
                    made += [entry] if entry else []
                    yield outcome
        finally:
            if made:
                write_manifest(self._out, made)

    def _generate(self, orders: Sequence[Order], source: Path, ids: Ids) -> Iterator[tuple[Outcome, ManifestEntry | None]]:
        loaded: LoadedContract | None = None
        try:
            loaded = load_contract(source)
            _refuse(*ids.check(loaded))
            plan = self._plan(orders, loaded)
        except RealiseraError as problem:
            yield Outcome(source, None, _locate(problem.findings, loaded)), None
            return
        archives = Archives()
        for planned in plan:
            try:
                document, warnings = self._compose(planned, loaded)
            except RealiseraError as problem:
                archives.miss(planned)
                yield Outcome(source, None, _locate(problem.findings, loaded)), None
                continue
            for file in planned.files:
                try:
                    data = self._find_writer(file.format).render(document)
                    entry = self._write(planned, file, data)
                except RealiseraError as problem:
                    archives.miss(planned)
                    findings = tuple(
                        finding if finding.place else replace(finding, subject=file.path) for finding in problem.findings
                    )
                    yield Outcome(source, None, (*warnings, *findings)), None
                else:
                    archives.add(planned, file, data)
                    yield Outcome(source, self._out / file.path, warnings), entry
                warnings = ()
        yield from self._write_archives(source, archives)

    def _write_archives(self, source: Path, archives: Archives) -> Iterator[tuple[Outcome, ManifestEntry | None]]:
        for archive in archives:
            try:
                entry = self._write(archive.planned, archive.file, archive.make())
            except RealiseraError as problem:
                yield Outcome(source, None, problem.findings), None
            else:
                yield Outcome(source, self._out / entry.path), replace(entry, document=archive.planned.order.pack)

    def _write(self, planned: PlannedDocument, file: PlannedFile, data: bytes) -> ManifestEntry:
        return ManifestEntry(
            path=file.path,
            document=planned.document.slug,
            source=planned.subject.contract.id,
            language=planned.language,
            engine=ENGINES.get(file.format, file.format),
            fingerprint=file.fingerprint,
            sha256=write_file(self._out / file.path, data),
            date=planned.subject.on.isoformat(),
        )

    def _plan(self, orders: Sequence[Order], loaded: LoadedContract) -> list[PlannedDocument]:
        files = self._workspace.files
        _refuse(*check_clause(loaded, files))
        clause = read_clause(files, loaded.contract.clause.version)
        source = SourceFile(loaded.contract, loaded.sha256, clause)
        return [planned for order in orders for planned in plan_documents(order, source, self._workspace)]

    def _compose(self, planned: PlannedDocument, loaded: LoadedContract) -> tuple[Document, tuple[Finding, ...]]:
        view = planned.document.make_view(planned.subject)
        composition = self._composer.compose(planned.document.slug, view, planned.languages, draft=planned.order.draft)
        warnings = _warn(composition.foreign, loaded, planned)
        if planned.order.strict:
            _refuse(*(replace(warning, severity="error") for warning in warnings))
        return make_document(planned, composition, self._workspace.settings), warnings

    def _find_writer(self, name: str) -> Writer:
        if name not in self._writers:
            self._writers[name] = make_writer(name, self._workspace.files)
        return self._writers[name]


def check_clause(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """What is wrong with how a contract refers to its clause: a version that isn't there, sections that the version lacks."""
    try:
        findings = tuple(check_sections(loaded.contract, read_clause(files, loaded.contract.clause.version)))
    except InputError as problem:
        findings = problem.findings
    return _locate(findings, loaded)


class Ids:
    """The ids of the contracts of a run: documents go to a folder named by the id, so two contracts may not share one."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def check(self, loaded: LoadedContract) -> tuple[Finding, ...]:
        """A finding if another file has the id of this contract; small and capital letters are the same to some computers."""
        first = self._sources.setdefault(loaded.contract.id.casefold(), loaded.source)
        if first == loaded.source:
            return ()
        values = {"id": loaded.contract.id, "other": first}
        place = loaded.place_of(("id",))
        return (
            Finding(
                "the id '{id}' is that of {other} too", place, "id", hint="give each contract an id of its own", values=values
            ),
        )


def _refuse(*findings: Finding) -> None:
    if findings:
        raise InputError(*findings)


def _locate(findings: Iterable[Finding], loaded: LoadedContract | None) -> tuple[Finding, ...]:
    """The findings with their places in the contract file, where they are about a field of it."""
    return tuple(
        replace(finding, place=loaded.place_of(_read_path(finding.subject)))
        if loaded and finding.subject and not finding.place
        else finding
        for finding in findings
    )


def _read_path(path: str) -> FieldPath:
    """`deviations[2].found` as keys and indices."""
    return tuple(int(index) if index else key for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", path.replace("[", ".[")))


def _warn(foreign: Iterable[Text], loaded: LoadedContract, planned: PlannedDocument) -> tuple[Finding, ...]:
    """A warning for each text that stands in another language than the document's, by the field that it comes from."""
    paths = {id(value): path for path, value in walk_values(loaded.contract) if isinstance(value, Text)}
    wanted = sorted({paths[id(text)] for text in foreign if id(text) in paths}, key=format_path)
    message = "this text has no translation, so {document} in {language} shows it in its own language"
    values = {"document": planned.document.slug, "language": planned.language}
    hint = "write it as a map by language, such as sv: … and en: …"
    warnings = tuple(Finding(message, subject=format_path(path), hint=hint, values=values, severity="warning") for path in wanted)
    return _locate(warnings, loaded)
