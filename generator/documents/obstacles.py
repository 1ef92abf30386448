"""When a document makes no sense: too early, or too late. Called by the types that it concerns."""

from __future__ import annotations

from generator.errors import Finding
from generator.rules.periods import last_day
from generator.rules.standing import Phase, Standing
from generator.rules.standstill import find_standstill


def find_unsettled(standing: Standing, _item: str = "") -> Finding | None:
    """That the award isn't final yet: what welcomes the supplier is refused until it is.

    Source: the guidance: the kick-off comes after the standstill period.
    """
    if standing.phase not in {Phase.BEFORE_AWARD, Phase.STANDSTILL}:
        return None
    hint, values = "wait: what welcomes the supplier is sent when the award is final", {"day": standing.on.isoformat()}
    standstill = find_standstill(standing.contract.dates)
    if standing.phase is Phase.BEFORE_AWARD or standstill is None:
        return Finding("the award is decided after {day}", subject="dates.awarded", hint=hint, values=values)
    message = "the standstill period isn't over on {day}"
    if standstill.reckoned_from:
        message = "the standstill period isn't over on {day}: reckoned from the award decision, it ends on {ends} at the earliest"
    if standstill.is_notice_assumed:
        hint = "it counts as told electronically; write award_notice under dates: electronic, post, or none after a direct award"
    values["ends"] = standstill.ends.isoformat()
    return Finding(
        message, subject="dates.awarded" if standstill.reckoned_from else "dates.standstill_ends", hint=hint, values=values
    )


def find_end(standing: Standing, _item: str = "") -> Finding | None:
    """That the contract has ended, so that there is nothing left to plan or announce."""
    if not standing.has_ended:
        return None
    values = {"day": standing.ending.latest.isoformat()}
    return Finding("the contract ended on {day}", subject="dates.ends", values=values, severity="warning")


def find_passed(standing: Standing, item: str) -> Finding | None:
    """That an activity can't take place any more when it is planned: its time has passed, or the contract ends before it."""
    activities = standing.contract.monitoring.activities
    number = next(number for number, each in enumerate(activities) if each.id == item)
    planned, subject = activities[number].planned, f"monitoring.activities[{number}].planned"
    if planned is None:
        return None
    if last_day(planned) < standing.on:
        values = {"day": last_day(planned).isoformat(), "activity": item}
        hint = "write when it is to be done instead"
        return Finding("the time that {activity} is planned for passed on {day}", None, subject, hint, values, "warning")
    if last_day(planned) > standing.ending.latest:
        values = {"day": standing.ending.latest.isoformat(), "activity": item}
        return Finding("the contract ends on {day}, before {activity} is to be done", None, subject, "", values, "warning")
    return find_end(standing)
