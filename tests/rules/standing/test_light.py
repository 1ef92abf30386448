"""The traffic light of deviations: green none, yellow being handled, red not remedied in time; each at its border."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from generator.contract.clause_file import read_clause
from generator.contract.models import Action, ActionPlan, Deviation
from generator.contract.values import Text
from generator.rules.standing import Standing
from generator.rules.standing.light import Light, assess_deviation_light, assess_light
from tests.documents.contracts import FILES, LADDER, change, read_example

CONTRACT = change(read_example("surgical-instruments"), {"deviations": ()})
"""It runs until 2027-08-31; a plan is due 30 days after it is asked for."""
PARTS = read_clause(FILES, "2023").parts
FOUND = date(2026, 10, 1)


def make(**fields):
    return Deviation(**{"id": "D1", "found": FOUND} | fields)


def make_plan(due, done=None, **fields):
    action = Action(id="A1", description=Text("x"), due=due, done=done)
    return ActionPlan(**{"requested": date(2026, 10, 2), "received": date(2026, 10, 20), "actions": (action,)} | fields)


def stand(on, *deviations):
    return Standing(change(CONTRACT, {"deviations": deviations}), PARTS, LADDER, date.fromisoformat(on)).deviations.values()


def light(on, *deviations):
    return assess_light(stand(on, *deviations)).value


APPROVED = make(action_plan=make_plan(date(2026, 11, 15), approved=date(2026, 10, 25)))
LATE_DONE = make(action_plan=make_plan(date(2026, 11, 15), date(2026, 11, 20), approved=date(2026, 10, 25)))


def test_no_deviation_is_green():
    assert light("2026-11-22") == "green"


@pytest.mark.parametrize(("on", "expected"), [("2026-09-30", "green"), ("2026-10-01", "yellow")])
def test_one_is_being_handled_from_the_day_that_it_is_found(on, expected):
    assert light(on, make()) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-11-14", "yellow"), ("2026-11-15", "yellow"), ("2026-11-16", "red")])
def test_an_action_is_in_time_on_its_last_day(on, expected):
    assert light(on, APPROVED) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-11-19", "red"), ("2026-11-20", "yellow"), ("2026-11-21", "yellow")])
def test_what_was_done_late_is_being_handled_once_it_is_done(on, expected):
    assert light(on, LATE_DONE) == expected


def test_an_action_of_a_plan_that_nobody_approved_binds_nobody():
    assert light("2026-11-16", make(action_plan=make_plan(date(2026, 11, 15)))) == "yellow"


@pytest.mark.parametrize(("on", "expected"), [("2026-11-01", "yellow"), ("2026-11-02", "red")])
def test_a_plan_is_in_time_on_its_last_day(on, expected):
    asked = make(action_plan=ActionPlan(requested=date(2026, 10, 2), due=date(2026, 11, 1)))
    assert light(on, asked) == expected


@pytest.mark.parametrize(("on", "expected"), [("2026-11-29", "red"), ("2026-11-30", "green"), ("2026-12-01", "green")])
def test_one_that_is_closed_is_none(on, expected):
    assert light(on, APPROVED.model_copy(update={"closed": date(2026, 11, 30)})) == expected


@pytest.mark.parametrize(("on", "expected"), [("2027-08-31", "yellow"), ("2027-09-01", "red")])
def test_a_contract_that_has_ended_leaves_no_time(on, expected):
    assert light(on, make()) == expected


@pytest.mark.parametrize("on", ["2026-10-01", "2026-11-16", "2027-09-01"])
def test_what_is_only_suspected_is_being_handled_whatever_the_day(on):
    assert light(on, make(suspected=True)) == "yellow"


@pytest.mark.parametrize(("on", "expected"), [("2027-09-01", "yellow"), ("2027-09-02", "red")])
def test_from_the_day_that_it_is_established_it_is_like_any_other(on, expected):
    assert light(on, make(suspected=True, established=date(2027, 9, 2))) == expected


def test_the_worst_is_that_of_the_contract_in_whatever_order():
    closed = make(id="D2", closed=date(2026, 10, 5))
    handled, late = make(id="D3"), APPROVED
    for order in permutations((closed, handled, late)):
        assert light("2026-11-16", *order) == "red"
    assert light("2026-11-16", closed, handled) == light("2026-11-16", handled, closed) == "yellow"
    assert light("2026-11-16", closed) == "green"


def test_each_has_its_own():
    lights = {each.deviation.id: assess_deviation_light(each) for each in stand("2026-11-16", APPROVED, make(id="D3"))}
    assert lights == {"D1": Light.RED, "D3": Light.YELLOW}
