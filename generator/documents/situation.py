"""Where a deviation stands on the escalation ladder, on the day of a document: for every document that tells of it."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import DeviationSeverity
from generator.contract.clause import SourceText
from generator.contract.models import Money
from generator.documents.ladder import GroundName, Grounds, describe_grounds, name_grounds
from generator.rules.actions import find_handed_in
from generator.rules.periods import count_days_after
from generator.rules.sanctions import SuspensionRun
from generator.rules.standing import Standing
from generator.rules.standing.closing import Closing, assess_closing
from generator.rules.standing.deviation import Condition, DeviationStanding
from generator.rules.standing.ladder import find_next
from generator.rules.standing.phases import EndCause


class ContractEnd(Struct, frozen=True):
    """How a contract ends or has ended: the same in all documents of a day."""

    day: date | None
    """Its last day, None where it has none; where it is terminated with a notice that nobody has put a day to, its own."""
    is_fixed: bool
    has_ended: bool
    terminated: date | None
    """The day it was terminated, if it was."""
    at_once: bool
    """Whether that was with immediate effect."""


def describe_end(standing: Standing) -> ContractEnd:
    """How the contract of a standing ends or has ended."""
    ending = standing.ending
    terminated = ending.decided if ending.is_termination else None
    at_once = ending.cause is EndCause.IMMEDIATE_TERMINATION
    return ContractEnd(ending.day, ending.is_fixed, standing.has_ended, terminated, at_once)


def count_days_late(standing: Standing) -> int:
    """Calendar days since a decision on what follows the contract was due; 0 where it isn't late, or none is due."""
    return count_days_after(standing.on, standing.decide_by) if standing.decide_by else 0


class PenaltySoFar(Struct, frozen=True):
    """What a penalty has come to."""

    starts: date
    last: date | None
    """The last day that counts, if it has ended."""
    weeks: int
    """Begun so far."""
    total: Money
    reaches_maximum: date | None
    is_at_maximum: bool
    lacks_end: bool = False
    """Whether its ground has ceased, and nobody has noted its last day."""


class Situation(Struct, frozen=True):
    """Where a deviation stands on the ladder."""

    step: SourceText | None
    """The step that it stands at; None before the first."""
    answer_due: date | None
    answered: date | None
    is_waiting: bool
    """Whether the supplier still has time to answer."""
    is_answer_known: bool
    """Whether it is noted if an answer came, or time for one still runs."""
    days_without_answer: int
    """Calendar days since the answer was due, where none has come; 0 while there still is time."""
    unreviewed: tuple[str, ...]
    """The actions that what shows them has come for, and nobody has looked at, by id."""
    kinds: tuple[GroundName, ...]
    grounds: Grounds
    is_missing_plan_ground: bool
    """Whether a sanction may rest on a plan that never came: that is for the ladder to say."""
    next: SourceText | None
    next_from: date | None
    """From when the next step may be taken; None while nothing calls for it."""
    conditions: tuple[Condition, ...]
    """Those for immediate termination that hold."""
    is_remedy_unknown: bool
    """Whether nobody has noted if whoever causes a severe deviation took immediate measures, on which such a condition hangs."""
    penalty: PenaltySoFar | None
    suspension: SuspensionRun | None
    closed: date | None
    closing: Closing | None
    """How it was settled, and what wasn't shown then; None while it is open."""


def describe_situation(standing: DeviationStanding) -> Situation:
    """Where the deviation of a standing stands, and what may come next."""
    following = find_next(standing)
    return Situation(
        step=standing.ladder.steps[standing.reached].title if standing.reached else None,
        answer_due=standing.answer_due,
        answered=standing.answered,
        is_waiting=standing.is_waiting,
        is_answer_known=standing.reached is None or standing.assess_answer(standing.taken[standing.reached]) != "not_noted",
        days_without_answer=_count_days_without_answer(standing),
        unreviewed=tuple(each.id for each in standing.plan.actions if find_handed_in(each, standing.plan.on)),
        kinds=name_grounds(standing.grounds),
        grounds=describe_grounds(standing.grounds, standing.on),
        is_missing_plan_ground=standing.ladder.missing_plan_is_ground,
        next=following.step.title if following else None,
        next_from=following.since if following else None,
        conditions=standing.conditions,
        is_remedy_unknown=standing.deviation.severity is DeviationSeverity.SEVERE
        and standing.deviation.severe_remedied_at_once is None
        and not standing.is_suspected,
        penalty=sum_penalty(standing),
        suspension=standing.suspension,
        closed=standing.closed,
        closing=assess_closing(standing.deviation, standing.on),
    )


def _count_days_without_answer(standing: DeviationStanding) -> int:
    due = standing.answer_due
    return count_days_after(standing.on, due) if due and not standing.answered else 0


def sum_penalty(standing: DeviationStanding) -> PenaltySoFar | None:
    """What the penalty that is claimed for a deviation has come to; None where none is."""
    run = standing.penalty
    if not run:
        return None
    return PenaltySoFar(
        run.starts, run.last, run.weeks, run.total, run.reaches_maximum, run.is_at_maximum, standing.is_penalty_open
    )
