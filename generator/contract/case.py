"""One checked case: a contract, the clause and the ladder that it refers to, and everything that is wrong at once.

All commands open contracts and reports here, and nowhere else. A run keeps one `Cases`, so that it reads each file, and each
version of the clause and the ladder, once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePath
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.checks import check_codes, find_silences
from generator.contract.clause import Clause
from generator.contract.clause_file import FOLDER, check_generation, check_sections, fill_terms, read_clause
from generator.contract.date_checks import list_doubts
from generator.contract.ladder import Ladder
from generator.contract.ladder_file import check_steps, read_ladder
from generator.contract.ladder_lacks import list_lacks
from generator.contract.loading import (
    LoadedContract,
    LoadedReport,
    Reading,
    holds_report,
    read_bytes,
    read_contract,
    read_report,
    sort_findings,
)
from generator.contract.models import Contract
from generator.contract.nodes import read_nodes
from generator.contract.question_file import read_questions
from generator.contract.questions import QuestionFile
from generator.contract.typical_risks import KnownRisk
from generator.contract.typical_risks_file import read_typical_risks
from generator.errors import Finding, InputError, Place, TextError
from generator.workspace import Files, Workspace, find_root, find_workspace

T = TypeVar("T")
MASKED = "masked"
"""What the edition without what is confidential is called in names, stamps and manifests."""
_KEPT = 16
"""How many cases are kept for who opens them again; a run over thousands lets the others go."""


class Case(LoadedContract, frozen=True, eq=False):
    """A contract that nothing is wrong with, the file that it stands in, and what it refers to."""

    clause: Clause
    ladder: Ladder
    warnings: tuple[Finding, ...] = ()

    @property
    def is_masked(self) -> bool:
        """Whether it lacks what is confidential."""
        return False

    def list_variants(self) -> tuple[tuple[int, Case], ...]:
        """Of a masked one, the cases with other stand-ins, each with the number of the ground that they stand for."""
        return ()


class ReportCase(LoadedReport, frozen=True, eq=False):
    """A report that nothing is wrong with, the file that it stands in, and the ladder that its contracts refer to."""

    ladder: Ladder
    warnings: tuple[Finding, ...] = ()

    @property
    def is_masked(self) -> bool:
        """Whether it lacks what is confidential in its contracts."""
        return False


class Opened(Struct, frozen=True):
    """A contract file as it was found."""

    path: Path
    case: Case | None = None
    """The case, unless something is wrong."""
    contract: Contract | None = None
    """What can be read of the contract; None where the file can't be read as YAML at all."""
    findings: tuple[Finding, ...] = ()
    """Everything that is wrong, and all warnings."""

    def require(self) -> Case:
        """The case.

        Raises:
            InputError: with everything that is wrong.
        """
        if self.case is None:
            raise InputError(*self.findings)
        return self.case

    def require_contract(self) -> Contract:
        """What can be read of the contract.

        Raises:
            InputError: with everything that is wrong, where the file can't be read as YAML at all.
        """
        if self.contract is None:
            raise InputError(*self.findings)
        return self.contract


def open_case(path: Path, workspace: Workspace) -> Case:
    """The contract in a file, with what it refers to in the workspace. Who opens several keeps a `Cases`.

    Raises:
        InputError: with everything that is wrong.
    """
    cases = Cases(workspace)
    return cases.parse(path, cases.read(path))


