"""Where a deviation stands on the escalation ladder, in words on the terminal. Called by `cli.escalate`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from generator.cli.words import _, find_language
from generator.contract.choices import GroundKind
from generator.contract.messages import format_path
from generator.recording.commands import list_step_commands
from generator.rules.standing.deviation import ConditionKind, DeviationStanding
from generator.rules.standing.grounds import Ground
from generator.rules.standing.ladder import Bar, NextStep, find_next, list_steps
from generator.text.language import SOURCE

_GROUNDS = {
    GroundKind.REPORTING: _("the reporting obligation is not kept"),
    GroundKind.MONITORING: _("the supplier does not take part in monitoring"),
    GroundKind.ACTION_PLAN: _("the action plan is not followed"),
    GroundKind.NO_ANSWER: _("the supplier has not answered"),
    GroundKind.UNDER_INVESTIGATION: _("a possible ground is being looked into"),
}
_CONDITIONS = {
    ConditionKind.SEVERE_NOT_REMEDIED: _("a severe deviation that was not remedied at once"),
    ConditionKind.MAXIMUM_PENALTY: _("the penalty has reached its maximum"),
    ConditionKind.LONG_SUSPENSION: _("the suspension of call-offs has lasted its months"),
}
_BARS = {
    Bar.NOT_FRAMEWORK_AGREEMENT: _("the contract is not a framework agreement"),
    Bar.NO_PENALTY_AGREED: _("no penalty is agreed"),
    Bar.GROUND_EXCLUDED: _("the ground is excluded"),
    Bar.BEGINS_HIGHER: _("the ladder begins higher for a deviation of this severity"),
}


def tell_standing(standing: DeviationStanding, file: Path) -> None:
    """Print where the deviation stands on the day, and what comes next."""
    for line in (*_list_past(standing), *_list_state(standing), *_list_next(standing, file)):
        click.echo(line)


def _list_past(standing: DeviationStanding) -> Iterator[str]:
    title = _("{contract}, deviation {deviation}, on {day}")
    yield title.format(contract=standing.contract.id, deviation=standing.deviation.id, day=standing.on)
    whose = (
        _("the organisation's own ladder") if standing.ladder.is_own else _("this product's default ladder, not an official one")
    )
    yield f"{_('Ladder')}: {whose}"
    for row in list_steps(standing):
        if row.state == "taken" and row.entry:
            yield f"  {row.entry.date}  {row.key} ({row.step.name})"
        elif row.state == "passed_over" and row.entry and row.entry.skipped:
            reason = row.entry.skipped.reason.choose(SOURCE).strip()
            yield f"  {row.entry.date}  {row.key} ({row.step.name}): {_('passed over')}: {reason}"
        elif row.state == "barred" and row.bar:
            yield f"  {'–':10}  {row.key} ({row.step.name}): {_('does not apply')}: {_say_bar(row.bar, standing)}"
        elif row.state == "missing":
            yield f"  {'?':10}  {row.key} ({row.step.name}): {_('missing, and no reason is given')}"


def _say_bar(bar: Bar, standing: DeviationStanding) -> str:
    """Why a step doesn't exist for the deviation, with what the contract file says of it."""
    reason = standing.sanctions.ground_excluded if bar is Bar.GROUND_EXCLUDED else None
    return ", ".join(filter(None, (_BARS[bar], reason.choose(SOURCE).strip() if reason else "")))


def _list_state(standing: DeviationStanding) -> Iterator[str]:
    if standing.closed:
        yield _("The deviation was closed on {day}.").format(day=standing.closed)
        return
    if standing.is_suspected:
        yield _("It is only suspected: no sanction is taken, and no plan asked for, before it is established.")
    if standing.reached is None:
        yield _("No step has been taken.")
    else:
        yield f"{_('Stands at')}: {standing.reached} ({standing.ladder.steps[standing.reached].name})"
    if standing.answered:
        yield f"{_('Answered')}: {standing.answered}"
    elif standing.answer_due:
        late = "" if standing.is_waiting else f" ({_('no answer')})"
        yield f"{_('Answer due')}: {standing.answer_due}{late}"
    for ground in standing.grounds:
        yield f"{_('Ground')}: {_describe_ground(ground)}"
    yield from _explain_missing_plan(standing)
    yield from _list_sanctions(standing)


def _explain_missing_plan(standing: DeviationStanding) -> Iterator[str]:
    """What the officer should know of a plan that never came: the clause doesn't say that it is a ground."""
    if any(ground.plan_due for ground in standing.grounds):
        yield _("That a plan which never came is a ground for sanctions is this product's own reading of the clause.")
        if standing.ladder.missing_plan_is_ground:
            yield _("The ladder has sanctions rest on it (missing_plan_is_ground).")
        else:
            yield _("The ladder has no sanction rest on it. Write missing_plan_is_ground: true in its file if it should.")


def _list_sanctions(standing: DeviationStanding) -> Iterator[str]:
    run = standing.penalty
    if run:
        words = _("begun weeks: {weeks}, {amount} {currency} excluding VAT")
        yield f"{_('Penalty')}: {words.format(weeks=run.weeks, amount=run.amount, currency=run.currency)}"
        if run.reaches_maximum:
            yield f"{_('Reaches its maximum')}: {run.reaches_maximum}"
        if standing.is_penalty_open:
            yield _("The ground for the penalty has ceased: fill in its last day (until) in the log.")
    for condition in standing.conditions:
        shown = f"{_CONDITIONS[condition.kind]} ({condition.since}, {format_path(condition.shown_by)})"
        yield f"{_('Condition for immediate termination')}: {shown}"


def _describe_ground(ground: Ground) -> str:
    since = _("{ground}, since {day}").format(ground=_GROUNDS[ground.kind], day=ground.since)
    late = ", ".join(f"{action.id} ({action.due})" for action in ground.actions)
    if ground.plan_due:
        late = _("the plan was due on {day} and never came").format(day=ground.plan_due)
    elif ground.decide_by:
        late = _("to be decided by {day}").format(day=ground.decide_by)
    return f"{since}: {late}" if late else since


def _list_next(standing: DeviationStanding, file: Path) -> Iterator[str]:
    following = find_next(standing)
    if following is None:
        if standing.has_ended and not standing.is_closed:
            words = _(
                "The contract ended on {day}: no step comes next. Settle what is left, and record that the deviation is closed."
            )
            yield words.format(day=standing.ending.latest)
        elif not standing.is_closed:
            yield _("No step comes next.")
        return
    yield f"{_('Next step')}: {following.key} ({following.step.name}), {_describe_time(following, standing)}"
    if following.barred:
        yield f"{_('Not tried before it, since they do not apply')}: {', '.join(row.key for row in following.barred)}"
    if following.step.ends_contract:
        yield _("It ends the contract: the last resort, after repeated attempts. Consider what becomes of those affected.")
    named = [role for role in following.step.decided_by if role.role in standing.contract.buyer.contacts]
    yield f"{_('Decided by')}: {', '.join(following.step.decided_by)}"
    if not named:
        yield _("The contract names nobody of these: add one to buyer.contacts.")
    if following.step.asks_supply:
        yield _("Before it is decided, find out who supplies care meanwhile, and say so with --supply.")
    if following.since:
        for command in list_step_commands(standing, file, in_swedish=find_language() == SOURCE):
            yield f"  {command}"


def _describe_time(following: NextStep, standing: DeviationStanding) -> str:
    if following.since is None:
        return _("not while all goes as agreed")
    if following.since > standing.on:
        return _("from {day}").format(day=following.since)
    return _("due since {day}").format(day=following.since)
