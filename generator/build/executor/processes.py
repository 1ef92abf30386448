"""Several processes of this machine: a crew in which each has a pipe of its own. Called by the command.

One that dies can so take nothing with it but what it was at: it shares no lock and no queue with others. One that takes too
long is ended. Another comes in its place, and what waited for it goes to whoever is free.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from pathlib import Path

from generator.build.executor.base import AHEAD, LONGEST, Others, work
from generator.build.render import Job, Work
from generator.workspace import Workspace

_WAITING = 1
"""How many jobs lie ready at each process while it is at another, so that it isn't idle while this one is busy."""
_ROOM = 0 if os.name == "nt" else 1 << 16
"""Bytes of a job that fit into a pipe that nobody reads. A longer one waits until its process is free, or all wait for that."""
_ALONE = 1
"""A job of one document that a process died of is tried again so often: it may have died of something else."""

Making = Callable[[Workspace, Job, Path], tuple[Work, ...]]


@dataclass(eq=False, slots=True)
class _Task:
    job: Job
    future: Future[tuple[Work, ...]] = field(default_factory=Future)
    deaths: int = 0


@dataclass(eq=False, slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection[Job, tuple[tuple[Work, ...], str]]
    tasks: deque[_Task] = field(default_factory=deque)
    """What it was given, the one that it is at first."""
    since: float = 0
    """When it began with that."""

    def end(self) -> deque[_Task]:
        """What it had to do; it does no more."""
        self.process.kill()
        self.process.join()
        self.process.close()
        self.pipe.close()
        return self.tasks


class Processes(Others):
    """Several processes of this machine do the work."""

    size = 8

    def __init__(self, workspace: Workspace, jobs: int, folder: Path, longest: float = LONGEST) -> None:
        """Take so many processes, each started when it is needed.

        Bytes that they make go into files in `folder`. A job may take `longest` seconds.
        """
        super().__init__()
        self._workspace, self._jobs, self._folder, self._longest = workspace, jobs, folder, longest
        self._workers: list[_Worker] = []
        self._tasks: deque[_Task] = deque()
        self.room = jobs * AHEAD

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""
        while self._workers:
            self._workers.pop().end()

    def _give(self, job: Job) -> Future[tuple[Work, ...]]:
        task = _Task(job)
        self._tasks.append(task)
        self._listen(0)
        self._hand_out()
        return task.future

    def _wait(self, future: Future[tuple[Work, ...]]) -> BaseException | None:
        while not future.done():
            self._hand_out()
            self._listen(self._longest)
        return future.exception()

    def _hand_out(self) -> None:
        """Give what waits to whoever has least to do."""
        while self._tasks:
            worker = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
            if (worker is None or worker.tasks) and len(self._workers) < self._jobs:
                worker = self._hire()
            if worker is None or len(worker.tasks) > _WAITING:
                return
            data = ForkingPickler.dumps(self._tasks[0].job)
            if worker.tasks and len(data) > _ROOM:
                return
            task = self._tasks.popleft()
            if not worker.tasks:
                worker.since = time.monotonic()
            worker.tasks.append(task)
            try:
                worker.pipe.send_bytes(data)
            except OSError:
                self._lose(worker)

    def _hire(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, work, self._workspace, self._folder), daemon=True)
        with _hold_interrupts():
            process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _listen(self, longest: float) -> None:
        """Take what comes from the workers, waiting for it no longer than so many seconds; end those that take too long."""
        now, busy = time.monotonic(), [worker for worker in self._workers if worker.tasks]
        left = min((worker.since + self._longest - now for worker in busy), default=0.0)
        ready = connection.wait([worker.pipe for worker in busy], max(0.0, min(left, longest)))
        now = time.monotonic()
        for worker in busy:
            if worker.pipe in ready:
                self._receive(worker)
            elif now - worker.since >= self._longest:
                worker.tasks.popleft().future.set_exception(TimeoutError())
                self._dismiss(worker)

    def _receive(self, worker: _Worker) -> None:
        try:
            works, problem = worker.pipe.recv()
        except (EOFError, OSError):
            self._lose(worker)
            return
        task, worker.since = worker.tasks.popleft(), time.monotonic()
        if problem:
            task.future.set_exception(RuntimeError(problem))
        else:
            task.future.set_result(works)

    def _lose(self, worker: _Worker) -> None:
        """Go on without a worker that died; its documents are tried one by one, each alone."""
        task = worker.tasks[0]
        task.deaths += 1
        if len(task.job.numbers) > 1 or task.deaths > _ALONE:
            worker.process.join()
            worker.tasks.popleft().future.set_exception(RuntimeError(f"exit code {worker.process.exitcode}"))
        self._dismiss(worker)

    def _dismiss(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        self._tasks.extendleft(reversed(worker.end()))


def hire_processes(jobs: int) -> Callable[[Workspace, Path], Processes]:
    """What finds so many processes for a workspace, given a folder for their files."""
    return lambda workspace, folder: Processes(workspace, jobs, folder)


def _serve(
    pipe: Connection[tuple[tuple[Work, ...], str], Job], make: Callable[..., tuple[Work, ...]], workspace: Workspace, folder: Path
) -> None:
    """Do one job after the other, until nobody is there to give one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the affair of the process that gives out the work.
    with suppress(EOFError, OSError):
        while True:
            job = pipe.recv()
            try:
                done = (make(workspace, job, folder), "")
            except Exception as problem:  # noqa: BLE001 (whatever it is, the process is there for the next job)
                done = ((), f"{type(problem).__name__}: {problem}")
            pipe.send(done)


@contextmanager
def _hold_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from what is started meanwhile, not even before it can say that it ignores it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415 (Windows has none)

    ensure_running()  # It would let interrupts through again.
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)


def count_processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
