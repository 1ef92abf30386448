"""What is wrong with a contract or a report is the same whichever command opens it."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from generator.contract import case as opening
from generator.contract.case import AllCases, Case, ReportCase
from generator.errors import InputError
from generator.preview.choosing import Wish
from generator.preview.studio import Studio

BROKEN = sorted((Path(__file__).parent.parent / "contract" / "broken").glob("*.yaml"))
ON = "2026-11-22"
CHANGES = {
    "clause-that-is-not-there": [('version: "2023"', 'version: "1923"')],
    "section-that-is-not-there": [('against: "2.4"', 'against: "9.9"')],
    "step-that-is-not-there": [("step: reminder", "step: remainder")],
    "language-without-translation": [("format: 1\n", "format: 1\nlanguages: [sv, fi]\n")],
    "all-at-once": [
        ("amount: 142000, currency: SEK", "amount: 142000, currency: kr"),
        ('against: "2.4"', 'against: "9.9"'),
        ("step: reminder", "step: remainder"),
        ("format: 1\n", "format: 1\nlanguages: [sv, fi]\n"),
    ],
    "references-that-cannot-be-read": [
        ('against: "2.4"', "against: [2.4]"),
        ("step: reminder", "step: {a: b}"),
        ("format: 1\n", "format: 1\nlanguages: [sv, {a: b}]\n"),
        ('version: "2023"', "version: {a: b}"),
    ],
}
"""Mistakes in what a contract refers to, as changes of an example."""
LADDERS = {"no-ladder": None, "broken-ladder": "steps: {dialogue: {name: dialog}}\n"}
"""Ladders that the workspace chooses: none, and one with mistakes."""


@pytest.fixture
def documents(run, workspace, contract):
    """A document of the contract as it was, and of the contract with other words."""
    order = ["generate", "action-plan", contract, "--lang", "sv", "--format", "html", "--deviation", "D1", "--on", ON]
    assert run(*order, "--out", workspace / "old").code == 0
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("due: 2027-01-31", "due: 2027-02-14"), encoding="utf-8")
    assert run(*order, "--out", workspace / "new").code == 0
    contract.write_text(text, encoding="utf-8")
    return [next((workspace / name).rglob("*.html")) for name in ("old", "new")]


def list_findings(told):
    """The findings among what a command tells."""
    lines = told.splitlines()
    found = []
    for number, line in enumerate(lines):
        if "error: " in line and not line.startswith(("  ", "Error: ")):
            hint = lines[number + 1 : number + 2]
            found.append("\n".join([line, *(each for each in hint if each.startswith("  hint: "))]))
    return found


def open_everywhere(run, path, documents, workspace):
    """What each command tells of a file, by command."""
    form = ("--lang", "sv", "--format", "html", "--on", ON, "--out", workspace / "out")
    told = {
        "check": run("check", path).out,
        "generate": run("generate", "all", path, *form).err,
        "generate --jobs": run("generate", "evaluation-report", path, *form, "--jobs", "2").err,
        "batch": run("batch", path, *form, "--jobs", "1").err,
        "due": run("due", path, "--on", ON).err,
        "escalate": run("escalate", path, "D1", "--on", ON).err,
        "verify": run("verify", documents[0], "--contract", path).out,
        "diff": run("diff", *documents, "--contract", path).err,
    }
    return {name: list_findings(words) for name, words in told.items()} | {"preview": preview(path, workspace)}


def preview(path, workspace):
    """What the preview tells of a file."""
    root = workspace.absolute()
    shown = Studio(root, lambda: [path], lambda: date.fromisoformat(ON)).show(Wish(source=path.as_posix()))
    return [finding.format(code=finding.code) for finding in shown.findings]


def expect_everywhere(run, path, documents, workspace):
    """The findings, which are the same whoever opens the file."""
    with pytest.raises(InputError) as caught:
        AllCases().open(path)
    expected = [finding.format(code=finding.code) for finding in caught.value.findings]
    assert open_everywhere(run, path, documents, workspace) == dict.fromkeys(
        ("check", "generate", "generate --jobs", "batch", "due", "escalate", "verify", "diff", "preview"), expected
    )
    return expected


@pytest.mark.long
def test_every_broken_file_is_told_alike_by_all_commands(run, workspace, documents):
    for source in BROKEN:
        path = Path(shutil.copy(source, workspace / "contracts"))
        assert expect_everywhere(run, path, documents, workspace)
        path.unlink()


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_what_a_contract_refers_to_wrongly_is_told_alike(run, workspace, contract, documents, changes):
    text = contract.read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new, 1)
    contract.write_text(text, encoding="utf-8")
    found = expect_everywhere(run, contract, documents, workspace)
    assert len(found) == len(changes)
    places = [tuple(map(int, finding.split(":")[1:3])) for finding in found]
    assert places == sorted(places)


@pytest.mark.parametrize("ladder", LADDERS.values(), ids=LADDERS)
@pytest.mark.parametrize("name", ["contracts/surgical-instruments.yaml", "reports/2026.yaml"])
def test_a_ladder_that_is_wrong_is_told_alike(run, workspace, documents, ladder, name):
    (workspace / "realisera.toml").write_text('ladder = "own"\n', encoding="utf-8")
    if ladder:
        (workspace / "content/ladder").mkdir(parents=True)
        (workspace / "content/ladder/own.yaml").write_text(ladder, encoding="utf-8")
    assert expect_everywhere(run, workspace / name, documents, workspace)


# How often files are read


@pytest.fixture
def read(monkeypatch):
    """How often each contract and report, each version of the clause and each ladder was read."""
    counts = Counter()

    def count(name, describe):
        original = getattr(opening, name)

        def counting(*args, **options):
            counts[name, describe(args)] += 1
            return original(*args, **options)

        monkeypatch.setattr(opening, name, counting)

    count("read_contract", lambda args: args[0].name)
    count("read_report", lambda args: args[0].name)
    count("read_clause", lambda args: args[1])
    count("read_ladder", lambda args: args[1])
    return counts


FORM = ("--lang", "sv", "--format", "html", "--on", ON)


@pytest.mark.parametrize(
    "args",
    [
        ("check", "region"),
        ("due", "region", "--on", ON),
        ("batch", "region", "--jobs", "1", *FORM),
        ("generate", "evaluation-report", "region/reports/2026.yaml", *FORM),
        ("escalate", "region/contracts/surgical-instruments.yaml", "D2", "--on", ON),
    ],
    ids=lambda args: args[0],
)
def test_each_file_is_read_once_a_command(run, workspace, read, args):
    assert run(*args).code == 0
    assert workspace.is_dir()
    assert set(read.values()) == {1}
    assert read["read_contract", "surgical-instruments.yaml"] == 1


def test_a_step_is_checked_before_and_after_it_is_written_and_never_again(run, contract, read):
    decision = ("--step", "penalty", "--on", "2026-12-02", "--decided-by", "buyer.manager", "--reason", "x")
    assert run("escalate", contract, "D2", *decision, "--lang", "sv", "--format", "html").code == 0
    assert read == {
        ("read_contract", contract.name): 2,
        ("read_clause", "2023"): 1,
        ("read_ladder", "default"): 1,
    }


def test_the_examples_can_be_opened(workspace):
    kinds = {path: type(AllCases().open(path)) for path in workspace.glob("*/*.yaml")}
    assert set(kinds.values()) == {Case, ReportCase}
    assert len(kinds) == 5
