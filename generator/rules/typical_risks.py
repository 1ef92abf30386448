"""Which typical risks a contract should consider, by what is bought and where it comes from. Pure; a proposal, never more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from generator.contract.choices import Stage
from generator.contract.models import SWEDEN, Contract, Risk
from generator.contract.typical_risks import KnownRisk
from generator.rules.risks import RiskOrder, rank_risks

_DIVISION = 2
"""How many digits of a CPV code say what it is about, however many zeros come after them."""


class Proposal(Struct, frozen=True):
    """A typical risk that fits a contract."""

    known: KnownRisk
    countries: tuple[str, ...]
    """Where the contract meets it; all where it is known from, while nobody knows where the contract does; none if everywhere."""
    is_unmapped: bool
    """Whether it is known from some countries, and the contract doesn't say in which this part of its chain is."""
    near: tuple[str, ...]
    """The risks, by id, that have been assessed in the same area, at the same stage and in one of the countries."""
    unassessed: tuple[str, ...]
    """The countries, where they are the contract's own, that none of these is about."""

    @property
    def is_open(self) -> bool:
        """Whether nothing near to it has been assessed, or not everywhere."""
        return not self.near or bool(self.unassessed)


def propose_risks(contract: Contract, known: Iterable[KnownRisk]) -> tuple[Proposal, ...]:
    """The typical risks that fit what is bought and where it comes from, in the order in which they are known.

    One fits by CPV code where either code, without the zeros at its end, begins with the other. It fits by country where an actor
    of its stage is in one of its countries; or, of what is typical of certain goods, where nobody knows where that stage is.
    Whether a risk of the contract is the same can't be told from its words: near are those of the same area that share stage and
    country with it. One that was entered in the contract is proposed no more, unless for countries that are new.

    Source: the guidance on risk analysis: risks of country, industry and product, by credible, independent sources. How they are
    matched is this product's own.
    """
    assessed = [each.risk for each in rank_risks(contract.risks, RiskOrder.SEVERITY)]
    return tuple(_propose(contract, known, assessed))


def _propose(contract: Contract, known: Iterable[KnownRisk], assessed: list[Risk]) -> Iterator[Proposal]:
    for each in known:
        if not _is_bought(contract, each):
            continue
        places, risk = _find_places(contract, each.risk.stage), each.risk
        met = tuple(country for country in risk.countries if country in places)
        if risk.countries and not met and (places or not each.cpv):
            continue
        countries = met or risk.countries
        if find_entered(contract, each, countries):
            continue
        near = [one for one in assessed if _is_near(one, each, countries)]
        unassessed = tuple(country for country in met if all(one.countries and country not in one.countries for one in near))
        yield Proposal(each, countries, bool(countries) and not met, tuple(one.id for one in near), unassessed)


def find_entered(contract: Contract, known: KnownRisk, countries: Iterable[str]) -> Risk | None:
    """The risk of the contract that was entered from a typical one and is about these countries; None if they aren't covered."""
    entered = [risk for risk in contract.risks if risk.typical == known.id]
    covered = {country for risk in entered for country in risk.countries}
    is_covered = any(not risk.countries for risk in entered) or covered.issuperset(countries)
    return entered[0] if entered and is_covered else None


def _is_bought(contract: Contract, known: KnownRisk) -> bool:
    """Whether the contract is about what has the risk."""
    codes = [_trim(code[:8]) for code in contract.cpv]
    starts = [_trim(start) for start in known.cpv]
    return not starts or any(code.startswith(start) or start.startswith(code) for code in codes for start in starts)


def _trim(code: str) -> str:
    """A CPV code without the zeros at its end, which say that it is about all below it."""
    return code[:_DIVISION] + code[_DIVISION:].rstrip("0")


def _find_places(contract: Contract, stage: Stage | None) -> set[str]:
    """The countries where this part of the chain is, as far as they are known; a service is also where its supplier is."""
    links = [link for link in contract.supply_chain if stage is None or link.stage in {stage, None}]
    own = [contract.supplier.country or SWEDEN] if stage is Stage.SERVICE else []
    return {country for country in (*own, *(link.country for link in links)) if country}


def _is_near(risk: Risk, known: KnownRisk, countries: tuple[str, ...]) -> bool:
    typical = known.risk
    same_stage = risk.stage is None or typical.stage is None or risk.stage is typical.stage
    same_place = not risk.countries or not countries or not set(countries).isdisjoint(risk.countries)
    return risk.area is typical.area and same_stage and same_place
