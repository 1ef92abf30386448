"""Whether an earlier result of monitoring can be used instead of monitoring again. Pure; called by `documents`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import Enum

from msgspec import Struct

from generator.contract.choices import Level, Method
from generator.contract.models import EarlierResult
from generator.rules.periods import add_years

YEARS = 3
"""How old a result may be, at most."""
_LEVELS = (Level.BASIC, Level.ADVANCED)
"""From the lower to the higher."""


class ReuseFailure(Enum):
    """A condition that a result doesn't fulfil."""

    LEVEL = "level"
    LEVEL_UNKNOWN = "level_unknown"
    METHODS = "methods"
    METHODS_UNKNOWN = "methods_unknown"
    AGE = "age"


class ReuseVerdict(Struct, frozen=True):
    """Whether a result can be reused, and which conditions fail if not."""

    failures: tuple[ReuseFailure, ...]
    shared_methods: tuple[Method, ...]
    """The methods of the result that are planned too."""
    usable_until: date
    """The last day on which the result isn't too old."""

    @property
    def is_usable(self) -> bool:
        """Whether all conditions hold."""
        return not self.failures


def judge_reuse(result: EarlierResult, level: Level, planned: Collection[Method], on: date) -> ReuseVerdict:
    """Whether another buyer's result can be reused on the day `on` for a contract with the clause at `level`.

    Its clause is at least at the same level, at least one of its methods is among those `planned`, and it is at most three years
    old; on the third anniversary it still is. What isn't known fails.

    Source: the regions' guidance on reusing other buyers' results, three conditions. That one method in common makes methods
    similar is this product's own reading.
    """
    shared = tuple(method for method in result.methods if method in planned)
    usable_until = add_years(result.date, YEARS)
    failures: list[ReuseFailure] = []
    if result.level is None:
        failures.append(ReuseFailure.LEVEL_UNKNOWN)
    elif _LEVELS.index(result.level) < _LEVELS.index(level):
        failures.append(ReuseFailure.LEVEL)
    if not result.methods:
        failures.append(ReuseFailure.METHODS_UNKNOWN)
    elif not shared:
        failures.append(ReuseFailure.METHODS)
    if on > usable_until:
        failures.append(ReuseFailure.AGE)
    return ReuseVerdict(tuple(failures), shared, usable_until)
