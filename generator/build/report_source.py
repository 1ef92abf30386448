"""Gathers the figures of a report's contracts. Called by `build.render`, for reports alone.

The contracts are read one by one and let go: what is kept is sums.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date

from msgspec import Struct

from generator.build.claims import Ids
from generator.build.publishing import figure_findings, name_findings
from generator.build.source import read_choices
from generator.contract.case import Case, Cases, Opened, ReportCase, show_name
from generator.contract.checks import find_silences
from generator.contract.choices import Unit
from generator.contract.ladder import Ladder
from generator.contract.loading import LoadedReport
from generator.contract.messages import NOTHING_TO_PUBLISH
from generator.contract.models import Contract, Organisation
from generator.contract.report import Report
from generator.documents import DocumentType
from generator.documents.document_type import DEFAULT_CHOICES, Choices, Masthead, ReportSubject
from generator.errors import Finding, InputError
from generator.masking.reports import MaskedReportCase
from generator.rules.coverage import list_demands
from generator.rules.figures import ContractFigures, Window, make_window, measure_contract
from generator.rules.goals import compute_goal, contradicts, is_reached
from generator.rules.publishing import list_names
from generator.rules.risks import RiskOrder
from generator.rules.standing import Standing
from generator.rules.totals import Totals, sum_figures, sum_training
from generator.rules.yearly import ContractRow, describe_contract


class ReportSource(Struct, frozen=True):
    """A report file that was read, and what its contracts come to on a day."""

    report: Report
    ladder: Ladder
    window: Window
    totals: Totals
    left_out: tuple[str, ...]
    named: tuple[Finding, ...]
    """Where its own texts name somebody who may not be named in what is published."""
    warnings: tuple[Finding, ...]
    """Where what is typed contradicts the figures."""
    sender: Organisation | None = None
    """Who reports, as all its contracts know it; None where they know it differently, or not at all."""
    rows: tuple[ContractRow, ...] = ()
    """Its contracts as they stand on the day."""
    choices: Choices = DEFAULT_CHOICES
    """What the organisation has chosen in its settings."""
    is_masked: bool = False
    """Whether it lacks what is confidential in its contracts."""

    @property
    def whole(self) -> Report:
        """What the file holds."""
        return self.report

    @property
    def languages(self) -> tuple[str, ...]:
        """None: a report doesn't say."""
        return ()

    def make_subject(self, document: DocumentType, on: date, _item: str) -> ReportSubject:
        """What a document of the report is about."""
        report = self.report
        masthead = Masthead(
            report.id,
            report.registration_number,
            report.title,
            report.organisation or "",
            self.sender.address if self.sender else (),
            report.officer,
            (self.sender.organisation_number if self.sender else None) or "",
        )
        rows = self.rows if document.lists_contracts else ()
        # What has no word of a report's own needs no word for what it lacks.
        told = tuple(each for each in self.warnings if not rows or each.message != NOTHING_TO_PUBLISH.message)
        return ReportSubject(
            masthead,
            report,
            None,
            self.ladder,
            on,
            self.window,
            self.totals,
            self.left_out,
            self.named,
            told,
            rows=rows,
            choices=self.choices,
        )


def gather_report(loaded: LoadedReport, cases: Cases, on: date) -> tuple[ReportSource, tuple[Finding, ...]]:
    """The figures of a report's contracts on a day, and what is wrong with those that are left out of them.

    Raises:
        InputError: the report was not checked yet, and something is wrong.
    """
    report = cases.complete_report(loaded)
    contracts = report.open_each(cases) if isinstance(report, MaskedReportCase) else cases.open_each(report)
    return _gather_report(report, cases, on, contracts)


def gather_variants(report: ReportCase, cases: Cases, on: date) -> Iterator[tuple[int, ReportSource]]:
    """Of a masked report, the figures with other stand-ins for what is hidden, each with the number of its ground.

    Raises:
        InputError: of a ground there are none, so that it can't be told what follows from what it hides.
    """
    if not isinstance(report, MaskedReportCase):
        return
    left = set(report.typed)
    for turn, ground in report.list_turns():
        try:
            source = _gather_report(report, cases, on, report.open_each(cases, turn, ground))[0]
        except Exception:  # noqa: BLE001, S112 (stand-ins need not fit together: these say nothing)
            continue
        left.discard(ground)
        yield ground, source
    if left:
        hint = "hide fewer fields, or make it without --masked and mask it by hand"
        raise InputError(Finding("the figures can't be made without what is hidden", subject="contracts", hint=hint))


