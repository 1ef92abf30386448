"""How risks are put in order of priority. Pure; called by `documents` and by the choice of sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from generator.contract.models import Risk

GRADES = (1, 2, 3, 4, 5)
"""Of likelihood and of severity."""
MEDIUM_FROM, HIGH_FROM = 5, 12
"""The lowest products of these bands. They are this product's own, not official."""


class Band(StrEnum):
    """How high a risk stands."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class RankedRisk:
    """A risk that has been assessed, and its place among the others."""

    rank: int
    """From 1, the one to deal with first."""
    risk: Risk
    likelihood: int
    severity: int
    product: int
    """Likelihood × severity, 1 to 25."""
    band: Band


def find_band(likelihood: int, severity: int) -> Band:
    """How high a risk stands by the product of its grades.

    With these limits a risk of the highest severity is never low, however unlikely it is.

    Source: this product's own. That severity weighs more follows the UN Guiding Principles on Business and Human Rights, 24.
    """
    product = likelihood * severity
    return Band.HIGH if product >= HIGH_FROM else Band.MEDIUM if product >= MEDIUM_FROM else Band.LOW


def rank_risks(risks: Iterable[Risk]) -> tuple[RankedRisk, ...]:
    """The risks that have both grades, in order of priority: by product, then by severity, then as they stand in the file.

    Source: the regions' guidance on risk analysis: prioritise by likelihood and severity. Where the product ties, severity comes
    first, as in the UN Guiding Principles on Business and Human Rights, 24.
    """
    graded = [(risk, risk.likelihood, risk.severity) for risk in risks]
    complete = [(risk, likely, severe) for risk, likely, severe in graded if likely is not None and severe is not None]
    ordered = sorted(complete, key=lambda item: (-item[1] * item[2], -item[2]))
    return tuple(
        RankedRisk(rank, risk, likely, severe, likely * severe, find_band(likely, severe))
        for rank, (risk, likely, severe) in enumerate(ordered, 1)
    )
