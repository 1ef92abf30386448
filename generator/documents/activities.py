"""Monitoring activities as documents show them: persons, sections and names in place of ids. For every type that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.choices import Method
from generator.contract.clause import ClauseSection
from generator.contract.models import Activity, Money, Person
from generator.contract.values import Month, Text
from generator.documents.document_type import Subject, find_person
from generator.rules.periods import last_day


@dataclass(frozen=True, slots=True)
class ActivityRow:
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
    purpose: Text | None
    requirements: tuple[ClauseSection, ...]
    products: tuple[Text, ...]
    """Their names."""
    sites: tuple[Text, ...]
    """Their names."""
    cost: Money | None
    result: Text | None

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
        purpose=activity.purpose,
        requirements=tuple(filter(None, map(subject.clause.find_section, activity.requirements))),
        products=tuple(products[key] for key in activity.products),
        sites=tuple(links[key] for key in activity.sites),
        cost=activity.cost,
        result=activity.result if is_done else None,
    )


def list_methods(activities: tuple[ActivityRow, ...]) -> tuple[Method, ...]:
    """The methods in use, each once, in the order of the format."""
    used = {activity.method for activity in activities}
    return tuple(method for method in Method if method in used)
