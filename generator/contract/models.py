"""The contract file as it is published: what each section holds. Uses nothing above it; everyone may read it.

These classes are the format: their field names are its keys, their docstrings the descriptions in its JSON Schema.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from generator.contract.choices import (
    ActionKind,
    Area,
    AuditKind,
    AuditNotice,
    AuditPlace,
    AwardNotice,
    Basis,
    ChangeGround,
    Channel,
    DelivererKind,
    DeviationSeverity,
    Level,
    Method,
    ReleasedEdition,
    Reply,
    RiskKind,
    SevereKind,
    Side,
    Stage,
    TransparencyDepth,
    WorkerGroup,
)
from generator.contract.fields import (
    Against,
    Count,
    Country,
    Cpv,
    Currency,
    Day,
    Email,
    FolderId,
    Format,
    Grade,
    Id,
    Languages,
    Line,
    Link,
    Number,
    Planned,
    ProperName,
    Prose,
    PublishedTitle,
    Reference,
    RiskSeverity,
    Section,
    StepName,
    TimeOfDay,
    Units,
    Year,
    YesNo,
)
from generator.contract.reading import LAST_YEAR
from generator.contract.values import MONTHS_A_YEAR, FrozenMap, add_months

Item = TypeVar("Item")

SWEDEN = "SE"
"""The country of an organisation that doesn't say which."""


class Part(BaseModel):
    """A part of a file: keys with values, none but those named here, never changed once read."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        defer_build=True,
        validate_by_name=True,
    )


class Money(Part):
    """An amount of money."""

    amount: Number
    """Exact, digits with a decimal point, excluding VAT."""
    currency: Currency
    """Three letters by ISO 4217."""
    basis: Basis | None = None
    """What the amount covers."""


class Penalty(Part):
    """The penalty for each begun week."""

    amount: Number
    """For each begun week, excluding VAT."""
    currency: Currency
    """Three letters by ISO 4217."""
    max_weeks: Units | None = None
    """The most weeks that it is paid for."""


SUMS = frozenset({Money, Penalty})
"""The parts that people say as an amount and its currency."""


class Transparency(Part):
    """What the supplier must tell of its supply chains, on request: legal names and physical addresses."""

    days: Units | None = None
    """Days from request within which it is told."""
    depth: tuple[TransparencyDepth, ...] = ()
    """How far: final_factories, one_tier_further, components, smelters, extraction; what the request asks for if absent."""


class Terms(Part):
    """The blanks of the clause, filled in for this contract."""

    applies_from: Day | None = None
    """The day from which the supplier must keep the clause."""
    severe_deviation_report_days: Units | None = None
    """Days within which the supplier reports a severe deviation."""
    action_plan_days: Units | None = None
    """Days within which the supplier sends an action plan."""
    audit_access_days: Units | None = None
    """Days from request within which an audit is enabled."""
    transparency: Transparency | None = None
    """What the supplier must tell of its supply chains."""
    reaudit_paid_by: Side | None = None
    """Who pays an audit that is made again to see that deviations are remedied: buyer or supplier."""
    penalty: Penalty | None = None
    """The penalty for each begun week while a ground lasts."""
    call_off_suspension_months: Units | None = None
    """Months of suspended call-offs after which the contract may be terminated at once."""
    notice_days: Units | None = None
    """Days of notice when the contract is terminated."""


class Clause(Part):
    """The clause on due diligence that the contract carries."""

    level: Level
    """Basic or advanced."""
    version: Line
    """The clause file that it is, of the workspace or of the product."""
    terms: Terms = Terms.model_construct()
    """Its blanks, filled in."""


class Person(Part):
    """A person to turn to."""

    name: Line
    """First and last name."""
    title: Prose | None = None
    """What the person does."""
    email: Email | None = None
    """E-mail address."""
    phone: Line | None = None
    """Telephone number, in quotes, with country code."""


class Organisation(Part):
    """A party to the contract."""

    name: Line
    """The name in the register."""
    organisation_number: Line | None = None
    """NNNNNN-NNNN if Swedish; the hyphen may be left out, and two digits for the century may stand before it."""
    address: tuple[Line, ...] = ()
    """Address lines, as on an envelope."""
    country: Country | None = None
    """Two letters by ISO 3166; Sweden if absent."""
    contacts: FrozenMap[Person] = FrozenMap()
    """Persons by role; referred to as buyer.officer or supplier.due_diligence."""

    @model_validator(mode="before")
    @classmethod
    def _hyphenate(cls, data: Any) -> Any:
        """The organisation with a Swedish number as it is written."""
        return hyphenate_number(data) if isinstance(data, dict) else data


class Party(Part):
    """An organisation that stands beside a party to the contract."""

    name: Line
    """The name in the register."""
    organisation_number: Line | None = None
    """NNNNNN-NNNN if Swedish; the hyphen may be left out, and two digits for the century may stand before it."""
    country: Country | None = None
    """Two letters by ISO 3166; Sweden if absent."""

    @model_validator(mode="before")
    @classmethod
    def _hyphenate(cls, data: Any) -> Any:
        """The organisation with a Swedish number as it is written."""
        return hyphenate_number(data) if isinstance(data, dict) else data


class Buyer(Organisation):
    """The contracting organisation that signs the contract."""

    others: tuple[Party, ...] = ()
    """Contracting organisations that buy together with it, each in its own name."""
    on_behalf_of: tuple[Party, ...] = ()
    """Contracting organisations that it signs for."""


class Deliverer(Party):
    """A company or branch of the supplier's that delivers in its place."""

    kind: DelivererKind | None = None
    """Whether it is a subsidiary, or a branch that is no company of its own."""


