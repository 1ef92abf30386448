"""The escalation ladder for a deviation: what has become of each step, which don't exist for it, and which comes next.

Part of `standing`. Source of all of it: as for `standing.deviation`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from msgspec import Struct

from generator.contract.choices import GroundKind, Sanction
from generator.contract.ladder import Ladder, LadderStep
from generator.contract.models import Contract, Deviation, EscalationEntry
from generator.rules.changes import find_agreed_penalty
from generator.rules.standing.deviation import DeviationStanding

_ONE_DAY = timedelta(days=1)


class Bar(Enum):
    """Why a step of the ladder doesn't exist for a deviation, so that nobody need pass it over."""

    NOT_FRAMEWORK_AGREEMENT = "not_framework_agreement"
    NO_PENALTY_AGREED = "no_penalty_agreed"
    GROUND_EXCLUDED = "ground_excluded"
    BEGINS_HIGHER = "begins_higher"
    """The ladder begins above it for a deviation of that extent. It may be taken all the same."""


StepState = Literal["taken", "passed_over", "missing", "barred", "ahead"]


class StepRow(Struct, frozen=True):
    """A step of the ladder, and what has become of it for a deviation."""

    key: str
    step: LadderStep
    state: StepState
    """`missing`: a later step has been taken, and nothing says why this one wasn't."""
    entry: EscalationEntry | None = None
    answer_due: date | None = None
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next."""

    key: str
    step: LadderStep
    since: date | None
    """From when it may be taken; None while nothing calls for it."""
    barred: tuple[StepRow, ...] = field(default=(), compare=False)
    """The steps between where the deviation stands and this one that don't exist for it."""


def find_bar(standing: DeviationStanding, key: str) -> Bar | None:
    """Why a step doesn't exist for the deviation of a standing, or needn't be taken for it; or None."""
    bar = bar_step(standing.ladder.steps[key], standing.contract, standing.on, standing.deviation)
    is_below = standing.beginning and key in standing.ladder.list_before(standing.beginning.step)
    return bar or (Bar.BEGINS_HIGHER if is_below else None)


def bar_step(step: LadderStep, contract: Contract, on: date, deviation: Deviation | None = None) -> Bar | None:
    """Why a step doesn't exist on a day for a contract, or for a deviation from it; None if it does.

    Source: the clause: call-offs are suspended in framework agreements only; a penalty is what was agreed; and there is no ground
    for either where a supplier further down refuses traceability or audit.
    """
    if step.sanction is Sanction.CALL_OFF_SUSPENSION and not contract.framework_agreement:
        return Bar.NOT_FRAMEWORK_AGREEMENT
    if step.sanction is Sanction.PENALTY and find_agreed_penalty(contract, on) is None:
        return Bar.NO_PENALTY_AGREED
    if step.sanction in {Sanction.PENALTY, Sanction.CALL_OFF_SUSPENSION} and deviation and deviation.ground_excluded:
        return Bar.GROUND_EXCLUDED
    return None


def threatens(ladder: Ladder, key: str) -> bool:
    """Whether a step is a sanction, or one may come after it, as its letter says."""
    ahead, seen = [key], set[str]()
    while ahead:
        step = ahead.pop()
        if step not in seen:
            seen.add(step)
            ahead += (*ladder.steps[step].next, *ladder.list_from(step))
    return any(ladder.steps[step].sanction for step in seen)


def is_settled(standing: DeviationStanding, key: str) -> bool:
    """Whether a step needn't be taken any more: it was taken, passed over, or doesn't exist for the deviation."""
    return key in standing.taken or key in standing.passed_over or find_bar(standing, key) is not None


def list_missing(standing: DeviationStanding, key: str) -> tuple[str, ...]:
    """The steps that must have happened before a step, and haven't."""
    return tuple(earlier for earlier in standing.ladder.list_before(key) if not is_settled(standing, earlier))


def list_steps(standing: DeviationStanding) -> tuple[StepRow, ...]:
    """Every step of the ladder, and what has become of it."""
    keys = tuple(standing.ladder.steps)
    past = {earlier for key in standing.taken for earlier in standing.ladder.list_before(key)}
    return tuple(_make_row(standing, key, is_past=key in past) for key in keys)


