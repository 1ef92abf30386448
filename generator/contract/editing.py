"""A file with one more item in one of its lists, and nothing else changed. Called by the command that logs a step.

Libraries that load a file and dump it set its lines anew. Here the item is written into the text itself, at a place that
libyaml's marks show, in the style that the file has there. Then all is read again: the file must hold what it held before, and
the item. Where that isn't so, the next place is tried; when none is left, the item is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import getitem
from typing import Any

import yaml
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.contract import messages
from generator.contract.messages import FieldPath, Problem, format_path
from generator.contract.nodes import LARGEST, Nodes, Plain, find_spot, read_nodes
from generator.errors import Finding, InputError, Place

Item = Mapping[str, str | Mapping[str, str]]
"""What is added: texts, and texts by language, in the order in which they are to stand."""

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
_NEWLINE = re.compile("\r\n|[\r\n]")
"""A line break as people write it; YAML knows two more."""
_COMMA = re.compile("(?:[ \t\r\n\u2028\u2029]++|#[^\r\n\u2028\u2029]*+)*+,")
"""A comma, after spaces and comments."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What needs no quotes anywhere: dates, ids, roles."""
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What a text cannot hold: `nodes` refuses it."""


_OFFSET = 2
"""The columns from a list's key to its dashes, where no other list shows it."""


@dataclass(frozen=True, slots=True)
class _Lines:
    """How an item is written whose keys have lines of their own."""

    width: int
    """The columns from a dash to what follows it."""
    texts_too: bool
    """Whether the languages of a text have lines of their own as well."""


@dataclass(frozen=True, slots=True)
class _Style:
    """How items of a list are written."""

    offset: int
    """The columns from the list's key to its dashes."""
    quoted: bool
    """Keys and values are always quoted, as in JSON."""
    lines: _Lines | None = None
    """None where an item stands between braces."""


def add_item(data: bytes, path: FieldPath, item: Item, *, file: str = "") -> bytes:
    """The bytes of the YAML file `data`, with `item` at the end of the list at `path`, such as `("deviations", 1, "escalation")`.

    A list that isn't there yet is begun. `file` is what findings call the file.

    Raises:
        InputError: there is no such place, a text of the item cannot stand in a file, or the item cannot be added safely.
    """
    old = read_nodes(data)
    if old.problems:
        raise InputError(*(_describe(problem, file, old) for problem in old.problems))
    _check_item(path, item, file, old)
    _check_path(path, file, old)
    mark = _BOM if data.startswith(_BOM) else b""
    text = data[len(mark) :].decode()
    expected = _expect(old.data if text.endswith(("\r", "\n")) else _read(text), path, item)
    for candidate in _list_candidates(text, path, item):
        if _read(candidate) == expected:
            return mark + candidate.encode()
    if len(data) + len(_write_flow(item).encode()) >= LARGEST:
        raise InputError(_describe(Problem(path, messages.TOO_LARGE, {"limit": f"{LARGEST}"}), file, old))
    raise InputError(
        Finding(
            "no place was found here where the item can be added without changing anything else",
            _place(path, file, old),
            format_path(path),
            hint="add it to the list by hand: {item}",
            values={"item": _write_flow(item)},
        )
    )


def _describe(problem: Problem, file: str, old: Nodes) -> Finding:
    place = Place(file, *problem.position) if problem.position else _place(problem.path, file, old)
    return Finding(problem.mistake.message, place, format_path(problem.path), problem.mistake.hint, problem.values)


def _place(path: FieldPath, file: str, old: Nodes) -> Place:
    """The place of what stands at `path`, or of the nearest thing around it."""
    return Place(file, *find_spot(old.spot, path)[0][0])


def _check_item(path: FieldPath, item: Item, file: str, old: Nodes) -> None:
    """Refuses characters that a text cannot hold."""
    for name, value in item.items():
        for text in (value,) if isinstance(value, str) else value.values():
            if found := _UNFIT.search(text):
                values = {"character": f"U+{ord(found[0]):04X}"}
                raise InputError(_describe(Problem((*path, name), messages.CONTROL_CHARACTER, values), file, old))


