"""Rules between fields, on models made in Python."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.contract import messages
from generator.contract.checks import (
    _list_money_fields,
    _list_person_fields,
    check_codes,
    check_contract,
    has_check_digit,
    has_cpv_digit,
)
from generator.contract.messages import format_path, shorten
from generator.contract.models import (
    Buyer,
    Clause,
    Contract,
    Dates,
    Kickoff,
    Money,
    Penalty,
    Person,
    Supplier,
    Terms,
)
from generator.contract.partial import build_partly
from generator.contract.shape import is_pattern, select, walk_values
from generator.contract.values import FrozenMap, Month, Name, RoleReference, Text


def make_contract(**fields):
    return Contract(
        **{
            "format": 1,
            "id": "A",
            "registration_number": "RE 1",
            "title": Text("T"),
            "clause": Clause(level="basic", version="2023"),
            "buyer": Buyer(name="B", contacts=FrozenMap({"officer": Person(name="O")})),
            "supplier": Supplier(name="S"),
            "dates": Dates(starts=date(2026, 4, 1), ends=date(2027, 3, 31), standstill_ends=date(2026, 3, 13)),
        }
        | fields
    )


def find(contract):
    return [(problem.path, problem.mistake) for problem in check_contract(contract)]


def test_a_sound_contract_has_no_problems():
    assert find(make_contract()) == []


@pytest.mark.parametrize("number", ["232199-9993", "559999-8829", "556699-9917", "769612-3459"])
def test_check_digits(number):
    assert has_check_digit(number)
    for wrong in range(1, 10):
        assert not has_check_digit(number[:-1] + str((int(number[-1]) + wrong) % 10))


@pytest.mark.parametrize(("country", "expected"), [(None, 1), ("SE", 1), ("DE", 0)])
def test_only_swedish_numbers_are_checked(country, expected):
    supplier = Supplier(name="S", organisation_number="HRB 1", country=country)
    problems = [(("supplier", "organisation_number"), messages.NOT_SWEDISH_NUMBER)]
    assert find(make_contract(supplier=supplier)) == problems * expected


@pytest.mark.parametrize(
    ("number", "country", "read"),
    [
        ("2321999993", None, "232199-9993"),
        ("2321999993", "SE", "232199-9993"),
        ("232199-9993", "SE", "232199-9993"),
        ("2321999993", "PL", "2321999993"),
        ("162321999993", None, "232199-9993"),
        ("16232199-9993", "SE", "232199-9993"),
        ("196408233234", None, "640823-3234"),
        ("172321999993", None, "172321999993"),
        (None, None, None),
    ],
)
def test_the_hyphen_of_a_swedish_number_may_be_left_out(number, country, read):
    given = {"name": "S", "organisation_number": number, "country": country}
    supplier = Supplier(**{key: value for key, value in given.items() if value})
    assert supplier.organisation_number == read
    wrong = [messages.NOT_SWEDISH_NUMBER] if read == "172321999993" else []
    assert [mistake for _, mistake in find(make_contract(supplier=supplier))] == wrong


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("38500", "SEK", []),
        ("38500.5", "SEK", []),
        ("38500.50", "SEK", []),
        ("38.500", "SEK", [messages.THOUSAND_POINT]),
        ("38.5000", "SEK", [messages.TOO_MANY_DECIMALS]),
        ("38.500", "TND", []),
        ("38.5000", "TND", [messages.TOO_MANY_DECIMALS]),
        ("38500", "JPY", []),
        ("38500.0", "JPY", [messages.TOO_MANY_DECIMALS]),
        ("38.500", "JPY", [messages.THOUSAND_POINT]),
    ],
)
def test_no_amount_has_more_decimals_than_its_currency(amount, currency, expected):
    money = Money(amount=Decimal(amount), currency=currency)
    penalty = Penalty(amount=Decimal(amount), currency=currency)
    contract = make_contract(value=money, clause=Clause(level="basic", version="2023", terms=Terms(penalty=penalty)))
    assert [mistake for _, mistake in find(contract)] == expected * 2
    assert [path for path, _ in find(contract)][: len(expected)] == [("value", "amount")] * len(expected)


def test_no_amount_is_forgotten():
    assert _list_money_fields(Contract) == (
        "lots[].value",
        "value",
        "clause.terms.penalty",
        "changes[].value",
        "changes[].penalty",
        "products[].annual_value",
        "monitoring.activities[].cost",
    )


def test_every_person_referred_to_is_looked_up():
    contract = make_contract(kickoff=Kickoff(participants=("buyer.officer", "supplier.officer")))
    assert find(contract) == [(("kickoff", "participants", 1), messages.NO_SUCH_PERSON_NEAR)]


def test_no_person_field_is_forgotten():
    assert _list_person_fields() == (
        "kickoff.participants[]",
        "kickoff.questions[].asked_by",
        "monitoring.responsible",
        "monitoring.activities[].responsible",
        "deviations[].action_plan.approved_by",
        "deviations[].action_plan.actions[].responsible",
        "deviations[].escalation[].decided_by",
        "confidential[].decided_by",
        "requests[].decided_by",
    )


def test_what_can_be_read_of_a_broken_contract():
    data = {
        "id": "A",
        "title": ["x"],
        "buyer": {"name": "B", "contacts": {"officer": "x"}},
        "products": [{"id": "P1"}, "x"],
        "y": "z",
    }
    contract = build_partly(Contract, data)
    assert (contract.id, contract.title, contract.format, contract.dates.starts) == ("A", None, None, None)
    assert (contract.buyer.name, list(contract.buyer.contacts)) == ("B", ["officer"])
    assert [product.id for product in contract.products] == ["P1", None]
    assert find(contract) == []


@pytest.mark.parametrize(
    ("pattern", "known"),
    [
        ("supply_chain[].name", True),
        ("supply_chain", True),
        ("supply_chain[]", True),
        ("buyer.contacts.officer.email", True),
        ("buyer.contacts[].email", True),
        ("deviations[].action_plan.actions[].description", True),
        ("deviations[].escalation[].from", True),
        ("supply_chain.name", False),
        ("supply_chain[0].name", False),
        ("title.sv", False),
        ("buyer[].name", False),
        ("", False),
        ("[]", False),
    ],
)
def test_patterns(pattern, known):
    assert is_pattern(Contract, pattern) is known


def test_selecting_gives_paths_in_order():
    people = FrozenMap({"a": Person(name="A"), "b": Person(name="B", phone="1")})
    contract = make_contract(supplier=Supplier(name="S", contacts=people))
    assert list(select(contract, "supplier.contacts[].name")) == [
        (("supplier", "contacts", "a", "name"), "A"),
        (("supplier", "contacts", "b", "name"), "B"),
    ]
    assert list(select(contract, "supplier.contacts.b.phone")) == [(("supplier", "contacts", "b", "phone"), "1")]
    assert list(select(contract, "kickoff.date")) == []
    assert (("dates", "starts"), date(2026, 4, 1)) in list(walk_values(contract))


def test_paths_and_values_are_shown_on_one_line():
    assert format_path(("deviations", 2, "found")) == "deviations[2].found"
    assert format_path((0, "a")) == "[0].a"
    assert shorten("a\nb\x07\ud800" + "x" * 100) == "a\\nb\\x07\\ud800" + "x" * 54 + "…"


def test_values():
    assert Month(2028, 2).first_day == date(2028, 2, 1)
    assert Month(2028, 2).last_day == date(2028, 2, 29)
    assert str(Month(2028, 2)) == "2028-02"
    assert Month(2027, 12) < Month(2028, 1)
    assert (RoleReference("buyer.officer").side, RoleReference("buyer.officer").role) == ("buyer", "officer")
    assert Name("x") != Text("x")
    assert FrozenMap({"a": 1, "b": 2}) == FrozenMap({"b": 2, "a": 1})
    assert hash(FrozenMap({"a": 1, "b": 2})) == hash(FrozenMap({"b": 2, "a": 1}))
    assert repr(FrozenMap({"a": 1})) == "FrozenMap({'a': 1})"


@pytest.mark.parametrize("code", ["33141110-4", "33140000-3", "90919200-4", "45331000-6", "33696500-0", "03000000-1"])
def test_cpv_codes_have_their_digit(code):
    assert has_cpv_digit(code)
    assert not has_cpv_digit(f"{code[:9]}{(int(code[9]) + 1) % 10}")


def test_a_wrong_cpv_digit_is_a_warning():
    contract = make_contract(cpv=["33141110-4", "33141110", "33141110-5"])
    (problem,) = check_codes(contract)
    assert (problem.path, problem.mistake.severity, problem.values["nearest"]) == (("cpv", 2), "warning", "33141110-4")
