"""The form in which a supplier assesses its own due diligence. One for each self-assessment that isn't done."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from msgspec import Struct

from generator.contract.choices import Level, Method, Reply, Stage
from generator.contract.clause import Clause, ClauseSection, SourceText
from generator.contract.models import Activity, ChainLink, Contract, Person
from generator.contract.questions import Question
from generator.contract.values import Name, Text
from generator.documents.activities import ActivityRow, find_ready_by, list_sample_remarks, make_activity
from generator.documents.document_type import Correspondence, DocumentType, Need, Required, Subject, find_receivers
from generator.documents.kickoff import PACK, About, describe_contract
from generator.documents.obstacles import find_passed
from generator.rules.sampling import choose_sample
from generator.rules.standing import DutyKind

SLUG = "self-assessment"


class QuestionRow(Struct, frozen=True):
    """A question, and what the fields for its answer are named by."""

    name: str
    letter: str
    """Its place among those of its section."""
    question: SourceText
    guidance: SourceText
    enclose: SourceText | None


class QuestionGroup(Struct, frozen=True):
    """The questions about a section of the clause, or about a point of the code."""

    section: ClauseSection
    is_commitment: bool
    questions: tuple[QuestionRow, ...]


class LinkRow(Struct, frozen=True):
    """An actor of the supply chain as the contract has it, and what the field for its country is named by."""

    name: str
    actor: Name
    stage: Stage | None
    country: str | None


class SelfAssessmentView(Struct, frozen=True):
    """All that the form says."""

    about: About
    officer: Person
    on: date
    activity: ActivityRow
    responsible: Person
    level: Level
    answer_by: date
    products: tuple[Text, ...]
    """Those that it concerns: of the activity, or else of the sample; none where all are meant."""
    links: tuple[LinkRow, ...]
    groups: tuple[QuestionGroup, ...]
    replies: tuple[tuple[str, Reply], ...]
    """What can be answered, each with its code."""


def list_form_activities(contract: Contract, method: Method) -> tuple[str, ...]:
    """The activities of a method that aren't done, by id."""
    return tuple(each.id for each in contract.monitoring.activities if each.method is method and each.done is None)


def list_questions(questions: tuple[Question, ...], activity: Activity, clause: Clause) -> tuple[Question, ...]:
    """The questions that an activity asks: about its sections, or all where it names none or all process requirements.

    Source: this product's own: an activity that names some requirements alone doesn't ask about the commitments.
    """
    asked = {clause.find_number(number) for number in activity.requirements}
    if not asked or asked >= set(clause.process_requirements):
        return questions
    with_commitments = clause.parts["commitments"] in asked
    return tuple(
        each for each in questions if (each.against in asked if each.against in clause.process_requirements else with_commitments)
    )


def group_questions(subject: Subject) -> tuple[QuestionGroup, ...]:
    """The questions of an activity by what they are about, each with a letter."""
    groups = []
    asked = list_questions(subject.questions, subject.activity, subject.clause)
    for section, questions in groupby(asked, key=lambda question: question.section):
        found = list(questions)
        rows = tuple(
            QuestionRow(name_question(subject.item, each.id), letter, each.question, each.guidance, each.enclose)
            for letter, each in zip("abcdefghijklmnopqrstuvwxyz", found, strict=False)
        )
        groups.append(QuestionGroup(section, found[0].against not in subject.clause.process_requirements, rows))
    return tuple(groups)


def name_question(activity: str, question: str) -> str:
    """What the fields for the answer to a question are named by."""
    return f"{activity}.q-{question}"


def name_link(activity: str, link: str) -> str:
    """What the fields about an actor of the supply chain are named by."""
    return f"{activity}.s-{link}"


def list_links(subject: Subject) -> tuple[LinkRow, ...]:
    """The actors of the supply chain that the activity concerns: those that it names, or all."""
    wanted = subject.activity.sites
    links = [link for link in subject.contract.supply_chain if not wanted or link.id in wanted]
    return tuple(_make_link(subject.item, link) for link in links)


def _make_link(activity: str, link: ChainLink) -> LinkRow:
    return LinkRow(name_link(activity, link.id), link.name, link.stage, link.country)


def list_products(subject: Subject) -> tuple[Text, ...]:
    """The names of the products that an activity has, or else of those that are chosen as a sample."""
    contract = subject.contract
    known = make_activity(subject.activity, subject).products
    sample = choose_sample(contract.products, contract.risks, subject.choices.risk_order)
    return known or tuple(product.name for product in sample.chosen)


def take_people(subject: Subject, slug: str) -> tuple[Person, Person]:
    """The officer, and who sees to the activity, both of whom the form names.

    Raises:
        InputError: one of them is missing.
    """
    contract, required = subject.contract, Required(slug)
    officer = required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    number = contract.monitoring.activities.index(subject.activity)
    row = make_activity(subject.activity, subject)
    responsible = required.take(f"monitoring.activities[{number}].responsible", row.responsible)
    required.check()
    return officer, responsible


def correspond_form(subject: Subject) -> Correspondence:
    """To who answers for due diligence, to be sent back as the form says."""
    return Correspondence(find_receivers(subject.contract), find_ready_by(subject))


def _make_view(subject: Subject) -> SelfAssessmentView:
    officer, responsible = take_people(subject, SLUG)
    return SelfAssessmentView(
        about=describe_contract(subject.contract),
        officer=officer,
        on=subject.dated,
        activity=make_activity(subject.activity, subject),
        responsible=responsible,
        level=subject.contract.clause.level,
        answer_by=find_ready_by(subject),
        products=list_products(subject),
        links=list_links(subject),
        groups=group_questions(subject),
        replies=tuple((reply.value, reply) for reply in Reply),
    )


SELF_ASSESSMENT = DocumentType(
    slug=SLUG,
    find_obstacle=find_passed,
    layout="form",
    needs=("buyer.contacts.officer", Need("monitoring.activities[].responsible", instead="monitoring.responsible")),
    item_kind="activity",
    formats=("docx", "pdf", "html", "xlsx"),
    answers=(DutyKind.MONITORING_TO_NOTIFY,),
    correspond=correspond_form,
    goes_with=PACK.slug,
    place=9,
    list_items=lambda contract, _on: list_form_activities(contract, Method.SELF_ASSESSMENT),
    list_remarks=list_sample_remarks,
    asks=True,
    is_filled_in=True,
    view=SelfAssessmentView,
    make_view=_make_view,
)
