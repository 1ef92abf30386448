"""What can happen to a contract, as a table: the words that say it, the fields that it sets, and the duties that it ends.

The command's grammar, its help and its questions, and the command that each duty names, are all made from this table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from enum import Enum

from msgspec import Struct

from generator.contract.messages import FieldPath
from generator.contract.models import Contract
from generator.errors import N_, Named
from generator.recording import targets
from generator.recording.targets import Slots
from generator.rules.standing import DutyKind, Standing

FindTarget = Callable[[Standing, Slots], FieldPath]
"""From how a contract stands and the names that were given to the path of what the event is about."""


FindSaid = Callable[[Standing, Slots], Mapping[str, str]]
"""From the same to what the names themselves say, by field of what the event is about."""


class Kind(Enum):
    """What an option holds."""

    TEXT = "text"
    """Prose, perhaps with its language before it: `en: …`."""
    WORD = "word"
    """A word of the contract format, an id, a role, a name."""
    LIST = "list"
    """Several of these, with commas between."""
    DAY = "day"
    """A day that may lie ahead."""
    PAST_DAY = "past_day"
    """A day on which something happened."""
    WHEN = "when"
    """A day or a month."""
    MONEY = "money"
    BUYER = "buyer"
    """A person at the buyer, by side and role."""
    VALUE = "value"
    """Whatever a field holds: a text, a word, or several for a list."""


class Option(Struct, frozen=True):
    """What can be said of an event beside its day."""

    name: str
    """As it is written after `--`."""
    field: str
    """From what the event is about, with points between keys."""
    kind: Kind = Kind.WORD
    is_needed: bool = False


_SLOT = re.compile(r"<(\w+)>")
_SWEDISH_SLOTS = {
    "deviation": "avvikelse",
    "activity": "aktivitet",
    "action": "åtgärd",
    "step": "steg",
    "request": "begäran",
    "role": "roll",
    "field": "fält",
}


class Event(Struct, frozen=True):
    """Something that happens to a contract."""

    words: str
    """How it is written, with `<slots>` for the names of what it is about."""
    summary: str
    swedish: str
    """How it is written in Swedish."""
    also: tuple[str, ...] = ()
    """Other ways to write it."""
    target: FindTarget = targets.find_contract
    """What it is about; a list that it adds an item to."""
    adds: str = ""
    """The letter that ids of new items begin with, where it adds one."""
    day: tuple[str, ...] = ()
    """The fields that its day goes to; none where it has no day."""
    find_planned: Callable[[Contract], date | None] = lambda _contract: None
    """The day that it was planned for, which is its own where none is said; then it can't lie ahead."""
    is_plan: bool = False
    """Whether its day may lie ahead, and must be said."""
    find_said: FindSaid = lambda _standing, _slots: {}
    """What its names say of the new item, by field."""
    options: tuple[Option, ...] = ()
    moves: tuple[str, ...] = ()
    """The fields that it may give another value than they have, since plans change."""
    ends: tuple[DutyKind, ...] = ()
    """The duties that it ends."""
    needs_one: bool = False
    """Whether it says nothing without an option."""
    takes_month: bool = False
    """Whether a month does as well as a day."""

    @property
    def forms(self) -> tuple[str, ...]:
        """All ways to write it."""
        return (self.words, self.swedish, *self.also)

    @property
    def named(self) -> Named:
        """How it is written, and in Swedish, with its slots in Swedish too."""
        return Named(self.words, _SLOT.sub(lambda slot: f"<{_SWEDISH_SLOTS[slot[1]]}>", self.swedish))


