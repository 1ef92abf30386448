from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.contract.choices import Area, Method
from generator.contract.models import Action, Activity, Deviation, Submission
from generator.contract.values import Month, Text
from generator.rules.actions import (
    ActionStatus,
    assess_action,
    find_done,
    find_handed_in,
    find_last_day,
    find_latest_submission,
    find_plan_due,
    find_verifying_activity,
    is_late,
)

DUE = date(2026, 9, 30)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("on", "done", "status"),
    [
        (date(2026, 8, 31), None, ActionStatus("not_done")),
        (date(2026, 9, 30), None, ActionStatus("not_done")),
        (date(2026, 10, 1), None, ActionStatus("late", 1)),
        (date(2027, 10, 1), None, ActionStatus("late", 366)),
        (date(2026, 9, 20), date(2026, 9, 20), ActionStatus("done", 0, date(2026, 9, 20))),
        (date(2026, 10, 9), date(2026, 9, 30), ActionStatus("done", 0, date(2026, 9, 30))),
        (date(2026, 10, 9), date(2026, 10, 1), ActionStatus("done_late", 1, date(2026, 10, 1))),
        (date(2026, 8, 1), date(2026, 7, 1), ActionStatus("done", 0, date(2026, 7, 1))),
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
    assert assess_action(DUE, done, on) == status


@pytest.mark.parametrize(
    ("on", "state"), [(date(2026, 8, 1), "not_done"), (date(2026, 9, 30), "not_done"), (date(2026, 10, 1), "late")]
)
def test_what_is_entered_as_done_later_was_not_done_then(on, state):
    assert assess_action(DUE, on + timedelta(days=1), on).state == state


@settings(max_examples=200, deadline=None)
@given(due=DAYS, done=st.none() | DAYS, on=DAYS)
def test_days_are_counted_for_what_is_late_and_nothing_else(due, done, on):
    status = assess_action(due, done, on)
    is_done = done is not None and done <= on
    assert (status.done, status.state in {"done", "done_late"}) == (done if is_done else None, is_done)
    assert (status.days > 0) == (status.state in {"late", "done_late"})
    assert status.days == max(0, ((done if is_done else on) - due).days)


@settings(max_examples=100, deadline=None)
@given(due=DAYS, done=st.none() | DAYS, first=DAYS, later=st.integers(0, 400))
def test_an_action_never_goes_back(due, done, first, later):
    order = ["not_done", "late", "done_late", "done"]
    days = (first, first + timedelta(days=later))
    states = [assess_action(due, done, day).state for day in days]
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
    """How an action stands, since when it is done, and whether it is late."""
    action = Action(id="A1", description=Text("x"), due=DUE, done=done, submitted=submitted)
    status = assess_action(find_last_day(action, DUE, on), find_done(action, on), on, find_handed_in(action, on))
    assert is_late(action, on) == (status.state == "late")
    return status


@pytest.mark.parametrize("on", [BEFORE, DUE, AFTER])
@pytest.mark.parametrize("sent", [(), (Submission(date=BEFORE),), (Submission(date=BEFORE, accepted=BEFORE),)])
def test_what_the_officer_says_is_done_is_done_whether_or_not_evidence_is_accepted(on, sent):
    assert tell(on, BEFORE, *sent) == ActionStatus("done", 0, BEFORE)


@pytest.mark.parametrize(("on", "status"), [(BEFORE, "not_done"), (DUE, "not_done"), (AFTER, "late")])
@pytest.mark.parametrize("done", [None, BEFORE])
def test_rejected_evidence_is_as_none_from_the_day_that_it_is_rejected(on, status, done):
    assert tell(on, done, Submission(date=BEFORE, rejected=BEFORE, reason=NO)).state == status
    unsorted = (Submission(date=DUE, rejected=DUE, reason=NO), Submission(date=BEFORE, accepted=BEFORE))
    assert tell(AFTER, done, *unsorted) == ActionStatus("late", 1)


@pytest.mark.parametrize(
    ("on", "sent", "status"),
    [
        (BEFORE, BEFORE, ActionStatus("handed_in")),
        (DUE, BEFORE, ActionStatus("handed_in")),
        (AFTER, BEFORE, ActionStatus("handed_in")),
        (BEFORE, DUE, ActionStatus("not_done")),  # comes tomorrow
        (DUE, DUE, ActionStatus("handed_in")),
        (LATER, DUE, ActionStatus("handed_in")),
        (DUE, AFTER, ActionStatus("not_done")),
        (AFTER, AFTER, ActionStatus("handed_in", 1)),
        (LATER, AFTER, ActionStatus("handed_in", 1)),  # late by the day that it came
        (LATER - timedelta(days=1), LATER, ActionStatus("late", 8)),
        (LATER, LATER, ActionStatus("handed_in", 9)),
    ],
)
def test_what_nobody_has_looked_at_is_neither_done_nor_late(on, sent, status):
    assert tell(on, None, Submission(date=sent)) == status
    answered = Submission(date=sent, accepted=on + timedelta(days=1))
    assert tell(on, None, answered) == status  # an answer to come isn't known


@pytest.mark.parametrize(
    ("on", "status"),
    [
        (DUE, ActionStatus("handed_in")),
        (AFTER, ActionStatus("done", 0, BEFORE)),
        (LATER, ActionStatus("done", 0, BEFORE)),
    ],
)
def test_accepted_evidence_makes_an_action_done_on_the_day_that_it_came(on, status):
    assert tell(on, None, Submission(date=BEFORE, accepted=AFTER)) == status


@pytest.mark.parametrize(
    ("submitted", "status"),
    [
        ([(DUE, "accepted"), (AFTER, None)], ActionStatus("done", 0, DUE)),  # more came, which undoes nothing
        ([(AFTER, None), (DUE, "accepted")], ActionStatus("done", 0, DUE)),  # unsorted
        ([(DUE, "accepted"), (AFTER, "rejected")], ActionStatus("late", 8)),  # accepted until then
        ([(BEFORE, "rejected"), (AFTER, "accepted")], ActionStatus("done_late", 1, AFTER)),
        ([(BEFORE, "accepted"), (DUE, "rejected"), (AFTER, "accepted")], ActionStatus("done_late", 1, AFTER)),
        ([(BEFORE, "rejected"), (AFTER, None)], ActionStatus("handed_in", 1)),
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
    on = DUE + timedelta(days=3)
    status = assess_action(DUE, done, on, handed_in, is_agreed=False)
    assert (status.state, status.days) == (state, 0)
    assert assess_action(DUE, None, DUE, is_agreed=False).state == "not_done"