def _make_row(standing: DeviationStanding, key: str, *, is_past: bool) -> StepRow:
    step, bar = standing.ladder.steps[key], find_bar(standing, key)
    if key in standing.taken:
        return StepRow(key, step, "taken", standing.taken[key], standing.find_answer_due(key))
    if key in standing.passed_over:
        return StepRow(key, step, "passed_over", standing.passed_over[key])
    if bar:
        return StepRow(key, step, "barred", bar=bar)
    return StepRow(key, step, "missing" if is_past else "ahead")


def find_next(standing: DeviationStanding) -> NextStep | None:
    """The step that comes next, and since when it may be taken.

    None of an observation, and where the deviation is settled, the ladder at its end, or the contract: then no sanction can
    follow or be threatened.

    It may be taken from the day that the one before was answered, or from the day after its answer was due, but not before there
    is a ground for it. The first step isn't called for where the plan has been asked for, as long as there is no ground, or,
    where the plan has no last day, before it is to be reminded of. While
    the answer's time runs, `since` is the day after it, if the ground that there is lasts.
    """
    if standing.is_closed or standing.is_observation:
        return None
    for key in _walk_next(standing):
        step = standing.ladder.steps[key]
        if (standing.has_ended and threatens(standing.ladder, key)) or (standing.is_suspected and not step.while_suspected):
            return None
        if _may_follow(standing, step):
            return NextStep(key, step, _find_since(standing, step), tuple(_list_barred(standing, key)))
    return None


def _may_follow(standing: DeviationStanding, step: LadderStep) -> bool:
    """Whether a step may ever come: no termination without its conditions, and no notice where notice is given already."""
    if step.sanction is Sanction.IMMEDIATE_TERMINATION:
        return bool(standing.conditions)
    return step.sanction is not Sanction.TERMINATION or not standing.ending.is_termination


def _list_barred(standing: DeviationStanding, key: str) -> Iterator[StepRow]:
    """The steps on the way to a step that don't exist for the deviation, and so aren't tried before it."""
    reached, ladder = standing.reached, standing.ladder
    behind = {reached, *ladder.list_before(reached)} if reached else set()
    for earlier in ladder.list_before(key):
        if earlier not in behind:
            row = _make_row(standing, earlier, is_past=False)
            if row.state == "barred":
                yield row


def _walk_next(standing: DeviationStanding) -> Iterator[str]:
    """The steps that may come next, the usual one first, past those that were passed over or don't exist."""
    ahead = list(standing.ladder.steps[standing.reached].next) if standing.reached else [standing.ladder.first]
    seen: set[str] = set()
    while ahead:
        key = ahead.pop(0)
        if key in seen:
            continue
        seen.add(key)
        if is_settled(standing, key):
            ahead = [*standing.ladder.steps[key].next, *ahead]
        else:
            yield key


def _find_since(standing: DeviationStanding, step: LadderStep) -> date | None:
    free = _find_free(standing)
    if standing.beginning and standing.reached is None and standing.ladder.steps[standing.beginning.step] == step:
        return free  # Where it begins higher, the step that it begins with needs no ground.
    if not step.grounds and standing.reached is None and (standing.plan.requested or standing.plan.is_there):
        # Who has asked for the plan, or got it, has begun to talk with the supplier.
        if standing.grounds:
            return max(free, min(ground.since for ground in standing.grounds))
        late = standing.plan.remind_after if not standing.plan.is_there and standing.plan.due is None else None
        return max(free, late + _ONE_DAY) if late else None
    if step.sanction is Sanction.IMMEDIATE_TERMINATION:
        free = max(free, min(condition.since for condition in standing.conditions))
    if not step.grounds:
        return free
    fitting = [ground.since for ground in standing.list_fitting(step)]
    if standing.is_waiting and not fitting and GroundKind.NO_ANSWER in step.grounds:
        return free
    return max(free, min(fitting)) if fitting else None


def _find_free(standing: DeviationStanding) -> date:
    """From when the step that it stands at lets another follow; before the first, the day that there was a deviation."""
    if standing.reached is None:
        return standing.begun
    return standing.answered or (standing.answer_due + _ONE_DAY if standing.answer_due else standing.taken[standing.reached].date)
