"""What names the program follows all of its code."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import generator
from generator.build.fingerprints import name_product


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package in the place of ours, with a room and a file that is no code."""
    (tmp_path / "rules").mkdir()
    for name in ("__init__.py", "pipeline.py", "rules/risks.py", "py.typed"):
        (tmp_path / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(generator, "__file__", str(tmp_path / "__init__.py"))
    name_product.cache_clear()
    yield tmp_path
    name_product.cache_clear()


@pytest.mark.parametrize(
    ("name", "differs"), [("pipeline.py", True), ("rules/risks.py", True), ("rules/new.py", True), ("py.typed", False)]
)
def test_the_programs_name_follows_its_code_in_every_room(code: Path, name: str, *, differs: bool) -> None:
    before = name_product()
    (code / name).write_text("answer = 42\n", encoding="utf-8")
    name_product.cache_clear()
    assert (name_product() != before) is differs
    assert before.startswith(f"realisera {generator.__version__} ")
