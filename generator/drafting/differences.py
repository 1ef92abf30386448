"""A register that is read again: what differs from the contract files, and what of that may be taken without losing anything.

What was read last time is remembered beside the contracts. A value that only the register has changed since may be taken; one
that somebody has changed in the file stays, whatever the register says. Called by `cli`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.editing import add_item, set_field
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import Contract
from generator.contract.nodes import read_nodes
from generator.contract.shape import find_part, read_keys, step_into
from generator.drafting.draft import Draft
from generator.errors import Place
from generator.files.atomic import lock_file, write_file
from generator.files.json_text import parse_json

MEMORY = ".register"
"""The folder beside the contracts that remembers what was read of registers."""
Step = str | int
Change = Literal["added", "changed", "kept", "gone"]
"""A value that only the register has; that only it has changed; that the file has its own of; that the register lost."""
_UNIQUE = "id"
_LETTERS: Mapping[FieldPath, str] = {
    ("supply_chain",): "S",
    ("products",): "P",
    ("risks",): "R",
    ("monitoring", "activities"): "M",
    ("deviations",): "D",
}
"""Lists whose items a register may have, and what ids begin with that it doesn't give."""


class Difference(Struct, frozen=True):
    """A field in which the register and the file differ."""

    path: FieldPath
    """Its path in the file; items of lists by their number there, new ones after the last."""
    kind: Change
    old: Any
    """What the file holds; None where it holds nothing."""
    new: Any
    """What the register says; None where it says nothing any more."""
    place: Place | None = None

    @property
    def subject(self) -> str:
        """The field as people write it."""
        return format_path(self.path)

    @property
    def can_be_taken(self) -> bool:
        """Whether nothing is lost by it."""
        return self.kind in {"added", "changed"}


def compare_draft(draft: Draft, data: bytes, memory: Mapping[str, Any]) -> list[Difference]:
    """Where a draft differs from the file of its contract, whose bytes are `data`. `memory` is what was read last time."""
    held = read_nodes(data).data
    file = held if isinstance(held, dict) else {}
    before, now, new = dict(_flatten(memory)), dict(_flatten(file)), dict(_flatten(draft.values))
    found = list(_compare(draft, file, before, now, new))
    gone = [key for key in before if key not in new and now.get(key) == before[key]]
    shown = dict.fromkeys(_find_gone(key, new) for key in gone)
    return found + [Difference(path := _find_path(file, key)[0], "gone", _look_up(file, path), None) for key in shown]


def keep_ids(draft: Draft, data: bytes, memory: Mapping[str, Any]) -> Draft:
    """The draft with the ids that its items had last time, where the register gives them none: rows may have changed places."""
    held = read_nodes(data).data
    values = deepcopy(draft.values)
    for around, letter in _LETTERS.items():
        before, now, new = (_get_list(each, around) for each in (memory, held, values))
        auto = [item for number, item in enumerate(new) if (*around, number, _UNIQUE) not in draft.places]
        taken = {item[_UNIQUE] for item in new if item not in auto}
        for item in auto:
            alike = [each for each in (*before, *now) if each.get(_UNIQUE) not in taken and _name_item(each) == _name_item(item)]
            item[_UNIQUE] = alike[0][_UNIQUE] if alike else ""
            taken.add(item[_UNIQUE])
        used = taken | {str(each.get(_UNIQUE)) for each in (*before, *now)}
        for item in auto:
            if not item[_UNIQUE]:
                item[_UNIQUE] = next(name for name in map(f"{letter}{{}}".format, count(1)) if name not in used)
                used.add(item[_UNIQUE])
    return replace(draft, values=values)


def _get_list(values: Any, path: FieldPath) -> list[dict[str, Any]]:
    """The items of a list; none where there is no such list."""
    for step in path:
        values = values.get(step) if isinstance(values, Mapping) else None
    return [each for each in values if isinstance(each, dict)] if isinstance(values, list) else []


def _name_item(item: Mapping[str, Any]) -> tuple[Any, ...]:
    """What an item is known by where it has no id: what it is called, or else how and when it is done or was found."""
    named = tuple(item[key] for key in ("name", "description", "title") if key in item)
    return named[:1] or tuple(item.get(key) for key in ("method", "planned", "found"))


