"""What must be done for a contract as a whole: the kick-off, monitoring, extension and evaluation. Part of `standing`.

Source: the guidance's steps: kick-off, monitoring, evaluation before extension and before the end. What each duty rests on stands
at its rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from msgspec.structs import replace

from generator.contract.messages import FieldPath
from generator.contract.models import Activity, Contract, Kickoff, Request
from generator.rules.audits import find_span, is_unannounced
from generator.rules.meeting_days import find_held, find_invitation_day, find_minutes_day
from generator.rules.notices import find_last_notice_day, find_notice_days
from generator.rules.periods import add_years, last_day
from generator.rules.standing.duty import Duty, DutyKind, Fact, VoidReason, make_duty
from generator.rules.standing.phases import Ending, find_extension, find_own_end
from generator.rules.standing.plans import know
from generator.rules.standstill import Standstill, find_standstill
from generator.rules.working_days import add_days

_EVALUATION_DAYS = timedelta(days=180)
"""How long before a contract's end it is evaluated where the contract file has no day for it."""
_EVALUATION_DAYS_AFTER = 30
"""How long after a decision that gives a contract another end it is evaluated at the soonest. This product's own."""
_EVALUATION_YEARS = 3
"""How long after its start a contract that runs until further notice is evaluated where the contract file has no day for it."""
_REVIEW_DAYS = 3
"""How long a supplier has to say which of its details should be kept secret, where the contract file has no day for it."""
_PARTS = ("effects", "lessons", "recommendation")


def list_kickoff_duties(contract: Contract, on: date) -> Iterator[Duty]:
    """The kick-off meeting: to set a day for, to invite to, to hold, and to send the minutes of.

    It can be held from the first working day after the standstill period; where that isn't known, it is to be planned by the
    contract's first day. That its day has passed doesn't show that it was held: it counts as held when
    that is entered, or else when its minutes are sent. An invitation can't be sent any more once the day of its meeting has
    passed.

    Source: the guidance: the kick-off is held after the standstill period, and what was agreed is written down.
    """
    kickoff = contract.kickoff or Kickoff()
    starts, standstill, meeting = contract.dates.starts, find_standstill(contract.dates), kickoff.date
    if know(kickoff.minutes_sent, on):
        return
    held = find_held(kickoff, on)
    if held is None and meeting is None:
        day = add_days(standstill.ends, 1) if standstill else starts
        planned = (("kickoff", "date"),)
        yield make_duty(DutyKind.KICKOFF_TO_PLAN, day, fields=planned, **_tell_standstill(standstill), starts=starts)
    elif held is None and meeting:
        if not know(kickoff.invited, on):
            invite_by = find_invitation_day(meeting, standstill.ends if standstill else None)
            waits = _tell_standstill(standstill if invite_by > find_invitation_day(meeting, None) else None)
            invited = (("kickoff", "invited"),)
            invitation = make_duty(DutyKind.INVITATION_TO_SEND, invite_by, fields=invited, meeting=meeting, **waits)
            yield invitation if on <= meeting else replace(invitation, void=VoidReason.TIME_PASSED, void_since=meeting)
        ahead, passed = (meeting, None) if on <= meeting else (None, meeting)
        yield make_duty(DutyKind.KICKOFF, meeting, fields=(("kickoff", "held"),), meeting=ahead, passed=passed)
    elif held:
        sent = (("kickoff", "minutes_sent"),)
        yield make_duty(DutyKind.MINUTES_TO_SEND, find_minutes_day(held), fields=sent, held=held)


def _tell_standstill(standstill: Standstill | None) -> dict[str, Any]:
    """What the words of a duty say of the standstill period that it waits for."""
    if standstill is None:
        return {}
    reckoned = "assumed_from" if standstill.is_notice_assumed else "reckoned_from"
    return {"standstill_ends": standstill.ends, reckoned: standstill.reckoned_from}


def list_monitoring_duties(contract: Contract, on: date) -> Iterator[Duty]:
    """What is to be done about monitoring: asking the secretariat, planning, telling the supplier, and each activity itself.

    Source: the guidance: look at previous monitoring and ask the secretariat which suppliers are monitored this year; decide
    when, how and who. That both are asked for from the contract's first day, where it has risks and nothing planned, is this
    product's own.
    """
    monitoring, starts = contract.monitoring, contract.dates.starts
    if contract.risks and monitoring.joint is None and not know(monitoring.secretariat_asked, on):
        yield make_duty(DutyKind.SECRETARIAT_TO_ASK, starts, fields=(("monitoring", "secretariat_asked"),), starts=starts)
    if contract.risks and not monitoring.activities:
        fields = (("monitoring", "activities"),)
        yield make_duty(DutyKind.MONITORING_TO_PLAN, starts, fields=fields, starts=starts, risks=len(contract.risks))
    for number, activity in enumerate(monitoring.activities):
        if not know(activity.done, on):
            yield from _list_activity(contract, activity, ("monitoring", "activities", number), on)


def find_sent(activity: Activity, on: date) -> date | None:
    """The day the supplier was told of an activity, if it had come by the end of the day `on`."""
    return know(activity.notified, on)


