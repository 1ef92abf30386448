"""What the documents of a kick-off meeting have in common: the contract, the meeting and the persons. Called by their modules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, time
from enum import StrEnum

from msgspec import Struct

from generator.contract.models import Contract, Kickoff, Organisation, Person
from generator.contract.values import RoleReference, Text
from generator.documents.activities import ActivityRow, list_told
from generator.documents.document_type import Pack, Required, Subject
from generator.documents.obstacles import find_end, find_unsettled
from generator.documents.parties import Parties, describe_parties
from generator.errors import Finding, InputError
from generator.rules.agenda import SHORTEST, Agenda, plan_agenda
from generator.rules.meeting_days import find_held
from generator.rules.periods import first_day
from generator.rules.standing import DutyKind, Standing

MEETING = ("kickoff.date", "kickoff.starts", "kickoff.ends")
"""What a document needs that tells of the meeting."""
OFFICER = "buyer.contacts.officer"


class Role(StrEnum):
    """A role that the cooperation needs somebody in; the parties may have others besides."""

    OFFICER = "buyer.officer"
    SUSTAINABILITY = "buyer.sustainability"
    MANAGER = "buyer.manager"
    DUE_DILIGENCE = "supplier.due_diligence"
    ACCOUNT = "supplier.account"
    MANAGEMENT = "supplier.management"


_SHARED = {role.partition(".")[2]: role for role in (Role.OFFICER, Role.SUSTAINABILITY, Role.MANAGER, Role.DUE_DILIGENCE)}
"""The roles whose words fit the other party too."""


class About(Struct, frozen=True):
    """The contract that the meeting is about."""

    contract_title: Text
    registration_number: str
    buyer: str
    supplier: str
    parties: Parties


class Meeting(Struct, frozen=True):
    """When and where people meet."""

    date: date
    starts: time
    ends: time
    place: Text | None
    link: str | None


class Participant(Struct, frozen=True):
    """Somebody who takes part, and for whom."""

    person: Person
    side: str
    """`buyer` or `supplier`."""
    organisation: str
    role: Role | None
    """None where it is a role of the party's own."""


class Contact(Struct, frozen=True):
    """A row of a contact sheet. Without a role it is one of the party's own; without a person nobody is known."""

    role: Role | None
    person: Person | None
    own: str = ""
    """What the party calls a role of its own, as words."""


def list_kickoff(contract: Contract, _on: date) -> tuple[str, ...]:
    """The one meeting, if there is any: the documents are made once, or not at all."""
    return ("",) if contract.kickoff else ()


def describe_contract(contract: Contract) -> About:
    """What the contract is called, and its parties."""
    parties = describe_parties(contract)
    return About(contract.title, contract.registration_number, parties.buyer, parties.supplier, parties)


def take_officer(contract: Contract, required: Required) -> Person:
    """The officer in charge, whom the document needs."""
    return required.take(OFFICER, contract.buyer.contacts.get("officer"))


def take_meeting(contract: Contract, required: Required) -> Meeting:
    """The meeting, whose day and times the document needs; to be used after `required.check()`."""
    kickoff = contract.kickoff or Kickoff()
    day, starts, ends = (required.take(path, getattr(kickoff, path.partition(".")[2])) for path in MEETING)
    return Meeting(day, starts, ends, kickoff.place, kickoff.link)


def make_agenda(meeting: Meeting) -> Agenda:
    """The times of the agenda.

    Raises:
        InputError: the meeting is too short for it.
    """
    agenda = plan_agenda(meeting.starts, meeting.ends)
    if agenda is None:
        hint = "the meeting needs {shortest} minutes at least"
        values = {"ends": f"{meeting.ends:%H:%M}", "starts": f"{meeting.starts:%H:%M}", "shortest": str(SHORTEST)}
        message = "a meeting from {starts} to {ends} is too short for its agenda"
        raise InputError(Finding(message, subject="kickoff.ends", hint=hint, values=values))
    return agenda


def list_participants(contract: Contract) -> tuple[Participant, ...]:
    """Who takes part as far as is known, the buyer's people first, each once."""
    return list_named(contract, contract.kickoff.participants if contract.kickoff else ())


def list_named(contract: Contract, roles: Iterable[RoleReference]) -> tuple[Participant, ...]:
    """Those of the roles that the contract names somebody for, the buyer's people first, each once."""
    references = dict.fromkeys(roles)
    return tuple(
        Participant(party.contacts[reference.role], side, party.name, find_role(reference))
        for side, party in (("buyer", contract.buyer), ("supplier", contract.supplier))
        for reference in references
        if reference.side == side and reference.role in party.contacts
    )


def list_contacts(side: str, party: Organisation) -> tuple[Contact, ...]:
    """The contacts of a party: first the roles that the cooperation needs, with nobody where nobody is known; then its own."""
    needed = {role.partition(".")[2]: role for role in Role if role.partition(".")[0] == side}
    own = (
        Contact(_SHARED.get(name), person, name.replace("_", " "))
        for name, person in party.contacts.items()
        if name not in needed
    )
    return (*(Contact(role, party.contacts.get(name)) for name, role in needed.items()), *own)


def order_activities(subject: Subject) -> tuple[ActivityRow, ...]:
    """All monitoring activities as the supplier may know them, in order of time; those that have no time come last."""
    return tuple(sorted(list_told(subject), key=_find_first_day))


def _find_first_day(row: ActivityRow) -> date:
    if row.span and not row.done:
        return row.span.first
    return first_day(row.planned) if row.planned else date.max


def find_role(reference: RoleReference) -> Role | None:
    """The role that a reference names, if it is one that every cooperation has."""
    return next((role for role in Role if role.value == reference), None)


def _find_obstacle(standing: Standing, _item: str) -> Finding | None:
    """That the award isn't final yet, or that the meeting has been, so that nobody needs its pack any more."""
    if early := find_unsettled(standing):
        return early
    kickoff = standing.contract.kickoff
    day = kickoff.date if kickoff else None
    if kickoff is None or day is None or day > standing.on:
        return find_end(standing)
    if held := find_held(kickoff, standing.on):
        hint = "its pack is made all the same where it is asked for by name"
        values = {"day": held.isoformat()}
        return Finding(
            "the kick-off meeting was held on {day}", subject="kickoff.date", hint=hint, values=values, severity="warning"
        )
    hint, values = "set another date if the meeting has been moved", {"day": day.isoformat()}
    return Finding(
        "the kick-off meeting was planned for {day}", subject="kickoff.date", hint=hint, values=values, severity="warning"
    )


PACK = Pack(
    "kickoff-pack", "Uppstartspaket", answers=(DutyKind.INVITATION_TO_SEND, DutyKind.KICKOFF), find_obstacle=_find_obstacle
)