class Cases:
    """The contracts and reports of a workspace, as they are when they are first opened. Made for a run."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._kept: dict[tuple[Path, str], Case] = {}
        self._referred: dict[str, Any] = {}

    def open(self, path: Path, data: bytes | None = None, contracts: tuple[Path, ...] | None = None) -> Case | ReportCase:
        """The contract or the report in a file, whichever it is.

        Args:
            path: the file.
            data: what it holds, where that was read already.
            contracts: those that a report names, where they were found already.

        Raises:
            InputError: with everything that is wrong.
        """
        data = self.read(path) if data is None else data
        if kept := self._find_kept(path, data):
            return kept
        nodes = read_nodes(data)
        if not holds_report(nodes):
            return self._keep(self._check(read_contract(path, data, nodes, self.workspace.files)).require())
        return self._check_report(read_report(path, data, nodes, contracts=contracts, files=self.workspace.files))

    def open_each(self, report: LoadedReport) -> Iterator[Opened]:
        """The contract files of a report one by one, whatever is wrong with them. None is kept: there may be thousands."""
        for path in report.contracts:
            try:
                yield self.examine(path, self.read(path))
            except InputError as problem:
                yield Opened(path, findings=problem.findings)

    def parse(self, path: Path, data: bytes) -> Case:
        """The contract in `data`, which stands, or is to stand, in the file; a report isn't one.

        Raises:
            InputError: with everything that is wrong.
        """
        return self._keep(self.examine(path, data).require())

    def examine(self, path: Path, data: bytes) -> Opened:
        """The contract in `data`, as far as it can be read, with everything that is wrong."""
        if kept := self._find_kept(path, data):
            return Opened(path, kept, kept.contract, kept.warnings)
        return self._check(read_contract(path, data, read_nodes(data), self.workspace.files))

    def complete(self, loaded: LoadedContract) -> Case:
        """A contract that was read already, with what it refers to.

        Raises:
            InputError: with everything that is wrong.
        """
        return loaded if isinstance(loaded, Case) else self._check(Reading(loaded)).require()

    def complete_report(self, loaded: LoadedReport) -> ReportCase:
        """A report that was read already, with what its contracts refer to.

        Raises:
            InputError: with everything that is wrong.
        """
        return loaded if isinstance(loaded, ReportCase) else self._check_report(Reading(loaded))

    def read(self, path: Path) -> bytes:
        """What a file holds.

        Raises:
            InputError: it can't be read.
        """
        return read_bytes(self.workspace.files.locate(path), str(path))

    def _find_kept(self, path: Path, data: bytes) -> Case | None:
        return self._kept.get((path, hashlib.sha256(data).hexdigest()))

    def _check(self, reading: Reading[LoadedContract]) -> Opened:
        """A contract with what it refers to, unless anything is wrong in the file or with that."""
        loaded = reading.source
        clause, ladder, found = self._refer(loaded) if reading.is_readable else (None, None, ())
        findings = _merge(reading, found)
        contract = loaded.contract if reading.is_readable else None
        if clause is None or ladder is None or any(finding.severity == "error" for finding in findings):
            return Opened(loaded.path, None, contract, findings)
        filled = fill_terms(loaded.contract, clause)
        case = Case(loaded.path, loaded.source, loaded.sha256, loaded.spot, filled, clause, ladder, findings)
        return Opened(loaded.path, case, contract, findings)

    def _check_report(self, reading: Reading[LoadedReport]) -> ReportCase:
        """A report with the ladder.

        Raises:
            InputError: with everything that is wrong in the file or with that.
        """
        loaded = reading.source
        ladder, missing = _attempt(self.find_ladder)
        findings = (*reading.findings, *missing)
        if findings or ladder is None:
            raise InputError(*findings)
        known = (loaded.path, loaded.source, loaded.sha256, loaded.spot, loaded.report, loaded.contracts)
        return ReportCase(*known, ladder, loaded.report_problems((*list_doubts(loaded.report), *find_silences(loaded.report))))

    def _refer(self, loaded: LoadedContract) -> tuple[Clause | None, Ladder | None, tuple[Finding, ...]]:
        """What a contract refers to, as far as it is there; and what is wrong with that, or with how it does."""
        contract, version = loaded.contract, loaded.contract.clause.version
        clause, unknown = _attempt(lambda: self._find_clause(version)) if version else (None, ())
        ladder, missing = _attempt(self.find_ladder)
        found = [
            *unknown,
            *((*check_sections(contract, clause), *check_generation(contract, clause)) if clause else ()),
            *(check_steps(contract, ladder) if ladder else ()),
            *check_languages(contract, self.workspace.files),
        ]
        # The ladder is the workspace's choice: no field of the contract is to blame for it.
        return (
            clause,
            ladder,
            (*loaded.locate(found), *loaded.report_problems([*list_doubts(contract), *check_codes(contract)]), *missing),
        )

    def check_endings(self) -> Iterator[Finding]:
        """A finding for each file of the content that is passed over, since its name ends as no file there does."""
        for name in (
            each for pattern in ("content/*.yml", "content/*/*.yml") for each in self.workspace.files.list_names(pattern)
        ):
            path = self.workspace.files.find(name)
            if path:
                place, values = Place(self.workspace.files.show(path)), {"name": PurePath(name).with_suffix(".yaml").name}
                message = "is passed over, since its name doesn't end in .yaml"
                yield Finding(message, place, "", "rename it to {name}", values, "warning")

    def check_clauses(self) -> Iterator[Finding]:
        """A finding for each mistake in the clause files of the workspace, whether a contract names them or not."""
        for name in self.workspace.files.list_names(f"{FOLDER}/*.yaml"):
            yield from _attempt(partial(self._find_clause, PurePath(name).stem))[1]

    def check_ladder(self) -> tuple[Finding, ...]:
        """Each mistake in the ladder that the workspace has chosen; or else a warning for each thing that it doesn't say."""
        wrong = _attempt(self.find_ladder)[1]
        return wrong or list_lacks(self.workspace.files, self.workspace.settings.ladder)

    def check_typical_risks(self) -> tuple[Finding, ...]:
        """Each mistake in the files of typical risks."""
        return _attempt(self.find_typical_risks)[1]

    def _find_clause(self, version: str) -> Clause:
        return self._remember(f"clause {version}", lambda: read_clause(self.workspace.files, version))

    def find_ladder(self) -> Ladder:
        """The ladder that the workspace has chosen.

        Raises:
            InputError: there is none, or there are mistakes in it.
        """
        return self._remember("ladder", lambda: read_ladder(self.workspace.files, self.workspace.settings.ladder))

    def find_typical_risks(self) -> tuple[KnownRisk, ...]:
        """The typical risks that the workspace and the product know of.

        Raises:
            InputError: there are mistakes in their files.
        """
        return self._remember("typical risks", lambda: read_typical_risks(self.workspace.files))

    def find_questions(self) -> QuestionFile:
        """The questions of self-assessments.

        Raises:
            InputError: there are mistakes in their file.
        """
        return self._remember("questions", lambda: read_questions(self.workspace.files))

    def check_questions(self) -> tuple[Finding, ...]:
        """Each mistake in the file of questions."""
        return _attempt(self.find_questions)[1]

    def _remember(self, name: str, read: Callable[[], T]) -> T:
        """What contracts refer to, read when it is first needed; what is wrong with it is remembered too.

        Raises:
            InputError: it isn't there, or there are mistakes in it.
        """
        if name not in self._referred:
            self._referred[name] = _attempt(read)
        found: tuple[T | None, tuple[Finding, ...]] = self._referred[name]
        if found[0] is None:
            raise InputError(*found[1])
        return found[0]

    def _keep(self, case: Case) -> Case:
        self._kept[case.path, case.sha256] = case
        while len(self._kept) > _KEPT:
            del self._kept[next(iter(self._kept))]
        return case


