"""Whether there is a ground for going on against a supplier, and since when. Pure; called by `rules` and `documents`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from msgspec import Struct

from generator.contract.choices import Area, GroundKind
from generator.contract.ladder import LadderStep
from generator.contract.models import Action, Deviation
from generator.rules.actions import assess_action
from generator.rules.standing.plans import PlanStanding, is_observation, is_suspected

_ONE_DAY = timedelta(days=1)


class Ground(Struct, frozen=True):
    """A ground that there is on a day, and what in the contract file shows it."""

    kind: GroundKind
    since: date
    """The first day that it held."""
    actions: tuple[Action, ...] = ()
    """The actions of the approved plan that are late."""
    plan_due: date | None = None
    """When the plan was to be handed in, if it is that which is late."""
    answer_due: date | None = None
    """When the step before was to be answered, if it is the answer that is missing."""
    decide_by: date | None = None
    """When it must be decided whether there is a ground, if that is being looked into."""


def find_grounds(deviation: Deviation, plan: PlanStanding, parts: Mapping[str, str], on: date) -> tuple[Ground, ...]:
    """The clause's own grounds for sanctions that a deviation gives at the end of the day `on`.

    `parts` says which section of the clause holds what. What is entered as done after `on` had not been done then. A plan that
    hasn't come in time counts as one that isn't followed: that is this product's own reading, and whether it carries a sanction
    is for the ladder to say (`fits`). What is only suspected gives no ground, and neither does an observation, or an action whose
    evidence nobody has looked at yet (`rules.actions`).

    Source: the clause, shared grounds for sanctions: not reporting, not taking part in monitoring, not handling deviations
    according to the action plan; call-offs may also be suspended while a possible ground is investigated.
    """
    if deviation.found > on or is_closed(deviation, on) or is_suspected(deviation, on) or is_observation(deviation):
        return ()
    return tuple(_find_grounds(deviation, plan, parts, on))


def _find_grounds(deviation: Deviation, plan: PlanStanding, parts: Mapping[str, str], on: date) -> Iterator[Ground]:
    for kind in (GroundKind.REPORTING, GroundKind.MONITORING):
        if _is_against(deviation, parts.get(kind.value)):
            yield Ground(kind, deviation.found)
    investigation = deviation.investigation
    if investigation and investigation.opened <= on and not (investigation.decided and investigation.decided <= on):
        yield Ground(GroundKind.UNDER_INVESTIGATION, investigation.opened, decide_by=investigation.decide_by)
    if plan.approved:
        known = [(action, assess_action(action, on)) for action in plan.actions]
        late = [(action, status.last) for action, status in known if status.state == "late" and status.last]
        if late and plan.approved < on:
            first = min(last for _action, last in late)
            actions = tuple(action for action, _last in late)
            yield Ground(GroundKind.ACTION_PLAN, max(first, plan.approved) + _ONE_DAY, actions=actions)
    elif plan.due and plan.due < on and not plan.received:
        yield Ground(GroundKind.ACTION_PLAN, plan.due + _ONE_DAY, plan_due=plan.due)


def fits(ground: Ground, step: LadderStep, *, missing_plan: bool) -> bool:
    """Whether a step may rest on a ground. `missing_plan`: whether a sanction may, where all there is is a plan that never came.

    Source: the clause, shared grounds for sanctions; nowhere does it say that a plan which never came is one that isn't followed.
    """
    return ground.kind in step.grounds and (missing_plan or not step.sanction or ground.plan_due is None)


def _is_against(deviation: Deviation, section: str | None) -> bool:
    """Whether it goes against that section of the clause, or a part of it."""
    against = deviation.against
    return bool(section) and not isinstance(against, Area | None) and f"{against}.".startswith(f"{section}.")


def is_closed(deviation: Deviation, on: date) -> bool:
    """Whether a deviation had been settled at the end of the day `on`."""
    return bool(deviation.closed and deviation.closed <= on)
