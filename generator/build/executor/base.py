"""Who does the work: this process, several on this machine, or a cluster. Called by `pipeline`.

A crew takes jobs and gives back what came of each in the order in which they were given. A worker that dies or hangs takes only
its document with it: the documents of its job are then given out one by one.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from generator.build.render import Job, Work, Workshop
from generator.errors import Finding
from generator.workspace import Workspace

LONGEST = 120.0
"""Seconds that a job may take before its documents are given out one by one, and then each of these; our slowest takes two."""
AHEAD = 3
"""How many jobs wait for each worker, so that none is idle."""


class Crew(Protocol):
    """Takes jobs, and gives back what came of each."""

    room: int
    """How many jobs it takes before it is full."""
    size: int
    """How many documents a job should have."""

    def __len__(self) -> int:
        """How many jobs it has that nobody has taken back."""

    def submit(self, job: Job) -> None:
        """Take a job."""

    def take(self) -> tuple[Job, tuple[Work, ...]]:
        """The oldest job, and what came of it; waits for it."""

    def close(self) -> None:
        """Let the workers go, whatever they are doing."""


class Alone:
    """This process does the work itself, a document at a time."""

    room = 1
    size = 1

    def __init__(self, workshop: Workshop) -> None:
        self._workshop = workshop
        self._jobs: deque[Job] = deque()

    def __len__(self) -> int:
        return len(self._jobs)

    def submit(self, job: Job) -> None:
        """Take a job."""
        self._jobs.append(job)

    def take(self) -> tuple[Job, tuple[Work, ...]]:
        """The oldest job, done now."""
        job = self._jobs.popleft()
        return job, self._workshop.make(job)

    def close(self) -> None:
        """Return at once: there is no process to end."""


class Others(ABC):
    """Others do the work, several jobs at once."""

    room: int
    size: int

    def __init__(self) -> None:
        self._given: deque[tuple[Job, Future[tuple[Work, ...]]]] = deque()

    def __len__(self) -> int:
        return len(self._given)

    def submit(self, job: Job) -> None:
        """Give a job to the next worker that is free."""
        self._given.append((job, self._give(job)))

    def take(self) -> tuple[Job, tuple[Work, ...]]:
        """The oldest job, and what came of it."""
        job, future = self._given.popleft()
        finding = self._find_failure(future)
        if finding is None:
            return job, future.result()
        if len(job.numbers) == 1:
            return job, (Work(job.numbers[0], (), findings=(finding,)),)
        return job, tuple(work for number in job.numbers for work in self._retry(replace(job, numbers=(number,))))

    def _retry(self, job: Job) -> tuple[Work, ...]:
        future = self._give(job)
        finding = self._find_failure(future)
        return future.result() if finding is None else (Work(job.numbers[0], (), findings=(finding,)),)

    def _find_failure(self, future: Future[tuple[Work, ...]]) -> Finding | None:
        """Why nothing came of a job, once it has ended."""
        problem = self._wait(future)
        if problem is None:
            return None
        if isinstance(problem, (TimeoutError, FutureTimeoutError)):
            return Finding("this document took too long, and its process was ended")
        values = {"problem": str(problem) or type(problem).__name__}
        return Finding("the process that made this document died: {problem}", values=values)

    def _wait(self, future: Future[tuple[Work, ...]]) -> BaseException | None:
        """What went wrong with a job, once it has ended."""
        return future.exception()

    @abstractmethod
    def _give(self, job: Job) -> Future[tuple[Work, ...]]:
        """What will come of a job."""

    @abstractmethod
    def close(self) -> None:
        """Let the workers go, whatever they are doing."""


_workshop: Workshop | None = None


def work(workspace: Workspace, job: Job, folder: Path | None, copies: Mapping[Path, Path] | None = None) -> tuple[Work, ...]:
    """What comes of a job, in a workshop that this process keeps for the next, as `Workshop.make` says."""
    global _workshop  # noqa: PLW0603 (a process is a workshop)
    if _workshop is None or _workshop.workspace != workspace:
        _workshop = Workshop(workspace)
    return _workshop.make(job, folder, copies)
