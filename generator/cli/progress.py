"""How far work has come: a line on standard error, taken away before anything else is told. Used by the commands."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

from generator.cli.words import _

T = TypeVar("T")
_OFTEN = 0.2
"""Seconds between two updates on a terminal."""


class Progress:
    """The line, on a terminal now and then; elsewhere it stays, and comes as seldom as is asked for, or never."""

    def __init__(self, seldom: float | None = None) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._pause = _OFTEN if self._is_terminal else seldom
        self._last = time.monotonic()
        self._is_shown = False

    @property
    def is_due(self) -> bool:
        """Whether the line was last shown long enough ago."""
        return self._pause is not None and time.monotonic() - self._last >= self._pause

    def show(self, line: str) -> None:
        """Show the line, in the place of the one before."""
        self._last = time.monotonic()
        click.echo(f"\r\x1b[K{line}" if self._is_terminal else line, err=True, nl=not self._is_terminal)
        self._is_shown = self._is_terminal

    def clear(self) -> None:
        """Take the line away from the terminal."""
        if self._is_shown:
            click.echo("\r\x1b[K", err=True, nl=False)
            self._is_shown = False

    def follow(self, read: Iterable[T], count: int) -> Iterator[T]:
        """What is read of so many files; on a terminal, how many they are so far stands there meanwhile."""
        for number, each in enumerate(read, 1):
            if self.is_due:
                self.show(_("File {number} of {count}.").format(number=number, count=count))
            yield each
        self.clear()
