"""Prints what one document takes, and keeps it in `docs/benchmarks.md`: `make bench`."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.batches import measure_batches
from tests.benchmarks.pdf import measure_pdf
from tests.benchmarks.reading import list_engines, measure_reading, measure_start
from tests.benchmarks.timing import write_table
from tests.benchmarks.word import measure_word

_KEPT = Path(__file__).parents[2] / "docs/benchmarks.md"
_MARK = "<!-- Written by make bench: -->\n"
_PACKAGES = ("docxtpl", "weasyprint", "typst", "pyyaml", "jinja2", "lxml", "pydantic")


def describe_machine() -> str:
    """When and on what this is measured, and what else the machine is doing."""
    cpus = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.*)", cpus.read_text()) if cpus.exists() else None
    load = f", load {os.getloadavg()[0]:.1f} as it began" if hasattr(os, "getloadavg") else ""
    packages = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d} with Python {platform.python_version()} on {platform.system()}, "
        f"{os.cpu_count()} processors ({found[1] if found else platform.machine()}){load}. {packages}.\n"
    )


def main() -> None:
    """Measure everything, and put it in the place of what was measured before."""
    parts = [describe_machine()]
    print(parts[0])
    for heading, measure in (
        ("Word and web page, warm, one process", lambda: measure_word(40, 30)),
        ("PDF, warm, one process", lambda: measure_pdf(16, 15)),
        ("Reading a contract of 11 kB", lambda: measure_reading(40)),
        ("Starting", lambda: measure_start(15)),
    ):
        parts.append(write_table(heading, measure()))
        print(parts[-1])
    parts.append(f"Engines of PDF that a run of Word files alone loads: {list_engines()}.\n")
    print(parts[-1])
    for part in measure_batches():
        parts.append(part)
        print(part)
    kept = _KEPT.read_text(encoding="utf-8").partition(_MARK)[0]
    _KEPT.write_text(kept + _MARK + "\n" + "\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
