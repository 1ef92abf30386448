"""Executors keep to the interface of `concurrent.futures`; a process that is killed or let go takes nothing with it."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from operator import floordiv
from pathlib import Path

import pytest

from generator.build.executor.base import JobExecutor, LocalExecutor
from generator.build.executor.pool import WorkerError
from generator.build.executor.processes import ProcessExecutor
from generator.build.render import Builder
from generator.files.atomic import write_file
from generator.workspace import find_workspace

ROOT = Path(__file__).parents[3]
needs_signals = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="there is no /proc to see processes in")


@pytest.fixture(params=["local", "processes"])
def executor(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JobExecutor]:
    workspace = find_workspace(tmp_path)
    made = LocalExecutor(Builder(workspace)) if request.param == "local" else ProcessExecutor(workspace, 2, tmp_path)
    with made:
        yield made


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[ProcessExecutor]:
    """Two processes, let go at the end whatever they are doing."""
    made = ProcessExecutor(find_workspace(tmp_path), 2, tmp_path)
    yield made
    made.shutdown(cancel_futures=True)


def test_results_come_in_the_order_of_the_calls(executor: JobExecutor) -> None:
    assert list(executor.map(floordiv, range(20), [3] * 20)) == [number // 3 for number in range(20)]


def test_what_a_call_raises_concerns_that_call_alone(executor: JobExecutor) -> None:
    futures = [executor.submit(floordiv, 6, number) for number in (3, 0, 2)]
    assert isinstance(futures[1].exception(), ZeroDivisionError | WorkerError)
    assert "division" in str(futures[1].exception())
    assert [futures[0].result(), futures[2].result()] == [2, 3]


def test_processes_are_others(processes: ProcessExecutor) -> None:
    pids = {future.result() for future in [processes.submit(os.getpid) for _ in range(9)]}
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= 2


def test_processes_have_the_folder_and_the_environment_of_who_asks_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where what they are made from was there before."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        monkeypatch.setenv("REALISERA_TRIED", name)
        with ProcessExecutor(find_workspace(tmp_path), 1, tmp_path) as executor:
            assert executor.submit(Path.cwd).result() == tmp_path / name
            assert executor.submit(os.getenv, "REALISERA_TRIED").result() == name


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is older than the process that asks")
def test_processes_deny_of_their_files_what_who_asks_denies_now(tmp_path: Path) -> None:
    """Also where what they are made from denies something else."""
    before = os.umask(0o077)
    try:
        for umask, mode in ((0o027, 0o640), (0o077, 0o600), (0o002, 0o664)):
            os.umask(umask)
            with ProcessExecutor(find_workspace(tmp_path), 1, tmp_path) as executor:
                executor.submit(write_file, tmp_path / oct(umask), b"").result()
            assert stat.S_IMODE((tmp_path / oct(umask)).stat().st_mode) == mode
    finally:
        os.umask(before)


def test_no_call_works_in_another_folder_where_its_own_is_gone(
    tmp_path: Path, processes: ProcessExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    assert processes.submit(floordiv, 6, 3).result() == 2
    (tmp_path / "gone").rmdir()
    with pytest.raises(WorkerError, match=r"^FileNotFoundError: .*gone"):
        processes.submit(floordiv, 6, 3).result()
    (tmp_path / "gone").mkdir()
    assert processes.submit(floordiv, 6, 3).result() == 2


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is loaded for others")
def test_what_a_program_has_loaded_for_its_own_processes_is_loaded_still(tmp_path: Path) -> None:
    """Whose library this is, it says so before or after."""
    program = tmp_path / "program.py"
    program.write_text(
        """
from multiprocessing import get_context
from generator.build.executor.pool import ProcessPool

if __name__ == "__main__":
    context = get_context("forkserver")
    context.set_forkserver_preload(["colorsys"])
    with ProcessPool(1, modules=["generator.errors"]) as pool:
        pool.load_first(["generator.text.tree"])
        names = ("colorsys", "generator.errors", "generator.text.tree")
        print(pool.submit(eval, f"[name in __import__('sys').modules for name in {names}]").result())
""",
        encoding="utf-8",
    )
    done = subprocess.run([sys.executable, str(program)], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("[True, True, True]\n", "")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each process loads all by itself")
def test_what_processes_do_is_loaded_before_they_are_asked(processes: ProcessExecutor) -> None:
    assert processes.submit(eval, "'generator.build.render' in __import__('sys').modules").result()
    assert processes.submit(os.getppid).result() != os.getpid()


@needs_signals
def test_a_process_that_is_killed_takes_only_its_call_with_it(processes: ProcessExecutor) -> None:
    """At work, and while nothing is to do; another is started in its place."""
    first = processes.submit(os.getpid).result()
    os.kill(first, signal.SIGKILL)
    futures = [processes.submit(floordiv, 6, 3) for _ in range(6)]
    broken = [str(future.exception()) for future in futures if future.exception()]
    assert broken in ([], ["exit code -9"])
    dying = processes.submit(os._exit, 7)
    with pytest.raises(WorkerError, match=r"^exit code 7$"):
        dying.result()
    assert processes.submit(os.getpid).result() != first


def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    with ProcessExecutor(find_workspace(tmp_path), 1, tmp_path) as executor:
        first = executor.submit(os.getpid).result()
        executor._longest = 0.5  # Only now, since a process may take longer to start.
        with pytest.raises(TimeoutError):
            executor.submit(time.sleep, 600).result()
        executor._longest = 120
        assert executor.submit(os.getpid).result() != first


def test_it_is_let_go_whatever_it_is_doing(processes: ProcessExecutor) -> None:
    pids = {processes.submit(os.getpid).result() for _ in range(4)}
    running: list[Future[None]] = [processes.submit(time.sleep, 600) for _ in range(4)]
    processes.shutdown(cancel_futures=True)
    assert all(future.done() for future in running)
    assert {type(future.exception()) for future in running if not future.cancelled()} <= {WorkerError}
    with pytest.raises((CancelledError, WorkerError)):
        running[-1].result()
    assert [pid for pid in pids if _is_alive(pid)] == []
    with pytest.raises(RuntimeError):
        processes.submit(os.getpid)


@needs_signals
def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    program = (
        "import os, time; from pathlib import Path\n"
        "from generator.build.executor.processes import ProcessExecutor\n"
        "from generator.workspace import find_workspace\n"
        "if __name__ == '__main__':\n"
        "    executor = ProcessExecutor(find_workspace(Path()), 2, Path())\n"
        "    print(executor.submit(os.getpid).result(), flush=True)\n"
        "    time.sleep(600)\n"
    )
    (tmp_path / "started.py").write_text(program, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, "started.py"], cwd=tmp_path, env=environment, stdout=subprocess.PIPE) as run:
        assert run.stdout
        pid = int(run.stdout.readline())
        assert _is_alive(pid)
        run.kill()
        run.wait()
    for _ in range(200):
        if not _is_alive(pid):
            return
        time.sleep(0.05)
    raise AssertionError("the process goes on without anybody to work for")


def _is_alive(pid: int) -> bool:
    """Whether there is such a process that hasn't ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"
