"""Workers on several machines: a crew on a Dask cluster, through Dask's own executor. Called by the command.

Dask gives the work of a worker that is killed to another. A content is a task too, so that it goes to each worker once, and comes
again when a worker that had it is gone.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from generator.build.executor.base import AHEAD, LONGEST, Others
from generator.build.executor.remote import Errand, Home, name_software, run_errand, tell_difference
from generator.build.render import Job, Work
from generator.contract.loading import read_bytes
from generator.errors import Finding, InputError
from generator.workspace import PACKAGE, Workspace

_PATIENCE = 15.0
"""Seconds to wait for a scheduler, and for its first worker."""
_ABSENCE = 60.0
"""Seconds that a cluster may be without workers; one that was killed is there again in a few."""
_OFTEN = 5.0
"""Seconds between two looks at which workers there are."""
_HELD = 2000
"""How many contents workers keep in memory for jobs to come."""


def hire_cluster(address: str, forms: Iterable[str]) -> Callable[[Workspace, Path], Cluster]:
    """What finds the workers of a Dask scheduler for a workspace and the formats that are wanted.

    Raises:
        InputError: Dask isn't installed.
    """
    if find_spec("distributed") is None:
        hint = 'pip install "realisera[cluster]"'
        raise InputError(Finding("work on several machines needs dask.distributed, which isn't installed", hint=hint))
    return lambda workspace, _folder: Cluster(workspace, address, tuple(sorted(forms)))


class Cluster(Others):
    """The workers of a Dask scheduler do the work."""

    size = 8

    def __init__(self, workspace: Workspace, address: str, forms: tuple[str, ...], longest: float = LONGEST) -> None:
        """Join the cluster. A document may take `longest` seconds.

        Raises:
            InputError: there is no such scheduler, it has no workers, or one of them has other software.
        """
        super().__init__()
        self._address, self._forms, self._longest = address, forms, longest
        self._software = name_software(workspace.settings.pdf_engine, forms)
        self._client = _connect(address)
        try:
            self._check_workers(workspace.settings.pdf_engine)
        except BaseException:
            self._client.close()
            raise
        self._executor = self._client.get_executor(pure=False)
        self._held: deque[Any] = deque(maxlen=_HELD)
        own = [(name, path.read_bytes()) for name, path in workspace.files.list_own()]
        files = tuple((name, hashlib.sha256(data).hexdigest()) for name, data in own)
        self._home = Home(workspace.root, PACKAGE, workspace.settings, files)
        self._own = {digest: self._send(digest, data) for (_, digest), (_, data) in zip(files, own, strict=True)}
        self._seen = self._looked = time.monotonic()
        self.room = len(self._client.nthreads()) * AHEAD

    def close(self) -> None:
        """Take back what isn't done, and leave the cluster."""
        self._executor.shutdown(wait=False)
        self._client.close(timeout=_OFTEN)

    def _give(self, job: Job) -> Future[tuple[Work, ...]]:
        sources, contents = [], dict(self._own)
        for path in (job.source, *job.contracts):
            try:
                data = read_bytes(path)
            except InputError:
                sources.append((path, ""))  # The worker finds as little as this machine.
            else:
                digest = hashlib.sha256(data).hexdigest()
                sources.append((path, digest))
                contents[digest] = self._send(digest, data)
                self._held.append(contents[digest])
        errand = Errand(self._home, replace(job, loaded=None), tuple(sources), self._forms, self._software, self._longest)
        given: Future[tuple[Work, ...]] = self._executor.submit(run_errand, errand, *map(contents.__getitem__, errand.digests))
        return given

    def _send(self, digest: str, data: bytes) -> Any:
        """What stands for a content in tasks that need it; nothing is sent that the cluster has already."""
        import dask  # noqa: PLC0415 (only a cluster needs it)

        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            return self._client.submit(bytes, data, key=f"realisera-{digest}")

    def _wait(self, future: Future[tuple[Work, ...]]) -> BaseException | None:
        """What went wrong with a job, once it has ended.

        Raises:
            InputError: the cluster is gone, or a worker has other software.
        """
        while True:
            self._look()
            try:
                problem = future.exception(_OFTEN)
            except (FutureTimeoutError, TimeoutError):
                continue
            except CancelledError:
                message = "the scheduler at {address} is gone"
                raise InputError(self._tell_loss(message)) from None
            if problem is None and isinstance(refusal := future.result(), Finding):
                raise InputError(refusal)
            return _shorten(problem)

    def _look(self) -> None:
        """See how many workers there are now, now and then."""
        now = time.monotonic()
        if now - self._looked < _OFTEN:
            return
        self._looked = now
        try:
            workers = len(self._client.nthreads())
        except OSError:
            return  # Dask tries to reach the scheduler again, and cancels all work if it can't.
        if workers:
            self._seen, self.room = now, workers * AHEAD
        elif now - self._seen > _ABSENCE:
            message = "the scheduler at {address} has no workers any more"
            raise InputError(self._tell_loss(message))

    def _tell_loss(self, message: str) -> Finding:
        hint = "what was made is in its place; start it again, and the same command goes on from there"
        return Finding(message, hint=hint, values={"address": self._address})

    def _check_workers(self, pdf_engine: str) -> None:
        """Check that there are workers and that all have the software of this machine."""
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
        except (TimeoutError, FutureTimeoutError):
            hint = "start some on each machine: dask worker {address} --nworkers auto --nthreads 1"
            values = {"address": self._address}
            raise InputError(Finding("the scheduler at {address} has no workers", hint=hint, values=values)) from None
        answers = self._client.run(name_software, pdf_engine, self._forms, on_error="return")
        findings = [
            _tell_inability(worker, there) if isinstance(there, BaseException) else tell_difference(worker, there, self._software)
            for worker, there in sorted(answers.items())
            if there != self._software
        ]
        if findings:
            raise InputError(*findings)


def _connect(address: str) -> Any:
    """A client of the scheduler.

    Raises:
        InputError: none answers there.
    """
    from distributed import Client  # noqa: PLC0415 (1 s, which only a cluster needs)

    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # What is wrong is told as a finding.
    try:
        asyncio.run(_knock(address))
        return Client(address, timeout=_PATIENCE, set_as_default=False, name="realisera")
    except (OSError, ValueError, TypeError, ImportError) as problem:
        hint = "start one with: dask scheduler; then give its address, such as tcp://host:8786"
        values = {"address": address, "problem": str(problem) or type(problem).__name__}
        raise InputError(Finding("no scheduler answers at {address}: {problem}", hint=hint, values=values)) from problem


async def _knock(address: str) -> None:
    """See whether somebody answers: a client that could not be made waits for long before it goes."""
    from distributed.comm import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    door = await connect(address, timeout=_PATIENCE, **Security().get_connection_args("client"))
    await door.close()


def _shorten(problem: BaseException | None) -> BaseException | None:
    """The same, in few words where Dask says in many that one worker after the other died."""
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    if not isinstance(problem, KilledWorker):
        return problem
    return RuntimeError(f"{problem.allowed_failures + 1} workers in turn, {problem.last_worker.address} last")


def _tell_inability(worker: str, problem: BaseException) -> Finding:
    """That a worker can't do the work at all."""
    hint = 'install what this machine has there: pip install "realisera[cluster]"'
    values = {"worker": worker, "problem": str(problem) or type(problem).__name__}
    return Finding("the worker {worker} can't run realisera: {problem}", hint=hint, values=values)
