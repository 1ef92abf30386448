"""The officer's own checklist: before, at and after the kick-off meeting. Never sent to the supplier."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import AwardNotice
from generator.contract.models import Contract, Person
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import (
    MEETING,
    OFFICER,
    PACK,
    About,
    Meeting,
    describe_contract,
    list_kickoff,
    take_meeting,
    take_officer,
)
from generator.documents.ladder import LadderNote, describe_ladder
from generator.rules.meeting_days import find_invitation_day, find_minutes_day, find_ready_day
from generator.rules.standing.ladder import bar_step
from generator.rules.standing.plans import know
from generator.rules.standstill import Standstill, find_standstill

SLUG = "checklist"


class ChecklistView(Struct, frozen=True):
    """All that the checklist says."""

    about: About
    officer: Person
    meeting: Meeting
    standstill: Standstill | None
    is_standstill_unknown: bool
    """Whether there may be a standstill period that the contract file says nothing of."""
    contract_starts: date
    invite_by: date
    invited: date | None
    """The day the invitation was sent, if it was."""
    is_invitation_late: bool
    """Whether that should have been done by now."""
    ready_by: date
    send_minutes_by: date
    due_diligence: Person | None
    """The person responsible at the supplier, if known."""
    has_risks: bool
    has_activities: bool
    is_joint: bool
    unanswered: int
    """Questions in the contract file that have no answer yet."""
    asks_supply: bool
    """Whether the ladder asks who supplies care while call-offs are suspended, and they can be."""
    ladder: LadderNote


def _make_view(subject: Subject) -> ChecklistView:
    contract, on = subject.contract, subject.on
    required = Required(SLUG)
    officer = take_officer(contract, required)
    meeting = take_meeting(contract, required)
    required.check()
    standstill, invited = find_standstill(contract.dates), _find_invited(contract, on)
    invite_by = find_invitation_day(meeting.date, standstill.ends if standstill else None)
    return ChecklistView(
        about=describe_contract(contract),
        officer=officer,
        meeting=meeting,
        standstill=standstill,
        is_standstill_unknown=standstill is None and contract.dates.award_notice is not AwardNotice.NONE,
        contract_starts=contract.dates.starts,
        invite_by=invite_by,
        invited=invited,
        is_invitation_late=not invited and invite_by < on < meeting.date,
        ready_by=find_ready_day(meeting.date, invited or on),
        send_minutes_by=find_minutes_day(meeting.date),
        due_diligence=contract.supplier.contacts.get("due_diligence"),
        has_risks=bool(contract.risks),
        has_activities=bool(contract.monitoring.activities),
        is_joint=bool(contract.monitoring.joint),
        unanswered=_count_unanswered(contract),
        asks_supply=any(step.asks_supply and not bar_step(step, contract, on) for step in subject.ladder.steps.values()),
        ladder=describe_ladder(subject.ladder, subject.on, contract),
    )


def _find_invited(contract: Contract, on: date) -> date | None:
    return know(contract.kickoff.invited, on) if contract.kickoff else None


def _count_unanswered(contract: Contract) -> int:
    return sum(question.answer is None for question in contract.kickoff.questions) if contract.kickoff else 0


CHECKLIST = DocumentType(
    slug=SLUG,
    layout="form",
    needs=(*MEETING, OFFICER),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=8,
    view=ChecklistView,
    make_view=_make_view,
    audience="internal",
)
