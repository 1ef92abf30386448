"""What an order stands for, and what can't be ordered."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from generator.build.orders import Order, list_slugs, make_orders
from generator.build.plan import choose_items
from generator.contract.models import Explanation
from generator.contract.values import Text
from generator.documents import DOCUMENTS, PACKS, ItemKind
from generator.documents.escalation_letter import ESCALATION_LETTER
from generator.errors import InputError
from tests.documents.contracts import change, read_example
from tests.making import ON

CONTRACT = read_example("surgical-instruments")
"""With three deviations, of which the second has been taken to the fourth step of the ladder."""


def choose(on: date, deviation: str = "", step: str = "") -> tuple[str, ...]:
    """The letters that an order on a day is about."""
    items: dict[ItemKind, str] = {"deviation": deviation, "step": step}
    return choose_items(Order(ESCALATION_LETTER, on, items={kind: item for kind, item in items.items() if item}), CONTRACT)


def test_all_orders_every_document_once_and_in_a_pack_what_that_brings() -> None:
    [pack] = PACKS
    alone = [each for each in DOCUMENTS if each not in pack.parts]
    assert [order.document for order in make_orders("all", on=ON)] == [*pack.parts, *pack.brings, *alone]
    assert (*pack.parts, *alone) == DOCUMENTS


def test_a_part_of_a_pack_has_the_number_of_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    [pack] = PACKS
    gap = replace(pack, parts=(pack.parts[0], replace(pack.parts[1], place=7)), brings=())
    monkeypatch.setattr("generator.build.orders.find_pack", {pack.slug: gap}.get)
    assert [order.position for order in make_orders(pack.slug, on=ON)] == [1, 7]


def test_all_that_can_be_ordered_can_be_ordered() -> None:
    assert [slug for slug in list_slugs() if not make_orders(slug, on=ON)] == []
    assert len(list_slugs()) == len(DOCUMENTS) + len(PACKS) + 1


def test_of_the_documents_only_the_one_that_is_ordered_is_loaded() -> None:
    program = (
        "import sys\nfrom datetime import date\nfrom generator.build.orders import make_orders\n"
        "from generator.documents import SLUGS\nmake_orders('action-plan', on=date(2026, 11, 22))\n"
        'print([slug for slug in SLUGS if f\'generator.documents.{slug.replace("-", "_")}\' in sys.modules])'
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout == "['action-plan']\n"


def test_a_pack_orders_its_parts_numbered_from_one() -> None:
    [pack] = PACKS
    orders = make_orders(pack.slug, on=ON)
    assert [(order.position, order.document) for order in orders] == list(enumerate((*pack.parts, *pack.brings), 1))


@pytest.mark.parametrize(
    ("slug", "wishes", "message"),
    [
        ("action-plam", {}, "error: there is no document 'action-plam'\n  hint: did you mean 'action-plan'?"),
        ("slides", {"formats": ("docx",)}, "error: slides is made as pdf, pptx\n  hint: ask for one of these formats"),
        ("risk-analysis", {"as_archive": True}, "error: risk-analysis is not a pack\n  hint: leave --zip out"),
        (
            "invitation",
            {"items": {"deviation": "D1"}},
            "error: invitation is not made one for each deviation\n  hint: leave --deviation out",
        ),
    ],
)
def test_a_wish_that_cannot_be_fulfilled_is_told(slug: str, wishes: Mapping[str, Any], message: str) -> None:
    with pytest.raises(InputError) as problem:
        make_orders(slug, on=ON, **wishes)
    assert str(problem.value) == message


@pytest.mark.parametrize(
    ("on", "deviation", "step", "items"),
    [
        (date(2026, 11, 22), "", "", ("D1.dialogue", "D2.management_meeting")),
        (date(2026, 11, 16), "", "", ("D1.dialogue", "D2.written_warning")),
        (date(2026, 11, 22), "D2", "", ("D2.management_meeting",)),
        (date(2026, 11, 22), "D3", "", ("D3.dialogue",)),  # closed, but asked for
        (date(2026, 11, 22), "D2", "reminder", ("D2.reminder",)),
        (date(2026, 10, 5), "D2", "reminder", ("D2.reminder",)),
        (date(2026, 11, 22), "", "dialogue", ("D1.dialogue", "D2.dialogue", "D3.dialogue")),
        (date(2026, 5, 24), "", "dialogue", ("D2.dialogue", "D3.dialogue")),
        (date(2026, 12, 2), "", "penalty", ()),
        (date(2025, 3, 9), "", "", ()),
    ],
)
def test_letters_are_of_steps_that_had_been_taken(on: date, deviation: str, step: str, items: tuple[str, ...]) -> None:
    assert choose(on, deviation, step) == items


@pytest.mark.parametrize(
    ("on", "deviation", "step", "message", "known"),
    [
        (date(2026, 10, 4), "D2", "reminder", "the step 'reminder' of D2 has not been taken by 2026-10-04", "dialogue"),
        (date(2026, 11, 22), "D1", "penalty", "the step 'penalty' of D1 has not been taken by 2026-11-22", "dialogue"),
        (date(2026, 5, 24), "D1", "", "no step of D1 has been taken by 2026-05-24", "–"),
        (date(2026, 5, 24), "D1", "dialogue", "the step 'dialogue' of D1 has not been taken by 2026-05-24", "–"),
    ],
)
def test_a_letter_of_a_step_that_had_not_been_taken_is_refused(
    on: date, deviation: str, step: str, message: str, known: str
) -> None:
    place = f"deviations[{int(deviation[1:]) - 1}].escalation"
    hint = f"steps taken: {known}; take the next with: realisera escalate {CONTRACT.id} {deviation}"
    with pytest.raises(InputError) as problem:
        choose(on, deviation, step)
    assert str(problem.value) == f"error: {place}: {message}\n  hint: {hint}"


def test_a_step_that_was_passed_over_has_no_letter() -> None:
    skipped = {"deviations.1.escalation.3.skipped": Explanation(reason=Text("Brådskande."))}
    contract = change(CONTRACT, skipped)
    order = Order(ESCALATION_LETTER, ON, items={"deviation": "D2", "step": "management_meeting"})
    with pytest.raises(InputError, match="the step 'management_meeting' of D2 has not been taken by 2026-11-22"):
        choose_items(order, contract)


def test_of_a_step_taken_twice_the_last_has_the_letter() -> None:
    log = CONTRACT.deviations[1].escalation
    again = log[0].model_copy(update={"date": date(2026, 11, 20)})
    contract = change(CONTRACT, {"deviations.1.escalation": (*log, again)})
    assert [choose_items(Order(ESCALATION_LETTER, day, items={"deviation": "D2"}), contract) for day in (again.date, ON)] == [
        ("D2.dialogue-2",),
        ("D2.dialogue-2",),
    ]
    assert choose_items(Order(ESCALATION_LETTER, date(2026, 11, 19), items={"deviation": "D2"}), contract) == (
        "D2.management_meeting",
    )


def test_a_pack_does_without_what_the_contract_has_nothing_for_and_alone_it_is_refused() -> None:
    planned = read_example("wound-care")
    unplanned = change(planned, {"monitoring.activities": ()})
    whole, lacking = (
        {order.document.slug: choose_items(order, contract) for order in make_orders("kickoff-pack", on=ON)}
        for contract in (planned, unplanned)
    )
    assert whole["monitoring"] == ("",)
    assert lacking["monitoring"] == ()
    assert lacking["agenda"] == ("",)
    (alone,) = make_orders("monitoring", on=ON)
    assert choose_items(alone, unplanned) == ("",)
