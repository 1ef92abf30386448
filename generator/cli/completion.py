"""What shells propose while somebody types: contracts, deviations, activities, steps, persons. Used by the commands' arguments.

It never fails: of what can't be read, or isn't typed yet, nothing is proposed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from generator.cli.contract_names import find_contract
from generator.cli.sources import list_sources, list_yaml
from generator.cli.words import _
from generator.contract.case import Case, Cases
from generator.contract.ladder import Ladder
from generator.contract.ladder_file import match_step
from generator.contract.models import Deviation
from generator.contract.shape import select
from generator.contract.values import Text
from generator.errors import RealiseraError
from generator.workspace import find_root, find_workspace

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
"""What click asks: from what is typed already, the parameter, and the beginning of its value, to what it may be."""
_ID = re.compile(rb"^id:[ \t]*['\"]?([\w.-]+)", re.MULTILINE)
_MOST = 500
"""The most contract files that are looked into: a shell waits for the answer."""


def complete_contracts(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The contract files of the workspace whose path, name or id begins so, with their ids; else files as the shell knows them.

    Not both: bash forgets what else there is as soon as it is to look for files itself.
    """
    found = [
        CompletionItem(path, help=name)
        for path, name in _list_contracts()
        if any(words.casefold().startswith(incomplete.casefold()) for words in (path, Path(path).name, name))
    ]
    return found or [CompletionItem(incomplete, type="file")]


def _list_contracts() -> Iterator[tuple[str, str]]:
    try:
        root = find_root(Path(), Path())
        sources = list_sources((Path(os.path.relpath(root)) if root else Path(),))
        for path in sources[:_MOST]:
            found = _ID.search(path.read_bytes())
            if found:
                yield path.as_posix(), found[1].decode()
    except (OSError, ValueError):
        return


