"""The minutes of the kick-off meeting, to be filled in: questions and answers, decisions, who does what by when."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.models import Contract, Person, Question
from generator.contract.values import Text
from generator.documents.document_type import DocumentType, Required, Subject, find_person
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
    take_meeting,
    take_officer,
)
from generator.rules.meeting_days import find_minutes_day

SLUG = "minutes"


class AskedQuestion(Struct, frozen=True):
    """A question that was asked before the meeting."""

    question: Text
    asked_by: Person | None
    answer: Text | None


class MinutesView(Struct, frozen=True):
    """All that the minutes say before anybody has written in them."""

    about: About
    personal_data: Text | None
    """What the organisation says of personal data, where it has words of its own."""
    officer: Person
    meeting: Meeting
    participants: tuple[Participant, ...]
    questions: tuple[AskedQuestion, ...]
    send_by: date


def _make_view(subject: Subject) -> MinutesView:
    contract = subject.contract
    required = Required(SLUG)
    officer = take_officer(contract, required)
    meeting = take_meeting(contract, required)
    required.check()
    questions = contract.kickoff.questions if contract.kickoff else ()
    return MinutesView(
        about=describe_contract(contract),
        personal_data=subject.choices.personal_data,
        officer=officer,
        meeting=meeting,
        participants=list_participants(contract),
        questions=tuple(_make_question(question, contract) for question in questions),
        send_by=find_minutes_day(meeting.date),
    )


def _make_question(question: Question, contract: Contract) -> AskedQuestion:
    return AskedQuestion(question.question, find_person(contract, question.asked_by), question.answer)


MINUTES = DocumentType(
    slug=SLUG,
    layout="form",
    needs=(*MEETING, OFFICER),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=6,
    view=MinutesView,
    make_view=_make_view,
)
