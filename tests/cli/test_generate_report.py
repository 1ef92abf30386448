"""`generate yearly-plan` over a folder of contracts: where nobody has written a report file, one is written over them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes

ON = ("--on", "2026-11-22", "--lang", "sv", "--format", "html")
REPORT = Path("output/yearly-plan-2026.yaml")


@pytest.fixture(autouse=True)
def here(workspace, monkeypatch):
    monkeypatch.chdir(workspace)


def test_a_bare_folder_gets_a_plan_and_the_report_file_that_it_is_made_of(run):
    made = run("generate", "yearly-plan", "contracts", *ON)
    assert (made.code, made.out.splitlines()[-1]) == (0, "output/yearly-plan-2026/yearly-plan.sv.html")
    assert "There is no report file here, so one was written: output/yearly-plan-2026.yaml." in made.err
    assert read_nodes(REPORT.read_bytes()).data == {
        "format": "1",
        "id": "yearly-plan-2026",
        "registration_number": "–",
        "title": "2026",
        "organisation": "Region Exempel",
        "period": {"from": "2026-01-01", "to": "2026-12-31"},
        "contracts": ["../contracts/*.yaml"],
    }
    text = Path(made.out.splitlines()[-1]).read_text(encoding="utf-8")
    assert [number in text for number in ("RE-2024-0307", "RE-2026-0118")] == [True, True]
    assert run("check", REPORT, "--on", "2026-11-22").code == 0


def test_what_is_written_into_that_file_stays_and_other_contracts_are_refused(run):
    run("generate", "yearly-plan", "contracts", *ON)
    REPORT.write_text(REPORT.read_text(encoding="utf-8") + "capacity_days: 40\n", encoding="utf-8")
    again = run("generate", "yearly-plan", "contracts", *ON)
    assert (again.code, "one was written" in again.err) == (0, False)
    assert read_nodes(REPORT.read_bytes()).data["capacity_days"] == "40"
    Path("other").mkdir()
    Path("contracts/cleaning.yaml").rename("other/cleaning.yaml")
    refused = run("generate", "yearly-plan", "other", *ON)
    assert (refused.code, "this report file is there already, over other contracts" in refused.err) == (1, True)


def test_where_there_is_a_report_file_it_is_used(run):
    made = run("generate", "yearly-plan", ".", *ON)
    assert (made.code, REPORT.exists()) == (0, False)
    assert "output/hallbarhet-2026/yearly-plan.sv.html" in made.out


def test_a_folder_whose_contracts_cant_be_read_makes_none(run):
    for path in Path("contracts").iterdir():
        path.write_text("format: 1\n", encoding="utf-8")
    failed = run("generate", "yearly-plan", "contracts", *ON)
    assert (failed.code, REPORT.exists()) == (1, False)
    assert "contracts/cleaning.yaml" in failed.err
