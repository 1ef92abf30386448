"""Whether a step may be taken or passed over: every reason why not, in one list."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from generator.contract.ladder import LadderStep
from generator.contract.models import Action, ActionPlan, Explanation
from generator.contract.values import FrozenMap, Text
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.ladder import threatens
from generator.rules.standing.steps import Obstacle, ObstacleKind, list_obstacles, list_obstacles_to_passing_over
from tests.documents.contracts import change
from tests.rules.cases import (
    BRANCHING,
    CONTRACT,
    FOUND,
    LADDER,
    LATE_PLAN,
    LOG,
    MANAGER,
    OFFICER,
    PARTS,
    assess_deviation,
    make_deviation,
    pass_over,
    take,
)

K = ObstacleKind
ON = date(2027, 6, 15)
"""A day on which an action is late, the penalty at its maximum, and the suspension as long as it need be."""
NEVER_CAME = ActionPlan(requested=date(2026, 12, 1), due=date(2027, 1, 11))
EXCLUDED = {"ground_excluded": Explanation(reason=Text("Fabriken vägrar"))}
CHILD_LABOUR = {"severity": "severe", "severe_kind": "child_labour"}


def mark_remediation(marks):
    """The late plan, with actions that say whether they remedy."""
    action = LATE_PLAN.actions[0]
    actions = tuple(Action(id=f"A{mark}", description=action.description, due=action.due, remediation=mark) for mark in marks)
    return {"action_plan": LATE_PLAN.model_copy(update={"actions": actions})}


CAME = {"action_plan": ActionPlan(received=date(2027, 1, 10))}
"""A plan that came by itself, and isn't approved yet."""


@pytest.mark.parametrize("number", range(len(LOG)))
def test_each_step_in_its_turn(number):
    entry = LOG[number]
    assert list_obstacles(assess_deviation(ON, make_deviation(*LOG[:number])), entry.step, entry.decided_by or MANAGER) == (
        (Obstacle(K.NOT_THEIRS_TO_DECIDE),) if number < 2 else ()  # a dialogue and a reminder are the officer's
    )
    assert list_obstacles(assess_deviation(ON, make_deviation(*LOG[:number])), entry.step, None) == ()


