"""What a deviation is, for every document that is about one."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Area, DeviationSeverity, SevereKind
from generator.contract.clause import ClauseSection
from generator.contract.models import Activity, ChainLink, Deviation
from generator.contract.values import Text
from generator.documents.clause_sections import find_point, find_section
from generator.documents.document_type import Subject


class DeviationFacts(Struct, frozen=True):
    """What was found, when and where, and what it goes against."""

    id: str
    title: Text | None
    severity: DeviationSeverity | None
    severe_kind: SevereKind | None
    section: ClauseSection | None
    point: ClauseSection | None
    """Of the Supplier Code of Conduct."""
    area: Area | None
    found: date
    found_by: Activity | None
    site: ChainLink | None


def describe_deviation(deviation: Deviation, subject: Subject) -> DeviationFacts:
    """The facts of a deviation of the subject's contract."""
    contract, against = subject.contract, deviation.against
    return DeviationFacts(
        id=deviation.id,
        title=deviation.title,
        severity=deviation.severity,
        severe_kind=deviation.severe_kind,
        section=find_section(subject.clause, against),
        point=find_point(subject.clause, against),
        area=against if isinstance(against, Area) else None,
        found=deviation.found,
        found_by=next((each for each in contract.monitoring.activities if each.id == deviation.found_by), None),
        site=next((link for link in contract.supply_chain if link.id == deviation.location), None),
    )
