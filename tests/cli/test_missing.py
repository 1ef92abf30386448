"""`missing`: what documents wait for, each with the line that fills it in; once all are typed, nothing waits."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

ON = ("--on", "2026-11-22")
WORDS = {
    "buyer.contacts.officer": "Åsa Öberg",
    "kickoff.date": "2026-12-15",
    "kickoff.starts": "13:00",
    "kickoff.ends": "15:00",
    "kickoff.place": "Eken",
    "supplier.address": "Fabriksgatan 12",
    "risks[0].likelihood": "3",
}


@pytest.fixture
def bare(workspace, monkeypatch):
    """A contract about to start that lacks much of what its documents need."""
    monkeypatch.chdir(workspace)
    path = Path("contracts/wound-care.yaml")
    text = path.read_text(encoding="utf-8")
    text = text[: text.index("kickoff:\n")] + text[text.index("supply_chain:\n") :]
    officer = text[text.index("    officer:\n") : text.index("    sustainability:\n")]
    for gone in (officer, "  address: [Fabriksgatan 12, 501 14 Borås]\n", "    likelihood: 3\n", "responsible: buyer.officer, "):
        assert gone in text
        text = text.replace(gone, "", 1)
    path.write_text(text, encoding="utf-8")


def list_waiting(run):
    told = run("missing", "wound", *ON, "--json")
    assert (told.code, told.err) == (0, "")
    return json.loads(told.out)


@pytest.mark.usefixtures("bare")
def test_each_field_is_told_with_the_line_that_fills_it_in_until_nothing_waits(run):
    waiting = list_waiting(run)
    pack = waiting[0]
    assert (pack["slug"], pack["needed_by"]) == ("kickoff-pack", "2026-11-16")
    assert [lack["field"] for lack in pack["lacks"]] == [
        "buyer.contacts.officer",
        "kickoff.date",
        "kickoff.starts",
        "kickoff.ends",
        "supplier.address",
        "kickoff.place",
    ]
    assert pack["lacks"][1]["documents"] == ["invitation", "agenda", "minutes", "slides", "checklist"]
    lacks = {lack["field"]: lack["command"] for each in waiting for lack in each["lacks"]}
    for field, command in lacks.items():
        typed = command.replace('--email "…"', "--email a@region.example").replace("…", WORDS.get(field, "buyer.officer"))
        done = run(*shlex.split(typed)[1:], *ON)
        assert done.code == 0, (typed, done.err)
    assert list_waiting(run) == []
    assert run("missing", "wound", *ON).err == "Nothing is missing.\n"
    made = run("generate", "kickoff-pack", "contracts/wound-care.yaml", "--lang", "sv", "--format", "html", "--draft", *ON)
    assert made.code == 0, made.err


def test_what_a_list_lacks_is_told_with_the_line_that_begins_it(run, workspace):
    told = run("missing", workspace / "contracts" / "cleaning.yaml", *ON)
    command = 'record region/contracts/cleaning.yaml risk --description "…"'
    assert f"  risks\n    realisera {command}\n" in told.out
    assert told.err == "Fields missing: 5. Documents that wait: 6.\n"


@pytest.mark.usefixtures("bare")
def test_who_makes_a_document_that_waits_is_shown_the_way_here(run):
    made = run("generate", "invitation", "contracts/wound-care.yaml", "--lang", "sv", *ON)
    assert made.code == 1
    way = "hint: what its documents lack, and the command for each: realisera missing contracts/wound-care.yaml\n"
    assert made.err.count(way) == 1
    whole = run("generate", "clause-guide", "contracts/cleaning.yaml", "--lang", "sv", "--format", "html", *ON)
    assert (whole.code, "realisera missing" in whole.err) == (0, False)