class Supplier(Organisation):
    """The supplier; of a consortium, the lead member, which letters go to."""

    members: tuple[Party, ...] = ()
    """The other members of the consortium that it is the lead member of."""
    joint_liability: YesNo | None = None
    """Whether each member of a consortium answers for all of the contract, not for its own part alone; not known if absent."""
    delivered_by: tuple[Deliverer, ...] = ()
    """Its subsidiaries or branches that deliver."""


def hyphenate_number(organisation: dict[str, Any]) -> dict[str, Any]:
    """An organisation with a Swedish number as it is written: registers leave out the hyphen, or set a century before it.

    Source: the Swedish Tax Agency's twelve digits begin with 16 for organisations, and with the century for persons.
    """
    number = organisation.get("organisation_number")
    if organisation.get("country") not in (None, SWEDEN) or not isinstance(number, str):
        return organisation
    found = re.fullmatch(r"(?:16|19|20)?([0-9]{6})[\s\-\u2010-\u2013]?([0-9]{4})", number)
    return organisation | {"organisation_number": f"{found[1]}-{found[2]}"} if found else organisation


class Extension(Part):
    """A possible extension."""

    until: Day
    """The contract's last day if extended."""
    decide_by: Day | None = None
    """The last day to decide."""
    decided: Day | None = None
    """The day it was decided."""
    declined: Day | None = None
    """The day it was decided not to extend."""
    decision_number: Line | None = None
    """The number that the decision is registered by."""
    delegation: ProperName | None = None
    """By which delegation it was decided, such as a point of the delegation order."""


class Duration(Part):
    """How long a contract runs, from its first day; what is given is added up."""

    years: Units | None = None
    """Years."""
    months: Units | None = None
    """Months."""
    weeks: Units | None = None
    """Weeks."""
    days: Units | None = None
    """Days."""

    def find_last_day(self, first: date) -> date | None:
        """The last day of what runs so long from `first`, which is part of it; None where it is no day that a file can hold.

        Source: as for `contract.values.add_months`: four years from 1 January end on 31 December.
        """
        months = (self.years or 0) * MONTHS_A_YEAR + (self.months or 0)
        more = timedelta(weeks=self.weeks or 0, days=self.days or 0)
        try:
            last = add_months(first, months) + more - timedelta(days=1)
        except (ValueError, OverflowError):
            return None
        return last if first <= last and last.year <= LAST_YEAR else None


