"""Which typical risks are proposed: by what is bought, by where it comes from, and by what has been assessed already."""

from __future__ import annotations

import pytest

from generator.contract.choices import Area, Stage
from generator.contract.clause import SourceText
from generator.contract.models import ChainLink, Contract, Product, Risk, Source
from generator.contract.typical_risks import KnownRisk, TypicalRisk
from generator.contract.values import Name, Text
from generator.rules.risk_gaps import find_risk_gaps
from generator.rules.typical_risks import propose_risks
from tests.documents.contracts import change, read_example

BASE = read_example("cleaning")
RAW, FINAL, SERVICE = Stage.RAW_MATERIAL, Stage.FINAL_MANUFACTURING, Stage.SERVICE


def make_contract(cpv=("33141110",), chain=(), risks=(), products=(), country="SE") -> Contract:
    links = tuple(
        ChainLink(id=f"S{n}", name=Name(f"S{n}"), stage=stage, country=code) for n, (stage, code) in enumerate(chain, 1)
    )
    changes = {"cpv": cpv, "supply_chain": links, "risks": risks, "products": products, "supplier.country": country}
    return change(BASE, changes)


def make_risk(key, countries=(), stage=None, **fields):
    shown = {"area": Area.LABOUR_RIGHTS, "likelihood": 1, "severity": 1, **fields}
    return Risk(id=key, description=Text("…"), countries=countries, stage=stage, **shown)


def make_known(key="a.b", cpv=("3314",), countries=(), stage=None):
    source = Source(title="T", publisher="P")
    risk = TypicalRisk(description="…", area=Area.LABOUR_RIGHTS, countries=countries, stage=stage, sources=(source,))
    return KnownRisk(key, SourceText("…", "typical risk"), cpv, risk)


def propose(contract, *known):
    return [
        (each.known.id, each.countries, each.is_unmapped, each.near, each.unassessed) for each in propose_risks(contract, known)
    ]


@pytest.mark.parametrize(
    ("code", "start", "fits"),
    [
        ("33141110", "3314", True),
        ("33141110-4", "33141110", True),
        ("33150000", "3314", False),
        ("33140000", "331411", True),
        ("33000000", "331411", True),
        ("30000000", "33", False),
        ("30000000", "30", True),
        ("30200000", "30", True),
        ("03000000", "30", False),
        ("33141112", "33141111", False),
        ("33141110", "33141111", True),
    ],
)
def test_what_is_bought_decides(code, start, fits):
    assert bool(propose(make_contract(cpv=(code,)), make_known(cpv=(start,)))) is fits


def test_without_a_cpv_code_only_what_is_typical_of_everything_is_proposed():
    contract = make_contract(cpv=(), chain=[(RAW, "CN")])
    assert propose(contract, make_known("a.b"), make_known("all.c", cpv=(), countries=("CN",))) == [
        ("all.c", ("CN",), False, (), ("CN",))
    ]


def test_one_of_several_codes_is_enough_and_the_order_is_that_of_what_is_known():
    contract = make_contract(cpv=("90910000", "33141110"))
    known = [make_known("z.z"), make_known("m.m", cpv=("15",)), make_known("a.a", cpv=("15", "3314"))]
    assert [each[0] for each in propose(contract, *known)] == ["z.z", "a.a"]


@pytest.mark.parametrize(
    ("chain", "expected"),
    [
        ([(RAW, "UZ")], []),
        ([(RAW, "IN"), (RAW, "CN")], [("a.b", ("CN", "IN"), False, (), ("CN", "IN"))]),
        ([(FINAL, "CN")], [("a.b", ("CN", "IN", "TM"), True, (), ())]),
        ([(FINAL, "UZ"), (None, "CN")], [("a.b", ("CN",), False, (), ("CN",))]),
        ([(RAW, None)], [("a.b", ("CN", "IN", "TM"), True, (), ())]),
        ([], [("a.b", ("CN", "IN", "TM"), True, (), ())]),
    ],
)
def test_where_that_part_of_the_chain_is_decides_and_where_nobody_knows_all_are_named(chain, expected):
    assert propose(make_contract(chain=chain), make_known(countries=("CN", "IN", "TM"), stage=RAW)) == expected


def test_what_is_typical_of_everything_is_not_proposed_for_countries_that_nobody_knows():
    assert propose(make_contract(), make_known(cpv=(), countries=("CN",))) == []


