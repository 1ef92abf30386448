"""What must be done for a contract: each kind of task at its borders, and whole lists, all computed by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.contract.choices import AwardNotice, Method
from generator.contract.clause_file import read_clause
from generator.contract.models import ActionPlan, EscalationEntry, Evaluation, Explanation, Investigation, Kickoff, Submission
from generator.contract.values import FrozenMap, Month, Text
from generator.rules.periods import count_days_after
from generator.rules.standing import Standing, VoidReason
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.duty import Duty, DutyKind, Weight
from generator.rules.standing.steps import ObstacleKind, list_obstacles
from generator.rules.working_days import add_days
from tests.documents.contracts import FILES, LADDER, change, read_example

INSTRUMENTS = read_example("surgical-instruments")
WOUND_CARE = read_example("wound-care")
CLEANING = read_example("cleaning")
CLAUSE = read_clause(FILES, "2023")
DECIDED = ("evaluation", "decided")
EVALUATION = (("evaluation", "effects"), ("evaluation", "lessons"), ("evaluation", "recommendation"))


def task(kind, day, item="", *fields, **facts):
    return Duty(DutyKind(kind), date.fromisoformat(day), item, fields, FrozenMap(facts))


def list_all(contract, on):
    return list(Standing(contract, CLAUSE.parts, LADDER, date.fromisoformat(on)).duties)


def find(kind, contract, on, item=None):
    """The tasks of some kind, or of any of several."""
    return [each for each in list_all(contract, on) if each.kind in kind.split() and item in (None, each.item)]


def day(text):
    return date.fromisoformat(text)


# Whole lists


def action(name, due, index, approved="2026-06-17", deviation=1):
    path = ("deviations", deviation, "action_plan", "actions", index, "done")
    return task("action_due", due, name, path, approved=day(approved))


AUDIT = {"method": Method.AUDIT, "planned": Month(2027, 2)}
LATE = [action("D2 A2", "2026-09-30", 1), action("D2 A3", "2026-11-15", 2)]
AHEAD = [
    action("D2 A4", "2026-12-15", 3),
    task("monitoring_to_notify", "2027-01-04", "M3", ("monitoring", "activities", 2, "notified"), **AUDIT, days=28),
    action("D1 A3", "2027-01-31", 2, "2026-07-01", 0),
    task("monitoring_to_do", "2027-02-28", "M3", ("monitoring", "activities", 2, "done"), **AUDIT),
    task(
        "extension_to_decide",
        "2027-05-31",
        "",
        ("dates", "extensions", 1, "decided"),
        until=day("2028-08-31"),
        decide_by=day("2027-05-31"),
        ends=day("2027-08-31"),
    ),
    task("evaluation_due", "2027-05-31", "", *EVALUATION, decide_by=day("2027-05-31"), ends=day("2027-08-31")),
]
STEP = {"step": "penalty", "standing": "management_meeting", "late_actions": ("A2", "A3")}
MINUTES = task("minutes_to_send", "2024-08-28", "", ("kickoff", "minutes_sent"), held=day("2024-08-21"))
ANSWER = task(
    "answer_due",
    "2026-12-01",
    "D2",
    ("deviations", 1, "escalation", 3, "answered"),
    step="management_meeting",
    taken=day("2026-11-17"),
)


def test_a_contract_while_an_answer_is_waited_for():
    waiting = task("step_due", "2026-12-02", "D2", **STEP, answer_due=day("2026-12-01"))
    assert list_all(INSTRUMENTS, "2026-11-22") == [MINUTES, *LATE, ANSWER, waiting, *AHEAD]
    assert list_all(INSTRUMENTS, "2026-12-01") == [MINUTES, *LATE, ANSWER, waiting, *AHEAD]


def test_the_same_contract_when_no_answer_has_come():
    missed = task("step_due", "2026-12-02", "D2", **STEP, answer_missed=day("2026-12-01"))
    assert list_all(INSTRUMENTS, "2026-12-02") == [MINUTES, *LATE, ANSWER, missed, *AHEAD]


def test_a_contract_that_is_about_to_start():
    whole = list_all(WOUND_CARE, "2026-11-22")
    assert [(each.kind.value, str(each.day), each.item) for each in whole] == [
        ("invitation_to_send", "2026-11-17", ""),
        ("request_to_answer", "2026-11-23", "B1"),
        ("kickoff", "2026-12-08", ""),
        ("monitoring_to_notify", "2027-01-04", "M1"),
        ("monitoring_to_do", "2027-02-28", "M1"),
        ("monitoring_to_notify", "2027-03-18", "M2"),
        ("monitoring_to_do", "2027-04-15", "M2"),
        ("monitoring_to_notify", "2027-05-04", "M3"),
        ("monitoring_to_do", "2027-06-30", "M3"),
        ("monitoring_to_notify", "2027-09-03", "M4"),
        ("monitoring_to_do", "2027-10-31", "M4"),
        ("extension_to_decide", "2028-09-30", ""),
        ("evaluation_due", "2028-09-30", ""),
    ]


def test_a_contract_with_nothing_left_but_a_decision():
    decision = task("decision_due", "2026-12-31", "", DECIDED, ends=day("2027-03-31"))
    unplanned = task("kickoff_to_plan", "2023-04-01", "", ("kickoff", "date"), starts=day("2023-04-01"))
    assert list_all(CLEANING, "2026-11-22") == [unplanned, decision]
    assert list_all(CLEANING, "2027-04-01") == []
    over = Standing(CLEANING, CLAUSE.parts, LADDER, day("2027-04-01")).void
    ended = task("decision_due", "2026-12-31", "", DECIDED, ended=day("2027-03-31"))
    assert over == tuple(
        replace(each, void=VoidReason.CONTRACT_ENDED, void_since=day("2027-03-31")) for each in (unplanned, ended)
    )


# The kick-off


KICKOFF = "kickoff_to_plan invitation_to_send kickoff minutes_to_send"
INVITE = task("invitation_to_send", "2026-11-17", "", ("kickoff", "invited"), meeting=day("2026-12-08"))
HOLD = task("kickoff", "2026-12-08", "", ("kickoff", "held"), meeting=day("2026-12-08"))
MISSED = replace(HOLD, facts=FrozenMap({"passed": day("2026-12-08")}))


@pytest.mark.parametrize("on", ["2026-11-01", "2026-11-17", "2026-11-22", "2026-12-08"])
def test_the_day_to_invite_is_the_same_on_every_day(on):
    assert find(KICKOFF, WOUND_CARE, on) == [INVITE, HOLD]  # Three weeks before the meeting.


def test_an_invitation_waits_for_the_end_of_the_standstill_period():
    contract = change(WOUND_CARE, {"dates.standstill_ends": day("2026-11-20")})  # A Friday.
    assert [each.day for each in find("invitation_to_send", contract, "2026-11-01")] == [day("2026-11-23")]


def test_a_kickoff_step_by_step():
    invited = change(WOUND_CARE, {"kickoff.invited": day("2026-11-17")})
    assert [find(KICKOFF, invited, on) for on in ("2026-11-16", "2026-11-17", "2026-12-08")] == [[INVITE, HOLD], [HOLD], [HOLD]]
    assert [find(KICKOFF, invited, on) for on in ("2026-12-09", "2027-12-09")] == [[MISSED], [MISSED]]
    held = change(invited, {"kickoff.held": day("2026-12-08")})
    minutes = task("minutes_to_send", "2026-12-15", "", ("kickoff", "minutes_sent"), held=day("2026-12-08"))
    days = ("2026-12-07", "2026-12-08", "2026-12-09", "2027-12-09")
    assert [find(KICKOFF, held, on) for on in days] == [[HOLD], [minutes], [minutes], [minutes]]
    sent = change(held, {"kickoff.minutes_sent": day("2026-12-14")})
    assert [find(KICKOFF, sent, on) for on in ("2026-12-13", "2026-12-14")] == [[minutes], []]


def test_minutes_that_were_sent_show_that_the_meeting_was_held():
    sent = change(WOUND_CARE, {"kickoff.minutes_sent": day("2026-12-14")})
    assert [find(KICKOFF, sent, on) for on in ("2026-12-13", "2026-12-14")] == [[MISSED], []]


def test_a_meeting_that_is_moved_is_to_be_held_on_its_new_day():
    moved = change(WOUND_CARE, {"kickoff.date": day("2027-01-12")})
    days = {each.kind.value: str(each.day) for each in find(KICKOFF, moved, "2026-12-09")}
    assert days == {"invitation_to_send": "2026-12-22", "kickoff": "2027-01-12"}


def test_an_invitation_is_void_once_the_day_of_its_meeting_has_passed():
    void = replace(INVITE, void=VoidReason.TIME_PASSED, void_since=day("2026-12-08"))
    assert find(KICKOFF, WOUND_CARE, "2026-12-09") == [MISSED]
    told = [Standing(WOUND_CARE, CLAUSE.parts, LADDER, day(on)).void for on in ("2026-12-08", "2026-12-09")]
    assert told == [(), (void,)]


def plan_kickoff(due, **facts):
    return [task("kickoff_to_plan", due, "", ("kickoff", "date"), starts=day("2027-01-01"), **facts)]


@pytest.mark.parametrize("kickoff", [None, Kickoff()])
def test_a_kickoff_without_a_day_is_to_be_planned(kickoff):
    contract = change(WOUND_CARE, {"kickoff": kickoff})  # The standstill period ends on Friday 13 November.
    expected = plan_kickoff("2026-11-16", standstill_ends=day("2026-11-13"))
    assert find("kickoff kickoff_to_plan", contract, "2026-11-01") == expected
    assert find("kickoff kickoff_to_plan", contract, "2027-03-31") == expected
    assert find("kickoff kickoff_to_plan", contract, "2028-12-31") == expected  # As long as the contract lasts.
    assert find("kickoff kickoff_to_plan", contract, "2029-01-01") == []


@pytest.mark.parametrize(
    ("dates", "due", "facts"),
    [
        ({}, "2026-11-13", {"standstill_ends": "2026-11-12", "assumed_from": "2026-11-02"}),
        ({"award_notice": AwardNotice.POST}, "2026-11-18", {"standstill_ends": "2026-11-17", "reckoned_from": "2026-11-02"}),
        (
            {"award_notice": AwardNotice.POST, "standstill_ends": day("2026-11-13")},
            "2026-11-18",
            {"standstill_ends": "2026-11-17", "reckoned_from": "2026-11-02"},
        ),
    ],
)
def test_the_end_of_the_standstill_period_that_follows_from_the_award_counts_where_none_or_an_earlier_one_is_written(
    dates, due, facts
):
    changes = {f"dates.{name}": value for name, value in ({"award_notice": None, "standstill_ends": None} | dates).items()}
    told = {name: day(value) for name, value in facts.items()}
    assert find("kickoff_to_plan", change(WOUND_CARE, changes | {"kickoff": None}), "2026-11-01") == plan_kickoff(due, **told)
    soon = change(WOUND_CARE, changes | {"kickoff.date": day("2026-11-24")})
    invite = task("invitation_to_send", due, "", ("kickoff", "invited"), meeting=day("2026-11-24"), **told)
    assert find("invitation_to_send", soon, "2026-11-01") == [invite]


@pytest.mark.parametrize("dates", [{"awarded": None}, {"award_notice": AwardNotice.NONE}])
def test_without_a_standstill_period_it_is_to_be_planned_by_the_first_day(dates):
    changes = {"kickoff": None, "dates.standstill_ends": None} | {f"dates.{name}": value for name, value in dates.items()}
    contract = change(WOUND_CARE, changes)
    assert find("kickoff_to_plan", contract, "2026-11-01") == plan_kickoff("2027-01-01")


# Monitoring


@pytest.mark.parametrize(
    ("changes", "on", "kinds"),
    [
        ({}, "2027-02-28", ["monitoring_to_notify", "monitoring_to_do"]),
        ({}, "2027-03-01", ["monitoring_to_do"]),
        ({"notified": day("2026-12-20")}, "2026-12-19", ["monitoring_to_notify", "monitoring_to_do"]),
        ({"notified": day("2026-12-20")}, "2026-12-20", ["monitoring_to_do"]),
        ({"done": day("2027-02-10")}, "2027-02-09", ["monitoring_to_notify", "monitoring_to_do"]),
        ({"done": day("2027-02-10")}, "2027-02-10", []),
        ({"planned": None}, "2026-11-22", []),
    ],
    ids=["last planned day", "day after it", "before it was told", "told", "before it was done", "done", "not planned"],
)
def test_an_activity_is_to_be_told_and_done(changes, on, kinds):
    contract = change(INSTRUMENTS, {f"monitoring.activities.2.{field}": value for field, value in changes.items()})
    assert [each.kind for each in find("monitoring_to_notify monitoring_to_do", contract, on)] == kinds


@pytest.mark.parametrize(
    ("method", "access", "told"),
    [
        (Method.AUDIT, 28, "2027-01-04"),
        (Method.AUDIT, 14, "2027-01-18"),
        (Method.AUDIT, None, "2027-01-04"),
        (Method.DIALOGUE, 14, "2027-01-04"),
        (Method.AUDIT, 31, "2026-12-30"),  # 1 January and New Year's Eve are free days.
    ],
)
def test_notice_is_given_in_the_days_of_the_clause(method, access, told):
    changes = {"monitoring.activities.2.method": method, "clause.terms.audit_access_days": access}
    assert [str(each.day) for each in find("monitoring_to_notify", change(INSTRUMENTS, changes), "2026-11-22")] == [told]


# The action plan


PLAN_KINDS = "plan_to_request plan_to_remind plan_to_approve action_due"
PLAN = ("deviations", 1, "action_plan")
REQUEST = task("plan_to_request", "2026-05-18", "D2", (*PLAN, "requested"))
REMIND = task("plan_to_remind", "2026-06-04", "D2", (*PLAN, "received"), requested=day("2026-05-20"), plan_due=day("2026-06-03"))
APPROVE = task("plan_to_approve", "2026-06-10", "D2", (*PLAN, "approved"))
ACTIONS = [action("D2 A1", "2026-08-15", 0), *LATE, action("D2 A4", "2026-12-15", 3)]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-05-17", []),
        ("2026-05-18", [REQUEST]),
        ("2026-05-19", [REQUEST]),
        ("2026-05-20", [REMIND]),
        ("2026-06-09", [REMIND]),
        ("2026-06-10", [APPROVE]),
        ("2026-06-16", [APPROVE]),
        ("2026-06-17", ACTIONS),
        ("2026-08-19", ACTIONS),
        ("2026-08-20", ACTIONS[1:]),
    ],
)
def test_a_plan_day_by_day(on, expected):
    assert [each for each in find(PLAN_KINDS, INSTRUMENTS, on) if each.item.startswith("D2")] == expected


@pytest.mark.parametrize(
    ("on", "answer", "kinds"),
    [
        ("2026-09-14", {}, ["action_due"]),  # what comes on the 15th isn't known
        ("2026-09-15", {}, ["evidence_to_review"]),
        ("2026-10-01", {}, ["evidence_to_review"]),  # the action was due the day before: it isn't late
        ("2026-09-20", {"accepted": day("2026-09-20")}, []),
        ("2026-09-20", {"rejected": day("2026-09-20")}, ["evidence_to_replace"]),
    ],
)
def test_an_action_that_was_handed_in_is_to_be_looked_at_and_nothing_else(on, answer, kinds):
    sent = (Submission(date=day("2026-09-15"), **answer),)
    contract = change(INSTRUMENTS, {"deviations.1.action_plan.actions.1.submitted": sent})
    assert [each.kind.value for each in find("action_due evidence_to_review evidence_to_replace", contract, on, "D2 A2")] == kinds


@pytest.mark.parametrize(
    ("due", "rejected", "last"),
    [("2026-09-30", "2026-10-05", "2026-10-05"), ("2026-09-30", "2026-09-30", None), ("2026-12-15", "2026-10-05", None)],
    ids=["after the last day", "on the last day", "a day to come is agreed"],
)
def test_a_new_day_is_to_be_agreed_on_where_a_rejection_came_after_the_last_one(due, rejected, last):
    sent = (Submission(date=day("2026-09-15"), rejected=day(rejected)),)
    actions = "deviations.1.action_plan.actions.1"
    contract = change(INSTRUMENTS, {f"{actions}.submitted": sent, f"{actions}.due": day(due)})
    [duty] = find("evidence_to_replace", contract, "2026-11-22", "D2 A2")
    facts = (duty.facts["refused"], duty.facts.get("rejected"))
    assert (str(duty.day), *facts) == (last or due, day(rejected), last and day(last))


def test_a_plan_that_is_not_there_is_asked_for():
    contract = change(INSTRUMENTS, {"deviations.1.action_plan": None})
    before = contract.deviations[1].escalation[0].date
    assert find(PLAN_KINDS, contract, str(before - timedelta(days=1)), "D2") == [REQUEST]
    # The first letter of the ladder asks for it: in 30 days.
    facts = {"requested": before, "plan_due": add_days(before, 30)}
    reminded = task("plan_to_remind", str(facts["plan_due"] + timedelta(days=1)), "D2", (*PLAN, "received"), **facts)
    first = contract.deviations[1].escalation[1].date
    assert first > facts["plan_due"]
    assert find(PLAN_KINDS, contract, str(first - timedelta(days=1)), "D2") == [reminded]
    # The step that is taken then asks for it again.
    assert find(PLAN_KINDS, contract, str(first), "D2") == []


def test_a_plan_is_due_by_the_days_of_the_clause_where_no_day_is_set():
    plan = ActionPlan(requested=day("2026-05-20"))
    contract = change(INSTRUMENTS, {"deviations.1.action_plan": plan})
    facts = {"requested": day("2026-05-20"), "plan_due": day("2026-06-22")}  # 19 June, which is Midsummer Eve, moves to Monday.
    assert find(PLAN_KINDS, contract, "2026-05-20", "D2") == [
        task("plan_to_remind", "2026-06-23", "D2", (*PLAN, "received"), **facts)
    ]
    unknown = change(contract, {"clause.terms.action_plan_days": None})
    usual = {"requested": day("2026-05-20"), "usual_days": 30}
    assert find(PLAN_KINDS, unknown, "2026-07-20", "D2") == [
        task("plan_to_remind", "2026-06-23", "D2", (*PLAN, "received"), **usual)
    ]


def test_a_plan_that_came_unasked_for_is_approved():
    plan = ActionPlan(received=day("2026-06-10"))
    assert find(PLAN_KINDS, change(INSTRUMENTS, {"deviations.1.action_plan": plan}), "2026-06-10", "D2") == [APPROVE]


def test_an_action_without_a_day_is_to_get_one():
    contract = change(INSTRUMENTS, {"deviations.1.action_plan.actions.3.due": None})
    path = (*PLAN, "actions", 3, "due")
    assert find("action_to_date", contract, "2026-11-22") == [
        task("action_to_date", "2026-06-17", "D2 A4", path, approved=day("2026-06-17"))
    ]


def test_an_approved_plan_without_actions_is_to_get_some():
    contract = change(INSTRUMENTS, {"deviations.1.action_plan.actions": ()})
    assert find("actions_to_add action_due", contract, "2026-11-22", "D2") == [
        task("actions_to_add", "2026-06-17", "D2", (*PLAN, "actions"), approved=day("2026-06-17"))
    ]


def test_what_is_done_is_to_be_verified_and_closed():
    done = {f"deviations.1.action_plan.actions.{index}.done": day("2026-10-01") for index in range(4)}
    contract = change(INSTRUMENTS, done)
    told = task("to_verify", "2026-11-02", "D2", ("deviations", 1, "closed"), all_done=day("2026-10-01"))  # From a Saturday.
    assert [find("to_verify", contract, on, "D2") for on in ("2026-09-30", "2026-10-01", "2027-08-31")] == [[], [told], [told]]
    closed = change(contract, {"deviations.1.closed": day("2026-10-20")})
    assert find("to_verify", closed, "2026-10-20", "D2") == []


def test_a_deviation_that_is_closed_has_no_tasks():
    contract = change(INSTRUMENTS, {"deviations.1.closed": day("2026-11-30")})
    assert [each.item for each in list_all(contract, "2026-11-30") if each.item.startswith("D2")] == []
    assert [each.item for each in list_all(contract, "2026-11-29") if each.item.startswith("D2")] == [
        "D2 A2",
        "D2 A3",
        "D2",
        "D2",
        "D2 A4",
    ]


# The ladder


def log(*entries, deviation=1, **changes):
    """The contract with a log of steps, each by its day; `from`, `until` and the like may follow in a map."""
    made = tuple(EscalationEntry(step=step, date=day(text), **dict(*more)) for step, text, *more in entries)
    base = change(INSTRUMENTS, {f"deviations.{deviation}.escalation": made})
    return change(base, {path.replace("__", "."): value for path, value in changes.items()})


LOWER = (("dialogue", "2026-05-20"), ("reminder", "2026-10-05"), ("written_warning", "2026-10-26"))
MEETING = (*LOWER, ("management_meeting", "2026-11-17"))
PENALTY = (*MEETING, ("penalty", "2026-12-02"))
STOPPED = (*PENALTY, ("call_off_suspension", "2027-01-11"))


@pytest.mark.parametrize(
    ("entries", "on", "expected"),
    [
        ((), "2026-05-19", task("step_due", "2026-05-18", "D2", step="dialogue", found=day("2026-05-18"))),
        ((), "2026-05-20", None),  # The plan is asked for that day.
        ((), "2026-09-30", None),
        (
            (),
            "2026-11-22",
            task("step_due", "2026-10-01", "D2", step="dialogue", found=day("2026-05-18"), late_actions=("A2", "A3")),
        ),
        (
            (("dialogue", "2026-05-20", {"skipped": Explanation(reason=Text("Brådskande."))}),),
            "2026-10-02",
            task("step_due", "2026-10-01", "D2", step="reminder", found=day("2026-05-18"), late_actions=("A2",)),
        ),
        (
            LOWER[:1],  # 14 days to answer: Wednesday 3 June; A2 late since 1 October.
            "2026-06-01",
            task("step_due", "2026-06-04", "D2", step="reminder", standing="dialogue", answer_due=day("2026-06-03")),
        ),
        (
            LOWER[:1],
            "2026-11-22",
            task(
                "step_due",
                "2026-06-04",
                "D2",
                step="reminder",
                standing="dialogue",
                answer_missed=day("2026-06-03"),
                late_actions=("A2", "A3"),
            ),
        ),
        (
            (("dialogue", "2026-05-20", {"answered": day("2026-06-01")}),),
            "2026-10-02",
            task(
                "step_due",
                "2026-10-01",
                "D2",
                step="reminder",
                standing="dialogue",
                answered=day("2026-06-01"),
                late_actions=("A2",),
            ),
        ),
        ((("dialogue", "2026-05-20", {"answered": day("2026-06-01")}),), "2026-09-30", None),
        (
            PENALTY,  # 28 days to answer: 30 December.
            "2026-12-31",
            task(
                "step_due",
                "2026-12-31",
                "D2",
                step="call_off_suspension",
                standing="penalty",
                answer_missed=day("2026-12-30"),
                late_actions=("A2", "A3", "A4"),
                unremedied="D2",
            ),
        ),
    ],
    ids=[
        "first",
        "the plan is asked for",
        "no action is late",
        "the plan is late",
        "first passed over",
        "waiting",
        "no answer",
        "answered and late",
        "answered in time",
        "after the penalty",
    ],
)
def test_the_step_that_comes_next(entries, on, expected):
    assert find("step_due", log(*entries), on, "D2") == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("plan", "is_asked_for"),
    [
        (None, True),
        (ActionPlan(), True),
        (ActionPlan(requested=day("2026-11-23")), True),  # tomorrow
        (ActionPlan(requested=day("2026-11-22")), False),
        (ActionPlan(received=day("2026-11-22")), False),
        (ActionPlan(requested=day("2026-11-23"), received=day("2026-11-22")), False),
    ],
)
def test_a_dialogue_is_asked_for_until_the_plan_is(plan, is_asked_for):
    (first,) = find("step_due", log(deviations__1__action_plan=plan), "2026-11-22", "D2") or (None,)
    assert (first and first.facts["step"]) == ("dialogue" if is_asked_for else None)


@pytest.mark.parametrize(
    ("mark", "told"),
    [(None, "D2"), (False, "D2"), (True, None)],
)
def test_a_suspension_waits_for_a_plan_that_remedies(mark, told):
    plan = {"deviations__1__action_plan__actions__0__remediation": mark}
    (found,) = find("step_due", log(*PENALTY, **plan), "2026-12-31", "D2")
    assert (found.facts["step"], found.facts.get("unremedied")) == ("call_off_suspension", told)


def test_the_other_grounds_are_told():
    plan = {"deviations__1__action_plan": ActionPlan(requested=day("2026-05-20"), due=day("2026-06-03"))}
    (late_plan,) = find("step_due", log(*LOWER, **plan), "2026-12-02", "D2")
    assert (late_plan.facts["step"], late_plan.facts["plan_due"]) == ("management_meeting", day("2026-06-03"))
    assert "late_actions" not in late_plan.facts
    assert find("step_due", log(*MEETING, **plan), "2026-12-02", "D2") == []  # no penalty on that alone
    for section, ground in (("3", "reporting"), ("4", "monitoring")):
        (found,) = find("step_due", log(*MEETING, deviations__1__against=section), "2026-12-02", "D2")
        assert found.facts[ground] == day("2026-05-18")


@pytest.mark.parametrize(
    ("on", "decided", "is_told"),
    [
        ("2026-11-30", None, False),  # opened tomorrow
        ("2026-12-01", None, True),
        ("2027-02-01", None, True),  # its day has passed, and it stays
        ("2026-12-09", "2026-12-10", True),
        ("2026-12-10", "2026-12-10", False),
    ],
)
def test_an_investigation_is_to_be_decided_until_it_is(on, decided, is_told):
    looked_into = Investigation(opened=day("2026-12-01"), decide_by=day("2026-12-15"), decided=day(decided) if decided else None)
    expected = task(
        "investigation_to_decide", "2026-12-15", "D1", ("deviations", 0, "investigation", "decided"), opened=day("2026-12-01")
    )
    assert find("investigation_to_decide", log(deviations__0__investigation=looked_into), on, "D1") == [expected] * is_told


def test_immediate_termination_only_where_a_condition_holds():
    passed_over = {"skipped": Explanation(reason=Text("Avtalet går inte att säga upp."))}
    stopped = (*STOPPED, ("termination_with_notice", "2027-02-09", passed_over))
    assert find("step_due", log(*stopped), "2027-02-09", "D2")[0].facts["maximum_penalty"] == day("2027-01-20")
    short = {"clause__terms__penalty__max_weeks": 52}
    assert find("step_due", log(*stopped, **short), "2027-02-09", "D2") == []
    (at_once,) = find("step_due", log(*stopped, **short), "2027-04-12", "D2")  # Suspended for three months on 11 April.
    assert (at_once.facts["step"], at_once.facts["long_suspension"]) == ("immediate_termination", day("2027-04-11"))
    severe = log(*stopped, **short, deviations__1__severe_remedied_at_once=False)
    assert find("step_due", severe, "2027-02-09", "D2")[0].facts["severe_not_remedied"] == day("2026-05-18")


# Penalty and suspension


def week(began, weeks, amount, **facts):
    facts = {"max_weeks": 8, "currency": "SEK", "reaches_maximum": day("2027-01-20"), "week_began": day(began), **facts}
    starts = facts.pop("starts", "2026-12-02")
    known = {name: fact for name, fact in facts.items() if fact is not None}
    return task("penalty_week", starts, "D2", weeks=weeks, amount=Decimal(amount), **known)


AT_MAXIMUM = task(
    "penalty_at_maximum", "2027-01-20", "D2", weeks=8, max_weeks=8, amount=Decimal(160000), currency="SEK", unremedied="D2"
)
PENALTIES = "penalty_week penalty_at_maximum"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-12-01", []),
        ("2026-12-02", [week("2026-12-02", 1, 20000)]),
        ("2026-12-08", [week("2026-12-02", 1, 20000)]),
        ("2026-12-09", [week("2026-12-09", 2, 40000)]),
        ("2027-01-20", [week("2027-01-20", 8, 160000)]),
        ("2027-01-26", [week("2027-01-20", 8, 160000)]),
        ("2027-01-27", [AT_MAXIMUM]),
        ("2027-08-31", [AT_MAXIMUM]),
    ],
)
def test_a_penalty_week_by_week(on, expected):
    assert find(PENALTIES, log(*PENALTY), on) == expected


def test_a_penalty_that_runs_is_not_late():
    (running,) = find(PENALTIES, log(*PENALTY), "2026-12-08")
    (ended,) = find(PENALTIES, log(*PENALTY), "2027-01-27")
    assert (running.count_days_late(day("2026-12-08")), ended.count_days_late(day("2027-01-27"))) == (0, 7)


def test_a_penalty_ends_with_its_last_day():
    contract = log(*MEETING, ("penalty", "2026-12-02", {"from_": day("2026-12-07"), "until": day("2026-12-18")}))
    ending = {"ends": day("2026-12-18"), "reaches_maximum": None, "starts": "2026-12-07"}
    assert find(PENALTIES, contract, "2026-12-06") == []
    assert find(PENALTIES, contract, "2026-12-18") == [week("2026-12-14", 2, 40000, **ending)]
    assert find(PENALTIES, contract, "2026-12-19") == []


def test_a_penalty_without_a_maximum_goes_on():
    contract = log(*PENALTY, clause__terms__penalty__max_weeks=None)
    assert find(PENALTIES, contract, "2027-03-03") == [week("2027-03-03", 14, 280000, max_weeks=None, reaches_maximum=None)]


def test_a_penalty_whose_ground_has_ceased_asks_for_its_last_day():
    done = {f"deviations__1__action_plan__actions__{index}__done": day("2026-12-10") for index in (1, 2, 3)}
    until = ("deviations", 1, "escalation", 4, "until")
    (found,) = find(PENALTIES, log(*PENALTY, **done), "2026-12-11")
    assert (found.fields, found.facts["ceased"]) == ((until,), ("D2", "penalty"))
    assert find(PENALTIES, log(*PENALTY, **done), "2026-12-09") == [week("2026-12-09", 2, 40000)]


@pytest.mark.parametrize(
    "changes",
    [
        {"clause__terms__penalty": None},
        {"deviations__1__ground_excluded": Explanation(reason=Text("Fabriken vägrar."))},
        {"deviations__1__closed": day("2026-12-10")},
    ],
    ids=["none agreed", "ground excluded", "closed"],
)
def test_no_penalty_runs(changes):
    assert find(PENALTIES, log(*PENALTY, **changes), "2026-12-16") == []


def limit(on, *entries, **changes):
    return find("suspension_limit", log(*PENALTY, *entries, **changes), on)


def test_a_suspension_and_its_limit():
    told = task("suspension_limit", "2027-04-11", "D2", began=day("2027-01-11"), months=3, unremedied="D2")
    stop = ("call_off_suspension", "2027-01-11")
    assert limit("2027-01-10", stop) == []
    assert limit("2027-01-11", stop) == [told]
    assert limit("2027-08-31", stop) == [told]
    assert limit("2027-09-01", stop) == []  # The contract has ended.
    assert limit("2027-01-11", stop, clause__terms__call_off_suspension_months=None) == []
    lifted = (*stop, {"until": day("2027-03-01")})
    assert [limit(on, lifted) for on in ("2027-02-01", "2027-03-02")] == [[told], []]  # That it would be lifted wasn't known.
    ended = ("immediate_termination", "2027-04-12")
    assert limit("2027-04-11", stop, ended) == [told]
    assert limit("2027-04-12", stop, ended) == []  # Another step follows it.


# Extension, evaluation, decision


def extend(until, ends, index, decide_by=None):
    facts = {"until": day(until), "ends": day(ends)} | ({"decide_by": day(decide_by)} if decide_by else {})
    return [task("extension_to_decide", decide_by or ends, "", ("dates", "extensions", index, "decided"), **facts)]


def test_the_extension_whose_turn_it_is():
    first = extend("2027-08-31", "2026-08-31", 0, "2026-05-31")
    second = extend("2028-08-31", "2027-08-31", 1, "2027-05-31")
    assert find("extension_to_decide", INSTRUMENTS, "2026-05-19") == first
    assert find("extension_to_decide", INSTRUMENTS, "2026-05-20") == second
    assert find("extension_to_decide", INSTRUMENTS, "2027-08-31") == second
    assert find("extension_to_decide", INSTRUMENTS, "2027-09-01") == []
    undated = change(INSTRUMENTS, {"dates.extensions.1.decide_by": None})
    assert find("extension_to_decide", undated, "2026-11-22") == extend("2028-08-31", "2027-08-31", 1)
    both = change(INSTRUMENTS, {"dates.extensions.1.decided": day("2026-11-01")})
    assert find("extension_to_decide", both, "2026-11-22") == []


def test_an_extension_that_was_passed_over_is_not_asked_for():
    contract = change(INSTRUMENTS, {"dates.extensions.0.decided": None, "dates.extensions.1.decided": day("2026-05-20")})
    assert find("extension_to_decide", contract, "2026-11-22") == []


EVALUATIONS = "evaluation_due decision_due"


@pytest.mark.parametrize(
    ("changes", "due", "facts"),
    [
        ({}, "2027-05-31", {"decide_by": day("2027-05-31"), "ends": day("2027-08-31")}),
        ({"dates.extensions": ()}, "2026-03-04", {"ended": day("2026-08-31")}),
        ({"dates.extensions.1.decide_by": None}, "2027-03-04", {"ends": day("2027-08-31")}),
        (
            {"evaluation": Evaluation(decision_due=day("2027-02-15"))},
            "2027-02-15",
            {"decision_due": day("2027-02-15"), "ends": day("2027-08-31")},
        ),
    ],
    ids=["before the extension", "180 days before the end", "extension without a day", "by its own day"],
)
def test_when_a_contract_is_evaluated(changes, due, facts):
    expected = [task("evaluation_due", due, "", *EVALUATION, **facts)]
    assert find(EVALUATIONS, change(INSTRUMENTS, changes), "2026-11-22") == expected


def test_what_is_missing_of_an_evaluation_is_asked_for_until_it_is_there():
    contract = change(CLEANING, {"evaluation.lessons": None})
    expected = [
        task(
            "evaluation_due",
            "2026-12-31",
            "",
            ("evaluation", "lessons"),
            decision_due=day("2026-12-31"),
            ends=day("2027-03-31"),
        )
    ]
    assert find(EVALUATIONS, contract, "2026-11-22") == expected
    known = expected[0].facts
    ended = FrozenMap({"decision_due": known["decision_due"], "ended": known["ends"]})
    assert find(EVALUATIONS, contract, "2031-03-31") == [replace(expected[0], facts=ended)]


def test_a_decision_is_due_until_it_is_made_or_the_contract_ends():
    decision = task("decision_due", "2026-12-31", "", DECIDED, ends=day("2027-03-31"))
    assert find(EVALUATIONS, CLEANING, "2026-12-31") == [decision]
    assert find(EVALUATIONS, CLEANING, "2027-03-31") == [decision]
    decided = change(CLEANING, {"evaluation.decided": day("2026-12-01")})
    assert [find(EVALUATIONS, decided, on) for on in ("2026-11-30", "2026-12-01")] == [[decision], []]
    assert find(EVALUATIONS, CLEANING, "2027-04-01") == []
    assert find(EVALUATIONS, change(CLEANING, {"evaluation.decision_due": None}), "2026-12-01") == []


# A contract that has ended, and what holds on every day


def test_a_contract_that_has_ended_keeps_its_open_deviations():
    contract = change(log(*PENALTY), {"kickoff": Kickoff(date=day("2027-12-01"))})
    kinds = [each.kind for each in list_all(contract, "2027-09-01") if not each.item.startswith("D1")]
    actions, rest = kinds[:3], kinds[3:]
    assert actions == ["action_due"] * 3
    # What comes next is a suspension, and there are no call-offs left.
    assert sorted(rest) == ["answer_due", "evaluation_due", "receipt_to_get", "to_verify"]
    steps = [find("step_due", log(*MEETING), on, "D2") for on in ("2027-08-31", "2027-09-01")]
    assert [[each.facts["step"] for each in found] for found in steps] == [["penalty"], []]
    # Neither does a step that threatens with one.
    assert [bool(find("step_due", log(*LOWER), on, "D2")) for on in ("2027-08-31", "2027-09-01")] == [True, False]


def test_what_a_contracts_end_leaves_no_room_for_is_void():
    """Told as it was to be done on the contract's last day, 31 August 2027."""
    kinds = {"step_due", "penalty_at_maximum", "suspension_limit", "end_to_set"}
    for entries, expected in (
        (LOWER, {"step_due"}),
        (PENALTY, {"step_due", "penalty_at_maximum"}),
        (STOPPED, {"step_due", "suspension_limit"}),
    ):
        on = day("2027-09-01")
        found = [each for each in Standing(log(*entries), CLAUSE.parts, LADDER, on).void if each.item == "D2"]
        assert {each.kind.value for each in found} & kinds == expected
        assert {(each.void, each.void_since) for each in found} == {(VoidReason.CONTRACT_ENDED, day("2027-08-31"))}
    closed = log(*LOWER, deviations__1__closed=day("2027-08-31"))
    assert [each for each in Standing(closed, CLAUSE.parts, LADDER, day("2027-09-01")).void if each.item == "D2"] == []


