"""The letters of a deviation: one for each time that a step was taken, and their names. Called by `documents` and `build`."""

from __future__ import annotations

from collections import Counter
from datetime import date

from generator.contract.models import Contract, Deviation, EscalationEntry


def list_letters(deviation: Deviation, on: date | None = None) -> dict[str, EscalationEntry]:
    """The entries by which steps had been taken, in order, by the names of their letters.

    That is the step's key, `reminder`, and `reminder-2` where it is taken anew: so the file of the first is not in the way.
    """
    times: Counter[str] = Counter()
    letters: dict[str, EscalationEntry] = {}
    for entry in deviation.escalation:
        if entry.skipped is None and (on is None or entry.date <= on):
            times[entry.step] += 1
            letters[_name_letter(entry.step, times[entry.step])] = entry
    return letters


def name_next_letter(deviation: Deviation, step: str) -> str:
    """The name of the letter by which a step is taken next."""
    taken = sum(entry.step == step for entry in list_letters(deviation).values())
    return _name_letter(step, taken + 1)


def _name_letter(step: str, time: int) -> str:
    return step if time == 1 else f"{step}-{time}"


def split_item(item: str) -> tuple[str, str]:
    """The id of the deviation and the name of the letter that an item such as `D2.reminder-2` is about."""
    deviation, _, letter = item.rpartition(".")
    return deviation, letter


def find_letter(contract: Contract, item: str) -> EscalationEntry:
    """The entry whose letter an item such as `D2.reminder-2` is about."""
    deviation, letter = split_item(item)
    return next(list_letters(each)[letter] for each in contract.deviations if each.id == deviation)
