"""A contract that is being drafted: what is known of it, where each value comes from, and what is still open.

Every source of contracts fills one of these; `writing` makes a file of it. Values are the plain texts, lists and maps that the
file will hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.contract.messages import FieldPath
from generator.contract.models import Contract, hyphenate_number
from generator.contract.shape import find_item, find_part, find_type, list_patterns, parse_pattern, read_keys, type_of
from generator.documents import find_pack
from generator.errors import Place

Values = dict[str, Any]
"""What a contract file holds: texts, lists, and maps by key."""
_FIRST_PACK = "kickoff-pack"
_LONGEST_ID = 100
_END, _OTHER_ENDS = "dates.ends", ("dates.duration", "dates.until_further_notice")
"""The last day of a contract, and what may say it in its place."""


class Note(Struct, frozen=True):
    """What is said of a field in a comment: an English message, and the values that it names."""

    message: str
    values: Mapping[str, str] = field(default_factory=dict)


class Draft(Struct, frozen=True):
    """What is known of a contract that has no file yet."""

    values: Values
    origin: Note
    """Where it comes from: the first comment of its file."""
    places: Mapping[FieldPath, Place] = field(default_factory=dict)
    """Where values come from, by their paths: what findings name."""
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    """What the source says of fields that can't be filled in from it, by their patterns; the empty one is the whole contract."""

    @property
    def id(self) -> str:
        """What names the contract, and its file."""
        return str(self.values.get("id", ""))

    def find_place(self, path: FieldPath) -> Place | None:
        """Where the value at a path comes from, or what is around it; None if nobody knows."""
        around = (path[:length] for length in range(len(path), -1, -1))
        return next((self.places[each] for each in around if each in self.places), None)

    def complete(self, defaults: Mapping[str, Any]) -> Draft:
        """The draft with values for fields that it says nothing of, by their patterns."""
        values = deepcopy(self.values)
        for pattern, value in defaults.items():
            if find_value(values, pattern) is None:
                set_value(values, pattern, value)
        return replace(self, values=values)


def find_value(values: Values, pattern: str) -> Any:
    """What stands in the field that a pattern without lists names, or None."""
    found: Any = values
    for step in parse_pattern(pattern):
        found = found.get(step) if isinstance(found, dict) else None
    return found


def set_value(values: Values, pattern: str, value: Any) -> None:
    """Put a value into the field that a pattern without lists names, with the maps around it."""
    *around, key = parse_pattern(pattern)
    for step in around:
        values = values.setdefault(step, {})
    values[key] = value


def tidy_numbers(values: Values) -> Values:
    """The values with Swedish organisation numbers as contract files have them."""
    sides = {side: hyphenate_number(values[side]) for side in ("buyer", "supplier") if isinstance(values.get(side), dict)}
    return values | sides


@cache
def list_blanks() -> tuple[str, ...]:
    """The patterns of what a contract must say, and of what its first documents need."""
    required = [pattern for pattern in list_patterns(Contract) if "[" not in pattern and _is_required(pattern)]
    needed = [re.split(r"[ \[]", need)[0] for part in find_pack(_FIRST_PACK).parts for need in part.needs]
    all_needed = dict.fromkeys([*required, _END, *needed, "supplier.contacts.due_diligence"])
    return tuple(pattern for pattern in all_needed if find_part(find_item(find_type(Contract, pattern))) is None)


def list_open(values: Values) -> Iterator[str]:
    """The patterns of what a contract must say and its first documents need, and the values don't hold."""
    has_end = any(find_value(values, pattern) is not None for pattern in _OTHER_ENDS)
    yield from (blank for blank in list_blanks() if find_value(values, blank) is None and not (blank == _END and has_end))


def _is_required(pattern: str) -> bool:
    """Whether a file that has the section around it must have the field, and every file the section."""
    part: Any = Contract
    for step in parse_pattern(pattern):
        key = read_keys(part).get(step) if part else None
        if key is None or not key[1].is_required():
            return False
        part = find_part(type_of(key[1]))
    return part is None


def make_id(text: str) -> str:
    """A text as an id: its letters without marks, and a hyphen for all else."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain).strip("-._")[:_LONGEST_ID].rstrip(".")
