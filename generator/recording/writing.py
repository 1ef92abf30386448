"""From what has happened to the edits of the contract file that say so. Called by `record`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from msgspec import Struct, field

from generator.contract.editing import Item, Value, add_item, set_field
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import Contract
from generator.contract.nodes import Plain, read_nodes
from generator.contract.shape import find_item, find_part, read_keys, step_into
from generator.contract.spreading import spread_out
from generator.errors import Finding, InputError
from generator.recording.events import Event
from generator.recording.grammar import Happening

_NUMBERED = re.compile(r"(.*?)(\d+)")
"""An id that ends with a number."""
T = TypeVar("T")
_NO_ID = "?"
"""What `Event.adds` says where new items have no id."""


class Edit(Struct, frozen=True):
    """A field that is set, or an item that is added to the list at a path."""

    path: FieldPath
    value: Value
    is_item: bool = False
    said: Mapping[str, str] = field(default_factory=dict)
    """The options or words that it was said with, by the field from its path."""
    spread: FieldPath = ()
    """The list that gets lines of its own, where it stands between braces; nothing where it may stand there."""

    @property
    def place(self) -> str:
        """Its path, as people write it."""
        return format_path(self.path)


def apply_edits(data: bytes, edits: Sequence[Edit], file: str) -> Iterator[bytes]:
    """The file after each of the edits, and after lists that are to be read have got lines of their own.

    Raises:
        InputError: one can't be made safely.
    """
    for edit in edits:
        if not edit.is_item or not isinstance(edit.value, Mapping):
            data = set_field(data, edit.path, edit.value, order=list_key_order, file=file)
        elif look_up(read_nodes(data).data, edit.path):
            data = add_item(data, edit.path, edit.value, file=file)
        else:
            data = set_field(data, edit.path, [edit.value], order=list_key_order, file=file)
        yield data
    for path in dict.fromkeys(edit.spread for edit in edits if edit.spread):
        data = spread_out(data, path)
        yield data


def list_key_order(path: FieldPath) -> tuple[str, ...]:
    """The keys that can stand at a place of a contract file, in the order of the format."""
    part = find_part(_find_type(path))
    return tuple(read_keys(part)) if part else ()


def list_edits(happening: Happening, held: Plain, *, replaces: bool = False) -> tuple[Edit, ...]:
    """The edits that say what has happened; none where the file, which holds `held`, says it already.

    With `replaces`, what is entered already gives way to what is said now.

    Raises:
        InputError: with each field that is entered otherwise.
    """
    values = dict(_list_values(happening))
    if happening.event.adds:
        said = {field: option or happening.words for field, option in values}
        # A list that begins here gets a line for each item, so that what comes later is seen by itself.
        spread = () if look_up(held, happening.path) else happening.path
        return (Edit(happening.path, _make_item(happening, values, held), is_item=True, said=said, spread=spread),)
    edits = [_make_edit(happening, field, said, value, held) for (field, said), value in values.items()]
    new = [edit for edit in edits if look_up(held, edit.path) != _plain(edit.value)]
    free = {(*happening.path, *(field.split(".") if field else ())) for field in happening.event.moves}
    if not replaces:
        wrong = [_refuse(edit, held) for edit in new if edit.path not in free and look_up(held, edit.path) is not None]
        if wrong:
            raise InputError(*wrong)
    return tuple(new)


def _make_edit(happening: Happening, field: str, said: str, value: Value, held: Plain) -> Edit:
    """The edit of a field; one text for a field that holds a list is a list of one; an amount keeps what else is said."""
    path = (*happening.path, *(field.split(".") if field else ()))
    before = look_up(held, path)
    if isinstance(value, Mapping) and isinstance(before, Mapping):
        value = cast("Value", {**before, **value})  # of an amount: texts by key
    is_single = isinstance(value, str) and find_item(_find_type(path)) is not None
    return Edit(path, [value] if is_single else value, said={"": said or happening.words})


def _find_type(path: FieldPath) -> Any:
    """The type of what can stand at a path of a contract file; None if nothing can."""
    annotation: Any = Contract
    for step in path:
        annotation = step_into(annotation, step)
    return annotation


def _list_values(happening: Happening) -> Iterator[tuple[tuple[str, str], Value]]:
    """What goes to which field, and with what it was said, in the order of the event."""
    fields = {option.name: option.field for option in happening.event.options}
    if happening.day:
        for field in happening.event.day:
            yield (field, ""), happening.day
    for field, name in happening.said.items():
        yield (field, ""), name
    for option, value in happening.options.items():
        yield (fields[option], f"--{option}"), value


def _make_item(happening: Happening, values: Mapping[tuple[str, str], Value], held: Plain) -> Item:
    """The new item, its keys in the order of the format, with the next id that is free."""
    item = {field: value for (field, _), value in values.items()}
    event = happening.event
    if event.adds != _NO_ID:
        item = {"id": _choose_id(event, look_up(held, happening.path)), **item}
    return order_keys(happening.path, item)


def order_keys(path: FieldPath, item: Mapping[str, T]) -> dict[str, T]:
    """A new item of the list at `path`, with its keys in the order of the format."""
    order = list_key_order((*path, 0))
    return dict(sorted(item.items(), key=lambda pair: order.index(pair[0])))


def _choose_id(event: Event, items: Plain) -> str:
    """The id of the next item of a list, with the letters that the last numbered one has."""
    ids = [str(each["id"]) for each in items or () if isinstance(each, dict) and isinstance(each.get("id"), str)]
    found = [match[1] for each in ids if (match := _NUMBERED.fullmatch(each))]
    return find_free_id(found[-1] if found else event.adds, ids)


def find_free_id(prefix: str, ids: Collection[str]) -> str:
    """The id after the last of those that are this prefix and a number."""
    found = [int(match[2]) for each in ids if (match := _NUMBERED.fullmatch(each)) and match[1] == prefix]
    number = max(found, default=0) + 1
    while f"{prefix}{number}" in ids:
        number += 1
    return f"{prefix}{number}"


def look_up(held: Plain, path: FieldPath) -> Plain:
    """What stands at a path; None where there is nothing."""
    for step in path:
        if isinstance(held, dict) and isinstance(step, str):
            held = held.get(step)
        elif isinstance(held, list) and isinstance(step, int) and step < len(held):
            held = held[step]
        else:
            return None
    return held


def _plain(value: Value) -> Plain:
    if isinstance(value, str):
        return value
    return (
        {name: _plain(each) for name, each in value.items()} if isinstance(value, Mapping) else [_plain(each) for each in value]
    )


def _refuse(edit: Edit, held: Plain) -> Finding:
    known = look_up(held, edit.path)
    values = {
        "field": edit.place,
        "known": known if isinstance(known, str) else "…",
        "new": edit.value if isinstance(edit.value, str) else "…",
    }
    hint = "to write {new} in its place, add --replace"
    return Finding("{field} is entered already: {known}", subject=edit.said.get("", ""), hint=hint, values=values)
