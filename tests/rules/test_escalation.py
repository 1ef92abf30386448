"""Where a deviation stands on the ladder and what comes next. Days are reckoned by hand, in the comments.

In the plan of these deviations an action is late from 2027-01-26 (see `cases`), so that there is a ground from then.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.contract.choices import GroundKind, Sanction, SevereKind
from generator.contract.models import Action, ActionPlan, Dates, Explanation, Extension, Investigation, Submission
from generator.contract.values import Text
from generator.rules.sanctions import assess_penalty
from generator.rules.standing.deviation import Condition, ConditionKind, DeviationStanding
from generator.rules.standing.grounds import Ground
from generator.rules.standing.ladder import Bar, NextStep, StepRow, find_bar, find_next, is_settled, list_missing, list_steps
from generator.rules.standing.phases import find_ending
from generator.rules.standing.plans import KnownDay
from generator.rules.standing.steps import Obstacle, ObstacleKind, list_obstacles
from tests.documents.contracts import change
from tests.rules.cases import (
    BRANCHING,
    CONTRACT,
    FOUND,
    LADDER,
    LATE_PLAN,
    LOG,
    PARTS,
    WAY_BACK,
    assess_deviation,
    make_deviation,
    pass_over,
    take,
)

EXCLUDED = {"ground_excluded": Explanation(reason=Text("Fabriken vägrar"))}
NO_GROUND_YET = {"action_plan": None}
CAME = {"action_plan": ActionPlan(received=date(2027, 1, 10))}
"""A plan that came by itself, and isn't approved yet."""
DONE = {"action_plan": change(LATE_PLAN, {"actions.0.done": date(2027, 3, 10)})}
"""The late action was done on 10 March, so that there is no ground from then."""


def next_step(key, since):
    return NextStep(key, LADDER.steps[key], since)


# Where it stands, and until when it waits


@pytest.mark.parametrize(
    ("log", "on", "standing"),
    [
        ((), date(2027, 3, 1), None),
        (LOG[:1], date(2027, 1, 11), None),  # the step is taken tomorrow
        (LOG[:1], date(2027, 1, 12), "dialogue"),
        (LOG, date(2027, 2, 15), "management_meeting"),  # the penalty is taken tomorrow
        ((*LOG[:2], pass_over("written_warning", date(2027, 2, 2))), date(2027, 3, 1), "reminder"),
        ((pass_over("dialogue", date(2027, 1, 12)),), date(2027, 3, 1), None),
        (
            (LOG[3], take("reminder", date(2027, 2, 20))),
            date(2027, 3, 1),
            "management_meeting",
        ),  # out of turn: the last on the ladder
    ],
)
def test_it_stands_at_the_last_step_of_the_ladder_that_was_taken(log, on, standing):
    assert assess_deviation(on, make_deviation(*log)).reached == standing


@pytest.mark.parametrize(
    ("entry", "due"),
    [
        (take("dialogue", date(2027, 1, 12)), date(2027, 1, 26)),  # 14 days by the ladder
        (take("dialogue", date(2027, 1, 12), answer_due=date(2027, 1, 20)), date(2027, 1, 20)),  # the log says otherwise
        (take("dialogue", date(2027, 1, 9)), date(2027, 1, 25)),  # 23 January is a Saturday
        (take("dialogue", date(2027, 3, 12)), date(2027, 3, 30)),  # 26 March is Good Friday, the 29th Easter Monday
        (take("penalty", date(2027, 2, 16)), date(2027, 3, 16)),  # 28 days
        (take("termination_with_notice", date(2027, 2, 16)), None),  # asks for no answer
        (take("termination_with_notice", date(2027, 2, 16), answer_due=date(2027, 2, 28)), date(2027, 2, 28)),
    ],
)
def test_when_an_answer_is_due(entry, due):
    standing = assess_deviation(entry.date, make_deviation(entry))
    assert (standing.answer_due, standing.find_answer_due(entry.step)) == (due, due)


def test_nothing_is_due_before_the_first_step():
    standing = assess_deviation(FOUND, make_deviation())
    assert (standing.answer_due, standing.answered, standing.is_waiting) == (None, None, False)


@pytest.mark.parametrize(
    ("on", "answered", "is_waiting", "is_ground"),
    [
        (date(2027, 1, 12), None, True, False),
        (date(2027, 1, 26), None, True, False),  # the last day
        (date(2027, 1, 27), None, False, True),
        (date(2027, 1, 17), date(2027, 1, 18), True, False),  # the answer comes tomorrow
        (date(2027, 1, 18), date(2027, 1, 18), False, False),  # answered early
        (date(2027, 2, 1), date(2027, 2, 2), False, True),  # the answer is late, and comes tomorrow
        (date(2027, 2, 2), date(2027, 2, 2), False, False),
    ],
)
def test_an_answer_is_waited_for_and_then_missed(on, answered, is_waiting, is_ground):
    standing = assess_deviation(on, make_deviation(take("dialogue", date(2027, 1, 12), answered=answered), **NO_GROUND_YET))
    missed = Ground(GroundKind.NO_ANSWER, date(2027, 1, 27), answer_due=date(2027, 1, 26))
    assert (standing.is_waiting, standing.grounds) == (is_waiting, (missed,) if is_ground else ())


