"""What each document says: one module a type, loaded when it is asked for. `SLUGS` names the product's own."""

from __future__ import annotations

import copyreg
from datetime import date
from functools import cache
from importlib import import_module
from typing import Any

from generator.contract.models import Contract
from generator.documents.document_type import (
    LETTER_SLUG,
    DocumentType,
    ItemKind,
    MadeFile,
    Pack,
    ReportSubject,
    Subject,
    list_item_ids,
)
from generator.documents.plugin_types import Types, add_types, fill_packs
from generator.errors import Finding
from generator.rules.standing import Duty
from generator.workspace import list_plugins

SLUGS = (
    "invitation",
    "agenda",
    "clause-guide",
    "contacts",
    "monitoring",
    "minutes",
    "slides",
    "checklist",
    "risk-analysis",
    "followup-plan",
    "monitoring-notice",
    "self-assessment",
    "document-review",
    "chain-form",
    "audit-protocol",
    "intake",
    "action-plan",
    LETTER_SLUG,
    "escalation-record",
    "evaluation-report",
    "communication-report",
    "yearly-plan",
    "secrecy-review",
)
"""The product's own documents, in the order that a contract's life has; `action-plan` is `ACTION_PLAN` in `action_plan`."""
_PACK_MODULES = {"kickoff-pack": "kickoff"}
"""The product's own packs: each is `PACK` of its module."""

DOCUMENTS: tuple[DocumentType, ...]
"""The types of `SLUGS`, all loaded when this is first asked for."""
PACKS: tuple[Pack, ...]
"""The product's own packs, with its own documents, likewise."""


def __getattr__(name: str) -> Any:
    """`DOCUMENTS` and `PACKS`: one document needs a tenth of what loading all of them takes."""
    if name not in {"DOCUMENTS", "PACKS"}:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    own = _load_own()
    return own.documents if name == "DOCUMENTS" else own.packs


@cache
def _load_own() -> Types:
    """The product's own types."""
    documents = tuple(map(_load, SLUGS))
    packs: list[Pack] = [import_module(f"{__name__}.{module}").PACK for module in _PACK_MODULES.values()]
    return Types(documents, fill_packs(packs, documents))


def _load(slug: str) -> DocumentType:
    name = slug.replace("-", "_")
    found: DocumentType = getattr(import_module(f"{__name__}.{name}"), name.upper())
    return found


@cache
def load_types() -> Types:
    """All types that there are: the product's own, and then those of plug-ins."""
    own = _load_own()
    return add_types(own.documents, own.packs, list_plugins().used)


def list_document_slugs() -> tuple[str, ...]:
    """The slugs of all documents, in the same order. Without plug-ins they are known before anything is loaded."""
    return tuple(each.slug for each in list_documents()) if list_plugins().used else SLUGS


def list_pack_slugs() -> tuple[str, ...]:
    """The slugs of all packs, likewise."""
    return tuple(each.slug for each in list_packs()) if list_plugins().used else tuple(_PACK_MODULES)


def list_documents() -> tuple[DocumentType, ...]:
    """All document types, in the order that a contract's life has; those of plug-ins come last."""
    return load_types().documents


def list_packs() -> tuple[Pack, ...]:
    """All packs, with their parts."""
    return load_types().packs


def list_plugin_findings() -> tuple[Finding, ...]:
    """Why plug-ins, or documents of theirs, aren't used."""
    types = load_types() if list_plugins().used else Types((), ())
    return (*list_plugins().findings, *types.findings)


def find_answers(duty: Duty, contract: Contract, on: date) -> tuple[DocumentType | Pack, ...]:
    """What does a duty on a day: the packs and documents that answer it and have something for what it is about.

    Those of plug-ins come first: who has one of their own wants that one.
    """
    known: tuple[DocumentType | Pack, ...] = (*list_packs(), *list_documents())
    own = {*SLUGS, *_PACK_MODULES}
    known = tuple(sorted(known, key=lambda each: each.slug in own))
    return tuple(each for each in known if duty.kind in each.answers and _is_about(each, duty, contract, on))


def _is_about(answer: DocumentType | Pack, duty: Duty, contract: Contract, on: date) -> bool:
    if isinstance(answer, DocumentType) and answer.item_kind:
        return duty.item in answer.list_items(contract, on)
    return True


def find_document(slug: str) -> DocumentType:
    """The document type with that slug; of the product's own, no other is loaded for it."""
    if slug in SLUGS:
        return _load(slug)
    return next(document for document in list_documents() if document.slug == slug)


def find_pack(slug: str) -> Pack:
    """The pack with that slug."""
    return next(pack for pack in list_packs() if pack.slug == slug)


# What is sent to another process is the slug: functions can't be.
copyreg.pickle(DocumentType, lambda document: (find_document, (document.slug,)))
copyreg.pickle(Pack, lambda pack: (find_pack, (pack.slug,)))

__all__ = [
    "DOCUMENTS",
    "PACKS",
    "SLUGS",
    "DocumentType",
    "ItemKind",
    "MadeFile",
    "Pack",
    "ReportSubject",
    "Subject",
    "find_answers",
    "find_document",
    "find_pack",
    "list_document_slugs",
    "list_documents",
    "list_item_ids",
    "list_pack_slugs",
    "list_packs",
    "list_plugin_findings",
]
