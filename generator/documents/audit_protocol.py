"""The protocol of an audit, for the auditor to fill in: what is looked at, whom to meet, findings, the closing meeting."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Area, AuditPlace, Method
from generator.contract.clause import ClauseSection
from generator.contract.models import Audit, Contract, Person
from generator.contract.values import Text
from generator.documents.activities import ActivityRow, list_sample, list_sample_remarks, make_activity
from generator.documents.deviation import DeviationFacts, describe_deviation
from generator.documents.document_type import DocumentType, Need, Required, Subject
from generator.documents.kickoff import About, describe_contract
from generator.errors import Finding, InputError
from generator.rules.standing import DutyKind

SLUG = "audit-protocol"


class Row(Struct, frozen=True):
    """What is looked at, and the name of its places to fill in."""

    name: str
    section: ClauseSection | None
    area: Area | None
    """An area of the Supplier Code of Conduct, where it is no section of the clause."""


class AuditProtocolView(Struct, frozen=True):
    """All that the protocol says before anybody has written in it."""

    about: About
    on: date
    activity: ActivityRow
    responsible: Person
    receiver: Person | None
    """Who answers for due diligence at the supplier."""
    audit: Audit
    is_day_hidden: bool
    """Whether the supplier isn't told the day."""
    is_on_site: bool
    sample: tuple[Text, ...]
    """The products to look at."""
    rows: tuple[Row, ...]
    findings: tuple[DeviationFacts, ...]
    """What has been recorded already."""


def _make_view(subject: Subject) -> AuditProtocolView:
    contract, activity = subject.contract, subject.activity
    path = f"monitoring.activities[{contract.monitoring.activities.index(activity)}]"
    _check_method(activity.method, path)
    row, required = make_activity(activity, subject), Required(SLUG)
    responsible = required.take(f"{path}.responsible", row.responsible)
    required.take(f"{path}.planned", row.planned)
    required.check()
    audit = activity.audit or Audit.model_construct()
    is_on_site = AuditPlace.SITE in audit.places or bool(not audit.places and activity.sites)
    return AuditProtocolView(
        about=describe_contract(contract),
        on=subject.dated,
        activity=row,
        responsible=responsible,
        receiver=contract.supplier.contacts.get("due_diligence"),
        audit=audit,
        is_day_hidden=row.is_day_hidden,
        is_on_site=is_on_site,
        sample=list_sample(row, subject),
        rows=_list_rows(row, subject, is_on_site=is_on_site),
        findings=tuple(
            describe_deviation(each, subject)
            for each in contract.deviations
            if each.found_by == activity.id and each.found <= subject.on
        ),
    )


def _check_method(method: Method, path: str) -> None:
    if method is not Method.AUDIT:
        message = "this activity is no audit but {method}"
        hint = "choose an audit with --activity"
        raise InputError(Finding(message, subject=f"{path}.method", hint=hint, values={"method": method.value}))


def _list_rows(activity: ActivityRow, subject: Subject, *, is_on_site: bool) -> tuple[Row, ...]:
    """The sections that the audit looks at, or else the seven process requirements; on a site the areas of the code too."""
    clause = subject.clause
    sections = activity.requirements or tuple(clause.sections[number] for number in clause.process_requirements)
    areas = tuple(Area) if is_on_site else ()
    return (
        *(Row(f"requirements.{each.number.replace('.', '-')}", each, None) for each in sections),
        *(Row(f"commitments.{each.value}", None, each) for each in areas),
    )


def _list_audits(contract: Contract, on: date) -> tuple[str, ...]:
    """The audits that aren't done."""
    return tuple(
        each.id for each in contract.monitoring.activities if each.method is Method.AUDIT and not (each.done and each.done <= on)
    )


AUDIT_PROTOCOL = DocumentType(
    slug=SLUG,
    layout="form",
    needs=(
        Need("monitoring.activities[].planned", instead="done"),
        Need("monitoring.activities[].responsible", instead="monitoring.responsible"),
    ),
    item_kind="activity",
    answers=(DutyKind.MONITORING_TO_DO,),
    audience="internal",
    list_items=_list_audits,
    list_remarks=list_sample_remarks,
    view=AuditProtocolView,
    make_view=_make_view,
)
