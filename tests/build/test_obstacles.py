"""When a document makes no sense on a day: left out, refused, or made with a warning beside it."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.build.job import Result
from generator.build.orders import Order, make_orders
from generator.documents.contacts import CONTACTS
from generator.errors import Finding, Severity
from generator.pipeline import Pipeline
from generator.rules.standing import Standing
from generator.workspace import find_workspace
from tests.making import REMARKS

MEETING = date(2024, 8, 21)
BEFORE = date(2024, 8, 20)
HELD = "kickoff.date: the kick-off meeting was held on 2024-08-21"


@pytest.fixture
def contract(examples: Path) -> Path:
    """A contract whose kick-off meeting has been held."""
    return examples / "contracts/surgical-instruments.yaml"


def make(orders: tuple[Order, ...], contract: Path, out: Path) -> list[Result]:
    """What comes of the orders."""
    return list(Pipeline(find_workspace(contract), out).generate(orders, [contract]))


def say(outcomes: list[Result], contract: Path) -> list[str]:
    """What is told: each first line, without its file."""
    lines = (str(finding).split("\n")[0] for outcome in outcomes for finding in outcome.findings)
    return [line.partition(f"{contract.name}:")[2].partition(": ")[2] for line in lines]


@pytest.mark.parametrize(("on", "told"), [(BEFORE, set()), (MEETING, {f"warning: {HELD}"})])
def test_a_pack_that_is_asked_for_by_name_is_made_with_a_warning(
    contract: Path, tmp_path: Path, on: date, told: set[str]
) -> None:
    orders = make_orders("kickoff-pack", on=on, languages=("sv",), formats=("html",))
    outcomes = make(orders, contract, tmp_path)
    made = [outcome for outcome in outcomes if outcome.path]
    assert len(made) == (6 if told else 7)  # There is no inviting to a meeting on its own day.
    assert set(say(made, contract)) == told


@pytest.mark.parametrize(("on", "count"), [(BEFORE, 7), (MEETING, 0)])
def test_a_pack_is_left_out_where_documents_are_made_wherever_they_fit(
    contract: Path, tmp_path: Path, on: date, count: int
) -> None:
    orders = make_orders("kickoff-pack", on=on, languages=("sv",), formats=("html",), where_it_fits=True)
    outcomes = make(orders, contract, tmp_path)
    states = [outcome.state for outcome in outcomes]
    assert (states, say(outcomes, contract)) == (["made"] * count or ["left_out"], [] if count else [f"warning: {HELD}"])


def test_a_meeting_that_nobody_entered_as_held_may_have_been_moved(contract: Path, tmp_path: Path) -> None:
    text = contract.read_text(encoding="utf-8")
    assert text.count(" held: 2024-08-21,") == 1
    contract = tmp_path / contract.name
    contract.write_text(text.replace(" held: 2024-08-21,", ""), encoding="utf-8")
    orders = make_orders("kickoff-pack", on=MEETING, languages=("sv",), formats=("html",), where_it_fits=True)
    told = say(make(orders, contract, tmp_path / "out"), contract)
    assert "warning: kickoff.date: the kick-off meeting was planned for 2024-08-21" in told


_REFUSED = "reckoned from the award decision, it ends on 2024-06-20 at the earliest"


@pytest.mark.parametrize(
    ("written", "on", "told"),
    [
        ("", date(2024, 6, 20), f"error: dates.awarded: the standstill period isn't over on 2024-06-20: {_REFUSED}"),
        (
            "\n  standstill_ends: 2024-06-13",
            date(2024, 6, 17),
            "error: dates.awarded: the standstill period isn't over on 2024-06-17",
        ),
        ("", date(2024, 6, 24), ""),
        ("\n  award_notice: none", date(2024, 6, 17), ""),
    ],
)
def test_nothing_welcomes_a_supplier_before_the_standstill_period_that_follows_from_the_award_has_ended(
    contract: Path, tmp_path: Path, written: str, on: date, told: str
) -> None:
    text = re.sub(r"\n  (standstill_ends|award_notice): .*", "", contract.read_text(encoding="utf-8"))
    contract = tmp_path / contract.name
    contract.write_text(text.replace("  awarded: 2024-06-10", f"  awarded: 2024-06-10{written}"), encoding="utf-8")
    outcomes = make(make_orders("invitation", on=on, languages=("sv",), formats=("html",)), contract, tmp_path / "out")
    errors = [line for line in say(outcomes, contract) if line.startswith("error")]
    assert [line[: len(told)] for line in errors] == ([told] if told else [])


@pytest.mark.parametrize("on", [BEFORE, MEETING])
def test_a_part_that_is_asked_for_alone_is_made_on_any_day(contract: Path, tmp_path: Path, on: date) -> None:
    outcomes = make(make_orders("minutes", on=on, languages=("sv",), formats=("html",)), contract, tmp_path)
    assert ([outcome.state for outcome in outcomes], say(outcomes, contract)) == (["made"], [])


@pytest.mark.parametrize(
    ("severity", "states", "told"),
    [
        ("warning", ["made"], ["warning: dates.starts: not before 2024-09-01"]),
        ("error", ["failed"], ["error: dates.starts: not before 2024-09-01"]),
    ],
)
def test_a_type_says_itself_how_much_it_matters(
    contract: Path, tmp_path: Path, severity: Severity, states: list[str], told: list[str]
) -> None:
    def find_obstacle(standing: Standing, item: str) -> Finding | None:
        assert (standing.contract.id, item) == ("RE-2024-0307", "")
        values = {"day": "2024-09-01"}
        early = Finding("not before {day}", subject="dates.starts", values=values, severity=severity)
        return early if standing.on < date(2024, 9, 1) else None

    document = replace(CONTACTS, find_obstacle=find_obstacle)
    orders = [Order(document, day, ("sv",), ("html",)) for day in (date(2024, 8, 31), date(2024, 9, 1))]
    first, second = (make((order,), contract, tmp_path / str(order.on)) for order in orders)
    assert ([outcome.state for outcome in first], say(first, contract)) == (states, told)
    assert ([outcome.state for outcome in second], say(second, contract)) == (["made"], [])


@pytest.mark.parametrize("document", ["kickoff-pack", "invitation"])
def test_what_welcomes_the_supplier_is_refused_until_the_award_is_final(examples: Path, tmp_path: Path, document: str) -> None:
    contract = examples / "contracts/wound-care.yaml"  # The standstill period ends on 13 November 2026.
    for day, state in ((date(2026, 11, 13), "failed"), (date(2026, 11, 14), "made")):
        outcomes = make(make_orders(document, on=day, languages=("sv",), formats=("html",)), contract, tmp_path)
        assert {outcome.state for outcome in outcomes} == {state}
    left_out = make(make_orders("all", on=date(2026, 11, 13), languages=("sv",), formats=("html",)), contract, tmp_path)
    told = [line for line in say(left_out, contract) if "standstill" in line]
    assert told == ["warning: dates.standstill_ends: the standstill period isn't over on 2026-11-13"]


@pytest.mark.parametrize(
    ("on", "states", "told"),
    [
        (
            date(2027, 2, 28),
            {"made"},
            [f"warning: monitoring.activities[2].products: {REMARKS['no sample']}".format(activity="M3")],
        ),
        (date(2027, 3, 1), {"left_out"}, ["the time that M3 is planned for passed on 2027-02-28"]),
    ],
)
def test_a_notice_is_left_out_once_its_activity_cannot_take_place(
    contract: Path, tmp_path: Path, on: date, states: set[str], told: list[str]
) -> None:
    orders = make_orders("monitoring-notice", on=on, languages=("sv",), formats=("html",), where_it_fits=True)
    outcomes = make(orders, contract, tmp_path)
    assert {outcome.state for outcome in outcomes} == states
    assert [line.rpartition("planned: ")[2] for line in say(outcomes, contract)] == told
    named = make(make_orders("monitoring-notice", on=on, languages=("sv",), formats=("html",)), contract, tmp_path)
    assert {outcome.state for outcome in named if outcome.state != "unchanged"} <= {"made"}


def test_what_has_none_of_the_formats_is_not_told_of(contract: Path, tmp_path: Path) -> None:
    orders = make_orders("kickoff-pack", on=MEETING, languages=("sv",), formats=("pptx",))
    outcomes = make(orders, contract, tmp_path)
    assert [outcome.path and outcome.path.name for outcome in outcomes] == ["07-slides.sv.pptx"]
