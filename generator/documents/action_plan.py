"""The action plan: how a supplier remedies a deviation, and by when. One for each deviation."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec import Struct

from generator.contract.choices import ActionKind, DeviationSeverity
from generator.contract.models import (
    Action,
    ActionPlan,
    Activity,
    Deviation,
    Dispute,
    Person,
    Reaudit,
    Remedy,
    Submission,
    TradingConditions,
)
from generator.contract.values import Text
from generator.documents.clause_sections import Provisions, find_provisions
from generator.documents.deviation import DeviationFacts, describe_deviation
from generator.documents.document_type import Correspondence, DocumentType, Required, Subject, find_person, find_receivers
from generator.documents.ladder import LadderNote, describe_ladder
from generator.documents.parties import Parties, describe_parties
from generator.documents.situation import ContractEnd, PenaltySoFar, describe_end, sum_penalty
from generator.documents.timeline import Span, Timeline, plan_timeline
from generator.errors import Finding, InputError
from generator.rules.actions import (
    ActionStatus,
    EvidenceStatus,
    assess_action,
    assess_evidence,
    find_verifying_activity,
    sort_evidence,
)
from generator.rules.periods import count_days_after
from generator.rules.standing import DutyKind, Sanctions
from generator.rules.standing.closing import Closing, assess_closing
from generator.rules.standing.deviation import DeviationStanding
from generator.rules.standing.grounds import is_closed
from generator.rules.standing.plans import is_observation, is_suspected, know
from generator.rules.standing.progress import Progress

SLUG = "action-plan"
ROWS = 5
"""Actions that there is room for in the form."""


class ActionRow(Struct, frozen=True):
    """An action and how it stands on the day of the document, or stood on the day that its deviation was settled."""

    id: str
    description: Text
    responsible: Person | None
    starts: date | None
    due: date
    moved: date | None
    """The day of a rejection until which it was in time, from which its delay is counted instead of the due day."""
    evidence: Text | None
    status: ActionStatus
    evidence_status: EvidenceStatus | None
    verified_by: Activity | None
    kind: ActionKind | None
    authority: Text | None
    """Who has the authority to carry it out."""
    submitted: tuple[Submission, ...]
    """Evidence that had come, by day, with the answers that had been given."""


class Approval(Struct, frozen=True):
    """The way of the plan from request to approval."""

    requested: date | None
    due: date | None
    """The last day to hand it in."""
    is_overdue: bool
    """Whether that day has passed and the plan hasn't come."""
    days_to_hand_in: int | None
    """Days from the request, where there has been none yet."""
    received: date | None
    days_late: int
    """Until it came, or until the day of the document if it hasn't."""
    approved: date | None
    approved_by: Person | None

    @property
    def is_noted(self) -> bool:
        """Whether anything is known of it."""
        return bool(self.requested or self.due or self.received or self.approved)


class ActionPlanView(Struct, frozen=True):
    """All that the action plan says."""

    contract_title: Text
    buyer: str
    supplier: str
    parties: Parties
    officer: Person
    supplier_contact: Person | None
    on: date
    deviation: DeviationFacts
    description: Text
    root_cause: Text | None
    closed: date | None
    closing: Closing | None
    """How the deviation was settled, and what wasn't shown then; None while it is open."""
    actions: tuple[ActionRow, ...]
    timeline: Timeline | None
    progress: Progress
    approval: Approval
    rows: int
    """Actions that there is room for."""
    is_open: bool
    """Whether it is still written in: the plan isn't approved, and the deviation isn't closed. Else nothing is left blank."""
    is_form: bool
    """Whether it is for the supplier to fill in: there are no actions, and none has come."""
    dispute: Dispute | None
    reaudit: Reaudit | None
    reaudited_by: Activity | None
    remedy: Remedy
    is_remedy_owed: bool
    """Whether somebody must get remedy, so that what isn't filled in of it is asked for, or said to be missing."""
    has_remedy: bool
    trading: TradingConditions
    has_trading: bool
    is_child_labour: bool
    is_severe: bool
    end: ContractEnd
    sanctions: Sanctions
    penalty: PenaltySoFar | None
    """The penalty that is claimed for the deviation."""
    suspended_from: date | None
    """Since when call-offs are suspended for the deviation, while they are."""
    provisions: Provisions
    ladder: LadderNote

    @property
    def awaits_review(self) -> bool:
        """Whether evidence of an action has been neither accepted nor rejected."""
        return any(row.evidence_status and not row.evidence_status.accepted for row in self.actions)

    @property
    def has_reviewed(self) -> bool:
        """Whether any evidence has been accepted or rejected."""
        return any(sent.accepted or sent.rejected for row in self.actions for sent in row.submitted)


