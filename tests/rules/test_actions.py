from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.choices import Area, Method
from generator.contract.models import Action, Activity, Deviation, Submission
from generator.contract.values import Month, Text
from generator.rules.actions import (
    assess_action,
    find_done,
    find_handed_in,
    find_last_day,
    find_latest_submission,
    find_plan_due,
    find_verifying_activity,
)

DUE = date(2026, 9, 30)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def say(state, days=0, done=None):
    """What is expected of an action: how it stands, for how many days, and since when it is done."""
    return (state, days, done)


def assess(on, *submitted, due=DUE, done=None, is_agreed=True):
    """How an action stands, for how many days, and since when it is done."""
    action = Action(id="A1", description=Text("x"), due=due, done=done, submitted=submitted)
    status = assess_action(action, on, is_agreed=is_agreed)
    return say(status.state, status.days, status.done)


def is_late(action, on):
    return assess_action(action, on).state == "late"


@pytest.mark.parametrize(
    ("on", "done", "status"),
    [
        (date(2026, 8, 31), None, say("not_done")),
        (date(2026, 9, 30), None, say("not_done")),
        (date(2026, 10, 1), None, say("late", 1)),
        (date(2027, 10, 1), None, say("late", 366)),
        (date(2026, 9, 20), date(2026, 9, 20), say("done", 0, date(2026, 9, 20))),
        (date(2026, 10, 9), date(2026, 9, 30), say("done", 0, date(2026, 9, 30))),
        (date(2026, 10, 9), date(2026, 10, 1), say("done_late", 1, date(2026, 10, 1))),
        (date(2026, 8, 1), date(2026, 7, 1), say("done", 0, date(2026, 7, 1))),
    ],
    ids=[
        "long before it is due",
        "the due day itself",
        "the day after",
        "a year late",
        "done today",
        "done on the due day",
        "done the day after",
        "done long before",
    ],
)
def test_at_each_border(on, done, status):
    assert assess(on, done=done) == status


@pytest.mark.parametrize(
    ("on", "state"), [(date(2026, 8, 1), "not_done"), (date(2026, 9, 30), "not_done"), (date(2026, 10, 1), "late")]
)
def test_what_is_entered_as_done_later_was_not_done_then(on, state):
    assert assess(on, done=on + timedelta(days=1))[0] == state


@settings(max_examples=200, deadline=None)
@given(due=DAYS, done=st.none() | DAYS, on=DAYS)
def test_days_are_counted_for_what_is_late_and_nothing_else(due, done, on):
    state, days, known = assess(on, due=due, done=done)
    is_done = done is not None and done <= on
    assert (known, state in {"done", "done_late"}) == (done if is_done else None, is_done)
    assert (days > 0) == (state in {"late", "done_late"})
    assert days == max(0, ((done if is_done else on) - due).days)


@settings(max_examples=100, deadline=None)
@given(due=DAYS, done=st.none() | DAYS, first=DAYS, later=st.integers(0, 400))
def test_an_action_never_goes_back(due, done, first, later):
    order = ["not_done", "late", "done_late", "done"]
    days = (first, first + timedelta(days=later))
    states = [assess(day, due=due, done=done)[0] for day in days]
    assert order.index(states[0]) <= order.index(states[1])


# How an action is verified


def make_activity(name, planned=date(2027, 2, 1), **fields):
    return Activity(id=name, method=Method.AUDIT, planned=planned, **fields)


def find(*activities, against="2.3", location="S1", on=date(2027, 3, 1)):
    deviation = Deviation(id="D", found=date(2026, 5, 18), against=against, location=location)
    found = find_verifying_activity(DUE, deviation, activities, on)
    return found.id if found else None


@pytest.mark.parametrize(
    "fields",
    [
        {"sites": ("S1", "S2")},
        {"requirements": ("2.2", "2.3")},
        {"sites": ("S1",), "planned": Month(2026, 10)},
        {"sites": ("S1",), "planned": date(2026, 10, 1)},
    ],
)
def test_monitoring_of_the_same_site_or_requirement_after_the_due_day_verifies(fields):
    assert find(make_activity("M", **fields)) == "M"


@pytest.mark.parametrize(
    "fields",
    [
        {"sites": ("S2",), "requirements": ("2.4",)},
        {},
        {"sites": ("S1",), "planned": DUE},
        {"sites": ("S1",), "planned": Month(2026, 9)},
        {"sites": ("S1",), "planned": None},
        {"sites": ("S1",), "done": date(2027, 2, 3)},
    ],
    ids=["another site and requirement", "nothing named", "on the due day", "the month of it", "not planned", "done already"],
)
def test_other_monitoring_does_not(fields):
    assert find(make_activity("M", **fields)) is None


