"""Makes the bytes of documents: composes, tells what has to be made, renders. Called by `pipeline`, in its process or in others.

Keeps compiled texts, layouts and fonts for as long as it lives. Writes nothing but files in a folder that it is given for that.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build.fingerprints import Inputs, Layouts
from generator.build.metadata import make_document
from generator.build.plan import Order, PlannedDocument, PlannedFile, choose_orders, cite_files, plan_documents
from generator.build.source import Source, gather_contract, gather_report
from generator.contract.case import Cases
from generator.contract.loading import LoadedContract, LoadedReport
from generator.contract.messages import format_path
from generator.contract.shape import walk_values
from generator.contract.values import Text
from generator.documents import MadeFile, ReportSubject
from generator.errors import Finding, InputError, Place, RealiseraError
from generator.rendering import Writer, make_writer
from generator.rendering.attachments import Attachment, attach_source
from generator.rendering.engines import choose_engine
from generator.rendering.stamps import seal
from generator.text.composing import Composer
from generator.text.tree import Document
from generator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is ordered of a source."""

    loaded: LoadedContract | LoadedReport
    documents: tuple[PlannedDocument, ...]
    findings: tuple[Finding, ...] = ()
    """What is wrong with contracts that are left out of a report."""


@dataclass(frozen=True, slots=True)
class Job:
    """Documents of one source, for one worker."""

    source: Path
    sha256: str
    """Of the source when it was planned."""
    orders: tuple[Order, ...]
    numbers: tuple[int, ...]
    """Which of the planned documents."""
    known: Mapping[str, str]
    """The fingerprints of files that are there and as they were made, by path: they need not be made if these still hold."""
    cited: tuple[MadeFile, ...] = ()
    """The files that the documents may name."""
    contracts: tuple[Path, ...] = ()
    """The contract files of a report."""
    carried: bytes = b""
    """The source file itself, where PDFs are to carry it."""
    loaded: LoadedContract | None = None
    """The contract, where sending it takes less than reading it again."""


@dataclass(frozen=True, slots=True)
class Product:
    """What came of a file."""

    file: PlannedFile
    inputs: Inputs | None = None
    sha256: str = ""
    """Of the bytes; nothing where they weren't made anew."""
    content: Path | bytes | None = None
    """The bytes, or where they lie until they get their place."""
    findings: tuple[Finding, ...] = ()
    """Why it could not be made."""


