"""Contracts summed up. The year of the examples is counted by hand, in the comments."""

from __future__ import annotations

import gc
import tracemalloc
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from generator.contract.choices import Area, DeviationSeverity, Level, Method
from generator.contract.models import Action, ActionPlan, Activity, Dates, Deviation, Framework, Money, Supplier
from generator.contract.report import Training
from generator.contract.values import FrozenMap, Month, Text
from generator.rules.coverage import Depth
from generator.rules.figures import EventKind, Window, make_window, measure_contract
from generator.rules.sums import ActionCounts, Costs, DeviationCounts, PenaltySum, add_maps
from generator.rules.totals import (
    MOST_LISTED,
    Agreement,
    AuditedContract,
    AuditedSupplier,
    ListedContract,
    Share,
    Totals,
    TrainingTotals,
    find_median,
    find_worst,
    round_half_up,
    sum_figures,
    sum_training,
)
from tests.documents.contracts import EXAMPLES, ON, change, read_example
from tests.loading import load_report
from tests.rules.cases import CONTRACT, LADDER, PARTS, take

NAMES = ("surgical-instruments", "wound-care", "cleaning")
YEAR = Window(date(2026, 1, 1), date(2026, 12, 31))
REPORT = load_report(EXAMPLES / "reports" / "2026.yaml").report
BARE = change(
    CONTRACT, {"kickoff": None, "monitoring.activities": (), "deviations": (), "dates": Dates(starts=YEAR.first, ends=YEAR.last)}
)


def sum_contracts(*contracts, window=YEAR):
    return sum_figures(measure_contract(contract, PARTS, LADDER, window) for contract in contracts)


def sum_examples(on=ON):
    return sum_contracts(*map(read_example, NAMES), window=make_window(REPORT.period, on))


def sek(amount):
    return Costs(FrozenMap({"SEK": Decimal(amount)}))


# The year of the examples


def test_the_report_of_2026_on_22_november():
    may, june, july = Month(2026, 5), Month(2026, 6), Month(2026, 7)
    instruments = read_example("surgical-instruments")
    deviations = DeviationCounts(FrozenMap({"major": 1, "severe": 1}), FrozenMap({"due_diligence": 1, "labour_rights": 1}))
    assert sum_examples() == Totals(
        listed=tuple(
            ListedContract(now, ever, each.registration_number, each.id, each.title, each.clause.level)
            for each, now, ever in (
                (read_example("wound-care"), False, False),
                (read_example("cleaning"), False, True),
                (read_example("surgical-instruments"), True, True),
            )
        ),
        not_in_period=0,
        # Instruments and wound care advanced, cleaning basic. Wound care was signed two days before.
        # Instruments followed up by M2 on 2026-05-18; cleaning last in 2025; wound care never.
        single=Counter(
            [
                Agreement(Level.ADVANCED, followed_up=True, followed_up_ever=True),
                Agreement(Level.ADVANCED, followed_up=False, followed_up_ever=False),
                Agreement(Level.BASIC, followed_up=False, followed_up_ever=True),
            ]
        ),
        # M2 of instruments alone: 142 000 SEK.
        activities=FrozenMap({"audit": 1}),
        # M2 was at a site; cleaning was audited without one. What was never checked isn't asked for here.
        depths=FrozenMap({"site": 1}),
        deepest=Counter([Depth.SITE, Depth.OFFICE]),
        costs=sek(142000),
        audit_costs=sek(142000),
        audited=Counter(
            {
                AuditedContract(
                    "RE-2024-0307",
                    "RE 2024-00307",
                    instruments.title,
                    "Nordic Instruments Trading AB",
                    "559999-8829",
                    1,
                    sek(142000),
                ): 1
            }
        ),
        # D1 (major, against 2.4) and D2 (severe, labour rights), found on 2026-05-18; neither is closed. D3 was, in 2025.
        found=deviations,
        open=deviations,
        closed=DeviationCounts(),
        # D1: approved 07-01, 13 + 30 + 1 days later. D2: 06-17, 13 + 17.
        plan_days=Counter({30: 1, 44: 1}),
        severe_plan_days=Counter({30: 1}),
        # D1: A1 in time, A2 late; D2: A1 late, A2 and A3 not done. Two more are due later.
        actions=ActionCounts(in_time=1, late=2, not_done=2),
        # D1: dialogue. D2: dialogue, reminder, written warning, management meeting.
        steps_taken=FrozenMap({"dialogue": 2, "reminder": 1, "written_warning": 1, "management_meeting": 1}),
        # The kick-off of wound care is on 12-08.
        events=Counter(
            {
                (EventKind.ACTIVITY_DONE, may): 1,
                (EventKind.DEVIATION_FOUND, may): 2,
                (EventKind.PLAN_APPROVED, june): 1,
                (EventKind.PLAN_APPROVED, july): 1,
            }
        ),
    )


