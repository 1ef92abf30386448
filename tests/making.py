"""Makes documents the way the command does, for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from generator.pipeline import Outcome, Pipeline
from generator.planning import make_orders
from generator.workspace import find_workspace

ON = date(2026, 11, 22)
ALL_LANGUAGES = ("sv", "en", "sv+en")


def make_all(
    sources: Iterable[Path],
    out: Path,
    languages: tuple[str, ...] = ALL_LANGUAGES,
    formats: tuple[str, ...] = (),
    **changes: object,
) -> list[Outcome]:
    """Every document of the sources, written into `out`."""
    sources = list(sources)
    orders = make_orders("all", on=ON, languages=languages, formats=formats, **changes)
    return list(Pipeline(find_workspace(*sources), out).generate(orders, sources))


def list_sources(workspace: Path) -> list[Path]:
    """The contracts and the reports of a workspace, as the command takes them."""
    return [path for room in ("contracts", "reports") for path in sorted((workspace / room).glob("*.yaml"))]


def read_files(out: Path) -> dict[str, bytes]:
    """All files below `out`, by path."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
