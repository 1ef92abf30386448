"""How far the supply chain is known, and how far the contract has the supplier tell of it. Pure; called by `documents`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from generator.contract.choices import Stage, TransparencyDepth
from generator.contract.models import ChainLink
from generator.contract.values import Name

_STAGES: Mapping[TransparencyDepth, Stage] = {
    TransparencyDepth.FINAL_FACTORIES: Stage.FINAL_MANUFACTURING,
    TransparencyDepth.COMPONENTS: Stage.COMPONENT,
    TransparencyDepth.EXTRACTION: Stage.RAW_MATERIAL,
}


class DepthRow(Struct, frozen=True):
    """A part of the chain that the supplier must tell of, and what is known of it."""

    depth: TransparencyDepth
    known: int | None
    """How many actors the contract file has there; None where it can't tell them from others."""
    lacking: tuple[ChainLink, ...]
    """Those of them without a legal name or an address."""

    @property
    def names(self) -> tuple[Name, ...]:
        """What those are called."""
        return tuple(link.name for link in self.lacking)


def list_depths(depth: Iterable[TransparencyDepth], chain: Iterable[ChainLink]) -> tuple[DepthRow, ...]:
    """What is known of each part of the chain that the supplier must tell of, in the order of the contract.

    Source: the clause, transparency: legal names and physical addresses, as deep as was agreed. Which actors of the contract file
    are meant is told by their stage, and one tier further by their tier; smelters can't be told from other actors.
    """
    links = tuple(chain)
    return tuple(_describe(each, links) for each in depth)


def _describe(depth: TransparencyDepth, chain: tuple[ChainLink, ...]) -> DepthRow:
    if depth is TransparencyDepth.SMELTERS:
        return DepthRow(depth, None, ())
    found = _list_further(chain) if depth is TransparencyDepth.ONE_TIER_FURTHER else _list_stage(chain, _STAGES[depth])
    return DepthRow(depth, len(found), tuple(link for link in found if not (link.legal_name and link.address)))


def _list_stage(chain: tuple[ChainLink, ...], stage: Stage) -> tuple[ChainLink, ...]:
    return tuple(link for link in chain if link.stage is stage)


def _list_further(chain: tuple[ChainLink, ...]) -> tuple[ChainLink, ...]:
    """The actors one tier beyond any final factory whose tier is known."""
    tiers = {link.tier + 1 for link in _list_stage(chain, Stage.FINAL_MANUFACTURING) if link.tier}
    return tuple(link for link in chain if link.tier in tiers and link.stage is not Stage.FINAL_MANUFACTURING)
