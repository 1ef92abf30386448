"""Reading the escalation ladder, and whether a contract's log names only steps that it has. Called by `contract.case`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from msgspec.structs import replace

from generator.contract import messages
from generator.contract.choices import DeviationSeverity, GroundKind, Sanction
from generator.contract.ladder import Ladder, LadderFile, LadderStep
from generator.contract.loading import parse_part
from generator.contract.messages import FieldPath, Problem
from generator.contract.models import Contract
from generator.contract.reading import ROLE, find_nearest, list_words
from generator.errors import Finding, InputError
from generator.workspace import PACKAGE, Files

FOLDER = "content/ladder"


def read_ladder(files: Files, name: str) -> Ladder:
    """The ladder of that name, the workspace's own before the product's.

    Raises:
        InputError: there is none, or there are mistakes in it.
    """
    path = files.find(f"{FOLDER}/{name}.yaml")
    if path is None:
        known = {PurePath(each).stem for each in files.list_names(f"{FOLDER}/*.yaml")}
        values = {"name": name, "known": ", ".join(sorted(known)), "folder": FOLDER}
        hint = "known ladders: {known}; a workspace adds one as {folder}/{name}.yaml"
        if files.find(f"{FOLDER}/{name}.yml"):
            hint = "rename {folder}/{name}.yml to {name}.yaml: by its name it is passed over"
        raise InputError(Finding("there is no escalation ladder '{name}'", subject="ladder", hint=hint, values=values))
    is_own = path != PACKAGE / FOLDER / f"{name}.yaml"
    shown = files.show(path) if is_own else f"{FOLDER}/{name}.yaml"
    file = parse_part(LadderFile, path.read_bytes(), shown, check_ladder)
    return Ladder(file.steps, is_own, file.back, file.missing_plan_is_ground, file.begin)


def check_steps(contract: Contract, ladder: Ladder) -> Iterator[Finding]:
    """A finding for each step in the contract's logs that the ladder doesn't have."""
    keys = list(ladder.steps)
    for number, deviation in enumerate(contract.deviations):
        for index, entry in enumerate(deviation.escalation):
            if entry.step and entry.step not in ladder.steps:
                mistake, values = _miss(entry.step, keys)
                subject = f"deviations[{number}].escalation[{index}].step"
                yield Finding(mistake.message, subject=subject, hint=mistake.hint, values=values)


def find_step(ladder: Ladder, key: str) -> LadderStep:
    """The step of the ladder with that key.

    Raises:
        InputError: it has none, with the nearest as a hint.
    """
    if key not in ladder.steps:
        mistake, values = _miss(key, list(ladder.steps))
        raise InputError(Finding(mistake.message, hint=mistake.hint, values=values))
    return ladder.steps[key]


def match_step(ladder: Ladder, words: str) -> str:
    """The key of the step that is meant by its key, its Swedish name or how that begins; the words if it isn't just one.

    Between the words of a name there are spaces or, as in keys, `_`.
    """
    wanted = " ".join(words.split()).casefold()
    names = {key: step.name.casefold() for key, step in ladder.steps.items()}
    if not wanted:
        return ""
    if (key := wanted.replace(" ", "_")) in names:
        return key
    wanted = wanted.replace("_", " ")
    found = [key for key, name in names.items() if name == wanted] or [key for key in names if names[key].startswith(wanted)]
    return found[0] if len(found) == 1 else words


def match_letter(ladder: Ladder, words: str) -> str:
    """The name of the letter that is meant: `match_step`'s key, and `-2` or so behind it where the step was taken anew."""
    step, dash, time = words.rpartition("-")
    return f"{match_step(ladder, step)}-{time}" if dash and time.isdecimal() else match_step(ladder, words)


def check_ladder(file: LadderFile) -> Iterator[Problem]:
    """Everything that doesn't hold together in a ladder: that it can be climbed from the first step to every other, in turn."""
    keys = list(file.steps)
    if not keys:
        yield Problem(("steps",), messages.NO_STEPS)
        return
    sanctions: dict[str, str] = {}
    for key, step in file.steps.items():
        here: FieldPath = ("steps", key)
        if not re.fullmatch(ROLE, key):
            yield Problem(here, replace(messages.NOT_A_STEP, at_key=True), {"value": messages.shorten(key)})
        yield from _check_order(here, step, keys)
        yield from _check_roles(here, step)
        yield from _check_grounds(here, step)
        yield from _check_meeting(here, step)
        if not step.letter:
            yield Problem((*here, "letter"), messages.NO_LETTER)
        if step.sanction and sanctions.setdefault(step.sanction, key) != key:
            values = {"value": step.sanction.value, "step": sanctions[step.sanction]}
            yield Problem((*here, "sanction"), messages.SECOND_SANCTION, values)
        if key != keys[0] and not any(key in other.next for other in file.steps.values()):
            yield Problem(here, messages.UNREACHABLE, {"value": key})
    if file.back and file.back.start not in keys:
        yield Problem(("back", "start"), *_miss(file.back.start, keys))
    yield from _check_beginnings(file, keys)
    if all(
        keys.index(earlier) < keys.index(key) for key, step in file.steps.items() for earlier in step.after if earlier in keys
    ):
        yield from _check_gaps(Ladder(file.steps, is_own=False))


