"""Several processes of this machine that render. Started by the command."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from generator.build.executor.base import JobExecutor, StartExecutor, render_job
from generator.build.executor.pool import LONGEST, ProcessPool
from generator.build.job import Job, Result
from generator.workspace import Workspace

_ATTEMPTS = 2
"""How often a job of one document is tried whose process dies: it may have died of something else."""


class ProcessExecutor(ProcessPool, JobExecutor):
    """Renders in several processes."""

    size = 8

    def __init__(self, workspace: Workspace, jobs: int, folder: Path, longest: float = LONGEST) -> None:
        """Use so many processes, each started when it is needed.

        Bytes that they make go into files in `folder`. A job may take `longest` seconds.
        """
        super().__init__(jobs, longest, module=render_job.__module__)
        self._workspace, self._folder = workspace, folder

    def submit_job(self, job: Job) -> Future[tuple[Result, ...]]:
        """What will come of a job."""
        attempts = _ATTEMPTS if len(job.numbers) == 1 else 1
        return self.submit_attempts(attempts, render_job, self._workspace, job, self._folder)


def start_processes(jobs: int) -> StartExecutor:
    """What starts so many processes for a workspace."""
    return lambda workspace, folder: ProcessExecutor(workspace, jobs, folder)
