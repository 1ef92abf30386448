"""A region's own ladder is told all that it doesn't say, at once, with what to write; and what it says, even no, is said."""

from __future__ import annotations

import pytest

from generator.contract.ladder_lacks import list_lacks
from generator.errors import InputError
from generator.workspace import Files
from tests.contract.test_ladder_file import LADDER, put_ladder

LEAST = """\
steps:
  talk:
    name: samtal
    decided_by: [buyer.officer]
    next: [suspension]
    letter: [Hej.]
  suspension:
    name: avropsstopp
    after: [talk]
    decided_by: [buyer.manager]
    sanction: call_off_suspension
    grounds: [action_plan]
    next: [ending]
    letter: [Stopp.]
  ending:
    name: uppsägning
    after: [suspension]
    decided_by: [buyer.manager]
    sanction: termination
    grounds: [action_plan]
    letter: [Slut.]
"""
EXCLUSION = "doesn't say whether the letter tells of exclusion from later procurements"
WHOLE = """\
back: {start: talk}
begin: {}
missing_plan_is_ground: false
steps:
  talk:
    name: samtal
    decided_by: [buyer.officer]
    to: [supplier.management]
    answer_days: 14
    next: [penalty]
    letter: [Hej.]
    while_suspected: [Hej då.]
    meeting:
      participants: [buyer.officer, supplier.management]
      agenda: [Vad som har hänt]
      minutes: Vi skriver.
  penalty:
    name: vite
    after: [talk]
    decided_by: [buyer.manager]
    to: [supplier.management]
    answer_days: 14
    sanction: penalty
    tells_of_exclusion: no
    grounds: [action_plan]
    next: [suspension]
    letter: [Pengar.]
  suspension:
    name: avropsstopp
    after: [penalty]
    decided_by: [buyer.manager]
    to: [supplier.management]
    answer_days: 14
    sanction: call_off_suspension
    needs_remediation: yes
    asks_supply: no
    tells_of_exclusion: no
    grounds: [action_plan]
    next: [ending, now]
    letter: [Stopp.]
  ending:
    name: uppsägning
    after: [suspension]
    decided_by: [buyer.manager]
    to: [supplier.management]
    sanction: termination
    needs_remediation: yes
    tells_of_exclusion: yes
    grounds: [action_plan]
    letter: [Slut.]
  now:
    name: uppsägning genast
    after: [suspension]
    decided_by: [buyer.manager]
    to: [supplier.management]
    sanction: immediate_termination
    needs_remediation: yes
    tells_of_exclusion: yes
    grounds: [action_plan]
    letter: [Slut.]
"""


def tell(folder, text):
    files = put_ladder(folder, text)
    path = folder / "content/ladder/own.yaml"
    return [str(finding).replace(f"{path}:", "") for finding in list_lacks(files, "own")]


def test_everything_that_is_lacking_is_told_at_once(tmp_path):
    told = tell(tmp_path, LEAST)
    assert [line.splitlines()[0] for line in told] == [
        "1:1: warning: the ladder doesn't say how a supplier comes back to normal business",
        "1:1: warning: the ladder doesn't say whether it begins higher for a severe deviation",
        "1:1: warning: the ladder doesn't say whether a plan that never came is a ground for sanctions",
        "2:3: warning: steps: no step is the sanction 'penalty'",
        "2:3: warning: steps: no step is the sanction 'immediate_termination'",
        "2:3: warning: steps: no step is for what is only suspected",
        "2:3: warning: steps: no step calls to a meeting",
        "2:3: warning: steps.talk.to: doesn't say whom the letter is addressed to",
        "2:3: warning: steps.talk.answer_days: doesn't say how many days there are to answer",
        "7:3: warning: steps.suspension.to: doesn't say whom the letter is addressed to",
        "7:3: warning: steps.suspension.answer_days: doesn't say how many days there are to answer",
        "7:3: warning: steps.suspension.needs_remediation: doesn't say whether a plan about child labour must remedy first",
        "7:3: warning: steps.suspension.asks_supply: doesn't say whether it must be known who supplies care meanwhile",
        f"7:3: warning: steps.suspension.tells_of_exclusion: {EXCLUSION}",
        "15:3: warning: steps.ending.to: doesn't say whom the letter is addressed to",
        "15:3: warning: steps.ending.needs_remediation: doesn't say whether a plan about child labour must remedy first",
        f"15:3: warning: steps.ending.tells_of_exclusion: {EXCLUSION}",
    ]
    assert all("\n  hint: add " in line for line in told)


def test_what_comes_next_is_asked_for_with_the_step_that_stands_there(tmp_path):
    # Two ways lead to the end, so that the step between them need not say what comes next.
    text = WHOLE.replace("    next: [suspension]\n", "").replace("    next: [penalty]\n", "    next: [penalty, suspension]\n")
    text = text.replace("    after: [penalty]\n", "    after: [talk]\n")
    assert tell(tmp_path, text) == [
        "17:3: warning: steps.penalty.next: doesn't say what comes next\n  hint: add next: with a step, such as [suspension]"
    ]


def test_a_ladder_that_says_all_is_told_nothing_and_to_say_no_is_to_say_it(tmp_path):
    assert tell(tmp_path, WHOLE) == []


def test_the_products_own_ladder_is_told_nothing():
    assert list_lacks(Files(), "default") == ()


def test_a_ladder_with_mistakes_is_told_those_alone(tmp_path):
    with pytest.raises(InputError) as caught:
        tell(tmp_path, LADDER.replace("name: samtal", "nam: samtal"))
    assert "nam" in str(caught.value)
    assert "doesn't say" not in str(caught.value)
