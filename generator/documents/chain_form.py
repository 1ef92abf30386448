"""The form in which a supplier tells who is in its supply chain. One for each activity of transparency that isn't done."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import Method, Stage, TransparencyDepth
from generator.contract.models import Activity, ChainLink, Contract, Person, Product
from generator.contract.values import Name, Text
from generator.documents.activities import ActivityRow, find_ready_by, list_sample_remarks, make_activity
from generator.documents.document_type import DocumentType, Need, Subject
from generator.documents.kickoff import PACK, About, describe_contract
from generator.documents.obstacles import find_passed
from generator.documents.self_assessment import correspond_form, list_form_activities, take_people
from generator.rules.risks import RiskOrder
from generator.rules.sampling import choose_sample
from generator.rules.standing import DutyKind

SLUG = "chain-form"
ROWS = 8
"""Actors that there is room for, for each product."""
ALL = "all"
"""What the product is named by where the form is about all of them."""


class KnownLink(Struct, frozen=True):
    """An actor that is known already, and what the fields about it are named by."""

    name: str
    actor: Name
    legal_name: Name | None
    address: tuple[str, ...]
    tier: int | None
    stage: Stage | None
    country: str | None


class ProductRow(Struct, frozen=True):
    """A product, and what the rows of its table are named by."""

    name: str
    product: Text | None
    """None where the form is about all products."""


class ChainFormView(Struct, frozen=True):
    """All that the form says."""

    about: About
    officer: Person
    on: date
    activity: ActivityRow
    responsible: Person
    answer_by: date
    days: int | None
    """Days from request, as the contract has it."""
    depth: tuple[TransparencyDepth, ...]
    """How far down the chain is told of."""
    links: tuple[KnownLink, ...]
    products: tuple[ProductRow, ...]
    is_sample_proposed: bool
    """Whether the products are those of a sample that nobody has decided on."""
    rows: int
    stages: tuple[tuple[str, Stage], ...]


def name_known(activity: str, link: str) -> str:
    """What the fields about an actor that is known are named by."""
    return f"{activity}.s-{link}"


def name_rows(activity: str, product: str) -> str:
    """What the rows of a product are named by, with their number after it."""
    return f"{activity}.p-{product}"


def list_chain_products(contract: Contract, activity: Activity, order: RiskOrder) -> tuple[Product, ...]:
    """The products that an activity asks about: those that it names, or else those of the sample; none where all are meant."""
    named = tuple(product for product in contract.products if product.id in activity.products)
    return named or choose_sample(contract.products, contract.risks, order).chosen


def _make_link(activity: str, link: ChainLink) -> KnownLink:
    return KnownLink(name_known(activity, link.id), link.name, link.legal_name, link.address, link.tier, link.stage, link.country)


def _make_view(subject: Subject) -> ChainFormView:
    officer, responsible = take_people(subject, SLUG)
    contract, item = subject.contract, subject.item
    transparency = contract.clause.terms.transparency
    products = list_chain_products(contract, subject.activity, subject.choices.risk_order)
    rows = tuple(ProductRow(name_rows(item, product.id), product.name) for product in products)
    return ChainFormView(
        about=describe_contract(contract),
        officer=officer,
        on=subject.dated,
        activity=make_activity(subject.activity, subject),
        responsible=responsible,
        answer_by=find_ready_by(subject),
        days=transparency.days if transparency else None,
        depth=transparency.depth if transparency else (),
        links=tuple(_make_link(item, link) for link in contract.supply_chain),
        is_sample_proposed=bool(rows) and not subject.activity.products,
        products=rows or (ProductRow(name_rows(item, ALL), None),),
        rows=ROWS,
        stages=tuple((stage.value, stage) for stage in Stage),
    )


CHAIN_FORM = DocumentType(
    slug=SLUG,
    find_obstacle=find_passed,
    layout="form",
    needs=("buyer.contacts.officer", Need("monitoring.activities[].responsible", instead="monitoring.responsible")),
    item_kind="activity",
    formats=("docx", "pdf", "html", "xlsx"),
    answers=(DutyKind.MONITORING_TO_NOTIFY,),
    correspond=correspond_form,
    goes_with=PACK.slug,
    place=10,
    list_remarks=list_sample_remarks,
    list_items=lambda contract, _on: list_form_activities(contract, Method.TRANSPARENCY),
    is_filled_in=True,
    view=ChainFormView,
    make_view=_make_view,
)
