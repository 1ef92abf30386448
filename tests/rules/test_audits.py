from __future__ import annotations

from datetime import date

import pytest

from generator.contract.choices import AuditNotice, Method
from generator.contract.models import Activity, Audit
from generator.contract.values import Month
from generator.rules.audits import Span, find_span, is_day_hidden, is_unannounced

FIRST, LAST = date(2027, 2, 8), date(2027, 2, 26)


def make_activity(planned=None, **audit):
    return Activity(id="M1", method=Method.AUDIT, planned=planned, audit=Audit(**audit) if audit else None)


@pytest.mark.parametrize(
    ("notice", "unannounced", "hidden"),
    [
        (None, False, False),
        (AuditNotice.ANNOUNCED, False, False),
        (AuditNotice.SEMI_ANNOUNCED, False, True),
        (AuditNotice.UNANNOUNCED, True, True),
    ],
)
def test_what_the_supplier_may_know(notice, unannounced, hidden):
    activity = make_activity(notice=notice)
    assert (is_unannounced(activity), is_day_hidden(activity)) == (unannounced, hidden)


def test_an_activity_that_says_nothing_of_an_audit_hides_nothing():
    activity = make_activity(Month(2027, 2))
    assert (is_unannounced(activity), is_day_hidden(activity), find_span(activity)) == (False, False, None)


@pytest.mark.parametrize(
    ("planned", "audit", "span"),
    [
        (Month(2027, 2), {}, Span(date(2027, 2, 1), date(2027, 2, 28))),
        (Month(2027, 2), {"from_": FIRST, "until": LAST}, Span(FIRST, LAST)),
        (date(2027, 2, 9), {"from_": FIRST, "until": LAST}, Span(FIRST, LAST)),
        (date(2027, 2, 9), {}, None),
        (date(2027, 2, 9), {"from_": FIRST}, None),
        (date(2027, 2, 9), {"until": LAST}, None),
        (None, {}, None),
    ],
)
def test_the_span_of_a_semi_announced_audit(planned, audit, span):
    assert find_span(make_activity(planned, notice=AuditNotice.SEMI_ANNOUNCED, **audit)) == span


@pytest.mark.parametrize("notice", [AuditNotice.ANNOUNCED, AuditNotice.UNANNOUNCED])
def test_no_other_audit_has_a_span(notice):
    assert find_span(make_activity(Month(2027, 2), notice=notice)) is None
