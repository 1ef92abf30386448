"""What all commands have in common: the words that click leaves in English, and that mistakes are told, never thrown."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Any

import click

from generator.cli.sources import tell
from generator.cli.words import _
from generator.errors import Finding, Place, RealiseraError

INTERRUPTED = 130
"""The exit code of what Ctrl-C ends, as shells have it."""


class Command(click.Command):
    """A command of ours."""

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"options_metavar": _("[OPTIONS]"), **settings})


class Group(Command, click.Group):
    """A group of such commands. Ends with exit code 1 where the input is wrong: there is never a traceback."""

    command_class = Command

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **{"subcommand_metavar": _("COMMAND [ARGS]..."), **settings})

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
            values = {"problem": problem.strerror or str(problem)}
            findings = (Finding("this can't be read or written: {problem}", place, values=values),)
        for finding in findings:
            tell(finding, err=True)
        raise click.exceptions.Exit(1)
