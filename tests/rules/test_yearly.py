from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from generator.contract.clause_file import fill_terms, read_clause
from generator.contract.models import Audit, Deviation, Money, Risk
from generator.contract.report import Period
from generator.contract.values import Month, Text
from generator.rules.risks import RiskOrder, rank_risks
from generator.rules.standing import Phase, Standing
from generator.rules.yearly import (
    Load,
    MinorFault,
    Result,
    Timing,
    describe_contract,
    find_month,
    find_result,
    find_supplier_patterns,
    find_topic_patterns,
    rank_contracts,
    sum_load,
)
from tests.documents.contracts import FILES, LADDER, ON, change, read_example

YEAR = Period.model_validate({"from": "2027-01-01", "to": "2027-12-31"})
CONTRACT = read_example("cleaning")
CLAUSE = read_clause(FILES, CONTRACT.clause.version)


def make_standing(contract, on=ON):
    return Standing(fill_terms(contract, CLAUSE), CLAUSE.parts, LADDER, on)


def describe(contract=CONTRACT, on=ON, order=RiskOrder.SEVERITY, period=YEAR, **changes):
    contract = change(contract, {path.replace("__", "."): value for path, value in changes.items()})
    return describe_contract(make_standing(contract, on), CLAUSE, order, period)


BARE = describe(dates__until_further_notice=True, dates__ends=None, dates__extensions=(), risks=(), deviations=())


def make_row(name, risk=None, value=None, currency="SEK", order=RiskOrder.SEVERITY, **changes):
    """A row; `risk` is (likelihood, severity)."""
    risks = (Risk(id="R1", description=Text("…"), likelihood=risk[0], severity=risk[1]),) if risk else ()
    money = Money.model_construct(amount=Decimal(value), currency=currency) if value else None
    ranked = rank_risks(risks, order)
    return replace(BARE, id=name, registration_number=name, value=money, risk=ranked[0] if ranked else None, **changes)


def rank(*rows):
    ranking = rank_contracts(rows)
    return [each.row.id for each in ranking.ranked], [row.id for row in ranking.unknown]


# The order


def test_severity_comes_before_likelihood_and_value_only_settles_ties():
    rows = (
        make_row("A", (5, 3), 900),
        make_row("B", (1, 5), 1),
        make_row("C", (4, 3), 99999),
        make_row("D", (5, 3), 901),
    )
    assert rank(*rows) == (["B", "D", "A", "C"], [])
    assert rank(*reversed(rows)) == (["B", "D", "A", "C"], [])


def test_a_workspace_that_ranks_by_the_product_gets_contracts_ranked_so():
    rows = [make_row("A", (1, 5), 900, order=RiskOrder.PRODUCT), make_row("B", (3, 3), 1, order=RiskOrder.PRODUCT)]
    assert rank(*rows) == (["B", "A"], [])
    rows = [make_row("A", (5, 1), 900, order=RiskOrder.PRODUCT), make_row("B", (1, 5), 1, order=RiskOrder.PRODUCT)]
    assert rank(*rows) == (["B", "A"], [])


def test_a_contract_without_an_assessed_risk_has_no_place_and_isnt_low():
    rows = [make_row("A", None, 5), make_row("B", (1, 1), 1), make_row("C", None, 50), make_row("D")]
    assert rank(*rows) == (["B"], ["C", "A", "D"])


def test_values_are_compared_in_the_currency_of_most():
    rows = [
        make_row("A", (3, 3), 10, "EUR"),
        make_row("B", (3, 3)),
        make_row("C", (3, 3), 5),
        make_row("D", (3, 3), 6),
        make_row("E", (2, 3), 1000),
    ]
    assert rank(*rows) == (["D", "C", "A", "B", "E"], [])
    assert rank_contracts(rows).currency == "SEK"


def test_contracts_that_dont_run_in_the_period_arent_ranked():
    assert rank(make_row("A", (5, 5), 5, is_in_period=False)) == ([], [])


