"""How monitoring will be done: what is planned, what it means for the supplier, and how to prepare. From the plan."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Method, Side
from generator.contract.clause import ClauseSection
from generator.contract.models import Contract, Person
from generator.documents.activities import ActivityRow, list_activities, list_methods
from generator.documents.clause_sections import find_sections
from generator.documents.document_type import DocumentType, Need, Required, Subject, find_person
from generator.documents.kickoff import OFFICER, PACK, About, describe_contract, list_kickoff, order_activities, take_officer
from generator.errors import N_
from generator.rules.audits import is_unannounced

SLUG = "monitoring"


class MonitoringView(Struct, frozen=True):
    """All that is told of monitoring."""

    about: About
    officer: Person
    responsible: Person | None
    """Who answers for the monitoring, where that isn't the officer."""
    section: ClauseSection
    """The section of the clause on monitoring."""
    is_joint: bool
    activities: tuple[ActivityRow, ...]
    methods: tuple[Method, ...]
    """Those in use, each once."""
    answered: tuple[Method, ...]
    """Those of them by which the supplier is to answer in a form."""
    action_plan_days: int | None
    audit_access_days: int | None
    reaudit_paid_by: Side | None


def _make_view(subject: Subject) -> MonitoringView:
    contract, terms = subject.contract, subject.contract.clause.terms
    required = Required(SLUG)
    officer = take_officer(contract, required)
    activities = order_activities(subject)
    required.take("monitoring.activities", activities or None)
    for number, activity in enumerate(list_activities(subject)):
        path = f"monitoring.activities[{number}]"
        required.take(f"{path}.planned", activity.planned or activity.done)
        required.take(f"{path}.responsible", activity.responsible)
    required.check()
    reference = contract.monitoring.responsible
    return MonitoringView(
        about=describe_contract(contract),
        officer=officer,
        responsible=find_person(contract, reference) if reference != "buyer.officer" else None,
        section=find_sections(subject.clause).monitoring,
        is_joint=bool(contract.monitoring.joint),
        activities=activities,
        methods=list_methods(activities),
        answered=list_methods(tuple(each for each in activities if each.is_answered)),
        action_plan_days=terms.action_plan_days,
        audit_access_days=terms.audit_access_days,
        reaudit_paid_by=terms.reaudit_paid_by,
    )


def _list_kickoff(contract: Contract, on: date) -> tuple[str, ...]:
    """The meeting, once there is monitoring to tell the supplier of."""
    is_told = any(each.done or not is_unannounced(each) for each in contract.monitoring.activities)
    return list_kickoff(contract, on) if is_told else ()


MONITORING = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(
        OFFICER,
        "monitoring.activities",
        Need("monitoring.activities[].planned", N_("of what isn't done")),
        Need("monitoring.activities[].responsible", instead="monitoring.responsible"),
    ),
    list_items=_list_kickoff,
    pack=PACK.slug,
    is_optional=True,
    place=5,
    view=MonitoringView,
    make_view=_make_view,
)
