"""Which of the examples' documents are looked at where looking takes long: one of each type in each language."""

from __future__ import annotations

from pathlib import Path


def list_kinds(made: Path, form: str, language: str) -> list[Path]:
    """A file of each document type, the longest of it, in one language and format."""
    found: dict[str, Path] = {}
    for file in sorted(made.rglob(f"*.{language}.{form}"), key=lambda file: (file.stat().st_size, file)):
        found[file.name.partition(".")[0]] = file
    return [found[kind] for kind in sorted(found)]
