"""Random lives of a contract, by the commands that its duties name: each ends its duty, and can be taken back to the byte."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from generator.cli import main
from generator.contract.case import open_case
from generator.recording.commands import find_ending_event, list_ending_commands
from generator.rules.standing import DutyKind, Standing
from generator.workspace import find_workspace

EXAMPLES = Path(__file__).parents[2] / "examples"
LASTING = {DutyKind.PENALTY_WEEK}
"""What is told through its last day."""
TEXTS = ("effects", "lessons", "recommendation", "description")


class Life(RuleBasedStateMachine):
    """A contract that lives through what is typed, and days that pass."""

    on = date(2026, 11, 22)

    @initialize(name=st.sampled_from(["wound-care", "surgical-instruments"]))
    def begin(self, name):
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(EXAMPLES / "realisera.toml", self.folder)
        self.path = self.folder / "contracts" / "a14.yaml"
        self.path.parent.mkdir()
        shutil.copy(EXAMPLES / "contracts" / f"{name}.yaml", self.path)
        self.states = []

    def teardown(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def open(self):
        case = open_case(self.path, find_workspace(self.path))
        return case, Standing(case.contract, case.clause.parts, case.ladder, self.on)

    def type_in(self, command):
        """What came of a command; where it is refused, the file is as it was."""
        before = self.path.read_bytes()
        words = shlex.split(command)[1:]
        letter = ("--lang", "sv", "--format", "html", "--out", str(self.folder / "output")) if words[0] == "escalate" else ()
        days = () if words[0] == "undo" or "--on" in words else ("--on", self.on.isoformat())
        today = ("--today", self.on.isoformat()) if words[0] == "escalate" else ()
        result = CliRunner().invoke(main, [*words, *letter, *days, *today], prog_name="realisera", catch_exceptions=False)
        assert result.exit_code in {0, 1}, (command, result.output)
        if result.exit_code:
            assert self.path.read_bytes() == before, command
        elif words[0] != "undo" and self.path.read_bytes() != before:
            self.states.append(before)
        return result

    @rule(days=st.sampled_from([1, 6, 13, 30, 91]))
    def let_days_pass(self, days):
        self.on += timedelta(days=days)

    @precondition(lambda self: len(self.open()[0].contract.deviations) < 4)
    @rule(severity=st.sampled_from(["minor", "severe"]), against=st.sampled_from(["labour_rights", "2.4"]))
    def find_a_deviation(self, severity, against):
        words = f'deviation --against {against} --severity {severity} --title "sv: å" --title "en: a" --description "sv: ö"'
        self.type_in(f'realisera record {shlex.quote(str(self.path))} {words} --description "en: o"')

    @rule(data=st.data())
    def do_what_is_to_be_done(self, data):
        case, standing = self.open()
        if not standing.duties:
            return
        duty = data.draw(st.sampled_from(standing.duties))
        event = find_ending_event(duty)
        for told in list_ending_commands(duty, case, self.on):
            command = self.fill_in(told)
            result = self.type_in(command)
            if result.exit_code:
                break
        if result.exit_code:
            assert event is None or event.is_plan, (command, result.output)
            return
        if event is None or duty.kind in LASTING:
            return
        after = {each.identity: each for each in self.open()[1].duties}
        assert duty.identity not in after or after[duty.identity].fields != duty.fields, command

    def fill_in(self, command):
        """The command with what only its user knows."""
        for option in TEXTS:
            command = command.replace(f'--{option} "…"', f'--{option} "sv: å" --{option} "en: a"')
        later = (self.on + timedelta(days=30)).isoformat()
        blanks = {'--method "…"': "--method dialogue", '--planned "…"': f"--planned {later}", '--reason "…"': "--reason x"}
        for blank, words in blanks.items():
            command = command.replace(blank, words)
        return command.replace("…", later)

    @precondition(lambda self: self.states)
    @rule()
    def take_back(self):
        assert self.type_in(f"realisera undo {shlex.quote(str(self.path))} --out {self.folder}/output").exit_code == 0
        assert self.path.read_bytes() == self.states.pop()

    @invariant()
    def the_file_keeps_its_comments(self):
        assert self.path.read_text(encoding="utf-8").startswith("# ")


Life.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
test_a_life_by_commands = pytest.mark.long(Life.TestCase)
