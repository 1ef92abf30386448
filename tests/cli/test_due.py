"""`due`: what must be done, soonest first, with why and the command that does it."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from datetime import datetime, timedelta
from pathlib import Path

import click
import openpyxl
import pytest
import vobject

from generator.cli import main
from generator.cli.duty_words import _COMMANDS, _METHODS, _WHAT, _WHY
from generator.cli.portfolio import Span
from generator.contract.choices import Method
from generator.reporting import duties
from generator.rules.standing.duty import DutyKind
from tests.documents.contracts import EXAMPLES

OFFICER, STRATEGIST, MANAGER = (
    "Åsa Öberg (buyer.officer)",
    "Jonas Lindqvist (buyer.sustainability)",
    "Maria Hellström (buyer.manager)",
)
MINUTES = """\
Åsa Öberg (buyer.officer)

2024-08-28  RE-2024-0307  send the minutes of the kick-off meeting (late by 826 days)
  The meeting was held on 2024-08-21, and the minutes are not entered as sent.
  realisera generate minutes {file}
  realisera record {file} kickoff minutes 2026-12-02

"""
INSTRUMENTS = """\
2026-09-30  RE-2024-0307  D2 A2  see that the supplier has carried out the action (late by 63 days)
  It stands in the plan that was approved on 2026-06-17, and is not entered as done.
  realisera record {file} D2 A2 done 2026-12-02

2026-11-15  RE-2024-0307  D2 A3  see that the supplier has carried out the action (late by 17 days)
  It stands in the plan that was approved on 2026-06-17, and is not entered as done.
  realisera record {file} D2 A3 done 2026-12-02

2026-12-01  RE-2024-0307  D2  see that the supplier answers: meeting with management (late by 1 day)
  The step was taken on 2026-11-17, and no answer is entered.
  realisera record {file} D2 answered 2026-12-02

Maria Hellström (buyer.manager)

2026-12-02  RE-2024-0307  D2  take the next step: penalty
  The deviation stands at the step: meeting with management. The answer was due on 2026-12-01 and
  has not come. Late actions in the plan: A2, A3.
  realisera escalate {file} D2 --step penalty --on 2026-12-02 --decided-by buyer.manager --reason "…"
