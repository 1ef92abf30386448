"""Whose each duty is: by activity, monitoring, action, ladder and manager, else the officer."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract.models import Person
from generator.contract.values import FrozenMap, RoleReference
from generator.rules.standing.duty import DutyKind, make_duty
from generator.rules.standing.responsible import MANAGER, OFFICER, Responsible, find_responsible
from tests.documents.contracts import LADDER, change, read_example

INSTRUMENTS = read_example("surgical-instruments")
"""M3 and monitoring are the strategist's, D2 A2 the supplier's; officer, strategist and manager are named."""
STRATEGIST = "buyer.sustainability"
NOBODY = change(INSTRUMENTS, {"buyer.contacts": FrozenMap()})


def find_role(kind, contract=INSTRUMENTS, item="", **facts):
    return find_responsible(make_duty(DutyKind(kind), date(2026, 12, 1), item, **facts), contract, LADDER).role


OF_ACTIVITIES = ["monitoring_to_date", "monitoring_to_notify", "monitoring_to_do"]
OF_MANAGERS = ["investigation_to_decide", "extension_to_decide", "decision_due"]
OF_SANCTIONS = ["penalty_at_maximum", "suspension_limit"]
OF_MONITORING = ["secretariat_to_ask", "monitoring_to_plan"]
OF_ACTIONS = ["action_due", "action_to_date", "evidence_to_replace"]
OTHERS = [
    kind.value
    for kind in DutyKind
    if kind.value not in {*OF_ACTIVITIES, *OF_MANAGERS, *OF_SANCTIONS, *OF_MONITORING, *OF_ACTIONS, "step_due"}
]


@pytest.mark.parametrize("kind", OF_ACTIVITIES)
def test_an_activity_is_that_of_who_is_responsible_for_it_then_of_monitoring_then_the_officers(kind):
    own = change(INSTRUMENTS, {"monitoring.activities.2.responsible": MANAGER})
    assert find_role(kind, own, "M3") == MANAGER
    shared = change(INSTRUMENTS, {"monitoring.activities.2.responsible": None})
    assert find_role(kind, shared, "M3") == STRATEGIST
    assert find_role(kind, change(shared, {"monitoring.responsible": None}), "M3") == OFFICER


@pytest.mark.parametrize("kind", OF_ACTIVITIES)
def test_an_activity_that_the_supplier_answers_for_is_followed_up_by_the_buyer(kind):
    theirs = change(INSTRUMENTS, {"monitoring.activities.2.responsible": RoleReference("supplier.account")})
    assert find_role(kind, theirs, "M3") == STRATEGIST


@pytest.mark.parametrize("kind", OF_MONITORING)
def test_monitoring_as_a_whole_is_that_of_who_is_responsible_for_it(kind):
    assert find_role(kind) == STRATEGIST
    assert find_role(kind, change(INSTRUMENTS, {"monitoring.responsible": None})) == OFFICER


@pytest.mark.parametrize("kind", OF_ACTIONS)
def test_an_action_of_the_supplier_is_followed_up_by_the_officer_and_one_of_the_buyer_by_whose_it_is(kind):
    assert find_role(kind, item="D2 A2") == OFFICER
    ours = change(INSTRUMENTS, {"deviations.1.action_plan.actions.1.responsible": RoleReference(STRATEGIST)})
    assert (find_role(kind, ours, "D2 A2"), find_role(kind, ours, "D2 A3")) == (STRATEGIST, OFFICER)


def test_a_step_is_that_of_the_first_who_may_decide_it_and_is_named():
    assert find_role("step_due", item="D2", step="penalty") == MANAGER
    assert find_role("step_due", item="D2", step="reminder") == OFFICER
    contacts = {role: person for role, person in INSTRUMENTS.buyer.contacts.items() if role != "officer"}
    assert find_role("step_due", change(INSTRUMENTS, {"buyer.contacts": FrozenMap(contacts)}), step="reminder") == STRATEGIST


@pytest.mark.parametrize("kind", [*OF_MANAGERS, *OF_SANCTIONS])
def test_decisions_are_the_managers_where_there_is_one(kind):
    contacts = {role: person for role, person in INSTRUMENTS.buyer.contacts.items() if role != "manager"}
    assert find_role(kind, item="D2") == MANAGER
    assert find_role(kind, change(INSTRUMENTS, {"buyer.contacts": FrozenMap(contacts)}), "D2") == OFFICER


@pytest.mark.parametrize("kind", OTHERS)
def test_all_else_is_the_officers(kind):
    assert find_role(kind, item="D2", step="penalty") == OFFICER


def test_where_nobody_is_named_it_is_the_officers_without_a_name():
    duty = make_duty(DutyKind.DECISION_DUE, date(2026, 12, 1))
    assert find_responsible(duty, NOBODY, LADDER) == Responsible(OFFICER, None)


def test_a_person_is_found_by_role_or_a_part_of_the_name_or_address():
    who = Responsible(MANAGER, Person(name="Maria Hellström", email="maria.hellstrom@region.example"))
    asked = ["buyer.manager", "Manager", "hellström", " MARIA ", "maria.hellstrom@", "officer", "buyer", "", " ", "Åsa"]
    assert [each for each in asked if who.answers_to(each)] == asked[:5]
    assert [each for each in asked if Responsible(MANAGER, None).answers_to(each)] == asked[:2]


def test_a_person_is_the_same_in_another_role_and_not_the_same_as_a_namesake():
    maria = Person(name="Maria Ek", email="maria.ek@region.example")
    same = Responsible(OFFICER, Person(name="maria ek", email="Maria.Ek@region.example"))
    assert Responsible(MANAGER, maria).identity == same.identity
    assert Responsible(MANAGER, maria).identity != Responsible(MANAGER, Person(name="Maria Ek")).identity
    assert Responsible(MANAGER, None).identity != Responsible(OFFICER, None).identity
