"""Gathers what documents are made of: a contract with its clause and ladder, or the figures of a report's contracts.

Called by `pipeline`. The contracts of a report are read one by one and let go: what is kept is sums.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.contract.clause import Clause
from generator.contract.clause_file import check_sections, fill_terms
from generator.contract.ladder import Ladder
from generator.contract.ladder_file import check_steps
from generator.contract.loading import LoadedContract, LoadedReport, load_contract, load_partly
from generator.contract.models import Contract
from generator.contract.report import Report
from generator.contract.versions import Library
from generator.documents import DocumentType, Subject
from generator.documents.document_type import Masthead, ReportSubject, make_masthead
from generator.errors import Finding, InputError, Place, RealiseraError
from generator.rules.figures import ContractFigures, Window, make_life_window, make_window, measure_contract
from generator.rules.goals import compute_goal, contradicts
from generator.rules.publishing import find_names, list_names, list_secret_figures
from generator.rules.standing import Standing
from generator.rules.totals import Totals, sum_figures, sum_training


@dataclass(frozen=True, slots=True)
class ContractSource:
    """A contract file that was read."""

    contract: Contract
    sha256: str
    """Of the file."""
    clause: Clause
    ladder: Ladder

    @property
    def named(self) -> tuple[Finding, ...]:
        """Where its own evaluation names somebody who may not be named in what is published."""
        return (*name_findings(self.contract, list_names(self.contract)), *figure_findings(self.contract, "confidential", ""))

    @property
    def whole(self) -> Contract:
        """What the file holds."""
        return self.contract

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its documents are to be made in, if it says so."""
        return self.contract.languages

    def make_subject(self, document: DocumentType, on: date, item: str) -> Subject | ReportSubject:
        """What a document of the contract is about."""
        if not document.is_over_figures:
            return Subject(Standing(self.contract, self.clause.parts, self.ladder, on), self.clause, item)
        window = make_life_window(self.contract.dates, on)
        totals = sum_figures([measure_contract(self.contract, self.clause.parts, self.ladder, window)])
        standing = Standing(self.contract, self.clause.parts, self.ladder, on)
        return ReportSubject(make_masthead(self.contract), None, standing, self.ladder, on, window, totals, named=self.named)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """A report file that was read, and what its contracts come to on a day."""

    report: Report
    sha256: str
    """Over the file and all its contract files."""
    ladder: Ladder
    window: Window
    totals: Totals
    left_out: tuple[str, ...]
    named: tuple[Finding, ...]
    """Where its own texts name somebody who may not be named in what is published."""
    warnings: tuple[Finding, ...]
    """Where what is typed contradicts the figures."""

    @property
    def whole(self) -> Report:
        """What the file holds."""
        return self.report

    @property
    def languages(self) -> tuple[str, ...]:
        """None: a report doesn't say."""
        return ()

    def make_subject(self, _document: DocumentType, on: date, _item: str) -> ReportSubject:
        """What a document of the report is about."""
        report = self.report
        masthead = Masthead(report.id, report.registration_number, report.title, report.organisation or "", (), report.officer)
        return ReportSubject(
            masthead, report, None, self.ladder, on, self.window, self.totals, self.left_out, self.named, self.warnings
        )


Source = ContractSource | ReportSource


class Ids:
    """The ids of the contracts of a run: documents go to a folder named by the id, so two contracts may not share one."""

    def __init__(self) -> None:
        self._sources: dict[str, str] = {}

    def check(self, loaded: LoadedContract | LoadedReport) -> tuple[Finding, ...]:
        """A finding if another file has the id of this one; small and capital letters are the same to some computers."""
        return self.claim(loaded.id, loaded.source, loaded.place_of(("id",)))

    def claim(self, name: str, source: str, place: Place) -> tuple[Finding, ...]:
        """A finding if another file than `source` has that id, which stands at `place`."""
        first = self._sources.setdefault(name.casefold(), source)
        if first == source:
            return ()
        hint = "give each contract an id of its own"
        return (Finding("the id '{id}' is that of {other} too", place, "id", hint=hint, values={"id": name, "other": first}),)


def gather_contract(loaded: LoadedContract, library: Library) -> ContractSource:
    """The contract with the version of the clause that it names, and the ladder of its workspace.

    Raises:
        InputError: there is no such clause or ladder, or the contract names sections or steps that they lack.
    """
    contract = loaded.contract
    clause = library.find_clause(contract.clause.version)
    findings = (*check_sections(contract, clause), *check_steps(contract, library.ladder))
    if findings:
        raise InputError(*findings)
    return ContractSource(fill_terms(contract, clause), loaded.sha256, clause, library.ladder)


