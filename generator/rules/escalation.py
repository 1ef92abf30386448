"""The escalation ladder: where a deviation stands, and what comes next. Pure; called by `documents`, `rules` and others.

Source of all of it: the guidance on the regions' escalation ladder: every step is taken in turn and documented, termination is
the last resort, and a step that is passed over needs a written reason. What the steps are is data (`contract.ladder`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property
from typing import Literal

from generator.contract.choices import DeviationSeverity, GroundKind, Sanction, SevereKind
from generator.contract.ladder import Ladder, LadderStep
from generator.contract.messages import FieldPath
from generator.contract.models import Contract, Deviation, EscalationEntry
from generator.contract.values import Text
from generator.rules.grounds import Ground, find_grounds, fits, is_closed
from generator.rules.periods import find_end
from generator.rules.sanctions import PenaltyRun, assess_penalty, find_suspension_limit
from generator.rules.working_days import add_days

_ONE_DAY = timedelta(days=1)


class Bar(Enum):
    """Why a step of the ladder doesn't exist for a deviation, so that nobody need pass it over."""

    NOT_FRAMEWORK_AGREEMENT = "not_framework_agreement"
    NO_PENALTY_AGREED = "no_penalty_agreed"
    GROUND_EXCLUDED = "ground_excluded"


class ConditionKind(Enum):
    """A condition under which the contract may be terminated at once."""

    SEVERE_NOT_REMEDIED = "severe_not_remedied"
    MAXIMUM_PENALTY = "maximum_penalty"
    LONG_SUSPENSION = "long_suspension"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition for immediate termination that holds, and since when."""

    kind: ConditionKind
    since: date
    shown_by: FieldPath = field(default=(), compare=False)
    """The field of the deviation that shows it."""


StepState = Literal["taken", "passed_over", "missing", "barred", "ahead"]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the ladder, and what has become of it for a deviation."""

    key: str
    step: LadderStep
    state: StepState
    """`missing`: a later step has been taken, and nothing says why this one wasn't."""
    entry: EscalationEntry | None = None
    answer_due: date | None = None
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """The step that comes next."""

    key: str
    step: LadderStep
    since: date | None
    """From when it may be taken; None while nothing calls for it."""


def find_entries(deviation: Deviation, on: date | None = None) -> Mapping[str, EscalationEntry]:
    """The entries by which steps of a deviation had been taken, by step, in order; of a step taken twice, the last one."""
    entries: dict[str, EscalationEntry] = {}
    for entry in deviation.escalation:
        if entry.skipped is None and (on is None or entry.date <= on):
            entries.pop(entry.step, None)
            entries[entry.step] = entry
    return entries


