"""Which products to look at when not all can be. Pure; called by `documents`, which show the whole reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.models import Product, Risk
from generator.rules.risks import RiskOrder, rank_risks

COVERAGE = (2, 3)
"""The sample makes up at least this share of all points, as numerator and denominator …"""
MOST = 5
"""… but is never of more products than this. Both are this product's own."""

_WHOLE = Decimal("100.0")
_NONE = Decimal("0.0")
_TENTH = Decimal("0.1")
Omission = Literal["no_risks", "not_assessed"]


class Candidate(Struct, frozen=True):
    """A product with its points. Shares are per cent of the contract's whole, to one decimal."""

    product: Product
    risk: int
    """The highest number among its risks, from 1 to 25."""
    risk_sum: int
    """The sum of those of all its risks, which settles ties."""
    volume_share: Decimal | None
    turnover_share: Decimal | None
    share: Decimal
    """The greater of the two; nothing where neither is known, or 100 if that is so for every candidate, so that risk decides."""
    chosen: bool = False

    @property
    def points(self) -> Decimal:
        """What it weighs in the choice."""
        return self.risk * self.share

    @property
    def has_figures(self) -> bool:
        """Whether it has a share of the volume or turnover that is known."""
        return self.volume_share is not None or self.turnover_share is not None


class Omitted(Struct, frozen=True):
    """A product that isn't sampled, and why."""

    product: Product
    reason: Omission


class Sample(Struct, frozen=True):
    """The choice, with all that it takes to make it again with a pencil."""

    candidates: tuple[Candidate, ...]
    """The products that have an assessed risk, most points first."""
    omitted: tuple[Omitted, ...]
    all_points: Decimal
    has_currencies: bool
    """Whether turnover is given in more than one currency, so that it can't be compared and isn't used."""

    @property
    def most(self) -> int:
        """The most products that a sample has."""
        return MOST

    @property
    def coverage(self) -> str:
        """The share of all points that it makes up, as a fraction."""
        return f"{COVERAGE[0]}/{COVERAGE[1]}"

    @property
    def chosen(self) -> tuple[Product, ...]:
        """The products of the sample."""
        return tuple(candidate.product for candidate in self.candidates if candidate.chosen)

    @property
    def without_figures(self) -> tuple[Product, ...]:
        """The candidates that weigh nothing, since they have neither volume nor turnover while others have."""
        lacking = tuple(candidate.product for candidate in self.candidates if not candidate.has_figures)
        return lacking if len(lacking) < len(self.candidates) else ()

    @property
    def chosen_points(self) -> Decimal:
        """What they make up of all points."""
        return sum((candidate.points for candidate in self.candidates if candidate.chosen), Decimal(0))


def choose_sample(products: Sequence[Product], risks: Iterable[Risk], order: RiskOrder) -> Sample:
    """The products to sample: those with the most points until they make up two thirds of all points, at most five products.

    Points are the number of a product's highest risk (`risks.number_risk`) times its share of the contract's volume or turnover,
    whichever is greater, in per cent to one decimal. A product without an assessed risk has no points and isn't chosen. One with
    neither volume nor turnover has the share 0; if that goes for all that have an assessed risk, they have the share 100.
    Ties are settled by the higher risk, then by the sum over all risks, then by the order of the file.

    Source: the guidance on sampling: the highest risk to people and environment combined with high volume or turnover. How the
    two are combined and where the choice ends is this product's own.
    """
    grades = {ranked.risk.id: ranked.number for ranked in rank_risks(risks, order)}
    volumes = _share_out(
        {product.id: Decimal(product.annual_volume) for product in products if product.annual_volume is not None}
    )
    money = {product.id: product.annual_value for product in products if product.annual_value is not None}
    has_currencies = len({value.currency for value in money.values()}) > 1
    turnovers = {} if has_currencies else _share_out({key: value.amount for key, value in money.items()})
    candidates: list[Candidate] = []
    omitted: list[Omitted] = []
    for product in products:
        known = [grades[risk] for risk in product.risks if risk in grades]
        if known:
            candidates.append(_weigh(product, known, volumes.get(product.id), turnovers.get(product.id)))
        else:
            omitted.append(Omitted(product, "not_assessed" if product.risks else "no_risks"))
    if not any(one.has_figures for one in candidates):
        candidates = [replace(one, share=_WHOLE) for one in candidates]
    ordered = sorted(candidates, key=lambda one: (-one.points, -one.risk, -one.risk_sum))
    total = sum((one.points for one in ordered), Decimal(0))
    return Sample(tuple(_mark(ordered, total)), tuple(omitted), total, has_currencies)


def _share_out(amounts: Mapping[str, Decimal]) -> Mapping[str, Decimal]:
    """What each is of them all, in per cent, halves rounded up; nothing where all are zero."""
    total = sum(amounts.values(), Decimal(0))
    return {key: (amount * 100 / total).quantize(_TENTH, ROUND_HALF_UP) for key, amount in amounts.items()} if total else {}


def _weigh(product: Product, grades: Sequence[int], volume: Decimal | None, turnover: Decimal | None) -> Candidate:
    share = max((known for known in (volume, turnover) if known is not None), default=_NONE)
    return Candidate(product, max(grades), sum(grades), volume, turnover, share)


def _mark(ordered: Iterable[Candidate], total: Decimal) -> Iterable[Candidate]:
    part, whole = COVERAGE
    reached = Decimal(0)
    for number, one in enumerate(ordered):
        chosen = number == 0 or (number < MOST and reached * whole < total * part)
        reached += one.points if chosen else 0
        yield replace(one, chosen=chosen)
