"""README.md keeps its promise: it is short, and its example makes what it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
CONTRACT = "towels.yaml"


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The contract of the example, also written to where one stands."""
    (contract,) = re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANGUAGE", "en")
    Path(CONTRACT).write_text(contract, encoding="utf-8")
    return contract


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 80


def test_its_example_makes_what_it_says(example: str) -> None:  # noqa: ARG001 (it is there for being written)
    (told,) = re.findall(r"^\$ \.venv/bin/realisera (.*)\n((?:.+\n)+?)```$", README, re.MULTILINE)
    made = CliRunner().invoke(main, told[0].split(), prog_name="realisera")
    assert (made.exit_code, made.stdout) == (0, told[1])
    assert sorted(path.as_posix() for path in Path().glob("output/*/*")) == sorted(told[1].split())


def test_the_mistake_that_it_speaks_of_is_found(example: str) -> None:
    Path(CONTRACT).write_text(example.replace("due: 2026-10-30", "due: 2026-10-32"), encoding="utf-8")
    found = CliRunner().invoke(main, ["check", CONTRACT], prog_name="realisera")
    line, start = next((number, text) for number, text in enumerate(example.splitlines(), 1) if "due: 2026-10-30" in text)
    column = start.index("2026-10-30") + 1
    assert found.exit_code == 1
    assert found.stdout == (
        f"{CONTRACT}:{line}:{column}: error: deviations[0].action_plan.actions[0].due: '2026-10-32' is not a calendar date "
        "[RE2015]\n"
        "  hint: write a real date as YYYY-MM-DD\n"
    )
