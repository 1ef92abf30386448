"""The evaluation report: the five questions after a contract, or a period with many, answered with figures and words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.models import Contract, Evaluation, Person
from generator.contract.report import Report
from generator.contract.values import Text
from generator.documents.document_type import DocumentType, ReportSubject, Required
from generator.documents.figures import Figures, make_figures
from generator.documents.ladder import LadderNote, describe_ladder
from generator.rules.periods import find_end

SLUG = "evaluation-report"


@dataclass(frozen=True, slots=True)
class OneContract:
    """The contract that an evaluation is about, and the decision that it is for."""

    supplier: str
    starts: date
    ends: date
    """With the extensions that are decided."""
    has_ended: bool
    decide_by: date | None
    """The last day to decide."""
    extension_until: date | None
    """What the decision is about: an extension until that day; None where it is about what comes after the contract."""
    recommendation: Text | None


@dataclass(frozen=True, slots=True)
class EvaluationReportView:
    """All that the report says."""

    title: Text
    registration_number: str
    organisation: str
    officer: Person | None
    on: date
    contract: OneContract | None
    """None where it is about many."""
    figures: Figures
    effects: tuple[Text, ...]
    lessons: tuple[Text, ...]
    ladder: LadderNote


def _make_view(subject: ReportSubject) -> EvaluationReportView:
    masthead = subject.masthead
    required = Required(SLUG)
    organisation = required.take("organisation", masthead.organisation or None)
    required.check()
    return EvaluationReportView(
        title=masthead.title,
        registration_number=masthead.registration_number,
        organisation=organisation,
        officer=masthead.officer,
        on=subject.on,
        contract=_describe_contract(subject.contract, subject.on) if subject.contract else None,
        figures=make_figures(subject),
        effects=subject.effects,
        lessons=subject.lessons,
        ladder=describe_ladder(subject.ladder, subject.contract),
    )


def _describe_contract(contract: Contract, on: date) -> OneContract:
    """The contract; the decision is on its next extension, if there is any to decide on, or else on what comes after it."""
    ends = find_end(contract.dates, on)
    ahead = [each for each in contract.dates.extensions if each.until > ends and not (each.decided and each.decided <= on)]
    extension = ahead[0] if ahead and ends >= on else None
    due = contract.evaluation.decision_due
    next_due = extension.decide_by if extension else None
    has_decided = any(each.decided and each.decided <= on for each in contract.dates.extensions)
    # A day that has passed was that of a decision made before.
    if due and next_due and has_decided and due <= on and due < next_due:
        due = next_due
    return OneContract(
        supplier=contract.supplier.name,
        starts=contract.dates.starts,
        ends=ends,
        has_ended=ends < on,
        decide_by=due or next_due,
        extension_until=extension.until if extension else None,
        recommendation=contract.evaluation.recommendation,
    )


def _list_reports(source: Contract | Report, _on: date) -> tuple[str, ...]:
    """A report always; a contract when anything has been written on what came of it."""
    is_evaluated = isinstance(source, Report) or source.evaluation != Evaluation.model_construct()
    return ("",) if is_evaluated else ()


EVALUATION_REPORT = DocumentType(
    slug=SLUG,
    layout="report",
    needs=("organisation (reports)",),
    is_over_figures=True,
    list_items=_list_reports,
    view=EvaluationReportView,
    make_view=_make_view,
)
