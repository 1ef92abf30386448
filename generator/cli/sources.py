"""What the user points at: files, folders, dates, languages. Used by the commands."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli.words import _, format_finding, format_usage
from generator.errors import Finding
from generator.workspace import Files

YAML = frozenset({".yaml", ".yml"})
"""What the names of contract files end with."""
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")


OUTPUT = Path("output")
"""The folder that documents are made into, where none is named."""
MASKED_OUTPUT = Path("masked")
"""That of their masked edition."""


class WrongUsage(click.UsageError):
    """What is wrong with what the user typed, as a finding: with its code, and what to type instead.

    What click itself refuses (an option that there isn't, an argument too many, a file that isn't there) has no code.
    """

    def __init__(self, finding: Finding, ctx: click.Context | None = None) -> None:
        super().__init__(format_usage(finding), ctx)
        self.finding = finding


class WrongValue(click.BadParameter):
    """What is wrong with the value of an argument or an option, as a finding: with its code, and what to type instead."""

    def __init__(
        self,
        finding: Finding,
        param: click.Parameter | None = None,
        ctx: click.Context | None = None,
        *,
        option: str | None = None,
    ) -> None:
        super().__init__(format_usage(finding), ctx, param, option)
        self.finding = finding


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; wrong usage if it isn't one."""
        if isinstance(value, date):
            return value
        with contextlib.suppress(ValueError):
            if re.fullmatch(r"(19|20|21)\d{2}-\d{2}-\d{2}", value, re.ASCII):
                return date.fromisoformat(value)
        finding = Finding("'{value}' is not a date", hint="write it as YYYY-MM-DD", values={"value": str(value)})
        raise WrongValue(finding, param, ctx)


class WholeNumber(click.IntRange):
    """A whole number from one to another."""

    def __init__(self, first: int, last: int) -> None:
        super().__init__(first, last)
        self._ends = {"first": str(first), "last": str(last)}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number; wrong usage if it isn't one of them."""
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            values = {"value": str(value), **self._ends}
            finding = Finding("'{value}' is not a whole number from {first} to {last}", values=values)
            raise WrongValue(finding, param, ctx) from None

    def _describe_range(self) -> str:
        return "{first}–{last}".format(**self._ends)


class NamedChoice(click.Choice[str]):
    """One of some names; in Swedish each has another that is understood too."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(list(names))
        self._others = {other: name for name, others in names.items() for other in others}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name; wrong usage if it isn't one."""
        return str(super().convert(self._others.get(str(value).casefold(), value), param, ctx))


class LanguageCode(click.ParamType[str]):
    """A language by its code."""

    name = "language"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The code as written; wrong usage if it can't be one."""
        if not _CODE.fullmatch(str(value)):
            hint = "write a code such as sv, en or fi"
            raise WrongValue(Finding("'{value}' is not a language", hint=hint, values={"value": str(value)}), param, ctx)
        return str(value)


class Languages(click.ParamType[str]):
    """A language, or two with a plus sign between them."""

    name = "languages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The languages as written; wrong usage if they can't be languages."""
        first, plus, second = str(value).partition("+")
        if not _CODE.fullmatch(first) or (plus and not _CODE.fullmatch(second)) or first == second:
            hint = "write one such as sv, en or de, or two side by side, such as sv+en"
            values, each = {"value": str(value)}, re.split(r"[,;\s]+", str(value))
            if len(each) > 1 and param and all(map(_CODE.fullmatch, each)):
                hint = "write {repeated} for each by itself, or two side by side, such as sv+en"
                values["repeated"] = " ".join(f"{param.opts[0]} {language}" for language in each)
            raise WrongValue(Finding("'{value}' is not a language", hint=hint, values=values), param, ctx)
        return str(value)


def refuse_unknown_languages(languages: tuple[str, ...], files: Files) -> None:
    """Check that documents can be made in all these languages; else it is wrong usage."""
    from generator.text.catalogs import list_known_languages  # noqa: PLC0415 (catalogs take time to load, and most commands need none)

    known = list_known_languages(files)
    for spec in languages:
        for language in spec.split("+"):
            if language not in known:
                raise refuse_language(language, known)


def refuse_language(language: str, known: Iterable[str]) -> WrongUsage:
    """What is said of a language that nothing is translated into."""
    values = {"lang": language, "known": ", ".join(known) or "–"}
    return WrongUsage(Finding("there is no translation into '{lang}'", hint="there are: {known}", values=values))


def refuse_no_contract(sources: Iterable[Path]) -> WrongUsage:
    """What is said of files and folders, the folder that one stands in where there are none, without a contract."""
    shown = ", ".join(map(str, sources)) or str(Path())
    return WrongUsage(Finding("there is no contract file in {sources}", values={"sources": shown}))


def list_sources(sources: tuple[Path, ...], *, with_reports: bool = False) -> list[Path]:
    """The files that files and folders stand for, in order, each once.

    Of a workspace, those in `contracts/`, and in `reports/` if they are wanted.
    """
    found: dict[Path, Path] = {}
    for source in sources:
        for folder in _list_rooms(source, with_reports=with_reports):
            for path in list_yaml(folder) if folder.is_dir() else (source,):
                found.setdefault(path.resolve(), path)
    return list(found.values())


def _list_rooms(source: Path, *, with_reports: bool) -> list[Path]:
    rooms = [room for room in (source / "contracts", source / "reports") if room.is_dir()]
    wanted = rooms if with_reports else rooms[:1] if rooms and rooms[0].name == "contracts" else []
    return wanted or [source]


def list_yaml(folder: Path) -> Iterator[Path]:
    """The YAML files in a folder and its folders, in order, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in YAML and not hidden and not path.is_dir():
            yield path


def see_from_here(path: Path) -> Path:
    """A path as one types it in this folder, if it is below."""
    here = Path().absolute()
    return path.relative_to(here) if path.is_relative_to(here) else path


def tell(finding: Finding, *, err: bool = False) -> None:
    """Print a finding in the user's language."""
    click.echo(format_finding(finding), err=err)


def echo_json(rows: Iterable[object]) -> None:
    """Print a list as JSON, each of its rows as it comes."""
    number = 0
    for number, row in enumerate(rows, 1):
        shown = json.dumps(row, ensure_ascii=False, indent=1).replace("\n", "\n ")
        click.echo(f"{'[' if number == 1 else ','}\n {shown}", nl=False)
    click.echo("\n]" if number else "[]")


def describe_finding(finding: Finding) -> dict[str, object]:
    """A finding for programs."""
    place = finding.place
    return {
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "severity": finding.severity,
        "code": finding.code or None,
        "subject": finding.subject,
        "message": finding.format_message(_),
        "hint": finding.format_hint(_),
    }
