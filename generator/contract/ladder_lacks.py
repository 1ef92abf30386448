"""What a region's own ladder doesn't say although it may: a warning each, by `realisera check`, so that it is easy to fill in.

A ladder that doesn't say it can be climbed all the same: what it then means stands in `contract.ladder`, field by field.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.contract.choices import Sanction
from generator.contract.ladder import LadderFile, LadderStep
from generator.contract.ladder_file import FOLDER, check_ladder
from generator.contract.loading import find_doubts
from generator.contract.messages import FieldPath, Mistake, Problem
from generator.errors import N_, Finding
from generator.workspace import PACKAGE, Files

_TAKES_WORK_AWAY = (Sanction.CALL_OFF_SUSPENSION, Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION)
_ENDS_CONTRACT = (Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION)


def _lack(message: str, hint: str) -> Mistake:
    return Mistake(message, hint, severity="warning")


_BY_FILE = {
    "back": _lack(
        N_("the ladder doesn't say how a supplier comes back to normal business"),
        N_("add back: with start: and the step that a later fault starts at"),
    ),
    "begin": _lack(
        N_("the ladder doesn't say whether it begins higher for a severe deviation"),
        N_("add begin: with severe:, and under it step: and reason:; or write begin: {} if it doesn't"),
    ),
    "missing_plan_is_ground": _lack(
        N_("the ladder doesn't say whether a plan that never came is a ground for sanctions"),
        N_("add missing_plan_is_ground: with true or false"),
    ),
}
"""What is lacking above the steps, by key."""
_BY_STEP = {
    "to": _lack(N_("doesn't say whom the letter is addressed to"), N_("add to: with roles, such as [supplier.management]")),
    "answer_days": _lack(N_("doesn't say how many days there are to answer"), N_("add answer_days: with a number")),
    "next": _lack(N_("doesn't say what comes next"), N_("add next: with a step, such as [{nearest}]")),
    "needs_remediation": _lack(
        N_("doesn't say whether a plan about child labour must remedy first"), N_("add needs_remediation: with true or false")
    ),
    "asks_supply": _lack(
        N_("doesn't say whether it must be known who supplies care meanwhile"), N_("add asks_supply: with true or false")
    ),
    "tells_of_exclusion": _lack(
        N_("doesn't say whether the letter tells of exclusion from later procurements"),
        N_("add tells_of_exclusion: with true or false"),
    ),
}
"""What a step lacks, by key."""
_NO_SANCTION = _lack(N_("no step is the sanction '{value}'"), N_("add sanction: {value} to the step that is, if there is one"))
_NO_SUSPICION = _lack(
    N_("no step is for what is only suspected"), N_("add while_suspected: with the letter's paragraphs to the first step")
)
_NO_MEETING = _lack(
    N_("no step calls to a meeting"), N_("add meeting: with participants:, agenda: and minutes: to the step that does")
)


def list_lacks(files: Files, name: str) -> tuple[Finding, ...]:
    """A warning for each thing that the workspace's own ladder of that name doesn't say; none of the product's.

    Raises:
        InputError: there are mistakes in it.
    """
    path = files.find(f"{FOLDER}/{name}.yaml")
    if path is None or path == PACKAGE / FOLDER / f"{name}.yaml":
        return ()
    return find_doubts(LadderFile, path.read_bytes(), files.show(path), check_ladder, _find_lacks)


def _find_lacks(file: LadderFile) -> Iterator[Problem]:
    for key, mistake in _BY_FILE.items():
        if key not in file.model_fields_set:
            yield Problem((), mistake)
    steps = file.steps.values()
    for sanction in Sanction:
        if not any(step.sanction is sanction for step in steps):
            yield Problem(("steps",), _NO_SANCTION, {"value": sanction.value})
    if not any(step.while_suspected for step in steps):
        yield Problem(("steps",), _NO_SUSPICION)
    if not any(step.meeting for step in steps):
        yield Problem(("steps",), _NO_MEETING)
    keys = list(file.steps)
    for number, (name, step) in enumerate(file.steps.items()):
        here: FieldPath = ("steps", name)
        following = {"nearest": keys[number + 1] if number + 1 < len(keys) else ""}
        for key in _list_wanted(step, is_last=number + 1 == len(keys)):
            if key not in step.model_fields_set:
                yield Problem((*here, key), _BY_STEP[key], following if key == "next" else {})


def _list_wanted(step: LadderStep, *, is_last: bool) -> Iterator[str]:
    """The keys that a step should have, as far as what it is asks for them."""
    yield "to"
    if step.sanction not in _ENDS_CONTRACT:
        yield "answer_days"
        if not is_last:
            yield "next"
    if step.sanction in _TAKES_WORK_AWAY:
        yield "needs_remediation"
    if step.sanction is Sanction.CALL_OFF_SUSPENSION:
        yield "asks_supply"
    if step.sanction:
        yield "tells_of_exclusion"
