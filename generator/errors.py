"""What can be wrong, where, and what to do about it. Everyone may use this; it uses only the list of codes."""

from __future__ import annotations

import errno
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Literal, NamedTuple, Self

from msgspec import Struct, field
from msgspec.structs import replace

from generator.finding_codes import find_code

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


class Phrase(str):
    """A value of a finding that is words of ours, marked with `N_`, so that it is translated as the finding is."""

    __slots__ = ()


class Named(Phrase):
    """A key of a region's file, with the name that stands there for it in Swedish."""

    name: str

    def __new__(cls, key: str, name: str = "") -> Self:
        """The key; its name is said to whom the command speaks Swedish."""
        made = super().__new__(cls, key)
        made.name = name
        return made


def join_names(names: Iterable[Named]) -> Named:
    """Several keys with their names, as a list with commas; each once."""
    each = tuple(dict.fromkeys(names))
    return Named(", ".join(each), ", ".join(one.name or one for one in each))


class Place(Struct, frozen=True):
    """A place in a file: lines and columns count from 1, and 0 means that it isn't known."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)


class Finding(Struct, frozen=True):
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

    @property
    def code(self) -> str:
        """The code of its kind, such as `RE2015`; nothing where it isn't the product's own."""
        return find_code(self.message, self.hint)

    def format(self, translate: Translate = _as_written, *, code: str = "") -> str:
        """The finding as `file:line:column: error: subject: message`, its hint on a line of its own; after the message a code."""
        parts = (spell_out(str(self.place or "")), translate(self.severity), self.subject, self.format_message(translate))
        line = ": ".join(part for part in parts if part) + (f" [{code}]" if code else "")
        return f"{line}\n  {translate('hint')}: {self.format_hint(translate)}" if self.hint else line

    def format_message(self, translate: Translate = _as_written) -> str:
        """What is wrong, with its values."""
        return fill(translate(self.message), self.values, translate)

    def format_hint(self, translate: Translate = _as_written) -> str:
        """What to do about it, with its values; nothing where there is no hint."""
        return fill(translate(self.hint), self.values, translate) if self.hint else ""

    def __str__(self) -> str:
        return self.format()


def fill(text: str, values: Mapping[str, str], translate: Translate = _as_written) -> str:
    """`text` with each `{name}` replaced by its value, phrases translated; other braces are left as they are."""

    def say(name: re.Match[str]) -> str:
        value = values.get(name[1])
        return name[0] if value is None else spell_out(translate(value) if isinstance(value, Phrase) else value)

    return re.sub(r"\{(\w+)\}", say, text)


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


class NothingHiddenError(InputError):
    """A contract in which there is nothing to hide has no masked edition."""


class TextError(RealiseraError):
    """A content file, a catalog or a template is wrong, or a translation is missing."""


class RenderError(RealiseraError):
    """A document cannot be made in a format."""


_OF_SYSTEM: Mapping[int, str] = {
    errno.ENOENT: N_("there is no such file or folder"),
    errno.EACCES: N_("you aren't allowed to"),
    errno.EPERM: N_("you aren't allowed to"),
    errno.EROFS: N_("nothing can be written on that disk"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is used up"),
    errno.EIO: N_("the disk fails"),
    errno.ENOTDIR: N_("a part of the path is a file, not a folder"),
    errno.EISDIR: N_("it is a folder"),
    errno.EEXIST: N_("it is there already"),
    errno.ENOTEMPTY: N_("the folder isn't empty"),
    errno.ENAMETOOLONG: N_("the path is too long"),
    errno.EBUSY: N_("another program uses it"),
    errno.EMFILE: N_("too many files are open"),
    errno.ELOOP: N_("links lead round in a circle"),
    errno.ETIMEDOUT: N_("it took too long to answer"),
    errno.ECONNREFUSED: N_("nobody answers there"),
    errno.EADDRINUSE: N_("another program uses it"),
}
"""What the system means by the numbers that users meet."""


def explain(problem: OSError | UnicodeError) -> str:
    """What went wrong with a file, in words of ours; where we have none, in the system's."""
    if isinstance(problem, UnicodeError):
        return Phrase(N_("it isn't in UTF-8"))
    return Phrase(_OF_SYSTEM.get(problem.errno or 0, "")) or problem.strerror or str(problem)


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
            raise error(Finding("this can't be worked out: {problem}", place, values={"problem": said})) from problem
        hint = "take back what was changed in it last, or begin again from the product's own file"
        raise error(Finding("this file can't be used: {problem}", place, hint=hint, values={"problem": said})) from problem
