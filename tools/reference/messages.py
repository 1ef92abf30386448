"""What the program may say is wrong, with its hints, read from its source."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.cli.messages import list_assigned, read_texts
from tools.reference.pages import ROOT

_CALLS = {"Mistake": (0, 1), "Finding": (0, 3), "warn": (0, 2), "refuse": (0, 1)}
"""Where a message and its hint stand among the arguments that don't say their names."""
_SEVERITY = 5
"""Where the severity of a finding stands among them."""


Names = Mapping[str, list[ast.expr]]
"""What each name may stand for."""


class Said(NamedTuple):
    """A message, and what to do about it."""

    message: str
    hint: str
    severity: str


def list_messages(pattern: str) -> Iterator[Said]:
    """What the modules of a pattern say is wrong, in order."""
    for path in sorted((ROOT / "generator").glob(pattern)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        places = _CALLS | {function.name: places for function in functions if (places := _find_passed(function))}
        known = _read_assigned(node for node in tree.body if isinstance(node, ast.Assign))
        inside = {id(node) for function in functions for node in ast.walk(function)}
        for scope in (tree, *functions):
            nodes = [node for node in ast.walk(scope) if scope is not tree or id(node) not in inside]
            yield from _read_scope(sorted(nodes, key=lambda node: getattr(node, "lineno", 0)), places, known)


def _read_scope(nodes: list[ast.AST], places: Mapping[str, tuple[int, int]], known: Names) -> Iterator[Said]:
    """What is said in a function, or outside of any: a name is what it was given since the last call that says something."""
    names, given = dict(known), dict[str, list[ast.expr]]()
    for node in nodes:
        if isinstance(node, ast.Assign):
            for name, values in _read_assigned([node]).items():
                given[name] = given.get(name, []) + values
                names[name] = given[name]
        elif isinstance(node, ast.Call) and (place := places.get(getattr(node.func, "id", getattr(node.func, "attr", "")))):
            said = list(_read_call(node, place, names))
            yield from said
            given = {} if said else given


def _read_call(call: ast.Call, place: tuple[int, int], names: Names) -> Iterator[Said]:
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    told, hint = (next(iter(call.args[each : each + 1]), ast.Constant("")) for each in place)
    given = keywords.get("severity", next(iter(call.args[_SEVERITY : _SEVERITY + 1]), ast.Constant("")))
    severity = "warning" if "warning" in read_texts(given, names) else "error"
    severity = "warning" if "warn" in getattr(call.func, "id", getattr(call.func, "attr", "")) else severity
    messages = [text for text in read_texts(told, names) if re.search(r"\w", re.sub(r"\{\w+\}", "", text))]
    hints = list(read_texts(keywords.get("hint", hint), names)) or [""]
    if len(messages) == len(hints):  # a message and a hint that are chosen alike
        yield from (Said(*both, severity) for both in zip(messages, hints, strict=True))
    else:
        yield from (Said(message, each, severity) for message in messages for each in hints)


def _find_passed(function: ast.FunctionDef) -> tuple[int, int] | None:
    """Where a function takes the message, and the hint, that it makes a finding of; None if it takes none."""
    names = [each.arg for each in function.args.args if each.arg != "self"]
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS):
        place = _CALLS[call.func.id] if isinstance(call.func, ast.Name) else (0, 0)
        keywords = {keyword.arg: keyword.value for keyword in call.keywords}
        told, hint = (getattr(next(iter(call.args[each : each + 1]), None), "id", "") for each in place)
        hint = getattr(keywords.get("hint"), "id", hint)
        if told in names:
            return names.index(told), names.index(hint) if hint in names else len(names)
    return None


def _read_assigned(nodes: Iterable[ast.AST]) -> dict[str, list[ast.expr]]:
    pairs = [pair for node in nodes if isinstance(node, ast.Assign) for pair in list_assigned(node)]
    return {name: [value for each, value in pairs if each == name] for name, _ in pairs}
