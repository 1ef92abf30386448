"""How a contract stands on a day: all that follows from it, its clause and its ladder, worked out in one place.

`Standing` is what commands, documents, reports and batches ask; none of them works out a phase, an end, a stage, a step or a duty
of its own. All is as it was known at the end of the day `on`: what is entered with a later date had not happened then.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.ladder import Ladder
from generator.contract.models import Contract, Deviation, Extension
from generator.rules.periods import last_day
from generator.rules.standing.agreed import Sanctions, list_sanctions
from generator.rules.standing.contract_duties import (
    list_evaluation_duties,
    list_extension_duties,
    list_kickoff_duties,
    list_monitoring_duties,
    list_request_duties,
)
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.deviation_duties import list_deviation_duties
from generator.rules.standing.duty import Duty, DutyKind, VoidReason
from generator.rules.standing.phases import Ending, Phase, find_ending, find_extension, find_phase
from generator.rules.standing.progress import Progress, sum_progress
from generator.rules.watched_day import watched_property

_OUTLIVING = frozenset({DutyKind.EVALUATION_DUE, DutyKind.REQUEST_TO_ANSWER})
"""The duties of a contract that its end doesn't void: what was learnt goes into the next one, and its documents stay public."""
_FOR_SANCTIONS = frozenset({DutyKind.STEP_DUE, DutyKind.PENALTY_AT_MAXIMUM, DutyKind.SUSPENSION_LIMIT, DutyKind.END_TO_SET})
"""The duties of a deviation that its contract's end voids: no sanction can follow any more."""


class Standing(Struct, frozen=True, dict=True):
    """A contract as it stands at the end of the day `on`."""

    contract: Contract
    parts: Mapping[str, str]
    """Which section of the clause holds what."""
    ladder: Ladder
    on: date

    @watched_property
    def ending(self) -> Ending:
        """Its last day, and why."""
        return find_ending(self.contract, self.ladder, self.on)

    @watched_property
    def phase(self) -> Phase:
        """Where it is in its life."""
        return find_phase(self.contract, self.ending, self.on)

    @property
    def has_ended(self) -> bool:
        """Whether it has ended."""
        return self.phase is Phase.ENDED

    @watched_property
    def extension(self) -> Extension | None:
        """The extension that is to be decided on next; None once the contract is terminated or has ended."""
        found = None if self.has_ended else find_extension(self.contract, self.ending, self.on)
        return found[1] if found else None

    @watched_property
    def decide_by(self) -> date | None:
        """The last day to decide on extension, or on what comes after the contract; None where no day is known.

        A day that had passed when an extension was decided was that of that decision.
        """
        due, following = self.contract.evaluation.decision_due, self.extension.decide_by if self.extension else None
        has_decided = any(each.decided and each.decided <= self.on for each in self.contract.dates.extensions)
        if due and following and has_decided and due <= self.on and due < following:
            return following
        return due or following

    @watched_property
    def sanctions(self) -> Sanctions:
        """What the contract has agreed on sanctions."""
        return list_sanctions(self.contract, self.on)

    @watched_property
    def deviations(self) -> Mapping[str, DeviationStanding]:
        """How each deviation stands, by id; also of those that weren't found yet."""
        return {each.id: self.assess_deviation(each) for each in self.contract.deviations}

    def assess_deviation(self, deviation: Deviation) -> DeviationStanding:
        """How a deviation of the contract stands."""
        return DeviationStanding(self.contract, deviation, self.parts, self.ladder, self.on)

    @watched_property
    def monitored(self) -> Progress:
        """How far its monitoring has come: an activity is late once the last day that it is planned for has passed."""
        activities = self.contract.monitoring.activities
        return sum_progress([(last_day(each.planned) if each.planned else None, each.done) for each in activities], self.on)

    @watched_property
    def duties(self) -> tuple[Duty, ...]:
        """All that is to be done, soonest first, however far ahead."""
        return tuple(duty for duty in self._all_duties if duty.void is None)

    @watched_property
    def void(self) -> tuple[Duty, ...]:
        """What was to be done and needn't be any more, each with why."""
        return tuple(duty for duty in self._all_duties if duty.void is not None)

    @watched_property
    def _all_duties(self) -> tuple[Duty, ...]:
        return tuple(sorted(self._list_duties(), key=lambda duty: (duty.day, duty.kind.place, duty.item)))

    def _list_duties(self) -> Iterator[Duty]:
        for duty in self._list_contract_duties():
            if self.has_ended and duty.kind not in _OUTLIVING and duty.void is None:
                yield replace(duty, void=VoidReason.CONTRACT_ENDED, void_since=self.ending.latest)
            else:
                yield duty
        for standing in self.deviations.values():
            found = tuple(list_deviation_duties(standing))
            yield from found
            if self.has_ended and not standing.is_closed:
                yield from self._list_outlived(standing, {duty.identity for duty in found})

    def _list_outlived(self, standing: DeviationStanding, known: Container[object]) -> Iterator[Duty]:
        """What was to be done about a deviation on the contract's last day, and can't be any more."""
        for duty in list_deviation_duties(replace(standing, on=self.ending.latest)):
            if duty.kind in _FOR_SANCTIONS and duty.identity not in known:
                yield replace(duty, void=VoidReason.CONTRACT_ENDED, void_since=self.ending.latest)

    def _list_contract_duties(self) -> Iterator[Duty]:
        yield from list_kickoff_duties(self.contract, self.on)
        yield from list_monitoring_duties(self.contract, self.on)
        yield from list_extension_duties(self.contract, self.ending, self.on)
        yield from list_evaluation_duties(self.contract, self.ending, self.on)
        yield from list_request_duties(self.contract, self.on)


__all__ = ["DeviationStanding", "Duty", "DutyKind", "Ending", "Phase", "Sanctions", "Standing", "VoidReason"]
