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
from tests.making import ON

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


def main() -> None:
    """Print a line for each step."""
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
