"""`record` and `undo`: what has happened goes into the file as it is said, all mistakes at once, and comes out again."""

from __future__ import annotations

import json
import shlex
import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main, record_questions
from generator.contract.nodes import read_nodes
from generator.recording.writing import look_up
from generator.reporting.register import Direction, Remark, list_register

ON = ("--on", "2026-12-10")


@pytest.fixture(autouse=True)
def a14(workspace, monkeypatch):
    """A contract that is called a14, in the workspace that one stands in."""
    monkeypatch.chdir(workspace)
    Path("contracts/wound-care.yaml").unlink()
    return Path("contracts/surgical-instruments.yaml").rename("contracts/a14.yaml")


def read():
    return read_nodes(Path("contracts/a14.yaml").read_bytes()).data


def say(run, *words):
    told = run("record", *words, *ON)
    assert told.code == 0, told.err
    return told


def test_the_week_of_an_officer_in_the_words_of_the_guide(run):
    say(run, "a14", "D2", "A2", "done", "2026-11-20", "--evidence", "Intyg: utfärdat # 12")
    say(run, "a14", "deviation", "--found", "2026-11-24", "--against", "2.4", "--severity", "major", "--title", "Sena svar")
    say(run, "a14", "D4", "plan", "requested", "2026-11-25")
    say(run, "a14", "D4", "plan", "received", "2026-12-01")
    say(run, "a14", "D4", "plan", "approved", "--by", "buyer.manager")
    say(run, "a14", "D4", "action", "--description", "Svara i tid", "--due", "2 veckor")
    say(run, "a14", "D2", "answered", "2026-11-30", "--outcome", "sv: Klart", "--outcome", "en: Done")
    say(run, "a14", "D4", "closed")
    say(run, "a14", "receipt", "D2", "management_meeting", "2026-12-05")
    held = read()
    (d2,) = (each for each in held["deviations"] if each["id"] == "D2")
    assert d2["action_plan"]["actions"][1] | {"description": ""} == {
        "id": "A2",
        "description": "",
        "responsible": "supplier.due_diligence",
        "starts": "2026-07-01",
        "due": "2026-09-30",
        "done": "2026-11-20",
        "evidence": "Intyg: utfärdat # 12",
    }
    assert d2["escalation"][-1]["answered"] == "2026-11-30"
    assert d2["escalation"][-1]["outcome"] == {"sv": "Klart", "en": "Done"}
    assert d2["escalation"][-1]["receipt_signed"] == "2026-12-05"
    assert held["deviations"][-1] == {
        "id": "D4",
        "found": "2026-11-24",
        "against": "2.4",
        "severity": "major",
        "title": "Sena svar",
        "action_plan": {
            "requested": "2026-11-25",
            "received": "2026-12-01",
            "approved": "2026-12-10",
            "approved_by": "buyer.manager",
            "actions": [{"id": "A1", "description": "Svara i tid", "due": "2026-12-24"}],
        },
        "closed": "2026-12-10",
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("d2 a2 klar igår", "deviations[1].action_plan.actions[1].done: 2026-12-09"),
        ("D2 plan mottagen 2026-06-11", "deviations[1].action_plan.received is entered already: 2026-06-10"),
        ("D2 möte mottagen", "Åtgärderna A2 och A3 är försenade., en: Actions A2 and A3 are delayed.}, received: 2026-12-10"),
        ("D2 vite mottagen", "the step 'vite' has not been taken for D2"),
        ("kvitto D2 påminnelse 2026-12-01", "receipt_signed: 2026-12-01"),
    ],
)
def test_swedish_words_say_the_same(run, words, field):
    told = run("record", "a14", *words.split(), *ON, "--dry-run")
    assert field.rpartition(".")[2] in told.out + told.err


def test_a_change_of_the_contract_gives_it_another_end_and_a_softer_penalty_is_warned_of(run, a14):
    told = say(run, "a14", "ändring", "2026-12-01", "--description", "Kortare tid", "--ends", "2027-06-30", "--penalty", "10 000")
    assert "is less than the penalty that was agreed" in told.out
    say(
        run,
        "a14",
        "change",
        "2026-12-02",
        "--description",
        "Fler enheter",
        "--ground",
        "additional_order",
        "--value",
        "9000000 EUR",
    )
    assert read()["changes"] == [
        {
            "date": "2026-12-01",
            "description": "Kortare tid",
            "ends": "2027-06-30",
            "penalty": {"amount": "10000", "currency": "SEK"},
        },
        {
            "date": "2026-12-02",
            "description": "Fler enheter",
            "ground": "additional_order",
            "value": {"amount": "9000000", "currency": "EUR"},
        },
    ]
    assert "2027-06-30" in run("overview", str(a14), *ON).out


