"""Which documents, in which languages and formats, and where they go. Called by `pipeline`; reads heads of catalogs only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.build.job import Job, Result
from generator.build.orders import Order
from generator.build.source import ContractSource, Source
from generator.contract.case import Case, ReportCase
from generator.contract.checks import check_secrecy
from generator.contract.ladder_file import match_letter
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.documents import DocumentType, ItemKind, MadeFile, ReportSubject, Subject, list_item_ids
from generator.errors import N_, Finding, InputError
from generator.rules.standing.letters import list_letters
from generator.rules.watched_day import record_asked
from generator.text.catalogs import is_for
from generator.workspace import Workspace

_LACKS: Mapping[ItemKind, tuple[str, str, str]] = {
    "deviation": ("deviations", N_("this contract has no deviation '{item}'"), N_("its deviations: {known}")),
    "activity": ("monitoring.activities", N_("this contract has no activity '{item}'"), N_("its activities: {known}")),
    "request": ("requests", N_("this contract has no request '{item}'"), N_("its requests: {known}")),
}
"""Where items of a kind stand in the contract file, and what is told of one that doesn't."""


class PlannedDocument(Struct, frozen=True):
    """A document in one language, or in two side by side, and the files that it becomes."""

    order: Order
    subject: Subject | ReportSubject
    languages: tuple[str, ...]
    files: tuple[str, ...]
    """Relative to the output folder, with `/`, one for each format."""
    warnings: tuple[Finding, ...] = ()
    """Why it makes no sense on that day, where it is made all the same."""
    edition: str = ""
    """`masked` where what is confidential is taken out."""
    until: date = date.max
    """The last day on which it would be about the same."""

    @property
    def document(self) -> DocumentType:
        """Its type."""
        return self.order.document

    @property
    def language(self) -> str:
        """The languages as in file names: `sv`, `sv-en`."""
        return "-".join(self.languages)

    @property
    def archive_path(self) -> str:
        """Where the archive of its pack goes, or nothing where none is wanted."""
        pack = self.order.pack if self.order.as_archive else None
        return f"{self.subject.masthead.id}/{pack.slug}.{self.language}{self.edition and '.'}{self.edition}.zip" if pack else ""


