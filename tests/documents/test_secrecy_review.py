from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contract.models import Confidential, Contract, Request
from generator.contract.shape import is_pattern
from generator.contract.values import FrozenMap, Name
from generator.documents.secrecy_review import SECRECY_REVIEW, SecretField
from generator.errors import InputError
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("wound-care")
LAW = Name("31 kap. 16 § OSL")


def make_view(changes=None, on=ON, item="B1"):
    return SECRECY_REVIEW.make_view(make_subject(change(CONTRACT, changes or {}), item, on))


def make_text(changes=None, langs=("sv",)):
    return write_tree(compose(SECRECY_REVIEW, make_subject(change(CONTRACT, changes or {}), "B1"), *langs))


def ask(**more):
    return Request(id="B1", received=date(2026, 11, 20), **more)


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"secrecy-review.{CONTRACT.id}.B1.{'-'.join(langs)}.txt", make_text(langs=langs))


@pytest.mark.parametrize(
    ("more", "on", "items"),
    [
        ({}, date(2026, 11, 19), ()),
        ({}, date(2026, 11, 20), ("B1",)),
        ({"review_sent": date(2026, 11, 23)}, date(2026, 11, 22), ("B1",)),
        ({"review_sent": date(2026, 11, 23)}, date(2026, 11, 23), ()),
        ({"answered": date(2026, 11, 23)}, date(2026, 11, 22), ("B1",)),
        ({"answered": date(2026, 11, 23)}, date(2026, 11, 23), ()),
    ],
)
def test_one_for_each_request_that_is_open_and_not_sent_to_the_supplier(more, on, items):
    assert SECRECY_REVIEW.list_items(change(CONTRACT, {"requests": (ask(**more),)}), on) == items


@pytest.mark.parametrize(
    ("more", "on", "answer_by"),
    [
        ({}, date(2026, 11, 20), date(2026, 11, 23)),
        ({}, date(2026, 11, 24), date(2026, 11, 27)),
        ({"review_sent": date(2026, 11, 20)}, date(2026, 11, 24), date(2026, 11, 23)),
        ({"review_sent": date(2026, 11, 25)}, date(2026, 11, 24), date(2026, 11, 27)),
        ({"review_due": date(2026, 11, 24)}, date(2026, 11, 24), date(2026, 11, 24)),
        ({"review_due": date(2026, 11, 23)}, date(2026, 11, 24), date(2026, 11, 27)),
        ({"review_sent": date(2026, 11, 20), "review_due": date(2026, 11, 21)}, date(2026, 11, 24), date(2026, 11, 21)),
    ],
)
def test_the_supplier_has_three_days_or_those_that_were_set(more, on, answer_by):
    changes = {"requests": (ask(**more),)}
    assert make_view(changes, on).answer_by == answer_by
    subject = make_subject(change(CONTRACT, changes), "B1", on)
    assert SECRECY_REVIEW.correspond(subject).answer_due == answer_by


@pytest.mark.parametrize(
    ("fields", "name", "path"),
    [
        ("supply_chain[].name", SecretField.CHAIN_NAME, ""),
        ("supply_chain[]", SecretField.CHAIN, ""),
        ("supply_chain[].address[]", SecretField.CHAIN_ADDRESS, ""),
        ("supply_chain[].activities", SecretField.CHAIN, "supply_chain[].activities"),
        ("supplier.contacts.account.name", SecretField.PERSONS, "supplier.contacts.account.name"),
        ("value.amount", SecretField.VALUE, "value.amount"),
        ("category", None, "category"),
    ],
)
def test_what_is_masked_is_told_by_name(fields, name, path):
    [row] = make_view({"confidential": (Confidential(fields=fields, basis=LAW), Confidential(fields=fields, basis=LAW))}).hidden
    assert (row.name, row.path, row.basis) == (name, path, LAW)


def test_what_has_words_is_a_field():
    assert [each.value for each in SecretField if not is_pattern(Contract, each.value)] == []


def test_no_value_that_is_secret_is_told():
    text = make_text({"confidential": (Confidential(fields="monitoring.activities[].cost", basis=LAW),)})
    assert "85" not in text
    assert "Suzhou" not in make_text()


def test_where_nothing_is_secret_all_is_released():
    text = make_text({"confidential": ()})
    assert "tänker lämna ut handlingarna i sin helhet" in text
    assert "Är det något av det som vi tänker maska" not in text


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(InputError) as caught:
        make_view({"buyer.contacts": FrozenMap(), "supplier.address": ()})
    assert [finding.subject for finding in caught.value.findings] == ["buyer.contacts.officer", "supplier.address"]
