"""What a document that was made before is about, in the contract of today. Called by `register` and `drafts`."""

from __future__ import annotations

from datetime import date

from generator.build.source import ContractSource
from generator.contract.case import Case
from generator.contract.ladder import LadderStep
from generator.documents import DocumentType, Subject, list_item_ids
from generator.rules.standing.letters import list_letters, split_item


def find_subject(case: Case, document: DocumentType, on: date, item: str) -> Subject | None:
    """What a document of a day is about; None where the contract has that item no more, or the document is over figures."""
    if document.item_kind and item not in list_item_ids(document.item_kind, case.contract):
        return None
    subject = ContractSource(case).make_subject(document, on, item)
    return subject if isinstance(subject, Subject) else None


def find_step(case: Case, item: str) -> LadderStep | None:
    """The step of the ladder that a letter such as `D2.reminder-2` is about; None where there is no such letter any more."""
    deviation, letter = split_item(item)
    entries = (list_letters(each).get(letter) for each in case.contract.deviations if each.id == deviation)
    entry = next(entries, None)
    return case.ladder.steps.get(entry.step) if entry else None
