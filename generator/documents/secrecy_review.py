"""The letter that asks a supplier what should be kept secret before documents are released, and what harm a release would do.

One for each request for documents that isn't answered, and that the supplier hasn't been asked about.
"""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct

from generator.contract.models import Confidential, Contract, Person
from generator.contract.values import Text
from generator.documents.document_type import Correspondence, DocumentType, Required, Subject, find_receivers
from generator.documents.kickoff import About, describe_contract, take_officer
from generator.documents.parties import find_country_abroad
from generator.rules.standing import DutyKind
from generator.rules.standing.contract_duties import find_review_day, list_open_requests
from generator.rules.standing.plans import know

SLUG = "secrecy-review"


class SecretField(Enum):
    """Fields of a contract that are often secret, and the parts of a contract, as words."""

    CHAIN_NAME = "supply_chain[].name"
    CHAIN_LEGAL_NAME = "supply_chain[].legal_name"
    CHAIN_ADDRESS = "supply_chain[].address"
    CHAIN_COUNTRY = "supply_chain[].country"
    CHAIN_REGION = "supply_chain[].region"
    CHAIN = "supply_chain"
    LOCATION = "deviations[].location"
    DEVIATION = "deviations[].description"
    ROOT_CAUSE = "deviations[].root_cause"
    DEVIATIONS = "deviations"
    PRODUCT = "products[].name"
    VOLUME = "products[].annual_volume"
    TURNOVER = "products[].annual_value"
    PRODUCTS = "products"
    RISKS = "risks"
    RESULT = "monitoring.activities[].result"
    COST = "monitoring.activities[].cost"
    ANSWERS = "monitoring.activities[].answers"
    MONITORING = "monitoring"
    VALUE = "value"
    PERSONS = "supplier.contacts"
    SUPPLIER = "supplier"
    BUYER = "buyer"
    DATES = "dates"
    KICKOFF = "kickoff"
    CLAUSE = "clause"
    EVALUATION = "evaluation"


class HiddenField(Struct, frozen=True):
    """What is to be masked, by name: never what stands there."""

    name: SecretField | None
    """The field, or the part of the contract that it is in; None where there are no words for it."""
    path: str
    """The field as the contract file has it, where its name doesn't say which it is; else nothing."""
    basis: Text | None


class SecrecyReviewView(Struct, frozen=True):
    """All that the letter says. Never who has asked for the documents: that is asked of nobody, and known to nobody."""

    about: About
    officer: Person
    receiver: Person | None
    """Who answers for due diligence at the supplier."""
    address: tuple[str, ...]
    country: str | None
    """Where the supplier is, if abroad."""
    on: date
    request: str
    """The id of the request."""
    asked_for: Text | None
    received: date
    answer_by: date
    hidden: tuple[HiddenField, ...]


def _make_view(subject: Subject) -> SecrecyReviewView:
    contract, request, required = subject.contract, subject.request, Required(SLUG)
    officer = take_officer(contract, required)
    required.take("supplier.address", contract.supplier.address or None)
    required.check()
    return SecrecyReviewView(
        about=describe_contract(contract),
        officer=officer,
        receiver=next(iter(find_receivers(contract)), None),
        address=contract.supplier.address,
        country=find_country_abroad(contract),
        on=subject.dated,
        request=request.id,
        asked_for=request.about,
        received=request.received,
        answer_by=find_review_day(request, subject.on),
        hidden=tuple(dict.fromkeys(map(_describe, contract.confidential))),
    )


def _describe(entry: Confidential) -> HiddenField:
    """What an entry hides, by the words for the field, or else for what it is a part of."""
    named, wanted = {each.value: each for each in SecretField}, entry.fields
    while wanted and wanted not in named:
        wanted = wanted[:-2] if wanted.endswith("[]") else wanted.rpartition(".")[0]
    is_whole = entry.fields in {wanted, f"{wanted}[]"}
    return HiddenField(named.get(wanted), "" if is_whole else entry.fields, entry.basis)


def _list_requests(contract: Contract, on: date) -> tuple[str, ...]:
    """The requests that have come, that aren't answered, and that the supplier hasn't been asked about."""
    return tuple(each.id for each in list_open_requests(contract, on) if not know(each.review_sent, on))


def _correspond(subject: Subject) -> Correspondence:
    """To who answers for due diligence, to be answered as the letter says."""
    return Correspondence(find_receivers(subject.contract), find_review_day(subject.request, subject.on))


SECRECY_REVIEW = DocumentType(
    slug=SLUG,
    layout="letter",
    needs=("buyer.contacts.officer", "supplier.address", "requests[]"),
    item_kind="request",
    list_items=_list_requests,
    answers=(DutyKind.REQUEST_TO_ANSWER,),
    correspond=_correspond,
    view=SecrecyReviewView,
    make_view=_make_view,
)
