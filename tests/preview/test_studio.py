"""What is shown of a workspace, and what of its mistakes."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from generator.cli.sources import list_sources
from generator.preview.choosing import Wish
from generator.preview.states import State
from generator.preview.studio import Said, Studio, View
from generator.workspace import PACKAGE
from tests.preview.conftest import write_catalog

PLAN = Wish("contracts/surgical-instruments.yaml", "action-plan", "D1", "en")
LEAD = "Planen visar vad ni som leverantör ska göra"


def make_studio(root: Path) -> Studio:
    return Studio(root, lambda: list_sources((root,), with_reports=True), lambda: date(2026, 11, 22))


def find_said(view: View, words: str) -> Said:
    return next(said for said in view.messages if said.text.startswith(words))


def test_first_comes_what_can_be_made_first(workspace: Path) -> None:
    view = make_studio(workspace).show(Wish())
    assert (view.menu.source, view.menu.document, view.menu.language) == ("contracts/cleaning.yaml", "clause-guide", "sv")
    assert view.page is not None
    assert [option.key for option in view.menu.sources][-1] == "reports/2026.yaml"
    languages = [option.key for option in view.menu.languages]
    assert languages[:3] == ["sv", "en", "sv+en"]
    assert languages[3:] == ["de", "sv+de", "de+en"]
    assert view.menu.on == "2026-11-22"


def test_a_contract_that_nothing_can_be_made_of_is_not_the_first(workspace: Path) -> None:
    (workspace / "contracts/a.yaml").write_text("id: [", encoding="utf-8")
    menu = make_studio(workspace).show(Wish()).menu
    assert [option.label for option in menu.sources][:2] == ["a", "Lokalvård vid vårdcentraler, RE 2023-00044 – cleaning"]
    assert menu.source == "contracts/cleaning.yaml"


def test_what_can_not_be_made_comes_last_and_says_what_it_needs(workspace: Path) -> None:
    view = make_studio(workspace).show(Wish("contracts/cleaning.yaml", "agenda"))
    assert view.page is None
    documents = {option.key: option for option in view.menu.documents}
    possible = [option.is_possible for option in view.menu.documents]
    assert possible == sorted(possible, reverse=True)
    assert documents["agenda"].lacks == ("kickoff.date", "kickoff.starts", "kickoff.ends")
    assert (documents["action-plan"].is_possible, documents["action-plan"].lacks) == (False, ())
    assert documents["contacts"].is_possible


def test_the_language_that_nobody_speaks_has_a_name(workspace: Path) -> None:
    path = write_catalog(workspace)
    shutil.copytree(path.parent, workspace / "locales/en-XA/LC_MESSAGES")
    labels = {option.key: option.label for option in make_studio(workspace).show(Wish()).menu.languages}
    assert (labels["en"], labels["en-XA"]) == ("English", "Pseudo")


def test_names_that_are_not_in_the_menu_are_not_looked_for(workspace: Path) -> None:
    wish = Wish("../../etc/passwd", "../realisera", "../D1", "../../en")
    assert make_studio(workspace).show(wish).menu == make_studio(workspace).show(Wish()).menu


def test_a_document_is_shown_with_its_messages(workspace: Path) -> None:
    view = make_studio(workspace).show(PLAN)
    assert view.page is not None
    assert "Action plan" in view.page
    said = find_said(view, LEAD)
    assert said.states == (("en", State.TRANSLATED),)
    assert said.is_marked
    assert f'data-message="en {said.id} translated"' in view.page
    assert not find_said(view, "Sida").is_marked


@pytest.mark.parametrize("language", ["en", "sv+en"])
def test_words_of_drawings_layouts_and_places_to_fill_in_are_marked(workspace: Path, language: str) -> None:
    studio = make_studio(workspace)
    report = studio.show(Wish("contracts/surgical-instruments.yaml", "followup-plan", "", language)).page or ""
    drawn = re.findall(r'<text [^>]*data-message="[a-z]+ ([0-9a-f]{12}) [a-z]+">([^<]+)</text>', report)
    assert len(drawn) > 5
    said = {words: studio.describe(message) for message, words in drawn}
    assert all(said.values())
    audit = next(message for words, message in said.items() if words.startswith("M3: "))
    assert audit
    assert audit.text == "revision"
    label = re.search(r'class="label"><span data-message="en ([0-9a-f]{12}) translated">([^<]*)</span>', report)
    assert label
    message = studio.describe(label[1])
    assert message
    assert message.text == "Diarienummer"
    assert not re.search("[\ufdd0-\ufdd2]", report)
    form = studio.show(Wish("contracts/surgical-instruments.yaml", "self-assessment", "", language))
    assert re.search(r'data-message="[^"]*"[^>]*><(?:input|textarea)', form.page or "")


def test_all_deviations_can_be_chosen_also_closed_ones(workspace: Path) -> None:
    view = make_studio(workspace).show(PLAN)
    assert [option.key for option in view.menu.items] == ["D1", "D2", "D3"]


@pytest.mark.parametrize("language", ["sv", "en", "sv+en"])
def test_the_words_in_the_place_of_a_drawing_are_marked_in_their_language(workspace: Path, language: str) -> None:
    view = make_studio(workspace).show(Wish("contracts/surgical-instruments.yaml", "followup-plan", "", language))
    lists = re.findall(r'<ul class="words"(?: lang="(\w+)")?>(.*?)</ul>', view.page or "", re.DOTALL)
    assert [lang for lang, _ in lists] == ["", *language.split("+")[1:]]
    said = {message.id for message in view.messages}
    for lang, items in lists:
        marks = re.findall(r'<li data-message="(\w+) ([0-9a-f]{12}) (?:source|translated)">', items)
        assert len(marks) == items.count("<li") > 0
        assert {own for own, _ in marks} == {lang or language.partition("+")[0]}
        assert {message for _, message in marks} <= said


def test_a_report_has_the_documents_over_figures_only(workspace: Path) -> None:
    view = make_studio(workspace).show(Wish("reports/2026.yaml", "action-plan", "", "sv"))
    assert [option.key for option in view.menu.documents] == ["evaluation-report", "communication-report", "yearly-plan"]
    assert view.page is not None


def test_a_message_says_where_its_source_and_its_translation_stand(workspace: Path) -> None:
    entry = f'# Mind the tone.\n#, fuzzy\n#| msgid "Vi har sett"\nmsgid "{LEAD} Planen."\nmsgstr "We have seen."\n'
    catalog = write_catalog(workspace, entry)
    content = workspace / "content/action-plan.md"
    content.parent.mkdir()
    content.write_text(f"# Åtgärdsplan\n\n{LEAD} Planen.\n", encoding="utf-8")
    studio = make_studio(workspace)
    message = studio.describe(find_said(studio.show(PLAN), LEAD).id)
    assert message
    assert [str(place) for place in message.places] == [f"{content}:3"]
    german, translation = message.translations
    assert (german.language, german.state) == ("de", State.MISSING)
    assert translation.state is State.FUZZY
    assert (translation.strings, translation.comments, translation.previous) == (
        ("We have seen.",),
        ("Mind the tone.",),
        "Vi har sett",
    )
    line = catalog.read_text(encoding="utf-8").split("\n").index(f'msgid "{LEAD} Planen."') + 1
    assert str(translation.place) == f"{catalog}:{line}"


def test_labels_and_terms_are_found_where_they_stand(workspace: Path) -> None:
    studio = make_studio(workspace)
    view = studio.show(PLAN)
    label = studio.describe(find_said(view, "Ansvarig").id)
    assert label
    assert any("components.html" in str(place) or "content/" in str(place) for place in label.places)


def test_nobody_describes_what_nobody_has_said(workspace: Path) -> None:
    assert make_studio(workspace).describe("0123456789ab") is None


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("contracts/surgical-instruments.yaml", "id: [", "surgical-instruments.yaml:"),
        ("contracts/surgical-instruments.yaml", "id: x\nnonsense: 1\n", "surgical-instruments.yaml:2:1"),
        ("content/action-plan.md", "# Åtgärdsplan\n\n{{ view.suplier }}\n", "content/action-plan.md:3"),
        ("content/action-plan.md", "# Åtgärdsplan\n\n{% if view.on %}\nx\n", "content/action-plan.md"),
        ("content/terms.yaml", "counts: [", "content/terms.yaml"),
        ("templates/components.html", "{% macro facts(", "templates/components.html:1"),
        ("templates/page.html", "{% if %}", "templates/page.html:1"),
        ("templates/screen.css", "@import 'https://example.org/x.css';", "templates/screen.css"),
        ("locales/en/LC_MESSAGES/documents.po", 'msgid "x"\nmsgstr "y\n', "documents.po:2"),
        ("realisera.toml", "languages = [", "realisera.toml"),
        ("realisera.toml", 'langages = ["sv"]', "realisera.toml"),
    ],
)
def test_mistakes_are_shown_in_place_until_they_are_mended(workspace: Path, name: str, text: str, place: str) -> None:
    studio = make_studio(workspace)
    whole = studio.show(PLAN).page
    path = workspace / name
    before = path.read_bytes() if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    studio.forget([path])
    view = studio.show(PLAN)
    assert view.page is None
    assert any(place in str(finding.place) for finding in view.findings)
    assert view.menu.source == PLAN.source
    if before is None:
        path.unlink()
    else:
        path.write_bytes(before)
    studio.forget([path])
    assert studio.show(PLAN).page == whole


def test_a_workspace_without_contracts_says_so(workspace: Path) -> None:
    shutil.rmtree(workspace / "contracts")
    shutil.rmtree(workspace / "reports")
    view = make_studio(workspace).show(Wish())
    assert view.page is None
    assert "no contract file" in view.findings[0].message


def test_contracts_are_read_each_time_and_texts_only_when_they_change(workspace: Path) -> None:
    studio = make_studio(workspace)
    assert studio.show(PLAN).page
    contract = workspace / PLAN.source
    contract.write_text(
        contract.read_text(encoding="utf-8").replace("Nordic Instruments", "Southern Instruments"), encoding="utf-8"
    )
    studio.forget([contract])
    bench = studio._bench
    assert bench
    assert "Southern Instruments" in (studio.show(PLAN).page or "")
    catalog = studio._shelf.find_catalog("en")
    studio.forget([PACKAGE / "content/terms.yaml"])
    assert studio._bench is None
    assert studio.show(PLAN).page
    assert studio._shelf.find_catalog("en") is catalog
    write_catalog(workspace, 'msgid "Åtgärdsplan"\nmsgstr "Plan of action"\n')
    assert studio._shelf.find_catalog("en") is not catalog
