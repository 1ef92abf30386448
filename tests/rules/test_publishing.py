from __future__ import annotations

import pytest

from generator.contract.models import Confidential
from generator.contract.values import FrozenMap, Text
from generator.rules.publishing import find_names, list_names, list_secret_figures
from tests.documents.contracts import EXAMPLES, change, read_example
from tests.loading import load_report

CONTRACT = read_example("surgical-instruments")
REPORT = load_report(EXAMPLES / "reports/2026.yaml").report
PERSONS = {
    *("Åsa Öberg", "asa.oberg@region.example", "+46 10 100 00 01"),
    *("Jonas Lindqvist", "jonas.lindqvist@region.example"),
    *("Maria Hellström", "maria.hellstrom@region.example"),
    *("Tomas Berg", "tomas.berg@supplier.example"),
    *("Elin Kvist", "elin.kvist@supplier.example"),
    *("Henrik Alm", "henrik.alm@supplier.example"),
}
CHAIN = {"Crescent Surgical Works", "Ravi Forging Cooperative", "Rhein Edelstahl GmbH"}


def find(text, *names):
    return [name for _, name in find_names(REPORT.model_copy(update={"lessons": (Text(text),), "effects": ()}), names)]


def hide(*patterns):
    return list_names(CONTRACT.model_copy(update={"confidential": tuple(Confidential(fields=each) for each in patterns)}))


def test_persons_and_sub_suppliers_are_not_to_be_named():
    assert hide() == PERSONS | CHAIN
    assert list_names(CONTRACT) == PERSONS | CHAIN  # the places that are confidential, S1 and S2, are too short to be looked for


def test_of_a_report_its_officer_is_not_to_be_named():
    assert list_names(REPORT) == {"Jonas Lindqvist", "jonas.lindqvist@region.example"}
    assert list_names(REPORT.model_copy(update={"officer": None})) == frozenset()


def test_what_is_confidential_is_not_to_be_named_in_any_language():
    assert hide("deviations[].title") - PERSONS - CHAIN == {
        *("Kraven är inte vidareförmedlade", "Requirements are not passed on"),
        *("Barn i smidesverkstad", "Children in a forging workshop"),
        *("Ofullständig riskanalys", "Incomplete risk analysis"),
    }
    assert hide("supply_chain[].region", "supplier.address") - PERSONS - CHAIN == {"Punjab", "Hamnvägen 3", "211 20 Malmö"}


def test_a_whole_part_may_be_confidential():
    secret = hide("monitoring.activities") - PERSONS - CHAIN
    assert {"Tre avvikelser.", "Three deviations.", "Upphandlad revisor"} <= secret


def test_a_fixed_word_is_no_name():
    assert hide("deviations[].severity", "monitoring.activities[].method", "clause.level") == PERSONS | CHAIN


def test_a_contract_that_is_partly_wrong_still_has_names():
    broken = change(CONTRACT, {"supply_chain.0.name": None, "supplier.contacts": FrozenMap(), "confidential.0.fields": None})
    assert list_names(broken) == {name for name in PERSONS | CHAIN if "supplier.example" not in name} - {
        "Tomas Berg",
        "Elin Kvist",
        "Henrik Alm",
        "Crescent Surgical Works",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Vi besökte Åsa Öberg.",
        "ÅSA ÖBERG",
        "åsa öberg",
        "(Åsa Öberg)",
        "Åsa Öbergs förslag",
        "Åsa Öberg's proposal",
        "Åsa Öberg’s proposal",
        "Åsa\nÖberg",
        "Åsa  Öberg",
        "Åsa\N{NO-BREAK SPACE}Öberg",
        "Åsa Ö\N{SOFT HYPHEN}berg",
        "Åsa \N{ZERO WIDTH SPACE}Öberg",
        "A\N{COMBINING RING ABOVE}sa O\N{COMBINING DIAERESIS}berg",
        "Åsa Öberg-Lind",
        "asa oberg",
        "Åsa-Öberg",
        "Åsa.Öberg",
        "Öberg: Åsa Öberg.",
        "ÅsaÖberg",
        "Åsa/Öberg",
        "Åsa Ö\N{ZERO WIDTH SPACE}berg",
        "Åsa\N{THIN SPACE}Öberg",
        "Åsa Öb\N{CYRILLIC SMALL LETTER IE}rg",
    ],
)
def test_a_name_is_found_however_it_is_written(text):
    assert find(text, "Åsa Öberg") == ["Åsa Öberg"]