@pytest.mark.parametrize(
    ("log", "on", "key", "fields", "expected"),
    [
        # The day
        ((), date(2027, 1, 10), "dialogue", {}, [Obstacle(K.NOT_FOUND_YET, FOUND)]),
        ((), FOUND, "dialogue", {}, []),
        ((), date(2027, 2, 1), "dialogue", {"closed": date(2027, 2, 1)}, [Obstacle(K.CLOSED, date(2027, 2, 1))]),
        ((), date(2027, 1, 31), "dialogue", {"closed": date(2027, 2, 1)}, [Obstacle(K.CLOSED, date(2027, 2, 1))]),
        (
            (pass_over("reminder", date(2027, 2, 1)),),
            date(2027, 1, 31),
            "dialogue",
            {},
            [Obstacle(K.BEFORE_LAST_ENTRY, date(2027, 2, 1))],
        ),
        ((pass_over("reminder", date(2027, 2, 1)),), date(2027, 2, 1), "dialogue", {}, []),
        # The turn
        (LOG[:4], ON, "dialogue", {}, [Obstacle(K.TAKEN_ALREADY, date(2027, 1, 12))]),
        ((pass_over("dialogue", date(2027, 1, 12)),), ON, "dialogue", {}, [Obstacle(K.PASSED_OVER_ALREADY, date(2027, 1, 12))]),
        ((*LOG[:1], LOG[2]), ON, "reminder", {}, [Obstacle(K.LATER_STEP_TAKEN, date(2027, 2, 2), "written_warning")]),
        (
            (LOG[0], LOG[2], LOG[3]),
            ON,
            "reminder",
            {},
            [
                Obstacle(K.LATER_STEP_TAKEN, date(2027, 2, 2), "written_warning"),
                Obstacle(K.LATER_STEP_TAKEN, date(2027, 2, 9), "management_meeting"),
            ],
        ),
        ((*LOG[:6], LOG[7]), ON, "termination_with_notice", {}, [Obstacle(K.LATER_STEP_TAKEN, ON, "immediate_termination")]),
        (
            LOG[:1],
            ON,
            "management_meeting",
            {},
            [Obstacle(K.EARLIER_STEP_MISSING, step="reminder"), Obstacle(K.EARLIER_STEP_MISSING, step="written_warning")],
        ),
        ((*LOG[:1], pass_over("reminder", date(2027, 2, 1))), ON, "written_warning", {}, []),
        # The answer: 14 days from 1 June end on 15 June.
        ((take("dialogue", date(2027, 6, 1)),), ON, "reminder", {}, [Obstacle(K.ANSWER_TIME_RUNNING, ON, "dialogue")]),
        ((take("dialogue", date(2027, 6, 1)),), date(2027, 6, 16), "reminder", {}, []),
        ((take("dialogue", date(2027, 6, 1), answered=ON),), ON, "reminder", {}, []),
        ((take("dialogue", date(2027, 6, 1), answer_due=date(2027, 6, 14)),), ON, "reminder", {}, []),
        # The merits
        (LOG[:1], date(2027, 1, 25), "reminder", {}, [Obstacle(K.NO_GROUND)]),
        (LOG[:1], date(2027, 1, 26), "reminder", {}, []),
        # No plan is noted, but the dialogue's letter of 12 January asked for one: in 30 days, which end on 11 February.
        (LOG[:1], date(2027, 2, 11), "reminder", {"action_plan": None}, [Obstacle(K.NO_GROUND)]),
        (LOG[:1], date(2027, 2, 12), "reminder", {"action_plan": None}, []),
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 1, 27), "reminder", {"action_plan": None}, []),  # a missing answer
        (
            (take("management_meeting", date(2027, 2, 9)), *LOG[:3]),
            ON,
            "penalty",
            {"action_plan": None},
            [Obstacle(K.PLAN_NEVER_CAME, date(2027, 2, 11))],
        ),
        ((take("management_meeting", date(2027, 2, 9)), *LOG[:3]), ON, "penalty", CAME, [Obstacle(K.NO_GROUND)]),
        (LOG[:4], ON, "penalty", {"action_plan": None, "against": "3"}, []),
        (LOG[:4], ON, "penalty", EXCLUDED, [Obstacle(K.GROUND_EXCLUDED)]),
        (LOG[:4], ON, "call_off_suspension", EXCLUDED, [Obstacle(K.GROUND_EXCLUDED)]),
        (LOG[:4], ON, "penalty", {"action_plan": NEVER_CAME}, [Obstacle(K.PLAN_NEVER_CAME, date(2027, 1, 11))]),
        (LOG[:3], ON, "management_meeting", {"action_plan": NEVER_CAME}, []),
        (LOG[:5], ON, "call_off_suspension", CHILD_LABOUR | mark_remediation([False]), [Obstacle(K.NO_REMEDIATION)]),
        (LOG[:5], ON, "call_off_suspension", CHILD_LABOUR | mark_remediation([False, True]), []),
        (
            LOG[:5],
            ON,
            "call_off_suspension",
            CHILD_LABOUR | mark_remediation([None]),
            [Obstacle(K.NO_REMEDIATION)],
        ),  # none is marked
        (
            LOG[:5],
            ON,
            "call_off_suspension",
            CHILD_LABOUR | {"against": "4.1", "action_plan": None},
            [Obstacle(K.NO_REMEDIATION)],
        ),
        (LOG[:5], ON, "call_off_suspension", mark_remediation([False]), []),  # no child labour
        (LOG[:4], ON, "penalty", CHILD_LABOUR | mark_remediation([False]), []),  # takes the work from nobody
        (
            LOG[:6],
            date(2027, 4, 5),
            "immediate_termination",
            {},
            [Obstacle(K.NO_CONDITION)],
        ),  # the penalty's maximum is on the 6th
        (LOG[:6], date(2027, 4, 6), "immediate_termination", {}, []),
        (LOG[:6], date(2027, 4, 5), "termination_with_notice", {}, []),
        # The contract ends on 31 August 2027.
        (LOG[:6], date(2027, 8, 31), "termination_with_notice", {}, []),
        (LOG[:6], date(2027, 9, 1), "termination_with_notice", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31))]),
        (LOG[:6], date(2027, 9, 1), "immediate_termination", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31))]),
        (LOG[:5], date(2027, 9, 1), "call_off_suspension", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31))]),
        (LOG[:4], date(2027, 8, 31), "penalty", {}, []),
        (LOG[:4], date(2027, 9, 1), "penalty", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31))]),
        # Terminated on 1 June with 90 days' notice it ends on 30 August; terminated at once, that day.
        (LOG[:7], date(2027, 8, 30), "immediate_termination", {}, []),
        (LOG[:7], date(2027, 8, 31), "immediate_termination", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 30))]),
        # Nor is a sanction threatened with then.
        (LOG[:3], date(2027, 8, 31), "management_meeting", {}, []),
        (LOG[:3], date(2027, 9, 1), "management_meeting", {}, [Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31))]),
    ],
)
def test_each_obstacle(log, on, key, fields, expected):
    assert list_obstacles(assess_deviation(on, make_deviation(*log, **fields)), key, None) == tuple(expected)


