"""Times batches: two processes against one, a batch in which nothing has changed, and the memory of workers. By the clock."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import active_children
from pathlib import Path

from generator.build.batch import Duties
from generator.build.executor.processes import start_processes
from generator.pipeline import Pipeline, Request
from generator.workspace import find_workspace
from tests.benchmarks.job import write_contract
from tests.making import ON

_ID = re.compile(r"^id: .*$", re.MULTILINE)
_EARLY = 500
"""How many documents workers have made when their memory is measured first."""
_KINDS = {
    "Word": ("docx", None),
    "web page": ("html", None),
    "PDF, Typst": ("pdf", "typst"),
    "PDF, WeasyPrint": ("pdf", "weasyprint"),
}


class Night:
    """A folder of contracts, each with its own words, and what is made of them."""

    def __init__(self, contracts: int) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self.root = Path(self._folder.name)
        (self.root / "realisera.toml").touch()
        self.sources = [self._write(number) for number in range(1000, 1000 + contracts)]

    def _write(self, number: int) -> Path:
        path = self.root / f"contracts/{number}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(_ID.sub(f"id: RE-{number}", write_contract(number)), encoding="utf-8")
        return path

    def close(self) -> None:
        """Remove all of it."""
        self._folder.cleanup()

    def run(self, only: tuple[str, ...], kind: str, out: str, jobs: int = 1, on: date = ON) -> Iterator[str]:
        """Make these documents in Swedish on a day, telling of each what came of it."""
        form, engine = _KINDS[kind]
        workspace = find_workspace(self.root).override(pdf_engine=engine)
        wishes = {"languages": ("sv",), "formats": (form,)}
        duties = Duties(on, timedelta(), wishes, only, ())
        start = start_processes(jobs) if jobs > 1 else None
        pipeline = Pipeline(workspace, self.root / out, start_executor=start, keep_dates=True)
        for outcome in pipeline.run(self.sources, duties.choose, Request(repr((only, kind)), on, (form,))):
            if outcome.state == "failed":
                raise RuntimeError(outcome.findings)
            yield outcome.state


def compare_jobs(kind: str, contracts: int, only: tuple[str, ...]) -> str:
    """How much faster two processes are than one, their start included."""
    night = Night(contracts)
    try:
        taken = []
        for jobs in (1, 2):
            start = time.perf_counter()
            states = Counter(night.run(only, kind, f"{kind} {jobs}", jobs))
            taken.append(time.perf_counter() - start)
    finally:
        night.close()
    return f"| {kind} | {states['made']} | {taken[0]:.1f} | {taken[1]:.1f} | {taken[0] / taken[1]:.2f} |"


def measure_many(documents: int) -> Iterator[str]:
    """What that many Word files take, what it takes to say that they are unchanged, and the memory of each of two workers."""
    only = ("action-plan", "risk-analysis", "followup-plan", "contacts", "checklist", "clause-guide", "monitoring-notice")
    night = Night(1)
    try:
        each = sum(1 for _ in night.run(only, "Word", "count"))
    finally:
        night.close()
    night = Night(-(-documents // each))
    try:
        start = time.perf_counter()
        memory: dict[int | None, list[int]] = {}
        for number, _ in enumerate(night.run(only, "Word", "out", 2), 1):
            if number % _EARLY == 0:
                for process in active_children():
                    memory.setdefault(process.pid, []).append(read_memory(process.pid))
        made = time.perf_counter() - start
        yield f"| {number} Word files made by two processes | {made:.1f} s |"
        start = time.perf_counter()
        states = Counter(night.run(only, "Word", "out", 2))
        unchanged = time.perf_counter() - start
        yield f"| … told unchanged: {states['unchanged']} | {unchanged:.2f} s, {made / unchanged:.0f} times as fast |"
        for number, night_after in enumerate(("next night", "night after that"), 1):
            start = time.perf_counter()
            states = Counter(night.run(only, "Word", "out", 2, ON + timedelta(days=number)))
            taken = time.perf_counter() - start
            told = f"{states['unchanged']} unchanged, {states['made']} made"
            yield f"| … the {night_after}: {told} | {taken:.2f} s, {made / taken:.0f} times as fast |"
        for sizes in memory.values():
            ratio = sizes[-1] / sizes[0]
            both = f"{sizes[0]} and {sizes[-1]} MiB"
            yield f"| memory of a worker, after {_EARLY} documents and at the end | {both}, {ratio:.2f} × |"
    finally:
        night.close()


def read_memory(pid: int | None) -> int:
    """What a process holds, in MiB."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def measure_batches(documents: int = 10_000) -> Iterator[str]:
    """Tables in Markdown."""
    only = ("action-plan", "risk-analysis", "followup-plan")
    numbers = {"Word": 500, "web page": 500, "PDF, Typst": 80, "PDF, WeasyPrint": 40}
    rows = [compare_jobs(kind, contracts, only) for kind, contracts in numbers.items()]
    head = "| what is made | files | one, s | two, s | times as fast |\n|---|---|---|---|---|\n"
    yield "## Two processes and one, by the clock, their start included\n\n" + head + "\n".join(rows) + "\n"
    yield "## Many documents\n\n| | |\n|---|---|\n" + "\n".join(measure_many(documents)) + "\n"


if __name__ == "__main__":
    for part in measure_batches():
        print(part, flush=True)
