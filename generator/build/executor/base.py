"""What executors have in common, and the one that does all in this process. Called by `pipeline` and by the other executors."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import ParamSpec, TypeVar

from generator.build.job import Job, Result
from generator.build.render import Builder
from generator.workspace import Workspace

P = ParamSpec("P")
T = TypeVar("T")


class JobExecutor(Executor):
    """An executor for jobs. Their futures may raise `TimeoutError` and `WorkerError`, which concern that job alone."""

    room: int
    """How many jobs it takes before it is full."""
    size: int
    """How many documents a job should have."""

    @abstractmethod
    def submit_job(self, job: Job) -> Future[tuple[Result, ...]]:
        """What will come of a job."""


StartExecutor = Callable[[Workspace, Path], JobExecutor]
"""Starts the executor for a workspace, given a folder for files that aren't published yet."""


class LocalExecutor(JobExecutor):
    """Renders in this process, a document at a time, when it is submitted."""

    room = 1
    size = 1

    def __init__(self, builder: Builder) -> None:
        self._builder = builder

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What came of a call."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as problem:  # noqa: BLE001 (who asks for the result gets it)
            future.set_exception(problem)
        return future

    def submit_job(self, job: Job) -> Future[tuple[Result, ...]]:
        """What came of a job."""
        return self.submit(self._builder.render, job)


_builder: Builder | None = None


def render_job(workspace: Workspace, job: Job, folder: Path | None) -> tuple[Result, ...]:
    """What comes of a job, by a builder that this process keeps for the next, as `Builder.render` says."""
    global _builder  # noqa: PLW0603 (one for each process)
    if _builder is None or _builder.workspace != workspace:
        _builder = Builder(workspace)
    return _builder.render(job, folder)