def _check_path(path: FieldPath, file: str, old: Nodes) -> None:
    """Refuses a path where no list is, nor can be."""
    if find_spot(old.spot, path)[1]:
        if not isinstance(_look_up(old.data, path), list):
            raise InputError(_describe(Problem(path, messages.NOT_A_LIST), file, old))
        return
    around = path[:-1]
    if not (find_spot(old.spot, around)[1] and isinstance(_look_up(old.data, around), dict) and isinstance(path[-1], str)):
        subject = format_path(around or path)
        raise InputError(Finding("does not stand in the file", _place(path, file, old), subject, "check its name and number"))


def _look_up(data: Plain, path: FieldPath) -> Any:
    whole: Any = data
    return reduce(getitem, path, whole)


def _read(text: str) -> Plain:
    """What the text holds, or nothing if anything is wrong with it. A last line without a line break is read as if it had one."""
    nodes = read_nodes((text if text.endswith(("\r", "\n")) else text + "\n").encode())
    return None if nodes.problems else nodes.data


def _expect(old: Plain, path: FieldPath, item: Item) -> Plain:
    """What the file is to hold: all that it held, and the item."""
    data = deepcopy(old)
    holder = _look_up(data, path[:-1])
    added = {name: value if isinstance(value, str) else dict(value) for name, value in item.items()}
    if isinstance(holder, dict):
        holder.setdefault(path[-1], [])
    holder[path[-1]].append(added)
    return data


# Where the item can stand


def _list_candidates(text: str, path: FieldPath, item: Item) -> Iterator[str]:
    """The text with the item in it, in each way that may be right, the likeliest first."""
    nodes: list[Node | None] = [yaml.compose(text, Loader=yaml.CBaseLoader)]
    for step in path:
        nodes.append(_step_into(nodes[-1], step))
    items, holder = nodes[-1], nodes[-2]
    quoted = isinstance(holder, MappingNode) and bool(holder.value) and holder.value[-1][0].style == '"'
    if isinstance(items, SequenceNode) and items.flow_style:
        yield from _insert_between_brackets(text, items, _write_flow(item, quoted=quoted))
    elif isinstance(items, SequenceNode):
        lines = _write_lines(item, items.start_mark.column, _copy_style(items, items.start_mark.column, quoted=quoted))
        yield from (_insert_lines(text, end, lines) for end in _list_ends(text, items))
    elif isinstance(holder, MappingNode):
        key = _write_scalar(str(path[-1]), quoted=quoted)
        if holder.flow_style:
            yield from _insert_between_brackets(text, holder, f"{key}: [{_write_flow(item, quoted=quoted)}]")
            return
        style = _choose_style(nodes, str(path[-1]), quoted=quoted)
        column = holder.start_mark.column
        lines = [f"{' ' * column}{key}:", *_write_lines(item, column + style.offset, style)]
        for _, value in reversed(holder.value):
            yield from (_insert_lines(text, end, lines) for end in _list_ends(text, value))


def _step_into(node: Node | None, step: str | int) -> Node | None:
    """What stands in a list or under a key; None if nothing does."""
    if isinstance(node, SequenceNode):
        items: list[Node] = node.value
        return items[int(step)]
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _list_ends(text: str, node: Node) -> tuple[int, ...]:
    """Where what the node holds ends: the index after its last character, before comments and blank lines.

    Of a text in lines of its own there are two: blank lines after it are part of it, or not.
    """
    while isinstance(node, CollectionNode) and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    end: int = node.end_mark.index
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip(" \r\n")), end
    return (end,)


def _insert_lines(text: str, end: int, lines: list[str]) -> str:
    """The text with the lines after that in which `end` is, or before it if it begins there."""
    following = _BREAK.search(text, end)
    near = _NEWLINE.search(text, end) or _NEWLINE.search(text)
    newline = near[0] if near else "\n"
    if text[end - 1 : end] in ("\r", "\n"):
        index = end
    elif following:
        index = following.end()
    else:
        return newline.join([text, *lines])
    return text[:index] + "".join(line + newline for line in lines) + text[index:]


