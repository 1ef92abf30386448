"""`realisera preview`: starts, says where, ends when it is told to."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main, preview

_COMMAND = "from generator.cli import main; main(prog_name='realisera')"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_ctrl_c_ends_it_also_while_a_page_is_open(examples: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, "preview", str(examples), "--port", "38765"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "LANGUAGE": "en", "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    address = process.stdout.readline().strip()
    with urllib.request.urlopen(f"{address}changes", timeout=20) as changes:  # noqa: S310 (our own page)
        assert changes.readline() == b"retry: 500\n"
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
    assert process.returncode == 0
    known, ended = told.splitlines()
    assert known == "Only who knows this address can open it, and only on this machine. Ctrl-C ends it."
    assert ended == "The preview has ended."


def test_what_it_needs_is_told_where_it_is_missing(examples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find(name: str) -> ModuleSpec | None:
        return None if name == "watchfiles" else ModuleSpec(name, None)

    monkeypatch.setattr(preview, "find_spec", find)
    result = CliRunner().invoke(main, ["preview", str(examples)])
    assert result.exit_code == 1
    assert "the preview needs what isn't installed: watchfiles" in result.stderr
    assert re.search(r'pip install "starlette.*" "uvicorn.*" "watchfiles.*"', result.stderr)


def test_it_shows_a_workspace(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", str(tmp_path)])
    assert result.exit_code == 2
    assert "realisera.toml, such as: realisera preview examples" in result.stderr
