"""A third language is a catalog: documents in it, alone and beside another, as far as they are translated."""

from __future__ import annotations

import re

import pytest

from generator.text.catalogs import Catalog, load_catalog
from generator.text.composing import read_terms
from generator.text.language import Language
from generator.text.wording import Wording
from generator.workspace import Files
from tests.page_reading import read_page
from tests.rendering import pdf_reading, word_reading
from tests.text.workspaces import Journaling, make_wording


@pytest.mark.parametrize("language", ["fi", "sv+fi", "en+fi", "fi+en"])
def test_all_formats_say_the_same(make, workspace, language):
    files, errors = make(workspace, language, "docx", "pdf", "html")
    said = read_page(files["html"])
    assert errors == []
    assert word_reading.read_text(files["docx"]) == said
    assert pdf_reading.read_text(files["pdf"]) == said
    assert "Käymmeläpiasianmukaistahuolellisuutta" in said


def test_both_engines_say_the_same(make, workspace):
    one, other = (make(workspace, "en+fi", "pdf", engine=engine)[0]["pdf"] for engine in ("weasyprint", "typst"))
    assert pdf_reading.read_text(one) == pdf_reading.read_text(other)


def test_a_finnish_document_has_finnish_dates_words_of_layouts_and_its_language(make, workspace):
    files, _ = make(workspace, "fi", "docx", "html")
    page = files["html"].decode()
    assert "Keskiviikko 21. elokuuta 2024" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert "klo 10.00–11.30" in page.replace("\N{NO-BREAK SPACE}", " ")
    assert ">Asianumero<" in page
    assert '<html lang="fi">' in page
    assert word_reading.read_default_language(files["docx"]) == "fi-FI"
    assert any("Sivu" in header for header in word_reading.read_headers(files["docx"]).values())


def test_a_pair_without_swedish_marks_each_language(make, workspace):
    page = make(workspace, "en+fi", "html")[0]["html"].decode()
    assert '<html lang="en">' in page
    assert '<div lang="en"><p class="lead">We go through' in page
    assert '<div lang="fi" class="second"><p class="lead">Käymme läpi' in page
    heading = '<span lang="fi" class="second">Aloituskokouksen esityslista</span>'
    assert f'<span lang="en">Agenda for the kick-off meeting</span> / {heading}' in page
    # What the contract says in Swedish and English, and not in Finnish, stands in the one that the reader has.
    assert "<td>Reusable surgical instruments</td>" in page
    assert "Kirurgiska instrument" not in page


def test_what_is_not_translated_is_named(make, workspace):
    files, errors = make(workspace, "fi", "html", document="checklist")
    assert files == {}
    assert "not translated into fi: 'Checklista för uppstartsmötet'" in errors[0]
    assert "use --draft to see it marked" in errors[0]
    assert len(errors) == len(set(errors)) > 20


def test_a_draft_shows_it_marked_in_swedish(make, workspace):
    files, errors = make(workspace, "fi", "html", document="checklist", draft=True)
    page = files["html"].decode()
    assert errors == []
    assert '<h1><span class="untranslated" lang="sv">Checklista för uppstartsmötet</span></h1>' in page
    box = '<input type="checkbox" name="svara-på-de-frågor-som-blev-kvar">'
    said = '<span class="untranslated" lang="sv">Svara på de frågor som blev kvar.</span>'
    assert f'<li class="check"><label>{box}{said}</label></li>' in page
    assert '<html lang="fi">' in page


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("fi", {0: "0 riskiä", 1: "1 riski", 2: "2 riskiä"}),
        ("zh", {0: "0 个风险", 1: "1 个风险", 25: "25 个风险"}),
        (
            "ar",
            {
                0: "0 خطر",
                1: "خطر واحد",
                2: "خطران",
                3: "3 أخطار",
                10: "10 أخطار",
                11: "11 خطرًا",
                99: "99 خطرًا",
                100: "100 خطر",
            },
        ),
    ],
)
def test_things_are_counted_in_the_form_that_goes_with_their_number(workspace, language, forms):
    files = Files(workspace)
    wording = Wording(Language(language), load_catalog(files, language), read_terms(files), "sv")
    with Journaling() as remarks:
        counted = {number: re.sub("[\u2068\u2069]", "", wording.count(number, "risk")).replace("\xa0", " ") for number in forms}
    assert remarks.missing == []
    assert counted == forms


@pytest.mark.parametrize(
    ("language", "tags", "names"),
    [
        ("sv", "sv-en", "svenska och engelska"),
        ("en", "sv", "Swedish"),
        ("fi", "en-fi", "englanti ja suomi"),
        ("sv", "en-XA", "engelska"),
    ],
)
def test_a_language_is_called_what_the_reader_calls_it(language, tags, names):
    assert make_wording(language, Catalog(language, {})).write_languages(tags) == names
