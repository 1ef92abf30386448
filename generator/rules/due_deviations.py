"""What must be done about a deviation: its action plan, the ladder, a penalty or suspension that runs. Called by `rules.due`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.contract.choices import GroundKind, Sanction
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import ActionPlan
from generator.rules.actions import find_plan_due
from generator.rules.escalation import Case, NextStep, find_contract_end, find_next
from generator.rules.sanctions import find_last_day, find_suspension_limit
from generator.rules.steps import ObstacleKind, list_obstacles
from generator.rules.tasks import Fact, Task, TaskKind, make_task

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


def list_deviation_tasks(case: Case, path: FieldPath) -> Iterator[Task]:
    """What is to be done about the deviation of a case; nothing once it is settled. It stands at `path` in the contract file."""
    if case.deviation.found > case.on or case.is_closed:
        return
    yield from _list_investigation(case, (*path, "investigation"))
    yield from _list_plan(case, (*path, "action_plan"))
    yield from _list_step(case, path)
    yield from _list_penalty(case, path)
    yield from _list_suspension(case)


def _list_investigation(case: Case, path: FieldPath) -> Iterator[Task]:
    """The decision on a ground that is being looked into.

    Source: the clause: call-offs may be suspended while a possible ground is investigated, so somebody must decide, and by when.
    """
    ground = case.investigated
    if ground and ground.decide_by:
        yield make_task(
            TaskKind.INVESTIGATION_TO_DECIDE, ground.decide_by, case.deviation.id, ((*path, "decided"),), opened=ground.since
        )


def _list_plan(case: Case, path: FieldPath) -> Iterator[Task]:
    """The next thing to do about the action plan: ask for it, remind of it, approve it, see that its actions are done.

    Source: the guidance: every deviation gets an action plan with a timetable, which is approved and followed. That it is asked
    for as soon as the deviation is found, and approved as soon as it has come, is this product's own.
    """
    plan, item = case.deviation.action_plan or ActionPlan(), case.deviation.id
    requested, received, approved = (know(day, case.on) for day in (plan.requested, plan.received, plan.approved))
    if approved:
        yield from _list_actions(plan, case, path, approved)
    elif received:
        yield make_task(TaskKind.PLAN_TO_APPROVE, received, item, ((*path, "approved"),))
    elif requested:
        due = find_plan_due(plan.due, requested, case.contract.clause.terms.action_plan_days)
        if due:
            facts = {"requested": requested, "plan_due": due}
            yield make_task(TaskKind.PLAN_TO_REMIND, due + _ONE_DAY, item, ((*path, "received"),), **facts)
    else:
        yield make_task(TaskKind.PLAN_TO_REQUEST, case.deviation.found, item, ((*path, "requested"),))


def _list_actions(plan: ActionPlan, case: Case, path: FieldPath, approved: date) -> Iterator[Task]:
    """The actions of an approved plan that aren't done.

    Source: as for `rules.actions.assess_action`.
    """
    for index, action in enumerate(plan.actions):
        if action.due and not know(action.done, case.on):
            item = f"{case.deviation.id} {action.id}"
            yield make_task(TaskKind.ACTION_DUE, action.due, item, ((*path, "actions", index, "done"),), approved=approved)


def _list_step(case: Case, path: FieldPath) -> Iterator[Task]:
    """The next step of the ladder, from the day that it may be taken; none that an ended contract has no room for.

    Who has asked for the action plan, or got it, has begun to talk with the supplier: the first step isn't asked for then.

    Source: as for `rules.escalation` and `rules.steps`.
    """
    step = find_next(case)
    plan = case.deviation.action_plan or ActionPlan()
    is_begun = not case.log and any(know(day, case.on) for day in (plan.requested, plan.received))
    if step is None or step.since is None or is_begun:
        return
    obstacles = {each.kind for each in list_obstacles(case, step.key, None)}
    if ObstacleKind.CONTRACT_ENDED not in obstacles:
        remediate_in = format_path((*path, "action_plan", "actions")) if ObstacleKind.NO_REMEDIATION in obstacles else None
        facts: dict[str, Fact | None] = {**_explain_wait(case), **_explain_grounds(case, step), "remediate_in": remediate_in}
        yield make_task(TaskKind.STEP_DUE, step.since, case.deviation.id, (), step=step.key, **facts)


def _explain_wait(case: Case) -> dict[str, Fact | None]:
    """What there is to say of the step before: its answer came, is late, or is waited for."""
    if not case.standing:
        return {"found": case.deviation.found}
    due = None if case.answered else case.answer_due
    return {
        "standing": case.standing,
        "answered": case.answered,
        "answer_due": due if case.is_waiting else None,
        "answer_missed": None if case.is_waiting else due,
    }


def _explain_grounds(case: Case, step: NextStep) -> dict[str, Fact | None]:
    """The grounds that the step rests on: late actions by id, else since when; and the conditions for terminating at once."""
    facts: dict[str, Fact | None] = {}
    for ground in case.list_fitting(step.step):
        if ground.kind is GroundKind.ACTION_PLAN:
            facts |= {"late_actions": tuple(action.id for action in ground.actions), "plan_due": ground.plan_due}
        elif ground.kind is not GroundKind.NO_ANSWER:
            facts[ground.kind.value] = ground.since
    if step.step.sanction is Sanction.IMMEDIATE_TERMINATION:
        facts |= {condition.kind.value: condition.since for condition in case.conditions}
    return facts


def _list_penalty(case: Case, path: FieldPath) -> Iterator[Task]:
    """The week of a penalty that runs; or that it has run for all its weeks, once the last of them has passed.

    A penalty whose ground has ceased runs on in the contract file until somebody fills in its last day.

    Source: as for `rules.sanctions.assess_penalty`; no penalty is claimed where its ground is excluded.
    """
    entry, run, item = case.find_taken(Sanction.PENALTY), case.penalty, case.deviation.id
    if entry is None or run is None:
        return
    if run.weeks == 0 or (run.last and run.last < case.on):
        return
    facts: dict[str, Fact | tuple[()] | None] = {
        "weeks": run.weeks,
        "max_weeks": run.max_weeks,
        "amount": run.amount,
        "currency": run.currency,
    }
    if run.reaches_maximum and run.reaches_maximum + _WEEK <= case.on:
        if case.standing == entry.step:
            yield make_task(TaskKind.PENALTY_AT_MAXIMUM, run.reaches_maximum, item, (), **facts)
        return
    ceased = () if not case.is_penalty_open else ((*path, "escalation", case.deviation.escalation.index(entry), "until"),)
    facts |= {"reaches_maximum": run.reaches_maximum, "ends": run.last, "ceased_in": tuple(map(format_path, ceased))}
    yield make_task(TaskKind.PENALTY_WEEK, run.week_began, item, ceased, **facts)


def _list_suspension(case: Case) -> Iterator[Task]:
    """The day when a suspension of call-offs that runs has lasted as long as it may; none where the contract has ended.

    Source: as for `rules.sanctions.find_suspension_limit`.
    """
    entry, months = case.find_taken(Sanction.CALL_OFF_SUSPENSION), case.contract.clause.terms.call_off_suspension_months
    has_ended = find_contract_end(case.contract, case.ladder, case.on) < case.on
    if entry is None or has_ended or case.standing != entry.step:
        return
    began, last = entry.from_ or entry.date, find_last_day(entry, case.closed)
    limit = find_suspension_limit(entry, months, case.closed)
    if limit and began <= case.on and not (last and last < case.on):
        yield make_task(TaskKind.SUSPENSION_LIMIT, limit, case.deviation.id, began=began, months=months)


def know(day: date | None, on: date) -> date | None:
    """The day that is entered for something, if it had come by the end of the day `on`."""
    return day if day and day <= on else None