def _insert_between_brackets(text: str, holder: CollectionNode, entry: str) -> Iterator[str]:
    """The text with the entry as the last in a list or map between brackets: on a line of its own, if the one before it is."""
    start, close = holder.start_mark.index + 1, holder.end_mark.index - 1
    if not holder.value:
        yield text[:start] + entry + text[start:]
        return
    last = holder.value[-1]
    key, value = last if isinstance(last, tuple) else (last, last)
    begin, end = key.start_mark.index, value.end_mark.index
    comma = _COMMA.match(text, end, close)
    after = comma.end() if comma else end
    margin = _BREAK.split(text[:begin])[-1]
    following = _BREAK.search(text, after, close)
    if following and not margin.strip(" \t"):
        index = following.end()
        trailing, added = (",", "") if comma else ("", ",")
        yield text[:after] + added + text[after:index] + margin + entry + trailing + following[0] + text[index:]
    yield text[:after] + (" " if comma else ", ") + entry + text[after:]


# How the item is written


def _choose_style(nodes: list[Node | None], key: str, *, quoted: bool) -> _Style:
    """The style of a new list under `key`: that of such a list beside it, or of the list around it. `nodes` lead to it."""
    beside = [
        item
        for around in nodes[-3:-2]
        if isinstance(around, SequenceNode)
        for item in around.value
        if isinstance(item, MappingNode)
    ]
    for item in reversed(beside):
        items = _step_into(item, key)
        if isinstance(items, SequenceNode) and not items.flow_style:
            return _copy_style(items, item.start_mark.column, quoted=quoted)
    offsets = [
        inner.start_mark.column - outer.start_mark.column
        for outer, inner in pairwise(nodes)
        if isinstance(outer, MappingNode) and isinstance(inner, SequenceNode)
    ]
    return _Style(offsets[-1] if offsets else _OFFSET, quoted)


def _copy_style(items: SequenceNode, key_column: int, *, quoted: bool) -> _Style:
    """The style of the last item of a list in lines."""
    dash = items.start_mark.column
    last = items.value[-1]
    if not isinstance(last, MappingNode) or last.flow_style:
        return _Style(dash - key_column, quoted)
    texts_too = not any(isinstance(value, MappingNode) and value.flow_style for _, value in last.value)
    return _Style(dash - key_column, quoted, _Lines(last.start_mark.column - dash, texts_too))


def _write_lines(item: Item, dash: int, style: _Style) -> list[str]:
    """The lines of the item, its dash in the column `dash` (from 0)."""
    quoted, lines_style = style.quoted, style.lines
    if not lines_style or not item:
        return [f"{' ' * dash}- {_write_flow(item, quoted=quoted)}"]
    lines = []
    for name, value in item.items():
        key = _write_scalar(name, quoted=quoted)
        if isinstance(value, str):
            lines.append(f"{key}: {_write_scalar(value, quoted=quoted)}")
        elif lines_style.texts_too and value:
            lines.append(f"{key}:")
            lines += [" " * lines_style.width + line for line in _write_pairs(value, quoted=quoted)]
        else:
            lines.append(f"{key}: {_write_flow(value, quoted=quoted)}")
    return [" " * dash + ("-" if number == 0 else " ").ljust(lines_style.width) + line for number, line in enumerate(lines)]


def _write_flow(item: Item, *, quoted: bool = False) -> str:
    """The item on one line, between braces."""
    return f"{{{', '.join(_write_pairs(item, quoted=quoted))}}}"


def _write_pairs(item: Item, *, quoted: bool) -> Iterator[str]:
    for name, value in item.items():
        written = _write_scalar(value, quoted=quoted) if isinstance(value, str) else _write_flow(value, quoted=quoted)
        yield f"{_write_scalar(name, quoted=quoted)}: {written}"


def _write_scalar(text: str, *, quoted: bool) -> str:
    """The text as it stands, or in quotes, with the escapes that YAML and JSON have in common."""
    if not quoted and _PLAIN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
