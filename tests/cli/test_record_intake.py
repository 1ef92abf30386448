"""`record a14 --answers`: a fault that a care unit told of becomes a possible deviation."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes
from tests.filling import fill_word, save_as_libreoffice

ON = ("--on", "2026-11-22")
TOLD = {
    "intake.title": "Märkning saknas",
    "intake.found": "2026-11-20",
    "intake.what": "Kartongerna har ingen uppgift om land.",
    "intake.unit": "Avdelning 34",
    "intake.teller": "Bo Ek",
    "intake.reach": "070-123 45 67",
}
FILE = Path("contracts/surgical-instruments.yaml")


@pytest.fixture(autouse=True)
def here(workspace, monkeypatch):
    monkeypatch.chdir(workspace)


@pytest.fixture
def form(run):
    """The form that is sent out."""
    made = run("generate", "intake", FILE, "--lang", "sv", "--format", "docx", *ON)
    assert made.code == 0, made.err
    return Path(made.out.split()[0]).read_bytes()


def answer(run, data, *more, contract=FILE):
    Path("fel.docx").write_bytes(data)
    return run("record", contract, "--answers", "fel.docx", *ON, *more)


def read_deviations():
    return read_nodes(FILE.read_bytes()).data["deviations"]


@pytest.mark.parametrize("save", [lambda data: data, save_as_libreoffice], ids=["Word", "LibreOffice"])
def test_what_is_told_becomes_a_possible_deviation_without_the_name_of_who_told(run, form, save):
    before = read_deviations()
    told = answer(run, save(fill_word(form, {**TOLD, "intake.product": "Peanger"})))
    assert (told.code, told.err.count("warning")) == (0, 0), told.err
    *rest, new = read_deviations()
    assert rest == before
    assert new == {
        "id": "D4",
        "found": "2026-11-20",
        "suspected": "true",
        "title": "Märkning saknas",
        "description": "Kartongerna har ingen uppgift om land. (Peanger)",
    }
    assert "Bo Ek" not in FILE.read_text(encoding="utf-8")
    assert run("check", FILE).code == 0


def test_the_same_form_twice_is_one_fault_and_undo_takes_it_back(run, form):
    before = FILE.read_bytes()
    data = fill_word(form, TOLD)
    answer(run, data)
    after = FILE.read_bytes()
    assert answer(run, data).code == 0
    assert FILE.read_bytes() == after != before
    assert run("undo", FILE).code == 0
    assert FILE.read_bytes() == before


def test_without_a_day_it_was_found_today_and_a_day_ahead_is_refused(run, form):
    assert answer(run, fill_word(form, {"intake.what": "Något."})).code == 0
    assert read_deviations()[-1] == {"id": "D4", "found": "2026-11-22", "suspected": "true", "description": "Något."}
    before = FILE.read_bytes()
    for day in ("2026-11-23", "i våras"):
        told = answer(run, fill_word(form, {**TOLD, "intake.found": day}))
        assert (told.code, FILE.read_bytes()) == (1, before)
        assert f"fel.docx: error: Dagen du såg eller hörde det is '{day}', which is no day that has been" in told.out + told.err


@pytest.mark.parametrize(
    "values", [{}, {"intake.unit": "Avdelning 34", "intake.found": "2026-11-20"}], ids=["nothing", "no fault"]
)
def test_a_form_that_says_nothing_of_what_has_happened_is_refused(run, form, values):
    told = answer(run, fill_word(form, values))
    assert told.code == 1
    assert "the form says nothing of what has happened" in told.out + told.err


def test_the_form_of_another_contract_or_another_form_is_refused(run, form):
    told = answer(run, fill_word(form, TOLD), contract=Path("contracts/cleaning.yaml"))
    assert told.code == 1
    assert "this is a form of the contract" in told.out + told.err
    other = run("generate", "minutes", "contracts/wound-care.yaml", "--lang", "sv", "--format", "docx", *ON)
    told = answer(run, Path(other.out.split()[0]).read_bytes(), contract=Path("contracts/wound-care.yaml"))
    assert told.code == 1
    assert "which tells of no fault" in told.out + told.err


def test_dry_run_writes_nothing(run, form):
    before = FILE.read_bytes()
    told = answer(run, fill_word(form, TOLD), "--dry-run")
    assert told.code == 0
    assert "Märkning saknas" in told.out
    assert FILE.read_bytes() == before


def test_a_fault_that_only_has_a_name_is_entered_and_told(run, form):
    told = answer(run, fill_word(form, {**TOLD, "intake.what": "", "intake.product": "Något annat"}))
    assert told.code == 0
    assert "warning: the form doesn't say what has happened, only what it is called" in told.out + told.err
    assert "description" not in read_deviations()[-1]
