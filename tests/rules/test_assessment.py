"""What answers point at, for each answer and whether anything shows it."""

from __future__ import annotations

import pytest

from generator.contract.choices import Reply
from generator.rules.assessment import Proposal, propose


@pytest.mark.parametrize(
    ("reply", "is_shown", "proposal"),
    [
        (None, True, Proposal.UNANSWERED),
        (Reply.NO, True, Proposal.DEVIATION),
        (Reply.NO, False, Proposal.DEVIATION),
        (Reply.PARTLY, True, Proposal.OBSERVATION),
        (Reply.YES, False, Proposal.OBSERVATION),
        (Reply.YES, True, Proposal.CLEAR),
        (Reply.NOT_APPLICABLE, False, Proposal.CLEAR),
    ],
)
def test_each_answer_points_at_something(reply, is_shown, proposal):
    assert propose(reply, is_shown=is_shown) is proposal
