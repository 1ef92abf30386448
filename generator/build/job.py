"""What goes to whoever renders documents, and what comes back. Made by `plan` and `render`; passed on by `pipeline`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.build.fingerprints import Inputs
from generator.build.orders import Order
from generator.contract.case import Case, ReportCase
from generator.documents import MadeFile
from generator.errors import Finding

State = Literal["made", "unchanged", "kept", "failed", "left_out"]


class Job(Struct, frozen=True):
    """Documents of one source, for one process to render."""

    source: Path
    sha256: str
    """Of the source when it was planned."""
    orders: tuple[Order, ...]
    numbers: tuple[int, ...]
    """Which of the planned documents."""
    known: Mapping[str, tuple[str, ...]]
    """The fingerprints of files that are there and as they were made, by path: they need not be made if one of these holds."""
    cited: tuple[MadeFile, ...] = ()
    """The files that the documents may name."""
    contracts: tuple[Path, ...] = ()
    """The contract files of a report."""
    carried: bytes = b""
    """The source file itself, where PDFs are to carry it."""
    case: Case | ReportCase | None = None
    """The contract, where sending it takes less than opening it again; or a report that is masked."""
    round: int = 0
    """The round of its plan that it belongs to."""
    ends_round: bool = False
    """Whether it is the last of its round."""

    def take(self, numbers: tuple[int, ...], *, ends_round: bool = False) -> Job:
        """A job with some of its documents only."""
        return replace(self, numbers=numbers, ends_round=ends_round)


class Result(Struct, frozen=True, eq=False):
    """What came of a file; or why nothing came of a document, or of a source."""

    source: Path
    """The contract or report file."""
    path: Path | None = None
    """The file, if it is there."""
    findings: tuple[Finding, ...] = ()
    """Warnings, and why it was kept or failed."""
    state: State = "made"
    reasons: tuple[str, ...] = ()
    """Why it was made: `new`, `missing`, `forced`, `date`, or the parts of its inputs that have changed."""
    until: date = date.max
    """The last day on which it would come out the same, but for the day that it is dated."""
    file: str = ""
    """Its path in the output folder, with `/`; nothing where a whole document or source failed."""
    blocked: tuple[int | None, str] | None = None
    """Why what was made can't be put aside until it is published: the system's number and words for it."""
    number: int = 0
    """The place of its document in the plan."""
    inputs: Inputs | None = None
    sha256: str = ""
    """Of the bytes; nothing where they weren't made anew."""
    content: Path | bytes | None = None
    """The bytes, or where they lie, until they are published."""

    @property
    def told(self) -> tuple[Path, Path | None, tuple[Finding, ...], State, tuple[str, ...]]:
        """What is told of it: results that tell the same are equal, however they came about."""
        return self.source, self.path, self.findings, self.state, self.reasons

    def __eq__(self, other: object) -> bool:
        return self.told == other.told if isinstance(other, Result) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.told)