class Dates(Part):
    """The dates of the contract."""

    awarded: Day | None = None
    """The day of the award decision."""
    award_notice: AwardNotice | None = None
    """How it was told: electronic, post, or none where no standstill period applies, as after a direct award."""
    standstill_ends: Day | None = None
    """The last day of the standstill period; where none is written, or one too early, the one that follows from the award."""
    signed: Day | None = None
    """The day it was signed."""
    starts: Day
    """Its first day."""
    ends: Day | None = None
    """Its last day, without extensions that aren't decided. Else duration, or until_further_notice."""
    duration: Duration | None = None
    """How long it runs, where its last day isn't written down: it then follows."""
    until_further_notice: YesNo = False
    """Whether it has no last day, but runs until it is terminated."""
    extensions: tuple[Extension, ...] = ()
    """Possible extensions, in order."""

    @model_validator(mode="after")
    def _work_out_end(self) -> Self:
        """The dates, with the last day that follows from how long the contract runs where none is written down."""
        if self.ends is None and self.duration:
            object.__setattr__(self, "ends", self.duration.find_last_day(self.starts))
        return self


class Change(Part):
    """A change of the contract that was agreed while it runs."""

    date: Day
    """The day it was agreed; it holds from that day."""
    description: Prose
    """What is changed, and why."""
    ground: ChangeGround | None = None
    """Which of LOU 17 kap. 9–14 §§ allows it without a new procurement; the values come in the order of the sections."""
    ends: Day | None = None
    """The contract's last day from then on, if it is another."""
    until_further_notice: YesNo = False
    """Whether the contract has no last day from then on, but runs until it is terminated."""
    value: Money | None = None
    """What the contract is worth from then on, if it is something else."""
    penalty: Penalty | None = None
    """The penalty for what is claimed from then on, if it is another: amount 0 if it is dropped; max_weeks stays if absent."""
    decision_number: Line | None = None
    """The number that the decision is registered by."""
    delegation: ProperName | None = None
    """By which delegation it was decided, such as a point of the delegation order."""


class Question(Part):
    """A question asked before or at the kick-off meeting."""

    question: Prose
    """What was asked."""
    asked_by: Reference | None = None
    """Who asked."""
    answer: Prose | None = None
    """What was answered."""


class Kickoff(Part):
    """The kick-off meeting."""

    date: Day | None = None
    """Its day, after the standstill period."""
    invited: Day | None = None
    """The day the invitation was sent."""
    held: Day | None = None
    """The day it was held; its date, if that is absent and the minutes were sent."""
    minutes_sent: Day | None = None
    """The day the minutes were sent to those who took part."""
    starts: TimeOfDay | None = None
    """When it begins, HH:MM in quotes."""
    ends: TimeOfDay | None = None
    """When it ends, HH:MM in quotes."""
    place: Prose | None = None
    """Where people meet."""
    link: Link | None = None
    """Where people meet online."""
    participants: tuple[Reference, ...] = ()
    """Who takes part."""
    questions: tuple[Question, ...] = ()
    """Questions and their answers."""


class ChainLink(Part):
    """An actor in the supply chain."""

    id: Id
    """Unique in the list."""
    name: ProperName
    """Its name, or what it is where it isn't named."""
    legal_name: ProperName | None = None
    """The name that it is registered by."""
    address: tuple[Line, ...] = ()
    """Where it is: the lines of its physical address."""
    tier: Units | None = None
    """1 for who the supplier buys from, 2 for who they buy from, and so on."""
    stage: Stage | None = None
    """What it stands for in the chain."""
    country: Country | None = None
    """Two letters by ISO 3166."""
    region: ProperName | None = None
    """The part of the country."""
    activities: Prose | None = None
    """The kinds of work done there."""
    worker_groups: tuple[WorkerGroup, ...] = ()
    """Workers there who are more exposed than others."""


class Product(Part):
    """A product that can be sampled."""

    id: Id
    """Unique in the list."""
    name: Prose
    """What it is."""
    lot: Id | None = None
    """The lot that it belongs to, by id."""
    risks: tuple[Id, ...] = ()
    """Its risks, by id."""
    annual_volume: Count | None = None
    """Units a year."""
    annual_value: Money | None = None
    """Turnover a year."""


