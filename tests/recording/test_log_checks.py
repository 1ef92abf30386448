"""Steps in a contract's log that no rule allowed when they were taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.case import open_case
from generator.recording.log_checks import check_logs
from generator.workspace import find_workspace

ROOT = Path(__file__).parent.parent.parent
CONTRACT = ROOT / "examples/contracts/surgical-instruments.yaml"
ROLES = "decided_by: buyer.manager"


@pytest.fixture
def check(tmp_path):
    """A function from a log, as lines of YAML, to what is told of it: the entry, the key and the warning."""

    def run(*entries, found="2026-05-18", contract=CONTRACT):
        head, _, rest = contract.read_text(encoding="utf-8").partition("\n  - id: D2\n")
        tail = rest.partition("\nconfidential:")[2]
        log = "".join(f"\n      - {{{entry}}}" for entry in entries)
        deviation = f"\n  - id: D2\n    found: {found}\n    against: labour_rights\n    severity: major\n    escalation:{log}\n"
        path = tmp_path / "contract.yaml"
        path.write_text(f"{head}{deviation}\nconfidential:{tail}", encoding="utf-8")
        found = check_logs(open_case(path, find_workspace(path)))
        assert {finding.severity for finding in found} <= {"warning"}
        assert all(finding.place and finding.place.line for finding in found)
        return [(finding.subject.removeprefix("deviations[1].escalation"), finding.format_message()) for finding in found]

    return run


def test_the_examples_have_followed_the_ladder():
    for path in sorted((ROOT / "examples/contracts").glob("*.yaml")):
        assert check_logs(open_case(path, find_workspace(path))) == ()


DIALOGUE = "step: dialogue, date: 2026-05-20, decided_by: buyer.officer, answer_due: 2026-06-03"
WARNING = f"step: written_warning, date: 2026-06-25, {ROLES}"


def test_a_step_left_out_is_told_until_its_reason_is_written(check):
    missing = [("[1].step", "reminder comes before written_warning and has not been taken")]
    assert check(DIALOGUE, WARNING) == missing
    skipped = f"step: reminder, date: 2026-06-24, {ROLES.replace('manager', 'officer')}, skipped: {{reason: Ingen tid.}}"
    assert check(DIALOGUE, skipped, WARNING) == []
    later = skipped.replace("2026-06-24", "2026-07-01")
    assert check(DIALOGUE, WARNING, later) == []


def test_a_step_is_held_against_what_stood_in_the_log_before_it(check):
    reminder = "step: reminder, date: 2026-06-04, decided_by: buyer.officer, answer_due: 2026-06-18"
    assert check(DIALOGUE, reminder, WARNING) == []
    assert check(DIALOGUE, reminder.replace("2026-06-04", "2026-06-03")) == [
        ("[1].step", "the supplier has until 2026-06-03 to answer dialogue"),
        ("[1].step", "there is no ground for reminder"),
    ]
    assert check(DIALOGUE, reminder, WARNING.replace("manager", "officer")) == [
        ("[2].decided_by", "buyer.officer does not decide on written_warning")
    ]


def test_a_termination_without_a_condition_is_told(check):
    reminder = "step: reminder, date: 2026-06-04, decided_by: buyer.officer, answer_due: 2026-06-18"
    meeting = f"step: management_meeting, date: 2026-07-10, {ROLES}"
    told = check(DIALOGUE, reminder, WARNING, meeting, f"step: immediate_termination, date: 2026-08-01, {ROLES}")
    assert ("[4].step", "none of the conditions for immediate termination holds") in told
