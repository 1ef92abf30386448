from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.contract.choices import Area, Stage
from generator.contract.models import ChainLink, Product, Risk
from generator.contract.values import FrozenMap, Impact, Name, Text
from generator.documents.document_type import Choices
from generator.documents.risk_analysis import RISK_ANALYSIS, end_sentence
from generator.errors import InputError
from generator.rules.risks import RiskOrder
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("wound-care")
EXAMPLES = ["wound-care", "surgical-instruments"]


def make_view(changes=None):
    return RISK_ANALYSIS.make_view(make_subject(change(CONTRACT, changes or {})))


def make_text(changes=None, contract=CONTRACT, langs=("sv",)):
    return write_tree(compose(RISK_ANALYSIS, make_subject(change(contract, changes or {})), *langs))


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_whole_text(name, langs, golden):
    contract = read_example(name)
    golden(GOLDEN / f"risk-analysis.{contract.id}.{'-'.join(langs)}.txt", make_text(contract=contract, langs=langs))


def test_it_is_made_where_there_are_risks():
    assert [RISK_ANALYSIS.list_items(read_example(name), ON) for name in (*EXAMPLES, "cleaning")] == [("",), ("",), ()]


def test_all_that_is_missing_is_told_at_once():
    with pytest.raises(InputError) as caught:
        make_view({"buyer.contacts": FrozenMap(), "risks.0.area": None, "risks.1.likelihood": None, "risks.2.severity": None})
    assert [finding.subject for finding in caught.value.findings] == [
        "buyer.contacts.officer",
        "risks[0].area",
        "risks[1].likelihood",
        "risks[2].severity",
    ]


def test_without_risks_it_says_so():
    with pytest.raises(InputError) as caught:
        make_view({"risks": ()})
    assert [finding.subject for finding in caught.value.findings] == ["risks"]


def test_the_chain_nearest_first():
    links = tuple(ChainLink(id=key, name=Name(key), tier=tier) for key, tier in (("S1", None), ("S2", 12), ("S3", 2)))
    chain = make_view({"supply_chain": links}).chain
    assert [link.id for link in chain.links] == ["S3", "S2", "S1"]
    assert (chain.no_country, chain.deepest, chain.groups) == (3, 12, ())
    assert chain.unmapped == (Stage.FINAL_MANUFACTURING, Stage.COMPONENT, Stage.RAW_MATERIAL)


def test_a_service_has_no_raw_materials():
    risk = CONTRACT.risks[1].model_copy(update={"stage": Stage.SERVICE})
    view = make_view({"risks": (risk,), "supply_chain": ()})
    assert view.gaps.stages == ()
    assert view.chain is None
    assert "Leveranskedjan är inte kartlagd." in make_text({"risks": (risk,), "supply_chain": ()})


def test_a_source_stands_once():
    shared = CONTRACT.risks[0].sources
    sources = make_view({"risks.1.sources": shared, "risks.2.sources": ()}).sources
    assert [(row.source.title.plain, row.risks) for row in sources] == [(shared[0].title.plain, ("R1", "R2"))]


def test_nothing_is_missing():
    risk = CONTRACT.risks[0]
    changes = {"measures": Text("…"), "likelihood": 1, "severity": 1, "countries": ("CN", "IN", "UZ")}
    places = [(area, stage) for area in Area for stage in (Stage.FINAL_MANUFACTURING, Stage.COMPONENT, Stage.RAW_MATERIAL)]
    risks = tuple(risk.model_copy(update={**changes, "id": f"R{n}", "area": a, "stage": s}) for n, (a, s) in enumerate(places))
    assert make_view({"risks": risks}).gaps.are_none
    assert "Varje risk har en källa och en åtgärd." in make_text({"risks": risks})


def test_what_does_not_fit_together_is_said():
    products = tuple(Product(id=each.id, name=each.name) for each in CONTRACT.products)
    changes = {"supply_chain.2.country": "CG", "risks.0.countries": ("CD",), "products": products, "cpv": ()}
    text = make_text(changes).replace("\N{NO-BREAK SPACE}", " ")
    said = text[text.index("- Länder i kedjan") :]
    congo = (
        "- Bomullsodlingar, ej namngivna finns i Kongo-Brazzaville (CG), där ingen risk är bedömd. R1 gäller Kongo-Kinshasa (CD),"
        " där ingen i kedjan finns. Kontrollera vilket land som menas."
    )
    assert said.splitlines() == [
        "- Länder i kedjan där ingen risk är bedömd: Indien.",
        congo,
        "- Produkter vars risker inte är angivna: Gaskompress, steril 10 × 10 cm, Skumförband och Fixeringstejp.",
        "- Inget stickprov kan dras, eftersom ingen produkt har en bedömd risk.",
        "- CPV-kod saknas, så vi kan inte föreslå typiska risker för det vi köper.",
    ]


