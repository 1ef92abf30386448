from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from generator.contract.choices import Level, Method
from generator.contract.models import Activity, EarlierResult, Money
from generator.contract.values import FrozenMap, Month
from generator.documents.followup_plan import FOLLOWUP_PLAN
from generator.errors import InputError
from generator.rules.reuse import ReuseFailure
from tests.documents.contracts import ON, change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT, BARE = read_example("wound-care"), read_example("cleaning")
EXAMPLES = ["wound-care", "surgical-instruments", "cleaning"]
ACTIVITIES = "monitoring.activities"


def make_view(changes=None, contract=CONTRACT, on=ON):
    return FOLLOWUP_PLAN.make_view(make_subject(change(contract, changes or {}), on=on))


def make_text(changes=None, contract=CONTRACT, langs=("sv",), on=ON):
    return write_tree(compose(FOLLOWUP_PLAN, make_subject(change(contract, changes or {}), on=on), *langs))


@pytest.mark.parametrize("langs", [("sv",), ("en",), ("sv", "en")], ids="-".join)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_whole_text(name, langs, golden):
    contract = read_example(name)
    golden(GOLDEN / f"followup-plan.{contract.id}.{'-'.join(langs)}.txt", make_text(contract=contract, langs=langs))


def test_it_is_made_where_there_are_activities():
    assert FOLLOWUP_PLAN.list_items(CONTRACT, ON) == ("",)
    assert FOLLOWUP_PLAN.list_items(change(CONTRACT, {ACTIVITIES: ()}), ON) == ()


def test_all_that_is_missing_is_told_at_once():
    changes = {
        "buyer.contacts": FrozenMap(),
        "monitoring.responsible": None,
        f"{ACTIVITIES}.0.responsible": None,
        f"{ACTIVITIES}.3.planned": None,
    }
    with pytest.raises(InputError) as caught:
        make_view(changes)
    assert [finding.subject for finding in caught.value.findings] == [
        "buyer.contacts.officer",
        "monitoring.activities[0].responsible",
        "monitoring.activities[3].planned",
    ]


def test_without_activities_it_says_so():
    with pytest.raises(InputError) as caught:
        make_view({ACTIVITIES: ()})
    assert [finding.subject for finding in caught.value.findings] == ["monitoring.activities"]


def test_activities_in_order_of_time():
    changes = {f"{ACTIVITIES}.0.planned": Month(2028, 1), f"{ACTIVITIES}.1.done": date(2026, 11, 1)}
    view = make_view(changes)
    assert [activity.id for activity in view.activities] == ["M2", "M3", "M4", "M1"]
    assert [notice.activity for notice in view.notices] == ["M3", "M4", "M1"]
    assert view.outside == ("M2",)


def test_what_is_entered_as_done_later_is_not_done_yet():
    view = make_view({f"{ACTIVITIES}.0.planned": None, f"{ACTIVITIES}.0.done": date(2027, 2, 20)})
    assert (view.activities[0].planned, view.activities[0].done) == (date(2027, 2, 20), None)


def test_what_is_late_runs_on_until_today():
    view = make_view({f"{ACTIVITIES}.0.planned": Month(2026, 9)})
    assert [activity.is_late for activity in view.activities] == [True, False, False, False]
    assert [row.days_late for row in view.rows] == [53, 0, 0, 0]
    assert view.notices[0].is_late


@pytest.mark.parametrize(
    ("changes", "failures"),
    [
        ({}, ()),
        ({"level": Level.BASIC}, (ReuseFailure.LEVEL,)),
        ({"level": None, "methods": ()}, (ReuseFailure.LEVEL_UNKNOWN, ReuseFailure.METHODS_UNKNOWN)),
        ({"methods": (Method.OPEN_DATA,), "date": date(2023, 1, 1)}, (ReuseFailure.METHODS, ReuseFailure.AGE)),
    ],
)
def test_reuse(changes, failures):
    path = "monitoring.previous.0"
    view = make_view({f"{path}.{key}": value for key, value in changes.items()})
    assert [row.verdict.failures for row in view.earlier] == [failures]


def test_own_results_have_no_conditions():
    own = (EarlierResult(date=date(2020, 1, 1)), EarlierResult(buyer="Region Exempel", date=date(2020, 1, 1)))
    future = EarlierResult(buyer="Region Grannlän", date=date(2026, 11, 23))
    assert [row.verdict for row in make_view({"monitoring.previous": (*own, future)}).earlier] == [None, None]


@pytest.mark.parametrize(
    ("joint", "words"),
    [(True, "Uppföljningen görs gemensamt"), (False, "följer själv upp avtalet"), (None, "Det är inte bestämt")],
)
def test_joint_or_own(joint, words):
    assert words in make_text({"monitoring.joint": joint})


def test_the_sample_is_a_proposal_and_what_somebody_has_decided_goes_before_it():
    assert [choice.activity for choice in make_view().own_choices] == ["M3", "M4"]
    text = make_text()
    assert "Förslag till stickprov: Gaskompress, steril 10 × 10 cm. " in text
    assert "- Beslutat för aktivitet M4: Gaskompress, steril 10 × 10 cm och Skumförband. " in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"products": (), f"{ACTIVITIES}.2.products": (), f"{ACTIVITIES}.3.products": ()}, "Avtalet har inga produkter angivna"),
        ({"risks": ()}, "Riskerna för produkterna är inte bedömda ännu"),
        ({"risks.0.likelihood": None}, "De här riskerna är inte bedömda ännu: R1."),
        ({"products.0.annual_value.currency": "EUR"}, "Omsättningen är angiven i flera valutor"),
        ({"dates.ends": date(2027, 3, 31)}, "De här aktiviteterna ligger utanför avtalstiden: M2, M3 och M4."),
    ],
)
def test_what_stands_there_only_sometimes(changes, words):
    changed = {**changes, "products": ()} if "products" in changes else changes
    assert words in make_text(changed)
    assert words not in make_text()


