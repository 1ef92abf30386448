"""Makes documents the way the command does, for tests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from generator.build.job import Result
from generator.build.orders import make_orders
from generator.errors import Finding
from generator.output.journal import MANIFEST
from generator.output.store import STORE
from generator.pipeline import Pipeline
from generator.workspace import find_workspace

ON = date(2026, 11, 22)
ALL_LANGUAGES = ("sv", "en", "sv+en")
LOCK = ".manifest.json.lock"
"""What runs at once leave beside a manifest."""
REMARKS = {
    "no sample": "nobody has decided which products {activity} looks at, so a proposal stands in the document",
    "no letter": "the output folder has no letter of the step {letter} of {deviation}, and the record says so",
}
"""What an officer is told of a document, and which stands in none."""
_TOLD = {
    "cleaning": {"this text has no translation, so {document} in {language} shows it in its own language"},
    "surgical-instruments": {REMARKS["no sample"]},
    "wound-care": {REMARKS["no sample"]},
}
"""What is told of the examples that leave something out."""


def make_all(  # noqa: PLR0913 (what the command's options are)
    sources: Iterable[Path],
    out: Path,
    languages: tuple[str, ...] = ALL_LANGUAGES,
    formats: tuple[str, ...] = (),
    document: str = "all",
    *,
    pdf_engine: str | None = None,
    **changes: object,
) -> list[Result]:
    """Every document of the sources, or those of one kind, written into `out`."""
    sources = list(sources)
    orders = make_orders(document, on=ON, languages=languages, formats=formats, **changes)
    results = Pipeline(find_workspace(*sources).override(pdf_engine=pdf_engine), out).generate(orders, sources)
    return [result for result in results if result.state != "left_out"]  # What doesn't fit on the day is told, and not made.


def list_complaints(outcomes: Iterable[Result]) -> list[Finding]:
    """What is wrong with documents that were made: all that was told but remarks."""
    return [finding for outcome in outcomes for finding in outcome.findings if finding.message not in REMARKS.values()]


def share_making(workspace: Path, folder: Path, formats: tuple[str, ...] = (), pdf_engine: str | None = None) -> Path:
    """All documents of a workspace, in every language, made once for all processes that share a folder.

    Each process makes what no other is at, and then waits for what others are at.
    """
    out, sources = folder / "made", list_sources(workspace)
    folder.mkdir(parents=True, exist_ok=True)
    for timeout in (0, -1):
        for source in sources:
            try:
                with FileLock(folder / f"{source.stem}.lock", timeout=timeout):
                    _make_once(source, out, folder / f"{source.stem}.done", formats, pdf_engine)
            except Timeout:
                continue
    (out / LOCK).unlink(missing_ok=True)
    return out


def _make_once(source: Path, out: Path, done: Path, formats: tuple[str, ...], pdf_engine: str | None) -> None:
    if done.exists():
        return
    outcomes = make_all([source], out, formats=formats, pdf_engine=pdf_engine)
    findings = [finding for outcome in outcomes for finding in outcome.findings]
    assert {finding.message for finding in findings} == _TOLD.get(source.stem, set())
    assert {finding.place.file for finding in findings if finding.place} <= {str(source)}
    done.touch()


def list_sources(workspace: Path) -> list[Path]:
    """The contracts and the reports of a workspace, as the command takes them."""
    return [path for room in ("contracts", "reports") for path in sorted((workspace / room).glob("*.yaml"))]


def lose_manifest(out: Path) -> None:
    """Take away all that tells what was made into `out`."""
    for name in (MANIFEST, STORE):
        (out / name).unlink(missing_ok=True)


def read_files(out: Path) -> dict[str, bytes]:
    """All files below `out`, by path, but stores, whose bytes tell how they came about; `read_entries` tells what they hold."""
    found = (path for path in sorted(out.rglob("*")) if path.is_file() and path.name != STORE)
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in found}


@contextmanager
def mount(place: Path, size: str) -> Iterator[None]:
    """A disk of that size at a place."""
    place.mkdir()
    if (
        not shutil.which("mount")
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("nothing may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)
