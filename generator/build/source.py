"""Gathers what documents of a contract are made of: the contract with its clause and ladder. Called by `pipeline`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, TypeAlias, Union

from msgspec import Struct, field

from generator.contract.case import Case, Cases
from generator.contract.loading import LoadedContract
from generator.contract.models import Contract
from generator.contract.questions import QuestionFile, choose_questions
from generator.contract.typical_risks import KnownRisk
from generator.contract.values import FrozenMap, Text
from generator.documents import DocumentType, Subject
from generator.documents.document_type import DEFAULT_CHOICES, Choices, ReportSubject, make_masthead
from generator.errors import Finding
from generator.rules.risks import RiskOrder
from generator.rules.standing import Standing
from generator.rules.watched_day import WatchedDay, read_plain
from generator.workspace import Settings

if TYPE_CHECKING:
    from generator.build.report_source import ReportSource


class ContractSource(Struct, frozen=True, eq=False):
    """A contract that documents are made of."""

    case: Case
    choices: Choices = DEFAULT_CHOICES
    """What the organisation has chosen in its settings."""
    find_known_risks: Callable[[], tuple[KnownRisk, ...]] = tuple
    """The typical risks, read when a document proposes them."""
    find_questions: Callable[[], QuestionFile] = lambda: QuestionFile(questions=FrozenMap({}))
    """Those of self-assessments, read when a document is about them; none where only its title and receiver are asked for."""
    _standings: dict[tuple[date, bool], Standing] = field(default_factory=dict)
    """How the contract stands on each day that was asked about: all its documents of a day share one account."""

    @property
    def named(self) -> tuple[Finding, ...]:
        """Where its own evaluation names somebody who may not be named in what is published."""
        from generator.build.publishing import figure_findings, name_findings  # noqa: PLC0415 (for what is published alone)
        from generator.rules.publishing import list_names  # noqa: PLC0415

        contract = self.case.contract
        if self.is_masked:  # its figures are masked where they follow from what is confidential
            return name_findings(contract, list_names(contract))
        return (*name_findings(contract, list_names(contract)), *figure_findings(contract, "confidential", ""))

    @property
    def is_masked(self) -> bool:
        """Whether it lacks what is confidential."""
        return self.case.is_masked

    @property
    def whole(self) -> Contract:
        """What the file holds."""
        return self.case.contract

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that its documents are to be made in, if it says so."""
        return self.case.contract.languages

    def assess(self, on: date) -> Standing:
        """How the contract stands on a day."""
        key = (read_plain(on), isinstance(on, WatchedDay))
        if key not in self._standings:
            self._standings[key] = Standing(self.case.contract, self.case.clause.parts, self.case.ladder, on)
        return self._standings[key]

    def make_subject(self, document: DocumentType, on: date, item: str) -> Subject | ReportSubject:
        """What a document of the contract is about."""
        contract, clause, ladder, standing = self.case.contract, self.case.clause, self.case.ladder, self.assess(on)
        if not document.is_over_figures:
            questions = choose_questions(self.find_questions(), clause, contract.clause.level) if document.asks else ()
            known_risks = self.find_known_risks() if document.proposes else ()
            return Subject(standing, clause, item, choices=self.choices, known_risks=known_risks, questions=questions)
        from generator.rules.coverage import list_demands  # noqa: PLC0415 (few documents are over figures)
        from generator.rules.figures import make_life_window, measure_contract  # noqa: PLC0415
        from generator.rules.totals import sum_figures  # noqa: PLC0415

        window = make_life_window(contract.dates, on)
        totals = sum_figures([measure_contract(contract, clause.parts, ladder, window, list_demands(clause))])
        return ReportSubject(make_masthead(contract), None, standing, ladder, on, window, totals, named=self.named)


Source: TypeAlias = Union[ContractSource, "ReportSource"]


def read_choices(settings: Settings) -> Choices:
    """What the settings of a workspace choose for documents."""
    said = Text(by_language=FrozenMap(settings.personal_data)) if settings.personal_data else None
    return Choices(RiskOrder(settings.risk_order), said)


def gather_contract(loaded: LoadedContract, cases: Cases) -> ContractSource:
    """The contract as documents are made of it.

    Raises:
        InputError: it was not checked yet, and something is wrong.
    """
    choices = read_choices(cases.workspace.settings)
    return ContractSource(cases.complete(loaded), choices, cases.find_typical_risks, cases.find_questions)
