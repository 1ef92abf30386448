"""What is only suspected, and where the ladder begins higher. Days are reckoned by hand, in the comments."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from generator.contract.choices import DeviationSeverity
from generator.contract.ladder import Beginning
from generator.contract.models import ActionPlan
from generator.contract.values import FrozenMap
from generator.rules.figures import Window, measure_contract
from generator.rules.standing.deviation_duties import list_deviation_duties
from generator.rules.standing.ladder import Bar, NextStep, find_bar, find_next
from generator.rules.standing.steps import Obstacle, ObstacleKind, list_obstacles, list_obstacles_to_passing_over
from tests.documents.contracts import change
from tests.rules import cases
from tests.rules.cases import CONTRACT, FOUND, LADDER, MANAGER, OFFICER, PARTS, make_deviation

SHOWN = date(2027, 2, 8)
"""A Monday, four weeks after it was found, on which what was suspected is shown to be a deviation."""
SUSPECTED = {"suspected": True, "established": SHOWN}
SEVERE = {"severity": DeviationSeverity.SEVERE}
HIGHER = replace(LADDER, begin=FrozenMap({"severe": Beginning(step="written_warning", reason="Människor kan komma till skada.")}))


def assess_deviation(deviation, on, ladder=LADDER):
    return cases.assess_deviation(on, deviation, ladder=ladder)


def take(step, day, **fields):
    return cases.take(step, date.fromisoformat(day), **fields)


def make_suspected(*log, **fields):
    return make_deviation(*log, **SUSPECTED | fields)


# Suspected


@pytest.mark.parametrize(
    ("on", "is_suspected"), [(FOUND, True), (date(2027, 2, 7), True), (SHOWN, False), (date(2027, 2, 9), False)]
)
def test_it_is_suspected_until_the_day_that_it_was_shown(on, is_suspected):
    assert assess_deviation(make_suspected(), on).is_suspected is is_suspected


def test_without_a_day_it_stays_suspected_and_a_day_alone_says_nothing():
    assert assess_deviation(make_deviation(suspected=True), SHOWN).is_suspected
    assert not assess_deviation(make_deviation(established=SHOWN), FOUND).is_suspected


def test_what_is_suspected_gives_no_ground_and_no_condition_until_it_is_shown():
    # An action is late from 2027-01-26, and the deviation would be one that was not remedied at once.
    found = make_suspected(severity=DeviationSeverity.SEVERE, severe_remedied_at_once=False)
    before, after = assess_deviation(found, date(2027, 2, 7)), assess_deviation(found, SHOWN)
    assert (before.grounds, before.conditions) == ((), ())
    assert ([ground.since for ground in after.grounds], len(after.conditions)) == ([date(2027, 1, 26)], 1)


@pytest.mark.parametrize("step", [key for key, step in LADDER.steps.items() if not step.while_suspected])
def test_no_other_step_than_one_for_suspicions_may_be_taken(step):
    standing = assess_deviation(make_suspected(), date(2027, 2, 7))
    assert ObstacleKind.ONLY_SUSPECTED in {each.kind for each in list_obstacles(standing, step, None)}
    later = assess_deviation(make_suspected(), SHOWN)
    assert ObstacleKind.ONLY_SUSPECTED not in {each.kind for each in list_obstacles(later, step, None)}


def test_the_dialogue_may_be_taken_and_after_it_nothing_comes_until_it_is_shown():
    assert find_next(assess_deviation(make_suspected(), FOUND)) == NextStep("dialogue", LADDER.steps["dialogue"], FOUND)
    assert list_obstacles(assess_deviation(make_suspected(), FOUND), "dialogue", OFFICER) == ()
    asked = make_suspected(take("dialogue", "2027-01-12", answered=date(2027, 1, 14)))
    assert find_next(assess_deviation(asked, date(2027, 2, 7))) is None
    # The answer came before it was shown, and the action has been late since 2027-01-26.
    assert find_next(assess_deviation(asked, SHOWN)) == NextStep("reminder", LADDER.steps["reminder"], date(2027, 1, 26))


def test_a_letter_on_a_suspicion_asks_for_no_plan():
    asked = make_suspected(take("dialogue", "2027-01-12"), action_plan=None)
    assert assess_deviation(asked, SHOWN).plan.requested is None
    assert assess_deviation(change(asked, {"suspected": None}), SHOWN).plan.requested is not None


def test_its_only_tasks_are_to_talk_and_to_settle_it():
    def list_kinds(deviation, on):
        return [duty.kind.value for duty in list_deviation_duties(assess_deviation(deviation, on))]

    found = make_suspected(action_plan=ActionPlan())
    assert list_kinds(found, FOUND) == ["suspicion_to_settle", "step_due"]
    duty = next(list_deviation_duties(assess_deviation(found, FOUND)))
    assert duty.day == date(2027, 2, 10)  # 30 days after 2027-01-11
    assert duty.fields == (("deviations", 0, "established"), ("deviations", 0, "closed"))
    assert list_kinds(found, SHOWN) == ["plan_to_request", "step_due"]


@pytest.mark.parametrize(("established", "day"), [(SHOWN, SHOWN), (FOUND, FOUND)])
def test_what_is_shown_to_be_a_deviation_is_not_late_before_that(established, day):
    found = make_suspected(established=established, action_plan=ActionPlan())
    duties = list_deviation_duties(assess_deviation(found, date(2027, 3, 1)))
    assert {duty.kind.value: duty.day for duty in duties} == {"plan_to_request": day, "step_due": day}


def test_the_day_that_something_was_shown_counts_only_where_it_had_been_suspected_and_has_come():
    assert assess_deviation(make_suspected(), date(2027, 2, 7)).begun == FOUND
    assert assess_deviation(make_deviation(established=SHOWN), SHOWN).begun == FOUND


def test_a_suspicion_is_counted_as_a_deviation_from_when_it_is_shown():
    def count(last):
        contract = change(CONTRACT, {"deviations": (make_suspected(),)})
        return measure_contract(contract, PARTS, LADDER, Window(date(2027, 1, 1), last)).found

    assert sum(count(date(2027, 2, 7)).by_severity.values()) == 0
    assert sum(count(SHOWN).by_severity.values()) == 1


# Where it begins


@pytest.mark.parametrize(
    ("severity", "first"),
    [
        (DeviationSeverity.SEVERE, "written_warning"),
        (DeviationSeverity.MAJOR, "dialogue"),
        (DeviationSeverity.MINOR, "dialogue"),
        (None, "dialogue"),
    ],
)
def test_it_begins_higher_for_the_severity_that_the_ladder_names(severity, first):
    standing = assess_deviation(make_deviation(severity=severity, action_plan=None), FOUND, HIGHER)
    assert find_next(standing) == NextStep(first, LADDER.steps[first], FOUND)


def test_the_step_that_it_begins_with_needs_no_ground_and_nothing_before_it():
    standing = assess_deviation(make_deviation(**SEVERE, action_plan=None), FOUND, HIGHER)
    assert list_obstacles(standing, "written_warning", MANAGER) == ()
    assert [find_bar(standing, key) for key in ("dialogue", "reminder", "written_warning")] == [
        Bar.BEGINS_HIGHER,
        Bar.BEGINS_HIGHER,
        None,
    ]
    above = list_obstacles(standing, "management_meeting", MANAGER)
    assert above == (Obstacle(ObstacleKind.EARLIER_STEP_MISSING, step="written_warning"), Obstacle(ObstacleKind.NO_GROUND))


def test_a_lower_step_may_be_taken_all_the_same_and_need_not_be_passed_over():
    standing = assess_deviation(make_deviation(**SEVERE, action_plan=None), FOUND, HIGHER)
    assert list_obstacles(standing, "dialogue", OFFICER) == ()
    assert list_obstacles_to_passing_over(standing, "dialogue", OFFICER) == (Obstacle(ObstacleKind.BEGINS_HIGHER),)


def test_what_is_suspected_begins_with_the_first_step_however_severe():
    standing = assess_deviation(make_suspected(**SEVERE), FOUND, HIGHER)
    assert find_next(standing) == NextStep("dialogue", LADDER.steps["dialogue"], FOUND)
