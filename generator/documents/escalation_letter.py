"""The escalation letter: tells the supplier of a step of the ladder. One for each step that was taken, dated when it was."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import GroundKind, Sanction
from generator.contract.clause import ClauseSection, SourceText
from generator.contract.ladder import LadderStep, Meeting
from generator.contract.models import Contract, Deviation, EscalationEntry, Money, Person
from generator.contract.values import Name, RoleReference, Text
from generator.documents.clause_sections import find_provision
from generator.documents.deviation import DeviationFacts, describe_deviation
from generator.documents.document_type import (
    LETTER_SLUG,
    Correspondence,
    DocumentType,
    Need,
    Required,
    Subject,
    find_person,
    find_receivers,
)
from generator.documents.kickoff import About, Participant, describe_contract, list_named
from generator.documents.ladder import (
    GroundName,
    Grounds,
    HistoryRow,
    LadderNote,
    describe_grounds,
    describe_ladder,
    list_barred,
    list_history,
    name_grounds,
)
from generator.documents.parties import find_country_abroad
from generator.errors import N_, Finding, InputError
from generator.rules.actions import find_done
from generator.rules.sanctions import PenaltyRun, assess_penalty
from generator.rules.standing import Sanctions
from generator.rules.standing.deviation import Condition, DeviationStanding
from generator.rules.standing.grounds import is_closed
from generator.rules.standing.ladder import find_next
from generator.rules.standing.letters import find_letter, list_letters
from generator.rules.standing.phases import find_ending, find_own_end, find_termination_day
from generator.rules.standing.receipts import ReceiptBasis


class Termination(Struct, frozen=True):
    """How the contract ends."""

    ends: date | None
    """Its last day; None where the notice is a reasonable one that nobody has put a day to."""
    at_once: bool
    ends_by_itself: bool
    """Whether its own last day comes before the notice has run out."""
    notice_days: int | None
    """None where it ends at once, or with reasonable notice."""
    deemed_received: date | None
    """The day on which the contract deems the letter received, and from which the notice runs, if it does."""
    conditions: tuple[Condition, ...]
    """Those for immediate termination that hold."""
    suspended_from: date | None
    is_suspended: bool
    """Whether a suspension of call-offs still lasts."""
    penalty_total: Money | None
    """What the penalty has come to, if there has been one."""


class Called(Struct, frozen=True):
    """The meeting that a letter calls to."""

    participants: tuple[Participant, ...]
    """Those that the contract names."""
    agenda: tuple[SourceText, ...]
    minutes: SourceText

    @property
    def names_supplier(self) -> bool:
        """Whether any of those is the supplier's."""
        return any(each.side == "supplier" for each in self.participants)


class EscalationLetterView(Struct, frozen=True):
    """All that the letter says: what was known when the step was taken, and nothing later."""

    about: About
    officer: Person
    decided_by: Person
    decision_number: str | None
    delegation: Name | None
    receiver: Person | None
    address: tuple[str, ...]
    country: str | None
    """Where the supplier is, if abroad."""
    on: date
    heading: SourceText
    """What its heading begins with, before what it is about."""
    demand: SourceText
    """The first paragraph of the step's letter, which says what is wanted."""
    paragraphs: tuple[SourceText, ...]
    """Those after it."""
    reason: Text | None
    unanswered: HistoryRow | None
    """The step before, if it was to be answered by now and hasn't been."""
    deviation: DeviationFacts
    description: Text | None
    history: tuple[HistoryRow, ...]
    grounds: Grounds
    clause_grounds: tuple[GroundName, ...]
    """The clause's own grounds that there are."""
    sanction_section: ClauseSection | None
    """Where the clause has the sanction that the step is, as far as that is known."""
    decide_by: date | None
    """When it is decided whether there is a ground, where call-offs are suspended while that is looked into."""
    plan_due: date | None
    """The last day to hand in an action plan, where that is known and hasn't passed."""
    wants_plan: bool
    """Whether there is no action plan yet, so that the letter asks for one."""
    answer_due: date | None
    demands: bool
    """Whether there is a ground, or a plan is asked for: what may not be done when the next step is decided on."""
    next: SourceText | None
    next_sanction: Sanction | None
    next_needs_ground: bool
    """Whether it may be taken only while there is a ground for it."""
    barred: tuple[HistoryRow, ...]
    """The steps before it that don't exist for the deviation."""
    sanctions: Sanctions
    penalty: PenaltyRun | None
    """The penalty that it claims."""
    suspended_from: date | None
    suspension_limit: date | None
    termination: Termination | None
    is_child_labour: bool
    done: tuple[str, ...]
    """The actions of the plan that were done, by id."""
    is_sanction: bool
    is_investigated: bool
    """Whether call-offs are suspended for nothing but that a ground is being looked into."""
    is_suspected: bool
    """Whether nothing has shown yet that there is a deviation."""
    meeting: Called | None
    tells_of_exclusion: bool
    ladder: LadderNote


