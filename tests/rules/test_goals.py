"""Goals and the report's own figures. What the examples give is counted by hand in the tests of the totals."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.contract import messages
from generator.contract.checks import check_report
from generator.contract.choices import GoalFigure, Level, Unit
from generator.contract.report import Goal, Measure
from generator.contract.values import FrozenMap, Text
from generator.rules.figures import Window
from generator.rules.goals import ComputedResult, compute_goal, contradicts, is_reached
from generator.rules.sums import ActionCounts
from generator.rules.totals import Agreement, Share, Totals, TrainingTotals, sum_training
from tests.rules.test_totals import REPORT, sum_examples

COUNT, DAYS, PERCENT = Unit.COUNT, Unit.DAYS, Unit.PERCENT
TRAINING = sum_training(REPORT.training, Window(REPORT.period.from_, REPORT.period.to))


def make_measure(figure=None, unit=PERCENT, days=None, target=100, result=None):
    return Measure(unit=unit, target=Decimal(target), result=result, figure=figure, days=days)


def compute(figure, unit=PERCENT, days=None, totals=None, training=TRAINING):
    return compute_goal(make_measure(figure, unit, days), sum_examples() if totals is None else totals, training)


def share(part, whole):
    return ComputedResult(Fraction(100 * part, whole), Share(part, whole))


def number(value):
    return ComputedResult(Fraction(value))


@pytest.mark.parametrize(
    ("figure", "unit", "days", "expected"),
    [
        ("contracts_followed_up", PERCENT, None, share(2, 3)),  # instruments and cleaning, not wound care
        ("contracts_followed_up", COUNT, None, number(2)),
        ("contracts_followed_up_in_period", PERCENT, None, share(1, 3)),  # cleaning was last followed up in 2025
        ("contracts_followed_up_in_period", COUNT, None, number(1)),
        ("audits", COUNT, None, number(1)),
        ("activities", COUNT, None, number(1)),
        ("severe_plans_approved_within", PERCENT, 30, share(1, 1)),  # D2 took 30 days
        ("severe_plans_approved_within", PERCENT, 29, share(0, 1)),
        ("plans_approved_within", PERCENT, 30, share(1, 2)),  # and D1 took 44
        ("plans_approved_within", PERCENT, 44, share(2, 2)),
        ("actions_in_time", PERCENT, None, share(1, 5)),
        ("actions_in_time", COUNT, None, number(1)),
        ("median_days_to_plan", DAYS, None, number(37)),
        ("training_participants", COUNT, None, number(35)),  # 24 + 11
        ("training_hours", COUNT, None, number(94)),  # 24 × 3 + 11 × 2
    ],
)
def test_what_the_examples_give(figure, unit, days, expected):
    assert compute(GoalFigure(figure), unit, days) == expected


def test_the_results_typed_in_the_example_report_are_what_its_figures_give():
    followed_up, severe = (goal.measure for goal in REPORT.goals)
    named = (
        followed_up.model_copy(update={"figure": GoalFigure.CONTRACTS_FOLLOWED_UP}),
        severe.model_copy(update={"figure": GoalFigure.SEVERE_PLANS_APPROVED_WITHIN, "days": 30}),
    )
    computed = [compute_goal(measure, sum_examples(), TRAINING) for measure in named]
    assert [result.value for result in computed] == [measure.result for measure in named] == [67, 100]
    assert [contradicts(measure.result, result) for measure, result in zip(named, computed, strict=True)] == [False, False]
    assert [is_reached(measure, result.exact) for measure, result in zip(named, computed, strict=True)] == [False, True]


def test_a_goal_that_names_no_figure_has_no_computed_result():
    assert [compute_goal(goal.measure, sum_examples(), TRAINING) for goal in REPORT.goals] == [None, None]


@pytest.mark.parametrize("figure", GoalFigure)
@pytest.mark.parametrize("unit", Unit)
def test_a_figure_is_computed_in_its_own_units_only(figure, unit):
    days = 30 if figure.asks_days else None
    assert (compute(figure, unit, days) is not None) == (unit in figure.units)


def test_nothing_over_nothing_is_no_result():
    none = TrainingTotals()
    computed = {figure: compute(figure, figure.units[0], 30, Totals(), none) for figure in GoalFigure}
    counts = (GoalFigure.AUDITS, GoalFigure.ACTIVITIES, GoalFigure.TRAINING_PARTICIPANTS, GoalFigure.TRAINING_HOURS)
    assert computed == dict.fromkeys(GoalFigure) | dict.fromkeys(counts, number(0))


def test_without_days_nobody_knows_which_plans_were_in_time():
    assert compute(GoalFigure.PLANS_APPROVED_WITHIN) is None


@pytest.mark.parametrize(
    ("approved", "waiting", "expected"),
    [
        ([30], [29], share(1, 1)),  # its thirtieth day is tomorrow
        ([30], [30], share(1, 2)),  # the thirtieth day is over
        ([31], [29], share(0, 1)),
        ([0, 30, 31], [0, 29, 30, 200], share(2, 5)),
        ([], [29], None),  # nothing that can be said yet
        ([], [30], share(0, 1)),
    ],
)
@pytest.mark.parametrize("severe", ["", "severe_"])
def test_a_plan_whose_days_have_not_passed_is_not_late(approved, waiting, expected, severe):
    days = {f"{severe}plan_days": Counter(approved), f"{severe}plan_days_waiting": Counter(waiting)}
    assert compute(GoalFigure(f"{severe}plans_approved_within"), days=30, totals=Totals(**days)) == expected


def test_training_that_does_not_say_enough_gives_no_result():
    training = TrainingTotals(participants=10, hours=Decimal(20), without_hours=1)
    assert compute(GoalFigure.TRAINING_PARTICIPANTS, COUNT, training=training) == number(10)
    assert compute(GoalFigure.TRAINING_HOURS, COUNT, training=training) is None
    training = TrainingTotals(participants=10, hours=Decimal(20), without_participants=1, without_hours=1)
    assert compute(GoalFigure.TRAINING_PARTICIPANTS, COUNT, training=training) is None


def test_all_activities_count_whatever_their_method():
    assert compute(GoalFigure.ACTIVITIES, COUNT, totals=Totals(activities=FrozenMap({"audit": 2, "dialogue": 3}))) == number(5)


def test_per_cent_of_many():
    basic, advanced = (Agreement(level, followed_up=False, followed_up_ever=False) for level in (Level.BASIC, Level.ADVANCED))
    totals = Totals(single=Counter({replace(basic, followed_up_ever=True): 149, basic: 1, advanced: 100}))
    assert compute(GoalFigure.CONTRACTS_FOLLOWED_UP, totals=totals) == share(149, 250)
    assert compute(GoalFigure.ACTIONS_IN_TIME, totals=Totals(actions=ActionCounts(1, 1, 1))) == share(1, 3)


@pytest.mark.parametrize(
    ("computed", "value"),
    [(share(2, 3), "67"), (share(1, 200), "1"), (number(Fraction(61, 2)), "30.5"), (number(94), "94"), (number(0), "0")],
)
def test_a_result_as_it_is_shown(computed, value):
    assert str(computed.value) == value


@pytest.mark.parametrize(
    ("typed", "computed", "expected"),
    [
        ("67", share(2, 3), False),
        ("66.7", share(2, 3), False),
        ("66.67", share(2, 3), False),
        ("66", share(2, 3), True),
        ("66.6", share(2, 3), True),
        ("67.0", share(2, 3), True),  # says more than 67, and it isn't so
        ("100", share(1, 1), False),
        ("100.00", share(1, 1), False),
        ("30.5", number(Fraction(61, 2)), False),
        ("31", number(Fraction(61, 2)), False),
        ("30", number(Fraction(61, 2)), True),
        ("0", number(0), False),
        ("1E+2", share(1, 1), False),
    ],
)
def test_a_typed_result_fits_or_contradicts(typed, computed, expected):
    assert contradicts(Decimal(typed), computed) is expected


@given(st.integers(0, 500), st.integers(1, 500), st.integers(0, 6))
def test_what_is_computed_never_contradicts_itself(part, more, decimals):
    whole = part + more
    computed = share(part, whole)
    typed = (100 * Decimal(part) / whole).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert [contradicts(result, computed) for result in (computed.value, typed, typed + 1)] == [False, False, True]


@pytest.mark.parametrize(
    ("unit", "target", "reached"),
    [
        (PERCENT, 66, True),
        (PERCENT, 67, False),  # two of three are a little less
        (COUNT, 66, True),
        (COUNT, 67, False),
        (DAYS, 67, True),
        (DAYS, 66, False),
    ],
)
def test_at_least_for_per_cent_and_counts_and_at_most_for_days(unit, target, reached):
    assert is_reached(make_measure(unit=unit, target=target), Fraction(200, 3)) is reached


@pytest.mark.parametrize("unit", Unit)
def test_the_target_itself_is_reached(unit):
    assert is_reached(make_measure(unit=unit, target="66.5"), Decimal("66.50"))


# What may be written


def find(**fields):
    goals = (Goal(goal=Text("x")), Goal(goal=Text("x"), measure=make_measure(**fields)))
    reports = [REPORT.model_copy(update={"goals": (), "next_goals": ()} | {key: goals}) for key in ("goals", "next_goals")]
    found = [list(check_report(report)) for report in reports]
    assert [[("goals", *problem.path[1:]) for problem in problems] for problems in found] == [
        [problem.path for problem in found[0]]
    ] * 2
    return [(problem.path[2:], problem.mistake) for problem in found[0]]


@pytest.mark.parametrize("figure", GoalFigure)
@pytest.mark.parametrize("unit", Unit)
def test_the_unit_of_a_figure(figure, unit):
    expected = [] if unit in figure.units else [(("measure", "unit"), messages.NOT_ITS_UNIT)]
    assert find(figure=figure, unit=unit, days=30 if figure.asks_days else None) == expected


@pytest.mark.parametrize(
    ("fields", "mistake"),
    [
        ({}, None),
        ({"days": 30}, messages.DAYS_NOT_ASKED),
        ({"figure": GoalFigure.ACTIONS_IN_TIME, "days": 30}, messages.DAYS_NOT_ASKED),
        ({"figure": GoalFigure.PLANS_APPROVED_WITHIN}, messages.DAYS_MISSING),
        ({"figure": GoalFigure.SEVERE_PLANS_APPROVED_WITHIN}, messages.DAYS_MISSING),
        ({"figure": GoalFigure.SEVERE_PLANS_APPROVED_WITHIN, "days": 1}, None),
    ],
)
def test_days_belong_to_figures_that_ask_for_them(fields, mistake):
    assert find(**fields) == ([(("measure", "days"), mistake)] if mistake else [])


def test_the_example_report_is_sound():
    assert list(check_report(REPORT)) == []
    assert REPORT.period.from_ == date(2026, 1, 1)