@pytest.mark.parametrize(
    ("starts", "ends", "is_in_period"),
    [
        ("2025-01-01", "2026-12-31", False),
        ("2025-01-01", "2027-01-01", True),
        ("2027-12-31", "2028-12-31", True),
        ("2028-01-01", "2028-12-31", False),
    ],
)
def test_a_contract_runs_in_the_period_if_any_of_its_days_do(starts, ends, is_in_period):
    days = {"dates__starts": date.fromisoformat(starts), "dates__ends": date.fromisoformat(ends), "dates__extensions": ()}
    assert describe(**days, dates__signed=None).is_in_period is is_in_period


def test_a_contract_that_has_ended_isnt_planned_for_though_the_period_holds_its_days():
    year = Period.model_validate({"from": "2026-01-01", "to": "2026-12-31"})
    row = describe(dates__ends=date(2026, 11, 21), dates__extensions=(), period=year)
    assert (row.phase, row.is_in_period, row.activities) == (Phase.ENDED, False, ())
    assert row.runs_in_period


def test_the_risks_of_a_contract_are_counted():
    contract = read_example("surgical-instruments")
    graded = [(risk.likelihood, risk.severity) for risk in contract.risks]
    row = describe(contract, risks__0__likelihood=None)
    assert row.unassessed == 1
    assert len(graded) > 1
    assert row.risk is not None
    assert row.high <= len(graded) - 1


# What has come of it


@pytest.mark.parametrize(("done", "result"), [(ON, Result.GREEN), (date(2026, 11, 23), Result.NOT_FOLLOWED_UP)])
def test_green_is_only_what_somebody_has_looked_at(done, result):
    contract = change(CONTRACT, {"deviations": ()})
    first, *_ = contract.monitoring.activities
    contract = change(contract, {"monitoring.activities": (first.model_copy(update={"done": done}),)})
    assert find_result(make_standing(contract)) is result


def test_a_deviation_gives_its_colour_whether_anybody_has_looked_or_not():
    contract = read_example("surgical-instruments")
    unseen = change(contract, {"monitoring.activities": ()})
    assert [find_result(make_standing(each)) for each in (contract, unseen)] == [Result.RED, Result.RED]


# What is planned


def plan(**fields):
    first, *_ = CONTRACT.monitoring.activities
    blank = {"planned": None, "done": None, "days": None, "responsible": None} | fields
    row = describe(monitoring__activities=(first.model_copy(update=blank),), dates__ends=date(2029, 1, 1), dates__extensions=())
    return row.activities


@pytest.mark.parametrize(
    ("fields", "timing"),
    [
        ({}, Timing.UNDATED),
        ({"planned": Month(2027, 1)}, Timing.IN_PERIOD),
        ({"planned": date(2027, 12, 31)}, Timing.IN_PERIOD),
        ({"planned": date(2026, 12, 31)}, Timing.CARRIED_OVER),
        ({"planned": Month(2026, 12)}, Timing.CARRIED_OVER),
    ],
)
def test_an_activity_is_in_the_period_left_from_before_or_without_a_time(fields, timing):
    assert [each.timing for each in plan(**fields)] == [timing]


@pytest.mark.parametrize("fields", [{"planned": Month(2028, 1)}, {"planned": Month(2026, 3), "done": date(2026, 3, 2)}])
def test_what_comes_after_the_period_or_was_done_before_it_isnt_planned(fields):
    assert plan(**fields) == ()


def test_what_is_entered_as_done_on_a_later_day_isnt_done():
    assert [(each.is_done, each.timing) for each in plan(done=date(2027, 2, 1))] == [(False, Timing.UNDATED)]


def test_days_are_summed_own_and_joint_apart_and_unknown_ones_told():
    (own,) = plan(planned=Month(2027, 1), days=Decimal("2.5"))
    own = replace(own, is_joint=None)
    joint, unknown = replace(own, is_joint=True, days=Decimal(4)), replace(own, days=None)
    assert sum_load([]) == Load()
    assert sum_load([own, joint, unknown, own]) == Load(4, Decimal("5.0"), Decimal(4), 1)


def test_what_is_left_from_before_belongs_to_no_month():
    assert [find_month(each) for each in plan(planned=date(2027, 3, 31))] == [Month(2027, 3)]
    assert [find_month(each) for each in plan(planned=date(2026, 3, 31))] == [None]
    assert [find_month(each) for each in plan()] == [None]


# What adds up


