"""What a run has made, on standard output: each file and warning where they are few, else a sum by contract."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import click

from generator.build.job import Result
from generator.cli.sources import tell
from generator.cli.words import _
from generator.errors import Finding

MANY = 20
"""The most files that are named one by one, unless somebody wants all of them."""
VERBOSE = click.option("--verbose", is_flag=True, help=_("Name each file and each warning, however many there are."))
_OPENED_FIRST = (".docx", ".pptx", ".xlsx", ".pdf", ".html")
"""The formats of one document, the one that is opened first."""


class Results:
    """The files in `out` and the warnings of a run, held back until its end, which shows how many they are."""

    def __init__(self, out: Path, *, verbose: bool) -> None:
        self._out, self._verbose = out, verbose
        self._files: list[tuple[Path, str]] = []
        self._warnings: list[Finding] = []
        self._seen: set[str] = set()

    def note(self, finding: Finding) -> None:
        """Take note of what is wrong: errors are told at once, and nothing twice."""
        if str(finding) in self._seen:
            return
        self._seen.add(str(finding))
        if finding.severity == "error" or self._verbose:
            tell(finding, err=finding.severity == "error")
        else:
            self._warnings.append(finding)

    def add(self, path: Path, why: str = "") -> None:
        """Take note of a file, and perhaps of why it was made."""
        if self._verbose:
            click.echo(f"{path.as_posix()}{why}")
        else:
            self._files.append((path, why))

    def add_outcome(self, outcome: Result) -> Result:
        """The outcome, of which all was taken note of."""
        for finding in outcome.findings:
            self.note(finding)
        if outcome.path:
            self.add(outcome.path)
        return outcome

    def tell(self) -> None:
        """Print what was held back."""
        if len(self._files) > MANY:
            self._sum_up()
        else:
            for finding in self._warnings:
                tell(finding)
            for path, why in self._files:
                click.echo(f"{path.as_posix()}{why}")
        self._files, self._warnings = [], []

    def _sum_up(self) -> None:
        """Print of warnings that say the same the first, with their number; and a line for each contract."""
        alike: dict[str, list[Finding]] = {}
        for finding in self._warnings:
            alike.setdefault(finding.message, []).append(finding)
        for first, *more in alike.values():
            tell(first)
            if more:
                click.echo("  " + _("(and {more} more like it: --verbose names them)").format(more=len(more)))
        for line in self._list_contracts():
            click.echo(line)

    def _list_contracts(self) -> Iterator[str]:
        paths = sorted((path for path, _why in self._files), key=lambda path: self._find_folder(path).as_posix())
        words = _("{folder}: {count} files. Open first: {first}")
        for folder, group in groupby(paths, self._find_folder):
            own = list(group)
            first = _choose_first(own).relative_to(folder)
            yield words.format(folder=folder.as_posix(), count=len(own), first=first.as_posix())

    def _find_folder(self, path: Path) -> Path:
        """The folder of the contract, or of the report, that a file is about."""
        return self._out / path.relative_to(self._out).parts[0]


def _choose_first(paths: list[Path]) -> Path:
    """The file to open first: of the document that was made first, in the format that is opened first."""
    same = [path for path in paths if path.with_suffix("") == paths[0].with_suffix("")]
    return min(same, key=lambda path: _OPENED_FIRST.index(path.suffix) if path.suffix in _OPENED_FIRST else len(_OPENED_FIRST))
