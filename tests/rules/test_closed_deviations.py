"""What wasn't shown of a deviation when it was closed."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract.choices import DeviationSeverity
from generator.contract.models import Action, ActionPlan, Deviation, Reaudit, Submission
from generator.contract.values import Text
from generator.rules.standing.closing import Closing, assess_closing

FOUND, CAME, CLOSED, AFTER = (date(2026, 3, day) for day in (2, 20, 25, 30))
NOTHING = Closing(CLOSED, has_plan=True, unaccepted=(), undone=(), is_remedied=True)


def act(*submitted, done=None, name="A1"):
    return Action(id=name, description=Text("Gör"), due=CAME, done=done, submitted=submitted)


def close(*actions, on=AFTER, approved=FOUND, **fields):
    plan = ActionPlan(approved=approved, actions=actions)
    return assess_closing(Deviation(id="D1", found=FOUND, closed=CLOSED, action_plan=plan, **fields), on)


@pytest.mark.parametrize(
    ("actions", "unaccepted", "undone"),
    [
        ((act(done=CAME),), (), ()),
        ((act(Submission(date=CAME, accepted=CAME)),), (), ()),
        ((act(Submission(date=CAME), done=CAME),), (), ()),  # by the officer's own word
        ((act(Submission(date=CAME)), act(name="A2")), ("A1",), ("A2",)),
        ((act(Submission(date=CAME, rejected=CAME), done=CAME),), ("A1",), ()),
        ((act(Submission(date=CAME, accepted=AFTER)),), ("A1",), ()),  # not when it was closed
        ((act(Submission(date=AFTER, accepted=AFTER)),), (), ("A1",)),
    ],
)
def test_actions_that_were_not_shown_to_be_done_are_named(actions, unaccepted, undone):
    assert close(*actions) == Closing(CLOSED, has_plan=True, unaccepted=unaccepted, undone=undone, is_remedied=True)
    assert close(*actions).is_shown == (not unaccepted and not undone)


@pytest.mark.parametrize(
    ("rejected", "on", "told"),
    [(AFTER, AFTER, ("A1",)), (AFTER, date(2026, 3, 29), ()), (CLOSED, AFTER, ())],
    ids=["after it was closed", "not known yet", "on the day that it was closed"],
)
def test_evidence_that_was_rejected_after_the_closing_is_told_beside_what_was_missing(rejected, on, told):
    closing = close(act(Submission(date=CAME, rejected=rejected), done=CAME), on=on)
    assert (closing.rejected_later, closing.is_shown) == (told, rejected == AFTER)


def test_an_open_deviation_was_not_closed():
    assert (close(on=date(2026, 3, 24)), close(on=CLOSED)) == (None, NOTHING)


@pytest.mark.parametrize("approved", [None, AFTER])
def test_a_plan_that_was_not_approved_is_told(approved):
    assert close(approved=approved) == Closing(CLOSED, has_plan=False, unaccepted=(), undone=(), is_remedied=True)


@pytest.mark.parametrize("fields", [{"severity": DeviationSeverity.OBSERVATION}, {"suspected": True}])
def test_nothing_is_owed_of_what_is_no_deviation(fields):
    assert close(act(), approved=None, **fields) == NOTHING
    assert not close(act(), approved=None).is_shown


@pytest.mark.parametrize(("day", "is_remedied"), [(None, False), (CAME, False), (AFTER, True)])
def test_a_new_audit_may_have_found_it_not_remedied(day, is_remedied):
    assert close(reaudit=Reaudit(date=day, remedied=False)).is_remedied == is_remedied
    assert close(reaudit=Reaudit(date=day, remedied=True)).is_remedied