# A contract that was terminated


ENDING = ("termination_with_notice", "2027-02-09")
"""With 90 days' notice, to 10 May: 19 days left of February, 31 of March, 30 of April, 10 of May."""
AT_ONCE = ("immediate_termination", "2027-02-16")
MEETINGS = "kickoff kickoff_to_plan monitoring_to_notify monitoring_to_do extension_to_decide"


@pytest.mark.parametrize(
    ("entries", "deviation", "on", "kinds"),
    [
        ((ENDING,), 1, "2027-02-08", ["monitoring_to_notify", "monitoring_to_do", "extension_to_decide"]),
        ((ENDING,), 1, "2027-05-10", ["monitoring_to_do"]),
        ((ENDING,), 1, "2027-05-11", []),
        ((ENDING,), 2, "2027-05-11", []),  # Whichever deviation it is logged in, even one that is closed.
        ((ENDING, AT_ONCE), 1, "2027-02-15", ["monitoring_to_notify", "monitoring_to_do"]),
        ((ENDING, AT_ONCE), 1, "2027-02-17", []),
    ],
)
def test_a_contract_that_was_terminated_has_no_more_meetings(entries, deviation, on, kinds):
    contract = log(*STOPPED, *entries, deviation=deviation)
    assert [each.kind for each in find(MEETINGS, contract, on)] == kinds


