"""How a contract becomes documents: load, plan, render, write. The first file to read; called by `cli`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.contract.clause_file import check_sections, read_clause
from generator.contract.ladder_file import check_steps, read_ladder
from generator.contract.loading import LoadedContract, LoadedReport, load_source
from generator.contract.messages import format_path
from generator.contract.shape import walk_values
from generator.contract.values import Text
from generator.documents import ReportSubject
from generator.errors import Finding, InputError, RealiseraError, TextError
from generator.gathering import Ids, Source, gather_contract, gather_report
from generator.letterhead import make_document
from generator.manifest import Manifest, ManifestEntry
from generator.packing import Archives
from generator.planning import Order, PlannedDocument, PlannedFile, choose_orders, cite_files, plan_documents
from generator.rendering import Writer, make_writer, name_engine
from generator.text.catalogs import catalog_name
from generator.text.composing import Composer
from generator.text.language import SOURCE, Language
from generator.text.tree import Document
from generator.workspace import Files, Workspace
from generator.writing import write_file


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

        Raises:
            InputError: the output folder has a manifest that isn't one of ours, or another run was at it for too long.
        """
        manifest = Manifest(self._out)
        ids = Ids()
        try:
            for source in sources:
                yield from self._generate(orders, source, ids, manifest)
        finally:
            manifest.close()

    def _generate(self, orders: Sequence[Order], source: Path, ids: Ids, manifest: Manifest) -> Iterator[Outcome]:
        loaded: LoadedContract | LoadedReport | None = None
        left_out: tuple[Finding, ...] = ()
        try:
            loaded = load_source(source)
            _refuse(*ids.check(loaded))
            plan, left_out = self._plan(orders, loaded)
        except RealiseraError as problem:
            yield Outcome(source, None, loaded.locate(problem.findings) if loaded else problem.findings)
            return
        if left_out:
            yield Outcome(source, None, left_out)
        manifest.forget(path for planned in plan for path in list_replaced(planned))
        archives = Archives()
        for planned in plan:
            cites = planned.document.cites
            cited = cite_files(planned, manifest.list_files(loaded.id, cites)) if cites else planned
            yield from self._make(cited, loaded, archives, manifest)
        for archive in archives:
            try:
                data = archive.make()
                manifest.forget([archive.file.path])
                manifest.add(replace(self._write(archive.planned, archive.file, data), document=archive.pack))
            except RealiseraError as problem:
                yield Outcome(source, None, problem.findings)
            else:
                yield Outcome(source, self._out / archive.file.path)

    def check(self, orders: Sequence[Order], loaded: LoadedContract) -> None:
        """Nothing, if all that is ordered of a contract can be composed; not a byte is written.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        try:
            for planned in self._plan(orders, loaded)[0]:
                self._compose(planned, loaded)
        except RealiseraError as problem:
            raise InputError(*loaded.locate(problem.findings)) from problem

    def _make(
        self, planned: PlannedDocument, loaded: LoadedContract | LoadedReport, archives: Archives, manifest: Manifest
    ) -> Iterator[Outcome]:
        """A document in all its formats: text, bytes, file."""
        try:
            document, warnings = self._compose(planned, loaded)
        except RealiseraError as problem:
            archives.miss(planned)
            yield Outcome(loaded.path, None, loaded.locate(problem.findings))
            return
        for file in planned.files:
            try:
                data = self._find_writer(file.format).render(document)
            except RealiseraError as problem:
                outcome = _fail(loaded.path, file, problem.findings)
            else:
                manifest.begin()
                outcome = self._put(planned, file, data, loaded.path, manifest)
            if outcome.path:
                archives.add(planned, file, data)
            else:
                archives.miss(planned)
            yield replace(outcome, findings=(*warnings, *outcome.findings))
            warnings = ()

    def _put(self, planned: PlannedDocument, file: PlannedFile, data: bytes, source: Path, manifest: Manifest) -> Outcome:
        """The file put in its place, and known to the manifest; a document that was sent is kept as it is instead."""
        if planned.document.is_kept and (objection := manifest.find_objection(file.path, data)):
            return Outcome(source, self._out / file.path, (objection,))
        try:
            if not planned.document.is_kept:
                manifest.forget([file.path])  # Another run may have made it meanwhile.
            manifest.add(self._write(planned, file, data))
        except RealiseraError as problem:
            return _fail(source, file, problem.findings)
        return Outcome(source, self._out / file.path)

    def _write(self, planned: PlannedDocument, file: PlannedFile, data: bytes) -> ManifestEntry:
        return ManifestEntry(
            path=file.path,
            document=planned.document.slug,
            source=planned.subject.masthead.id,
            language=planned.language,
            engine=name_engine(file.format, self._workspace.settings.pdf_engine),
            fingerprint=file.fingerprint,
            sha256=write_file(self._out / file.path, data),
            date=planned.subject.on.isoformat(),
            item=planned.subject.item,
        )

    def _plan(
        self, orders: Sequence[Order], loaded: LoadedContract | LoadedReport
    ) -> tuple[list[PlannedDocument], tuple[Finding, ...]]:
        """All that is ordered, and what is wrong with contracts that are left out of a report."""
        source: Source
        findings: tuple[Finding, ...] = ()
        if isinstance(loaded, LoadedContract):
            source = gather_contract(loaded, self._workspace)
            if not all(order.languages for order in orders):
                _refuse(*check_languages(loaded, self._workspace.files))
        else:
            orders = choose_orders(orders)
            if not orders:
                return [], ()
            source, findings = gather_report(loaded, self._workspace, orders[0].on)
        return [planned for order in orders for planned in plan_documents(order, source, self._workspace)], findings

    def _compose(self, planned: PlannedDocument, loaded: LoadedContract | LoadedReport) -> tuple[Document, tuple[Finding, ...]]:
        view = planned.document.make_view(planned.subject)
        composition = self._composer.compose(planned.document.slug, view, planned.languages, draft=planned.order.draft)
        warnings = _warn(composition.foreign, loaded, planned) if composition.foreign else ()
        if planned.order.strict:
            _refuse(*(replace(warning, severity="error") for warning in warnings))
        if isinstance(planned.subject, ReportSubject):
            warnings = (*planned.subject.warnings, *warnings)
        return make_document(planned, composition, self._workspace.settings), warnings

    def _find_writer(self, name: str) -> Writer:
        if name not in self._writers:
            self._writers[name] = make_writer(name, self._workspace.files, self._workspace.settings.pdf_engine)
        return self._writers[name]


def list_replaced(planned: PlannedDocument) -> tuple[str, ...]:
    """The paths of what is replaced when a document is made: its files, unless they are kept, and the archive of its pack."""
    files = () if planned.document.is_kept else planned.files
    return (*(file.path for file in files), planned.archive_path)


def check_log(loaded: LoadedContract, workspace: Workspace) -> tuple[Finding, ...]:
    """The steps in a contract's logs that the ladder doesn't have; none where the ladder itself is wrong."""
    try:
        ladder = read_ladder(workspace.files, workspace.settings.ladder)
    except InputError:
        return ()
    return loaded.locate(check_steps(loaded.contract, ladder))


def check_clause(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """What is wrong with how a contract refers to its clause: a version that isn't there, sections that the version lacks."""
    try:
        findings = tuple(check_sections(loaded.contract, read_clause(files, loaded.contract.clause.version)))
    except InputError as problem:
        findings = problem.findings
    return loaded.locate(findings)


