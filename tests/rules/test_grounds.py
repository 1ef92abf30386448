"""Whether there is a ground, from which day, and what shows it. Days are reckoned by hand, in the comments."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.choices import Area, GroundKind
from generator.contract.models import Action, ActionPlan, Deviation, Submission
from generator.contract.values import Text
from generator.rules.actions import assess_action
from generator.rules.standing.grounds import Ground, find_grounds, is_closed
from generator.rules.standing.plans import assess_plan
from tests.documents.contracts import change
from tests.rules.cases import CONTRACT, LADDER, PARTS

FOUND = date(2026, 9, 1)
REQUESTED = date(2026, 9, 7)
"""30 days later is 2026-10-07, a Wednesday."""


def make_action(name, due, done=None):
    return Action(id=name, description=Text("x"), due=due, done=done)


A1 = make_action("A1", date(2026, 10, 31))
A2 = make_action("A2", date(2026, 11, 15))


def find(on, *, days=30, parts=PARTS, **fields):
    deviation, contract = (
        Deviation(**{"id": "D", "found": FOUND} | fields),
        change(CONTRACT, {"clause.terms.action_plan_days": days}),
    )
    return find_grounds(deviation, assess_plan(contract, deviation, LADDER, on), parts, on)


def ground(since, **fields):
    return (Ground(GroundKind.ACTION_PLAN, since, **fields),)


# An approved plan that isn't followed


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 10, 31), ()),  # the due day itself is still in time
        (date(2026, 11, 1), ground(date(2026, 11, 1), actions=(A1,))),  # the day after 31 October
        (date(2026, 11, 15), ground(date(2026, 11, 1), actions=(A1,))),  # the other is due that day
        (date(2026, 11, 16), ground(date(2026, 11, 1), actions=(A1, A2))),  # both late, the first since 1 November
    ],
)
def test_an_action_that_is_late(on, expected):
    assert find(on, action_plan=ActionPlan(approved=date(2026, 10, 1), actions=(A1, A2))) == expected


@pytest.mark.parametrize(
    ("on", "is_ground"),
    [
        (date(2026, 10, 31), False),  # not late yet
        (date(2026, 11, 1), True),  # late
        (date(2026, 11, 5), True),  # the file says done on the 6th, which is to come
        (date(2026, 11, 6), False),  # done: the ground has ceased
    ],
)
def test_an_action_that_was_done_late_is_a_ground_until_it_is_done(on, is_ground):
    done = make_action("A1", date(2026, 10, 31), date(2026, 11, 6))
    expected = ground(date(2026, 11, 1), actions=(done,)) if is_ground else ()
    assert find(on, action_plan=ActionPlan(approved=date(2026, 10, 1), actions=(done,))) == expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 11, 9), ()),  # the plan has come, and nobody has approved it
        (date(2026, 11, 10), ()),  # approved, with an action that was due ten days before: this day is given
        (date(2026, 11, 11), ground(date(2026, 11, 11), actions=(A1,))),
        (date(2026, 11, 16), ground(date(2026, 11, 11), actions=(A1, A2))),
    ],
)
def test_a_plan_that_is_approved_after_an_action_of_it_was_due_is_a_ground_from_the_day_after(on, expected):
    plan = ActionPlan(received=date(2026, 10, 1), approved=date(2026, 11, 10), actions=(A1, A2))
    assert find(on, action_plan=plan) == expected


@pytest.mark.parametrize("action", [make_action("A1", None), make_action("A1", date(2026, 12, 31))])
def test_an_action_that_is_due_later_or_on_no_day_is_no_ground(action):
    assert find(date(2026, 12, 31), action_plan=ActionPlan(approved=date(2026, 10, 1), actions=(action,))) == ()


@pytest.mark.parametrize(("rejected", "late_since"), [(None, None), (8, None), (7, None), (6, 7)])
@pytest.mark.parametrize("came", [date(2026, 10, 30), date(2026, 10, 31)])
def test_what_was_handed_in_in_time_is_a_ground_from_the_day_after_it_is_rejected(came, rejected, late_since):
    sent = Submission(date=came, rejected=date(2026, 11, rejected) if rejected else None, reason=Text("x") if rejected else None)
    action = Action(id="A1", description=Text("x"), due=date(2026, 10, 31), submitted=(sent,))
    plan = ActionPlan(approved=date(2026, 10, 1), actions=(action,))
    expected = ground(date(2026, 11, late_since), actions=(action,)) if late_since else ()
    assert find(date(2026, 11, 7), action_plan=plan) == expected


@pytest.mark.parametrize(("rejected", "is_ground"), [(None, False), (8, False), (7, True)])
def test_what_was_handed_in_too_late_is_a_ground_since_its_due_day_once_it_is_rejected(rejected, is_ground):
    answer = date(2026, 11, rejected) if rejected else None
    sent = Submission(date=date(2026, 11, 1), rejected=answer, reason=Text("x") if rejected else None)
    action = Action(id="A1", description=Text("x"), due=date(2026, 10, 31), submitted=(sent,))
    expected = ground(date(2026, 11, 1), actions=(action,)) if is_ground else ()
    assert find(date(2026, 11, 7), action_plan=ActionPlan(approved=date(2026, 10, 1), actions=(action,))) == expected


# A plan that doesn't come


@pytest.mark.parametrize(
    ("on", "received", "expected"),
    [
        (date(2026, 10, 7), None, ()),  # the last day: 7 September + 30 days
        (date(2026, 10, 8), None, ground(date(2026, 10, 8), plan_due=date(2026, 10, 7))),
        (date(2026, 10, 8), date(2026, 10, 7), ()),  # it came in time
        (date(2026, 10, 19), date(2026, 10, 20), ground(date(2026, 10, 8), plan_due=date(2026, 10, 7))),  # comes tomorrow
        (date(2026, 10, 20), date(2026, 10, 20), ()),  # it came late, and the ground has ceased
        (date(2026, 9, 6), None, ()),  # not asked for yet
    ],
)
def test_a_plan_is_late_from_the_day_after_its_due_day_until_it_comes(on, received, expected):
    assert find(on, action_plan=ActionPlan(requested=REQUESTED, received=received)) == expected


@pytest.mark.parametrize(
    ("plan", "days", "since", "due"),
    [
        ({"due": date(2026, 9, 30)}, None, date(2026, 10, 1), date(2026, 9, 30)),  # the day that was set
        ({"due": date(2026, 9, 30), "requested": REQUESTED}, 30, date(2026, 10, 1), date(2026, 9, 30)),  # it wins over 30 days
        ({"requested": date(2026, 9, 10)}, 30, date(2026, 10, 13), date(2026, 10, 12)),  # 10 October is a Saturday
        ({"requested": REQUESTED, "approved": date(2027, 1, 1)}, 30, date(2026, 10, 8), date(2026, 10, 7)),  # approved later
    ],
)
def test_when_a_plan_is_due(plan, days, since, due):
    assert find(date(2026, 11, 30), days=days, action_plan=ActionPlan(**plan)) == ground(since, plan_due=due)


@pytest.mark.parametrize(("on", "is_ground"), [(date(2026, 10, 19), True), (date(2026, 10, 20), False)])
def test_a_plan_that_was_approved_has_come(on, is_ground):
    plan = ActionPlan(requested=REQUESTED, approved=date(2026, 10, 20))
    assert find(on, action_plan=plan) == (ground(date(2026, 10, 8), plan_due=date(2026, 10, 7)) if is_ground else ())


@pytest.mark.parametrize("plan", [None, ActionPlan(), ActionPlan(requested=REQUESTED), ActionPlan(actions=(A1,))])
def test_a_plan_that_is_due_on_no_day_is_no_ground(plan):
    assert find(date(2027, 12, 31), days=None, action_plan=plan) == ()


# The other two grounds


@pytest.mark.parametrize(
    ("against", "kinds"),
    [
        ("3", [GroundKind.REPORTING]),
        ("3.2", [GroundKind.REPORTING]),
        ("4", [GroundKind.MONITORING]),
        ("4.1", [GroundKind.MONITORING]),
        ("14", []),
        ("40", []),
        ("41.4", []),
        ("2.4", []),
        ("2.3", []),
        (Area.LABOUR_RIGHTS, []),
        (None, []),
    ],
)
def test_reporting_and_monitoring_are_grounds_by_the_section(against, kinds):
    assert find(date(2026, 9, 1), against=against) == tuple(Ground(kind, FOUND) for kind in kinds)


def test_sections_are_those_of_the_version_of_the_clause():
    parts = {"reporting": "2.3", "monitoring": "5"}
    assert find(FOUND, parts=parts, against="2.3") == (Ground(GroundKind.REPORTING, FOUND),)
    assert find(FOUND, parts=parts, against="4") == ()
    assert find(FOUND, parts={}, against="4") == ()


def test_a_deviation_can_give_two_grounds():
    plan = ActionPlan(approved=date(2026, 10, 1), actions=(A1,))
    assert find(date(2026, 11, 1), against="4.1", action_plan=plan) == (
        Ground(GroundKind.MONITORING, FOUND),
        Ground(GroundKind.ACTION_PLAN, date(2026, 11, 1), actions=(A1,)),
    )


@pytest.mark.parametrize(
    ("on", "is_ground"),
    [
        (date(2026, 8, 31), False),  # not found yet
        (date(2026, 9, 1), True),
        (date(2026, 11, 19), True),  # the file says closed on the 20th, which is to come
        (date(2026, 11, 20), False),
    ],
)
def test_there_are_grounds_from_the_day_it_is_found_until_it_is_closed(on, is_ground):
    assert bool(find(on, against="4", closed=date(2026, 11, 20))) is is_ground


# Always


DAYS = st.none() | st.dates(date(2026, 8, 25), date(2026, 9, 20))
PLANS = st.builds(
    ActionPlan,
    requested=DAYS,
    due=DAYS,
    received=DAYS,
    approved=DAYS,
    actions=st.lists(st.builds(make_action, st.just("A"), DAYS, DAYS), max_size=3).map(tuple),
)


@settings(max_examples=300, deadline=None)
@given(plan=PLANS, days=st.none() | st.integers(1, 10), after=st.integers(0, 30))
def test_a_ground_began_by_the_day_and_says_what_shows_it(plan, days, after):
    on = FOUND + timedelta(days=after)
    for each in find(on, days=days, action_plan=plan):
        assert each.since <= on
        assert bool(each.actions) != bool(each.plan_due)
        assert all(assess_action(action, on).state == "late" for action in each.actions)


def test_closed_and_late_at_the_borders():
    deviation = Deviation(id="D", found=FOUND, closed=date(2026, 11, 20))
    assert [is_closed(deviation, date(2026, 11, day)) for day in (19, 20, 21)] == [False, True, True]
    assert [assess_action(A2, date(2026, 11, day)).state == "late" for day in (14, 15, 16)] == [False, False, True]
