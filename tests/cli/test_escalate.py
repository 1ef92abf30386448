"""`escalate`: where a deviation stands, a step refused with every reason, a step taken, logged and told."""

from __future__ import annotations

import difflib
import json
import re
import shlex
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent.parent / "examples"
MANAGER = ("--decided-by", "buyer.manager")
LETTER = ("--lang", "sv", "--format", "html")


@pytest.fixture
def before(contract):
    """The contract file as it was."""
    return contract.read_bytes()


def added(before, contract):
    """The lines that the file has more than before; that it lacks none."""
    changes = list(difflib.ndiff(before.decode().splitlines(), contract.read_text(encoding="utf-8").splitlines()))
    assert [line for line in changes if line.startswith("-")] == []
    return [line[2:] for line in changes if line.startswith("+")]


def test_it_tells_where_a_deviation_stands_and_changes_nothing(run, contract, before, tmp_path):
    told = run("escalate", contract, "D2", "--on", "2026-11-22")
    assert (told.code, told.err) == (0, "")
    assert told.out.splitlines() == [
        "RE-2024-0307, deviation D2, on 2026-11-22",
        "Ladder: this product's default ladder, not an official one",
        "  2026-05-20  dialogue (dialog)",
        "  2026-10-05  reminder (påminnelse)",
        "  2026-10-26  written_warning (skriftlig varning)",
        "  2026-11-17  management_meeting (möte med ledningen)",
        "Stands at: management_meeting (möte med ledningen)",
        "Answer due: 2026-12-01",
        "Ground: the action plan is not followed, since 2026-10-01: A2 (2026-09-30), A3 (2026-11-15)",
        "Next step: penalty (vite), from 2026-12-02",
        "Decided by: buyer.manager",
        f'  realisera escalate {contract} D2 --step penalty --on 2026-12-02 --decided-by buyer.manager --reason "…"',
    ]
    assert contract.read_bytes() == before
    assert not (tmp_path / "output").exists()


def test_when_the_answer_is_late_the_next_step_is_due(run, contract):
    lines = run("escalate", contract, "D2", "--on", "2026-12-02").out.splitlines()
    assert [line for line in lines if line.startswith(("Answer", "Next"))] == [
        "Answer due: 2026-12-01 (no answer)",
        "Next step: penalty (vite), due since 2026-12-02",
    ]


def test_nothing_comes_next_for_a_deviation_that_is_closed_or_in_order(run, contract):
    closed, in_order = (run("escalate", contract, name, "--on", "2026-11-22").out for name in ("D3", "D1"))
    assert closed.splitlines()[-1] == "The deviation was closed on 2025-08-20."
    assert "Next step: reminder (påminnelse), not while all goes as agreed" in in_order


def test_a_step_is_refused_with_every_reason(run, contract, before, tmp_path):
    refused = run(
        "escalate", contract, "D2", "--step", "termination_with_notice", "--on", "2026-11-22", "--decided-by", "buyer.officer"
    )
    assert (refused.code, refused.out) == (1, "")
    start = f"{contract}:160:7: error: deviations[1].escalation: "
    assert [line.removeprefix(start) for line in refused.err.splitlines() if not line.startswith("  hint")] == [
        "penalty comes before termination_with_notice and has not been taken [RE7057]",
        "call_off_suspension comes before termination_with_notice and has not been taken [RE7057]",
        "the supplier has until 2026-12-01 to answer management_meeting [RE7058]",
        "buyer.officer does not decide on termination_with_notice [RE7059]",
        (
            "the deviation is child labour, and no action of the plan is marked as one that remedies the children's situation "
            "[RE7069]"
        ),
    ]
    assert contract.read_bytes() == before
    assert not (tmp_path / "output").exists()


def test_a_step_that_is_asked_about_is_not_taken(run, contract, before):
    asked = run("escalate", contract, "D2", "--step", "penalty", "--on", "2026-12-02")
    assert (asked.code, asked.out.splitlines()[-1]) == (0, "penalty may be taken.")
    early = run("escalate", contract, "D2", "--step", "penalty", "--on", "2026-12-01")
    assert (early.code, early.out.count("error:")) == (1, 1)
    assert contract.read_bytes() == before


