from __future__ import annotations

from datetime import date

import pytest

from generator.contract.choices import Area, SevereKind, Stage
from generator.rules.treated_risks import list_areas, list_treating
from tests.documents.contracts import ON, change, make_subject, read_example

CONTRACT = read_example("surgical-instruments")
D2 = "deviations.1"
"""Child labour at a forge, which is where the first risk is; its plan came on the 10th of June and was approved on the 17th."""


def list_by_risk(changes=None, on=ON):
    standing = make_subject(change(CONTRACT, changes or {}), on=on).standing
    return {risk.id: list_treating(risk, standing) for risk in standing.contract.risks}


def test_a_plan_deals_with_the_risk_that_has_come_true():
    assert list_by_risk() == {"R1": ("D2",), "R2": ()}


@pytest.mark.parametrize(("on", "found"), [(date(2026, 6, 9), ()), (date(2026, 6, 10), ("D2",))])
def test_a_plan_counts_from_the_day_it_came(on, found):
    assert list_by_risk(on=on)["R1"] == found


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({f"{D2}.action_plan.actions": ()}, ()),
        ({f"{D2}.action_plan": None}, ()),
        ({f"{D2}.location": None}, ()),
        ({f"{D2}.location": None, "risks.0.stage": None, "risks.0.countries": ()}, ("D2",)),
        ({f"{D2}.location": "S1"}, ()),
        ({f"{D2}.location": "S1", "risks.0.stage": None}, ("D2",)),
        ({"risks.0.countries": ("IN",)}, ()),
        ({"risks.0.countries": ()}, ("D2",)),
        ({"risks.0.stage": Stage.RAW_MATERIAL}, ()),
        ({"risks.0.area": Area.ENVIRONMENT}, ()),
        ({"risks.0.area": Area.LABOUR_RIGHTS}, ("D2",)),
        ({f"{D2}.severe_kind": None}, ()),
    ],
)
def test_area_and_place_are_the_same(changes, found):
    assert list_by_risk(changes)["R1"] == found


def test_every_kind_of_severe_deviation_belongs_to_an_area():
    for kind in SevereKind:
        assert list_areas(CONTRACT.deviations[1].model_copy(update={"against": None, "severe_kind": kind}))
    assert list_areas(CONTRACT.deviations[0]) == frozenset()
