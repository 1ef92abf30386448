"""How far a deviation's action plan has come, and where in the contract file each fact of it stands. Called by `standing`.

A plan is asked for by the plan's own request, or else by the first letter of the ladder while there was no plan: every such
letter demands one. It is one fact, wherever it is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.contract.choices import DeviationSeverity, Sanction
from generator.contract.ladder import Ladder
from generator.contract.messages import FieldPath
from generator.contract.models import Action, ActionPlan, Contract, Deviation, EscalationEntry
from generator.rules.actions import assess_action, find_done, find_handed_in, find_plan_due
from generator.rules.standing.progress import Progress, sum_progress
from generator.rules.standing.receipts import find_receipt
from generator.rules.working_days import add_days

USUAL_PLAN_DAYS = 30
"""Days after its request in which a plan is reminded of where nothing says when it is due. This product's own."""


class Stage(StrEnum):
    """How far a deviation has come on its way from found to closed."""

    FOUND = "found"
    PLAN_REQUESTED = "plan_requested"
    PLAN_RECEIVED = "plan_received"
    PLAN_APPROVED = "plan_approved"
    UNDER_WAY = "under_way"
    ALL_DONE = "all_done"
    CLOSED = "closed"


class KnownDay(Struct, frozen=True):
    """A day on which something happened, and the field of the deviation that says so."""

    day: date
    field: FieldPath


class PlanStanding(Struct, frozen=True):
    """An action plan as it was known at the end of a day."""

    requested: KnownDay | None
    due: date | None
    """The last day to hand it in, by what was agreed or asked for; None where nothing says."""
    received: date | None
    approved: date | None
    actions: tuple[Action, ...]
    """All that stand in it."""
    on: date

    @property
    def is_there(self) -> bool:
        """Whether it had come."""
        return bool(self.received or self.approved)

    @property
    def remind_after(self) -> date | None:
        """The day after which it is reminded of: its last day, or else the usual days after it was asked for."""
        return self.due or (add_days(self.requested.day, USUAL_PLAN_DAYS) if self.requested else None)

    @property
    def progress(self) -> Progress:
        """How far its actions had come; none is late by the days of a plan that hadn't been approved."""
        known = [assess_action(action, self.on) for action in self.actions]
        rest = [(status.last, status.done) for status in known if not status.handed_in]
        return sum_progress(rest, self.on, len(known) - len(rest), are_agreed=bool(self.approved))

    @property
    def unreviewed(self) -> tuple[Action, ...]:
        """The actions of the approved plan that would be late, had not what shows them come: nobody has looked at it yet."""
        actions = self.actions if self.approved else ()
        return tuple(each for each in actions if each.due and each.due < self.on and find_handed_in(each, self.on))

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """The actions that weren't done."""
        return tuple(action for action in self.actions if not find_done(action, self.on))

    @property
    def all_done(self) -> date | None:
        """The day that the last action of the approved plan was done, if all were."""
        done = [find_done(action, self.on) for action in self.actions]
        days = [day for day in done if day]
        return max(*days, self.approved) if self.approved and days and len(days) == len(done) else None

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        if self.all_done:
            return Stage.ALL_DONE
        if self.approved:
            return Stage.UNDER_WAY if self.actions else Stage.PLAN_APPROVED
        if self.received:
            return Stage.PLAN_RECEIVED
        return Stage.PLAN_REQUESTED if self.requested else Stage.FOUND


def know(day: date | None, on: date) -> date | None:
    """The day that is entered for something, if it had come by the end of the day `on`."""
    return day if day and day <= on else None


def is_suspected(deviation: Deviation, on: date) -> bool:
    """Whether nothing had shown, at the end of the day `on`, that there is a deviation: it was a possible risk.

    Source: the regions' joint escalation ladder covers potential risks too, beside deviations.
    """
    return bool(deviation.suspected and not know(deviation.established, on))


def is_observation(deviation: Deviation) -> bool:
    """Whether it is an observation: below a deviation, so that no plan is owed, no step taken, and no figure counts it as one.

    Source: joint monitoring of the regions and Adda Inköpscentral: observations don't count. An observation is below minor.
    """
    return deviation.severity is DeviationSeverity.OBSERVATION


def assess_plan(contract: Contract, deviation: Deviation, ladder: Ladder, on: date) -> PlanStanding:
    """The action plan of a deviation as it was known at the end of the day `on`.

    Source: the guidance: every deviation gets an action plan with a timetable, which the supplier sends when asked; the clause,
    for the days. That a letter of the ladder asks for it is what the letters say.
    """
    plan, days = deviation.action_plan or ActionPlan(), contract.clause.terms.action_plan_days
    received, approved = know(plan.received, on), know(plan.approved, on)
    requested, due = _find_request(contract, deviation, plan, ladder, on), plan.due
    if plan.requested and plan.requested > on:
        due = None  # A last day to hand it in comes with the request for it.
    if due is None and requested:
        due = find_plan_due(None, requested[0].day, days) or requested[1]
    return PlanStanding(requested[0] if requested else None, due, received, approved, plan.actions, on)


def _find_request(
    contract: Contract, deviation: Deviation, plan: ActionPlan, ladder: Ladder, on: date
) -> tuple[KnownDay, date | None] | None:
    """When a plan was asked for, and the last day that the asking itself gave; None where nobody had asked."""
    if plan.requested and plan.requested <= on:
        return KnownDay(plan.requested, ("action_plan", "requested")), None
    letters = _list_letters(deviation, ladder, on, min((day for day in (plan.received, plan.approved) if day), default=None))
    first = min(letters, key=lambda each: each[1].date, default=None)
    if first is None:
        return None
    place, entry = first
    return KnownDay(entry.date, ("escalation", place, "date")), find_answer_due(entry, contract, ladder, on)


def _list_letters(deviation: Deviation, ladder: Ladder, on: date, came: date | None) -> Iterator[tuple[int, EscalationEntry]]:
    """The entries whose letters ask for a plan, with their places.

    All taken before one had come, but for those that end the contract, and those on what was only suspected.
    """
    for place, entry in enumerate(deviation.escalation):
        step = ladder.steps.get(entry.step)
        asks = step is not None and step.sanction is not Sanction.IMMEDIATE_TERMINATION
        if is_suspected(deviation, entry.date):
            continue
        if asks and not entry.skipped and entry.date <= on and (came is None or entry.date < came):
            yield place, entry


def find_answer_due(entry: EscalationEntry, contract: Contract, ladder: Ladder, on: date) -> date | None:
    """The last day to answer an entry by which a step was taken, by the log, or else by the ladder's days from its receipt.

    None if no answer is due.

    Source: as for `receipts.find_receipt`; the days are data of the ladder.
    """
    days = ladder.steps[entry.step].answer_days
    return entry.answer_due or (add_days(find_receipt(entry, contract, on).day, days) if days else None)
