"""How risks are put in order of priority. Pure; called by `documents` and by the choice of sample: there is no other order."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from generator.contract.models import ChainLink, Risk
from generator.contract.values import Impact

GRADES = (1, 2, 3, 4, 5)
"""Of likelihood and of severity."""


class RiskOrder(StrEnum):
    """What decides which risk comes first. The workspace chooses, as `risk_order` in its settings."""

    SEVERITY = "severity"
    """Severity, and where it ties, likelihood."""
    PRODUCT = "product"
    """Likelihood times severity, and where that ties, severity."""

    @property
    def high_from(self) -> int:
        """The lowest number that is high; by severity, the number of a severity of 4."""
        return 16 if self is RiskOrder.SEVERITY else 12

    @property
    def medium_from(self) -> int:
        """The lowest number that is medium; by severity, the number of a severity of 3."""
        return 11 if self is RiskOrder.SEVERITY else 5


class Band(StrEnum):
    """How high a risk stands."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class RankedRisk(Struct, frozen=True):
    """A risk that has been assessed, and its place among the others."""

    rank: int
    """From 1, the one to deal with first."""
    risk: Risk
    likelihood: int
    severity: int
    """From 1 to 5; of an impact with several characteristics, that of the gravest."""
    number: int
    """From 1 to 25: the higher, the sooner it is dealt with."""
    band: Band

    @property
    def impact(self) -> Impact | None:
        """Its severity by characteristic, where it is given so."""
        return self.risk.severity if isinstance(self.risk.severity, Impact) else None


def find_severity(risk: Risk) -> int | None:
    """How severe a risk is, from 1 to 5: of scale, scope and irremediability the highest, where they are given; None if unknown.

    Source: UN Guiding Principles on Business and Human Rights, 14 with commentary: severity is judged by scale, scope and
    irremediable character; the interpretive guide of the UN human rights office (2012): one of the three is enough. Statements
    from memory.
    """
    return max(risk.severity.grades) if isinstance(risk.severity, Impact) else risk.severity


def number_risk(likelihood: int, severity: int, order: RiskOrder) -> int:
    """The number that a risk is ranked by, from 1 to 25.

    By severity it is (severity - 1) × 5 + likelihood, so that likelihood only decides among risks of the same severity.

    Source: UN Guiding Principles on Business and Human Rights, 24: the most severe first where not all can be met at once.
    By product: the regions' guidance on risk analysis, prioritise by likelihood and severity. The numbers are this product's own.
    """
    return (severity - 1) * len(GRADES) + likelihood if order is RiskOrder.SEVERITY else likelihood * severity


def find_band(likelihood: int, severity: int, order: RiskOrder) -> Band:
    """How high a risk stands by its number. A risk of the highest severity is never low, however unlikely it is.

    Source: this product's own.
    """
    number = number_risk(likelihood, severity, order)
    return Band.HIGH if number >= order.high_from else Band.MEDIUM if number >= order.medium_from else Band.LOW


def concerns(risk: Risk, link: ChainLink) -> bool:
    """Whether a risk is known to be where an actor is: of its part of the chain and its countries, those that the risk has.

    A risk that has neither is nowhere in particular.

    Source: this product's own.
    """
    if not (risk.stage or risk.countries):
        return False
    return risk.stage in {None, link.stage} and (not risk.countries or link.country in risk.countries)


def rank_risks(risks: Iterable[Risk], order: RiskOrder) -> tuple[RankedRisk, ...]:
    """The risks that have both grades, in order of priority: by their number, then by severity, then as they stand in the file.

    Source: as for `number_risk`.
    """
    graded = [(risk, risk.likelihood, find_severity(risk)) for risk in risks]
    complete = [(risk, likely, severe) for risk, likely, severe in graded if likely is not None and severe is not None]
    ordered = sorted(complete, key=lambda item: (-number_risk(item[1], item[2], order), -item[2]))
    return tuple(
        RankedRisk(rank, risk, likely, severe, number_risk(likely, severe, order), find_band(likely, severe, order))
        for rank, (risk, likely, severe) in enumerate(ordered, 1)
    )
