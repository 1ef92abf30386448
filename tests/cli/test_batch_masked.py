"""`batch --masked`: the masked edition of what is due, of all contracts that have anything to hide."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_due import change

OPTIONS = ("--on", "2026-11-22", "--format", "html", "--lang", "sv", "--leave-short", "--masked")
NOTHING = "warning: confidential: nothing is confidential in this contract"


@pytest.mark.parametrize("jobs", [1, 2])
def test_contracts_with_nothing_to_hide_are_told_and_passed_over(run, workspace, jobs):
    done = run("batch", workspace / "contracts", "--jobs", jobs, *OPTIONS)
    assert done.code == 0, done.err
    assert f"cleaning.yaml:2:1: {NOTHING}" in done.out + done.err
    made = sorted(path.relative_to("masked").as_posix() for path in Path("masked").rglob("*.html"))
    assert made
    assert [name for name in made if ".masked.html" not in name or name.startswith("RE-2023-0044")] == []
    again = run("batch", workspace / "contracts", "--jobs", jobs, *OPTIONS)
    assert (again.code, "Made: 0." in again.err) == (0, True)


def test_one_that_is_named_and_has_nothing_to_hide_is_a_mistake(run, workspace):
    done = run("batch", workspace / "contracts" / "cleaning.yaml", *OPTIONS)
    assert (done.code, "error: confidential: nothing is confidential in this contract" in done.out + done.err) == (1, True)


def test_masked_and_whole_files_never_share_a_folder(run, workspace):
    whole, contract = OPTIONS[:-2], workspace / "contracts" / "wound-care.yaml"
    assert run("batch", contract, *whole, "--out", "shared").code == 0
    before = {path: path.read_bytes() for path in Path("shared").rglob("*.html")}
    done = run("batch", contract, *OPTIONS, "--out", "shared")
    assert (done.code, "documents that aren't masked" in done.err) == (1, True)
    assert {path: path.read_bytes() for path in Path("shared").rglob("*.html")} == before
    assert run("batch", contract, *OPTIONS).code == 0
    assert "masked documents" in run("batch", contract, *whole, "--out", "masked").err


def test_nothing_that_is_hidden_is_told(run, workspace, contract):
    change(contract, "starts: 2024-09-01", "starts: Ravi Forging Cooperative")
    done = run("batch", workspace / "contracts", *OPTIONS)
    assert (done.code, "Ravi" in done.out + done.err) == (1, False)
