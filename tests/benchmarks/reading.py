"""Reading: an 11 kB contract by PyYAML, which checks nothing, and by us, checked and with the place of every value."""

from __future__ import annotations

import tempfile
from itertools import count, islice
from pathlib import Path

import yaml

from tests.benchmarks.job import write_contract
from tests.benchmarks.timing import Row, read_children, run_python, take_turns
from tests.loading import load_contract

_HELP = "from generator.cli import main; main(['--help'], standalone_mode=False)"
_ENGINES = """
import sys, tempfile
from pathlib import Path
from tests.making import make_all
from tests.benchmarks.job import SOURCE
make_all([SOURCE], Path(tempfile.mkdtemp()), ("sv",), ("docx",), "action-plan")
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"weasyprint", "typst", "pikepdf"}))
"""


def measure_reading(rounds: int) -> list[Row]:
    """From a file to a checked contract."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{number}.yaml" for number in range(rounds + 1)]
        for path, text in zip(paths, map(write_contract, count(1000)), strict=False):
            path.write_text(text, encoding="utf-8")
        first, second, third = (iter(islice(paths, None)) for _ in range(3))
        return take_turns(
            {
                "PyYAML, SafeLoader": lambda: yaml.safe_load(next(first).read_bytes()),
                "PyYAML, tree by the C composer": lambda: yaml.compose(next(second).read_bytes(), yaml.CBaseLoader),
                "realisera, read and checked": lambda: load_contract(next(third)),
            },
            rounds,
        )


def measure_start(rounds: int) -> list[Row]:
    """Processes that start and end; a ratio below 1 is slower."""
    return take_turns(
        {
            "python -c 'import click'": lambda: run_python("import click"),
            "python -c pass": lambda: run_python("pass"),
            "realisera --help": lambda: run_python(_HELP),
        },
        rounds,
        read_children,
    )


def list_engines() -> str:
    """The engines of PDF that a run which makes Word files alone loads."""
    return run_python(_ENGINES).strip() or "none"
