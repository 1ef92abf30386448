"""The guide to the clause: what it asks for, in plain words, and what a supplier can show for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.choices import Level, SevereKind, Side
from generator.contract.models import Contract, Person, Transparency
from generator.documents.clause_sections import (
    ClauseSections,
    ProcessRequirements,
    Provisions,
    find_provisions,
    find_requirements,
    find_sections,
)
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import OFFICER, About, describe_contract, list_kickoff, take_officer
from generator.documents.ladder import LadderNote, describe_ladder
from generator.documents.sanctions import Sanctions, find_sanctions, take_sanctions

SLUG = "clause-guide"


@dataclass(frozen=True, slots=True)
class ClauseGuideView:
    """All that the guide says; the figures are those that the contract has, at the advanced level all of them."""

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
    ladder: LadderNote
    action_plan_days: int | None
    audit_access_days: int | None
    transparency: Transparency | None
    """What is to be told of the supply chains, where there is a time for it."""
    reaudit_paid_by: Side | None


def _make_view(subject: Subject) -> ClauseGuideView:
    contract, terms = subject.contract, subject.contract.clause.terms
    required = Required(SLUG)
    is_advanced = contract.clause.level is Level.ADVANCED
    officer = take_officer(contract, required)
    sanctions = take_sanctions(contract, required, tells_of_reporting=True) if is_advanced else find_sanctions(contract)
    if is_advanced:
        _require_days(contract, required)
    required.check()
    return ClauseGuideView(
        about=describe_contract(contract),
        officer=officer,
        level=contract.clause.level,
        applies_from=terms.applies_from,
        sections=find_sections(subject.clause),
        requirements=find_requirements(subject.clause) if is_advanced else None,
        severe_kinds=subject.clause.severe_kinds[contract.clause.level],
        sanctions=sanctions,
        provisions=find_provisions(subject.clause),
        ladder=describe_ladder(subject.ladder, contract),
        action_plan_days=terms.action_plan_days,
        audit_access_days=terms.audit_access_days,
        transparency=terms.transparency if terms.transparency and terms.transparency.days else None,
        reaudit_paid_by=terms.reaudit_paid_by,
    )


def _require_days(contract: Contract, required: Required) -> None:
    terms = contract.clause.terms
    required.take("clause.terms.action_plan_days", terms.action_plan_days)
    required.take("clause.terms.audit_access_days", terms.audit_access_days)


CLAUSE_GUIDE = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(
        OFFICER,
        "clause.terms.penalty (advanced level)",
        "clause.terms.call_off_suspension_months (advanced level, framework agreements)",
        "clause.terms.notice_days (advanced level)",
        "clause.terms.severe_deviation_report_days (advanced level)",
        "clause.terms.action_plan_days (advanced level)",
        "clause.terms.audit_access_days (advanced level)",
    ),
    list_items=list_kickoff,
    view=ClauseGuideView,
    make_view=_make_view,
)
