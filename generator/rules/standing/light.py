"""How a contract's deviations stand, as a traffic light: green, yellow or red. Part of `standing`; for overviews of contracts."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from generator.contract.choices import GroundKind
from generator.rules.standing.deviation import DeviationStanding


class Light(Enum):
    """A traffic light, the worst last."""

    GREEN = "green"
    """No deviation."""
    YELLOW = "yellow"
    """A deviation that is being handled."""
    RED = "red"
    """A deviation that wasn't remedied in time."""

    @property
    def place(self) -> int:
        """How bad it is, from 0."""
        return list(Light).index(self)


def assess_light(deviations: Iterable[DeviationStanding]) -> Light:
    """The light of a contract on the day of its standing: that of the worst of its deviations, green where none is open.

    Observations don't count.

    Source: joint monitoring of the regions and Adda Inköpscentral, whose results are shown so: green no deviation, yellow being
    handled, red not remedied in time. What is in time, see `assess_deviation_light`.
    """
    return max((assess_deviation_light(each) for each in deviations), key=lambda light: light.place, default=Light.GREEN)


def assess_deviation_light(standing: DeviationStanding) -> Light:
    """The light of a deviation: red where its plan or an action of its approved plan is late, or its contract has ended.

    The day by which something is due is in time. What was done late and is done now is being handled. A deviation that hasn't
    been found yet, or has been closed, is none; one that is only suspected is being handled, and nothing of it can be late.

    Source: as for `assess_light`. That in time means by the days of the action plan, and that an ended contract leaves no time,
    is this product's own reading of it.
    """
    if standing.deviation.found > standing.on or standing.is_closed or standing.is_observation:
        return Light.GREEN
    if standing.is_suspected:
        return Light.YELLOW
    is_late = any(ground.kind is GroundKind.ACTION_PLAN for ground in standing.grounds)
    return Light.RED if is_late or standing.has_ended else Light.YELLOW
