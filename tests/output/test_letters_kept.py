"""A letter that was sent stays as it was sent, whatever the contract file says by now."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build import fingerprints
from generator.build.job import Result
from generator.build.orders import make_orders
from generator.documents import DOCUMENTS
from generator.errors import Finding
from generator.output.journal import read_entries
from generator.pipeline import Pipeline
from generator.workspace import find_workspace
from tests.making import ON, lose_manifest, read_files

LETTER = "RE-2024-0307/escalation-letter.D2.management_meeting.sv.html"
RECORD = "RE-2024-0307/escalation-record.D2.sv.html"
PLAN = "RE-2024-0307/action-plan.D2.sv.html"
HINT = "move it away to have it made anew"
OTHERWISE = "this letter was made before and would now come out different, so it is kept"
CHANGED = "this letter was changed after it was made, so it is kept"
UNKNOWN = "this letter stands here already, and the manifest doesn't know it, so it is kept"


@pytest.fixture
def contract(examples: Path, tmp_path: Path) -> Path:
    """A contract with a deviation on its way up the ladder, in a workspace of its own."""
    return shutil.copytree(examples, tmp_path / "region") / "contracts/surgical-instruments.yaml"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where documents go."""
    return tmp_path / "out"


@pytest.fixture
def make(contract: Path, out: Path) -> Callable[..., list[Result]]:
    """A function that makes a document of the deviation."""

    def generate(slug: str = "escalation-letter", on: date = ON) -> list[Result]:
        orders = make_orders(slug, on=on, languages=("sv",), formats=("html",), items={"deviation": "D2"})
        outcomes = Pipeline(find_workspace(contract), out).generate(orders, [contract])
        return [replace(outcome, reasons=()) for outcome in outcomes]

    return generate


def name_another_manager(contract: Path) -> None:
    """The file as it is when somebody else has become manager."""
    text = contract.read_text(encoding="utf-8")
    assert "Maria Hellström" in text
    contract.write_text(text.replace("Maria Hellström", "Anna Berg"), encoding="utf-8")


def warn(message: str) -> tuple[Finding, ...]:
    """The warning about the letter."""
    return (Finding(message, subject=LETTER, hint=HINT, severity="warning"),)


def test_only_what_is_sent_and_dated_by_its_step_is_kept() -> None:
    assert [document.slug for document in DOCUMENTS if document.is_kept] == ["escalation-letter"]


def test_a_letter_that_would_come_out_different_is_kept_with_its_entry(
    make: Callable[..., list[Result]], contract: Path, out: Path
) -> None:
    assert make() == [Result(contract, out / LETTER)]
    before = read_files(out)
    name_another_manager(contract)
    for _ in range(2):
        assert make() == [Result(contract, out / LETTER, warn(OTHERWISE), "kept")]
        assert read_files(out) == before


def test_a_letter_that_would_come_out_the_same_is_made_as_before(
    make: Callable[..., list[Result]], contract: Path, out: Path
) -> None:
    make()
    before, known = read_files(out), read_entries(out)[0][LETTER]
    contract.write_text(contract.read_text(encoding="utf-8") + "# Nothing that the letter says.\n", encoding="utf-8")
    assert make() == [Result(contract, out / LETTER, (), "unchanged")]
    assert read_files(out) == before
    assert read_entries(out)[0][LETTER] == known


def test_a_letter_that_was_moved_away_is_made_anew(make: Callable[..., list[Result]], contract: Path, out: Path) -> None:
    make()
    name_another_manager(contract)
    (out / LETTER).rename(out / "sent.html")
    assert make() == [Result(contract, out / LETTER)]
    assert "Anna Berg" in (out / LETTER).read_text(encoding="utf-8")
    assert "Anna Berg" not in (out / "sent.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("is_same_contract", [True, False])
def test_a_letter_that_somebody_edited_is_kept_as_edited(
    make: Callable[..., list[Result]], contract: Path, out: Path, *, is_same_contract: bool
) -> None:
    make()
    (out / LETTER).write_text("Edited.", encoding="utf-8")
    before = read_files(out)
    if not is_same_contract:
        name_another_manager(contract)
    assert make() == [Result(contract, out / LETTER, warn(CHANGED), "kept")]
    assert read_files(out) == before


def test_a_letter_is_kept_though_the_manifest_is_lost(make: Callable[..., list[Result]], contract: Path, out: Path) -> None:
    make()
    letter = (out / LETTER).read_bytes()
    lose_manifest(out)
    name_another_manager(contract)
    assert make() == [Result(contract, out / LETTER, warn(UNKNOWN), "kept")]
    assert read_files(out) == {LETTER: letter}


def test_a_letter_whose_run_was_killed_before_it_was_noted_is_noted(
    make: Callable[..., list[Result]], contract: Path, out: Path
) -> None:
    make()
    before = read_files(out)
    lose_manifest(out)
    assert make() == [Result(contract, out / LETTER)]
    assert read_files(out) == before


def test_a_document_that_is_not_sent_is_made_anew(make: Callable[..., list[Result]], contract: Path, out: Path) -> None:
    make("action-plan")
    before = (out / PLAN).read_bytes()
    name_another_manager(contract)
    assert make("action-plan", date(2026, 11, 23)) == [Result(contract, out / PLAN)]
    assert (out / PLAN).read_bytes() != before


def list_remarks(outcomes: list[Result]) -> set[str]:
    """What is told beside documents, without hints and places."""
    found = (str(finding).partition("\n")[0] for outcome in outcomes for finding in outcome.findings)
    return {line[line.index("warning: ") :] for line in found}


def test_the_record_tells_of_a_letter_that_was_changed(make: Callable[..., list[Result]], out: Path) -> None:
    told = '<span class="bad">Filen har ändrats sedan den gjordes</span>'
    make()
    before = list_remarks(make("escalation-record"))
    intact, known = (out / RECORD).read_text(encoding="utf-8"), read_entries(out)[0]
    (out / LETTER).write_text("Edited.", encoding="utf-8")
    after = list_remarks(make("escalation-record"))
    changed, now = (out / RECORD).read_text(encoding="utf-8"), read_entries(out)[0]
    assert [page.count(told) for page in (intact, changed)] == [0, 1]
    assert [str(each) for each in after - before] == [
        f"warning: deviations[1].escalation[3]: {LETTER} has been changed since it was made, and the record says so"
    ]
    assert known[LETTER] == now[LETTER]
    assert known[RECORD].fingerprint != now[RECORD].fingerprint
    (out / LETTER).unlink()
    make("escalation-record")
    assert LETTER not in (out / RECORD).read_text(encoding="utf-8")


def test_a_letter_that_another_version_would_only_stamp_otherwise_stays_without_a_word(
    make: Callable[..., list[Result]], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    before = (out / LETTER).read_bytes()
    monkeypatch.setattr(fingerprints, "__version__", "99.0")
    fingerprints.name_product.cache_clear()
    try:
        assert [(outcome.state, outcome.findings) for outcome in make()] == [("unchanged", ())]
    finally:
        monkeypatch.undo()
        fingerprints.name_product.cache_clear()
    assert (out / LETTER).read_bytes() == before
