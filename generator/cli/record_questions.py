"""Asks what has happened, question by question, on a terminal. Called by `record` where nothing was said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import click

from generator.cli.contract_names import find_contract, list_contracts
from generator.cli.duty_words import DutyWords
from generator.cli.sources import WrongUsage
from generator.cli.words import _
from generator.contract.case import Cases
from generator.contract.messages import format_path
from generator.contract.schema import describe_field
from generator.errors import Finding
from generator.recording.commands import fill_words, find_ending_event
from generator.recording.events import EVENTS, Event, Option
from generator.rules.standing import Standing
from generator.workspace import find_workspace

T = TypeVar("T")
Choice = tuple[tuple[str, ...], Event]
"""The words of an event, and the event."""
Answers = tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]
"""A contract, words and options, as they could have been typed."""


def ask(contract: str, on: date) -> Answers:
    """What has happened, by the answers of whoever sits at the terminal. What is open is offered first, and then all else.

    Raises:
        InputError: the contract can't be opened.
    """
    name = contract or _choose(_("Which contract?"), [(str(each), each.path.as_posix()) for each in list_contracts()])
    path = find_contract(name)
    workspace = find_workspace(path)
    case = Cases(workspace).parse(path, path.read_bytes())
    standing = Standing(case.contract, case.clause.parts, case.ladder, on)
    offered = [*_list_open(standing, DutyWords(workspace.files, case.ladder)), (_("something else"), None)]
    chosen = _choose(_("What has happened?"), offered) or _choose(_("What has happened?"), list(_list_others(standing)))
    words, event = chosen
    said = [_ask_slot(part, standing) if part.startswith("<") else part for part in words]
    slots = {part.strip("<>"): word for part, word in zip(event.words.split(), said, strict=True) if part.startswith("<")}
    if event.day:
        said += click.prompt(_("On which day?"), default=None if event.is_plan else on.isoformat()).split()
    where = format_path(event.target(standing, slots))
    options = {option.name: tuple(filter(None, [_ask_option(option, where)])) for option in event.options}
    return name, tuple(said), options


def _choose(question: str, choices: Sequence[tuple[str, T]]) -> T:
    """What is chosen of a numbered list."""
    for number, (shown, _value) in enumerate(choices, start=1):
        click.echo(f"{number:3}  {shown}")
    return choices[click.prompt(question, value_proc=lambda said: _read_number(said, len(choices))) - 1][1]


def _read_number(said: str, last: int) -> int:
    """The number of a choice; else it is asked for again."""
    if said.strip().isdecimal() and 1 <= int(said) <= last:
        return int(said)
    raise WrongUsage(Finding("write a number from 1 to {last}", values={"last": str(last)}))


def _list_open(standing: Standing, words: DutyWords) -> Iterator[tuple[str, Choice]]:
    """What is to be done, each with the words that say that it was."""
    for duty in standing.duties:
        if event := find_ending_event(duty):
            shown = "  ".join(filter(None, (duty.item, words.tell_what(duty))))
            yield shown, (fill_words(event, duty, standing.ladder), event)


def _list_others(standing: Standing) -> Iterator[tuple[str, Choice]]:
    """All that can happen to the contract: nothing of deviations or activities where none is open."""
    for event in EVENTS:
        slots = {part for part in event.words.split() if part in {"<deviation>", "<activity>", "<request>"}}
        if all(_list_names(slot, standing) for slot in slots):
            yield f"{_(event.summary)}  ({_(event.named)})", (tuple(event.words.split()), event)


def _ask_slot(slot: str, standing: Standing) -> str:
    """The name of what it is about."""
    known = _list_names(slot, standing)
    return str(click.prompt(slot.strip("<>") + (f" ({', '.join(known)})" if known else "")))


def _list_names(slot: str, standing: Standing) -> list[str]:
    """The names that may be meant: of deviations those that are open, of activities those that aren't done."""
    if slot == "<deviation>":
        return [name for name, each in standing.deviations.items() if not each.is_closed]
    if slot == "<activity>":
        return [each.id for each in standing.contract.monitoring.activities if not each.done]
    if slot == "<request>":
        return [each.id for each in standing.contract.requests if not each.answered]
    return []


def _ask_option(option: Option, where: str) -> str:
    """What is said of it; nothing where it needn't be said and isn't. `where` is the path of what it is about."""
    field = ".".join(filter(None, (re.sub(r"\[\d+\]", "[]", where), option.field)))
    meaning = describe_field(field) or describe_field(field.replace(where, f"{where}[]", 1))
    label = f"{option.name.replace('-', ' ')} ({_(meaning).rstrip('.')})" if meaning else option.name.replace("-", " ")
    if option.is_needed:
        return str(click.prompt(label))
    return str(click.prompt(label, default="", show_default=False))