def _check_order(here: FieldPath, step: LadderStep, keys: list[str]) -> Iterator[Problem]:
    key = str(here[-1])
    place = keys.index(key)
    if place and not step.after:
        yield Problem((*here, "after"), messages.NOTHING_BEFORE)
    if not place and step.after:
        yield Problem((*here, "after"), messages.NOT_THE_FIRST)
    for name, named in (("after", step.after if place else ()), ("next", step.next)):
        for index, other in enumerate(named):
            path = (*here, name, index)
            if other not in keys:
                yield Problem(path, *_miss(other, keys))
            elif name == "after" and keys.index(other) >= place:
                yield Problem(path, messages.NOT_BEFORE, {"value": other, "step": key})
            elif name == "next" and keys.index(other) <= place:
                yield Problem(path, messages.NOT_NEXT, {"value": other, "step": key})


def _check_gaps(ladder: Ladder) -> Iterator[Problem]:
    """A step may lead to another only if all that the other needs has happened by then."""
    known = set(ladder.steps)
    if any(not {*step.after, *step.next} <= known for step in ladder.steps.values()):
        return
    for key, step in ladder.steps.items():
        happened = {*ladder.list_before(key), key}
        for index, other in enumerate(step.next):
            missing = [earlier for earlier in ladder.list_before(other) if earlier not in happened]
            if missing:
                values = {"step": key, "value": other, "missing": list_words(missing)}
                yield Problem(("steps", key, "next", index), messages.GAP, values)


def _check_roles(here: FieldPath, step: LadderStep) -> Iterator[Problem]:
    if not step.decided_by:
        yield Problem((*here, "decided_by"), messages.NOBODY_DECIDES)
    for index, role in enumerate(step.decided_by):
        if role.side != "buyer":
            yield Problem((*here, "decided_by", index), messages.NOT_OUR_ROLE, {"value": role})
    for index, role in enumerate(step.to):
        if role.side != "supplier":
            yield Problem((*here, "to", index), messages.NOT_THEIR_ROLE, {"value": role})


def _check_beginnings(file: LadderFile, keys: list[str]) -> Iterator[Problem]:
    """Where it begins higher: at a step that there is and that isn't a sanction, for the severity of a deviation."""
    severities = [each for each in DeviationSeverity if each is not DeviationSeverity.OBSERVATION]
    for severity, beginning in file.begin.items():
        here: FieldPath = ("begin", severity)
        if severity not in severities:
            values = {"value": messages.shorten(severity), "allowed": list_words(severities)}
            yield Problem(here, messages.NO_SUCH_SEVERITY, values)
        if beginning.step not in keys:
            yield Problem((*here, "step"), *_miss(beginning.step, keys))
        elif file.steps[beginning.step].sanction:
            yield Problem((*here, "step"), messages.BEGINS_WITH_SANCTION, {"value": beginning.step})


def _check_meeting(here: FieldPath, step: LadderStep) -> Iterator[Problem]:
    if step.meeting and {role.side for role in step.meeting.participants} != {"buyer", "supplier"}:
        yield Problem((*here, "meeting", "participants"), messages.ONE_SIDED_MEETING)
    if step.meeting and not step.meeting.agenda:
        yield Problem((*here, "meeting", "agenda"), messages.NO_AGENDA)


def _check_grounds(here: FieldPath, step: LadderStep) -> Iterator[Problem]:
    if step.sanction and not step.grounds:
        yield Problem((*here, "grounds"), messages.SANCTION_WITHOUT_GROUND)
    for index, ground in enumerate(step.grounds):
        if step.sanction and ground is GroundKind.NO_ANSWER:
            yield Problem((*here, "grounds", index), messages.NOT_A_CLAUSE_GROUND, {"value": ground.value})
        if ground is GroundKind.UNDER_INVESTIGATION and step.sanction is not Sanction.CALL_OFF_SUSPENSION:
            yield Problem((*here, "grounds", index), messages.ONLY_FOR_SUSPENSION, {"value": ground.value})
    if step.sanction and step.while_suspected:
        yield Problem((*here, "while_suspected"), messages.SANCTION_WHILE_SUSPECTED)
    if GroundKind.UNDER_INVESTIGATION in step.grounds and not step.while_investigated:
        yield Problem((*here, "while_investigated"), messages.NO_LETTER)


def _miss(key: str, known: list[str]) -> tuple[messages.Mistake, dict[str, str]]:
    nearest = find_nearest(key, known)
    mistake = messages.NO_SUCH_STEP_NEAR if nearest else messages.NO_SUCH_STEP
    return mistake, {"value": messages.shorten(key), "allowed": list_words(known, 40), "nearest": nearest or ""}
