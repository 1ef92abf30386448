"""Several processes of this machine, each with a thread that waits for it and a pipe of its own.

A process that dies can so take nothing with it but the call that it was at: it shares no lock and no pipe with others. One that
takes too long is ended. Another is started in its place. docs/decisions/2026-11-27-processes.md tells why it is no library.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock, local
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from generator.files.atomic import read_umask

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext, SpawnContext

P = ParamSpec("P")
T = TypeVar("T")
Call = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]
LONGEST = 120.0
"""Seconds that a call may take."""
AHEAD = 3
"""How many calls wait for each process, so that none is idle."""
_DYING = 5.0
"""Seconds until a process whose pipe is closed has an exit code."""


class WorkerError(Exception):
    """A call came to nothing, since the process that was at it died, or failed as it never should."""


class ProcessPool(Executor):
    """Several processes, which answer calls."""

    def __init__(self, jobs: int, longest: float = LONGEST, *, modules: Sequence[str] = ()) -> None:
        """Use so many processes, each started when it is needed. A call may take `longest` seconds.

        `modules` are those that what is to be called needs: where processes can be made from one that has loaded them, they are
        loaded once for all.
        """
        self._longest, self._modules = longest, tuple(modules)
        self._threads = ThreadPoolExecutor(jobs, initializer=_block_interrupts)
        self._own, self._lock = local(), Lock()
        self._workers: list[_Worker] = []
        self._is_shut_down = False
        self.room = jobs * AHEAD

    def load_first(self, modules: Iterable[str]) -> None:
        """Modules to be loaded once for all processes too, where none has been started yet."""
        self._modules = tuple(dict.fromkeys([*self._modules, *modules]))

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What will come of a call in one of the processes; what it raises there is told by a `WorkerError`."""
        return self.submit_attempts(1, fn, *args, **kwargs)

    def submit_attempts(self, attempts: int, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The same of a call that is made again where its process dies, so often in all."""
        return self._threads.submit(self._call, attempts, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (as the interface has it)
        """End the processes: once all is done, or at once, whatever they are doing, where futures are to be cancelled."""
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._end_processes()
        self._threads.shutdown(wait)
        if wait:
            self._end_processes()

    def _call(self, attempts: int, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        """What comes of a call, in the process of this thread.

        Raises:
            TimeoutError: it took too long.
            WorkerError: its process died each time, or it raised something.
        """
        worker = self._find_worker()
        try:
            result: T = worker.call((fn, args, kwargs), self._longest)
        except TimeoutError:
            worker.end()
            raise
        except (EOFError, OSError):
            code = worker.end(patience=_DYING)
            if attempts > 1:
                return self._call(attempts - 1, fn, args, kwargs)
            raise WorkerError(f"exit code {code}") from None
        return result

    def _find_worker(self) -> _Worker:
        """The process of this thread, which is started anew where it has ended.

        Raises:
            WorkerError: this executor was shut down.
        """
        worker: _Worker | None = getattr(self._own, "worker", None)
        with self._lock:
            if self._is_shut_down:
                raise WorkerError("shut down")
            if worker is None or worker.has_ended:
                self._own.worker = worker = _Worker(self._modules)
                self._workers = [each for each in self._workers if not each.has_ended] + [worker]
        return worker

    def _end_processes(self) -> None:
        with self._lock:
            self._is_shut_down = True
        for worker in self._workers:
            worker.end()


class _Worker:
    """A process that answers one call after the other."""

    def __init__(self, modules: Sequence[str]) -> None:
        context = _choose_context(modules)
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_answer, args=(theirs, _find_folder(), read_umask(), dict(os.environ)), daemon=True
        )
        self._lock = Lock()
        self._process.start()
        theirs.close()
        self.has_ended = False

    def call(self, call: Call, longest: float) -> Any:
        """What comes of a call.

        Raises:
            TimeoutError: it took longer than so many seconds.
            EOFError: the process died.
            OSError: the process died.
            WorkerError: the call raised something.
        """
        self._pipe.send(call)
        if not self._pipe.poll(longest):
            raise TimeoutError
        result, problem = self._pipe.recv()
        if problem:
            raise WorkerError(problem)
        return result

    def end(self, patience: float = 0) -> int | None:
        """The exit code, once the process is no more; it may take so many seconds to end by itself."""
        with self._lock:  # The executor may end it while its thread is at it.
            self._process.join(patience)
            self._process.kill()
            self._process.join()
            self.has_ended = True
            return self._process.exitcode


def _choose_context(modules: Sequence[str]) -> SpawnContext | ForkServerContext:
    """How processes are made: on Linux from one that has loaded these modules, so that each begins in a tenth of the time.

    Libraries of macOS don't outlive a fork, and Windows has none.
    """
    from multiprocessing import get_context  # noqa: PLC0415 (who renders in one process has no use for it)

    if sys.platform != "linux":
        return get_context("spawn")
    from multiprocessing.forkserver import _forkserver  # noqa: PLC0415 (as above)

    context = get_context("forkserver")
    # A program that we are a library of may have a list of its own.
    loaded: list[str] = getattr(_forkserver, "_preload_modules", [])
    context.set_forkserver_preload(list(dict.fromkeys([*loaded, "__main__", *modules])))
    return context


def _find_folder() -> Path | None:
    """The folder that this process works in; None where somebody has taken it away."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


def _answer(pipe: Connection[tuple[Any, str], Call], folder: Path | None, umask: int, environment: Mapping[str, str]) -> None:
    """Answer one call after the other, where and as who asks works (folder, umask, environment), until nobody is there to ask."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the affair of the process that asks.
    # What this one was made from may be older than what its parent has changed since.
    os.umask(umask)
    os.environ.clear()
    os.environ.update(environment)
    with suppress(EOFError, OSError):
        while True:
            fn, args, kwargs = pipe.recv()
            try:
                if folder:
                    os.chdir(folder)  # Where it is gone, no call may work in another folder.
                answer = (fn(*args, **kwargs), "")
            except Exception as problem:  # noqa: BLE001 (whatever it is, the process is there for the next call)
                answer = (None, f"{type(problem).__name__}: {problem}")
            pipe.send(answer)


def _block_interrupts() -> None:
    """Have processes that this thread starts not hit by Ctrl-C, not even before they can say that they ignore it."""
    if hasattr(signal, "pthread_sigmask"):
        from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415 (Windows has none)

        ensure_running()  # It would let interrupts through again.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
