"""What shells propose: what there is in the contract that is typed, and never an error."""

from __future__ import annotations

import pytest
from click.shell_completion import ShellComplete

from generator.cli import main

CONTRACT = "contracts/surgical-instruments.yaml"
ALL = ["contracts/cleaning.yaml", CONTRACT, "contracts/wound-care.yaml"]
AHEAD = ["penalty", "call_off_suspension", "termination_with_notice", "immediate_termination"]
"""The steps that the second deviation hasn't come to, the next first."""


@pytest.fixture
def propose(workspace, monkeypatch):
    """What is proposed after some words, as a shell in the workspace asks; without what the shell finds itself."""
    monkeypatch.chdir(workspace)

    def ask(*words):
        *typed, incomplete = words
        items = ShellComplete(main, {}, "realisera", "_REALISERA_COMPLETE").get_completions(list(typed), incomplete)
        return {item.value: item.help or "" for item in items if item.type == "plain"}

    return ask


@pytest.mark.parametrize(
    ("incomplete", "expected"),
    [
        ("", ALL),
        ("contracts/s", [CONTRACT]),
        ("surg", [CONTRACT]),
        ("RE-2024", [CONTRACT]),
        ("re-20", ALL),
        ("x", []),
    ],
)
@pytest.mark.parametrize(
    "words", [("escalate",), ("generate", "action-plan"), ("check",), ("due",), ("batch",), ("record",), ("undo",)], ids=" ".join
)
def test_contracts_by_their_files_and_ids(propose, words, incomplete, expected):
    assert list(propose(*words, incomplete)) == expected


def test_contracts_with_their_ids_and_files_as_the_shell_knows_them(propose):
    assert propose("escalate", "surg") == {CONTRACT: "RE-2024-0307"}
    items = ShellComplete(main, {}, "realisera", "_REALISERA_COMPLETE").get_completions(["escalate"], "my")
    assert [(item.value, item.type) for item in items] == [("my", "file")]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("escalate", CONTRACT, ""), ["D1", "D2", "D3"]),
        (("escalate", CONTRACT, "D2", "--on", "2026-12-02", "--step", ""), AHEAD),
        (("escalate", CONTRACT, "D2", "--on", "2026-12-02", "--step", "c"), ["call_off_suspension"]),
        (("escalate", CONTRACT, "D2", "--step", "penalty", "--decided-by", ""), ["buyer.manager"]),
        (("escalate", CONTRACT, "D2", "--decided-by", "buyer.o"), ["buyer.officer"]),
        (("record", CONTRACT, "kickoff", ""), ["planned", "invited", "held", "details", "minutes"]),
        (("record", "0307", "D2", "plan", ""), ["requested", "received", "approved"]),
        (("record", "0307", "D2", "A"), ["A2", "A3", "A4"]),
        (("record", CONTRACT, "receipt", "D2", "r"), ["reminder"]),
        (("record", CONTRACT, "M"), ["M1", "M2", "M3"]),
        (("generate", "action-plan", CONTRACT, "--deviation", "D"), ["D1", "D2", "D3"]),
        (("generate", "monitoring-notice", CONTRACT, "--activity", "M"), ["M1", "M2", "M3"]),
        (
            ("generate", "escalation-letter", CONTRACT, "--deviation", "D2", "--step", ""),
            ["management_meeting", "written_warning", "reminder", "dialogue"],
        ),
        (("generate", "escalation-letter", "contracts", "--deviation", ""), ["D1"]),  # of the first, cleaning
    ],
)
def test_what_there_is_in_the_contract_that_is_typed(propose, words, expected):
    assert list(propose(*words)) == expected


def test_what_it_is_stands_beside_it(propose):
    assert propose("escalate", CONTRACT, "D2")["D2"] == "Barn i smidesverkstad"
    assert propose("escalate", CONTRACT, "D2", "--decided-by", "buyer.m") == {"buyer.manager": "Maria Hellström"}


@pytest.mark.parametrize("path", ["contracts/broken.yaml", "contracts/absent.yaml", "reports/2026.yaml"])
def test_of_what_cannot_be_read_nothing_is_proposed(propose, path, tmp_path):
    (tmp_path / "region" / "contracts" / "broken.yaml").write_text("id: [", encoding="utf-8")
    assert propose("escalate", path, "") == {}
    assert propose("generate", "action-plan", path, "--deviation", "") == {}
    assert propose("generate", "action-plan", "--deviation", "") == {}


def test_a_letter_of_a_step_taken_again_is_proposed_first(propose, tmp_path):
    path = tmp_path / "region" / CONTRACT
    text = path.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines(keepends=True) if "step: management_meeting" in line)
    again = "      - {step: reminder, date: 2026-11-20, decided_by: buyer.officer}\n"
    path.write_text(text.replace(line, line + again), encoding="utf-8")
    assert propose("generate", "escalation-letter", CONTRACT, "--deviation", "D2", "--step", "rem") == {
        "reminder-2": "påminnelse 2026-11-20",
        "reminder": "påminnelse 2026-10-05",
    }


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_gets_its_script(start, shell):
    given = start(_REALISERA_COMPLETE=f"{shell}_source")
    assert (given.code, given.err) == (0, "")
    assert "_REALISERA_COMPLETE" in given.out


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("escalate", CONTRACT, "D2", "--on", "2026-12-02", "--step", "vi"), {"vite"}),
        (("generate", "escalation-letter", CONTRACT, "--deviation", "D2", "--step", "PÅM"), {"påminnelse"}),
        (("record", CONTRACT, "D2", "skr"), {"skriftlig_varning"}),
    ],
)
def test_a_step_is_proposed_by_its_swedish_name(propose, args, told):
    assert set(propose(*args)) == told
