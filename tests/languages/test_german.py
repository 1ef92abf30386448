"""German: a catalog for what goes to a supplier, which no lawyer has read, and a language with cases; no code knows of it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.orders import make_orders
from generator.documents import list_documents
from generator.pipeline import Pipeline
from generator.text.catalogs import catalog_name, load_catalog, read_documents
from generator.text.composing import read_terms
from generator.text.language import Language
from generator.text.wording import Wording
from generator.workspace import PACKAGE, Files, find_workspace
from tests.documents.contracts import EXAMPLES
from tests.text.workspaces import Journaling

SUPPLIERS = {
    *("invitation", "agenda", "clause-guide", "contacts", "monitoring", "minutes", "slides", "monitoring-notice"),
    *("self-assessment", "document-review", "chain-form", "action-plan", "escalation-letter", "secrecy-review"),
}
"""What a supplier gets, sees or fills in, and the review of what it filled in."""
UNREAD = "no lawyer has read the translation into '{lang}' yet"
NOT_MADE = "{document} isn't made in '{lang}'"
CONTRACT = EXAMPLES / "contracts/surgical-instruments.yaml"


def make(tmp_path: Path, document: str, source: Path = CONTRACT, **wishes: object):
    """What comes of each file, and of what is left out."""
    orders = make_orders(document, **{"on": date(2026, 11, 22), "languages": ("de",), "formats": ("html",)} | wishes)
    return list(Pipeline(find_workspace(source), tmp_path / "out").generate(orders, [source]))


def list_messages(outcomes, severity: str = ""):
    return [
        finding.format_message()
        for outcome in outcomes
        for finding in outcome.findings
        if finding.severity == severity or not severity
    ]


def test_it_is_for_what_goes_to_a_supplier_and_for_what_stands_around_it():
    known = {document.slug for document in list_documents()}
    documents = read_documents(PACKAGE / catalog_name("de"))
    assert documents is not None
    assert documents & known == SUPPLIERS
    assert {document.slug for document in list_documents() if document.audience == "supplier"} == SUPPLIERS - {"document-review"}
    assert documents - known == {"email", "masked-edition"}


@pytest.mark.parametrize("contract", ["surgical-instruments", "wound-care"])
def test_all_of_it_is_made_and_the_rest_is_told(tmp_path, contract):
    outcomes = make(tmp_path, "all", EXAMPLES / "contracts" / f"{contract}.yaml", formats=("docx", "html"))
    made = {Path(outcome.file).name.split(".")[0].lstrip("0123456789-") for outcome in outcomes if outcome.file}
    assert [outcome for outcome in outcomes if outcome.state not in {"made", "left_out"}] == []
    assert made
    assert made <= SUPPLIERS
    others = {message.split()[0] for message in list_messages(outcomes) if message.endswith("isn't made in 'de'")}
    assert "risk-analysis" in others
    assert not others & SUPPLIERS


def test_a_document_that_it_is_not_for_is_refused_and_made_as_a_draft(tmp_path):
    refused = make(tmp_path, "risk-analysis")
    assert [outcome.state for outcome in refused] == ["failed"]
    assert list_messages(refused) == ["risk-analysis isn't made in 'de'"]
    drafted = make(tmp_path, "risk-analysis", draft=True)
    assert {outcome.state for outcome in drafted} == {"made"}


@pytest.mark.parametrize("languages", [("sv+de",), ("de+en",)])
def test_beside_another_language_it_is_refused_too(tmp_path, languages):
    assert list_messages(make(tmp_path, "risk-analysis", languages=languages)) == ["risk-analysis isn't made in 'de'"]


def test_of_the_languages_that_a_contract_names_the_others_are_made(tmp_path):
    source = tmp_path / "a.yaml"
    text = CONTRACT.read_text(encoding="utf-8").replace("\ntitle:", "\nlanguages: [sv, sv+de]\ntitle:", 1)
    source.write_text(text, encoding="utf-8")
    outcomes = make(tmp_path, "risk-analysis", source, languages=())
    assert [Path(outcome.file).name for outcome in outcomes if outcome.file] == ["risk-analysis.sv.html"]
    assert "risk-analysis isn't made in 'de'" in list_messages(outcomes, "warning")
    source.write_text(text.replace("[sv, sv+de]", "[de]"), encoding="utf-8")
    assert [outcome.state for outcome in make(tmp_path, "risk-analysis", source, languages=())] == ["failed"]


def test_of_several_languages_the_others_are_made_in_a_pack(tmp_path):
    outcomes = make(tmp_path, "kickoff-pack", EXAMPLES / "contracts/wound-care.yaml", languages=("sv", "sv+de"))
    files = {Path(outcome.file).name for outcome in outcomes if outcome.file}
    assert {"01-invitation.sv.html", "01-invitation.sv-de.html", "06-minutes.sv-de.html", "08-checklist.sv.html"} <= files
    assert "08-checklist.sv-de.html" not in files


def test_that_no_lawyer_has_read_it_is_told_with_each_document_and_not_of_other_languages(tmp_path):
    german, swedish = make(tmp_path, "contacts"), make(tmp_path, "contacts", languages=("sv",))
    assert [message for message in list_messages(german, "warning") if message == UNREAD.format(lang="de")] != []
    assert [message for message in list_messages(swedish) if "lawyer" in message] == []


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        ("day", "14 Tage"),
        ("day within", "14 Tagen"),
        ("day after", "14 Tagen"),
        ("day late", "14 Tage"),
        ("week for", "14 Wochen"),
        ("supplier at", "14 Lieferanten"),
        ("contract", "14 Verträge"),
        ("contract of", "14 Verträgen"),
    ],
)
def test_a_counted_thing_is_in_the_case_of_what_it_is_counted_for(unit, said):
    files = Files()
    wording = Wording(Language("de"), load_catalog(files, "de"), read_terms(files), "sv")
    with Journaling():
        assert str(wording.count(14, unit)).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("name", "row"),
    [("generation-c", "Meldung einer schwerwiegenden Abweichung"), ("generation-a", "Meldung einer Nulltoleranz-Abweichung")],
)
def test_a_term_is_in_the_case_of_its_use_also_where_the_clause_has_its_own(tmp_path, name, row):
    contract = tmp_path / "a.yaml"
    text = CONTRACT.read_text(encoding="utf-8")
    assert text.count('version: "2023"') == 1
    contract.write_text(text.replace('version: "2023"', f"version: {name}"), encoding="utf-8")
    [page] = [outcome.path.read_text(encoding="utf-8") for outcome in make(tmp_path, "contacts", contract) if outcome.path]
    assert f"{row}, von Ihnen an uns" in page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("use", ["within", "after", "before", "ago", "late", "for", "of"])
def test_what_a_thing_is_counted_for_changes_nothing_in_swedish_and_english(use):
    files = Files()
    counts = read_terms(files)["counts"]
    units = [unit for unit in counts if unit.endswith(f" {use}")]
    assert units
    for unit in units:
        assert counts[unit] == counts.get(unit.partition(" ")[0], counts[unit])
        catalog = load_catalog(files, "en")
        plain = catalog.find(counts[unit][0])
        used = catalog.find(counts[unit][0], use)
        assert used is not None
        assert plain is None or replace(plain, place=used.place) == used


def test_dates_numbers_and_quotation_marks_are_german(tmp_path):
    outcomes = make(tmp_path, "action-plan")
    pages = [outcome.path.read_text(encoding="utf-8").replace("\N{NO-BREAK SPACE}", " ") for outcome in outcomes if outcome.path]
    said = "".join(pages)
    assert '<html lang="de">' in said
    assert "31. Januar 2027" in said
    assert "20.000 schwedische Kronen" in said
    strings = [text for entry in load_catalog(Files(), "de").entries.values() for text in entry.strings]
    assert [text for text in strings if re.search("[”»«]", text)] == []
