"""Which tests `make quick` runs for what was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.touched import BESIDES, ROOT, list_tests

FILES = {
    "tests/test_workspace.py": "from generator.workspace import Files",
    "tests/test_parity.py": "",
    "tests/rules/test_sums.py": "from generator.rules.totals import sum_figures",
    "tests/rules/test_totals.py": "",
    "tests/rules/standing/test_lives.py": "from generator.rules import sums\nfrom generator.rules.standing import Standing",
    "tests/cli/test_check.py": "",
    "tests/cli/test_due.py": "from generator.recording.step import take",
    "tests/documents/test_charts.py": "",
    "tests/rendering/test_word.py": "",
    "tests/rendering/test_word_layout.py": "",
    "tests/rendering/test_web.py": "",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("changed", "tests"),
    [
        (["generator/rules/totals.py"], ["tests/rules/test_sums.py", "tests/rules/test_totals.py"]),
        (["generator/rules/sums.py"], ["tests/rules/standing/test_lives.py", "tests/rules/test_sums.py"]),
        (["generator/rules/standing/__init__.py"], ["tests/rules/standing/test_lives.py"]),
        (["generator/workspace.py"], ["tests/test_workspace.py"]),
        (
            ["generator/rules/totals.py", "generator/cli/check.py"],
            ["tests/cli/test_check.py", "tests/rules/test_sums.py", "tests/rules/test_totals.py"],
        ),
        (["generator/recording/step.py"], ["tests/cli/test_due.py"]),
        (["generator/cli/words.py"], ["tests/cli/test_check.py", "tests/cli/test_due.py"]),
        (["generator/rendering/word/runs.py"], ["tests/rendering/test_word.py", "tests/rendering/test_word_layout.py"]),
        (
            ["generator/rendering/widths.py", "generator/rendering/office/text.py"],
            [name for name in sorted(FILES) if "rendering" in name],
        ),
        (["tests/cli/test_due.py"], ["tests/cli/test_due.py"]),
        (["tests/cli/conftest.py"], ["tests/cli/test_check.py", "tests/cli/test_due.py"]),
        (["tests/rules/golden/a.txt"], [name for name in sorted(FILES) if "rules" in name]),
        (["tests/making.py"], ["tests/test_parity.py", "tests/test_workspace.py"]),
        (["content/agenda.md"], ["tests/documents"]),
        (["tests/cli/test_gone.py", "Makefile", "README.md"], []),
        ([], []),
    ],
)
def test_the_tests_of_what_was_changed(root: Path, changed: list[str], tests: list[str]) -> None:
    assert list_tests(changed, root) == tests


def test_what_is_named_for_other_files_is_there() -> None:
    assert [test for tests in BESIDES.values() for test in tests if not (ROOT / test).exists()] == []


def test_every_module_has_tests() -> None:
    modules = [path.relative_to(ROOT).as_posix() for path in (ROOT / "generator").rglob("[a-z]*.py")]
    assert [module for module in modules if not list_tests([module])] == []
