"""How far a translation has come: every message counts once, where it belongs."""

from __future__ import annotations

import pytest

from generator.errors import Place
from generator.text.catalogs import read_catalog
from generator.text.extraction import Message
from generator.translating.status import Status, count_words, measure_catalog, measure_documents
from tests.text.workspaces import write_po

PLAN, LETTER, TERMS = Place("content/plan.md", 1), Place("content/letter.md", 2), Place("content/terms.yaml")
MESSAGES = (
    Message("Åtgärdsplan", places=(PLAN, Place("content/plan.md", 7))),
    Message("Vi har hittat {{ view.what | short }} hos er.", places=(PLAN,)),
    Message("Avtal", places=(PLAN, LETTER)),
    Message("led", "Stage", places=(TERMS,)),
    Message("{n} dag", plural="{n} dagar", places=(TERMS,)),
)
ENTRIES = (
    'msgid "Åtgärdsplan"\nmsgstr "Action plan"',
    '#, fuzzy\nmsgctxt "Stage"\nmsgid "led"\nmsgstr "tier"',
    'msgid "{n} dag"\nmsgid_plural "{n} dagar"\nmsgstr[0] "{n} day"\nmsgstr[1] ""',
)


@pytest.fixture
def catalog(tmp_path):
    path = tmp_path / "en.po"
    path.write_text(write_po(*ENTRIES), encoding="utf-8")
    return read_catalog(path)


def test_a_catalog(catalog):
    status = measure_catalog(catalog, MESSAGES)
    assert status == Status(translated=1, fuzzy=1, missing=3, words_left=8)
    assert (status.total, status.percent) == (5, 20)


def test_documents_and_what_they_share(catalog):
    assert measure_documents(catalog, MESSAGES, ("plan", "letter")) == {
        "plan": Status(translated=1, missing=1, words_left=5),
        "letter": Status(),
        "shared": Status(fuzzy=1, missing=2, words_left=3),
    }


def test_a_hundred_per_cent_is_nothing_left():
    assert (Status(999, 0, 1).percent, Status(1, 0, 0).percent, Status().percent) == (99, 100, 100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("{{ view.a }}", 0),
        ("Hej {{ view.name }}, välkommen!", 2),
        ("{n} dag", 1),
        ("**Vite:** 5 000 kronor", 4),
        ("miljö- och människorättsförsvarare", 3),
        ("SHA-256 i manifest.json", 3),
    ],
)
def test_words(text, words):
    assert count_words(text) == words
