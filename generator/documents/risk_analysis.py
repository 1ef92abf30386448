"""The risk analysis: the supply chain, what is known of it, and its risks in order of priority."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.choices import Area, Stage, WorkerGroup
from generator.contract.clause import SourceText
from generator.contract.models import ChainLink, Contract, Risk, Source
from generator.contract.values import FrozenMap, Text
from generator.documents.chain_chart import ChainChart, draw_chain
from generator.documents.document_type import DocumentType, Required, Subject
from generator.documents.parties import Parties, describe_parties
from generator.rules.risk_gaps import MixedCountry, find_risk_gaps
from generator.rules.risks import GRADES, Band, RankedRisk, RiskOrder, find_band, number_risk, rank_risks
from generator.rules.standing import Standing
from generator.rules.treated_risks import list_treating
from generator.rules.typical_risks import Proposal, propose_risks

SLUG = "risk-analysis"
_GOODS = (Stage.FINAL_MANUFACTURING, Stage.COMPONENT, Stage.RAW_MATERIAL)


class Chain(Struct, frozen=True):
    """What is known of the supply chain."""

    links: tuple[ChainLink, ...]
    """The actors, those nearest to the supplier first."""
    no_country: int
    """How many actors have no country."""
    deepest: int | None
    """The tier that is furthest from the supplier."""
    groups: tuple[WorkerGroup, ...]
    unmapped: tuple[Stage, ...]
    """Stages of which no actor is known."""


class SourceRow(Struct, frozen=True):
    """A source and the risks that rest on it, by id."""

    source: Source
    risks: tuple[str, ...]


class MatrixCell(Struct, frozen=True):
    """One likelihood with one severity."""

    number: int
    band: Band
    risks: tuple[str, ...]


class MatrixRow(Struct, frozen=True):
    """A likelihood, with a cell for each severity from 1 to 5."""

    likelihood: int
    cells: tuple[MatrixCell, ...]


class Bands(Struct, frozen=True):
    """The high risks by id, in order of priority, and where the bands begin."""

    high: tuple[str, ...]
    medium_from: int
    high_from: int


class ProposalRow(Struct, frozen=True):
    """A typical risk, and the assessed risks that are near to it."""

    text: SourceText
    category: SourceText
    """What it is typical of."""
    stage: Stage | None
    countries: tuple[str, ...]
    is_unmapped: bool
    """Whether the countries are those that it is known from, since nobody knows where this part of the chain is."""
    publishers: tuple[Text, ...]
    """Who says so; the title where nobody is named."""
    near: tuple[str, ...]
    """The assessed risks, by id."""
    unassessed: tuple[str, ...]
    """Those of the countries that none of them is about."""


class MeasuredRisk(Struct, frozen=True):
    """A risk, and what is done about it."""

    id: str
    measures: Text | None
    """What its file says."""
    deviations: tuple[str, ...]
    """Those whose action plans deal with it, by id."""


class Gaps(Struct, frozen=True):
    """What the analysis lacks."""

    stages: tuple[Stage, ...]
    """Stages without a risk."""
    areas: tuple[Area, ...]
    """Areas without a risk."""
    unsourced: tuple[str, ...]
    """Risks without a source, by id."""
    unmeasured: tuple[str, ...]
    """Risks that nothing is said to be done about, and that no action plan deals with, by id."""
    unplaced: tuple[str, ...]
    """Risks without a stage, by id."""
    unsorted: tuple[str, ...]
    """Risks without a kind, by id."""
    mixed: tuple[MixedCountry, ...]
    """Countries of the chain that the risks seem to call by the code of another."""
    countries: tuple[str, ...]
    """Countries of the chain without an assessed risk, by code."""
    products: tuple[Text, ...]
    """The names of the products of which nobody has said what risks they have."""
    lacks_sample: bool
    """Whether there are products, and no sample can be drawn of them."""
    lacks_cpv: bool
    """Whether nothing typical of what is bought can be proposed, since the contract has no CPV code."""

    @property
    def are_none(self) -> bool:
        """Whether nothing is lacking."""
        return not any(getattr(self, name) for name in self.__struct_fields__)


class RiskAnalysisView(Struct, frozen=True):
    """All that the risk analysis says."""

    on: date
    contract_title: Text
    parties: Parties
    chain: Chain | None
    chart: ChainChart | None
    """The chain with its risks, if anything is known of it."""
    sources: tuple[SourceRow, ...]
    risks: tuple[RankedRisk, ...]
    grades: tuple[int, ...]
    risk_order: RiskOrder
    """What decides which risk comes first."""
    matrix: tuple[MatrixRow, ...]
    """The highest likelihood first."""
    bands: Bands
    proposals: tuple[ProposalRow, ...]
    """The typical risks of what is bought, and of where it comes from."""
    proposal_sources: tuple[Source, ...]
    """Who says so, each once."""
    measured: tuple[MeasuredRisk, ...]
    """The risks that something is done about."""
    gaps: Gaps

    @property
    def first(self) -> RankedRisk:
        """The risk to deal with first."""
        return self.risks[0]

    @property
    def without_measures(self) -> int:
        """How many risks nothing is said to be done about."""
        return len(self.gaps.unmeasured)

    @property
    def first_sentence(self) -> Text:
        """What that risk is, as the end of a sentence."""
        return end_sentence(self.first.risk.description)

    @property
    def has_impacts(self) -> bool:
        """Whether the severity of any risk is given by what makes it severe."""
        return any(each.impact for each in self.risks)


def _make_view(subject: Subject) -> RiskAnalysisView:
    contract = subject.contract
    required = Required(SLUG)
    required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    risks = required.take("risks", contract.risks or None) or ()
    for number, risk in enumerate(risks):
        for name in ("area", "likelihood", "severity"):
            required.take(f"risks[{number}].{name}", getattr(risk, name))
    required.check()
    order = subject.choices.risk_order
    ranked, stages = rank_risks(risks, order), _list_stages(contract)
    ordered = [each.risk for each in ranked]
    proposals = propose_risks(contract, subject.known_risks)
    measured = tuple(_list_measured(ordered, subject.standing))
    return RiskAnalysisView(
        on=subject.dated,
        contract_title=contract.title,
        parties=describe_parties(contract),
        chain=_describe_chain(contract.supply_chain, _list_unmapped(contract, stages)) if contract.supply_chain else None,
        chart=draw_chain(contract.supplier, contract.supply_chain, _list_unmapped(contract, stages), ranked)
        if contract.supply_chain
        else None,
        sources=_list_sources(ordered),
        risks=ranked,
        grades=GRADES,
        risk_order=order,
        matrix=tuple(_make_row(likelihood, ranked, order) for likelihood in reversed(GRADES)),
        bands=_make_bands(ranked, order),
        proposals=tuple(map(_show_proposal, proposals)),
        proposal_sources=tuple(dict.fromkeys(source for each in proposals for source in each.known.risk.sources)),
        measured=measured,
        gaps=_find_gaps(contract, ordered, stages, frozenset(each.id for each in measured)),
    )


def _show_proposal(proposal: Proposal) -> ProposalRow:
    known, risk = proposal.known, proposal.known.risk
    publishers = tuple(dict.fromkeys(source.publisher or source.title for source in risk.sources))
    shown = (risk.text, known.category, risk.stage, proposal.countries, proposal.is_unmapped)
    return ProposalRow(*shown, publishers, proposal.near, proposal.unassessed)


def end_sentence(text: Text) -> Text:
    """The text, which ends in exactly one full stop, or in a mark that it had instead."""

    def end(words: str) -> str:
        bare = words.rstrip()
        return bare if bare.endswith(("?", "!", "…")) else bare.rstrip(".") + "."

    plain = None if text.plain is None else end(text.plain)
    return replace(text, plain=plain, by_language=FrozenMap({lang: end(words) for lang, words in text.by_language.items()}))


def _list_stages(contract: Contract) -> tuple[Stage, ...]:
    """The stages to cover: those of goods, unless all that is known is a service; and services where there are any."""
    known = {link.stage for link in contract.supply_chain} | {risk.stage for risk in contract.risks}
    if known - {None} == {Stage.SERVICE}:
        return (Stage.SERVICE,)
    return (*_GOODS, Stage.SERVICE) if Stage.SERVICE in known else _GOODS


def _list_unmapped(contract: Contract, stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """The stages of which no actor is known."""
    return tuple(stage for stage in stages if all(link.stage is not stage for link in contract.supply_chain))


def _describe_chain(links: tuple[ChainLink, ...], unmapped: tuple[Stage, ...]) -> Chain:
    workers = {group for link in links for group in link.worker_groups}
    return Chain(
        links=tuple(sorted(links, key=lambda link: (link.tier is None, link.tier or 0))),
        no_country=sum(link.country is None for link in links),
        deepest=max((link.tier for link in links if link.tier), default=None),
        groups=tuple(group for group in WorkerGroup if group in workers),
        unmapped=unmapped,
    )


def _list_measured(risks: list[Risk], standing: Standing) -> Iterator[MeasuredRisk]:
    for risk in risks:
        deviations = list_treating(risk, standing)
        if risk.measures or deviations:
            yield MeasuredRisk(risk.id, risk.measures, deviations)


def _name(risks: Iterable[Risk]) -> tuple[str, ...]:
    """Their ids in order, `R2` before `R10`."""
    return tuple(sorted((risk.id for risk in risks), key=_split_id))


def _split_id(key: str) -> list[str | int]:
    return [int(part) if part.isdecimal() else part for part in re.split("([0-9]+)", key)]


def _list_sources(risks: Iterable[Risk]) -> tuple[SourceRow, ...]:
    """Each source once, in the order of the risks that it is first used for."""
    users: dict[Source, list[Risk]] = {}
    for risk in risks:
        for source in dict.fromkeys(risk.sources):
            users.setdefault(source, []).append(risk)
    return tuple(SourceRow(source, _name(using)) for source, using in users.items())


def _make_row(likelihood: int, ranked: tuple[RankedRisk, ...], order: RiskOrder) -> MatrixRow:
    def make_cell(severity: int) -> MatrixCell:
        here = (each.risk for each in ranked if (each.likelihood, each.severity) == (likelihood, severity))
        return MatrixCell(number_risk(likelihood, severity, order), find_band(likelihood, severity, order), _name(here))

    return MatrixRow(likelihood, tuple(make_cell(severity) for severity in GRADES))


def _make_bands(ranked: tuple[RankedRisk, ...], order: RiskOrder) -> Bands:
    high = tuple(each.risk.id for each in ranked if each.band is Band.HIGH)
    return Bands(high, order.medium_from, order.high_from)


def _find_gaps(contract: Contract, risks: list[Risk], stages: tuple[Stage, ...], treated: frozenset[str]) -> Gaps:
    found = find_risk_gaps(contract)
    return Gaps(
        stages=tuple(stage for stage in stages if all(risk.stage is not stage for risk in risks)),
        areas=tuple(area for area in Area if all(risk.area is not area for risk in risks)),
        unsourced=_name(risk for risk in risks if not risk.sources),
        unmeasured=_name(risk for risk in risks if not risk.measures and risk.id not in treated),
        unplaced=_name(risk for risk in risks if risk.stage is None),
        unsorted=_name(risk for risk in risks if risk.kind is None),
        mixed=found.mixed,
        countries=tuple(each.country for each in found.unassessed),
        products=tuple(contract.products[number].name for number in found.without_risks),
        lacks_sample=found.lacks_sample,
        lacks_cpv=not contract.cpv,
    )


RISK_ANALYSIS = DocumentType(
    slug=SLUG,
    layout="report",
    audience="internal",
    needs=("buyer.contacts.officer", "risks", "risks[].area", "risks[].likelihood", "risks[].severity"),
    list_items=lambda contract, _on: ("",) if contract.risks else (),
    proposes=True,
    view=RiskAnalysisView,
    make_view=_make_view,
)
