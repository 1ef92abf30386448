"""Every duty names the command that ends it: each is run as it is told, the duty is gone, and nothing else has changed."""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.contract.case import open_case
from generator.contract.editing import add_item
from generator.contract.messages import format_path
from generator.contract.nodes import read_nodes
from generator.recording.changing import list_differences
from generator.recording.commands import list_ending_commands, list_step_commands
from generator.rules.standing import DutyKind, Standing
from generator.rules.standing.ladder import find_next
from generator.workspace import find_workspace

FOUND = ('deviation --against 2.4 --severity major --title "sv: Sena svar" --title "en: Late answers"', "2027-02-01")
ASKED = ("D1 plan requested --due 2027-03-01", "2027-02-02")
RECEIVED = ("D1 plan received", "2027-02-20")
APPROVED = ("D1 plan approved --by buyer.manager", "2027-02-21")
ACTION = ('D1 action --description "sv: Svara" --description "en: Answer" --due 2027-03-31', "2027-02-21")
PLANNED = (FOUND, ASKED, RECEIVED, ACTION, APPROVED)
DONE = ("D1 A1 done", "2027-03-20")
OVER = [("dialogue", "2027-04-02"), ("reminder", "2027-04-20"), ("written_warning", "2027-05-12")]
TO_PENALTY = [*OVER, ("management_meeting", "2027-06-02"), ("penalty", "2027-06-20")]
TO_SUSPENSION = [*TO_PENALTY, ("call_off_suspension", "2027-09-10")]
TO_TERMINATION = [*TO_SUSPENSION, ("termination_with_notice", "2028-01-10")]
EVALUATION = 'evaluation --effects "sv: a" --effects "en: a" --lessons "sv: b" --lessons "en: b" --recommendation "sv: c"'


@dataclass(frozen=True)
class Case:
    """How a duty comes about, and what ends with it."""

    kind: DutyKind
    on: str
    happened: tuple[tuple[str, str], ...] = ()
    log: tuple[tuple[str, str], ...] = ()
    without: tuple[str, ...] = ()
    name: str = "wound-care"
    sets: tuple[str, ...] = ()
    """The fields that are to be written, beside those that the duty names."""
    ends_too: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    days_later: int = 0
    """When it is gone, where it lasts through the day itself."""


