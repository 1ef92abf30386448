"""What is to be done for what is shown: the command tells it in the user's words, the page shows it. Called by `studio`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from msgspec import Struct

from generator.contract.case import Case, Cases
from generator.rendering.layout_checks import LayoutReport


class Task(Struct, frozen=True):
    """Something that somebody is to do: what, why, and the commands for it, in the user's words."""

    what: str
    why: str
    commands: tuple[str, ...]


class Work(Struct, frozen=True):
    """What is to be done for a contract, or a layout."""

    lacks: tuple[Task, ...] = ()
    """What its documents, or the layout, still lack."""
    due: tuple[Task, ...] = ()
    """What is due."""
    tags: tuple[Task, ...] = ()
    """What stands in a layout to be filled in: nothing is to be done about it."""


NO_WORK = Work()


class TellsWork(Protocol):
    """What tells in the user's words what is to be done."""

    def tell_work(self, case: Case, cases: Cases, on: date) -> Work:
        """For the contract in a file, on a day."""

    def tell_blanks(self, path: Path, cases: Cases) -> Work:
        """For a contract file that isn't whole."""

    def tell_layout(self, report: LayoutReport, path: Path) -> Work:
        """For a region's own layout."""
