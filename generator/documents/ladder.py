"""The escalation ladder as documents show it: which one it is, its steps, and what has become of each for a deviation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Literal, cast

from msgspec import Struct

from generator.contract.choices import GroundKind
from generator.contract.clause import SourceText
from generator.contract.ladder import Ladder
from generator.contract.models import Contract, Deviation, Person
from generator.contract.values import Text
from generator.documents.document_type import find_person
from generator.rules.actions import assess_action
from generator.rules.standing.deviation import Answer, DeviationStanding
from generator.rules.standing.grounds import Ground
from generator.rules.standing.ladder import Bar, NextStep, StepRow, bar_step, list_steps


class PlanGround(StrEnum):
    """A ground that has a name of its own, where that of its kind would say something else."""

    MISSING = "missing"
    """The action plan never came, so that there is none to follow."""


GroundName = GroundKind | PlanGround
State = Literal["taken", "passed_over", "missing", "barred"]

_NO_ANSWER = frozenset(
    {
        "inget svar",
        "svarade inte",
        "de svarade inte",
        "leverantören svarade inte",
        "svaret uteblev",
        "no answer",
        "no reply",
    }
)
"""What officers note where no answer came, and nothing else."""


class LadderNote(Struct, frozen=True):
    """What a document says of the ladder that it speaks of."""

    steps: tuple[SourceText, ...]
    is_own: bool
    """Whether it is the organisation's own, and not this product's default."""


class HistoryRow(Struct, frozen=True):
    """A step of the ladder, and what has become of it for a deviation."""

    step: SourceText
    state: State
    day: date | None
    """The day it was decided to take it, or to pass it over."""
    decided_by: Person | None
    reason: Text | None
    """Why it was taken, or passed over."""
    answer_due: date | None
    answered: date | None
    answer: Answer
    outcome: Text | None
    bar: Bar | None
    """Why there is no such step for the deviation."""
    bar_reason: Text | SourceText | None
    """What the contract file, or the ladder, says of that."""


class LateAction(Struct, frozen=True):
    """An action of the approved plan that isn't done in time."""

    id: str
    description: Text
    due: date
    days: int
    """Calendar days that it is late, since `counted_from`."""
    counted_from: date
    """The due day, or the day on which evidence was rejected that had come in time."""
    rejected: date | None
    """When its latest evidence was rejected, if it was."""


class Grounds(Struct, frozen=True):
    """What isn't as it should be, by ground."""

    actions: tuple[LateAction, ...]
    plan_due: date | None
    """When the plan was to be handed in, if it hasn't been."""
    must_report: bool
    must_take_part: bool

    @property
    def has_any(self) -> bool:
        """Whether anything is demanded for a ground."""
        return bool(self.actions or self.plan_due or self.must_report or self.must_take_part)


def describe_ladder(ladder: Ladder, on: date, contract: Contract | None = None, deviation: Deviation | None = None) -> LadderNote:
    """The steps of the ladder, those that it has on a day for a contract, or for a deviation from it; and whose it is."""
    steps = tuple(step.title for step in ladder.steps.values() if contract is None or not bar_step(step, contract, on, deviation))
    return LadderNote(steps, ladder.is_own)


def list_history(standing: DeviationStanding, besides: str = "") -> tuple[HistoryRow, ...]:
    """What has become of the steps, as far as they have been taken: those ahead are left out, and the step `besides`."""
    rows = list_steps(standing)
    reached = max((number for number, row in enumerate(rows) if row.state in {"taken", "passed_over"}), default=-1)
    return tuple(_make_row(row, standing) for row in rows[: reached + 1] if row.state != "ahead" and row.key != besides)


def list_barred(standing: DeviationStanding, following: NextStep | None) -> tuple[HistoryRow, ...]:
    """The steps before the next one that don't exist for the deviation, with why."""
    return tuple(_make_row(row, standing) for row in following.barred) if following else ()


def _make_row(row: StepRow, standing: DeviationStanding) -> HistoryRow:
    entry = row.entry
    answered = entry.answered if entry and entry.answered and entry.answered <= standing.on else None
    answer = standing.assess_answer(entry) if entry and row.state == "taken" else "not_asked_for"
    outcome = standing.find_outcome(entry) if entry else None
    return HistoryRow(
        step=row.step.title,
        state=cast("State", row.state),
        day=entry.date if entry else None,
        decided_by=find_person(standing.contract, entry.decided_by) if entry else None,
        reason=(entry.skipped.reason if entry.skipped else entry.reason) if entry else None,
        answer_due=row.answer_due,
        answered=answered,
        outcome=None if answer == "did_not_come" and _says_no_more(outcome) else outcome,
        answer=answer,
        bar=row.bar,
        bar_reason=explain_bar(row.bar, standing),
    )


def _says_no_more(outcome: Text | None) -> bool:
    """Whether what came of a step is just that no answer did, in each of its languages: that is said once, by the answer."""
    texts = [text for text in (*outcome.by_language.values(), outcome.plain) if text] if outcome else []
    return bool(texts) and all(text.strip(" .").casefold() in _NO_ANSWER for text in texts)


def explain_bar(bar: Bar | None, standing: DeviationStanding) -> Text | SourceText | None:
    """Why there is no such step for a deviation, in the words of its contract file or of the ladder, where they say it."""
    if bar is Bar.BEGINS_HIGHER and standing.beginning:
        return standing.beginning.because
    excluded = standing.deviation.ground_excluded if bar is Bar.GROUND_EXCLUDED else None
    return excluded.reason if excluded else None


def name_grounds(grounds: Iterable[Ground]) -> tuple[GroundName, ...]:
    """What each ground is called: a plan that never came isn't one that isn't followed."""
    return tuple(PlanGround.MISSING if ground.plan_due else ground.kind for ground in grounds)


def describe_grounds(grounds: Iterable[Ground], on: date) -> Grounds:
    """What isn't as it should be on a day, for a letter or a record to name."""
    known = {ground.kind: ground for ground in grounds}
    plan = known.get(GroundKind.ACTION_PLAN)
    late = [(action, assess_action(action, on)) for action in plan.actions] if plan else []
    return Grounds(
        actions=tuple(
            LateAction(action.id, action.description, action.due, status.days, status.last, status.rejected)
            for action, status in late
            if action.due and status.last
        ),
        plan_due=plan.plan_due if plan else None,
        must_report=GroundKind.REPORTING in known,
        must_take_part=GroundKind.MONITORING in known,
    )
