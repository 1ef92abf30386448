from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.contract.choices import Stage
from generator.contract.models import ChainLink, Risk
from generator.contract.values import Impact, Name, Text
from generator.rules.risks import GRADES, Band, RiskOrder, concerns, find_band, find_severity, number_risk, rank_risks

SEVERITY, PRODUCT = RiskOrder.SEVERITY, RiskOrder.PRODUCT


def make_risk(key, likelihood, severity):
    return Risk(id=key, description=Text("…"), likelihood=likelihood, severity=severity)


def rank(*risks, order=PRODUCT):
    ranked = rank_risks((make_risk(*risk) for risk in risks), order)
    return [(each.rank, each.risk.id, each.number, each.band.value) for each in ranked]


def test_no_risks():
    assert rank() == []


def test_the_highest_product_comes_first():
    assert rank(("R1", 1, 4), ("R2", 5, 5), ("R3", 2, 3)) == [(1, "R2", 25, "high"), (2, "R3", 6, "medium"), (3, "R1", 4, "low")]


def test_severity_settles_ties():
    assert rank(("R1", 4, 3), ("R2", 3, 4), ("R3", 5, 1), ("R4", 1, 5)) == [
        (1, "R2", 12, "high"),
        (2, "R1", 12, "high"),
        (3, "R4", 5, "medium"),
        (4, "R3", 5, "medium"),
    ]


def test_equal_risks_keep_their_order():
    assert [key for _, key, _, _ in rank(("R9", 2, 2), ("R1", 2, 2), ("R5", 2, 2))] == ["R9", "R1", "R5"]


def test_what_is_not_assessed_has_no_rank():
    assert rank(("R1", None, 5), ("R2", 2, None), ("R3", 1, 1)) == [(1, "R3", 1, "low")]


def draw_bands(order):
    letters = {Band.LOW: "l", Band.MEDIUM: "m", Band.HIGH: "h"}
    return ["".join(letters[find_band(likely, severity, order)] for severity in GRADES) for likely in reversed(GRADES)]


def test_the_bands():
    assert draw_bands(PRODUCT) == ["mmhhh", "lmhhh", "lmmhh", "llmmm", "llllm"]
    assert draw_bands(SEVERITY) == ["llmhh"] * 5


# Severity first


def test_the_most_severe_comes_first_however_unlikely():
    assert rank(("R1", 5, 4), ("R2", 1, 5), ("R3", 5, 1), ("R4", 2, 4), order=SEVERITY) == [
        (1, "R2", 21, "high"),
        (2, "R1", 20, "high"),
        (3, "R4", 17, "high"),
        (4, "R3", 5, "low"),
    ]


GRADE = st.integers(1, 5)


@given(GRADE, GRADE, GRADE, GRADE)
def test_the_number_by_severity_orders_as_the_two_grades_do(likely, severe, other_likely, other_severe):
    numbers = number_risk(likely, severe, SEVERITY), number_risk(other_likely, other_severe, SEVERITY)
    assert (numbers[0] < numbers[1]) is ((severe, likely) < (other_severe, other_likely))
    assert 1 <= numbers[0] <= 25


@pytest.mark.parametrize(
    ("impact", "severity"),
    [
        (Impact(scale=2, scope=5, irremediability=1), 5),
        (Impact(scale=4, scope=3, irremediability=2), 4),
        (Impact(irremediability=3), 3),
        (Impact(scale=1, irremediability=2), 2),
    ],
)
def test_of_what_makes_it_severe_the_highest_counts(impact, severity):
    assert find_severity(make_risk("R1", 1, impact)) == severity
    (ranked,) = rank_risks([make_risk("R1", 3, impact)], SEVERITY)
    assert (ranked.severity, ranked.impact) == (severity, impact)


def test_one_number_stays_one_number():
    (ranked,) = rank_risks([make_risk("R1", 3, 4)], SEVERITY)
    assert (ranked.severity, ranked.impact) == (4, None)


@pytest.mark.parametrize(
    ("stage", "countries", "is_there"),
    [
        (None, (), False),
        (Stage.COMPONENT, (), True),
        (Stage.RAW_MATERIAL, (), False),
        (None, ("CN", "PK"), True),
        (None, ("CN",), False),
        (Stage.COMPONENT, ("PK",), True),
        (Stage.COMPONENT, ("CN",), False),
        (Stage.RAW_MATERIAL, ("PK",), False),
    ],
)
def test_a_risk_is_where_both_its_part_of_the_chain_and_its_country_are(stage, countries, is_there):
    risk = Risk(id="R1", description=Text("…"), stage=stage, countries=countries)
    assert concerns(risk, ChainLink(id="S1", name=Name("…"), stage=Stage.COMPONENT, country="PK")) is is_there
    assert not concerns(risk, ChainLink(id="S1", name=Name("…")))