"""
BEGUN = """\
format: 1
id: K-1
registration_number: K-1
title: Städning
clause: {level: basic, version: generation-c}
buyer: {name: Region Exempel}
supplier: {name: Rent AB}
dates: {starts: 2025-03-01, ends: 2028-02-29}
"""


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_heads(out):
    """The name of each person, and the first line of each task."""
    return [block.splitlines()[0] for block in out.split("\n\n") if block]


def list_days(out):
    """The days of all tasks, in order."""
    return sorted(head[:10] for head in read_heads(out) if head[0].isdigit())


def test_what_is_to_be_done_for_a_contract(run, contract):
    done = run("due", contract, "--on", "2026-12-02", "--within", "7d")
    assert (done.code, done.out) == (0, (MINUTES + INSTRUMENTS).format(file=contract))
    assert done.err == "To do by 2026-12-09: 5. Late: 4.\n"


def test_a_workspace_soonest_first_without_its_reports(run, workspace, monkeypatch):
    monkeypatch.chdir(workspace)
    done = run("due", "--on", "2026-11-22")
    assert (done.code, done.err) == (0, "To do by 2026-12-22: 10. Late: 5.\n")
    assert read_heads(done.out) == [
        OFFICER,
        "2023-04-01  RE-2023-0044  set a day for the kick-off meeting (late by 1331 days)",
        "2024-08-28  RE-2024-0307  send the minutes of the kick-off meeting (late by 816 days)",
        "2026-09-30  RE-2024-0307  D2 A2  see that the supplier has carried out the action (late by 53 days)",
        "2026-11-15  RE-2024-0307  D2 A3  see that the supplier has carried out the action (late by 7 days)",
        "2026-11-17  RE-2026-0118  send the invitation to the kick-off meeting (late by 5 days)",
        "2026-11-23  RE-2026-0118  B1  answer the request for public documents",
        "2026-12-01  RE-2024-0307  D2  see that the supplier answers: meeting with management",
        "2026-12-08  RE-2026-0118  hold the kick-off meeting",
        "2026-12-15  RE-2024-0307  D2 A4  see that the supplier has carried out the action",
        MANAGER,
        "2026-12-02  RE-2024-0307  D2  take the next step: penalty",
    ]
    assert run("due", "contracts", "reports/2026.yaml", "--on", "2026-11-22").out == done.out


def test_by_contract_it_says_the_same_with_whose_it_is_in_the_place_of_the_contract(run, contract):
    done = run("due", contract, "--on", "2026-12-02", "--within", "7d", "--by-contract")
    officer, manager = (MINUTES + INSTRUMENTS).format(file=contract).split(f"{MANAGER}\n\n")
    entries = officer.replace(f"{OFFICER}\n\n", "").replace("RE-2024-0307", OFFICER) + manager.replace("RE-2024-0307", MANAGER)
    assert (done.code, done.out) == (0, f"RE-2024-0307  {contract}\n\n{entries}")
    assert done.err == "To do by 2026-12-09: 5. Late: 4.\n"


def test_by_contract_a_line_of_json_for_each_task_says_what_the_list_says(run, workspace):
    listed = json.loads(run("due", workspace, "--on", "2026-11-22", "--json").out)
    done = run("due", workspace, "--on", "2026-11-22", "--json", "--by-contract")
    told = [json.loads(line) for line in done.out.splitlines()]
    files = [each["file"] for each in told]
    assert (done.err, files) == ("", sorted(files))
    assert sorted(told, key=lambda each: (each["due"], each["contract"], each["item"])) == sorted(
        listed, key=lambda each: (each["due"], each["contract"], each["item"])
    )


def test_by_contract_what_is_known_is_told_before_the_rest_is_read(run, workspace, monkeypatch):
    happened = []
    read, show = duties.Reader.__call__, click.echo
    monkeypatch.setattr(duties.Reader, "__call__", lambda reader, path: happened.append(path.stem) or read(reader, path))
    monkeypatch.setattr(click, "echo", lambda *args, **kwargs: happened.append("told") or show(*args, **kwargs))
    run("due", workspace, "--on", "2026-11-22", "--by-contract")
    assert happened == ["cleaning", "told", "surgical-instruments", "told", "wound-care", "told", "told"]


def test_by_contract_is_not_for_files(run, workspace):
    done = run("due", workspace, "--by-contract", "--ics", workspace / "due.ics")
    assert (done.code, (workspace / "due.ics").exists()) == (2, False)
    assert "--by-contract is for what is printed" in done.err


def test_one_day_late_is_said_so(run, contract):
    assert "(late by 1 day)\n" in run("due", contract, "--on", "2026-12-16").out


@pytest.mark.parametrize(
    ("within", "last"),
    [
        ("0d", "2026-11-15"),
        ("8d", "2026-11-15"),
        ("9d", "2026-12-01"),
        ("10d", "2026-12-02"),
        ("2w", "2026-12-02"),
        ("30d", "2026-12-15"),
    ],
)
def test_what_is_late_is_always_told_and_what_is_ahead_only_within_the_time(run, contract, within, last):
    days = list_days(run("due", contract, "--on", "2026-11-22", "--within", within).out)
    assert (days[0], days[-1]) == ("2024-08-28", last)


def test_without_a_time_it_is_thirty_days(run, contract):
    done = run("due", contract, "--on", "2026-11-22")
    assert done == run("due", contract, "--on", "2026-11-22", "--within", "30d")


@pytest.mark.parametrize("within", ["30", "d", "3m", "-3d", "1.5d", "30 d", "12345d", "", "3D"])
def test_another_time_is_wrong_usage(run, contract, within):
    done = run("due", contract, f"--within={within}")
    assert (done.code, done.out) == (2, "")
    assert f"'{within}' is not a number of days or weeks [RE9035]\n  hint: write days as 30d or weeks as 6w" in done.err


def test_weeks_are_seven_days():
    assert Span().convert("6w", None, None) == timedelta(days=42)


def test_json(run, contract):
    done = run("due", contract, "--on", "2026-12-02", "--within", "0d", "--json")
    assert (done.code, done.err) == (0, "")
    rows = json.loads(done.out)
    assert [row["item"] for row in rows] == ["", "D2 A2", "D2 A3", "D2", "D2"]
    assert rows[1] == {
        "contract": "RE-2024-0307",
        "file": str(contract),
        "item": "D2 A2",
        "kind": "action_due",
        "due": "2026-09-30",
        "days_late": 63,
        "who": {"role": "buyer.officer", "name": "Åsa Öberg", "email": "asa.oberg@region.example"},
        "what": "see that the supplier has carried out the action",
        "why": "It stands in the plan that was approved on 2026-06-17, and is not entered as done.",
        "command": None,
        "commands": [f"realisera record {contract} D2 A2 done 2026-12-02"],
        "fields": ["deviations[1].action_plan.actions[1].done"],
    }
    assert (rows[4]["command"], rows[4]["fields"]) == (f"realisera escalate {contract} D2", [])


# Whose it is


def list_people(done):
    return [head for head in read_heads(done.out) if not head[0].isdigit()]


def test_what_is_told_is_grouped_by_person_whoever_is_first_comes_first(run, workspace):
    done = run("due", workspace, "--on", "2027-01-20", "--within", "60d")
    assert list_people(done) == [OFFICER, MANAGER, STRATEGIST]
    rows = json.loads(run("due", workspace, "--on", "2027-01-20", "--within", "60d", "--json").out)
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    assert len(list_days(done.out)) == len(rows)


@pytest.mark.parametrize(
    "wanted", ["buyer.sustainability", "Sustainability", "jonas", "Lindqvist", "jonas.lindqvist@region.example"]
)
def test_only_what_is_somebodys(run, workspace, wanted):
    done = run("due", workspace, "--on", "2027-01-20", "--within", "60d", "--for", wanted)
    assert (done.code, list_people(done)) == (0, [STRATEGIST])
    assert done.err == f"To do by 2027-03-21: {len(list_days(done.out))}. Late: 1.\n"
    rows = json.loads(run("due", workspace, "--on", "2027-01-20", "--within", "60d", "--for", wanted, "--json").out)
    assert {row["who"]["role"] for row in rows} == {"buyer.sustainability"}


def test_somebody_with_nothing_to_do_for_now_is_told_so(run, contract):
    done = run("due", contract, "--on", "2026-11-22", "--within", "0d", "--for", "jonas")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to do by 2026-11-22.\n")


def test_somebody_whom_no_contract_has_anything_for_is_wrong_usage(run, contract):
    done = run("due", contract, "--on", "2026-11-22", "--for", "Bo Ek")
    assert (done.code, done.out) == (2, "")
    told = f"nothing is to be done by 'Bo Ek' [RE9034] hint: there is something for: {STRATEGIST}, {MANAGER}, {OFFICER}"
    assert told in " ".join(done.err.split())


def test_what_nobody_is_named_for_is_told_with_its_role(run, contract):
    line = "    officer: {name: Åsa Öberg"
    change(contract, line, "    assistant: {name: Åsa Öberg")
    change(contract, "participants: [buyer.officer, ", "participants: [")
    text = contract.read_text(encoding="utf-8").replace("buyer.officer", "buyer.assistant")
    contract.write_text(text, encoding="utf-8")
    done = run("due", contract, "--on", "2026-12-02", "--within", "0d")
    assert list_people(done) == ["nobody named (buyer.officer)", MANAGER]
    rows = json.loads(run("due", contract, "--on", "2026-12-02", "--within", "0d", "--json").out)
    assert rows[0]["who"] == {"role": "buyer.officer", "name": None, "email": None}


# As files


def test_a_table_for_excel(run, contract):
    done = run("due", contract, "--on", "2026-12-02", "--within", "7d", "--xlsx", "due.xlsx")
    assert (done.code, done.out, done.err) == (0, "due.xlsx\n", "")
    head, *rows = [[cell.value for cell in row] for row in openpyxl.load_workbook("due.xlsx").active.iter_rows()]
    assert head == ["Day", "Days late", "Whose", "Contract", "About", "What is to be done", "Why", "Command"]
    assert [row[:5] for row in rows] == [
        [datetime(2024, 8, 28), 826, OFFICER, "RE-2024-0307", ""],  # noqa: DTZ001
        [datetime(2026, 9, 30), 63, OFFICER, "RE-2024-0307", "D2 A2"],  # noqa: DTZ001
        [datetime(2026, 11, 15), 17, OFFICER, "RE-2024-0307", "D2 A3"],  # noqa: DTZ001
        [datetime(2026, 12, 1), 1, OFFICER, "RE-2024-0307", "D2"],  # noqa: DTZ001
        [datetime(2026, 12, 2), None, MANAGER, "RE-2024-0307", "D2"],  # noqa: DTZ001
    ]
    assert rows[4][5:] == [
        "take the next step: penalty",
        (
            "The deviation stands at the step: meeting with management. The answer was due on 2026-12-01 and has not come. "
            "Late actions in the plan: A2, A3."
        ),
        f'realisera escalate {contract} D2 --step penalty --on 2026-12-02 --decided-by buyer.manager --reason "…"',
    ]


def test_a_calendar_of_what_is_told(run, contract):
    done = run("due", contract, "--on", "2026-12-02", "--within", "0d", "--for", "manager", "--ics", "due.ics")
    assert (done.code, done.out, done.err) == (0, "due.ics\n", "")
    (event,) = vobject.readOne(Path("due.ics").read_text(encoding="utf-8")).vevent_list
    assert event.summary.value == "RE-2024-0307 D2: take the next step: penalty"


LISTING = "import sys; from generator.cli import main; main({words}, standalone_mode=False); "
LISTING += "print(sorted({{'icalendar', 'xlsxwriter', 'generator.rendering.web'}} & {{*sys.modules}}))"


@pytest.mark.parametrize(
    ("options", "loaded"), [([], []), (["--ics", "due.ics"], ["icalendar"]), (["--xlsx", "due.xlsx"], ["xlsxwriter"])]
)
def test_what_writes_files_is_loaded_only_where_one_is_asked_for(start, contract, options, loaded):
    words = ["due", str(contract), "--on", "2026-12-02", *options]
    assert start(program=LISTING.format(words=words)).out.splitlines()[-1] == str(loaded)


def test_what_a_contract_has_outlived_is_told_for_a_month(run, workspace):
    cleaning = workspace / "contracts" / "cleaning.yaml"  # It ends on 31 March 2027.
    over = "No longer to be done: RE-2023-0044: {} (the contract ended on 2027-03-31)\n"
    told = over.format("set a day for the kick-off meeting") + over.format("decide on extension or a new procurement")
    assert run("due", cleaning, "--on", "2027-04-30").err == told + "Nothing to do by 2027-05-30.\n"
    assert run("due", cleaning, "--on", "2027-05-01").err == "Nothing to do by 2027-05-31.\n"


def test_nothing_to_do(run, workspace):
    cleaning = workspace / "contracts" / "cleaning.yaml"
    change(cleaning, "\ndates: {", "\nkickoff: {date: 2023-03-20, minutes_sent: 2023-03-27}\ndates: {")
    change(cleaning, "\nevaluation:\n", "\nevaluation:\n  decided: 2026-10-01\n")
    done = run("due", cleaning, "--on", "2026-11-22")
    assert (done.code, done.out, done.err) == (0, "", "Nothing to do by 2026-12-22.\n")
    done = run("due", cleaning, "--on", "2026-11-22", "--json")
    assert (done.code, json.loads(done.out), done.err) == (0, [], "")


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_broken_contract_stops_no_other(run, workspace, contract, options):
    change(workspace / "contracts" / "wound-care.yaml", "tier: 1", "tier: one")
    done = run("due", workspace, "--on", "2026-12-02", "--within", "7d", *options)
    assert done.code == 1
    assert done.err.startswith("region/contracts/wound-care.yaml:")
    cleaning = workspace / "contracts" / "cleaning.yaml"
    assert done.out == run("due", contract, cleaning, "--on", "2026-12-02", "--within", "7d", *options).out


def test_a_broken_contract_is_not_called_nothing_to_do(run, contract):
    change(contract, "format: 1", "format: 2")
    done = run("due", contract)
    assert (done.code, done.out, "Nothing" in done.err) == (1, "", False)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('version: "2023"', 'version: "1923"', ": error: clause.version: there is no clause of version '1923'"),
        ('against: "2.4"', 'against: "9.4"', ": error: deviations[0].against: the clause of version 2023 has no section '9.4'"),
        ("step: reminder", "step: remainder", ": error: deviations[1].escalation[1].step: "),
    ],
)
def test_what_the_clause_and_the_ladder_lack_is_an_error(run, contract, old, new, told):
    change(contract, old, new)
    done = run("due", contract, "--on", "2026-12-02")
    assert (done.code, done.out) == (1, "")
    assert told in done.err


def test_two_contracts_with_one_id_are_found(run, contract):
    shutil.copy(contract, contract.with_name("z.yaml"))
    done = run("due", contract.parent, "--on", "2026-12-02")
    assert done.code == 1
    assert f"the id 'RE-2024-0307' is that of {contract} too" in done.err


def test_a_ladder_that_is_not_there_is_told_once(run, workspace):
    (workspace / "realisera.toml").write_text('ladder = "own"\n', encoding="utf-8")
    done = run("due", workspace)
    assert (done.code, done.out, done.err.count("there is no escalation ladder 'own'")) == (1, "", 1)


def test_a_folder_without_contracts_is_wrong_usage(run, workspace):
    (workspace / "empty").mkdir()
    done = run("due", workspace / "empty")
    assert (done.code, "there is no contract file in region/empty" in done.err) == (2, True)


def list_commands(out):
    return [shlex.split(line) for line in out.splitlines() if line.startswith("  realisera ")]


def test_a_path_with_spaces_can_be_copied(run, contract):
    moved = contract.with_name("kirurgi och 'sår'.yaml")
    contract.rename(moved)
    commands = list_commands(run("due", moved, "--on", "2026-12-02", "--within", "40d").out)
    assert [command[1:4] for command in commands] == [
        ["generate", "minutes", str(moved)],
        ["record", str(moved), "kickoff"],
        ["record", str(moved), "D2"],
        ["record", str(moved), "D2"],
        ["record", str(moved), "D2"],
        ["record", str(moved), "D2"],
        ["escalate", str(moved), "D2"],
        ["generate", "monitoring-notice", str(moved)],
        ["record", str(moved), "M3"],
    ]


def test_the_commands_that_make_a_form_and_read_it_back_are_named(run, workspace, monkeypatch):
    monkeypatch.chdir(workspace)

    def list_words(day):
        return [command[1:4] for command in list_commands(run("due", FILE, "--on", day, "--within", "0d").out) if "M2" in command]

    FILE = "contracts/wound-care.yaml"  # noqa: N806 (what the commands name)
    notify = [["generate", "monitoring-notice", FILE], ["generate", "self-assessment", FILE], ["record", FILE, "M2"]]
    assert list_words("2027-03-18") == notify
    told = run("record", FILE, "M2", "notified", "2027-03-18", "--on", "2027-03-18")
    assert told.code == 0, told.err
    commands = [command[3:5] for command in list_commands(run("due", FILE, "--on", "2027-04-15", "--within", "0d").out)]
    assert [each for each in commands if "M2" in each] == [["M2", "--answers"], ["M2", "done"]]


def test_a_path_that_looks_like_an_option_can_be_copied(run, contract, monkeypatch):
    contract.rename(contract.with_name("-a.yaml"))
    monkeypatch.chdir(contract.parent)
    assert ["realisera", "escalate", "./-a.yaml", "D2"] in (
        command[:4] for command in list_commands(run("due", "--on", "2026-12-02").out)
    )


def test_what_only_its_user_knows_is_left_open_in_a_command(run, contract):
    out = run("due", contract, "--on", "2027-05-31", "--within", "0d").out
    assert f'  realisera record {contract} evaluation --effects "…" --lessons "…" --recommendation "…"\n' in out


def test_without_a_day_to_look_from_commands_mean_the_day_on_which_they_are_typed(run, contract):
    assert f"  realisera record {contract} D2 A2 done\n" in run("due", contract, "--within", "0d").out


def test_lines_fit_a_terminal(run, workspace):
    lines = run("due", workspace, "--on", "2026-12-02", "--within", "300d").out.splitlines()
    assert [line for line in lines if len(line) > 100 and "region/contracts/" not in line] == []


# The words


def test_every_kind_and_method_has_its_words():
    assert set(_WHAT) == set(_WHY) == {kind.value for kind in DutyKind}
    assert set(_METHODS) == {method.value for method in Method}


def test_the_commands_are_there():
    made = {tuple(command.split()[:2]) for command in _COMMANDS.values()}
    assert {name for name, _ in made} <= {*main.list_commands(click.Context(main))}


MEETING = "      - {step: management_meeting, date: 2026-11-17"
MORE = """\
      - {step: penalty, date: 2026-12-02, decided_by: buyer.manager}
      - {step: call_off_suspension, date: 2027-01-11, decided_by: buyer.manager}
