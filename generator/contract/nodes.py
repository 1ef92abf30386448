"""From the bytes of a file to plain text, lists and maps, and where each of them stands. Called by `contract.loading`.

YAML decides nothing here but structure: every scalar is the text that stands there, whatever other readers would make of it.
What YAML can do beyond that (aliases, anchors, tags, several documents) is refused. Events are read one by one, so that depth is
seen before it can do harm, and an alias is never followed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct, field
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from generator.contract import messages
from generator.contract.messages import FieldPath, Mistake, Problem, shorten
from generator.contract.syntax import describe_syntax

LARGEST = 1_000_000
"""The most bytes that a file may hold."""
DEEPEST = 30
"""The most levels of lists and maps."""

Plain = str | None | list["Plain"] | dict[str, "Plain"]
"""What a file holds; None is a value that is missing or was refused."""

_BREAK = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_CONTROL_AFTER_ESCAPES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")

_UNFIT_INDENT = re.compile(r"(?:- ?)?([^\S ])")
"""How a key begins that is indented with a space that isn't plain."""
_STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})


Position = tuple[int, int]
"""Line and column, from 1."""
Spot = tuple[int, int, "dict[str | int, Spot]"]
"""Where a value stands, where its key stands (or itself again, if it has none), and the spots of all that it holds.

Each is one number for line and column, since there are thousands and hardly one is asked for: `find_spot` tells them apart.
"""
_COLUMNS = 1 << LARGEST.bit_length()
"""More columns than a line can have."""
_HOLDS_NOTHING: dict[str | int, Spot] = {}
"""The spots in a single value; nobody may put anything there."""


class Nodes(Struct):
    """What a file holds, where, and what is wrong with it as YAML."""

    data: Plain = None
    spot: Spot = (0, 0, _HOLDS_NOTHING)
    problems: list[Problem] = field(default_factory=list)


def find_spot(spot: Spot, path: FieldPath) -> tuple[tuple[Position, Position], bool]:
    """Where what stands at `path`, or the nearest thing around it, and its key are; and whether it is `path` itself."""
    there = True
    for step in path:
        there = step in spot[2]
        if not there:
            break
        spot = spot[2][step]
    (line, column), (key_line, key_column) = divmod(spot[0], _COLUMNS), divmod(spot[1], _COLUMNS)
    return ((line + 1, column + 1), (key_line + 1, key_column + 1)), there


def read_nodes(data: bytes) -> Nodes:
    """What the bytes of a YAML file hold. Never raises: what is wrong is among its `problems`."""
    nodes = Nodes()
    if len(data) > LARGEST:
        nodes.problems.append(Problem((), messages.TOO_LARGE, {"limit": f"{LARGEST}"}))
        return nodes
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig")
        nodes.problems.append(
            Problem((), messages.NOT_UTF8, {"byte": f"{data[error.start]:#04x}"}, _position(before, len(before)))
        )
        return nodes
    controls = list(_CONTROL.finditer(text))
    starts = [0, *(found.end() for found in _BREAK.finditer(text))] if controls else []
    for found in controls:
        line = bisect_right(starts, found.start())
        nodes.problems.append(_refuse_character(found[0], (line, found.start() - starts[line - 1] + 1)))
    if not nodes.problems:
        _Reader(text, nodes).read()
    return nodes


def _position(text: str, index: int) -> Position:
    before = _BREAK.split(text[:index])
    return len(before), len(before[-1]) + 1


def _refuse_character(character: str, position: Position, path: FieldPath = ()) -> Problem:
    return Problem(path, messages.CONTROL_CHARACTER, {"character": f"U+{ord(character):04X}"}, position)


class _CannotGoOnError(Exception):
    """What is wrong has been noted, and nothing after it can be read."""