def _make_view(subject: Subject) -> ActionPlanView:
    contract = subject.contract
    deviation = subject.deviation
    required, path = Required(SLUG), f"deviations[{contract.deviations.index(deviation)}]"
    officer = required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    severity = required.take(f"{path}.severity", deviation.severity)
    required.take(f"{path}.against", deviation.against)
    description = required.take(f"{path}.description", deviation.description)
    standing = subject.assess_deviation(deviation)
    actions = f"{path}.action_plan.actions"
    due = [required.take(f"{actions}[{number}].due", action.due) for number, action in enumerate(standing.plan.actions)]
    required.check()
    _check_found(deviation, f"{path}.found", subject.on)
    _check_established(standing, path)
    rows = tuple(_make_row(action, day, subject, standing) for action, day in zip(standing.plan.actions, due, strict=True))
    spans = [_make_span(row) for row in rows]
    plan = deviation.action_plan or ActionPlan.model_construct()
    reaudit, remedy, trading = _know_reaudit(deviation.reaudit, subject.on), plan.remedy, plan.trading_conditions
    return ActionPlanView(
        contract_title=contract.title,
        buyer=contract.buyer.name,
        supplier=contract.supplier.name,
        parties=describe_parties(contract),
        officer=officer,
        supplier_contact=contract.supplier.contacts.get("due_diligence"),
        on=subject.dated,
        deviation=describe_deviation(deviation, subject),
        description=description,
        root_cause=deviation.root_cause,
        closed=standing.closed,
        closing=assess_closing(deviation, subject.on),
        actions=rows,
        timeline=plan_timeline(spans) if spans else None,
        progress=standing.plan.progress,
        approval=_make_approval(standing, deviation, subject),
        rows=ROWS,
        is_open=not standing.plan.approved and not standing.closed,
        is_form=not rows and not standing.plan.is_there and not standing.closed,
        dispute=_know_dispute(deviation.dispute, subject.on),
        reaudit=reaudit,
        reaudited_by=next((each for each in contract.monitoring.activities if reaudit and each.id == reaudit.activity), None),
        remedy=remedy or Remedy.model_construct(),
        is_remedy_owed=severity is DeviationSeverity.SEVERE or any(each.remediation for each in standing.plan.actions),
        has_remedy=remedy is not None,
        trading=trading or TradingConditions.model_construct(),
        has_trading=trading is not None,
        is_severe=severity is DeviationSeverity.SEVERE,
        is_child_labour=standing.is_child_labour,
        end=describe_end(subject.standing),
        sanctions=standing.sanctions,
        penalty=sum_penalty(standing),
        suspended_from=_find_suspension(standing),
        provisions=find_provisions(subject.clause),
        ladder=describe_ladder(subject.ladder, subject.on, contract, deviation),
    )


def _find_suspension(standing: DeviationStanding) -> date | None:
    run = standing.suspension
    return run.starts if run and not (run.last and run.last < standing.on) else None


def _know_submission(sent: Submission, on: date) -> Submission:
    """Evidence with the answer that had been given by the day `on`."""
    accepted, rejected = know(sent.accepted, on), know(sent.rejected, on)
    reason = sent.reason if accepted or rejected else None
    return sent.model_copy(update={"accepted": accepted, "rejected": rejected, "reason": reason})


def _know_dispute(dispute: Dispute | None, on: date) -> Dispute | None:
    """What the supplier had said by the day `on`, with the answer that had been given."""
    if dispute is None or dispute.raised > on:
        return None
    unanswered = {"answered": None, "upheld": None, "answer": None}
    return dispute if know(dispute.answered, on) else dispute.model_copy(update=unanswered)


def _know_reaudit(reaudit: Reaudit | None, on: date) -> Reaudit | None:
    return reaudit if reaudit and (reaudit.date is None or reaudit.date <= on) else None