def test_the_grounds_of_the_clause_come_first():
    standing = assess_deviation(date(2027, 1, 27), make_deviation(take("dialogue", date(2027, 1, 12)), against="4.1"))
    assert standing.grounds == (
        Ground(GroundKind.MONITORING, FOUND),
        Ground(GroundKind.ACTION_PLAN, date(2027, 1, 26), actions=LATE_PLAN.actions),
        Ground(GroundKind.NO_ANSWER, date(2027, 1, 27), answer_due=date(2027, 1, 26)),
    )


def test_what_is_settled_gives_no_grounds():
    closed = make_deviation(take("dialogue", date(2027, 1, 12)), against="4.1", closed=date(2027, 2, 1))
    assert assess_deviation(date(2027, 2, 1), closed).grounds == ()
    assert [each.kind for each in assess_deviation(date(2027, 1, 31), closed).grounds] == [
        "monitoring",
        "action_plan",
        "no_answer",
    ]


def test_of_a_step_that_was_taken_twice_the_last_time_counts():
    again = take("dialogue", date(2027, 2, 1))
    standing = assess_deviation(date(2027, 2, 2), make_deviation(LOG[0], again))
    assert (standing.taken, standing.answered, standing.answer_due) == ({"dialogue": again}, None, date(2027, 2, 15))


# What comes next


@pytest.mark.parametrize(
    ("log", "on", "key", "since"),
    [
        # Nothing taken: the first step, from the day that it was found; once the plan is asked for, not until an action is late.
        ((), FOUND, "dialogue", FOUND),
        ((), date(2027, 1, 10), "dialogue", FOUND),
        ((), date(2027, 1, 12), "dialogue", None),
        ((), date(2027, 1, 25), "dialogue", None),
        ((), date(2027, 1, 26), "dialogue", date(2027, 1, 26)),
        ((), date(2027, 6, 1), "dialogue", date(2027, 1, 26)),
        # Waiting to 26 January: the day after, since the next step needs no more than a missing answer.
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 1, 20), "reminder", date(2027, 1, 27)),
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 1, 26), "reminder", date(2027, 1, 27)),
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 1, 27), "reminder", date(2027, 1, 27)),
        ((take("dialogue", date(2027, 1, 12)),), date(2027, 5, 1), "reminder", date(2027, 1, 27)),
        # The log's own day counts before the ladder's days.
        ((take("dialogue", date(2027, 1, 12), answer_due=date(2027, 1, 20)),), date(2027, 1, 20), "reminder", date(2027, 1, 21)),
        ((take("dialogue", date(2027, 1, 12), answer_due=date(2027, 1, 20)),), date(2027, 1, 25), "reminder", date(2027, 1, 21)),
        # 14 days from 12 March end on Good Friday, so the answer is due on Tuesday 30 March.
        ((take("dialogue", date(2027, 3, 12)),), date(2027, 3, 20), "reminder", date(2027, 3, 31)),
        # Answered early: free from then, but nothing calls for a step until the action is late.
        (LOG[:1], date(2027, 1, 20), "reminder", None),
        (LOG[:1], date(2027, 1, 25), "reminder", None),
        (LOG[:1], date(2027, 1, 26), "reminder", date(2027, 1, 26)),
        # Answered on 1 February, with a ground since 26 January: the later of the two.
        (LOG[:2], date(2027, 2, 1), "written_warning", date(2027, 2, 1)),
        # Answered late: what was free since the 21st is so since the answer; the ground began later than that.
        (
            (take("dialogue", date(2027, 1, 12), answer_due=date(2027, 1, 20), answered=date(2027, 1, 22)),),
            date(2027, 1, 26),
            "reminder",
            date(2027, 1, 26),
        ),
        # A sanction needs a ground of the clause, which there is; waiting to 23 February.
        ((*LOG[:3], take("management_meeting", date(2027, 2, 9))), date(2027, 2, 10), "penalty", date(2027, 2, 24)),
        (LOG[:4], date(2027, 2, 15), "penalty", date(2027, 2, 15)),
        # Past a step that was passed over.
        ((*LOG[:1], pass_over("reminder", date(2027, 1, 19))), date(2027, 1, 20), "written_warning", None),
        ((*LOG[:1], pass_over("reminder", date(2027, 1, 19))), date(2027, 1, 26), "written_warning", date(2027, 1, 26)),
        # Past the first: from the day that it was found, but not before there is a ground.
        ((pass_over("dialogue", date(2027, 1, 12)),), date(2027, 1, 20), "reminder", None),
        ((pass_over("dialogue", date(2027, 1, 12)),), date(2027, 2, 1), "reminder", date(2027, 1, 26)),
        (LOG[:6], date(2027, 3, 9), "termination_with_notice", date(2027, 3, 8)),
        # Past it: at once from 6 April, when the penalty reached its maximum.
        (
            (*LOG[:6], pass_over("termination_with_notice", date(2027, 3, 9))),
            date(2027, 5, 1),
            "immediate_termination",
            date(2027, 4, 6),
        ),
    ],
)
def test_what_comes_next_and_since_when(log, on, key, since):
    assert find_next(assess_deviation(on, make_deviation(*log))) == next_step(key, since)


