"""The queue between plans and an executor: jobs go out as long as there is room, results come back in order. For `pipeline`.

A process that dies or hangs takes only one document with it: the documents of its job are then submitted one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future

from generator.build.executor.base import JobExecutor
from generator.build.executor.pool import WorkerError
from generator.build.job import Job, Result
from generator.build.plan import Plan
from generator.errors import Finding

MakeJobs = Callable[[Plan, int, int], Iterable[Job]]
"""The jobs of a round of a plan, of at most so many documents each."""
Rendered = tuple[Plan, Job | None, tuple[Result, ...]]
"""What came of a job of a plan; or the plan alone, before its first job."""


class JobQueue:
    """Has the documents of plans rendered."""

    def __init__(self, start: Callable[[], JobExecutor], make_jobs: MakeJobs) -> None:
        """`start` starts the executor, when there is a first job for it."""
        self._start, self._make_jobs = start, make_jobs
        self._started: JobExecutor | None = None
        self._rounds: deque[tuple[Plan, int]] = deque()
        self._jobs: deque[tuple[Plan, Job]] = deque()
        self._running: deque[tuple[Plan, Job, Future[tuple[Result, ...]]]] = deque()

    def render(self, plans: Iterable[Plan | Result]) -> Iterator[Rendered | Result]:
        """Each plan, and later what came of its jobs in the order in which they were submitted; results are passed on.

        Documents that name files of others are rendered once whoever takes what is yielded has taken the others.
        """
        for plan in plans:
            yield plan if isinstance(plan, Result) else (plan, None, ())
            if isinstance(plan, Plan):
                self._add_round(plan, 0)
            while self._submit_jobs():
                yield self._take()
        while self._running:
            yield self._take()
            self._submit_jobs()

    def close(self) -> None:
        """End the executor, whatever it is doing."""
        if self._started:
            self._started.shutdown(cancel_futures=True)

    @property
    def _executor(self) -> JobExecutor:
        self._started = self._started or self._start()
        return self._started

    def _add_round(self, plan: Plan, number: int) -> None:
        if number < len(plan.rounds):
            self._rounds.append((plan, number))

    def _submit_jobs(self) -> bool:
        """Whether the executor is full, after it was given what there was room for."""
        while self._rounds or self._jobs:
            if len(self._running) >= self._executor.room:
                return True
            if not self._jobs:
                plan, number = self._rounds.popleft()
                self._jobs.extend((plan, job) for job in self._make_jobs(plan, number, self._executor.size))
            plan, job = self._jobs.popleft()
            self._running.append((plan, job, self._executor.submit_job(job)))
        return bool(self._running) and len(self._running) >= self._executor.room

    def _take(self) -> Rendered:
        """What came of the oldest job; waits for it."""
        plan, job, future = self._running.popleft()
        results = self._collect(job, future)
        if job.ends_round:
            self._add_round(plan, job.round + 1)
        return plan, job, results

    def _collect(self, job: Job, future: Future[tuple[Result, ...]]) -> tuple[Result, ...]:
        try:
            return future.result()
        except (TimeoutError, WorkerError) as problem:
            if len(job.numbers) == 1:
                return (Result(job.source, None, (_describe(problem),), "failed", number=job.numbers[0]),)
        parts = (job.take((number,)) for number in job.numbers)
        return tuple(result for part in parts for result in self._collect(part, self._executor.submit_job(part)))


def _describe(problem: Exception) -> Finding:
    """Why nothing came of a document."""
    if isinstance(problem, TimeoutError):
        return Finding("this document took too long, and its process was ended")
    values = {"problem": str(problem) or type(problem).__name__}
    return Finding("the process that made this document died: {problem}", values=values)
