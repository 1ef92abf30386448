"""The page of every message of `realisera check`, with its hint, from the source of the rooms that it asks."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.cli.messages import read_texts
from generator.cli.words import find_translation
from generator.contract.date_order import DATE_RULES
from tools.reference.pages import ROOT, begin_page, escape_text, read_words, write_table

CHAPTERS = {
    "contract": (
        "contract/messages.py",
        "contract/meaning.py",
        "contract/case.py",
        "build/source.py",
        "recording/log_checks.py",
        "recording/releases.py",
        "recording/typical.py",
    ),
    "workspace": (
        "workspace.py",
        "documents/plugin_types.py",
        "contract/clause_file.py",
        "contract/ladder_file.py",
        "contract/ladder_lacks.py",
        "contract/typical_risks_file.py",
        "contract/question_file.py",
    ),
    "texts": ("text/*.py",),
    "layouts": ("rendering/**/*.py", "files/office/*.py"),
}
"""The modules whose messages a chapter holds, in order; of a message that several have, the first counts."""
_CALLS = {"Mistake": (0, 1), "Finding": (0, 3), "warn": (0, 2), "refuse": (0, 1)}
"""Where a message and its hint stand among the arguments that don't say their names."""


Names = Mapping[str, list[ast.expr]]
"""What each name may stand for."""


class Said(NamedTuple):
    """A message, and what to do about it."""

    message: str
    hint: str
    severity: str


def write_messages(lang: str) -> str:
    """The page in a language."""
    words = read_words(lang)["messages"]
    pages, told = list(begin_page(lang, "messages")), set[Said]()
    for chapter, names in CHAPTERS.items():
        said = dict.fromkeys(each for name in names for each in list_messages(name) if each not in told)
        told |= set(said)
        helped = {each.message for each in said if each.hint}
        kept = [each for each in said if each.hint or each.message not in helped]
        rows = [_write_row(lang, each) for each in sorted(kept, key=lambda each: each.message.lower())]
        pages.append(f"## {words[chapter]}\n\n{write_table(words['head'], rows)}")
        if chapter == "contract":
            pages.append(
                f"## {words['orders']}\n\n{words['orders_lead']}\n\n{write_table([words['what_holds']], _write_orders(lang))}"
            )
    return "\n".join(pages)


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
    severity = "warning" if {"warning"} & set(read_texts(keywords.get("severity", ast.Constant("")), names)) else "error"
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
    pairs = [
        (target.id, node.value)
        for node in nodes
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    return {name: [value for each, value in pairs if each == name] for name, _ in pairs}


def _write_orders(lang: str) -> Iterator[tuple[str]]:
    say = find_translation(lang)
    for words, severity in dict.fromkeys((rule.words, rule.severity) for rule in DATE_RULES):
        yield (_mark(lang, severity, escape_text(say(words))),)


def _write_row(lang: str, said: Said) -> tuple[str, str]:
    say = find_translation(lang)
    return _mark(lang, said.severity, escape_text(say(said.message))), escape_text(say(said.hint)) if said.hint else ""


def _mark(lang: str, severity: str, text: str) -> str:
    return f"*{read_words(lang)['messages']['warning']}:* {text}" if severity == "warning" else text