def test_a_product_without_figures_weighs_nothing_and_is_named():
    changes = {"products.0.annual_volume": None, "products.0.annual_value": None}
    assert make_view(changes).sample.candidates[-1].points == 0
    words = "Andelen räknas som 0, eftersom volym och omsättning saknas eller inte kan jämföras: "
    assert [words in make_text(each) for each in ({}, changes)] == [False, True]


def test_an_extension_counts_from_when_it_is_decided():
    extended = {"dates.extensions.0.decided": date(2026, 11, 22)}
    assert [make_view(extended, on=day).end.day for day in (ON, date(2026, 11, 21))] == [date(2029, 12, 31), date(2028, 12, 31)]


def test_costs_by_currency():
    euros = Money(amount=Decimal(900), currency="EUR")
    view = make_view({f"{ACTIVITIES}.0.cost": euros, f"{ACTIVITIES}.0.done": ON})
    assert [(cost.done.amount, cost.planned.amount, cost.total.currency) for cost in view.costs] == [
        (900, 0, "EUR"),
        (0, 85000, "SEK"),
    ]


def test_an_activity_without_anything_but_when_and_how():
    activity = Activity(id="M1", method=Method.OPEN_DATA, planned=date(2028, 2, 29))
    text = make_text({ACTIVITIES: (activity,)}, BARE)
    assert (
        "M1 | Öppna data | 2028-02-29 // Meddela senast 2028-02-01, 28~dagar före | Åsa Öberg | Kontraktsvillkoren i sin helhet"
        in text
    )


@pytest.mark.parametrize(
    ("method", "cost", "is_told"), [("dialogue", None, False), ("dialogue", "1000", True), ("audit", None, True)]
)
def test_of_costs_nothing_is_said_where_there_is_nothing_to_say(method, cost, is_told):
    count = len(CONTRACT.monitoring.activities)
    money = Money(amount=Decimal(cost), currency="SEK") if cost else None
    changes = {f"{ACTIVITIES}.{place}.cost": None for place in range(count)}
    changes |= {f"{ACTIVITIES}.{place}.method": Method(method) for place in range(count)}
    text = make_text(changes | {f"{ACTIVITIES}.0.cost": money})
    assert ("Kostnader" in text) == is_told


def test_a_notice_that_should_have_been_sent_is_told_of_first():
    activity = Activity(id="M1", method=Method.SELF_ASSESSMENT, planned=date(2026, 12, 10), responsible="buyer.officer")
    text = make_text({"monitoring.activities": (activity,)})
    assert "Leverantören skulle redan ha fått veta om en planerad aktivitet" in text.replace("~", " ")
    assert "ingen är försenad" not in text
    told = make_view({"monitoring.activities": (activity.model_copy(update={"notified": date(2026, 11, 2)}),)})
    assert (told.late_notices, told.notices[0].sent, told.notices[0].earliest) == (0, date(2026, 11, 2), None)
    assert make_view({"monitoring.activities": (activity,)}).notices[0].earliest > date(2026, 12, 10)


@pytest.mark.parametrize(("due", "days"), [(date(2026, 11, 1), True), (date(2027, 11, 1), False)])
def test_a_decision_that_is_overdue_is_told_of_first(due, days):
    view = make_view({"evaluation.decision_due": due})
    assert bool(view.decision_days_late) is days


def test_what_we_have_followed_up_ourselves_is_known():
    activity = CONTRACT.monitoring.activities[0].model_copy(update={"done": date(2026, 3, 2), "planned": date(2026, 3, 2)})
    text = make_text({"monitoring.previous": (), "monitoring.activities": (activity,)})
    assert "Vi känner inte till någon tidigare uppföljning" not in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (
            {"planned": date(2026, 11, 21)},
            "2026-11-21 // [bad: Försenad 1~dag] // [bad: Skulle ha meddelats 2026-10-23] // Kan göras tidigast 2026-12-21",
        ),
        ({"planned": ON}, "2026-11-22 // [bad: Skulle ha meddelats 2026-10-23] // Kan göras tidigast 2026-12-21"),
        ({"planned": ON, "notified": date(2026, 10, 20)}, "2026-11-22 // Meddelat 2026-10-20"),
        ({"planned": Month(2026, 10), "done": date(2026, 11, 1)}, "[warn: Gjord 2026-11-01, 1~dag för sent]"),
        ({"planned": Month(2026, 11), "done": date(2026, 11, 1)}, "[good: Gjord 2026-11-01]"),
    ],
)
def test_it_says_when_each_activity_is_how_late_and_when_the_supplier_is_told(changes, words):
    activity = Activity(id="M1", method=Method.OPEN_DATA, responsible="buyer.officer").model_copy(update=changes)
    row = next(line for line in make_text({ACTIVITIES: (activity,)}).splitlines() if line.startswith("    M1 |"))
    assert words in row.split(" | ")