def check_languages(loaded: LoadedContract, files: Files) -> tuple[Finding, ...]:
    """What is wrong with the languages that a contract wants its documents in: those that have no translation."""
    wanted = [(number, tag) for number, spec in enumerate(loaded.contract.languages) for tag in spec.split("+")]
    findings = [
        replace(finding, subject=f"languages[{number}]") for number, tag in wanted for finding in _check_language(tag, files)
    ]
    return loaded.locate(findings)


def _check_language(tag: str, files: Files) -> tuple[Finding, ...]:
    try:
        Language(tag)
    except TextError as problem:
        return problem.findings
    if tag == SOURCE or files.find_layers(catalog_name(tag)):
        return ()
    hint = "make one with: realisera locale update {lang}"
    return (Finding("there is no translation into '{lang}'", hint=hint, values={"lang": tag}),)


def _fail(source: Path, file: PlannedFile, findings: Iterable[Finding]) -> Outcome:
    return Outcome(source, None, tuple(each if each.place else replace(each, subject=file.path) for each in findings))


def _refuse(*findings: Finding) -> None:
    if findings:
        raise InputError(*findings)


def _warn(foreign: Iterable[Text], loaded: LoadedContract | LoadedReport, planned: PlannedDocument) -> tuple[Finding, ...]:
    """A warning for each text that stands in another language than the document's, by the field that it comes from."""
    paths = {id(value): path for path, value in walk_values(loaded.whole) if isinstance(value, Text)}
    wanted = sorted({paths[id(text)] for text in foreign if id(text) in paths}, key=format_path)
    message = "this text has no translation, so {document} in {language} shows it in its own language"
    values = {"document": planned.document.slug, "language": planned.language}
    hint = "write it as a map by language, such as sv: … and en: …"
    warnings = tuple(Finding(message, subject=format_path(path), hint=hint, values=values, severity="warning") for path in wanted)
    return loaded.locate(warnings)