@pytest.mark.parametrize(("on", "found"), [(date(2027, 2, 2), "M"), (date(2027, 2, 3), None)])
def test_monitoring_that_was_done_later_was_still_to_come(on, found):
    assert find(make_activity("M", sites=("S1",), done=date(2027, 2, 3)), on=on) == found


def test_the_first_that_fits_verifies():
    later, sooner = make_activity("later", sites=("S1",)), make_activity("sooner", Month(2026, 12), requirements=("2.3",))
    assert find(later, make_activity("unfit", date(2026, 10, 2)), sooner) == "sooner"
    assert find(make_activity("A", sites=("S1",)), make_activity("B", sites=("S1",))) == "A"


def test_a_deviation_without_a_place_or_a_section_is_verified_by_what_is_left():
    assert find(make_activity("M", requirements=("2.3",)), location=None) == "M"
    assert find(make_activity("M", sites=("S1",)), against=Area.LABOUR_RIGHTS) == "M"
    assert find(make_activity("M", sites=("S1",), requirements=("2.3",)), against=None, location=None) is None


@pytest.mark.parametrize(
    ("due", "requested", "days", "expected"),
    [
        (date(2026, 6, 30), date(2026, 5, 25), 30, date(2026, 6, 30)),
        (None, date(2026, 5, 25), 30, date(2026, 6, 24)),
        (None, date(2026, 5, 20), 30, date(2026, 6, 22)),  # 19 June is Midsummer Eve
        (None, date(2026, 5, 25), None, None),
        (None, None, 30, None),
    ],
)
def test_the_last_day_to_hand_in_a_plan(due, requested, days, expected):
    assert find_plan_due(due, requested, days) == expected


SENT = (
    Submission(date=date(2026, 9, 20), what=Text("second"), accepted=date(2026, 9, 25)),
    Submission(date=date(2026, 9, 10), what=Text("first"), rejected=date(2026, 9, 15), reason=Text("x")),
)
"""Unsorted: what was rejected first, and what was accepted then."""


@pytest.mark.parametrize(
    ("on", "done", "latest"),
    [
        (date(2026, 9, 9), None, None),
        (date(2026, 9, 10), date(2026, 9, 10), "first"),
        (date(2026, 9, 14), date(2026, 9, 10), "first"),
        (date(2026, 9, 15), None, "first"),
        (date(2026, 9, 19), None, "first"),
        (date(2026, 9, 20), date(2026, 9, 10), "second"),
        (date(2026, 9, 25), date(2026, 9, 10), "second"),
    ],
)
def test_an_action_is_not_done_while_its_latest_evidence_is_rejected(on, done, latest):
    action = Action(id="A1", description=Text("x"), due=DUE, done=date(2026, 9, 10), submitted=SENT)
    found = find_latest_submission(action, on)
    assert (find_done(action, on), found.what.plain if found else None) == (done, latest)


def test_of_two_on_one_day_the_last_in_the_file_counts():
    day = date(2026, 9, 10)
    sent = (Submission(date=day, rejected=day, reason=Text("x")), Submission(date=day, what=Text("mended")))
    action = Action(id="A1", description=Text("x"), due=DUE, done=day, submitted=sent)
    assert (find_latest_submission(action, day), find_done(action, day)) == (sent[1], day)


@pytest.mark.parametrize("more", [(), (Submission(date=date(2026, 9, 16)),)])
def test_what_was_accepted_before_a_rejection_counts_no_more_whatever_comes_after(more):
    first, then = date(2026, 9, 10), date(2026, 9, 15)
    accepted = Submission(date=first, accepted=date(2026, 9, 12))
    rejected = Submission(date=first, rejected=date(2026, 9, 14), reason=Text("x"))
    assert find_done(Action(id="A1", description=Text("x"), due=DUE, submitted=(*more, accepted, rejected)), then) is None
    after = Action(id="A1", description=Text("x"), due=DUE, submitted=(*more, rejected, accepted))
    assert find_done(after, then) == first
    late = Action(id="A1", description=Text("x"), due=DUE, submitted=(*more, accepted, rejected))
    assert (find_done(late, date(2026, 9, 20)), bool(find_handed_in(late, date(2026, 9, 20)))) == (None, bool(more))


# What evidence and the officer's own word mean together: the table of `rules.actions`

BEFORE, AFTER, LATER = DUE - timedelta(days=1), DUE + timedelta(days=1), DUE + timedelta(days=9)
NO = Text("x")


