"""Which documents, in which languages and formats, and where they go. Called by `pipeline`; touches no file."""

from __future__ import annotations

import difflib
import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from generator import __version__
from generator.contract.clause import Clause
from generator.contract.models import Contract
from generator.documents import DOCUMENTS, DocumentType, Subject
from generator.errors import Finding, InputError
from generator.rendering import ENGINES
from generator.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asked for."""

    document: DocumentType
    on: date
    languages: tuple[str, ...] = ()
    """Such as `sv` and `sv+en`; nothing means those of the contract, or else of the workspace."""
    formats: tuple[str, ...] = ()
    """Nothing means all that the type has."""
    item: str = ""
    """One item only, even one that is settled."""
    draft: bool = False
    """Mark untranslated text instead of refusing."""
    strict: bool = False
    """Refuse where a text stands in another language than the document's."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A contract file that was read."""

    contract: Contract
    sha256: str
    """Of the file."""
    clause: Clause


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """A file to make."""

    format: str
    path: str
    """Relative to the output folder, with `/`."""
    fingerprint: str
    """SHA-256 over all that the file is made from: equal fingerprints, equal bytes."""


@dataclass(frozen=True, slots=True)
class PlannedDocument:
    """A document in one language, or in two side by side, and the files that it becomes."""

    order: Order
    subject: Subject
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


def find_document(slug: str) -> DocumentType:
    """The document type with this slug.

    Raises:
        InputError: there is none; with the nearest slug as a hint.
    """
    slugs = {document.slug: document for document in DOCUMENTS}
    if slug not in slugs:
        near = difflib.get_close_matches(slug, slugs, 1)
        hint = "did you mean '{near}'?" if near else "there are: {slugs}"
        values = {"slug": slug, "near": near[0] if near else "", "slugs": ", ".join(slugs)}
        raise InputError(Finding("there is no document '{slug}'", hint=hint, values=values))
    return slugs[slug]


def plan_documents(order: Order, source: SourceFile, workspace: Workspace) -> tuple[PlannedDocument, ...]:
    """Every document that the order makes of a contract file.

    Raises:
        InputError: the contract has no such item.
    """
    languages = order.languages or source.contract.languages or workspace.settings.languages
    formats = order.formats or order.document.formats
    plan = []
    for item in _choose_items(order, source.contract):
        for spec in languages:
            stem = ".".join(part for part in (order.document.slug, item, spec.replace("+", "-")) if part)
            base = [*_list_inputs(order, source, workspace), item, spec]
            path = f"{source.contract.id}/{stem}"
            files = tuple(PlannedFile(name, f"{path}.{name}", _digest([*base, name, ENGINES[name]])) for name in formats)
            subject = Subject(source.contract, source.clause, order.on, item)
            plan.append(PlannedDocument(order, subject, tuple(spec.split("+")), files))
    return tuple(plan)


def _list_inputs(order: Order, source: SourceFile, workspace: Workspace) -> list[Any]:
    """All that the documents of an order and a source depend on, whatever their language and format."""
    settings = workspace.settings
    asked = [order.document.slug, order.on.isoformat(), order.draft]
    return [__version__, *asked, source.sha256, workspace.files.digest, dict(settings.letterhead), settings.data_language]


def _choose_items(order: Order, contract: Contract) -> tuple[str, ...]:
    if not order.item:
        return order.document.list_items(contract)
    known = [deviation.id for deviation in contract.deviations]
    if order.item not in known:
        values = {"item": order.item, "known": ", ".join(known) or "–"}
        hint = "its deviations: {known}"
        raise InputError(
            Finding("there is no deviation '{item}' in this contract", subject="deviations", hint=hint, values=values)
        )
    return (order.item,)


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
