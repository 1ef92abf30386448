"""The review of a self-assessment: the answers beside what is expected, with room for what the officer makes of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from msgspec import Struct

from generator.contract.choices import Method, Reply
from generator.contract.clause import ClauseSection, SourceText
from generator.contract.models import Answer, Contract, Person
from generator.contract.questions import Question
from generator.contract.values import Name, Text
from generator.documents.activities import ActivityRow, make_activity
from generator.documents.document_type import DocumentType, Subject
from generator.documents.kickoff import About, describe_contract
from generator.documents.self_assessment import list_questions
from generator.errors import Finding
from generator.rules.assessment import Proposal, propose
from generator.rules.standing import DutyKind, Standing

SLUG = "document-review"


class ReviewRow(Struct, frozen=True):
    """A question with its answer, and what the fields for the assessment are named by."""

    name: str
    section: ClauseSection
    is_commitment: bool
    question: SourceText
    expected: SourceText
    reply: Reply | None
    note: Text | None
    enclosed: Name | None
    proposal: Proposal


class ReviewGroup(Struct, frozen=True):
    """The questions about a section of the clause, or about a point of the code."""

    section: ClauseSection
    is_commitment: bool
    rows: tuple[ReviewRow, ...]


class DocumentReviewView(Struct, frozen=True):
    """All that the review says."""

    about: About
    on: date
    activity: ActivityRow
    responsible: Person | None
    asked: int
    answered: int
    groups: tuple[ReviewGroup, ...]
    deviations: tuple[ReviewRow, ...]
    """What may be deviations."""
    observations: tuple[ReviewRow, ...]


def _make_view(subject: Subject) -> DocumentReviewView:
    rows = tuple(_list_rows(subject))
    return DocumentReviewView(
        about=describe_contract(subject.contract),
        on=subject.dated,
        activity=(activity := make_activity(subject.activity, subject)),
        responsible=activity.responsible,
        asked=len(rows),
        answered=sum(row.reply is not None for row in rows),
        groups=tuple(
            ReviewGroup(section, (found := tuple(group))[0].is_commitment, found)
            for section, group in groupby(rows, key=lambda row: row.section)
        ),
        deviations=_choose(rows, Proposal.DEVIATION),
        observations=_choose(rows, Proposal.OBSERVATION),
    )


def _choose(rows: tuple[ReviewRow, ...], proposal: Proposal) -> tuple[ReviewRow, ...]:
    return tuple(row for row in rows if row.proposal is proposal)


def _list_rows(subject: Subject) -> Iterator[ReviewRow]:
    answers = {answer.id: answer for answer in subject.activity.answers}
    for question in list_questions(subject.questions, subject.activity, subject.clause):
        yield _make_row(subject, question, answers.get(question.id))


def _make_row(subject: Subject, question: Question, answer: Answer | None) -> ReviewRow:
    reply = answer.answer if answer else None
    enclosed = answer.enclosed if answer else None
    return ReviewRow(
        name=f"{subject.item}.r-{question.id}",
        section=question.section,
        is_commitment=question.against not in subject.clause.process_requirements,
        question=question.question,
        expected=question.expected,
        reply=reply,
        note=answer.note if answer else None,
        enclosed=enclosed,
        proposal=propose(reply, is_shown=bool(enclosed) or question.enclose is None),
    )


def _find_unanswered(standing: Standing, item: str) -> Finding | None:
    """That an activity has no answers to review, with what to do first."""
    number, activity = next(pair for pair in enumerate(standing.contract.monitoring.activities) if pair[1].id == item)
    path = f"monitoring.activities[{number}]"
    if activity.method is not Method.SELF_ASSESSMENT:
        message = "this activity is no self-assessment but {method}"
        hint = "choose a self-assessment with --activity"
        return Finding(message, subject=f"{path}.method", hint=hint, values={"method": activity.method.value})
    if activity.answers:
        return None
    hint = "first read the form that came back: realisera record {contract} {activity} --answers FILE"
    values = {"activity": item, "contract": standing.contract.id}
    return Finding("{activity} has no answers to review", subject=f"{path}.answers", hint=hint, values=values)


def _list_answered(contract: Contract) -> tuple[str, ...]:
    """The self-assessments that were answered, by id."""
    activities = contract.monitoring.activities
    return tuple(each.id for each in activities if each.method is Method.SELF_ASSESSMENT and each.answers)


DOCUMENT_REVIEW = DocumentType(
    slug=SLUG,
    find_obstacle=_find_unanswered,
    layout="report",
    needs=("monitoring.activities[].answers",),
    item_kind="activity",
    answers=(DutyKind.MONITORING_TO_DO,),
    list_items=lambda contract, _on: _list_answered(contract),
    audience="internal",
    asks=True,
    view=DocumentReviewView,
    make_view=_make_view,
)
