"""What a batch tells while it runs, and at its end. Used by `batch`."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.build.job import Result
from generator.cli.progress import Progress
from generator.cli.results import Results
from generator.cli.words import _
from generator.errors import Finding

_SELDOM = 10.0
"""Seconds between two lines of progress where there is no terminal."""
_SHOWN = 3
"""How many of the files where the same thing failed are named."""
_MINUTE, _HOUR = 60, 3600


class Telling:
    """Tells of a batch: files and findings as they come, how far it has come, and the sum."""

    def __init__(self, contracts: Iterable[Path], results: Results, *, explain: bool) -> None:
        self.results = results
        self._contracts, self._explain = frozenset(contracts), explain
        self._seen: set[Path] = set()
        self._states: Counter[str] = Counter()
        self._why: dict[str, list[Path]] = {}
        self._start = time.monotonic()
        self._progress = Progress(_SELDOM)

    @property
    def failed(self) -> int:
        """How many files, or contracts that no file could be made of, failed."""
        return self._states["failed"]

    @property
    def told(self) -> int:
        """How many files, or contracts, were told of."""
        return self._states.total()

    def tell(self, outcome: Result) -> None:
        """Tell of a file, and of what is wrong; nothing is told twice."""
        self.results.report_outcome(outcome)
        self._states[outcome.state] += 1
        self._seen.add(outcome.source)
        if outcome.findings or outcome.state == "made":
            self._progress.clear()
        for finding in outcome.findings:
            self.results.note(finding, is_reported=True)
        if outcome.state == "failed":
            for finding in outcome.findings[:1]:
                self._why.setdefault(_name_reason(finding), []).append(outcome.source)
        elif outcome.path and (outcome.state == "made" or (outcome.state == "unchanged" and self._explain)):
            why = f"  ({', '.join(_name_reasons(outcome))})" if self._explain else ""
            self.results.add(outcome.path, why)
        self._show()

    def see(self, source: Path) -> None:
        """Take note that a contract's turn has come, whether or not anything is due of it."""
        self._seen.add(source)
        self._show()

    def tell_results(self) -> None:
        """Name what was made so far."""
        self._progress.clear()
        self.results.tell()

    def sum_up(self) -> None:
        """Say what came of all."""
        self.tell_results()
        self.results.report_sum(self._states)
        if self.results.is_quiet and not self.failed:
            return
        words = _("Made: {made}. Unchanged: {unchanged}. Kept: {kept}. Failed: {failed}. Time: {time}.")
        states = {state: self._states[state] for state in ("made", "unchanged", "kept", "failed")}
        click.echo(words.format(**states, time=_format_time(time.monotonic() - self._start)), err=True)
        for reason, sources in sorted(self._why.items(), key=lambda each: -len(each[1])):
            click.echo(f"  {len(sources)}: {reason}  ({_name_sources(sources)})", err=True)

    def _show(self) -> None:
        """Show the progress, unless it was just now."""
        if self.results.is_quiet or not self._progress.is_due:
            return
        taken = time.monotonic() - self._start
        seen, files = len(self._seen & self._contracts), self.told
        line = _("Contract {number} of {count}. Files: {files}, {rate} a minute.").format(
            number=seen, count=len(self._contracts), files=files, rate=round(files / taken * _MINUTE)
        )
        if 0 < seen < len(self._contracts):  # Before the first and at the last, nobody knows.
            left = taken / seen * (len(self._contracts) - seen)
            line = f"{line} {_('Time left: {time}.').format(time=_format_time(left))}"
        self._progress.show(line)


def _format_time(seconds: float) -> str:
    """A time as minutes and seconds, or hours and minutes."""
    whole = round(seconds)
    if whole >= _HOUR:
        return _("{hours} h {minutes} min").format(hours=whole // _HOUR, minutes=whole % _HOUR // _MINUTE)
    if whole >= _MINUTE:
        return _("{minutes} min {seconds} s").format(minutes=whole // _MINUTE, seconds=whole % _MINUTE)
    return _("{seconds} s").format(seconds=whole)


def _name_reasons(outcome: Result) -> Sequence[str]:
    """Why a file was made, or stays, in words."""
    if outcome.state == "unchanged":
        return [_("unchanged")]
    return [_name_change(reason) for reason in outcome.reasons]


def _name_change(reason: str) -> str:
    """Why a file was made, in words."""
    return {
        "date": _("its date alone, as asked for"),
        "new": _("new"),
        "missing": _("it was gone"),
        "forced": _("it had been changed by hand"),
        "text": _("its text has changed"),
        "letterhead": _("its letterhead or date has changed"),
        "layout": _("its layout has changed"),
        "engine": _("what makes it has changed"),
        "source": _("the contract file that it carries has changed"),
        "product": _("this program has changed"),
    }[reason]


def _name_reason(finding: Finding) -> str:
    """Why something failed, without its place, so that what fails alike is counted together."""
    field = re.sub(r"\[\d+\]", "", finding.subject) if finding.place else ""
    return f"{field}: {finding.format_message(_)}" if field else finding.format_message(_)


def _name_sources(sources: Sequence[Path]) -> str:
    """The first files of those where something failed, each once."""
    names = [path.as_posix() for path in dict.fromkeys(sources)]
    return ", ".join([*names[:_SHOWN], *(["…"] if len(names) > _SHOWN else [])])
