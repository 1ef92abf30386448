"""What the user points at: files, folders, dates, languages. Used by the commands."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from generator.cli.words import _, format_finding
from generator.errors import Finding, RealiseraError
from generator.workspace import Files

_YAML = frozenset({".yaml", ".yml"})


class Day(click.ParamType[date]):
    """A date as YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date; wrong usage if it isn't one."""
        if isinstance(value, date):
            return value
        with contextlib.suppress(ValueError):
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                return date.fromisoformat(value)
        return self.fail(_("'{value}' is not a date; write it as YYYY-MM-DD").format(value=value), param, ctx)


class Languages(click.ParamType[str]):
    """A language, or two with a plus sign between them."""

    name = "languages"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The languages as written; wrong usage if they can't be languages."""
        text = str(value)
        first, plus, second = text.partition("+")
        code = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
        if not code.fullmatch(first) or (plus and not code.fullmatch(second)) or first == second:
            self.fail(_("'{value}' is not a language; write sv, en or sv+en").format(value=value), param, ctx)
        return text


def refuse_unknown_languages(languages: tuple[str, ...], files: Files) -> None:
    """Nothing, if documents can be made in all these languages; else wrong usage."""
    known = ["sv", *sorted(name.split("/")[1] for name in files.list_names("locales/*/LC_MESSAGES/documents.po"))]
    for spec in languages:
        for language in spec.split("+"):
            if language not in known:
                message = _("there is no translation into '{language}'; there are: {known}")
                raise click.UsageError(message.format(language=language, known=", ".join(dict.fromkeys(known))))


def list_contracts(sources: tuple[Path, ...]) -> list[Path]:
    """The contract files that files and folders stand for: of a workspace, those in `contracts/`; in order, each once."""
    found: dict[Path, None] = {}
    for source in sources:
        if source.is_dir():
            folder = source / "contracts" if (source / "contracts").is_dir() else source
            found |= dict.fromkeys(list_yaml(folder))
        else:
            found[source] = None
    return list(found)


def list_yaml(folder: Path) -> Iterator[Path]:
    """The YAML files in a folder and its folders, in order, without hidden ones."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in _YAML and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def tell(finding: Finding, *, err: bool = False) -> None:
    """Print a finding in the user's language."""
    click.echo(format_finding(finding), err=err)


class Telling:
    """Prints what is wrong with the input, in the user's language, and ends with exit code 1: there is never a traceback."""

    def __enter__(self) -> None:
        """Do nothing yet."""

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: object) -> None:
        """Turn an error of ours into findings on standard error."""
        if isinstance(problem, RealiseraError):
            for finding in problem.findings:
                tell(finding, err=True)
            raise click.exceptions.Exit(1) from None