def _make_view(subject: Subject) -> EscalationLetterView:
    contract, deviation, entry = subject.contract, subject.escalated, subject.entry
    standing, step = subject.assess_deviation(_reopen(deviation, subject.on)), subject.ladder.steps[entry.step]
    required = Required(LETTER_SLUG)
    officer = required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    required.take("supplier.address", contract.supplier.address or None)
    agreed = required.take("clause.terms.penalty", standing.claimed_penalty) if step.sanction is Sanction.PENALTY else None
    required.check()
    if step.sanction is Sanction.IMMEDIATE_TERMINATION:
        _check_conditions(standing, f"deviations[{contract.deviations.index(deviation)}].escalation")
    history = list_history(standing, besides=entry.step)
    is_investigated = step.sanction is Sanction.CALL_OFF_SUSPENSION and bool(standing.investigated) and not standing.lasting
    following, plan = find_next(standing), standing.plan
    wants_plan = not plan.is_there and not standing.is_suspected
    demand, *paragraphs = _choose_paragraphs(step, standing, is_investigated=is_investigated)
    return EscalationLetterView(
        about=describe_contract(contract),
        officer=officer,
        decided_by=find_person(contract, entry.decided_by) or officer,
        decision_number=entry.decision_number,
        delegation=entry.delegation,
        receiver=_find_receiver(contract, step.to),
        address=contract.supplier.address,
        country=find_country_abroad(contract),
        on=subject.on,
        heading=step.heads,
        demand=demand,
        paragraphs=tuple(paragraphs),
        reason=entry.reason,
        unanswered=_find_unanswered(history),
        deviation=describe_deviation(deviation, subject),
        description=deviation.description,
        history=history,
        grounds=describe_grounds(standing.grounds, subject.on),
        clause_grounds=(GroundKind.UNDER_INVESTIGATION,) if is_investigated else name_grounds(standing.lasting),
        sanction_section=find_provision(subject.clause, step.sanction),
        decide_by=standing.investigated.decide_by if standing.investigated and is_investigated else None,
        plan_due=plan.due if plan.due and plan.due >= subject.on and wants_plan else None,
        wants_plan=wants_plan,
        answer_due=standing.find_due(entry),
        demands=bool(standing.grounds) or wants_plan,
        next=following.step.title if following else None,
        next_sanction=following.step.sanction if following else None,
        next_needs_ground=bool(following and following.step.grounds),
        barred=list_barred(standing, following),
        sanctions=subject.standing.sanctions,
        penalty=assess_penalty(entry, agreed, None, subject.on) if agreed else None,
        suspended_from=(entry.from_ or entry.date) if step.sanction is Sanction.CALL_OFF_SUSPENSION else None,
        suspension_limit=standing.suspension.limit if standing.suspension else None,
        termination=_terminate(standing, entry, step.sanction),
        is_child_labour=standing.is_child_labour,
        done=tuple(action.id for action in plan.actions if find_done(action, subject.on)),
        is_sanction=step.sanction is not None,
        is_investigated=is_investigated,
        is_suspected=standing.is_suspected,
        meeting=_call(step.meeting, contract) if step.meeting else None,
        tells_of_exclusion=step.tells_of_exclusion and not standing.is_suspected,
        ladder=describe_ladder(subject.ladder, subject.on, contract, deviation),
    )