def test_a_step_is_logged_by_one_line_and_its_letter_made(run, contract, before, tmp_path):
    reason = 'A2 och A3 är "fortfarande" inte klara: inget svar.'
    taken = run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, "--reason", reason, *LETTER)
    letter = "RE-2024-0307/escalation-letter.D2.penalty.sv.html"
    *warned, made = taken.out.splitlines()
    assert (taken.code, made, taken.err.splitlines()[-1]) == (0, f"output/{letter}", "penalty of D2 is now in the log.")
    assert [line.partition(": ")[2] for line in warned if "warning" in line] == [
        "warning: deviations[1].escalation: the log has no answer to management_meeting, and the letter will say so [RE7028]"
    ]
    entry = "step: penalty, date: 2026-12-02, decided_by: buyer.manager, answer_due: 2026-12-30, reason: "
    assert added(before, contract) == [f"      - {{{entry}{json.dumps(reason, ensure_ascii=False)}}}"]
    page = (tmp_path / "output" / letter).read_text(encoding="utf-8")
    assert reason.replace('"', "&quot;") in page or reason in page
    manifest = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert [(file["path"], file["item"], file["date"]) for file in manifest["files"]] == [(letter, "D2.penalty", "2026-12-02")]


def test_a_decision_that_lies_ahead_is_refused_and_one_of_today_taken(run, contract, before):
    words = ("escalate", contract, "D2", "--step", "penalty", "--on", "2026-12-02", *MANAGER, *LETTER, "--today")
    early = run(*words, "2026-12-01")
    assert (early.code, early.out, contract.read_bytes()) == (1, "", before)
    assert early.err.splitlines() == [
        "error: --on: 2026-12-02 lies ahead: the day is 2026-12-01 [RE2056]",
        "  hint: take the step on that day, or a later one",
    ]
    assert run(*words, "2026-12-02").code == 0
    assert run("check", contract, "--on", "2026-12-02").code == 0


def test_where_a_deviation_will_stand_may_be_asked(run, contract):
    told = run("escalate", contract, "D2", "--on", "2026-12-02", "--today", "2026-11-22")
    assert (told.code, told.out.splitlines()[0]) == (0, "RE-2024-0307, deviation D2, on 2026-12-02")


def test_a_step_is_not_taken_twice(run, contract):
    steps = [run("escalate", contract, "D2", "--on", "2026-12-02", "--step", "penalty", *MANAGER, *LETTER) for _ in range(2)]
    assert [step.code for step in steps] == [0, 1]
    assert "penalty was taken on 2026-12-02" in steps[1].err


def test_a_step_is_passed_over_with_a_reason_and_without_letter(run, contract, before, tmp_path):
    passed = run("escalate", contract, "D2", "--on", "2026-12-02", "--skip", *MANAGER, "--reason", "Provas av domstol.")
    assert (passed.code, passed.out) == (0, "")
    assert passed.err.splitlines()[-1] == "penalty of D2 is now in the log as passed over."
    assert added(before, contract) == [
        '      - {step: penalty, date: 2026-12-02, decided_by: buyer.manager, skipped: {reason: "Provas av domstol."}}'
    ]
    assert not (tmp_path / "output").exists()
    following = run("escalate", contract, "D2", "--on", "2026-12-03").out
    assert "  2026-12-02  penalty (vite): passed over: Provas av domstol.\n" in following
    assert "Next step: call_off_suspension (avropsstopp), due since 2026-12-02" in following


@pytest.mark.parametrize(
    "wrong",
    [
        ("--skip", "--reason", "Därför."),
        ("--reason", "Därför."),
        ("--skip", *MANAGER),
        ("--skip", *MANAGER, "--reason", "  "),
        ("--on", "2026-02-30"),
    ],
)
def test_wrong_usage_changes_nothing(run, contract, before, wrong):
    assert run("escalate", contract, "D2", *wrong).code == 2
    assert contract.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("D9",), "this contract has no deviation 'D9'"),
        (("D2", "--step", "penality", *MANAGER), "the ladder has no step 'penality'"),
        (("D2", "--on", "2026-12-02", "--decided-by", "buyer.officer"), "buyer.officer does not decide on penalty"),
        (
            ("D2", "--on", "2026-12-02", "--decided-by", "buyer.director"),
            "'buyer.director' is nobody at the buyer in this contract",
        ),
        (("D2", "--decided-by", "supplier.management"), "'supplier.management' is nobody at the buyer in this contract"),
        (("D2", "--decided-by", "chefen"), "there are: buyer.officer (Åsa Öberg), "),
    ],
)
def test_what_is_not_there_is_told(run, contract, before, words, message):
    told = run("escalate", contract, *words)
    assert told.code == 1
    assert message in told.err
    assert contract.read_bytes() == before


