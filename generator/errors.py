"""What can be wrong, where, and what to do about it. Everyone may use this; it uses nobody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]
Translate = Callable[[str], str]
_FIELD = re.compile(r"\{[^{}\s][^{}]*\}|%\(\w+\)\w|[{}]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2065\ufeff\U000e0000-\U000e007f]"
)
"""Control characters, and letters without a shape but for those that scripts join and set apart with."""


def N_(text: str) -> str:  # noqa: N802 (the name that message tools look for)
    """A text, marked for the catalog of what the command prints."""
    return text


class Mistake(NamedTuple):
    """What may be wrong in a kind of file, and what to do about it; both are marked with `N_`."""

    message: str
    hint: str = ""


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
        parts = (spell_out(str(self.place or "")), translate(self.severity), self.subject, self.format_message(translate))
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
    return re.sub(r"\{(\w+)\}", lambda name: spell_out(values[name[1]]) if name[1] in values else name[0], text)


def spell_out(text: str) -> str:
    """A text of somebody else's in which what can't be seen, or moves what can, is written as `U+XXXX`; line ends stay."""
    return _UNSEEN.sub(lambda letter: f"U+{ord(letter[0]):04X}", text)


def has_same_fields(source: str, translation: str) -> bool:
    """Whether a translation has the `{names}` of its source and no others: formatting it can then read nothing else."""
    return Counter(_FIELD.findall(source)) == Counter(_FIELD.findall(translation))


def place(findings: Iterable[Finding], name: str) -> Iterator[Finding]:
    """The findings, each with the file `name` as its place where it has none."""
    return (each if each.place else replace(each, place=Place(name)) for each in findings)


class RealiseraError(Exception):
    """Something that the user can mend. Carries findings; never prints, never ends the process."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


@contextmanager
def hold(findings: list[Finding]) -> Iterator[None]:
    """What goes wrong inside is added to `findings`, so that all that is wrong can be told at once."""
    try:
        yield
    except RealiseraError as problem:
        findings += problem.findings


class InputError(RealiseraError):
    """A contract, report or setting is wrong."""


class TextError(RealiseraError):
    """A content file, a catalog or a template is wrong, or a translation is missing."""


class RenderError(RealiseraError):
    """A document cannot be made in a format."""


_LONGEST = 200
"""Characters of what a library says that are told."""


@contextmanager
def blame(
    name: str, error: type[RealiseraError] = TextError, find_place: Callable[[Exception, str], Place] | None = None
) -> Iterator[None]:
    """Whatever goes wrong inside, told as a finding about the file `name`, which a region or a stranger wrote.

    For where a library, or a template's own code, works on such a file: it can fail in any way. `find_place` knows the line.

    Raises:
        RealiseraError: of the kind `error`; one that is raised inside is passed on as it is.
    """
    try:
        yield
    except RealiseraError:
        raise
    except Exception as problem:
        place = find_place(problem, name) if find_place else Place(name)
        said = " ".join(str(problem).split())[:_LONGEST] or type(problem).__name__
        if place.line:
            raise error(Finding("{problem}", place, values={"problem": said})) from problem
        hint = "take back what was changed in it last, or begin again from the product's own file"
        raise error(Finding("this file can't be used: {problem}", place, hint=hint, values={"problem": said})) from problem