CASES = [
    Case(
        DutyKind.KICKOFF_TO_PLAN,
        "2026-11-22",
        name="cleaning",
        follows=("invitation_to_send", "kickoff"),
    ),
    Case(DutyKind.INVITATION_TO_SEND, "2026-11-22"),
    Case(DutyKind.KICKOFF, "2026-12-08", follows=("minutes_to_send",), ends_too=("invitation_to_send",)),
    Case(DutyKind.KICKOFF, "2026-12-04", sets=("kickoff.date",), follows=("minutes_to_send",), ends_too=("invitation_to_send",)),
    Case(DutyKind.KICKOFF, "2026-12-10", follows=("minutes_to_send",)),
    Case(DutyKind.MINUTES_TO_SEND, "2026-12-10", happened=(("kickoff held", "2026-12-08"),)),
    Case(DutyKind.SECRETARIAT_TO_ASK, "2026-12-10", without=("  joint: false\n",)),
    Case(DutyKind.MONITORING_TO_PLAN, "2026-12-10", follows=("monitoring_to_notify", "monitoring_to_do")),
    Case(
        DutyKind.MONITORING_TO_DATE,
        "2026-12-10",
        without=("planned: 2027-02, ",),
        follows=("monitoring_to_notify", "monitoring_to_do"),
    ),
    Case(DutyKind.MONITORING_TO_NOTIFY, "2027-02-01"),
    Case(DutyKind.MONITORING_TO_DO, "2027-03-10", happened=(("M1 notified", "2027-02-01"),)),
    Case(
        DutyKind.INVESTIGATION_TO_DECIDE,
        "2027-02-20",
        happened=(FOUND, ("D1 investigation opened --decide-by 2027-03-01", "2027-02-02")),
    ),
    Case(
        DutyKind.SUSPICION_TO_SETTLE,
        "2027-03-10",
        happened=((f"{FOUND[0]} --suspected true", FOUND[1]),),
        follows=("plan_to_request",),
    ),
    Case(DutyKind.PLAN_TO_REQUEST, "2027-02-03", happened=(FOUND,), follows=("plan_to_remind",), ends_too=("step_due",)),
    Case(DutyKind.PLAN_TO_REMIND, "2027-03-05", happened=(FOUND, ASKED), follows=("plan_to_approve",), ends_too=("step_due",)),
    Case(
        DutyKind.PLAN_TO_APPROVE,
        "2027-02-22",
        happened=(FOUND, ASKED, RECEIVED, ACTION),
        sets=("deviations[0].action_plan.approved_by",),
        follows=("action_due",),
    ),
    Case(DutyKind.ACTIONS_TO_ADD, "2027-02-22", happened=(FOUND, ASKED, RECEIVED, APPROVED), follows=("action_to_date",)),
    Case(
        DutyKind.ACTION_TO_DATE,
        "2027-02-22",
        happened=(FOUND, ASKED, RECEIVED, (ACTION[0].partition(" --due")[0], ACTION[1]), APPROVED),
        follows=("action_due",),
    ),
    Case(DutyKind.ACTION_DUE, "2027-03-20", happened=PLANNED, follows=("to_verify",)),
    Case(DutyKind.EVIDENCE_TO_REVIEW, "2027-03-25", happened=(*PLANNED, DONE, ("D1 A1 evidence", "2027-03-20"))),
    Case(
        DutyKind.EVIDENCE_TO_REPLACE,
        "2027-03-25",
        happened=(*PLANNED, ("D1 A1 evidence", "2027-03-20"), ("D1 A1 evidence rejected --reason Osignerad", "2027-03-22")),
        follows=("evidence_to_review",),
    ),
    Case(
        DutyKind.DISPUTE_TO_ANSWER,
        "2027-02-10",
        happened=(FOUND, ASKED, ('D1 disputed --reason "sv: Fel" --reason "en: Wrong"', "2027-02-05")),
        sets=("deviations[0].dispute.upheld",),
    ),
    Case(DutyKind.TO_VERIFY, "2027-04-01", happened=(*PLANNED, DONE)),
    Case(DutyKind.ANSWER_DUE, "2027-04-10", happened=PLANNED, log=tuple(OVER[:1]), follows=("step_due",), ends_too=("step_due",)),
    Case(DutyKind.RECEIPT_TO_GET, "2027-07-10", happened=PLANNED, log=tuple(TO_PENALTY)),
    Case(DutyKind.STEP_DUE, "2027-05-10", happened=PLANNED, log=tuple(OVER[:2])),
    Case(DutyKind.PENALTY_WEEK, "2027-07-10", happened=PLANNED, log=tuple(TO_PENALTY), days_later=1),
    Case(DutyKind.PENALTY_AT_MAXIMUM, "2027-10-10", happened=PLANNED, log=tuple(TO_PENALTY)),
    Case(DutyKind.SUSPENSION_LIMIT, "2028-01-10", happened=PLANNED, log=tuple(TO_SUSPENSION)),
    Case(DutyKind.END_TO_SET, "2028-01-12", happened=PLANNED, log=tuple(TO_TERMINATION), without=("    notice_days: 90\n",)),
    Case(DutyKind.EXTENSION_TO_DECIDE, "2028-09-01"),
    Case(DutyKind.REQUEST_TO_ANSWER, "2026-12-14", happened=(("request", "2026-12-11"),), sets=("requests[0].edition",)),
    Case(DutyKind.EVALUATION_DUE, "2028-07-01"),
    Case(
        DutyKind.DECISION_DUE,
        "2028-07-01",
        happened=((f'{EVALUATION} --recommendation "en: c" --decision-due 2028-09-30', "2028-06-01"),),
    ),
]

WRITTEN = {
    "kickoff planned …": "kickoff planned 2026-12-15",
    "M1 planned …": "M1 planned 2027-03",
    "D1 A1 due …": "D1 A1 due 2027-04-15",
    "D1 contract ends …": "D1 contract ends 2028-06-30",
    "uppstartsmöte planerat …": "uppstartsmöte planerat 2026-12-15",
    "M1 planerad …": "M1 planerad 2027-03",
    "D1 A1 senast …": "D1 A1 senast 2027-04-15",
    "D1 avtalet upphör …": "D1 avtalet upphör 2028-06-30",
    '--method "…"': "--method audit",
    '--planned "…"': "--planned 2027-05",
    '--upheld "…"': "--upheld true",
    '--reason "…"': "--reason e",
    **{
        f'--{option} "…"': f'--{option} "sv: {option}" --{option} "en: {option}"'
        for option in ("effects", "lessons", "recommendation", "description")
    },
}
"""What their user writes for the … of commands."""