def _propose(list_values: Callable[[click.Context, Case], Iterator[tuple[str, str]]]) -> Complete:
    """A completion of values with their meaning, of the contract that is typed already."""

    def complete(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        try:
            case = _open(ctx)
            values = list(list_values(ctx, case)) if case else []
            names = _name_steps(values, case.ladder) if case and incomplete else []
        except (RealiseraError, OSError):
            return []
        found = [pair for pair in values if pair[0].startswith(incomplete)]
        found += [pair for pair in names if pair[0].startswith(incomplete.casefold())]
        return [CompletionItem(value, help=meaning or None) for value, meaning in found]

    return complete


def _name_steps(values: Iterable[tuple[str, str]], ladder: Ladder) -> list[tuple[str, str]]:
    """The Swedish names of the steps and letters among the values, for who has begun to type one, with what they stand for.

    Between their words is `_`, as in keys, so that shells take them for one word.
    """
    parts = ((value, *value.partition("-")) for value, _meaning in values)
    return [
        (f"{ladder.steps[key].name.casefold().replace(' ', '_')}{dash}{time}", value)
        for value, key, dash, time in parts
        if key in ladder.steps
    ]


def _open(ctx: click.Context) -> Case | None:
    """The contract that is typed: the first one, where there are several."""
    typed = _read_typed(ctx, "contract") or _read_typed(ctx, "sources")
    path = Path(typed) if typed else None
    if path and path.is_dir():
        path = next(list_yaml(path), None)
    elif path and not path.exists():
        path = find_contract(typed)
    case = Cases(find_workspace(path)).open(path) if path else None
    return case if isinstance(case, Case) else None


def _read_typed(ctx: click.Context, name: str) -> str:
    """The argument of that name, or the first of them; click sorts no arguments while an option still lacks its value."""
    value = ctx.params.get(name)
    if value:
        return str(value[0] if isinstance(value, tuple) else value)
    names = [param.name for param in ctx.command.params if isinstance(param, click.Argument)]
    place = names.index(name) if name in names else len(ctx.args)
    return ctx.args[place] if place < len(ctx.args) else ""


def _say(text: Text | None) -> str:
    """The words of a text, Swedish where there are such, on one line."""
    from generator.text.language import SOURCE  # noqa: PLC0415 (this and others below: a shell alone asks, and all commands load this)

    return " ".join(text.choose(SOURCE).split()) if text else ""


def _find_deviation(ctx: click.Context, case: Case) -> Deviation | None:
    typed = ctx.params.get("deviation") or _read_typed(ctx, "deviation")
    return next((each for each in case.contract.deviations if each.id == typed), None)


def _list_deviations(_ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    for each in case.contract.deviations:
        yield each.id, _say(each.title)


def _list_activities(_ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    for each in case.contract.monitoring.activities:
        yield each.id, " ".join(str(part) for part in (each.method.value, each.planned) if part)


def _list_requests(_ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The requests that aren't answered."""
    yield from ((each.id, "") for each in case.contract.requests if not each.answered)


def _list_steps(ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The steps that aren't taken for the deviation, the one that comes next first; all of them where none is typed."""
    from generator.recording.escalate import find_standing  # noqa: PLC0415
    from generator.rules.standing.ladder import find_next, is_settled  # noqa: PLC0415

    deviation, steps = _find_deviation(ctx, case), case.ladder.steps
    if deviation is None:
        yield from ((key, step.name) for key, step in steps.items())
        return
    standing = find_standing(case, deviation.id, ctx.params.get("on") or date.today())  # noqa: DTZ011 (the officer's own day)
    following = find_next(standing)
    first = [following.key] if following else []
    for key in dict.fromkeys([*first, *(key for key in steps if not is_settled(standing, key))]):
        yield key, steps[key].name


def _list_letters(ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The letters of the deviation, the last first; those of all deviations where none is typed."""
    from generator.rules.standing.letters import list_letters  # noqa: PLC0415

    deviation = _find_deviation(ctx, case)
    known = (deviation,) if deviation else case.contract.deviations
    letters = {name: entry for each in known for name, entry in list_letters(each).items()}
    for name, entry in reversed(letters.items()):
        yield name, f"{case.ladder.steps[entry.step].name} {entry.date}"


def _list_deciders(ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The buyer's people in the contract; those alone who may decide the step, where one is typed."""
    step = case.ladder.steps.get(match_step(case.ladder, ctx.params.get("step") or ""))
    for role, person in case.contract.buyer.contacts.items():
        if step is None or f"buyer.{role}" in step.decided_by:
            yield f"buyer.{role}", person.name


def _list_words(ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The words that may come next in what has happened: names of what is there, and the events' own."""
    from generator.recording.events import EVENTS  # noqa: PLC0415

    typed = tuple(ctx.params.get("words") or ctx.args[1:])
    seen: dict[str, str] = {}
    for event in EVENTS:
        parts = event.words.split()
        if len(parts) > len(typed) and all(_fits(part, word, case) for part, word in zip(parts, typed, strict=False)):
            part, is_last = parts[len(typed)], len(parts) == len(typed) + 1
            names = _list_slot(part, typed, ctx, case) if part.startswith("<") else [(part, _(event.summary) if is_last else "")]
            for name, meaning in names:
                seen.setdefault(name, meaning)
    yield from seen.items()


def _fits(part: str, word: str, case: Case) -> bool:
    """Whether a word may stand for a part of an event: itself, or the name of what is there."""
    if part == "<deviation>":
        return word in {each.id for each in case.contract.deviations}
    if part == "<request>":
        return word in {each.id for each in case.contract.requests}
    if part == "<activity>":
        return word in {each.id for each in case.contract.monitoring.activities}
    if part == "<action>":
        return word in {name for _path, name in select(case.contract, "deviations[].action_plan.actions[].id")}
    return match_step(case.ladder, word) in case.ladder.steps if part == "<step>" else part.startswith("<") or part == word


def _list_slot(slot: str, typed: tuple[str, ...], ctx: click.Context, case: Case) -> Iterator[tuple[str, str]]:
    """The names that may stand in a place of what has happened."""
    from generator.recording.escalate import find_standing  # noqa: PLC0415

    if slot == "<deviation>":
        yield from _list_deviations(ctx, case)
    elif slot == "<activity>":
        yield from _list_activities(ctx, case)
    elif slot == "<request>":
        yield from _list_requests(ctx, case)
    elif slot == "<role>":
        yield from _list_deciders(ctx, case)
    deviation = next((each for each in case.contract.deviations if each.id in typed), None)
    if deviation is None:
        return
    standing = find_standing(case, deviation.id, date.today())  # noqa: DTZ011 (the officer's own day)
    if slot == "<action>":
        yield from ((action.id, _say(action.description)) for action in standing.plan.open_actions)
    elif slot == "<step>":
        yield from ((key, case.ladder.steps[key].name) for key in standing.taken)


complete_words = _propose(_list_words)
complete_deviations = _propose(_list_deviations)
complete_activities = _propose(_list_activities)
complete_requests = _propose(_list_requests)
complete_steps = _propose(_list_steps)
complete_letters = _propose(_list_letters)
complete_deciders = _propose(_list_deciders)
