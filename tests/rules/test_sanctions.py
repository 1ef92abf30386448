from __future__ import annotations

from decimal import Decimal

import pytest

from generator.rules.sanctions import sum_penalty


@pytest.mark.parametrize(
    ("amount", "weeks", "total"),
    [
        ("20000", 8, "160000"),
        ("20000", 1, "20000"),
        ("20000", 0, "0"),
        ("0", 10, "0"),
        ("1234.50", 3, "3703.50"),
        ("0.1", 3, "0.3"),
    ],
)
def test_a_penalty_for_each_begun_week(amount, weeks, total):
    assert sum_penalty(Decimal(amount), weeks) == Decimal(total)


def test_the_largest_amount_that_a_file_may_hold_is_summed_exactly():
    assert sum_penalty(Decimal("999999999999999.999999"), 10_000) == Decimal("9999999999999999999.99")
