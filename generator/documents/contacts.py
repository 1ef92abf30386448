"""The contact sheet: who does what on both sides, with blanks to fill in at the meeting."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.values import Text
from generator.documents.document_type import DocumentType, Subject
from generator.documents.kickoff import PACK, About, Contact, describe_contract, list_contacts, list_kickoff

SLUG = "contacts"


class ContactsView(Struct, frozen=True):
    """All that the contact sheet says."""

    about: About
    personal_data: Text | None
    """What the organisation says of personal data, where it has words of its own."""
    on: date
    meeting_day: date | None
    ours: tuple[Contact, ...]
    theirs: tuple[Contact, ...]
    is_due_diligence_known: bool
    """Whether the supplier has somebody who answers for due diligence."""


def _make_view(subject: Subject) -> ContactsView:
    contract = subject.contract
    return ContactsView(
        about=describe_contract(contract),
        personal_data=subject.choices.personal_data,
        on=subject.dated,
        meeting_day=contract.kickoff.date if contract.kickoff else None,
        ours=list_contacts("buyer", contract.buyer),
        theirs=list_contacts("supplier", contract.supplier),
        is_due_diligence_known="due_diligence" in contract.supplier.contacts,
    )


CONTACTS = DocumentType(
    slug=SLUG,
    layout="form",
    is_filled_in=True,
    needs=(),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=4,
    view=ContactsView,
    make_view=_make_view,
)