def test_nothing_is_logged_where_the_letter_lacks_something(run, contract):
    text = contract.read_text(encoding="utf-8")
    contract.write_text(text.replace("  address: [Hamnvägen 3, 211 20 Malmö]\n", ""), encoding="utf-8")
    lacking = contract.read_bytes()
    refused = run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    assert refused.code == 1
    assert "supplier.address: the document escalation-letter needs this field" in refused.err
    assert contract.read_bytes() == lacking


NO_REMEDIATION = (
    "error: deviations[1].escalation: "
    "the deviation is child labour, and no action of the plan is marked as one that remedies the children's situation"
)


def replace(contract, *changes):
    """Write other words into the contract file; each stands there once."""
    text = contract.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    contract.write_text(text, encoding="utf-8")


def test_children_must_be_helped_before_work_is_taken_from_them(run, contract):
    run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    logged = contract.read_bytes()
    words = ("escalate", contract, "D2", "--on", "2026-12-31")
    told, asked, refused = run(*words), run(*words, "--step", "call_off_suspension"), run(*words, *MANAGER, *LETTER)
    assert (told.code, asked.code, refused.code) == (0, 1, 1)
    assert [NO_REMEDIATION in text for text in (told.out, asked.out, refused.err)] == [True] * 3
    assert "Next step: call_off_suspension (avropsstopp), due since 2026-12-31" in told.out
    assert contract.read_bytes() == logged
    replace(contract, ("due: 2026-08-15, done: 2026-08-20", "due: 2026-08-15, done: 2026-08-20, remediation: true"))
    assert NO_REMEDIATION not in run(*words).out
    assert run(*words, *MANAGER, *LETTER).code == 0


def test_what_stands_in_the_way_of_a_step_that_is_due_is_told_without_asking(run, contract):
    run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    told = [run("escalate", contract, "D2", "--on", day).out for day in ("2026-12-30", "2026-12-31")]
    assert [NO_REMEDIATION in text for text in told] == [False, True]  # It waits for an answer until the 30th.


def test_a_condition_is_told_with_the_field_that_shows_it(run, contract):
    run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    replace(contract, ("    severe_kind: child_labour\n", "    severe_kind: child_labour\n    severe_remedied_at_once: no\n"))
    lines = run("escalate", contract, "D2", "--on", "2027-01-20").out.splitlines()
    start = "Condition for immediate termination: "
    assert [line.removeprefix(start) for line in lines if line.startswith(start)] == [
        "a severe deviation that was not remedied at once (2026-05-18, severe_remedied_at_once)",
        "the penalty has reached its maximum (2027-01-20, escalation[4])",
    ]


def test_a_penalty_whose_ground_has_ceased_wants_its_last_day(run, contract):
    run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    replace(contract, *((f"due: {day}}}", f"due: {day}, done: 2026-12-10}}") for day in ("2026-09-30", "2026-11-15")))
    wish = "The ground for the penalty has ceased: fill in its last day (until) in the log.\n"
    days = ("2026-12-09", "2026-12-10")
    assert [wish in run("escalate", contract, "D2", "--on", day).out for day in days] == [False, True]
    replace(contract, ("answer_due: 2026-12-30}", "answer_due: 2026-12-30, until: 2026-12-10}"))
    assert wish not in run("escalate", contract, "D2", "--on", "2026-12-10").out


@pytest.mark.parametrize(
    ("answered", "reason", "warnings"),
    [
        (
            False,
            (),
            [
                "the log has no answer to management_meeting, and the letter will say so [RE7028]",
                "no reason is given, and the record will show the gap [RE7030]",
            ],
        ),
        (False, ("--reason", "Därför."), ["the log has no answer to management_meeting, and the letter will say so [RE7028]"]),
        (True, (), ["no reason is given, and the record will show the gap [RE7030]"]),
        (True, ("--reason", "Därför."), []),
    ],
)
def test_what_the_log_will_lack_is_warned_of(run, contract, answered, reason, warnings):
    if answered:
        replace(contract, ("answer_due: 2026-12-01", "answer_due: 2026-12-01, answered: 2026-11-30"))
    taken = run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *reason, *LETTER)
    start = "warning: deviations[1].escalation: "
    assert [line.partition(start)[2] for line in taken.out.splitlines() if start in line] == warnings
    assert taken.code == 0


