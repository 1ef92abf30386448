"""Those who stand beside the two that sign, the framework agreement and the lots: what must hold between them."""

from __future__ import annotations

import pytest

from generator.contract import messages
from generator.contract.checks import check_contract, list_gaps
from generator.contract.models import Contract


def make(**fields):
    whole = {
        "format": "1",
        "id": "A",
        "registration_number": "RE 1",
        "title": "T",
        "clause": {"level": "basic", "version": "2023"},
        "buyer": {"name": "B"},
        "supplier": {"name": "S", "contacts": {"due_diligence": {"name": "P"}}},
        "dates": {"starts": "2026-01-01", "ends": "2027-12-31"},
    }
    for key, value in fields.items():
        whole[key] = whole[key] | value if isinstance(value, dict) and key in whole else value
    return Contract.model_validate(whole, by_alias=True, by_name=False)


def find(contract):
    return [(each.path, each.mistake) for each in check_contract(contract)]


def warn(contract):
    return [(each.path, each.mistake) for each in list_gaps(contract) if each.path[0] in {"supplier", "buyer", "lots"}]


def test_all_that_a_contract_may_say_of_its_parties_is_sound():
    contract = make(
        buyer={"others": [{"name": "C", "organisation_number": "2321999993"}], "on_behalf_of": [{"name": "D"}]},
        supplier={
            "organisation_number": "556699-9917",
            "members": [{"name": "T"}],
            "joint_liability": "ja",
            "delivered_by": [{"name": "S filial", "organisation_number": "5566999917", "kind": "branch"}],
        },
        framework_agreement="yes",
        framework={"id": "RA-1", "rank": "1"},
        lots=[{"id": "1", "name": "X"}],
        products=[{"id": "P1", "name": "Y", "lot": "1"}],
    )
    assert (find(contract), warn(contract)) == ([], [])
    assert contract.buyer.others[0].organisation_number == "232199-9993"


@pytest.mark.parametrize(
    ("side", "field", "given", "key"),
    [
        ("supplier", "members", {"name": "s"}, "name"),
        ("supplier", "members", {"name": "X", "organisation_number": "556699-9917"}, "organisation_number"),
        ("buyer", "others", {"name": "B"}, "name"),
        ("buyer", "on_behalf_of", {"name": "b"}, "name"),
    ],
)
def test_who_signs_does_not_stand_beside_itself(side, field, given, key):
    contract = make(**{side: {"organisation_number": "556699-9917", field: [{"name": "Annan"}, given]}})
    assert find(contract) == [((side, field, 1, key), messages.SAME_PARTY)]


def test_nobody_stands_twice_beside_the_one_that_signs():
    contract = make(buyer={"others": [{"name": "C"}], "on_behalf_of": [{"name": "C"}]})
    assert find(contract) == [(("buyer", "on_behalf_of", 0, "name"), messages.SAME_PARTY)]


@pytest.mark.parametrize("place", ["members", "delivered_by"])
def test_the_number_of_everybody_is_checked_by_its_country(place):
    wrong = {"name": "X", "organisation_number": "556699-9918"}
    assert find(make(supplier={place: [wrong]})) == [(("supplier", place, 0, "organisation_number"), messages.WRONG_CHECK_DIGIT)]
    assert find(make(supplier={place: [wrong | {"country": "FI"}]})) == []


@pytest.mark.parametrize("agreement", [None, "false"])
def test_only_a_framework_agreement_has_a_rank(agreement):
    given = {"framework": {"id": "RA-1"}} | ({"framework_agreement": agreement} if agreement else {})
    assert find(make(**given)) == [(("framework",), messages.NOT_A_FRAMEWORK)]


def test_a_product_is_of_a_lot_that_there_is():
    contract = make(lots=[{"id": "1", "name": "X"}, {"id": "1", "name": "Y"}], products=[{"id": "P", "name": "Z", "lot": "2"}])
    assert find(contract) == [(("lots", 1, "id"), messages.SAME_ID), (("products", 0, "lot"), messages.NO_SUCH_ID)]


def test_members_answer_only_where_there_are_any():
    assert warn(make(supplier={"joint_liability": "nej"})) == [(("supplier", "joint_liability"), messages.NO_CONSORTIUM)]


def sek(amount, **fields):
    return {"amount": amount, "currency": "SEK"} | fields


@pytest.mark.parametrize(
    ("whole", "second", "is_told"),
    [
        (sek("300"), sek("200"), False),
        (sek("299.99"), sek("200"), True),
        (sek("299.99"), sek("200", basis="per_year"), False),
        (sek("299.99"), {"amount": "200", "currency": "EUR"}, False),
        (None, sek("200"), False),
    ],
)
def test_lots_are_worth_no_more_than_the_contract(whole, second, is_told):
    lots = [{"id": "2", "name": "Y", "value": second}, {"id": "1", "name": "X", "value": sek("100")}, {"id": "3", "name": "Z"}]
    contract = make(lots=lots, **({"value": whole} if whole else {}))
    assert (warn(contract) == [(("lots",), messages.LOTS_EXCEED)]) is is_told


def test_the_value_that_lots_are_held_against_is_the_one_of_the_latest_change():
    more = {"date": "2026-05-01", "description": "x", "value": sek("200")}
    lots = [{"id": "1", "name": "X", "value": sek("200")}]
    assert warn(make(lots=lots, value=sek("100"), changes=[more])) == []
