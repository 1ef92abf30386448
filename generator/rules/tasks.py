"""What a task is: something to be done for a contract, by a day, and the facts that tell why. Made by `rules.due`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from generator.contract.messages import FieldPath
from generator.contract.values import FrozenMap, Month

Fact = date | Month | Decimal | int | str | tuple[str, ...]
"""A plain value: a day or month, an amount, a number, a word of the contract format, a key of the ladder, or ids."""


class TaskKind(StrEnum):
    """What is to be done, in the order that tasks of the same day are told."""

    KICKOFF = "kickoff"
    KICKOFF_TO_PLAN = "kickoff_to_plan"
    MONITORING_TO_NOTIFY = "monitoring_to_notify"
    MONITORING_TO_DO = "monitoring_to_do"
    INVESTIGATION_TO_DECIDE = "investigation_to_decide"
    PLAN_TO_REQUEST = "plan_to_request"
    PLAN_TO_REMIND = "plan_to_remind"
    PLAN_TO_APPROVE = "plan_to_approve"
    ACTION_DUE = "action_due"
    STEP_DUE = "step_due"
    PENALTY_WEEK = "penalty_week"
    PENALTY_AT_MAXIMUM = "penalty_at_maximum"
    SUSPENSION_LIMIT = "suspension_limit"
    EXTENSION_TO_DECIDE = "extension_to_decide"
    EVALUATION_DUE = "evaluation_due"
    DECISION_DUE = "decision_due"

    @property
    def place(self) -> int:
        """Its place in that order, from 0."""
        return list(TaskKind).index(self)


_RUNNING = frozenset({TaskKind.PENALTY_WEEK})


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done for a contract."""

    kind: TaskKind
    day: date
    """The day by which it is to be done, or from which it can be."""
    item: str = ""
    """What it is about: the id of a deviation or activity, `D2 A3` for an action; nothing for the contract itself."""
    fields: tuple[FieldPath, ...] = ()
    """The fields of the contract file that say, once filled in, that it is done."""
    facts: FrozenMap[Fact] = field(default_factory=FrozenMap)
    """What its words need, by name; a fact that there isn't isn't there."""

    def count_days_late(self, on: date) -> int:
        """Calendar days from its day to `on`, which is in time itself; 0 for what merely runs, as a penalty does.

        Source: as for `rules.actions.assess_action`: late means after the day.
        """
        return 0 if self.kind in _RUNNING else max(0, (on - self.day).days)


def make_task(
    kind: TaskKind, day: date, item: str = "", fields: tuple[FieldPath, ...] = (), **facts: Fact | tuple[()] | None
) -> Task:
    """A task with those of the facts that there are."""
    return Task(kind, day, item, fields, FrozenMap({name: fact for name, fact in facts.items() if fact not in (None, ())}))
