"""A contract may be named by its id, its registration number or a part of one, wherever a file may."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def stand_in_workspace(workspace, monkeypatch):
    monkeypatch.chdir(workspace)


@pytest.mark.parametrize(
    "name", ["RE-2024-0307", "re 2024-00307", "2024-0307", "surgical", "contracts/surgical-instruments.yaml"]
)
@pytest.mark.parametrize("words", [("check",), ("due", "--on", "2026-11-22"), ("overview", "--on", "2026-11-22")])
def test_one_contract_is_meant(run, words, name):
    command, *options = words
    assert run(command, name, *options).code == 0
    assert run(command, name, *options).out == run(command, "contracts/surgical-instruments.yaml", *options).out


@pytest.mark.parametrize("command", ["check", "due", "overview"])
def test_several_contracts_are_told_and_none_is_chosen(run, command):
    told = run(command, "RE-")
    assert told.code == 2
    assert all(each in told.err for each in ("several contracts may be meant by 'RE-'", "RE-2024-0307", "RE-2023-0044"))


def test_what_names_nothing_is_no_path(run):
    told = run("check", "nowhere")
    assert (told.code, "there is no contract, file or folder 'nowhere' here" in told.err) == (2, True)
