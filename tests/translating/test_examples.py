"""What translators are told of placeholders: values of the example contracts, never of a region's own."""

from __future__ import annotations

import shutil
from functools import cache

import pytest

from generator.reporting.texts import TEXTS
from generator.text.extraction import extract_documents
from generator.translating.examples import Examples, _list_placeholders
from generator.workspace import PACKAGE, Files
from tests.text.workspaces import put_files

OVERDUE = "Er åtgärdsplan skulle ha kommit senast den {{ view.grounds.plan_due }}."


@cache
def find_examples():
    return Examples(Files(), TEXTS)


@cache
def extract_own():
    """The messages by their text; of those with the same, the first."""
    return {message.text: message for message in reversed(extract_documents(Files()))}


def list_notes(message, examples):
    """The lines about placeholders that come to a message."""
    return examples.describe(message).comment.removeprefix(message.comment).strip().split("\n")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        (
            "Läget den {{ view.on }}",
            ["{{ view.on }}: date, such as 22 november 2026"],
        ),
        ("{n} dag", ["{n}: number, such as 53"]),
        ("{name}, {country}", ["{name}: text, such as Crescent Surgical Works", "{country}: text, such as Pakistan"]),
        ("{amount} kronor", ["{amount}: number, such as 20 000"]),
        ("Senast {day}", ["{day}: date, such as 2026-06-24"]),
        ("Åtgärdsplan", [""]),
    ],
)
def test_each_placeholder_has_its_kind_and_an_example(text, notes):
    assert list_notes(extract_own()[text], find_examples()) == notes


def test_what_no_example_says_is_known_from_its_view_or_from_elsewhere():
    overdue = next(text for text in extract_own() if text.startswith(OVERDUE))
    due, officer = list_notes(extract_own()[overdue], find_examples())
    assert due.startswith("{{ view.grounds.plan_due }}: date, such as ")
    assert officer.startswith("{{ reach(view.officer) }}: text, such as ")
    assert "@" in officer
    left = next(text for text in extract_own() if 'view.figures.left_out | length | count("file")' in text)
    assert list_notes(extract_own()[left], find_examples())[0].endswith("number and unit, such as 3 avtalsfiler")


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("senast {end}", ["{end}: date, such as 2026-09-30"]),
        ("Nytt vite för varje påbörjad vecka: {amount}", ["{amount}: sum of money, such as 20 000 kronor"]),
        ("De här delarna av kedjan är inte kartlagda: {{ view.chain.unmapped }}.", ["{{ view.chain.unmapped }}: list"]),
        (
            "Produkter vars risker inte är angivna: {{ view.gaps.products }}.",
            ["{{ view.gaps.products }}: list, such as Peang och Sax"],
        ),
    ],
)
def test_what_is_handed_over_says_the_kind_where_the_name_stands_for_something_else_too(text, notes):
    assert list_notes(extract_own()[text], find_examples()) == notes


def test_a_product_of_figures_is_no_product_of_a_contract():
    score = extract_own()["{likelihood} × {severity} = {product}, {band}"]
    assert not [note for note in list_notes(score, find_examples()) if note.startswith("{product}")]


def test_no_list_is_shown_as_the_sections_of_the_clause_unless_it_is_one():
    sections = "list, such as 2.1, 2.2"
    shown = [
        name
        for each in extract_own().values()
        for name in _list_placeholders(each)
        if sections in find_examples()._find(each, name)
    ]
    assert shown == ["{numbers}"]


def test_nearly_every_placeholder_of_the_product_is_explained():
    described = [find_examples().describe(message).comment for message in extract_own().values()]
    notes = sum(line.startswith("{") for comment in described for line in comment.split("\n"))
    names = [(message, name) for message in extract_own().values() for name in _list_placeholders(message)]
    # The words of the clause, and the sections that a clause file may name, differ between generations.
    by_clause = ("{{ words.", "{{ at_section(")
    unknown = [name for message, name in names if not name.startswith(by_clause) and not find_examples()._find(message, name)]
    assert (notes > 300, len(unknown) < 20) == (True, True), unknown


def test_a_regions_own_text_gets_examples_of_the_product(tmp_path):
    shutil.copytree(PACKAGE / "examples" / "contracts", tmp_path / "contracts")
    for path in (tmp_path / "contracts").glob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("Åsa Öberg", "Hemlig Person"), encoding="utf-8")
    text = (PACKAGE / "content" / "action-plan.md").read_text(encoding="utf-8")
    files = put_files(tmp_path, {"content/action-plan.md": f"{text}\nVår handläggare är {{{{ view.officer.name }}}} hos oss.\n"})
    own = next(message for message in extract_documents(files) if message.text.startswith("Vår handläggare är"))
    assert list_notes(own, Examples(files)) == ["{{ view.officer.name }}: text, such as Åsa Öberg"]


def test_a_text_that_cannot_be_composed_stops_nothing(tmp_path):
    files = put_files(tmp_path, {"content/action-plan.md": "# Åtgärdsplan\n\n{{ view.nothing.at.all }} {{ view.supplier }}\n"})
    assert Examples(files).describe(extract_own()["{n} dag"]).comment.endswith("{n}: number, such as 53")