@pytest.mark.parametrize(("country", "fits"), [("SE", True), (None, True), ("NO", False)])
def test_a_service_is_where_its_supplier_is(country, fits):
    assert bool(propose(make_contract(country=country), make_known(countries=("SE",), stage=SERVICE))) is fits


@pytest.mark.parametrize(
    ("risk", "near", "unassessed"),
    [
        (make_risk("R1", ("CN", "IN"), RAW), ("R1",), ()),
        (make_risk("R1", ("IN",), RAW), ("R1",), ("CN",)),
        (make_risk("R1"), ("R1",), ()),
        (make_risk("R1", ("UZ",), RAW), (), ("CN", "IN")),
        (make_risk("R1", ("CN", "IN"), FINAL), (), ("CN", "IN")),
        (make_risk("R1", ("CN", "IN"), RAW, area=Area.HUMAN_RIGHTS), (), ("CN", "IN")),
        (make_risk("R1", ("CN", "IN"), RAW, likelihood=None), (), ("CN", "IN")),
        (make_risk("R1", ("CN", "IN"), RAW, severity=None), (), ("CN", "IN")),
    ],
)
def test_near_is_what_has_been_assessed_in_its_area_stage_and_country(risk, near, unassessed):
    contract = make_contract(chain=[(RAW, "IN"), (RAW, "CN")], risks=(risk,))
    (proposal,) = propose_risks(contract, [make_known(countries=("CN", "IN"), stage=RAW)])
    assert (proposal.near, proposal.unassessed, proposal.is_open) == (near, unassessed, near == () or unassessed != ())


# What doesn't fit together


def test_an_actor_in_one_congo_and_a_risk_in_the_other():
    risks = (make_risk("R1", ("CD",), RAW), make_risk("R2", ("ZM", "CD"), likelihood=None))
    chain = [(FINAL, "CN"), (RAW, "CG"), (RAW, "CG")]
    gaps = find_risk_gaps(make_contract(chain=chain, risks=risks))
    assert [(each.number, each.country, each.other, each.risks) for each in gaps.mixed] == [(1, "CG", "CD", ("R1", "R2"))]
    assert [(each.number, each.country) for each in gaps.unassessed] == [(0, "CN")]


@pytest.mark.parametrize(
    ("chain", "countries"),
    [
        (["CG", "CD"], ["CD"]),
        (["CG"], ["CG", "CD"]),
        (["CG"], ["CF"]),
        (["CD"], ["CD"]),
    ],
)
def test_both_congos_on_either_side_are_meant(chain, countries):
    contract = make_contract(chain=[(RAW, code) for code in chain], risks=(make_risk("R1", tuple(countries)),))
    assert find_risk_gaps(contract).mixed == ()


@pytest.mark.parametrize(
    ("risk", "unassessed"),
    [
        (make_risk("R1", ("CN",)), ["IN"]),
        (make_risk("R1", ("IN", "CN")), []),
        (make_risk("R1", ("IN", "CN"), likelihood=None), ["IN", "CN"]),
        (make_risk("R1"), []),
        (make_risk("R1", stage=RAW), ["CN"]),
        (make_risk("R1", ("UZ",)), ["IN", "CN"]),
    ],
)
def test_countries_of_the_chain_in_which_no_risk_is_assessed(risk, unassessed):
    contract = make_contract(chain=[(RAW, "IN"), (FINAL, "CN"), (FINAL, None), (RAW, "IN")], risks=(risk,))
    assert [each.country for each in find_risk_gaps(contract).unassessed] == unassessed


@pytest.mark.parametrize(
    ("products", "without", "lacks"),
    [
        ([{}], (0,), True),
        ([{"risks": ()}], (), True),
        ([{"risks": ("R2",)}, {}], (1,), True),
        ([{}, {"risks": ("R1",)}], (0,), False),
        ([{"risks": ("R2", "R1")}], (), False),
        ([], (), False),
    ],
)
def test_products_without_risks_and_a_sample_that_cannot_be_drawn(products, without, lacks):
    made = tuple(Product(id=f"P{n}", name=Text("…"), **fields) for n, fields in enumerate(products))
    gaps = find_risk_gaps(make_contract(risks=(make_risk("R1"), make_risk("R2", severity=None)), products=made))
    assert (gaps.without_risks, gaps.lacks_sample) == (without, lacks)