@pytest.mark.parametrize(
    ("log", "on", "fields"),
    [
        (LOG, date(2027, 6, 15), {}),  # the end of the ladder
        (LOG[:7], date(2027, 6, 1), {}),  # likewise, although the penalty is at its maximum
        ((*LOG[:6], pass_over("termination_with_notice", date(2027, 3, 9))), date(2027, 4, 5), {}),  # no condition before 6 April
        (
            (*LOG[:4], take("termination_with_notice", date(2027, 3, 1))),
            date(2027, 6, 1),
            {},
        ),  # nor without penalty or suspension
        ((), date(2027, 2, 1), {"closed": date(2027, 2, 1)}),
        (LOG[:4], date(2027, 2, 20), {"closed": date(2027, 2, 20)}),
    ],
)
def test_nothing_comes_next(log, on, fields):
    assert find_next(assess_deviation(on, make_deviation(*log, **fields))) is None


def test_what_is_closed_tomorrow_still_has_a_next_step():
    assert find_next(assess_deviation(date(2027, 1, 31), make_deviation(closed=date(2027, 2, 1)))) == next_step(
        "dialogue", date(2027, 1, 26)
    )


def test_a_missing_answer_is_no_ground_for_a_sanction():
    unanswered = (*LOG[:3], take("management_meeting", date(2027, 2, 9)))
    for on in (date(2027, 2, 10), date(2027, 2, 24), date(2027, 6, 1)):  # due 23 February
        assert find_next(assess_deviation(on, make_deviation(*unanswered, **CAME))) == next_step("penalty", None)


def test_a_plan_that_the_letters_asked_for_and_never_came_is_a_ground_for_the_sanction_that_they_threaten():
    unanswered = (*LOG[:3], take("management_meeting", date(2027, 2, 9)))
    ladder = replace(LADDER, missing_plan_is_ground=True)
    standing = assess_deviation(date(2027, 2, 12), make_deviation(*unanswered, **NO_GROUND_YET), ladder=ladder)
    assert (standing.plan.requested, standing.plan.due) == (
        KnownDay(date(2027, 1, 12), ("escalation", 0, "date")),
        date(2027, 2, 11),
    )
    assert find_next(standing) == next_step("penalty", date(2027, 2, 24))  # the answer is due on the 23rd


@pytest.mark.parametrize(
    ("changes", "fields", "key"),
    [
        ({}, {}, "penalty"),
        ({}, EXCLUDED, "termination_with_notice"),
        ({"clause__terms__penalty": None}, {}, "call_off_suspension"),
        ({"framework_agreement": False}, {}, "penalty"),
        ({"framework_agreement": False}, EXCLUDED, "termination_with_notice"),
        ({"framework_agreement": None, "clause__terms__penalty": None}, {}, "termination_with_notice"),
    ],
)
def test_steps_that_do_not_exist_are_gone_past(changes, fields, key):
    standing = assess_deviation(date(2027, 2, 20), make_deviation(*LOG[:4], **fields), **changes)
    assert find_next(standing) == next_step(key, date(2027, 2, 15))


# Steps that don't exist, and steps that are missing


@pytest.mark.parametrize(
    ("key", "changes", "fields", "bar"),
    [
        ("penalty", {}, {}, None),
        ("penalty", {"framework_agreement": False}, {}, None),
        ("penalty", {"clause__terms__penalty": None}, {}, Bar.NO_PENALTY_AGREED),
        ("penalty", {}, EXCLUDED, Bar.GROUND_EXCLUDED),
        ("penalty", {"clause__terms__penalty": None}, EXCLUDED, Bar.NO_PENALTY_AGREED),
        ("call_off_suspension", {}, EXCLUDED, Bar.GROUND_EXCLUDED),
        ("call_off_suspension", {}, {}, None),
        ("call_off_suspension", {"framework_agreement": False}, {}, Bar.NOT_FRAMEWORK_AGREEMENT),
        ("call_off_suspension", {"framework_agreement": None}, {}, Bar.NOT_FRAMEWORK_AGREEMENT),
        ("reminder", {"framework_agreement": False, "clause__terms__penalty": None}, EXCLUDED, None),
        ("immediate_termination", {"framework_agreement": False, "clause__terms__penalty": None}, EXCLUDED, None),
    ],
)
def test_why_a_step_does_not_exist(key, changes, fields, bar):
    standing = assess_deviation(FOUND, make_deviation(**fields), **changes)
    assert (find_bar(standing, key), is_settled(standing, key)) == (bar, bar is not None)


@pytest.mark.parametrize(
    ("log", "key", "missing"),
    [
        ((), "dialogue", ()),
        ((), "written_warning", ("dialogue", "reminder")),
        (LOG[:1], "written_warning", ("reminder",)),
        ((LOG[1],), "written_warning", ("dialogue",)),
        ((*LOG[:1], pass_over("reminder", date(2027, 1, 19))), "written_warning", ()),
        (LOG[:4], "call_off_suspension", ("penalty",)),
        (LOG[:5], "immediate_termination", ("call_off_suspension",)),
        (LOG[:6], "immediate_termination", ()),
    ],
)
def test_which_steps_are_missing_before_another(log, key, missing):
    assert list_missing(assess_deviation(date(2027, 4, 1), make_deviation(*log)), key) == missing