def _compare(
    draft: Draft, file: Any, before: Mapping[FieldPath, Any], now: Mapping[FieldPath, Any], new: Mapping[FieldPath, Any]
) -> Iterator[Difference]:
    added: set[FieldPath] = set()
    for key, value in new.items():
        if now.get(key) == value or any(key[: len(each)] == each for each in added):
            continue
        path, item = _find_path(file, key)
        if item is not None:
            added.add(item)
            yield _add(draft, path, item, before)
            continue
        place = draft.find_place(_find_path(draft.values, key)[0])
        if key in before:
            if before[key] == value:
                continue
            kind: Change = "changed" if now.get(key) == before[key] else "kept"
        else:
            kind = "kept" if key in now else "added"
        yield Difference(path, kind, now.get(key), value, place)


def _add(draft: Draft, path: FieldPath, item: FieldPath, before: Mapping[FieldPath, Any]) -> Difference:
    """An item that the file doesn't have: new, or deleted there since."""
    here = _find_path(draft.values, item)[0]
    value: Any = draft.values
    for step in here:
        value = value[step]
    known = any(key[: len(item)] == item for key in before)
    return Difference(path[: len(item)], "kept" if known else "added", None, value, draft.find_place(here))


def _flatten(values: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """All single values and short lists, by their paths; items of lists go by their ids, so that their order doesn't matter."""
    if isinstance(values, Mapping):
        for key, value in values.items():
            yield from _flatten(value, (*path, key))
    elif isinstance(values, list) and values and all(isinstance(each, dict) and _UNIQUE in each for each in values):
        for each in values:
            yield from _flatten(each, (*path, f"[{each[_UNIQUE]}]"))
    elif path != ("format",):
        yield path, values


def _find_path(values: Any, key: FieldPath) -> tuple[FieldPath, FieldPath | None]:
    """The path of a flattened key in the values; and the key of the item that isn't there, if that is why it has none."""
    path: list[Step] = []
    for number, step in enumerate(key):
        if isinstance(step, str) and step.startswith("["):
            ids = [each.get(_UNIQUE) for each in values] if isinstance(values, list) else []
            if step[1:-1] not in ids:
                return (*path, len(ids)), key[: number + 1]
            path.append(ids.index(step[1:-1]))
            values = values[path[-1]]
        else:
            path.append(step)
            values = values.get(step) if isinstance(values, dict) else None
    return tuple(path), None


def _find_gone(key: FieldPath, new: Mapping[FieldPath, Any]) -> FieldPath:
    """The outermost item that a value was part of, and that the register has lost all of; else the value itself."""
    for length, step in enumerate(key, 1):
        if isinstance(step, str) and step.startswith("[") and not any(each[:length] == key[:length] for each in new):
            return key[:length]
    return key


def _look_up(values: Any, path: FieldPath) -> Any:
    for step in path:
        values = values[step]
    return values


def take_differences(data: bytes, differences: list[Difference], file: str) -> bytes:
    """The bytes of the file with what can be taken, and all else as it stands.

    Raises:
        InputError: one of them can't be written without changing anything else.
    """
    for difference in differences:
        if not difference.can_be_taken:
            continue
        if isinstance(difference.path[-1], int) and difference.kind == "added":
            data = add_item(data, difference.path[:-1], difference.new, file=file)
        else:
            data = set_field(data, difference.path, difference.new, order=_list_keys, file=file)
    return data


def _list_keys(path: FieldPath) -> list[str]:
    """The keys that a section may have, in the order of the models."""
    kind: Any = Contract
    for step in path:
        kind = step_into(kind, step)
    part = find_part(kind)
    return list(read_keys(part)) if part else []


def read_memory(folder: Path, contract: str) -> Mapping[str, Any]:
    """What was read of a contract last time; nothing where nobody remembers."""
    try:
        said = parse_json((folder / MEMORY / f"{contract}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def remember(folder: Path, draft: Draft) -> None:
    """Keep what was read of a contract, and is in its file or was told of, for the next time."""
    path = folder / MEMORY / f"{draft.id}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with lock_file(path):
        write_file(path, (json.dumps(draft.values, ensure_ascii=False, indent=1) + "\n").encode())
