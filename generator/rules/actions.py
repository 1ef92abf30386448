"""How the actions of an action plan stand on a day, and how each is verified. Pure; called by `documents`.

`done` is the officer's own word that an action was carried out. Evidence is what the supplier hands in, and what the officer says
to it. At the end of a day, by what was known then:

| latest evidence | `done` noted | `done` not noted, due day not over | `done` not noted, due day over |
|---|---|---|---|
| none | done that day | not done | late: a ground |
| rejected | not done, or late | not done | late: a ground |
| not looked at | done that day | handed in | handed in: no ground, however late it came |
| accepted | done that day | done the day it came | done the day it came |

Once evidence is accepted, more that comes doesn't undo it until that is rejected. What is handed in is with the officer: it is a
duty to look at it, and reports count it apart from what isn't done. Where what came in time is rejected after the due day, the
day of the rejection is the last day instead (`find_last_day`): the supplier isn't late for the days that the buyer had it. What
came too late moves nothing. Evidence is taken by the days that it came, in whatever order the file has it, and what has been
followed by more is decided by that: an answer to the older piece which comes after neither makes nor undoes a delay.

The days of a plan that nobody has approved are the supplier's own proposals. Nothing is late by them: one that has passed has
lapsed, and the plan needs another before it can be approved.

Source: the guidance: an action plan has a timetable, and shows what verifies each action; the field's corrective action plans:
evidence is accepted or rejected, with its date. That `done` needs no evidence, and that what is handed in is no ground while
nobody has looked at it, is this product's own reading of the clause's "not handling deviations according to the action plan".
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import zip_longest
from typing import Literal

from msgspec import Struct

from generator.contract.models import Action, Activity, Deviation, Submission
from generator.rules.audits import is_day_hidden
from generator.rules.periods import first_day
from generator.rules.working_days import add_days

State = Literal["done", "done_late", "handed_in", "late", "lapsed", "not_done"]


class ActionStatus(Struct, frozen=True):
    """How an action stands on a day."""

    state: State
    days: int = 0
    """Calendar days after the last day: until it was done or handed in, or until the day that is asked about."""
    done: date | None = None
    """The day that it was done, or was shown to be."""
    handed_in: date | None = None
    """The day that evidence came which nobody has looked at; None where it was done."""
    rejected: date | None = None
    """The day that its latest evidence was rejected, if it was."""
    last: date | None = None
    """The last day on which it is in time: its due day, or a later one that a rejection gave; None where it has no due day."""


class EvidenceStatus(Struct, frozen=True):
    """The evidence of an action that came last, and hasn't been rejected."""

    sent: date
    days_late: int
    """Calendar days after the action's due date that it came."""
    accepted: date | None
    """None while nobody has looked at it."""


def find_plan_due(due: date | None, requested: date | None, days: int | None) -> date | None:
    """The last day to hand in an action plan: the one that was set, or so many days after it was requested; None if not known.

    Source: the clause, deviations: the supplier sends an action plan within so many days of the request.
    """
    return due or (add_days(requested, days) if requested and days is not None else None)


def assess_action(action: Action, on: date, *, is_agreed: bool = True) -> ActionStatus:
    """How an action stands at the end of the day `on`; its last day itself is still in time. The one account, for all who ask.

    `is_agreed` is whether the plan with the due day had been approved: by a day that is only proposed, nothing is late.

    What is entered as done after `on` had not been done then. Days are calendar days. Whether an action has been begun nothing
    says: a plan has the day that it was to begin, and nobody reports that it did.

    It is done on the day that it was carried out or shown to be, never on the day that what shows it was accepted: the supplier
    isn't late for the time that the buyer takes. What isn't done isn't late either while evidence waits to be looked at.

    Source: the guidance on action plans with a timetable for every deviation; late means after the agreed date.
    """
    last = find_last_day(action, action.due, on) if action.due else None
    done, handed_in = find_done(action, on), find_handed_in(action, on)
    days = max(0, ((done or handed_in or on) - last).days) if last else 0
    late = days if is_agreed else 0
    if done:
        state: State = "done_late" if late else "done"
    elif handed_in:
        state = "handed_in"
    elif days:
        state = "late" if is_agreed else "lapsed"
    else:
        state = "not_done"
    return ActionStatus(state, late, done, handed_in, find_rejected(action, on), last)