class Plan(Struct, frozen=True, eq=False, dict=True):
    """What is to be made of a source that nothing is wrong with."""

    case: Case | ReportCase
    orders: tuple[Order, ...] = ()
    documents: tuple[PlannedDocument, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What is wrong with contracts that are left out of a report."""
    left_out: tuple[Finding, ...] = ()
    """Why what fits elsewhere isn't made on that day."""
    others: tuple[tuple[int, Source], ...] = ()
    """Of a masked edition: the source with other stand-ins for what is hidden, each with the number of its ground."""
    until: date = date.max
    """Until when the same would be ordered, and come to the same documents, whatever these say."""
    latest: date = date.max
    """The last day on which what is made today may stay as it is, whatever it says."""
    lasting: tuple[Result, ...] = ()
    """The files of those documents that stay as they are, since nothing in them follows otherwise from the day."""
    on: date | None = None
    """The day that all this follows from, where the manifest is to know the source by it."""
    data: bytes = b""
    """What the source file holds."""
    key: str = ""
    """A digest of the source and of all that its documents may depend on, where the manifest is to know the source by it."""

    @property
    def source(self) -> Path:
        """The contract or report file."""
        return self.case.path

    @property
    def contracts(self) -> tuple[Path, ...]:
        """The contract files of a report."""
        return self.case.contracts if isinstance(self.case, ReportCase) else ()

    @property
    def cites(self) -> frozenset[str]:
        """The documents whose files its own may name."""
        return frozenset(slug for planned in self.documents for slug in planned.document.cites)

    @cached_property
    def rounds(self) -> tuple[tuple[int, ...], ...]:
        """The numbers of its documents but for those that stay; those that name files of others come in a round after them."""
        staying = {result.number for result in self.lasting}
        rest = [number for number in range(len(self.documents)) if number not in staying]
        citing = [number for number in rest if self.documents[number].document.cites]
        others = [number for number in rest if number not in citing]
        return tuple(tuple(numbers) for numbers in (others, citing) if numbers)

    def list_files(self, number: int) -> tuple[str, ...]:
        """The files of all documents of a round."""
        return tuple(path for each in self.rounds[number] for path in self.documents[each].files)

    def is_finished_by(self, job: Job) -> bool:
        """Whether a job is the last of all."""
        return job.ends_round and job.round == len(self.rounds) - 1

    def make_jobs(
        self, number: int, size: int, known: Mapping[str, tuple[str, ...]], cited: tuple[MadeFile, ...]
    ) -> tuple[Job, ...]:
        """The documents of a round as jobs, of at most `size` documents each."""
        numbers = self.rounds[number]
        whole = Job(
            self.source,
            self.case.sha256,
            self.orders,
            numbers,
            known,
            cited,
            self.contracts,
            carried=self.data if any(order.with_source for order in self.orders) else b"",
            case=self.case if isinstance(self.case, Case) or self.case.is_masked else None,
            round=number,
        )
        parts = [numbers[start : start + size] for start in range(0, len(numbers), size)]
        return tuple(whole.take(part, ends_round=part is parts[-1]) for part in parts)


class PlannedOrder(Struct, frozen=True):
    """What an order comes to."""

    documents: tuple[PlannedDocument, ...] = ()
    left_out: tuple[Finding, ...] = ()
    """Why what fits elsewhere isn't made here on that day."""


def plan_documents(order: Order, source: Source, workspace: Workspace) -> PlannedOrder:
    """Every document that the order makes of a contract file or a report file.

    Raises:
        InputError: the contract has no such item, the document isn't made of such a file, or makes no sense on that day.
    """
    plan: list[PlannedDocument] = []
    left_out: list[Finding] = []
    order = _name_step(order, source)
    items = choose_items(order, source.whole) if _choose_formats(order) else ()
    languages, untranslated = _choose_languages(order, source, workspace)
    if items and untranslated:
        is_asked_for = order.languages or not languages
        if is_asked_for and not order.where_it_fits and not order.pack:
            raise InputError(*untranslated)
        left_out += [replace(finding, severity="warning") for finding in untranslated]
    for item in items if languages else ():
        obstacle = find_obstacle(order, source, item)
        if obstacle and order.where_it_fits:
            left_out.append(replace(obstacle, severity="warning"))
        elif obstacle and obstacle.severity == "error":
            raise InputError(obstacle)
        else:
            plan += _plan_item(order, source, languages, item, obstacle)
    return PlannedOrder(tuple(plan), tuple(left_out))


def _choose_formats(order: Order) -> tuple[str, ...]:
    return tuple(name for name in order.document.formats if not order.formats or name in order.formats)


def _choose_languages(order: Order, source: Source, workspace: Workspace) -> tuple[list[str], list[Finding]]:
    """In which languages a document is made; and why not in others that are wanted, whose catalogs are for other documents."""
    specs = list(order.languages or source.languages or workspace.settings.languages)
    slug, files = order.document.slug, workspace.files
    lacking = {spec: [lang for lang in spec.split("+") if not is_for(files, lang, slug)] for spec in specs}
    if order.draft or not any(lacking.values()):
        return specs, []
    hint = "make it in other languages, or use --draft to see it marked; realisera locale status tells what is translated"
    findings = [
        Finding("{document} isn't made in '{lang}'", hint=hint, values={"document": slug, "lang": lang})
        for lang in dict.fromkeys(lang for langs in lacking.values() for lang in langs)
    ]
    return [spec for spec, langs in lacking.items() if not langs], findings


def _plan_item(
    order: Order, source: Source, languages: Sequence[str], item: str, obstacle: Finding | None
) -> Iterator[PlannedDocument]:
    """The document of an item in each language."""
    day = order.document.find_day(source.whole, item) if order.document.find_day else order.on
    name = f"{order.pack.slug}/{order.position:02}-{order.document.slug}" if order.pack else order.document.slug
    edition = "masked" if source.is_masked else ""
    subject, until = record_asked(order.on, lambda: source.make_subject(order.document, day, item))
    for spec in languages:
        stem = ".".join(part for part in (name, item, spec.replace("+", "-"), edition) if part)
        files = tuple(f"{source.whole.id}/{stem}.{form}" for form in _choose_formats(order))
        warnings = (*((obstacle,) if obstacle else ()), *_list_secrecy(source, order.on))
        yield PlannedDocument(order, subject, tuple(spec.split("+")), files, warnings, edition, until)


def _list_secrecy(source: Source, on: date) -> tuple[Finding, ...]:
    """Of a masked edition: what the decisions that it rests on lack."""
    if isinstance(source, ContractSource) and source.is_masked:
        return source.case.report_problems(check_secrecy(source.case.contract, on))
    return ()


def remake_subject(planned: PlannedDocument, source: Source) -> Subject | ReportSubject:
    """What a document would be about if it were made of another source."""
    item = planned.subject.item
    find_day = planned.document.find_day
    day = find_day(source.whole, item) if find_day else planned.order.on
    subject = source.make_subject(planned.document, day, item)
    return replace(subject, made=planned.subject.made)


def find_obstacle(order: Order, source: Source, item: str) -> Finding | None:
    """Why what is ordered makes no sense on its day, if it doesn't: a pack says it for all of its parts."""
    if not isinstance(source, ContractSource):
        return order.document.find_report_obstacle(source.report, order.on)
    return (order.pack or order.document).find_obstacle(source.assess(order.on), item)


def cite_files(planned: PlannedDocument, made: tuple[MadeFile, ...]) -> PlannedDocument:
    """The document with the files that it names."""
    cited = sorted((file for file in made if file.document in planned.document.cites), key=lambda file: file.path)
    return replace(planned, subject=replace(planned.subject, made=tuple(cited)))


def choose_orders(orders: Sequence[Order]) -> list[Order]:
    """The orders that a report file can fulfil; none where all of them pass over what they don't fit.

    Raises:
        InputError: one of them is of a document that isn't made of reports.
    """
    fitting = [order for order in orders if order.document.is_over_figures]
    stray = next((order for order in orders if not order.document.is_over_figures and not order.where_it_fits), None)
    if stray:
        values = {"document": stray.document.slug}
        hint = "name a contract file; a report becomes evaluation-report, communication-report and yearly-plan"
        message = "{document} is made of a contract, and this is a report"
        raise InputError(Finding(message, subject="period", hint=hint, values=values))
    return fitting


def _name_step(order: Order, source: Source) -> Order:
    """The order with the step that it names by its key, whatever it is called there."""
    step = order.items.get("step", "")
    if not step or not isinstance(source, ContractSource):
        return order
    return replace(order, items={**order.items, "step": match_letter(source.case.ladder, step)})


def choose_items(order: Order, source: Contract | Report) -> tuple[str, ...]:
    """The items that an order makes a document for each of.

    Raises:
        InputError: the contract has no such item, or the document isn't made of reports.
    """
    if isinstance(source, Report):
        return order.document.list_items(source, order.on)
    if order.document.lists_contracts:
        if order.where_it_fits:
            return ()
        values = {"document": order.document.slug}
        hint = "name a report file: its `contracts` says which"
        raise InputError(Finding("{document} is made of many contracts, and this is one", subject="id", hint=hint, values=values))
    kind, contract = order.document.item_kind, source
    if kind == "step" and order.items:
        return _choose_steps(order, contract)
    wanted = order.items.get(kind, "") if kind else ""
    if not wanted:
        is_left_out = order.pack is not None and order.document.is_optional
        is_passed_over = is_left_out or (order.where_it_fits and not order.is_due)
        return order.document.list_items(contract, order.on) or (() if kind or is_passed_over else ("",))
    check_item(kind, wanted, contract)
    return (wanted,)


def _choose_steps(order: Order, contract: Contract) -> tuple[str, ...]:
    """The letters that an order is about: of one deviation or of all, the one of that name or that of the last step taken."""
    deviation, step = order.items.get("deviation", ""), order.items.get("step", "")
    if deviation:
        check_item("deviation", deviation, contract)
    logs = {each.id: list_letters(each, order.on) for each in contract.deviations if each.id == deviation or not deviation}
    if step:
        found = tuple(f"{name}.{step}" for name, log in logs.items() if step in log)
    else:
        found = tuple(f"{name}.{next(reversed(log))}" for name, log in logs.items() if log)
    if deviation and not found:
        values = {"deviation": deviation, "step": step, "known": ", ".join(logs[deviation]) or "–", "day": order.on.isoformat()}
        values["contract"] = contract.id
        message = (
            "the step '{step}' of {deviation} has not been taken by {day}"
            if step
            else "no step of {deviation} has been taken by {day}"
        )
        hint = "steps taken: {known}; take the next with: realisera escalate {contract} {deviation}"
        subject = f"deviations[{[each.id for each in contract.deviations].index(deviation)}].escalation"
        raise InputError(Finding(message, subject=subject, hint=hint, values=values))
    return found


def check_item(kind: ItemKind, wanted: str, contract: Contract) -> None:
    """Check that the contract has an item of the kind with that id.

    Raises:
        InputError: it has none.
    """
    known = list_item_ids(kind, contract)
    if wanted not in known:
        values = {"item": wanted, "known": ", ".join(known) or "–"}
        subject, message, hint = _LACKS[kind]
        raise InputError(Finding(message, subject=subject, hint=hint, values=values))
