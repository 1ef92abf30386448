from __future__ import annotations

from decimal import Decimal

import pytest

from generator.contract.models import Money, Product, Risk
from generator.contract.values import Text
from generator.rules.risks import RiskOrder
from generator.rules.sampling import choose_sample

R = [
    Risk(id=key, description=Text("…"), likelihood=likelihood, severity=severity)
    for key, likelihood, severity in (("R15", 3, 5), ("R12", 4, 3), ("R6", 2, 3), ("R0", None, 5))
]


def make_product(key, risks=(), volume=None, value=None, currency="SEK"):
    money = None if value is None else Money(amount=Decimal(value), currency=currency)
    return Product(id=key, name=Text(key), risks=risks, annual_volume=volume, annual_value=money)


def reckon(*products):
    return [
        (one.product.id, one.risk, one.volume_share, one.turnover_share, one.points, one.chosen)
        for one in choose_sample(products, R, RiskOrder.PRODUCT).candidates
    ]


def test_risk_times_the_greater_share():
    # Of 2,000 pieces and 10,000 kronor. Points 15 × 85.0 = 1,275 and 12 × 60.0 = 720; two thirds of 1,995 is 1,330, so both.
    products = [
        make_product("P1", ("R15", "R6"), 1700, 4000),
        make_product("P2", ("R12",), 200, 6000),
        make_product("P3", (), 100, 0),
    ]
    assert reckon(*products) == [
        ("P1", 15, Decimal("85.0"), Decimal("40.0"), 1275, True),
        ("P2", 12, Decimal("10.0"), Decimal("60.0"), 720, True),
    ]
    sample = choose_sample(products, R, RiskOrder.PRODUCT)
    assert [(each.product.id, each.reason) for each in sample.omitted] == [("P3", "no_risks")]
    assert (sample.all_points, sample.chosen_points, sample.coverage, sample.most) == (1995, 1995, "2/3", 5)


def test_the_choice_ends_at_two_thirds():
    # 15 × 80.0 = 1,200 of 1,200 + 15 × 20.0 = 1,500: more than 1,000 with the first.
    assert [row[-1] for row in reckon(make_product("P1", ("R15",), 80), make_product("P2", ("R15",), 20))] == [True, False]


def test_the_choice_ends_exactly_at_two_thirds():
    products = [make_product(f"P{number}", ("R6",), 10) for number in range(3)]
    assert [row[2] for row in reckon(*products)] == [Decimal("33.3")] * 3
    assert [row[-1] for row in reckon(*products)] == [True, True, False]


def test_at_most_five_products():
    products = [make_product(f"P{number:02}", ("R6",), 10) for number in range(20)]
    assert [product.id for product in choose_sample(products, R, RiskOrder.PRODUCT).chosen] == ["P00", "P01", "P02", "P03", "P04"]


def test_ties():
    # All have 120 points: 15 × 8.0 or 12 × 10.0. Then comes the risk, then the sum, then the order.
    products = [
        make_product("P1", ("R12",), 10),
        make_product("P2", ("R12", "R6"), 10),
        make_product("P3", ("R15",), 8),
        make_product("P4", ("R12",), 10),
        make_product("P5", (), 62),
    ]
    assert [(row[0], row[4]) for row in reckon(*products)] == [("P3", 120), ("P2", 120), ("P1", 120), ("P4", 120)]


def test_figures_that_are_missing():
    # No volume: turnover only. Neither: nothing, whatever the risk. Nothing of nothing: as if it were missing.
    products = [make_product("P1", ("R6",), value=30), make_product("P2", ("R6",), 0, 70), make_product("P3", ("R15",))]
    assert reckon(*products) == [
        ("P2", 6, None, Decimal("70.0"), 420, True),
        ("P1", 6, None, Decimal("30.0"), 180, False),
        ("P3", 15, None, None, 0, False),
    ]
    assert [product.id for product in choose_sample(products, R, RiskOrder.PRODUCT).without_figures] == ["P3"]


@pytest.mark.parametrize("other", [(), (make_product("P9", (), 10),)], ids=["no figures at all", "only of what has no risk"])
def test_risk_alone_decides_where_no_product_with_a_risk_has_figures(other):
    # 15 × 100 is more than two thirds of 15 × 100 + 6 × 100.
    products = [make_product("P1", ("R6",)), make_product("P2", ("R15",)), *other]
    assert reckon(*products) == [("P2", 15, None, None, 1500, True), ("P1", 6, None, None, 600, False)]
    assert choose_sample(products, R, RiskOrder.PRODUCT).without_figures == ()


def test_currencies_are_not_compared():
    products = [make_product("P1", ("R6",), 1, 30), make_product("P2", ("R6",), 3, 70, "EUR")]
    sample = choose_sample(products, R, RiskOrder.PRODUCT)
    assert sample.has_currencies
    assert [(one.product.id, one.turnover_share, one.points) for one in sample.candidates] == [
        ("P2", None, 450),
        ("P1", None, 150),
    ]


def test_a_product_that_sells_nothing_is_not_chosen():
    assert [row[-1] for row in reckon(make_product("P1", ("R6",), 10), make_product("P2", ("R15",), 0))] == [True, False]


def test_shares_are_rounded_as_by_hand():
    # 1 of 16 is 6.25 per cent: halves go up.
    rows = reckon(make_product("P1", ("R6",), 1), make_product("P2", ("R6",), 15))
    assert [(row[2], row[4]) for row in rows] == [(Decimal("93.8"), Decimal("562.8")), (Decimal("6.3"), Decimal("37.8"))]


@pytest.mark.parametrize("products", [(), (make_product("P1", (), 10),), (make_product("P1", ("R0",), 10),)])
def test_nothing_to_choose(products):
    sample = choose_sample(products, R, RiskOrder.PRODUCT)
    assert (sample.candidates, sample.chosen, sample.all_points) == ((), (), 0)
    assert len(sample.omitted) == len(products)


def test_risks_that_are_not_assessed_are_told():
    assert choose_sample([make_product("P1", ("R0",))], R, RiskOrder.PRODUCT).omitted[0].reason == "not_assessed"


def test_no_risks():
    assert choose_sample([make_product("P1", (), 5)], [], RiskOrder.PRODUCT).chosen == ()


def test_the_sample_ranks_risks_as_the_analysis_does():
    risks = [
        Risk(id="likely", description=Text("x"), likelihood=5, severity=2),
        Risk(id="severe", description=Text("x"), likelihood=1, severity=5),
    ]
    products = [make_product("P1", ("likely",), 10), make_product("P2", ("severe",), 10)]

    def weigh(order):
        return [(one.product.id, one.risk) for one in choose_sample(products, risks, order).candidates]

    assert weigh(RiskOrder.PRODUCT) == [("P1", 10), ("P2", 5)]
    assert weigh(RiskOrder.SEVERITY) == [("P2", 21), ("P1", 10)]
