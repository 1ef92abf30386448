from __future__ import annotations

from pathlib import Path

import pytest

from generator.documents.intake import INTAKE
from generator.errors import InputError
from tests.documents.contracts import change, compose, make_subject, read_example
from tests.documents.tree_text import write_tree

GOLDEN = Path(__file__).parent / "golden"
CONTRACT = read_example("surgical-instruments")


@pytest.mark.parametrize("langs", [("sv",), ("en",)], ids="-".join)
def test_the_whole_text(langs, golden):
    golden(GOLDEN / f"intake.{'-'.join(langs)}.txt", write_tree(compose(INTAKE, make_subject(CONTRACT), *langs)))


def test_without_products_the_product_is_written():
    tree = compose(INTAKE, make_subject(change(CONTRACT, {"products": ()})))
    [blank] = [each for each in tree.find_all("span") if each.attributes.get("name") == "intake.product"]
    assert blank.attributes["type"] == "line"


def test_it_needs_somebody_to_send_it_to():
    with pytest.raises(InputError, match=r"buyer.contacts.officer"):
        INTAKE.make_view(make_subject(change(CONTRACT, {"buyer.contacts.officer": None, "buyer.contacts": {}})))
