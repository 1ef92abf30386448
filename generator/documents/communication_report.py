"""The communication report: what came of a period's work, to be published. It names no persons and no sub-suppliers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from generator.contract.models import Contract
from generator.contract.report import Contact, Foreword, Publication, Report
from generator.contract.values import Text
from generator.documents.charts import ProgressChart
from generator.documents.document_type import DocumentType, Need, ReportSubject, Required
from generator.documents.figures import Figures, GoalRow, chart_goals, list_goals, make_figures
from generator.errors import N_, InputError
from generator.rules.totals import TrainingTotals, list_given, sum_training

SLUG = "communication-report"


class TrainingRow(Struct, frozen=True):
    """An investment in competence."""

    title: Text
    date: date | None
    participants: int | None
    hours: Decimal | None
    """For each of them."""


class CommunicationReportView(Struct, frozen=True):
    """All that the report says."""

    title: Text | None
    """The organisation's own, where it has given one."""
    contract_title: Text | None
    """Of the contract that it is about, where that is one alone."""
    organisation: str
    foreword: Foreword | None
    contact: Contact | None
    figures: Figures
    goals: tuple[GoalRow, ...]
    goal_chart: ProgressChart | None
    goals_reached: int
    goals_known: int
    """Goals of which it is known whether they were reached."""
    next_goals: tuple[GoalRow, ...]
    lessons: tuple[Text, ...]
    effects: tuple[Text, ...]
    training: tuple[TrainingRow, ...]
    training_totals: TrainingTotals

    @property
    def measured_goals(self) -> tuple[GoalRow, ...]:
        """The goals whose result is known."""
        return tuple(goal for goal in self.goals if goal.is_reached is not None)

    @property
    def other_goals(self) -> tuple[GoalRow, ...]:
        """The goals that nothing is measured of, and those whose result nobody has filled in."""
        return tuple(goal for goal in self.goals if goal.is_reached is None)


def _make_view(subject: ReportSubject) -> CommunicationReportView:
    if subject.named:
        raise InputError(*subject.named)
    masthead, report, totals = subject.masthead, subject.report, subject.totals
    publication = (report.publication if report else None) or Publication()
    required = Required(SLUG)
    organisation = required.take("organisation", masthead.organisation or None)
    required.check()
    given = list_given(report.training, subject.window) if report else ()
    training = sum_training(given, subject.window)
    goals = list_goals(report.goals if report else (), totals, training)
    known = [goal for goal in goals if goal.is_reached is not None]
    return CommunicationReportView(
        title=publication.title,
        contract_title=subject.contract.title if subject.contract else None,
        organisation=organisation,
        foreword=publication.foreword,
        contact=publication.contact,
        figures=make_figures(subject),
        goals=goals,
        goal_chart=chart_goals(goals),
        goals_reached=sum(bool(goal.is_reached) for goal in known),
        goals_known=len(known),
        next_goals=list_goals(report.next_goals if report else (), totals, training),
        lessons=subject.lessons,
        effects=subject.effects,
        training=tuple(TrainingRow(each.title, each.date, each.participants, each.hours) for each in given),
        training_totals=training,
    )


def _list_reports(source: Contract | Report, _on: date) -> tuple[str, ...]:
    """Reports; one contract alone makes little to tell, so it is made of one only when asked for."""
    return ("",) if isinstance(source, Report) else ()


COMMUNICATION_REPORT = DocumentType(
    slug=SLUG,
    layout="report",
    needs=(Need("organisation", N_("in a report file")),),
    is_over_figures=True,
    audience="public",
    list_items=_list_reports,
    view=CommunicationReportView,
    make_view=_make_view,
)
