"""The page of every command and option, as click has them. The command speaks one language a process: told by `LANGUAGE`."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from collections.abc import Iterator

import click

from tools.reference.pages import ROOT, begin_page, escape_text, read_words, write_table


def write_commands(lang: str) -> str:
    """The page in a language, written by a process that speaks it."""
    command = [sys.executable, "-m", "tools.reference.commands", lang]
    setting = os.environ | {"LANGUAGE": lang, "LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=ROOT, env=setting, check=True, capture_output=True, encoding="utf-8").stdout  # noqa: S603 (ours)


def _write_page(lang: str) -> str:
    from generator.cli import main  # noqa: PLC0415 (it asks for the language as it loads)

    within = click.Context(main, info_name="realisera", help_option_names=["-h", "--help"])
    return "\n".join([*begin_page(lang, "commands"), *_write_group(lang, main, within)])


def _write_group(lang: str, group: click.Group, within: click.Context) -> Iterator[str]:
    for name in group.list_commands(within):
        _, command, _ = group.resolve_command(within, [name])
        if command is None or command.hidden:
            continue
        context = click.Context(command, info_name=name, parent=within)
        yield _write_command(lang, command, context)
        if isinstance(command, click.Group):
            yield from _write_group(lang, command, context)


def _write_command(lang: str, command: click.Command, context: click.Context) -> str:
    """What one command does, how it is typed, and its options."""
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    options = (option for option in command.get_params(context) if isinstance(option, click.Option))
    records = [option.get_help_record(context) for option in options]
    rows = [(f"`{names}`", escape_text(said)) for names, said in filter(None, records) if "--help" not in names]
    parts = [f"## {context.command_path}", f"```text\n{usage}\n```", *_write_help(command.help or "")]
    return "\n\n".join([*parts, write_table(read_words(lang)["commands"]["head"], rows)] if rows else [*parts, ""])


def _write_help(text: str) -> Iterator[str]:
    """The paragraphs of a help; what click leaves as it stands is what is typed."""
    for part in inspect.cleandoc(text).split("\n\n"):
        if part.startswith("\b"):
            yield f"```text\n{inspect.cleandoc(part.removeprefix(chr(8)))}\n```"
        else:
            yield escape_text(part)


if __name__ == "__main__":
    sys.stdout.write(_write_page(sys.argv[1]))
