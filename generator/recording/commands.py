"""The commands that end a duty, ready to paste. Used by whatever tells duties: the list, calendars, `escalate`.

Every kind of duty has one, after those that must come first; a test runs each of them and finds the duty gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from generator.contract.case import Case
from generator.contract.choices import Sanction
from generator.contract.ladder import Ladder
from generator.contract.models import Contract
from generator.recording.events import EVENTS, Event, Option
from generator.recording.grammar import PLACEHOLDER
from generator.recording.quoting import quote_path, quote_word
from generator.rules.standing import DeviationStanding, Duty, DutyKind, Standing
from generator.rules.standing.ladder import find_next, list_missing
from generator.rules.standing.steps import choose_decider, is_named, is_unremedied

_BY_STEPS = (DutyKind.STEP_DUE, DutyKind.PENALTY_AT_MAXIMUM, DutyKind.SUSPENSION_LIMIT)
"""Duties that end when the next step of the ladder is taken."""
_ENDINGS: Mapping[DutyKind, Event] = {kind: event for event in EVENTS for kind in event.ends}
_SLOT = re.compile(r"<(\w+)>")


def find_ending_event(duty: Duty) -> Event | None:
    """The event that ends a duty; None where a step of the ladder does."""
    return _ENDINGS.get(duty.kind)


def list_ending_commands(
    duty: Duty, case: Case, on: date, *, is_today: bool = False, in_swedish: bool = False
) -> tuple[str, ...]:
    """The commands that end a duty on a day, in order: mostly one. `…` stands for what only its user knows.

    The day itself isn't written where it is today: the command then means the day on which it is typed. `in_swedish` is whether
    its words are those of somebody to whom the command speaks Swedish.
    """
    event = _ENDINGS.get(duty.kind)
    if event is None:
        account = Standing(case.contract, case.clause.parts, case.ladder, on).deviations[duty.item]
        return list_step_commands(account, case.path, is_today=is_today, in_swedish=in_swedish)
    words = [quote_word(word) for word in fill_words(event, duty, case.ladder, in_swedish=in_swedish)]
    if event.is_plan:
        words.append(PLACEHOLDER)
    elif event.day and (planned := event.find_planned(case.contract)) and planned < on:
        words.append(planned.isoformat())
    elif event.day and not is_today:
        words.append(on.isoformat())
    options = [f"--{option.name} {_suggest(option, case.contract)}" for option in _list_needed(event, duty)]
    return (" ".join(["realisera record", quote_path(case.path), *words, *options]),)


def fill_words(event: Event, duty: Duty, ladder: Ladder, *, in_swedish: bool = False) -> tuple[str, ...]:
    """The words of an event, about what the duty is about."""
    item, _, inner = duty.item.partition(" ")
    step = str(duty.facts.get("step", "")) or ladder.find_sanction(Sanction.PENALTY) or ""
    words = event.swedish if in_swedish else event.words
    slots = {"deviation": item, "activity": item, "request": item, "action": inner, "step": step}
    return tuple(slots.get(found[1], part) if (found := _SLOT.fullmatch(part)) else part for part in words.split())


def _list_needed(event: Event, duty: Duty) -> Iterator[Option]:
    """The options that the duty ends only with."""
    fields = {str(path[-1]) for path in duty.fields}
    for option in event.options:
        if option.is_needed or (event.needs_one and option.field.split(".")[-1] in fields):
            yield option


def _suggest(option: Option, contract: Contract) -> str:
    """What the option is likely to say: who decides, where somebody is named; else what its user is to write."""
    contacts = contract.buyer.contacts
    if option.name == "by" and contacts:
        return f"buyer.{'manager' if 'manager' in contacts else next(iter(contacts))}"
    if option.field == "edition":
        return "masked" if contract.confidential else "whole"
    return f'"{PLACEHOLDER}"'


def list_step_commands(
    account: DeviationStanding, path: Path, *, is_today: bool = False, in_swedish: bool = False
) -> tuple[str, ...]:
    """The commands by which the next step is taken, in order, no sooner than it may be: what it waits for comes first.

    That is who decides, where the contract names nobody, and each step that was left out. Where no step comes next, it is the one
    that closes all; where the plan lacks remediation first, the one that records it, and the step is another day's.
    """
    file, item, following = quote_path(path), quote_word(account.deviation.id), find_next(account)
    if following is None:
        return (
            " ".join(
                [
                    "realisera record",
                    file,
                    item,
                    "avslutad" if in_swedish else "closed",
                    *([] if is_today else [account.on.isoformat()]),
                ]
            ),
        )
    if is_unremedied(account, following.key):
        return (_write_remediation(account, file, item, in_swedish=in_swedish),)
    steps = (*list_missing(account, following.key), following.key)
    deciders = {key: choose_decider(account, key) for key in steps}
    contact = "kontakt" if in_swedish else "contact"
    unknown = dict.fromkeys(role for role in deciders.values() if not is_named(role, account.contract))
    named = [f'realisera record {file} {contact} {role} --name "{PLACEHOLDER}"' for role in unknown]
    climbed = []
    for key in steps:
        day = max(account.on, following.since or account.on) if key == following.key else account.on
        when = "" if is_today and day == account.on else f" --on {day}"
        how = "" if key == following.key else " --skip"
        decided = f'--decided-by {deciders[key]} --reason "{PLACEHOLDER}"'
        climbed.append(f"realisera escalate {file} {item} --step {key}{how}{when} {decided}")
    return (*named, *climbed)


def _write_remediation(account: DeviationStanding, file: str, item: str, *, in_swedish: bool) -> str:
    """The command that records which action remedies what people were exposed to; a new one where the plan has none."""
    actions = account.plan.actions
    if not actions:
        action = "åtgärd" if in_swedish else "action"
        return f'realisera record {file} {item} {action} --description "{PLACEHOLDER}" --remediation true'
    name = quote_word(actions[0].id) if len(actions) == 1 else PLACEHOLDER
    details = "uppgifter" if in_swedish else "details"
    return f"realisera record {file} {item} {name} {details} --remediation true"