@pytest.fixture
def contract(tmp_path, examples):
    shutil.copy(examples / "realisera.toml", tmp_path)
    return tmp_path / "contracts" / "a14.yaml"


def type_in(command, path, *more):
    """What a command does, typed as it stands."""
    words = shlex.split(command)
    assert words[0] == "realisera"
    letter = ("--out", str(path.parent.parent / "output"), "--lang", "sv", "--format", "html", "--today", "2030-01-01")
    out = letter if words[1] == "escalate" else more
    result = CliRunner().invoke(main, [*words[1:], *out], prog_name="realisera", catch_exceptions=False)
    assert result.exit_code == 0, (command, result.output)


def write_contract(case, path, examples):
    text = (examples / "contracts" / f"{case.name}.yaml").read_text(encoding="utf-8")
    for part in case.without:
        assert part in text
        text = text.replace(part, "")
    if case.kind is DutyKind.MONITORING_TO_PLAN:
        text = text[: text.index("\n  activities:") + 1] + text[text.index("confidential:") :]
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    for command, on in case.happened:
        type_in(f"realisera record {shlex.quote(str(path))} {command}", path, "--on", on)
    data = path.read_bytes()
    for step, day in case.log:
        entry = {
            "step": step,
            "date": day,
            "decided_by": "buyer.manager",
            "answer_due": (date.fromisoformat(day) + timedelta(14)).isoformat(),
        }
        data = add_item(data, ("deviations", 0, "escalation"), entry)
    path.write_bytes(data)


def fill_in(command):
    """The command with what only its user knows."""
    for blank, words in WRITTEN.items():
        command = command.replace(blank, words)
    return command


def list_duties(path, on):
    case = open_case(path, find_workspace(path))
    standing = Standing(case.contract, case.clause.parts, case.ladder, on)
    return case, {duty.identity: duty for duty in standing.duties}


@pytest.mark.parametrize("in_swedish", [False, True], ids=["en", "sv"])
@pytest.mark.parametrize("example", CASES, ids=lambda case: f"{case.kind}-{case.on}")
def test_the_command_of_a_duty_ends_it_and_changes_nothing_else(example, in_swedish, contract, examples):
    write_contract(example, contract, examples)
    on = date.fromisoformat(example.on)
    case, before = list_duties(contract, on)
    duty = next(duty for duty in before.values() if duty.kind is example.kind)
    held = read_nodes(contract.read_bytes()).data
    (told,) = list_ending_commands(duty, case, on, in_swedish=in_swedish)
    command = fill_in(told)
    assert "…" not in command
    type_in(command, contract, "--on", example.on)

    changed = list(list_differences(held, read_nodes(contract.read_bytes()).data))
    own = {*map(format_path, duty.fields), *example.sets} or {"deviations[0].escalation"}
    wrong = {
        path for path in map(format_path, changed) if not any(each.startswith(path) or path.startswith(each) for each in own)
    }
    assert wrong == set(), command

    on += timedelta(days=example.days_later)
    _, after = list_duties(contract, on)
    assert duty.identity not in after or after[duty.identity].fields != duty.fields, command
    gone = {str(each.kind) for key, each in before.items() if key not in after and each is not duty}
    new = {str(each.kind) for key, each in after.items() if key not in before}
    if duty.kind not in {DutyKind.STEP_DUE, DutyKind.PENALTY_AT_MAXIMUM, DutyKind.SUSPENSION_LIMIT}:
        assert gone <= set(example.ends_too), command
        assert new <= set(example.follows), command


CHILD_LABOUR = (f"{FOUND[0]} --severe-kind child_labour".replace("major", "severe"), FOUND[1])
SECOND = ('D1 action --description "sv: Skola" --description "en: School" --due 2027-03-31', "2027-02-21")


@pytest.mark.parametrize(
    ("actions", "command"),
    [
        ((), 'D1 action --description "…" --remediation true'),
        ((ACTION,), "D1 A1 details --remediation true"),
        ((ACTION, SECOND), "D1 … details --remediation true"),
    ],
)
def test_a_step_that_waits_for_remediation_names_the_command_that_records_it(contract, examples, actions, command):
    happened = (CHILD_LABOUR, ASKED, RECEIVED, *actions, APPROVED)
    log = tuple(TO_PENALTY)
    write_contract(Case(DutyKind.STEP_DUE, "2027-09-10", happened, log), contract, examples)
    on = date(2027, 9, 10)
    case, before = list_duties(contract, on)
    waiting = [duty for duty in before.values() if duty.facts.get("unremedied") == "D1"]
    assert DutyKind.STEP_DUE in {duty.kind for duty in waiting} or not actions
    for duty in waiting:
        told = list_ending_commands(duty, case, on)
        assert told == (f"realisera record {shlex.quote(str(contract))} {command}",)
    filled = fill_in(command).replace("…", "A2")
    type_in(f"realisera record {shlex.quote(str(contract))} {filled}", contract, "--on", "2027-09-10")
    _, after = list_duties(contract, on)
    assert [duty for duty in after.values() if "unremedied" in duty.facts] == []


