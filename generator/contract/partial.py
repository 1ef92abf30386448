"""What can be made of a file that is partly wrong, so that the rest of it can be checked too. Called by `contract.loading`."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from generator.contract.models import Part
from generator.contract.nodes import Plain
from generator.contract.shape import find_item, find_part, find_value, read_keys, type_of
from generator.contract.values import FrozenMap

P = TypeVar("P", bound=Part)


def build_partly(part: type[P], data: Plain) -> P:
    """The part with all of `data` that can be read.

    Lists keep their length and sections that must be there are there, whatever they hold; a single value that is wrong or missing
    is None, even where its type says that it can't be. Only checks that expect this may be given it.
    """
    held = data if isinstance(data, dict) else {}
    return part.model_construct(
        **{name: _build_field(field, held.get(key)) for key, (name, field) in read_keys(part).items()},
    )


def _build_field(field: FieldInfo, data: Plain) -> Any:
    if data is not None:
        return _build(type_of(field), data)
    return _build(type_of(field), None) if field.is_required() else field.get_default()


def _build(annotation: Any, data: Plain) -> Any:
    part = find_part(annotation)
    if part:
        return build_partly(part, data)
    item = find_item(annotation)
    if item:
        return tuple(_build(item, inner) for inner in data) if isinstance(data, list) else ()
    value = find_value(annotation)
    if value:
        return FrozenMap({key: _build(value, inner) for key, inner in data.items()} if isinstance(data, dict) else {})
    try:
        return None if data is None else _adapt(annotation).validate_python(data)
    except ValidationError:
        return None


@cache
def _adapt(annotation: Any) -> TypeAdapter[Any]:
    return TypeAdapter(annotation)
