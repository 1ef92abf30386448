"""Which risks the action plans of a contract's deviations deal with. Pure; called by `documents`."""

from __future__ import annotations

from collections.abc import Mapping

from generator.contract.choices import Area, SevereKind
from generator.contract.models import Contract, Deviation, Risk
from generator.rules.standing import DeviationStanding, Standing

_AREAS: Mapping[SevereKind, frozenset[Area]] = {
    SevereKind.FORCED_LABOUR: frozenset({Area.HUMAN_RIGHTS, Area.LABOUR_RIGHTS}),
    SevereKind.CHILD_LABOUR: frozenset({Area.HUMAN_RIGHTS, Area.LABOUR_RIGHTS}),
    SevereKind.DANGER_TO_LIFE: frozenset({Area.HUMAN_RIGHTS, Area.LABOUR_RIGHTS}),
    SevereKind.SERIOUS_ENVIRONMENTAL_HARM: frozenset({Area.ENVIRONMENT}),
    SevereKind.GRAND_CORRUPTION: frozenset({Area.BUSINESS_ETHICS}),
    SevereKind.ATTACKS_ON_DEFENDERS: frozenset({Area.HUMAN_RIGHTS}),
}
"""The areas that what makes a deviation severe belongs to: harm to people at work is a matter of both kinds of rights."""


def list_treating(risk: Risk, standing: Standing) -> tuple[str, ...]:
    """The deviations whose action plans deal with a risk, by id.

    A plan deals with a risk where it has come, holds actions, and belongs to a deviation of the same area at the same place of
    the chain: what has happened is the risk come true. Where a risk names a stage or countries, a deviation that nobody has
    placed isn't known to be it.

    Source: the guidance on risk analysis: a risk is followed by what is done about it; and on action plans. How they are matched
    is this product's own.
    """
    return tuple(each.deviation.id for each in standing.deviations.values() if _treats(each, risk))


def _treats(each: DeviationStanding, risk: Risk) -> bool:
    has_plan = each.deviation.found <= each.on and each.plan.is_there and bool(each.plan.actions)
    return has_plan and risk.area in list_areas(each.deviation) and _is_placed(risk, each.deviation, each.contract)


def list_areas(deviation: Deviation) -> frozenset[Area]:
    """The areas that a deviation belongs to; none where it goes against a section that is about no area."""
    named = frozenset({deviation.against}) if isinstance(deviation.against, Area) else frozenset()
    return named | (_AREAS[deviation.severe_kind] if deviation.severe_kind else frozenset())


def _is_placed(risk: Risk, deviation: Deviation, contract: Contract) -> bool:
    """Whether a deviation was found where the risk is."""
    if risk.stage is None and not risk.countries:
        return True
    link = next((link for link in contract.supply_chain if link.id == deviation.location), None)
    if link is None:
        return False
    return risk.stage in {None, link.stage} and (not risk.countries or link.country in risk.countries)
