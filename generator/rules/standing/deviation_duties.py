"""What must be done about a deviation: its action plan, the ladder, a penalty or suspension that runs. Part of `standing`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from generator.contract.choices import GroundKind, Sanction
from generator.contract.messages import FieldPath
from generator.rules.actions import assess_action, find_unreviewed
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.duty import Duty, DutyKind, Fact, make_duty
from generator.rules.standing.ladder import Bar, NextStep, find_next
from generator.rules.standing.plans import USUAL_PLAN_DAYS, know
from generator.rules.standing.steps import is_unremedied
from generator.rules.working_days import add_days

_ONE_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_RECEIPT_DAYS = 14
"""Days after which a receipt that hasn't come back is asked for. This product's own."""
_SUSPICION_DAYS = 30
"""Days after which something that is suspected is to be settled: shown to be a deviation, or closed. This product's own."""
_REVIEW_DAYS = 14
"""Days to say yes or no to evidence, and to answer who doesn't agree that there is a deviation. This product's own."""
_VERIFY_DAYS = 30
"""Days after the last action to verify all of them and close the deviation. This product's own."""


def list_deviation_duties(standing: DeviationStanding) -> Iterator[Duty]:
    """What is to be done about a deviation; nothing of an observation, before it is found, or once it is settled."""
    if standing.deviation.found > standing.on or standing.is_closed or standing.is_observation:
        return
    if standing.is_suspected:
        yield from _list_suspicion(standing)
        yield from _list_letter(standing)
        yield from _list_step(standing)
        return
    yield from _list_investigation(standing)
    yield from _list_plan(standing, (*standing.path, "action_plan"))
    yield from _list_submissions(standing, (*standing.path, "action_plan"))
    yield from _list_dispute(standing)
    yield from _list_verification(standing)
    yield from _list_letter(standing)
    yield from _list_step(standing)
    yield from _list_penalty(standing)
    yield from _list_suspension(standing)
    yield from _list_end(standing)


def _list_suspicion(standing: DeviationStanding) -> Iterator[Duty]:
    """To settle whether what is suspected is a deviation.

    Source: the regions' joint escalation ladder covers potential risks too; the days are this product's own.
    """
    fields, item = ((*standing.path, "established"), (*standing.path, "closed")), standing.deviation.id
    day = add_days(standing.deviation.found, _SUSPICION_DAYS)
    yield make_duty(DutyKind.SUSPICION_TO_SETTLE, day, item, fields, found=standing.deviation.found, suspected=item)


def _list_investigation(standing: DeviationStanding) -> Iterator[Duty]:
    """The decision on a ground that is being looked into.

    Source: the clause: call-offs may be suspended while a possible ground is investigated, so somebody must decide, and by when.
    """
    ground = standing.investigated
    if ground and ground.decide_by:
        decided = ((*standing.path, "investigation", "decided"),)
        yield make_duty(DutyKind.INVESTIGATION_TO_DECIDE, ground.decide_by, standing.deviation.id, decided, opened=ground.since)


def _list_plan(standing: DeviationStanding, path: FieldPath) -> Iterator[Duty]:
    """The next thing to do about the action plan: ask for it, remind of it, approve it, see that its actions are done.

    Source: the guidance: every deviation gets an action plan with a timetable, which is approved and followed. That it is asked
    for as soon as there is a deviation, and approved as soon as it has come, is this product's own.
    """
    plan, item = standing.plan, standing.deviation.id
    if plan.approved:
        yield from _list_actions(standing, path, plan.approved)
    elif plan.received:
        yield make_duty(DutyKind.PLAN_TO_APPROVE, plan.received, item, ((*path, "approved"),))
    elif plan.requested and plan.remind_after and not _has_reminded(standing, plan.remind_after):
        facts: dict[str, Fact | None] = {
            "requested": plan.requested.day,
            "plan_due": plan.due,
            "usual_days": None if plan.due else USUAL_PLAN_DAYS,
        }
        yield make_duty(DutyKind.PLAN_TO_REMIND, plan.remind_after + _ONE_DAY, item, ((*path, "received"),), **facts)
    elif not plan.requested or not plan.remind_after:
        yield make_duty(DutyKind.PLAN_TO_REQUEST, standing.begun, item, ((*path, "requested"),))


def _has_reminded(standing: DeviationStanding, last: date) -> bool:
    """Whether a step was taken after the last day of a plan that never came: its letter asks for the plan, and more."""
    return any(entry.date > last for entry in standing.taken.values())