def find_latest_submission(action: Action, on: date) -> Submission | None:
    """The evidence that had come last by the end of the day `on`; of several on one day, the last in the file."""
    return next(iter(reversed(sort_evidence(action, on))), None)


def sort_evidence(action: Action, on: date) -> tuple[Submission, ...]:
    """The evidence that had come by the end of the day `on`, by the days that it came; of one day, in the file's order."""
    return tuple(sorted((each for each in action.submitted if each.date <= on), key=lambda each: each.date))


def assess_evidence(action: Action, due: date, on: date, *, is_agreed: bool = True) -> EvidenceStatus | None:
    """How the latest evidence of an action stands at the end of the day `on`; None where there is none, or it was rejected.

    Source: evidence is accepted or rejected, with its date; as for `assess_action`, it is late by the day that it came.
    """
    latest = find_latest_submission(action, on)
    if latest is None or (latest.rejected and latest.rejected <= on):
        return None
    accepted = latest.accepted if latest.accepted and latest.accepted <= on else None
    return EvidenceStatus(latest.date, max(0, (latest.date - due).days) if is_agreed else 0, accepted)


def find_done(action: Action, on: date) -> date | None:
    """The day that an action was done, as known at the end of the day `on`; None while its latest evidence is rejected.

    That is the day that the officer has noted, or else the day that the first evidence came which was accepted, and not rejected
    after that.

    Source: as in the action plan itself: evidence shows that an action is done, and where it is rejected the action isn't.
    """
    latest = find_latest_submission(action, on)
    if latest and latest.rejected and latest.rejected <= on:
        return None
    if action.done and action.done <= on:
        return action.done
    known = sort_evidence(action, on)
    refused = max((place for place, each in enumerate(known) if each.rejected and each.rejected <= on), default=-1)
    return next((each.date for each in known[refused + 1 :] if each.accepted and each.accepted <= on), None)


def find_last_day(action: Action, due: date, on: date) -> date:
    """The last day on which an action is in time, as known at the end of the day `on`: the due day, or that of a later rejection.

    A rejection moves it where the action was done or handed in in time until then. Whoever is told on a day that evidence isn't
    enough isn't late on that day. While evidence that came in time is with the buyer, more that comes is in time too; what the
    buyer says of the older piece after that moves nothing.

    Source: see the table above.
    """
    known = sort_evidence(action, on)
    last, is_held = due, bool(action.done and action.done <= min(due, on))
    for sent, following in zip_longest(known, known[1:]):
        is_held = is_held or sent.date <= last
        rejected = sent.rejected if sent.rejected and sent.rejected <= on else None
        if rejected and following and following.date <= rejected:
            rejected = None  # what followed decides
        if is_held:
            last, is_held = max(last, rejected or sent.date), rejected is None
    return last


def find_rejected(action: Action, on: date) -> date | None:
    """The day that the latest evidence of an action was rejected, if it had been by the end of the day `on`."""
    latest = find_latest_submission(action, on)
    return latest.rejected if latest and latest.rejected and latest.rejected <= on else None


def find_unreviewed(action: Action, on: date) -> Submission | None:
    """The latest evidence of an action, if it was neither accepted nor rejected by the end of the day `on`.

    Source: see the table above.
    """
    latest = find_latest_submission(action, on)
    return latest if latest and not any(day and day <= on for day in (latest.accepted, latest.rejected)) else None


def find_handed_in(action: Action, on: date) -> date | None:
    """The day that evidence of an action came which nobody had looked at by the end of the day `on`; None where it was done.

    Source: see the table above.
    """
    sent = find_unreviewed(action, on)
    return sent.date if sent and not find_done(action, on) else None


def find_verifying_activity(due: date, deviation: Deviation, activities: Iterable[Activity], on: date) -> Activity | None:
    """The first monitoring planned after an action is due that looks at the deviation's site or requirement again.

    What has been done on the day `on` verifies nothing any more; what is entered as done after it had not been done then.
    One whose day the supplier may not know is left out, since the supplier reads of it.

    Source: every action plan is followed up, and what was seen on a site is verified on that site.
    """
    fitting = [
        (first_day(activity.planned), activity)
        for activity in activities
        if activity.planned
        and not is_day_hidden(activity)
        and not (activity.done and activity.done <= on)
        and first_day(activity.planned) > due
        if deviation.location in activity.sites or deviation.against in activity.requirements
    ]
    return min(fitting, key=lambda pair: pair[0], default=(None, None))[1]
