"""The order of dates: each rule of the table at its boundary, and what dates tell beside."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from generator.contract import messages
from generator.contract.checks import check_contract
from generator.contract.date_checks import check_day, check_orders, list_doubts
from generator.contract.date_order import DATE_RULES, FACTS, PLANS, UNORDERED, describe_order, write_page
from generator.contract.fields import Day, Planned
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.shape import find_type, is_pattern, list_patterns, parse_pattern

ROOT = Path(__file__).parent.parent.parent
ON = date(2026, 6, 15)
DAY = timedelta(days=1)
FAR = 30 * DAY
TIMES = {"kickoff.starts", "kickoff.ends"}
LISTS_IN_ORDER = {"extensions", "escalation"}


def make_base(day):
    """The least that a contract, and each item of it, must have, with all dates on one day."""
    return {
        "format": "1",
        "id": "A",
        "registration_number": "RE 1",
        "title": "T",
        "clause": {"level": "basic", "version": "2023"},
        "buyer": {"name": "B"},
        "supplier": {"name": "S"},
        "dates": {"starts": day, "ends": day},
    }


def make_report(day):
    return {
        "format": "1",
        "id": "R",
        "registration_number": "RE 1",
        "title": "T",
        "period": {"from": day, "to": day},
        "contracts": ["a.yaml"],
    }


def make_item(name, day):
    return {
        "extensions": {"until": day},
        "changes": {"date": day, "description": "D"},
        "activities": {"id": "M1", "method": "audit"},
        "previous": {"date": day},
        "deviations": {"id": "D1", "found": day},
        "requests": {"id": "B1", "received": day},
        "actions": {"id": "A1", "description": "D"},
        "escalation": {"step": "dialogue", "date": day},
        "investigation": {"opened": day, "decide_by": day},
        "training": {"title": "T"},
        "confidential": {"fields": "supply_chain[].name"},
    }.get(name, {})


def put(data, pattern, day, around, index=0):
    """`data` with the day in the field, and what must stand around it; of lists with `[-1]`, in the item before."""
    *steps, key = parse_pattern(pattern.replace("[-1]", "[]"))
    for step, following in zip(steps, [*steps[1:], key], strict=True):
        if step == "[]":
            continue
        if following != "[]":
            data = data.setdefault(step, make_item(step, around))
            continue
        items = data.setdefault(step, [])
        place = index if step in LISTS_IN_ORDER else 0
        while len(items) <= place:
            items.append(make_item(step, around))
        data = items[place]
    data[key] = day


def find_breaches(rule, own, bound, pattern):
    """The hints for the blamed date, where all that must be there beside the two is far on the side where it does no harm."""
    around = bound - FAR if rule.blames == "later" else bound + FAR
    whole = Report if rule.blamed.startswith(("period", "training")) else Contract
    data = make_report(around) if whole is Report else make_base(around)
    others = [other for other in rule.bound.split(" | ") if other not in {pattern, "changes[].ends"}]
    for other in others:
        put(data, other, bound - FAR, bound - FAR)
    index = 1 if "[-1]" in pattern else 0
    put(data, pattern, bound, around, 0)
    put(data, rule.blamed, own, around, index)
    model = whole.model_validate(data, by_alias=True, by_name=False)
    find = check_orders if rule.severity == "error" else list_doubts
    steps = parse_pattern(rule.blamed)
    path = tuple(
        (index if before in LISTS_IN_ORDER else 0) if step == "[]" else step
        for before, step in zip(("", *steps), steps, strict=False)
    )
    return [each.mistake.hint for each in find(model) if each.path == path and each.mistake.severity == rule.severity]


CASES = [(rule, pattern) for rule in DATE_RULES if rule.blamed not in TIMES for pattern in rule.bound.split(" | ")]


@pytest.mark.parametrize(("rule", "pattern"), CASES, ids=lambda value: value if isinstance(value, str) else value.blamed)
def test_each_rule_holds_to_the_day(rule, pattern):
    step = -DAY if rule.blames == "later" else DAY
    assert rule.words in find_breaches(rule, ON + step, ON, pattern)
    assert (rule.words in find_breaches(rule, ON, ON, pattern)) is not rule.may_equal
    assert rule.words not in find_breaches(rule, ON - step, ON, pattern)


def list_dates(whole):
    return {pattern for pattern in list_patterns(whole) if find_type(whole, pattern) in {Day, Planned}}


def test_no_date_is_forgotten():
    every = list_dates(Contract) | list_dates(Report)
    named = {
        name.replace("[-1]", "[]") for rule in DATE_RULES for side in (rule.earlier, rule.later) for name in side.split(" | ")
    }
    assert named - TIMES == every - set(UNORDERED)
    assert set(FACTS) | set(PLANS) == every
    assert set(FACTS) & set(PLANS) == set()


def test_the_table_has_no_row_twice_and_no_date_between_that_isnt_there():
    pairs = [(rule.earlier, rule.later) for rule in DATE_RULES]
    assert len(set(pairs)) == len(pairs)
    assert [name for rule in DATE_RULES for name in rule.unless if not is_pattern(Contract, name)] == []


def test_nothing_must_come_both_before_and_after_another():
    """The errors can all be kept at once: their fields can be put in an order."""
    before = {}
    for rule in DATE_RULES:
        if rule.severity == "error" and "[-1]" not in rule.earlier + rule.later:
            before.setdefault(rule.later, set()).update(rule.earlier.split(" | "))
    placed = set()
    while before:
        free = {later for later, earlier in before.items() if earlier - placed <= earlier - set(before)}
        assert free, f"a circle: {before}"
        placed |= free
        before = {later: earlier for later, earlier in before.items() if later not in free}


def test_what_the_table_says_of_a_field():
    assert describe_order("deviations[].closed") == "Not before deviations[].found or deviations[].established."
    assert describe_order("dates.signed") == (
        "Not before dates.awarded. After dates.standstill_ends. Not after dates.ends. Usually not after dates.starts."
    )
    assert describe_order("dates.awarded") == ""


def test_the_page_is_current(golden):
    golden(ROOT / "docs" / "date-order.md", write_page())


def make(**fields):
    return Contract.model_validate(make_base("2026-04-01") | {"dates": {"starts": "2026-04-01", "ends": "2028-03-31"}} | fields)


def list_problems(problems):
    return [(each.path, each.mistake.message) for each in problems]


def test_a_contract_of_one_day_is_sound():
    contract = make(dates={"starts": "2026-04-01", "ends": "2026-04-01"})
    assert (list(check_orders(contract)), list(list_doubts(contract))) == ([], [])


def test_only_the_tightest_bound_is_told():
    plan = {"requested": "2026-05-10", "received": "2026-05-12", "approved": "2026-05-09"}
    contract = make(deviations=[{"id": "D1", "found": "2026-05-11", "action_plan": plan}])
    told = [(each.path[-1], each.values["other"].rpartition(".")[2]) for each in check_orders(contract)]
    assert told == [("requested", "found"), ("approved", "received")]


def test_items_are_held_against_their_own_and_no_others():
    old = {"id": "D1", "found": "2026-05-01", "closed": "2026-05-20"}
    new = {"id": "D2", "found": "2026-06-01", "closed": "2026-06-20"}
    assert list(check_orders(make(deviations=[new, old]))) == []
    swapped = make(deviations=[old | {"closed": "2026-04-30"}, new])
    assert [each.path for each in check_orders(swapped)] == [("deviations", 0, "closed")]


@pytest.mark.parametrize(
    ("planned", "expected"),
    [("2026-03", True), ("2026-04", False), ("2028-03", False), ("2028-04", True), ("2026-04-09", True), ("2026-04-10", False)],
)
def test_a_month_is_outside_only_as_a_whole(planned, expected):
    dates = {"signed": "2026-04-10", "starts": "2026-04-15", "ends": "2028-03-15"}
    contract = make(dates=dates, monitoring={"activities": [{"id": "M1", "method": "audit", "planned": planned}]})
    assert bool(list(list_doubts(contract))) is expected


def test_an_extension_is_held_against_what_it_extends():
    extensions = [{"until": "2029-03-31", "decide_by": "2028-03-31"}, {"until": "2030-03-31", "decide_by": "2029-04-01"}]
    dates = {"starts": "2026-04-01", "ends": "2028-03-31", "extensions": extensions}
    assert list_problems(check_orders(make(dates=dates))) == [(("dates", "extensions", 1, "decide_by"), messages.AFTER)]


@pytest.mark.parametrize(("ends", "expected"), [(time(10, 1), 0), (time(10), 1), (time(9, 59), 1)])
def test_a_meeting_ends_after_it_has_begun(ends, expected):
    found = list_problems(check_orders(make(kickoff={"starts": time(10), "ends": ends})))
    assert found == [(("kickoff", "ends"), messages.NOT_AFTER)] * expected


def test_what_has_happened_does_not_lie_ahead():
    contract = make(
        dates={"awarded": "2027-01-04", "starts": "2027-01-31", "ends": "2028-03-31"},
        deviations=[{"id": "D1", "found": "2026-06-16", "closed": "2026-06-17"}, {"id": "D2", "found": "2026-06-15"}],
    )
    assert list_problems(check_day(contract, ON)) == [
        (("deviations", 0, "found"), messages.NOT_YET.message),
        (("deviations", 0, "closed"), messages.NOT_YET.message),
    ]
    assert list(check_day(contract, ON + 2 * DAY)) == []


@pytest.mark.parametrize(
    ("dates", "wrong"),
    [
        # 2026-11-02 is a Monday.
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-12"}, ""),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-11"}, "2026-11-12"),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-05"}, "2026-11-12"),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-12", "award_notice": "electronic"}, ""),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-16", "award_notice": "post"}, "2026-11-17"),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-17", "award_notice": "post"}, ""),
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-05", "award_notice": "none"}, ""),
        # The tenth day is a Saturday.
        ({"awarded": "2026-11-04", "standstill_ends": "2026-11-13"}, "2026-11-16"),
        ({"awarded": "2026-11-04", "standstill_ends": "2026-11-14"}, "2026-11-16"),
        ({"awarded": "2026-11-04", "standstill_ends": "2026-11-16"}, ""),
        # The tenth day is Christmas Eve; the next working day is 2026-12-28.
        ({"awarded": "2026-12-14", "standstill_ends": "2026-12-24"}, "2026-12-28"),
        # Longer than it must be, but on a Sunday; and of an award that isn't known.
        ({"awarded": "2026-11-02", "standstill_ends": "2026-11-22"}, "2026-11-23"),
        ({"standstill_ends": "2026-11-22"}, "2026-11-23"),
        ({"standstill_ends": "2026-11-23"}, ""),
        ({"awarded": "2026-11-02", "signed": "2026-11-12"}, "2026-11-12"),
        ({"awarded": "2026-11-02", "signed": "2026-11-13"}, ""),
        ({"awarded": "2026-11-02", "signed": "2026-11-03", "award_notice": "none"}, ""),
        ({"signed": "2026-11-03"}, ""),
    ],
)
def test_the_standstill_period(dates, wrong):
    found = list(check_day(make(dates={"starts": "2027-01-01", "ends": "2028-03-31"} | dates), date(2027, 1, 1)))
    assert [each.values["earliest"] for each in found] == [wrong] * bool(wrong)
    assert {each.mistake.severity for each in found} <= {"warning"}


ACTION = {"id": "A1", "description": "D", "due": "2026-05-20", "done": "2026-05-15"}
APPROVED = {"received": "2026-05-02", "approved": "2026-05-03", "actions": [ACTION]}
CLOSED = {"id": "D1", "found": "2026-05-01", "closed": "2026-06-01"}
PLAN = ("deviations", 0, "action_plan")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"action_plan": APPROVED}, []),
        ({}, [(("deviations", 0, "closed"), messages.CLOSED_WITHOUT_PLAN.message)]),
        ({"closed": None}, []),
        ({"action_plan": {"received": "2026-05-02"}}, [((*PLAN, "approved"), messages.NOT_APPROVED.message)]),
        ({"action_plan": {"received": "2026-05-02"}, "closed": None}, []),
        ({"suspected": True}, []),
        (
            {"suspected": True, "established": "2026-05-04"},
            [(("deviations", 0, "closed"), messages.CLOSED_WITHOUT_PLAN.message)],
        ),
        (
            {"action_plan": APPROVED, "investigation": {"opened": "2026-05-04", "decide_by": "2026-05-20"}},
            [(("deviations", 0, "investigation", "decided"), messages.UNDECIDED.message)],
        ),
        (
            {
                "action_plan": APPROVED,
                "investigation": {"opened": "2026-05-04", "decide_by": "2026-05-20", "decided": "2026-06-01"},
            },
            [],
        ),
    ],
)
def test_a_deviation_is_closed_once_all_is_settled(fields, expected):
    assert list_problems(list_doubts(make(deviations=[CLOSED | fields]))) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"received": "2026-05-02"}, 1),
        ({"receipt_signed": "2026-05-02"}, 1),
        ({"received": "2026-05-02", "notified": "2026-05-01"}, 0),
        ({}, 0),
    ],
)
def test_a_notice_that_was_received_was_sent(fields, expected):
    contract = make(monitoring={"activities": [{"id": "M0", "method": "audit"}, {"id": "M1", "method": "audit"} | fields]})
    path = ("monitoring", "activities", 1, "notified")
    assert list_problems(list_doubts(contract)) == [(path, messages.NOT_NOTIFIED.message)] * expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"planned": "2026-05-28"}, 1),
        ({"planned": "2026-05-29"}, 0),
        ({"planned": "2026-05"}, 0),
        ({"planned": "2026-04"}, 1),
        ({"planned": "2026-05-28", "done": "2026-05-28"}, 0),
        ({}, 0),
    ],
)
def test_monitoring_is_not_planned_before_the_days_of_its_notice_have_passed(fields, expected):
    told = {"id": "M1", "method": "audit", "notified": "2026-05-01"}  # By the usual 28 days the supplier has until 29 May.
    contract = make(monitoring={"activities": [{"id": "M0", "method": "audit"}, told | fields]})
    path = ("monitoring", "activities", 1, "planned")
    found = list_problems(list_doubts(contract))
    assert [each for each in found if each[0] == path] == [(path, messages.PLANNED_WITHOUT_NOTICE.message)] * expected


def test_an_extension_is_not_both_decided_and_declined():
    both = {"decided": "2027-06-01", "declined": "2027-06-02"}
    extensions = [{"until": "2029-03-31"}, {"until": "2030-03-31"} | both, {"until": "2031-03-31", "declined": "2027-06-02"}]
    contract = make(dates={"starts": "2026-04-01", "ends": "2028-03-31", "extensions": extensions})
    assert list_problems(check_contract(contract)) == [(("dates", "extensions", 1, "declined"), messages.DECIDED_TWICE.message)]


@pytest.mark.parametrize(("who", "expected"), [("buyer.manager", 0), ("supplier.due_diligence", 1)])
def test_the_buyer_approves_an_action_plan(who, expected):
    plan = {**APPROVED, "approved_by": who}
    found = list_problems(list_doubts(make(deviations=[{"id": "D1", "found": "2026-05-01", "action_plan": plan}])))
    assert found == [((*PLAN, "approved_by"), messages.NOT_ITS_TO_APPROVE.message)] * expected


def test_the_kickoff_comes_after_a_standstill_period_whose_end_nobody_wrote():
    dates = {"awarded": "2026-11-02", "starts": "2027-01-01", "ends": "2028-03-31"}
    kickoff = {"date": "2026-11-12", "invited": "2026-11-13", "held": "2026-11-12"}
    found = list_problems(check_day(make(dates=dates, kickoff=kickoff), date(2027, 1, 1)))
    assert found == [(("kickoff", name), messages.WITHIN_STANDSTILL.message) for name in ("date", "held")]
    none = dates | {"award_notice": "none"}
    assert list_problems(check_day(make(dates=none, kickoff=kickoff), date(2027, 1, 1))) == []


def test_a_deviation_is_closed_with_open_actions():
    actions = [ACTION | {"done": "2026-06-01"}, {"id": "A2", "description": "D", "due": "2026-05-20"}]
    deviation = {"id": "D1", "found": "2026-05-01", "action_plan": {**APPROVED, "actions": actions}}
    assert list(list_doubts(make(deviations=[deviation]))) == []
    path = ("deviations", 0, "action_plan", "actions", 1, "done")
    assert list_problems(list_doubts(make(deviations=[deviation | {"closed": "2026-06-01"}]))) == [
        (path, messages.ACTION_OPEN.message)
    ]


def test_a_plan_is_approved_and_never_came():
    deviation = {"id": "D1", "found": "2026-05-01", "action_plan": {"approved": "2026-06-01", "actions": [ACTION]}}
    found = list_problems(list_doubts(make(deviations=[deviation])))
    assert found == [(("deviations", 0, "action_plan", "received"), messages.NOT_RECEIVED.message)]


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        ({}, [(("deviations", 0, "found_by"), messages.FOUND_BY_UNDONE.message)]),
        ({"done": "2026-05-02"}, [(("deviations", 0, "found"), messages.FOUND_BEFORE_DONE.message)]),
        ({"done": "2026-05-01"}, []),
    ],
)
def test_a_deviation_is_found_by_what_was_done(done, expected):
    activities = [{"id": "M0", "method": "audit"}, {"id": "M1", "method": "audit"} | done]
    deviations = [{"id": "D1", "found": "2026-05-01", "found_by": "M1"}]
    assert list_problems(list_doubts(make(monitoring={"activities": activities}, deviations=deviations))) == expected