_DEVIATION = (
    Option("suspected", "suspected"),
    Option("found-by", "found_by"),
    Option("severe-kind", "severe_kind"),
    Option("remedied-at-once", "severe_remedied_at_once"),
    Option("description", "description", Kind.TEXT),
    Option("location", "location"),
    Option("root-cause", "root_cause", Kind.TEXT),
)
_ACTION = (
    Option("kind", "kind"),
    Option("authority", "authority", Kind.TEXT),
    Option("responsible", "responsible"),
    Option("starts", "starts", Kind.DAY),
    Option("remediation", "remediation"),
)
_REMEDY = (
    Option("reached", "remedy.reached", Kind.TEXT),
    Option("evidence", "remedy.evidence", Kind.TEXT),
    Option("no-retaliation", "remedy.no_retaliation", Kind.TEXT),
    Option("requested", "remedy.requested", Kind.PAST_DAY),
    Option("request", "remedy.request", Kind.TEXT),
)
_DECISION = (
    Option("decision-number", "decision_number"),
    Option("delegation", "delegation"),
)
_TRADING = (
    Option("prices", "trading_conditions.prices", Kind.TEXT),
    Option("lead-times", "trading_conditions.lead_times", Kind.TEXT),
)
_ACTIVITY = (
    Option("responsible", "responsible"),
    Option("performed-by", "performed_by", Kind.TEXT),
    Option("purpose", "purpose", Kind.TEXT),
    Option("requirements", "requirements", Kind.LIST),
    Option("products", "products", Kind.LIST),
    Option("sites", "sites", Kind.LIST),
    Option("cost", "cost", Kind.MONEY),
)
_AUDIT = (
    Option("places", "audit.places", Kind.LIST),
    Option("kind", "audit.kind"),
    Option("notice", "audit.notice"),
    Option("from", "audit.from", Kind.DAY),
    Option("until", "audit.until", Kind.DAY),
    Option("documents", "audit.documents", Kind.VALUE),
    Option("persons", "audit.persons", Kind.VALUE),
    Option("days", "audit.days"),
)
_MEETING = (
    Option("starts", "kickoff.starts"),
    Option("ends", "kickoff.ends"),
    Option("place", "kickoff.place", Kind.TEXT),
    Option("link", "kickoff.link"),
    Option("participants", "kickoff.participants", Kind.LIST),
)
_TERMS = (
    ("applies-from", "applies_from", Kind.DAY),
    ("severe-deviation-report-days", "severe_deviation_report_days", Kind.WORD),
    ("action-plan-days", "action_plan_days", Kind.WORD),
    ("audit-access-days", "audit_access_days", Kind.WORD),
    ("reaudit-paid-by", "reaudit_paid_by", Kind.WORD),
    ("penalty", "penalty", Kind.MONEY),
    ("max-weeks", "penalty.max_weeks", Kind.WORD),
    ("suspension-months", "call_off_suspension_months", Kind.WORD),
    ("notice-days", "notice_days", Kind.WORD),
)