def test_a_contract_that_was_terminated_is_still_evaluated():
    contract = log(*STOPPED, ENDING, dates__extensions=(), dates__ends=day("2027-08-31"))
    facts = {"ends": day("2027-05-10")}
    # 30 days after 9 February, and no sooner: 180 days before its new end, nobody knew of that.
    expected = [task("evaluation_due", "2027-03-11", "", *EVALUATION, **facts)]
    after = [task("evaluation_due", "2027-03-11", "", *EVALUATION, ended=day("2027-05-10"))]
    assert [find(EVALUATIONS, contract, on) for on in ("2027-02-09", "2027-05-10", "2027-05-11")] == [expected, expected, after]
    assert find(EVALUATIONS, contract, "2027-02-08") == [
        task("evaluation_due", "2027-03-04", "", *EVALUATION, ends=day("2027-08-31"))
    ]


def test_a_decision_on_a_contract_that_was_terminated_is_due_until_its_end():
    whole = Evaluation(decision_due=day("2027-03-01"), effects=Text("x"), lessons=Text("x"), recommendation=Text("x"))
    contract = log(*STOPPED, ENDING, evaluation=whole)
    expected = [task("decision_due", "2027-03-01", "", DECIDED, ends=day("2027-05-10"))]
    assert [find(EVALUATIONS, contract, on) for on in ("2027-03-01", "2027-05-10", "2027-05-11")] == [expected, expected, []]
    ended = log(*STOPPED, ENDING, AT_ONCE, evaluation=whole)
    early = [task("decision_due", "2027-03-01", "", DECIDED, ends=day("2027-02-16"))]
    assert [find(EVALUATIONS, ended, on) for on in ("2027-02-16", "2027-02-17")] == [early, []]


