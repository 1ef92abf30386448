"""Publishes files by atomic writes, each with its entry in the manifest; keeps what somebody changed or sent. For `pipeline`."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.build.bundle import Archive, pack_files
from generator.build.executor.queue import Rendered
from generator.build.job import Job, Result, State
from generator.build.plan import Plan, PlannedDocument
from generator.documents import MadeFile
from generator.errors import Finding, InputError, RealiseraError
from generator.files.atomic import move_file, write_file
from generator.output.journal import Entry, SourceEntry
from generator.output.manifest import Manifest, hash_cited
from generator.output.trouble import FolderError, describe_trouble, find_trouble
from generator.rendering import name_engine
from generator.workspace import Workspace

_TOGETHER = 100
"""Files that wait to be published: before that, the store forgets all of them at once."""


class Publisher:
    """Publishes the files of one run in an output folder."""

    def __init__(self, workspace: Workspace, out: Path, manifest: Manifest, *, force: bool) -> None:
        """With `force`, files that were changed by hand are replaced too, but none that was sent."""
        self._pdf_engine = workspace.settings.pdf_engine
        self._out, self._manifest, self._force = out, manifest, force
        self._waiting: list[tuple[Plan, Result]] = []
        """Files that were rendered."""
        self._rendered: list[tuple[Plan, tuple[MadeFile, ...]]] = []
        """Plans all of whose documents were rendered, with the files that they cite."""
        self._told: dict[Plan, list[Result]] = {}

    def publish(self, rendered: Iterable[Rendered | Result]) -> Iterator[Result]:
        """What came of each file, once it is published, and of all that isn't.

        Raises:
            FolderError: nothing more can be put into the folder.
        """
        try:
            for each in rendered:
                yield from (each,) if isinstance(each, Result) else self._take(*each)
            yield from self._publish_waiting()
        except FolderError:
            self._manifest.is_in_trouble = True
            raise

    def _take(self, plan: Plan, job: Job | None, results: Iterable[Result]) -> Iterator[Result]:
        """Take what came of a job, or the plan alone, before its first."""
        if job is None and plan.findings:
            yield Result(plan.source, None, plan.findings, "failed")
        if job is None and plan.left_out:
            yield Result(plan.source, None, plan.left_out, "left_out")
        if job is None:
            yield from (self._note(plan, replace(result, path=self._out / result.file)) for result in plan.lasting)
        for result in results:
            yield from self._take_result(plan, result)
        is_finished = plan.is_finished_by(job) if job else not plan.rounds
        others_follow = job is not None and job.ends_round and not is_finished
        if others_follow or len(self._waiting) > _TOGETHER:
            yield from self._publish_waiting()
        if is_finished:
            yield from self._publish_archives(plan)
            self._rendered.append((plan, job.cited if job else ()))

    def _take_result(self, plan: Plan, result: Result) -> Iterator[Result]:
        """What came of a file, unless it waits to be published now."""
        planned = plan.documents[result.number]
        if result.blocked:
            raise describe_trouble(self._out, *result.blocked, is_gone=not self._manifest.folder.is_dir())
        if result.state == "failed":
            yield self._note(plan, result if result.file else replace(result, findings=_name(planned, result.findings)))
        elif result.state == "unchanged" or (planned.document.is_kept and self._says_the_same(result)):
            yield self._note(plan, self._settle(result, "unchanged"))
        elif objection := self._object(planned, result):
            yield self._note(plan, self._settle(result, "kept", objection))
        else:
            self._waiting.append((plan, result))

    def _note(self, plan: Plan, result: Result) -> Result:
        self._told.setdefault(plan, []).append(result)
        return result

    def _settle(self, result: Result, state: State, *findings: Finding) -> Result:
        """What is told of a file that stays as it is; what was rendered in its place is let go.

        Where its source has been moved, the manifest knows that now.
        """
        if state == "unchanged":
            self._manifest.note_source_path(result.file, result.source)
        if isinstance(result.content, Path):
            result.content.unlink(missing_ok=True)
        return replace(result, path=self._out / result.file, state=state, findings=(*result.findings, *findings), content=None)

    def _publish_waiting(self) -> Iterator[Result]:
        """Publish each file that waits, and have the manifest know the sources all of whose files are published."""
        waiting, self._waiting = self._waiting, []
        reasons = [self._explain(result) for _, result in waiting]
        if waiting:
            self._manifest.begin()
            self._manifest.forget(result.file for _, result in waiting)
        for (plan, result), why in zip(waiting, reasons, strict=True):
            yield self._note(plan, self._publish_file(plan, result, why))
        rendered, self._rendered = self._rendered, []
        for plan, cited in rendered:
            self._note_source(plan, self._told.pop(plan, []), cited)

    def _publish_file(self, plan: Plan, result: Result, reasons: tuple[str, ...]) -> Result:
        """What came of a file: published, if it could be written."""
        path = self._out / result.file
        try:
            if isinstance(result.content, Path):
                move_file(result.content, path)
            elif result.content is not None:
                write_file(path, result.content, self._manifest.folder)
            self._manifest.add(self._describe(plan.documents[result.number], result))
        except RealiseraError as problem:
            self._look_at_folder(problem)
            return replace(result, state="failed", findings=(*result.findings, *problem.findings), content=None)
        return replace(result, path=path, reasons=reasons, content=None)

    def _look_at_folder(self, problem: RealiseraError) -> None:
        """Check that what kept a file from being written concerns that file alone.

        Raises:
            FolderError: it concerns the folder.
        """
        if isinstance(problem, FolderError):
            raise problem
        if isinstance(problem, InputError) and (trouble := find_trouble(self._out, self._manifest.folder, problem)):
            raise trouble from problem

    def _publish_archives(self, plan: Plan) -> Iterator[Result]:
        """What came of the archives of a source's packs, once the files in them are published."""
        if any(planned.archive_path for planned in plan.documents):
            yield from self._publish_waiting()
        there = [result.file for result in self._told.get(plan, ()) if result.state in {"made", "unchanged"}]
        made = {path: known[0] for path, known in self._manifest.find_fingerprints(there).items()}
        for archive in pack_files(plan.documents, self._out, made):
            yield self._note(plan, self._publish_archive(plan, archive))

    def _publish_archive(self, plan: Plan, archive: Archive) -> Result:
        path = archive.path
        result = Result(plan.source, self._out / path, file=path)
        try:
            data = archive.make()
            digest = hashlib.sha256(data).hexdigest()
            entry = self._manifest.find(path)
            if entry and entry.sha256 == digest and self._manifest.is_intact(path):
                return replace(result, state="unchanged")
            if not self._force and (objection := self._manifest.find_change(path, digest)):
                return replace(result, state="kept", findings=(objection,))
            self._manifest.begin()
            self._manifest.forget([path])
            write_file(self._out / path, data, self._manifest.folder)
            described = self._describe(archive.planned, replace(result, sha256=digest))
            self._manifest.add(replace(described, document=archive.pack, item="", fingerprint=archive.fingerprint))
        except RealiseraError as problem:
            self._look_at_folder(problem)
            self._manifest.forget([path])
            return Result(plan.source, None, problem.findings, "failed")
        return replace(result, sha256=digest, reasons=("text",) if entry else ("new",))

    def _note_source(self, plan: Plan, results: Sequence[Result], cited: tuple[MadeFile, ...]) -> None:
        """Have the manifest know what came of a source, and until when that holds: of all, and of each file."""
        if not plan.key or plan.on is None:
            return
        there = {result.file: result for result in results if result.state in {"made", "unchanged"}}
        files = sorted(path for path in there if self._manifest.find(path))
        untils = {path: min(plan.latest, there[path].until) for path in files}
        is_whole = len(files) == len(results)
        entry = SourceEntry(
            path=self._manifest.name_source(plan.source),
            id=plan.case.id,
            key=plan.key,
            files=tuple(files),
            cites=tuple(sorted(plan.cites)),
            cited=hash_cited(cited),
            on=plan.on.isoformat(),
            until=min([plan.until, plan.latest, *untils.values()]).isoformat() if is_whole else "",
            digests=tuple(known.sha256 for path in files if (known := self._manifest.find(path))),
            untils=tuple(until.isoformat() for until in untils.values()),
        )
        self._manifest.add_source(entry)

    def _object(self, planned: PlannedDocument, result: Result) -> Finding | None:
        """Why a file must not be published."""
        if planned.document.is_kept:
            return self._manifest.find_objection(result.file, result.sha256)
        return None if self._force else self._manifest.find_change(result.file, result.sha256)

    def _says_the_same(self, result: Result) -> bool:
        """Whether a file that was sent is there as it was made, and only its stamp would now name another version."""
        entry = self._manifest.find(result.file)
        if entry is None or result.inputs is None or result.inputs.compare(entry.inputs) != ("product",):
            return False
        return entry.sha256 != result.sha256 and self._manifest.is_intact(result.file)

    def _explain(self, result: Result) -> tuple[str, ...]:
        """Why a file was made."""
        entry = self._manifest.find(result.file)
        if entry and result.inputs:
            changed = result.inputs.compare(entry.inputs) or ("forced",)
            return ("date",) if entry.undated == result.inputs.undated and changed != ("forced",) else changed
        was_there = self._manifest.has_made(result.file, result.source) and not (self._out / result.file).exists()
        return ("missing",) if was_there else ("new",)

    def _describe(self, planned: PlannedDocument, result: Result) -> Entry:
        inputs = result.inputs
        return Entry(
            path=result.file,
            document=planned.document.slug,
            source=planned.subject.masthead.id,
            language=planned.language,
            engine=name_engine(result.file.rpartition(".")[2], self._pdf_engine),
            fingerprint=inputs.fingerprint if inputs else "",
            sha256=result.sha256,
            date=planned.subject.dated.isoformat(),
            item=planned.subject.item,
            inputs=inputs.parts if inputs else {},
            undated=inputs.undated if inputs else "",
            # A file that is called after somebody would say in a masked manifest who that is.
            source_path="" if planned.edition else self._manifest.name_source(result.source),
            edition=planned.edition,
        )


def _name(planned: PlannedDocument, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings; one that says nowhere what it is about is about the document."""
    name = planned.files[0].rpartition(".")[0]
    return tuple(finding if finding.place or finding.subject else replace(finding, subject=name) for finding in findings)
