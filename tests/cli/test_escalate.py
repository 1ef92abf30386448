"""`escalate`: where a deviation stands, a step refused with every reason, a step taken, logged and told."""

from __future__ import annotations

import difflib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest

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
    told = run("escalate", contract, "D2", "--date", "2026-11-22")
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
        f"  realisera escalate {contract} D2 --step penalty --date 2026-12-02 --decided-by buyer.manager --reason …",
    ]
    assert contract.read_bytes() == before
    assert not (tmp_path / "output").exists()


def test_when_the_answer_is_late_the_next_step_is_due(run, contract):
    lines = run("escalate", contract, "D2", "--date", "2026-12-02").out.splitlines()
    assert [line for line in lines if line.startswith(("Answer", "Next"))] == [
        "Answer due: 2026-12-01 (no answer)",
        "Next step: penalty (vite), due since 2026-12-02",
    ]


def test_nothing_comes_next_for_a_deviation_that_is_closed_or_in_order(run, contract):
    closed, in_order = (run("escalate", contract, name, "--date", "2026-11-22").out for name in ("D3", "D1"))
    assert closed.splitlines()[-1] == "The deviation was closed on 2025-08-20."
    assert "Next step: reminder (påminnelse), not while all goes as agreed" in in_order


def test_a_step_is_refused_with_every_reason(run, contract, before, tmp_path):
    refused = run(
        "escalate", contract, "D2", "--step", "termination_with_notice", "--date", "2026-11-22", "--decided-by", "buyer.officer"
    )
    assert (refused.code, refused.out) == (1, "")
    start = f"{contract}:138:7: error: deviations[1].escalation: "
    assert [line.removeprefix(start) for line in refused.err.splitlines() if not line.startswith("  hint")] == [
        "penalty comes before termination_with_notice and has not been taken",
        "call_off_suspension comes before termination_with_notice and has not been taken",
        "the supplier has until 2026-12-01 to answer management_meeting",
        "buyer.officer does not decide on termination_with_notice",
    ]
    assert contract.read_bytes() == before
    assert not (tmp_path / "output").exists()


def test_a_step_that_is_asked_about_is_not_taken(run, contract, before):
    asked = run("escalate", contract, "D2", "--step", "penalty", "--date", "2026-12-02")
    assert (asked.code, asked.out.splitlines()[-1]) == (0, "penalty may be taken.")
    early = run("escalate", contract, "D2", "--step", "penalty", "--date", "2026-12-01")
    assert (early.code, early.out.count("error:")) == (1, 1)
    assert contract.read_bytes() == before


def test_a_step_is_logged_by_one_line_and_its_letter_made(run, contract, before, tmp_path):
    reason = 'A2 och A3 är "fortfarande" inte klara: inget svar.'
    taken = run("escalate", contract, "D2", "--date", "2026-12-02", *MANAGER, "--reason", reason, *LETTER)
    letter = "RE-2024-0307/escalation-letter.D2.penalty.sv.html"
    *warned, made = taken.out.splitlines()
    assert (taken.code, made, taken.err.splitlines()[-1]) == (0, f"output/{letter}", "penalty of D2 is now in the log.")
    assert [line.partition(": ")[2] for line in warned if "warning" in line] == [
        "warning: deviations[1].escalation: the log has no answer to management_meeting, and the letter will say so"
    ]
    entry = "step: penalty, date: 2026-12-02, decided_by: buyer.manager, answer_due: 2026-12-30, reason: "
    assert added(before, contract) == [f"      - {{{entry}{json.dumps(reason, ensure_ascii=False)}}}"]
    page = (tmp_path / "output" / letter).read_text(encoding="utf-8")
    assert reason.replace('"', "&quot;") in page or reason in page
    manifest = json.loads((tmp_path / "output" / "manifest.json").read_text(encoding="utf-8"))
    assert [(file["path"], file["item"], file["date"]) for file in manifest["files"]] == [(letter, "D2.penalty", "2026-12-02")]


