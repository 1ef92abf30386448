"""All that the command can say, gathered for translators from the program itself. Called by `realisera locale`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.text.extraction import Message

_CALLS = frozenset({"Finding", "N_", "_"})
_HINT = 3
"""Where the hint stands among the arguments of a finding that don't say their names."""
_FINDING = ("error", "warning", "hint")

_CLICK = (
    "Usage:", "Options", "Commands", "Show this message and exit.", "Show the version and exit.", "%(prog)s, version %(version)s",
    "Error: {message}", "Try '{command} {option}' for help.", "Aborted!",
    "Missing argument", "Missing option", "Missing command.", "No such command {name!r}.", "No such option {name!r}.",
    "Did you mean {possibility}?|(Did you mean one of: {possibilities}?)",
    "Got unexpected extra argument ({args})|Got unexpected extra arguments ({args})",
    "Option {name!r} does not take a value.", "Option {name!r} requires an argument.|Option {name!r} requires {nargs} arguments.",
    "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "{value!r} is not {choice}.|{value!r} is not one of {choices}.",
    "file", "directory", "path",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is a file.", "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
)  # fmt: skip
"""The words of click that our users meet; one and many with `|` between them."""


def extract_command() -> tuple[Message, ...]:
    """Every message of the program's source, each once, in the order of files and lines; then those of click."""
    package = Path(__file__).parent.parent
    texts = [text for path in sorted(package.rglob("*.py")) for text in extract_file(path.read_text(encoding="utf-8"))]
    own = tuple(Message(text) for text in dict.fromkeys([*texts, *_FINDING]))
    return own + tuple(Message(one, plural=many) for one, _, many in (text.partition("|") for text in _CLICK))


def extract_file(source: str) -> Iterator[str]:
    """The messages of one file of the program: those of findings, and those that `_` and `N_` mark."""
    tree = ast.parse(source)
    names = _read_names(tree)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        for part in list_parts(call):
            yield from (text for text in read_texts(part, names) if re.search(r"\w", re.sub(r"\{\w+\}", "", text)))


def list_parts(call: ast.Call) -> list[ast.expr]:
    """The arguments of a call that are messages: the first, and the hint of a finding."""
    hints = [keyword.value for keyword in call.keywords if keyword.arg == "hint"]
    return [*call.args[:1], *call.args[_HINT : _HINT + 1], *hints]


def read_texts(node: ast.expr, names: Mapping[str, list[ast.expr]]) -> Iterator[str]:
    """The texts that an expression can be: a text, one of two, or one that a name stands for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from read_texts(node.body, names)
        yield from read_texts(node.orelse, names)
    elif isinstance(node, ast.Name):
        inner = {name: values for name, values in names.items() if name != node.id}
        yield from (text for value in names.get(node.id, ()) for text in read_texts(value, inner))


def _read_names(tree: ast.AST) -> Mapping[str, list[ast.expr]]:
    """What each name of a file is ever made to stand for."""
    names: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    names.setdefault(target.id, []).append(node.value)
    return names
