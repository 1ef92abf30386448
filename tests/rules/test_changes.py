"""Changes of a contract: what is agreed on a day, and what every rule makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from generator.contract import messages
from generator.contract.checks import check_contract
from generator.contract.date_checks import list_doubts
from generator.contract.models import Change, Contract, Dates, Extension, Money, Penalty, Terms
from generator.contract.values import Text
from generator.documents.changes import list_changes
from generator.documents.evaluation_report import _describe_contract
from generator.documents.obstacles import find_end
from generator.rules.changes import find_agreed_penalty, find_softenings, find_value
from generator.rules.figures import Window, is_in_period, make_life_window, sum_penalty_weeks
from generator.rules.standing import DutyKind, Phase, Standing
from generator.rules.standing.phases import EndCause, find_own_end
from tests.documents.contracts import LADDER, change, read_example
from tests.rules.cases import LOG, assess_deviation, make_deviation

DAY = timedelta(days=1)
STARTS, ENDS = date(2024, 1, 1), date(2026, 12, 31)
PENALTY = Penalty(amount=Decimal(20000), currency="SEK", max_weeks=8)
WORDS = Text("x")
BASE: Contract = change(
    read_example("cleaning"), {"dates": Dates(starts=STARTS, ends=ENDS), "clause.terms": Terms(penalty=PENALTY)}
)


def agree(day: date, **fields: Any) -> Change:
    return Change(date=day, description=WORDS, **fields)


def make(*changes: Change, **others: Any) -> Contract:
    return change(BASE, {"changes": changes} | {path.replace("__", "."): value for path, value in others.items()})


def stand(on: date, *changes: Change) -> Standing:
    return Standing(make(*changes), {}, LADDER, on)


SHORTER, LONGER = agree(date(2025, 5, 2), ends=date(2026, 6, 30)), agree(date(2026, 3, 1), ends=date(2027, 12, 31))


@pytest.mark.parametrize(
    ("on", "day", "cause"),
    [
        (SHORTER.date - DAY, ENDS, EndCause.TERM),
        (SHORTER.date, date(2026, 6, 30), EndCause.CHANGE),
        (LONGER.date - DAY, date(2026, 6, 30), EndCause.CHANGE),
        (LONGER.date, date(2027, 12, 31), EndCause.CHANGE),
    ],
)
@pytest.mark.parametrize("changes", [[SHORTER, LONGER], [LONGER, SHORTER]])
def test_the_last_day_is_that_of_the_latest_change_known_on_the_day(changes, on, day, cause):
    ending = find_own_end(make(*changes), on)
    assert (ending.day, ending.cause, ending.decided) == (day, cause, {ENDS: None}.get(day, ending.decided))
    assert stand(on, *changes).ending.day == day


def test_of_two_changes_on_a_day_the_last_one_written_holds():
    both = agree(SHORTER.date, ends=date(2026, 3, 31))
    assert find_own_end(make(SHORTER, both), SHORTER.date).day == date(2026, 3, 31)


def extend(decided: date, until: date) -> Dates:
    return Dates(starts=STARTS, ends=ENDS, extensions=(Extension(until=until, decided=decided),))


@pytest.mark.parametrize(
    ("decided", "day", "cause"),
    [
        (SHORTER.date - DAY, date(2026, 6, 30), EndCause.CHANGE),
        (SHORTER.date, date(2026, 6, 30), EndCause.CHANGE),
        (SHORTER.date + DAY, date(2028, 1, 31), EndCause.EXTENSION),
    ],
)
def test_extensions_and_changes_follow_one_another_by_their_days(decided, day, cause):
    contract = make(SHORTER, dates=extend(decided, date(2028, 1, 31)))
    ending = find_own_end(contract, date(2026, 1, 1))
    assert (ending.day, ending.cause) == (day, cause)


def test_an_extension_that_a_change_has_overtaken_is_not_to_be_decided_on():
    option = Dates(starts=STARTS, ends=ENDS, extensions=(Extension(until=date(2027, 12, 31), decide_by=date(2026, 9, 1)),))
    asked = Standing(make(dates=option), {}, LADDER, LONGER.date).extension
    assert asked is not None
    assert Standing(make(LONGER, dates=option), {}, LADDER, LONGER.date).extension is None


def test_a_change_ends_what_ran_until_further_notice():
    open_ended = Dates(starts=STARTS, until_further_notice=True)
    contract = make(SHORTER, dates=open_ended)
    assert find_own_end(contract, SHORTER.date - DAY).day is None
    assert find_own_end(contract, SHORTER.date).day == date(2026, 6, 30)


@pytest.mark.parametrize(("on", "phase"), [(date(2026, 6, 30), Phase.RUNNING), (date(2026, 7, 1), Phase.ENDED)])
def test_phase_obstacle_and_period_follow_the_changed_end(on, phase):
    standing = stand(on, SHORTER)
    assert standing.phase is phase
    assert (find_end(standing) is None) is (phase is Phase.RUNNING)
    assert is_in_period(standing, Window(on, on)) is (phase is Phase.RUNNING)
    assert stand(on).phase is Phase.RUNNING


def test_a_contract_is_evaluated_by_its_changed_end_and_30_days_after_the_change_at_the_soonest():
    def find_day(*changes: Change) -> date:
        (duty,) = [each for each in Standing(
            make(*changes, evaluation=type(BASE.evaluation)()), {}, LADDER, date(2026, 6, 1)
        ).duties if each.kind is DutyKind.EVALUATION_DUE]  # fmt: skip
        return duty.day

    assert find_day() == ENDS - timedelta(days=180)
    assert find_day(SHORTER) == date(2026, 6, 30) - timedelta(days=180)
    assert find_day(agree(date(2026, 6, 1), ends=date(2026, 7, 31))) == date(2026, 7, 1)


def test_the_value_is_that_of_the_latest_change_that_has_one():
    first, second = (Money(amount=Decimal(amount), currency="SEK") for amount in (100, 200))
    more = (agree(date(2025, 3, 1), value=second), agree(date(2025, 4, 1)))
    contract = make(*reversed(more), value=first)
    assert [find_value(contract, date(2025, month, 1)) for month in (2, 3, 4)] == [first, second, second]
    assert find_value(make(), date(2025, 4, 1)) is None


def lower(amount: int, **fields: Any) -> Penalty:
    return Penalty(**{"amount": Decimal(amount), "currency": "SEK"} | fields)


def test_a_changed_penalty_keeps_its_most_weeks_unless_it_says_others():
    first, second = agree(date(2025, 3, 1), penalty=lower(15000)), agree(date(2025, 4, 1), penalty=lower(15000, max_weeks=9))
    contract = make(second, first)
    weeks = [find_agreed_penalty(contract, date(2025, month, 1)) for month in (2, 3, 4)]
    assert [(each.amount, each.max_weeks) for each in weeks if each] == [(20000, 8), (15000, 8), (15000, 9)]


def test_a_dropped_penalty_is_none_from_the_day_of_the_change():
    contract = make(agree(date(2025, 3, 1), penalty=lower(0)))
    assert find_agreed_penalty(contract, date(2025, 2, 28)) == PENALTY
    assert find_agreed_penalty(contract, date(2025, 3, 1)) is None


@pytest.mark.parametrize(
    ("new", "is_softer"),
    [
        (lower(20000), False),
        (lower(19999), True),
        (lower(20001), False),
        (lower(20000, max_weeks=8), False),
        (lower(20000, max_weeks=7), True),
        (lower(30000, max_weeks=7), True),
        (lower(20000, max_weeks=9), False),
        (lower(0), True),
        (lower(2000, currency="EUR"), False),
        (lower(0, currency="EUR"), True),
    ],
)
def test_what_softens_a_penalty(new, is_softer):
    contract = make(agree(date(2025, 3, 1), penalty=new))
    assert bool(list(find_softenings(contract))) is is_softer
    told = [each.path for each in list_doubts(contract)]
    assert (("changes", 0, "penalty") in told) is is_softer
    assert [row.is_softer for row in list_changes(contract, date(2025, 3, 1))] == [is_softer]


def test_a_penalty_is_held_against_the_one_agreed_until_then_whatever_the_order_in_the_file():
    harder, back = agree(date(2025, 3, 1), penalty=lower(30000)), agree(date(2025, 4, 1), penalty=lower(25000))
    assert [(each.index, each.was.amount) for each in find_softenings(make(back, harder))] == [(0, 30000)]


def test_what_never_had_a_penalty_has_none_to_soften():
    contract = make(agree(date(2025, 3, 1), penalty=lower(100)), clause__terms=Terms())
    assert list(find_softenings(contract)) == []
    assert find_agreed_penalty(contract, date(2025, 3, 1)) == lower(100)


@pytest.mark.parametrize(("agreed", "amount"), [(date(2027, 2, 16), 10000), (date(2027, 2, 17), 20000)])
def test_a_penalty_runs_as_it_was_agreed_on_the_day_that_it_was_claimed(agreed, amount):
    softened = (agree(agreed, penalty=lower(10000)),)
    standing = assess_deviation(date(2027, 2, 23), make_deviation(*LOG[:5]), changes=softened)
    assert standing.penalty
    assert standing.penalty.amount == 2 * amount
    summed = sum_penalty_weeks(standing, Window(date(2027, 1, 1), date(2027, 2, 23)))
    assert summed
    assert summed.amount == 2 * amount
    assert standing.sanctions.penalty
    assert standing.sanctions.penalty.amount == 10000


def test_no_penalty_can_be_claimed_once_it_is_dropped():
    dropped = (agree(date(2027, 2, 15), penalty=lower(0)),)
    assert assess_deviation(date(2027, 2, 23), make_deviation(*LOG[:5]), changes=dropped).penalty is None


def test_a_change_after_the_last_day_is_doubted():
    assert [each.path for each in list_doubts(make(agree(ENDS, ends=date(2027, 6, 30))))] == []
    late = make(agree(ENDS + DAY, ends=date(2027, 6, 30)))
    assert ("changes", 0, "date") in [each.path for each in list_doubts(late)]


def test_what_is_planned_after_a_shortened_end_is_doubted_and_before_a_lengthened_one_is_not():
    activity = BASE.monitoring.activities[0].model_copy(update={"planned": date(2026, 7, 1), "done": None})
    put = {"monitoring__activities": (activity,)}
    path = ("monitoring", "activities", 0, "planned")
    assert path not in [each.path for each in list_doubts(make(**put))]
    assert path in [each.path for each in list_doubts(make(SHORTER, **put))]
    assert path not in [each.path for each in list_doubts(make(LONGER, SHORTER, **put))]


def test_documents_tell_the_changes_known_on_their_day_in_order():
    contract = make(LONGER, SHORTER, value=Money(amount=Decimal(100), currency="SEK"))
    assert [row.agreed for row in list_changes(contract, LONGER.date)] == [SHORTER.date, LONGER.date]
    assert [row.agreed for row in list_changes(contract, LONGER.date - DAY)] == [SHORTER.date]
    told = _describe_contract(Standing(contract, {}, LADDER, SHORTER.date), make_life_window(contract.dates, SHORTER.date))
    assert (told.end.day, told.value and told.value.amount, len(told.changes)) == (date(2026, 6, 30), 100, 1)


@pytest.mark.parametrize(
    ("decided", "day"), [(SHORTER.date + DAY, date(2028, 1, 31)), (SHORTER.date + 2 * DAY, None), (SHORTER.date + 3 * DAY, None)]
)
def test_a_change_takes_the_last_day_away_and_no_extension_gives_it_back(decided, day):
    endless = agree(SHORTER.date + 2 * DAY, until_further_notice=True)
    contract = make(endless, SHORTER, dates=extend(decided, date(2028, 1, 31)))
    assert find_own_end(contract, SHORTER.date + DAY).day == (day or date(2026, 6, 30))
    assert find_own_end(contract, date(2027, 1, 1)).day is None
    later = agree(SHORTER.date + 4 * DAY, ends=ENDS)
    assert find_own_end(make(later, endless, dates=contract.dates), date(2027, 1, 1)).day == ENDS


@pytest.mark.parametrize("on", [date(2025, 9, 19), date(2025, 9, 20)])
def test_an_extension_stands_among_the_changes_once_it_is_decided(on):
    option = Extension(until=date(2027, 12, 31), decided=date(2025, 9, 20), decision_number="KS 2025/8")
    later = agree(date(2025, 9, 21), until_further_notice=True)
    contract = make(later, SHORTER, dates=Dates(starts=STARTS, ends=ENDS, extensions=(option,)))
    rows = list_changes(contract, on)
    assert [row.agreed for row in rows] == [SHORTER.date, option.decided][: 1 + (on == option.decided)]
    assert [row.is_endless for row in list_changes(contract, later.date)] == [False, False, True]
    assert [(row.ends, row.decision_number) for row in rows[1:]] == [(option.until, "KS 2025/8")][: len(rows) - 1]


@pytest.mark.parametrize(("change", "is_told"), [(SHORTER, True), (agree(SHORTER.date, until_further_notice=True), False)])
def test_what_comes_after_a_last_day_is_no_doubt_once_the_contract_has_none(change, is_told):
    activity = BASE.monitoring.activities[0].model_copy(update={"planned": ENDS + DAY, "done": None, "audit": None})
    contract = make(change, monitoring__activities=(activity,))
    told = [each.path for each in list_doubts(contract)]
    assert (("monitoring", "activities", 0, "planned") in told) is is_told


def test_a_change_that_sets_a_last_day_and_takes_it_away_contradicts_itself():
    (found,) = check_contract(make(agree(SHORTER.date, ends=ENDS, until_further_notice=True)))
    assert (found.path, found.mistake) == (("changes", 0, "ends"), messages.HAS_NO_END)
