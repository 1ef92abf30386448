"""A wheel holds what the program reads; where the project is installed for work on it, nothing is copied that could get old."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parent.parent


def build(version: str, folder: Path) -> set[str]:
    """What a wheel of the project holds."""
    (made,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=[version])
    with zipfile.ZipFile(made) as wheel:
        return set(wheel.namelist())


def test_a_wheel_holds_what_the_program_reads(tmp_path: Path) -> None:
    held = build("standard", tmp_path)
    rooms = ("templates", "content", "locales", "examples/contracts", "examples/reports")
    files = [path for room in rooms for path in (ROOT / room).rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert {f"generator/data/{path.relative_to(ROOT).as_posix()}" for path in files} <= held
    assert {"generator/workspace.py", "generator/py.typed", "generator/finding_help.json"} <= held


@pytest.mark.parametrize("suffix", [".md", ".docx", ".po", ".mo", ".yaml", ".css"])
def test_an_installation_for_work_copies_nothing_that_is_read(suffix: str, tmp_path: Path) -> None:
    held = build("editable", tmp_path)
    assert not {name for name in held if name.endswith(suffix) and ".dist-info/" not in name}
    assert any(name.endswith(".pth") for name in held)
