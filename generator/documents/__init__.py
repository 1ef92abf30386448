"""What each document says: one module a type. `DOCUMENTS` holds them all, by hand, in the order that a contract's life has."""

from __future__ import annotations

import copyreg

from generator.documents.action_plan import ACTION_PLAN
from generator.documents.agenda import AGENDA
from generator.documents.checklist import CHECKLIST
from generator.documents.clause_guide import CLAUSE_GUIDE
from generator.documents.communication_report import COMMUNICATION_REPORT
from generator.documents.contacts import CONTACTS
from generator.documents.document_type import DocumentType, ItemKind, MadeFile, Pack, ReportSubject, Subject
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.documents.escalation_record import ESCALATION_RECORD
from generator.documents.evaluation_report import EVALUATION_REPORT
from generator.documents.followup_plan import FOLLOWUP_PLAN
from generator.documents.invitation import INVITATION
from generator.documents.kickoff import has_been_held
from generator.documents.minutes import MINUTES
from generator.documents.monitoring import MONITORING
from generator.documents.monitoring_notice import MONITORING_NOTICE
from generator.documents.risk_analysis import RISK_ANALYSIS
from generator.documents.slides import SLIDES

PACKS: tuple[Pack, ...] = (
    Pack(
        "kickoff-pack",
        (INVITATION, AGENDA, CLAUSE_GUIDE, CONTACTS, MONITORING, MINUTES, SLIDES, CHECKLIST),
        is_over=has_been_held,
    ),
)

DOCUMENTS: tuple[DocumentType, ...] = (
    *(part for pack in PACKS for part in pack.parts),
    RISK_ANALYSIS,
    FOLLOWUP_PLAN,
    MONITORING_NOTICE,
    ACTION_PLAN,
    ESCALATION_LETTER,
    ESCALATION_RECORD,
    EVALUATION_REPORT,
    COMMUNICATION_REPORT,
)


def find_document(slug: str) -> DocumentType:
    """The document type with that slug."""
    return next(document for document in DOCUMENTS if document.slug == slug)


def find_pack(slug: str) -> Pack:
    """The pack with that slug."""
    return next(pack for pack in PACKS if pack.slug == slug)


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
    "find_document",
    "find_pack",
]
