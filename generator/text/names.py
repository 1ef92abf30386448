"""Whether a template uses only names that its view has: checked from the types, before anything is rendered."""

from __future__ import annotations

import difflib
import types
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Union, get_args, get_origin, get_type_hints

from jinja2 import nodes
from msgspec import Struct
from pydantic import BaseModel

from generator.contract.clause import ClauseWords
from generator.errors import Finding, Place

Scope = Mapping[str, Any]


def check_names(template: nodes.Template, name: str, view: type, known: Iterable[str]) -> tuple[Finding, ...]:
    """Every name in the template that isn't there, with the nearest one as a hint.

    There are those of `view` and of what it holds, the clause's `words`, those that are `known` besides, and those that the
    template sets itself.
    """
    targets = [node.target for node in template.find_all(nodes.Assign)]
    targets += [target for node in template.find_all(nodes.With) for target in node.targets]
    macros = [macro.name for macro in template.find_all(nodes.Macro)]
    scope = {**dict.fromkeys([*known, *macros]), **_bind_all(targets), "words": ClauseWords, "view": view}
    return tuple(_check(template, name, scope))


def find_type(path: str, view: type, loops: Mapping[str, str] = MappingProxyType({})) -> Any:
    """The type of what a path such as `view.approval.due` leads to, or None if that isn't known.

    `loops` has the paths of what is gone through, by the names that items have there.
    """
    start, *names = path.split(".")
    kind: Any = view if start == "view" else _item_type(find_type(loops[start], view)) if start in loops else None
    for name in names:
        kind = _members(kind).get(name)
    return _without_none(kind)


def _check(node: nodes.Node, name: str, scope: Scope) -> Iterator[Finding]:
    if isinstance(node, nodes.For):
        yield from _check(node.iter, name, scope)
        inner = {**scope, "loop": None, **_bind(node.target, _item_type(_type_of(node.iter, scope)))}
        for child in (*node.body, *node.else_, *([node.test] if node.test else [])):
            yield from _check(child, name, inner)
        return
    if isinstance(node, nodes.CallBlock):
        scope = {**scope, **_bind_all(node.args), **_bind_rows(node, scope)}
    if isinstance(node, nodes.Macro):
        scope = {**scope, **_bind_all(node.args), "caller": None}
    if isinstance(node, nodes.Name) and node.ctx == "load" and node.name not in scope:
        near = difflib.get_close_matches(node.name, scope, 1)
        values = {"name": node.name, "near": near[0] if near else ""}
        yield Finding(
            "'{name}' is undefined", Place(name, node.lineno), hint="did you mean '{near}'?" if near else "", values=values
        )
    if isinstance(node, nodes.Getattr):
        owner = _type_of(node.node, scope)
        members = _members(owner)
        if members and node.attr not in members:
            yield _unknown(node, owner, members, name)
    for child in node.iter_child_nodes():
        yield from _check(child, name, scope)


def _unknown(node: nodes.Getattr, owner: Any, members: Mapping[str, Any], name: str) -> Finding:
    written = _written(node.node)
    near = difflib.get_close_matches(node.attr, members, 1)
    hint = "did you mean '{near}'?" if near else "{owner} has: {names}"
    values = {
        "name": f"{written}.{node.attr}",
        "near": f"{written}.{near[0]}" if near else "",
        "owner": getattr(owner, "__name__", written),
        "names": ", ".join(sorted(members)),
    }
    return Finding("'{name}' is undefined", Place(name, node.lineno), hint=hint, values=values)


def _written(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return getattr(node, "name", "…")


def _type_of(node: nodes.Node, scope: Scope) -> Any:
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        return _members(_type_of(node.node, scope)).get(node.attr)
    return None


def _bind(target: nodes.Node, kind: Any) -> Scope:
    return {target.name: kind} if isinstance(target, nodes.Name) else _bind_all([target])


def _bind_all(targets: Iterable[nodes.Node]) -> Scope:
    """All names of some targets, of no known type."""
    return {
        name.name: None for target in targets for name in [target, *target.find_all(nodes.Name)] if isinstance(name, nodes.Name)
    }


def _bind_rows(node: nodes.CallBlock, scope: Scope) -> Scope:
    """What a caller's only name stands for: a row of what is handed over as `rows`."""
    rows = next((pair.value for pair in node.call.kwargs if pair.key == "rows"), None)
    if rows is None or len(node.args) != 1:
        return {}
    return _bind(node.args[0], _item_type(_type_of(rows, scope)))


def _item_type(kind: Any) -> Any:
    arguments = get_args(_without_none(kind))
    return arguments[0] if get_origin(_without_none(kind)) is tuple and arguments else None


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in {Union, types.UnionType}:
        kinds = [part for part in get_args(kind) if part is not type(None)]
        return kinds[0] if len(kinds) == 1 else None
    return kind


@cache
def _members(kind: Any) -> Mapping[str, Any]:
    """The names that templates may use of a type and their types; nothing for types that aren't records."""
    kind = _without_none(kind)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: field.annotation for name, field in kind.model_fields.items()}
    if not (isinstance(kind, type) and (issubclass(kind, Struct) or is_dataclass(kind))):
        return {}
    properties = {name: value.fget for name, value in vars(kind).items() if isinstance(value, property)}
    return get_type_hints(kind) | {name: get_type_hints(getter).get("return") for name, getter in properties.items()}