class AllCases:
    """The cases of every workspace that files lie in. Made for a run over files of several."""

    def __init__(self) -> None:
        self._cases: dict[Path | None, Cases] = {}

    def find(self, path: Path) -> Cases:
        """The cases of the workspace that a file lies in.

        Raises:
            InputError: the workspace's settings are wrong.
        """
        root = find_root(path)
        if root not in self._cases:
            self._cases[root] = Cases(find_workspace(path))
        return self._cases[root]

    def open(self, path: Path) -> Case | ReportCase:
        """The contract or the report in a file, whichever it is.

        Raises:
            InputError: with everything that is wrong.
        """
        return self.find(path).open(path)


def _attempt(read: Callable[[], T]) -> tuple[T | None, tuple[Finding, ...]]:
    """What was read, or what is wrong with it."""
    try:
        return read(), ()
    except InputError as problem:
        return None, problem.findings


def _merge(reading: Reading[LoadedContract], found: Iterable[Finding]) -> tuple[Finding, ...]:
    """What is wrong in the file, in order of place, then what is wrong elsewhere. Of a field that is wrong no doubt is told."""
    wrong = {finding.subject for finding in reading.findings}
    doubts = (each for each in found if each.severity == "error" or not each.subject or each.subject not in wrong)
    findings = (*reading.findings, *doubts)

    def is_own(finding: Finding) -> bool:
        return finding.place is not None and finding.place.file == reading.source.source

    return (*sort_findings(filter(is_own, findings)), *(each for each in findings if not is_own(each)))


def check_languages(contract: Contract, files: Files) -> Iterator[Finding]:
    """A finding for each language that a contract wants its documents in and that there is no translation into."""
    for number, spec in enumerate(contract.languages):
        for tag in (spec or "").split("+"):
            yield from (replace(finding, subject=f"languages[{number}]") for finding in _check_language(tag, files))


def _check_language(tag: str, files: Files) -> tuple[Finding, ...]:
    from generator.text.catalogs import catalog_name  # noqa: PLC0415 (these take time to load, and most contracts name no language)
    from generator.text.language import SOURCE, Language  # noqa: PLC0415

    if not tag:
        return ()
    try:
        Language(tag)
    except TextError as problem:
        return problem.findings
    if tag == SOURCE or files.find_layers(catalog_name(tag)):
        return ()
    hint = "make one with: realisera locale new {lang}"
    return (Finding("there is no translation into '{lang}'", hint=hint, values={"lang": tag}),)


def check_name(path: Path) -> Iterator[Finding]:
    """A finding where the name of a file isn't text, so that it can't be written down in the manifest."""
    if (shown := show_name(str(path))) != str(path):
        hint = "give it a name in UTF-8, best of a to z and 0 to 9"
        yield Finding("the name of this file can't be read", Place(shown), hint=hint)


def show_name(name: str) -> str:
    """The name of a file as text: what isn't any is spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()
