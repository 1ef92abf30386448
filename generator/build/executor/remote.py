"""Jobs for other machines: files that travel by content hash, and what is made of them there. Called by `dask`, on both sides.

A worker has this program, and no file of the user's. Each file that it gets lies in a temporary folder under its SHA-256 for as
long as the worker lives; what it tells of a file names the user's own.
"""

from __future__ import annotations

import faulthandler
import hashlib
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from threading import Lock

from msgspec import Struct

from generator.build.executor.base import render_job
from generator.build.fingerprints import name_product
from generator.build.job import Job, Result
from generator.errors import Finding
from generator.rendering.engines import choose_engine
from generator.rendering.other_fonts import name_packages
from generator.workspace import PACKAGE, Files, Settings, Workspace, list_plugins

_NOWHERE = "unreadable"
"""The name of a copy of what can't be read; there is no such file."""


class RemoteWorkspace(Struct, frozen=True):
    """A workspace as the user's machine has it."""

    root: Path | None
    package: Path
    """Where the product's own files are there."""
    plugins: tuple[Path, ...]
    """Likewise those of plug-ins, which a worker has too."""
    settings: Settings
    files: tuple[tuple[str, str], ...]
    """Names of the workspace's own files, each with its SHA-256."""

    @property
    def digest(self) -> str:
        """SHA-256 over the names and contents of its files."""
        return hashlib.sha256(repr(self.files).encode()).hexdigest()


class RemoteJob(Struct, frozen=True):
    """A job for a worker that has none of the user's files."""

    workspace: RemoteWorkspace
    job: Job
    sources: tuple[tuple[Path, str], ...]
    """The files that the job is made from, each with its SHA-256, or nothing where it can't be read."""
    forms: tuple[str, ...]
    software: tuple[str, ...]
    """What the worker must have too, as `name_software` says it."""
    longest: float
    """Seconds that a document may take."""

    @property
    def digests(self) -> tuple[str, ...]:
        """What it needs of contents, each once."""
        return tuple(dict.fromkeys(digest for _, digest in (*self.workspace.files, *self.sources) if digest))


class FileStore:
    """Files by their SHA-256, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: set[str] = set()
        self._laid: set[str] = set()
        """The workspaces that are whole."""
        self.copies: dict[Path, Path] = {}
        """Where the files of the job at hand are, by their paths on the user's machine."""

    def keep(self, digest: str, data: bytes) -> None:
        """Keep what has that digest, unless it is kept already.

        Raises:
            ValueError: it has another: something went wrong on its way.
        """
        if digest in self._kept:
            return
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError(f"the file {digest} was damaged on its way")
        (self._folder / digest).write_bytes(data)
        self._kept.add(digest)

    def find(self, digest: str) -> Path:
        """Where a file is kept; a place where none is if `digest` is nothing."""
        return self._folder / (digest or _NOWHERE)

    def set_up(self, remote: RemoteWorkspace) -> Workspace:
        """The workspace in a folder of this machine, told of as the user's own."""
        root = self._folder / "workspaces" / remote.digest
        if remote.digest not in self._laid:
            root.mkdir(parents=True, exist_ok=True)
            for name, digest in remote.files:
                self._lay(self.find(digest), root / name)
            self._laid.add(remote.digest)
        original = remote.root or remote.package
        plugins = zip((plugin.folder for plugin in list_plugins().used), remote.plugins, strict=True)
        layers = ((root, original), *plugins, (PACKAGE, remote.package))
        return Workspace(remote.root, remote.settings, Files(root, layers, self.copies))

    def _lay(self, kept: Path, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)  # A part of it may be there, of when there was no room.
        try:
            place.hardlink_to(kept)
        except OSError:  # Some file systems know no links.
            shutil.copyfile(kept, place)


_lock = Lock()
_store: FileStore | None = None


def run_remote_job(remote: RemoteJob, *contents: bytes) -> tuple[Result, ...] | Finding:
    """What comes of a job on this machine, given the contents that it needs in order; or why it can't be done here."""
    here = name_software(remote.workspace.settings.pdf_engine, remote.forms)
    if here != remote.software:
        return tell_difference(socket.gethostname(), here, remote.software)
    with _lock:  # A process has one builder, however many threads a worker has.
        try:
            store = _open_store()
            for digest, data in zip(remote.digests, contents, strict=True):
                store.keep(digest, data)
            store.copies.clear()
            store.copies.update((path, store.find(digest)) for path, digest in remote.sources)
            workspace = store.set_up(remote.workspace)
        except OSError as problem:
            return _tell_trouble(problem)
        return tuple(_render(remote, workspace))


def _render(remote: RemoteJob, workspace: Workspace) -> Iterator[Result]:
    """What comes of each document; a process that one takes too long in is ended, and another takes its place."""
    for number in remote.job.numbers:
        faulthandler.dump_traceback_later(remote.longest, exit=True, file=sys.__stderr__ or sys.stderr)
        try:
            yield from render_job(workspace, remote.job.take((number,)), None)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _tell_trouble(problem: OSError) -> Finding:
    """That a worker can't keep the files that it works on: it would fail with all others too."""
    return Finding(
        "the worker {worker} can't keep the files that it is given: {problem}",
        hint="make room there, or end that worker; what was made is in its place, and the same command goes on from there",
        values={"worker": socket.gethostname(), "problem": problem.strerror or str(problem)},
    )


def _open_store() -> FileStore:
    """The store of this process, in the folder that Dask clears away even after a worker that was killed."""
    global _store  # noqa: PLW0603 (a process is a store)
    if _store is None:
        from distributed import get_worker  # noqa: PLC0415 (only a worker has it for sure)

        _store = FileStore(Path(tempfile.mkdtemp(prefix="realisera-", dir=get_worker().local_directory)))
    return _store


@cache
def name_software(pdf_engine: str, forms: tuple[str, ...]) -> tuple[str, ...]:
    """All of this machine that bytes depend on: this program, the files that come with it, and what makes the formats."""
    engines = (choose_engine(form, pdf_engine).signature for form in forms)
    return (f"{name_product()} {Files().digest[:16]}", name_packages(), *engines)


def tell_difference(worker: str, there: tuple[str, ...], here: tuple[str, ...]) -> Finding:
    """That a worker would make other bytes than this machine."""
    differing = [(other, own) for other, own in zip(there, here, strict=True) if other != own]
    return Finding(
        "the worker {worker} has {there}, and this machine has {here}",
        hint="install the same on all machines and start the workers again; --pdf-engine names an engine that all have",
        values={
            "worker": worker,
            "there": "; ".join(other for other, _ in differing),
            "here": "; ".join(own for _, own in differing),
        },
    )
