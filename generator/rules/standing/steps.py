"""Whether a step of the ladder may be taken or passed over, and if not, every reason why. Called by `recording.escalate`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum

from msgspec import Struct

from generator.contract.choices import Sanction
from generator.contract.models import Contract
from generator.contract.values import RoleReference
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.ladder import Bar, find_bar, list_missing, threatens


class ObstacleKind(Enum):
    """A reason why a step may not be taken."""

    OBSERVATION = "observation"
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
    BEGINS_HIGHER = "begins_higher"
    ONLY_SUSPECTED = "only_suspected"
    CONTRACT_ENDED = "contract_ended"
    TERMINATED_ALREADY = "terminated_already"
    NO_REMEDIATION = "no_remediation"
    NO_CONDITION = "no_condition"


_BARS = {
    Bar.NOT_FRAMEWORK_AGREEMENT: ObstacleKind.NOT_FRAMEWORK_AGREEMENT,
    Bar.NO_PENALTY_AGREED: ObstacleKind.NO_PENALTY_AGREED,
    Bar.GROUND_EXCLUDED: ObstacleKind.GROUND_EXCLUDED,
    Bar.BEGINS_HIGHER: ObstacleKind.BEGINS_HIGHER,
}


class Obstacle(Struct, frozen=True):
    """What stands in the way of a step."""

    kind: ObstacleKind
    day: date | None = None
    """The day that it is about: when a step was taken, when an answer is due, when the contract ended."""
    step: str = ""
    """The key of the other step that it is about."""


def list_obstacles(standing: DeviationStanding, key: str, decided_by: RoleReference | None) -> tuple[Obstacle, ...]:
    """Every reason why the step may not be taken on the day of the standing; none if it may.

    Source: as for `rules.escalation`; a termination takes the work from the place where a child was found, so the plan must
    hold an action that remedies the child's situation first.
    """
    return (
        *_check_day(standing),
        *_check_turn(standing, key),
        *_check_role(standing, key, decided_by),
        *_check_merits(standing, key),
    )


def is_unremedied(standing: DeviationStanding, key: str) -> bool:
    """Whether a step must wait until the plan has an action that remedies what a child was exposed to.

    Source: as for `list_obstacles`.
    """
    return standing.ladder.steps[key].needs_remediation and standing.is_child_labour and not standing.has_remediation


def choose_decider(standing: DeviationStanding, key: str) -> RoleReference:
    """Who decides on a step: the first of its roles that the contract names somebody for, or the first."""
    roles = standing.ladder.steps[key].decided_by
    return next((role for role in roles if is_named(role, standing.contract)), roles[0])


def is_named(role: RoleReference, contract: Contract) -> bool:
    """Whether the contract says who a role of the buyer is."""
    return role.side == "buyer" and role.role in contract.buyer.contacts


def is_left_behind(standing: DeviationStanding, key: str) -> bool:
    """Whether a later step has been taken, so that this one can only be passed over."""
    return any(_list_later(standing, key))


def list_obstacles_to_passing_over(
    standing: DeviationStanding, key: str, decided_by: RoleReference | None
) -> tuple[Obstacle, ...]:
    """Every reason why the step may not be passed over on the day of the standing; none if it may.

    A step that a later one has been taken without may be passed over afterwards: a gap is mended by saying why it is there.

    Source: as for `rules.escalation`; who may decide a step may decide to pass it over.
    """
    found = (
        *_check_day(standing),
        *_check_once(standing, key),
        *_list_missing(standing, key),
        *_check_role(standing, key, decided_by),
    )
    bar = find_bar(standing, key)
    return (*found, Obstacle(_BARS[bar])) if bar else found


def _check_day(standing: DeviationStanding) -> Iterator[Obstacle]:
    if standing.is_observation:
        yield Obstacle(ObstacleKind.OBSERVATION)
    if standing.on < standing.deviation.found:
        yield Obstacle(ObstacleKind.NOT_FOUND_YET, standing.deviation.found)
    if standing.deviation.closed:
        yield Obstacle(ObstacleKind.CLOSED, standing.deviation.closed)
    last = max((entry.date for entry in standing.deviation.escalation), default=standing.on)
    if standing.on < last:
        yield Obstacle(ObstacleKind.BEFORE_LAST_ENTRY, last)


def _check_once(standing: DeviationStanding, key: str) -> Iterator[Obstacle]:
    if key in standing.taken:
        yield Obstacle(ObstacleKind.TAKEN_ALREADY, standing.taken[key].date)
    elif key in standing.passed_over:
        yield Obstacle(ObstacleKind.PASSED_OVER_ALREADY, standing.passed_over[key].date)


def _list_missing(standing: DeviationStanding, key: str) -> Iterator[Obstacle]:
    for earlier in list_missing(standing, key):
        yield Obstacle(ObstacleKind.EARLIER_STEP_MISSING, step=earlier)


def _check_turn(standing: DeviationStanding, key: str) -> Iterator[Obstacle]:
    once = tuple(_check_once(standing, key))
    yield from once
    yield from _list_missing(standing, key)
    if not once:
        yield from _list_later(standing, key)
    if standing.is_waiting and standing.reached:
        yield Obstacle(ObstacleKind.ANSWER_TIME_RUNNING, standing.answer_due, standing.reached)


def _list_later(standing: DeviationStanding, key: str) -> Iterator[Obstacle]:
    keys = tuple(standing.ladder.steps)
    for later, entry in standing.taken.items():
        if keys.index(later) > keys.index(key):
            yield Obstacle(ObstacleKind.LATER_STEP_TAKEN, entry.date, later)


def _check_role(standing: DeviationStanding, key: str, decided_by: RoleReference | None) -> Iterator[Obstacle]:
    if decided_by is not None and decided_by not in standing.ladder.steps[key].decided_by:
        yield Obstacle(ObstacleKind.NOT_THEIRS_TO_DECIDE)


def _check_merits(standing: DeviationStanding, key: str) -> Iterator[Obstacle]:
    step, bar = standing.ladder.steps[key], find_bar(standing, key)
    begins_here = standing.beginning is not None and standing.beginning.step == key
    if bar and bar is not Bar.BEGINS_HIGHER:
        yield Obstacle(_BARS[bar])
    if standing.is_suspected and not step.while_suspected:
        yield Obstacle(ObstacleKind.ONLY_SUSPECTED)
    elif step.grounds and not standing.list_fitting(step) and not begins_here:
        plan_due = next((ground.plan_due for ground in standing.grounds if ground.kind in step.grounds and ground.plan_due), None)
        yield Obstacle(ObstacleKind.PLAN_NEVER_CAME, plan_due) if plan_due else Obstacle(ObstacleKind.NO_GROUND)
    if standing.has_ended and threatens(standing.ladder, key):
        yield Obstacle(ObstacleKind.CONTRACT_ENDED, standing.ending.latest)
    elif step.sanction is Sanction.TERMINATION and standing.ending.deviation not in ("", standing.deviation.id):
        yield Obstacle(ObstacleKind.TERMINATED_ALREADY, standing.ending.decided)
    if is_unremedied(standing, key):
        yield Obstacle(ObstacleKind.NO_REMEDIATION)
    if step.sanction is Sanction.IMMEDIATE_TERMINATION and not standing.conditions:
        yield Obstacle(ObstacleKind.NO_CONDITION)
