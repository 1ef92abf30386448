"""Where a contract's chain, products and risks don't fit together. Pure; told by `realisera check` and in the risk analysis."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.contract.models import ChainLink, Contract, Risk
from generator.rules.risks import RiskOrder, rank_risks
from generator.rules.sampling import choose_sample

_ALIKE = (("CD", "CG"), ("KP", "KR"), ("NE", "NG"), ("DM", "DO"), ("AT", "AU"), ("SI", "SK"))
"""Countries whose codes are taken for one another."""


class MixedCountry(Struct, frozen=True):
    """A country of the chain that no risk names, while a risk names one whose code is taken for it."""

    number: int
    """The place in the chain of the first actor there, from 0."""
    actor: ChainLink
    country: str
    other: str
    """The country that the risks name, in which nobody of the chain is."""
    risks: tuple[str, ...]
    """Those risks, by id."""


class UnassessedCountry(Struct, frozen=True):
    """A country of the chain in which no risk has been assessed."""

    number: int
    """The place in the chain of the first actor there, from 0."""
    country: str


class RiskGaps(Struct, frozen=True):
    """What doesn't fit together."""

    mixed: tuple[MixedCountry, ...]
    unassessed: tuple[UnassessedCountry, ...]
    """Without those that are told as mixed up."""
    without_risks: tuple[int, ...]
    """The places of the products of which nobody has said what risks they have, from 0; `risks: []` says that there are none."""
    lacks_sample: bool
    """Whether there are products, and no sample can be drawn of them, since none has a risk that is assessed."""


def find_risk_gaps(contract: Contract) -> RiskGaps:
    """What doesn't fit together in a contract.

    Source: the guidance on risk analysis: map the chain by country, and assess each risk; and on sampling: choose products by
    their risks. Which codes of countries are taken for one another is this product's own.
    """
    mixed = tuple(_find_mixed(contract))
    assessed = [each.risk for each in rank_risks(contract.risks, RiskOrder.SEVERITY)]
    told = {each.country for each in mixed}
    unassessed = tuple(
        UnassessedCountry(number, country)
        for country, number in _list_countries(contract).items()
        if country not in told and not any(_covers(risk, contract, country) for risk in assessed)
    )
    return RiskGaps(
        mixed=mixed,
        unassessed=unassessed,
        without_risks=tuple(
            number for number, product in enumerate(contract.products) if "risks" not in product.model_fields_set
        ),
        lacks_sample=bool(contract.products)
        and not choose_sample(contract.products, contract.risks, RiskOrder.SEVERITY).candidates,
    )


def _list_countries(contract: Contract) -> dict[str, int]:
    """The countries of the chain, each with the place of the first actor there."""
    countries: dict[str, int] = {}
    for number, link in enumerate(contract.supply_chain):
        if link.country:
            countries.setdefault(link.country, number)
    return countries


def _find_mixed(contract: Contract) -> Iterator[MixedCountry]:
    countries = _list_countries(contract)
    named = {country for risk in contract.risks for country in risk.countries}
    for country, other in (pair for one, two in _ALIKE for pair in ((one, two), (two, one))):
        if country in countries and country not in named and other in named and other not in countries:
            number = countries[country]
            risks = tuple(risk.id for risk in contract.risks if other in risk.countries)
            yield MixedCountry(number, contract.supply_chain[number], country, other, risks)


def _covers(risk: Risk, contract: Contract, country: str) -> bool:
    """Whether a risk is one in that country: it names it, or none, and stands at a stage that somebody there has."""
    if risk.countries:
        return country in risk.countries
    stages = {link.stage for link in contract.supply_chain if link.country == country}
    return risk.stage is None or None in stages or risk.stage in stages
