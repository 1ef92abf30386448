"""What can be wrong, where, and what to do about it. Everyone may use this; it uses nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]
Translate = Callable[[str], str]
_FIELD = re.compile(r"\{[^{}\s][^{}]*\}|%\(\w+\)\w|[{}]")


def _as_written(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a file: lines and columns count from 1, and 0 means that it isn't known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, told so that its reader can mend it.

    `message` and `hint` are English and may hold `{name}` for what stands in `values`, so that the command can translate them.
    `subject` is the field or thing that the finding is about, such as `deviations[2].found`.
    """

    message: str
    place: Place | None = None
    subject: str = ""
    hint: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    severity: Severity = "error"

    def format(self, translate: Translate = _as_written) -> str:
        """The finding as `file:line:column: error: subject: message`, with its hint on a line of its own."""
        parts = (str(self.place or ""), translate(self.severity), self.subject, self.format_message(translate))
        line = ": ".join(part for part in parts if part)
        return f"{line}\n  {translate('hint')}: {self.format_hint(translate)}" if self.hint else line

    def format_message(self, translate: Translate = _as_written) -> str:
        """What is wrong, with its values."""
        return fill(translate(self.message), self.values)

    def format_hint(self, translate: Translate = _as_written) -> str:
        """What to do about it, with its values; nothing where there is no hint."""
        return fill(translate(self.hint), self.values) if self.hint else ""

    def __str__(self) -> str:
        return self.format()


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with each `{name}` replaced by its value; other braces are left as they are."""
    return re.sub(r"\{(\w+)\}", lambda name: values.get(name[1], name[0]), text)


def has_same_fields(source: str, translation: str) -> bool:
    """Whether a translation has the `{names}` of its source and no others: formatting it can then read nothing else."""
    return Counter(_FIELD.findall(source)) == Counter(_FIELD.findall(translation))


class RealiseraError(Exception):
    """Something that the user can mend. Carries findings; never prints, never ends the process."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class InputError(RealiseraError):
    """A contract, report or setting is wrong."""


class TextError(RealiseraError):
    """A content file, a catalog or a template is wrong, or a translation is missing."""


class RenderError(RealiseraError):
    """A document cannot be made in a format."""