def test_a_step_that_is_passed_over_has_no_warnings(run, contract):
    passed = run("escalate", contract, "D2", "--on", "2026-12-02", "--skip", *MANAGER, "--reason", "Provas av domstol.")
    assert "warning" not in passed.out + passed.err


def test_who_supplies_care_meanwhile_is_asked_for_before_call_offs_are_suspended(run, contract):
    replace(contract, ("due: 2026-08-15, done: 2026-08-20", "due: 2026-08-15, done: 2026-08-20, remediation: true"))
    run("escalate", contract, "D2", "--date", "2026-12-02", "--step", "penalty", "--skip", *MANAGER, "--reason", "Provas.")
    words = ("escalate", contract, "D2", "--date", "2026-12-02")
    assert "Before it is decided, find out who supplies care meanwhile, and say so with --supply." in run(*words).out
    text = contract.read_text(encoding="utf-8")
    silent = run(*words, *MANAGER, "--reason", "Därför.", *LETTER)
    assert "nothing says who supplies care while call_off_suspension lasts" in silent.out
    contract.write_text(text, encoding="utf-8", newline="\n")
    told = run(
        *words, *MANAGER, "--reason", "Därför.", "--supply", "Region Grannen.", "--decision-number", "RS 77",
        "--delegation", "Punkt 4.2", *LETTER, "--out", contract.parent / "again",
    )  # fmt: skip
    assert (told.code, "supplies care" in told.out) == (0, False)
    logged = contract.read_text(encoding="utf-8")
    for field in ('decision_number: "RS 77"', 'delegation: "Punkt 4.2"', 'supply_meanwhile: "Region Grannen."'):
        assert field in logged


@pytest.mark.parametrize("option", ["--supply", "--decision-number", "--delegation"])
def test_nothing_is_said_of_a_decision_that_nobody_made(run, contract, before, option):
    refused = run("escalate", contract, "D2", option, "x")
    assert (refused.code, contract.read_bytes()) == (2, before)
    assert "say who decided, with --decided-by" in refused.err


def test_a_report_has_no_deviations(run, workspace):
    refused = run("escalate", workspace / "reports" / "2026.yaml", "D2")
    assert (refused.code, refused.out) == (2, "")
    assert "is a report, not a contract" in refused.err


def test_a_letter_that_fails_after_the_step_was_logged_can_be_made_again(run, contract, tmp_path):
    (tmp_path / "my output").mkdir()
    (tmp_path / "my output" / "RE-2024-0307").write_text("in the way", encoding="utf-8")
    words = ("--on", "2026-12-02", *MANAGER, *LETTER, "--out", "my output")
    taken = run("escalate", contract, "D2", *words)
    again = (
        f"escalation-letter {contract} --deviation D2 --step penalty --on 2026-12-02 --lang sv --format html --out 'my output'"
    )
    assert taken.code == 1
    assert "penalty of D2 is now in the log.\n" in taken.err
    assert f"Make the letter again with: realisera generate {again}\n" in taken.err
    assert contract.read_text(encoding="utf-8").count("step: penalty") == 1
    (tmp_path / "my output" / "RE-2024-0307").unlink()
    made = run("generate", *shlex.split(again))
    assert (made.code, made.out.splitlines()[-1]) == (0, "my output/RE-2024-0307/escalation-letter.D2.penalty.sv.html")


# No letter of a step that isn't logged


@pytest.mark.parametrize(
    ("on", "words", "message"),
    [
        ("2026-12-02", ("--step", "penalty"), "the step 'penalty' of D2 has not been taken by 2026-12-02 [RE6023]"),
        ("2026-10-04", ("--step", "reminder"), "the step 'reminder' of D2 has not been taken by 2026-10-04 [RE6023]"),
        ("2026-05-19", (), "no step of D2 has been taken by 2026-05-19 [RE6024]"),
    ],
)
def test_no_letter_is_made_of_a_step_that_is_not_in_the_log(run, contract, on, words, message):
    before = contract.read_bytes()
    refused = run("generate", "escalation-letter", contract, "--deviation", "D2", *words, "--on", on, *LETTER)
    assert (refused.code, refused.out) == (1, "")
    assert f"{contract}:160:7: error: deviations[1].escalation: {message}\n" in refused.err
    assert list(contract.parents[2].rglob("*.html")) == []
    assert contract.read_bytes() == before


