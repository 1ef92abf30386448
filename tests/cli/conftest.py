"""Runs the command, in this process or in one of its own, and looks at each of its words for what no officer should see."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from generator.cli import main

ROOT = Path(__file__).parent.parent.parent
_START = "from generator.cli import main; main(prog_name='realisera')"
TODAY = ("--today", "2030-01-01")
"""For `escalate`, whose decisions can't be dated after the day on which the tests run."""
EVENTS = json.loads((ROOT / "docs/events.schema.json").read_text(encoding="utf-8"))
_STRICT = jsonschema.Draft202012Validator(
    {**EVENTS, "$defs": {name: {**part, "additionalProperties": False} for name, part in EVENTS["$defs"].items()}}
)
_FOR_PROGRAMMERS = re.compile(
    r"Traceback|object at 0x|<(class|function|generator|bound) |\b(None|True|False)\b|"
    r"\b(\w*Path|Decimal|frozenset|date|Finding|Place|Text|Message|Order|Result)\("
)


@dataclass(frozen=True)
class Run:
    """What came of a run."""

    code: int
    out: str
    err: str

    def __post_init__(self):
        assert _FOR_PROGRAMMERS.findall(self.out + self.err) == []


def set_today(args):
    """The words of a command, with a day that counts as today where it matters."""
    return [args[0], *TODAY, *args[1:]] if args[:1] == ("escalate",) else args


def is_for_programs(args):
    """Whether a command tells what happens in lines of JSON."""
    return bool(args) and str(args[0]) in {"batch", "generate", "escalate"} and "--json" in args


def check_events(text):
    """Check that each line is as the published schema says, with no more fields than that has."""
    for line in text.splitlines():
        assert [error.message for error in _STRICT.iter_errors(json.loads(line))] == [], line


@pytest.fixture
def run(monkeypatch):
    """A function that runs the command in this process: quick, but its help is in English."""

    def invoke(*args, language="en", stdin=""):
        monkeypatch.setenv("LANGUAGE", language)
        result = CliRunner().invoke(main, [str(arg) for arg in set_today(args)], prog_name="realisera", input=stdin)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        if is_for_programs(args):
            check_events(result.stdout)
        return Run(result.exit_code, result.stdout, result.stderr)

    return invoke


@pytest.fixture
def start():
    """A function that runs the command in a process of its own."""

    def execute(*args, language="en", program=_START, **environment):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": language, **environment}
        command = [sys.executable, "-c", program, *map(str, set_today(args))]
        done = subprocess.run(command, check=False, capture_output=True, env=environment, timeout=60)
        if is_for_programs(args):
            check_events(done.stdout.decode())
        return Run(done.returncode, done.stdout.decode(), done.stderr.decode())

    return execute


@pytest.fixture
def workspace(tmp_path, monkeypatch, examples):
    """A copy of the examples, with the folder around it as the place where one stands."""
    folder = tmp_path / "region"
    shutil.copytree(examples, folder)
    monkeypatch.chdir(tmp_path)
    return Path("region")


@pytest.fixture
def contract(workspace):
    """A contract with two open deviations."""
    return workspace / "contracts" / "surgical-instruments.yaml"