def test_an_extension_that_a_termination_leaves_no_room_for_is_void():
    contract = log(*STOPPED, ENDING)
    (decision,) = find("extension_to_decide", contract, "2027-02-08")
    expected = replace(decision, void=VoidReason.TERMINATED, void_since=day("2027-02-09"))
    for on in ("2027-02-09", "2027-05-11"):
        void = Standing(contract, CLAUSE.parts, LADDER, day(on)).void
        assert [each for each in void if each.kind is DutyKind.EXTENSION_TO_DECIDE] == [expected]
    declined = change(contract, {"dates.extensions.1.declined": day("2027-01-11")})
    assert DutyKind.EXTENSION_TO_DECIDE not in {
        each.kind for each in Standing(declined, CLAUSE.parts, LADDER, day("2027-02-09")).void
    }


def test_an_evaluation_is_never_due_before_the_day_that_moved_it():
    """Extended late, for a month: 180 days before the new end had passed when it was decided."""
    late = {"dates.extensions.0.until": day("2026-09-30"), "dates.extensions.0.decided": day("2026-08-20")}
    contract = change(INSTRUMENTS, late)
    contract = change(contract, {"dates.extensions": contract.dates.extensions[:1]})
    days = {on: str(found.day) for on in ("2026-08-19", "2026-08-20") for found in find(EVALUATIONS, contract, on)}
    assert days == {"2026-08-19": "2026-05-31", "2026-08-20": "2026-09-21"}