class _Reader:
    """One walk over the events of a file. Written for speed where it is run for every scalar; the events have no types."""

    def __init__(self, text: str, nodes: Nodes) -> None:
        self.text = text
        self.next: Callable[[], Any] = yaml.CBaseLoader(text).get_event
        self.nodes = nodes
        self.path: list[str | int] = []

    def read(self) -> None:
        """Fills `nodes`."""
        try:
            self.next()
            if type(self.next()) is StreamEndEvent:
                self.refuse(messages.EMPTY_FILE, None, first="format: 1")
                return
            event = self.next()
            mark = _mark(event)
            self.nodes.data, inner = self.read_value(event, mark)
            self.nodes.spot = (mark, mark, inner)
            self.next()
            after = self.next()
            if type(after) is DocumentStartEvent:
                self.refuse(messages.SECOND_DOCUMENT, after)
        except _CannotGoOnError:
            pass
        except yaml.MarkedYAMLError as error:
            self.refuse_syntax(error)
        except yaml.YAMLError:
            self.refuse(messages.SYNTAX, None)

    def read_value(self, event: Any, key: int) -> tuple[Plain, dict[str | int, Spot]]:
        """The value that begins with `event`, and the spots of what it holds. `key` is where its key is."""
        kind = type(event)
        if kind is AliasEvent:
            self.refuse(messages.ALIAS, event, name=event.anchor)
            return None, _HOLDS_NOTHING
        if event.anchor is not None:
            self.refuse(messages.ANCHOR, event, name=event.anchor)
        if event.tag is not None:
            self.refuse(messages.TAG, event, name=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if kind is ScalarEvent:
            text: str = event.value
            if (text and event.style != '"') or event.style == "'":
                return text, _HOLDS_NOTHING
            return self.check_scalar(text, event, key), _HOLDS_NOTHING
        if len(self.path) >= DEEPEST:
            del self.path[1:]
            self.refuse(messages.TOO_DEEP, event, limit=f"{DEEPEST}")
            raise _CannotGoOnError
        return self.read_map() if kind is MappingStartEvent else self.read_list()

    def check_scalar(self, text: str, event: Any, key: int) -> str | None:
        """The text of a scalar that is empty or may hold escapes; None if nothing fit for a text stands there."""
        path = tuple(self.path)
        if not text and event.style != '"':
            line, column = divmod(key, _COLUMNS)
            self.nodes.problems.append(Problem(path, messages.NO_VALUE, position=(line + 1, column + 1)))
            return None
        if found := _CONTROL_AFTER_ESCAPES.search(text):
            self.nodes.problems.append(_refuse_character(found[0], _start(event), path))
            return None
        return text

    def read_list(self) -> tuple[Plain, dict[str | int, Spot]]:
        """The items up to the end of the list, and their spots."""
        items: list[Plain] = []
        spots: dict[str | int, Spot] = {}
        while type(event := self.next()) is not SequenceEndEvent:
            mark, index = _mark(event), len(items)
            self.path.append(index)
            item, inner = self.read_value(event, mark)
            self.path.pop()
            items.append(item)
            spots[index] = (mark, mark, inner)
        return items, spots

    def read_map(self) -> tuple[Plain, dict[str | int, Spot]]:
        """The keys and values up to the end of the map, and their spots; of a key given twice, the first counts."""
        values: dict[str, Plain] = {}
        spots: dict[str | int, Spot] = {}
        read_next = self.next
        while type(event := read_next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or not (key := event.value) or event.anchor or event.tag:
                self.read_unfit_key(event)
                continue
            after = read_next()
            if not key[0].isalnum() and (found := _UNFIT_INDENT.match(key)):
                self.refuse(messages.NO_BREAK_SPACE, event, code=f"{ord(found[1]):04X}")
                self.read_past(after)
                continue
            own: Any = event.start_mark
            mark: Any = after.start_mark
            at_key, at_value = own.line * _COLUMNS + own.column, mark.line * _COLUMNS + mark.column
            if type(after) is ScalarEvent:
                if not after.value:
                    if self.is_bare(event, after):
                        self.refuse(messages.BARE_WORD, event, value=key)
                        continue
                elif after.style != '"' and after.anchor is None and after.tag is None and key not in values:
                    values[key], spots[key] = after.value, (at_value, at_key, _HOLDS_NOTHING)  # what most values are
                    continue
            self.path.append(key)
            value, inner = self.read_value(after, at_key)
            if key not in values:
                values[key], spots[key] = value, (at_value, at_key, inner)
            else:
                self.refuse(messages.DUPLICATE_KEY, event, line=str(spots[key][1] // _COLUMNS + 1))
            self.path.pop()
        return values, spots

    def read_unfit_key(self, event: Any) -> None:
        """Notes a key that isn't a word, and reads past its value."""
        self.refuse(messages.KEY_NOT_TEXT, event)
        self.read_past(event)
        self.read_past(self.next())

    def read_past(self, event: Any) -> None:
        """Reads to the end of the value that begins with `event`."""
        depth = 0
        while True:
            depth += (type(event) in _STARTS) - (type(event) in _ENDS)
            if depth == 0:
                return
            if depth > DEEPEST:
                self.refuse(messages.TOO_DEEP, event, limit=f"{DEEPEST}")
                raise _CannotGoOnError
            event = self.next()

    def is_bare(self, key: Any, value: Any) -> bool:
        """Whether what was read as a key has no colon after it, as happens after a comma between braces."""
        return value.end_mark.index == key.end_mark.index or ":" not in self.text[key.end_mark.index : value.end_mark.index + 1]

    def refuse(self, mistake: Mistake, event: Any, **values: str) -> None:
        """Notes a problem where `event` begins."""
        shown = {name: shorten(value) for name, value in values.items()}
        self.nodes.problems.append(Problem(tuple(self.path), mistake, shown, _start(event) if event else None))

    def refuse_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Notes what the parser can't read, in words for whoever wrote it."""
        mistake, position, values = describe_syntax(_BREAK.split(self.text), error)
        if any(problem.mistake is messages.NO_BREAK_SPACE for problem in self.nodes.problems):
            return
        self.nodes.problems.append(Problem((), mistake, values, position))


def _start(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1


def _mark(event: Any) -> int:
    """Where an event begins, as spots have it."""
    mark = event.start_mark
    position: int = mark.line * _COLUMNS + mark.column
    return position
