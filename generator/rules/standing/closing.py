"""What wasn't shown of a deviation when it was settled. Part of `standing`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.models import Action, Deviation
from generator.rules.actions import assess_action, find_latest_submission, find_rejected
from generator.rules.standing.grounds import is_closed
from generator.rules.standing.plans import is_observation, is_suspected, know


class Closing(Struct, frozen=True):
    """The day that a deviation was settled, and what of it had not been shown by then."""

    day: date
    has_plan: bool
    """Whether its action plan had been approved, or none was owed."""
    unaccepted: tuple[str, ...]
    """Its actions whose evidence had come and wasn't accepted, by id; none that the officer had noted as done."""
    undone: tuple[str, ...]
    """Its actions that nothing showed to be done, by id."""
    is_remedied: bool
    """Whether no audit that was made again had found that it isn't remedied."""
    rejected_later: tuple[str, ...] = ()
    """Its actions whose evidence was rejected after that day, by id."""

    @property
    def is_shown(self) -> bool:
        """Whether nothing was missing on that day."""
        return self.has_plan and not self.unaccepted and not self.undone and self.is_remedied


def assess_closing(deviation: Deviation, on: date) -> Closing | None:
    """How a deviation was settled, as known on the day that it was; None where it wasn't settled by the end of the day `on`.

    What was said after that changes nothing of it; only that evidence was rejected by the day `on` is told beside it.

    Of an observation, and of what was suspected and not shown to be a deviation, no plan is owed.

    Source: the clause: every deviation gets an action plan, which the buyer approves; the field's corrective action plans: one is
    closed when the evidence has been accepted.
    """
    closed = deviation.closed
    if closed is None or not is_closed(deviation, on):
        return None
    if is_suspected(deviation, closed) or is_observation(deviation):
        return Closing(closed, has_plan=True, unaccepted=(), undone=(), is_remedied=True)
    plan, reaudit = deviation.action_plan, deviation.reaudit
    known = [(action.id, assess_action(action, closed)) for action in plan.actions] if plan else []
    is_open = [(name, bool(status.handed_in or status.rejected)) for name, status in known if not status.done]
    return Closing(
        closed,
        has_plan=bool(plan and know(plan.approved, closed)),
        unaccepted=tuple(name for name, has_evidence in is_open if has_evidence),
        undone=tuple(name for name, has_evidence in is_open if not has_evidence),
        is_remedied=not (reaudit and reaudit.remedied is False and (reaudit.date is None or reaudit.date <= closed)),
        rejected_later=tuple(each.id for each in plan.actions if _is_rejected_later(each, closed, on)) if plan else (),
    )


def _is_rejected_later(action: Action, closed: date, on: date) -> bool:
    rejected = find_rejected(action, on)
    return rejected is not None and rejected > closed and find_rejected(action, closed) is None


def list_rejected(deviation: Deviation) -> tuple[str, ...]:
    """The actions, by id, over whose rejected evidence a deviation was closed, with none accepted since.

    Source: the field's corrective action plans: one is closed when the evidence has been accepted.
    """
    closed, plan = deviation.closed, deviation.action_plan
    if closed is None or plan is None:
        return ()
    rejected = [(each.id, find_latest_submission(each, date.max)) for each in plan.actions if find_rejected(each, closed)]
    return tuple(name for name, last in rejected if not (last and last.accepted))


def find_overruled(deviation: Deviation, number: int) -> tuple[str, date | None]:
    """The id of an action of the plan, and the day of the rejection by which it doesn't count that it was noted as done.

    Source: as for `rules.actions.find_done`.
    """
    action = deviation.action_plan.actions[number] if deviation.action_plan else None
    rejected = find_rejected(action, date.max) if action else None
    is_overruled = bool(action and action.done and rejected and rejected <= action.done)
    return (action.id if action else ""), rejected if is_overruled else None