def test_a_short_contract_is_evaluated_when_half_of_it_has_passed():
    dates = INSTRUMENTS.dates.model_copy(update={"starts": day("2026-03-01"), "ends": day("2026-05-30"), "extensions": ()})
    (found,) = find(EVALUATIONS, change(INSTRUMENTS, {"dates": dates}), "2026-03-01")
    assert found.day == day("2026-04-15")  # 45 of 90 days.
    (whole,) = find(
        EVALUATIONS, change(INSTRUMENTS, {"dates": dates.model_copy(update={"ends": day("2027-02-24")})}), "2026-03-01"
    )
    assert whole.day == day("2026-08-28")  # 180 of 360 days.


@pytest.mark.parametrize(("on", "steps"), [("2027-02-16", ["reminder"]), ("2027-02-17", [])])
def test_no_sanction_is_due_on_a_contract_that_was_terminated(on, steps):
    base = log(*STOPPED, ENDING, AT_ONCE)
    assert [each.facts["step"] for each in find("step_due", base, on)] == steps  # For D1, whose action is late.
    climbed = tuple(EscalationEntry(step=step, date=day(text)) for step, text in MEETING)
    contract = change(base, {"deviations.0.escalation": climbed})
    expected = ["penalty"] if on == "2027-02-16" else []
    assert [each.facts["step"] for each in find("step_due", contract, on)] == expected


