"""How hard documents are to read: `tools.readability`, and that none is harder than a newspaper."""

from __future__ import annotations

import pytest

from tools.readability import measure, measure_documents

HARDEST = {"sv": 40, "en": 42, "de": 46}
"""LIX by language: what no document goes beyond. German has longer words."""


@pytest.mark.parametrize(
    ("texts", "lix"),
    [
        (["Vi ses i morgon."], 4),
        (["Vi ses i morgon. Kom till mötet den femte."], 4),
        (["Leverantören ansvarar för kontraktsvillkoren."], 79),
        (["Svara {{ view.officer.name }} senast {{ view.on }}."], 4),
        (["**Rubrik**", "Kort."], None),
        (["Läs [villkoren nu](https://region.example/mycketlangadress) i dag."], 25),
        ([], None),
    ],
)
def test_lix(texts, lix):
    assert measure(texts) == lix


def test_no_document_is_hard_to_read():
    hard = [
        (slug, lang, lix) for slug, row in measure_documents().items() for lang, lix in row.items() if lix > HARDEST.get(lang, 0)
    ]
    assert hard == []


def test_documents_are_measured_in_the_languages_that_they_are_made_in():
    rows = measure_documents()
    assert set(rows["action-plan"]) == {"sv", "de", "en"}
    assert set(rows["checklist"]) == {"sv", "en"}
