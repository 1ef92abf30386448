"""The half page by which those who use what is bought tell the contract's officer of a fault. For units of the buyer's own."""

from __future__ import annotations

from msgspec import Struct

from generator.contract.models import Person
from generator.contract.values import Text
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.kickoff import About, describe_contract, take_officer
from generator.documents.obstacles import find_end

SLUG = "intake"
TITLE, FOUND, WHAT, PRODUCT, UNIT, TELLER, REACH = (
    f"intake.{part}" for part in ("title", "found", "what", "product", "unit", "teller", "reach")
)
"""What the fields of the form are named by."""


class IntakeView(Struct, frozen=True):
    """All that the form says."""

    about: About
    officer: Person
    choices: tuple[tuple[str, Text], ...]
    """The products that the fault may be about: id and name."""


def _make_view(subject: Subject) -> IntakeView:
    required = Required(SLUG)
    officer = take_officer(subject.contract, required)
    required.check()
    choices = tuple((product.id, product.name) for product in subject.contract.products)
    return IntakeView(describe_contract(subject.contract), officer, choices)


INTAKE = DocumentType(
    slug=SLUG,
    layout="form",
    needs=("buyer.contacts.officer",),
    audience="internal",
    is_passed_on=True,
    find_obstacle=find_end,
    view=IntakeView,
    make_view=_make_view,
)