def test_a_step_that_no_deviation_has_taken_has_no_letters(run, contract, tmp_path):
    made = run("generate", "escalation-letter", contract, "--step", "penalty", "--on", "2026-12-02", *LETTER)
    assert (made.out, "Nothing to make" in made.err) == ("", True)
    assert list((tmp_path / "output").rglob("*.html")) == []


def test_a_letter_that_was_logged_for_a_day_ahead_is_not_made_before_it(run, contract):
    run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, *LETTER)
    words = ("generate", "escalation-letter", contract, "--deviation", "D2", "--step", "penalty", *LETTER, "--out", "other")
    early, due = run(*words, "--on", "2026-12-01"), run(*words, "--on", "2026-12-02")
    assert (early.code, early.out, due.code) == (1, "", 0)
    assert "the step 'penalty' of D2 has not been taken by 2026-12-01" in early.err
    assert due.out.splitlines()[-1] == "other/RE-2024-0307/escalation-letter.D2.penalty.sv.html"


def test_a_regions_own_ladder_is_climbed_instead(run, workspace, contract):
    folder = workspace / "content" / "ladder"
    folder.mkdir(parents=True)
    (workspace / "realisera.toml").write_text('ladder = "kort"\n', encoding="utf-8")
    steps = ("dialogue", "reminder", "written_warning", "management_meeting", "talk")
    lines = ["steps:"]
    for number, key in enumerate(steps):
        lines += [f"  {key}:", f"    name: {key}", "    decided_by: [buyer.officer]", "    answer_days: 7", "    letter: [Hej.]"]
        lines += [f"    after: [{steps[number - 1]}]"] if number else []
        lines += [f"    next: [{steps[number + 1]}]"] if key != steps[-1] else []
    (folder / "kort.yaml").write_text("\n".join(lines), encoding="utf-8")
    told = run("escalate", contract, "D2", "--on", "2026-12-02")
    assert told.out.splitlines()[1] == "Ladder: the organisation's own ladder"
    assert "Next step: talk (talk), due since 2026-12-02" in told.out
    taken = run("escalate", contract, "D2", "--on", "2026-12-02", "--decided-by", "buyer.officer", *LETTER)
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "output/RE-2024-0307/escalation-letter.D2.talk.sv.html")


def test_text_that_is_not_translated_is_refused_or_marked(run, workspace, contract, before):
    folder = workspace / "content" / "ladder"
    folder.mkdir(parents=True)
    ladder = (EXAMPLES.parent / "content" / "ladder" / "default.yaml").read_text(encoding="utf-8")
    (folder / "region.yaml").write_text(ladder.replace("name: vite\n", "name: sanktionsavgift\n"), encoding="utf-8")
    (workspace / "realisera.toml").write_text('ladder = "region"\n', encoding="utf-8")
    words = ("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, "--lang", "en", "--format", "html")
    refused = run(*words)
    assert (refused.code, "sanktionsavgift" in refused.err) == (1, True)
    assert contract.read_bytes() == before
    marked = run(*words, "--draft")
    assert (marked.code, marked.out.splitlines()[-1]) == (0, "output/RE-2024-0307/escalation-letter.D2.penalty.en.html")


@pytest.mark.long
def test_two_decisions_at_once_are_not_both_taken(start, contract, tmp_path):
    words = ("escalate", contract.resolve(), "D2", "--on", "2026-12-02", "--step", "penalty", *MANAGER, *LETTER)
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda number: start(*words, "--out", tmp_path / f"out{number}"), range(3)))
    assert sorted(each.code for each in runs) == [0, 1, 1]
    assert contract.read_text(encoding="utf-8").count("step: penalty") == 1


