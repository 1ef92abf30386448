"""The contract clause that a contract names: its sections by number, in the version that applies. Made by `pipeline`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceText:
    """A Swedish text that stands in data rather than in content; each language finds its translation in the catalog."""

    text: str
    context: str


@dataclass(frozen=True, slots=True)
class ClauseSection:
    """A section of the clause, such as process requirement 2.4."""

    number: str
    title: SourceText


@dataclass(frozen=True, slots=True)
class Clause:
    """A published version of the clause. Numbers differ between versions, so they are data."""

    version: str
    sections: Mapping[str, ClauseSection]
    process_requirements: tuple[str, ...]
    """The numbers of the seven process requirements."""
    parts: Mapping[str, str]
    """Which section holds what: the numbers of `commitments`, `due_diligence`, `reporting` and `monitoring`."""
