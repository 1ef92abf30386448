"""The guide to the clause: what it asks for, in plain words, and what a supplier can show for it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Level, SevereKind, Side
from generator.contract.models import Person, Transparency
from generator.documents.clause_sections import (
    ClauseSections,
    ProcessRequirements,
    Provisions,
    find_provisions,
    find_requirements,
    find_sections,
)
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import OFFICER, PACK, About, describe_contract, list_kickoff, take_officer
from generator.documents.ladder_chart import LadderChart, draw_ladder
from generator.rules.standing import Sanctions

SLUG = "clause-guide"


class ClauseGuideView(Struct, frozen=True):
    """All that the guide says; the figures are those that the contract has."""

    about: About
    officer: Person
    level: Level
    applies_from: date | None
    sections: ClauseSections
    requirements: ProcessRequirements | None
    """None at the basic level, which has no process requirements."""
    severe_kinds: tuple[SevereKind, ...]
    sanctions: Sanctions
    provisions: Provisions
    ladder: LadderChart
    action_plan_days: int | None
    audit_access_days: int | None
    transparency: Transparency | None
    """What is to be told of the supply chains, where there is a time for it."""
    reaudit_paid_by: Side | None


def _make_view(subject: Subject) -> ClauseGuideView:
    contract, terms = subject.contract, subject.contract.clause.terms
    required = Required(SLUG)
    officer = take_officer(contract, required)
    required.check()
    return ClauseGuideView(
        about=describe_contract(contract),
        officer=officer,
        level=contract.clause.level,
        applies_from=terms.applies_from,
        sections=find_sections(subject.clause),
        requirements=find_requirements(subject.clause) if contract.clause.level is Level.ADVANCED else None,
        severe_kinds=subject.clause.severe_kinds[contract.clause.level],
        sanctions=subject.standing.sanctions,
        provisions=find_provisions(subject.clause),
        ladder=draw_ladder(subject.ladder, subject.on, contract),
        action_plan_days=terms.action_plan_days,
        audit_access_days=terms.audit_access_days,
        transparency=terms.transparency if terms.transparency and terms.transparency.days else None,
        reaudit_paid_by=terms.reaudit_paid_by,
    )


CLAUSE_GUIDE = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(OFFICER,),
    list_items=list_kickoff,
    pack=PACK.slug,
    place=3,
    view=ClauseGuideView,
    make_view=_make_view,
)