@pytest.mark.parametrize(
    ("key", "changes", "expected"),
    [
        ("penalty", {"clause__terms__penalty": None}, [Obstacle(K.NO_PENALTY_AGREED)]),
        ("penalty", {"framework_agreement": False}, []),
        ("call_off_suspension", {"clause__terms__penalty": None}, []),
        (
            "call_off_suspension",
            {"clause__terms__penalty": None, "framework_agreement": False},
            [Obstacle(K.NOT_FRAMEWORK_AGREEMENT)],
        ),
        (
            "call_off_suspension",
            {"clause__terms__penalty": None, "framework_agreement": None},
            [Obstacle(K.NOT_FRAMEWORK_AGREEMENT)],
        ),
        (
            "call_off_suspension",
            {"framework_agreement": False},
            [Obstacle(K.EARLIER_STEP_MISSING, step="penalty"), Obstacle(K.NOT_FRAMEWORK_AGREEMENT)],
        ),
        ("termination_with_notice", {"clause__terms__penalty": None, "framework_agreement": False}, []),
        ("termination_with_notice", {"framework_agreement": False}, [Obstacle(K.EARLIER_STEP_MISSING, step="penalty")]),
    ],
)
def test_what_the_contract_lacks(key, changes, expected):
    assert list_obstacles(assess_deviation(ON, make_deviation(*LOG[:4]), **changes), key, MANAGER) == tuple(expected)


@pytest.mark.parametrize(
    ("key", "role", "is_theirs"),
    [
        ("dialogue", OFFICER, True),
        ("dialogue", MANAGER, False),
        ("penalty", OFFICER, False),
        ("penalty", MANAGER, True),
        ("penalty", None, True),  # nobody has said who
    ],
)
def test_who_may_decide(key, role, is_theirs):
    log = LOG[:4] if key == "penalty" else ()
    expected = () if is_theirs else (Obstacle(K.NOT_THEIRS_TO_DECIDE),)
    standing = assess_deviation(ON, make_deviation(*log))
    assert (list_obstacles(standing, key, role), list_obstacles_to_passing_over(standing, key, role)) == (expected, expected)


def test_all_obstacles_at_once():
    log = (LOG[0], take("reminder", date(2027, 9, 6)), take("penalty", date(2027, 9, 10)))
    plan = ActionPlan(actions=(Action(id="A1", description=Text("x"), remediation=False),))
    fields = CHILD_LABOUR | EXCLUDED | {"action_plan": plan, "closed": date(2027, 12, 1)}
    standing = assess_deviation(date(2027, 9, 7), make_deviation(*log, **fields), framework_agreement=False)
    # The reminder of Monday 6 September is to be answered in 14 days; the penalty of the 10th is still to come.
    assert list_obstacles(standing, "immediate_termination", OFFICER) == (
        Obstacle(K.CLOSED, date(2027, 12, 1)),
        Obstacle(K.BEFORE_LAST_ENTRY, date(2027, 9, 10)),
        Obstacle(K.EARLIER_STEP_MISSING, step="written_warning"),
        Obstacle(K.EARLIER_STEP_MISSING, step="management_meeting"),
        Obstacle(K.ANSWER_TIME_RUNNING, date(2027, 9, 20), "reminder"),
        Obstacle(K.NOT_THEIRS_TO_DECIDE),
        Obstacle(K.PLAN_NEVER_CAME, date(2027, 2, 11)),
        Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31)),
        Obstacle(K.NO_REMEDIATION),
        Obstacle(K.NO_CONDITION),
    )
    assert list_obstacles(standing, "penalty", OFFICER) == (
        Obstacle(K.CLOSED, date(2027, 12, 1)),
        Obstacle(K.BEFORE_LAST_ENTRY, date(2027, 9, 10)),
        Obstacle(K.EARLIER_STEP_MISSING, step="written_warning"),
        Obstacle(K.EARLIER_STEP_MISSING, step="management_meeting"),
        Obstacle(K.ANSWER_TIME_RUNNING, date(2027, 9, 20), "reminder"),
        Obstacle(K.NOT_THEIRS_TO_DECIDE),
        Obstacle(K.GROUND_EXCLUDED),
        Obstacle(K.PLAN_NEVER_CAME, date(2027, 2, 11)),
        Obstacle(K.CONTRACT_ENDED, date(2027, 8, 31)),
    )