class Source(Part):
    """Where information on a risk comes from."""

    title: PublishedTitle
    """The title, in the language of the source, such as {en: Global estimates}."""
    publisher: ProperName | None = None
    """Who published it."""
    year: Year | None = None
    """When it was published."""
    link: Link | None = None
    """Where it can be read."""


class Risk(Part):
    """A risk of adverse impact."""

    id: Id
    """Unique in the list."""
    area: Area | None = None
    """The area that it belongs to."""
    kind: RiskKind | None = None
    """What it comes from."""
    description: Prose
    """What may happen, to whom, where."""
    stage: Stage | None = None
    """Where in the chain."""
    countries: tuple[Country, ...] = ()
    """Two letters each by ISO 3166."""
    likelihood: Grade | None = None
    """From 1, unlikely, to 5, almost certain."""
    severity: RiskSeverity | None = None
    """From 1, slight, to 5, very severe; or {scale, scope, irremediability}, each from 1 to 5, of which the highest counts."""
    sources: tuple[Source, ...] = ()
    """Credible, independent sources."""
    typical: Line | None = None
    """The typical risk that it was entered from, by id."""
    measures: Prose | None = None
    """What is done about it."""


class EarlierResult(Part):
    """A result of earlier monitoring, one's own or another buyer's."""

    buyer: Line | None = None
    """Who monitored."""
    date: Day
    """When."""
    level: Level | None = None
    """The level of the clause that was monitored."""
    methods: tuple[Method, ...] = ()
    """How."""
    result: Prose | None = None
    """What came out."""


class Answer(Part):
    """What the supplier answered a question of its self-assessment."""

    id: Id
    """The key of the question."""
    answer: Reply | None = None
    """yes, partly, no or not_applicable; not answered if absent."""
    note: Prose | None = None
    """What the supplier wrote."""
    enclosed: ProperName | None = None
    """What it enclosed."""


class Respondent(Part):
    """Who answered a form, and when."""

    name: Line | None = None
    """The name of the person."""
    title: Prose | None = None
    """What the person does."""
    date: Day | None = None
    """The day of the answers."""


class Audit(Part):
    """How an audit is made. Only for activities by the method audit."""

    places: tuple[AuditPlace, ...] = ()
    """Where: office, site, or both."""
    kind: AuditKind | None = None
    """Which audit it is: initial, periodic or follow_up."""
    notice: AuditNotice | None = None
    """What the supplier knows of its day: announced, semi_announced or unannounced; announced if absent."""
    from_: Day | None = Field(None, alias="from")
    """First day of the span that a semi-announced audit is made in; that of the planned month if absent."""
    until: Day | None = None
    """Last day of that span."""
    documents: tuple[Prose, ...] = ()
    """What the supplier sends in advance."""
    persons: tuple[Prose, ...] = ()
    """Whom the auditor meets, such as managers, the union or the safety representative."""
    days: Number | None = None
    """Days of work that the auditor has for it."""
    closing_meeting: Day | None = None
    """The day of the closing meeting."""


class Activity(Part):
    """A monitoring activity, planned or done."""

    id: Id
    """Unique in the list."""
    method: Method
    """How."""
    planned: Planned | None = None
    """When: a date, or a month."""
    notified: Day | None = None
    """The day the supplier was told of it."""
    sent_by: Channel | None = None
    """How it was told: letter, registered_letter, courier, email, handed_over."""
    received: Day | None = None
    """The day the notice reached the supplier."""
    receipt_signed: Day | None = None
    """The day the supplier signed its receipt."""
    done: Day | None = None
    """The day it was done."""
    responsible: Reference | None = None
    """Who sees to it."""
    performed_by: Prose | None = None
    """Who does it, where that is somebody else."""
    purpose: Prose | None = None
    """Why."""
    requirements: tuple[Section, ...] = ()
    """Sections of the clause."""
    products: tuple[Id, ...] = ()
    """Products, by id."""
    sites: tuple[Id, ...] = ()
    """Actors of the supply chain, by id."""
    audit: Audit | None = None
    """How an audit is made."""
    cost: Money | None = None
    """What it costs, or did cost."""
    days: Number | None = None
    """Working days that it takes, or did take, of all who do it."""
    result: Prose | None = None
    """What came out."""
    answers: tuple[Answer, ...] = ()
    """What the supplier answered in its self-assessment."""
    respondent: Respondent | None = None
    """Who answered its form, and when."""


