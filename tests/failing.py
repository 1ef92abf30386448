"""Jobs that fail as processes do, in the place of what they do. A module of its own, since processes have to find it."""

from __future__ import annotations

import os
import time
from pathlib import Path

from generator.build.executor.base import render_job
from generator.build.job import Job, Result
from generator.workspace import Workspace

VICTIM = 2
"""The document of a contract that goes wrong, by its number."""


def die(workspace: Workspace, job: Job, folder: Path | None) -> tuple[Result, ...]:
    """What comes of a job, unless the process dies of it."""
    if is_victim(job):
        os._exit(1)
    return render_job(workspace, job, folder)


def hang(workspace: Workspace, job: Job, folder: Path | None) -> tuple[Result, ...]:
    """What comes of a job, unless it never ends."""
    while is_victim(job):
        time.sleep(1)
    return render_job(workspace, job, folder)


def is_victim(job: Job) -> bool:
    """Whether what goes wrong is a part of a job."""
    return VICTIM in job.numbers and job.source.stem == "surgical-instruments"
