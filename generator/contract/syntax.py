"""What is wrong in a line that YAML's parser can't read, in the words of whoever wrote it. Called by `nodes` and `text`.

The parser tells where it gave up, in English and in its own terms. What is meant stands in the line itself, so that is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

import yaml

from generator.contract import messages
from generator.contract.messages import Mistake, shorten

Position = tuple[int, int]
"""Line and column, from 1."""
Described = tuple[Mistake, Position | None, Mapping[str, str]]
"""The mistake, its place, and what its words name."""

_UNFIT_SPACE = re.compile(r"(?:[ \t]*|[ \t]*-[ \t]*|[ \t]*(?:- +)?[\w.-]+:)([^\S \t\n])")
"""A space that isn't plain where the structure of a line stands: before its text, after a dash, after the colon of a key."""
_QUOTED = re.compile(r"""(?:[^"'#]*: +|[ -]*)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(?=[^\s,}\]#:])""")
"""A text in quotation marks, up to what stands after it on its line."""
_TWO_COLONS = re.compile(r"([ -]*[\w.-]+: +)([^\s\"'\[{|>].*?: .*|[^\s\"'\[{|>].*:)$")
"""A key, and a text without quotation marks that has a colon in it."""
_OPENS_QUOTE = re.compile(r"""(?:[ -]*[\w.-]+: +|[ ]*- +)(["'])(?:(?!\1).)*$""")
_IS_KEY = re.compile(r"[ -]*[\w.-]+:( |$)")
_SPECIAL = "@`%&*!]},"
"""Signs that mean something in YAML where a text begins."""

_BY_WORDS: tuple[tuple[str, Mistake], ...] = (
    ("mapping values are not allowed", messages.WRONG_INDENTATION),
    ("block sequence entries are not allowed", messages.LIST_AMONG_KEYS),
    ("tab character", messages.TAB),
    ("',' or", messages.IN_BRACKETS),
    ("expected key", messages.WRONG_INDENTATION),
    ("expected ':'", messages.KEY_WITHOUT_COLON),
    ("'-' indicator", messages.LIST_NOT_ALIKE),
    ("escape c", messages.UNFIT_ESCAPE),
    ("hexdecimal", messages.UNFIT_ESCAPE),
    ("comment or line break", messages.UNFIT_BLOCK),
)
"""What is told by a part of the parser's own words, where the line shows nothing clearer."""


def describe_syntax(lines: Sequence[str], error: yaml.MarkedYAMLError) -> Described:
    """What is wrong where the parser gave up on these lines."""
    said, mark, begun = error.problem or "", error.problem_mark or error.context_mark, error.context_mark
    if mark is None:
        return messages.SYNTAX, None, {}
    here, start = (mark.line + 1, mark.column + 1), begun or mark
    found = _find_unfit_space(lines, start.line, mark.line)
    if not found and "end of stream" in said:
        found = messages.QUOTES_NOT_CLOSED, (start.line + 1, start.column + 1), {}
    if not found:
        found = _find_open_quote(lines, mark.line)
    if not found:
        looked = (_look_at_line(lines, number, said) for number in dict.fromkeys((mark.line, start.line)))
        found = next(filter(None, looked), None)
    if not found and ("cannot start any token" in said or "alphabetic or numeric" in said or "node content" in said):
        found = _describe_beginning(lines[mark.line] if mark.line < len(lines) else "", here) or _find_open_bracket(lines)
    if not found and "',' or" in said and start.line < mark.line:
        found = messages.BRACKET_NOT_CLOSED, (start.line + 1, start.column + 1), {}
    return found or (next((mistake for part, mistake in _BY_WORDS if part in said), messages.SYNTAX), here, {})


def _find_open_quote(lines: Sequence[str], last: int) -> Described | None:
    """The quotation mark of a text that the next line shows to have ended, being a key, and that isn't closed on its own."""
    for number, (line, following) in enumerate(pairwise(lines[: last + 1])):
        if (found := _OPENS_QUOTE.match(line)) and _IS_KEY.match(following):
            return messages.QUOTES_NOT_CLOSED, (number + 1, found.start(1) + 1), {}
    return None


def _find_open_bracket(lines: Sequence[str]) -> Described | None:
    """The last bracket that was opened, where the file ends before anything stands in it."""
    places = [(number + 1, found.end()) for number, line in enumerate(lines) for found in re.finditer(r"[\[{]", line)]
    return (messages.BRACKET_NOT_CLOSED, places[-1], {}) if places else None


def _describe_beginning(line: str, here: tuple[int, int]) -> Described | None:
    """A tab, or the sign that a text can't begin with: at the place, or before it; None at the end of the file."""
    number, column = here
    if line[column - 1 : column] == "\t":
        return messages.TAB, here, {}
    if not line.strip():
        return None
    begins = next((at for at in range(column - 1, -1, -1) if line[at : at + 1] in tuple(_SPECIAL)), column - 1)
    return messages.UNFIT_BEGINNING, (number, begins + 1), {"character": line[begins : begins + 1]}


def _find_unfit_space(lines: Sequence[str], first: int, last: int) -> Described | None:
    """The no-break space nearest above the place where the parser gave up, from a line before what it was reading."""
    for number in range(min(last, len(lines) - 1), max(first - 2, -1), -1):
        if found := _UNFIT_SPACE.match(lines[number]):
            code = f"{ord(found[1]):04X}"
            return messages.NO_BREAK_SPACE, (number + 1, found.start(1) + 1), {"code": code}
    return None


def _look_at_line(lines: Sequence[str], number: int, said: str) -> Described | None:
    """What a line shows of itself: a tab before its text, text after quotation marks, a colon in a text."""
    line = lines[number] if number < len(lines) else ""
    if tab := re.match(r"[ -]*\t", line):
        return messages.TAB, (number + 1, tab.end()), {}
    if quoted := _QUOTED.match(line):
        return messages.TEXT_AFTER_QUOTES, (number + 1, quoted.end() + 1), {}
    if "mapping values" in said and (found := _TWO_COLONS.match(line)):
        key, text = found.groups()
        colon = len(key) + len(re.split(":( |$)", text, maxsplit=1)[0])
        return messages.COLON_IN_TEXT, (number + 1, colon + 1), {"quoted": shorten(f'{key.strip(" -")} "{text.strip()}"', 80)}
    return None
