"""`record a14 D4 --answers`: a supplier's own action plan, in the form that was sent out, goes into the contract file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.nodes import read_nodes
from tests.filling import fill_word, save_as_libreoffice

ON = ("--on", "2026-11-22")
FILE = Path("contracts/surgical-instruments.yaml")
CAUSE = "Ingen frågar om ålder.\n\nLönen betalas per styck."
TOLD = {
    "D4.root-cause": CAUSE,
    "D4.actions.1.description": "Kontrollera åldern på alla",
    "D4.actions.1.kind": "Rättar till felet",
    "D4.actions.1.responsible": "Tomas Berg, hållbarhetschef",
    "D4.actions.1.authority": "Fabrikschefen",
    "D4.actions.1.starts": "2026-12-01",
    "D4.actions.1.due": "2027-01-31",
    "D4.actions.1.evidence": "Register över de anställda",
    "D4.actions.3.description": "Ändra rutinen",
    "D4.actions.3.responsible": "Ali Khan",
    "D4.remedy.requested": "2026-11-20",
    "D4.trading.prices": "Priset är pressat.",
    "D4.dispute.reason": "Det var en underleverantör.",
    "D4.plan.approved": "2026-11-21",
}
ACTIONS = [
    {
        "id": "A1",
        "description": "Kontrollera åldern på alla",
        "kind": "corrective",
        "responsible": "supplier.due_diligence",
        "authority": "Fabrikschefen",
        "starts": "2026-12-01",
        "due": "2027-01-31",
        "evidence": "Register över de anställda",
    },
    {"id": "A2", "description": "Ändra rutinen"},
]


@pytest.fixture(autouse=True)
def here(workspace, monkeypatch, run):
    monkeypatch.chdir(workspace)
    words = ("--against", "2.4", "--severity", "major", "--title", "Ålder", "--description", "Ingen kontrollerar ålder.")
    made = run("record", FILE, "deviation", "2026-11-10", *words, *ON)
    assert made.code == 0, made.err


@pytest.fixture
def form(run):
    """The form that is sent out."""
    made = run("generate", "action-plan", FILE, "--deviation", "D4", "--lang", "sv", "--format", "docx", *ON)
    assert made.code == 0, made.err
    return Path(made.out.split()[0]).read_bytes()


def answer(run, data, *more, item="D4"):
    Path("plan.docx").write_bytes(data)
    return run("record", FILE, item, "--answers", "plan.docx", *ON, *more)


def read_deviation():
    return read_nodes(FILE.read_bytes()).data["deviations"][-1]


@pytest.mark.parametrize("save", [lambda data: data, save_as_libreoffice], ids=["Word", "LibreOffice"])
def test_a_plan_goes_into_the_file_but_for_what_is_ours_to_say(run, form, save):
    before = FILE.read_bytes()
    said = answer(run, save(fill_word(form, TOLD)))
    assert said.code == 0, said.err
    held = read_deviation()
    assert held["root_cause"] == CAUSE
    assert held["action_plan"] == {
        "actions": ACTIONS,
        "remedy": {"requested": "2026-11-20"},
        "trading_conditions": {"prices": "Priset är pressat."},
    }
    assert held["dispute"] == {"raised": "2026-11-22", "reason": "Det var en underleverantör."}
    told = said.out + said.err
    for words in (
        "actions without a last day, so the plan can't be approved yet: 3",
        "nothing is said of what will show that these actions are done: 3",
        "no action is said to keep the fault from coming back",
        "'Ali Khan' in ",
        "is nobody among the contacts",
        "these fields are ours to fill in, so they are left out: ",
        "the day that the plan came isn't entered",
    ):
        assert words in told
    assert run("check", FILE, *ON).code == 0
    assert answer(run, save(fill_word(form, TOLD))).err.endswith("The file says this already; nothing is changed.\n")
    run("undo", FILE)
    assert FILE.read_bytes() == before


def test_a_plan_stands_in_lines_that_people_can_read(run, form):
    answer(run, fill_word(form, TOLD))
    text = FILE.read_text(encoding="utf-8")
    assert "    root_cause: |-\n      Ingen frågar om ålder.\n\n      Lönen betalas per styck.\n" in text
    lines = [line.strip() for line in text.splitlines()]
    at = lines.index("- id: A1", lines.index("- id: D4"))
    assert lines[at - 1 : at + 3] == ["actions:", "- id: A1", 'description: "Kontrollera åldern på alla"', "kind: corrective"]
    assert '- {id: A2, description: "Ändra rutinen"}' in lines


@pytest.mark.parametrize(("said", "is_written"), [("yes\n", True), ("no\n", False), ("\n", False), ("", False)])
def test_on_a_terminal_the_difference_is_shown_before_anything_is_written(run, form, monkeypatch, said, is_written):
    monkeypatch.setattr("generator.cli.record.can_ask", lambda: True)
    Path("plan.docx").write_bytes(fill_word(form, TOLD))
    before = FILE.read_bytes()
    asked = run("record", FILE, "D4", "--answers", "plan.docx", *ON, stdin=said)
    assert (asked.code, "+     root_cause: |-" in asked.out) == (0, True)
    assert (FILE.read_bytes() != before, "Recorded in" in asked.err) == (is_written, is_written)


def test_who_is_entered_among_the_contacts_is_found_when_the_plan_is_read_again(run, form):
    answer(run, fill_word(form, TOLD))
    entered = run("record", FILE, "contact", "supplier.factory", "--name", "Ali Khan", *ON)
    assert entered.code == 0, entered.err
    said = answer(run, fill_word(form, TOLD))
    assert (said.code, "among the contacts" in said.out + said.err) == (0, False)
    assert read_deviation()["action_plan"]["actions"] == [ACTIONS[0], {**ACTIONS[1], "responsible": "supplier.factory"}]


def test_a_plan_that_is_approved_or_of_another_deviation_changes_nothing(run, form):
    before = FILE.read_bytes()
    other = answer(run, fill_word(form, TOLD), item="D1")
    assert (other.code, "this form answers D4, not D1" in other.err) == (1, True)
    nothing = answer(run, fill_word(form, {"D4.plan.approved": "2026-11-21"}))
    assert (nothing.code, "no answers were found in this form" in nothing.err) == (1, True)
    assert FILE.read_bytes() == before
    for words in (("plan", "requested", "2026-11-11"), ("plan", "received", "2026-11-12")):
        assert run("record", FILE, "D4", *words, *ON).code == 0
    answer(run, fill_word(form, {**TOLD, "D4.actions.3.due": "2027-02-01"}))
    approved = run("record", FILE, "D4", "plan", "approved", "2026-11-22", "--by", "buyer.manager", *ON)
    assert approved.code == 0, approved.err
    before = FILE.read_bytes()
    late = answer(run, fill_word(form, {**TOLD, "D4.actions.1.due": "2027-06-30"}))
    assert (late.code, "the plan for D4 was approved on 2026-11-22" in late.err, FILE.read_bytes() == before) == (1, True, True)


def test_all_that_cant_be_understood_is_told_at_once(run, form):
    before = FILE.read_bytes()
    wrong = {"D4.actions.1.due": "i vår", "D4.actions.1.kind": "Både och", "D4.remedy.requested": "2027-01-01"}
    said = answer(run, fill_word(form, {**TOLD, **wrong}))
    assert (said.code, FILE.read_bytes() == before) == (1, True)
    assert [each in said.err for each in ("'i vår' in ", "'Både och' in ", "is '2027-01-01', which is no day")] == [True] * 3
