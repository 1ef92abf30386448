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
Spot = tuple[Position, Position, "dict[str | int, Spot]"]
"""Where a value stands, where its key stands (or itself again, if it has none), and the spots of all that it holds."""


class Nodes(Struct):
    """What a file holds, where, and what is wrong with it as YAML."""

    data: Plain = None
    spot: Spot = ((1, 1), (1, 1), {})
    problems: list[Problem] = field(default_factory=list)


def find_spot(spot: Spot, path: FieldPath) -> tuple[Spot, bool]:
    """The spot of what stands at `path`, or of the nearest thing around it; and whether it is `path` itself."""
    for step in path:
        if step not in spot[2]:
            return spot, False
        spot = spot[2][step]
    return spot, True


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
            self.nodes.data, self.nodes.spot = self.read_value(event, _start(event))
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

    def read_value(self, event: Any, key: Position) -> tuple[Plain, Spot]:
        """The value that begins with `event`, and where it stands. `key` is where its key is."""
        kind = type(event)
        mark = event.start_mark
        inner: dict[str | int, Spot] = {}
        spot = ((mark.line + 1, mark.column + 1), key, inner)
        if kind is ScalarEvent and event.value and event.style != '"' and event.anchor is None and event.tag is None:
            return event.value, spot  # what most values are
        if kind is AliasEvent:
            self.refuse(messages.ALIAS, event, name=event.anchor)
            return None, spot
        if event.anchor is not None:
            self.refuse(messages.ANCHOR, event, name=event.anchor)
        if event.tag is not None:
            self.refuse(messages.TAG, event, name=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if kind is ScalarEvent:
            text: str = event.value
            if (text and event.style != '"') or event.style == "'":
                return text, spot
            return self.check_scalar(text, event.style, spot), spot
        if len(self.path) >= DEEPEST:
            del self.path[1:]
            self.refuse(messages.TOO_DEEP, event, limit=f"{DEEPEST}")
            raise _CannotGoOnError
        return (self.read_map(inner) if kind is MappingStartEvent else self.read_list(inner)), spot

    def check_scalar(self, text: str, style: str | None, spot: Spot) -> str | None:
        """The text of a scalar that is empty or may hold escapes; None if nothing fit for a text stands there."""
        path = tuple(self.path)
        if not text and style != '"':
            self.nodes.problems.append(Problem(path, messages.NO_VALUE, position=spot[1]))
            return None
        if found := _CONTROL_AFTER_ESCAPES.search(text):
            self.nodes.problems.append(_refuse_character(found[0], spot[0], path))
            return None
        return text

    def read_list(self, inner: dict[str | int, Spot]) -> Plain:
        """The items up to the end of the list."""
        items: list[Plain] = []
        while type(event := self.next()) is not SequenceEndEvent:
            index = len(items)
            self.path.append(index)
            item, inner[index] = self.read_value(event, _start(event))
            self.path.pop()
            items.append(item)
        return items

    def read_map(self, inner: dict[str | int, Spot]) -> Plain:
        """The keys and values up to the end of the map; of a key given twice, the first counts."""
        values: dict[str, Plain] = {}
        while type(event := self.next()) is not MappingEndEvent:
            if type(event) is not ScalarEvent or not event.value or event.anchor or event.tag:
                self.read_unfit_key(event)
                continue
            key = event.value
            after = self.next()
            if not key[0].isalnum() and (found := _UNFIT_INDENT.match(key)):
                self.refuse(messages.NO_BREAK_SPACE, event, code=f"{ord(found[1]):04X}")
                self.read_past(after)
                continue
            if type(after) is ScalarEvent and not after.value and self.is_bare(event, after):
                self.refuse(messages.BARE_WORD, event, value=event.value)
                continue
            self.path.append(key)
            value, spot = self.read_value(after, _start(event))
            if key not in values:
                values[key], inner[key] = value, spot
            else:
                self.refuse(messages.DUPLICATE_KEY, event, line=str(inner[key][1][0]))
            self.path.pop()
        return values

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