def test_a_step_is_not_taken_twice(run, contract):
    steps = [run("escalate", contract, "D2", "--date", "2026-12-02", "--step", "penalty", *MANAGER, *LETTER) for _ in range(2)]
    assert [step.code for step in steps] == [0, 1]
    assert "penalty was taken on 2026-12-02" in steps[1].err


def test_a_step_is_passed_over_with_a_reason_and_without_letter(run, contract, before, tmp_path):
    passed = run("escalate", contract, "D2", "--date", "2026-12-02", "--skip", *MANAGER, "--reason", "Provas av domstol.")
    assert (passed.code, passed.out) == (0, "")
    assert passed.err.splitlines()[-1] == "penalty of D2 is now in the log as passed over."
    assert added(before, contract) == [
        '      - {step: penalty, date: 2026-12-02, decided_by: buyer.manager, skipped: {reason: "Provas av domstol."}}'
    ]
    assert not (tmp_path / "output").exists()
    following = run("escalate", contract, "D2", "--date", "2026-12-03").out
    assert "2026-12-02  penalty (vite): passed over, with a reason" in following
    assert "Next step: call_off_suspension (avropsstopp), due since 2026-12-02" in following


@pytest.mark.parametrize(
    "wrong",
    [
        ("--skip", "--reason", "Därför."),
        ("--reason", "Därför."),
        ("--skip", *MANAGER),
        ("--skip", *MANAGER, "--reason", "  "),
        ("--decided-by", "chefen"),
        ("--date", "2026-02-30"),
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
        (("D2", "--date", "2026-12-02", "--decided-by", "buyer.director"), "buyer.director does not decide on penalty"),
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
    refused = run("escalate", contract, "D2", "--date", "2026-12-02", *MANAGER, *LETTER)
    assert refused.code == 1
    assert "supplier.address: the document escalation-letter needs this field" in refused.err
    assert contract.read_bytes() == lacking


def test_children_must_be_helped_before_work_is_taken_from_them(run, contract):
    text = contract.read_text(encoding="utf-8")
    run("escalate", contract, "D2", "--date", "2026-12-02", *MANAGER, *LETTER)
    warned = run("escalate", contract, "D2", "--date", "2026-12-31", "--step", "call_off_suspension")
    assert "warning: deviations[1].action_plan: no action of the plan says that it remedies" in warned.out
    text = contract.read_text(encoding="utf-8").replace(
        "responsible: supplier.management, starts: 2026-08-01", "remediation: no, starts: 2026-08-01"
    )
    contract.write_text(text, encoding="utf-8")
    refused = run("escalate", contract, "D2", "--date", "2026-12-31", *MANAGER)
    assert "the plan has no action that remedies the children's situation" in refused.err
    assert refused.code == 1


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
    told = run("escalate", contract, "D2", "--date", "2026-12-02")
    assert told.out.splitlines()[1] == "Ladder: the organisation's own ladder"
    assert "Next step: talk (talk), due since 2026-12-02" in told.out
    taken = run("escalate", contract, "D2", "--date", "2026-12-02", "--decided-by", "buyer.officer", *LETTER)
    assert (taken.code, taken.out.splitlines()[-1]) == (0, "output/RE-2024-0307/escalation-letter.D2.talk.sv.html")


def test_two_decisions_at_once_are_not_both_taken(start, contract, tmp_path):
    words = ("escalate", contract.resolve(), "D2", "--date", "2026-12-02", "--step", "penalty", *MANAGER, *LETTER)
    with ThreadPoolExecutor(3) as pool:
        runs = list(pool.map(lambda number: start(*words, "--out", tmp_path / f"out{number}"), range(3)))
    assert sorted(each.code for each in runs) == [0, 1, 1]
    assert contract.read_text(encoding="utf-8").count("step: penalty") == 1
