"""The table of events: each field is one of the format, each form says one event, and the page of the docs lists them all."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.contract.date_order import FACTS, PLANS
from generator.contract.models import Contract
from generator.contract.shape import find_type
from generator.recording.events import EVENTS, Kind
from generator.rules.standing import DutyKind

PAGE = Path(__file__).parents[2] / "docs" / "recording.md"
PLACES = {
    "find_contract": "",
    "find_actors": "supply_chain[].",
    "find_products": "products[].",
    "find_risks": "risks[].",
    "find_questions": "kickoff.questions[].",
    "find_activities": "monitoring.activities[].",
    "find_activity": "monitoring.activities[].",
    "find_deviations": "deviations[].",
    "find_deviation": "deviations[].",
    "find_plan": "deviations[].action_plan.",
    "find_actions": "deviations[].action_plan.actions[].",
    "find_action": "deviations[].action_plan.actions[].",
    "find_submissions": "deviations[].action_plan.actions[].submitted[].",
    "find_submission": "deviations[].action_plan.actions[].submitted[].",
    "find_dispute": "deviations[].dispute.",
    "find_investigation": "deviations[].investigation.",
    "find_entry": "deviations[].escalation[].",
    "find_termination": "deviations[].escalation[].",
    "find_extension": "dates.extensions[].",
    "find_contact": "buyer.contacts[].",
}
FIELDS = [
    (event, f"{PLACES[event.target.__name__]}{name}", kind)
    for event in EVENTS
    if event.target.__name__ in PLACES
    for name, kind in (
        *((day, Kind.DAY if event.is_plan else Kind.PAST_DAY) for day in event.day),
        *((each.field, each.kind) for each in event.options),
    )
]


@pytest.mark.parametrize(
    ("field", "kind"), [(field, kind) for _, field, kind in FIELDS], ids=[f"{event.words}: {field}" for event, field, _ in FIELDS]
)
def test_each_field_is_one_of_the_format_and_holds_what_is_put_there(field, kind):
    assert find_type(Contract, field) is not None
    if field in FACTS:
        assert kind is Kind.PAST_DAY
    if kind is Kind.PAST_DAY:
        assert field in {*FACTS, *PLANS}


def test_no_two_events_are_written_alike():
    forms = [form for event in EVENTS for form in event.forms]
    assert sorted(forms) == sorted(set(forms))


def test_each_duty_that_no_step_ends_is_ended_by_one_event():
    kinds = [kind for event in EVENTS for kind in event.ends]
    steps = {DutyKind.STEP_DUE, DutyKind.PENALTY_AT_MAXIMUM, DutyKind.SUSPENSION_LIMIT}
    assert (sorted(kinds), set(kinds)) == (sorted(set(kinds)), set(DutyKind) - steps)


def write_rows():
    for event in EVENTS:
        options = ", ".join(f"**--{each.name}**" if each.is_needed else f"--{each.name}" for each in event.options)
        day = "day" if event.is_plan else "day, or today" if event.day else ""
        yield f"| `{event.words}` | `{event.swedish}` | {event.summary} | {day} | {options} |"


def test_the_page_of_the_docs_lists_them_all(request):
    text = PAGE.read_text(encoding="utf-8")
    head, foot = "|---|---|---|---|---|\n", "\n\n## "
    start = text.index(head) + len(head)
    rows = "\n".join(write_rows())
    if request.config.getoption("--refresh-goldens"):
        PAGE.write_text(text[:start] + rows + text[text.index(foot, start) :], encoding="utf-8")
    assert rows in PAGE.read_text(encoding="utf-8")