def test_no_sanction_follows_the_termination_that_another_deviation_led_to():
    one, other = make_deviation(*LOG[:4], id="D1"), make_deviation(*LOG, id="D2")
    contract = CONTRACT.model_copy(update={"deviations": (one, other)})
    day, after = date(2027, 6, 15), date(2027, 6, 16)
    found = [list_obstacles(DeviationStanding(contract, one, PARTS, LADDER, on), "penalty", None) for on in (day, after)]
    assert found == [(), (Obstacle(K.CONTRACT_ENDED, day),)]


@pytest.mark.parametrize(
    ("fields", "on"), [({}, ON), (CHILD_LABOUR | mark_remediation([True]), ON), (EXCLUDED, date(2027, 6, 2))]
)
def test_immediate_termination_needs_a_condition_that_lasts(fields, on):
    log = (*LOG[:6], pass_over("termination_with_notice", date(2027, 6, 2)))
    assert list_obstacles(assess_deviation(on, make_deviation(*log, **fields)), "immediate_termination", None) == ()
    plan = fields.get("action_plan", LATE_PLAN)
    done = {"action_plan": change(plan, {"actions.0.done": date(2027, 6, 2)})}
    assert list_obstacles(assess_deviation(on, make_deviation(*log, **fields | done)), "immediate_termination", None) == (
        Obstacle(K.NO_GROUND),
        Obstacle(K.NO_CONDITION),
    )


def test_a_step_taken_again_is_told_with_what_else_is_wrong():
    standing = assess_deviation(date(2027, 1, 10), make_deviation(take("penalty", date(2027, 1, 5))))
    # 28 days from 5 January end on Tuesday 2 February.
    assert list_obstacles(standing, "penalty", OFFICER) == (
        Obstacle(K.NOT_FOUND_YET, FOUND),
        Obstacle(K.TAKEN_ALREADY, date(2027, 1, 5)),
        *(Obstacle(K.EARLIER_STEP_MISSING, step=entry.step) for entry in LOG[:4]),
        Obstacle(K.ANSWER_TIME_RUNNING, date(2027, 2, 2), "penalty"),
        Obstacle(K.NOT_THEIRS_TO_DECIDE),
        Obstacle(K.NO_GROUND),
    )


# Passing over


@pytest.mark.parametrize(
    ("log", "on", "key", "fields", "expected"),
    [
        (LOG[:1], date(2027, 1, 20), "reminder", {}, []),  # needs no ground
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 1, 13), "reminder", {}, []),  # nor an answer
        ((), FOUND, "dialogue", {}, []),
        ((LOG[0], LOG[2]), ON, "reminder", {}, []),  # a gap is mended afterwards
        (LOG[:5], ON, "call_off_suspension", CHILD_LABOUR | mark_remediation([False]), []),
        (LOG[:6], ON, "termination_with_notice", {}, []),
        ((), date(2027, 1, 10), "dialogue", {}, [Obstacle(K.NOT_FOUND_YET, FOUND)]),
        ((), ON, "dialogue", {"closed": date(2027, 2, 1)}, [Obstacle(K.CLOSED, date(2027, 2, 1))]),
        (
            LOG[:2],
            date(2027, 1, 20),
            "written_warning",
            {},
            [Obstacle(K.BEFORE_LAST_ENTRY, date(2027, 1, 26)), Obstacle(K.EARLIER_STEP_MISSING, step="reminder")],
        ),
        (LOG[:1], ON, "dialogue", {}, [Obstacle(K.TAKEN_ALREADY, date(2027, 1, 12))]),
        ((pass_over("dialogue", date(2027, 1, 12)),), ON, "dialogue", {}, [Obstacle(K.PASSED_OVER_ALREADY, date(2027, 1, 12))]),
        (LOG[:1], ON, "written_warning", {}, [Obstacle(K.EARLIER_STEP_MISSING, step="reminder")]),
        (LOG[:4], ON, "penalty", EXCLUDED, [Obstacle(K.GROUND_EXCLUDED)]),
        (
            LOG[:2],
            ON,
            "penalty",
            EXCLUDED | {"closed": ON},
            [
                Obstacle(K.CLOSED, ON),
                Obstacle(K.EARLIER_STEP_MISSING, step="written_warning"),
                Obstacle(K.EARLIER_STEP_MISSING, step="management_meeting"),
                Obstacle(K.GROUND_EXCLUDED),
            ],
        ),
    ],
)
def test_obstacles_to_passing_over(log, on, key, fields, expected):
    assert list_obstacles_to_passing_over(assess_deviation(on, make_deviation(*log, **fields)), key, None) == tuple(expected)


