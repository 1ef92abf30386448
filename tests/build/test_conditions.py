"""Which contracts a batch takes: conditions on single fields."""

from __future__ import annotations

import pytest

from generator.build.batch import Condition
from generator.errors import InputError


@pytest.mark.parametrize("text", ["category=x", "supplier.name=x", "supply_chain[].country=DE", "clause.level=basic"])
def test_a_single_field_can_be_asked_for(text: str) -> None:
    assert Condition.parse(text).field == text.partition("=")[0]


@pytest.mark.parametrize(
    ("text", "field"),
    [("supplier=x", "supplier.name"), ("deviations=*", "deviations[].id"), ("deviations[]=*", "deviations[].id")],
)
def test_what_holds_other_fields_is_no_condition_and_one_of_them_is_named(text: str, field: str) -> None:
    with pytest.raises(InputError, match="it holds other fields") as caught:
        Condition.parse(text)
    assert caught.value.findings[0].format_hint() == f"name a field in it, such as {field}"


@pytest.mark.parametrize("text", ["", "category", "nothing=x", "=x"])
def test_what_contracts_do_not_have_is_no_condition(text: str) -> None:
    with pytest.raises(InputError, match="is no condition"):
        Condition.parse(text)
