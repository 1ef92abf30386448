"""What is told of a deviation that is closed, or whose plan is approved, before that can be."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract import messages
from generator.contract.checks import check_contract
from generator.contract.date_checks import list_doubts
from generator.contract.models import Action, ActionPlan, Deviation, Dispute, Reaudit, Submission
from generator.contract.values import Text
from tests.documents.contracts import change, read_example

FOUND, APPROVED, DONE, CLOSED = (date(2026, 3, day) for day in (2, 10, 20, 25))
SENT = Submission(date=DONE)
ACCEPTED = Submission(date=DONE, accepted=date(2026, 3, 22))
REJECTED = Submission(date=DONE, rejected=date(2026, 3, 22), reason=Text("Osignerad"))
REJECTED_LATE = Submission(date=DONE, rejected=date(2026, 3, 26))


def find(**fields):
    action = Action(id="A1", description=Text("Gör"), due=DONE, done=DONE)
    plan = ActionPlan(requested=FOUND, received=FOUND, approved=APPROVED, actions=fields.pop("actions", (action,)))
    deviation = Deviation.model_construct(
        **{
            **Deviation(
                id="D1", found=FOUND, against="2.3", severity="minor", title=Text("Fel"), description=Text("Fel")
            ).__dict__,
            "action_plan": plan,
            "closed": CLOSED,
            **fields,
        }
    )
    contract = change(read_example("cleaning"), {"deviations": (deviation,)})
    told = [*check_contract(contract), *list_doubts(contract)]
    return [
        (each.mistake, each.path[2:])
        for each in told
        if each.path[:1] == ("deviations",) and each.mistake is not messages.REJECTED_WITHOUT_REASON
    ]


def act(*submitted, **fields):
    return Action(**{"id": "A1", "description": Text("Gör"), "due": DONE, "done": DONE, "submitted": submitted} | fields)


SENT_FIRST = ("action_plan", "actions", 0, "submitted", 0)
LATER = Submission(date=date(2026, 3, 27))
LATER_ACCEPTED = Submission(date=date(2026, 3, 27), accepted=date(2026, 3, 28))
LATER_REJECTED = Submission(date=date(2026, 3, 27), rejected=date(2026, 3, 28))
TAKEN_LATER = [(messages.EVIDENCE_ACCEPTED_LATER, ("action_plan", "actions", 0, "submitted", 1, "accepted"))]
SENT_AGAIN = Submission(date=date(2026, 3, 24))
SECOND = ("action_plan", "actions", 0, "submitted", 1)
REJECTED_LATER = [(messages.EVIDENCE_REJECTED_LATER, (*SENT_FIRST, "rejected"))]
NOT_TAKEN = [(messages.EVIDENCE_REJECTED, (*SENT_FIRST, "rejected"))]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, []),
        ({"dispute": Dispute(raised=FOUND, answered=DONE)}, []),
        ({"dispute": Dispute(raised=FOUND)}, [(messages.DISPUTE_OPEN, ("dispute", "answered"))]),
        ({"dispute": Dispute(raised=FOUND), "closed": None}, []),
        ({"reaudit": Reaudit(remedied=True)}, []),
        ({"reaudit": Reaudit()}, []),
        ({"reaudit": Reaudit(remedied=False)}, [(messages.NOT_REMEDIED, ("reaudit", "remedied"))]),
        ({"reaudit": Reaudit(remedied=False), "closed": None}, []),
        ({"actions": (act(SENT),)}, []),
        ({"actions": (act(REJECTED),)}, NOT_TAKEN),
        ({"actions": (act(REJECTED),), "closed": date(2026, 3, 22)}, NOT_TAKEN),
        ({"actions": (act(REJECTED),), "closed": date(2026, 3, 21)}, REJECTED_LATER),
        ({"actions": (act(REJECTED_LATE),)}, REJECTED_LATER),
        ({"actions": (act(REJECTED_LATE, done=None),)}, REJECTED_LATER),
        ({"actions": (act(ACCEPTED, LATER_REJECTED),)}, [(REJECTED_LATER[0][0], (*SECOND, "rejected"))]),
        ({"actions": (act(REJECTED, Submission(date=CLOSED)),)}, []),
        ({"actions": (act(REJECTED, LATER),)}, NOT_TAKEN),
        ({"actions": (act(REJECTED, LATER_REJECTED),)}, NOT_TAKEN),
        ({"actions": (act(REJECTED, LATER_ACCEPTED),)}, TAKEN_LATER),
        ({"actions": (act(LATER_ACCEPTED, REJECTED, done=None),)}, [(TAKEN_LATER[0][0], (*SENT_FIRST, "accepted"))]),
        ({"actions": (act(Submission(date=CLOSED), REJECTED),)}, []),
        ({"actions": (act(SENT, LATER_ACCEPTED),)}, []),
        ({"actions": (act(done=None),)}, [(messages.ACTION_OPEN, ("action_plan", "actions", 0, "done"))]),
        ({"actions": (act(SENT, done=None),)}, [(messages.EVIDENCE_UNREVIEWED, (*SENT_FIRST, "accepted"))]),
        ({"actions": (act(ACCEPTED, done=None),)}, []),
        ({"actions": (act(REJECTED, done=None),)}, NOT_TAKEN),
        ({"actions": ()}, [(messages.APPROVED_WITHOUT_ACTIONS, ("action_plan", "actions"))]),
        ({"actions": (act(due=None),)}, [(messages.APPROVED_WITHOUT_DAY, ("action_plan", "actions", 0, "due"))]),
    ],
)
def test_what_a_closed_deviation_still_lacks(fields, told):
    assert find(**fields) == told


@pytest.mark.parametrize(("day", "counts"), [(21, True), (22, False), (24, False)])
def test_an_action_that_is_noted_as_done_over_rejected_evidence_is_told(day, counts):
    told = [(messages.DONE_WITHOUT_EVIDENCE, ("action_plan", "actions", 0, "done"))]
    noted = {"done": date(2026, 3, day)}
    assert find(actions=(act(REJECTED, **noted),), closed=None) == ([] if counts else told)
    assert find(actions=(act(REJECTED, SENT_AGAIN, **noted),), closed=None) == []


def test_what_was_so_can_be_told():
    told = (messages.EVIDENCE_REJECTED, messages.EVIDENCE_REJECTED_LATER, messages.EVIDENCE_ACCEPTED_LATER)
    assert {each.severity for each in told} == {"warning"}
