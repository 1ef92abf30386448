"""A workspace that may be changed, a preview of it that runs, and a browser where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_COMMAND = "from generator.cli import main; main(prog_name='realisera')"
DAY = "2026-11-22"


@dataclass(frozen=True)
class Preview:
    """A preview that runs."""

    root: Path
    address: str
    process: subprocess.Popen[str]


def copy_workspace(examples: Path, target: Path) -> Path:
    for room in ("contracts", "reports"):
        shutil.copytree(examples / room, target / room)
    shutil.copy(examples / "realisera.toml", target)
    return target


def write_catalog(root: Path, *entries: str) -> Path:
    """The workspace's own English catalog with these entries."""
    path = root / "locales/en/LC_MESSAGES/documents.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    head = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    path.write_text("\n".join([head, *entries]), encoding="utf-8")
    return path


@pytest.fixture
def workspace(examples: Path, tmp_path: Path) -> Path:
    return copy_workspace(examples, tmp_path)


@pytest.fixture(scope="module")
def preview(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """The command itself, over a workspace that the tests of a module share."""
    root = copy_workspace(examples, tmp_path_factory.mktemp("workspace"))
    write_catalog(root)
    yield from run_preview(root, "18765")


@pytest.fixture
def editable(workspace: Path) -> Iterator[Preview]:
    """The command itself, so that translations can be edited, over a workspace of its own."""
    yield from run_preview(workspace, "18865", "--edit")


def run_preview(root: Path, port: str, *options: str) -> Iterator[Preview]:
    process = subprocess.Popen(
        [sys.executable, "-c", _COMMAND, "preview", str(root), "--on", DAY, "--port", port, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "LANGUAGE": "en", "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout
    address = next(line.strip() for line in process.stdout if re.match("http://", line))
    yield Preview(root, address, process)
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")  # no longer: it leaves no room for another event loop
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed: pip install playwright")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        refuse = pytest.fail if os.environ.get("CONFORMANCE") == "required" else pytest.skip
        refuse("there is no Chromium: install it (Debian: apt-get install chromium), or name it in the variable CHROMIUM")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()
