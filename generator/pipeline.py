"""How contracts become documents: open, plan, render, publish. The first file to read; called by `cli`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.build.claims import Ids
from generator.build.executor.base import JobExecutor, LocalExecutor, StartExecutor
from generator.build.executor.queue import JobQueue
from generator.build.fingerprints import hash_request, hash_source
from generator.build.job import Job, Result
from generator.build.orders import Order, make_orders
from generator.build.plan import Plan
from generator.build.render import Builder
from generator.contract.case import MASKED, Case, Cases, ReportCase, check_name
from generator.contract.loading import LoadedContract
from generator.errors import Finding, InputError, NothingHiddenError, Place, RealiseraError
from generator.output.manifest import Manifest, TellWait
from generator.output.publish import Publisher
from generator.rules.watched_day import Watch
from generator.workspace import Workspace

if TYPE_CHECKING:
    from generator.masking.case import Masker

Choice = Callable[[Case | ReportCase, Watch], Sequence[Order]]
"""What is ordered of a source; until when the same would be is noted."""


class Request(Struct, frozen=True):
    """All that the orders of a batch follow from beside each source."""

    words: str
    on: date
    forms: tuple[str, ...]
    """The formats that are wanted."""


class _WithheldError(InputError):
    """What is wrong, told so that it quotes nothing that is hidden."""


class Pipeline:
    """Makes documents. Keeps compiled texts, layouts and fonts for as long as it lives."""

    def __init__(  # noqa: PLR0913 (what a run may be told)
        self,
        workspace: Workspace,
        out: Path,
        *,
        force: bool = False,
        start_executor: StartExecutor | None = None,
        cases: Cases | None = None,
        masker: Masker | None = None,
        keep_dates: bool = False,
        tell_wait: TellWait | None = None,
    ) -> None:
        """Documents go to `out`; with `force` also over files that were changed by hand, and with a `masker` as masked edition.

        With `keep_dates`, a file that would say the same but for the day that it is dated stays as it is.

        `tell_wait` is called as soon as another run in the same folder is waited for.

        `start_executor` is called once there is something to render; without it this process renders all itself. `cases` are
        those that were opened before in the same run.
        """
        self.workspace = workspace
        self.out = out
        self.force = force
        self.start_executor = start_executor
        self.masker = masker
        self.keep_dates = keep_dates
        self.builder = Builder(workspace, cases=cases)
        self.tell_wait = tell_wait

    def generate(self, orders: Sequence[Order], sources: Iterable[Path]) -> Iterator[Result]:
        """What came of each file, when all that is ordered is made of each source; what fails stops nothing else.

        Raises:
            InputError: the output folder has a manifest that isn't one of ours, another run was at it for too long, or nothing
                can be put into it, or no more.
        """
        yield from self.run(sources, lambda _case, _watch: orders)

    def run(self, sources: Iterable[Path], choose: Choice, request: Request | None = None) -> Generator[Result]:
        """What came of each file, when of each source is made what `choose` orders of it.

        Each step takes what the one before yields, one by one: while one source is rendered, the next is opened and planned.

        Args:
            sources: contract and report files.
            choose: what is ordered of each.
            request: all that orders follow from beside the source; a source of which the same was made before is then known
                without being opened. None where that isn't wanted.

        Raises:
            InputError: as for `generate`.
        """
        # A digest of a contract stands in no manifest that its masked edition has.
        known = replace(request, words=self._hash_request(request)) if request and not self.masker else None
        with (
            closing(Manifest(self.out, MASKED if self.masker else "", self.tell_wait)) as manifest,
            closing(self._make_queue(manifest)) as queue,
        ):
            opened = self._open(tuple(sources), manifest, known)
            planned = self._plan(opened, choose, manifest)
            rendered = queue.render(planned)
            for result in Publisher(self.workspace, self.out, manifest, force=self.force).publish(rendered):
                yield self._hide(result) if self.masker else result

    def _hide(self, result: Result) -> Result:
        from generator.masking.case import hide  # noqa: PLC0415 (most runs mask nothing)

        return replace(result, findings=tuple(map(hide, result.findings)))

    def _hash_request(self, request: Request) -> str:
        return hash_request(self.workspace, f"{request.words} {self.keep_dates}", request.forms)

    def check(self, orders: Sequence[Order], loaded: LoadedContract) -> None:
        """Compose all that is ordered of a contract; not a byte is written.

        Raises:
            InputError: with what is missing or wrong.
            TextError: a text is missing or wrong.
        """
        try:
            plan = self.builder.plan(loaded, orders)
            for planned in plan.documents:
                self.builder.compose(planned, plan)
        except RealiseraError as problem:
            raise InputError(*loaded.locate(problem.findings)) from problem

    def _open(self, sources: Collection[Path], manifest: Manifest, request: Request | None) -> Iterator[Plan | Result]:
        """Each source, checked, with nothing planned yet; or that its files are there as they would be made, or what is wrong."""
        ids = Ids()
        for source in sources:
            try:
                _refuse(tuple(check_name(source)))
                data = self.builder.cases.read(source)
                key, on = (hash_source(request.words, data), request.on) if request else ("", None)
                if on and (known := manifest.find_source(source, key, on)):
                    _refuse(ids.claim(known.id, str(source), Place(str(source))))
                    manifest.check_contract(known.id)
                    yield from (Result(source, self.out / file, (), "unchanged", file=file) for file in known.files)
                    continue
                case = self._mask(self.builder.cases.open(source, data))
                _refuse(ids.check(case))
                manifest.check_contract(case.id)
                yield Plan(case, data=data, key=key if isinstance(case, Case) else "", on=on)
            except NothingHiddenError as problem:
                # Of many contracts, those with nothing to hide are told and passed over; of one that was named, it is a mistake.
                if len(sources) == 1:
                    yield Result(source, None, problem.findings, "failed")
                else:
                    told = tuple(replace(each, severity="warning") for each in problem.findings)
                    yield Result(source, None, told, "left_out")
            except _WithheldError as problem:
                yield Result(source, None, problem.findings, "failed")
            except RealiseraError as problem:
                yield Result(source, None, self._withhold(problem.findings, source), "failed")

    def _withhold(self, findings: tuple[Finding, ...], source: Path) -> tuple[Finding, ...]:
        """What is wrong with a source, so that it quotes nothing that is hidden."""
        if self.masker is None:
            return findings
        from generator.masking.case import withhold  # noqa: PLC0415 (most runs mask nothing)

        return withhold(findings, source)

    def _mask(self, case: Case | ReportCase) -> Case | ReportCase:
        """The case in the edition that is made.

        Raises:
            _WithheldError: it can't be masked, and why; nothing in that quotes what is hidden.
        """
        if self.masker is None:
            return case
        from generator.masking.reports import mask_report  # noqa: PLC0415 (most runs mask nothing)

        try:
            if isinstance(case, ReportCase):
                return mask_report(case, self.builder.cases, self.masker)
            return self.masker.mask(case)
        except NothingHiddenError:
            raise
        except InputError as problem:
            raise _WithheldError(*problem.findings) from problem

    def _plan(self, opened: Iterable[Plan | Result], choose: Choice, manifest: Manifest) -> Iterator[Plan | Result]:
        """What is ordered of each source, or what is wrong with that; results are passed on."""
        for each in opened:
            if isinstance(each, Result):
                yield each
                continue
            try:
                watch = Watch()
                plan = self.builder.plan(each.case, choose(each.case, watch))
                plan = replace(plan, until=min(watch.until, plan.until), on=each.on, data=each.data, key=each.key)
                yield self._find_lasting(plan, manifest)
            except RealiseraError as problem:
                yield Result(each.source, None, each.case.locate(problem.findings), "failed")

    def _find_lasting(self, plan: Plan, manifest: Manifest) -> Plan:
        """The plan, with what needn't be composed to know that it stays as it is; what names files of others is composed."""
        if not plan.key or plan.on is None:
            return plan
        known = manifest.find_lasting(plan.source, plan.key, plan.on)
        lasting = tuple(
            Result(plan.source, state="unchanged", until=known[file], file=file, number=number)
            for number, planned in enumerate(plan.documents)
            if not planned.document.cites and all(file in known for file in planned.files)
            for file in planned.files
        )
        return replace(plan, lasting=lasting, latest=date.max if self.keep_dates else plan.on)

    def _make_queue(self, manifest: Manifest) -> JobQueue:
        """The queue of what is to be rendered, with what the manifest knows of it."""

        def make_jobs(plan: Plan, number: int, size: int) -> tuple[Job, ...]:
            cited = manifest.list_files(plan.case.id, plan.cites) if plan.cites else ()
            known = manifest.find_fingerprints(plan.list_files(number), undated=self.keep_dates)
            return plan.make_jobs(number, size, known, cited)

        return JobQueue(lambda: self._start_executor(manifest), make_jobs)

    def _start_executor(self, manifest: Manifest) -> JobExecutor:
        if self.start_executor is None:
            return LocalExecutor(self.builder)
        manifest.begin()
        return self.start_executor(self.workspace, manifest.folder)


