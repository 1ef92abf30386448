"""`realisera verify`: a line a file, and the exit code says whether all is as it should be."""

from __future__ import annotations

import json
import os
import zipfile

import pytest

NAME = "RE-2024-0307/action-plan.D1.en.html"


@pytest.fixture
def made(run, workspace, contract):
    """A web page that was made of a contract, in the folder that documents go to."""
    order = ["generate", "action-plan", contract, "--lang", "en", "--format", "html", "--deviation", "D1", "--on", "2026-11-22"]
    assert run(*order, "--out", workspace / "output").code == 0
    return workspace / "output" / NAME


def test_a_file_as_it_was_made(run, made):
    done = run("verify", made)
    assert done.code == 0
    assert done.out == f"{made}: as it was made · realisera 0.1.0 · RE-2024-0307 · 2026-11-22 · contract unchanged\n"
    assert done.err == ""


def test_in_swedish(run, made):
    assert "som den gjordes" in run("verify", made, language="sv").out


def test_a_folder_with_a_file_that_was_changed(run, made):
    text = made.read_text(encoding="utf-8")
    made.write_text(text.replace("</h1>", " again</h1>", 1), encoding="utf-8")
    done = run("verify", made.parent.parent)
    assert done.code == 1
    assert done.out.startswith(f"{made}: changed after it was made [RE9048] · realisera 0.1.0 · RE-2024-0307")
    assert "+again+" in done.out
    assert "hint" not in done.out
    made.write_text(text + " ", encoding="utf-8")
    done = run("verify", made)
    assert done.code == 1
    assert f"{made}: changed after it was made, but in no word of its text" in done.out


def test_a_contract_that_has_changed_since(run, made, contract):
    contract.write_text(contract.read_text(encoding="utf-8").replace("due: 2027-01-31", "due: 2027-02-14"), encoding="utf-8")
    done = run("verify", made)
    assert done.code == 1
    assert "the contract has changed since: text [RE9051]" in done.out
    assert "-2027-01-31- +2027-02-14+" in done.out
    assert done.err == (
        "  hint: made anew, in the languages and formats that are told with it, by: "
        f"realisera generate all region/contracts/{contract.name} --out region/output\n"
    )
    [told] = json.loads(run("verify", made, "--json").out)
    assert (told["state"], told["contract"], told["changes"]) == ("made", "changed", ["text"])
    assert told["codes"] == ["RE9051"]
    assert told["source"] == "RE-2024-0307"


def test_of_a_changed_file_that_nobody_can_make_again_the_way_to_see_words_is_told(run, made, contract):
    made.write_text(made.read_text(encoding="utf-8").replace("</h1>", " again</h1>", 1), encoding="utf-8")
    contract.unlink()
    assert "hint: to see whether words differ: realisera diff OLD NEW" in run("verify", made).out


def test_a_letter_is_not_made_anew_over_one_that_was_sent(run, workspace, contract):
    order = ["generate", "escalation-letter", contract, "--lang", "en", "--format", "html", "--deviation", "D2"]
    assert run(*order, "--on", "2026-11-22", "--out", workspace / "output").code == 0
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("due: 2026-09-30", "due: 2026-10-02"), encoding="utf-8")
    done = run("verify", workspace / "output")
    assert done.code == 1
    assert "realisera withdraw" in done.err
    assert "realisera generate" not in done.err


def test_a_workbook_of_a_folder_is_verified_if_it_is_a_document(run, workspace):
    order = ["generate", "self-assessment", workspace / "contracts/wound-care.yaml", "--lang", "sv", "--format", "xlsx"]
    assert run(*order, "--on", "2026-11-22", "--out", workspace / "output").code == 0
    [form] = (workspace / "output").rglob("*.xlsx")
    own = form.with_name("mina avtal.xlsx")
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    done = run("verify", workspace / "output")
    assert (done.code, done.out.startswith(f"{form}: as it was made")) == (0, True)
    assert "mina avtal" not in done.out
    assert "not made by realisera" in run("verify", own).out


def test_a_file_of_somebody_else(run, workspace):
    path = workspace / "other.html"
    path.write_text("<p>Hello</p>")
    done = run("verify", path)
    assert (done.code, done.out) == (1, f"{path}: not made by realisera [RE9049]\n")


def test_a_folder_without_documents_is_wrong_usage(run, workspace):
    assert run("verify", workspace / "contracts").code == 2


def test_the_manifest_knows_where_the_contract_stands(run, made, contract, tmp_path, monkeypatch):
    """Outside the workspace too, whichever folder one stands in."""
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    made.parent.parent.rename(elsewhere)
    assert "no contract to hold it against" in run("verify", elsewhere / NAME).out
    elsewhere.rename(made.parent.parent)
    moved = tmp_path / "own" / "a14.yaml"
    moved.parent.mkdir()
    moved.write_bytes(contract.read_bytes())
    contract.unlink()
    order = ["generate", "action-plan", moved, "--lang", "en", "--format", "html", "--deviation", "D1", "--on", "2026-11-22"]
    assert run(*order, "--out", elsewhere).code == 0
    done = run("verify", elsewhere, "--require-contract")
    assert (done.code, "contract unchanged" in done.out) == (0, True)
    other = moved.with_name("b.yaml")
    moved.rename(other)
    assert "no contract to hold it against" in run("verify", elsewhere).out
    order[2] = other
    assert run(*order, "--out", elsewhere).code == 0  # what stays as it is is known to come from there now
    assert "contract unchanged" in run("verify", elsewhere).out


def test_what_could_be_held_against_no_contract_is_counted(run, made, contract):
    order = ["generate", "action-plan", contract, "--lang", "sv", "--format", "html", "--deviation", "D1", "--on", "2026-11-22"]
    assert run(*order, "--out", made.parent.parent).code == 0
    done = run("verify", made.parent.parent, "--require-contract")
    assert (done.code, done.err) == (0, "Files verified: 2. Not as they should be: 0. Held against no contract: 0.\n")
    contract.rename(contract.with_suffix(".old"))
    done = run("verify", made.parent.parent)
    assert (done.code, done.err) == (0, "Files verified: 2. Not as they should be: 0. Held against no contract: 2.\n")
    assert run("verify", made.parent.parent, "--require-contract").code == 1
    assert run("verify", made, "--require-contract", "--json").code == 1
    assert run("verify", made).code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_what_never_ends_is_not_read(run, tmp_path):
    os.mkfifo(tmp_path / "sent.pdf")
    done = run("verify", tmp_path / "sent.pdf")
    assert (done.code, "this is no file that can be read whole" in done.out) == (1, True)