@pytest.mark.parametrize(
    ("entries", "kinds"),
    [
        (PENALTY, ["penalty_at_maximum"]),
        (STOPPED, ["suspension_limit"]),  # The penalty has been followed by the next step.
        ((*STOPPED, ENDING), []),
    ],
)
def test_what_a_sanction_has_come_to_is_told_until_the_next_step(entries, kinds):
    assert [each.kind for each in find(f"{PENALTIES} suspension_limit", log(*entries), "2027-02-20")] == kinds


def test_a_suspension_has_no_limit_in_a_contract_that_another_deviation_has_ended():
    ended = (EscalationEntry(step="immediate_termination", date=day("2027-02-16")),)
    contract = change(log(*STOPPED), {"deviations.0.escalation": ended})
    assert [bool(find("suspension_limit", contract, on)) for on in ("2027-02-16", "2027-02-17")] == [True, False]


LOGS = [log(*PENALTY[:length]) for length in range(6)] + [log(*STOPPED), log(*STOPPED, ENDING), log(*STOPPED, ENDING, AT_ONCE)]
CONTRACTS = [INSTRUMENTS, WOUND_CARE, CLEANING, *LOGS]


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CONTRACTS), st.dates(date(2024, 1, 1), date(2029, 12, 31)))
def test_on_every_day_the_list_holds_together(contract, on):
    standing = Standing(contract, CLAUSE.parts, LADDER, on)
    tasks = standing.duties
    assert list(tasks) == sorted(tasks, key=lambda each: (each.day, each.kind.place, each.item))
    assert len({(each.kind, each.item) for each in tasks}) == len(tasks)
    ended = standing.has_ended
    gone = {"kickoff", "monitoring_to_do", "extension_to_decide", "suspension_limit"}
    assert not ended or gone.isdisjoint({each.kind for each in tasks})


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(CONTRACTS), st.dates(date(2026, 1, 1), date(2028, 12, 31)))
def test_a_step_that_is_due_can_be_taken(contract, on):
    for each in Standing(contract, CLAUSE.parts, LADDER, on).duties:
        deviation = next((one for one in contract.deviations if one.id == each.item), None)
        if each.kind is DutyKind.STEP_DUE and each.day <= on and deviation:
            kinds = {
                found.kind
                for found in list_obstacles(
                    DeviationStanding(contract, deviation, CLAUSE.parts, LADDER, on), each.facts["step"], None
                )
            }
            later = any(entry.date > on for entry in deviation.escalation) or deviation.closed
            assert later or kinds <= {ObstacleKind.NO_REMEDIATION}


