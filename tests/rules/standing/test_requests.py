"""Requests for public documents: each is to be answered by the working day after it came."""

from __future__ import annotations

from datetime import date

import pytest

from generator.rules.standing import DutyKind, Standing
from generator.rules.standing.contract_duties import list_request_duties
from tests.contract.test_date_checks import make
from tests.documents.contracts import LADDER


def list_days(on: str, *requests: dict[str, object]) -> list[tuple[str, date]]:
    contract = make(requests=[{"id": f"B{number}", **each} for number, each in enumerate(requests, start=1)])
    return [(duty.item, duty.day) for duty in list_request_duties(contract, date.fromisoformat(on))]


@pytest.mark.parametrize(
    ("received", "by"),
    [("2026-11-19", date(2026, 11, 20)), ("2026-11-20", date(2026, 11, 23)), ("2026-12-23", date(2026, 12, 28))],
)
def test_the_working_day_after_it_came(received, by):
    assert list_days("2026-12-31", {"received": received}) == [("B1", by)]


def test_only_what_has_come_and_is_not_answered():
    came, answered = {"received": "2026-11-20"}, {"received": "2026-11-20", "answered": "2026-11-25"}
    assert list_days("2026-11-19", answered, came) == []
    assert [item for item, _ in list_days("2026-11-24", answered, came)] == ["B1", "B2"]
    assert [item for item, _ in list_days("2026-11-25", answered, came)] == ["B2"]


@pytest.mark.parametrize(
    ("more", "on", "facts"),
    [
        ({}, "2026-11-25", (None, None)),
        ({"review_sent": "2026-11-24"}, "2026-11-23", (None, None)),
        ({"review_sent": "2026-11-24"}, "2026-11-24", (date(2026, 11, 24), date(2026, 11, 27))),
        ({"review_sent": "2026-11-24", "review_due": "2026-11-26"}, "2026-11-30", (date(2026, 11, 24), date(2026, 11, 26))),
    ],
)
def test_that_the_supplier_was_asked_is_told_and_by_when_it_answers(more, on, facts):
    contract = make(requests=[{"id": "B1", "received": "2026-11-20", **more}])
    [duty] = list_request_duties(contract, date.fromisoformat(on))
    assert (duty.facts.get("review_sent"), duty.facts.get("review_due")) == facts


def test_the_end_of_the_contract_ends_no_request():
    contract = make(requests=[{"id": "B1", "received": "2028-06-01"}])
    kinds = [duty.kind for duty in Standing(contract, {}, LADDER, date(2028, 6, 2)).duties]
    assert DutyKind.REQUEST_TO_ANSWER in kinds
