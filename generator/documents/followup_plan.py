"""The follow-up plan: when, how and by whom the clause is monitored, and what that rests on."""

from __future__ import annotations

from datetime import date
from typing import cast

from msgspec import Struct

from generator.contract.choices import Method, Side
from generator.contract.models import Contract, EarlierResult, Person
from generator.contract.values import Month, Text
from generator.documents.activities import ActivityRow, list_activities, list_methods
from generator.documents.changes import ChangeRow, list_changes
from generator.documents.coming_year import ComingYear, draw_year
from generator.documents.document_type import DocumentType, Need, Required, Subject, find_person
from generator.documents.obstacles import find_end
from generator.documents.parties import Parties, describe_parties
from generator.documents.situation import ContractEnd, count_days_late, describe_end
from generator.rules.costs import Cost, sum_costs
from generator.rules.notices import find_agreed_days, find_last_notice_day, find_notice_days, find_ready_day, must_move
from generator.rules.periods import count_days_after, first_day, is_within, last_day
from generator.rules.reuse import ReuseVerdict, judge_reuse
from generator.rules.risks import RankedRisk, RiskOrder, rank_risks
from generator.rules.sampling import Sample, choose_sample
from generator.rules.standing.contract_duties import find_sent
from generator.rules.standing.progress import Progress
from generator.rules.transparency import DepthRow, list_depths

SLUG = "followup-plan"
_TOP_RISKS = 5


class EarlierRow(Struct, frozen=True):
    """An earlier result, and whether it can be reused."""

    result: EarlierResult
    verdict: ReuseVerdict | None
    """None for the buyer's own results, which no conditions apply to."""


class OwnChoice(Struct, frozen=True):
    """The products of an activity that somebody has decided on, which go before those of the sample."""

    activity: str
    products: tuple[Text, ...]


class NoticeRow(Struct, frozen=True):
    """When the supplier is told of an activity at the latest."""

    activity: str
    days: int
    """How many before the first that it is planned for."""
    send_by: date
    sent: date | None
    """When it was sent, if it was."""
    is_late: bool
    """Whether that day has passed, and it wasn't sent."""
    earliest: date | None
    """When it can be made at the earliest, if told of today; None where that is in the time that it is planned for."""


class PlanRow(Struct, frozen=True):
    """An activity with what it is to be told by, and how late it was done or is."""

    activity: ActivityRow
    notice: NoticeRow | None
    """None where it is done, or the supplier is told nothing."""
    days_late: int


class FollowupPlanView(Struct, frozen=True):
    """All that the follow-up plan says."""

    on: date
    contract_title: Text
    buyer: str
    parties: Parties
    responsible: Person | None
    starts: date
    end: ContractEnd
    """With the extensions that are decided and the changes that are agreed."""
    changes: tuple[ChangeRow, ...]
    risk_order: RiskOrder
    """What decides which risk comes first."""
    risks: tuple[RankedRisk, ...]
    """Those with the highest priority."""
    more_risks: int
    """How many more are assessed."""
    unassessed: tuple[str, ...]
    """Risks without both grades, by id."""
    earlier: tuple[EarlierRow, ...]
    joint: bool | None
    progress: Progress
    """Of the activities."""
    rows: tuple[PlanRow, ...]
    """The activities in order of time."""
    outside: tuple[str, ...]
    """Those that lie outside the contract's time, by id."""
    year: ComingYear | None
    """What is to happen within a year, if anything is."""
    sample: Sample
    own_choices: tuple[OwnChoice, ...]
    methods: tuple[Method, ...]
    """Those of what is still to be done."""
    audit_access_days: int | None
    action_plan_days: int | None
    transparency_days: int | None
    depths: tuple[DepthRow, ...]
    """How far the supplier must tell of its supply chains, and what is known."""
    agreed_methods: tuple[Method, ...]
    """Those that the contract gives a time for."""
    has_audits: bool
    reaudit_paid_by: Side | None
    decide_by: date | None
    decision_days_late: int
    costs: tuple[Cost, ...]

    @property
    def activities(self) -> tuple[ActivityRow, ...]:
        """In order of time."""
        return tuple(row.activity for row in self.rows)

    @property
    def notices(self) -> tuple[NoticeRow, ...]:
        """When the supplier is told of what is to be done."""
        return tuple(row.notice for row in self.rows if row.notice)

    @property
    def late_notices(self) -> int:
        """How many activities the supplier should have been told of, and wasn't."""
        return sum(each.is_late for each in self.notices)

    @property
    def following(self) -> ActivityRow | None:
        """The next activity of those that are neither done nor late."""
        return next((each for each in self.activities if not each.done and not each.is_late), None)

    @property
    def is_first(self) -> bool:
        """Whether nothing has been followed up yet, in this contract or by anybody else that is known of."""
        return not self.earlier and not self.progress.done

    @property
    def results(self) -> tuple[ActivityRow, ...]:
        """The activities that something has come out of."""
        return tuple(each for each in self.activities if each.result)

    @property
    def costed(self) -> tuple[ActivityRow, ...]:
        """The activities whose cost is known."""
        return tuple(each for each in self.activities if each.cost)

    @property
    def sampled(self) -> tuple[Text, ...]:
        """The names of the products of the sample."""
        return tuple(product.name for product in self.sample.chosen)

    @property
    def without_figures(self) -> tuple[Text, ...]:
        """The names of the products that weigh nothing since their volume and turnover aren't known."""
        return tuple(product.name for product in self.sample.without_figures)

    @property
    def without_risks(self) -> tuple[Text, ...]:
        """The names of the products that aren't sampled since they have no risks."""
        return tuple(each.product.name for each in self.sample.omitted if each.reason == "no_risks")

    @property
    def without_grades(self) -> tuple[Text, ...]:
        """The names of the products that aren't sampled since their risks haven't been assessed."""
        return tuple(each.product.name for each in self.sample.omitted if each.reason == "not_assessed")


