"""What a run has made, on standard output: each file and warning where they are few, else a sum by contract.

For programs: a line of JSON for each thing as it happens, with `--json` on standard output, and with `--log` in a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TextIO

import click

from generator.build.job import Result
from generator.cli.sources import describe_finding, tell
from generator.cli.words import _
from generator.errors import Finding
from generator.output.manifest import Waiting

MANY = 20
"""The most files that are named one by one, unless somebody wants all of them."""
VERBOSE = click.option("--verbose", is_flag=True, help=_("Name each file and each warning, however many there are."))
_JSON = click.option("--json", "as_json", is_flag=True, help=_("Print a line of JSON for each thing as it happens."))
_QUIET = click.option("--quiet", is_flag=True, help=_("Print what went wrong, and nothing else."))
_LOG = click.option(
    "--log",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=_("FILE"),
    help=_("Add what --json prints to this file, with the time, whatever is printed."),
)
_OPENED_FIRST = (".docx", ".pptx", ".xlsx", ".pdf", ".html")
"""The formats of one document, the one that is opened first."""


def tell_programs(command: Callable[..., Any]) -> Callable[..., Any]:
    """The command with the options of how it tells what happens."""
    return _JSON(_QUIET(_LOG(command)))


class Results:
    """The files in `out` and the warnings of a run, held back until its end, which shows how many they are."""

    def __init__(
        self, out: Path, *, verbose: bool = False, as_json: bool = False, quiet: bool = False, log: Path | None = None
    ) -> None:
        """Take how much is told; what is added to `log` is added at once.

        Raises:
            OSError: it can't be written.
        """
        self._out, self._verbose, self._as_json = out, verbose, as_json
        self.is_quiet = quiet
        self._log: TextIO | None = None
        if log:
            self._log = click.get_current_context().with_resource(log.open("a", encoding="utf-8"))
        self._files: list[tuple[Path, str]] = []
        self._warnings: list[Finding] = []
        self._seen: set[str] = set()

    def report(self, event: str, **facts: Any) -> None:
        """Tell programs what has happened."""
        if self._as_json:
            click.echo(json.dumps({"event": event, **facts}, ensure_ascii=False))
        if self._log:
            now = datetime.now().astimezone().isoformat(timespec="seconds")
            self._log.write(json.dumps({"time": now, "event": event, **facts}, ensure_ascii=False) + "\n")
            self._log.flush()

    def tell_wait(self, waiting: Waiting) -> None:
        """Tell at once that another run is waited for, and for how long at most."""
        self.report("waiting", seconds=waiting.seconds, pid=waiting.pid, host=waiting.host or None)
        if not self.is_quiet:
            echo_wait(waiting)

    def name_draft(self, path: Path) -> None:
        """Tell of a draft of an e-mail that was written."""
        self.report("draft", path=path.as_posix())
        if not self._as_json and not self.is_quiet:
            click.echo(path.as_posix())

    def report_sum(self, states: Mapping[str, int]) -> None:
        """Tell programs what came of all."""
        self.report("sum", **{state: states.get(state, 0) for state in ("made", "unchanged", "kept", "failed")})

    def report_outcome(self, outcome: Result) -> None:
        """Tell programs what came of a file, or why nothing came of a document or a source."""
        self.report(
            "file",
            state=outcome.state,
            path=outcome.path.as_posix() if outcome.path else None,
            source=outcome.source.as_posix(),
            reasons=list(outcome.reasons),
            findings=[describe_finding(finding) for finding in outcome.findings],
        )

    def note(self, finding: Finding, *, is_reported: bool = False) -> None:
        """Take note of what is wrong: errors are told at once, and nothing twice."""
        if str(finding) in self._seen:
            return
        self._seen.add(str(finding))
        if not is_reported:
            self.report("finding", **describe_finding(finding))
        if self._as_json or (self.is_quiet and finding.severity != "error"):
            return
        if finding.severity == "error" or self._verbose:
            tell(finding, err=finding.severity == "error")
        else:
            self._warnings.append(finding)

    def add(self, path: Path, why: str = "") -> None:
        """Take note of a file, and perhaps of why it was made."""
        if self._as_json or self.is_quiet:
            return
        if self._verbose:
            click.echo(f"{path.as_posix()}{why}")
        else:
            self._files.append((path, why))

    def add_outcome(self, outcome: Result) -> Result:
        """The outcome, of which all was taken note of."""
        self.report_outcome(outcome)
        for finding in outcome.findings:
            self.note(finding, is_reported=True)
        if outcome.path and outcome.state != "kept":
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


def echo_wait(waiting: Waiting) -> None:
    """Say on standard error that another run is waited for."""
    if waiting.pid is None:
        words = _("Another run makes documents in {folder}. Waiting for it, {seconds} s at most.")
    else:
        words = _("Another run makes documents in {folder} (process {pid} on {host}). Waiting for it, {seconds} s at most.")
    folder, seconds = waiting.folder.as_posix(), round(waiting.seconds)
    click.echo(words.format(folder=folder, seconds=seconds, pid=waiting.pid, host=waiting.host), err=True)


def _choose_first(paths: list[Path]) -> Path:
    """The file to open first: of the document that was made first, in the format that is opened first."""
    same = [path for path in paths if path.with_suffix("") == paths[0].with_suffix("")]
    return min(same, key=lambda path: _OPENED_FIRST.index(path.suffix) if path.suffix in _OPENED_FIRST else len(_OPENED_FIRST))