def _check_found(deviation: Deviation, path: str, on: date) -> None:
    if on < deviation.found:
        message = "the document is dated {day}, before the deviation was found on {found}"
        values = {"day": on.isoformat(), "found": deviation.found.isoformat()}
        raise InputError(Finding(message, subject=path, hint="choose a later --on", values=values))


def _check_established(standing: DeviationStanding, path: str) -> None:
    if standing.is_observation:
        message = "{deviation} is an observation, so no plan is asked for"
        hint = "if it is a deviation after all, record: {deviation} details --severity minor --replace"
        values = {"deviation": standing.deviation.id}
        raise InputError(Finding(message, subject=f"{path}.severity", hint=hint, values=values))
    if standing.is_suspected:
        message = "nothing has shown by {day} that there is a deviation, so no plan is asked for"
        hint = "once it is shown, record it: realisera record {contract} {deviation} established"
        values = {"day": standing.on.isoformat(), "contract": standing.contract.id, "deviation": standing.deviation.id}
        raise InputError(Finding(message, subject=f"{path}.established", hint=hint, values=values))


def _make_row(action: Action, due: date, subject: Subject, standing: DeviationStanding) -> ActionRow:
    is_agreed = bool(standing.plan.approved)
    status = assess_action(action, standing.plan.on, is_agreed=is_agreed)
    last, activities = status.last or due, subject.contract.monitoring.activities
    return ActionRow(
        id=action.id,
        description=action.description,
        responsible=find_person(subject.contract, action.responsible),
        starts=action.starts,
        due=due,
        moved=last if is_agreed and last > due and any(each.rejected == last for each in action.submitted) else None,
        evidence=action.evidence,
        status=status,
        evidence_status=assess_evidence(action, last, standing.plan.on, is_agreed=is_agreed),
        verified_by=None if standing.closed else find_verifying_activity(due, standing.deviation, activities, subject.on),
        kind=action.kind,
        authority=action.authority,
        submitted=tuple(_know_submission(each, subject.on) for each in sort_evidence(action, subject.on)),
    )


def _make_span(row: ActionRow) -> Span:
    """From when the action starts, where the plan says, to its due day; and its delay, if it is or was late by an agreed day."""
    starts = min(row.starts, row.due) if row.starts else None
    last, days = row.status.last or row.due, row.status.days
    return Span(row.id, starts, row.due, last + timedelta(days=days) if days else None, row.status.state, row.moved)


def _make_approval(standing: DeviationStanding, deviation: Deviation, subject: Subject) -> Approval:
    """A plan that hasn't come is late as long as it is asked for: until it is approved or the deviation is closed."""
    plan = standing.plan
    came = plan.received or (None if plan.approved or standing.closed else subject.on)
    late = count_days_after(came, plan.due) if plan.due and came else 0
    approved_by = deviation.action_plan.approved_by if deviation.action_plan and plan.approved else None
    return Approval(
        requested=plan.requested.day if plan.requested else None,
        due=plan.due,
        is_overdue=late > 0 and plan.received is None,
        days_to_hand_in=None if plan.due or plan.requested else subject.contract.clause.terms.action_plan_days,
        received=plan.received,
        days_late=late,
        approved=plan.approved,
        approved_by=find_person(subject.contract, approved_by),
    )


def _correspond(subject: Subject) -> Correspondence:
    """To who answers for due diligence; to be handed in by its last day, unless it has come."""
    plan = subject.assess_deviation(subject.deviation).plan
    return Correspondence(find_receivers(subject.contract), None if plan.is_there else plan.due)


ACTION_PLAN = DocumentType(
    slug=SLUG,
    layout="report",
    is_filled_in=True,
    needs=(
        "buyer.contacts.officer",
        "deviations[].severity",
        "deviations[].against",
        "deviations[].description",
        "deviations[].action_plan.actions[].due",
    ),
    item_kind="deviation",
    answers=(DutyKind.PLAN_TO_REQUEST, DutyKind.PLAN_TO_REMIND),
    correspond=_correspond,
    list_items=lambda contract, on: tuple(
        each.id for each in contract.deviations if not (is_closed(each, on) or is_suspected(each, on) or is_observation(each))
    ),
    view=ActionPlanView,
    make_view=_make_view,
)
