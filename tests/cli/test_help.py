"""Help, in both languages; and how little is loaded for it."""

from __future__ import annotations

import re

import click
import pytest

from generator.cli import main

HEAVY = ("babel", "docxtpl", "jinja2", "lxml", "markdown", "pikepdf", "pydantic", "typst", "weasyprint", "yaml")
ENGLISH = re.compile(r"\b(the|of|and|with|Usage|Options|Commands|Show|Print|OPTIONS|COMMAND|DOCUMENT|SOURCE|FOLDER)\b")


def list_commands(command, path=()):
    """Every command by its path, loaded."""
    yield path, command
    for name, child in getattr(command, "commands", {}).items():
        yield from list_commands(child.loaded, (*path, name))


LOADED = dict(list_commands(main))
COMMANDS = list(LOADED)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_in_english(start, path):
    run = start(*path, "--help")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(" ".join(["Usage: realisera", *path, ""]))
    assert "  -h, --help" in run.out


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_help_in_swedish(start, path):
    run = start(*path, "-h", language="sv")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(" ".join(["Användning: realisera", *path, "[TILLVAL]"]))
    assert "Tillval:\n" in run.out
    assert ENGLISH.findall(run.out) == []


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


@pytest.mark.parametrize("group", [(), ("locale",)])
def test_the_help_of_a_command_begins_with_its_summary_once(start, group):
    for name, child in LOADED[group].commands.items():
        assert child.loaded.help.count(child.help) == 1
        assert start(*group, name, "--help").out.count(child.help.split(".")[0].split(":")[0].split(",")[0]) == 1, name
