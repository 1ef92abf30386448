"""What the Swedish guide says that one types prints what the guide says that it prints."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

GUIDE = (Path(__file__).parent.parent / "docs/kom-igang.md").read_text(encoding="utf-8")
LEFT_OUT = "…"
"""A line that stands for any number of lines."""


def list_commands() -> Iterator[tuple[list[str], list[str]]]:
    """What is typed, in order, each with the lines that the guide shows of what comes back."""
    for block in re.findall(r"^```console\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL):
        for typed in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *shown = typed.splitlines()
            yield shlex.split(command), shown


def fits(shown: list[str], printed: str) -> bool:
    """Whether what was printed is what is shown, with any lines where some are left out."""
    pattern = "".join("(?:.*\n)*" if line == LEFT_OUT else f"{re.escape(line)}\n" for line in shown)
    return re.fullmatch(pattern, printed) is not None


def test_each_command_prints_what_the_guide_shows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "sv")
    commands = list(list_commands())
    assert len(commands) > 15
    for words, shown in commands:
        if words[0] == "cd":
            os.chdir(words[1])
            continue
        assert words[0] == "realisera"
        done = CliRunner().invoke(main, words[1:], prog_name="realisera")
        assert (done.exit_code, fits(shown, done.output)) == (0, True), f"{shlex.join(words)}\n{done.output}"


@pytest.mark.parametrize(
    ("shown", "printed", "does"),
    [
        (["a", LEFT_OUT, "c"], "a\nb\nc\n", True),
        (["a", LEFT_OUT, "c"], "a\nc\n", True),
        (["a", "c"], "a\nb\nc\n", False),
        ([LEFT_OUT], "", True),
        ([], "", True),
        ([], "a\n", False),
        (["a.c"], "abc\n", False),
    ],
)
def test_lines_may_be_left_out(shown: list[str], printed: str, does: bool) -> None:  # noqa: FBT001 (a parameter of a test)
    assert fits(shown, printed) is does
