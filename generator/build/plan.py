"""Which documents, in which languages and formats, and where they go. Called by `pipeline`; touches no file."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from generator.build.source import Source
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.documents import DOCUMENTS, PACKS, DocumentType, ItemKind, MadeFile, Pack, ReportSubject, Subject
from generator.errors import Finding, InputError
from generator.rules.standing.deviation import find_entries
from generator.workspace import Workspace

_CHOSEN_BY: Mapping[ItemKind, tuple[ItemKind, ...]] = {
    "": (),
    "deviation": ("deviation",),
    "activity": ("activity",),
    "step": ("deviation", "step"),
}
"""By what the items of each kind can be chosen."""
ALL = "all"
"""What stands for every document that a contract has something for."""


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked for."""

    document: DocumentType
    on: date
    languages: tuple[str, ...] = ()
    """Such as `sv` and `sv+en`; nothing means those of the contract, or else of the workspace."""
    formats: tuple[str, ...] = ()
    """Nothing means all that the type has; a format that the type doesn't have is left out."""
    items: Mapping[ItemKind, str] = field(default_factory=dict)
    """One item only, by its kind; even one that is settled."""
    pack: Pack | None = None
    """The pack that it is made as a part of."""
    position: int = 0
    """Its number in the pack, from 1."""
    as_archive: bool = False
    """Whether a pack is also made into one archive for each language."""
    where_it_fits: bool = False
    """Whether a contract that has nothing for it to be about is passed over, rather than told what it lacks."""
    draft: bool = False
    """Mark untranslated text instead of refusing."""
    strict: bool = False
    """Refuse where a text stands in another language than the document's."""
    with_source: bool = False
    """Whether PDFs carry the file that they are made from."""


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to make."""

    format: str
    path: str
    """Relative to the output folder, with `/`."""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A document in one language, or in two side by side, and the files that it becomes."""

    order: Order
    subject: Subject | ReportSubject
    languages: tuple[str, ...]
    files: tuple[PlannedFile, ...]

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
        return f"{self.subject.masthead.id}/{pack.slug}.{self.language}.zip" if pack else ""


def make_orders(slug: str, **wishes: Any) -> tuple[Order, ...]:
    """The orders that a slug stands for: a document, a pack, or `all`. `wishes` are the other fields of an order.

    Raises:
        InputError: there is no such document or pack, with the nearest slug as a hint; or a wish that none of them can fulfil.
    """
    orders = _make_orders(slug, wishes)
    document = {"document": slug}
    formats = sorted({name for order in orders for name in order.document.formats})
    if not any(set(order.formats or formats) & set(order.document.formats) for order in orders):
        values = document | {"formats": ", ".join(formats)}
        raise InputError(Finding("{document} is made as {formats}", hint="ask for one of these formats", values=values))
    _check_carrying(orders, formats)
    kinds = {kind for order in orders for kind in _CHOSEN_BY[order.document.item_kind]}
    if stray := next((kind for kind in orders[0].items if kind not in kinds), None):
        values = document | {"kind": stray}
        raise InputError(Finding("{document} is not made one for each {kind}", hint="leave --{kind} out", values=values))
    if orders[0].as_archive and not any(order.pack for order in orders):
        raise InputError(Finding("{document} is not a pack", hint="leave --zip out", values=document))
    return orders


def _check_carrying(orders: Sequence[Order], known: Sequence[str]) -> None:
    """Check that files can carry what they are made from, or needn't."""
    if not orders[0].with_source:
        return
    if "pdf" not in (set(orders[0].formats) or set(known)) & set(known):
        hint = "add --format pdf, or leave --archive out"
        raise InputError(Finding("only a PDF can carry the file that it is made from", hint=hint))
    if orders[0].as_archive:
        hint = "ask for one at a time, with an --out folder for each"
        raise InputError(Finding("--zip makes what is to be sent, and --archive what is to be kept", hint=hint))


def _make_orders(slug: str, wishes: Mapping[str, Any]) -> tuple[Order, ...]:
    if slug == ALL:
        alone = [document for document in DOCUMENTS if not any(document in pack.parts for pack in PACKS)]
        wishes = {**wishes, "where_it_fits": True}
        packs = [order for pack in PACKS for order in _make_orders(pack.slug, wishes)]
        return (*packs, *(Order(document, **wishes) for document in alone))
    pack = next((pack for pack in PACKS if pack.slug == slug), None)
    if pack:
        return tuple(Order(part, pack=pack, position=number, **wishes) for number, part in enumerate(pack.parts, 1))
    slugs = {document.slug: document for document in DOCUMENTS}
    if slug not in slugs:
        known = [ALL, *(pack.slug for pack in PACKS), *slugs]
        near = difflib.get_close_matches(slug, known, 1)
        hint = "did you mean '{near}'?" if near else "there are: {slugs}"
        values = {"slug": slug, "near": near[0] if near else "", "slugs": ", ".join(known)}
        raise InputError(Finding("there is no document '{slug}'", hint=hint, values=values))
    return (Order(slugs[slug], **wishes),)


