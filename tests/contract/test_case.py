"""A case: what a contract refers to, read once in a run, and everything that is wrong at once."""

from __future__ import annotations

import shutil
from collections import Counter

import pytest

from generator.contract import case as opening
from generator.contract.case import AllCases, Case, Cases, open_case
from generator.contract.clause_file import read_clause
from generator.contract.ladder_file import read_ladder
from generator.errors import Finding, InputError
from generator.workspace import PACKAGE, find_workspace
from tests.loading import load_contract, load_report

NAME = "contracts/surgical-instruments.yaml"


@pytest.fixture
def root(tmp_path, examples):
    return shutil.copytree(examples, tmp_path / "region")


@pytest.fixture
def read(monkeypatch):
    """How often each of what reads a file was asked to."""
    counts = Counter()

    def count(name):
        original = getattr(opening, name)

        def counting(*args, **options):
            counts[name] += 1
            return original(*args, **options)

        monkeypatch.setattr(opening, name, counting)

    for name in ("read_contract", "read_report", "read_clause", "read_ladder"):
        count(name)
    return counts


def test_a_case_holds_the_contract_and_what_it_refers_to(root):
    workspace = find_workspace(root)
    case = open_case(root / NAME, workspace)
    loaded = load_contract(root / NAME)
    assert (case.contract, case.path, case.sha256) == (loaded.contract, loaded.path, loaded.sha256)
    assert case.place_of(("deviations", 0, "against")) == loaded.place_of(("deviations", 0, "against"))
    assert case.clause == read_clause(workspace.files, "2023")
    assert case.ladder == read_ladder(workspace.files, "default")
    assert case.warnings == ()
    assert Cases(workspace).complete(loaded) == case


def test_what_is_opened_again_is_read_again_only_if_it_has_changed(root, read):
    cases = Cases(find_workspace(root))
    path = root / NAME
    first = cases.open(path)
    assert cases.open(path) is first
    assert read == {"read_contract": 1, "read_clause": 1, "read_ladder": 1}
    path.write_text(path.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert cases.open(path) is not first
    assert read == {"read_contract": 2, "read_clause": 1, "read_ladder": 1}


def test_of_many_cases_the_oldest_are_let_go(root, read):
    cases = Cases(find_workspace(root))
    paths = [shutil.copy(root / NAME, root / f"contracts/{number:02}.yaml") for number in range(17)]
    for path in paths:
        cases.open(path)
    cases.open(paths[1])
    assert read["read_contract"] == 17
    cases.open(paths[0])
    assert read["read_contract"] == 18


def test_a_ladder_that_is_wrong_is_read_once(root, read):
    (root / "realisera.toml").write_text('ladder = "own"\n', encoding="utf-8")
    cases = Cases(find_workspace(root))
    for path in sorted((root / "contracts").iterdir()):
        with pytest.raises(InputError, match="no escalation ladder 'own'"):
            cases.open(path)
    assert read["read_ladder"] == 1


def test_the_contracts_of_a_report_are_opened_whatever_is_wrong_with_them(root):
    (root / "contracts/cleaning.yaml").write_text("format: [\n", encoding="utf-8")
    path = root / "contracts/wound-care.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('version: "2023"', 'version: "1923"', 1), encoding="utf-8")
    cases = Cases(find_workspace(root))
    opened = list(cases.open_each(cases.complete_report(load_report(root / "reports/2026.yaml"))))
    assert [(each.path.stem, each.case is None, each.contract is None, len(each.findings)) for each in opened] == [
        ("cleaning", True, True, 1),
        ("surgical-instruments", False, False, 0),
        ("wound-care", True, False, 1),
    ]


def test_warnings_are_kept_and_stop_nothing(root, monkeypatch):
    warning = Finding("look here", subject="deviations[0].against", severity="warning")
    monkeypatch.setattr(opening, "check_sections", lambda *_: [warning])
    case = open_case(root / NAME, find_workspace(root))
    assert [str(each) for each in case.warnings] == [
        f"{case.place_of(('deviations', 0, 'against'))}: warning: deviations[0].against: look here"
    ]


def test_each_file_is_held_against_its_own_workspace(root, tmp_path, examples):
    other = shutil.copytree(examples, tmp_path / "other")
    clause = other / "content/clause/own.yaml"
    clause.parent.mkdir(parents=True)
    text = (PACKAGE / "content/clause/2023.yaml").read_text(encoding="utf-8")
    clause.write_text(text.replace("sections:\n", 'sections:\n  "9": Eget\n', 1), encoding="utf-8")
    for folder in (root, other):
        path = folder / "contracts/cleaning.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace('version: "2023"', "version: own"), encoding="utf-8")
    cases = AllCases()
    opened = cases.open(other / "contracts/cleaning.yaml")
    assert isinstance(opened, Case)
    assert "9" in opened.clause.sections
    with pytest.raises(InputError, match="no clause of version 'own'"):
        cases.open(root / "contracts/cleaning.yaml")
