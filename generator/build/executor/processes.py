"""Several processes of this machine that render. Started by the command."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

from generator import documents
from generator.build.executor.base import JobExecutor, StartExecutor, render_job
from generator.build.executor.pool import LONGEST, ProcessPool
from generator.build.job import Job, Result
from generator.rendering import list_modules
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
        super().__init__(jobs, longest, modules=[render_job.__module__])
        self._workspace, self._folder = workspace, folder
        self._knows_needs = False

    def submit_job(self, job: Job) -> Future[tuple[Result, ...]]:
        """What will come of a job."""
        if not self._knows_needs:
            self._knows_needs = True
            self.load_first(list_needs(job, self._workspace.settings.pdf_engine))
        attempts = _ATTEMPTS if len(job.numbers) == 1 else 1
        return self.submit_attempts(attempts, render_job, self._workspace, job, self._folder)


def list_needs(job: Job, pdf_engine: str) -> Iterator[str]:
    """The modules that documents like those of a job need: their types, which this process has loaded, and their writers."""
    yield from (name for name in tuple(sys.modules) if name.startswith(f"{documents.__name__}."))
    forms = {form for order in job.orders for form in order.document.formats if form in (order.formats or (form,))}
    yield from list_modules(sorted(forms), pdf_engine)


def start_processes(jobs: int) -> StartExecutor:
    """What starts so many processes for a workspace."""
    return lambda workspace, folder: ProcessExecutor(workspace, jobs, folder)