@pytest.mark.parametrize("text", ["Åsa Öbergström", "Håsa Öberg", "Åsa och Öberg", "Öberg", "Åsa"])
def test_another_name_is_not(text):
    assert find(text, "Åsa Öberg") == []


@pytest.mark.parametrize("text", ["Rhein Edelstahl GmbH", "Rhein Edelstahl", "rhein edelstahls stål", "RHEIN EDELSTAHL Ltd."])
def test_a_company_is_found_without_its_legal_form(text):
    assert find(text, "Rhein Edelstahl GmbH") == ["Rhein Edelstahl GmbH"]
    assert find("GmbH", "Rhein Edelstahl GmbH") == []


def test_a_name_of_three_letters_is_looked_for_and_one_of_two_is_not():
    named = change(CONTRACT, {"supply_chain.0.name": "Åke", "supply_chain.1.name": "Bo"})
    assert list_names(named) - list_names(change(CONTRACT, {"supply_chain.0.name": None, "supply_chain.1.name": None})) == {"Åke"}


def test_a_name_in_writing_without_spaces_may_be_of_two_signs():
    assert "上海" in list_names(change(CONTRACT, {"supply_chain.0.name": "上海"}))
    assert find("在上海工作", "上海") == ["上海"]


def test_of_a_company_something_is_always_left_to_look_for():
    assert find("Nordic har svarat.", "Nordic AB") == ["Nordic AB"]
    assert find("SAS har svarat.", "SAS") == ["SAS"]
    assert find("Ingen har svarat.", "SAS", "AB Ltd") == []


@pytest.mark.parametrize(
    ("pattern", "is_counted"),
    [
        ("monitoring.activities[].cost", True),
        ("monitoring.activities[].cost.amount", True),
        ("monitoring.activities", True),
        ("deviations[].severity", True),
        ("deviations[].found", True),
        ("dates.signed", True),
        ("clause.level", True),
        ("deviations[].location", False),
        ("monitoring.activities[].result", False),
        ("supply_chain[].name", False),
        ("value", False),
        ("products", False),
    ],
)
def test_confidential_fields_that_figures_are_made_of(pattern, is_counted):
    contract = CONTRACT.model_copy(update={"confidential": (Confidential(fields=pattern),)})
    assert list_secret_figures(contract) == ((pattern,) if is_counted else ())


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Suzhou Gauze Manufacturing har bytt ägare.", "Suzhou Gauze Manufacturing Co., Ltd."),
        ("Rhein Edelstahl-koncernen", "Rhein Edelstahl GmbH"),
        ("_Lakshmi Spinning Mills_", "Lakshmi Spinning Mills"),
        ("Per\N{NON-BREAKING HYPHEN}Erik Ångström", "Per-Erik Ångström"),
        ("Per Erik Angstrom", "Per-Erik Ångström"),
    ],
)
def test_a_name_is_found_without_legal_form_accents_and_hyphens(text, name):
    assert find(text, name) == [name]


def test_names_are_text_and_no_patterns():
    assert find("A.B (Pvt) Ltd. levererar", "A.B (Pvt) Ltd.", "AxB", ".*") == ["A.B (Pvt) Ltd."]


def test_names_are_told_in_order_each_once_a_text():
    assert find("Tomas Berg och Åsa Öberg och Tomas Berg", *sorted(PERSONS, reverse=True)) == ["Tomas Berg", "Åsa Öberg"]


def test_every_published_text_is_read_in_every_language_and_no_other():
    said = Text(by_language=FrozenMap({"sv": "x", "en": "Tomas Berg"}))
    paths = ["title", "goals.0.goal", "next_goals.0.goal", "lessons.1", "training.0.title", "effects.0"]
    report = change(REPORT, dict.fromkeys([*paths, "officer.title"], said))
    assert [path for path, _ in find_names(report, ["Tomas Berg"])] == [
        "title",
        "goals[0].goal",
        "next_goals[0].goal",
        "lessons[1]",
        "training[0].title",
        "effects[0]",
    ]


def test_of_a_contract_only_what_came_of_it_is_published():
    said = Text("Tomas Berg")
    paths = ["title", "evaluation.effects", "evaluation.lessons", "evaluation.recommendation", "deviations.0.title"]
    contract = change(CONTRACT, dict.fromkeys(paths, said))
    assert [path for path, _ in find_names(contract, ["Tomas Berg"])] == [
        "title",
        "evaluation.effects",
        "evaluation.lessons",
    ]
