"""Monitoring activities as documents show them: persons, sections and names in place of ids. For every type that lists them."""

from __future__ import annotations

from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.choices import Method
from generator.contract.clause import ClauseSection
from generator.contract.models import Activity, Audit, Money, Person, Respondent
from generator.contract.values import Month, Text
from generator.documents.document_type import Subject, find_person
from generator.errors import Finding
from generator.rules.audits import Span, find_span, is_day_hidden, is_unannounced
from generator.rules.notices import find_answer_day, find_notice_days, find_ready_day
from generator.rules.periods import last_day
from generator.rules.sampling import choose_sample

LOOKING_AT_PRODUCTS = frozenset({Method.AUDIT, Method.ORIGIN_VERIFICATION, Method.TRANSPARENCY})
"""The methods by which products are looked at, all or a sample."""

_ANSWERED = frozenset({Method.SELF_ASSESSMENT, Method.TRANSPARENCY})
"""The methods by which the supplier answers in a form."""


class ActivityRow(Struct, frozen=True):
    """An activity, planned or done."""

    id: str
    method: Method
    planned: date | Month | None
    done: date | None
    """None also where it is entered as done on a later day than that of the document."""
    is_late: bool
    """Whether it isn't done although the last day that it is planned for has passed."""
    responsible: Person | None
    """Who sees to it, or else who answers for all monitoring."""
    performed_by: Text | None
    respondent: Respondent | None
    """Who answered its form, and when."""
    purpose: Text | None
    requirements: tuple[ClauseSection, ...]
    products: tuple[Text, ...]
    """Their names."""
    sites: tuple[Text, ...]
    """Their names."""
    audit: Audit | None
    """How an audit is made."""
    span: Span | None
    """The days of which the supplier is told that a semi-announced audit is made on one."""
    is_day_hidden: bool
    """Whether the supplier may not know on which day it is made."""
    is_secret: bool
    """Whether the supplier may know nothing of it before it is made."""
    cost: Money | None
    result: Text | None

    @property
    def first_told(self) -> date | Month | None:
        """When it may begin by what the supplier is told; None where it is told nothing."""
        if self.span:
            return self.span.first
        return None if self.is_day_hidden else self.planned

    @property
    def is_answered(self) -> bool:
        """Whether the supplier answers in a form, and hasn't done so yet."""
        return self.done is None and self.method in _ANSWERED

    @property
    def has_form(self) -> bool:
        """Whether a form belongs to it that isn't filled in yet, by the supplier or by an auditor."""
        return self.is_answered or (self.done is None and self.method is Method.AUDIT)

    @property
    def is_month(self) -> bool:
        """Whether it is planned for a month, not for a day."""
        return isinstance(self.planned, Month)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the sections."""
        return tuple(section.number for section in self.requirements)


def list_activities(subject: Subject) -> tuple[ActivityRow, ...]:
    """All activities of the contract, as they stand on the day of the document."""
    return tuple(make_activity(activity, subject) for activity in subject.contract.monitoring.activities)


def list_told(subject: Subject) -> tuple[ActivityRow, ...]:
    """The activities as the supplier may know them: nothing of one that isn't announced, until it is done.

    Source: as for `rules.audits.is_unannounced`.
    """
    known = (each for each in list_activities(subject) if each.done or not each.is_secret)
    return tuple(map(hide_day, known))


def make_activity(activity: Activity, subject: Subject) -> ActivityRow:
    """An activity as it stands on the day of the document."""
    contract = subject.contract
    products = {product.id: product.name for product in contract.products}
    links = {link.id: link.name for link in contract.supply_chain}
    is_done = activity.done is not None and activity.done <= subject.on
    planned = activity.planned or activity.done
    return ActivityRow(
        id=activity.id,
        method=activity.method,
        planned=planned,
        done=activity.done if is_done else None,
        is_late=not is_done and planned is not None and last_day(planned) < subject.on,
        responsible=find_person(contract, activity.responsible or contract.monitoring.responsible),
        performed_by=activity.performed_by,
        respondent=know_respondent(activity.respondent, subject.on),
        purpose=activity.purpose,
        requirements=tuple(filter(None, map(subject.clause.find_section, activity.requirements))),
        products=tuple(products[key] for key in activity.products),
        sites=tuple(links[key] for key in activity.sites),
        audit=activity.audit,
        span=find_span(activity),
        is_day_hidden=is_day_hidden(activity),
        is_secret=is_unannounced(activity),
        cost=activity.cost,
        result=activity.result if is_done else None,
    )


def know_respondent(respondent: Respondent | None, on: date) -> Respondent | None:
    """Who had answered by the day `on`; None where the form doesn't say who."""
    is_known = respondent is not None and respondent.name and not (respondent.date and respondent.date > on)
    return respondent if is_known else None


def hide_day(activity: ActivityRow) -> ActivityRow:
    """The activity as its supplier may know it: a day that is kept from it is left out, until the activity is done."""
    return activity if activity.done or not activity.is_day_hidden else replace(activity, planned=None, is_late=False)


def find_ready_by(subject: Subject) -> date:
    """The day that the supplier must be ready for the subject's activity, if told of it on the day of the document.

    A form that it answers in is to be sent back by then.
    """
    activity = subject.activity
    span, days = find_span(activity), find_notice_days(activity.method, subject.contract.clause.terms)
    return find_ready_day(span.first if span else activity.planned, days, subject.on)


def find_answer_by(subject: Subject) -> date:
    """The last day to answer the notice of the subject's activity, the same in letter and e-mail; a form has a day of its own."""
    return find_answer_day(find_ready_by(subject), subject.on)


def list_sample(activity: ActivityRow, subject: Subject) -> tuple[Text, ...]:
    """The names of the products that the activity has, or else of those that are chosen where its method looks at products."""
    if activity.products or activity.method not in LOOKING_AT_PRODUCTS:
        return activity.products
    contract = subject.contract
    chosen = choose_sample(contract.products, contract.risks, subject.choices.risk_order).chosen
    return tuple(product.name for product in chosen)


def list_sample_remarks(subject: Subject) -> tuple[Finding, ...]:
    """That nobody has decided the products of the subject's activity, where those of the sample stand in for them."""
    contract, activity = subject.contract, subject.activity
    chosen = choose_sample(contract.products, contract.risks, subject.choices.risk_order).chosen
    if activity.products or not chosen:
        return ()
    path = f"monitoring.activities[{contract.monitoring.activities.index(activity)}].products"
    message = "nobody has decided which products {activity} looks at, so a proposal stands in the document"
    hint = "decide by writing products: [{products}], or others"
    values = {"activity": activity.id, "products": ", ".join(product.id for product in chosen)}
    return (Finding(message, subject=path, hint=hint, values=values, severity="warning"),)


def list_methods(activities: tuple[ActivityRow, ...]) -> tuple[Method, ...]:
    """The methods in use, each once, in the order of the format."""
    used = {activity.method for activity in activities}
    return tuple(method for method in Method if method in used)
