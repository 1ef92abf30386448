from __future__ import annotations

from datetime import date

import pytest

from generator.rules.standing.progress import Progress, sum_progress

ON = date(2026, 11, 22)


def test_of_nothing_nothing_is_late_and_nothing_is_done():
    progress = sum_progress([], ON)
    assert progress == Progress(0, 0, 0, 0, None)
    assert not progress.is_done


def test_the_oldest_of_the_late_ones_counts_and_the_soonest_of_the_others_is_next():
    days = [
        (date(2026, 11, 10), None),
        (date(2027, 2, 1), None),
        (date(2026, 9, 30), None),
        (date(2026, 8, 1), date(2026, 9, 1)),
        (date(2027, 1, 31), None),
    ]
    assert sum_progress(days, ON) == Progress(whole=5, done=1, late=2, most_days_late=53, next_due=date(2027, 1, 31))


@pytest.mark.parametrize(
    ("due", "late", "days", "following"),
    [(date(2026, 11, 21), 1, 1, None), (ON, 0, 0, ON), (date(2026, 11, 23), 0, 0, date(2026, 11, 23))],
)
def test_the_last_day_is_in_time(due, late, days, following):
    assert sum_progress([(due, None)], ON) == Progress(1, 0, late, days, following)


@pytest.mark.parametrize(("done", "is_done", "late"), [(ON, True, 0), (date(2026, 11, 23), False, 1)])
def test_what_is_done_later_is_not_done_yet(done, is_done, late):
    progress = sum_progress([(date(2026, 11, 1), done)], ON)
    assert (progress.is_done, progress.late) == (is_done, late)


def test_what_has_no_last_day_is_never_late_and_is_left_until_it_is_done():
    assert sum_progress([(None, None), (None, ON)], ON) == Progress(2, 1, 0, 0, None)


def test_nothing_is_late_by_days_that_nobody_has_agreed_to():
    days = [(date(2026, 9, 30), None), (date(2026, 11, 21), ON), (ON, None)]
    expected = Progress(whole=3, done=1, late=0, most_days_late=0, next_due=ON, lapsed=1)
    assert sum_progress(days, ON, are_agreed=False) == expected