@pytest.mark.long
def test_two_decisions_on_two_deviations_at_once_are_both_taken(start, run, contract, before, tmp_path):
    reminder = ("D1", "--on", "2027-02-10", "--step", "reminder", "--decided-by", "buyer.officer")
    penalty = ("D2", "--on", "2026-12-02", "--step", "penalty", *MANAGER)

    def decide(words):
        return start("escalate", contract.resolve(), *words, *LETTER, "--out", tmp_path / "out")

    with ThreadPoolExecutor(2) as pool:
        assert [each.code for each in pool.map(decide, (reminder, penalty))] == [0, 0]
    assert sorted(added(before, contract)) == [
        "      - {step: penalty, date: 2026-12-02, decided_by: buyer.manager, answer_due: 2026-12-30}",
        "      - {step: reminder, date: 2027-02-10, decided_by: buyer.officer, answer_due: 2027-02-24}",
    ]
    told = [run("escalate", contract, name, "--on", "2027-02-10").out for name in ("D1", "D2")]
    assert ["Stands at: reminder" in told[0], "Stands at: penalty" in told[1]] == [True, True]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    letters = {f"RE-2024-0307/escalation-letter.{item}.sv.html" for item in ("D1.reminder", "D2.penalty")}
    assert {file["path"] for file in manifest["files"]} == letters


# How a letter is sent, and which day a reasonable notice ends


def test_how_the_letter_is_sent_is_logged_and_decides_from_when_its_time_runs(run, contract):
    replace(contract, ("\nbuyer:\n", "\nnotices: {deemed_received_days: 3, channels: [registered_letter]}\nbuyer:\n"))
    agreed = contract.read_bytes()
    entries = []
    for channel in ("email", "registered_letter"):
        contract.write_bytes(agreed)
        words = ("--on", "2026-12-02", *MANAGER, "--reason", "Därför.", "--sent-by", channel)
        assert run("escalate", contract, "D2", *words, *LETTER, "--out", channel).code == 0
        entries += added(agreed, contract)
    start = "      - {step: penalty, date: 2026-12-02, decided_by: buyer.manager, sent_by:"
    assert entries == [
        f'{start} email, answer_due: 2026-12-30, reason: "Därför."}}',
        f'{start} registered_letter, answer_due: 2027-01-04, reason: "Därför."}}',  # 28 days from the 5th; the 2nd is a Saturday
    ]


def read_without_deviations(contract):
    """The text of a contract file whose deviations stand in lines of their own, without them."""
    text = contract.read_text(encoding="utf-8")
    rest = re.sub(r"^deviations:\n(?: .*\n)+", "", text, flags=re.MULTILINE)
    assert rest != text
    return rest


@pytest.fixture
def unnumbered(workspace):
    """A basic contract with no days of notice, and a deviation that stands at the meeting, with a plan that isn't kept."""
    contract = workspace / "contracts" / "cleaning.yaml"
    manager = "    manager: {name: Pär Ek, email: par.ek@region.example}\n"
    text = read_without_deviations(contract).replace("    officer: {name: Åsa", f"{manager}    officer: {{name: Åsa", 1)
    steps = [("dialogue", "2025-11-03"), ("reminder", "2025-12-01"), ("written_warning", "2026-01-12")]
    steps += [("management_meeting", "2026-02-09")]
    log = "".join(
        f'      - {{step: {step}, date: {day}, decided_by: buyer.{"officer" if number < 2 else "manager"}, reason: "Därför."}}\n'
        for number, (step, day) in enumerate(steps)
    )
    actions = "{id: A1, description: Lön., due: 2025-10-31}"
    plan = f"action_plan: {{requested: 2025-10-02, received: 2025-10-06, approved: 2025-10-07, actions: [{actions}]}}"
    deviation = f"deviations:\n  - id: D1\n    found: 2025-10-01\n    severity: minor\n    {plan}\n    escalation:\n{log}"
    contract.write_text(text + deviation, encoding="utf-8")
    return contract


TERMINATE = ("--step", "termination_with_notice", "--on", "2026-03-02", *MANAGER, "--reason", "Därför.", *LETTER)


def test_the_day_that_a_reasonable_notice_ends_is_logged_and_told(run, unnumbered, tmp_path):
    before = unnumbered.read_bytes()
    words = ("--ends", "2026-06-30", "--sent-by", "registered_letter")
    taken = run("escalate", unnumbered, "D1", *TERMINATE, *words)
    assert taken.code == 0, taken.err
    entry = "step: termination_with_notice, date: 2026-03-02, decided_by: buyer.manager, sent_by: registered_letter"
    assert added(before, unnumbered) == [f'      - {{{entry}, ends: 2026-06-30, reason: "Därför."}}']
    letter = tmp_path / "output/RE-2023-0044/escalation-letter.D1.termination_with_notice.sv.html"
    assert "upphör den 30\N{NO-BREAK SPACE}juni\N{NO-BREAK SPACE}2026" in letter.read_text(encoding="utf-8")


