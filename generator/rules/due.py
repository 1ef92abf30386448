"""What must be done for a contract, and by when. Pure; called by the command.

All is as it was known at the end of the day `on`: what is entered with a later date had not happened then.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.contract.clause import Clause
from generator.contract.ladder import Ladder
from generator.contract.messages import FieldPath
from generator.contract.models import Activity, Contract, Extension
from generator.rules.due_deviations import know, list_deviation_tasks
from generator.rules.escalation import Case, find_contract_end
from generator.rules.meeting_days import find_invitation_day
from generator.rules.notices import find_last_notice_day, find_notice_days
from generator.rules.periods import find_end, last_day
from generator.rules.tasks import Task, TaskKind, make_task
from generator.rules.working_days import add_days

_KICKOFF_DAYS = 90
"""Days after a contract's first day in which a kick-off that was never planned is still asked for."""
_EVALUATION_DAYS = timedelta(days=180)
"""How long before a contract's end it is evaluated where the contract file has no day for it."""
_ENDED_DAYS = 365
"""Days after a contract's end in which its evaluation is still asked for."""


def list_tasks(contract: Contract, clause: Clause, ladder: Ladder, on: date) -> tuple[Task, ...]:
    """All that is to be done for a contract as seen on the day `on`, soonest first, however far ahead.

    A contract that has ended has no meetings, monitoring or extensions left, but its open deviations have their tasks still.

    Source: the guidance's steps: kick-off, monitoring, deviations with action plans and the ladder, evaluation before extension
    and before the end. What each task rests on stands at its rule.
    """
    tasks: list[Task] = []
    ends = find_contract_end(contract, ladder, on)
    if on <= ends:
        tasks += [*_list_kickoff(contract, on), *_list_monitoring(contract, on), *_list_extension(contract, on)]
    for number, deviation in enumerate(contract.deviations):
        tasks += list_deviation_tasks(Case(contract, deviation, clause.parts, ladder, on), ("deviations", number))
    tasks += _list_evaluation(contract, ends, on)
    return tuple(sorted(tasks, key=lambda task: (task.day, task.kind.place, task.item)))


def _list_kickoff(contract: Contract, on: date) -> Iterator[Task]:
    """The kick-off meeting: to hold on its day, or to set a day for.

    It can be held from the first working day after the standstill period; where that isn't known, it is to be planned by the
    contract's first day.

    Source: the guidance: the kick-off is held after the standstill period. That one is asked for until 90 days after the
    contract's first day is this product's own.
    """
    meeting = contract.kickoff.date if contract.kickoff else None
    starts, standstill = contract.dates.starts, contract.dates.standstill_ends
    if meeting and meeting >= on:
        yield make_task(TaskKind.KICKOFF, meeting, invite_by=find_invitation_day(meeting, on))
    elif not meeting and (on - starts).days < _KICKOFF_DAYS:
        day = add_days(standstill, 1) if standstill else starts
        yield make_task(TaskKind.KICKOFF_TO_PLAN, day, fields=(("kickoff", "date"),), standstill_ends=standstill, starts=starts)


def _list_monitoring(contract: Contract, on: date) -> Iterator[Task]:
    for number, activity in enumerate(contract.monitoring.activities):
        if activity.planned and not know(activity.done, on):
            path: FieldPath = ("monitoring", "activities", number)
            yield from _list_notice(contract, activity, path, on)
            facts = {"method": activity.method, "planned": activity.planned}
            yield make_task(TaskKind.MONITORING_TO_DO, last_day(activity.planned), activity.id, ((*path, "done"),), **facts)


def _list_notice(contract: Contract, activity: Activity, path: FieldPath, on: date) -> Iterator[Task]:
    """The notice of an activity that can still take place when it is planned.

    Source: as for `rules.notices`.
    """
    planned = activity.planned
    if planned and not know(activity.notified, on) and last_day(planned) >= on:
        days = find_notice_days(activity.method, contract.clause.terms)
        facts = {"method": activity.method, "planned": planned, "days": days}
        day = find_last_notice_day(planned, days)
        yield make_task(TaskKind.MONITORING_TO_NOTIFY, day, activity.id, ((*path, "notified"),), **facts)


def _list_extension(contract: Contract, on: date) -> Iterator[Task]:
    """The decision on the extension whose turn it is.

    Source: the contract format: the last day to decide; where there is none, the contract's last day, since a contract that has
    ended can't be extended.
    """
    index, ends = _find_extension(contract, on), find_end(contract.dates, on)
    if index is not None:
        extension = contract.dates.extensions[index]
        day = extension.decide_by or ends
        facts = {"until": extension.until, "decide_by": extension.decide_by, "ends": ends}
        yield make_task(TaskKind.EXTENSION_TO_DECIDE, day, "", (("dates", "extensions", index, "decided"),), **facts)


def _find_extension(contract: Contract, on: date) -> int | None:
    """The place of the first extension that isn't decided and would make the contract longer, or None."""
    ends = find_end(contract.dates, on)

    def is_open(extension: Extension) -> bool:
        return not know(extension.decided, on) and extension.until > ends

    return next((index for index, each in enumerate(contract.dates.extensions) if is_open(each)), None)


def _list_evaluation(contract: Contract, ends: date, on: date) -> Iterator[Task]:
    """The evaluation, while any part of it is missing; then the decision that it is for.

    Source: the guidance: evaluate before extension and before the end. 180 days before the end where the contract file has no
    day, and a year after it, are this product's own.
    """
    evaluation = contract.evaluation
    decision_due = evaluation.decision_due
    missing = tuple(name for name in ("effects", "lessons", "recommendation") if getattr(evaluation, name) is None)
    if missing and (on - ends).days <= _ENDED_DAYS:
        index = _find_extension(contract, on)
        decide_by = contract.dates.extensions[index].decide_by if index is not None and not decision_due else None
        day = decision_due or decide_by or ends - _EVALUATION_DAYS
        fields = tuple(("evaluation", name) for name in missing)
        yield make_task(TaskKind.EVALUATION_DUE, day, fields=fields, decision_due=decision_due, decide_by=decide_by, ends=ends)
    elif not missing and decision_due and on <= max(decision_due, ends):
        yield make_task(TaskKind.DECISION_DUE, decision_due, ends=ends)
