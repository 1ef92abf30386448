"""Titles after names: in lower case in Swedish, and as they stand elsewhere or where they are no common words."""

from __future__ import annotations

import pytest

from generator.contract.values import FrozenMap, Text
from generator.documents.contacts import CONTACTS
from generator.text.wording import lower_title
from tests.documents.contracts import change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Avtalscontroller", "avtalscontroller"),
        ("Åklagare", "åklagare"),
        ("Chef för CSR", "chef för CSR"),
        ("Strateg, hållbarhet", "strateg, hållbarhet"),
        ("Hållbarhets- och miljöchef", "hållbarhets- och miljöchef"),
        ("avtalscontroller", "avtalscontroller"),
        ("VD", "VD"),
        ("CEO", "CEO"),
        ("CSR-chef", "CSR-chef"),
        ("IT-strateg", "IT-strateg"),
        ("vVD", "vVD"),
        ("Key Account Manager", "Key Account Manager"),
        ("R&D Manager", "R&D Manager"),
        ("X", "X"),
        ("2:e vice ordförande", "2:e vice ordförande"),
        ("", ""),
    ],
)
def test_which_titles_begin_with_a_small_letter(title, shown):
    assert lower_title(title) == shown


@pytest.mark.parametrize(
    ("title", "lang", "shown"),
    [
        (Text("Avtalscontroller"), "sv", "Åsa Öberg, avtalscontroller"),
        (Text("Avtalscontroller"), "en", "Åsa Öberg, [sv: avtalscontroller]"),
        (Text(by_language=FrozenMap({"sv": "Strateg", "en": "Strategist"})), "sv", "Åsa Öberg, strateg"),
        (Text(by_language=FrozenMap({"sv": "Strateg", "en": "Strategist"})), "en", "Åsa Öberg, Strategist"),
        (Text("<b>Chef</b>"), "sv", "Åsa Öberg, <b>Chef</b>"),
    ],
)
def test_a_title_after_a_name_by_its_own_language(title, lang, shown):
    contract = change(read_example("surgical-instruments"), {"buyer.contacts.officer.title": title})
    text = write_tree(compose(CONTACTS, make_subject(contract), lang))
    assert shown in text
