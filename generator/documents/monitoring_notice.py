"""The notice of monitoring: a letter to the supplier before an activity. One for each activity that isn't done."""

from __future__ import annotations

from datetime import date
from typing import cast

from msgspec import Struct

from generator.contract.choices import Method, Side
from generator.contract.models import Activity, Person, Transparency
from generator.contract.values import Month, Text
from generator.documents.activities import (
    LOOKING_AT_PRODUCTS,
    ActivityRow,
    find_answer_by,
    find_ready_by,
    list_sample,
    list_sample_remarks,
    make_activity,
)
from generator.documents.document_type import Correspondence, DocumentType, Need, Required, Subject, find_receivers
from generator.documents.kickoff import About, describe_contract
from generator.documents.obstacles import find_passed
from generator.documents.parties import find_country_abroad
from generator.errors import Finding, InputError
from generator.rules.audits import is_unannounced
from generator.rules.notices import find_notice_days, must_move
from generator.rules.standing import DutyKind, Sanctions

SLUG = "monitoring-notice"


class MonitoringNoticeView(Struct, frozen=True):
    """All that the notice says. Never what other buyers found, what it costs, or what other suppliers do."""

    about: About
    officer: Person
    receiver: Person | None
    """Who answers for due diligence at the supplier."""
    address: tuple[str, ...]
    country: str | None
    """Where the supplier is, if abroad."""
    on: date
    activity: ActivityRow
    responsible: Person
    joint: bool | None
    sample: tuple[Text, ...]
    """The products to look at."""
    is_audit: bool
    access_days: int | None
    """Days from request within which an audit is enabled; None where the contract doesn't say, or this is no audit."""
    transparency: Transparency | None
    """What is to be told of the supply chains; None where the contract doesn't say, or this isn't about that."""
    reaudit_paid_by: Side | None
    """None where the contract doesn't say, or this is no audit."""
    notice_days: int
    """Days that the supplier has at least, whatever was planned."""
    ready_by: date
    """When it must be ready, and by when a form that it answers in is to be back."""
    is_moved: bool
    """Whether the planned time lies before the supplier must be ready, so that the activity is moved to that day or later."""
    answer_by: date
    """When it answers the notice at the latest: who its contact is, and whether the time suits it."""
    action_plan_days: int | None
    sanctions: Sanctions


def _make_view(subject: Subject) -> MonitoringNoticeView:
    contract, activity = subject.contract, subject.activity
    path, terms = f"monitoring.activities[{contract.monitoring.activities.index(activity)}]", contract.clause.terms
    row, required = make_activity(activity, subject), Required(SLUG)
    officer = required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    responsible = required.take(f"{path}.responsible", row.responsible)
    required.take("supplier.address", contract.supplier.address or None)
    planned = cast("date | Month", required.take(f"{path}.planned", row.planned))
    if row.is_day_hidden and row.span is None and not is_unannounced(activity):
        required.take(f"{path}.audit.from", None)
    required.check()
    _check_announced(activity, path)
    ready_by = find_ready_by(subject)
    is_audit = activity.method is Method.AUDIT
    return MonitoringNoticeView(
        about=describe_contract(contract),
        officer=officer,
        receiver=contract.supplier.contacts.get("due_diligence"),
        address=contract.supplier.address,
        country=find_country_abroad(contract),
        on=subject.dated,
        activity=row,
        responsible=responsible,
        joint=contract.monitoring.joint,
        sample=list_sample(row, subject),
        is_audit=is_audit,
        access_days=terms.audit_access_days if is_audit else None,
        transparency=terms.transparency if activity.method is Method.TRANSPARENCY else None,
        reaudit_paid_by=terms.reaudit_paid_by if is_audit else None,
        notice_days=find_notice_days(activity.method, terms),
        ready_by=ready_by,
        is_moved=must_move(row.span.last if row.span else planned, ready_by),
        answer_by=find_answer_by(subject),
        action_plan_days=terms.action_plan_days,
        sanctions=subject.standing.sanctions,
    )


def _check_announced(activity: Activity, path: str) -> None:
    if is_unannounced(activity):
        message = "{activity} is an unannounced audit, so the supplier is told nothing of it beforehand"
        hint = "make audit-protocol for the auditor, or write notice: announced or semi_announced"
        raise InputError(Finding(message, subject=f"{path}.audit.notice", hint=hint, values={"activity": activity.id}))


def _correspond(subject: Subject) -> Correspondence:
    """To who answers for due diligence, to be answered as the notice says."""
    return Correspondence(find_receivers(subject.contract), find_answer_by(subject))


MONITORING_NOTICE = DocumentType(
    slug=SLUG,
    find_obstacle=find_passed,
    layout="letter",
    needs=(
        "buyer.contacts.officer",
        "supplier.address",
        Need("monitoring.activities[].planned", instead="done"),
        Need("monitoring.activities[].responsible", instead="monitoring.responsible"),
    ),
    item_kind="activity",
    answers=(DutyKind.MONITORING_TO_NOTIFY,),
    correspond=_correspond,
    list_remarks=lambda subject: list_sample_remarks(subject) if subject.activity.method in LOOKING_AT_PRODUCTS else (),
    list_items=lambda contract, _on: tuple(
        each.id for each in contract.monitoring.activities if each.done is None and not is_unannounced(each)
    ),
    view=MonitoringNoticeView,
    make_view=_make_view,
)
