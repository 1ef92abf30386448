"""What `make bench` works out of its times, also where a clock is too coarse for a fast machine."""

from __future__ import annotations

import pytest

from tests.benchmarks.timing import Row, read_children, run_python, take_turns, write_table

pytestmark = pytest.mark.usefixtures("frozen")


def take(*seconds: float) -> list[Row]:
    """The rows of two ways, which took these seconds in turn: the first round, which doesn't count, and those after it."""
    passed = iter((0.0, 9.0, 0.0, 9.0, *(tick for taken in seconds for tick in (0.0, taken))))
    return take_turns({"one": lambda: None, "other": lambda: None}, len(seconds) // 2, lambda: next(passed))


def test_times_are_held_against_the_first_way_round_by_round() -> None:
    assert take(0.004, 0.002, 0.008, 0.001, 0.006, 0.006) == [Row("one", 6.0, 4.0, 1.0), Row("other", 2.0, 1.0, 2.0)]


def test_what_took_no_time_is_held_against_nothing() -> None:
    assert take(0.01, 0.0, 0.02, 0.0) == [Row("one", 15.0, 10.0, 1.0), Row("other", 0.0, 0.0, None)]
    assert take(0.0, 0.01, 0.0, 0.01) == [Row("one", 0.0, 0.0, None), Row("other", 10.0, 10.0, 0.0)]
    assert write_table("Starting", take(0.01, 0.0)).endswith("| one | 10.00 | 10.00 | 1.00 |\n| other | 0.00 | 0.00 | – |\n")


def test_one_round_too_fast_to_tell_is_left_out_of_the_ratio() -> None:
    assert take(0.01, 0.0, 0.02, 0.01, 0.04, 0.01)[1] == Row("other", 10.0, 0.0, 3.0)


def test_a_process_that_ended_took_some_time() -> None:
    before = read_children()
    run_python("pass")
    assert read_children() > before