def tell(on, done, *submitted):
    """As `assess`, for an action that is done on a day by the officer's own word."""
    return assess(on, *submitted, done=done)


@pytest.mark.parametrize("on", [BEFORE, DUE, AFTER])
@pytest.mark.parametrize("sent", [(), (Submission(date=BEFORE),), (Submission(date=BEFORE, accepted=BEFORE),)])
def test_what_the_officer_says_is_done_is_done_whether_or_not_evidence_is_accepted(on, sent):
    assert tell(on, BEFORE, *sent) == say("done", 0, BEFORE)


@pytest.mark.parametrize(("on", "status"), [(BEFORE, "not_done"), (DUE, "not_done"), (AFTER, "late")])
@pytest.mark.parametrize("done", [None, BEFORE])
def test_rejected_evidence_is_as_none_from_the_day_that_it_is_rejected(on, status, done):
    assert tell(on, done, Submission(date=BEFORE, rejected=BEFORE, reason=NO))[0] == status
    unsorted = (Submission(date=DUE, rejected=DUE, reason=NO), Submission(date=BEFORE, accepted=BEFORE))
    assert tell(AFTER, done, *unsorted) == say("late", 1)


@pytest.mark.parametrize(
    ("on", "sent", "status"),
    [
        (BEFORE, BEFORE, say("handed_in")),
        (DUE, BEFORE, say("handed_in")),
        (AFTER, BEFORE, say("handed_in")),
        (BEFORE, DUE, say("not_done")),  # comes tomorrow
        (DUE, DUE, say("handed_in")),
        (LATER, DUE, say("handed_in")),
        (DUE, AFTER, say("not_done")),
        (AFTER, AFTER, say("handed_in", 1)),
        (LATER, AFTER, say("handed_in", 1)),  # late by the day that it came
        (LATER - timedelta(days=1), LATER, say("late", 8)),
        (LATER, LATER, say("handed_in", 9)),
    ],
)
def test_what_nobody_has_looked_at_is_neither_done_nor_late(on, sent, status):
    assert tell(on, None, Submission(date=sent)) == status
    answered = Submission(date=sent, accepted=on + timedelta(days=1))
    assert tell(on, None, answered) == status  # an answer to come isn't known


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (DUE, say("handed_in")),
        (AFTER, say("done", 0, BEFORE)),
        (LATER, say("done", 0, BEFORE)),
    ],
)
def test_accepted_evidence_makes_an_action_done_on_the_day_that_it_came(on, status):
    assert tell(on, None, Submission(date=BEFORE, accepted=AFTER)) == status


@pytest.mark.parametrize(
    ("submitted", "status"),
    [
        ([(DUE, "accepted"), (AFTER, None)], say("done", 0, DUE)),  # more came, which undoes nothing
        ([(AFTER, None), (DUE, "accepted")], say("done", 0, DUE)),  # unsorted
        ([(DUE, "accepted"), (AFTER, "rejected")], say("late", 8)),  # accepted until then
        ([(BEFORE, "rejected"), (AFTER, "accepted")], say("done_late", 1, AFTER)),
        ([(BEFORE, "accepted"), (DUE, "rejected"), (AFTER, "accepted")], say("done_late", 1, AFTER)),
        ([(BEFORE, "rejected"), (AFTER, None)], say("handed_in", 1)),
    ],
)
def test_of_several_the_first_that_was_accepted_after_the_last_rejection_counts(submitted, status):
    sent = [Submission(date=day, **({answer: day} if answer else {}), reason=NO) for day, answer in submitted]
    assert tell(LATER, None, *sent) == status


@settings(max_examples=200, deadline=None)
@given(
    sent=st.lists(st.tuples(DAYS, st.sampled_from(["accepted", "rejected", None]), st.integers(0, 60)), max_size=3),
    done=st.none() | DAYS,
    on=DAYS,
)
def test_an_action_is_one_thing_of_done_handed_in_and_late(sent, done, on):
    submitted = [Submission(date=day, **({answer: day + timedelta(days=after)} if answer else {})) for day, answer, after in sent]
    action = Action(id="A1", description=Text("x"), due=DUE, done=done, submitted=tuple(submitted))
    assert (find_done(action, on) is not None) + (find_handed_in(action, on) is not None) + is_late(action, on) <= 1
    assert all(day is None or day <= on for day in (find_done(action, on), find_handed_in(action, on)))