@pytest.mark.parametrize(
    ("steps", "key", "barred"),
    [
        (0, "dialogue", []),
        (2, "written_warning", []),
        (3, "management_meeting", []),
        (4, "termination_with_notice", ["penalty", "call_off_suspension"]),
        (5, "termination_with_notice", ["call_off_suspension"]),  # A penalty that was claimed before its ground was excluded.
    ],
)
def test_what_ends_the_contract_comes_next_when_all_is_tried_that_there_is_with_why_the_rest_is_not(steps, key, barred):
    fields = {"severity": "severe", "severe_kind": "child_labour", "action_plan": LATE_PLAN, **EXCLUDED}
    following = find_next(assess_deviation(date(2027, 3, 15), make_deviation(*LOG[:steps], **fields)))
    assert (following.key, following.step.ends_contract) == (key, key == "termination_with_notice")
    assert [(row.key, row.bar) for row in following.barred] == [(each, Bar.GROUND_EXCLUDED) for each in barred]


def test_a_step_that_does_not_exist_is_not_missing():
    standing = assess_deviation(date(2027, 4, 1), make_deviation(*LOG[:4], **EXCLUDED), framework_agreement=False)
    assert list_missing(standing, "immediate_termination") == ()


def test_every_step_and_what_has_become_of_it():
    log = (LOG[0], take("written_warning", date(2027, 2, 2)), pass_over("management_meeting", date(2027, 2, 9)))
    standing = assess_deviation(date(2027, 3, 1), make_deviation(*log), framework_agreement=False)
    steps = LADDER.steps
    assert list_steps(standing) == (
        StepRow("dialogue", steps["dialogue"], "taken", log[0], date(2027, 1, 26)),
        StepRow("reminder", steps["reminder"], "missing"),
        StepRow("written_warning", steps["written_warning"], "taken", log[1], date(2027, 2, 16)),
        StepRow("management_meeting", steps["management_meeting"], "passed_over", log[2]),
        StepRow("penalty", steps["penalty"], "ahead"),
        StepRow("call_off_suspension", steps["call_off_suspension"], "barred", bar=Bar.NOT_FRAMEWORK_AGREEMENT),
        StepRow("termination_with_notice", steps["termination_with_notice"], "ahead"),
        StepRow("immediate_termination", steps["immediate_termination"], "ahead"),
    )


def test_a_step_is_missing_if_any_later_one_needed_it():
    # The penalty needs the meeting; the ending, at which it stands, doesn't.
    log = [take(key, date(2027, 2, 1)) for key in ("talk", "penalty", "ending")]
    rows = list_steps(assess_deviation(date(2027, 3, 1), make_deviation(*log), ladder=BRANCHING))
    assert {row.key: row.state for row in rows} == {
        "talk": "taken",
        "warning": "ahead",
        "meeting": "missing",
        "suspension": "ahead",
        "penalty": "taken",
        "ending": "taken",
    }


def test_of_two_grounds_the_first_counts():
    # Not taking part in monitoring since 11 January, a late action since the 26th; answered on the 18th.
    standing = assess_deviation(date(2027, 2, 1), make_deviation(LOG[0], against="4.1"))
    assert find_next(standing) == next_step("reminder", date(2027, 1, 18))


def test_a_region_with_several_ways_up_takes_the_usual_one_first():
    def find(*log, **changes):
        standing = assess_deviation(date(2027, 3, 1), make_deviation(*log), ladder=BRANCHING, **changes)
        return find_next(standing).key

    talk, day = take("talk", date(2027, 2, 1)), date(2027, 2, 8)
    assert find(talk) == "warning"
    assert find(talk, pass_over("warning", day)) == "meeting"
    assert find(talk, pass_over("warning", day), pass_over("meeting", day)) == "suspension"
    assert find(talk, take("meeting", day)) == "suspension"
    assert find(talk, take("meeting", day), framework_agreement=False) == "penalty"  # and no condition for the ending


def test_a_step_that_was_taken_although_it_does_not_exist_is_shown_as_taken():
    standing = assess_deviation(date(2027, 3, 1), make_deviation(*LOG[:5], **EXCLUDED))
    assert [row.state for row in list_steps(standing)] == ["taken"] * 5 + ["barred"] + ["ahead"] * 2


# A ground that is looked into, and a plan that never came

LOOKED_INTO = {**CAME, "investigation": Investigation(opened=date(2027, 2, 20), decide_by=date(2027, 3, 20))}
NEVER_CAME = {"action_plan": ActionPlan(requested=date(2026, 12, 1), due=date(2027, 1, 11))}


def test_what_is_looked_into_carries_a_suspension_and_no_other_sanction():
    standing = assess_deviation(date(2027, 3, 1), make_deviation(*LOG[:4], **LOOKED_INTO))
    assert [ground.kind for ground in standing.grounds] == [GroundKind.UNDER_INVESTIGATION]
    assert (standing.lasting, standing.investigated.decide_by) == ((), date(2027, 3, 20))
    fitting = {key for key, step in LADDER.steps.items() if step.sanction and standing.list_fitting(step)}
    assert fitting == {"call_off_suspension"}


@pytest.mark.parametrize(
    ("on", "decided", "since"),
    [
        (date(2027, 2, 19), None, None),
        (date(2027, 2, 20), None, date(2027, 2, 20)),
        (date(2027, 3, 20), None, date(2027, 2, 20)),
        (date(2027, 3, 21), None, date(2027, 2, 20)),  # past its day, and nobody has decided
        (date(2027, 3, 9), date(2027, 3, 10), date(2027, 2, 20)),
        (date(2027, 3, 10), date(2027, 3, 10), None),
    ],
)
def test_what_is_looked_into_is_so_until_it_is_decided(on, decided, since):
    fields = change(LOOKED_INTO["investigation"], {"decided": decided})
    standing = assess_deviation(on, make_deviation(**CAME, investigation=fields))
    assert (standing.investigated and standing.investigated.since) == since


