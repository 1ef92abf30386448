"""Renders documents: composes each, tells which files have to be made, and makes their bytes. Called by `pipeline` and executors.

Keeps compiled texts, layouts and fonts for as long as it lives. Writes nothing but files in a folder that it is given for that.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from generator.build.fingerprints import Inputs, Layouts, name_product
from generator.build.job import Job, Result
from generator.build.metadata import make_document
from generator.build.orders import Order
from generator.build.plan import Plan, PlannedDocument, choose_orders, cite_files, plan_documents, remake_subject
from generator.build.source import gather_contract
from generator.contract.case import Case, Cases, ReportCase
from generator.contract.loading import LoadedContract, LoadedReport
from generator.contract.messages import format_path
from generator.contract.shape import walk_values
from generator.contract.values import Text
from generator.documents import MadeFile, ReportSubject, Subject
from generator.errors import Finding, InputError, Place, RealiseraError, explain
from generator.rendering import Writer, make_writer
from generator.rendering.attachments import Attachment, attach_source
from generator.rendering.engines import choose_engine, find_version
from generator.rendering.stamps import seal
from generator.rules.watched_day import Watch, record_asked
from generator.text.code_cache import CodeCache
from generator.text.composing import Composer, Composition
from generator.text.tree import Document
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.build.edition import Edition


class Builder:
    """Plans and renders documents of one workspace."""

    def __init__(self, workspace: Workspace, composer: Composer | None = None, cases: Cases | None = None) -> None:
        self.workspace = workspace
        self.cases = cases or Cases(workspace)
        # Digests of the program are taken here, before anybody can have put another in its place.
        self._composer = composer or _make_composer(workspace)
        self._layouts = Layouts(workspace.files)
        self._writers: dict[str, Writer] = {}
        self._kept: tuple[object, Plan] | None = None

    def plan(self, loaded: LoadedContract | LoadedReport, orders: Sequence[Order]) -> Plan:
        """All that is ordered of a source.

        Raises:
            InputError: with what is missing or wrong.
        """
        if isinstance(loaded, LoadedContract):
            return self._plan(self.cases.complete(loaded), tuple(orders))
        return self._plan_report(self.cases.complete_report(loaded), tuple(choose_orders(orders)))

    def _plan(self, case: Case, orders: tuple[Order, ...]) -> Plan:
        source, watch = gather_contract(case, self.cases), Watch()
        # What goes to other processes keeps the plain day.
        watched = [replace(order, on=watch.see(order.on)) for order in orders]
        parts = [plan_documents(order, source, self.workspace) for order in watched]
        left_out = {str(each): each for part in parts for each in case.locate(part.left_out)}
        documents = tuple(each for part in parts for each in part.documents)
        others = tuple((ground, gather_contract(each, self.cases)) for ground, each in case.list_variants())
        plan = Plan(case, orders, documents, left_out=tuple(left_out.values()), others=others, until=watch.until)
        return self._keep(plan)

    def _plan_report(self, case: ReportCase, orders: tuple[Order, ...]) -> Plan:
        if not orders:
            return Plan(case)
        from generator.build.report_source import gather_report, gather_variants  # noqa: PLC0415 (plans of contracts know no reports)

        source, findings = gather_report(case, self.cases, orders[0].on)
        parts = [plan_documents(order, source, self.workspace) for order in orders]
        documents = tuple(each for part in parts for each in part.documents)
        left_out = {str(each): each for part in parts for each in case.locate(part.left_out)}
        others = tuple(gather_variants(case, self.cases, orders[0].on))
        return self._keep(Plan(case, orders, documents, findings, left_out=tuple(left_out.values()), others=others))

    def _keep(self, plan: Plan) -> Plan:
        """The plan, kept for jobs in the same process."""
        self._kept = (self._make_key(plan.source, plan.case.sha256, plan.orders, plan.contracts), plan)
        return plan

    def _make_key(self, source: Path, sha256: str, orders: tuple[Order, ...], contracts: tuple[Path, ...]) -> object:
        """What tells plans apart, also where a file's copy on this machine is another than before."""
        return source, sha256, orders, tuple(map(self.workspace.files.locate, contracts))

    def render(self, job: Job, folder: Path | None = None) -> tuple[Result, ...]:
        """What comes of each document of a job; bytes go into files in `folder`, or else stay in memory."""
        try:
            plan = self._find_plan(job)
        except RealiseraError as problem:
            return tuple(Result(job.source, None, problem.findings, "failed", number=number) for number in job.numbers)
        return tuple(result for number in job.numbers for result in self._render(number, plan, job, folder))

    def compose(self, planned: PlannedDocument, plan: Plan) -> tuple[Document, tuple[Finding, ...]]:
        """The text of a document with all that stands around it, and warnings about it.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        edition = self._find_edition(planned, plan)
        composition = self._compose(planned, planned.subject, edition)
        others = list(self._compose_others(planned, plan, edition)) if edition else []
        if edition:
            composition = edition.finish(composition, [(ground, other) for ground, _, other in others])
        warnings = _warn(composition.foreign, plan.case, planned) if composition.foreign else ()
        if planned.order.strict and warnings:
            raise InputError(*(replace(warning, severity="error") for warning in warnings))
        warnings = (*_warn_of_unread(composition.unread), *warnings)
        if planned.order.with_source:
            warnings = (*_warn_of_source(plan.case, planned), *warnings)
        if isinstance(planned.subject, ReportSubject):
            warnings = (*planned.subject.warnings, *warnings)
        remarks = planned.document.list_remarks(planned.subject)
        warnings = (*plan.case.locate((*planned.warnings, *remarks)), *warnings)
        document = make_document(planned, composition, self.workspace.settings)
        if edition:
            has_other_day = any(day != planned.subject.dated for _, day, _ in others)
            document = edition.finish_document(document, has_other_day=has_other_day)
        return document, warnings

    def _find_edition(self, planned: PlannedDocument, plan: Plan) -> Edition | None:
        if not plan.case.is_masked:
            return None
        from generator.build.edition import find_edition  # noqa: PLC0415 (most documents are whole)

        return find_edition(plan.case, self._composer, planned.languages, draft=planned.order.draft)

    def _compose(self, planned: PlannedDocument, subject: Subject | ReportSubject, edition: Edition | None) -> Composition:
        """The text of a document about a subject.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        clause = None if isinstance(subject, ReportSubject) else subject.clause.terms
        return self._composer.compose(
            planned.document.slug,
            planned.document.make_view(subject),
            planned.languages,
            clause=clause,
            draft=planned.order.draft,
            put_words=edition.put_words if edition else None,
        )

    def _compose_others(
        self, planned: PlannedDocument, plan: Plan, edition: Edition | None
    ) -> Iterator[tuple[int, date, Composition]]:
        """The text of a document with other stand-ins for what is hidden, each with the number of its ground and its day.

        Raises:
            InputError: it can be made with none of them, so that it can't be told what follows from what is hidden.
        """
        made: dict[int, bool] = {}
        for ground, source in plan.others:
            made.setdefault(ground, False)
            try:
                subject = remake_subject(planned, source)
                composition = self._compose(planned, subject, edition)
            except Exception:  # noqa: BLE001, S112 (stand-ins need not fit together: this one says nothing)
                continue
            made[ground] = True
            yield ground, subject.dated, composition
        if not all(made.values()):
            hint = "hide fewer fields, or make it without --masked and mask it by hand"
            raise InputError(
                Finding("{document} can't be made without what is hidden", hint=hint, values={"document": planned.document.slug})
            )

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

    def _find_plan(self, job: Job) -> Plan:
        """The plan of a job's source, kept for the next job of the same."""
        key = self._make_key(job.source, job.sha256, job.orders, job.contracts)
        if self._kept and self._kept[0] == key:
            return self._kept[1]
        case = job.case or self.cases.open(job.source, contracts=job.contracts)
        if case.sha256 != job.sha256:
            raise InputError(Finding("this file was changed while documents were made of it", hint="make them again"))
        return self.plan(case, job.orders)

    def _render(self, number: int, plan: Plan, job: Job, folder: Path | None) -> Iterator[Result]:
        """What comes of a document; warnings are told once, with its first file."""
        planned = plan.documents[number]
        if planned.document.cites:
            planned = cite_files(planned, job.cited)
        try:
            (document, warnings), until = record_asked(planned.order.on, lambda: self.compose(planned, plan))
        except RealiseraError as problem:
            yield Result(job.source, None, plan.case.locate(problem.findings), "failed", number=number)
            return
        until = min(planned.until, until)
        for file in planned.files:
            result = Result(job.source, None, warnings, until=until, file=file, number=number)
            yield self._render_file(result, planned, document, job, folder)
            warnings = ()

    def _render_file(self, result: Result, planned: PlannedDocument, document: Document, job: Job, folder: Path | None) -> Result:
        """The file, made unless it is known to be the same."""
        form = result.file.rpartition(".")[2]
        try:
            inputs = self._layouts.list_inputs(document, choose_engine(form, self.workspace.settings.pdf_engine))
            source = _choose_source(form, planned, job)
            inputs = replace(inputs, source=hashlib.sha256(source.data).hexdigest() if source else "")
            if not {inputs.fingerprint, inputs.undated}.isdisjoint(job.known.get(result.file, ())):
                return replace(result, state="unchanged", inputs=inputs)
            stamp = inputs.stamp(document)
            data = self._find_writer(form).render(replace(document, stamp=stamp))
            result = replace(result, findings=(*result.findings, *self._list_warnings(form)))
            data = seal(attach_source(data, source, document.date, document.subject) if source else data, stamp)
        except RealiseraError as problem:
            return replace(result, state="failed", findings=(*result.findings, *problem.findings))
        except Exception as problem:  # noqa: BLE001 (one document that fails stops no other)
            return replace(result, state="failed", findings=(*result.findings, _tell_failure(form, problem)))
        try:
            content = _put_aside(data, folder) if folder else data
        except OSError as problem:
            return replace(result, state="failed", blocked=(problem.errno, explain(problem)))
        return replace(result, inputs=inputs, sha256=hashlib.sha256(data).hexdigest(), content=content)

    def _list_warnings(self, form: str) -> tuple[Finding, ...]:
        """What a writer has to tell of the layouts and fonts that it has used; whoever prints it tells nothing twice."""
        return tuple(getattr(self._find_writer(form), "warnings", ()))

    def _find_writer(self, form: str) -> Writer:
        if form not in self._writers:
            self._writers[form] = make_writer(form, self.workspace.files, self.workspace.settings.pdf_engine)
        return self._writers[form]


