"""The first year of a contract, from its award to its evaluation, by commands alone: nobody edits the file by hand."""

from __future__ import annotations

import json
import shlex

import pytest

AWARDED = """# The contract as the buyer's register has it on the day of the award.
format: 1
id: a14
registration_number: RE 2027-00014
title: {sv: Operationshandskar, en: Surgical gloves}
framework_agreement: true
clause: {level: advanced, version: "2023", terms: {action_plan_days: 30, penalty: {amount: 25000, currency: SEK, max_weeks: 10}}}
buyer:
  name: Region Exempel
  contacts:
    manager: {name: Maria Hellström, email: maria.hellstrom@region.example}  # decides
supplier:
  name: Handskar Norden AB
  address: [Fabriksgatan 12, 501 14 Borås]
  contacts:
    due_diligence: {name: Katarzyna Nowak, email: katarzyna.nowak@supplier.example}
dates:
  starts: 2026-01-01
  ends: 2026-12-31
  extensions:
    - {until: 2027-12-31, decide_by: 2026-09-30}
risks:
  - {id: R1, area: labour_rights, description: {sv: Skuldslaveri, en: Debt bondage}, likelihood: 4, severity: 5}
"""

YEAR = [
    ("2025-10-01", 'record a14 contact buyer.officer --name "Åsa Öberg" --email asa.oberg@region.example', ()),
    ("2025-10-01", "record a14 award 2025-10-01 --notice electronic --standstill-ends 2025-10-13", ()),
    ("2025-10-20", "record a14 signed", ()),
    (
        "2025-10-20",
        (
            'record a14 kickoff planned 2025-11-26 --starts 13:00 --ends 15:00 --place "sv: Eken" --place "en: Oak"'
            " --participants buyer.officer,supplier.due_diligence"
        ),
        ("kickoff_to_plan",),
    ),
    ("2025-10-27", "generate invitation contracts/a14.yaml --lang sv --format html", ()),
    ("2025-10-27", "record a14 kickoff invited", ("invitation_to_send",)),
    ("2025-11-26", "record a14 kickoff held", ("kickoff",)),
    ("2025-11-28", 'record a14 question --question "sv: Räcker SA8000?" --question "en: Is SA8000 enough?"', ()),
    ("2025-12-01", "record a14 kickoff minutes", ("minutes_to_send",)),
    ("2025-12-02", "record a14 secretariat asked --joint false", ("secretariat_to_ask",)),
    ("2025-12-03", "record a14 monitoring --method audit --planned 2026-03 --responsible buyer.officer", ("monitoring_to_plan",)),
    ("2026-02-01", "generate monitoring-notice contracts/a14.yaml --activity M1 --lang sv --format html", ()),
    ("2026-02-01", "record a14 M1 notified --sent-by email", ("monitoring_to_notify",)),
    (
        "2026-03-20",
        'record a14 M1 done igår --cost "85 000" --result "sv: En avvikelse" --result "en: One"',
        ("monitoring_to_do",),
    ),
    (
        "2026-03-20",
        (
            "record a14 deviation --found 2026-03-19 --found-by M1 --against 2.4 --severity major"
            ' --title "sv: Pass hålls inne" --title "en: Passports kept" --description "sv: x" --description "en: x"'
        ),
        (),
    ),
    ("2026-03-21", 'record a14 D1 plan requested --due "4 veckor"', ("plan_to_request",)),
    ("2026-04-18", "record a14 D1 plan received", ()),
    (
        "2026-04-18",
        (
            'record a14 D1 action --description "sv: Lämna tillbaka passen" --description "en: Return them" --due 2026-05-15'
            " --responsible supplier.due_diligence"
        ),
        (),
    ),
    ("2026-04-20", "record a14 D1 plan approved --by buyer.manager", ("plan_to_approve",)),
    (
        "2026-05-18",
        'escalate contracts/a14.yaml D1 --decided-by buyer.officer --reason "Sen" --lang sv --format html',
        ("step_due",),
    ),
    ("2026-05-19", "undo a14 --withdraw", ()),
    (
        "2026-05-19",
        'escalate contracts/a14.yaml D1 --decided-by buyer.officer --reason "A1" --lang sv --format html',
        ("step_due",),
    ),
    ("2026-05-28", 'record a14 D1 answered --outcome "sv: Klart i juni" --outcome "en: Done in June"', ("answer_due",)),
    ("2026-06-10", 'record a14 D1 A1 done --evidence "sv: Kvittenser" --evidence "en: Receipts"', ("action_due",)),
    ("2026-06-20", "record a14 D1 closed", ("to_verify",)),
    (
        "2026-08-30",
        (
            'record a14 evaluation --effects "sv: a" --effects "en: a" --lessons "sv: b" --lessons "en: b"'
            ' --recommendation "sv: c" --recommendation "en: c" --decision-due 2026-09-30'
        ),
        ("evaluation_due",),
    ),
    ("2026-08-30", "generate evaluation-report contracts/a14.yaml --lang sv --format html", ()),
    ("2026-09-20", "record a14 extension decided", ("extension_to_decide",)),
    ("2026-09-20", "record a14 evaluation decided", ("decision_due",)),
]
"""The day, what is typed, and the duties that it ends."""


@pytest.fixture
def folder(tmp_path, monkeypatch, examples):
    (tmp_path / "contracts").mkdir()
    (tmp_path / "realisera.toml").write_bytes((examples / "realisera.toml").read_bytes())
    (tmp_path / "contracts" / "a14.yaml").write_text(AWARDED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def list_kinds(run, on):
    told = run("due", "contracts/a14.yaml", "--on", on, "--within", "520w", "--json")
    assert (told.code, told.err) == (0, "")
    return [duty["kind"] for duty in json.loads(told.out)]


def test_a_year_is_lived_by_commands_alone(run, folder):
    for on, command, ended in YEAR:
        before = list_kinds(run, on)
        assert set(ended) <= set(before), (on, command, before)
        words = shlex.split(command)
        done = run(*words, *(() if words[0] == "undo" else ("--on", on)))
        assert done.code == 0, (on, command, done.out, done.err)
        after = list_kinds(run, on)
        assert not set(ended) & set(after) - {"step_due"}, (on, command, after)
        checked = run("check", "contracts/a14.yaml", "--on", on)
        assert (checked.code, checked.out) == (0, ""), (on, command)
    text = (folder / "contracts/a14.yaml").read_text(encoding="utf-8")
    assert "# The contract as the buyer's register has it on the day of the award." in text
    assert "# decides" in text
    assert list_kinds(run, "2026-09-21") == []
    made = sorted(path.name for path in (folder / "output/a14").iterdir() if path.is_file())
    assert [name for name in made if "withdrawn" in name] == ["escalation-letter.D1.dialogue.sv.withdrawn.html"]
    assert "escalation-letter.D1.dialogue.sv.html" in made


def test_a_year_taken_back_is_the_file_that_was_there(run, folder):
    states = []
    path = folder / "contracts/a14.yaml"
    for on, command, _ended in YEAR:
        words = shlex.split(command)
        if words[0] == "record":
            states.append(path.read_bytes())
            assert run(*words, "--on", on).code == 0, command
        if command.startswith("record a14 D1 plan approved"):
            break
    for state in reversed(states):
        assert run("undo", "a14").code == 0
        assert path.read_bytes() == state
    assert run("undo", "a14").code == 1
    assert sorted(each.name for each in path.parent.iterdir()) == ["a14.yaml"]
