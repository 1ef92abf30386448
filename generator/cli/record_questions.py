"""Asks what has happened, question by question, on a terminal. Called by `record` where nothing was said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeVar

import click

from generator.cli.contract_names import find_contract, list_contracts
from generator.cli.duty_words import DutyWords
from generator.cli.words import _
from generator.contract.case import Cases
from generator.recording.commands import fill_words, find_ending_event
from generator.recording.events import EVENTS, Event, Option
from generator.rules.standing import Standing
from generator.workspace import find_workspace

T = TypeVar("T")
Answers = tuple[str, tuple[str, ...], dict[str, tuple[str, ...]]]
"""A contract, words and options, as they could have been typed."""


def ask(contract: str, on: date) -> Answers:
    """What has happened, by the answers of whoever sits at the terminal. Only what is open is offered.

    Raises:
        InputError: the contract can't be opened.
    """
    name = contract or _choose(_("Which contract?"), [(str(each), each.path.as_posix()) for each in list_contracts()])
    path = find_contract(name)
    workspace = find_workspace(path)
    case = Cases(workspace).parse(path, path.read_bytes())
    standing = Standing(case.contract, case.clause.parts, case.ladder, on)
    words, event = _choose(
        _("What has happened?"), [*_list_open(standing, DutyWords(workspace.files, case.ladder)), *_list_others()]
    )
    said = [_ask_slot(part, standing) if part.startswith("<") else part for part in words]
    if event.day:
        said += click.prompt(_("On which day?"), default="" if event.is_plan else on.isoformat()).split()
    options = {option.name: tuple(filter(None, [_ask_option(option)])) for option in event.options}
    return name, tuple(said), options


def _choose(question: str, choices: Sequence[tuple[str, T]]) -> T:
    """What is chosen of a numbered list."""
    for number, (shown, _value) in enumerate(choices, start=1):
        click.echo(f"{number:3}  {shown}")
    number = click.prompt(question, type=click.IntRange(1, len(choices)))
    return choices[number - 1][1]


def _list_open(standing: Standing, words: DutyWords) -> Iterator[tuple[str, tuple[tuple[str, ...], Event]]]:
    """What is to be done, each with the words that say that it was."""
    for duty in standing.duties:
        if event := find_ending_event(duty):
            shown = "  ".join(filter(None, (duty.item, words.tell_what(duty))))
            yield shown, (fill_words(event, duty, standing.ladder), event)


def _list_others() -> Iterator[tuple[str, tuple[tuple[str, ...], Event]]]:
    for event in EVENTS:
        yield f"{_(event.summary)}  ({event.words})", (tuple(event.words.split()), event)


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
    return []


def _ask_option(option: Option) -> str:
    """What is said of it; nothing where it needn't be said and isn't."""
    label = option.name.replace("-", " ")
    if option.is_needed:
        return str(click.prompt(label))
    return str(click.prompt(label, default="", show_default=False))
