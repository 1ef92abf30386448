"""What each document says: one module a type. `DOCUMENTS` holds the product's own, in the order that a contract's life has."""

from __future__ import annotations

import copyreg
from datetime import date
from functools import cache

from generator.contract.models import Contract
from generator.documents.action_plan import ACTION_PLAN
from generator.documents.agenda import AGENDA
from generator.documents.audit_protocol import AUDIT_PROTOCOL
from generator.documents.chain_form import CHAIN_FORM
from generator.documents.checklist import CHECKLIST
from generator.documents.clause_guide import CLAUSE_GUIDE
from generator.documents.communication_report import COMMUNICATION_REPORT
from generator.documents.contacts import CONTACTS
from generator.documents.document_review import DOCUMENT_REVIEW
from generator.documents.document_type import DocumentType, ItemKind, MadeFile, Pack, ReportSubject, Subject, list_item_ids
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.documents.escalation_record import ESCALATION_RECORD
from generator.documents.evaluation_report import EVALUATION_REPORT
from generator.documents.followup_plan import FOLLOWUP_PLAN
from generator.documents.intake import INTAKE
from generator.documents.invitation import INVITATION
from generator.documents.kickoff import PACK as KICKOFF
from generator.documents.minutes import MINUTES
from generator.documents.monitoring import MONITORING
from generator.documents.monitoring_notice import MONITORING_NOTICE
from generator.documents.plugin_types import Types, add_types, fill_packs
from generator.documents.risk_analysis import RISK_ANALYSIS
from generator.documents.secrecy_review import SECRECY_REVIEW
from generator.documents.self_assessment import SELF_ASSESSMENT
from generator.documents.slides import SLIDES
from generator.documents.yearly_plan import YEARLY_PLAN
from generator.errors import Finding
from generator.rules.standing import Duty
from generator.workspace import list_plugins

DOCUMENTS: tuple[DocumentType, ...] = (
    INVITATION,
    AGENDA,
    CLAUSE_GUIDE,
    CONTACTS,
    MONITORING,
    MINUTES,
    SLIDES,
    CHECKLIST,
    RISK_ANALYSIS,
    FOLLOWUP_PLAN,
    MONITORING_NOTICE,
    SELF_ASSESSMENT,
    DOCUMENT_REVIEW,
    CHAIN_FORM,
    AUDIT_PROTOCOL,
    INTAKE,
    ACTION_PLAN,
    ESCALATION_LETTER,
    ESCALATION_RECORD,
    EVALUATION_REPORT,
    COMMUNICATION_REPORT,
    YEARLY_PLAN,
    SECRECY_REVIEW,
)
"""The product's own."""

PACKS = fill_packs((KICKOFF,), DOCUMENTS)
"""The product's own, with its own documents."""


@cache
def load_types() -> Types:
    """All types that there are: the product's own, and then those of plug-ins."""
    return add_types(DOCUMENTS, PACKS, list_plugins().used)


def list_documents() -> tuple[DocumentType, ...]:
    """All document types, in the order that a contract's life has; those of plug-ins come last."""
    return load_types().documents


def list_packs() -> tuple[Pack, ...]:
    """All packs, with their parts."""
    return load_types().packs


def list_plugin_findings() -> tuple[Finding, ...]:
    """Why plug-ins, or documents of theirs, aren't used."""
    return (*list_plugins().findings, *load_types().findings)


def find_answers(duty: Duty, contract: Contract, on: date) -> tuple[DocumentType | Pack, ...]:
    """What does a duty on a day: the packs and documents that answer it and have something for what it is about.

    Those of plug-ins come first: who has one of their own wants that one.
    """
    known: tuple[DocumentType | Pack, ...] = (*list_packs(), *list_documents())
    known = tuple(sorted(known, key=lambda each: each in DOCUMENTS or each in PACKS))
    return tuple(each for each in known if duty.kind in each.answers and _is_about(each, duty, contract, on))


def _is_about(answer: DocumentType | Pack, duty: Duty, contract: Contract, on: date) -> bool:
    if isinstance(answer, DocumentType) and answer.item_kind:
        return duty.item in answer.list_items(contract, on)
    return True


def find_document(slug: str) -> DocumentType:
    """The document type with that slug."""
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
    "DocumentType",
    "ItemKind",
    "MadeFile",
    "Pack",
    "ReportSubject",
    "Subject",
    "find_answers",
    "find_document",
    "find_pack",
    "list_documents",
    "list_item_ids",
    "list_packs",
    "list_plugin_findings",
]