def test_what_is_read_from_these_totals():
    totals = sum_examples()
    assert (totals.audits, totals.contracts.total(), totals.found.total, totals.actions.total) == (1, 3, 2, 5)
    assert Share(totals.followed_up_ever.total(), totals.contracts.total()).percent == 67  # 2 of 3
    assert Share(totals.actions.in_time, totals.actions.total).percent == 20  # 1 of 5
    assert (find_median(totals.plan_days), find_worst(totals.plan_days)) == (Decimal(37), 44)  # (30 + 44) / 2
    assert totals.list_audited_suppliers() == (AuditedSupplier("Nordic Instruments Trading AB", 1, 1, sek(142000)),)


def test_the_same_report_when_the_year_is_over():
    totals = sum_examples(date(2027, 2, 1))
    # D2: A4 was due 12-15. Wound care was to have its kick-off on 12-08, and nobody has entered that it had.
    assert totals.actions == ActionCounts(in_time=1, late=2, not_done=3)
    assert totals.events[EventKind.KICKOFF_HELD, Month(2026, 12)] == 0


def test_the_same_report_in_the_middle_of_the_year():
    # On 2026-06-30 wound care isn't signed, D1's plan isn't approved (43 days since 05-18), and nothing has been due.
    totals = sum_examples(date(2026, 6, 30))
    assert (totals.not_in_period, totals.contracts) == (1, Counter({Level.ADVANCED: 1, Level.BASIC: 1}))
    assert (totals.plan_days, totals.plan_days_waiting) == (Counter({30: 1}), Counter({43: 1}))
    assert (totals.severe_plan_days_waiting, totals.actions) == (Counter(), ActionCounts())
    assert totals.steps_taken == FrozenMap({"dialogue": 2})


def test_the_timeline_has_every_month():
    window = make_window(REPORT.period, ON)
    rows = sum_examples().count_events(window)
    nothing = FrozenMap(dict.fromkeys(EventKind, 0))
    assert rows == (
        *((Month(2026, month), nothing) for month in (1, 2, 3, 4)),
        (Month(2026, 5), FrozenMap({**nothing, "activity_done": 1, "deviation_found": 2})),
        (Month(2026, 6), FrozenMap({**nothing, "plan_approved": 1})),
        (Month(2026, 7), FrozenMap({**nothing, "plan_approved": 1})),
        *((Month(2026, month), nothing) for month in (8, 9, 10, 11)),
    )


def test_the_training_of_2026():
    # 24 × 3 + 11 × 2 hours
    window = make_window(REPORT.period, ON)
    assert sum_training(REPORT.training, window) == TrainingTotals(participants=35, hours=Decimal(94))


# Borders


def test_no_contracts():
    totals = sum_contracts()
    assert totals == Totals()
    assert (totals.audits, totals.list_audited_contracts(), totals.list_audited_suppliers()) == (0, (), ())
    assert (find_median(totals.plan_days), find_worst(totals.plan_days), Share(0, 0).percent) == (None, None, None)


def test_a_period_before_all_contracts():
    window = Window(date(2020, 1, 1), date(2020, 12, 31))
    assert sum_contracts(*map(read_example, NAMES), window=window) == Totals(not_in_period=3)


def test_one_contract_in_which_nothing_happened():
    listed = ListedContract(False, False, BARE.registration_number, BARE.id, BARE.title, BARE.clause.level)  # noqa: FBT003
    single = Counter([Agreement(Level.ADVANCED, followed_up=False, followed_up_ever=False)])
    assert sum_contracts(BARE) == Totals(single=single, listed=(listed,))


def join(contract, number, *, level=Level.ADVANCED, done=None, framework="RA-1"):
    """The contract of a supplier under a framework agreement, monitored on a day."""
    activities = (Activity(id="M1", method=Method.DIALOGUE, done=done),) if done else ()
    changes = {"id": f"RE-{number}", "registration_number": f"RE {number}", "monitoring.activities": activities}
    return change(contract, changes | {"clause.level": level, "framework": Framework(id=framework, rank=number)})