def plan_documents(order: Order, source: Source, workspace: Workspace) -> tuple[PlannedDocument, ...]:
    """Every document that the order makes of a contract file or a report file.

    Raises:
        InputError: the contract has no such item, or the document isn't made of such a file.
    """
    languages = order.languages or source.languages or workspace.settings.languages
    formats = [name for name in order.document.formats if not order.formats or name in order.formats]
    plan = []
    for item in choose_items(order, source.whole) if formats else ():
        for spec in languages:
            day = order.document.find_day(source.whole, item) if order.document.find_day else order.on
            name = f"{order.pack.slug}/{order.position:02}-{order.document.slug}" if order.pack else order.document.slug
            stem = ".".join(part for part in (name, item, spec.replace("+", "-")) if part)
            path = f"{source.whole.id}/{stem}"
            files = tuple(PlannedFile(name, f"{path}.{name}") for name in formats)
            subject = source.make_subject(order.document, day, item)
            plan.append(PlannedDocument(order, subject, tuple(spec.split("+")), files))
    return tuple(plan)


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
        hint = "name a contract file; a report becomes evaluation-report and communication-report"
        message = "{document} is made of a contract, and this is a report"
        raise InputError(Finding(message, subject="period", hint=hint, values=values))
    return fitting


def choose_items(order: Order, source: Contract | Report) -> tuple[str, ...]:
    """The items that an order makes a document for each of.

    Raises:
        InputError: the contract has no such item, or the document isn't made of reports.
    """
    if isinstance(source, Report):
        return order.document.list_items(source, order.on)
    kind, contract = order.document.item_kind, source
    if order.pack and order.where_it_fits and order.pack.is_over(contract, order.on):
        return ()
    if kind == "step" and order.items:
        return _choose_steps(order, contract)
    wanted = order.items.get(kind, "") if kind else ""
    if not wanted:
        return order.document.list_items(contract, order.on) or (() if kind or order.where_it_fits else ("",))
    check_item(kind, wanted, contract)
    return (wanted,)


def _choose_steps(order: Order, contract: Contract) -> tuple[str, ...]:
    """The steps that an order is about: of one deviation or of all, a certain step or the last that was taken."""
    deviation, step = order.items.get("deviation", ""), order.items.get("step", "")
    if deviation:
        check_item("deviation", deviation, contract)
    logs = {each.id: dict(find_entries(each, order.on)) for each in contract.deviations if each.id == deviation or not deviation}
    if step:
        found = tuple(f"{name}.{step}" for name, log in logs.items() if step in log)
    else:
        found = tuple(f"{name}.{next(reversed(log))}" for name, log in logs.items() if log)
    if deviation and not found:
        values = {"deviation": deviation, "step": step, "known": ", ".join(logs[deviation]) or "–", "day": order.on.isoformat()}
        message = (
            "the step '{step}' of {deviation} has not been taken by {day}"
            if step
            else "no step of {deviation} has been taken by {day}"
        )
        hint = "steps taken: {known}; take the next with: realisera escalate"
        subject = f"deviations[{[each.id for each in contract.deviations].index(deviation)}].escalation"
        raise InputError(Finding(message, subject=subject, hint=hint, values=values))
    return found


def check_item(kind: ItemKind, wanted: str, contract: Contract) -> None:
    """Check that the contract has an item of the kind with that id.

    Raises:
        InputError: it has none.
    """
    items = contract.deviations if kind == "deviation" else contract.monitoring.activities
    known = [item.id for item in items]
    if wanted not in known:
        values = {"item": wanted, "known": ", ".join(known) or "–"}
        deviation = kind == "deviation"
        message = "this contract has no deviation '{item}'" if deviation else "this contract has no activity '{item}'"
        hint = "its deviations: {known}" if deviation else "its activities: {known}"
        subject = "deviations" if deviation else "monitoring.activities"
        raise InputError(Finding(message, subject=subject, hint=hint, values=values))
