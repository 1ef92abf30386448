"""The slides of the kick-off meeting, with what the officer says to each."""

from __future__ import annotations

from msgspec import Struct

from generator.contract.choices import Level, SevereKind
from generator.contract.models import Person
from generator.documents.activities import ActivityRow
from generator.documents.chain_chart import ChainChart, draw_chain
from generator.documents.clause_sections import ClauseSections, ProcessRequirements, find_requirements, find_sections
from generator.documents.coming_year import ComingYear, draw_year
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import (
    MEETING,
    OFFICER,
    PACK,
    About,
    Contact,
    Meeting,
    describe_contract,
    list_contacts,
    list_kickoff,
    make_agenda,
    order_activities,
    take_meeting,
    take_officer,
)
from generator.documents.ladder_chart import LadderChart, draw_ladder
from generator.rules.agenda import Agenda
from generator.rules.standing import Sanctions

SLUG = "slides"
_MOST_ROWS, _MOST_LANES = 7, 5
"""What a slide has room for: rows of a table, lanes of a drawing."""


class SlidesView(Struct, frozen=True):
    """All that the slides say; the clause's figures are those that the contract has."""

    about: About
    officer: Person
    meeting: Meeting
    agenda: Agenda
    sections: ClauseSections
    requirements: ProcessRequirements | None
    """None at the basic level, which has no process requirements."""
    severe_kinds: tuple[SevereKind, ...]
    sanctions: Sanctions
    ladder: LadderChart
    chain: ChainChart | None
    """The supply chain, if anything is known of it; without its risks."""
    action_plan_days: int | None
    audit_access_days: int | None
    activities: tuple[ActivityRow, ...]
    """Those ahead, the first few."""
    year: ComingYear | None
    has_more_activities: bool
    contacts: tuple[Contact, ...]
    """The needed roles of both sides that somebody is known for."""


def _make_view(subject: Subject) -> SlidesView:
    contract, terms = subject.contract, subject.contract.clause.terms
    required = Required(SLUG)
    officer = take_officer(contract, required)
    meeting = take_meeting(contract, required)
    required.check()
    ahead = tuple(activity for activity in order_activities(subject) if activity.done is None)
    year = draw_year(subject, ahead, _MOST_LANES, with_contract=False)
    contacts = (*list_contacts("buyer", contract.buyer), *list_contacts("supplier", contract.supplier))
    return SlidesView(
        about=describe_contract(contract),
        officer=officer,
        meeting=meeting,
        agenda=make_agenda(meeting),
        sections=find_sections(subject.clause),
        requirements=find_requirements(subject.clause) if contract.clause.level is Level.ADVANCED else None,
        severe_kinds=subject.clause.severe_kinds[contract.clause.level],
        ladder=draw_ladder(subject.ladder, subject.on, contract),
        chain=draw_chain(contract.supplier, contract.supply_chain) if contract.supply_chain else None,
        sanctions=subject.standing.sanctions,
        action_plan_days=terms.action_plan_days,
        audit_access_days=terms.audit_access_days,
        activities=ahead[:_MOST_ROWS],
        year=year,
        has_more_activities=len(ahead) > (len(year.lanes) if year else _MOST_ROWS),
        contacts=tuple(contact for contact in contacts if contact.role and contact.person),
    )


SLIDES = DocumentType(
    slug=SLUG,
    layout="slides",
    needs=(*MEETING, OFFICER),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=7,
    view=SlidesView,
    make_view=_make_view,
    formats=("pptx", "pdf"),
)