class Monitoring(Part):
    """The monitoring of the contract."""

    responsible: Reference | None = None
    """Who answers for it."""
    joint: YesNo | None = None
    """Whether it is done jointly, led by the secretariat."""
    secretariat_asked: Day | None = None
    """The day the secretariat was asked which suppliers are monitored jointly."""
    previous: tuple[EarlierResult, ...] = ()
    """Earlier results, one's own or another buyer's."""
    activities: tuple[Activity, ...] = ()
    """What is planned and what has been done."""


class Submission(Part):
    """Evidence that the supplier has handed in, and what was answered."""

    date: Day
    """The day it came."""
    what: Prose | None = None
    """What it is."""
    accepted: Day | None = None
    """The day it was accepted."""
    rejected: Day | None = None
    """The day it was rejected."""
    reason: Prose | None = None
    """Why it was accepted or rejected."""


class Action(Part):
    """An action of an action plan."""

    id: Id
    """Unique in the plan."""
    description: Prose
    """What is done."""
    kind: ActionKind | None = None
    """What it is for: corrective mends what is wrong, preventive keeps it from coming back."""
    responsible: Reference | None = None
    """Who does it."""
    authority: Prose | None = None
    """Who has the authority to carry it out, such as a factory manager who decides on wages."""
    starts: Day | None = None
    """Its first day."""
    due: Day | None = None
    """The last day to have it done."""
    done: Day | None = None
    """The day it was done."""
    evidence: Prose | None = None
    """What shows that it was done."""
    submitted: tuple[Submission, ...] = ()
    """Evidence handed in, in order. While the latest is rejected, the action counts as not done."""
    remediation: YesNo | None = None
    """Whether it remedies what people have been exposed to; not known if absent."""


class Remedy(Part):
    """How those who were harmed get remedy."""

    reached: Prose | None = None
    """Which rights-holders have been reached, and how."""
    evidence: Prose | None = None
    """What shows in writing that they have got remedy."""
    no_retaliation: Prose | None = None
    """How it is seen to that nobody is punished for what they have said."""
    requested: Day | None = None
    """The day of the formal request up the chain, which shows that the supplier has tried."""
    request: Prose | None = None
    """To whom that request went, and what it asks for."""


class TradingConditions(Part):
    """The buyer's own part in how a deviation came to be, and what the buyer does about it."""

    prices: Prose | None = None
    """What its prices have to do with it."""
    lead_times: Prose | None = None
    """What its lead times and late changes of orders have to do with it."""


class ActionPlan(Part):
    """The supplier's plan to remedy a deviation."""

    requested: Day | None = None
    """The day the buyer asked for it."""
    due: Day | None = None
    """The last day to send it."""
    received: Day | None = None
    """The day it came."""
    approved: Day | None = None
    """The day it was approved."""
    approved_by: Reference | None = None
    """Who approved it."""
    actions: tuple[Action, ...] = ()
    """What is done, by whom, by when."""
    remedy: Remedy | None = None
    """How those who were harmed get remedy."""
    trading_conditions: TradingConditions | None = None
    """The buyer's own part: prices and lead times."""


class Explanation(Part):
    """Why something isn't done."""

    reason: Prose
    """The reason, in writing."""


