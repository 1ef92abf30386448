"""A file with one more item in one of its lists, or another value in one of its fields, and nothing else changed.

Called by what records. Libraries that load a file and dump it set its lines anew. Here what is new is written into the text
itself, at a place that libyaml's marks show, in the style that the file has there. Then all is read again: the file must hold
what it held before, and what is new. Where that isn't so, the next place is tried; when none is left, the change is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial, reduce
from itertools import pairwise
from operator import getitem
from typing import Any

import yaml
from msgspec import Struct
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.contract import messages
from generator.contract.messages import FieldPath, Problem, format_path
from generator.contract.nodes import LARGEST, Nodes, Plain, find_spot, read_nodes
from generator.errors import Finding, InputError, Place

Value = str | Mapping[str, "Value"] | Sequence["Value"]
"""What is written: a text, values by key in the order in which they are to stand, or a list of values."""
Item = Mapping[str, Value]
"""What is added to a list."""
Order = Callable[[FieldPath], Sequence[str]]
"""From the path of a map to its keys in the order in which they are to stand; those that aren't there count too."""

_BOM = b"\xef\xbb\xbf"
_BREAK = re.compile("\r\n|[\r\n\u2028\u2029]")
_NEWLINE = re.compile("\r\n|[\r\n]")
"""A line break as people write it; YAML knows two more."""
_COMMENT = re.compile(r"(?:[ \t]*+(?:\r\n|[\r\n]))*+( *+)#[^\r\n]*+")
"""A line that is a comment, after blank lines."""
_COMMA = re.compile("(?:[ \t\r\n\u2028\u2029]++|#[^\r\n\u2028\u2029]*+)*+,")
"""A comma, after spaces and comments."""
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
"""What needs no quotes anywhere: dates, ids, roles."""
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
"""What a text cannot hold: `nodes` refuses it."""


_OFFSET = 2
"""The columns from a list's key to its dashes, where no other list shows it."""


class _Lines(Struct, frozen=True):
    """How an item is written whose keys have lines of their own."""

    width: int
    """The columns from a dash to what follows it."""
    texts_too: bool
    """Whether the languages of a text have lines of their own as well."""


class _Style(Struct, frozen=True):
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
    old = _read_whole(data, file)
    _check_texts(path, item, file, old)
    _check_path(path, file, old)
    if changed := _try(data, old, partial(_list_candidates, path=path, item=item), partial(_add, path=path, item=item)):
        return changed
    _check_size(data, path, item, file, old)
    raise InputError(
        Finding(
            "no place was found here where the item can be added without changing anything else",
            _place(path, file, old),
            format_path(path),
            hint="add it to the list by hand: {item}",
            values={"item": _write_flow(item)},
        )
    )


def set_field(data: bytes, path: FieldPath, value: Value, *, order: Order = lambda _path: (), file: str = "") -> bytes:
    """The bytes of the YAML file `data`, with `value` in the field at `path`, in place of what it held if it held anything.

    Maps around it that aren't there yet are begun; a list on the way must hold the item that the path names. `order` says where a
    new key stands among the others, and `file` is what findings call the file.

    Raises:
        InputError: there is no such place, a text cannot stand in a file, or the field cannot be set safely.
    """
    old = _read_whole(data, file)
    _check_texts(path, value, file, old)
    depth = _count_existing(path, file, old)
    if changed := _try(
        data,
        old,
        partial(_list_field_candidates, path=path, value=value, depth=depth, order=order),
        partial(_set, path=path, value=value),
    ):
        return changed
    _check_size(data, path, value, file, old)
    raise InputError(
        Finding(
            "no place was found here where this can be written without changing anything else",
            _place(path, file, old),
            format_path(path),
            hint="write it by hand: {item}",
            values={"item": f"{_write_scalar(str(path[-1]), quoted=False)}: {_write_any(value, quoted=False)}"},
        )
    )


def _read_whole(data: bytes, file: str) -> Nodes:
    """What a file holds.

    Raises:
        InputError: with all that is wrong with it as YAML.
    """
    old = read_nodes(data)
    if old.problems:
        raise InputError(*(_describe(problem, file, old) for problem in old.problems))
    return old


def _try(
    data: bytes, old: Nodes, list_candidates: Callable[[str], Iterator[str]], expect: Callable[[Plain], Plain]
) -> bytes | None:
    """The first of the candidates that holds what is expected; None where there is none."""
    mark = _BOM if data.startswith(_BOM) else b""
    text = data[len(mark) :].decode()
    expected = expect(old.data if text.endswith(("\r", "\n")) else _read(text))
    fitting = (candidate for candidate in list_candidates(text) if _read(candidate) == expected)
    changed = next(fitting, None)
    return None if changed is None else mark + changed.encode()