@dataclass(frozen=True, slots=True)
class Work:
    """What came of a document."""

    number: int
    """Its place in the plan."""
    products: tuple[Product, ...]
    warnings: tuple[Finding, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Why none of its files could be made."""


class Workshop:
    """Makes documents of one workspace."""

    def __init__(self, workspace: Workspace, composer: Composer | None = None, cases: Cases | None = None) -> None:
        self.workspace = workspace
        self.cases = cases or Cases(workspace)
        self._composer = composer or Composer(workspace.files, workspace.settings.data_language)
        self._layouts = Layouts(workspace.files)
        self._writers: dict[str, Writer] = {}
        self._planned: tuple[object, Plan] | None = None

    def plan(self, loaded: LoadedContract | LoadedReport, orders: Sequence[Order]) -> Plan:
        """All that is ordered of a source.

        Raises:
            InputError: with what is missing or wrong.
        """
        source: Source
        findings: tuple[Finding, ...] = ()
        if isinstance(loaded, LoadedContract):
            source = gather_contract(loaded, self.cases)
        else:
            orders = choose_orders(orders)
            if not orders:
                return Plan(loaded, ())
            source, findings = gather_report(loaded, self.cases, orders[0].on)
        planned = tuple(each for order in orders for each in plan_documents(order, source, self.workspace))
        return Plan(loaded, planned, findings)

    def make(self, job: Job, folder: Path | None = None, copies: Mapping[Path, Path] | None = None) -> tuple[Work, ...]:
        """What comes of each document of a job; bytes go into files in `folder`, or else stay in memory.

        Of files of another machine, `copies` says where this one has them.
        """
        try:
            plan = self._find_plan(job, copies or {})
        except RealiseraError as problem:
            return tuple(Work(number, (), findings=problem.findings) for number in job.numbers)
        return tuple(self._make(number, plan, job, folder) for number in job.numbers)

    def compose(self, planned: PlannedDocument, plan: Plan) -> tuple[Document, tuple[Finding, ...]]:
        """The text of a document with all that stands around it, and warnings about it.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        view = planned.document.make_view(planned.subject)
        clause = None if isinstance(planned.subject, ReportSubject) else planned.subject.clause.terms
        composition = self._composer.compose(
            planned.document.slug, view, planned.languages, clause=clause, draft=planned.order.draft
        )
        warnings = _warn(composition.foreign, plan.loaded, planned) if composition.foreign else ()
        if planned.order.strict and warnings:
            raise InputError(*(replace(warning, severity="error") for warning in warnings))
        if planned.order.with_source:
            warnings = (*_warn_of_source(plan.loaded, planned), *warnings)
        if isinstance(planned.subject, ReportSubject):
            warnings = (*planned.subject.warnings, *warnings)
        return make_document(planned, composition, self.workspace.settings), warnings

    def list_inputs(
        self, planned: PlannedDocument, plan: Plan, form: str, cited: tuple[MadeFile, ...]
    ) -> tuple[Document, Inputs]:
        """The text of a document, and what its file in a format would be made from.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        document, _ = self.compose(cite_files(planned, cited) if planned.document.cites else planned, plan)
        return document, self._layouts.list_inputs(document, choose_engine(form, self.workspace.settings.pdf_engine))

    def _find_plan(self, job: Job, copies: Mapping[Path, Path]) -> Plan:
        """The plan of a job's source, kept for the next job of the same."""
        key = (job.source, job.sha256, job.orders, copies)
        if self._planned is None or self._planned[0] != key:
            self.cases.copies = copies
            loaded = job.loaded or self.cases.open(job.source)
            if loaded.sha256 != job.sha256:
                raise InputError(Finding("this file was changed while documents were made of it", hint="make them again"))
            self._planned = (key, self.plan(loaded, job.orders))
        return self._planned[1]

    def remember(self, source: Path, orders: tuple[Order, ...], plan: Plan) -> None:
        """Keep a plan that was made already, for a job in the same process."""
        self._planned = ((source, plan.loaded.sha256, orders, {}), plan)

    def _make(self, number: int, plan: Plan, job: Job, folder: Path | None) -> Work:
        planned = plan.documents[number]
        if planned.document.cites:
            planned = cite_files(planned, job.cited)
        try:
            document, warnings = self.compose(planned, plan)
        except RealiseraError as problem:
            return Work(number, (), findings=plan.loaded.locate(problem.findings))
        return Work(number, tuple(self._render(file, planned, document, job, folder) for file in planned.files), warnings)

    def _render(self, file: PlannedFile, planned: PlannedDocument, document: Document, job: Job, folder: Path | None) -> Product:
        """The file, made unless it is known to be the same."""
        engine = choose_engine(file.format, self.workspace.settings.pdf_engine)
        try:
            inputs = self._layouts.list_inputs(document, engine)
            source = _choose_source(file, planned, job)
            inputs = replace(inputs, source=hashlib.sha256(source.data).hexdigest() if source else "")
            if job.known.get(file.path) == inputs.fingerprint:
                return Product(file, inputs)
            stamp = inputs.stamp(document)
            data = self._find_writer(file.format).render(replace(document, stamp=stamp))
            data = seal(attach_source(data, source, document.date, document.subject) if source else data, stamp)
        except RealiseraError as problem:
            return Product(file, findings=problem.findings)
        return Product(file, inputs, hashlib.sha256(data).hexdigest(), _put_aside(data, folder) if folder else data)

    def _find_writer(self, form: str) -> Writer:
        if form not in self._writers:
            self._writers[form] = make_writer(form, self.workspace.files, self.workspace.settings.pdf_engine)
        return self._writers[form]


def _put_aside(data: bytes, folder: Path) -> Path:
    """A new file in the folder with these bytes."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(data)
    return Path(file.name)


def _choose_source(file: PlannedFile, planned: PlannedDocument, job: Job) -> Attachment | None:
    """What a file is to carry: nothing is carried by what is to be published, since its source has the names left out of it."""
    is_wanted = planned.order.with_source and file.format == "pdf" and not planned.document.is_public
    return Attachment(job.source.name, job.carried) if is_wanted else None


def _warn_of_source(loaded: LoadedContract | LoadedReport, planned: PlannedDocument) -> tuple[Finding, ...]:
    """A warning where PDFs carry what not everybody may read, or don't carry what is asked for."""
    if planned.document.is_public:
        values = {"document": planned.document.slug}
        message = "{document} is to be published, so it doesn't carry the file that it is made from"
        return (Finding(message, Place(loaded.source), values=values, severity="warning"),)
    fields = loaded.contract.confidential if isinstance(loaded, LoadedContract) else ()
    if not fields:
        return ()
    message = "the PDFs carry all of this file, also what is confidential: {fields}"
    hint = "keep them where only those come who may read it"
    values = {"fields": ", ".join(each.fields for each in fields)}
    return loaded.locate([Finding(message, subject="confidential", hint=hint, values=values, severity="warning")])


def _warn(foreign: Iterable[Text], loaded: LoadedContract | LoadedReport, planned: PlannedDocument) -> tuple[Finding, ...]:
    """A warning for each text that stands in another language than the document's, by the field that it comes from."""
    paths = {id(value): path for path, value in walk_values(loaded.whole) if isinstance(value, Text)}
    wanted = sorted({paths[id(text)] for text in foreign if id(text) in paths}, key=format_path)
    message = "this text has no translation, so {document} in {language} shows it in its own language"
    values = {"document": planned.document.slug, "language": planned.language}
    hint = "write it as a map by language, such as sv: … and en: …"
    warnings = tuple(Finding(message, subject=format_path(path), hint=hint, values=values, severity="warning") for path in wanted)
    return loaded.locate(warnings)
