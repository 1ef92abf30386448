from __future__ import annotations

from generator.contract.choices import Stage, TransparencyDepth
from generator.contract.models import ChainLink
from generator.contract.values import Name
from generator.rules.transparency import DepthRow, list_depths


def make_link(key, tier=None, stage=None, legal_name=None, address=()):
    return ChainLink(
        id=key, name=Name(key), tier=tier, stage=stage, legal_name=Name(legal_name) if legal_name else None, address=address
    )


MINE = make_link("mine", 3, Stage.RAW_MATERIAL)
FORGE = make_link("forge", 2, Stage.COMPONENT, "Forge Ltd")
FACTORY = make_link("factory", 1, Stage.FINAL_MANUFACTURING, "Factory Ltd", ("1 Road", "Sialkot"))
SECOND = make_link("second", None, Stage.FINAL_MANUFACTURING, None, ("2 Road",))
AGENT = make_link("agent", 2)
CHAIN = (MINE, FORGE, AGENT, SECOND, FACTORY)


def test_each_depth_has_its_actors_and_those_that_lack_something():
    asked = (TransparencyDepth.EXTRACTION, TransparencyDepth.FINAL_FACTORIES, TransparencyDepth.ONE_TIER_FURTHER)
    assert list_depths((*asked, TransparencyDepth.SMELTERS, TransparencyDepth.COMPONENTS), CHAIN) == (
        DepthRow(TransparencyDepth.EXTRACTION, 1, (MINE,)),
        DepthRow(TransparencyDepth.FINAL_FACTORIES, 2, (SECOND,)),
        DepthRow(TransparencyDepth.ONE_TIER_FURTHER, 2, (FORGE, AGENT)),
        DepthRow(TransparencyDepth.SMELTERS, None, ()),
        DepthRow(TransparencyDepth.COMPONENTS, 1, (FORGE,)),
    )


def test_what_is_one_tier_further_is_not_known_where_no_factory_has_a_tier():
    assert list_depths([TransparencyDepth.ONE_TIER_FURTHER], [SECOND, FORGE, AGENT]) == (
        DepthRow(TransparencyDepth.ONE_TIER_FURTHER, 0, ()),
    )


def test_nothing_is_asked_for_where_the_contract_has_no_depth():
    assert list_depths((), CHAIN) == ()