class EscalationEntry(Part):
    """A step of the escalation ladder, taken or passed over."""

    step: StepName
    """The step's name on the ladder."""
    date: Day
    """The day it was decided."""
    decided_by: Reference | None = None
    """Who decided."""
    reason: Prose | None = None
    """Why the step is taken."""
    sent_by: Channel | None = None
    """How its letter was sent: letter, registered_letter, courier, email, handed_over."""
    received: Day | None = None
    """The day its letter reached the supplier."""
    receipt_signed: Day | None = None
    """The day the supplier signed its receipt."""
    answer_due: Day | None = None
    """The last day to answer."""
    answered: Day | None = None
    """The day the answer came."""
    outcome: Prose | None = None
    """What came of it."""
    skipped: Explanation | None = None
    """Why the step is passed over."""
    decision_number: Line | None = None
    """The number that the decision is registered by."""
    delegation: ProperName | None = None
    """By which delegation it was decided, such as a point of the delegation order."""
    supply_meanwhile: Prose | None = None
    """Who supplies care while call-offs are suspended. It stands in no letter to the supplier."""
    from_: Day | None = Field(None, alias="from")
    """First day that counts for a penalty or suspension; its date if absent."""
    until: Day | None = None
    """Last day that counts, when the ground ceased."""
    ends: Day | None = None
    """The contract's last day after a termination, where no days of notice are agreed."""


class Investigation(Part):
    """A ground for sanctions that is being looked into."""

    opened: Day
    """The day it was opened."""
    decide_by: Day
    """The last day to decide whether there is a ground."""
    decided: Day | None = None
    """The day it was decided; the ground itself, if there is one, shows in against and action_plan."""


class Dispute(Part):
    """That the supplier doesn't agree that there is a deviation."""

    raised: Day
    """The day it said so."""
    reason: Prose | None = None
    """Why."""
    answered: Day | None = None
    """The day the buyer answered."""
    upheld: YesNo | None = None
    """Whether the buyer stands by the finding."""
    answer: Prose | None = None
    """What was answered."""


class Reaudit(Part):
    """The audit that was made again, to see whether the deviation is remedied."""

    activity: Id | None = None
    """The monitoring activity, by id."""
    date: Day | None = None
    """The day of its result."""
    remedied: YesNo | None = None
    """Whether the deviation is remedied."""
    result: Prose | None = None
    """What came out."""


class Deviation(Part):
    """A deviation from the clause."""

    id: Id
    """Unique in the list."""
    found: Day
    """The day it was found."""
    found_by: Id | None = None
    """The monitoring activity that found it, by id."""
    against: Against | None = None
    """A section of the clause, a point of the Supplier Code of Conduct such as code 2.3, or an area."""
    severity: DeviationSeverity | None = None
    """How serious it is."""
    severe_kind: SevereKind | None = None
    """What makes it severe; only for severe ones."""
    severe_remedied_at_once: YesNo | None = None
    """Whether whoever caused it took immediate measures; not known if absent. Only for severe ones."""
    title: Prose | None = None
    """In a few words."""
    description: Prose | None = None
    """What is wrong."""
    location: Id | None = None
    """Where: an actor of the supply chain, by id."""
    root_cause: Prose | None = None
    """Why it came to be."""
    action_plan: ActionPlan | None = None
    """How it will be remedied."""
    dispute: Dispute | None = None
    """Why the supplier doesn't agree, and what was answered."""
    reaudit: Reaudit | None = None
    """What the audit showed that was made again."""
    escalation: tuple[EscalationEntry, ...] = ()
    """The steps taken, in order of date."""
    suspected: YesNo | None = None
    """Whether it is, or was until established, a possible risk that nothing has shown to be a deviation."""
    established: Day | None = None
    """The day that what was suspected was shown to be a deviation."""
    investigation: Investigation | None = None
    """Whether there is a ground for sanctions is being looked into: call-offs may be suspended meanwhile."""
    ground_excluded: Explanation | None = None
    """Why no penalty can be claimed, and no call-offs be suspended."""
    closed: Day | None = None
    """The day it was settled."""


class Evaluation(Part):
    """What has come of the contract, before extension or end."""

    decision_due: Day | None = None
    """The last day to decide on extension or a new procurement."""
    effects: Prose | None = None
    """Effects on due diligence and on conditions in the supply chain."""
    lessons: Prose | None = None
    """What was learnt."""
    recommendation: Prose | None = None
    """What to do next."""
    decided: Day | None = None
    """The day it was decided what comes next."""


