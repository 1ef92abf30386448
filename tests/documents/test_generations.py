"""The generations of the clause through every document type: what each says otherwise than the clause of 2023."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from generator.documents import DOCUMENTS, PACKS
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden/generations"
CONTRACT = read_example("surgical-instruments")
KICKOFF_PACK = next(pack for pack in PACKS if pack.slug == "kickoff-pack")
GENERATIONS = ("generation-a", "generation-b", "generation-c")
BEFORE_KICKOFF = date(2024, 8, 1)


@cache
def make_texts(version, lang):
    """The lines of every document of the contract, by document and item, with that version of the clause."""
    contract = change(CONTRACT, {"clause.version": version})
    return {
        f"{document.slug} {item}".strip(): tuple(
            write_tree(compose(document, make_subject(contract, item, _find_day(document, contract, item)), lang)).splitlines()
        )
        for document in DOCUMENTS
        if not document.is_over_figures
        for item in document.list_items(contract, ON)
    }


def _find_day(document, contract, item):
    if document.find_day:
        return document.find_day(contract, item)
    return BEFORE_KICKOFF if document in KICKOFF_PACK.parts else ON


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("version", GENERATIONS)
def test_what_a_generation_says_otherwise(version, lang, golden):
    lines = []
    usual, own = make_texts("2023", lang), make_texts(version, lang)
    assert usual.keys() == own.keys()
    for name in usual:
        changed = [
            line
            for line in difflib.unified_diff(usual[name], own[name], n=0, lineterm="")
            if not line.startswith(("---", "+++", "@@"))
        ]
        lines += [f"= {name}", *changed, ""] if changed else []
    golden(GOLDEN / f"{version}.{lang}.txt", "\n".join(lines))


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    ("version", "strangers"),
    [
        (
            "generation-a",
            {
                "sv": ("allvarlig avvikelse", "allvarliga avvikelser", "ransparens"),
                "en": ("severe deviation", "supply chain transparency"),
            },
        ),
        ("generation-b", {"sv": ("nolltolerans", "spårbarhet", "arbetsmiljöbrister"), "en": ("zero-tolerance", "traceability")}),
        ("generation-c", {"sv": ("nolltolerans", "spårbarhet", "arbetsmiljöbrister"), "en": ("zero-tolerance", "traceability")}),
    ],
)
def test_no_word_of_another_generation_stands_in_any_document(version, strangers, lang):
    texts = {name: "\n".join(lines) for name, lines in make_texts(version, lang).items()}
    found = [(name, word) for name, text in texts.items() for word in strangers[lang] if word in text.lower()]
    assert found == []