def _list_activity(contract: Contract, activity: Activity, path: FieldPath, on: date) -> Iterator[Duty]:
    """The notice of an activity, and the activity itself. Once the time that it was planned for has passed, it gets a new one.

    An unannounced audit gets no notice, and a semi-announced one before the first of its days.

    Source: as for `rules.notices` and `rules.audits`.
    """
    planned, method = activity.planned, activity.method
    if planned is None:
        yield make_duty(DutyKind.MONITORING_TO_DATE, contract.dates.starts, activity.id, ((*path, "planned"),), method=method)
        return
    ends = last_day(planned)
    if not find_sent(activity, on) and not is_unannounced(activity):
        days, span = find_notice_days(method, contract.clause.terms), find_span(activity)
        day = find_last_notice_day(span.first if span else planned, days)
        told = ((*path, "notified"),)
        notice = make_duty(DutyKind.MONITORING_TO_NOTIFY, day, activity.id, told, method=method, planned=planned, days=days)
        yield replace(notice, void=VoidReason.TIME_PASSED, void_since=ends) if ends < on else notice
    done = ((*path, "done"),)
    missed = activity.id if ends < on else None
    yield make_duty(DutyKind.MONITORING_TO_DO, ends, activity.id, done, method=method, planned=planned, missed=missed)


def list_extension_duties(contract: Contract, ending: Ending, on: date) -> Iterator[Duty]:
    """The decision on the extension whose turn it is.

    Of a contract that is terminated, what was to be decided before that is void.

    Source: the contract format: the last day to decide; where there is none, the contract's last day, since a contract that has
    ended can't be extended.
    """
    own = find_own_end(contract, on) if ending.is_termination else ending
    found = find_extension(contract, own, on)
    if found:
        index, extension = found
        facts = {"until": extension.until, "decide_by": extension.decide_by, "ends": own.day}
        path = (("dates", "extensions", index, "decided"),)
        decision = make_duty(DutyKind.EXTENSION_TO_DECIDE, extension.decide_by or own.latest, "", path, **facts)
        if ending.is_termination:
            decision = replace(decision, void=VoidReason.TERMINATED, void_since=ending.decided)
        yield decision


def list_evaluation_duties(contract: Contract, ending: Ending, on: date) -> Iterator[Duty]:
    """The evaluation, while any part of it is missing; then the decision that it is for.

    Source: the guidance: evaluate before extension and before the end. 180 days before the end where the contract file has no
    day are this product's own, and so are three years from the start of a contract that has no end. So are half the time of a
    contract that is too short for 180 days, and 30 days after a decision that has given the contract another end: nobody could
    have evaluated it by a day that wasn't known before.
    """
    evaluation = contract.evaluation
    missing = tuple(name for name in _PARTS if getattr(evaluation, name) is None)
    due, ends = evaluation.decision_due, ending.day
    if missing:
        found = find_extension(contract, ending, on)
        decide_by = found[1].decide_by if found and not due else None
        last = _find_evaluation_day(contract.dates.starts, ending)
        fields = tuple(("evaluation", name) for name in missing)
        since = None if ends or ending.is_termination else contract.dates.starts
        terminated = None if ending.is_fixed else ending.decided
        known = None if terminated else ends
        facts: dict[str, Fact | None] = {"decision_due": due, "decide_by": decide_by, "runs_since": since}
        facts |= {"terminated": terminated, **_tell_end(known, on)}
        yield make_duty(DutyKind.EVALUATION_DUE, due or decide_by or last, "", fields, **facts)
    elif due and not know(evaluation.decided, on):
        yield make_duty(DutyKind.DECISION_DUE, due, "", (("evaluation", "decided"),), **_tell_end(ends, on))


def _tell_end(ends: date | None, on: date) -> dict[str, Fact | None]:
    """The last day of a contract, as that on which it ends or ended."""
    return {"ended" if ends and ends < on else "ends": ends}


def list_request_duties(contract: Contract, on: date) -> Iterator[Duty]:
    """The answer to each request for public documents.

    Source: the Freedom of the Press Act, chapter 2, sections 15 and 16: at once or as soon as possible, and promptly where a copy
    is asked for. That this is the working day after the request came is this product's own.
    """
    for request in list_open_requests(contract, on):
        day = add_days(request.received, 1)
        answered = (("requests", contract.requests.index(request), "answered"),)
        asked = know(request.review_sent, on)
        due = find_review_day(request, on) if asked else None
        facts = {"received": request.received, "review_sent": asked, "review_due": due}
        yield make_duty(DutyKind.REQUEST_TO_ANSWER, day, request.id, answered, **facts)


def list_open_requests(contract: Contract, on: date) -> tuple[Request, ...]:
    """The requests for public documents that have come and aren't answered."""
    return tuple(each for each in contract.requests if each.received <= on and not know(each.answered, on))


def find_review_day(request: Request, on: date) -> date:
    """By when the supplier says which of its details should be kept secret, where it is asked on the day `on` or was before.

    A day that has passed before it is asked is none.

    Source: as for `list_request_duties`; the law gives the supplier no time. Three days are this product's own.
    """
    asked = know(request.review_sent, on) or on
    due = request.review_due
    return due if due and due >= asked else add_days(asked, _REVIEW_DAYS)


def _find_evaluation_day(starts: date, ending: Ending) -> date:
    """By when a contract is evaluated where neither its file nor an extension says."""
    if ending.day is None:
        return add_years(starts, _EVALUATION_YEARS)
    day = ending.day - min(_EVALUATION_DAYS, timedelta(days=(ending.day - starts).days // 2))
    return max(day, add_days(ending.decided, _EVALUATION_DAYS_AFTER)) if ending.decided else day