# Which duty comes before the others at a glance


@pytest.mark.parametrize(
    ("duty", "on", "weight"),
    [
        (task("penalty_week", "2026-12-02", "D2"), "2026-12-02", Weight.SANCTION),
        (task("penalty_week", "2026-12-02", "D2"), "2026-12-01", Weight.AHEAD),
        (task("penalty_at_maximum", "2027-01-20", "D2"), "2027-02-01", Weight.SANCTION),
        (task("step_due", "2026-12-02", "D2"), "2026-12-02", Weight.STEP),
        (task("step_due", "2026-12-02", "D2"), "2026-12-01", Weight.AHEAD),
        (task("action_due", "2026-11-30", "D2 A2"), "2026-11-30", Weight.AHEAD),
        (task("action_due", "2026-11-30", "D2 A2"), "2026-12-01", Weight.LATE_DEVIATION),
        (task("minutes_to_send", "2024-08-28"), "2026-12-01", Weight.LATE),
        (task("evaluation_due", "2027-05-31"), "2026-12-01", Weight.AHEAD),
    ],
)
def test_how_much_hangs_on_a_duty(duty, on, weight):
    assert duty.weigh(day(on)) is weight


@pytest.mark.parametrize(("on", "late"), [("2026-06-04", 0), ("2026-06-05", 2), ("2026-08-23", 81)])
def test_a_plan_is_as_late_in_the_list_of_duties_as_in_its_own_document(on, late):
    plan = ActionPlan(requested=day("2026-05-20"), due=day("2026-06-03"))
    contract = change(INSTRUMENTS, {"deviations.1.action_plan": plan, "deviations.1.escalation": ()})
    (duty,) = (each for each in find("plan_to_remind", contract, on) if each.item == "D2")
    assert (duty.day, duty.last_day, duty.count_days_late(day(on))) == (day("2026-06-04"), day("2026-06-03"), late)
    assert count_days_after(day(on), duty.last_day) == (late or 1)