EVENTS: tuple[Event, ...] = (
    # The contract
    Event(
        "award",
        N_("the contract was awarded"),
        "tilldelning",
        day=("dates.awarded",),
        options=(Option("notice", "dates.award_notice"), Option("standstill-ends", "dates.standstill_ends", Kind.DAY)),
        moves=("dates.award_notice", "dates.standstill_ends"),
    ),
    Event("signed", N_("the contract was signed"), "undertecknat", day=("dates.signed",)),
    Event(
        "change",
        N_("a change of the contract was agreed"),
        "ändring",
        target=targets.find_changes,
        adds="?",
        day=("date",),
        options=(
            Option("description", "description", Kind.TEXT, is_needed=True),
            Option("ground", "ground"),
            Option("ends", "ends", Kind.DAY),
            Option("until-further-notice", "until_further_notice"),
            Option("value", "value", Kind.MONEY),
            Option("penalty", "penalty", Kind.MONEY),
            *_DECISION,
        ),
    ),
    Event(
        "terms",
        N_("what is agreed on deadlines, penalty and notice"),
        "villkor",
        options=tuple(Option(name, f"clause.terms.{field}", kind) for name, field, kind in _TERMS),
        moves=tuple(f"clause.terms.{field}" for _name, field, _kind in _TERMS),
        needs_one=True,
    ),
    Event(
        "contact <role>",
        N_("who a contact is, such as buyer.officer"),
        "kontakt <role>",
        target=targets.find_contact,
        options=(
            Option("name", "name"),
            Option("title", "title", Kind.TEXT),
            Option("email", "email"),
            Option("phone", "phone"),
        ),
        moves=("name", "title", "email", "phone"),
        needs_one=True,
    ),
    # What it is about
    Event(
        "actor",
        N_("an actor in the supply chain"),
        "aktör",
        target=targets.find_actors,
        adds="S",
        options=(
            Option("name", "name", is_needed=True),
            Option("legal-name", "legal_name"),
            Option("tier", "tier"),
            Option("stage", "stage"),
            Option("country", "country"),
            Option("region", "region"),
            Option("activities", "activities", Kind.TEXT),
        ),
    ),
    Event(
        "product",
        N_("a product"),
        "produkt",
        target=targets.find_products,
        adds="P",
        options=(
            Option("name", "name", Kind.TEXT, is_needed=True),
            Option("risks", "risks", Kind.LIST),
            Option("annual-volume", "annual_volume"),
            Option("annual-value", "annual_value", Kind.MONEY),
        ),
    ),
    Event(
        "risk",
        N_("a risk of adverse impact"),
        "ny risk",
        target=targets.find_risks,
        adds="R",
        options=(
            Option("description", "description", Kind.TEXT, is_needed=True),
            Option("area", "area"),
            Option("kind", "kind"),
            Option("stage", "stage"),
            Option("countries", "countries", Kind.LIST),
            Option("likelihood", "likelihood"),
            Option("severity", "severity"),
            Option("measures", "measures", Kind.TEXT),
        ),
    ),
    # The kick-off meeting
    Event(
        "kickoff planned",
        N_("when and where the kick-off meeting is held"),
        "uppstartsmöte planerat",
        day=("kickoff.date",),
        is_plan=True,
        options=_MEETING,
        moves=("kickoff.date", *(option.field for option in _MEETING)),
        ends=(DutyKind.KICKOFF_TO_PLAN,),
    ),
    Event(
        "kickoff invited",
        N_("the invitation to the kick-off meeting was sent"),
        "uppstartsmöte inbjudan",
        day=("kickoff.invited",),
        ends=(DutyKind.INVITATION_TO_SEND,),
    ),
    Event(
        "kickoff held",
        N_("the kick-off meeting was held"),
        "uppstartsmöte hållet",
        day=("kickoff.held", "kickoff.date"),
        find_planned=lambda contract: contract.kickoff.date if contract.kickoff else None,
        options=_MEETING,
        moves=("kickoff.date", *(option.field for option in _MEETING)),
        ends=(DutyKind.KICKOFF,),
    ),
    Event(
        "kickoff details",
        N_("more about the kick-off meeting"),
        "uppstartsmöte uppgifter",
        options=_MEETING,
        moves=tuple(option.field for option in _MEETING),
        needs_one=True,
    ),
    Event(
        "kickoff minutes",
        N_("the minutes of the kick-off meeting were sent"),
        "protokoll skickat",
        ("minutes sent",),
        day=("kickoff.minutes_sent",),
        ends=(DutyKind.MINUTES_TO_SEND,),
    ),
    Event(
        "question",
        N_("a question that was asked before or at the kick-off meeting"),
        "fråga",
        target=targets.find_questions,
        adds="?",
        options=(
            Option("question", "question", Kind.TEXT, is_needed=True),
            Option("asked-by", "asked_by"),
            Option("answer", "answer", Kind.TEXT),
        ),
    ),
    # Monitoring
    Event(
        "secretariat asked",
        N_("the regions' secretariat was asked which suppliers are monitored jointly"),
        "sekretariatet tillfrågat",
        day=("monitoring.secretariat_asked",),
        options=(Option("joint", "monitoring.joint"),),
        moves=("monitoring.joint",),
        ends=(DutyKind.SECRETARIAT_TO_ASK,),
    ),
    Event(
        "monitoring",
        N_("an activity of monitoring is planned"),
        "uppföljning",
        target=targets.find_activities,
        adds="M",
        options=(
            Option("method", "method", is_needed=True),
            Option("planned", "planned", Kind.WHEN, is_needed=True),
            *_ACTIVITY,
        ),
        ends=(DutyKind.MONITORING_TO_PLAN,),
    ),
    Event(
        "<activity> planned",
        N_("when an activity of monitoring is carried out"),
        "<activity> planerad",
        target=targets.find_activity,
        day=("planned",),
        is_plan=True,
        takes_month=True,
        options=_ACTIVITY,
        moves=("planned", *(option.field for option in _ACTIVITY)),
        ends=(DutyKind.MONITORING_TO_DATE,),
    ),
    Event(
        "<activity> details",
        N_("more about an activity of monitoring"),
        "<activity> uppgifter",
        target=targets.find_activity,
        options=_ACTIVITY,
        moves=tuple(option.field for option in _ACTIVITY),
        needs_one=True,
    ),
    Event(
        "<activity> audit",
        N_("how an audit is made"),
        "<activity> revision",
        target=targets.find_activity,
        options=_AUDIT,
        moves=tuple(option.field for option in _AUDIT),
        needs_one=True,
    ),
    Event(
        "<activity> notified",
        N_("the supplier was told of an activity of monitoring"),
        "<activity> meddelad",
        target=targets.find_activity,
        day=("notified",),
        options=(Option("sent-by", "sent_by"),),
        ends=(DutyKind.MONITORING_TO_NOTIFY,),
    ),
    Event(
        "<activity> received",
        N_("the notice of an activity reached the supplier"),
        "<activity> mottagen",
        target=targets.find_activity,
        day=("received",),
    ),
    Event(
        "receipt <activity>",
        N_("the supplier signed the receipt of the notice of an activity"),
        "kvitto <activity>",
        target=targets.find_activity,
        day=("receipt_signed",),
        options=(Option("received", "received", Kind.PAST_DAY),),
    ),
    Event(
        "<activity> done",
        N_("an activity of monitoring was carried out"),
        "<activity> klar",
        target=targets.find_activity,
        day=("done",),
        options=(Option("cost", "cost", Kind.MONEY), Option("result", "result", Kind.TEXT)),
        moves=("cost",),
        ends=(DutyKind.MONITORING_TO_DO,),
    ),
    Event(
        "<activity> closing meeting",
        N_("the closing meeting of an audit was held"),
        "<activity> slutmöte",
        target=targets.find_activity,
        day=("audit.closing_meeting",),
    ),
    # Deviations
    Event(
        "<activity> finding",
        N_("an activity of monitoring found a deviation, or made an observation"),
        "<activity> fynd",
        target=targets.find_deviations,
        adds="D",
        day=("found",),
        find_said=targets.find_finder,
        options=(
            Option("against", "against", is_needed=True),
            Option("severity", "severity", is_needed=True),
            Option("title", "title", Kind.TEXT, is_needed=True),
            *(each for each in _DEVIATION if each.name != "found-by"),
        ),
    ),
    Event(
        "deviation",
        N_("a deviation was found"),
        "avvikelse",
        target=targets.find_deviations,
        adds="D",
        day=("found",),
        options=(
            Option("found", "found", Kind.PAST_DAY),
            Option("against", "against", is_needed=True),
            Option("severity", "severity", is_needed=True),
            Option("title", "title", Kind.TEXT, is_needed=True),
            *_DEVIATION,
        ),
    ),
    Event(
        "<deviation> details",
        N_("more about a deviation"),
        "<deviation> uppgifter",
        target=targets.find_deviation,
        options=(
            Option("against", "against"),
            Option("severity", "severity"),
            Option("title", "title", Kind.TEXT),
            *_DEVIATION,
        ),
        needs_one=True,
    ),
    Event(
        "<deviation> established",
        N_("what was suspected was shown to be a deviation"),
        "<deviation> konstaterad",
        target=targets.find_deviation,
        day=("established",),
        ends=(DutyKind.SUSPICION_TO_SETTLE,),
    ),
    Event(
        "<deviation> plan requested",
        N_("the supplier was asked for an action plan"),
        "<deviation> plan begärd",
        target=targets.find_plan,
        day=("requested",),
        options=(Option("due", "due", Kind.DAY),),
        moves=("due",),
        ends=(DutyKind.PLAN_TO_REQUEST,),
    ),
    Event(
        "<deviation> plan received",
        N_("the action plan came"),
        "<deviation> plan mottagen",
        target=targets.find_plan,
        day=("received",),
        ends=(DutyKind.PLAN_TO_REMIND,),
    ),
    Event(
        "<deviation> plan approved",
        N_("the action plan was approved"),
        "<deviation> plan godkänd",
        target=targets.find_plan,
        day=("approved",),
        options=(Option("by", "approved_by", Kind.BUYER, is_needed=True),),
        ends=(DutyKind.PLAN_TO_APPROVE,),
    ),
    Event(
        "<deviation> action",
        N_("an action of the action plan"),
        "<deviation> åtgärd",
        target=targets.find_actions,
        adds="A",
        options=(
            Option("description", "description", Kind.TEXT, is_needed=True),
            Option("due", "due", Kind.DAY),
            *_ACTION,
        ),
        ends=(DutyKind.ACTIONS_TO_ADD,),
    ),
    Event(
        "<deviation> <action> due",
        N_("the last day of an action was agreed on"),
        "<deviation> <action> senast",
        target=targets.find_action,
        day=("due",),
        is_plan=True,
        moves=("due",),
        ends=(DutyKind.ACTION_TO_DATE,),
    ),
    Event(
        "<deviation> <action> details",
        N_("more about an action"),
        "<deviation> <action> uppgifter",
        target=targets.find_action,
        options=_ACTION,
        moves=tuple(option.field for option in _ACTION),
        needs_one=True,
    ),
    Event(
        "<deviation> <action> done",
        N_("an action was carried out"),
        "<deviation> <action> klar",
        target=targets.find_action,
        day=("done",),
        options=(Option("evidence", "evidence", Kind.TEXT),),
        moves=("evidence",),
        ends=(DutyKind.ACTION_DUE,),
    ),
    Event(
        "<deviation> <action> evidence",
        N_("the supplier handed in evidence of an action"),
        "<deviation> <action> verifikat",
        target=targets.find_submissions,
        adds="?",
        day=("date",),
        options=(Option("what", "what", Kind.TEXT),),
        ends=(DutyKind.EVIDENCE_TO_REPLACE,),
    ),
    Event(
        "<deviation> <action> evidence accepted",
        N_("the evidence that came last was accepted"),
        "<deviation> <action> verifikat godtaget",
        target=targets.find_submission,
        day=("accepted",),
        options=(Option("reason", "reason", Kind.TEXT),),
        ends=(DutyKind.EVIDENCE_TO_REVIEW,),
    ),
    Event(
        "<deviation> <action> evidence rejected",
        N_("the evidence that came last was rejected, so that the action isn't done"),
        "<deviation> <action> verifikat underkänt",
        target=targets.find_submission,
        day=("rejected",),
        options=(Option("reason", "reason", Kind.TEXT, is_needed=True),),
    ),
    Event(
        "<deviation> remedy",
        N_("how those who were harmed get remedy"),
        "<deviation> gottgörelse",
        target=targets.find_plan,
        options=_REMEDY,
        moves=tuple(option.field for option in _REMEDY),
        needs_one=True,
    ),
    Event(
        "<deviation> trading conditions",
        N_("our own part in it: prices and lead times"),
        "<deviation> handelsvillkor",
        target=targets.find_plan,
        options=_TRADING,
        moves=tuple(option.field for option in _TRADING),
        needs_one=True,
    ),
    Event(
        "<deviation> disputed",
        N_("the supplier doesn't agree that there is a deviation"),
        "<deviation> bestriden",
        target=targets.find_dispute,
        day=("raised",),
        options=(Option("reason", "reason", Kind.TEXT, is_needed=True),),
    ),
    Event(
        "<deviation> dispute answered",
        N_("the supplier was told whether we stand by the finding"),
        "<deviation> invändning besvarad",
        target=targets.find_dispute,
        day=("answered",),
        options=(Option("upheld", "upheld", is_needed=True), Option("answer", "answer", Kind.TEXT)),
        ends=(DutyKind.DISPUTE_TO_ANSWER,),
    ),
    Event(
        "<deviation> reaudit",
        N_("what the audit showed that was made again"),
        "<deviation> återrevision",
        target=targets.find_deviation,
        day=("reaudit.date",),
        options=(
            Option("remedied", "reaudit.remedied", is_needed=True),
            Option("activity", "reaudit.activity"),
            Option("result", "reaudit.result", Kind.TEXT),
        ),
    ),
    Event(
        "<deviation> investigation opened",
        N_("whether there is a ground for sanctions is being looked into"),
        "<deviation> utredning inledd",
        target=targets.find_investigation,
        day=("opened",),
        options=(Option("decide-by", "decide_by", Kind.DAY, is_needed=True),),
        moves=("decide_by",),
    ),
    Event(
        "<deviation> investigation decided",
        N_("it was decided whether there is a ground for sanctions"),
        "<deviation> utredning beslutad",
        target=targets.find_investigation,
        day=("decided",),
        ends=(DutyKind.INVESTIGATION_TO_DECIDE,),
    ),
    Event(
        "<deviation> ground excluded",
        N_("no penalty can be claimed, and no call-offs be suspended"),
        "<deviation> grund utesluten",
        target=targets.find_deviation,
        options=(Option("reason", "ground_excluded.reason", Kind.TEXT, is_needed=True),),
    ),
    # Letters of the ladder
    Event(
        "<deviation> answered",
        N_("the supplier answered the latest step"),
        "<deviation> besvarad",
        ("<deviation> <step> answered", "<deviation> <step> besvarad"),
        target=targets.find_entry,
        day=("answered",),
        options=(Option("outcome", "outcome", Kind.TEXT),),
        moves=("outcome",),
        ends=(DutyKind.ANSWER_DUE,),
    ),
    Event(
        "<deviation> <step> decision",
        N_("the number that the decision on a step is registered by"),
        "<deviation> <step> beslut",
        target=targets.find_entry,
        options=_DECISION,
        moves=("decision_number", "delegation"),
        needs_one=True,
    ),
    Event(
        "<deviation> <step> received",
        N_("the letter of a step reached the supplier"),
        "<deviation> <step> mottagen",
        target=targets.find_entry,
        day=("received",),
        options=(Option("sent-by", "sent_by"),),
    ),
    Event(
        "receipt <deviation> <step>",
        N_("the supplier signed the receipt of a letter"),
        "kvitto <deviation> <step>",
        ("receipt <deviation>", "kvitto <deviation>"),
        target=targets.find_entry,
        day=("receipt_signed",),
        options=(Option("received", "received", Kind.PAST_DAY), Option("sent-by", "sent_by")),
        ends=(DutyKind.RECEIPT_TO_GET,),
    ),
    Event(
        "<deviation> <step> ended",
        N_("the last day that a penalty or suspension counts"),
        "<deviation> <step> upphört",
        target=targets.find_entry,
        day=("until",),
        moves=("until",),
        ends=(DutyKind.PENALTY_WEEK,),
    ),
    Event(
        "<deviation> contract ends",
        N_("the contract's last day after a termination with reasonable notice"),
        "<deviation> avtalet upphör",
        target=targets.find_termination,
        day=("ends",),
        is_plan=True,
        moves=("ends",),
        ends=(DutyKind.END_TO_SET,),
    ),
    Event(
        "<deviation> closed",
        N_("the deviation was verified and closed"),
        "<deviation> avslutad",
        also=("<deviation> stängd",),
        target=targets.find_deviation,
        day=("closed",),
        ends=(DutyKind.TO_VERIFY,),
    ),
    # What comes next
    Event(
        "extension decided",
        N_("it was decided to extend the contract"),
        "förlängning beslutad",
        target=targets.find_extension,
        day=("decided",),
        options=_DECISION,
        moves=("decision_number", "delegation"),
        ends=(DutyKind.EXTENSION_TO_DECIDE,),
    ),
    Event(
        "extension declined",
        N_("it was decided not to extend the contract"),
        "förlängning avböjd",
        target=targets.find_extension,
        day=("declined",),
        options=_DECISION,
        moves=("decision_number", "delegation"),
    ),
    Event(
        "evaluation",
        N_("what has come of the contract"),
        "utvärdering",
        options=(
            Option("effects", "evaluation.effects", Kind.TEXT),
            Option("lessons", "evaluation.lessons", Kind.TEXT),
            Option("recommendation", "evaluation.recommendation", Kind.TEXT),
            Option("decision-due", "evaluation.decision_due", Kind.DAY),
        ),
        moves=("evaluation.decision_due",),
        ends=(DutyKind.EVALUATION_DUE,),
        needs_one=True,
    ),
    Event(
        "evaluation decided",
        N_("it was decided what comes after the contract"),
        "utvärdering beslutad",
        day=("evaluation.decided",),
        ends=(DutyKind.DECISION_DUE,),
    ),
    # Secrecy
    Event(
        "request",
        N_("somebody asked for public documents of the contract"),
        "begäran",
        target=targets.find_requests,
        adds="B",
        day=("received",),
        options=(Option("about", "about", Kind.TEXT),),
    ),
    Event(
        "<request> review",
        N_("the supplier was asked to review which of its details should be kept secret"),
        "<request> granskning",
        target=targets.find_request,
        day=("review_sent",),
        options=(Option("due", "review_due", Kind.DAY),),
    ),
    Event(
        "<request> released",
        N_("documents were handed out to whoever asked for them, or refused: whole, masked or refused"),
        "<request> utlämnad",
        ("<request> besvarad",),
        target=targets.find_request,
        day=("answered",),
        options=(
            Option("edition", "edition", is_needed=True),
            Option("documents", "documents", Kind.LIST),
            Option("by", "decided_by", Kind.BUYER),
            Option("decision-number", "decision_number"),
        ),
        ends=(DutyKind.REQUEST_TO_ANSWER,),
    ),
    # Anything else
    Event(
        "field <field>",
        N_("any other field of the contract file"),
        "fält <field>",
        target=targets.find_field,
        options=(Option("value", "", Kind.VALUE, is_needed=True),),
        moves=("",),
    ),
)