def _choose_paragraphs(step: LadderStep, standing: DeviationStanding, *, is_investigated: bool) -> tuple[SourceText, ...]:
    if standing.is_suspected:
        return step.suspecting or step.paragraphs
    return step.investigating if is_investigated else step.paragraphs


def _call(meeting: Meeting, contract: Contract) -> Called:
    return Called(list_named(contract, meeting.participants), meeting.points, meeting.on_minutes)


def _reopen(deviation: Deviation, on: date) -> Deviation:
    """The deviation as it was when a step was taken: settled the same day, it was so after that."""
    return deviation.model_copy(update={"closed": None}) if is_closed(deviation, on) else deviation


def _check_conditions(standing: DeviationStanding, path: str) -> None:
    if not standing.conditions:
        message = "none of the conditions for immediate termination holds"
        hint = "a severe deviation with severe_remedied_at_once: false, a penalty at its maximum, or a suspension of its months"
        raise InputError(Finding(message, subject=path, hint=hint))


def _find_unanswered(history: tuple[HistoryRow, ...]) -> HistoryRow | None:
    last = next((row for row in reversed(history) if row.state == "taken"), None)
    return last if last and last.answer in {"not_noted", "did_not_come"} else None


def _correspond(subject: Subject) -> Correspondence:
    """To whom the letter is addressed, to be answered as it says."""
    standing, key = subject.assess_deviation(_reopen(subject.escalated, subject.on)), subject.entry.step
    receivers = find_receivers(subject.contract, subject.ladder.steps[key].to)
    return Correspondence(receivers, standing.find_answer_due(key) if key in standing.taken else None)


def _find_receiver(contract: Contract, roles: tuple[RoleReference, ...]) -> Person | None:
    """The first of the persons that there is; else who answers for due diligence."""
    contacts = contract.supplier.contacts
    wanted = [*(reference.role for reference in roles), "due_diligence"]
    return next((contacts[role] for role in wanted if role in contacts), None)


def _terminate(standing: DeviationStanding, entry: EscalationEntry, sanction: Sanction | None) -> Termination | None:
    if sanction not in {Sanction.TERMINATION, Sanction.IMMEDIATE_TERMINATION}:
        return None
    at_once, suspension, run = sanction is Sanction.IMMEDIATE_TERMINATION, standing.suspension, standing.penalty
    ending, own = (
        find_ending(standing.contract, standing.ladder, standing.on),
        find_own_end(standing.contract, standing.on).latest,
    )
    is_deemed = ending.notice and ending.notice.basis is ReceiptBasis.DEEMED
    days = None if at_once else standing.sanctions.notice_days
    ends = entry.date if at_once else find_termination_day(entry, standing.contract, standing.on)
    return Termination(
        ends=min(ends, max(standing.on, own)) if ends else None,
        at_once=at_once,
        ends_by_itself=bool(ends and own < ends),
        notice_days=None if entry.ends else days,
        deemed_received=ending.notice.day if ending.notice and is_deemed else None,
        conditions=standing.conditions if at_once else (),
        suspended_from=suspension.starts if suspension else None,
        is_suspended=bool(suspension and not (suspension.last and suspension.last < standing.on)),
        penalty_total=run.total if run and run.weeks else None,
    )


def _list_letters(contract: Contract, on: date) -> tuple[str, ...]:
    """The last step that was taken for each deviation that isn't settled."""
    taken = {deviation.id: list(list_letters(deviation, on)) for deviation in contract.deviations if not is_closed(deviation, on)}
    return tuple(f"{name}.{letters[-1]}" for name, letters in taken.items() if letters)


def _find_day(contract: Contract, item: str) -> date:
    return find_letter(contract, item).date


ESCALATION_LETTER = DocumentType(
    slug=LETTER_SLUG,
    layout="letter",
    needs=(
        "buyer.contacts.officer",
        "supplier.address",
        Need("clause.terms.penalty", N_("where a penalty is demanded")),
        "deviations[].escalation",
    ),
    item_kind="step",
    correspond=_correspond,
    list_items=_list_letters,
    find_day=_find_day,
    is_kept=True,
    view=EscalationLetterView,
    make_view=_make_view,
)