def gather_report(loaded: LoadedReport, library: Library, on: date) -> tuple[ReportSource, tuple[Finding, ...]]:
    """The figures of a report's contracts on a day, and what is wrong with those that are left out of them."""
    gathering = _Gathering(loaded, library, make_window(loaded.report.period, on))
    totals = sum_figures(gathering.measure())
    contradicted = check_goals(loaded.report, totals, gathering.window)
    source = ReportSource(
        report=loaded.report,
        sha256=gathering.digest.hexdigest(),
        ladder=gathering.ladder,
        window=gathering.window,
        totals=totals,
        left_out=tuple(gathering.left_out),
        named=tuple({str(finding): finding for finding in gathering.named}.values()),
        warnings=loaded.locate(contradicted),
    )
    return source, tuple(gathering.findings)


def check_goals(report: Report, totals: Totals, window: Window) -> tuple[Finding, ...]:
    """A warning for each goal whose typed result isn't what the report's own figures give."""
    training = sum_training(report.training, window)
    return tuple(
        Finding(
            "the result is {result}, but the contract files give {computed}",
            subject=f"goals[{number}].measure.result",
            hint="check the result, or the contract files; the report shows both",
            values={"result": str(goal.measure.result), "computed": str(computed.value)},
            severity="warning",
        )
        for number, goal in enumerate(report.goals)
        if goal.measure and goal.measure.result is not None
        if (computed := compute_goal(goal.measure, totals, training)) and contradicts(goal.measure.result, computed)
    )


class _Gathering:
    """One walk over the contracts of a report."""

    def __init__(self, loaded: LoadedReport, library: Library, window: Window) -> None:
        self._loaded, self._library, self.window = loaded, library, window
        self.ladder = library.ladder
        self.digest = hashlib.sha256(loaded.sha256.encode())
        self.left_out: list[str] = []
        self.findings: list[Finding] = []
        self.named: list[Finding] = []
        self._look_for(list_names(loaded.report))

    def measure(self) -> Iterator[ContractFigures]:
        """What each contract contributes; the rest of what it holds is let go."""
        ids, copies = Ids(), self._loaded.copies
        for path in self._loaded.contracts:
            try:
                loaded = load_contract(copies.get(path, path), shown_as=str(path))
                self._keep_secret(loaded.contract, path)
                yield self._measure(loaded, ids)
            except RealiseraError as problem:
                self._keep_secret(load_partly(copies.get(path, path)), path)
                self.left_out.append(path.name)
                self.digest.update(path.name.encode())
                self.findings += problem.findings

    def _measure(self, loaded: LoadedContract, ids: Ids) -> ContractFigures:
        contract = loaded.contract
        version = contract.clause.version
        if shared := ids.check(loaded):
            raise InputError(*shared)
        try:
            clause = self._library.find_clause(version)
        except InputError as problem:
            raise InputError(*loaded.locate(problem.findings)) from problem
        wrong = (*check_sections(contract, clause), *check_steps(contract, self.ladder))
        if wrong:
            raise InputError(*loaded.locate(wrong))
        self.digest.update(loaded.sha256.encode())
        return measure_contract(contract, clause.parts, self.ladder, self.window)

    def _keep_secret(self, contract: Contract | None, path: Path) -> None:
        """Note what may not be published of a contract; one that is left out has names to keep too, if they can be read."""
        if contract is None:
            message = "the names in {file} can't be read, so nothing can be published"
            hint = "mend that file, or leave it out of the report"
            self.named += self._loaded.locate([Finding(message, subject="contracts", hint=hint, values={"file": path.name})])
            return
        self._look_for(list_names(contract))
        self.named += self._loaded.locate(figure_findings(contract, "contracts", path.name))

    def _look_for(self, names: Collection[str]) -> None:
        """Note where the report's own texts say one of these names."""
        self.named += self._loaded.locate(name_findings(self._loaded.report, names))


def figure_findings(contract: Contract, subject: str, file: str) -> tuple[Finding, ...]:
    """A finding for each confidential field that figures to be published would be made of."""
    return tuple(
        Finding(
            "figures would be made of {field} in {file}, which is confidential",
            subject=subject,
            hint="leave that file out of the report, or take the field out of confidential",
            values={"field": pattern, "file": file or contract.id},
        )
        for pattern in list_secret_figures(contract)
    )


def name_findings(words: Contract | Report, names: Collection[str]) -> tuple[Finding, ...]:
    """A finding for each text that is to be published and names somebody who may not be named."""
    return tuple(
        Finding(
            "this text names '{name}', which may not be published",
            subject=path,
            hint="write it without the name: what is published names no persons, no sub-suppliers and nothing confidential",
            values={"name": name},
        )
        for path, name in find_names(words, names)
    )
