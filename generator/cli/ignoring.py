"""Warnings that aren't to be shown: their codes, by option and by settings, and what is wrong with such a wish. For `check`."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from generator.cli.sources import WrongValue
from generator.errors import Finding, Place
from generator.finding_codes import list_codes
from generator.workspace import IGNORE, SETTINGS, Settings


class IgnoredCode(click.ParamType[str]):
    """The code of a warning."""

    name = "code"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code; wrong usage if no warning has it."""
        code = str(value).upper()
        for finding in check_ignored([code]):
            raise WrongValue(finding, param, ctx)
        return code


class Ignoring:
    """The codes that were asked for in this run, and how many warnings weren't shown for those of any wish."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._codes = frozenset(codes)
        self._hidden: set[str] = set()

    def leave_out(self, findings: Iterable[Finding], settings: Settings) -> Iterator[Finding]:
        """The findings without the warnings that aren't to be shown, by this run or the settings of a workspace."""
        codes = self._codes.union(list_ignored(settings))
        for finding in findings:
            if finding.severity == "warning" and finding.code in codes:
                self._hidden.add(str(finding))
            else:
                yield finding

    @property
    def number(self) -> int:
        """How many warnings weren't shown, each counted once."""
        return len(self._hidden)


def list_ignored(settings: Settings) -> tuple[str, ...]:
    """The codes that the settings of a workspace ask to ignore."""
    return tuple(code.upper() for code in settings.check.get(IGNORE, ()))


def check_settings(root: Path, settings: Settings) -> Iterator[Finding]:
    """A finding for each code in the settings of a workspace that can't be ignored."""
    yield from check_ignored(list_ignored(settings), Place(str(root / SETTINGS)), f"check.{IGNORE}")


def check_ignored(codes: Collection[str], place: Place | None = None, subject: str = "") -> Iterator[Finding]:
    """A finding for each code that no warning has."""
    known = list_codes()
    for code in codes:
        values = {"code": code}
        if code not in known:
            yield refuse_unknown(code, place, subject)
        elif known[code].kind == "retired":
            yield Finding("nothing is told by the code '{code}' any more", place, subject, "take it out", values, "warning")
        elif not known[code].is_ignorable:
            hint = "mend what it tells of: realisera explain {code}"
            yield Finding("'{code}' is the code of an error, and only warnings can be ignored", place, subject, hint, values)


def refuse_unknown(code: str, place: Place | None = None, subject: str = "") -> Finding:
    """That there is no such code."""
    near = difflib.get_close_matches(code, list_codes(), 1, 0.8)
    hint = (
        "did you mean '{near}'? All codes are listed by: realisera explain"
        if near
        else "all codes are listed by: realisera explain"
    )
    return Finding("there is no code '{code}'", place, subject, hint, {"code": code, "near": near[0] if near else ""})
