"""`explain`: what a code means, with an example; and warnings that `check` leaves out by their codes."""

from __future__ import annotations

import json

import pytest

from generator.finding_codes import list_codes
from generator.workspace import SETTINGS

ROOM = "RE2070"
"""That no risk in a country of the chain is assessed: the examples lack two."""


def test_a_code_is_explained_with_an_example_and_its_mend(run):
    told = run("explain", "RE2015")
    assert told.out == (
        "RE2015: an error: it must be mended first\n"
        "\n"
        "  '{value}' is not a calendar date\n"
        "    hint: write a real date as YYYY-MM-DD\n"
        "\n"
        "An example, in contracts/surgical-instruments.yaml:\n"
        "\n"
        "    signed: 2024-06-31\n"
        "\n"
        "What is told of it:\n"
        "\n"
        "  contracts/surgical-instruments.yaml:48:11: error: dates.signed: '2024-06-31' is not a calendar date [RE2015]\n"
        "    hint: write a real date as YYYY-MM-DD\n"
        "\n"
        "Mended:\n"
        "\n"
        "    signed: 2024-06-28\n"
    )


def test_it_is_told_in_swedish_and_how_a_warning_is_ignored(run):
    told = run("explain", "[re2070]", language="sv").out
    assert told.startswith("RE2070: en varning: den talas om, och allt annat går vidare\n\n  ingen risk i '{value}' är bedömd\n")
    assert '  [check]\n  ignore = ["RE2070"]\n' in told
    assert "varning: supply_chain[1].country: ingen risk i 'IN' är bedömd [RE2070]" in told


def test_all_codes_are_listed_once(run):
    lines = run("explain").out.splitlines()
    assert [line.split()[0] for line in lines] == list(list_codes())
    told = json.loads(run("explain", "--json").out)
    assert [each["code"] for each in told] == list(list_codes())
    assert told[0] == {"code": "RE1001", "kind": "error", "messages": ["there is no such file"], "hints": ["check the path"]}


def test_the_list_says_of_a_retired_code_that_it_is_one(run):
    retired = [each.code for each in list_codes().values() if each.kind == "retired"]
    said = dict(line.split(maxsplit=1) for line in run("explain", language="sv").out.splitlines())
    assert retired
    assert {said[code] for code in retired} == {"en tidigare version sade detta; inget meddelande har den koden längre"}


def test_a_code_that_there_is_not_is_wrong_usage(run):
    told = run("explain", "RE2199", "RE9999")
    assert (told.code, told.out) == (2, "")
    assert "there is no code 'RE2199' [RE9012]\n  hint: did you mean 'RE" in told.err


def test_warnings_are_left_out_for_a_run_and_counted(run, workspace):
    before = run("check", workspace)
    without = run("check", workspace, "--ignore", ROOM.lower(), "--ignore", "RE7089")
    assert (before.code, before.out.count(f"[{ROOM}]")) == (0, 2)
    assert (without.code, ROOM in without.out) == (0, False)
    assert without.err == "Files checked: 5. Findings: 0. Warnings not shown: 3.\n"
    assert len(json.loads(run("check", workspace, "--ignore", ROOM, "--json").out)) == 1


def test_warnings_are_left_out_by_the_settings_of_the_workspace_that_a_file_is_in(run, workspace, contract, examples):
    (workspace / SETTINGS).write_text(f'[check]\nignore = ["{ROOM}"]\n', encoding="utf-8")
    assert ROOM not in run("check", contract).out
    told = run("check", contract, examples / "contracts/wound-care.yaml")
    assert told.out.count(f"[{ROOM}]") == 1
    assert "Warnings not shown: 1." in told.err


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("RE2199", "there is no code 'RE2199' [RE9012]\n  hint: did you mean 'RE"),
        (
            "RE2015",
            "'RE2015' is the code of an error, and only warnings can be ignored [RE9011]\n  hint: mend what it tells of: ",
        ),
    ],
)
def test_what_cannot_be_ignored_is_told(run, workspace, code, told):
    (workspace / SETTINGS).write_text(f'[check]\nignore = ["{code}"]\n', encoding="utf-8")
    found = run("check", workspace)
    assert found.code == 1
    assert f"{workspace / SETTINGS}: error: check.ignore: {told}" in found.out
    refused = run("check", workspace, "--ignore", code)
    assert (refused.code, told in refused.err) == (2, True)


def test_an_error_is_told_though_its_code_is_ignored_as_a_warning(run, contract):
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("approved_by: buyer.manager", "approved_by: supplier.management"), encoding="utf-8")
    warned = run("check", contract)
    assert (warned.code, "warning: deviations[1].action_plan.approved_by" in warned.out) == (0, True)
    assert "[RE2075]" not in run("check", contract, "--ignore", "RE2075").out
