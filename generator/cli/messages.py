"""All that the command can say, gathered for translators from the program itself. Called by `realisera locale`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.contract.schema import list_descriptions
from generator.errors import Place
from generator.text.extraction import NAMES, Message, merge_messages

_MARKS = frozenset({"N_", "_"})
_CALLS = _MARKS | {"Finding"}
_CALL = re.compile(rf"\b(?:{'|'.join(sorted(_CALLS))})\s*\(")
_HINT = 3
"""Where the hint stands among the arguments of a finding that don't say their names."""
_FINDING = ("error", "warning", "hint")
_PACKAGE = Path(__file__).parent.parent

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
    messages = [message for path in sorted(_PACKAGE.rglob("*.py")) for message in extract_file(path)]
    messages += [Message(text, comment="in front of a finding") for text in _FINDING]
    messages += [Message(text, comment="what a field of a contract or report file is") for text in list_descriptions()]
    pairs = (text.partition("|") for text in _CLICK)
    messages += [Message(one, plural=many, comment="wrong usage, and help", flags=_choose_flags(one)) for one, _, many in pairs]
    return merge_messages(messages)


def extract_file(path: Path) -> Iterator[Message]:
    """The messages of one file of the program: those of findings, and those that `_` and `N_` mark."""
    source = path.read_text(encoding="utf-8")
    if not _CALL.search(source):
        return  # Half of all files, which need not be parsed.
    nodes = list(ast.walk(ast.parse(source)))
    names = _read_names(nodes)
    name = path.relative_to(_PACKAGE.parent).as_posix()
    calls = [node for node in nodes if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _CALLS]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        for number, part in enumerate(list_parts(call)):
            kind = "text" if getattr(call.func, "id", "") != "Finding" else "hint" if number else "finding"
            comment = f"{_describe(path)}, {kind}"
            for text in read_texts(part, names):
                if re.search(r"\w", re.sub(r"\{\w+\}", "", text)):
                    yield Message(text, comment=comment, flags=_choose_flags(text), places=(Place(name, part.lineno),))


def _describe(path: Path) -> str:
    """Whose words a file has: those of a command, or of a room of the house."""
    room, *rest = path.relative_to(_PACKAGE).with_suffix("").parts
    return " ".join(["realisera", *rest]) if room == "cli" else " › ".join([room, *rest])


def _choose_flags(text: str) -> tuple[str, ...]:
    """What PO editors check the placeholders of a message by."""
    return ("python-format",) if "%(" in text else (NAMES,) if re.search(r"\{\w", text) else ()


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
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in _MARKS:
        yield from read_texts(node.args[0], names)
    elif isinstance(node, ast.Name):
        inner = {name: values for name, values in names.items() if name != node.id}
        yield from (text for value in names.get(node.id, ()) for text in read_texts(value, inner))


def _read_names(nodes: Iterable[ast.AST]) -> Mapping[str, list[ast.expr]]:
    """What each name of a file is ever made to stand for."""
    names: dict[str, list[ast.expr]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            for name, value in list_assigned(node):
                names.setdefault(name, []).append(value)
    return names


def list_assigned(node: ast.Assign) -> Iterator[tuple[str, ast.expr]]:
    """The names that an assignment gives a value, each with its value; also of `hint, values = "…", {}`."""
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple) and len(target.elts) == len(node.value.elts):
            pairs = zip(target.elts, node.value.elts, strict=True)
            yield from ((name.id, value) for name, value in pairs if isinstance(name, ast.Name))