@dataclass(frozen=True)
class Case:
    """A deviation and the ladder, as all of it was known at the end of the day `on`."""

    contract: Contract
    deviation: Deviation
    parts: Mapping[str, str]
    """Which section of the clause holds what."""
    ladder: Ladder
    on: date

    @cached_property
    def log(self) -> tuple[EscalationEntry, ...]:
        """What had been logged by then."""
        return tuple(entry for entry in self.deviation.escalation if entry.date <= self.on)

    @cached_property
    def taken(self) -> Mapping[str, EscalationEntry]:
        """The steps that had been taken, by key; of one that was taken twice, the last time."""
        return find_entries(self.deviation, self.on)

    @cached_property
    def passed_over(self) -> Mapping[str, EscalationEntry]:
        """The steps that had been passed over, by key."""
        return {entry.step: entry for entry in self.log if entry.skipped}

    @cached_property
    def standing(self) -> str | None:
        """The key of the step that it stands at: of those taken, the last on the ladder. None before the first."""
        return next((key for key in reversed(tuple(self.ladder.steps)) if key in self.taken), None)

    @cached_property
    def is_closed(self) -> bool:
        """Whether the deviation had been settled."""
        return is_closed(self.deviation, self.on)

    @cached_property
    def closed(self) -> date | None:
        """When it was settled, if it had been."""
        return self.deviation.closed if self.is_closed else None

    def find_answer_due(self, key: str) -> date | None:
        """The last day to answer a step that was taken, by the log or else by the ladder's days; None if no answer is due."""
        return self.find_due(self.taken[key])

    def find_due(self, entry: EscalationEntry) -> date | None:
        """The last day to answer an entry by which a step was taken, perhaps not for the last time."""
        days = self.ladder.steps[entry.step].answer_days
        return entry.answer_due or (add_days(entry.date, days) if days else None)

    def find_outcome(self, entry: EscalationEntry) -> Text | None:
        """What came of a step, as far as it was known: an answer that came later, or time that still ran, shows it wasn't."""
        if entry.answered:
            return entry.outcome if entry.answered <= self.on else None
        due = self.find_due(entry)
        is_logged_later = any(later.date > self.on for later in self.deviation.escalation)
        goes_on = is_logged_later or self.deviation.closed not in {None, self.closed}
        return None if goes_on and due and self.on <= due else entry.outcome

    @cached_property
    def answer_due(self) -> date | None:
        """The last day to answer the step that it stands at, if it asks for an answer."""
        return self.find_answer_due(self.standing) if self.standing else None

    @cached_property
    def answered(self) -> date | None:
        """The day when that step was answered, if it had been."""
        entry = self.taken[self.standing] if self.standing else None
        return entry.answered if entry and entry.answered and entry.answered <= self.on else None

    @property
    def is_waiting(self) -> bool:
        """Whether the supplier still has time to answer."""
        return bool(self.answer_due and not self.answered and self.on <= self.answer_due)

    @cached_property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds that there are, the clause's own first."""
        days = self.contract.clause.terms.action_plan_days
        own = find_grounds(self.deviation, self.parts, days, self.on)
        due = None if self.answered or self.is_closed else self.answer_due
        if due is None or self.on <= due:
            return own
        return (*own, Ground(GroundKind.NO_ANSWER, due + _ONE_DAY, answer_due=due))

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions for immediate termination that hold.

        Source: the clause: a severe deviation that whoever causes it doesn't prevent and limit at once, the maximum penalty, or a
        suspension of call-offs that has lasted its months.
        """
        return () if self.is_closed else tuple(condition for condition in self._list_conditions() if condition.since <= self.on)

    def _list_conditions(self) -> Iterator[Condition]:
        deviation, terms = self.deviation, self.contract.clause.terms
        if deviation.severity is DeviationSeverity.SEVERE and deviation.severe_remedied_at_once is False:
            yield Condition(ConditionKind.SEVERE_NOT_REMEDIED, deviation.found, ("severe_remedied_at_once",))
        if not self.lasting and not self.investigated:
            return
        penalty, suspension = self.find_taken(Sanction.PENALTY), self.find_taken(Sanction.CALL_OFF_SUSPENSION)
        if penalty and self.lasting and self.penalty and self.penalty.reaches_maximum:
            yield Condition(ConditionKind.MAXIMUM_PENALTY, self.penalty.reaches_maximum, self._find_place(penalty))
        if suspension:
            limit = find_suspension_limit(suspension, terms.call_off_suspension_months, self.closed)
            if limit:
                yield Condition(ConditionKind.LONG_SUSPENSION, limit, self._find_place(suspension))

    def _find_place(self, entry: EscalationEntry) -> FieldPath:
        return ("escalation", self.deviation.escalation.index(entry))

    @cached_property
    def lasting(self) -> tuple[Ground, ...]:
        """The clause's own grounds that there are, as far as the ladder has sanctions rest on them."""
        return tuple(
            ground
            for ground in self.grounds
            if ground.kind not in {GroundKind.NO_ANSWER, GroundKind.UNDER_INVESTIGATION}
            and (ground.plan_due is None or self.ladder.missing_plan_is_ground)
        )

    @cached_property
    def investigated(self) -> Ground | None:
        """The ground that is being looked into, while it isn't decided whether there is one."""
        return next((ground for ground in self.grounds if ground.kind is GroundKind.UNDER_INVESTIGATION), None)

    def list_fitting(self, step: LadderStep) -> tuple[Ground, ...]:
        """The grounds that there are and that a step may rest on."""
        return tuple(each for each in self.grounds if fits(each, step, missing_plan=self.ladder.missing_plan_is_ground))

    @cached_property
    def penalty(self) -> PenaltyRun | None:
        """The penalty that has been claimed; None too where its ground is excluded, or the contract has none."""
        entry, agreed = self.find_taken(Sanction.PENALTY), self.contract.clause.terms.penalty
        if entry is None or agreed is None or self.deviation.ground_excluded:
            return None
        return assess_penalty(entry, agreed, self.closed, self.on)

    @property
    def is_penalty_open(self) -> bool:
        """Whether a penalty still counts in the file although its ground has ceased: its last day is to be filled in."""
        return bool(self.penalty and self.penalty.last is None and not self.lasting and not self.is_closed)

    def find_taken(self, sanction: Sanction) -> EscalationEntry | None:
        """The entry of the step that is that sanction, if it has been taken."""
        return self.taken.get(self.ladder.find_sanction(sanction) or "")

    @cached_property
    def has_remediation(self) -> bool:
        """Whether an action of the plan is marked as one that remedies what people were exposed to.

        Source: the guidance on child labour: each child is moved into education; ending the business alone can make it worse.
        """
        actions = self.deviation.action_plan.actions if self.deviation.action_plan else ()
        return any(action.remediation for action in actions)

    @property
    def is_child_labour(self) -> bool:
        """Whether the deviation is child labour."""
        return self.deviation.severe_kind is SevereKind.CHILD_LABOUR


