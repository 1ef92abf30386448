"""What is told of a run: every file where they are few, else a line for each contract, and each warning once."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build.job import Result
from generator.cli.results import MANY, Results
from generator.errors import Finding, Place

OUT = Path("output")


def warn(number, message="'{value}' is not translated"):
    return Finding(message, Place("a.yaml", number), values={"value": str(number)}, severity="warning")


def make_paths(count, folder="RE-1", kinds=("docx", "html")):
    """The files of a folder, those of a document together, as a run makes them."""
    return [OUT / folder / f"action-plan.D{number // len(kinds)}.sv.{kinds[number % len(kinds)]}" for number in range(count)]


@pytest.fixture
def tell(capsys, monkeypatch):
    """What is printed of files and warnings."""
    monkeypatch.setenv("LANGUAGE", "en")

    def run(paths, findings=(), *, verbose=False):
        results = Results(OUT, verbose=verbose)
        for number, path in enumerate(paths):
            results.add_outcome(Result(Path("a.yaml"), path, tuple(findings) if number == 0 else tuple(findings[:1])))
        results.tell()
        return capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("count", "is_long", "verbose"), [(MANY, False, False), (MANY + 1, True, False), (MANY + 1, False, True)]
)
def test_files_are_named_until_they_are_many(tell, count, is_long, verbose):
    paths = make_paths(count)
    told = tell(paths, verbose=verbose).out.splitlines()
    assert told == (
        [f"output/RE-1: {count} files. Open first: action-plan.D0.sv.docx"] if is_long else [str(path) for path in paths]
    )


def test_each_contract_has_a_line_with_what_was_made_first_in_it(tell):
    pack = [OUT / "RE-2" / "kickoff-pack" / f"01-invitation.sv.{form}" for form in ("html", "pdf")]
    told = tell([*make_paths(12, "RE-9"), *pack, *make_paths(12, "RE-10"), *make_paths(1, "RE-2")]).out.splitlines()
    assert told == [
        "output/RE-10: 12 files. Open first: action-plan.D0.sv.docx",
        "output/RE-2: 3 files. Open first: kickoff-pack/01-invitation.sv.pdf",
        "output/RE-9: 12 files. Open first: action-plan.D0.sv.docx",
    ]


def test_a_warning_of_many_places_is_told_once_with_their_number_where_files_are_many(tell):
    findings = [warn(3), warn(1), warn(2), warn(1), warn(1, "something else")]
    many = tell(make_paths(MANY + 1), findings).out.splitlines()
    assert many[:3] == [
        "a.yaml:3: warning: '3' is not translated",
        "  (and 2 more like it: --verbose names them)",
        "a.yaml:1: warning: something else",
    ]
    few = tell(make_paths(2), findings).out
    verbose = tell(make_paths(MANY + 1), findings, verbose=True).out
    assert (few.count("warning:"), verbose.count("warning:"), "more like it" in few + verbose) == (4, 4, False)


def test_an_error_is_told_at_once_and_once(tell):
    finding = Finding("this failed", Place("a.yaml", 1))
    told = tell(make_paths(MANY + 1), [finding])
    assert told.err == "a.yaml:1: error: this failed\n"
    assert "this failed" not in told.out
