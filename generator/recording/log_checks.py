"""Whether the steps in a contract's logs could be taken when they were. Called by `realisera check`.

What has happened can't be undone, and the file must be able to tell it: so these are warnings.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from generator.contract.case import Case
from generator.contract.models import Contract, Deviation
from generator.errors import Finding
from generator.recording.obstacles import describe_obstacle
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.steps import Obstacle, ObstacleKind, list_obstacles, list_obstacles_to_passing_over

_BY_ORDER = frozenset({ObstacleKind.CLOSED, ObstacleKind.NOT_FOUND_YET, ObstacleKind.BEFORE_LAST_ENTRY})
"""Told already by the order of dates."""


def check_logs(case: Case) -> tuple[Finding, ...]:
    """A warning of each rule that a step was taken, or passed over, against."""
    found = [finding for place in range(len(case.contract.deviations)) for finding in _check_log(case, place)]
    return case.locate(found)


def _check_log(case: Case, place: int) -> Iterator[Finding]:
    deviation = case.contract.deviations[place]
    for number, entry in enumerate(deviation.escalation):
        standing = _stand_before(case, place, number)
        list_all = list_obstacles_to_passing_over if entry.skipped else list_obstacles
        for obstacle in list_all(standing, entry.step, entry.decided_by):
            if obstacle.kind in _BY_ORDER or _is_mended(obstacle, deviation):
                continue
            key = "decided_by" if obstacle.kind is ObstacleKind.NOT_THEIRS_TO_DECIDE else "step"
            path = ("deviations", place, "escalation", number, key)
            told = describe_obstacle(obstacle, standing, entry.step, entry.decided_by, path, is_logged=True)
            yield replace(told, severity="warning")


def _stand_before(case: Case, place: int, number: int) -> DeviationStanding:
    """Where a deviation stood when an entry of its log was written."""
    whole = case.contract.deviations[place]
    before = whole.model_copy(update={"escalation": whole.escalation[:number], "closed": None})
    contract = case.contract.model_copy(update={"deviations": _put(case.contract, place, before)})
    return DeviationStanding(contract, before, case.clause.parts, case.ladder, whole.escalation[number].date)


def _put(contract: Contract, place: int, deviation: Deviation) -> tuple[Deviation, ...]:
    return (*contract.deviations[:place], deviation, *contract.deviations[place + 1 :])


def _is_mended(obstacle: Obstacle, deviation: Deviation) -> bool:
    """Whether a step that is missing was passed over afterwards, with a reason."""
    passed_over = {entry.step for entry in deviation.escalation if entry.skipped}
    return obstacle.kind is ObstacleKind.EARLIER_STEP_MISSING and obstacle.step in passed_over
