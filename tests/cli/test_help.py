"""Help, in both languages; and how little is loaded for it."""

from __future__ import annotations

import json
import re

import click
import pytest

from generator.cli import main

HEAVY = (
    "babel",
    "docxtpl",
    "icalendar",
    "jinja2",
    "lxml",
    "markdown",
    "pikepdf",
    "pydantic",
    "typst",
    "weasyprint",
    "xlsxwriter",
    "yaml",
)
ENGLISH = re.compile(r"\b(the|of|and|with|Usage|Options|Commands|Show|Print|OPTIONS|COMMAND|DOCUMENT|SOURCE|FOLDER)\b")


def list_commands(command, path=()):
    """Every command by its path, loaded."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from list_commands(child.loaded, (*path, name))


LOADED = dict(list_commands(main))
COMMANDS = list(LOADED)


ALL_HELP = f"""
import json
from click.testing import CliRunner
from generator.cli import main
runs = [CliRunner().invoke(main, [*path, flag], prog_name="realisera") for path in {COMMANDS} for flag in ("-h", "--help")]
print(json.dumps([[run.exit_code, run.stdout, run.stderr] for run in runs]))
"""
"""The help of all commands, from one process: which language it is in is settled as a process begins."""


def read_help(start, language):
    """The help of each command, which is the same by its short option."""
    runs = iter(json.loads(start(program=ALL_HELP, language=language).out))
    for path, short, long in zip(COMMANDS, runs, runs, strict=True):
        assert (path, *short) == (path, 0, long[1], "")
        yield path, long[1]


def test_every_command_has_help_in_english(start):
    for path, told in read_help(start, "en"):
        assert told.startswith(" ".join(["Usage: realisera", *path, ""]))
        assert "  -h, --help" in told, path


def test_every_command_has_help_in_swedish(start):
    for path, told in read_help(start, "sv"):
        assert told.startswith(" ".join(["Användning: realisera", *path, "[TILLVAL]"]))
        assert "Tillval:\n" in told, path
        assert ENGLISH.findall(told) == [], path


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_is_explained(path):
    assert [option.name for option in LOADED[path].params if isinstance(option, click.Option) and not option.help] == []


def test_a_list_of_commands_shows_whole_sentences(start):
    assert "..." not in start("--help").out.partition("Commands:")[2]
    assert "..." not in start("--help", language="sv").out.partition("Kommandon:")[2]


def test_without_a_command_there_is_help(start):
    run = start()
    assert run.code == 2
    assert run.err.startswith("Usage: realisera")


def test_the_version_is_told(start):
    assert re.fullmatch(r"realisera, version \d+\.\d+\.\d+\S*\n", start("--version").out)


HELP = "from generator.cli import main; main([{words}], standalone_mode=False)"
COMPLETION = "from click.shell_completion import ShellComplete as S; from generator.cli import main; "
COMPLETION += "print([item.value for item in S(main, {{}}, 'realisera', '').get_completions([{words}], '')])"


@pytest.mark.parametrize(
    ("program", "words", "told"),
    [
        (HELP, "'--help'", "Make documents of contracts."),
        (HELP, "'locale', '--help'", "Tell how far each translation has come."),
        (COMPLETION, "", "'generate'"),
        (COMPLETION, "'locale'", "'status'"),
    ],
)
def test_a_list_of_commands_loads_nothing_that_is_heavy(start, program, words, told):
    run = start(program=f"import sys\n{program.format(words=words)}\nprint(sorted(set({HEAVY}) & set(sys.modules)))")
    assert told in run.out
    assert run.out.endswith("\n[]\n")


def test_the_help_of_a_command_begins_with_its_summary():
    late = [(path, child) for path, group in LOADED.items() for child in getattr(group, "commands", {}).values()]
    assert len(late) == len(LOADED) - 1
    for path, child in late:
        assert child.loaded.help.startswith(f"{child.help}\n\n"), path
        assert child.loaded.help.count(child.help) == 1, path
        assert child.loaded is LOADED[*path, child.name]