def test_typical_risks_are_proposals_beside_our_own():
    view = make_view()
    assert [(row.text.text[:20], row.countries, row.near, row.unassessed) for row in view.proposals] == [
        ("Arbetstagare hindras", ("CN", "IN"), ("R2",), ("IN",)),
        ("Tvångsarbete i spinn", ("IN",), (), ("IN",)),
        ("Löner som inte räcke", (), ("R2",), ()),
        ("Utsläpp av kemikalie", (), ("R3",), ()),
    ]
    assert len(view.risks) == len(CONTRACT.risks)
    assert "Råvaror: Kina och Turkmenistan" not in make_text()
    assert "Råvaror: Kina, Turkmenistan, men vi vet inte varifrån vårt kommer" in make_text({"supply_chain": ()})
    assert "## Typiska risker" not in make_text({"supply_chain": (), "cpv": ()})


def test_a_bare_risk():
    risk = Risk(id="R1", description=Text("Allt."), area="environment", likelihood=1, severity=5)
    gaps = make_view({"risks": (risk,)}).gaps
    assert (gaps.unsourced, gaps.unmeasured, gaps.unplaced, len(gaps.areas), len(gaps.stages)) == (
        ("R1",),
        ("R1",),
        ("R1",),
        3,
        3,
    )
    assert "Ingen källa är angiven." in make_text({"risks": (risk,)})


def test_the_matrix_holds_each_risk_once():
    view = make_view()
    cells = {
        (row.likelihood, severity): cell for row in view.matrix for severity, cell in zip(view.grades, row.cells, strict=True)
    }
    assert {place: cell.risks for place, cell in cells.items() if cell.risks} == {
        (3, 5): ("R1",),
        (3, 4): ("R3",),
        (4, 3): ("R2",),
    }
    assert all(cell.number == (severity - 1) * 5 + likelihood for (likelihood, severity), cell in cells.items())
    assert view.bands.high == ("R1", "R3")


def choose(order):
    subject = make_subject(CONTRACT)
    return replace(subject, choices=Choices(risk_order=order))


def test_it_says_which_order_is_used_and_what_the_guiding_principles_describe():
    severity, product = (write_tree(compose(RISK_ANALYSIS, choose(order))) for order in RiskOrder)
    assert "Allvarligheten går före" in severity
    assert "Sedan multiplicerar vi talen" not in severity
    assert "Sedan multiplicerar vi talen" in product
    assert "beskriver en annan ordning" in product
    assert "23, hög: allvarlighet 5, sannolikhet 3" in severity.replace("\N{NO-BREAK SPACE}", " ")
    assert "3 × 5 = 15, hög" in product.replace("\N{NO-BREAK SPACE}", " ")


def test_what_makes_a_risk_severe_is_told_where_it_is_given():
    impact = {"risks.0.severity": Impact(scale=5, irremediability=2)}
    text = make_text(impact).replace("\N{NO-BREAK SPACE}", " ")
    assert "Skadans svårighet: 5" in text
    assert "Svårt att gottgöra: 2" in text
    assert "Hur många som drabbas" not in text
    assert "Där allvarligheten är bedömd i tre delar" in text
    assert "Där allvarligheten är bedömd i tre delar" not in make_text()


def test_it_names_the_regulation_on_forced_labour_and_the_commissions_database():
    text = make_text().replace("\N{NO-BREAK SPACE}", " ")
    assert "(EU) 2024/3015" in text
    assert "14 december 2027" in text


def test_a_risk_that_lacks_its_kind_or_stage_is_named():
    view = make_view({"risks.0.kind": None, "risks.1.stage": None})
    assert (view.gaps.unsorted, view.gaps.unplaced) == (("R1",), ("R2",))
    text = make_text({"risks.0.kind": None, "risks.1.stage": None})
    assert "- Risker vars slag inte är angivet: R1.\n" in text


def test_risks_stand_in_order_of_their_ids_where_priority_is_not_meant():
    risks = tuple(CONTRACT.risks[0].model_copy(update={"id": key, "severity": grade}) for key, grade in (("R10", 5), ("R2", 1)))
    view = make_view({"risks": risks})
    assert view.sources[0].risks == ("R2", "R10")
    assert [each.risk.id for each in view.risks] == ["R10", "R2"]


@pytest.mark.parametrize(
    ("words", "ended"), [("Övertid", "Övertid."), ("Övertid.", "Övertid."), ("Övertid. \n", "Övertid."), ("Övertid?", "Övertid?")]
)
def test_the_first_risk_ends_its_sentence(words, ended):
    assert end_sentence(Text(words)) == Text(ended)
    assert end_sentence(Text(by_language=FrozenMap({"sv": words}))).get("sv") == ended
