"""The code of each kind of finding, as `finding_codes.txt` lists them. `errors` asks, and who lets users name codes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

FILE = Path(__file__).with_name("finding_codes.txt")
HELP = Path(__file__).with_name("finding_help.json")
Kind = Literal["error", "warning", "either", "retired"]
"""What findings of a code are. `either` is an error in one place and a warning in another; `retired` is said no more."""


class FindingCode(Struct, frozen=True):
    """A code, what its findings are, and their messages: variants of one mistake share a code."""

    code: str
    kind: Kind
    messages: tuple[str, ...]

    @property
    def is_ignorable(self) -> bool:
        """Whether its findings, or some of them, are warnings."""
        return self.kind in {"warning", "either"}


@cache
def list_codes() -> dict[str, FindingCode]:
    """Every code that there is or was, by its name, in order."""
    codes: dict[str, FindingCode] = {}
    for name, kind, *messages in _read_file():
        codes[name] = FindingCode(name, kind, tuple(messages))  # type: ignore[arg-type]  # a test knows each kind
    return codes


def find_code(message: str, hint: str = "") -> str:
    """The code of a finding; of one that isn't the product's own, nothing.

    What is wrong with the order of two dates is told by the hint, which says what holds of them.
    """
    known = _read_messages()
    return known.get(hint) or known.get(message, "")


@cache
def _read_messages() -> dict[str, str]:
    return {message: each.code for each in list_codes().values() if each.kind != "retired" for message in each.messages}


def _read_file() -> list[list[str]]:
    """For each code its name, kind and messages."""
    rows: list[list[str]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith(" "):
            rows[-1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append(line.split(maxsplit=2))
    return rows


class Example(Struct, frozen=True):
    """A few lines that a finding is told of, what is told by language, and the lines as they should be."""

    file: str
    broken: str
    mended: str
    told: Mapping[str, str]


class Help(Struct, frozen=True):
    """What to do about the findings of a code: the hints that each message may have, and an example."""

    hints: Mapping[str, Sequence[str]] = field(default_factory=dict)
    example: Example | None = None


@cache
def read_help() -> dict[str, Help]:
    """What is known of each code beside its messages."""
    rows = json.loads(HELP.read_text(encoding="utf-8"))
    return {
        code: Help(row.get("hints", {}), Example(**row["example"]) if "example" in row else None) for code, row in rows.items()
    }