@pytest.mark.parametrize(
    ("came", "rejected", "on", "last"),
    [
        (DUE, LATER, LATER - timedelta(days=1), DUE),  # not known yet
        (DUE, LATER, LATER, LATER),
        (BEFORE, DUE, LATER, DUE),
        (BEFORE, BEFORE, LATER, DUE),  # a rejection before the due day takes no time
        (DUE, AFTER, LATER, AFTER),
        (AFTER, LATER, LATER, DUE),  # it came too late
    ],
)
def test_a_rejection_after_the_due_day_moves_the_last_day_of_what_came_in_time(came, rejected, on, last):
    action = Action(id="A1", description=Text("x"), due=DUE, submitted=(Submission(date=came, rejected=rejected, reason=NO),))
    assert find_last_day(action, DUE, on) == last
    assert not is_late(action, last)
    assert is_late(action, LATER + timedelta(days=1))


@pytest.mark.parametrize(
    ("done", "handed_in", "state"),
    [(None, None, "lapsed"), (DUE + timedelta(days=2), None, "done"), (None, DUE + timedelta(days=2), "handed_in")],
)
def test_nothing_is_late_by_a_day_that_nobody_has_agreed_to(done, handed_in, state):
    sent = (Submission(date=handed_in),) if handed_in else ()
    assert assess(DUE + timedelta(days=3), *sent, done=done, is_agreed=False) == say(state, 0, done)
    assert assess(DUE, is_agreed=False) == say("not_done")


def test_an_action_without_a_day_is_never_late():
    assert assess(date.max, due=None) == say("not_done")
    assert assess(LATER, Submission(date=BEFORE), due=None) == say("handed_in")
    assert assess(LATER, due=None, done=BEFORE) == say("done", 0, BEFORE)


# Evidence in any order, and answered in any order


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (DUE + timedelta(days=3), say("handed_in")),  # more came while the first was with the buyer
        (DUE + timedelta(days=4), say("not_done")),
        (DUE + timedelta(days=5), say("late", 1)),
        (DUE + timedelta(days=8), say("late", 4)),  # the first is rejected at last, which undoes no delay
        (LATER, say("late", 5)),
    ],
)
def test_a_late_answer_to_what_was_followed_by_more_undoes_no_delay(on, status):
    first = Submission(date=BEFORE, rejected=DUE + timedelta(days=8), reason=NO)
    more = Submission(date=DUE + timedelta(days=3), rejected=DUE + timedelta(days=4), reason=NO)
    assert assess(on, first, more) == assess(on, more, first) == status


NEAR = st.integers(-4, 12).map(lambda days: DUE + timedelta(days=days))


@st.composite
def make_evidence(draw):
    """Evidence that came on different days, in any order, each accepted, rejected or not looked at."""
    days = draw(st.lists(NEAR, max_size=5, unique=True))
    answers = [draw(st.tuples(st.sampled_from(["accepted", "rejected", None]), st.integers(0, 14))) for _ in days]
    return [
        Submission(date=day, **({answer: day + timedelta(days=after)} if answer else {}))
        for day, (answer, after) in zip(days, answers, strict=True)
    ]


ANY_DAY = st.integers(-6, 30).map(lambda days: DUE + timedelta(days=days))


@settings(max_examples=300, deadline=None)
@given(evidence=make_evidence(), data=st.data(), done=st.none() | NEAR, on=ANY_DAY)
def test_the_order_of_the_file_decides_nothing(evidence, data, done, on):
    shuffled = data.draw(st.permutations(evidence))
    assert assess(on, *shuffled, done=done) == assess(on, *evidence, done=done)


@settings(max_examples=500, deadline=None)
@given(evidence=make_evidence().filter(bool), data=st.data(), done=st.none() | st.just(BEFORE), on=ANY_DAY)
def test_a_rejection_never_makes_an_action_less_late(evidence, data, done, on):
    place = data.draw(st.integers(0, len(evidence) - 1))
    came = evidence[place].date
    open_piece = Submission(date=came)
    rejected = Submission(date=came, rejected=came + timedelta(days=data.draw(st.integers(0, 14))))
    before, after = (assess(on, *evidence[:place], each, *evidence[place + 1 :], done=done)[1] for each in (open_piece, rejected))
    assert before <= after


@settings(max_examples=500, deadline=None)
@given(evidence=make_evidence(), on=ANY_DAY)
def test_what_is_late_is_a_day_later_the_next_day_unless_more_has_come(evidence, on):
    state, days, _done = assess(on, *evidence)
    following = on + timedelta(days=1)
    if state == "late" and following not in {each.date for each in evidence}:
        assert assess(following, *evidence) == say("late", days + 1)
