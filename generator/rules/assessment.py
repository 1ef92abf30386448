"""What the answers of a self-assessment point at. Pure; called by `documents`. An officer decides what it is."""

from __future__ import annotations

from enum import Enum

from generator.contract.choices import Reply


class Proposal(Enum):
    """What an answer may be, until an officer has decided."""

    DEVIATION = "deviation"
    OBSERVATION = "observation"
    UNANSWERED = "unanswered"
    """To be asked again."""
    CLEAR = "clear"
    """Nothing that stands out."""


def propose(reply: Reply | None, *, is_shown: bool) -> Proposal:
    """What an answer points at. `is_shown` says whether something is enclosed that shows it, or nothing need be.

    Source: this product's own: a requirement that isn't met at all may be a deviation; one that is met in part, or that nothing
    shows, is an observation to look into.
    """
    if reply is None:
        return Proposal.UNANSWERED
    if reply is Reply.NO:
        return Proposal.DEVIATION
    if reply is Reply.PARTLY or (reply is Reply.YES and not is_shown):
        return Proposal.OBSERVATION
    return Proposal.CLEAR
