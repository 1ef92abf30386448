"""What each document says: one module a type. `DOCUMENTS` holds them all, by hand, in the order that a contract's life has."""

from __future__ import annotations

from generator.documents import action_plan
from generator.documents.document_type import DocumentType, Subject

DOCUMENTS: tuple[DocumentType, ...] = (action_plan.ACTION_PLAN,)

__all__ = ["DOCUMENTS", "DocumentType", "Subject"]
