"""What a new contract takes from another: clause, buyer, products and chain; nothing that has happened. Called by `cli`."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from generator.contract.fields import Day
from generator.contract.models import Contract, Terms
from generator.contract.shape import list_patterns, read_keys, strip, type_of
from generator.drafting.draft import Values

_TAKEN = ("clause", "buyer", "products", "supply_chain")
"""What is taken: all of it but dates and references to what isn't."""


def take_likeness(contract: Mapping[str, Any]) -> Values:
    """The values of a new contract like that one, which is the plain content of its file."""
    values: Values = {key: deepcopy(contract[key]) for key in _TAKEN if key in contract}
    for product in values.get("products", []):
        product.pop("risks", None)
        product.pop("lot", None)
    terms = values.get("clause", {}).get("terms", {})
    for key in _list_dates():
        terms.pop(key, None)
    hidden = [each for each in contract.get("confidential", []) if str(each.get("fields", "")).startswith(_TAKEN)]
    return values | ({"confidential": deepcopy(hidden)} if hidden else {})


def _list_dates() -> list[str]:
    """The keys of the clause's terms that are dates of one contract."""
    return [key for key, (_, field) in read_keys(Terms).items() if strip(type_of(field)) == Day]


def list_left_out(contract: Mapping[str, Any]) -> list[str]:
    """The sections of the contract that a new one like it doesn't take."""
    known = [pattern for pattern in list_patterns(Contract) if "." not in pattern and "[" not in pattern]
    return [key for key in known if key in contract and key not in (*_TAKEN, "format", "confidential")]