LEFT_OUT = {
    "the first": OVER[1:2],
    "the second": [OVER[0], OVER[2]],
    "all but the last": TO_TERMINATION[4:5],
    "two of them": [OVER[0], TO_PENALTY[4]],
}


def write_odd_contract(path, examples, log):
    write_contract(Case(DutyKind.STEP_DUE, "", PLANNED, tuple(log)), path, examples)


@pytest.mark.parametrize("in_swedish", [False, True], ids=["en", "sv"])
@pytest.mark.parametrize("is_named", [True, False], ids=["named", "unnamed"])
@pytest.mark.parametrize("log", LEFT_OUT.values(), ids=LEFT_OUT)
def test_a_step_after_one_that_was_left_out_is_taken_by_the_commands_that_are_told(contract, examples, log, is_named, in_swedish):
    write_odd_contract(contract, examples, log)
    if not is_named:
        text = contract.read_text(encoding="utf-8")
        assert "    manager:" in text
        text = text.replace("    manager:", "    deputy:").replace("buyer.manager", "buyer.deputy")
        contract.write_text(text, encoding="utf-8")
    on = date(2027, 12, 1)
    case, duties = list_duties(contract, on)
    (duty,) = (duty for duty in duties.values() if duty.kind is DutyKind.STEP_DUE)
    commands = list_ending_commands(duty, case, on, in_swedish=in_swedish)
    assert len([command for command in commands if " --skip " in command]) == len(
        [step for step, _day in TO_TERMINATION[: TO_TERMINATION.index(log[-1])] if step not in dict(log)]
    )
    for command in commands:
        type_in(
            fill_in(command).replace('--name "…"', '--name "Kim Ek"'),
            contract,
            *(() if "--on" in command else ("--on", "2027-12-01")),
        )
    _, after = list_duties(contract, on)
    assert duty.identity not in after or after[duty.identity].facts != duty.facts


@pytest.mark.parametrize("log", LEFT_OUT.values(), ids=LEFT_OUT)
def test_hints_at_what_was_left_out_name_all_that_is_needed(contract, examples, log):
    write_odd_contract(contract, examples, log)
    for _round in range(len(TO_TERMINATION)):
        told = CliRunner().invoke(main, ["check", str(contract)], prog_name="realisera")
        hints = re.findall(r"(--step \S+ --skip .*) …", told.output)
        if not hints:
            break
        type_in(f'realisera escalate {shlex.quote(str(contract))} D1 {hints[0]} "x" --on 2027-12-01', contract)
    assert _round, "nothing was hinted at"
    assert " --skip " not in told.output


@pytest.mark.parametrize(
    ("name", "on"),
    [
        *((name, on) for name in ("wound-care", "surgical-instruments") for on in ("2026-11-29", "2027-02-20", "2028-06-01")),
        ("cleaning", "2026-11-29"),
    ],
)
def test_every_command_that_is_told_of_the_examples_does_what_it_says(name, on, contract, examples):
    write_contract(Case(DutyKind.STEP_DUE, "", name=name), contract, examples)
    whole, day = contract.read_bytes(), date.fromisoformat(on)
    case, duties = list_duties(contract, day)
    standing = Standing(case.contract, case.clause.parts, case.ladder, day)
    following = [(each, find_next(each)) for each in standing.deviations.values()]
    climbing = [list_step_commands(each, case.path) for each, step in following if step and step.since]
    commands = [*(list_ending_commands(duty, case, day) for duty in duties.values()), *climbing]
    assert commands
    for each in commands:
        contract.write_bytes(whole)
        for command in each:
            filled = re.sub(r"(?<= )…", str(day + timedelta(30)), fill_in(command))
            assert "…" not in filled
            type_in(filled, contract, "--on", on)
        assert contract.read_bytes() != whole


def test_every_kind_of_duty_is_tried():
    assert {case.kind for case in CASES} == set(DutyKind)