"""


def test_amounts_and_dates_are_told(run, contract):
    text = contract.read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines(keepends=True) if line.startswith(MEETING))
    contract.write_text(text.replace(line, line + MORE, 1), encoding="utf-8")
    blocks = run("due", contract, "--on", "2027-01-14", "--within", "100d").out.strip().split("\n\n")
    told = {block.split("  ")[3].split("\n")[0]: block for block in blocks if "  D2  " in block}
    assert told["claim the penalty for each week that begins"] == (
        "2026-12-02  RE-2024-0307  D2  claim the penalty for each week that begins\n"
        "  Begun weeks: 7, the latest on 2027-01-13. So far 140,000 SEK excluding VAT. The first day of the\n"
        "  last week, number 8, is 2027-01-20.\n"
        f"  realisera generate escalation-record {contract} --deviation D2\n"
        f"  realisera record {contract} D2 penalty ended 2027-01-14"
    )
    assert told["decide what follows the suspension of call-offs"] == (
        "2027-04-11  RE-2024-0307  D2  decide what follows the suspension of call-offs\n"
        "  It began on 2027-01-11. Months after which the contract may be terminated at once: 3. First the\n"
        "  plan must remedy what the child has been exposed to: record which action of D2 does.\n"
        f"  realisera generate escalation-record {contract} --deviation D2\n"
        f"  realisera record {contract} D2 … details --remediation true"
    )
    assert told["take the next step: termination with notice"].endswith(
        f"\n  realisera record {contract} D2 … details --remediation true"
    )
    assert set(told) == {
        "claim the penalty for each week that begins",
        "see that the supplier answers: suspension of call-offs",
        "get the receipt back: suspension of call-offs",
        "take the next step: termination with notice",
        "decide what follows the suspension of call-offs",
    }
    assert run("record", contract, "D2", "A1", "details", "--remediation", "true", "--on", "2027-01-14").code == 0
    blocks = run("due", contract, "--on", "2027-01-14", "--within", "100d").out.strip().split("\n\n")
    (step,) = (block for block in blocks if "  D2  take the next step" in block)
    assert step.endswith(
        f"  realisera escalate {contract} D2 --step termination_with_notice --on 2027-02-09 --decided-by buyer.manager"
        ' --reason "…"'
    )


def test_a_meeting_whose_day_has_passed_is_to_be_entered_and_its_invitation_told_as_void(run, workspace):
    care = workspace / "contracts" / "wound-care.yaml"
    change(care, "received: 2026-11-20,", "received: 2026-11-20, answered: 2026-11-23, edition: masked,")
    done = run("due", care, "--on", "2026-12-09", "--within", "0d")
    assert done.out == (
        "Åsa Öberg (buyer.officer)\n\n"
        "2026-12-08  RE-2026-0118  hold the kick-off meeting (late by 1 day)\n"
        "  It was planned for 2026-12-08, and is not entered as held. If it is to be held later, record:\n"
        "  kickoff planned.\n"
        f"  realisera record {care} kickoff held 2026-12-08\n"
    )
    assert done.err == (
        "No longer to be done: RE-2026-0118: send the invitation to the kick-off meeting (its time passed on 2026-12-08)\n"
        "To do by 2026-12-09: 1. Late: 1.\n"
    )


TERMINATED = "      - {step: immediate_termination, date: 2026-11-20, decided_by: buyer.manager, reason: Allvarligt}\n"


def test_what_a_termination_makes_void_is_told_however_far_ahead_it_was(run, contract):
    text = contract.read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines(keepends=True) if line.startswith(MEETING))
    contract.write_text(text.replace(line, line + TERMINATED, 1), encoding="utf-8")
    over = [line for line in run("due", contract, "--on", "2026-11-21").err.splitlines() if line.startswith("No longer")]
    start, end = "No longer to be done: RE-2024-0307", "(the contract ended on 2026-11-20)"
    assert over == [
        f"{start}: send the minutes of the kick-off meeting {end}",
        f"{start} M3: tell the supplier of the monitoring (audit) {end}",
        f"{start} M3: carry out the monitoring (audit) {end}",
        f"{start}: decide on extension until 2028-08-31 (the contract was terminated on 2026-11-20)",
    ]
    assert "No longer" not in run("due", contract, "--on", "2026-12-21").err


@pytest.mark.parametrize(
    ("count", "on", "is_joint"), [(3, "2026-03-02", True), (3, "2026-03-01", False), (2, "2026-03-02", False)]
)
def test_what_is_late_by_more_than_a_year_in_many_contracts_is_told_once(run, tmp_path, count, on, is_joint):
    folder = tmp_path / "old"
    folder.mkdir()
    names = [f"K-{number}" for number in range(count, 0, -1)]
    for name in names:
        (folder / f"{name}.yaml").write_text(BEGUN.replace("K-1", name), encoding="utf-8")
    done = run("due", folder, "--on", on)
    heads = [head for head in read_heads(done.out) if "kick-off" in head]
    assert len(heads) == (1 if is_joint else count)
    if is_joint:
        assert heads == [f"{count} contracts  set a day for the kick-off meeting (each late by 366 to 366 days)"]
        assert "\n  K-1, K-2, K-3\n" in done.out
    rows = json.loads(run("due", folder, "--on", on, "--json").out)
    assert sum(row["kind"] == "kickoff_to_plan" for row in rows) == count


@pytest.mark.parametrize("review", ["", "review_due: 2026-11-27, "])
def test_the_day_to_record_is_the_one_that_the_letter_to_the_supplier_says(run, tmp_path, review):
    path = tmp_path / "wound-care.yaml"
    text = (EXAMPLES / "contracts/wound-care.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("{id: B1, ", f"{{id: B1, {review}"), encoding="utf-8")
    told = run("due", path, "--on", "2026-11-22").out
    (day,) = re.findall(r"B1 review --due (\S+)\n", told)
    letter = ["--request", "B1", "--lang", "en", "--format", "html", "--on", "2026-11-22", "--out", tmp_path / "out"]
    assert run("generate", "secrecy-review", path, *letter).code == 0
    (file,) = (tmp_path / "out").rglob("*.html")
    written = f"{int(day[8:])}\N{NO-BREAK SPACE}November\N{NO-BREAK SPACE}2026"
    assert written in file.read_text(encoding="utf-8")
    assert day == ("2026-11-27" if review else "2026-11-25")
