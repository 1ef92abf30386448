"""All that the command can say, gathered for translators from the program itself. Called by `realisera locale`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from generator.text.extraction import Message

_CALLS = frozenset({"Finding", "N_", "_"})
_CLICK = (
    "Usage:", "Options", "Commands", "Arguments", "Show this message and exit.", "Show the version and exit.",
    "Try '{command} {option}' for help.", "Error: {message}", "default: {default}", "No such command {name!r}.",
    "No such option: {name}", "Did you mean {possibility}?", "(Possible options: {possibilities})", "Missing argument",
    "Missing argument {param_hint}.", "Missing option", "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "{name} {filename!r} does not exist.", "File", "Directory", "Path", "Aborted!",
    "Got unexpected extra argument ({args})", "{value!r} is not one of {choices}.", "Option {name!r} requires an argument.",
)  # fmt: skip
"""The words of click that our users meet."""


def extract_command() -> tuple[Message, ...]:
    """Every message of the program's source, each once, in the order of files and lines; then those of click."""
    package = Path(__file__).parent.parent
    texts = [text for path in sorted(package.rglob("*.py")) for text in _extract_file(path)]
    return tuple(Message(text) for text in dict.fromkeys([*texts, "error", "warning", "hint", *_CLICK]) if text)


def _extract_file(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS:
            yield from (text for part in node.args[:1] for text in _read_texts(part))
            yield from (text for keyword in node.keywords if keyword.arg == "hint" for text in _read_texts(keyword.value))
        elif isinstance(node, ast.Assign) and any(getattr(target, "id", "") in {"message", "hint"} for target in node.targets):
            yield from _read_texts(node.value)


def _read_texts(node: ast.expr) -> Iterator[str]:
    """The texts that an expression can be: a text, or one of two."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _read_texts(node.body)
        yield from _read_texts(node.orelse)
