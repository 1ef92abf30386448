"""Deviations on their way up the escalation ladder, for the tests of its rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace

from generator.contract.ladder import Ladder, LadderStep
from generator.contract.ladder_file import read_ladder
from generator.contract.models import Action, ActionPlan, Contract, Deviation, EscalationEntry, Explanation
from generator.contract.values import FrozenMap, RoleReference, Text
from generator.rules.standing.deviation import DeviationStanding
from generator.workspace import Files
from tests.documents.contracts import change, read_example

WAY_BACK = read_ladder(Files(), "default")
"""The default ladder."""
LADDER = replace(WAY_BACK, back=None)
"""The same without its way back: what was taken stays taken."""
PARTS = {"commitments": "1", "due_diligence": "2", "reporting": "3", "monitoring": "4"}
CONTRACT = read_example("surgical-instruments")
"""A framework agreement to 2027-08-31; a penalty of 20 000 SEK for at most 8 weeks; suspension for 3 months; plans in 30 days."""
FOUND = date(2027, 1, 11)
"""A Monday, on which the deviations of the tests are found."""
MANAGER, OFFICER = RoleReference("buyer.manager"), RoleReference("buyer.officer")
LATE_PLAN = ActionPlan(
    requested=date(2027, 1, 12),
    received=date(2027, 1, 15),
    approved=date(2027, 1, 18),
    actions=(Action(id="A1", description=Text("x"), due=date(2027, 1, 25)),),
)
"""A plan that was approved, and of which an action is late from 2027-01-26."""


def _make_branching() -> Ladder:
    def make_step(after: str, following: str, **fields: Any) -> LadderStep:
        ways = {"after": tuple(after.split()), "next": tuple(following.split())}
        return LadderStep(**{"name": "x", "decided_by": (MANAGER,), "letter": ("x",)} | ways | fields)

    clause = {"grounds": ("action_plan", "monitoring")}
    steps = {
        "talk": make_step("", "warning meeting suspension"),
        "warning": make_step("talk", "meeting", answer_days=10, grounds=("no_answer", "action_plan")),
        "meeting": make_step("talk", "suspension penalty", answer_days=5),
        "suspension": make_step("talk", "ending", sanction="call_off_suspension", **clause),
        "penalty": make_step("meeting", "ending", sanction="penalty", answer_days=3, **clause),
        "ending": make_step("talk", "", sanction="immediate_termination", needs_remediation=True, **clause),
    }
    return Ladder(FrozenMap(steps), is_own=True)


BRANCHING = _make_branching()
"""A ladder of a region, with several ways up."""


def make_deviation(*log: EscalationEntry, **fields: Any) -> Deviation:
    """A deviation with a log. Its action plan is late; it is no severe one."""
    return Deviation(**{"id": "D", "found": FOUND, "action_plan": LATE_PLAN, "escalation": log} | fields)


def assess_deviation(on: date, deviation: Deviation, *, ladder: Ladder = LADDER, **changes: Any) -> DeviationStanding:
    """The deviation on the ladder, in the contract with changes by path, with `__` for points."""
    contract: Contract = change(CONTRACT, {path.replace("__", "."): value for path, value in changes.items()})
    return DeviationStanding(contract.model_copy(update={"deviations": (deviation,)}), deviation, PARTS, ladder, on)


def take(step: str, day: date, **fields: Any) -> EscalationEntry:
    """A step that was taken."""
    return EscalationEntry(step=step, date=day, **fields)


def pass_over(step: str, day: date) -> EscalationEntry:
    """A step that was passed over."""
    return EscalationEntry(step=step, date=day, skipped=Explanation(reason=Text("Brådskande")))


LOG = (
    take("dialogue", date(2027, 1, 12), answered=date(2027, 1, 18)),
    take("reminder", date(2027, 1, 26), answered=date(2027, 2, 1)),
    take("written_warning", date(2027, 2, 2), answered=date(2027, 2, 8)),
    take("management_meeting", date(2027, 2, 9), answered=date(2027, 2, 15)),
    take("penalty", date(2027, 2, 16), answered=date(2027, 2, 22)),
    take("call_off_suspension", date(2027, 3, 2), answered=date(2027, 3, 8)),
    take("termination_with_notice", date(2027, 6, 1)),
    take("immediate_termination", date(2027, 6, 15)),
)
"""A climb from the first step to the last.

The penalty reaches its maximum on 2027-04-06, 49 days after its first; the suspension its limit on 2027-06-02, three months on.
"""