def _make_composer(workspace: Workspace) -> Composer:
    files, data_language = workspace.files, workspace.settings.data_language
    compilers = (f"{name} {find_version(name)}" for name in ("jinja2", "markdown"))
    return Composer(files, data_language, code_cache=CodeCache(name_product(), *compilers, files.digest, data_language))


def _tell_failure(form: str, problem: Exception) -> Finding:
    """That a library, or this program, failed in a way that nobody has thought of."""
    values = {"form": form, "kind": type(problem).__name__, "problem": " ".join(str(problem).split())[:200]}
    hint = "tell the people who maintain this program, with the files that it was made from"
    return Finding("this document can't be made as {form} ({kind}: {problem})", hint=hint, values=values)


def _put_aside(data: bytes, folder: Path) -> Path:
    """A new file in the folder with these bytes."""
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(data)
    return Path(file.name)


def _choose_source(form: str, planned: PlannedDocument, job: Job) -> Attachment | None:
    """What a file is to carry: nothing is carried by what is to be published, since its source has the names left out of it."""
    is_wanted = planned.order.with_source and form == "pdf" and planned.document.audience != "public"
    return Attachment(job.source.name, job.carried) if is_wanted else None


def _warn_of_unread(languages: Sequence[str]) -> tuple[Finding, ...]:
    """A warning for each language whose translation no lawyer has read yet."""
    message = "no lawyer has read the translation into '{lang}' yet"
    hint = "send the Swedish text with it, as in sv+{lang}"
    return tuple(Finding(message, hint=hint, values={"lang": lang}, severity="warning") for lang in languages)


def _warn_of_source(loaded: LoadedContract | LoadedReport, planned: PlannedDocument) -> tuple[Finding, ...]:
    """A warning where PDFs carry what not everybody may read, or don't carry what is asked for."""
    if planned.document.audience == "public":
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
    hint = "write it as a map by language, with {lacking} too"
    texts = {paths[id(text)]: text for text in foreign if id(text) in paths}
    warnings = [
        Finding(
            message,
            subject=format_path(path),
            hint=hint,
            values=values | {"lacking": ", ".join(f"{tag}: …" for tag in planned.languages if texts[path].get(tag) is None)},
            severity="warning",
        )
        for path in wanted
    ]
    return loaded.locate(warnings)
