"""Workers on several machines: the executor of a Dask cluster, over Dask's own. Started by the command.

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
from importlib.util import find_spec
from threading import Event, Lock, Thread
from typing import Any, ParamSpec, TypeVar

from msgspec.structs import replace

from generator.build.executor.base import JobExecutor, StartExecutor
from generator.build.executor.pool import AHEAD, LONGEST, WorkerError
from generator.build.executor.remote import RemoteJob, RemoteWorkspace, name_software, run_remote_job, tell_difference
from generator.build.job import Job, Result
from generator.contract.loading import read_bytes
from generator.errors import Finding, InputError
from generator.files.extras import write_install_command
from generator.masking.case import MaskedCase
from generator.masking.reports import MaskedReportCase
from generator.workspace import PACKAGE, Workspace, list_plugins

P = ParamSpec("P")
T = TypeVar("T")

_PATIENCE = 15.0
"""Seconds to wait for a scheduler, and for its first worker."""
_ABSENCE = 60.0
"""Seconds that a cluster may be without workers; one that was killed is there again in a few."""
_OFTEN = 5.0
"""Seconds between two looks at which workers there are."""
_HELD = 2000
"""How many contents workers keep in memory for jobs to come."""


def start_dask(address: str, forms: Iterable[str]) -> StartExecutor:
    """What connects to a Dask scheduler for a workspace and the formats that are wanted.

    Raises:
        InputError: Dask isn't installed.
    """
    if find_spec("distributed") is None:
        hint, values = "install it: {command}", {"command": write_install_command("cluster")}
        raise InputError(
            Finding("work on several machines needs dask.distributed, which isn't installed", hint=hint, values=values)
        )
    return lambda workspace, _folder: DaskExecutor(workspace, address, tuple(sorted(forms)))


class DaskExecutor(JobExecutor):
    """Renders by the workers of a Dask scheduler."""

    size = 8

    def __init__(self, workspace: Workspace, address: str, forms: tuple[str, ...], longest: float = LONGEST) -> None:
        """Join the cluster. A document may take `longest` seconds.

        Raises:
            InputError: there is no such scheduler, it has no workers, or one of them has other software.
        """
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
        plugins = tuple(plugin.folder for plugin in list_plugins().used)
        self._workspace = RemoteWorkspace(workspace.root, PACKAGE, plugins, workspace.settings, files)
        self._own = {digest: self._send(digest, data) for (_, digest), (_, data) in zip(files, own, strict=True)}
        self.room = len(self._client.nthreads()) * AHEAD
        self._pending: set[Future[Any]] = set()
        self._lock = Lock()
        self._is_over = Event()
        self._watch = Thread(target=self._watch_workers, daemon=True)
        self._watch.start()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """What will come of a call on one of the workers.

        Its future raises an `InputError` where the cluster is gone or a worker refuses, and a `WorkerError` for all else.
        """
        promised: Future[T] = Future()
        self._pending.add(promised)
        given: Future[T] = self._executor.submit(fn, *args, **kwargs)
        given.add_done_callback(lambda given: self._settle(promised, given))
        return promised

    def submit_job(self, job: Job) -> Future[tuple[Result, ...]]:
        """What will come of a job."""
        sources, contents = [], dict(self._own)
        # A contract that is masked goes as it is then; what is hidden in its file stays here.
        is_masked = isinstance(job.case, MaskedCase | MaskedReportCase)
        for path in (*(() if is_masked else (job.source,)), *job.contracts):
            try:
                data = read_bytes(path)
            except InputError:
                sources.append((path, ""))  # The worker finds as little as this machine.
            else:
                digest = hashlib.sha256(data).hexdigest()
                sources.append((path, digest))
                contents[digest] = self._send(digest, data)
                self._held.append(contents[digest])
        job = job if is_masked else replace(job, case=None)
        remote = RemoteJob(self._workspace, job, tuple(sources), self._forms, self._software, self._longest)
        rendered: Future[Any] = self.submit(run_remote_job, remote, *map(contents.__getitem__, remote.digests))
        return rendered

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 (as the interface has it)
        """Leave the cluster: once all is done, or at once, where futures are to be cancelled."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._is_over.set()
        self._client.close(timeout=_OFTEN)

    def _send(self, digest: str, data: bytes) -> Any:
        """What stands for a content in tasks that need it; nothing is sent that the cluster has already."""
        import dask  # noqa: PLC0415 (only a cluster needs it)

        with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
            return self._client.submit(bytes, data, key=f"realisera-{digest}")

    def _settle(self, promised: Future[Any], given: Future[Any]) -> None:
        """Pass on what came of a call."""
        try:
            outcome = given.result()
        except CancelledError:
            self._fail(promised, InputError(self._describe_loss(Finding("the scheduler at {address} is gone"))))
        except Exception as problem:  # noqa: BLE001 (whatever it is, the others go on)
            self._fail(promised, WorkerError(_shorten(problem)))
        else:
            if isinstance(outcome, Finding):
                self._fail(promised, InputError(outcome))
            elif self._is_pending(promised):
                promised.set_result(outcome)

    def _fail(self, promised: Future[Any], problem: Exception) -> None:
        if self._is_pending(promised):
            promised.set_exception(problem)

    def _is_pending(self, promised: Future[Any]) -> bool:
        """Whether nothing was told of a call before; from now on, something is."""
        with self._lock:
            is_pending = promised in self._pending
            self._pending.discard(promised)
            return is_pending

    def _watch_workers(self) -> None:
        """See how many workers there are, now and then; where there are none for too long, nothing more will come."""
        seen = time.monotonic()
        while not self._is_over.wait(_OFTEN):
            try:
                workers = len(self._client.nthreads())
            except (OSError, ValueError, RuntimeError):
                continue  # Dask tries to reach the scheduler again, and cancels all work if it can't.
            if workers:
                seen, self.room = time.monotonic(), workers * AHEAD
            elif time.monotonic() - seen > _ABSENCE:
                loss = InputError(self._describe_loss(Finding("the scheduler at {address} has no workers any more")))
                for promised in tuple(self._pending):
                    self._fail(promised, loss)

    def _describe_loss(self, finding: Finding) -> Finding:
        """The finding, with what it is about and what to do."""
        hint = "what was made is in its place; start it again, and the same command goes on from there"
        return replace(finding, hint=hint, values={"address": self._address})

    def _check_workers(self, pdf_engine: str) -> None:
        """Refuse a cluster without workers, or with one that has other software than this machine.

        One that goes away meanwhile isn't asked again: whoever comes for it is held against this machine with its first job.

        Raises:
            InputError: with what is wrong.
        """
        from distributed.comm import CommClosedError  # noqa: PLC0415 (as for the client)

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
            if there != self._software and not isinstance(there, CommClosedError)
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
        values = {"address": address}
        raise InputError(Finding("no scheduler answers at {address}", hint=hint, values=values)) from problem


async def _knock(address: str) -> None:
    """See whether somebody answers: a client that could not be made waits for long before it goes."""
    from distributed.comm import connect  # noqa: PLC0415
    from distributed.security import Security  # noqa: PLC0415

    door = await connect(address, timeout=_PATIENCE, **Security().get_connection_args("client"))
    await door.close()


def _shorten(problem: Exception) -> str:
    """What went wrong, in few words where Dask says in many that one worker after the other died."""
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    if isinstance(problem, KilledWorker):
        return f"{problem.allowed_failures + 1} workers in turn, {problem.last_worker.address} last"
    return str(problem) or type(problem).__name__


def _tell_inability(worker: str, problem: BaseException) -> Finding:
    """That a worker can't do the work at all."""
    hint = "install the same realisera there, and: {command}"
    values = {"worker": worker, "problem": str(problem) or type(problem).__name__, "command": write_install_command("cluster")}
    return Finding("the worker {worker} can't run realisera: {problem}", hint=hint, values=values)
