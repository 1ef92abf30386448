from __future__ import annotations

import pytest

from generator.errors import Place
from generator.text.extraction import Message
from generator.translating.worklist import SHARED, Portion, count_words, list_portions


def make_message(text, *files):
    return Message(text, places=tuple(Place(file, 1) for file in files))


def test_what_is_shared_comes_first_and_then_documents_as_a_contract_needs_them():
    messages = [
        make_message("Plan att följa", "content/action-plan.md", "content/action-plan.md"),
        make_message("Sida", "templates/page.html"),
        make_message("Välkommen till mötet", "content/invitation.md"),
        make_message("Avtal", "content/action-plan.md", "content/invitation.md"),
        make_message("hög", "content/terms.yaml"),
    ]
    assert list_portions(messages) == (Portion(SHARED, 3, 3), Portion("invitation", 1, 3), Portion("action-plan", 1, 3))


@pytest.mark.parametrize(
    ("message", "count"),
    [
        (Message("Skicka den till {{ reach(view.officer) }}, senast den {{ view.due }}."), 5),
        (Message("{n} dag", plural="{n} dagar"), 2),
        (Message("**Vite:** 5 % av EU-priset"), 3),
        (Message("{amount} {currency}"), 0),
    ],
)
def test_words_are_those_to_translate(message, count):
    assert count_words(message) == count