def test_a_termination_without_days_of_notice_asks_for_its_end(run, unnumbered):
    taken = run("escalate", unnumbered, "D1", *TERMINATE)
    assert taken.code == 0
    assert (
        "warning: deviations[0].escalation: the contract has no days of notice, and the letter can't say when it ends [RE7033]"
        in taken.out
    )
    assert "hint: say which day a reasonable notice ends, with --ends" in taken.out


def test_an_end_later_than_the_contracts_own_is_warned_of(run, unnumbered):
    taken = run("escalate", unnumbered, "D1", *TERMINATE, "--ends", "2027-04-01")
    assert taken.code == 0
    assert "warning: deviations[0].escalation[4].ends: " in taken.out


@pytest.mark.parametrize(
    ("terms", "words", "message"),
    [
        ("", ("--ends", "2026-03-01"), "deviations[0].escalation[4].ends: 2026-03-01 is before"),
        (
            "  terms: {notice_days: 90}\n",
            ("--ends", "2026-06-30"),
            "the contract has 90 days of notice, and they decide when it ends",
        ),
    ],
)
def test_an_end_that_cannot_be_is_refused(run, unnumbered, terms, words, message):
    replace(unnumbered, ('  version: "2023"\n', f'  version: "2023"\n{terms}'))
    before = unnumbered.read_bytes()
    refused = run("escalate", unnumbered, "D1", *TERMINATE, *words)
    assert (refused.code, refused.out) == (1, "")
    assert message in refused.err
    assert unnumbered.read_bytes() == before


def test_only_a_termination_with_notice_has_an_end(run, contract, before):
    refused = run("escalate", contract, "D2", "--on", "2026-12-02", *MANAGER, "--ends", "2027-03-31", *LETTER)
    assert (refused.code, refused.out) == (1, "")
    assert "penalty does not end the contract on a day of its own" in refused.err
    assert contract.read_bytes() == before


# The last resort


def test_a_step_that_ends_the_contract_is_taken_by_its_name_alone_with_what_was_not_tried(run, unnumbered):
    before = unnumbered.read_bytes()
    told = run("escalate", unnumbered, "D1", "--on", "2026-03-02").out.splitlines()
    assert "Next step: termination_with_notice (uppsägning), due since 2026-02-24" in told
    assert "Not tried before it, since they do not apply: penalty, call_off_suspension" in told
    assert "It ends the contract: the last resort, after repeated attempts. Consider what becomes of those affected." in told
    refused = run("escalate", unnumbered, "D1", "--on", "2026-03-02", *MANAGER, "--reason", "Därför.", *LETTER)
    assert (refused.code, refused.out, unnumbered.read_bytes()) == (2, "", before)
    assert "termination_with_notice, ends the contract [RE9020]\n" in refused.err
    assert "hint: take it by its name: --step termination_with_notice\n" in refused.err


def test_why_sanctions_do_not_come_first_is_told_with_what_is_due(run, contract):
    reason = "Smedjan släpper inte in någon."
    replace(
        contract,
        ("    severe_kind: child_labour\n", f"    severe_kind: child_labour\n    ground_excluded: {{reason: {reason}}}\n"),
    )
    told = run("escalate", contract, "D2", "--on", "2026-12-02").out
    assert f"penalty (vite): does not apply: the ground is excluded, {reason}\n" in told
    due = " ".join(run("due", contract, "--on", "2026-12-02", "--within", "1d").out.split())
    assert "Not for this deviation, since the clause excludes its ground: penalty, suspension of call-offs." in due
    assert "termination with notice ends the contract: it is the last resort, after repeated attempts." in due


# A step that is taken again, after a way back