def test_a_suspension_counts_its_months_while_a_ground_is_looked_into():
    suspended = (*LOG[:5], take("call_off_suspension", date(2027, 2, 20)))
    for fields, kinds in ((CAME, []), (LOOKED_INTO, [ConditionKind.LONG_SUSPENSION])):
        standing = assess_deviation(date(2027, 6, 30), make_deviation(*suspended, **fields))
        assert [condition.kind for condition in standing.conditions] == kinds


@pytest.mark.parametrize("is_ground", [False, True])
def test_a_plan_that_never_came_carries_a_sanction_only_where_the_ladder_says_so(is_ground):
    ladder = replace(LADDER, missing_plan_is_ground=is_ground)
    standing = assess_deviation(date(2027, 3, 1), make_deviation(*LOG[:4], **NEVER_CAME), ladder=ladder)
    fitting = [key for key, step in ladder.steps.items() if standing.list_fitting(step)]
    lower = ["reminder", "written_warning", "management_meeting"]
    higher = ["penalty", "call_off_suspension", "termination_with_notice", "immediate_termination"]
    assert fitting == lower + (higher if is_ground else [])
    assert bool(standing.lasting) == is_ground
    assert find_next(standing).since == (date(2027, 2, 15) if is_ground else None)


# Termination at once


SEVERE = {"severity": "severe", "severe_kind": "forced_labour", "severe_remedied_at_once": False}


@pytest.mark.parametrize(
    ("log", "on", "fields", "expected"),
    [
        ((), date(2027, 1, 10), SEVERE, []),
        ((), date(2027, 1, 11), SEVERE, [("severe_not_remedied", FOUND)]),
        ((), date(2027, 1, 11), SEVERE | {"severe_remedied_at_once": True}, []),
        ((), date(2027, 1, 11), SEVERE | {"severe_remedied_at_once": None}, []),  # not known
        ((), date(2027, 1, 11), {"severity": "major"}, []),
        (LOG[:5], date(2027, 4, 5), {}, []),  # 16 February + 49 days is 6 April
        (LOG[:5], date(2027, 4, 6), {}, [("maximum_penalty", date(2027, 4, 6))]),
        (LOG[:5], date(2027, 4, 6), {"closed": date(2027, 4, 6)}, []),
        (LOG[:6], date(2027, 6, 1), {}, [("maximum_penalty", date(2027, 4, 6))]),  # 2 March + 3 months is 2 June
        (
            LOG[:6],
            date(2027, 6, 2),
            SEVERE,
            [("severe_not_remedied", FOUND), ("maximum_penalty", date(2027, 4, 6)), ("long_suspension", date(2027, 6, 2))],
        ),
        ((LOG[5],), date(2027, 6, 2), {}, [("long_suspension", date(2027, 6, 2))]),
        ((take("penalty", date(2027, 2, 16), until=date(2027, 4, 5)),), date(2027, 8, 1), {}, []),
        (
            (take("penalty", date(2027, 2, 16), until=date(2027, 4, 6)),),
            date(2027, 8, 1),
            {},
            [("maximum_penalty", date(2027, 4, 6))],
        ),
        ((take("penalty", date(2027, 2, 16), from_=date(2027, 2, 23)),), date(2027, 4, 12), {}, []),  # a week later: 13 April
        (
            (take("penalty", date(2027, 2, 16), from_=date(2027, 2, 23)),),
            date(2027, 4, 13),
            {},
            [("maximum_penalty", date(2027, 4, 13))],
        ),
        ((take("call_off_suspension", date(2027, 3, 2), until=date(2027, 6, 1)),), date(2027, 8, 1), {}, []),
        ((pass_over("penalty", date(2027, 2, 16)), pass_over("call_off_suspension", date(2027, 3, 2))), date(2027, 8, 1), {}, []),
    ],
)
def test_the_conditions_for_immediate_termination(log, on, fields, expected):
    standing = assess_deviation(on, make_deviation(*log, **fields))
    assert standing.conditions == tuple(Condition(ConditionKind(kind), since) for kind, since in expected)


@pytest.mark.parametrize(
    ("log", "fields", "kinds"),
    [
        (LOG[:6], {}, ["maximum_penalty", "long_suspension"]),
        (LOG[:6], DONE, []),  # the ground has ceased
        (LOG[:6], DONE | SEVERE, ["severe_not_remedied"]),  # which needs no other ground
        (LOG[:6], DONE | {"against": "4.1"}, ["maximum_penalty", "long_suspension"]),  # another ground lasts
        ((*LOG[:5], take("call_off_suspension", date(2027, 3, 2))), DONE, []),  # a missing answer is no ground of the clause
        (LOG[:6], EXCLUDED, ["long_suspension"]),  # there is no penalty to reach its maximum
        (LOG[:6], EXCLUDED | DONE, []),
    ],
)
def test_a_maximum_and_a_long_suspension_are_conditions_only_while_a_ground_lasts(log, fields, kinds):
    standing = assess_deviation(date(2027, 6, 2), make_deviation(*log, **fields))
    assert [condition.kind.value for condition in standing.conditions] == kinds


