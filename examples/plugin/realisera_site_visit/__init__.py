"""The record of a site visit: filled in where the work is done. One for each audit or check of origin that isn't done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.choices import Method
from generator.contract.models import Contract, Person
from generator.contract.values import Text
from generator.documents.activities import ActivityRow, make_activity
from generator.documents.document_type import DocumentType, Need, Required, Subject
from generator.rules.standing import DutyKind

SLUG = "site-visit"
_ON_SITE = frozenset({Method.AUDIT, Method.ORIGIN_VERIFICATION})
"""The methods for which somebody goes where the work is done."""


@dataclass(frozen=True, slots=True)
class OpenDeviation:
    """A deviation to look at on the spot."""

    id: str
    title: Text
    found: date


@dataclass(frozen=True, slots=True)
class SiteVisitView:
    """All that the record says before anybody has written in it."""

    contract_title: Text
    registration_number: str
    supplier: str
    buyer: str
    activity: ActivityRow
    responsible: Person
    deviations: tuple[OpenDeviation, ...]
    """Those that are open, the oldest first."""


def _make_view(subject: Subject) -> SiteVisitView:
    contract, activity = subject.contract, subject.activity
    row, required = make_activity(activity, subject), Required(SLUG)
    path = f"monitoring.activities[{contract.monitoring.activities.index(activity)}].responsible"
    responsible = required.take(path, row.responsible)
    required.check()
    found = (each for each in contract.deviations if each.found <= subject.on and not _is_closed(each.closed, subject.on))
    return SiteVisitView(
        contract_title=contract.title,
        registration_number=contract.registration_number,
        supplier=contract.supplier.name,
        buyer=contract.buyer.name,
        activity=row,
        responsible=responsible,
        deviations=tuple(
            OpenDeviation(each.id, each.title, each.found) for each in sorted(found, key=lambda each: (each.found, each.id))
        ),
    )


def _is_closed(closed: date | None, on: date) -> bool:
    return closed is not None and closed <= on


def _list_visits(contract: Contract, _on: date) -> tuple[str, ...]:
    return tuple(each.id for each in contract.monitoring.activities if each.method in _ON_SITE and each.done is None)


SITE_VISIT = DocumentType(
    slug=SLUG,
    layout="form",
    needs=(Need("monitoring.activities[].responsible", instead="monitoring.responsible"),),
    item_kind="activity",
    list_items=_list_visits,
    answers=(DutyKind.MONITORING_TO_DO,),
    audience="internal",
    view=SiteVisitView,
    make_view=_make_view,
)