def _check_size(data: bytes, path: FieldPath, value: Value, file: str, old: Nodes) -> None:
    """Refuses what would make the file too large."""
    if len(data) + len(_write_any(value, quoted=False).encode()) >= LARGEST:
        raise InputError(_describe(Problem(path, messages.TOO_LARGE, {"limit": f"{LARGEST}"}), file, old))


def _describe(problem: Problem, file: str, old: Nodes) -> Finding:
    place = Place(file, *problem.position) if problem.position else _place(problem.path, file, old)
    return Finding(problem.mistake.message, place, format_path(problem.path), problem.mistake.hint, problem.values)


def _place(path: FieldPath, file: str, old: Nodes) -> Place:
    """The place of what stands at `path`, or of the nearest thing around it."""
    return Place(file, *find_spot(old.spot, path)[0][0])


def _check_texts(path: FieldPath, value: Value, file: str, old: Nodes) -> None:
    """Refuses characters that a text cannot hold, told of the field that the text is in, whatever its language."""
    for name, inner in value.items() if isinstance(value, Mapping) else [(None, value)]:
        for text in _list_texts(inner):
            if found := _UNFIT.search(text):
                values = {"character": f"U+{ord(found[0]):04X}"}
                where = path if name is None else (*path, name)
                raise InputError(_describe(Problem(where, messages.CONTROL_CHARACTER, values), file, old))


def _list_texts(value: Value) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
        return
    for inner in value.values() if isinstance(value, Mapping) else value:
        yield from _list_texts(inner)


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


def _count_existing(path: FieldPath, file: str, old: Nodes) -> int:
    """How many steps of the path lead to something that is there; refuses a path that nothing can be written at."""
    depth = next(number for number in range(len(path), -1, -1) if find_spot(old.spot, path[:number])[1])
    rest = path[depth:]
    if rest and not (isinstance(_look_up(old.data, path[:depth]), dict) and all(isinstance(step, str) for step in rest)):
        subject = format_path(path[: depth + 1])
        raise InputError(Finding("does not stand in the file", _place(path, file, old), subject, "check its name and number"))
    return depth


def _look_up(data: Plain, path: FieldPath) -> Any:
    whole: Any = data
    return reduce(getitem, path, whole)


def _read(text: str) -> Plain:
    """What the text holds, or nothing if anything is wrong with it. A last line without a line break is read as if it had one."""
    nodes = read_nodes((text if text.endswith(("\r", "\n")) else text + "\n").encode())
    return None if nodes.problems else nodes.data


def _add(old: Plain, *, path: FieldPath, item: Item) -> Plain:
    """What the file is to hold: all that it held, and the item."""
    data = deepcopy(old)
    holder = _look_up(data, path[:-1])
    if isinstance(holder, dict):
        holder.setdefault(path[-1], [])
    holder[path[-1]].append(_copy(item))
    return data


def _set(old: Plain, *, path: FieldPath, value: Value) -> Plain:
    """What the file is to hold: all that it held, and the value in its field."""
    data = deepcopy(old)
    holder: Any = data
    for step in path[:-1]:
        if isinstance(holder, dict):
            holder.setdefault(step, {})
        holder = holder[step]
    holder[path[-1]] = _copy(value)
    return data