def test_a_step_taken_again_has_a_letter_of_its_own_beside_the_first(run, workspace, tmp_path):
    contract = workspace / "contracts" / "cleaning.yaml"
    actions = "{id: A1, description: Lön., due: 2025-10-31, done: 2025-12-10}, {id: A2, description: Schema., due: 2026-01-31}"
    plan = f"{{requested: 2025-10-02, received: 2025-10-06, approved: 2025-10-07, actions: [{actions}]}}"
    log = (
        "      - {step: dialogue, date: 2025-10-01, decided_by: buyer.officer, answered: 2025-10-06, outcome: Plan.}\n"
        "      - {step: reminder, date: 2025-12-01, decided_by: buyer.officer, answered: 2025-12-10, outcome: Klart.}\n"
    )
    deviation = f"deviations:\n  - id: D1\n    found: 2025-10-01\n    action_plan: {plan}\n    escalation:\n{log}"
    contract.write_text(read_without_deviations(contract) + deviation, encoding="utf-8")
    made = run("generate", "escalation-letter", contract, "--deviation", "D1", "--on", "2025-12-01", *LETTER)
    first = tmp_path / "output/RE-2023-0044/escalation-letter.D1.reminder.sv.html"
    before = first.read_bytes()
    taken = run("escalate", contract, "D1", "--on", "2026-02-02", "--decided-by", "buyer.officer", "--reason", "Igen.", *LETTER)
    assert (made.code, taken.code) == (0, 0), taken.err
    assert taken.out.splitlines()[-1] == "output/RE-2023-0044/escalation-letter.D1.reminder-2.sv.html"
    assert first.read_bytes() == before
    manifest = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted((file["item"], file["date"]) for file in manifest["files"]) == [
        ("D1.reminder", "2025-12-01"),
        ("D1.reminder-2", "2026-02-02"),
    ]
    verified = run("verify", "output")
    assert (verified.code, verified.out.count("as it was made")) == (0, 2), verified.out
    chosen = ("--deviation", "D1", "--on", "2026-02-02", *LETTER, "--out", "again", "--step")
    again = ("generate", "escalation-letter", contract, *chosen)
    for letter in ("reminder", "reminder-2"):
        assert run(*again, letter).out.splitlines()[-1] == f"again/RE-2023-0044/escalation-letter.D1.{letter}.sv.html"
    assert "steps taken: dialogue, reminder, reminder-2" in run(*again, "reminder-3").err


# Whoever decides is somebody in the contract


@pytest.mark.parametrize("who", ["buyer.manager", "manager", "Maria Hellström", "maria  hellström"])
def test_who_decides_is_named_by_role_or_by_name_and_logged_by_role(run, contract, before, who):
    assert run("escalate", contract, "D2", "--on", "2026-12-02", "--decided-by", who, "--reason", "x", *LETTER).code == 0
    assert "decided_by: buyer.manager," in added(before, contract)[0]


def test_two_persons_of_one_name_are_told_apart_by_their_roles(run, contract):
    replace(contract, ("name: Maria Hellström", "name: Åsa Öberg"))
    refused = run("escalate", contract, "D2", "--on", "2026-12-02", "--decided-by", "Åsa Öberg")
    assert refused.code == 1
    assert "there are: buyer.officer (Åsa Öberg), " in refused.err


def test_a_step_that_nobody_in_the_contract_may_decide_is_told(run, unnumbered):
    manager = "    manager: {name: Pär Ek, email: par.ek@region.example}\n"
    assert "names nobody of these" not in run("escalate", unnumbered, "D1", "--on", "2026-03-02").out
    text = (
        unnumbered.read_text(encoding="utf-8")
        .replace(manager, "")
        .replace("decided_by: buyer.manager", "decided_by: buyer.officer")
    )
    unnumbered.write_text(text, encoding="utf-8")
    told = run("escalate", unnumbered, "D1", "--on", "2026-03-02").out
    assert "Decided by: buyer.manager\nThe contract names nobody of these: add one to buyer.contacts.\n" in told


def test_the_day_may_be_told_by_its_earlier_name(run, contract):
    days = [run("escalate", contract, "D2", name, "2026-12-02").out for name in ("--on", "--date")]
    assert days[0] == days[1]
    assert "--date" not in run("escalate", "--help").out


def test_a_reason_may_be_given_once_a_language(run, contract):
    reasons = ("--reason", "sv: A1 är försenad.", "--reason", "en: A1 is late.")
    done = run("escalate", contract, "D2", "--step", "penalty", "--on", "2026-12-02", "--decided-by", "buyer.manager", *reasons)
    assert done.code == 0, done.err
    assert 'reason: {sv: "A1 är försenad.", en: "A1 is late."}' in contract.read_text(encoding="utf-8")


def test_why_no_step_comes_next_is_told(run, contract):
    ended = run("escalate", contract, "D2", "--on", "2029-12-02")
    assert "The contract ended on 2027-08-31: no step comes next." in ended.out
