"""The escalation ladder as stairs: where its steps stand, where one stands on it, and the days. For documents that show it.

A drawing is 640 units wide, as in `charts`. The first step is the lowest. To the left of steps that are
climbed there is room for words.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.clause import SourceText
from generator.contract.ladder import Ladder
from generator.contract.models import Contract
from generator.rules.standing.deviation import Answer, DeviationStanding
from generator.rules.standing.ladder import StepRow, StepState, bar_step, find_next, list_steps

_MARGIN = 130
"""Room for words to the left of the lowest step."""
_STEEPEST, _WIDEST = 34, 150
"""How much further to the right a step begins than the one below at most, and the highest than the lowest."""
_STEP, _GAP, _EDGE = 30, 3, 2
_MANY, _LOW = 9, 27
"""Of more steps than that, each is lower."""


class Stair(Struct, frozen=True):
    """A step of the ladder in a drawing."""

    number: int
    title: SourceText
    state: StepState
    day: date | None = None
    """The day it was decided to take it, or to pass it over."""
    answer_due: date | None = None
    answered: date | None = None
    answer: Answer = "not_asked_for"
    place: Literal["here", "next"] | None = None
    """Whether one stands there, or it comes next."""
    since: date | None = None
    """From when it may be taken, if it comes next and something calls for it."""
    x: int = 0
    """Where it begins."""
    top: int = 0


class LadderChart(Struct, frozen=True):
    """The steps from the lowest to the highest."""

    stairs: tuple[Stair, ...]
    step: int
    """The height of one."""
    height: int
    closed: date | None = None
    """When the deviation was settled, so that nothing comes next."""
    is_climbed: bool = False
    """Whether it is of a deviation, and not of the ladder as such."""


def draw_ladder(ladder: Ladder, on: date, contract: Contract) -> LadderChart:
    """The steps that a ladder has for a contract on a day, none of which anybody stands on.

    A step keeps its number of the whole ladder, so that it has the same wherever it is drawn.
    """
    steps = [(number, step) for number, step in enumerate(ladder.steps.values(), 1) if not bar_step(step, contract, on)]
    return _place((Stair(number, step.title, "ahead") for number, step in steps), _EDGE)


def draw_climb(standing: DeviationStanding) -> LadderChart:
    """All steps of the ladder, and what has become of them for a deviation."""
    stairs = (_make_stair(number, row, standing) for number, row in enumerate(list_steps(standing), 1))
    return replace(_place(stairs, _MARGIN), closed=standing.closed, is_climbed=True)


def _make_stair(number: int, row: StepRow, standing: DeviationStanding) -> Stair:
    following = find_next(standing)
    is_next = following is not None and following.key == row.key
    taken = row.entry if row.state == "taken" else None
    answered = taken.answered if taken else None
    return Stair(
        number=number,
        title=row.step.title,
        state=row.state,
        day=row.entry.date if row.entry else None,
        answer_due=row.answer_due,
        answered=answered if answered and answered <= standing.on else None,
        answer=standing.assess_answer(taken) if taken else "not_asked_for",
        place="here" if row.key == standing.reached else "next" if is_next else None,
        since=following.since if following and is_next else None,
    )


def _place(stairs: Iterable[Stair], margin: int) -> LadderChart:
    """The stairs in their places, from the foot of the drawing up."""
    steps = tuple(stairs)
    step = _STEP if len(steps) <= _MANY else _LOW
    height = 2 * _EDGE + len(steps) * (step + _GAP) - _GAP
    further = min(_STEEPEST, _WIDEST // max(len(steps) - 1, 1))
    placed = (
        replace(each, x=margin + further * number, top=height - _EDGE - step - number * (step + _GAP))
        for number, each in enumerate(steps)
    )
    return LadderChart(tuple(placed), step, height)
