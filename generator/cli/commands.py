"""What all commands have in common: the words that click leaves in English, and that mistakes are told, never thrown."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from functools import cached_property
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from generator.cli.sources import tell
from generator.cli.words import _
from generator.errors import Finding, Place, RealiseraError, explain

INTERRUPTED = 130
"""The exit code of what Ctrl-C ends, as shells have it."""


class Command(click.Command):
    """A command of ours."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"options_metavar": _("[OPTIONS]"), **settings})


class LateCommand(Command):
    """A command of which only its summary is known until it is asked for: what it needs takes half a second to load."""

    def __init__(self, room: str, name: str, summary: str) -> None:
        super().__init__(name, help=summary)
        self._room = room

    @cached_property
    def loaded(self) -> click.Command:
        """The command itself, of its name in the module of its name; its help begins with the summary."""
        # Plug-ins of pydantic watch what is validated, which nobody does here: to look for them opens a file of each package.
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        # What modules hold lasts as long as the process: the collector needn't look through it while it grows, nor afterwards.
        was_collecting = gc.isenabled()
        gc.disable()
        try:
            command: click.Command = getattr(import_module(f"{self._room}.{self.name}"), str(self.name))
        finally:
            gc.freeze()
            if was_collecting:
                gc.enable()
        command.help = "\n\n".join(filter(None, (self.help, command.help)))
        return command


class Group(Command, click.Group):
    """A group of such commands. Ends with exit code 1 where the input is wrong: there is never a traceback."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": _("COMMAND [ARGS]..."), **settings})

    def add_late(self, room: str, summaries: Mapping[str, str]) -> None:
        """Add commands by their names, each to be loaded from the module of its name in `room`."""
        for name, summary in summaries.items():
            self.add_command(LateCommand(room, name, summary))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the user asks for, loaded. Lists of commands and their completion do with the summaries."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.loaded if isinstance(command, LateCommand) else command, rest

    def main(self, *args: Any, **settings: Any) -> Any:
        """Run, on streams that take any text: what they have no letter for is spelled out."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
        return super().main(*args, **settings)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for, and print what is wrong with its input on standard error."""
        try:
            return super().invoke(ctx)
        except RealiseraError as problem:
            findings = problem.findings
        except KeyboardInterrupt:
            click.echo(_("Aborted!"), err=True)
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            raise
        except OSError as problem:
            place = Place(str(problem.filename)) if problem.filename else None
            values = {"problem": explain(problem)}
            findings = (Finding("this can't be read or written: {problem}", place, values=values),)
        for finding in findings:
            tell(finding, err=True)
        raise click.exceptions.Exit(1)
