"""The names of letters, which are numbered from the second of a step on; and when the first one is called for."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract.models import ActionPlan, Deviation, EscalationEntry, Explanation
from generator.contract.values import Text
from generator.rules.standing.ladder import find_next
from generator.rules.standing.letters import find_letter, list_letters, name_next_letter, split_item
from tests.documents.contracts import change
from tests.rules.cases import CONTRACT, FOUND, assess_deviation

PASSED_OVER = Explanation(reason=Text("Skäl."))


def take(step, day, **fields):
    return EscalationEntry(step=step, date=date(2027, 2, day), **fields)


LOG = (
    take("dialogue", 1),
    take("reminder", 2),
    take("reminder", 3, skipped=PASSED_OVER),
    take("reminder", 4),
    take("dialogue", 5),
    take("reminder", 6),
)
DEVIATION = Deviation(id="D.1", found=FOUND, escalation=LOG)
NAMES = {"dialogue": LOG[0], "reminder": LOG[1], "reminder-2": LOG[3], "dialogue-2": LOG[4], "reminder-3": LOG[5]}


def test_each_time_that_a_step_is_taken_has_a_name_and_keeps_it():
    assert list(list_letters(DEVIATION).items()) == list(NAMES.items())
    for day in range(1, 7):
        known = {name: entry for name, entry in NAMES.items() if entry.date.day <= day}
        assert list_letters(DEVIATION, date(2027, 2, day)) == known


def test_the_next_letter_has_the_next_number():
    assert [name_next_letter(DEVIATION, step) for step in ("dialogue", "reminder", "penalty")] == [
        "dialogue-3",
        "reminder-4",
        "penalty",
    ]


def test_an_item_leads_to_its_entry_whatever_the_deviation_is_called():
    assert split_item("D.1.reminder-2") == ("D.1", "reminder-2")
    contract = change(CONTRACT, {"deviations": (*CONTRACT.deviations, DEVIATION)})
    assert [find_letter(contract, f"D.1.{name}") for name in NAMES] == list(NAMES.values())


@pytest.mark.parametrize("on", [FOUND, date(2027, 2, 11), date(2027, 2, 12), date(2027, 8, 1)])
def test_a_plan_without_a_last_day_that_never_comes_leads_to_the_first_step(on):
    plan = ActionPlan(requested=date(2027, 1, 12))
    standing = assess_deviation(on, Deviation(id="D", found=FOUND, action_plan=plan), clause__terms__action_plan_days=None)
    following = find_next(standing)
    asked = on >= date(2027, 1, 12)
    assert following is not None
    assert (following.key, following.since) == ("dialogue", date(2027, 2, 12) if asked else FOUND)


def test_a_plan_that_came_calls_for_no_step():
    plan = ActionPlan(requested=date(2027, 1, 12), received=date(2027, 2, 20))
    deviation = Deviation(id="D", found=FOUND, action_plan=plan)
    following = find_next(assess_deviation(date(2027, 3, 1), deviation, clause__terms__action_plan_days=None))
    assert following is not None
    assert following.since is None
