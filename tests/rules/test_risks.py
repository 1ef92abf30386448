from __future__ import annotations

from generator.contract.models import Risk
from generator.contract.values import Text
from generator.rules.risks import GRADES, Band, find_band, rank_risks


def make_risk(key, likelihood, severity):
    return Risk(id=key, description=Text("…"), likelihood=likelihood, severity=severity)


def rank(*risks):
    return [(each.rank, each.risk.id, each.product, each.band.value) for each in rank_risks(make_risk(*risk) for risk in risks)]


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


def test_the_bands():
    letters = {Band.LOW: "l", Band.MEDIUM: "m", Band.HIGH: "h"}
    rows = ["".join(letters[find_band(likelihood, severity)] for severity in GRADES) for likelihood in reversed(GRADES)]
    assert rows == ["mmhhh", "lmhhh", "lmmhh", "llmmm", "llllm"]
