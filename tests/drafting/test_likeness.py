"""What a new contract takes from another, and what it never does."""

from __future__ import annotations

from pathlib import Path

from generator.contract.nodes import read_nodes
from generator.drafting.likeness import list_left_out, take_likeness

EXAMPLES = Path(__file__).parent.parent.parent / "examples/contracts"


def test_nothing_that_has_happened_is_taken():
    for path in EXAMPLES.glob("*.yaml"):
        taken = take_likeness(read_nodes(path.read_bytes()).data)
        assert set(taken) <= {"clause", "buyer", "products", "supply_chain", "confidential"}
        assert "applies_from" not in taken["clause"].get("terms", {})
        assert not any("risks" in product for product in taken.get("products", []))


def test_a_product_leaves_the_lot_that_it_belonged_to():
    assert take_likeness({"products": [{"id": "P1", "name": "X", "lot": "1", "risks": ["R1"]}], "lots": [{"id": "1"}]}) == {
        "products": [{"id": "P1", "name": "X"}]
    }


def test_names_that_were_hidden_stay_hidden():
    contract = {
        "supply_chain": [{"id": "S1", "name": "Hemlig"}],
        "confidential": [{"fields": "supply_chain[].name"}, {"fields": "deviations[].description"}],
    }
    assert take_likeness(contract) == {
        "supply_chain": [{"id": "S1", "name": "Hemlig"}],
        "confidential": [{"fields": "supply_chain[].name"}],
    }


def test_what_is_left_out_is_told():
    contract = {"id": "x", "deviations": [], "clause": {}, "dates": {}}
    assert list_left_out(contract) == ["id", "dates", "deviations"]
