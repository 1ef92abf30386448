"""The invitation to the kick-off meeting: a letter to the supplier."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.models import Person
from generator.contract.values import Text
from generator.documents.document_type import Correspondence, DocumentType, Need, Required, Subject, find_receivers
from generator.documents.kickoff import (
    MEETING,
    OFFICER,
    PACK,
    About,
    Meeting,
    describe_contract,
    list_kickoff,
    list_participants,
    take_meeting,
    take_officer,
)
from generator.documents.obstacles import find_unsettled
from generator.documents.parties import find_country_abroad
from generator.errors import Finding, InputError
from generator.rules.meeting_days import find_ready_day, is_short

SLUG = "invitation"
_MOST_NAMES = 8
"""More participants than this aren't named in a letter; the agenda names them all."""


class InvitationView(Struct, frozen=True):
    """All that the invitation says."""

    about: About
    personal_data: Text | None
    """What the organisation says of personal data, where it has words of its own."""
    officer: Person
    on: date
    receiver: Person | None
    """Who it is addressed to at the supplier: the person responsible for due diligence, or else whoever is known."""
    responsible: Person | None
    """The person responsible for due diligence."""
    address: tuple[str, ...]
    country: str | None
    """Where the supplier is, if abroad."""
    meeting: Meeting
    answer_by: date
    is_short: bool
    """Whether there is little time to answer."""
    ours: tuple[str, ...]
    """The names of those who come from the buyer; none where they are too many for a letter."""
    theirs: tuple[str, ...]
    """The names of those invited from the supplier, likewise, but for the person responsible for due diligence."""
    are_named_elsewhere: bool
    """Whether somebody's name is left out here."""


def _make_view(subject: Subject) -> InvitationView:
    contract, supplier = subject.contract, subject.contract.supplier
    required = Required(SLUG)
    officer = take_officer(contract, required)
    meeting = take_meeting(contract, required)
    required.take("supplier.address", supplier.address or None)
    required.take("kickoff.place", meeting.place or meeting.link)
    required.check()
    _check_day(meeting, subject.on)
    answer_by = find_ready_day(meeting.date, subject.on)
    roles = ("due_diligence", "management", "account")
    responsible = supplier.contacts.get("due_diligence")
    participants = list_participants(contract)
    ours = [each.person.name for each in participants if each.side == "buyer"]
    theirs = [each.person.name for each in participants if each.side == "supplier" and each.person != responsible]
    return InvitationView(
        about=describe_contract(contract),
        personal_data=subject.choices.personal_data,
        officer=officer,
        on=subject.dated,
        receiver=next((supplier.contacts[role] for role in roles if role in supplier.contacts), None),
        responsible=responsible,
        address=supplier.address,
        country=find_country_abroad(contract),
        meeting=meeting,
        answer_by=answer_by,
        is_short=is_short(answer_by, subject.on),
        ours=_name(ours),
        theirs=_name(theirs),
        are_named_elsewhere=(ours, theirs) != (list(_name(ours)), list(_name(theirs))),
    )


def _check_day(meeting: Meeting, on: date) -> None:
    if on >= meeting.date:
        message = "the invitation would be dated {day}, and the meeting is on {meeting}"
        values = {"day": on.isoformat(), "meeting": meeting.date.isoformat()}
        raise InputError(Finding(message, subject="kickoff.date", hint="choose an earlier --on", values=values))


def _name(names: list[str]) -> tuple[str, ...]:
    return tuple(names) if len(names) <= _MOST_NAMES else ()


def _correspond(subject: Subject) -> Correspondence:
    """To all at the supplier who are invited, or else to whom the letter is addressed."""
    invited = tuple(each.person for each in list_participants(subject.contract) if each.side == "supplier")
    meeting = subject.contract.kickoff.date if subject.contract.kickoff else None
    return Correspondence(invited or find_receivers(subject.contract), find_ready_day(meeting, subject.on) if meeting else None)


INVITATION = DocumentType(
    slug=SLUG,
    find_obstacle=find_unsettled,
    layout="letter",
    needs=(*MEETING, Need("kickoff.place", instead="kickoff.link"), OFFICER, "supplier.address"),
    list_items=list_kickoff,
    correspond=_correspond,
    pack=PACK.slug,
    place=1,
    view=InvitationView,
    make_view=_make_view,
)