def test_a_framework_agreement_counts_once_and_is_followed_up_with_any_of_its_suppliers():
    files = [
        join(BARE, 1),
        join(BARE, 2, done=YEAR.first - timedelta(days=1)),
        join(BARE, 3, done=YEAR.first),
        join(BARE, 1, framework="RA-2"),
        BARE,
    ]
    totals = sum_contracts(*files)
    assert totals == sum_contracts(*reversed(files))
    counted = (totals.contracts.total(), totals.followed_up.total(), totals.followed_up_ever.total(), totals.files)
    assert counted == (3, 1, 1, 5)
    assert [each.suppliers for each in totals.shared] == [3]
    assert len(totals.listed) == 5
    two = sum_contracts(*files[:2])
    assert (two.followed_up.total(), two.followed_up_ever.total()) == (0, 1)


def test_suppliers_of_a_framework_agreement_with_two_levels_count_at_the_higher():
    files = [join(BARE, 1, level=Level.BASIC), join(BARE, 2)]
    assert sum_contracts(*files).contracts == sum_contracts(*reversed(files)).contracts == Counter({Level.ADVANCED: 1})


def test_only_suppliers_whose_contracts_are_in_the_period_count_in_a_framework_agreement():
    ended = change(join(BARE, 2), {"dates": Dates(starts=date(2024, 1, 1), ends=date(2025, 12, 31))})
    totals = sum_contracts(join(BARE, 1), ended)
    assert (totals.contracts.total(), totals.files, totals.not_in_period, totals.shared) == (1, 1, 1, ())


def make_audits(contract, registration_number, supplier, *amounts, currency="SEK"):
    """The contract of a supplier, audited once for each amount; None is a cost that isn't known."""
    audits = tuple(
        Activity(
            id=f"M{index}",
            method=Method.AUDIT,
            done=YEAR.first,
            cost=Money(amount=Decimal(amount), currency=currency) if amount else None,
        )
        for index, amount in enumerate(amounts)
    )
    changes = {"registration_number": registration_number, "supplier": supplier, "monitoring.activities": audits}
    return change(contract, changes)


def test_audits_for_each_contract_and_supplier():
    north = Supplier(name="Norr AB", organisation_number="556699-9917")
    north_again = Supplier(name="NORR AB", organisation_number="556699-9917")
    abroad = Supplier(name="Fern Ltd", country="GB")
    totals = sum_contracts(
        make_audits(BARE, "RE 2", north, 100, "0.10"),
        make_audits(BARE, "RE 1", north_again, 70, currency="EUR"),
        make_audits(BARE, "RE 3", abroad, 1000, None, 1000),
        make_audits(BARE, "RE 4", abroad, None),
        make_audits(BARE, "RE 5", abroad),
    )
    assert [(row.registration_number, row.audits) for row in totals.list_audited_contracts()] == [
        ("RE 3", 3),
        ("RE 2", 2),
        ("RE 1", 1),
        ("RE 4", 1),
    ]
    both = Costs(FrozenMap({"SEK": Decimal("100.10"), "EUR": Decimal(70)}))
    assert totals.list_audited_suppliers() == (
        AuditedSupplier("Fern Ltd", 2, 4, replace(sek(2000), unknown=2)),
        AuditedSupplier("NORR AB", 2, 3, both),
    )
    assert totals.audit_costs == Costs(FrozenMap({"SEK": Decimal("2100.10"), "EUR": Decimal(70)}), unknown=2)
    assert totals.audits == 7


def test_penalties_in_two_currencies():
    deviation = Deviation(id="D", found=YEAR.first, escalation=(take("penalty", date(2026, 6, 1), until=date(2026, 6, 8)),))
    swedish = change(BARE, {"deviations": (deviation,)})
    foreign = change(swedish, {"clause.terms.penalty.currency": "EUR", "clause.terms.penalty.amount": Decimal("0.5")})
    euros, kronor = Decimal("1.0"), Decimal(80000)
    assert sum_contracts(swedish, foreign, swedish).penalties == FrozenMap(
        {"EUR": PenaltySum(1, 2, euros, 2, euros), "SEK": PenaltySum(2, 4, kronor, 4, kronor)}
    )


# Rounding and the middle


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (0, 3, 0),
        (3, 3, 100),
        (2, 3, 67),
        (1, 3, 33),
        (1, 200, 1),  # 0.5
        (1, 201, 0),
        (5, 200, 3),  # 2.5, which would be 2 to the nearest even
        (29, 200, 15),  # 14.5, which as a binary float is below
        (199, 200, 100),  # 99.5
    ],
)
def test_per_cent(part, whole, percent):
    assert Share(part, whole).percent == percent


