"""`realisera diff`: what differs in words, with exit codes as those of diff."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def pages(run, workspace, contract):
    """A web page, and the same after a date of the contract was changed."""
    order = ["generate", "action-plan", contract, "--lang", "en", "--format", "html", "--deviation", "D1", "--on", "2026-11-22"]
    run(*order, "--out", workspace / "old")
    contract.write_text(contract.read_text(encoding="utf-8").replace("due: 2027-01-31", "due: 2027-02-14"), encoding="utf-8")
    run(*order, "--out", workspace / "new")
    return [workspace / name / "RE-2024-0307/action-plan.D1.en.html" for name in ("old", "new")]


def test_what_differs_stands_under_its_heading_with_its_field(run, pages):
    done = run("diff", *pages)
    assert done.code == 1
    lines = done.out.splitlines()
    assert lines[0] == "Action plan"
    start = lines.index("Actions")
    assert lines[start : start + 3] == [
        "Actions",
        "  A3 › 2026-11-01 – -2027-01-31- +2027-02-14+",
        "    field: deviations[0].action_plan.actions[2].due",
    ]


def test_that_nothing_differs_is_said_beside_the_differences(run, pages):
    done = run("diff", pages[0], pages[0])
    assert (done.code, done.out, done.err) == (0, "", "No words differ.\n")


def test_two_different_documents_are_told_first(run, pages, workspace, contract):
    order = ["generate", "action-plan", contract, "--lang", "sv", "--format", "html", "--deviation", "D1", "--on", "2026-11-22"]
    run(*order, "--out", workspace / "new")
    done = run("diff", pages[1], pages[1].with_name("action-plan.D1.sv.html"))
    assert done.code == 1
    assert "warning: these are two different documents" in done.err
    other = workspace / "other.html"
    other.write_text("<p>Hello</p>")
    assert "these are two different documents" in run("diff", pages[0], other).err
    assert "these are two" not in run("diff", *pages).err


def test_as_json(run, pages):
    told = json.loads(run("diff", *pages, "--json").out)
    assert told["same"] is False
    change = next(change for change in told["changes"] if change["heading"] == "Actions")
    assert change["pieces"][1:] == [{"kind": "old", "text": "2027-01-31"}, {"kind": "new", "text": "2027-02-14"}]


def test_trouble_is_two(run, pages, contract):
    done = run("diff", pages[0], contract)
    assert (done.code, done.out) == (2, "")
    assert "this is no document that can be compared" in done.err
    assert run("diff", pages[0]).code == 2
    assert run("diff", pages[0], "nothing.html").code == 2