@pytest.mark.parametrize(
    ("key", "changes", "kind"),
    [
        ("penalty", {"clause__terms__penalty": None}, K.NO_PENALTY_AGREED),
        ("call_off_suspension", {"clause__terms__penalty": None, "framework_agreement": False}, K.NOT_FRAMEWORK_AGREEMENT),
    ],
)
def test_what_does_not_exist_cannot_be_passed_over(key, changes, kind):
    assert list_obstacles_to_passing_over(assess_deviation(ON, make_deviation(*LOG[:4]), **changes), key, None) == (
        Obstacle(kind),
    )


# The deviations of the example


@pytest.mark.parametrize(
    ("number", "on", "key", "expected"),
    [
        (0, date(2026, 11, 22), "reminder", [Obstacle(K.NOT_THEIRS_TO_DECIDE), Obstacle(K.NO_GROUND)]),
        (0, date(2026, 12, 2), "reminder", [Obstacle(K.NOT_THEIRS_TO_DECIDE), Obstacle(K.NO_GROUND)]),
        (1, date(2026, 11, 22), "penalty", [Obstacle(K.ANSWER_TIME_RUNNING, date(2026, 12, 1), "management_meeting")]),
        (1, date(2026, 12, 1), "penalty", [Obstacle(K.ANSWER_TIME_RUNNING, date(2026, 12, 1), "management_meeting")]),
        (1, date(2026, 12, 2), "penalty", []),
        (
            1,
            date(2026, 12, 2),
            "call_off_suspension",
            [Obstacle(K.EARLIER_STEP_MISSING, step="penalty"), Obstacle(K.NO_REMEDIATION)],  # no action is marked
        ),
        (
            1,
            date(2026, 12, 2),
            "immediate_termination",
            [
                Obstacle(K.EARLIER_STEP_MISSING, step="penalty"),
                Obstacle(K.EARLIER_STEP_MISSING, step="call_off_suspension"),
                Obstacle(K.NO_REMEDIATION),
                Obstacle(K.NO_CONDITION),  # whether immediate measures were taken isn't known
            ],
        ),
        (
            2,
            date(2026, 11, 22),
            "reminder",
            [Obstacle(K.CLOSED, date(2025, 8, 20)), Obstacle(K.NOT_THEIRS_TO_DECIDE), Obstacle(K.NO_GROUND)],
        ),
    ],
)
def test_the_deviations_of_the_example(number, on, key, expected):
    standing = DeviationStanding(CONTRACT, CONTRACT.deviations[number], PARTS, LADDER, on)
    assert list_obstacles(standing, key, MANAGER) == tuple(expected)


def test_a_step_that_no_sanction_follows_may_be_taken_after_the_contracts_end():
    care = LadderStep(name="x", decided_by=(MANAGER,), letter=("x",), after=("talk",))
    ladder = replace(BRANCHING, steps=FrozenMap({**BRANCHING.steps, "care": care}))
    assert {key: threatens(ladder, key) for key in ladder.steps} == {key: key != "care" for key in ladder.steps}
    last = CONTRACT.dates.extensions[0].until
    deviation = make_deviation(take("talk", FOUND, answered=FOUND))
    for on, expected in ((last, ()), (last + timedelta(days=1), (Obstacle(K.CONTRACT_ENDED, last),))):
        standing = assess_deviation(on, deviation, ladder=ladder)
        assert list_obstacles(standing, "care", MANAGER) == ()
        assert list_obstacles(standing, "warning", MANAGER) == expected
