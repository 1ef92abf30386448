"""How paths stand in commands that are to be typed. Used by whatever tells such commands."""

from __future__ import annotations

import shlex
from pathlib import Path


def quote_path(path: Path) -> str:
    """A path as it is to be typed."""
    shown = path.as_posix()
    return shlex.quote(f"./{shown}" if shown.startswith("-") else shown)