def find_contract_end(contract: Contract, ladder: Ladder, on: date) -> date:
    """The last day of a contract as known on a day: with the extensions that were decided, or when it was terminated before.

    Source: the contract format, `ends`; the clause, termination with notice and with immediate effect.
    """
    ends = [find_end(contract.dates, on)]
    for deviation in contract.deviations:
        for entry in deviation.escalation:
            sanction = ladder.steps[entry.step].sanction if entry.step in ladder.steps and not entry.skipped else None
            if entry.date <= on and sanction in {Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION}:
                days = contract.clause.terms.notice_days or 0 if sanction is Sanction.TERMINATION else 0
                ends.append(entry.date + timedelta(days=days))
    return min(ends)


def find_bar(case: Case, key: str) -> Bar | None:
    """Why a step doesn't exist for the deviation of a case, or None."""
    return bar_step(case.ladder.steps[key], case.contract, case.deviation)


def bar_step(step: LadderStep, contract: Contract, deviation: Deviation | None = None) -> Bar | None:
    """Why a step doesn't exist for a contract, or for a deviation from it; None if it does.

    Source: the clause: call-offs are suspended in framework agreements only; a penalty is what was agreed; and there is no ground
    for either where a supplier further down refuses traceability or audit.
    """
    if step.sanction is Sanction.CALL_OFF_SUSPENSION and not contract.framework_agreement:
        return Bar.NOT_FRAMEWORK_AGREEMENT
    if step.sanction is Sanction.PENALTY and contract.clause.terms.penalty is None:
        return Bar.NO_PENALTY_AGREED
    if step.sanction in {Sanction.PENALTY, Sanction.CALL_OFF_SUSPENSION} and deviation and deviation.ground_excluded:
        return Bar.GROUND_EXCLUDED
    return None


def is_settled(case: Case, key: str) -> bool:
    """Whether a step needn't be taken any more: it was taken, passed over, or doesn't exist for the deviation."""
    return key in case.taken or key in case.passed_over or find_bar(case, key) is not None


def list_missing(case: Case, key: str) -> tuple[str, ...]:
    """The steps that must have happened before a step, and haven't."""
    return tuple(earlier for earlier in case.ladder.list_before(key) if not is_settled(case, earlier))


def list_steps(case: Case) -> tuple[StepRow, ...]:
    """Every step of the ladder, and what has become of it."""
    keys = tuple(case.ladder.steps)
    past = {earlier for key in case.taken for earlier in case.ladder.list_before(key)}
    return tuple(_make_row(case, key, is_past=key in past) for key in keys)


def _make_row(case: Case, key: str, *, is_past: bool) -> StepRow:
    step, bar = case.ladder.steps[key], find_bar(case, key)
    if key in case.taken:
        return StepRow(key, step, "taken", case.taken[key], case.find_answer_due(key))
    if key in case.passed_over:
        return StepRow(key, step, "passed_over", case.passed_over[key])
    if bar:
        return StepRow(key, step, "barred", bar=bar)
    return StepRow(key, step, "missing" if is_past else "ahead")


def find_next(case: Case) -> NextStep | None:
    """The step that comes next, and since when it may be taken; None where the deviation is settled or the ladder at its end.

    It may be taken from the day that the one before was answered, or from the day after its answer was due, but not before there
    is a ground for it. While the answer's time runs, `since` is the day after it, if the ground that there is lasts.
    """
    if case.is_closed:
        return None
    for key in _walk_next(case):
        step = case.ladder.steps[key]
        if step.sanction is not Sanction.IMMEDIATE_TERMINATION or case.conditions:
            return NextStep(key, step, _find_since(case, step))
    return None


def _walk_next(case: Case) -> Iterator[str]:
    """The steps that may come next, the usual one first, past those that were passed over or don't exist."""
    ahead = list(case.ladder.steps[case.standing].next) if case.standing else [case.ladder.first]
    seen: set[str] = set()
    while ahead:
        key = ahead.pop(0)
        if key in seen:
            continue
        seen.add(key)
        if is_settled(case, key):
            ahead = [*case.ladder.steps[key].next, *ahead]
        else:
            yield key


def _find_since(case: Case, step: LadderStep) -> date | None:
    free = _find_free(case)
    if step.sanction is Sanction.IMMEDIATE_TERMINATION:
        free = max(free, min(condition.since for condition in case.conditions))
    if not step.grounds:
        return free
    fitting = [ground.since for ground in case.list_fitting(step)]
    if case.is_waiting and not fitting and GroundKind.NO_ANSWER in step.grounds:
        return free
    return max(free, min(fitting)) if fitting else None


def _find_free(case: Case) -> date:
    """From when the step that it stands at lets another follow; before the first, the day that it was found."""
    if case.standing is None:
        return case.deviation.found
    return case.answered or (case.answer_due + _ONE_DAY if case.answer_due else case.taken[case.standing].date)
