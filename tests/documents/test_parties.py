"""Documents name all who have a part in a contract, its framework agreement and its lots; and nobody where there are none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.contract.choices import DelivererKind
from generator.contract.models import Contract, Deliverer, Framework, Lot, Money, Party
from generator.contract.values import Text
from generator.documents import find_document
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

JOINED: Contract = change(
    read_example("surgical-instruments"),
    {
        "buyer.others": (Party(name="Region Grannlän"),),
        "buyer.on_behalf_of": (Party(name="Exempelstads kommun"), Party(name="Grannstads kommun")),
        "supplier.members": (Party(name="Stålverket AB"), Party(name="Fina Verktyg Oy", country="FI")),
        "supplier.joint_liability": True,
        "supplier.delivered_by": (
            Deliverer(name="Instrument Logistik AB", kind=DelivererKind.SUBSIDIARY),
            Deliverer(name="Instrument NUF", kind=DelivererKind.BRANCH),
            Deliverer(name="Instrument Lager"),
        ),
        "framework": Framework(id="RA-7", rank=2),
        "lots": (Lot(id="1", name=Text("Saxar"), value=Money(amount=Decimal(12000000), currency="SEK")),),
        "products.0.lot": "1",
    },
)
NAMES = ("Region Grannlän", "Grannstads kommun", "Stålverket AB", "Fina Verktyg Oy")


def write(slug: str, contract: Contract, item: str = "", lang: str = "sv") -> str:
    on = date(2024, 8, 1) if slug == "invitation" else ON
    return write_tree(compose(find_document(slug), make_subject(contract, item, on), lang)).replace("~", " ")


TABLES = [
    ("checklist", ""),
    ("clause-guide", ""),
    ("contacts", ""),
    ("minutes", ""),
    ("monitoring", ""),
    ("risk-analysis", ""),
    ("followup-plan", ""),
    ("action-plan", "D2"),
    ("escalation-record", "D2"),
]


@pytest.mark.parametrize(("slug", "item"), TABLES)
def test_tables_of_the_parties_name_all_of_them(slug: str, item: str) -> None:
    text = write(slug, JOINED, item)
    names = NAMES[2:] if slug == "checklist" else NAMES
    assert [name for name in names if name not in text] == []
    assert "Varje medlem svarar för hela avtalet" in text
    assert "dotterbolag: Instrument Logistik AB" in text


@pytest.mark.parametrize(
    ("slug", "item"), [("invitation", ""), ("monitoring-notice", "M3"), ("escalation-letter", "D2.management_meeting")]
)
def test_letters_go_to_the_lead_member_and_name_the_others(slug: str, item: str) -> None:
    text = write(slug, JOINED, item)
    assert [name for name in NAMES if name not in text] == []
    assert "Nordic Instruments Trading AB" in text
    assert "ledande medlem" not in write(slug, read_example("surgical-instruments"), item)


def test_the_place_in_a_framework_agreement_and_the_lots_are_shown() -> None:
    text = write("followup-plan", JOINED)
    assert "RA-7, rangordning 2" in text
    assert "1 Saxar: 12 000 000 SEK" in text
    assert ", anbudsområde 1" in text
    plain = write("followup-plan", read_example("surgical-instruments"))
    assert [word for word in ("rangordning", "Anbudsområden", "anbudsområde") if word in plain] == []


def test_what_each_member_answers_for_is_said_as_it_is_known() -> None:
    own = write("followup-plan", change(JOINED, {"supplier.joint_liability": False}))
    unknown = write("followup-plan", change(JOINED, {"supplier.joint_liability": None}))
    assert "Varje medlem svarar för sin egen del" in own
    assert "Varje medlem svarar" not in unknown
