"""Times one document on this machine, step by step: `make bench`. Compare lines of one run only."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from generator.contract.loading import load_contract
from generator.pipeline import Pipeline
from generator.planning import make_orders
from generator.workspace import find_workspace
from tests.documents.reports import gather, write_report
from tests.making import ON
from tests.test_gathering import MANY, write_many

SOURCE = Path(__file__).parent.parent / "examples/contracts/surgical-instruments.yaml"
ROUNDS = 15


def measure(action: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median time of an action in milliseconds, after one round that doesn't count."""
    action()
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def start(code: str) -> None:
    """Run a line of Python in a process of its own."""
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


def gather_many() -> None:
    """Print how long the figures of many contracts take, and how much memory."""
    with tempfile.TemporaryDirectory() as folder:
        write_many(Path(folder), 20 * MANY)
        report = write_report(Path(folder))
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        source, _ = gather(report)
        taken = time.perf_counter() - begun
        memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        text = f"the figures of {source.totals.contracts.total()} contracts"
        print(f"{text:44}{taken:8.1f} s    {memory:.1f} MiB more than before")


def main() -> None:
    """Print a line for each step."""
    gather()
    gather_many()
    workspace = find_workspace(SOURCE)
    print(f"{'reading and checking an 11 kB contract':44}{measure(lambda: load_contract(SOURCE)):8.1f} ms")
    for name in ("html", "docx", "pdf"):
        for language in ("sv", "sv+en"):
            with tempfile.TemporaryDirectory() as out:
                pipeline = Pipeline(workspace, Path(out))
                orders = make_orders("action-plan", on=ON, languages=(language,), formats=(name,), items={"deviation": "D2"})

                def make(pipeline: Pipeline = pipeline, orders: tuple = orders) -> None:
                    assert all(outcome.path for outcome in pipeline.generate(orders, [SOURCE]))

                taken = measure(make)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            print(f"{f'action plan, {language}, {name}, file to file, warm':44}{taken:8.1f} ms   {memory} MiB at most so far")
    for text, code in (
        ("starting Python", "pass"),
        ("starting Python, import click", "import click"),
        ("realisera --help", "from generator.cli import main; main(['--help'], standalone_mode=False)"),
    ):
        print(f"{text:44}{measure(lambda code=code: start(code)):8.1f} ms")


if __name__ == "__main__":
    main()
