from __future__ import annotations

import pytest

from generator.contract.choices import AuditPlace, Method
from generator.contract.clause_file import read_clause
from generator.contract.models import Activity, Audit
from generator.rules.coverage import Demand, Depth, find_deepest, find_demand, find_depth, list_demands, list_unchecked
from generator.workspace import Files

CLAUSE = read_clause(Files(), "generation-c")
DEMANDS = list_demands(CLAUSE)


def make(method, requirements=(), sites=(), places=()):
    audit = Audit(places=places) if places else None
    return Activity(id="M1", method=method, requirements=requirements, sites=sites, audit=audit)


@pytest.mark.parametrize(
    ("activity", "depth"),
    [
        (make(Method.DIALOGUE), Depth.PAPER),
        (make(Method.SELF_ASSESSMENT), Depth.PAPER),
        (make(Method.TRANSPARENCY, sites=("S1",)), Depth.PAPER),
        (make(Method.AUDIT), Depth.OFFICE),
        (make(Method.AUDIT, sites=("S1",)), Depth.SITE),
        (make(Method.AUDIT, sites=("S1",), places=(AuditPlace.OFFICE,)), Depth.OFFICE),
        (make(Method.AUDIT, places=(AuditPlace.OFFICE, AuditPlace.SITE)), Depth.SITE),
    ],
)
def test_only_an_audit_leaves_the_paper_and_only_on_site_the_office(activity, depth):
    assert find_depth(activity) is depth


def test_the_deepest_counts_wherever_it_stands():
    assert find_deepest([]) is None
    assert find_deepest([make(Method.AUDIT), make(Method.AUDIT, sites=("S1",)), make(Method.DIALOGUE)]) is Depth.SITE


def test_the_clause_asks_ten_things_by_the_numbers_of_its_generation():
    assert list(DEMANDS.items()) == [
        (Demand.INTEGRATE, "2.1"),
        (Demand.ASSESS, "2.2"),
        (Demand.PREVENT_OWN, "2.3"),
        (Demand.PREVENT_LINKED, "2.4"),
        (Demand.MONITOR, "2.5"),
        (Demand.COMPLAINTS, "2.6"),
        (Demand.REMEDIATION, "2.7"),
        (Demand.COMMITMENTS, "1"),
        (Demand.REPORTING, "3"),
        (Demand.TRANSPARENCY, "4.4"),
    ]


def test_a_generation_that_doesnt_say_where_transparency_stands_asks_nine():
    demands = list_demands(read_clause(Files(), "2023"))
    assert list(demands) == list(DEMANDS)[:-1]
    assert list(list_demands(read_clause(Files(), "generation-b")).values())[:2] == ["2.1.1", "2.1.2"]


@pytest.mark.parametrize(
    ("section", "demand"),
    [("2.1", Demand.INTEGRATE), ("2.1.3", Demand.INTEGRATE), ("2.10", None), ("2", None), ("9", None)],
)
def test_a_section_is_about_the_demand_that_it_stands_under(section, demand):
    assert find_demand(section, DEMANDS) is demand


def test_nothing_done_leaves_all_unchecked():
    assert list_unchecked([], DEMANDS) == tuple(DEMANDS)


def test_an_activity_without_sections_is_about_the_whole_clause():
    assert list_unchecked([make(Method.DIALOGUE)], DEMANDS) == ()


def test_an_activity_checks_its_sections_and_what_is_under_them():
    left = list_unchecked([make(Method.AUDIT, ("2",))], DEMANDS)
    assert left == (Demand.COMMITMENTS, Demand.REPORTING, Demand.TRANSPARENCY)
    left = list_unchecked([make(Method.AUDIT, ("2.7", "2.2"))], DEMANDS)
    assert Demand.ASSESS not in left
    assert Demand.REMEDIATION not in left
    assert len(left) == len(DEMANDS) - 2


def test_transparency_checks_that_the_chain_is_told_and_no_more():
    assert list_unchecked([make(Method.TRANSPARENCY)], DEMANDS) == tuple(DEMANDS)[:-1]
    assert list_unchecked([make(Method.TRANSPARENCY, ("2.4",))], DEMANDS) == tuple(
        each for each in DEMANDS if each not in {Demand.PREVENT_LINKED, Demand.TRANSPARENCY}
    )