def _copy(value: Value) -> Plain:
    """A value as it will be read."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {name: _copy(inner) for name, inner in value.items()}
    return [_copy(inner) for inner in value]


# Where the item can stand


def _list_candidates(text: str, path: FieldPath, item: Item) -> Iterator[str]:
    """The text with the item in it, in each way that may be right, the likeliest first."""
    nodes = _walk(text, path)
    items, holder = nodes[-1], nodes[-2]
    quoted = _quotes_keys(holder)
    if isinstance(items, SequenceNode) and items.flow_style:
        yield from _insert_between_brackets(text, items, _write_flow(item, quoted=quoted))
    elif isinstance(items, SequenceNode):
        lines = _write_lines(item, items.start_mark.column, _copy_style(items, items.start_mark.column, quoted=quoted))
        ends = _list_ends(text, items)
        passed = (_pass_comments(text, end, items.start_mark.column) for end in ends)
        yield from (_insert_lines(text, end, lines) for end in (*passed, *ends))
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


def _list_field_candidates(text: str, path: FieldPath, value: Value, depth: int, order: Order) -> Iterator[str]:
    """The text with the value in its field, in each way that may be right, the likeliest first.

    `depth` is how many steps of the path lead to something that is there.
    """
    nodes = _walk(text, path[:depth])
    node = nodes[-1]
    if depth == len(path):
        yield from _replace(text, node, _write_any(value, quoted=_quotes_keys(nodes[-2])))
        return
    if not isinstance(node, MappingNode):
        return
    quoted = _quotes_keys(node)
    if node.flow_style:
        for step in reversed(path[depth + 1 :]):
            value = {str(step): value}
        written = _write_any(value, quoted=quoted)
        yield from _insert_between_brackets(text, node, f"{_write_scalar(str(path[depth]), quoted=quoted)}: {written}")
        return
    lines = _write_field(path[depth:], value, node.start_mark.column, _find_indent(nodes), quoted=quoted)
    for before in _list_before(node, str(path[depth]), order(path[:depth])):
        yield from (_insert_lines(text, end, lines) for end in _list_ends(text, before))


def _replace(text: str, node: Node | None, written: str) -> Iterator[str]:
    """The text with a value in place of another; nothing where comments would go with that."""
    if node is None:
        return
    start, end = node.start_mark.index, _list_ends(text, node)[0]
    if "#" not in text[start:end] or not _NEWLINE.search(text[start:end]):
        yield text[:start] + written + text[end:]


def _list_before(holder: MappingNode, key: str, order: Sequence[str]) -> list[Node]:
    """The values after which a new key may stand: first that of the last key before it in the order, then all from the end on."""
    behind = [name for name in order if name not in order[: order.index(key)]] if key in order else []
    values = [value for name, value in holder.value if name.value not in behind]
    return [*values[-1:], *(value for _, value in reversed(holder.value))]


def _find_indent(nodes: Sequence[Node | None]) -> int:
    """The columns by which the innermost map is indented from the one around it; two where no map in lines is inside another."""
    columns = [node.start_mark.column for node in nodes if isinstance(node, MappingNode) and not node.flow_style]
    steps = [inner - outer for outer, inner in pairwise(columns) if inner > outer]
    return min(steps[-1], 2 * _OFFSET) if steps else _OFFSET


def _write_field(path: FieldPath, value: Value, column: int, indent: int, *, quoted: bool) -> list[str]:
    """The lines of a field, with maps around it in lines of their own."""
    lines = [f"{' ' * (column + number * indent)}{_write_scalar(str(step), quoted=quoted)}:" for number, step in enumerate(path)]
    return [*lines[:-1], f"{lines[-1]} {_write_any(value, quoted=quoted)}"]


def _walk(text: str, path: FieldPath) -> list[Node | None]:
    """What stands on the way to a place, outermost first; None where there is nothing."""
    nodes: list[Node | None] = [yaml.compose(text, Loader=yaml.CBaseLoader)]
    for step in path:
        nodes.append(_step_into(nodes[-1], step))
    return nodes


def _quotes_keys(holder: Node | None) -> bool:
    """Whether keys are quoted there, as in JSON."""
    return isinstance(holder, MappingNode) and bool(holder.value) and holder.value[-1][0].style == '"'


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


def _pass_comments(text: str, end: int, column: int) -> int:
    """The end of the last comment below `end` that is indented deeper than a column: it is about what ends there."""
    while True:
        following = _NEWLINE.search(text, end)
        start = end if text[end - 1 : end] in ("\r", "\n") else following.end() if following else len(text)
        found = _COMMENT.match(text, start)
        if not found or len(found[1]) <= column:
            return end
        end = found.end()


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
        elif lines_style.texts_too and value and isinstance(value, Mapping):
            lines.append(f"{key}:")
            lines += [" " * lines_style.width + line for line in _write_pairs(value, quoted=quoted)]
        else:
            lines.append(f"{key}: {_write_any(value, quoted=quoted)}")
    return [" " * dash + ("-" if number == 0 else " ").ljust(lines_style.width) + line for number, line in enumerate(lines)]


def _write_flow(item: Item, *, quoted: bool = False) -> str:
    """The item on one line, between braces."""
    return f"{{{', '.join(_write_pairs(item, quoted=quoted))}}}"


def _write_pairs(item: Item, *, quoted: bool) -> Iterator[str]:
    for name, value in item.items():
        yield f"{_write_scalar(name, quoted=quoted)}: {_write_any(value, quoted=quoted)}"


def _write_any(value: Value, *, quoted: bool) -> str:
    """A value on one line."""
    if isinstance(value, str):
        return _write_scalar(value, quoted=quoted)
    if isinstance(value, Mapping):
        return _write_flow(value, quoted=quoted)
    return f"[{', '.join(_write_any(inner, quoted=quoted) for inner in value)}]"


def _write_scalar(text: str, *, quoted: bool) -> str:
    """The text as it stands, or in quotes, with the escapes that YAML and JSON have in common."""
    if not quoted and _PLAIN.fullmatch(text):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
