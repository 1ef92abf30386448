"""Processor time, so that other load on the machine counts for little; all take turns, so that it counts for all alike."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Action = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Row:
    """What was measured of one way to do a job."""

    name: str
    median: float
    """In milliseconds."""
    least: float
    ratio: float | None
    """How many times faster than the first way, as the median over the rounds; None where it took less than a clock can tell."""

    def __str__(self) -> str:
        ratio = "–" if self.ratio is None else f"{self.ratio:.2f}"
        return f"| {self.name} | {self.median:.2f} | {self.least:.2f} | {ratio} |"


def take_turns(actions: Mapping[str, Action], rounds: int, clock: Clock = time.process_time, *, in_a_row: int = 1) -> list[Row]:
    """What each action took, done in turn in every round, so many times in a row; a first round doesn't count.

    What those before it have left is collected before each, off the clock: else whoever's turn it is pays for the others.
    """
    times: list[list[float]] = []
    for _ in range(rounds + 1):
        times.append([])
        for action in actions.values():
            gc.collect()
            start = clock()
            for _ in range(in_a_row):
                action()
            times[-1].append((clock() - start) * 1000 / in_a_row)
    return list(_compare(list(actions), times[1:]))


def _compare(names: list[str], times: list[list[float]]) -> Iterable[Row]:
    for number, name in enumerate(names):
        own = [taken[number] for taken in times]
        ratios = [taken[0] / taken[number] for taken in times if taken[number]]
        yield Row(name, statistics.median(own), min(own), statistics.median(ratios) if ratios else None)


def run_python(code: str) -> str:
    """What a process of its own prints."""
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout


def read_children() -> float:
    """The processor time of all processes that were run and are done, in seconds; `os.times` would count it in hundredths."""
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime + now.ru_stime


def write_table(heading: str, rows: Iterable[Row]) -> str:
    """A table in Markdown."""
    head = f"## {heading}\n\n| what is made | median ms | least ms | × the first |\n|---|---|---|---|\n"
    return head + "\n".join(map(str, rows)) + "\n"