def make_documents(  # noqa: PLR0913 (what the command's options are)
    document: str,
    sources: Iterable[Path | Case],
    workspace: Workspace,
    out: Path,
    *,
    on: date,
    languages: Iterable[str] = (),
    formats: Iterable[str] = (),
    force: bool = False,
) -> list[Result]:
    """What came of each file, when a document is made of each source; what fails stops nothing else.

    Args:
        document: its slug, that of a pack, or `all`.
        sources: contract or report files; of a case, its file is read again.
        workspace: whose texts, layouts and settings are used.
        out: the output folder, with its manifest.
        on: the day of the documents.
        languages: such as `sv` and `sv+en`; nothing means those of the contract, or else of the workspace.
        formats: such as `docx`; nothing means all that the document is made in.
        force: whether files that were changed by hand are replaced; those that may have been sent are not.

    Raises:
        InputError: there is no such document, it isn't made in any of these formats, or the output folder's manifest is none of
            ours or is held by another run, or nothing can be put into the folder.
    """
    orders = make_orders(document, on=on, languages=tuple(languages), formats=tuple(formats))
    paths = [source.path if isinstance(source, Case) else source for source in sources]
    return list(Pipeline(workspace, out, force=force).generate(orders, paths))


def _refuse(findings: tuple[Finding, ...]) -> None:
    if findings:
        raise InputError(*findings)