def test_the_number_of_a_decision_may_come_after_its_step(run):
    say(run, "a14", "D2", "management_meeting", "decision", "--decision-number", "RS 77", "--delegation", "Punkt 4.2")
    say(run, "a14", "D2", "management_meeting", "beslut", "--decision-number", "RS 78")
    (d2,) = (each for each in read()["deviations"] if each["id"] == "D2")
    assert (d2["escalation"][-1]["decision_number"], d2["escalation"][-1]["delegation"]) == ("RS 78", "Punkt 4.2")


def test_a_dry_run_shows_the_lines_and_writes_nothing(run, a14):
    before = a14.read_bytes()
    told = say(run, "a14", "D2", "action", "--description", "Ny", "--due", "2027-01-15", "--dry-run")
    assert told.out == "+         - {id: A5, description: Ny, due: 2027-01-15}\n"
    assert told.err == "Nothing is written. These lines would be, in contracts/a14.yaml.\n"
    assert a14.read_bytes() == before
    assert sorted(path.name for path in a14.parent.iterdir()) == ["a14.yaml", "cleaning.yaml"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["D9", "plan", "approved", "31/12", "--cost", "3"],
            [
                "error: there is no deviation 'D9' [RE7080]",
                "error: --cost: '<deviation> plan approved' has no such option [RE7036]",
                "error: --by: '<deviation> plan approved' needs this option [RE7037]",
                "error: '31/12' is not a date [RE7042]",
            ],
        ),
        (
            ["D2", "A2", "done", "2027-01-01"],
            ["error: D2 A2 done 2027-01-01: 2027-01-01 lies ahead: the day is 2026-12-10 [RE2056]"],
        ),
        (
            ["D2", "A2", "done", "2026-01-01"],
            [
                (
                    "error: D2 A2 done 2026-01-01: 2026-01-01 is before deviations[1].action_plan.actions[1].starts, 2026-07-01 "
                    "[RE2565]"
                )
            ],
        ),
        (
            ["deviation", "--against", "2.4", "--severity", "majr", "--title", "x", "--found-by", "M77"],
            [
                "error: --found-by: there is no 'M77' in monitoring.activities [RE2044]",
                "error: --severity: 'majr' is not one of the values allowed [RE2029]",
            ],
        ),
        (["D2", "plan", "approved", "--by", "…"], ["error: --by: '…' stands for words of your own [RE7043]"]),
        (
            ["D2", "plan", "received", "2026-06-11"],
            ["error: D2 plan received 2026-06-11: deviations[1].action_plan.received is entered already: 2026-06-10 [RE7092]"],
        ),
        (["kickoff", "planned"], ["error: 'kickoff planned' needs a day [RE7040]"]),
        (["evaluation"], ["error: 'evaluation' says nothing without an option [RE7038]"]),
        (["D2", "sneezed"], ["error: 'D2 sneezed' says nothing that can be recorded [RE7035]"]),
        (["field", "kickoff.colour", "--value", "x"], ["error: contracts have no field 'kickoff.colour' [RE7088]"]),
        (["receipt", "D2", "penalty"], ["error: the step 'penalty' has not been taken for D2 [RE7084]"]),
        (
            ["contact", "buyer", "--name", "x"],
            ["error: 'buyer' is not a person's role; write one such as buyer.manager [RE7087]"],
        ),
    ],
)
def test_all_mistakes_are_told_at_once_in_the_users_words_and_nothing_is_written(run, a14, words, said):
    before = a14.read_bytes()
    told = run("record", "a14", *words, *ON)
    assert [line for line in told.err.splitlines() if not line.startswith("  hint")] == said
    assert (told.code, told.out, a14.read_bytes()) == (1, "", before)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["D2", "closd"], "<deviation> closed"),
        (["D2", "avslutat", "2026-11-20"], "<deviation> closed"),
        (["D2", "plan", "recieved"], "<deviation> plan received"),
    ],
)
@pytest.mark.usefixtures("a14")
def test_the_nearest_event_is_proposed_alone(run, words, meant):
    assert run("record", "a14", *words, *ON).err.splitlines()[1] == f"  hint: did you mean '{meant}'?"


@pytest.mark.usefixtures("a14")
def test_what_is_like_no_event_gets_the_nearest_three(run):
    hint = run("record", "a14", "D2", "sneezed", *ON).err.splitlines()[1]
    nearest, rest = hint.removeprefix("  hint: nearest: ").split("; ")
    assert [each.split()[0] for each in nearest.split(", ")] == ["<deviation>"] * 3
    assert rest == "realisera record --help lists all that can be recorded"


@pytest.mark.usefixtures("a14")
@pytest.mark.parametrize(
    "words", [("D2", "A3", "klart"), ("D2", "A3", "fardig klar"), ("D2", "klrt"), ("D2", "A3", "klart", "idag")]
)
def test_an_action_that_is_nearly_said_to_be_done_is_meant(run, words):
    assert "<deviation> <action> done" in run("record", "a14", *words, *ON).err.splitlines()[1]


