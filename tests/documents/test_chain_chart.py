"""The supply chain drawn: every actor is counted once, what isn't known is shown, and it stays readable with many actors."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generator.contract.choices import Area, Stage
from generator.contract.models import ChainLink, Organisation, Risk
from generator.contract.values import Name, Text
from generator.documents.chain_chart import draw_chain
from generator.documents.charts import WIDTH
from generator.documents.risk_analysis import RISK_ANALYSIS
from generator.rules.risks import Band, RiskOrder, rank_risks
from tests.documents.contracts import change, compose, make_subject, read_example

CONTRACT = read_example("surgical-instruments")
SUPPLIER = Organisation(name="Leverantören AB")
COUNTRIES = ("PK", "CN", "IN", "BD", "VN", "DE", "TR", "MY", "CD", None)
TALLEST = 640
"""What fits on a page at full width, in units of the drawing: 165 mm by 165."""


def make_link(key, tier=None, stage=None, country=None, **fields):
    return ChainLink(id=key, name=fields.pop("name", Name(f"Fabrik {key}")), tier=tier, stage=stage, country=country, **fields)


def make_links(count, tiers):
    """So many actors, unsorted."""
    return tuple(make_link(f"S{n}", (n * 7) % tiers + 1, Stage.COMPONENT, COUNTRIES[n % len(COUNTRIES)]) for n in range(count))


def make_risk(key, stage=None, countries=(), likelihood=4, severity=4):
    place = {"stage": stage, "countries": countries}
    return Risk(id=key, area=Area.ENVIRONMENT, description=Text("x"), likelihood=likelihood, severity=severity, **place)


def rank(*risks):
    return rank_risks(risks, RiskOrder.SEVERITY)


def list_cards(chart):
    return [card for column in chart.columns for card in column.cards]


def show(chart):
    """Columns as kind and tier, with their cards as kind and what they are called or where they are."""
    return [
        (
            column.tier or column.kind,
            [(card.kind, card.name.plain if isinstance(card.name, Name) else card.country) for card in column.cards],
        )
        for column in chart.columns[1:]
    ]


def test_tiers_stand_in_order_from_the_supplier_on_whatever_order_the_file_has():
    chart = draw_chain(SUPPLIER, [make_link("c", 3), make_link("a", 1), make_link("b", 2)])
    assert chart.columns[0].cards[0].name == "Leverantören AB"
    assert show(chart) == [(tier, [("actor", f"Fabrik {key}")]) for tier, key in ((1, "a"), (2, "b"), (3, "c"))]
    assert all(one.x + one.width < other.x for one, other in pairwise(chart.columns))


def test_a_tier_that_nobody_is_known_of_and_an_actor_of_no_tier_are_shown_as_such():
    chart = draw_chain(SUPPLIER, [make_link("a", 1), make_link("c", 3), make_link("x")], [Stage.RAW_MATERIAL])
    assert show(chart)[1:] == [
        (2, [("unknown", None)]),
        (3, [("actor", "Fabrik c")]),
        ("unknown", [("actor", "Fabrik x")]),
        ("unknown", [("unmapped", None)]),
    ]
    assert [column.is_known for column in chart.columns] == [True, True, False, True, False, False]


def test_where_no_tier_is_known_parts_of_the_chain_are_columns():
    links = [make_link("x"), make_link("r", stage=Stage.RAW_MATERIAL), make_link("f", stage=Stage.FINAL_MANUFACTURING)]
    assert [(column.kind, column.stages) for column in draw_chain(SUPPLIER, links).columns[1:]] == [
        ("stage", (Stage.FINAL_MANUFACTURING,)),
        ("stage", (Stage.RAW_MATERIAL,)),
        ("unknown", ()),
    ]


def test_a_tier_of_many_actors_is_shown_by_country_the_gravest_first_and_no_country_last():
    links = [make_link(f"S{n}", 1, country=country) for n, country in enumerate((None, "DE", "CN", "CN", "PK"))]
    cards = draw_chain(SUPPLIER, links, risks=rank(make_risk("R1", countries=("PK",)))).columns[1].cards
    assert [(card.country, card.count) for card in cards] == [("PK", 1), ("CN", 2), ("DE", 1), (None, 1)]
    assert [card.kind for card in draw_chain(SUPPLIER, links[:4]).columns[1].cards] == ["actor"] * 4


@pytest.mark.parametrize(("count", "tiers"), [(3, 3), (12, 4), (30, 5), (60, 7), (60, 1), (60, 4)])
def test_every_actor_is_counted_once_and_nothing_overlaps(count, tiers):
    chart = draw_chain(SUPPLIER, make_links(count, tiers), risks=rank(*(make_risk(f"R{n}", Stage.COMPONENT) for n in range(9))))
    assert sum(card.count for card in list_cards(chart)[1:]) == count
    for column in chart.columns:
        assert column.x >= 0
        assert column.x + column.width <= WIDTH
        assert all(one.top + one.height < other.top for one, other in pairwise(column.cards))
        for card in column.cards:
            assert all(card.top < mark.top and mark.top + 18 <= card.top + card.height for mark in card.marks)
            assert all(mark.x + mark.width <= column.x + column.width for mark in card.marks)
    assert chart.height <= TALLEST


def test_a_long_chain_goes_on_below():
    columns = draw_chain(SUPPLIER, [make_link(f"S{tier}", tier) for tier in range(1, 8)]).columns
    assert [(column.top > 0, column.ends_row) for column in columns] == [
        *[(False, False)] * 4,
        (False, True),
        (True, False),
        (True, False),
        (True, True),
    ]


def test_a_risk_stands_where_its_part_of_the_chain_and_its_countries_are():
    links = [make_link("a", 1, Stage.FINAL_MANUFACTURING, "CN"), make_link("b", 2, Stage.COMPONENT, "CN"), make_link("c", 3)]
    risks = rank(
        make_risk("R1", Stage.COMPONENT),
        make_risk("R2", countries=("PK", "CN"), severity=3),
        make_risk("R3", Stage.FINAL_MANUFACTURING, ("PK",)),
        make_risk("R4"),
        make_risk("R5", Stage.RAW_MATERIAL, likelihood=1, severity=1),
    )
    chart = draw_chain(SUPPLIER, links, [Stage.RAW_MATERIAL], risks)
    assert [[each.risk.id for each in card.risks] for card in list_cards(chart)] == [[], ["R2"], ["R1", "R2"], [], ["R5"]]
    assert (chart.everywhere, chart.elsewhere) == (("R4",), ("R3",))
    assert chart.bands == (Band.HIGH, Band.MEDIUM, Band.LOW)


def test_more_risks_than_there_is_room_for_are_counted():
    chart = draw_chain(SUPPLIER, [make_link("a", 1)], risks=rank(*(make_risk(f"R{n}", countries=("PK",)) for n in range(9))))
    assert [card.marks for card in list_cards(chart)] == [(), ()]
    here = draw_chain(
        SUPPLIER, [make_link("a", 1, country="PK")], risks=rank(*(make_risk(f"R{n}", countries=("PK",)) for n in range(9)))
    )
    assert [mark.text for mark in list_cards(here)[1].marks] == [*(f"R{n}" for n in range(7)), "+2"]


def make_title(links, *langs):
    subject = make_subject(change(CONTRACT, {"supply_chain": links, "products": (), "monitoring.activities": ()}))
    return next(compose(RISK_ANALYSIS, subject, *langs).find_all("svg")).title


def test_the_text_alternative_says_who_where_which_risks_and_what_is_not_known():
    links = (make_link("b", 3, Stage.COMPONENT, "PK", region=Name("Punjab")), make_link("a", 1, Stage.FINAL_MANUFACTURING))
    assert make_title(links, "sv") == (
        "Leveranskedjan från leverantören och bakåt.\nLeverantör: Nordic Instruments Trading AB, Sverige."
        "\nLed 1 (slutlig tillverkning): Fabrik a, Land inte känt.\nLed 2: Inte känt, Ingen känd aktör."
        "\nLed 3 (komponenter): Fabrik b, Pakistan, Punjab, R1 hög risk.\nInte kartlagt: Råvaror, Ingen känd aktör."
    )
    assert "Tier 3 (components): Fabrik b, Pakistan, Punjab, R1 high risk." in make_title(links, "en")


def test_sixty_actors_and_long_names_are_in_words_too():
    title = make_title((*make_links(60, 4), make_link("L", 6, name=Name("深圳市迈瑞生物医疗电子股份有限公司" * 3))), "sv")
    assert "深圳市迈瑞生物医疗电子股份有限公司" * 3 in title
    assert title.count("aktör") >= 16
