"""Tells which mutants of rules and contract no test of their room kills: `make mutate`, or with MODULES= those of some.

What takes long to load is loaded once. Each mutant is then tried in a fork of its own, which loads the program with the change in
it and runs the room's tests, those of the module first, until one fails. It needs a system that forks.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from time import monotonic, sleep

import hypothesis
import pytest

from tests.mutation.mutants import Mutant, list_mutants

ROOT = Path(__file__).parents[2]
ROOMS = ("generator/rules", "generator/contract")
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
"""Mutants that do what the program does, each after the path of its module; the lines before them say why."""
LONGEST = 240
"""Seconds of processor time after which a mutant has hung, which is as good as a test that fails; ten times that on the clock."""
_LOADED = ("babel.dates", "click.testing", "dateutil.easter", "docxtpl", "jinja2", "lxml.etree", "markdown", "pydantic", "yaml")
"""What the program needs and is the same for all mutants."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and the tests that may kill it."""

    path: Path
    mutant: Mutant | None
    """None for the program as it is."""
    tests: tuple[Path, ...]

    @property
    def name(self) -> str:
        """What a list of survivors calls it."""
        where = f"{self.path.as_posix()}: "
        return where + (f"{self.mutant.function}: {self.mutant.change}" if self.mutant else "as it is")


def list_trials(paths: list[Path]) -> Iterator[Trial]:
    """Every mutant of the modules at these paths, with its tests."""
    for path in paths:
        tests = _list_tests(path)
        yield from (Trial(path, mutant, tests) for mutant in list_mutants(path.read_text(encoding="utf-8")))


def _list_tests(path: Path) -> tuple[Path, ...]:
    """The tests of a module's room that load it, however far away: first its own, then those that name it."""
    module = _name_module(path)

    def rank(test: Path) -> tuple[bool, bool, Path]:
        return test.stem != f"test_{path.stem}", module not in test.read_text(encoding="utf-8"), test

    room = Path("tests", path.parts[1])
    return tuple(sorted((test for test in room.rglob("test_*.py") if module in _list_loaded(test)), key=rank))


def _name_module(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


@cache
def _list_loaded(test: Path) -> frozenset[str]:
    """The modules that a file loads, and those that they load."""
    known: set[str] = set()
    waiting = [test]
    while waiting:
        found = set(_list_imports(waiting.pop())) - known
        known |= found
        waiting += [path for name in found for path in _find_files(name)]
    return frozenset(known)


@cache
def _list_imports(path: Path) -> tuple[str, ...]:
    """What a file imports, as modules and as their names, with the packages around them."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names += [str(node.module), *(f"{node.module}.{each.name}" for each in node.names)]
        elif isinstance(node, ast.Import):
            names += [each.name for each in node.names]
    ours = [name for name in names if name.startswith(("generator", "tests"))]
    return tuple({".".join(name.split(".")[:end]) for name in ours for end in range(1, name.count(".") + 2)})


def _find_files(name: str) -> list[Path]:
    path = Path(*name.split("."))
    return [each for each in (path.with_suffix(".py"), path / "__init__.py") if each.is_file()]


def try_all(trials: Iterator[Trial], processes: int) -> Iterator[tuple[Trial, bool]]:
    """Each mutant with whether it was killed, so many at a time."""
    running: dict[int, tuple[Trial, float]] = {}
    folder = Path(tempfile.mkdtemp(prefix="mutation"))
    try:
        for number, trial in enumerate(trials):
            running[_fork(trial, folder / str(number))] = trial, monotonic()
            while len(running) >= processes:
                yield from _wait(running)
        while running:
            yield from _wait(running)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait(running: dict[int, tuple[Trial, float]]) -> Iterator[tuple[Trial, bool]]:
    """Those that are done by now, or have hung."""
    for pid, (trial, began) in list(running.items()):
        done, status = os.waitpid(pid, os.WNOHANG)
        if not done and monotonic() - began > 10 * LONGEST:
            os.kill(pid, signal.SIGKILL)
            done, status = os.waitpid(pid, 0)
        if done:
            del running[pid]
            yield trial, status != 0
    sleep(0.02)


def _fork(trial: Trial, folder: Path) -> int:
    """The process that runs the tests, and ends with 0 where none of them fails."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = _run_tests(trial, folder)
        finally:
            os._exit(code)
    return pid


def _run_tests(trial: Trial, folder: Path) -> int:
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    if trial.mutant:
        sys.meta_path.insert(0, _Finder(trial))
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutation", database=None, derandomize=True, phases=phases)
    hypothesis.settings.load_profile("mutation")
    options = ["-x", "-q", "-m", "not long", "-p", "no:cacheprovider", "--assert=plain", f"--basetemp={folder}"]
    code = pytest.main([*options, *map(str, trial.tests)])
    shutil.rmtree(folder, ignore_errors=True)
    return int(code)


class _Finder:
    """Loads the mutant in the place of its module."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._name = _name_module(trial.path)

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> object:
        """The mutant's, if it is asked for."""
        if name != self._name:
            return None
        path = str(ROOT / self._trial.path)
        return spec_from_file_location(name, path, loader=_Loader(name, path, self._trial.mutant))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, mutant: Mutant) -> None:
        super().__init__(name, path)
        self._mutant = mutant

    def get_code(self, _fullname: str) -> object:
        """The code of the changed tree."""
        return compile(self._mutant.make_tree(), self.path, "exec")


def read_equivalent() -> frozenset[str]:
    """The names of mutants that no test can kill."""
    lines = EQUIVALENT.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def list_modules(given: list[str]) -> list[Path]:
    """The modules that were asked for, or all of the rooms; from the root."""
    folders = [Path(each) for each in given or ROOMS]
    found = [path for each in folders for path in (sorted(each.rglob("*.py")) if each.is_dir() else [each])]
    return [path.resolve().relative_to(ROOT) for path in found]


def main() -> int:
    """Print the survivors and how many were killed; 1 where there are any."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", help="modules or folders; else all of rules and contract")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="try only every so manieth mutant")
    args = parser.parse_args()
    for name in _LOADED:
        importlib.import_module(name)
    assert not any(name.startswith("generator") for name in sys.modules), "a fork loads the program for itself"
    equivalent = read_equivalent()
    trials = [trial for trial in list_trials(list_modules(args.modules)) if trial.name not in equivalent][:: args.every]
    rooms = {trial.path: Trial(trial.path, None, trial.tests) for trial in trials}
    for trial, failed in try_all(iter(rooms.values()), args.processes):
        assert not failed, f"{trial.name}: its tests fail before anything is changed"
    survivors = []
    for trial, killed in try_all(iter(trials), args.processes):
        if not killed:
            survivors.append(trial)
            print(f"survives: {trial.path}:{trial.mutant}", flush=True)
    killed = len(trials) - len(survivors)
    print(f"{killed} of {len(trials)} mutants were killed ({100 * killed / max(1, len(trials)):.1f} %).")
    return bool(survivors)


if __name__ == "__main__":
    sys.exit(main())
