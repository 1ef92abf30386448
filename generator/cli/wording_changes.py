"""How a change of words is shown. Used by `diff` and `verify`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import click

from generator.errors import spell_out
from generator.provenance.compare.changes import Change

_AROUND = 8
"""Words that are shown on each side of a change."""


def wants_colour() -> bool:
    """Whether changes are to be shown in colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def show_change(change: Change, *, in_colour: bool) -> str:
    """A change on one line, after the row that it stands in."""
    row = f"{spell_out(change.row)} › " if change.row and change.row not in {change.old, change.new} else ""
    return f"{row}{' '.join(_show_words(change, in_colour=in_colour))}"


def _show_words(change: Change, *, in_colour: bool) -> Iterator[str]:
    """The words of a change; of those that are the same, a few on each side."""
    last = len(change.pieces) - 1
    for number, piece in enumerate(change.pieces):
        said = spell_out(piece.text)
        if piece.kind == "same":
            words = said.split()
            before = words[-_AROUND:] if number < last else []
            after = words[:_AROUND] if number else []
            yield said if len(words) <= len(before) + len(after) else " ".join([*after, "…", *before])
        elif in_colour:
            gone = piece.kind == "old"
            yield click.style(said, fg="red" if gone else "green", strikethrough=gone)
        else:
            mark = "-" if piece.kind == "old" else "+"
            yield f"{mark}{said}{mark}"
