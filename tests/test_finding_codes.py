"""Each kind of finding has a code of its own, which never changes: what one was given for, it is for still."""

from __future__ import annotations

import ast
import json
import subprocess
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import replace

import generator.cli
from generator.errors import Finding
from generator.finding_codes import FILE, HELP, FindingCode, Kind, find_code, list_codes, read_help
from tools.finding_codes import FROZEN, list_said, list_texts, update_codes, write_codes, write_frozen
from tools.finding_examples import BrokenFile, copy_examples, read_examples, try_command, try_example, try_examples, write_help

CODES = list_codes()
KEPT = [line.split(" ", 1) for line in FROZEN.read_text(encoding="utf-8").splitlines()]


def test_the_file_is_as_the_program_is() -> None:
    assert FILE.read_text(encoding="utf-8") == write_codes(update_codes(CODES.values())), "run make reference"
    assert FROZEN.read_text(encoding="utf-8") == write_frozen(CODES.values()), "run make reference"


def test_every_message_has_one_code_and_every_code_a_message() -> None:
    coded = Counter(message for each in CODES.values() if each.kind != "retired" for message in each.messages)
    assert {message: number for message, number in coded.items() if number > 1} == {}
    assert [message for message in list_said() if message not in coded] == []
    assert set(coded) - list_texts() == set()
    assert [each.code for each in CODES.values() if not each.messages or each.kind not in get_args(Kind)] == []


def test_each_code_stands_once() -> None:
    names = [line.split()[0] for line in FILE.read_text(encoding="utf-8").splitlines() if line.startswith("RE")]
    assert names == sorted(set(names))


def test_what_a_code_was_given_for_has_it_still() -> None:
    now = {message: each.code for each in CODES.values() for message in each.messages}
    assert [code for code, _ in KEPT if code not in CODES] == []
    assert [(code, message) for code, message in KEPT if now.get(message, code) != code] == []


def test_a_retired_code_is_not_given_again() -> None:
    gone = FindingCode("RE2998", "error", ("nobody says this any more",))
    updated = {each.code: each for each in update_codes([*CODES.values(), gone])}
    assert updated["RE2998"] == replace(gone, kind="retired")
    order = updated.pop("RE2594")
    assert [each.code for each in update_codes(updated.values()) if each.messages == order.messages] == ["RE2999"]


def test_a_finding_finds_its_code() -> None:
    assert Finding("'{value}' is not a calendar date", hint="write a real date as YYYY-MM-DD").code == "RE2015"
    assert Finding("what a region's own package says").code == ""


def test_the_order_of_dates_is_told_by_what_holds_of_them() -> None:
    orders = {find_code("{value} is before {other}, {bound}", hint) for hint in ("a period ends on its first day or later",)}
    assert orders == {"RE2594"}


@pytest.mark.long
@pytest.mark.parametrize("share", range(4))
def test_each_example_is_told_as_the_documentation_shows_it(share: int) -> None:
    shown = {code: row["example"] for code, row in json.loads(HELP.read_text(encoding="utf-8")).items() if "example" in row}
    told = try_examples(read_examples()[share::4])
    assert told == {code: shown.get(code) for code in told}, "run make reference"


def test_the_documentation_shows_the_hints_and_an_example_of_each_that_there_is() -> None:
    rows = json.loads(HELP.read_text(encoding="utf-8"))
    examples = {code: row["example"] for code, row in rows.items() if "example" in row}
    assert HELP.read_text(encoding="utf-8") == write_help(examples), "run make reference"
    assert {each.code for each in read_examples()} == {code for code, helped in read_help().items() if helped.example}


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (BrokenFile("RE2015", "signed: 2024-06-28", "signed: 2024-06-27"), "isn't told"),
        (BrokenFile("RE2070", "signed: 2024-06-28", "signed: 2024-06-27"), "isn't told"),
        (BrokenFile("RE2015", "signed: 2024-06-29", "signed: 2024-06-31"), "are there 0 times"),
        (BrokenFile("RE2015", "signed: 2024-06-30", "signed: 2024-06-31", instead="signed: 2024"), "mended lines are wrong"),
    ],
)
def test_an_example_that_shows_nothing_is_found(example: BrokenFile, said: str) -> None:
    with copy_examples() as folder, pytest.raises(ValueError, match=said):
        try_example(folder, example)


@pytest.mark.parametrize(
    ("broken", "mended", "said"),
    [
        ("realisera check contracts", "realisera check contracts", "isn't told"),
        ("realisera verify contracts", "realisera verify nowhere", "mended command is wrong"),
        ("mkdir -p /dev/null/x\nrealisera verify contracts", "realisera check contracts", "returned non-zero"),
    ],
)
def test_commands_that_show_nothing_are_found(broken: str, mended: str, said: str) -> None:
    example = BrokenFile("RE9045", mended, broken)
    assert example.is_command
    with pytest.raises((ValueError, subprocess.CalledProcessError), match=said):
        try_command(example)


def test_what_a_command_tells_only_here_or_today_is_no_example() -> None:
    steps = "mkdir -p content/ladder\nprintf 'steps: {}' > content/ladder/default.yaml\nrealisera check contracts"
    with pytest.raises(ValueError, match="a folder of this machine, or today"):
        try_command(BrokenFile("RE3001", "realisera check contracts", steps))


def test_what_the_command_refuses_it_refuses_with_a_code() -> None:
    """What click says of the form of a command has none; all that is said in words of ours is said by a finding."""
    bare = {"UsageError", "BadParameter", "BadArgumentUsage", "BadOptionUsage", "ClickException", "FileError", "fail"}
    calls = [
        (path.name, node.lineno, node.func.attr)
        for path in sorted(Path(generator.cli.__file__).parent.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    ]
    assert len(calls) > 1000
    assert [call for call in calls if call[2] in bare] == []
