"""Whether a step of the ladder may be taken or passed over, and if not, every reason why. Called by `recording.escalate`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

from generator.contract.choices import Sanction
from generator.contract.values import RoleReference
from generator.rules.escalation import Bar, Case, find_bar, find_contract_end, list_missing


class ObstacleKind(Enum):
    """A reason why a step may not be taken."""

    CLOSED = "closed"
    NOT_FOUND_YET = "not_found_yet"
    BEFORE_LAST_ENTRY = "before_last_entry"
    TAKEN_ALREADY = "taken_already"
    PASSED_OVER_ALREADY = "passed_over_already"
    LATER_STEP_TAKEN = "later_step_taken"
    EARLIER_STEP_MISSING = "earlier_step_missing"
    ANSWER_TIME_RUNNING = "answer_time_running"
    NOT_THEIRS_TO_DECIDE = "not_theirs_to_decide"
    NO_GROUND = "no_ground"
    PLAN_NEVER_CAME = "plan_never_came"
    NOT_FRAMEWORK_AGREEMENT = "not_framework_agreement"
    NO_PENALTY_AGREED = "no_penalty_agreed"
    GROUND_EXCLUDED = "ground_excluded"
    CONTRACT_ENDED = "contract_ended"
    NO_REMEDIATION = "no_remediation"
    NO_CONDITION = "no_condition"


_BARS = {
    Bar.NOT_FRAMEWORK_AGREEMENT: ObstacleKind.NOT_FRAMEWORK_AGREEMENT,
    Bar.NO_PENALTY_AGREED: ObstacleKind.NO_PENALTY_AGREED,
    Bar.GROUND_EXCLUDED: ObstacleKind.GROUND_EXCLUDED,
}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands in the way of a step."""

    kind: ObstacleKind
    day: date | None = None
    """The day that it is about: when a step was taken, when an answer is due, when the contract ended."""
    step: str = ""
    """The key of the other step that it is about."""


def list_obstacles(case: Case, key: str, decided_by: RoleReference | None) -> tuple[Obstacle, ...]:
    """Every reason why the step may not be taken on the day of the case; none if it may.

    Source: as for `rules.escalation`; a termination takes the work from the place where a child was found, so the plan must
    hold an action that remedies the child's situation first.
    """
    return (*_check_day(case), *_check_turn(case, key), *_check_role(case, key, decided_by), *_check_merits(case, key))


def list_obstacles_to_passing_over(case: Case, key: str, decided_by: RoleReference | None) -> tuple[Obstacle, ...]:
    """Every reason why the step may not be passed over on the day of the case; none if it may.

    A step that a later one has been taken without may be passed over afterwards: a gap is mended by saying why it is there.

    Source: as for `rules.escalation`; who may decide a step may decide to pass it over.
    """
    found = (*_check_day(case), *_check_once(case, key), *_list_missing(case, key), *_check_role(case, key, decided_by))
    bar = find_bar(case, key)
    return (*found, Obstacle(_BARS[bar])) if bar else found


def _check_day(case: Case) -> Iterator[Obstacle]:
    if case.on < case.deviation.found:
        yield Obstacle(ObstacleKind.NOT_FOUND_YET, case.deviation.found)
    if case.deviation.closed:
        yield Obstacle(ObstacleKind.CLOSED, case.deviation.closed)
    last = max((entry.date for entry in case.deviation.escalation), default=case.on)
    if case.on < last:
        yield Obstacle(ObstacleKind.BEFORE_LAST_ENTRY, last)


def _check_once(case: Case, key: str) -> Iterator[Obstacle]:
    if key in case.taken:
        yield Obstacle(ObstacleKind.TAKEN_ALREADY, case.taken[key].date)
    elif key in case.passed_over:
        yield Obstacle(ObstacleKind.PASSED_OVER_ALREADY, case.passed_over[key].date)


def _list_missing(case: Case, key: str) -> Iterator[Obstacle]:
    for earlier in list_missing(case, key):
        yield Obstacle(ObstacleKind.EARLIER_STEP_MISSING, step=earlier)


def _check_turn(case: Case, key: str) -> Iterator[Obstacle]:
    once = tuple(_check_once(case, key))
    yield from once
    yield from _list_missing(case, key)
    if not once:
        yield from _list_later(case, key)
    if case.is_waiting and case.standing:
        yield Obstacle(ObstacleKind.ANSWER_TIME_RUNNING, case.answer_due, case.standing)


def _list_later(case: Case, key: str) -> Iterator[Obstacle]:
    keys = tuple(case.ladder.steps)
    for later, entry in case.taken.items():
        if keys.index(later) > keys.index(key):
            yield Obstacle(ObstacleKind.LATER_STEP_TAKEN, entry.date, later)


def _check_role(case: Case, key: str, decided_by: RoleReference | None) -> Iterator[Obstacle]:
    if decided_by is not None and decided_by not in case.ladder.steps[key].decided_by:
        yield Obstacle(ObstacleKind.NOT_THEIRS_TO_DECIDE)


def _check_merits(case: Case, key: str) -> Iterator[Obstacle]:
    step, bar = case.ladder.steps[key], find_bar(case, key)
    if bar:
        yield Obstacle(_BARS[bar])
    if step.grounds and not case.list_fitting(step):
        plan_due = next((ground.plan_due for ground in case.grounds if ground.kind in step.grounds and ground.plan_due), None)
        yield Obstacle(ObstacleKind.PLAN_NEVER_CAME, plan_due) if plan_due else Obstacle(ObstacleKind.NO_GROUND)
    ended = find_contract_end(case.contract, case.ladder, case.on)
    if step.sanction and ended < case.on:
        yield Obstacle(ObstacleKind.CONTRACT_ENDED, ended)
    if step.needs_remediation and case.is_child_labour and not case.has_remediation:
        yield Obstacle(ObstacleKind.NO_REMEDIATION)
    if step.sanction is Sanction.IMMEDIATE_TERMINATION and not case.conditions:
        yield Obstacle(ObstacleKind.NO_CONDITION)