@pytest.mark.parametrize(
    ("value", "decimals", "rounded"),
    [(Fraction(5, 2), 0, "3"), (Fraction(200, 3), 1, "66.7"), (Fraction(1, 8), 2, "0.13"), (Fraction(94), 2, "94.00")],
)
def test_rounding(value, decimals, rounded):
    assert str(round_half_up(value, decimals)) == rounded


@pytest.mark.parametrize(
    ("days", "median", "worst"),
    [
        ([], None, None),
        ([0], "0", 0),
        ([30, 44], "37", 44),
        ([30, 31], "30.5", 31),
        ([1, 2, 100], "2", 100),
        ([5, 5, 5, 8], "5", 8),
        ([100, 1, 2], "2", 100),
        ([44, 8, 30, 9], "19.5", 44),
    ],
)
def test_the_middle_and_the_most(days, median, worst):
    found = find_median(Counter(days))
    assert (None if found is None else str(found), find_worst(Counter(days))) == (median, worst)


def test_training_over_the_ends_of_the_year_and_with_gaps():
    def make(day, participants=None, hours=None):
        return Training(title=Text("x"), date=day, participants=participants, hours=hours)

    training = (
        make(date(2025, 12, 31), 1000, Decimal(1)),
        make(date(2026, 1, 1), 10, Decimal("1.5")),
        make(date(2026, 12, 31), 20),
        make(date(2027, 1, 1), 2000, Decimal(1)),
        make(None, 3, Decimal(2)),
        make(None, None, Decimal(5)),
        make(None, 0, Decimal(8)),
    )
    # 10 × 1.5 + 3 × 2
    assert sum_training(training, YEAR) == TrainingTotals(
        participants=33, hours=Decimal("21.0"), without_participants=1, without_hours=2
    )
    assert sum_training((), YEAR) == TrainingTotals()


# What holds whatever the contracts are

DAYS = st.dates(date(2025, 10, 1), date(2027, 3, 31))
AMOUNTS = st.decimals(0, 10**6, places=2) | st.integers(0, 10**6).map(Decimal)


@st.composite
def make_contracts(draw):
    """A contract with some monitoring, deviations, and steps of the ladder, about the year."""
    currency = draw(st.sampled_from(["SEK", "EUR"]))
    methods, money = st.sampled_from(Method), st.builds(Money.model_construct, amount=AMOUNTS, currency=st.just(currency))
    activity = st.builds(Activity, id=st.just("M"), method=methods, done=st.none() | DAYS, cost=st.none() | money)
    action = st.builds(Action, id=st.just("A"), description=st.just(Text("x")), due=DAYS, done=st.none() | DAYS)
    plan = st.builds(ActionPlan, approved=st.none() | DAYS, actions=st.lists(action, max_size=3).map(tuple))
    entry = st.builds(take, st.sampled_from(["dialogue", "penalty"]), DAYS)
    deviation = st.builds(
        Deviation,
        id=st.just("D"),
        found=DAYS,
        severity=st.none() | st.sampled_from(DeviationSeverity),
        against=st.none() | st.sampled_from(["2.4", "3", "7"]) | st.sampled_from(Area),
        closed=st.none() | DAYS,
        action_plan=st.none() | plan,
        escalation=st.lists(entry, max_size=2).map(tuple),
    )
    return change(
        BARE,
        {
            "registration_number": draw(st.text("0123456789", min_size=1, max_size=4)),
            "supplier.name": draw(st.sampled_from(["Norr AB", "Söder AB"])),
            "supplier.organisation_number": draw(st.sampled_from([None, "556699-9917", "559999-8829"])),
            "clause.level": draw(st.sampled_from(Level)),
            "clause.terms.penalty.currency": currency,
            "dates.ends": draw(DAYS),
            "monitoring.activities": tuple(draw(st.lists(activity, max_size=3))),
            "deviations": tuple(draw(st.lists(deviation, max_size=3))),
        },
    )


def add(one, other):
    if isinstance(one, tuple):
        return tuple(sorted((*one, *other), key=lambda each: each.place)[:MOST_LISTED])
    if isinstance(one, dict) and not isinstance(one, Counter | FrozenMap):
        return one | other | {name: one[name].join(other[name]) for name in one.keys() & other.keys()}
    return add_maps(one, other) if isinstance(one, FrozenMap) else one + other


def test_a_list_of_contracts_ends_with_the_fortieth_whatever_order_they_come_in():
    contracts = [change(BARE, {"registration_number": f"{number:02}"}) for number in (*range(41, 20, -1), *range(21))]
    listed = [each.registration_number for each in sum_contracts(*contracts).listed]
    assert listed == [f"{number:02}" for number in range(40)]


