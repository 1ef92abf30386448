"""The times of the agenda, against cases that were worked out by hand."""

from __future__ import annotations

from datetime import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import astuple

from generator.rules.agenda import SHORTEST, plan_agenda


def plan(starts, ends):
    """The times at which the items begin, and the end."""
    agenda = plan_agenda(time.fromisoformat(starts), time.fromisoformat(ends))
    slots = [astuple(slot) for slot in astuple(agenda)]
    return [f"{slot[0]:%H:%M}" for slot in slots] + [f"{slots[-1][1]:%H:%M}"]


@pytest.mark.parametrize(
    ("starts", "ends", "bounds"),
    [
        # 24 units, 18 beyond the first: 0.9, 7.2, 2.7, 3.6, 2.7, 0.9; the four left go to all but the clause and monitoring
        # (remainders .9 .2 .7 .6 .7 .9).
        ("13:00", "15:00", ["13:00", "13:10", "13:50", "14:10", "14:30", "14:50", "15:00"]),
        # 18 units, 12 beyond: 0.6, 4.8, 1.8, 2.4, 1.8, 0.6; the fourth left is a tie that the earlier item wins.
        ("10:00", "11:30", ["10:00", "10:10", "10:40", "10:55", "11:10", "11:25", "11:30"]),
        # 12 units, 6 beyond: 0.3, 2.4, 0.9, 1.2, 0.9, 0.3.
        ("09:00", "10:00", ["09:00", "09:05", "09:25", "09:35", "09:45", "09:55", "10:00"]),
        # The shortest: five minutes each.
        ("23:00", "23:30", ["23:00", "23:05", "23:10", "23:15", "23:20", "23:25", "23:30"]),
        # Four minutes over go to the last item.
        ("08:15", "08:49", ["08:15", "08:20", "08:25", "08:30", "08:35", "08:40", "08:49"]),
        # Begins at no whole five minutes: every item is whole all the same.
        ("13:02", "14:02", ["13:02", "13:07", "13:27", "13:37", "13:47", "13:57", "14:02"]),
    ],
)
def test_times_by_hand(starts, ends, bounds):
    assert plan(starts, ends) == bounds


def test_a_meeting_that_is_too_short_has_no_agenda():
    assert plan_agenda(time(10), time(10, SHORTEST - 1)) is None
    assert plan_agenda(time(10), time(9)) is None
    assert plan_agenda(time(10), time(10, SHORTEST)) is not None


@given(st.integers(0, 24 * 60 - 1 - SHORTEST), st.data())
def test_items_follow_upon_each_other_and_fill_the_meeting(first, data):
    last = data.draw(st.integers(first + SHORTEST, 24 * 60 - 1))
    slots = [astuple(slot) for slot in astuple(plan_agenda(time(*divmod(first, 60)), time(*divmod(last, 60))))]
    bounds = [60 * starts.hour + starts.minute for starts, _ in slots] + [last]
    assert [ends for _, ends in slots] == [*(starts for starts, _ in slots[1:]), time(*divmod(last, 60))]
    lengths = [after - before for before, after in pairwise(bounds)]
    assert sum(lengths) == last - first
    assert min(lengths) >= 5
    assert [length % 5 for length in lengths[:-1]] == [0] * 5
