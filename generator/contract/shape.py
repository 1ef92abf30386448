"""The shape of the models: which keys, lists and sections stand where, and what stands there. Anyone may call.

A *pattern* names fields wherever they stand, with `[]` for every item of a list or every role: `deviations[].location`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from generator.contract.messages import FieldPath
from generator.contract.models import Part
from generator.contract.values import FrozenMap

EVERY = "[]"
"""The step of a pattern that means every item."""


@lru_cache
def read_keys(part: type[Part]) -> Mapping[str, tuple[str, FieldInfo]]:
    """The keys of a part as they are written, each with the name and description of its attribute."""
    return {field.alias or name: (name, field) for name, field in part.model_fields.items()}


def find_part(annotation: Any) -> type[Part] | None:
    """The part that a value of this type is, or None."""
    annotation = strip(annotation)
    return annotation if isinstance(annotation, type) and issubclass(annotation, Part) else None


def find_item(annotation: Any) -> Any:
    """The type of the items, if a value of this type is a list, else None."""
    annotation = strip(annotation)
    return get_args(annotation)[0] if get_origin(annotation) is tuple else None


def find_value(annotation: Any) -> Any:
    """The type of the values, if a value of this type is a map with free keys, else None."""
    annotation = strip(annotation)
    return get_args(annotation)[0] if get_origin(annotation) is FrozenMap else None


def strip(annotation: Any) -> Any:
    """The type without `| None`."""
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation
    inner = [kind for kind in get_args(annotation) if kind is not type(None)]
    return inner[0] if len(inner) == 1 else annotation


def step_into(annotation: Any, step: str | int) -> Any:
    """The type of what stands one step further in, or None if nothing can."""
    part = find_part(annotation)
    if part:
        key = read_keys(part).get(str(step))
        return type_of(key[1]) if key else None
    item = find_item(annotation)
    if item:
        return item if isinstance(step, int) or step == EVERY else None
    return find_value(annotation)


def type_of(field: FieldInfo) -> Any:
    """The type of a field, with how it is read."""
    return Annotated[(field.annotation, *field.metadata)] if field.metadata else field.annotation


@lru_cache(maxsize=1024)
def parse_pattern(pattern: str) -> tuple[str, ...]:
    """The steps of a pattern: `supply_chain[].name` is `supply_chain`, `[]`, `name`."""
    return tuple(pattern.replace(EVERY, f".{EVERY}").removeprefix(".").split("."))


def format_pattern(path: FieldPath) -> str:
    """The pattern of the fields like the one at a path: `("risks", 0, "stage")` is `risks[].stage`."""
    return "".join(EVERY if isinstance(step, int) else f".{step}" for step in path).removeprefix(".")


def is_pattern(part: type[Part], pattern: str) -> bool:
    """Whether the pattern names fields that the part can hold."""
    return find_type(part, pattern) is not None


@lru_cache(maxsize=1024)
def find_type(part: type[Part], pattern: str) -> Any:
    """The type, without `| None`, of what stands in the fields that a pattern names; None if the part has no such fields."""
    annotation: Any = part
    for step in parse_pattern(pattern):
        annotation = strip(step_into(annotation, step))
    return annotation


def list_patterns(annotation: Any, before: str = "") -> Iterator[str]:
    """Every pattern of a type, outermost first."""
    return (pattern for pattern, _ in list_types(annotation, before))


def list_types(annotation: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Every pattern of a type, outermost first, with the type, without `| None`, of what stands there."""
    if before:
        yield before, strip(annotation)
    part = find_part(annotation)
    if part:
        yield from ((f"{before}.{pattern}" if before else pattern, kind) for pattern, kind in _list_inside(part))
    inner = find_item(annotation) or find_value(annotation)
    if inner:
        yield from list_types(inner, before + EVERY)


@lru_cache
def _list_inside(part: type[Part]) -> tuple[tuple[str, Any], ...]:
    """Every pattern of a part, with its type: many stand in several places."""
    return tuple(found for key, (_, field) in read_keys(part).items() for found in list_types(type_of(field), key))


Found = Sequence[tuple[FieldPath, Any]]
"""What stands in fields, each with its path, in order."""


class _Fields:
    """What stands in the fields of a part, by pattern. What patterns begin with alike is looked up once."""

    __slots__ = ("_found", "by_pattern", "part")

    def __init__(self, part: Part) -> None:
        self.part = part
        self.by_pattern: dict[str, Found] = {}
        self._found: dict[tuple[str, ...], Found] = {(): [((), part)]}

    def select(self, steps: tuple[str, ...]) -> Found:
        found = self._found.get(steps)
        if found is None:
            holders = self.select(steps[:-1])
            found = self._found[steps] = _step(holders, steps[-1]) if holders else ()
        return found


_LATEST: list[_Fields] = []
"""The fields of the part that somebody asked about last: what is checked of a contract asks for many, one after another."""


def select(part: Part, pattern: str) -> Found:
    """What stands in the fields that a pattern names, each with its path, in order; nothing for what is absent."""
    fields = _LATEST[0] if _LATEST else None  # one at most, which another thread may replace meanwhile, and never takes away
    if fields is None or fields.part is not part:
        fields = _Fields(part)
        _LATEST[:] = (fields,)
    found = fields.by_pattern.get(pattern)
    if found is None:
        found = fields.by_pattern[pattern] = fields.select(parse_pattern(pattern))
    return found


def _step(holders: Found, step: str) -> Found:
    """What stands one step further in."""
    found: list[tuple[FieldPath, Any]] = []
    for path, holder in holders:
        if step == EVERY:
            if isinstance(holder, (tuple, FrozenMap)):
                found += [((*path, key), inner) for key, inner in list_inner(holder) if inner is not None]
            continue
        if type(holder) is FrozenMap:
            inner = holder.get(step)
        else:
            name = _find_attribute(holder.__class__, step)
            inner = getattr(holder, name) if name else None
        if inner is not None:
            found.append(((*path, step), inner))
    return found


@lru_cache(maxsize=1024)
def _find_attribute(kind: type[Any], step: str) -> str | None:
    """The name of the attribute of a part of this type that holds the key; None where there is no such key, or no part."""
    keys = read_keys(kind) if issubclass(kind, Part) else {}
    return keys[step][0] if step in keys else None


def list_inner(value: Any) -> Iterator[tuple[str | int, Any]]:
    """The steps into a value and what stands there; none for a single value."""
    if isinstance(value, tuple):
        return enumerate(value)
    if isinstance(value, Part):
        return ((key, getattr(value, name)) for key, (name, _) in read_keys(type(value)).items())
    return iter(value.items()) if isinstance(value, FrozenMap) else iter(())


def walk_values(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """All single values in a value, each with its path, in the order of the models."""
    if isinstance(value, Part | FrozenMap | tuple):
        for key, inner in list_inner(value):
            yield from walk_values(inner, (*path, key))
    elif value is not None:
        yield path, value
