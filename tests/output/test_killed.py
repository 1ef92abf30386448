"""A batch that is killed goes on with the same command, and ends as if nothing had happened. `make kills` does it 200 times."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator.build.batch import Duties
from generator.output.journal import JOURNAL, MANIFEST, read_entries
from generator.output.manifest import MAKING
from generator.output.store import STORE
from generator.pipeline import Pipeline, Request
from generator.workspace import find_workspace
from tests.making import LOCK, read_files

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("KILLS", "4"))
UNFINISHED = f"{STORE}-journal"
"""What SQLite leaves of a change that was cut off, and takes back when the store is next opened."""
TWICE = 2
"""Each batch is killed and taken up again, and killed again."""
COPIES = 4
BATCH = [sys.executable, "-c", "from generator.cli import main; main(prog_name='realisera')", "batch", "region", "--jobs", "2"]
DOCUMENTS = ["--only", "action-plan", "--only", "escalation-record"]
FORMATS = ["--lang", "sv", "--lang", "en", "--format", "html", "--format", "docx"]


def start_batch(folder: Path, out: str, on: str = "2026-11-22", *more: str) -> subprocess.Popen[bytes]:
    """A batch over the folder's region, in a process group of its own."""
    command = [*BATCH, *DOCUMENTS, *FORMATS, "--out", out, "--on", on, *more]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANGUAGE": "en"}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    return subprocess.Popen(command, cwd=folder, env=environment, start_new_session=True, **streams)


def finish_batch(folder: Path, out: str, *more: str) -> float:
    """How many seconds a batch took that made all that there is."""
    start = time.monotonic()
    run = start_batch(folder, out, *more)
    told, _ = run.communicate(timeout=300)
    assert run.returncode == 0, told.decode()
    return time.monotonic() - start


def kill_batch(folder: Path, out: str, after: float) -> bool:
    """Whether a batch was still at it when all its processes were killed."""
    run = start_batch(folder, out)
    try:
        run.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGKILL)
        run.communicate()  # Until the last of its processes has let go of the pipe.
        return True
    return False


@pytest.fixture(scope="module")
def made(examples: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A folder with a region of several contracts, what a batch makes of them, and an earlier state of the same files.

    And how many seconds the batch took.
    """
    folder = tmp_path_factory.mktemp("killed")
    contracts = shutil.copytree(examples, folder / "region") / "contracts"
    model = contracts / "surgical-instruments.yaml"
    for number in range(COPIES):
        text = model.read_text(encoding="utf-8").replace("id: RE-2024-0307", f"id: RE-{number}")
        (contracts / f"copy-{number}.yaml").write_text(text, encoding="utf-8")
    seconds = finish_batch(folder, "done")
    shutil.copytree(folder / "done", folder / "earlier")
    finish_batch(folder, "earlier", "2026-11-21", "--where", "id=RE-[01]")
    return folder, seconds


def hash_files(out: Path) -> dict[str, str]:
    """The files that anybody can see, and what is in them."""
    seen = {path: data for path, data in read_files(out).items() if not path.startswith(".") and "/." not in path}
    return {path: hashlib.sha256(data).hexdigest() for path, data in seen.items()} if out.exists() else {}


def check_state(out: Path, states: list[dict[str, str]]) -> None:
    """Check that there is no torn or strange file in sight, and that all that the manifest says is so."""
    seen = hash_files(out)
    listed = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"] if MANIFEST in seen else []
    assert {entry["path"]: entry["sha256"] for entry in listed}.items() <= seen.items()
    assert {path: entry.sha256 for path, entry in read_entries(out)[0].items()}.items() <= seen.items()
    assert all(any(state.get(path) == digest for state in states) for path, digest in seen.items() if path != MANIFEST)
    assert {path.name for path in out.glob(".*")} <= {JOURNAL, MAKING, LOCK, STORE, UNFINISHED}


@pytest.mark.parametrize("number", range(KILLS // TWICE))
@pytest.mark.long
def test_a_batch_that_is_killed_at_any_moment_ends_as_if_it_had_not_been(made: tuple[Path, float], number: int) -> None:
    chance = random.Random(number)  # noqa: S311 (the same moments each time)
    (folder, seconds), name = made, f"out-{number}"
    out, states = folder / name, [hash_files(folder / "done"), hash_files(folder / "earlier")]
    if number % 2:
        shutil.copytree(folder / "earlier", out)
    for _ in range(TWICE):
        kill_batch(folder, name, chance.uniform(0.2, 1) * seconds)
        if out.exists():
            check_state(out, states)
    finish_batch(folder, name)
    assert read_files(out) == read_files(folder / "done")
    assert [path.name for path in out.rglob(".*")] == [STORE]
    shutil.rmtree(out)


# Before each of its steps

ONLY = ("action-plan", "escalation-letter", "escalation-record")
WRITES = os.O_WRONLY | os.O_RDWR
STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}
KILLED = 9


def make_batch(region: Path, out: Path, day: int) -> None:
    """A batch in this process, of web pages."""
    workspace = find_workspace(region)
    wishes = {"languages": ("sv",), "formats": ("html",)}
    duties = Duties(date(2026, 11, day), timedelta(days=30), wishes, ONLY)
    contracts = sorted((region / "contracts").glob("*.yaml"))
    outcomes = Pipeline(workspace, out).run(contracts, duties.choose, Request(f"{day}", duties.on, ("html",)))
    assert {outcome.state for outcome in outcomes} <= {"made", "unchanged", "left_out"}


def count_steps(make: Callable[[], None], last: int = 0) -> int:
    """How often a batch was about to change something on the disk, in a process of its own, which dies before the last."""
    reading, writing = os.pipe()
    if child := os.fork():
        os.close(writing)
        with os.fdopen(reading, "rb") as told:
            number = len(told.read())
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == (KILLED if last else 0)
        return number

    def count(event: str, facts: tuple[object, ...]) -> None:
        nonlocal last
        if event in STEPS or (event == "open" and isinstance(facts[2], int) and facts[2] & WRITES):
            os.write(writing, b".")
            last -= 1
            if not last:
                os._exit(KILLED)

    try:
        sys.addaudithook(count)
        make()
        os._exit(0)
    finally:
        os._exit(1)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.long
def test_a_batch_may_die_before_any_of_its_steps(examples: Path, tmp_path: Path) -> None:
    region, done, earlier, out = (tmp_path / name for name in ("region", "done", "earlier", "out"))
    shutil.copytree(examples, region)
    make_batch(region, earlier, 21)
    shutil.copytree(earlier, done)
    make_batch(region, done, 22)
    states = [hash_files(done), hash_files(earlier)]
    shutil.copytree(earlier, out)
    steps = count_steps(lambda: make_batch(region, out, 22))
    assert read_files(out) == read_files(done)
    assert steps > len(states[0])
    for last in range(1, steps + 1, max(1, steps // KILLS)):
        shutil.rmtree(out)
        shutil.copytree(earlier, out)
        assert count_steps(lambda: make_batch(region, out, 22), last) == last
        check_state(out, states)
        make_batch(region, out, 22)
        assert read_files(out) == read_files(done), last
        assert [path.name for path in out.rglob(".*")] == [STORE], last