def _list_actions(standing: DeviationStanding, path: FieldPath, approved: date) -> Iterator[Duty]:
    """The actions of an approved plan that aren't done; a plan with no actions, and an action with no day, are to be mended.

    Of one whose evidence has come it is for the officer to look at that, and that is all; of one whose latest evidence was
    rejected, new is needed, since it isn't done by anybody's word.

    Source: as for `rules.actions.assess_action`; the guidance: a plan has actions, each with a day.
    """
    plan, item = standing.plan, standing.deviation.id
    if not plan.actions:
        yield make_duty(DutyKind.ACTIONS_TO_ADD, approved, item, ((*path, "actions"),), approved=approved)
    for index, action in enumerate(plan.actions):
        status = assess_action(action, standing.on)
        if status.done or status.handed_in:
            continue
        name, where = f"{item} {action.id}", (*path, "actions", index)
        if action.due and status.last:
            rejected = status.last if status.last > action.due else None  # else there is a day to come that is agreed
            kind, field = (DutyKind.EVIDENCE_TO_REPLACE, "submitted") if status.rejected else (DutyKind.ACTION_DUE, "done")
            facts = {"approved": approved, "refused": status.rejected, "rejected": rejected}
            yield make_duty(kind, status.last, name, ((*where, field),), **facts)
        else:
            yield make_duty(DutyKind.ACTION_TO_DATE, approved, name, ((*where, "due"),), approved=approved)


def _list_submissions(standing: DeviationStanding, path: FieldPath) -> Iterator[Duty]:
    """The evidence that waits to be accepted or rejected.

    Source: evidence is accepted or rejected, with its date. The days are this product's own.
    """
    for index, action in enumerate(standing.plan.actions):
        sent = find_unreviewed(action, standing.on)
        if sent:
            name = f"{standing.deviation.id} {action.id}"
            field = (*path, "actions", index, "submitted", action.submitted.index(sent), "accepted")
            day = add_days(sent.date, _REVIEW_DAYS)
            yield make_duty(DutyKind.EVIDENCE_TO_REVIEW, day, name, (field,), came=sent.date, evidence_of=name)


def _list_dispute(standing: DeviationStanding) -> Iterator[Duty]:
    """The answer to a supplier that doesn't agree that there is a deviation. It doesn't stop what else is to be done.

    Source: a finding may be disputed. The days, and that it stops nothing, are this product's own.
    """
    dispute = standing.deviation.dispute
    if dispute and dispute.raised <= standing.on and not know(dispute.answered, standing.on):
        field = (*standing.path, "dispute", "answered")
        day = add_days(dispute.raised, _REVIEW_DAYS)
        yield make_duty(DutyKind.DISPUTE_TO_ANSWER, day, standing.deviation.id, (field,), raised=dispute.raised)


def _list_verification(standing: DeviationStanding) -> Iterator[Duty]:
    """To verify that all actions have worked, and to close the deviation.

    Source: the guidance: every action plan is followed up. The days are this product's own.
    """
    done = standing.plan.all_done
    if done:
        day = add_days(done, _VERIFY_DAYS)
        yield make_duty(DutyKind.TO_VERIFY, day, standing.deviation.id, ((*standing.path, "closed"),), all_done=done)


def _list_letter(standing: DeviationStanding) -> Iterator[Duty]:
    """Of the letter of the step that it stands at: the answer that is waited for, and the receipt that isn't back.

    Source: whether and when a letter reached the other party decides when its time runs; every step is documented.
    """
    if standing.reached is None:
        return
    entry, item = standing.taken[standing.reached], standing.deviation.id
    path = (*standing.path, "escalation", standing.deviation.escalation.index(entry))
    facts: dict[str, Fact | None] = {"step": standing.reached, "taken": entry.date}
    if standing.answer_due and not standing.answered:
        yield make_duty(DutyKind.ANSWER_DUE, standing.answer_due, item, ((*path, "answered"),), **facts)
    is_formal = standing.ladder.steps[standing.reached].sanction is not None
    is_back = any(know(day, standing.on) for day in (entry.receipt_signed, entry.received, entry.answered))
    if is_formal and not is_back:
        day = add_days(entry.date, _RECEIPT_DAYS)
        yield make_duty(DutyKind.RECEIPT_TO_GET, day, item, ((*path, "receipt_signed"),), **facts)


def _list_step(standing: DeviationStanding) -> Iterator[Duty]:
    """The next step of the ladder, from the day that it may be taken.

    Source: as for `standing.ladder` and `standing.steps`.
    """
    step = find_next(standing)
    if step is None or step.since is None:
        return
    facts: dict[str, Fact | None] = {**_explain_wait(standing), **_explain_grounds(standing, step), **_explain_barred(step)}
    facts["unremedied"] = _find_unremedied(standing)
    yield make_duty(DutyKind.STEP_DUE, step.since, standing.deviation.id, (), step=step.key, **facts)


def _find_unremedied(standing: DeviationStanding) -> str | None:
    """The id of a deviation whose plan must remedy what people were exposed to before its next step."""
    step = find_next(standing)
    return standing.deviation.id if step and is_unremedied(standing, step.key) else None


def _explain_wait(standing: DeviationStanding) -> dict[str, Fact | None]:
    """What there is to say of the step before: its answer came, is late, or is waited for."""
    if not standing.reached:
        return {"found": standing.deviation.found}
    due = None if standing.answered else standing.answer_due
    return {
        "standing": standing.reached,
        "answered": standing.answered,
        "answer_due": due if standing.is_waiting else None,
        "answer_missed": None if standing.is_waiting else due,
    }


