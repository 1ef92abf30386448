"""The contract files that a report names. Called by `contract.loading`."""

from __future__ import annotations

import os
from pathlib import Path

from generator.contract import messages
from generator.contract.messages import Problem, shorten

_ENDINGS = frozenset({".yaml", ".yml"})


def find_contracts(folder: Path, patterns: tuple[str, ...]) -> tuple[tuple[Path, ...], list[Problem]]:
    """The files that the patterns match, from `folder`, each once and in order of name; and a problem for each that matches none.

    A pattern is a path or a glob; a folder stands for the contract files in it.
    """
    found: set[Path] = set()
    problems = []
    for index, pattern in enumerate(patterns):
        files = _match(folder, pattern) if pattern else []
        if not files:
            problems.append(Problem(("contracts", index), messages.NO_FILES, {"value": shorten(pattern or "")}))
        found.update(files)
    return tuple(sorted(found, key=lambda path: path.as_posix())), problems


def _match(folder: Path, pattern: str) -> list[Path]:
    """The contract files that one pattern matches; none if it isn't a pattern that can be looked up."""
    try:
        matches = [Path(os.path.normpath(path)) for path in folder.glob(pattern)]
        files = [inner for path in matches for inner in (sorted(path.iterdir()) if path.is_dir() else [path])]
        return [path for path in files if path.suffix in _ENDINGS and path.is_file()]
    except (NotImplementedError, OSError, ValueError, IndexError):
        return []