def _make_view(subject: Subject) -> FollowupPlanView:
    contract, terms = subject.contract, subject.contract.clause.terms
    _check_needs(contract)
    activities = tuple(sorted(list_activities(subject), key=_find_start))
    ranked = rank_risks(contract.risks, subject.choices.risk_order)
    graded = {each.risk.id for each in ranked}
    sample = choose_sample(contract.products, contract.risks, subject.choices.risk_order)
    return FollowupPlanView(
        on=subject.dated,
        contract_title=contract.title,
        buyer=contract.buyer.name,
        parties=describe_parties(contract),
        responsible=find_person(contract, contract.monitoring.responsible),
        starts=contract.dates.starts,
        end=describe_end(subject.standing),
        changes=list_changes(contract, subject.on),
        risk_order=subject.choices.risk_order,
        risks=ranked[:_TOP_RISKS],
        more_risks=len(ranked[_TOP_RISKS:]),
        unassessed=tuple(risk.id for risk in contract.risks if risk.id not in graded),
        earlier=tuple(_judge(result, subject) for result in contract.monitoring.previous if result.date <= subject.on),
        joint=contract.monitoring.joint,
        progress=subject.standing.monitored,
        rows=tuple(_make_row(activity, subject) for activity in activities),
        outside=tuple(
            each.id
            for each in activities
            if not is_within(_find_time(each), contract.dates.starts, subject.standing.ending.latest)
        ),
        year=draw_year(subject, activities),
        sample=sample,
        own_choices=_list_own_choices(contract),
        methods=list_methods(tuple(each for each in activities if not each.done)),
        audit_access_days=terms.audit_access_days,
        action_plan_days=terms.action_plan_days,
        transparency_days=terms.transparency.days if terms.transparency else None,
        depths=list_depths(terms.transparency.depth, contract.supply_chain) if terms.transparency else (),
        agreed_methods=tuple(method for method in Method if find_agreed_days(method, terms)),
        has_audits=any(activity.method is Method.AUDIT for activity in activities),
        reaudit_paid_by=terms.reaudit_paid_by,
        decide_by=subject.standing.decide_by,
        decision_days_late=count_days_late(subject.standing),
        costs=sum_costs((each.cost, each.done is not None) for each in activities if each.cost),
    )


def _check_needs(contract: Contract) -> None:
    """Refuse a contract that lacks something that a plan needs: an officer, activities, and for each when and who."""
    required, monitoring = Required(SLUG), contract.monitoring
    required.take("buyer.contacts.officer", contract.buyer.contacts.get("officer"))
    required.take("monitoring.activities", monitoring.activities or None)
    for number, activity in enumerate(monitoring.activities):
        path = f"monitoring.activities[{number}]"
        required.take(f"{path}.planned", activity.planned or activity.done)
        required.take(f"{path}.responsible", activity.responsible or monitoring.responsible)
    required.check()


def _find_time(activity: ActivityRow) -> date | Month:
    """When it was done or else is planned; what has neither was refused."""
    return cast("date | Month", activity.done or activity.planned)


def _find_start(activity: ActivityRow) -> date:
    return first_day(_find_time(activity))


def _make_row(activity: ActivityRow, subject: Subject) -> PlanRow:
    ended, ends = activity.done or subject.on, last_day(activity.planned or _find_time(activity))
    notice = None
    if activity.planned and activity.first_told and not activity.done:
        notice = _make_notice(activity, activity.planned, activity.first_told, subject)
    return PlanRow(activity, notice, count_days_after(ended, ends))


def _judge(result: EarlierResult, subject: Subject) -> EarlierRow:
    contract = subject.contract
    if result.buyer in {None, contract.buyer.name}:
        return EarlierRow(result, None)
    planned = {activity.method for activity in contract.monitoring.activities}
    return EarlierRow(result, judge_reuse(result, contract.clause.level, planned, subject.on))


def _list_own_choices(contract: Contract) -> tuple[OwnChoice, ...]:
    names = {product.id: product.name for product in contract.products}
    decided = (each for each in contract.monitoring.activities if each.products)
    return tuple(OwnChoice(each.id, tuple(names[key] for key in each.products)) for each in decided)


def _make_notice(activity: ActivityRow, planned: date | Month, told: date | Month, subject: Subject) -> NoticeRow:
    days = find_notice_days(activity.method, subject.contract.clause.terms)
    send_by, ready = find_last_notice_day(told, days), find_ready_day(told, days, subject.on)
    sent = next(find_sent(each, subject.on) for each in subject.contract.monitoring.activities if each.id == activity.id)
    is_late = not sent and send_by < subject.on
    return NoticeRow(activity.id, days, send_by, sent, is_late, ready if is_late and must_move(planned, ready) else None)


FOLLOWUP_PLAN = DocumentType(
    slug=SLUG,
    find_obstacle=find_end,
    layout="report",
    audience="internal",
    needs=(
        "buyer.contacts.officer",
        "monitoring.activities",
        Need("monitoring.activities[].planned", instead="done"),
        Need("monitoring.activities[].responsible", instead="monitoring.responsible"),
    ),
    list_items=lambda contract, _on: ("",) if contract.monitoring.activities else (),
    view=FollowupPlanView,
    make_view=_make_view,
)