def _explain_grounds(standing: DeviationStanding, step: NextStep) -> dict[str, Fact | None]:
    """The grounds that the step rests on: late actions by id, else since when; and the conditions for terminating at once."""
    facts: dict[str, Fact | None] = {}
    for ground in standing.list_fitting(step.step) if step.step.grounds else standing.grounds:
        if ground.kind is GroundKind.ACTION_PLAN:
            facts |= {"late_actions": tuple(action.id for action in ground.actions), "plan_due": ground.plan_due}
        elif ground.kind is not GroundKind.NO_ANSWER and ground.kind in step.step.grounds:
            facts[ground.kind.value] = ground.since
    if step.step.sanction is Sanction.IMMEDIATE_TERMINATION:
        facts |= {condition.kind.value: condition.since for condition in standing.conditions}
    return facts


def _explain_barred(step: NextStep) -> dict[str, Fact | None]:
    """The steps before it that don't exist for the deviation, by why; and that the step is the last resort, if it is.

    Source: the guidance: every step is taken in turn, and termination is the last resort after repeated attempts.
    """
    facts: dict[str, Fact | None] = {"last_resort": step.key if step.step.ends_contract else None}
    for bar in Bar:
        facts[bar.value] = tuple(row.key for row in step.barred if row.bar is bar)
    return facts


def _list_penalty(standing: DeviationStanding) -> Iterator[Duty]:
    """A penalty that runs, from its first day; or that it has run for all its weeks, once the last of them has passed.

    What follows a penalty that has run is a sanction, so nothing is to be decided once the contract has ended.
    A penalty whose ground has ceased runs on in the contract file until somebody fills in its last day.

    Source: as for `rules.sanctions.assess_penalty`; no penalty is claimed where its ground is excluded.
    """
    entry, run, item = standing.find_taken(Sanction.PENALTY), standing.penalty, standing.deviation.id
    if entry is None or run is None:
        return
    if run.weeks == 0 or (run.last and run.last < standing.on):
        return
    facts: dict[str, Fact | tuple[()] | None] = {
        "weeks": run.weeks,
        "max_weeks": run.max_weeks,
        "amount": run.amount,
        "currency": run.currency,
    }
    if run.reaches_maximum and run.reaches_maximum + _WEEK <= standing.on:
        if standing.reached == entry.step and not standing.has_ended:
            facts["unremedied"] = _find_unremedied(standing)
            yield make_duty(DutyKind.PENALTY_AT_MAXIMUM, run.reaches_maximum, item, (), **facts)
        return
    until = (*standing.path, "escalation", standing.deviation.escalation.index(entry), "until")
    ceased = () if not standing.is_penalty_open else (until,)
    facts |= {
        "reaches_maximum": run.reaches_maximum,
        "ends": run.last,
        "week_began": run.week_began,
        "ceased": (item, entry.step) if ceased else None,
    }
    yield make_duty(DutyKind.PENALTY_WEEK, run.starts, item, ceased, **facts)


def _list_suspension(standing: DeviationStanding) -> Iterator[Duty]:
    """The day when a suspension of call-offs that runs has lasted as long as it may; none where the contract has ended.

    Source: as for `rules.sanctions.find_suspension_limit`.
    """
    entry, run = standing.find_taken(Sanction.CALL_OFF_SUSPENSION), standing.suspension
    if entry is None or run is None or standing.has_ended or standing.reached != entry.step:
        return
    if run.limit and run.starts <= standing.on and not (run.last and run.last < standing.on):
        months = standing.contract.clause.terms.call_off_suspension_months
        facts: dict[str, Fact | None] = {"began": run.starts, "months": months, "unremedied": _find_unremedied(standing)}
        yield make_duty(DutyKind.SUSPENSION_LIMIT, run.limit, standing.deviation.id, (), **facts)


def _list_end(standing: DeviationStanding) -> Iterator[Duty]:
    """The end of it all: which day a reasonable notice runs out, and what becomes of a deviation when its contract has ended.

    Source: the clause, termination: with reasonable notice, where no days are agreed; the guidance on responsible exit.
    """
    ending, item = standing.ending, standing.deviation.id
    if ending.deviation == item and ending.decided and not ending.is_fixed and not standing.has_ended:
        log = standing.deviation.escalation
        place = next(number for number, each in enumerate(log) if each.date == ending.decided and not each.skipped)
        path = (*standing.path, "escalation", place, "ends")
        yield make_duty(DutyKind.END_TO_SET, ending.decided, item, (path,), decided=ending.decided)
    if standing.has_ended and not standing.plan.all_done:
        fields = ((*standing.path, "closed"),)
        yield make_duty(DutyKind.TO_VERIFY, max(ending.latest, standing.begun), item, fields, ended=ending.latest)
