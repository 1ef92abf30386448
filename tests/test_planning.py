"""What an order stands for, and what can't be ordered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from generator.documents import DOCUMENTS, PACKS
from generator.errors import InputError
from generator.planning import make_orders
from tests.making import ON


def test_all_orders_every_document_once() -> None:
    assert [order.document for order in make_orders("all", on=ON)] == list(DOCUMENTS)


def test_a_pack_orders_its_parts_numbered_from_one() -> None:
    [pack] = PACKS
    orders = make_orders(pack.slug, on=ON)
    assert [(order.position, order.document) for order in orders] == list(enumerate(pack.parts, 1))


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
