from __future__ import annotations

from datetime import date

import pytest

from generator.contract.choices import Method
from generator.contract.models import Terms, Transparency
from generator.contract.values import Month
from generator.rules.notices import find_answer_day, find_last_notice_day, find_notice_days, find_ready_day, must_move

ON = date(2026, 11, 22)


def test_days_of_notice():
    agreed = Terms(audit_access_days=14, transparency=Transparency(days=21))
    days = {method: find_notice_days(method, agreed) for method in Method}
    assert days == {**dict.fromkeys(Method, 28), Method.AUDIT: 14, Method.TRANSPARENCY: 21}
    assert {find_notice_days(method, Terms(transparency=Transparency())) for method in Method} == {28}


@pytest.mark.parametrize(
    ("planned", "latest"),
    [
        (date(2027, 4, 15), date(2027, 3, 18)),
        (Month(2027, 2), date(2027, 1, 4)),
        (Month(2027, 6), date(2027, 5, 4)),
        (date(2027, 1, 29), date(2026, 12, 30)),  # 28 days before is New Year's Day, and the day before that its eve
    ],
)
def test_the_last_day_of_notice(planned, latest):
    assert find_last_notice_day(planned, 28) == latest


@pytest.mark.parametrize(
    ("planned", "ready"),
    [
        (date(2027, 4, 15), date(2027, 4, 15)),
        (date(2027, 5, 1), date(2027, 4, 30)),  # a Saturday and May Day: the day before
        (Month(2027, 5), date(2027, 5, 3)),  # its first working day
        (date(2026, 11, 30), date(2026, 12, 21)),  # too soon: four weeks, and 20 December is a Sunday
        (Month(2026, 1), date(2026, 12, 21)),
        (None, date(2026, 12, 21)),
    ],
)
def test_ready(planned, ready):
    assert find_ready_day(planned, 28, ON) == ready


@pytest.mark.parametrize(
    ("ready", "answer"),
    [
        (date(2027, 4, 15), date(2026, 12, 7)),  # two weeks later is a Sunday
        (date(2026, 12, 8), date(2026, 12, 7)),
        (date(2026, 12, 7), date(2026, 12, 7)),
        (date(2026, 12, 4), date(2026, 12, 4)),
    ],
)
def test_the_answer(ready, answer):
    assert find_answer_day(ready, ON) == answer


@pytest.mark.parametrize(
    ("planned", "moved"),
    [
        (date(2026, 12, 20), True),
        (date(2026, 12, 21), False),
        (Month(2026, 11), True),
        (Month(2026, 12), False),
    ],
)
def test_an_activity_whose_time_passes_before_the_supplier_must_be_ready_is_moved(planned, moved):
    assert must_move(planned, date(2026, 12, 21)) is moved
