"""A register that is read again: what only it has changed can be taken, and nothing that somebody wrote is lost."""

from __future__ import annotations

import pytest

from generator.contract.nodes import read_nodes
from generator.drafting.differences import compare_draft, keep_ids, read_memory, remember, take_differences
from generator.drafting.draft import Draft, Note

BEFORE = {
    "format": "1",
    "id": "RE-1",
    "title": "Handskar",
    "value": {"amount": "12", "currency": "SEK"},
    "risks": [{"id": "R1", "description": "Slaveri", "severity": "3"}, {"id": "R2", "description": "Buller", "severity": "2"}],
}
FILE = """\
format: 1
id: RE-1
title: Handskar  # kontrollerat
value: {amount: 12, currency: SEK}
risks:
  - {id: R1, description: Slaveri, severity: 3, measures: Vi frågar.}
  - {id: R2, description: Buller, severity: 2}
"""


def compare(new, file=FILE, memory=BEFORE):
    draft = keep_ids(Draft(new, Note("")), file.encode(), memory)
    return compare_draft(draft, file.encode(), memory)


def tell(found):
    return [(each.subject, each.kind, each.old, each.new) for each in found]


def change(**fields):
    return {**BEFORE, **fields}


def test_the_same_register_changes_nothing():
    assert compare(BEFORE) == []
    assert compare(BEFORE, FILE.replace("Handskar", "Handskar och mer").replace("severity: 2", "severity: 5")) == []


@pytest.mark.parametrize(
    ("new", "file", "expected"),
    [
        (change(title="Nytt"), FILE, [("title", "changed", "Handskar", "Nytt")]),
        (change(title="Nytt"), FILE.replace("Handskar", "Eget"), [("title", "kept", "Eget", "Nytt")]),
        (change(category="Vård"), FILE, [("category", "added", None, "Vård")]),
        (change(category="Vård"), FILE + "category: Eget\n", [("category", "kept", "Eget", "Vård")]),
        (change(value={"amount": "13", "currency": "SEK"}), FILE, [("value.amount", "changed", "12", "13")]),
        (change(value=None) | {"value": {"amount": "12"}}, FILE, [("value.currency", "gone", "SEK", None)]),
        (change(title="Nytt"), FILE.replace("title: Handskar  # kontrollerat\n", ""), [("title", "kept", None, "Nytt")]),
    ],
)
def test_what_differs(new, file, expected):
    assert tell(compare(new, file)) == expected


def test_items_keep_their_ids_when_rows_change_places():
    new = [
        {"id": "R1", "description": "Nytt"},
        {"id": "R2", "description": "Buller", "severity": "4"},
        {"id": "R3", "description": "Slaveri", "severity": "3"},
    ]
    assert tell(compare(change(risks=new))) == [
        ("risks[2]", "added", None, {"id": "R3", "description": "Nytt"}),
        ("risks[1].severity", "changed", "2", "4"),
    ]


def test_an_item_that_somebody_deleted_stays_deleted():
    file = FILE.replace("  - {id: R2, description: Buller, severity: 2}\n", "")
    assert [each.can_be_taken for each in compare(BEFORE, file)] == [False]


def test_an_item_that_the_register_has_lost_stays():
    (found,) = compare(change(risks=BEFORE["risks"][:1]))
    assert (found.subject, found.kind, found.can_be_taken) == ("risks[1]", "gone", False)


def test_what_is_taken_leaves_all_else_as_it_stands():
    new = change(
        title="Nytt",
        category="Vård",
        risks=[
            {"id": "R1", "description": "Slaveri", "severity": "5"},
            *BEFORE["risks"][1:],
            {"id": "R3", "description": "Värme"},
        ],
    )
    taken = take_differences(FILE.encode(), compare(new), "f").decode()
    assert "title: Nytt  # kontrollerat\n" in taken
    assert "severity: 5, measures: Vi frågar.}" in taken
    held = read_nodes(taken.encode()).data
    assert (held["category"], held["risks"][2]) == ("Vård", {"id": "R3", "description": "Värme"})
    assert compare(new, taken) == []


def test_what_was_read_is_remembered(tmp_path):
    assert read_memory(tmp_path, "RE-1") == {}
    remember(tmp_path, Draft(BEFORE, Note("")))
    assert read_memory(tmp_path, "RE-1") == BEFORE
    (tmp_path / ".register" / "RE-1.json").write_text("[", encoding="utf-8")
    assert read_memory(tmp_path, "RE-1") == {}