def test_the_conditions_cease_on_the_day_that_the_ground_does():
    done = change(LATE_PLAN, {"actions.0.done": date(2027, 4, 8)})
    days = [date(2027, 4, 5), date(2027, 4, 6), date(2027, 4, 7), date(2027, 4, 8)]
    cases = [assess_deviation(on, make_deviation(*LOG[:5], action_plan=done)) for on in days]
    assert [bool(standing.conditions) for standing in cases] == [False, True, True, False]


def test_a_condition_names_the_field_that_shows_it():
    log = (*LOG[:4], pass_over("penalty", date(2027, 2, 16)), *LOG[4:6])
    conditions = assess_deviation(date(2027, 6, 2), make_deviation(*log, **SEVERE)).conditions
    assert [condition.shown_by for condition in conditions] == [
        ("severe_remedied_at_once",),
        ("escalation", 5),
        ("escalation", 6),
    ]


def test_without_a_maximum_or_a_limit_there_are_no_such_conditions():
    free = {"clause__terms__penalty__max_weeks": None, "clause__terms__call_off_suspension_months": None}
    assert assess_deviation(date(2029, 1, 1), make_deviation(*LOG[:6]), **free).conditions == ()
    assert assess_deviation(date(2027, 4, 6), make_deviation(*LOG[:5]), clause__terms__penalty=None).conditions == ()


# The grounds that last, the penalty, and the contract's end


def test_a_missing_answer_is_not_among_the_grounds_that_last():
    standing = assess_deviation(date(2027, 1, 27), make_deviation(take("dialogue", date(2027, 1, 12)), against="4.1"))
    assert standing.lasting == standing.grounds[:2]
    assert [ground.kind for ground in standing.lasting] == [GroundKind.MONITORING, GroundKind.ACTION_PLAN]


@pytest.mark.parametrize(
    ("log", "on", "fields", "changes", "weeks"),
    [
        (LOG[:5], date(2027, 2, 15), {}, {}, None),  # it is claimed tomorrow
        (LOG[:5], date(2027, 2, 16), {}, {}, 1),
        (LOG[:5], date(2027, 3, 2), {}, {}, 3),
        (LOG[:5], date(2027, 3, 2), EXCLUDED, {}, None),
        (LOG[:5], date(2027, 3, 2), {}, {"clause__terms__penalty": None}, None),
        (LOG[:4], date(2027, 3, 2), {}, {}, None),
        ((*LOG[:4], pass_over("penalty", date(2027, 2, 16))), date(2027, 3, 2), {}, {}, None),
        (LOG[:5], date(2027, 3, 2), {"closed": date(2027, 2, 20)}, {}, 1),
    ],
)
def test_the_penalty_of_a_case(log, on, fields, changes, weeks):
    standing = assess_deviation(on, make_deviation(*log, **fields), **changes)
    run = None if weeks is None else assess_penalty(LOG[4], CONTRACT.clause.terms.penalty, fields.get("closed"), on)
    assert (standing.penalty, run and run.weeks) == (run, weeks)


@pytest.mark.parametrize(
    ("penalty", "on", "fields", "is_open"),
    [
        ({}, date(2027, 3, 9), DONE, False),  # the action is still late
        ({}, date(2027, 3, 10), DONE, True),
        ({}, date(2027, 3, 10), {}, False),
        ({"until": date(2027, 3, 10)}, date(2027, 3, 10), DONE, False),
        ({"until": date(2027, 3, 11)}, date(2027, 3, 10), DONE, True),  # its last day wasn't known then
        ({}, date(2027, 3, 10), DONE | {"against": "3"}, False),
        ({}, date(2027, 3, 10), DONE | EXCLUDED, False),
        ({}, date(2027, 3, 12), DONE | {"closed": date(2027, 3, 12)}, False),
    ],
)
def test_a_penalty_whose_ground_has_ceased_is_open_until_its_last_day_is_filled_in(penalty, on, fields, is_open):
    log = (*LOG[:4], take("penalty", date(2027, 2, 16), **penalty))
    assert assess_deviation(on, make_deviation(*log, **fields)).is_penalty_open is is_open


@pytest.mark.parametrize(
    ("sent", "is_open"),
    [
        ({}, False),  # nobody has looked at it: the ground may still be there
        ({"accepted": date(2027, 3, 12)}, True),
        ({"rejected": date(2027, 3, 12), "reason": Text("x")}, False),
        ({"accepted": date(2027, 3, 13)}, False),
    ],
)
def test_a_ground_has_ceased_once_what_was_handed_in_is_accepted(sent, is_open):
    submitted = (Submission(date=date(2027, 3, 10), **sent),)
    plan = change(LATE_PLAN, {"actions.0.submitted": submitted})
    standing = assess_deviation(date(2027, 3, 12), make_deviation(*LOG[:5], action_plan=plan))
    assert standing.is_penalty_open is is_open
    back = assess_deviation(date(2027, 3, 12), make_deviation(*LOG[:5], action_plan=plan), ladder=WAY_BACK)
    assert back.way_back == (date(2027, 3, 12) if is_open else date(2027, 1, 18))  # on which the dialogue was answered


