"""How paths stand in commands that are to be typed. Used by whatever tells such commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

_PLAIN = re.compile(r"[\w@%+=:,./-]+")


def quote_word(word: str) -> str:
    """A word as it is to be typed: one of letters and figures as it is, in whatever alphabet."""
    return word if _PLAIN.fullmatch(word) else shlex.quote(word)


def quote_path(path: Path) -> str:
    """A path as it is to be typed."""
    shown = path.as_posix()
    return shlex.quote(f"./{shown}" if shown.startswith("-") else shown)
