from __future__ import annotations

from decimal import Decimal

from generator.contract.models import Money
from generator.rules.costs import sum_costs


def make_money(amount, currency="SEK"):
    return Money(amount=Decimal(amount), currency=currency)


def test_no_costs():
    assert sum_costs([]) == ()


def test_sums_may_be_larger_than_what_a_file_may_hold():
    largest = make_money("999999999999999.999999")
    (cost,) = sum_costs([(largest, True), (largest, False)])
    assert cost.total.amount == Decimal("1999999999999999.999998")


def test_costs_by_currency():
    costs = [(make_money("85000"), False), (make_money("0.10"), True), (make_money(90, "EUR"), True), (make_money("0.20"), True)]
    assert [(cost.planned, cost.done, cost.total) for cost in sum_costs(costs)] == [
        (make_money("85000"), make_money("0.30"), make_money("85000.30")),
        (make_money(0, "EUR"), make_money(90, "EUR"), make_money(90, "EUR")),
    ]
