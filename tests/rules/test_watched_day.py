"""What a watched day notes: the last day on which all that was asked of it would be answered the same."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rules import standing
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.watched_day import Watch, WatchedDay, record_asked, watched_property

ON = date(2026, 11, 28)
QUESTIONS: dict[str, Callable[[date, date], Any]] = {
    "before": lambda on, day: on < day,
    "not after": lambda on, day: on <= day,
    "after": lambda on, day: on > day,
    "not before": lambda on, day: on >= day,
    "same": lambda on, day: on == day,
    "other": lambda on, day: on != day,
    "asked by the other": lambda on, day: (day < on, day == on),
    "the sooner": lambda on, day: on <= day and min(on, day) <= day,
    "in time": lambda on, day: on + timedelta(days=30) >= day,
    "back then": lambda on, day: day <= on - timedelta(days=40),
    "how late": lambda on, day: (on - day).days,
    "how soon": lambda on, day: (day - on).days,
    "in which order": lambda on, day: max((day, 1), (on, 2))[1],
    "which year": lambda on, day: on.year - day.year,
    "which month": lambda on, day: (on.year - day.year) * 12 + on.month - day.month,
    "the first of the month": lambda on, day: on.replace(day=1) > day,
    "among them": lambda on, day: on in {day, date.min},
    "in words": lambda on, day: str(on) > str(day),
    "by the week": lambda on, day: on.isocalendar().week == day.isocalendar().week,
    "its own year": lambda on, day: on - timedelta(days=365) < on and bool(day),
}


def watch(ask: Callable[[date, date], Any], on: date, day: date) -> tuple[Any, date]:
    """The answer, and until when it holds."""
    watch = Watch()
    return ask(watch.see(on), day), watch.until


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
@given(away=st.integers(-400, 400), later=st.integers(0, 400))
def test_it_answers_as_any_day_and_what_it_notes_holds(ask: Callable[[date, date], Any], away: int, later: int) -> None:
    day = ON + timedelta(days=away)
    answer, until = watch(ask, ON, day)
    assert answer == ask(ON, day)
    assert until >= ON
    other = ON + timedelta(days=later)
    if other <= until:
        assert ask(other, day) == answer


@pytest.mark.parametrize("away", [-2, -1, 0, 1, 2, 31])
@pytest.mark.parametrize("ask", list(QUESTIONS)[:8], ids=list(QUESTIONS)[:8])
def test_it_notes_the_very_last_day(ask: str, away: int) -> None:
    day = ON + timedelta(days=away)
    answer, until = watch(QUESTIONS[ask], ON, day)
    changes = [ON + timedelta(days=later) for later in range(100) if QUESTIONS[ask](ON + timedelta(days=later), day) != answer]
    assert until == (changes[0] - timedelta(days=1) if changes else date.max)


@pytest.mark.parametrize("ask", ["which year", "which month", "the first of the month"])
def test_a_month_holds_to_its_end(ask: str) -> None:
    assert watch(QUESTIONS[ask], ON, ON)[1] == (date(2026, 12, 31) if ask == "which year" else date(2026, 11, 30))


def test_several_questions_hold_until_the_first_answer_is_another() -> None:
    watch = Watch()
    on = watch.see(ON)
    assert on <= date(2026, 12, 24)
    assert on + timedelta(days=7) < date(2026, 12, 10)
    assert on < date(2027, 1, 1)
    assert watch.until == date(2026, 12, 2)


def test_one_that_is_copied_or_hidden_in_another_watch_holds_today_alone() -> None:
    watch, other = Watch(), Watch()
    day = copy.deepcopy(watch.see(ON))
    assert (type(day), day, watch.until) == (date, ON, ON)
    assert not other.see(ON) < Watch().see(ON)
    assert other.until == ON


def test_what_only_prints_it_asks_nothing() -> None:
    watch = Watch()
    day = watch.see(ON)
    assert isinstance(day, WatchedDay)
    assert (type(day.plain), day.plain, watch.until) == (date, ON, date.max)


# What is asked for one document, and what is worked out once for several


@dataclass
class Account:
    """How something stands on a day."""

    on: date
    worked_out: list[str] = field(default_factory=list)

    @watched_property
    def is_late(self) -> bool:
        """Whether a day has passed."""
        self.worked_out.append("is_late")
        return self.on > date(2026, 12, 24)

    @watched_property
    def is_to_be_told(self) -> bool:
        """Whether it is late, or another day has come."""
        self.worked_out.append("is_to_be_told")
        return self.is_late or self.on >= date(2026, 12, 13)

    @watched_property
    def way(self) -> str:
        """What can't be worked out on a day before another."""
        if self.on < date(2027, 1, 1):
            raise LookupError
        return "on"


def test_each_is_told_until_when_what_it_asks_for_itself_holds() -> None:
    watch = Watch()
    on = watch.see(ON)
    assert record_asked(on, lambda: on <= date(2026, 12, 24)) == (True, date(2026, 12, 24))
    assert record_asked(on, lambda: (on - date(2026, 1, 1)).days) == (331, ON)
    assert record_asked(on, lambda: "always") == ("always", date.max)
    assert watch.until == date.max
    assert record_asked(ON, lambda: date(2026, 12, 24) >= ON) == (True, date.max)


def test_what_is_worked_out_once_tells_each_that_asks_until_when_it_holds() -> None:
    watch = Watch()
    account = Account(watch.see(ON))
    for _ in range(2):
        assert record_asked(account.on, lambda: account.is_late) == (False, date(2026, 12, 24))
    assert record_asked(account.on, lambda: account.is_to_be_told) == (False, date(2026, 12, 12))
    assert record_asked(account.on, lambda: (account.is_late, account.is_to_be_told)) == ((False, False), date(2026, 12, 12))
    assert account.worked_out == ["is_late", "is_to_be_told"]
    assert watch.until == date.max


def test_what_is_within_what_was_worked_out_first_is_told_by_itself() -> None:
    account = Account(Watch().see(ON))
    assert record_asked(account.on, lambda: account.is_to_be_told)[1] == date(2026, 12, 12)
    assert record_asked(account.on, lambda: account.is_late)[1] == date(2026, 12, 24)
    assert account.worked_out == ["is_to_be_told", "is_late"]


def test_on_a_day_that_is_not_watched_it_is_worked_out_once_too() -> None:
    account = Account(ON)
    assert [account.is_to_be_told, account.is_to_be_told, account.is_late] == [False, False, False]
    assert account.worked_out == ["is_to_be_told", "is_late"]


def test_what_failed_counts_as_asked_by_whoever_goes_by_that() -> None:
    account = Account(Watch().see(ON))

    def ask() -> str:
        try:
            return account.way
        except LookupError:
            return "none"

    for _ in range(2):
        assert record_asked(account.on, ask) == ("none", date(2026, 12, 31))


@pytest.mark.parametrize("kind", [standing.Standing, DeviationStanding])
def test_nothing_of_how_a_contract_stands_is_kept_without_its_last_day(kind: type) -> None:
    kept = [name for name, value in vars(kind).items() if isinstance(value, cached_property)]
    watched = [name for name, value in vars(kind).items() if isinstance(value, watched_property)]
    assert kept == []
    assert len(watched) > 5
