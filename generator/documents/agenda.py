"""The agenda of the kick-off meeting: what is taken up when, and who comes."""

from __future__ import annotations

from msgspec import Struct

from generator.contract.models import Person
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import (
    MEETING,
    OFFICER,
    PACK,
    About,
    Meeting,
    Participant,
    describe_contract,
    list_kickoff,
    list_participants,
    make_agenda,
    take_meeting,
    take_officer,
)
from generator.rules.agenda import Agenda

SLUG = "agenda"


class AgendaView(Struct, frozen=True):
    """All that the agenda says."""

    about: About
    officer: Person
    meeting: Meeting
    agenda: Agenda
    participants: tuple[Participant, ...]


def _make_view(subject: Subject) -> AgendaView:
    contract = subject.contract
    required = Required(SLUG)
    officer = take_officer(contract, required)
    meeting = take_meeting(contract, required)
    required.check()
    return AgendaView(
        about=describe_contract(contract),
        officer=officer,
        meeting=meeting,
        agenda=make_agenda(meeting),
        participants=list_participants(contract),
    )


AGENDA = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(*MEETING, OFFICER),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=2,
    view=AgendaView,
    make_view=_make_view,
)