class Confidential(Part):
    """Fields that the masked edition hides."""

    fields: Line
    """A field, such as supply_chain[].name: hides its values wherever they appear."""
    basis: ProperName | None = None
    """The section of law that it is secret by."""
    harm: Prose | None = None
    """What harm is to be expected if it is told, and to whom. It stands in no document."""
    decided: Day | None = None
    """The day it was decided that it is secret."""
    decided_by: Reference | None = None
    """Who decided it."""
    until: Day | None = None
    """Until when the decision holds; then it is to be tried again."""


class Request(Part):
    """A request for public documents of the contract, and what came of it. Who asked needn't be known, and stands nowhere."""

    id: Id
    """Unique in the list."""
    received: Day
    """The day it came."""
    about: Prose | None = None
    """What was asked for."""
    review_sent: Day | None = None
    """The day the supplier was asked to review which of its details should be kept secret."""
    review_due: Day | None = None
    """The day by which the supplier is to answer that."""
    answered: Day | None = None
    """The day it was answered: what was handed out, or that nothing was."""
    edition: ReleasedEdition | None = None
    """What was handed out: the whole documents, or their masked edition; or refused."""
    documents: tuple[Line, ...] = ()
    """The documents that were handed out, by the names of their files or by what they are called."""
    decided_by: Reference | None = None
    """Who decided it."""
    decision_number: Line | None = None
    """The number that the decision is registered by."""


class Notices(Part):
    """When what is sent to the other party counts as received."""

    deemed_received_days: Units | None = None
    """Days after it was sent in which a letter is deemed received, by the contract."""
    channels: tuple[Channel, ...] = ()
    """The ways of sending for which that holds; all if absent."""


class Framework(Part):
    """A framework agreement with several suppliers, each of which has a file of its own."""

    id: Id
    """The same in the files of all its suppliers."""
    rank: Units | None = None
    """The supplier's place in the ranking: 1 is called on first. Left out where suppliers compete for each call-off."""


class Lot(Part):
    """A lot of the procurement."""

    id: Id
    """Its number, unique in the list."""
    name: Prose
    """What it is about."""
    value: Money | None = None
    """What it is worth in this contract."""


class Contract(Part):
    """A contract, and what has been done with it since it was signed."""

    format: Format
    """The version of this format: 1."""
    id: FolderId
    """Names the contract in paths: letters a to z, digits and . _ -"""
    registration_number: Line
    """The number in the register."""
    title: Prose
    """What the contract is about."""
    category: Prose | None = None
    """The purchasing category."""
    cpv: tuple[Cpv, ...] = ()
    """CPV codes, in quotes."""
    framework_agreement: YesNo | None = None
    """Whether it is a framework agreement, with call-offs."""
    framework: Framework | None = None
    """The framework agreement that it is a part of, where that has several suppliers: a file for each."""
    lots: tuple[Lot, ...] = ()
    """The lots of the procurement that it is about."""
    value: Money | None = None
    """What it is worth."""
    languages: tuple[Languages, ...] = ()
    """Languages of documents to this supplier, when not the workspace's: sv, en, sv+en."""
    clause: Clause
    """The clause on due diligence."""
    notices: Notices = Notices.model_construct()
    """When what is sent to the other party counts as received."""
    buyer: Buyer
    """The contracting organisation."""
    supplier: Supplier
    """The supplier; of a consortium, the lead member."""
    dates: Dates
    """The dates of the contract."""
    changes: tuple[Change, ...] = ()
    """What was changed in it since it was signed."""
    kickoff: Kickoff | None = None
    """The kick-off meeting."""
    supply_chain: tuple[ChainLink, ...] = ()
    """The actors of the supply chain."""
    products: tuple[Product, ...] = ()
    """Products that can be sampled."""
    risks: tuple[Risk, ...] = ()
    """The risk analysis."""
    monitoring: Monitoring = Monitoring.model_construct()
    """The monitoring of the contract."""
    deviations: tuple[Deviation, ...] = ()
    """Deviations found."""
    evaluation: Evaluation = Evaluation.model_construct()
    """What has come of it."""
    confidential: tuple[Confidential, ...] = ()
    """What the masked edition hides."""
    requests: tuple[Request, ...] = ()
    """Requests for public documents of the contract."""
