"""Where a deviation stands on the escalation ladder, on the day of a document: for every document that tells of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.contract.choices import DeviationSeverity, GroundKind, Sanction
from generator.contract.clause import SourceText
from generator.contract.models import Money
from generator.documents.ladder import Grounds, describe_grounds
from generator.rules.escalation import Case, Condition, find_next
from generator.rules.sanctions import find_last_day, find_suspension_limit


@dataclass(frozen=True, slots=True)
class PenaltySoFar:
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


@dataclass(frozen=True, slots=True)
class Suspension:
    """A suspension of call-offs."""

    starts: date
    last: date | None
    """Its last day, if it has ended."""
    limit: date | None
    """The day when it has lasted as many months as it may, if it lasts so long."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a deviation stands on the ladder."""

    step: SourceText | None
    """The step that it stands at; None before the first."""
    answer_due: date | None
    answered: date | None
    is_waiting: bool
    """Whether the supplier still has time to answer."""
    kinds: tuple[GroundKind, ...]
    grounds: Grounds
    next: SourceText | None
    next_from: date | None
    """From when the next step may be taken; None while nothing calls for it."""
    conditions: tuple[Condition, ...]
    """Those for immediate termination that hold."""
    is_remedy_unknown: bool
    """Whether nobody has noted if whoever causes a severe deviation took immediate measures, on which such a condition hangs."""
    penalty: PenaltySoFar | None
    suspension: Suspension | None
    closed: date | None


def describe_situation(case: Case) -> Situation:
    """Where the deviation of a case stands, and what may come next."""
    following = find_next(case)
    return Situation(
        step=case.ladder.steps[case.standing].title if case.standing else None,
        answer_due=case.answer_due,
        answered=case.answered,
        is_waiting=case.is_waiting,
        kinds=tuple(ground.kind for ground in case.grounds),
        grounds=describe_grounds(case.grounds, case.on),
        next=following.step.title if following else None,
        next_from=following.since if following else None,
        conditions=case.conditions,
        is_remedy_unknown=case.deviation.severity is DeviationSeverity.SEVERE and case.deviation.severe_remedied_at_once is None,
        penalty=_sum_penalty(case),
        suspension=_describe_suspension(case),
        closed=case.closed,
    )


def _sum_penalty(case: Case) -> PenaltySoFar | None:
    run = case.penalty
    if not run:
        return None
    return PenaltySoFar(run.starts, run.last, run.weeks, run.total, run.reaches_maximum, run.is_at_maximum, case.is_penalty_open)


def _describe_suspension(case: Case) -> Suspension | None:
    entry = case.find_taken(Sanction.CALL_OFF_SUSPENSION)
    if not entry:
        return None
    if entry.until and entry.until > case.on:
        # That its ground would cease after the day of the record wasn't known then.
        entry = entry.model_copy(update={"until": None})
    limit = find_suspension_limit(entry, case.contract.clause.terms.call_off_suspension_months, case.closed)
    return Suspension(entry.from_ or entry.date, find_last_day(entry, case.closed), limit)
