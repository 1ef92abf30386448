"""Takes a step of the escalation ladder: every rule is checked, the letter tried, the step logged in the contract file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from msgspec import Struct

from generator.build.orders import Order
from generator.build.plan import check_item
from generator.contract.case import Case, Cases
from generator.contract.choices import Channel, Sanction
from generator.contract.editing import Value
from generator.contract.ladder_file import find_step
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import EscalationEntry
from generator.contract.nodes import Plain
from generator.contract.values import RoleReference
from generator.errors import Finding, InputError
from generator.pipeline import Pipeline
from generator.recording.changing import change_contract
from generator.recording.obstacles import describe_obstacle
from generator.recording.writing import Edit
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.plans import find_answer_due
from generator.rules.standing.steps import list_obstacles, list_obstacles_to_passing_over


class Decision(Struct, frozen=True):
    """What was decided on a deviation: to take a step of the ladder, or to pass it over."""

    deviation: str
    step: str
    on: date
    decided_by: RoleReference
    reason: Value = ""
    """A text, or a text by language."""
    passes_over: bool = False
    sent_by: Channel | None = None
    """How its letter is sent."""
    ends: date | None = None
    """The contract's last day, where it is terminated with a reasonable notice."""
    decision_number: str = ""
    delegation: str = ""
    supply_meanwhile: str = ""


def find_standing(case: Case, deviation: str, on: date) -> DeviationStanding:
    """The deviation on its way up the ladder, on a day.

    Raises:
        InputError: the contract has no such deviation.
    """
    check_item("deviation", deviation, case.contract)
    found = next(each for each in case.contract.deviations if each.id == deviation)
    return DeviationStanding(case.contract, found, case.clause.parts, case.ladder, on)


def find_decider(case: Case, who: str) -> RoleReference:
    """The person of the buyer that somebody names, by side and role, by role alone or by name.

    Raises:
        InputError: the contract has no such person, with those that it has as a hint.
    """
    contacts = case.contract.buyer.contacts
    wanted = " ".join(who.split()).casefold()
    found = [role for role, person in contacts.items() if wanted in {f"buyer.{role}", role, person.name.casefold()}]
    if len(found) != 1:
        known = ", ".join(f"buyer.{role} ({person.name})" for role, person in contacts.items()) or "–"
        hint = "there are: {known}; whoever else decides is added to buyer.contacts"
        values = {"value": who, "known": known}
        finding = Finding("'{value}' is nobody at the buyer in this contract", subject="buyer", hint=hint, values=values)
        raise InputError(*case.locate([finding]))
    return RoleReference(f"buyer.{found[0]}")


def find_log(case: Case, deviation: str) -> FieldPath:
    """Where the log of a deviation stands in the contract."""
    return ("deviations", [each.id for each in case.contract.deviations].index(deviation), "escalation")


def check_step(
    standing: DeviationStanding, case: Case, step: str, decided_by: RoleReference | None, *, passes_over: bool = False
) -> tuple[Finding, ...]:
    """Every reason why a step may not be taken, or passed over; and a warning of an answer that the log doesn't have.

    Raises:
        InputError: the ladder has no such step.
    """
    find_step(standing.ladder, step)
    obstacles = (list_obstacles_to_passing_over if passes_over else list_obstacles)(standing, step, decided_by)
    log = find_log(case, standing.deviation.id)
    findings = tuple(describe_obstacle(obstacle, standing, step, decided_by, log) for obstacle in obstacles)
    if not passes_over and decided_by and standing.reached and standing.answer_due and not standing.answered:
        findings += (_warn_of_silence(standing.ladder.name(standing.reached), format_path(log)),)
    return case.locate(findings)


def _warn_of_silence(step: str, path: str) -> Finding:
    message = "the log has no answer to {step}, and the letter will say so"
    hint = "if one has come, take the step back with realisera undo, record the answer, and take the step again"
    return Finding(message, subject=path, hint=hint, values={"step": step}, severity="warning")


def _warn_of_supply(step: str, path: str) -> Finding:
    message = "nothing says who supplies care while {step} lasts"
    hint = "find out before it is decided, and say so with --supply, or as supply_meanwhile: in the log"
    return Finding(message, subject=path, hint=hint, values={"step": step}, severity="warning")


