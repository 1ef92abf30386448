"""What YAML's parser can't read is told in the words of whoever wrote it, at the place where it is to be mended."""

from __future__ import annotations

import pytest

from generator.contract import messages
from generator.contract.nodes import read_nodes

NO_BREAK = "\N{NO-BREAK SPACE}"
CASES = {
    "a: Handskar: engångs\n": (messages.COLON_IN_TEXT, (1, 12)),
    "- a: b: c\n": (messages.COLON_IN_TEXT, (1, 7)),
    "a: x:\n  b: c\n": (messages.COLON_IN_TEXT, (1, 5)),
    "a: x\n  b: y\n": (messages.WRONG_INDENTATION, (2, 4)),
    f"a:\n{NO_BREAK * 2}b: c\n": (messages.NO_BREAK_SPACE, (2, 1)),
    f"a:\n  b: 1\n{NO_BREAK} c: 2\n": (messages.NO_BREAK_SPACE, (3, 1)),
    f"a:\n  -{NO_BREAK}b: 1\n    c: 2\n": (messages.NO_BREAK_SPACE, (2, 3)),
    f"a:{NO_BREAK}b\nc: 1\n": (messages.NO_BREAK_SPACE, (1, 3)),
    "a: 1\n  \N{FIGURE SPACE}b: 1\n": (messages.NO_BREAK_SPACE, (2, 3)),
    "a:\n\tb: 1\n": (messages.TAB, (2, 1)),
    "a:\n  b: 1\n\tc: 2\n": (messages.TAB, (3, 1)),
    'a: "x" & y\n': (messages.TEXT_AFTER_QUOTES, (1, 8)),
    "a: 'it's'\n": (messages.TEXT_AFTER_QUOTES, (1, 8)),
    'a: "x\nb: "y"\n': (messages.QUOTES_NOT_CLOSED, (1, 4)),
    'a: "x\n': (messages.QUOTES_NOT_CLOSED, (1, 4)),
    "a: [x, y\nb: 1\n": (messages.BRACKET_NOT_CLOSED, (1, 4)),
    "a: {b: c: d}\n": (messages.IN_BRACKETS, (1, 9)),
    "a: @x\n": (messages.UNFIT_BEGINNING, (1, 4)),
    "a: & Co\n": (messages.UNFIT_BEGINNING, (1, 4)),
    "a: ]\n": (messages.UNFIT_BEGINNING, (1, 4)),
    "a: 1\nb:c\nd: 1\n": (messages.KEY_WITHOUT_COLON, (3, 1)),
    "a: - b\n": (messages.LIST_AMONG_KEYS, (1, 4)),
    "x:\n  - y\n  z: 1\n": (messages.LIST_NOT_ALIKE, (3, 3)),
    'a: "\\q"\n': (messages.UNFIT_ESCAPE, (1, 5)),
    "a: | x\n  b\n": (messages.UNFIT_BLOCK, (1, 6)),
    "%YAML 3\n---\na: 1\n": (messages.SYNTAX, (1, 8)),
}


@pytest.mark.parametrize("text", CASES)
def test_what_is_wrong_and_where(text):
    problems = [problem for problem in read_nodes(text.encode()).problems if problem.mistake is not messages.NO_VALUE]
    assert [(problem.mistake, problem.position) for problem in problems] == [CASES[text]]


def test_a_text_with_a_colon_is_shown_in_quotation_marks():
    (problem,) = read_nodes(b"title: Handskar: vita\n").problems
    assert problem.values == {"quoted": 'title: "Handskar: vita"'}


@pytest.mark.parametrize(
    "text", ["a: http://x.se/ y\n", f"a: 1{NO_BREAK}000\n", f"a: |\n  {NO_BREAK}b\n", "a: 'b: c'\n", "a: x:y\n"]
)
def test_what_only_looks_wrong_is_read(text):
    assert read_nodes(text.encode()).problems == []