def test_a_deviation_may_be_closed_in_everyday_swedish(run, a14):
    assert run("record", "a14", "D2", "stängd", "2026-11-20", *ON).code == 0
    assert "closed: 2026-11-20" in a14.read_text(encoding="utf-8")


def test_what_is_entered_gives_way_only_where_that_is_said(run):
    say(run, "a14", "D2", "plan", "received", "2026-06-11", "--replace")
    assert read()["deviations"][1]["action_plan"]["received"] == "2026-06-11"
    again = say(run, "a14", "D2", "plan", "received", "2026-06-11")
    assert again.err == "The file says this already; nothing is changed.\n"


@pytest.mark.parametrize("name", ["a14", "RE-2024-0307", "re 2024-00307", "0307", "contracts/a14.yaml", "Kirurgiska"])
def test_a_contract_is_known_by_what_it_is_called(run, name):
    assert say(run, name, "kickoff", "invited", "2024-08-01", "--dry-run").out.endswith(", invited: 2024-08-01}\n")


def test_a_name_that_several_may_have_is_refused_with_all_of_them(run):
    told = run("record", "RE-20", "D2", "closed")
    assert told.code == 1
    assert told.err.splitlines() == [
        "error: several contracts may be meant by 'RE-20' [RE9002]",
        "  hint: say which: RE-2024-0307 (contracts/a14.yaml), RE-2023-0044 (contracts/cleaning.yaml)",
    ]
    assert run("record", "zz", "D2", "closed").err.startswith(
        "error: there is no contract 'zz' here [RE9003]\n  hint: there are: RE-"
    )


def test_two_who_record_at_once_are_both_heard():
    def record(number):
        words = ["record", "a14", "D2", "action", "--description", f"Nr {number}", *ON]
        return CliRunner().invoke(main, words, prog_name="realisera").exit_code

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(record, range(8))) == [0] * 8
    actions = read()["deviations"][1]["action_plan"]["actions"]
    assert sorted(each["description"] for each in actions[4:]) == [f"Nr {number}" for number in range(8)]
    assert [each["id"] for each in actions] == [f"A{number}" for number in range(1, 13)]


def test_the_buyer_approves_a_plan_and_nobody_at_the_supplier(run, a14):
    before = a14.read_bytes()
    told = run("record", "a14", "D1", "plan", "approved", "--by", "supplier.due_diligence", "--replace", *ON)
    assert (told.code, a14.read_bytes()) == (1, before)
    assert "--by: 'supplier.due_diligence' doesn't approve an action plan: the buyer does" in told.err


def test_a_deviation_without_a_plan_is_closed_with_a_warning(run):
    say(run, "a14", "deviation", "--against", "2.4", "--severity", "minor", "--title", "x", "--description", "x")
    told = say(run, "a14", "D4", "closed")
    assert "closes a deviation that never had an action plan" in told.out


SMALLEST = """\
format: 1
id: X1
registration_number: X 1
title: x
clause: {level: basic, version: "2023"}
buyer: {name: b}
supplier: {name: s}
dates: {starts: 2026-01-01, ends: 2029-12-31}
"""