def test_no_step_is_taken_while_nobody_has_looked_at_what_was_handed_in():
    plan = change(LATE_PLAN, {"actions.0.submitted": (Submission(date=date(2027, 1, 25)),)})
    standing = assess_deviation(date(2027, 1, 27), make_deviation(LOG[0], action_plan=plan))
    assert (standing.grounds, find_next(standing)) == ((), next_step("reminder", None))
    assert list_obstacles(standing, "reminder", None) == (Obstacle(ObstacleKind.NO_GROUND),)


def test_without_a_penalty_none_is_open():
    assert assess_deviation(date(2027, 3, 10), make_deviation(*LOG[:4], **DONE)).is_penalty_open is False


def end(on, *logs, notice_days=90):
    """The end of a contract with a log for each of its deviations; its dates end it on 2027-08-31."""
    deviations = tuple(make_deviation(*log, id=f"D{number}") for number, log in enumerate(logs))
    contract = change(CONTRACT, {"deviations": deviations, "clause.terms.notice_days": notice_days})
    return find_ending(contract, LADDER, on).day


def test_a_contract_ends_by_its_dates_or_when_it_is_terminated():
    last = date(2027, 8, 31)
    notice, at_once = take("termination_with_notice", date(2027, 6, 1)), take("immediate_termination", date(2027, 6, 15))
    assert end(date(2027, 6, 1)) == last
    assert end(date(2027, 5, 31), (notice,)) == last  # it is taken tomorrow
    assert end(date(2027, 6, 1), (notice,)) == date(2027, 8, 30)  # 29 days of June, 31 of July, 30 of August
    assert end(date(2027, 6, 15), (notice, at_once)) == date(2027, 6, 15)
    assert end(date(2027, 6, 14), (notice, at_once)) == date(2027, 8, 30)
    assert end(date(2027, 6, 15), (), (at_once,), (notice,)) == date(2027, 6, 15)  # whichever deviation it is logged in
    assert end(date(2027, 6, 1), (notice,), notice_days=None) == last  # a reasonable notice, whose last day isn't decided yet
    decided = take("termination_with_notice", date(2027, 6, 1), ends=date(2027, 7, 15))
    assert end(date(2027, 6, 1), (decided,), notice_days=None) == date(2027, 7, 15)
    assert end(date(2027, 6, 1), (notice,), notice_days=365) == last  # it ends by itself before
    assert end(date(2027, 6, 1), (pass_over("termination_with_notice", date(2027, 6, 1)),)) == last
    assert end(date(2027, 6, 1), (take("penalty", date(2027, 6, 1)), take("no_such_step", date(2027, 6, 1)))) == last


def test_an_extension_that_was_decided_moves_the_end():
    dates = Dates(
        starts=date(2026, 1, 1),
        ends=date(2026, 12, 31),
        extensions=(Extension(until=date(2027, 12, 31), decided=date(2026, 10, 1)),),
    )
    contract = change(CONTRACT, {"dates": dates, "deviations": ()})
    ends = [find_ending(contract, LADDER, on).day for on in (date(2026, 9, 30), date(2026, 10, 1))]
    assert ends == [date(2026, 12, 31), date(2027, 12, 31)]


@pytest.mark.parametrize(
    ("marks", "has_remediation"),
    [
        (None, False),  # there is no plan
        ((), False),
        ((None,), False),  # an action that isn't marked remedies nothing
        ((None, None), False),
        ((False,), False),
        ((False, None), False),
        ((True,), True),
        ((None, False, True), True),
    ],
)
def test_whether_the_plan_remedies(marks, has_remediation):
    actions = tuple(Action(id=f"A{number}", description=Text("x"), remediation=mark) for number, mark in enumerate(marks or ()))
    plan = None if marks is None else ActionPlan(actions=actions)
    assert assess_deviation(FOUND, make_deviation(action_plan=plan)).has_remediation is has_remediation


@pytest.mark.parametrize(("kind", "expected"), [(None, False), *((kind, kind == "child_labour") for kind in SevereKind)])
def test_child_labour(kind, expected):
    assert assess_deviation(FOUND, make_deviation(severe_kind=kind)).is_child_labour is expected


# The deviations of the example


def tell(number, on):
    """Where a deviation of the example stands: the step and its last day to answer, the grounds, and what comes next."""
    standing = DeviationStanding(CONTRACT, CONTRACT.deviations[number], PARTS, LADDER, on)
    following = find_next(standing)
    grounds = [(ground.kind.value, ground.since) for ground in standing.grounds]
    return standing.reached, standing.answer_due, standing.is_waiting, grounds, following and (following.key, following.since)


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 12, 2)])
def test_a_plan_that_is_followed_calls_for_nothing(on):
    # D1: its plan came in time, A1 in time, A2 six days late but done on 6 November, A3 is due on 31 January.
    assert tell(0, on) == ("dialogue", date(2026, 6, 24), False, [], ("reminder", None))


def test_a_late_action_calls_for_a_reminder_until_it_is_done():
    # D1: A2 was due on 31 October and done on 6 November; A3 is due on 31 January 2027. What came for A2 on 30 October waited to
    # be looked at until it was rejected on 2 November: A2 is late from the day after that.
    late, later = date(2026, 11, 3), date(2027, 2, 1)
    answered = ("dialogue", date(2026, 6, 24), False)
    days = (date(2026, 10, 31), date(2026, 11, 2), late, date(2026, 11, 5), date(2026, 11, 6), later)
    assert [tell(0, day) for day in days] == [
        (*answered, [], ("reminder", None)),
        (*answered, [], ("reminder", None)),
        (*answered, [("action_plan", late)], ("reminder", late)),
        (*answered, [("action_plan", late)], ("reminder", late)),
        (*answered, [], ("reminder", None)),
        (*answered, [("action_plan", later)], ("reminder", later)),
    ]