def take_step(pipeline: Pipeline, cases: Cases, path: Path, decision: Decision, orders: Sequence[Order]) -> tuple[Finding, ...]:
    """The warnings about a decision that now stands in the contract file, since every rule allows it and its letter can be made.

    The file is locked meanwhile, so that of two decisions at once neither is lost: the second finds the first in the log.

    Raises:
        InputError: with every reason why the step may not be taken; nothing has been written then.
    """
    found: list[Finding] = []

    def plan(case: Case, _held: Plain) -> tuple[Edit, ...]:
        standing = find_standing(case, decision.deviation, decision.on)
        log = find_log(case, decision.deviation)
        findings = (
            *check_step(standing, case, decision.step, decision.decided_by, passes_over=decision.passes_over),
            *case.locate(tuple(_check_ends(standing, decision, format_path(log)))),
        )
        errors = tuple(finding for finding in findings if finding.severity == "error")
        if errors:
            raise InputError(*errors)
        found.extend(findings)
        return (Edit(log, _write_entry(standing, decision), is_item=True),)

    what = f"{decision.deviation} {decision.step}"
    change = change_contract(
        cases, path, plan, what, today=decision.on, check=lambda case: pipeline.check(orders, case), out=pipeline.out
    )
    log = find_log(change.case, decision.deviation)
    entry = format_path((*log, len(find_standing(change.case, decision.deviation, decision.on).deviation.escalation) - 1))
    found += [warning for warning in change.case.warnings if warning.subject.startswith(entry)]
    if not decision.reason:
        found += change.case.locate([_warn_of_no_reason(log)])
    if change.case.ladder.steps[decision.step].asks_supply and not decision.supply_meanwhile and not decision.passes_over:
        found += change.case.locate([_warn_of_supply(change.case.ladder.name(decision.step), format_path(log))])
    return tuple(found)


def _warn_of_no_reason(log: FieldPath) -> Finding:
    hint = "take the step back with realisera undo, and take it again with --reason"
    return Finding(
        "no reason is given, and the record will show the gap", subject=format_path(log), hint=hint, severity="warning"
    )


def _check_ends(standing: DeviationStanding, decision: Decision, path: str) -> Iterator[Finding]:
    """Whether the day that the contract ends is given where it is this decision's to give, and nowhere else."""
    is_termination = standing.ladder.steps[decision.step].sanction is Sanction.TERMINATION and not decision.passes_over
    days = standing.sanctions.notice_days
    values = {"step": standing.ladder.name(decision.step), "days": str(days)}
    if decision.ends and not is_termination:
        message = "{step} does not end the contract on a day of its own"
        yield Finding(message, subject=path, hint="leave --ends out", values=values)
    elif decision.ends and days is not None:
        message = "the contract has {days} days of notice, and they decide when it ends"
        yield Finding(message, subject=path, hint="leave --ends out", values=values)
    elif is_termination and days is None and not decision.ends:
        message = "the contract has no days of notice, and the letter can't say when it ends"
        hint = "say which day a reasonable notice ends, with --ends"
        yield Finding(message, subject=path, hint=hint, severity="warning")


_SAID = ("decision_number", "delegation", "supply_meanwhile")
"""The fields of an entry that stand there as they were said."""


def _write_entry(standing: DeviationStanding, decision: Decision) -> dict[str, Value]:
    """What the log is to say of a decision; the time to answer runs from when its letter counts as received."""
    entry: dict[str, Value] = {
        "step": decision.step,
        "date": decision.on.isoformat(),
        "decided_by": str(decision.decided_by),
        **{name: words for name in _SAID if (words := getattr(decision, name))},
    }
    if decision.passes_over:
        return {**entry, "skipped": {"reason": decision.reason}}
    sent = EscalationEntry.model_construct(step=decision.step, date=decision.on, sent_by=decision.sent_by)
    due = find_answer_due(sent, standing.contract, standing.ladder, decision.on)
    further: dict[str, Value] = {
        "sent_by": decision.sent_by.value if decision.sent_by else "",
        "answer_due": due.isoformat() if due else "",
        "ends": decision.ends.isoformat() if decision.ends else "",
        "reason": decision.reason,
    }
    return entry | {name: words for name, words in further.items() if words}
