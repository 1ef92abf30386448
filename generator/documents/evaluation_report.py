"""The evaluation report: the five questions after a contract, or a period with many, answered with figures and words."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Method
from generator.contract.models import Contract, Evaluation, Money
from generator.contract.report import Report
from generator.contract.values import Month, Text
from generator.documents.changes import ChangeRow, list_changes
from generator.documents.document_type import DocumentType, Need, ReportSubject, Required
from generator.documents.figures import Figures, make_figures
from generator.documents.ladder import LadderNote, describe_ladder
from generator.documents.parties import Parties, describe_parties
from generator.documents.situation import ContractEnd, count_days_late, describe_end
from generator.errors import N_
from generator.rules.changes import find_value
from generator.rules.figures import Window, list_unshown
from generator.rules.standing import DutyKind, Standing
from generator.rules.standing.closing import Closing
from generator.rules.standing.plans import know

SLUG = "evaluation-report"


class UnshownRow(Struct, frozen=True):
    """A deviation that was closed although something of it hadn't been shown."""

    id: str
    closing: Closing


class MonitoringRow(Struct, frozen=True):
    """An activity of monitoring, and whether it had been done."""

    id: str
    method: Method | None
    planned: date | Month | None
    done: date | None


class OneContract(Struct, frozen=True):
    """The contract that an evaluation is about, and the decision that it is for."""

    parties: Parties
    starts: date
    end: ContractEnd
    """With the extensions that are decided and the changes that are agreed."""
    value: Money | None
    """What it is worth, with the changes that are agreed."""
    changes: tuple[ChangeRow, ...]
    decide_by: date | None
    """The last day to decide."""
    decision_days_late: int
    """Calendar days that have passed since then; 0 until it has."""
    extension_until: date | None
    """What the decision is about: an extension until that day; None where it is about what comes after the contract."""
    recommendation: Text | None
    unshown: tuple[UnshownRow, ...]
    monitoring: tuple[MonitoringRow, ...]
    """All monitoring that has been planned or done."""


class EvaluationReportView(Struct, frozen=True):
    """All that the report says."""

    title: Text
    organisation: str
    contract: OneContract | None
    """None where it is about many."""
    figures: Figures
    effects: tuple[Text, ...]
    lessons: tuple[Text, ...]
    ladder: LadderNote

    @property
    def untimely(self) -> int:
        """How many actions that were due weren't done in time."""
        return self.figures.actions_in_time.whole - self.figures.actions_in_time.part


def _make_view(subject: ReportSubject) -> EvaluationReportView:
    masthead = subject.masthead
    required = Required(SLUG)
    organisation = required.take("organisation", masthead.organisation or None)
    required.check()
    return EvaluationReportView(
        title=masthead.title,
        organisation=organisation,
        contract=_describe_contract(subject.standing, subject.window) if subject.standing else None,
        figures=make_figures(subject),
        effects=subject.effects,
        lessons=subject.lessons,
        ladder=describe_ladder(subject.ladder, subject.on, subject.contract),
    )


def _describe_contract(standing: Standing, window: Window) -> OneContract:
    """The contract; the decision is on its next extension, if there is any to decide on, or else on what comes after it."""
    contract, extension = standing.contract, standing.extension
    return OneContract(
        parties=describe_parties(contract),
        starts=contract.dates.starts,
        end=describe_end(standing),
        value=find_value(contract, standing.on),
        changes=list_changes(contract, standing.on),
        decide_by=standing.decide_by,
        decision_days_late=count_days_late(standing),
        extension_until=extension.until if extension else None,
        recommendation=contract.evaluation.recommendation,
        monitoring=tuple(
            MonitoringRow(each.id, each.method, each.planned, know(each.done, standing.on))
            for each in contract.monitoring.activities
        ),
        unshown=tuple(UnshownRow(name, each) for name, each in list_unshown(contract.deviations, window)),
    )


def _list_reports(source: Contract | Report, _on: date) -> tuple[str, ...]:
    """A report always; a contract when anything has been written on what came of it."""
    is_evaluated = isinstance(source, Report) or source.evaluation != Evaluation.model_construct()
    return ("",) if is_evaluated else ()


EVALUATION_REPORT = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(Need("organisation", N_("in a report file")),),
    is_over_figures=True,
    answers=(DutyKind.EVALUATION_DUE, DutyKind.DECISION_DUE),
    audience="internal",
    list_items=_list_reports,
    view=EvaluationReportView,
    make_view=_make_view,
)