def _gather_report(
    report: ReportCase, cases: Cases, on: date, contracts: Iterable[Opened]
) -> tuple[ReportSource, tuple[Finding, ...]]:
    choices, is_masked = read_choices(cases.workspace.settings), report.is_masked
    gathering = _Gathering(report, make_window(report.report.period, on), on, choices.risk_order)
    totals = sum_figures(gathering.measure(contracts))
    silences = () if gathering.window.is_empty else report.report_problems(find_silences(report.report))
    # Figures of stand-ins contradict nothing.
    contradicted = () if is_masked else check_goals(report.report, totals, gathering.window)
    source = ReportSource(
        report=report.report,
        ladder=report.ladder,
        window=gathering.window,
        totals=totals,
        left_out=tuple(gathering.left_out),
        named=tuple({str(finding): finding for finding in gathering.named}.values()),
        warnings=(*silences, *report.locate(contradicted)),
        sender=gathering.find_sender(),
        rows=tuple(gathering.rows),
        choices=choices,
        is_masked=is_masked,
    )
    return source, tuple(gathering.findings)


def check_goals(report: Report, totals: Totals, window: Window) -> tuple[Finding, ...]:
    """A warning for each goal whose typed result isn't what the report's own figures give, or that has none at all."""
    training = sum_training(report.training, window)
    without_result = tuple(
        Finding(
            "the goal has a target but no result",
            subject=f"goals[{number}].measure",
            hint="add result: what came out; the report names the goal, and doesn't say how far it was reached",
            severity="warning",
        )
        for number, goal in enumerate(report.goals)
        if goal.measure and goal.measure.result is None and compute_goal(goal.measure, totals, training) is None
    )
    return (
        without_result
        + _doubt_typed(report, totals)
        + tuple(
            Finding(
                "the result is {result}, but the contract files give {computed}",
                subject=f"goals[{number}].measure.result",
                hint="check the result, or the contract files; the report shows what those give",
                values={"result": str(goal.measure.result), "computed": str(computed.value)},
                severity="warning",
            )
            for number, goal in enumerate(report.goals)
            if goal.measure and goal.measure.result is not None
            if (computed := compute_goal(goal.measure, totals, training)) and contradicts(goal.measure.result, computed)
        )
    )


def _doubt_typed(report: Report, totals: Totals) -> tuple[Finding, ...]:
    """A warning for each typed per cent that reaches its goal with no figure, while a severe deviation lacks an approved plan."""
    waiting = totals.severe_plan_days_waiting.total()
    return tuple(
        Finding(
            "the result is typed, and nothing computes it; severe deviations without an approved plan: {number}",
            subject=f"goals[{number}].measure.result",
            hint="name the figure that it is about, such as severe_plans_approved_within, or make sure of the result",
            values={"number": str(waiting)},
            severity="warning",
        )
        for number, goal in enumerate(report.goals)
        if waiting and goal.measure and goal.measure.result is not None
        if goal.measure.figure is None and goal.measure.unit is Unit.PERCENT and is_reached(goal.measure, goal.measure.result)
    )


class _Gathering:
    """One walk over the contracts of a report."""

    def __init__(self, report: ReportCase, window: Window, on: date, order: RiskOrder) -> None:
        self._report, self.window, self._on, self._order = report, window, on, order
        self.rows: list[ContractRow] = []
        self.left_out: list[str] = []
        self.findings: list[Finding] = []
        self.named: list[Finding] = []
        self._senders: dict[object, Organisation] = {}
        self._look_for(list_names(report.report))

    def measure(self, contracts: Iterable[Opened]) -> Iterator[ContractFigures]:
        """What each contract contributes; the rest of what it holds is let go."""
        ids = Ids()
        for opened in contracts:
            case, file = opened.case, show_name(opened.path.name)
            self._keep_secret(opened.contract, file)
            wrong = ids.check(case) if case else opened.findings
            if case and not wrong:
                if (buyer := case.contract.buyer).name == self._report.report.organisation:
                    self._senders[buyer.address, buyer.organisation_number] = buyer
                self.rows.append(self._describe(case))
                yield measure_contract(case.contract, case.clause.parts, case.ladder, self.window, list_demands(case.clause))
            else:
                self.left_out.append(file)
                self.findings += wrong

    def _describe(self, case: Case) -> ContractRow:
        """A contract as it stands on the day of the document."""
        standing = Standing(case.contract, case.clause.parts, case.ladder, self._on)
        return describe_contract(standing, case.clause, self._order, self._report.report.period)

    def find_sender(self) -> Organisation | None:
        """Who reports, as the contracts that were measured know it; None where they don't agree."""
        return next(iter(self._senders.values())) if len(self._senders) == 1 else None

    def _keep_secret(self, contract: Contract | None, file: str) -> None:
        """Note what may not be published of a contract; one that is left out has names to keep too, if they can be read."""
        if contract is None:
            message = "the names in {file} can't be read, so nothing can be published"
            hint = "mend that file, or leave it out of the report"
            self.named += self._report.locate([Finding(message, subject="contracts", hint=hint, values={"file": file})])
            return
        self._look_for(list_names(contract))
        if not self._report.is_masked:  # its figures are masked where they follow from what is confidential
            self.named += self._report.locate(figure_findings(contract, "contracts", file))

    def _look_for(self, names: Collection[str]) -> None:
        """Note where the report's own texts say one of these names."""
        self.named += self._report.locate(name_findings(self._report.report, names))
