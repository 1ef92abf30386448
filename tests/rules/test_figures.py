"""What one contract contributes. Everything is counted by hand, in the comments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from generator.contract.choices import Area, DeviationSeverity, Level, Method
from generator.contract.models import (
    Action,
    ActionPlan,
    Activity,
    Dates,
    Explanation,
    Extension,
    Kickoff,
    Money,
    Submission,
    Terms,
)
from generator.contract.report import Period
from generator.contract.values import FrozenMap, Month, Text
from generator.rules.coverage import Demand, Depth
from generator.rules.figures import ContractFigures, EventKind, Window, find_area, is_in_period, make_window, measure_contract
from generator.rules.standing import Standing
from generator.rules.sums import ActionCounts, Costs, DeviationCounts, PenaltySum, PlanDays
from tests.documents.contracts import change, read_example
from tests.rules.cases import CONTRACT, LADDER, PARTS, make_deviation, pass_over, take

YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
BARE = change(
    CONTRACT, {"kickoff": None, "monitoring.activities": (), "deviations": (), "dates": Dates(starts=YEAR.first, ends=YEAR.last)}
)
"""A contract over the year in which nothing has happened. Its penalty is 20 000 SEK a week, for at most 8 weeks."""
BEFORE, FIRST, LAST, AFTER = date(2025, 12, 31), YEAR.first, YEAR.last, date(2027, 1, 1)


def measure(contract=BARE, window=YEAR, **changes):
    changed = change(contract, {path.replace("__", "."): value for path, value in changes.items()})
    return measure_contract(changed, PARTS, LADDER, window)


def make_activity(day, method=Method.AUDIT, amount=None, currency="SEK"):
    cost = Money(amount=Decimal(amount), currency=currency) if amount else None
    return Activity(id=f"M{day}{method}{amount}", method=method, done=day, cost=cost)


def count(severity, area, number=1):
    return DeviationCounts(FrozenMap({severity: number}), FrozenMap({area: number}))


# The window


@pytest.mark.parametrize(
    ("on", "last", "is_empty"),
    [
        (date(2025, 11, 22), date(2025, 11, 22), True),  # before the period: nothing of it has happened
        (date(2026, 1, 1), date(2026, 1, 1), False),
        (date(2026, 11, 22), date(2026, 11, 22), False),
        (date(2026, 12, 31), date(2026, 12, 31), False),
        (date(2027, 2, 1), date(2026, 12, 31), False),
    ],
)
def test_the_window_ends_with_the_period_or_the_day_of_the_document(on, last, is_empty):
    window = make_window(Period(from_=date(2026, 1, 1), to=date(2026, 12, 31)), on)
    assert (window, window.is_empty) == (Window(date(2026, 1, 1), last), is_empty)


def test_both_ends_are_part_of_the_window():
    assert [YEAR.holds(day) for day in (None, BEFORE, FIRST, LAST, AFTER)] == [False, False, True, True, False]
    assert [YEAR.knows(day) for day in (None, BEFORE, FIRST, LAST, AFTER)] == [False, True, True, True, False]


def test_the_months_of_a_window():
    over_new_year = Window(date(2026, 11, 22), date(2027, 2, 1))
    assert over_new_year.list_months() == (Month(2026, 11), Month(2026, 12), Month(2027, 1), Month(2027, 2))
    assert Window(date(2026, 1, 1), date(2025, 11, 22)).list_months() == ()


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"starts": date(2026, 4, 1), "ends": date(2026, 9, 30)}, True),
        ({"starts": date(2020, 1, 1), "ends": BEFORE}, False),  # ended the day before
        ({"starts": date(2020, 1, 1), "ends": FIRST}, True),
        ({"starts": LAST, "ends": date(2030, 1, 1)}, True),
        ({"starts": AFTER, "ends": date(2030, 1, 1)}, False),  # not signed, and begins the day after
        ({"starts": AFTER, "ends": date(2030, 1, 1), "signed": LAST}, True),  # signed on the last day
        ({"starts": LAST, "ends": date(2030, 1, 1), "signed": AFTER}, False),
        ({"starts": date(2020, 1, 1), "ends": BEFORE, "extensions": (date(2025, 6, 1), FIRST)}, True),  # extended into it
        ({"starts": date(2020, 1, 1), "ends": BEFORE, "extensions": (None, FIRST)}, False),  # that wasn't decided
        ({"starts": date(2020, 1, 1), "ends": date(2030, 1, 1)}, True),  # over the whole of it
    ],
)
def test_which_contracts_are_in_the_period(dates, expected):
    decided, until = dates.pop("extensions", (None, None))
    extensions = (Extension(until=until, decided=decided),) if until else ()
    contract = change(CONTRACT, {"dates": Dates(**dates, extensions=extensions)})
    assert is_in_period(Standing(contract, PARTS, LADDER, YEAR.last), YEAR) is expected


def test_a_contract_that_is_not_in_the_period_contributes_nothing_else():
    expected = ContractFigures(
        "RE-2024-0307",
        "RE 2024-00307",
        CONTRACT.title,
        "Nordic Instruments Trading AB",
        "559999-8829",
        Level.ADVANCED,
        in_period=False,
    )
    assert measure(CONTRACT, Window(date(2023, 1, 1), date(2023, 12, 31))) == expected
    # Its last day is 2027-08-31; the second extension isn't decided.
    assert measure(CONTRACT, Window(date(2027, 9, 1), date(2027, 12, 31))) == expected


def test_what_was_never_checked_goes_by_what_was_done_by_the_windows_end():
    demands = {Demand.ASSESS: "2.2", Demand.REMEDIATION: "2.7"}
    activity = Activity(id="M1", method=Method.AUDIT, done=LAST, requirements=("2.2",))
    contract = change(BARE, {"monitoring.activities": (activity,)})
    unchecked = [
        measure_contract(contract, PARTS, LADDER, Window(FIRST, last), demands).unchecked for last in (date(2026, 12, 30), LAST)
    ]
    assert unchecked == [(Demand.ASSESS, Demand.REMEDIATION), (Demand.REMEDIATION,)]


# The examples, on 2026-11-22


def test_surgical_instruments_in_2026():
    may, june, july = Month(2026, 5), Month(2026, 6), Month(2026, 7)
    assert measure(CONTRACT, Window(date(2026, 1, 1), date(2026, 11, 22))) == ContractFigures(
        id="RE-2024-0307",
        registration_number="RE 2024-00307",
        title=CONTRACT.title,
        supplier="Nordic Instruments Trading AB",
        supplier_number="559999-8829",
        level=Level.ADVANCED,
        in_period=True,
        # M1 was done in 2025, M2 on 2026-05-18, M3 is planned.
        followed_up=True,
        followed_up_ever=True,
        activities=FrozenMap({"audit": 1}),
        depths=FrozenMap({"site": 1}),
        deepest=Depth.SITE,
        costs=Costs(FrozenMap({"SEK": Decimal(142000)})),
        audit_costs=Costs(FrozenMap({"SEK": Decimal(142000)})),
        # D1 (major, 2.4) and D2 (severe, labour rights) were found on 2026-05-18 and are open; D3 is of 2025, found and closed.
        found=DeviationCounts(FrozenMap({"major": 1, "severe": 1}), FrozenMap({"due_diligence": 1, "labour_rights": 1})),
        open=DeviationCounts(FrozenMap({"major": 1, "severe": 1}), FrozenMap({"due_diligence": 1, "labour_rights": 1})),
        closed=DeviationCounts(),
        # D2: to 2026-06-17, 13 days of May + 17 of June. D1: to 2026-07-01, 13 + 30 + 1.
        plans=PlanDays(approved=(30, 44)),
        severe_plans=PlanDays(approved=(30,)),
        # D1: A1 was due 09-15 and done 09-10; A2 due 10-31, done 11-06; A3 is due in 2027.
        # D2: A1 was due 08-15, done 08-20; A2 due 09-30 and A3 due 11-15, both not done; A4 is due 12-15.
        actions=ActionCounts(in_time=1, late=2, not_done=2),
        # D1: dialogue 05-25. D2: dialogue 05-20, reminder 10-05, written warning 10-26, management meeting 11-17.
        steps_taken=FrozenMap({"dialogue": 2, "management_meeting": 1, "reminder": 1, "written_warning": 1}),
        steps_passed_over=FrozenMap(),
        penalties=FrozenMap(),
        # The kick-off was held in 2024.
        events=(
            (EventKind.ACTIVITY_DONE, may),
            (EventKind.DEVIATION_FOUND, may),
            (EventKind.PLAN_APPROVED, july),
            (EventKind.DEVIATION_FOUND, may),
            (EventKind.PLAN_APPROVED, june),
        ),
    )


def test_wound_care_in_2026_was_signed_and_nothing_else():
    contract = read_example("wound-care")
    figures = measure(contract, Window(date(2026, 1, 1), date(2026, 11, 22)))
    assert figures == ContractFigures(
        "RE-2026-0118",
        "RE 2026-00118",
        contract.title,
        "Sårvård & Förband Norden AB",
        "556699-9917",
        Level.ADVANCED,
        in_period=True,
    )


@pytest.mark.parametrize(
    ("kickoff", "expected"),
    [
        ({}, (0, 0, 0)),  # That the day it was planned for has passed doesn't show that it was held.
        ({"kickoff.held": date(2026, 12, 8)}, (0, 1, 1)),
        ({"kickoff.held": date(2026, 12, 10)}, (0, 0, 1)),
        ({"kickoff.minutes_sent": date(2026, 12, 10)}, (0, 0, 1)),
    ],
)
def test_its_kickoff_was_held_when_that_is_known(kickoff, expected):
    contract = change(read_example("wound-care"), kickoff)  # Planned for 2026-12-08.
    days = [date(2026, 12, 7), date(2026, 12, 8), date(2026, 12, 31)]
    events = [measure(contract, Window(date(2026, 1, 1), day)).events for day in days]
    assert events == [((EventKind.KICKOFF_HELD, Month(2026, 12)),) * times for times in expected]


@pytest.mark.parametrize(("year", "expected"), [(2024, (True, True)), (2025, (True, True)), (2026, (False, True))])
def test_cleaning_was_followed_up_in_2024_and_2025(year, expected):
    # M1 was a dialogue on 2024-03-12 without a cost, M2 an audit on 2025-09-30 for 38 500 SEK.
    figures = measure(read_example("cleaning"), Window(date(year, 1, 1), date(year, 12, 31)))
    assert (figures.followed_up, figures.followed_up_ever) == expected
    assert (figures.costs, figures.audit_costs, figures.audits) == {
        2024: (Costs(unknown=1), Costs(), 0),
        2025: (Costs(FrozenMap({"SEK": Decimal(38500)})), Costs(FrozenMap({"SEK": Decimal(38500)})), 1),
        2026: (Costs(), Costs(), 0),
    }[year]


# Monitoring


def test_activities_and_what_they_cost_over_the_ends_of_the_year():
    activities = (
        make_activity(BEFORE, amount=1),
        make_activity(FIRST, amount=20),
        make_activity(LAST, amount="300.50", currency="EUR"),
        make_activity(AFTER, amount=4000),
        make_activity(LAST),
        make_activity(FIRST, Method.DIALOGUE, amount=50000),
        make_activity(LAST, Method.OPEN_DATA),
        make_activity(None, amount=600000),
    )
    figures = measure(monitoring__activities=activities)
    assert (figures.activities, figures.audits) == (FrozenMap({"audit": 3, "dialogue": 1, "open_data": 1}), 3)
    assert figures.audit_costs == Costs(FrozenMap({"EUR": Decimal("300.50"), "SEK": Decimal(20)}), unknown=1)
    assert figures.costs == Costs(FrozenMap({"EUR": Decimal("300.50"), "SEK": Decimal(50020)}), unknown=2)


@pytest.mark.parametrize(
    ("day", "expected"),
    [(BEFORE, (False, True)), (FIRST, (True, True)), (LAST, (True, True)), (AFTER, (False, False)), (None, (False, False))],
)
def test_a_contract_is_followed_up_by_what_was_done(day, expected):
    figures = measure(monitoring__activities=(make_activity(day),))
    assert (figures.followed_up, figures.followed_up_ever) == expected


def test_what_comes_after_the_day_of_the_document_has_not_happened():
    activities = (make_activity(date(2026, 6, 30)), make_activity(date(2026, 7, 1)))
    assert measure(BARE, Window(FIRST, date(2026, 6, 30)), monitoring__activities=activities).audits == 1


# Deviations


@pytest.mark.parametrize(
    ("found", "closed", "expected"),
    [
        (BEFORE, None, (0, 1, 0)),  # found the year before, and open
        (BEFORE, BEFORE, (0, 0, 0)),
        (BEFORE, FIRST, (0, 0, 1)),
        (BEFORE, AFTER, (0, 1, 0)),
        (FIRST, LAST, (1, 0, 1)),  # closed on the last day
        (LAST, AFTER, (1, 1, 0)),
        (AFTER, None, (0, 0, 0)),
    ],
)
def test_a_deviation_is_found_open_or_closed(found, closed, expected):
    deviation = make_deviation(
        found=found, closed=closed, severity=DeviationSeverity.MINOR, against=Area.ENVIRONMENT, action_plan=None
    )
    figures = measure(deviations=(deviation,))
    one = count("minor", "environment")
    assert (figures.found, figures.open, figures.closed) == tuple(one if number else DeviationCounts() for number in expected)


@pytest.mark.parametrize(
    ("against", "area"),
    [
        (Area.LABOUR_RIGHTS, "labour_rights"),
        ("1", "commitments"),
        ("2", "due_diligence"),
        ("2.4", "due_diligence"),
        ("3.1", "reporting"),
        ("4", "monitoring"),
        ("20.4", "unknown"),
        ("5", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_area_of_a_deviation(against, area):
    assert find_area(against, PARTS) == area


def test_a_section_within_another_belongs_to_the_inner_one():
    parts = {"due_diligence": "2", "reporting": "2.8", "monitoring": "9"}
    assert [find_area(section, parts) for section in ("2.7", "2.8", "9.1", "1")] == [
        "due_diligence",
        "reporting",
        "monitoring",
        "unknown",
    ]


def test_a_deviation_that_says_nothing_of_itself():
    assert measure(deviations=(make_deviation(found=FIRST, action_plan=None),)).found == count("unknown", "unknown")


@pytest.mark.parametrize(
    ("found", "approved", "expected"),
    [
        (BEFORE, FIRST, PlanDays()),  # another year's
        (FIRST, FIRST, PlanDays(approved=(0,))),
        (FIRST, BEFORE, PlanDays(approved=(0,))),  # approved before anybody wrote the deviation down
        (FIRST, date(2026, 3, 2), PlanDays(approved=(60,))),  # 30 days of January, 28 of February, 2 of March
        (FIRST, LAST, PlanDays(approved=(364,))),
        (date(2026, 12, 1), AFTER, PlanDays(waiting=(30,))),  # the plan comes next year
        (date(2026, 12, 1), None, PlanDays(waiting=(30,))),
        (AFTER, None, PlanDays()),
    ],
)
@pytest.mark.parametrize("severity", [None, DeviationSeverity.MAJOR, DeviationSeverity.SEVERE])
def test_days_to_an_approved_plan(found, approved, expected, severity):
    deviation = make_deviation(found=found, severity=severity, action_plan=ActionPlan(approved=approved))
    figures = measure(deviations=(deviation,))
    assert figures.plans == expected
    assert figures.severe_plans == (expected if severity is DeviationSeverity.SEVERE else PlanDays())


def test_a_deviation_without_any_plan_waits_for_one():
    deviations = tuple(make_deviation(found=day, action_plan=None) for day in (date(2026, 12, 1), LAST))
    assert measure(deviations=deviations).plans == PlanDays(waiting=(0, 30))


@pytest.mark.parametrize(
    ("due", "done", "expected"),
    [
        (BEFORE, None, ActionCounts()),  # the year before has it
        (FIRST, BEFORE, ActionCounts(in_time=1)),
        (FIRST, FIRST, ActionCounts(in_time=1)),
        (FIRST, date(2026, 1, 2), ActionCounts(late=1)),
        (FIRST, None, ActionCounts(not_done=1)),
        (LAST, AFTER, ActionCounts(not_done=1)),  # the day is over, and no later year has it
        (LAST, None, ActionCounts(not_done=1)),
        (AFTER, FIRST, ActionCounts()),
        (None, FIRST, ActionCounts()),
    ],
)
def test_actions_that_were_due(due, done, expected):
    actions = (Action(id="A1", description=Text("x"), due=due, done=done),)
    found = make_deviation(found=BEFORE, action_plan=ActionPlan(approved=FIRST, actions=actions))
    assert measure(deviations=(found,)).actions == expected
    for approved in (AFTER, None):
        found = make_deviation(found=BEFORE, action_plan=ActionPlan(approved=approved, actions=actions))
        assert measure(deviations=(found,)).actions == ActionCounts()


@pytest.mark.parametrize(
    ("came", "answer", "expected"),
    [
        (LAST, {}, ActionCounts(unreviewed=1)),
        (LAST, {"accepted": LAST}, ActionCounts(in_time=1)),
        (LAST, {"accepted": AFTER}, ActionCounts(unreviewed=1)),  # not known by the end of the year
        (LAST, {"rejected": LAST}, ActionCounts(not_done=1)),
        (AFTER, {}, ActionCounts(not_done=1)),
    ],
)
def test_what_nobody_has_looked_at_is_counted_apart(came, answer, expected):
    actions = (Action(id="A1", description=Text("x"), due=LAST, submitted=(Submission(date=came, **answer),)),)
    found = make_deviation(found=BEFORE, action_plan=ActionPlan(approved=FIRST, actions=actions))
    figures = measure(deviations=(found,)).actions
    assert (figures, figures.total) == (expected, 1 - expected.unreviewed)


@pytest.mark.parametrize(("day", "not_done"), [(29, 0), (30, 0), (31, 1)])
def test_an_action_is_no_longer_due_once_its_deviation_is_settled(day, not_done):
    actions = (Action(id="A1", description=Text("x"), due=date(2026, 5, 30)),)
    plan = ActionPlan(approved=FIRST, actions=actions)
    settled = make_deviation(found=BEFORE, action_plan=plan, closed=date(2026, 5, day))
    assert measure(deviations=(settled,)).actions == ActionCounts(not_done=not_done)


# The ladder


def test_steps_over_the_ends_of_the_year():
    log = (
        take("dialogue", BEFORE),
        take("dialogue", FIRST),
        pass_over("reminder", FIRST),
        take("written_warning", LAST),
        take("own_step", LAST),
        take("management_meeting", AFTER),
        pass_over("penalty", AFTER),
    )
    figures = measure(deviations=(make_deviation(*log, found=BEFORE), make_deviation(log[1], found=BEFORE)))
    assert figures.steps_taken == FrozenMap({"dialogue": 2, "own_step": 1, "written_warning": 1})
    assert figures.steps_passed_over == FrozenMap({"reminder": 1})


def sum_penalties(year, *log, contract=BARE, **fields):
    deviation = make_deviation(*log, **{"found": date(2025, 1, 1)} | fields)
    open_until = Dates(starts=date(2020, 1, 1), ends=date(2030, 1, 1))
    window = Window(date(year, 1, 1), date(year, 12, 31))
    return measure(contract, window, dates=open_until, deviations=(deviation,)).penalties


def penalty(weeks, weeks_in_window, claims=1):
    sums = PenaltySum(claims, weeks, Decimal(20000 * weeks), weeks_in_window, Decimal(20000 * weeks_in_window))
    return FrozenMap({"SEK": sums})


def test_a_penalty_over_the_end_of_the_year():
    # Weeks begin on 12-14, 12-21, 12-28 | 01-04, 01-11; the ground ceased on the 15th, within the fifth.
    log = take("penalty", date(2026, 12, 14), until=date(2027, 1, 15))
    sums = {year: sum_penalties(year, log) for year in (2025, 2026, 2027, 2028)}
    assert sums == {2025: FrozenMap(), 2026: penalty(3, 3), 2027: penalty(5, 2), 2028: FrozenMap()}


def test_a_penalty_that_runs_to_its_maximum():
    # Eight weeks, the last from 2026-12-28 to 2027-01-03: seven weeks after 2026-11-09.
    log = take("penalty", date(2026, 11, 9))
    sums = {year: sum_penalties(year, log) for year in (2026, 2027, 2028)}
    assert sums == {2026: penalty(8, 8), 2027: penalty(8, 0), 2028: FrozenMap()}


def test_a_penalty_claimed_for_weeks_of_the_year_before():
    # From 2026-12-14, claimed on 2027-01-11: no report of 2026 knows of it. Four weeks had begun by 2027-01-10, its last day.
    for until, weeks in ((date(2027, 1, 10), 4), (date(2026, 12, 20), 1)):
        log = take("penalty", date(2027, 1, 11), from_=date(2026, 12, 14), until=until)
        assert [sum_penalties(year, log) for year in (2026, 2027)] == [FrozenMap(), penalty(weeks, weeks)]


def test_a_penalty_ends_when_its_deviation_is_settled():
    # Weeks begin on 06-01 and 06-08.
    assert sum_penalties(2026, take("penalty", date(2026, 6, 1)), closed=date(2026, 6, 14)) == penalty(2, 2)


def test_what_is_no_penalty_that_runs():
    log = take("penalty", date(2026, 6, 1))
    none_agreed = change(BARE, {"clause.terms": Terms()})
    assert sum_penalties(2026, pass_over("penalty", date(2026, 6, 1))) == FrozenMap()
    assert sum_penalties(2026, log, ground_excluded=Explanation(reason=Text("x"))) == FrozenMap()
    assert sum_penalties(2026, log, contract=none_agreed) == FrozenMap()
    assert sum_penalties(2026, take("penalty", date(2026, 6, 1), from_=AFTER)) == FrozenMap()  # it begins next year


def test_before_the_period_no_penalty_has_run_in_it():
    found = make_deviation(take("penalty", date(2025, 6, 2)), found=date(2025, 1, 1))
    long = Dates(starts=date(2020, 1, 1), ends=date(2030, 1, 1))
    figures = measure(BARE, Window(FIRST, date(2025, 6, 30)), dates=long, deviations=(found,))
    assert (figures.in_period, figures.penalties, figures.steps_taken) == (True, FrozenMap(), FrozenMap())


# The timeline


def test_events_of_the_window_by_month():
    found = make_deviation(found=FIRST, action_plan=ActionPlan(approved=date(2026, 2, 28)), closed=LAST)
    older = make_deviation(found=BEFORE, action_plan=ActionPlan(approved=FIRST), closed=AFTER)
    figures = measure(
        kickoff=Kickoff(held=date(2026, 3, 1)),
        monitoring__activities=(make_activity(FIRST), make_activity(date(2026, 1, 31)), make_activity(AFTER)),
        deviations=(found, older, make_deviation(found=AFTER)),
    )
    january = Month(2026, 1)
    assert figures.events == (
        (EventKind.KICKOFF_HELD, Month(2026, 3)),
        (EventKind.ACTIVITY_DONE, january),
        (EventKind.ACTIVITY_DONE, january),
        (EventKind.DEVIATION_FOUND, january),
        (EventKind.PLAN_APPROVED, Month(2026, 2)),
        (EventKind.DEVIATION_CLOSED, Month(2026, 12)),
        (EventKind.PLAN_APPROVED, january),
    )


def test_an_empty_window_holds_no_events():
    window = Window(date(2026, 12, 1), date(2026, 11, 22))
    figures = measure(CONTRACT, window)
    assert (figures.in_period, figures.followed_up, figures.followed_up_ever) == (True, False, True)
    assert (figures.found, figures.closed, figures.activities, figures.events) == (
        DeviationCounts(),
        DeviationCounts(),
        FrozenMap(),
        (),
    )
    assert figures.open.total == 2
