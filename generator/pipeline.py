"""How a contract becomes documents: load, plan, render, write. The first file to read; called by `cli`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from generator.build.bundle import pack_files
from generator.build.executor.base import Alone, Crew
from generator.build.fingerprints import name_product
from generator.build.plan import Order, PlannedDocument
from generator.build.render import Job, Plan, Work, Workshop
from generator.build.source import Ids
from generator.contract.case import check_languages, check_name
from generator.contract.loading import LoadedContract, LoadedReport, load_source, read_bytes
from generator.documents import MadeFile
from generator.errors import Finding, InputError, Place, RealiseraError
from generator.output.journal import SourceRecord
from generator.output.manifest import Manifest, sum_up
from generator.output.publish import Outcome, Placing, Tally
from generator.rendering import name_engine
from generator.workspace import Workspace

Choice = Callable[[LoadedContract | LoadedReport], Sequence[Order]]
"""What is ordered of a source."""


class Pipeline:
    """Makes documents. Keeps compiled texts, layouts and fonts for as long as it lives."""

    def __init__(
        self, workspace: Workspace, out: Path, *, force: bool = False, hire: Callable[[Workspace, Path], Crew] | None = None
    ) -> None:
        """Documents go to `out`; with `force` also over files that were changed by hand.

        `hire` finds the workers, given a folder for files that have no place yet; without it this process does all itself.
        """
        self.workspace = workspace
        self.out = out
        self.force = force
        self.hire = hire
        self.workshop = Workshop(workspace)

    def generate(self, orders: Sequence[Order], sources: Iterable[Path]) -> Iterator[Outcome]:
        """Make all that is ordered of each source, telling of every file; what fails stops nothing else.

        Raises:
            InputError: the output folder has a manifest that isn't one of ours, or another run was at it for too long.
        """
        yield from self.run(sources, lambda _loaded: orders)

    def run(self, sources: Iterable[Path], choose: Choice, request: str = "", forms: Iterable[str] = ()) -> Generator[Outcome]:
        """Make of each source what `choose` orders of it, as `generate` does.

        Args:
            sources: contract and report files.
            choose: what is ordered of each.
            request: all that orders follow from beside the source, in words; a source of which the same was made before is
                then known without being read. Nothing where that isn't wanted.
            forms: the formats that are wanted.

        Raises:
            InputError: as for `generate`.
        """
        manifest = Manifest(self.out)
        try:
            run = _Run(self, manifest, choose, self._make_key(request, forms) if request else "")
            yield from run.go(sources)
        finally:
            manifest.close()

    def check(self, orders: Sequence[Order], loaded: LoadedContract) -> None:
        """Check that all that is ordered of a contract can be composed; not a byte is written.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        try:
            plan = self.workshop.plan(loaded, orders)
            for planned in plan.documents:
                self.workshop.compose(planned, plan)
        except RealiseraError as problem:
            raise InputError(*loaded.locate(problem.findings)) from problem

    def _make_key(self, request: str, forms: Iterable[str]) -> str:
        """A digest of all that documents may depend on beside their source."""
        settings, files = self.workspace.settings, self.workspace.files
        engines = [name_engine(form, settings.pdf_engine) for form in sorted(forms)]
        known = asdict(settings) | {"letterhead": dict(settings.letterhead)}
        parts = [request, name_product(), files.digest, engines, known]
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class _Progress:
    """How far a source has come."""

    path: Path
    plan: Plan
    orders: tuple[Order, ...]
    key: str
    later: tuple[int, ...]
    """The documents that name files of others, and so come after them."""
    carried: bytes = b""
    """The source file itself, where PDFs are to carry it."""
    left: int = 0
    """How many of its documents are at work."""
    cites: frozenset[str] = frozenset()
    cited: tuple[MadeFile, ...] = ()
    """The files that these name."""
    tally: Tally = field(default_factory=Tally)


