"""An observation is below a deviation: no plan is owed, no step of the ladder is taken, and no figure counts it as one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from generator.contract.choices import DeviationSeverity
from generator.contract.models import Deviation
from generator.rules.figures import Window, measure_contract
from generator.rules.standing import Standing
from generator.rules.standing.ladder import find_next
from generator.rules.standing.light import Light, assess_deviation_light
from generator.rules.standing.steps import ObstacleKind, list_obstacles
from generator.rules.totals import sum_figures
from tests.rules.cases import CONTRACT, FOUND, LADDER, LATE_PLAN, PARTS

LATER = FOUND + timedelta(days=200)


def make_standing(severity, on=LATER, **fields):
    deviation = Deviation(**{"id": "D", "found": FOUND, "against": "3", "severity": severity, "action_plan": LATE_PLAN} | fields)
    return Standing(CONTRACT.model_copy(update={"deviations": (deviation,)}), PARTS, LADDER, on)


@pytest.mark.parametrize(
    ("severity", "counts"),
    [(DeviationSeverity.OBSERVATION, False), (DeviationSeverity.MINOR, True), (None, True)],
    ids=["observation", "minor", "not said"],
)
def test_nothing_follows_an_observation(severity, counts):
    standing = make_standing(severity)
    deviation = standing.deviations["D"]
    assert bool([duty for duty in standing.duties if duty.item.startswith("D")]) is counts
    assert bool(deviation.grounds) is counts
    assert (find_next(deviation) is not None) is counts
    assert (assess_deviation_light(deviation) is not Light.GREEN) is counts


def test_no_step_may_be_taken_for_an_observation():
    standing = make_standing(DeviationSeverity.OBSERVATION)
    found = [each.kind for each in list_obstacles(standing.deviations["D"], "dialogue", None)]
    assert found.count(ObstacleKind.OBSERVATION) == 1


@pytest.mark.parametrize(
    ("first", "last", "observations"),
    [
        (FOUND, FOUND, 1),
        (FOUND - timedelta(days=9), FOUND - timedelta(days=1), 0),
        (FOUND + timedelta(days=1), LATER, 0),
    ],
    ids=["on its day", "before", "after"],
)
def test_it_is_counted_apart_in_the_period_that_it_was_made_in(first, last, observations):
    standing = make_standing(DeviationSeverity.OBSERVATION)
    figures = measure_contract(standing.contract, PARTS, LADDER, Window(first, last))
    totals = sum_figures([figures, figures])
    assert (figures.observations, totals.observations) == (observations, 2 * observations)
    assert (figures.found.total, figures.open.total, figures.plans.approved, figures.plans.waiting) == (0, 0, (), ())
    assert figures.actions.total == 0
    assert [kind.value for kind, _ in figures.events if kind.value.startswith("deviation")] == []


def test_one_that_was_only_suspected_is_not_counted_either():
    standing = make_standing(DeviationSeverity.OBSERVATION, suspected=True)
    window = Window(date(2027, 1, 1), LATER)
    assert measure_contract(standing.contract, PARTS, LADDER, window).observations == 0
