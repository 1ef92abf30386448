"""Where a deviation stands: its plan, its grounds, its step of the escalation ladder, and what comes next. Part of `standing`.

Source of all of it: the guidance on the regions' escalation ladder: every step is taken in turn and documented, termination is
the last resort, and a step that is passed over needs a written reason. What the steps are is data (`contract.ladder`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from typing import Literal

from msgspec import Struct

from generator.contract.choices import DeviationSeverity, GroundKind, Sanction, SevereKind
from generator.contract.ladder import Beginning, Ladder, LadderStep
from generator.contract.messages import FieldPath
from generator.contract.models import Contract, Deviation, EscalationEntry, Penalty
from generator.contract.values import Text
from generator.rules.changes import find_agreed_penalty
from generator.rules.sanctions import PenaltyRun, SuspensionRun, assess_penalty, assess_suspension, find_suspension_limit
from generator.rules.standing.agreed import Sanctions, list_sanctions
from generator.rules.standing.grounds import Ground, find_grounds, fits, is_closed
from generator.rules.standing.phases import Ending, Phase, find_ending, find_phase
from generator.rules.standing.plans import PlanStanding, Stage, assess_plan, find_answer_due, is_observation, is_suspected
from generator.rules.watched_day import watched_property

_ONE_DAY = timedelta(days=1)
Answer = Literal["not_asked_for", "awaited", "came", "not_noted", "did_not_come"]
"""What is known of the answer to a step."""


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


def find_entries(deviation: Deviation, on: date | None = None) -> Mapping[str, EscalationEntry]:
    """The entries by which steps of a deviation had been taken, by step, in order; of a step taken twice, the last one."""
    entries: dict[str, EscalationEntry] = {}
    for entry in deviation.escalation:
        if entry.skipped is None and (on is None or entry.date <= on):
            entries.pop(entry.step, None)
            entries[entry.step] = entry
    return entries


class DeviationStanding(Struct, frozen=True, dict=True):
    """A deviation and the ladder, as all of it was known at the end of the day `on`."""

    contract: Contract
    deviation: Deviation
    parts: Mapping[str, str]
    """Which section of the clause holds what."""
    ladder: Ladder
    on: date

    @watched_property
    def path(self) -> FieldPath:
        """Where the deviation stands in the contract file."""
        return ("deviations", self.contract.deviations.index(self.deviation))

    @watched_property
    def plan(self) -> PlanStanding:
        """Its action plan."""
        return self._assess_plan(self.on)

    @watched_property
    def stage(self) -> Stage:
        """How far it has come on its way from found to closed."""
        return Stage.CLOSED if self.is_closed else self.plan.stage

    @watched_property
    def sanctions(self) -> Sanctions:
        """What the contract has agreed on sanctions, and what can follow of them."""
        return list_sanctions(self.contract, self.on, self.deviation)

    @watched_property
    def ending(self) -> Ending:
        """The contract's last day."""
        return find_ending(self.contract, self.ladder, self.on)

    @watched_property
    def has_ended(self) -> bool:
        """Whether the contract has."""
        return find_phase(self.contract, self.ending, self.on) is Phase.ENDED

    @watched_property
    def log(self) -> tuple[EscalationEntry, ...]:
        """What had been logged by then."""
        return tuple(entry for entry in self.deviation.escalation if entry.date <= self.on)

    @watched_property
    def entries(self) -> Mapping[str, EscalationEntry]:
        """The steps that had been taken, by key; of one that was taken twice, the last time."""
        return find_entries(self.deviation, self.on)

    @watched_property
    def way_back(self) -> date | None:
        """The latest day on which all was as it should be again, so that a later fault starts lower on the ladder.

        A step that was answered, with no ground left for another, leads back to normal business, where the ladder has a way back.

        Source: the regions' joint escalation ladder has an explicit way back; from where a new fault starts is the ladder's data.
        """
        if self.ladder.back is None:
            return None
        log = sorted((entry for entry in self.log if not entry.skipped), key=lambda entry: entry.date)
        ends = [entry.date - _ONE_DAY for entry in log[1:]] + [self.on]
        pairs = zip(log, ends, strict=False)
        days = [day for entry, last in pairs if entry.answered and (day := self._find_remedied(entry.answered, last))]
        return max(days, default=None)

    def _find_remedied(self, first: date, last: date) -> date | None:
        """The first day from `first` to `last` on which the clause's own grounds had ceased, and no evidence was unreviewed."""
        plan = self.deviation.action_plan
        actions = plan.actions if plan else ()
        came = (day for action in actions for sent in action.submitted for day in (sent.date, sent.accepted))
        told = (plan.received, plan.approved, *(action.done for action in actions), *came) if plan else ()
        decided = self.deviation.investigation.decided if self.deviation.investigation else None
        days = sorted({first, *(day for day in (*told, decided) if day and first <= day)})
        return next((day for day in days if day <= last and self._is_remedied(day)), None)

    def _is_remedied(self, on: date) -> bool:
        return not self._find_grounds(on) and not self._assess_plan(on).unreviewed

    def _assess_plan(self, on: date) -> PlanStanding:
        """The plan at the end of a day; once the deviation is settled, as it was on the day that it was."""
        return assess_plan(self.contract, self.deviation, self.ladder, min(on, self.deviation.closed or on))

    def _find_grounds(self, on: date) -> tuple[Ground, ...]:
        return find_grounds(self.deviation, self._assess_plan(on), self.parts, on)

    @watched_property
    def taken(self) -> Mapping[str, EscalationEntry]:
        """The steps that count as taken, by key: those since the latest way back, and those before where it leads to."""
        if self.way_back is None or self.ladder.back is None:
            return self.entries
        again = self.ladder.list_from(self.ladder.back.start)
        return {key: entry for key, entry in self.entries.items() if entry.date > self.way_back or key not in again}

    @watched_property
    def passed_over(self) -> Mapping[str, EscalationEntry]:
        """The steps that had been passed over, by key."""
        again = self.ladder.list_from(self.ladder.back.start) if self.way_back and self.ladder.back else ()
        return {
            entry.step: entry
            for entry in self.log
            if entry.skipped and not (self.way_back and entry.date <= self.way_back and entry.step in again)
        }

    @watched_property
    def reached(self) -> str | None:
        """The key of the step that it stands at: of those taken, the last on the ladder. None before the first."""
        return next((key for key in reversed(tuple(self.ladder.steps)) if key in self.taken), None)

    @watched_property
    def is_closed(self) -> bool:
        """Whether the deviation had been settled."""
        return is_closed(self.deviation, self.on)

    @watched_property
    def is_suspected(self) -> bool:
        """Whether it was only suspected, so that no sanction may be taken for it, and no plan asked for."""
        return is_suspected(self.deviation, self.on)

    @property
    def is_open(self) -> bool:
        """Whether it counts as an open deviation: found and not settled, neither only suspected nor an observation."""
        is_there = self.deviation.found <= self.on and not self.is_closed
        return is_there and not self.is_suspected and not self.is_observation

    @property
    def is_under_suspicion(self) -> bool:
        """Whether it is told apart from those that are open: what is only suspected, and not settled."""
        return self.deviation.found <= self.on and not self.is_closed and self.is_suspected and not self.is_observation

    @property
    def is_observation(self) -> bool:
        """Whether it is below a deviation, so that nothing is owed for it."""
        return is_observation(self.deviation)

    @property
    def begun(self) -> date:
        """The day that it was found, or that what had been suspected was shown to be a deviation."""
        deviation = self.deviation
        return (
            deviation.established if deviation.suspected and deviation.established and not self.is_suspected else deviation.found
        )

    @watched_property
    def beginning(self) -> Beginning | None:
        """Where the ladder begins for it, if not with the first step; what is only suspected begins with that.

        Source: the regions' joint escalation ladder: what is done follows the extent of the deviation. The step is data.
        """
        return None if self.is_suspected else self.ladder.find_beginning(self.deviation.severity)

    @watched_property
    def closed(self) -> date | None:
        """When it was settled, if it had been."""
        return self.deviation.closed if self.is_closed else None

    def find_answer_due(self, key: str) -> date | None:
        """The last day to answer a step that was taken, by the log or else by the ladder's days; None if no answer is due."""
        return self.find_due(self.taken[key])

    def find_due(self, entry: EscalationEntry) -> date | None:
        """The last day to answer an entry by which a step was taken, perhaps not for the last time."""
        return find_answer_due(entry, self.contract, self.ladder, self.on)

    def find_outcome(self, entry: EscalationEntry) -> Text | None:
        """What came of a step, as far as it was known: an answer that came later, or time that still ran, shows it wasn't."""
        if entry.answered:
            return entry.outcome if entry.answered <= self.on else None
        due = self.find_due(entry)
        is_logged_later = any(later.date > self.on for later in self.deviation.escalation)
        goes_on = is_logged_later or self.deviation.closed not in {None, self.closed}
        return None if goes_on and due and self.on <= due else entry.outcome

    def assess_answer(self, entry: EscalationEntry) -> Answer:
        """What is known of the answer to an entry by which a step was taken.

        Where its time has run out, and neither an answer nor what came of the step is noted, nobody has said that none came.
        """
        if entry.answered and entry.answered <= self.on:
            return "came"
        due = self.find_due(entry)
        if due is None:
            return "not_asked_for"
        if self.on <= due and not self.is_closed:
            return "awaited"
        return "not_noted" if due < self.on and self.find_outcome(entry) is None else "did_not_come"

    @watched_property
    def answer_due(self) -> date | None:
        """The last day to answer the step that it stands at, if it asks for an answer."""
        return self.find_answer_due(self.reached) if self.reached else None

    @watched_property
    def answered(self) -> date | None:
        """The day when that step was answered, if it had been."""
        entry = self.taken[self.reached] if self.reached else None
        return entry.answered if entry and entry.answered and entry.answered <= self.on else None

    @property
    def is_waiting(self) -> bool:
        """Whether the supplier still has time to answer."""
        return bool(self.answer_due and not self.answered and self.on <= self.answer_due)

    @watched_property
    def grounds(self) -> tuple[Ground, ...]:
        """The grounds that there are, the clause's own first.

        Where all of the approved plan is done, an answer that never came calls for no further step.
        """
        own = self._find_grounds(self.on)
        due = None if self.answered or self.is_closed or self.plan.all_done else self.answer_due
        if due is None or self.on <= due:
            return own
        return (*own, Ground(GroundKind.NO_ANSWER, due + _ONE_DAY, answer_due=due))

    @watched_property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions for immediate termination that hold.

        Source: the clause: a severe deviation that whoever causes it doesn't prevent and limit at once, the maximum penalty, or a
        suspension of call-offs that has lasted its months.
        """
        return (
            ()
            if self.is_closed or self.is_suspected
            else tuple(condition for condition in self._list_conditions() if condition.since <= self.on)
        )

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

    @watched_property
    def lasting(self) -> tuple[Ground, ...]:
        """The clause's own grounds that there are, as far as the ladder has sanctions rest on them."""
        return tuple(
            ground
            for ground in self.grounds
            if ground.kind not in {GroundKind.NO_ANSWER, GroundKind.UNDER_INVESTIGATION}
            and (ground.plan_due is None or self.ladder.missing_plan_is_ground)
        )

    @watched_property
    def investigated(self) -> Ground | None:
        """The ground that is being looked into, while it isn't decided whether there is one."""
        return next((ground for ground in self.grounds if ground.kind is GroundKind.UNDER_INVESTIGATION), None)

    def list_fitting(self, step: LadderStep) -> tuple[Ground, ...]:
        """The grounds that there are and that a step may rest on."""
        return tuple(each for each in self.grounds if fits(each, step, missing_plan=self.ladder.missing_plan_is_ground))

    @watched_property
    def penalty(self) -> PenaltyRun | None:
        """The penalty that has been claimed; None too where its ground is excluded, or the contract has none."""
        entry, agreed = self.find_taken(Sanction.PENALTY), self.claimed_penalty
        if entry is None or agreed is None or self.deviation.ground_excluded:
            return None
        return assess_penalty(entry, agreed, self.closed, self.on)

    @property
    def claimed_penalty(self) -> Penalty | None:
        """The penalty as it was agreed on the day that it was claimed; None where it wasn't claimed, or none was agreed then."""
        entry = self.find_taken(Sanction.PENALTY)
        return find_agreed_penalty(self.contract, entry.date) if entry else None

    @watched_property
    def suspension(self) -> SuspensionRun | None:
        """The suspension of call-offs that has begun; that its ground would cease later wasn't known then."""
        entry = self.find_taken(Sanction.CALL_OFF_SUSPENSION)
        return (
            assess_suspension(entry, self.contract.clause.terms.call_off_suspension_months, self.closed, self.on)
            if entry
            else None
        )

    @property
    def is_penalty_open(self) -> bool:
        """Whether a penalty still counts in the file although its ground has ceased: its last day is to be filled in.

        A ground hasn't ceased as long as nobody has looked at what was handed in for it.
        """
        has_ceased = not self.lasting and not self.plan.unreviewed
        return bool(self.penalty and self.penalty.last is None and has_ceased and not self.is_closed)

    def find_taken(self, sanction: Sanction) -> EscalationEntry | None:
        """The entry of the step that is that sanction, if it has been taken."""
        return self.entries.get(self.ladder.find_sanction(sanction) or "")

    @watched_property
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