class _Run:
    """One run over sources."""

    def __init__(self, pipeline: Pipeline, manifest: Manifest, choose: Choice, key: str) -> None:
        self._workspace, self._workshop, self._hire = pipeline.workspace, pipeline.workshop, pipeline.hire
        self._manifest, self._choose, self._key = manifest, choose, key
        self._out = pipeline.out
        self._placing = Placing(pipeline.workspace, pipeline.out, manifest, force=pipeline.force)
        self._ids = Ids()
        self._crew: Crew | None = None
        self._ended: list[_Progress] = []
        """Sources whose documents are done, but may wait for their places."""
        self._at_work: dict[tuple[Path, tuple[int, ...]], _Progress] = {}

    def go(self, sources: Iterable[Path]) -> Iterator[Outcome]:
        """Make all, telling of every file."""
        try:
            for source in sources:
                yield from self._start(source)
            while self._crew and len(self._crew):
                yield from self._finish(*self._crew.take())
            yield from self._place_all()
        finally:
            if self._crew is not None:  # One without jobs is false.
                self._crew.close()

    def _start(self, source: Path) -> Iterator[Outcome]:
        """Load and plan a source and give it to the crew, unless all of it is known to be there."""
        loaded: LoadedContract | LoadedReport | None = None
        try:
            _refuse(*check_name(source))
            key = self._make_key(source)
            if record := self._manifest.find_source(source, key) if key else None:
                _refuse(*self._ids.claim(record.id, str(source), Place(str(source))))
                yield from (Outcome(source, self._out / path, (), "unchanged") for path in record.files)
                return
            loaded = load_source(source)
            _refuse(*self._ids.check(loaded))
            orders = tuple(self._choose(loaded))
            if isinstance(loaded, LoadedContract) and not all(order.languages for order in orders):
                _refuse(*check_languages(loaded, self._workspace.files))
            plan = self._workshop.plan(loaded, orders)
            carried = _read_carried(source, orders, loaded)
        except RealiseraError as problem:
            yield Outcome(source, None, loaded.locate(problem.findings) if loaded else problem.findings, "failed")
            return
        if plan.findings:
            yield Outcome(source, None, plan.findings, "failed")
        self._workshop.remember(source, orders, plan)
        later = tuple(number for number, planned in enumerate(plan.documents) if planned.document.cites)
        progress = _Progress(source, plan, orders, key if isinstance(loaded, LoadedContract) else "", later, carried)
        yield from self._give(progress, tuple(number for number in range(len(plan.documents)) if number not in later))

    def _make_key(self, source: Path) -> str:
        """A digest of a source and all that its documents may depend on; nothing where the run doesn't ask for it."""
        if not self._key:
            return ""
        try:
            return hashlib.sha256(self._key.encode() + source.read_bytes()).hexdigest()
        except OSError:
            return ""  # Why it can't be read is told when it is loaded.

    def _give(self, progress: _Progress, numbers: tuple[int, ...]) -> Iterator[Outcome]:
        """Give documents to the crew; those that name files of others once these have their places."""
        if not numbers and progress.later:
            yield from self._place_all()
            numbers, progress.later = progress.later, ()
        if not numbers:
            yield from self._end(progress)
            return
        if self._crew is None:
            self._crew = self._find_crew()
        plan = progress.plan
        progress.cites = frozenset(slug for number in numbers for slug in plan.documents[number].document.cites)
        progress.cited = self._manifest.list_files(plan.loaded.id, progress.cites) if progress.cites else ()
        contracts, loaded = (plan.loaded.contracts, None) if isinstance(plan.loaded, LoadedReport) else ((), plan.loaded)
        progress.left = len(numbers)
        for start in range(0, len(numbers), self._crew.size):
            part = numbers[start : start + self._crew.size]
            paths = [file.path for number in part for file in plan.documents[number].files]
            known = self._manifest.find_fingerprints(paths)
            job = Job(
                progress.path,
                plan.loaded.sha256,
                progress.orders,
                part,
                known,
                progress.cited,
                contracts,
                progress.carried,
                loaded,
            )
            self._at_work[job.source, job.numbers] = progress
            self._crew.submit(job)
            while len(self._crew) >= self._crew.room:
                yield from self._finish(*self._crew.take())

    def _find_crew(self) -> Crew:
        if self._hire is None:
            return Alone(self._workshop)
        self._manifest.begin()
        return self._hire(self._workspace, self._manifest.folder)

    def _finish(self, job: Job, works: Iterable[Work]) -> Iterator[Outcome]:
        """Take what came of a job."""
        progress = self._at_work.pop((job.source, job.numbers))
        for work in works:
            progress.left -= 1
            yield from self._take(progress, work)
        if self._placing.is_due:
            yield from self._place_all()
        if not progress.left:
            yield from self._give(progress, ())

    def _take(self, progress: _Progress, work: Work) -> Iterator[Outcome]:
        """Take what came of a document; warnings are told once, with its first file."""
        path, tally, planned = progress.path, progress.tally, progress.plan.documents[work.number]
        if work.findings:
            tally.is_whole = False
            yield Outcome(path, None, _name(planned, work.findings), "failed")
        warnings = work.warnings
        for product in work.products:
            if product.findings:
                tally.is_whole = False
                yield Outcome(path, None, (*warnings, *product.findings), "failed")
            else:
                yield from self._placing.take(path, planned, product, warnings, tally)
            warnings = ()

    def _end(self, progress: _Progress) -> Iterator[Outcome]:
        """Make the archives of a source whose documents are done, and remember it if all of it could be made."""
        plan, tally = progress.plan, progress.tally
        if any(planned.archive_path for planned in plan.documents):
            yield from self._place_all()
        for archive in pack_files(plan.documents, self._out, self._manifest.find_fingerprints(tally.files)):
            outcome = self._placing.place_archive(progress.path, archive)
            tally.is_whole &= outcome.path is not None
            tally.files.append(archive.file.path)
            yield outcome
        self._ended.append(progress)

    def _place_all(self) -> Iterator[Outcome]:
        """Give each file that waits its place, and remember the sources all of whose files have theirs."""
        yield from self._placing.place_all()
        ended, self._ended = self._ended, []
        for each in ended:
            if each.key and each.tally.is_whole and not each.plan.findings:
                files, cites = tuple(sorted(each.tally.files)), tuple(sorted(each.cites))
                known = SourceRecord(
                    self._manifest.name_source(each.path), each.plan.loaded.id, each.key, files, cites, sum_up(each.cited)
                )
                self._manifest.add_source(known)


def _read_carried(source: Path, orders: Iterable[Order], loaded: LoadedContract | LoadedReport) -> bytes:
    """The source file itself, as it was when it was loaded, where PDFs are to carry it.

    Raises:
        InputError: it has changed since.
    """
    if not any(order.with_source for order in orders):
        return b""
    data = read_bytes(source)
    if hashlib.sha256(data).hexdigest() != loaded.sha256:
        raise InputError(Finding("this file was changed while documents were made of it", Place(str(source))))
    return data


def _name(planned: PlannedDocument, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; one that says nowhere what it is about is about the document."""
    name = planned.files[0].path.rpartition(".")[0]
    return tuple(finding if finding.place or finding.subject else replace(finding, subject=name) for finding in findings)


def _refuse(*findings: Finding) -> None:
    if findings:
        raise InputError(*findings)
