from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from generator.contract.choices import Method
from generator.contract.values import FrozenMap, Month
from generator.documents.monitoring_notice import MONITORING_NOTICE
from generator.errors import InputError
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("wound-care")
ACTIVITIES = "monitoring.activities"


def make_view(item="M4", changes=None, on=ON):
    return MONITORING_NOTICE.make_view(make_subject(change(CONTRACT, changes or {}), item, on))


def make_text(item="M4", changes=None, langs=("sv",), contract=CONTRACT):
    return write_tree(compose(MONITORING_NOTICE, make_subject(change(contract, changes or {}), item), *langs))


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize(("name", "item"), [("wound-care", "M1"), ("wound-care", "M4"), ("surgical-instruments", "M3")])
def test_the_whole_text(name, item, langs, golden):
    contract = read_example(name)
    text = make_text(item, langs=langs, contract=contract)
    golden(GOLDEN / f"monitoring-notice.{contract.id}.{item}.{'-'.join(langs)}.txt", text)


def test_one_for_each_activity_that_is_not_done():
    names = ("wound-care", "surgical-instruments", "cleaning")
    assert [MONITORING_NOTICE.list_items(read_example(name), ON) for name in names] == [("M1", "M2", "M3", "M4"), ("M3",), ()]


def test_all_that_is_missing_is_told_at_once():
    changes = {
        "buyer.contacts": FrozenMap(),
        "supplier.address": (),
        "monitoring.responsible": None,
        f"{ACTIVITIES}.3.responsible": None,
        f"{ACTIVITIES}.3.planned": None,
    }
    with pytest.raises(InputError) as caught:
        make_view(changes=changes)
    assert [finding.subject for finding in caught.value.findings] == [
        "buyer.contacts.officer",
        "monitoring.activities[3].responsible",
        "supplier.address",
        "monitoring.activities[3].planned",
    ]


@pytest.mark.parametrize(
    ("planned", "ready", "answer"),
    [
        (Month(2027, 10), date(2027, 10, 1), date(2026, 12, 7)),
        (date(2026, 11, 24), date(2026, 12, 21), date(2026, 12, 7)),  # sooner than an audit can be asked for
        (date(2026, 12, 25), date(2026, 12, 23), date(2026, 12, 7)),  # Christmas Day
    ],
)
def test_the_days(planned, ready, answer):
    view = make_view(changes={f"{ACTIVITIES}.3.planned": planned})
    assert (view.ready_by, view.answer_by) == (ready, answer)


def test_access_is_asked_for_by_the_clause_in_audits_only():
    assert [make_view(item).access_days for item in ("M1", "M2", "M3", "M4")] == [None, None, None, 28]
    assert "Det här brevet är vår begäran." not in make_text("M2")
    assert make_view(changes={"clause.terms.audit_access_days": None}).access_days is None


def test_the_sample_of_the_file_goes_before_the_computed_one():
    def name_sample(item, changes=None):
        return [name.get("sv") for name in make_view(item, changes).sample]

    assert name_sample("M3") == ["Gaskompress, steril 10 × 10 cm"]
    computed = name_sample("M3", {f"{ACTIVITIES}.2.products": (), "risks.1.severity": 5})
    assert computed == ["Gaskompress, steril 10 × 10 cm", "Skumförband"]
    assert name_sample("M1") == []


def test_what_others_found_and_what_it_costs_is_not_told():
    text = make_text()
    assert [secret for secret in ("Grannlän", "85~000", "Suzhou", "Lakshmi") if secret in text] == []


@pytest.mark.parametrize("method", list(Method))
def test_each_method_is_explained(method):
    first, second = (
        make_text(changes={f"{ACTIVITIES}.3.method": each}).partition("## Hur det går till\n")[2].partition("## Svara")[0]
        for each in (method, next(each for each in Method if each is not method))
    )
    assert len(first.split()) > 30
    assert first != second


def test_a_supplier_abroad():
    changes = {"supplier.country": "DE", "supplier.contacts": FrozenMap()}
    assert make_text(changes=changes).splitlines()[3].split(" // ")[-1] == "Tyskland"


def test_a_notice_that_comes_late_moves_the_activity_and_says_so():
    texts = [make_text(changes={f"{ACTIVITIES}.3.planned": planned}) for planned in (date(2026, 11, 24), Month(2026, 11))]
    for text, planned in zip(texts, ("den 24~november~2026", "november~2026"), strict=True):
        assert f"    Planerad | Tidigast den 21~december~2026. Tidigare plan: {planned}\n" in text
        assert "Uppföljningen görs senare än vi hade planerat. Ni har alltid minst" in text
    assert "Var redo senast | Måndag den~21~december~2026" in make_text(changes={f"{ACTIVITIES}.3.planned": Month(2026, 12)})


def test_sanctions_are_told_of_whatever_figures_the_contract_has():
    changes = {"clause.terms": CONTRACT.clause.terms.model_copy(update=dict.fromkeys(CONTRACT.clause.terms.model_fields_set))}
    assert ["påföljderna" in make_text(changes=each) for each in ({}, changes)] == [True, True]


def test_products_stand_for_the_clause_as_a_whole_unless_it_is_an_audit():
    bare = {f"{ACTIVITIES}.{number}.requirements": () for number in range(4)}
    assert ["Kontraktsvillkoren i sin helhet" in make_text(item, bare) for item in ("M1", "M3", "M4")] == [True, False, True]


def test_the_answer_and_the_form_have_a_day_each():
    text = make_text("M2")
    assert "# Förbered er för en uppföljning: egenrapportering. Svara senast den 7~december~2026\n" in text
    assert "Fyll i det i Word eller Excel, och skicka tillbaka det senast den 15~april~2027." in text
    assert text.count("7~december~2026") == 1


def test_who_is_to_be_answered_is_told_apart_from_who_signs():
    text = make_text("M3", contract=read_example("surgical-instruments"))
    assert "Svara till Jonas Lindqvist, " in text
    assert ">, som ansvarar för uppföljningen. " in text


@pytest.mark.parametrize(("products", "label"), [((), "Vårt förslag till stickprov"), (("P1",), "Stickprov av produkter")])
def test_a_sample_that_nobody_has_decided_on_is_a_proposal(products, label):
    changes = {f"{ACTIVITIES}.3.products": products}
    assert f"    {label} | Gaskompress, steril 10 × 10 cm\n" in make_text("M4", changes)
    remarks = MONITORING_NOTICE.list_remarks(make_subject(change(CONTRACT, changes), "M4"))
    told = [("monitoring.activities[3].products", "warning", {"activity": "M4", "products": "P1"})]
    assert [(each.subject, each.severity, each.values) for each in remarks] == ([] if products else told)


def test_of_what_looks_at_no_products_no_sample_is_told():
    assert MONITORING_NOTICE.list_remarks(make_subject(CONTRACT, "M1")) == ()