def test_a_penalty_may_be_taken_from_the_day_after_the_answer_is_due():
    # D2: the meeting of 17 November is to be answered by 1 December; A2 is late since 1 October, A3 since 16 November.
    late, due = ("action_plan", date(2026, 10, 1)), date(2026, 12, 1)
    coming = ("penalty", date(2026, 12, 2))
    missed = ("no_answer", date(2026, 12, 2))
    assert tell(1, date(2026, 11, 22)) == ("management_meeting", due, True, [late], coming)
    assert tell(1, due) == ("management_meeting", due, True, [late], coming)
    assert tell(1, date(2026, 12, 2)) == ("management_meeting", due, False, [late, missed], coming)


@pytest.mark.parametrize("on", [date(2026, 11, 22), date(2026, 12, 2)])
def test_what_was_closed_has_nothing_left(on):
    # D3: closed on 20 August 2025.
    assert tell(2, on) == ("dialogue", date(2025, 4, 9), False, [], None)


# Histories that these rules didn't make


STEPS = st.sampled_from(list(LADDER.steps))
DAYS = st.integers(0, 250).map(lambda days: FOUND + timedelta(days=days))


@st.composite
def draw_entry(draw):
    step, day = draw(STEPS), draw(DAYS)
    if draw(st.booleans()):
        return pass_over(step, day)
    later = st.none() | st.integers(0, 60).map(lambda days: day + timedelta(days=days))
    return take(step, day, answer_due=draw(later), answered=draw(later), from_=draw(later), until=draw(later))


HISTORIES = st.lists(draw_entry(), max_size=10).map(lambda log: sorted(log, key=lambda entry: entry.date))


@settings(max_examples=300, deadline=None)
@given(
    log=HISTORIES,
    on=DAYS,
    fields=st.sampled_from([{}, EXCLUDED, SEVERE, {"closed": date(2027, 5, 1)}, {"against": "4"}, NO_GROUND_YET]),
    framework=st.booleans(),
)
def test_any_history_can_be_told(log, on, fields, framework):
    standing = assess_deviation(on, make_deviation(*log, **fields), framework_agreement=framework)
    keys = list(LADDER.steps)
    known = [entry for entry in log if entry.date <= on]
    taken = {entry.step for entry in known if not entry.skipped}
    passed = {entry.step for entry in known if entry.skipped}
    assert standing.reached == max(taken, key=keys.index, default=None)
    needed = {earlier for key in taken for earlier in LADDER.list_before(key)}
    for row in list_steps(standing):
        told = row.key in taken, row.key in passed, find_bar(standing, row.key) is not None, row.key in needed
        states = ["taken", "passed_over", "barred", "missing"]
        assert row.state == next((state for state, holds in zip(states, told, strict=True) if holds), "ahead")
    following = find_next(standing)
    if following:
        assert not is_settled(standing, following.key)
        assert following.key not in needed
        conditional = following.step.sanction is Sanction.IMMEDIATE_TERMINATION
        assert not (conditional and not standing.conditions)
    assert all(each.since <= on for each in (*standing.grounds, *standing.conditions))


# Terminated for another deviation, and a penalty of nothing


def test_a_contract_is_terminated_once():
    first = make_deviation(*LOG[:7], action_plan=LATE_PLAN).model_copy(update={"id": "D9"})
    second = make_deviation(*LOG[:6], action_plan=LATE_PLAN, severity="severe", severe_remedied_at_once=False)
    standing = assess_deviation(date(2027, 6, 1), second)
    assert find_next(standing).key == "termination_with_notice"
    contract = standing.contract.model_copy(update={"deviations": (first, second)})
    terminated = replace(standing, contract=contract)
    assert terminated.ending.deviation == "D9"
    assert find_next(terminated).key == "immediate_termination"
    obstacles = list_obstacles(terminated, "termination_with_notice", None)
    assert [(each.kind, each.day) for each in obstacles] == [(ObstacleKind.TERMINATED_ALREADY, date(2027, 6, 1))]
    assert list_obstacles(standing, "termination_with_notice", None) == ()


def test_a_penalty_of_nothing_is_none():
    nothing = CONTRACT.clause.terms.penalty.model_copy(update={"amount": Decimal(0)})
    standing = assess_deviation(date(2027, 2, 20), make_deviation(*LOG[:5]), clause__terms__penalty=nothing)
    assert (standing.penalty, standing.sanctions.penalty, find_bar(standing, "penalty")) == (None, None, Bar.NO_PENALTY_AGREED)


def test_an_answer_that_never_came_calls_for_nothing_once_all_is_done():
    unanswered = (*LOG[:1], take("reminder", date(2027, 1, 26)))  # to be answered by 9 February
    done = {"action_plan": change(LATE_PLAN, {"actions.0.done": date(2027, 2, 12)})}
    days = (date(2027, 2, 11), date(2027, 2, 12))
    kinds = [[each.kind for each in assess_deviation(day, make_deviation(*unanswered, **done)).grounds] for day in days]
    assert kinds == [[GroundKind.ACTION_PLAN, GroundKind.NO_ANSWER], []]
