"""A draft as a file: what it holds comes back letter by letter, and what is open stands as comments that can be filled in."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.nodes import read_nodes
from generator.drafting.draft import Draft, Note, list_blanks, list_open, make_id
from generator.drafting.writing import write_draft

ORIGIN = Note("Begun on {day}.")
DAY = date(2026, 11, 27)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"], exclude_characters="\ufeff"), min_size=1, max_size=60)


def write(values, **more):
    return write_draft(Draft(values, ORIGIN, **more), str, DAY).decode()


def test_a_file_as_an_officer_would_read_it(golden):
    from pathlib import Path  # noqa: PLC0415

    values = {
        "format": "1",
        "id": "RE-1",
        "registration_number": "RE 1",
        "title": {"sv": "Förband: vita", "en": "Dressings"},
        "cpv": ["33141110-4", "33140000"],
        "framework_agreement": "true",
        "value": {"amount": "12000000", "currency": "SEK"},
        "clause": {"level": "advanced", "version": "2023"},
        "buyer": {
            "name": "Region Exempel",
            "contacts": {"officer": {"name": "Åsa Öberg", "email": "o'brien&åsa@region.example"}},
        },
        "supplier": {"name": "No", "address": ["Gatan 1, uppgång B", "123 45 Stad"]},
        "dates": {"starts": "2026-01-01", "extensions": [{"until": "2029-03-31"}]},
        "kickoff": {"place": "Rad ett\nrad två"},
        "risks": [{"id": "R1", "description": "Skuldslaveri, beslagtagna pass " + "och långa dagar " * 6, "countries": ["MY"]}],
    }
    notes = {
        "dates.ends": (Note("The notice says how long: {number} {unit}.", {"number": "24", "unit": "MONTH"}),),
        "": (Note("Lots."),),
    }
    text = write_draft(Draft(values, ORIGIN, notes=notes), str, DAY, "../schema/contract.schema.json").decode()
    golden(Path(__file__).parent / "draft.yaml", text)


def test_what_is_open_can_be_filled_in_by_deleting_the_sign():
    text = write({"format": "1", "id": "x"})
    filled = re.sub(r"^( *)# (?! *#)(?=(?:  )*[a-z_]+:)", r"\1", text, flags=re.MULTILINE)
    filled = filled.replace("ÅÅÅÅ-MM-DD", "2026-01-01").replace("basic | advanced", "basic")
    nodes = read_nodes(re.sub(r"\{name: …, email: …\}", "{name: A}", filled).encode())
    assert nodes.problems == []
    assert list(list_open(nodes.data)) == []


def test_all_that_is_open_is_listed():
    assert list(list_open({"dates": {"starts": "2026-01-01"}})) == [blank for blank in list_blanks() if blank != "dates.starts"]
    assert "dates.ends" not in list_open({"dates": {"until_further_notice": "true"}})
    assert {"title", "clause.level", "dates.ends", "buyer.contacts.officer"} <= set(list_blanks())


@pytest.mark.parametrize(
    "text",
    ["no", "1.10", "12:30", "- x", "a: b", "x #y", "[a]", "*a", "=1+1", "@SUM(A1)", "{{ x }}", "a\n\nb", " a", "a\n b", '"', "'"],
)
def test_a_value_comes_back_as_it_is(text):
    values = {
        "format": "1",
        "id": "x",
        "title": text,
        "supplier": {"name": text, "address": [text, "b"]},
        "risks": [{"id": text}],
    }
    assert read_nodes(write(values).encode()).data == values


@settings(deadline=None)
@given(TEXT, st.lists(TEXT, min_size=1, max_size=3))
def test_any_text_comes_back_as_it_is(text, lines):
    values = {
        "format": "1",
        "id": "x",
        "title": {"sv": text},
        "category": "\n".join(lines),
        "supplier": {"name": text, "address": lines},
    }
    assert read_nodes(write(values).encode()).data == values


@given(TEXT)
def test_no_comment_becomes_a_value(text):
    notes = {"": (Note("{x}", {"x": text}),), "dates.ends": (Note("{x}", {"x": f"a\n{text}"}),)}
    assert read_nodes(write({"format": "1", "id": "x"}, notes=notes).encode()).data == {"format": "1", "id": "x"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RE 2026/00118", "RE-2026-00118"),
        ("Å/Ä Ö", "A-A-O"),
        ("..", ""),
        ("a.", "a"),
        ("-x-", "x"),
        ("漢", ""),
        ("a" * 200, "a" * 100),
    ],
)
def test_ids(text, expected):
    assert make_id(text) == expected