@settings(max_examples=30, deadline=None)
@given(st.lists(make_contracts(), max_size=5), st.integers(0, 5))
def test_two_halves_make_the_whole(contracts, cut):
    whole, first, second = (sum_contracts(*part) for part in (contracts, contracts[:cut], contracts[cut:]))
    joined = Totals(**{name: add(getattr(first, name), getattr(second, name)) for name in Totals.__struct_fields__})
    assert whole == joined


@settings(max_examples=30, deadline=None)
@given(st.lists(make_contracts(), max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_the_contracts_makes_no_difference(contracts, random):
    shuffled = random.sample(contracts, len(contracts))
    one, other = sum_contracts(*contracts), sum_contracts(*shuffled)
    assert one == other
    assert [(row.registration_number, row.audits) for row in one.list_audited_contracts()] == [
        (row.registration_number, row.audits) for row in other.list_audited_contracts()
    ]
    assert one.list_audited_suppliers() == other.list_audited_suppliers()
    assert [list(one.activities), list(one.costs.sums)] == [list(other.activities), list(other.costs.sums)]


@settings(max_examples=30, deadline=None)
@given(st.lists(make_contracts(), max_size=5))
def test_figures_agree_with_each_other(contracts):
    totals = sum_contracts(*contracts)
    assert totals.contracts.total() + totals.not_in_period == len(contracts)
    assert totals.followed_up.total() <= totals.followed_up_ever.total() <= totals.contracts.total()
    assert totals.audits == totals.activities.get(Method.AUDIT, 0)
    assert totals.plan_days.total() + totals.plan_days_waiting.total() == totals.found.total
    severe = totals.severe_plan_days.total() + totals.severe_plan_days_waiting.total()
    assert severe == totals.found.by_severity.get("severe", 0)
    for counts in (totals.found, totals.open, totals.closed):
        assert sum(counts.by_area.values()) == counts.total
    rows = [row.costs for row in totals.list_audited_suppliers()]
    assert sum(rows, Costs()) == totals.audit_costs


# Many contracts


def make_many(number, held, *, audited):
    """Contracts made one by one, each with its own number, title, and a deviation; some with an audit.

    At every 50th, and at the end, ``held`` gets the bytes that are kept then. What waits to be collected isn't kept,
    and when it goes is the interpreter's own affair: it is collected first.
    """
    contract = read_example("surgical-instruments")
    for index in range(number + 1):
        if index % 50 == 0 or index == number:
            gc.collect()
            held.append(tracemalloc.get_traced_memory()[0])
        if index == number:
            return
        yield change(
            contract,
            {
                "id": f"RE-{index}",
                "registration_number": f"RE {index}",
                "title": Text(f"Avtal {index}" + "x" * 200),
                "monitoring.activities.1.done": YEAR.first if audited else None,
                "deviations.0.found": date(2026, 1, 1 + index % 28),
            },
        )


def measure_peak(number, *, audited):
    """The totals over so many contracts, and the most bytes that were kept at once while they were summed up."""
    gc.collect()
    tracemalloc.start()
    held = []
    try:
        contracts = make_many(number, held, audited=audited)
        totals = sum_figures(measure_contract(each, PARTS, LADDER, YEAR) for each in contracts)
        return totals, max(held)
    finally:
        tracemalloc.stop()


@pytest.mark.usefixtures("frozen")
def test_memory_does_not_grow_with_contracts_that_were_not_audited():
    measure_peak(100, audited=False)  # what is made once for all contracts is made here
    (few, peak_of_few), (many, peak_of_many) = measure_peak(200, audited=False), measure_peak(800, audited=False)
    assert (few.contracts.total(), many.contracts.total(), many.found.total) == (200, 800, 1600)
    # A contract from a file takes about 100 000 bytes. 600 more of them may not even leave 100 each.
    assert peak_of_many - peak_of_few < 600 * 100


@pytest.mark.usefixtures("frozen")
def test_memory_grows_by_a_row_for_each_contract_that_was_audited():
    measure_peak(1, audited=True)
    (few, peak_of_few), (many, peak_of_many) = measure_peak(200, audited=True), measure_peak(800, audited=True)
    assert (few.audits, many.audits, len(many.list_audited_contracts())) == (200, 800, 800)
    # A row: a title of 200 letters, the costs (three small objects), id and number, a place in the table: some 900 bytes.
    assert peak_of_many - peak_of_few < 600 * 1500