def make_faulty(name, *days, topic="complaints", **changes):
    faults = tuple(MinorFault(name, name, f"D{number}", date.fromisoformat(day), topic) for number, day in enumerate(days))
    return make_row(name, faults=faults, **changes)


def show(patterns):
    return [(each.label, len(each.faults), each.contracts, each.last.isoformat()) for each in patterns]


def test_three_minor_faults_in_two_contracts_are_a_pattern_and_two_or_one_contract_arent():
    three = [make_faulty("B", "2026-03-01"), make_faulty("A", "2026-05-01", "2026-01-01")]
    assert show(find_supplier_patterns(three)) == [(BARE.supplier, 3, ("A", "B"), "2026-05-01")]
    assert show(find_topic_patterns(three)) == [("complaints", 3, ("A", "B"), "2026-05-01")]
    for few in ([make_faulty("A", "2026-01-01"), make_faulty("B", "2026-01-02")], [make_faulty("A", *["2026-01-01"] * 5)]):
        assert find_supplier_patterns(few) == ()
        assert find_topic_patterns(few) == ()


def test_a_supplier_goes_by_its_number_and_then_by_its_name():
    rows = [
        make_faulty("A", "2026-01-01", supplier_number="556000-0001", supplier="Zeta"),
        make_faulty("B", "2026-01-01", "2026-01-02", supplier_number="556000-0001", supplier="Zäta AB", topic="monitor"),
        make_faulty("C", "2026-01-01", supplier_number=None, supplier="Zeta"),
    ]
    assert [each[:3] for each in show(find_supplier_patterns(rows))] == [("Zeta", 3, ("A", "B"))]
    assert find_topic_patterns(rows) == ()


def test_what_is_against_nothing_known_is_no_pattern_but_the_suppliers():
    rows = [make_faulty("A", "2026-01-01", topic="unknown"), make_faulty("B", "2026-01-01", "2026-01-02", topic="unknown")]
    assert len(find_supplier_patterns(rows)) == 1
    assert find_topic_patterns(rows) == ()


def test_an_observation_is_no_open_deviation_and_gives_no_colour():
    deviation = Deviation.model_validate({"id": "D1", "found": ON.isoformat(), "severity": "observation"})
    row = describe(deviations=(deviation,))
    assert (row.open, row.faults, row.result) == (0, (), Result.GREEN)


def test_what_is_only_suspected_is_told_apart_from_open_deviations():
    fields = {"found": ON.isoformat(), "severity": "severe"}
    suspected = Deviation.model_validate({"id": "D1", "suspected": True, **fields})
    found, established = (
        Deviation.model_validate({"id": name, **fields, **more})
        for name, more in (("D2", {}), ("D3", {"suspected": True, "established": ON.isoformat()}))
    )
    row = describe(deviations=(suspected, found, established))
    assert (row.open, row.suspected) == (2, 1)


def test_days_are_those_of_the_auditor_where_nothing_else_is_said():
    audit = Audit(days=Decimal(2))
    assert [each.days for each in plan(audit=audit)] == [Decimal(2)]
    assert [each.days for each in plan(audit=audit, days=Decimal(0))] == [Decimal(0)]


def list_faults(**fields):
    deviation = Deviation.model_validate({"id": "D1", "found": ON.isoformat(), "severity": "minor"} | fields)
    return [(each.topic, each.found) for each in describe(deviations=(deviation,)).faults]


@pytest.mark.parametrize(
    ("against", "topic"),
    [("2.6", "complaints"), ("2.6.1", "complaints"), ("environment", "environment"), ("code 2", "labour_rights")],
)
def test_a_fault_is_about_the_demand_or_else_the_area(against, topic):
    assert list_faults(against=against) == [(topic, ON)]


def test_only_minor_faults_of_three_years_that_are_shown_count():
    assert list_faults() == [("unknown", ON)]
    assert list_faults(found="2023-11-22") == [("unknown", date(2023, 11, 22))]
    assert list_faults(found="2023-11-21") == []
    assert list_faults(found="2026-11-23") == []
    assert list_faults(severity="major") == []
    assert list_faults(suspected="yes") == []
    assert list_faults(closed=ON.isoformat()) == [("unknown", ON)]
