"""A file in which a list or map that stands between braces has lines of its own. Called by `recording`.

What the file holds stays the same, and so does all that stands elsewhere in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.contract.messages import FieldPath
from generator.contract.nodes import read_nodes

_WIDTH = 100
"""Characters that an item may have and still stand on one line, between braces."""
_INDENT = "  "
_BOM = b"\xef\xbb\xbf"
_LITERAL = re.compile(r"[^\s#\x00-\x1f][^\x00-\x09\x0b-\x1f\x7f-\x9f\u0085\u2028\u2029\ufeff]*")
"""A text that can stand as it is below its key."""


def spread_out(data: bytes, path: FieldPath) -> bytes:
    """The bytes of a YAML file with a line for each item at `path`, a paragraph where that is long, as with what is around it.

    A text at `path` gets its own lines below its key.

    It is the file as it was where it stands in lines already, where comments would go, and where the whole file is braces.
    """
    mark = _BOM if data.startswith(_BOM) else b""
    text = data[len(mark) :].decode()
    found = _spread(text, _walk(text, path), path)
    if found is None:
        return data
    (start, end), lines, margin = found
    if "#" in text[start:end] and "\n" in text[start:end]:
        return data
    newline = "\r\n" if "\r\n" in text else "\n"
    before = text[:start].rstrip(" ") + newline if margin.first else text[:start]
    changed = mark + (before + newline.join(_indent(lines, *margin)) + text[end:]).encode()
    new = read_nodes(changed)
    return changed if not new.problems and new.data == read_nodes(data).data else data


class _Margin(NamedTuple):
    """What stands before the lines that come in: before the first, where it begins a line, and before the others."""

    first: str
    following: str


def _spread(text: str, way: list[Node], path: FieldPath) -> tuple[tuple[int, int], Iterator[str], _Margin] | None:
    """What is to be replaced, the lines that come in its place, and their margin; None where nothing needs lines of its own."""
    if len(way) <= len(path):
        return None
    depth = next((number for number, node in enumerate(way) if _is_flow(node)), 0)
    node, holder = way[depth or -1], way[depth - 1 if depth else -2]
    column = " " * holder.start_mark.column
    if depth and isinstance(holder, SequenceNode):
        return _find_source(node), _write_lines(text, node, path[depth:]), _Margin("", " " * node.start_mark.column)
    if depth:
        return _find_source(node), _write_lines(text, node, path[depth:]), _Margin(column + _INDENT, column + _INDENT)
    if isinstance(node, ScalarNode) and isinstance(holder, MappingNode) and node.style == '"' and "\n" in node.value:
        key = next(key for key, value in holder.value if value is node)
        span = (key.start_mark.index, node.end_mark.index)
        return span, _write_text(text, _copy(text, key), node), _Margin("", column)
    return None


def _walk(text: str, path: FieldPath) -> list[Node]:
    """What stands on the way to a place, outermost first, as far as anything is there."""
    root = yaml.compose(text, Loader=yaml.CBaseLoader)
    nodes: list[Node] = [root] if root else []
    for step in path if root else ():
        node = nodes[-1]
        pairs = node.value if isinstance(node, MappingNode) else ()
        items = enumerate(node.value) if isinstance(node, SequenceNode) else ((key.value, value) for key, value in pairs)
        found = next((value for key, value in items if key == step), None)
        if found is None:
            return nodes
        nodes.append(found)
    return nodes


def _is_flow(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and bool(node.flow_style) and bool(node.value)


def _find_source(node: Node) -> tuple[int, int]:
    return node.start_mark.index, node.end_mark.index


def _write_lines(text: str, node: Node, rest: FieldPath) -> Iterator[str]:
    """What a node holds in lines, and what stands on the rest of the way down likewise; all else as it was written."""
    if isinstance(node, SequenceNode):
        for number, item in enumerate(node.value):
            is_spread = rest[0] == number if rest else _is_wide(text, item)
            yield from _indent(_write_lines(text, item, rest[1:]) if is_spread else iter([_copy(text, item)]), "- ", _INDENT)
        return
    if not isinstance(node, MappingNode):
        yield _copy(text, node)
        return
    for key, value in node.value:
        name = _copy(text, key)
        is_spread = rest[0] == key.value if rest else _is_wide(text, value)
        if isinstance(value, ScalarNode) and "\n" in value.value and not rest:
            yield from _write_text(text, name, value)
        elif is_spread and _is_flow(value):
            yield f"{name}:"
            yield from _indent(_write_lines(text, value, rest[1:]), _INDENT, _INDENT)
        else:
            yield f"{name}: {_copy(text, value)}"


def _is_wide(text: str, node: Node) -> bool:
    """Whether what a node holds needs lines of its own: it is long, or a text of it has several."""
    if isinstance(node, ScalarNode):
        return "\n" in node.value
    inner = [part for pair in node.value for part in (pair if isinstance(pair, tuple) else (pair,))]
    return len(_copy(text, node)) > _WIDTH or any(_is_wide(text, part) for part in inner)


def _write_text(text: str, name: str, value: ScalarNode) -> Iterator[str]:
    """A text of several lines below its key, where it can stand there as it is."""
    words = value.value.removesuffix("\n")
    if not _LITERAL.fullmatch(words) or words.endswith("\n") or re.search(r"[ \t]$", words, re.MULTILINE):
        yield f"{name}: {_copy(text, value)}"
        return
    yield f"{name}: |" if words != value.value else f"{name}: |-"
    yield from (f"{_INDENT}{line}" if line else "" for line in words.split("\n"))


def _copy(text: str, node: Node) -> str:
    start, end = _find_source(node)
    return text[start:end]


def _indent(lines: Iterator[str], first: str, following: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield (first if not number else following) + line if line else ""
