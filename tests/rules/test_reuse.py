from __future__ import annotations

from datetime import date

import pytest

from generator.contract.choices import Level, Method
from generator.contract.models import EarlierResult
from generator.rules.reuse import ReuseFailure, judge_reuse

PLANNED = {Method.DIALOGUE, Method.AUDIT}
MONITORED = date(2024, 2, 29)


def judge(level=Level.ADVANCED, methods=(Method.AUDIT,), day=MONITORED, on=date(2026, 11, 22), wanted=Level.ADVANCED):
    verdict = judge_reuse(EarlierResult(date=day, level=level, methods=methods), wanted, PLANNED, on)
    assert verdict.is_usable is (not verdict.failures)
    return verdict


def test_all_conditions_hold():
    verdict = judge(methods=(Method.SELF_ASSESSMENT, Method.AUDIT))
    assert (verdict.is_usable, verdict.shared_methods, verdict.usable_until) == (True, (Method.AUDIT,), date(2027, 2, 28))


@pytest.mark.parametrize(
    ("level", "wanted", "failures"),
    [
        (Level.BASIC, Level.BASIC, ()),
        (Level.ADVANCED, Level.BASIC, ()),
        (Level.ADVANCED, Level.ADVANCED, ()),
        (Level.BASIC, Level.ADVANCED, (ReuseFailure.LEVEL,)),
        (None, Level.BASIC, (ReuseFailure.LEVEL_UNKNOWN,)),
    ],
)
def test_the_level(level, wanted, failures):
    assert judge(level=level, wanted=wanted).failures == failures


@pytest.mark.parametrize(
    ("methods", "failures"),
    [
        ((Method.DIALOGUE,), ()),
        ((Method.OPEN_DATA,), (ReuseFailure.METHODS,)),
        ((), (ReuseFailure.METHODS_UNKNOWN,)),
    ],
)
def test_the_methods(methods, failures):
    assert judge(methods=methods).failures == failures


@pytest.mark.parametrize(
    ("day", "on", "failures"),
    [
        (date(2023, 11, 22), date(2026, 11, 22), ()),
        (date(2023, 11, 21), date(2026, 11, 22), (ReuseFailure.AGE,)),
        (MONITORED, date(2027, 2, 28), ()),
        (MONITORED, date(2027, 3, 1), (ReuseFailure.AGE,)),
        (date(2021, 2, 28), date(2024, 2, 29), (ReuseFailure.AGE,)),
    ],
)
def test_the_age(day, on, failures):
    assert judge(day=day, on=on).failures == failures


def test_all_that_fails_is_told():
    verdict = judge(Level.BASIC, (Method.OPEN_DATA,), date(2020, 1, 1))
    assert verdict.failures == (ReuseFailure.LEVEL, ReuseFailure.METHODS, ReuseFailure.AGE)
