"""What must hold of how an audit is made, and of evidence that was handed in."""

from __future__ import annotations

from datetime import date

import pytest

from generator.contract import messages
from generator.contract.checks import check_contract
from generator.contract.choices import AuditNotice, Method
from generator.contract.messages import format_path
from generator.contract.models import Audit, Submission
from generator.contract.values import Text
from tests.documents.contracts import change, read_example

M4, SENT = "monitoring.activities.3", "deviations.0.action_plan.actions.1.submitted"
DAY, LATER = date(2027, 10, 4), date(2027, 10, 29)
AUDIT, ITS = "monitoring.activities[3].audit", "deviations[0].action_plan.actions[1].submitted[0]"


def find(name, changes):
    return [(format_path(each.path), each.mistake) for each in check_contract(change(read_example(name), changes))]


@pytest.mark.parametrize(
    ("audit", "found"),
    [
        ({}, []),
        ({"notice": AuditNotice.SEMI_ANNOUNCED}, []),
        ({"notice": AuditNotice.SEMI_ANNOUNCED, "from_": DAY, "until": LATER}, []),
        ({"notice": AuditNotice.SEMI_ANNOUNCED, "from_": DAY}, [(f"{AUDIT}.until", messages.HALF_SPAN)]),
        ({"notice": AuditNotice.SEMI_ANNOUNCED, "until": LATER}, [(f"{AUDIT}.from", messages.HALF_SPAN)]),
        ({"from_": DAY, "until": LATER}, [(f"{AUDIT}.from", messages.NO_SPAN), (f"{AUDIT}.until", messages.NO_SPAN)]),
        ({"notice": AuditNotice.UNANNOUNCED, "until": LATER}, [(f"{AUDIT}.until", messages.NO_SPAN)]),
    ],
)
def test_the_span_of_an_audit(audit, found):
    assert find("wound-care", {f"{M4}.audit": Audit(**audit)}) == found


def test_nothing_but_an_audit_says_how_it_is_made():
    assert find("wound-care", {f"{M4}.method": Method.DIALOGUE}) == [(AUDIT, messages.ONLY_FOR_AUDITS)]


def test_nobody_is_told_of_an_unannounced_audit():
    changes = {f"{M4}.audit": Audit(notice=AuditNotice.UNANNOUNCED), f"{M4}.notified": date(2027, 9, 1)}
    told = [("monitoring.activities[3].notified", messages.TOLD_OF_UNANNOUNCED)]
    assert find("wound-care", changes) == told
    assert find("wound-care", {**changes, f"{M4}.done": LATER}) == []


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ({"accepted": date(2026, 11, 9)}, []),
        ({"rejected": date(2026, 11, 9), "reason": Text("x")}, []),
        ({"rejected": date(2026, 11, 9)}, [(f"{ITS}.reason", messages.REJECTED_WITHOUT_REASON)]),
        (
            {"accepted": date(2026, 11, 8), "rejected": date(2026, 11, 9), "reason": Text("x")},
            [(f"{ITS}.rejected", messages.ACCEPTED_AND_REJECTED)],
        ),
    ],
)
def test_evidence_is_accepted_or_rejected_and_a_rejection_says_why(answer, found):
    assert find("surgical-instruments", {SENT: (Submission(date=date(2026, 11, 6), **answer),)}) == found