@pytest.mark.parametrize(
    ("words", "path", "item"),
    [
        (
            ("monitoring", "--method", "audit", "--planned", "2027-05"),
            ("monitoring", "activities"),
            {"id": "M1", "method": "audit", "planned": "2027-05"},
        ),
        (
            ("risk", "--description", "x", "--likelihood", "4", "--countries", "PK, IN"),
            ("risks",),
            {"id": "R1", "description": "x", "countries": ["PK", "IN"], "likelihood": "4"},
        ),
        (
            ("product", "--name", "x", "--annual-value", "85 000 SEK"),
            ("products",),
            {"id": "P1", "name": "x", "annual_value": {"amount": "85000", "currency": "SEK"}},
        ),
        (
            ("aktör", "--name", "x", "--tier", "1", "--country", "PK"),
            ("supply_chain",),
            {"id": "S1", "name": "x", "tier": "1", "country": "PK"},
        ),
        (("question", "--question", "Vad?"), ("kickoff", "questions"), {"question": "Vad?"}),
        (
            ("D1", "action", "--description", "x"),
            ("deviations", 0, "action_plan", "actions"),
            {"id": "A1", "description": "x"},
        ),
        (("D1", "plan", "requested"), ("deviations", 0, "action_plan", "requested"), "2026-12-10"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_what_comes_first_into_a_contract_makes_its_own_section(run, words, path, item):
    file = Path("contracts/small.yaml")
    file.write_text(SMALLEST, encoding="utf-8")
    say(run, file, "deviation", "--against", "2.4", "--severity", "minor", "--title", "x")
    before = file.read_bytes()
    say(run, file, *words)
    held = look_up(read_nodes(file.read_bytes()).data, path)
    assert held == (item if isinstance(item, str) else [item])
    assert run("check", file, *ON).code == 0
    run("undo", file)
    assert file.read_bytes() == before


# Undo


def test_what_was_recorded_is_taken_back_to_the_byte(run, a14):
    before = a14.read_bytes()
    say(run, "a14", "kickoff", "details", "--place", "Eken", "--link", "https://meet.region.example/x")
    told = run("undo", "a14")
    assert (told.code, told.err) == (0, "Taken back in contracts/a14.yaml: kickoff details\n")
    assert a14.read_bytes() == before
    assert run("undo", "a14").err.startswith(
        "contracts/a14.yaml: error: nothing is recorded here that could be taken back [RE7025]"
    )


def test_what_was_edited_elsewhere_since_stays(run, a14):
    say(run, "a14", "D2", "action", "--description", "Ny")
    edited = a14.read_text(encoding="utf-8").replace("# ", "# Åsa: ", 1)
    a14.write_text(edited, encoding="utf-8")
    assert run("undo", "a14").code == 0
    text = a14.read_text(encoding="utf-8")
    assert "Åsa: " in text
    assert "A5" not in text


def test_what_was_edited_itself_since_is_left_with_the_reason(run, a14):
    say(run, "a14", "D2", "action", "--description", "Ny")
    a14.write_text(a14.read_text(encoding="utf-8").replace("description: Ny", "description: Nyare"), encoding="utf-8")
    before = a14.read_bytes()
    told = run("undo", "a14")
    assert (told.code, a14.read_bytes()) == (1, before)
    assert told.err.splitlines() == [
        "contracts/a14.yaml: error: 'D2 action' can't be taken back: what it wrote was edited since [RE7026]",
        (
            "  hint: take it back by hand: it set deviations[1].action_plan.actions; what was recorded before it is taken back "
            "with --pass-over"
        ),
    ]


def test_what_was_recorded_before_a_change_that_was_edited_since_can_be_taken_back(run, a14):
    say(run, "a14", "kickoff", "details", "--link", "https://meet.region.example/x")
    linked = a14.read_text(encoding="utf-8")
    run("undo", "a14")
    say(run, "a14", "kickoff", "details", "--place", "Eken")
    say(run, "a14", "kickoff", "details", "--link", "https://meet.region.example/x")
    a14.write_text(a14.read_text(encoding="utf-8").replace("region.example/x", "region.example/y"), encoding="utf-8")
    assert run("undo", "a14").code == 1
    told = run("undo", "a14", "--pass-over")
    assert (told.code, told.err) == (0, "Taken back in contracts/a14.yaml: kickoff details\n")
    assert a14.read_text(encoding="utf-8").replace("region.example/y", "region.example/x") == linked
    assert run("undo", "a14", "--pass-over").code == 1


def test_what_can_be_taken_back_is_not_passed_over(run, a14):
    say(run, "a14", "kickoff", "details", "--place", "Eken")
    before = a14.read_bytes()
    say(run, "a14", "kickoff", "details", "--link", "https://meet.region.example/x")
    run("undo", "a14", "--pass-over")
    assert a14.read_bytes() == before


def test_what_other_facts_rest_on_is_not_taken_back(run, a14):
    say(run, "a14", "deviation", "--against", "2.4", "--severity", "minor", "--title", "x")
    text = a14.read_text(encoding="utf-8")
    a14.write_text(text.replace("    title: x\n", "    title: x\n    found_by: M1\n"), encoding="utf-8")
    before = a14.read_bytes()
    assert run("undo", "a14").code == 1
    assert a14.read_bytes() == before


def test_the_journal_may_be_read_by_those_who_may_read_the_contract(run, a14):
    a14.chmod(0o640)
    say(run, "a14", "D2", "closed")
    journal = a14.parent / ".a14.yaml.journal"
    assert stat.S_IMODE(journal.stat().st_mode) == 0o640
    assert stat.S_IMODE(a14.stat().st_mode) == 0o640
    (line,) = map(json.loads, journal.read_text(encoding="utf-8").splitlines())
    assert [splice["inserted"] for splice in line["splices"]] == ["    closed: 2026-12-10\n"]


def test_a_change_that_never_reached_the_file_is_passed_over(run, a14):
    say(run, "a14", "D2", "action", "--description", "Ett")
    kept = a14.read_bytes()
    say(run, "a14", "D2", "action", "--description", "Two")
    a14.write_bytes(kept)
    assert run("undo", "a14").err == "Taken back in contracts/a14.yaml: D2 action\n"
    assert "Ett" not in a14.read_text(encoding="utf-8")


# Letters

LETTER = ("--lang", "sv", "--format", "html", "--on", "2026-12-10")
PENALTY = "output/RE-2024-0307/escalation-letter.D2.penalty.sv"


def escalate(run, reason, *options):
    told = run("escalate", "contracts/a14.yaml", "D2", "--decided-by", "buyer.manager", "--reason", reason, *LETTER, *options)
    assert told.code == 0, told.err
    return told


def test_a_step_that_is_taken_back_withdraws_its_letter_and_another_can_be_made(run, a14):
    before = a14.read_bytes()
    escalate(run, "Fel skäl")
    told = run("undo", "a14")
    assert a14.read_bytes() == before
    assert told.out.splitlines()[-1] == f"Withdrawn: {PENALTY}.html is now escalation-letter.D2.penalty.sv.withdrawn.html"
    escalate(run, "Rätt skäl")
    assert "Rätt skäl" in Path(f"{PENALTY}.html").read_text(encoding="utf-8")
    assert "Fel skäl" in Path(f"{PENALTY}.withdrawn.html").read_text(encoding="utf-8")
    verified = run("verify", "output")
    assert verified.code == 0
    assert [line for line in verified.out.splitlines() if "withdrawn on" in line and "never sent" in line]
    again = run("withdraw", f"{PENALTY}.withdrawn.html")
    assert (again.code, "was withdrawn on" in again.err) == (1, True)


@pytest.mark.parametrize("out", ["elsewhere", "/elsewhere"])
def test_its_letter_is_found_where_it_was_made(run, tmp_path, out):
    out = str(tmp_path) + out if out.startswith("/") else out
    letter = Path(out) / PENALTY.removeprefix("output/")
    escalate(run, "Fel skäl", "--out", out, "--email")
    assert list(Path(out).rglob("*.eml"))
    run("undo", "a14")
    assert not Path(f"{letter}.html").exists()
    assert Path(f"{letter}.withdrawn.html").exists()
    assert list(Path(out).rglob("*.eml")) == []


def test_a_letter_that_was_sent_or_changed_is_named_and_not_withdrawn(run):
    escalate(run, "Fel skäl", "--sent-by", "email")
    told = run("undo", "a14")
    assert told.out.splitlines()[-1] == f"This letter holds no more: {PENALTY}.html"
    assert told.err.splitlines()[-1] == f"If it hasn't been sent, withdraw it: realisera withdraw {PENALTY}.html"
    run("withdraw", f"{PENALTY}.html")

    escalate(run, "Fel skäl")
    Path(f"{PENALTY}.html").write_text("mine", encoding="utf-8")
    assert "Withdrawn" not in run("undo", "a14").out
    assert Path(f"{PENALTY}.html").read_text(encoding="utf-8") == "mine"


def test_a_letter_that_says_something_else_than_the_log_goes_into_no_draft_and_is_no_success(run):
    escalate(run, "Fel skäl")
    run("undo", "a14", "--out", "elsewhere")
    (row,) = [row for row in list_register(Path("output")).rows if row.file]
    assert (row.direction, row.remarks) == (Direction.INTERNAL, (Remark.NOT_IN_LOG,))

    words = ("escalate", "contracts/a14.yaml", "D2", "--decided-by", "buyer.manager", "--reason", "Rätt skäl", *LETTER)
    told = run(*words, "--email")
    assert told.code == 1
    assert f"What lies here says something else than the log: {PENALTY}.html" in told.err.splitlines()
    assert list(Path("output").rglob("*.eml")) == []
    (row,) = [row for row in list_register(Path("output")).rows if row.file]
    assert (row.direction, row.remarks) == (Direction.SENT, (Remark.OTHER,))

    (line,) = [line for line in told.err.splitlines() if line.startswith("If it hasn't been sent")]
    for command in line.partition("again: ")[2].split("; "):
        assert run(*shlex.split(command)[1:]).code == 0
    assert "Rätt skäl" in Path(f"{PENALTY}.html").read_text(encoding="utf-8")
    rows = [row for row in list_register(Path("output")).rows if row.file]
    assert [row.remarks for row in rows if row.direction is Direction.SENT] == [()]


def test_the_same_step_taken_again_finds_its_letter_unchanged(run):
    escalate(run, "Rätt skäl")
    run("undo", "a14", "--out", "elsewhere")
    escalate(run, "Rätt skäl", "--email")
    assert len(list(Path("output").rglob("*.eml"))) == 1


def test_a_letter_that_was_received_since_is_in_the_register_as_it_went_out(run):
    escalate(run, "Rätt skäl")
    say(run, "a14", "D2", "penalty", "received", "2026-12-10", "--sent-by", "email")
    (row,) = [row for row in list_register(Path("output")).rows if row.file]
    assert (row.direction, row.remarks) == (Direction.SENT, ())


def test_only_letters_that_are_known_are_withdrawn(run):
    run("generate", "action-plan", "contracts/a14.yaml", "--deviation", "D2", "--lang", "sv", "--format", "html", *ON)
    told = run("withdraw", "output/RE-2024-0307/action-plan.D2.sv.html")
    assert (told.code, "only letters are withdrawn, and this is none" in told.err) == (1, True)
    assert "no manifest knows this file" in run("withdraw", "contracts/a14.yaml").err


def test_the_register_tells_of_a_withdrawn_letter(run):
    escalate(run, "Fel skäl")
    assert run("undo", "a14", "--withdraw").code == 0
    rows = list_register(Path("output")).rows
    assert [(row.file, row.direction, row.remarks) for row in rows if row.file] == [
        ("RE-2024-0307/escalation-letter.D2.penalty.sv.withdrawn.html", Direction.INTERNAL, (Remark.WITHDRAWN,))
    ]


# Questions


def test_without_a_terminal_nothing_is_asked(run):
    told = run("record")
    assert (told.code, "say what has happened" in told.err) == (2, True)


def test_questions_offer_what_is_open(monkeypatch):
    monkeypatch.setattr("click.prompt", lambda _question, default="", **_more: default)
    asked = {}

    def choose(question, choices):
        asked[question] = [shown for shown, _value in choices]
        return next(value for shown, value in choices if shown.startswith(("D2 A2", "RE-2024")))

    monkeypatch.setattr(record_questions, "_choose", choose)
    name, words, options = record_questions.ask("", date(2026, 12, 10))
    assert (name, words) == ("contracts/a14.yaml", ("D2", "A2", "done", "2026-12-10"))
    assert options == {"evidence": ()}
    assert not [shown for shown in asked["What has happened?"] if shown.startswith("D3")]


def test_the_first_action_begins_a_plan_that_is_not_there_yet(run):
    say(run, "a14", "deviation", "--found", "2026-11-24", "--against", "2.4", "--severity", "major", "--title", "Sena svar")
    say(run, "a14", "D4", "action", "--description", "Svara i tid", "--due", "2 veckor")
    say(run, "a14", "D4", "action", "--description", "Utbilda", "--due", "2027-01-31")
    (deviation,) = (each for each in read()["deviations"] if each["id"] == "D4")
    assert [(each["id"], each["due"]) for each in deviation["action_plan"]["actions"]] == [
        ("A1", "2026-12-24"),
        ("A2", "2027-01-31"),
    ]


@pytest.fixture
def _unheld(a14):
    """A kick-off meeting that isn't entered as held."""
    text = a14.read_text(encoding="utf-8")
    assert text.count(" held: 2024-08-21,") == 1
    a14.write_text(text.replace(" held: 2024-08-21,", ""), encoding="utf-8")


@pytest.mark.usefixtures("_unheld")
@pytest.mark.parametrize(("words", "held"), [((), "2024-08-21"), (("2024-08-22",), "2024-08-22")])
def test_a_meeting_was_held_on_the_day_it_was_planned_for_unless_another_is_said(run, words, held):
    say(run, "a14", "kickoff", "held", *words)
    assert (read()["kickoff"]["held"], read()["kickoff"]["date"]) == (held, held)


@pytest.mark.usefixtures("_unheld")
def test_a_meeting_that_is_held_before_its_day_needs_the_day(run):
    say(run, "a14", "kickoff", "planned", "2026-12-20")
    told = run("record", "a14", "kickoff", "held", *ON)
    assert (told.code, "'kickoff held' is planned for 2026-12-20, which lies ahead" in told.err) == (1, True)
    say(run, "a14", "kickoff", "held", "2026-12-10")
    assert read()["kickoff"]["held"] == "2026-12-10"


def test_what_an_audit_found_is_recorded_with_the_audit(run):
    say(run, "a14", "m2", "finding", "--against", "2.4", "--severity", "observation", "--title", "Sena svar")
    new = read()["deviations"][-1]
    assert (new["id"], new["found_by"], new["severity"]) == ("D4", "M2", "observation")
    assert "M9" in run("record", "a14", "M9", "finding", "--against", "2.4", "--severity", "minor", "--title", "x", *ON).err


def test_evidence_that_is_rejected_makes_an_action_undone(run):
    say(run, "a14", "D2", "A2", "done", "2026-12-01")
    assert "D2 A2 evidence" in run("record", "a14", "D2", "A2", "evidence", "accepted", *ON).err
    say(run, "a14", "D2", "A2", "evidence", "2026-12-01", "--what", "Intyg")
    assert "--reason" in run("record", "a14", "D2", "A2", "evidence", "rejected", *ON).err
    say(run, "a14", "D2", "A2", "evidence", "rejected", "2026-12-05", "--reason", "Saknar datum")
    say(run, "a14", "D2", "A2", "evidence", "2026-12-08", "--what", "Nytt intyg")
    say(run, "a14", "D2", "A2", "verifikat", "godtaget", "2026-12-09")
    sent = read()["deviations"][1]["action_plan"]["actions"][1]["submitted"]
    assert [(each["date"], each.get("rejected"), each.get("accepted")) for each in sent] == [
        ("2026-12-01", "2026-12-05", None),
        ("2026-12-08", None, "2026-12-09"),
    ]


def test_an_objection_a_remedy_and_a_reaudit_go_into_the_file(run):
    say(run, "a14", "D2", "disputed", "2026-12-01", "--reason", "Fel fabrik")
    say(run, "a14", "D2", "dispute", "answered", "2026-12-02", "--upheld", "true", "--answer", "Rätt fabrik")
    say(run, "a14", "D1", "remedy", "--reached", "Alla", "--requested", "2026-12-03")
    say(run, "a14", "D1", "trading", "conditions", "--lead-times", "Korta")
    say(run, "a14", "D2", "reaudit", "2026-12-04", "--remedied", "false", "--activity", "M2")
    first, second = read()["deviations"][:2]
    assert second["dispute"] == {
        "raised": "2026-12-01",
        "reason": "Fel fabrik",
        "answered": "2026-12-02",
        "upheld": "true",
        "answer": "Rätt fabrik",
    }
    assert second["reaudit"] == {"activity": "M2", "date": "2026-12-04", "remedied": "false"}
    assert first["action_plan"]["remedy"] == {"reached": "Alla", "requested": "2026-12-03"}
    assert first["action_plan"]["trading_conditions"] == {"lead_times": "Korta"}


def test_what_a_workbook_understands_is_understood_here(run):
    said = ("--method", "egenrapportering", "--planned", "feb 2027", "--responsible", "handläggare")
    say(run, "a14", "monitoring", *said)
    told = {key: read()["monitoring"]["activities"][-1][key] for key in ("method", "planned", "responsible")}
    assert told == {"method": "self_assessment", "planned": "2027-02", "responsible": "buyer.officer"}
    say(run, "a14", "actor", "--name", "X", "--stage", "slutlig tillverkning", "--country", "Malaysia")
    assert (read()["supply_chain"][-1]["stage"], read()["supply_chain"][-1]["country"]) == ("final_manufacturing", "MY")
    say(run, "a14", "risk", "--description", "X", "--countries", "Kina, MY")
    assert read()["risks"][-1]["countries"] == ["CN", "MY"]
    refused = run("record", "a14", "monitoring", "--method", "audit", "--planned", "8/12 2026", *ON)
    assert (refused.code, "'8/12 2026' is not a date" in refused.err) == (1, True)


def test_somebody_who_is_no_contact_is_told_with_the_line_that_enters_that_person(run):
    refused = run("record", "a14", "D2", "plan", "approved", "--by", "buyer.xyz", "--replace", *ON)
    assert refused.code == 1
    command = 'realisera record contracts/a14.yaml contact buyer.xyz --name "…" --email "…"\n'
    assert refused.err.endswith(command)


def test_a_new_penalty_keeps_the_weeks_that_are_agreed(run):
    say(run, "a14", "villkor", "--penalty", "25 000 kr", "--max-weeks", "9", "--notice-days", "60")
    say(run, "a14", "terms", "--penalty", "30 000 EUR")
    terms = look_up(read(), ("clause", "terms"))
    assert terms["penalty"] == {"amount": "30000", "currency": "EUR", "max_weeks": "9"}
    assert terms["notice_days"] == "60"


def test_who_decided_an_extension_by_which_number(run):
    held = look_up(read(), ("dates", "extensions"))
    place = next(number for number, each in enumerate(held) if "decided" not in each)
    say(run, "a14", "extension", "decided", "2026-12-01", "--decision-number", "RS 2026/77", "--delegation", "punkt 4.2")
    extension = look_up(read(), ("dates", "extensions", place))
    assert (extension["decided"], extension["decision_number"], extension["delegation"]) == (
        "2026-12-01",
        "RS 2026/77",
        "punkt 4.2",
    )


HALF = """\
format: 1
id: half
registration_number: RE 9
title: Handskar
clause: {level: basic, version: generation-c}
buyer: {name: Region Exempel}
supplier: {name: Ek AB}
dates:
  awarded: 2026-10-01
  # starts: ÅÅÅÅ-MM-DD
"""


def test_a_file_that_is_not_whole_is_filled_in_field_by_field(run):
    path = Path("contracts/half.yaml")
    path.write_text(HALF, encoding="utf-8")
    first = say(run, path, "field", "dates.starts", "--value", "2026-12-01")
    assert "dates.ends: is missing [RE2001]" in first.out
    wrong = run("record", path, "field", "dates.ends", "--value", "2026-11-30", *ON)
    assert (wrong.code, wrong.err.splitlines()[0]) == (
        1,
        "error: --value: 2026-11-30 is before dates.starts, 2026-12-01 [RE2508]",
    )
    assert run("record", path, "field", "dates.ends", "--value", "2028-11-30", "--dry-run", *ON).code == 0
    assert "ends" not in path.read_text(encoding="utf-8")
    whole = say(run, path, "field", "dates.ends", "--value", "2028-11-30")
    assert "is missing" not in whole.out
    assert run("check", path).code == 0
    for _ in range(2):
        assert run("undo", path).code == 0
    assert path.read_text(encoding="utf-8") == HALF


@pytest.mark.parametrize("words", [("D1", "closed"), ("extension", "decided"), ("change", "--description", "Mer")])
def test_what_hangs_on_the_rest_of_a_file_waits_until_it_is_whole(run, words):
    path = Path("contracts/half.yaml")
    path.write_text(HALF, encoding="utf-8")
    refused = run("record", path, *words, *ON)
    assert (refused.code, "dates.starts: is missing" in refused.err) == (1, True)
    assert path.read_text(encoding="utf-8") == HALF


def test_a_value_that_is_wrong_by_itself_is_not_taken_into_a_file_that_is_not_whole(run):
    path = Path("contracts/half.yaml")
    path.write_text(HALF.replace("level: basic", "level: medel"), encoding="utf-8")
    assert run("record", path, "field", "clause.level", "--value", "mellan", *ON).code == 1
    told = say(run, path, "field", "clause.level", "--value", "advanced")
    assert "level: advanced" in told.out
    assert "dates.starts: is missing" in told.out


@pytest.mark.parametrize(
    ("field", "said", "meant"),
    [
        ("clause.level", "avancerad nivå", "advanced"),
        ("supplier.country", "Kina", "CN"),
        ("value", "12 mkr", {"amount": "12000000", "currency": "SEK"}),
        ("supplier.address", "Hamngatan 1; 123 45 Exempelstad", ["Hamngatan 1", "123 45 Exempelstad"]),
        ("cpv", "33169000-2", ["33169000-2"]),
        ("title", "Saxar; pincetter", "Saxar; pincetter"),
        ("dates.signed", "1 augusti 2024", "2024-08-01"),
    ],
)
def test_a_field_is_said_as_a_cell_of_a_workbook_is(run, field, said, meant):
    say(run, "a14", "field", field, "--value", said)
    value = look_up(read(), tuple(field.split(".")))
    assert value == meant or {key: value[key] for key in meant} == meant


def test_how_long_a_contract_runs_is_said_in_words(run):
    path = Path("contracts/half.yaml")
    path.write_text(HALF.replace("  awarded", "  starts: 2026-12-01\n  awarded"), encoding="utf-8")
    say(run, path, "field", "dates.duration", "--value", "4 år")
    assert look_up(read_nodes(path.read_bytes()).data, ("dates", "duration")) == {"years": "4"}


@pytest.mark.parametrize(("words", "option"), [(("field", "value"), "--value"), (("terms",), "--penalty")])
def test_an_amount_that_can_mean_two_things_is_refused(run, words, option):
    told = run("record", "a14", *words, option, "38.500", *ON)
    assert (told.code, "can mean several things: 38.500, 38500" in told.err) == (1, True)


def test_missing_tells_how_a_file_that_is_not_whole_is_filled_in(run):
    path = Path("contracts/half.yaml")
    path.write_text(HALF, encoding="utf-8")
    told = run("missing", path, *ON)
    assert told.code == 1
    assert "dates.starts: is missing" in told.err
    assert "dates.ends: is missing" in told.err
    lines = [line.strip() for line in told.out.splitlines()]
    for line in lines[lines.index("dates.starts") + 1 :: 2]:
        words = shlex.split(line)[1:]
        if "dates.starts" in words or "dates.ends" in words:
            day = "2026-12-01" if "dates.starts" in words else "2028-11-30"
            assert run(*[day if word == "…" else word for word in words], *ON).code == 0
    assert run("check", path).code == 0


def test_a_misspelled_end_of_what_happened_is_told_with_what_is_near(run, examples):
    contract = examples / "contracts" / "surgical-instruments.yaml"
    for words, near in (
        (("evidence", "acepted"), "evidence accepted"),
        (("verifikat", "godkänt"), "did you mean '<deviation> <action> evidence accepted"),
    ):
        refused = run("record", contract, "D2", "A1", *words)
        assert (refused.code, near in refused.err, "write it as" in refused.err) == (1, True, False), refused.err
    assert "write it as" in run("record", contract, "D2", "A1", "evidence", "zzzz").err
