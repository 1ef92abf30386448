"""What a duty is: something to be done for a contract, by a fixed day, and the facts that tell why. Part of `standing`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from msgspec import Struct, field

from generator.contract.messages import FieldPath
from generator.contract.values import FrozenMap, Month
from generator.rules.periods import count_days_after

Fact = date | Month | Decimal | int | str | tuple[str, ...]
"""A plain value: a day or month, an amount, a number, a word of the contract format, a key of the ladder, or ids."""


class DutyKind(StrEnum):
    """What is to be done, in the order that duties of the same day are told."""

    KICKOFF_TO_PLAN = "kickoff_to_plan"
    INVITATION_TO_SEND = "invitation_to_send"
    KICKOFF = "kickoff"
    MINUTES_TO_SEND = "minutes_to_send"
    SECRETARIAT_TO_ASK = "secretariat_to_ask"
    MONITORING_TO_PLAN = "monitoring_to_plan"
    MONITORING_TO_DATE = "monitoring_to_date"
    MONITORING_TO_NOTIFY = "monitoring_to_notify"
    MONITORING_TO_DO = "monitoring_to_do"
    SUSPICION_TO_SETTLE = "suspicion_to_settle"
    INVESTIGATION_TO_DECIDE = "investigation_to_decide"
    PLAN_TO_REQUEST = "plan_to_request"
    PLAN_TO_REMIND = "plan_to_remind"
    PLAN_TO_APPROVE = "plan_to_approve"
    ACTIONS_TO_ADD = "actions_to_add"
    ACTION_TO_DATE = "action_to_date"
    ACTION_DUE = "action_due"
    EVIDENCE_TO_REVIEW = "evidence_to_review"
    EVIDENCE_TO_REPLACE = "evidence_to_replace"
    DISPUTE_TO_ANSWER = "dispute_to_answer"
    TO_VERIFY = "to_verify"
    RECEIPT_TO_GET = "receipt_to_get"
    ANSWER_DUE = "answer_due"
    STEP_DUE = "step_due"
    PENALTY_WEEK = "penalty_week"
    PENALTY_AT_MAXIMUM = "penalty_at_maximum"
    SUSPENSION_LIMIT = "suspension_limit"
    END_TO_SET = "end_to_set"
    EXTENSION_TO_DECIDE = "extension_to_decide"
    EVALUATION_DUE = "evaluation_due"
    DECISION_DUE = "decision_due"
    REQUEST_TO_ANSWER = "request_to_answer"

    @property
    def place(self) -> int:
        """Its place in that order, from 0."""
        return list(DutyKind).index(self)


class VoidReason(StrEnum):
    """Why nobody need do a duty any more although it wasn't done."""

    CONTRACT_ENDED = "contract_ended"
    TERMINATED = "terminated"
    """The contract was terminated, though it may not have ended yet."""
    TIME_PASSED = "time_passed"
    """The time that it was for has passed, and another duty has taken its place."""


_RUNNING = frozenset({DutyKind.PENALTY_WEEK})
_FOLLOWING = frozenset({DutyKind.PLAN_TO_REMIND})
"""The duties that follow from the last day of what somebody else was to do."""
_OF_DEVIATIONS = frozenset(list(DutyKind)[DutyKind.SUSPICION_TO_SETTLE.place : DutyKind.ANSWER_DUE.place + 1])


class Weight(IntEnum):
    """How much hangs on a duty on a day, the most first."""

    SANCTION = 0
    """A penalty or suspension runs, or has come to its end: what isn't decided is money, or a right that is lost."""
    STEP = 1
    """The next step of the ladder may be taken, or the end of the contract is to be set."""
    LATE_DEVIATION = 2
    """Something about a deviation is late."""
    LATE = 3
    """Something else is late."""
    AHEAD = 4
    """Its day hasn't passed."""


_WEIGHTS = {
    DutyKind.PENALTY_WEEK: Weight.SANCTION,
    DutyKind.PENALTY_AT_MAXIMUM: Weight.SANCTION,
    DutyKind.SUSPENSION_LIMIT: Weight.SANCTION,
    DutyKind.STEP_DUE: Weight.STEP,
    DutyKind.END_TO_SET: Weight.STEP,
}


class Duty(Struct, frozen=True):
    """Something to be done for a contract. Its day is the same on whatever day it is asked for, until a fact changes it."""

    kind: DutyKind
    day: date
    """The day by which it is to be done, or from which it can be."""
    item: str = ""
    """What it is about: the id of a deviation or activity, `D2 A3` for an action; nothing for the contract itself."""
    fields: tuple[FieldPath, ...] = ()
    """The fields of the contract file that say, once filled in, that it is done."""
    facts: FrozenMap[Fact] = field(default_factory=FrozenMap)
    """What its words need, by name; a fact that there isn't isn't there."""
    void: VoidReason | None = None
    """Why it needn't be done any more."""
    void_since: date | None = None
    """The last day on which it was to be done."""

    @property
    def identity(self) -> tuple[DutyKind, str, str]:
        """What makes it the same duty on another day: its kind, what it is about, and the step of the ladder if there is one."""
        return self.kind, self.item, str(self.facts.get("step", ""))

    @property
    def last_day(self) -> date:
        """The last day on which it is in time: its own, or the day that what is waited for was due, if its own follows from that.

        Who reminds of a plan does so from the day after its last day, and the plan is late by that day; both count from it.
        """
        due = self.facts.get("plan_due")
        return due if self.kind in _FOLLOWING and type(due) is date and due < self.day else self.day

    def count_days_late(self, on: date) -> int:
        """Calendar days from its last day to `on`, which is in time itself; 0 for what merely runs, as a penalty does.

        Source: as for `rules.actions.assess_action`: late means after the day.
        """
        return 0 if self.kind in _RUNNING or on <= self.day else count_days_after(on, self.last_day)

    def weigh(self, on: date) -> Weight:
        """How much hangs on it on a day.

        Source: this product's own: what may cost money or end the contract comes before what is merely old.
        """
        if self.kind in _WEIGHTS:
            return _WEIGHTS[self.kind] if self.day <= on else Weight.AHEAD
        if not self.count_days_late(on):
            return Weight.AHEAD
        return Weight.LATE_DEVIATION if self.kind in _OF_DEVIATIONS else Weight.LATE


def make_duty(
    kind: DutyKind, day: date, item: str = "", fields: tuple[FieldPath, ...] = (), **facts: Fact | tuple[()] | None
) -> Duty:
    """A duty with those of the facts that there are."""
    return Duty(kind, day, item, fields, FrozenMap({name: fact for name, fact in facts.items() if fact not in (None, ())}))
