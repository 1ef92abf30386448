"""In which order dates come, as a table. Read by `date_checks`; the JSON Schema and a page of the docs are made from it.

An *error* is an order that can't be: an effect before its cause, or a part outside its whole. A *warning* is one that can be and
seldom is meant. What isn't in the table may come in any order: a limit may be overrun, since that is what figures count.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from generator.errors import N_, Severity

LAST_DAY = "dates.ends | dates.extensions[].until | changes[].ends"
"""The last day that the contract can have: the latest of these, but for those that a change has replaced."""
_END_BEFORE = "dates.ends | dates.extensions[-1].until | changes[].ends"
"""The last day of what an extension extends, likewise."""

_THINGS = "the order of things: a cause comes before what it leads to"
_WHOLE = "the contract format: what belongs to a contract lies within its days"
_LOU = "LOU 20 kap. 1 §"
_GUIDANCE = "the guidance: the kick-off meeting is held after the standstill period has ended"
_OWN = "this product's own"


class DateRule(Struct, frozen=True):
    """Two dates, of which one comes before the other."""

    earlier: str
    """A pattern of fields, or several with ` | ` between for the latest of them; `[-1]` is the item before."""
    later: str
    words: str
    """What holds, as a hint to who has written it otherwise."""
    source: str
    may_equal: bool = True
    severity: Severity = "error"
    blames: Literal["earlier", "later"] = "later"
    """Which of the two is told to be wrong: the one that is less sure."""
    unless: tuple[str, ...] = ()
    """Dates that lie between: where one of them is there, its own rules say enough."""

    @property
    def blamed(self) -> str:
        """The pattern of the date that is told to be wrong."""
        return self.later if self.blames == "later" else self.earlier

    @property
    def bound(self) -> str:
        """The pattern, or patterns, of the date that it is held against."""
        return self.earlier if self.blames == "later" else self.later


def _require(earlier: str, later: str, words: str, source: str = _THINGS, *unless: str) -> DateRule:
    return DateRule(earlier, later, words, source, unless=unless)


def _require_after(earlier: str, later: str, words: str, source: str = _THINGS) -> DateRule:
    return DateRule(earlier, later, words, source, may_equal=False)


def _require_before(earlier: str, later: str, words: str, source: str = _WHOLE) -> DateRule:
    return DateRule(earlier, later, words, source, blames="earlier")


def _expect(earlier: str, later: str, words: str, source: str = _OWN, *unless: str) -> DateRule:
    return DateRule(earlier, later, words, source, severity="warning", unless=unless)


def _expect_before(earlier: str, later: str, words: str, source: str = _OWN, *unless: str) -> DateRule:
    return DateRule(earlier, later, words, source, severity="warning", blames="earlier", unless=unless)


_PLAN = "deviations[].action_plan"
_ACTION = f"{_PLAN}.actions[]"
_SUBMISSION = f"{_ACTION}.submitted[]"
_STEP = "deviations[].escalation[]"
_INVESTIGATION = "deviations[].investigation"
_ACTIVITY = "monitoring.activities[]"
_AUDIT = f"{_ACTIVITY}.audit"
_EXTENSION = "dates.extensions[]"
_FOUND_BEFORE = N_("check whether this is of another contract: a deviation is found once the contract has begun")

DATE_RULES = (
    # The contract itself
    _require("dates.awarded", "dates.standstill_ends", N_("the standstill period ends after the award decision"), _LOU),
    _require_after(
        "dates.standstill_ends", "dates.signed", N_("a contract is signed after the standstill period has ended"), _LOU
    ),
    _require(
        "dates.awarded", "dates.signed", N_("a contract is signed once it has been awarded"), _THINGS, "dates.standstill_ends"
    ),
    _require_after("dates.standstill_ends", "dates.starts", N_("a contract begins after the standstill period has ended"), _LOU),
    _require("dates.awarded", "dates.starts", N_("a contract begins once it has been awarded"), _THINGS, "dates.standstill_ends"),
    _expect_before("dates.signed", "dates.starts", N_("check both days: a contract is usually signed before it begins")),
    _require_before("dates.signed", "dates.ends", N_("a contract is signed before it ends")),
    _require("dates.starts", "dates.ends", N_("a contract ends on its first day or later")),
    _require_before("clause.terms.applies_from", LAST_DAY, N_("the clause applies from a day of the contract")),
    _expect(
        "dates.awarded", "clause.terms.applies_from", N_("check the day: the clause applies once the contract has been awarded")
    ),
    # Extensions
    DateRule(
        "dates.ends | dates.extensions[-1].until",
        f"{_EXTENSION}.until",
        N_("an extension makes the contract longer"),
        _WHOLE,
        may_equal=False,
        unless=("changes[].ends",),
    ),
    _require_before(f"{_EXTENSION}.decide_by", _END_BEFORE, N_("an extension is decided before what it extends has ended")),
    _expect("dates.starts", f"{_EXTENSION}.decide_by", N_("check the day: an extension is decided while the contract runs")),
    _expect(
        "dates.extensions[-1].decide_by", f"{_EXTENSION}.decide_by", N_("check both days: extensions are decided one by one")
    ),
    _require("dates.signed", f"{_EXTENSION}.decided", N_("an extension is decided once the contract has been signed")),
    _require(
        "dates.awarded",
        f"{_EXTENSION}.decided",
        N_("an extension is decided once the contract has been awarded"),
        _THINGS,
        "dates.signed",
    ),
    _expect("dates.extensions[-1].decided", f"{_EXTENSION}.decided", N_("check both days: extensions are decided one by one")),
    _expect_before(
        f"{_EXTENSION}.decided", _END_BEFORE, N_("check the day: what has ended can't be extended, only procured anew")
    ),
    _require("dates.signed", f"{_EXTENSION}.declined", N_("an extension is decided once the contract has been signed")),
    _require(
        "dates.awarded",
        f"{_EXTENSION}.declined",
        N_("an extension is decided once the contract has been awarded"),
        _THINGS,
        "dates.signed",
    ),
    # Changes of the contract
    _require("dates.signed", "changes[].date", N_("a contract is changed once it has been signed")),
    _require(
        "dates.awarded",
        "changes[].date",
        N_("a contract is changed once it has been awarded"),
        _THINGS,
        "dates.signed",
    ),
    _require("dates.starts", "changes[].ends", N_("a contract ends on its first day or later")),
    _expect("changes[].date", "changes[].ends", N_("check both days: a contract ends on the day that this was agreed or later")),
    # The kick-off meeting
    _require_after(
        "dates.standstill_ends", "kickoff.date", N_("the kick-off is held after the standstill period has ended"), _GUIDANCE
    ),
    _require(
        "dates.awarded",
        "kickoff.date",
        N_("the kick-off is held once the contract has been awarded"),
        _THINGS,
        "dates.standstill_ends",
    ),
    _require_after(
        "dates.standstill_ends", "kickoff.held", N_("the kick-off is held after the standstill period has ended"), _GUIDANCE
    ),
    _require(
        "dates.awarded",
        "kickoff.held",
        N_("the kick-off is held once the contract has been awarded"),
        _THINGS,
        "dates.standstill_ends",
    ),
    _require_before("kickoff.invited", "kickoff.held", N_("the invitation is sent before the meeting"), _THINGS),
    _require("kickoff.held", "kickoff.minutes_sent", N_("minutes are sent after the meeting")),
    _require_before("kickoff.date", LAST_DAY, N_("the kick-off is held before the contract ends")),
    _require_after("kickoff.starts", "kickoff.ends", N_("a meeting ends after it has begun")),
    _require_before("kickoff.invited", "kickoff.date", N_("the invitation is sent before the meeting"), _THINGS),
    DateRule(
        "dates.standstill_ends",
        "kickoff.invited",
        N_("check the day: what welcomes the supplier is sent after the standstill period has ended"),
        _GUIDANCE,
        may_equal=False,
        severity="warning",
    ),
    _expect(
        "dates.awarded",
        "kickoff.invited",
        N_("check the day: who is invited is known once the contract has been awarded"),
        _OWN,
        "dates.standstill_ends",
    ),
    _require("kickoff.date", "kickoff.minutes_sent", N_("minutes are sent after the meeting")),
    _require("kickoff.invited", "kickoff.minutes_sent", N_("minutes are sent after the invitation"), _THINGS, "kickoff.date"),
    # Monitoring
    _expect("dates.signed", f"{_ACTIVITY}.planned", N_("check the day: a contract is monitored once it has been signed")),
    _expect(
        "dates.awarded",
        f"{_ACTIVITY}.planned",
        N_("check the day: a contract is monitored once it has been awarded"),
        _OWN,
        "dates.signed",
    ),
    _expect_before(f"{_ACTIVITY}.planned", LAST_DAY, N_("check the day: a contract is monitored before it ends")),
    _expect("dates.signed", f"{_ACTIVITY}.notified", N_("check the day: a contract is monitored once it has been signed")),
    _expect(
        "dates.awarded",
        f"{_ACTIVITY}.notified",
        N_("check the day: a contract is monitored once it has been awarded"),
        _OWN,
        "dates.signed",
    ),
    _expect_before(
        f"{_ACTIVITY}.notified", LAST_DAY, N_("check the day: a contract is monitored before it ends"), _OWN, f"{_ACTIVITY}.done"
    ),
    _require_before(
        f"{_ACTIVITY}.notified", f"{_ACTIVITY}.done", N_("the supplier is told of an activity before it is done"), _THINGS
    ),
    _require(f"{_ACTIVITY}.notified", f"{_ACTIVITY}.received", N_("a notice is received once it has been sent")),
    _require(
        f"{_ACTIVITY}.notified",
        f"{_ACTIVITY}.receipt_signed",
        N_("a receipt is signed once the notice has been sent"),
        _THINGS,
        f"{_ACTIVITY}.received",
    ),
    _require(f"{_ACTIVITY}.received", f"{_ACTIVITY}.receipt_signed", N_("a receipt is signed once the notice has been received")),
    _expect_before(
        f"{_ACTIVITY}.received",
        f"{_ACTIVITY}.done",
        N_("check both days: a notice is received before what it tells of"),
    ),
    _expect("dates.signed", f"{_ACTIVITY}.done", N_("check the day: a contract is monitored once it has been signed")),
    _expect(
        "dates.awarded",
        f"{_ACTIVITY}.done",
        N_("check the day: a contract is monitored once it has been awarded"),
        _OWN,
        "dates.signed",
    ),
    _expect_before(f"{_ACTIVITY}.done", LAST_DAY, N_("check the day: a contract is monitored before it ends")),
    _expect(
        f"{_ACTIVITY}.notified",
        f"{_ACTIVITY}.respondent.date",
        N_("check both days: a form is answered once it has been sent"),
    ),
    _expect("dates.awarded", f"{_ACTIVITY}.respondent.date", N_("check the day: a form is answered once there is a contract")),
    # Audits
    _require(f"{_AUDIT}.from", f"{_AUDIT}.until", N_("a span ends on its first day or later")),
    _expect("dates.starts", f"{_AUDIT}.from", N_("check the day: a contract is monitored while it runs")),
    _expect_before(f"{_AUDIT}.until", LAST_DAY, N_("check the day: a contract is monitored before it ends")),
    _expect_before(
        f"{_AUDIT}.closing_meeting",
        f"{_ACTIVITY}.done",
        N_("check both days: an audit is done when its closing meeting has been held"),
    ),
    _expect(f"{_ACTIVITY}.notified", f"{_AUDIT}.closing_meeting", N_("check both days: an audit is told of before it is made")),
    # Deviations
    _expect("dates.awarded", "deviations[].found", _FOUND_BEFORE),
    _expect("dates.signed", "deviations[].found", _FOUND_BEFORE),
    _expect("dates.starts", "deviations[].found", _FOUND_BEFORE),
    _expect_before("deviations[].found", LAST_DAY, N_("check the day: a deviation is found before the contract ends")),
    _require("deviations[].found", "deviations[].closed", N_("a deviation is closed once it has been found")),
    _require("deviations[].found", "deviations[].established", N_("what is suspected is established once it has been found")),
    _require("deviations[].established", "deviations[].closed", N_("a deviation is closed once it has been established")),
    # Action plans
    _require("deviations[].found", f"{_PLAN}.requested", N_("a plan is asked for once the deviation has been found")),
    _require(
        "deviations[].found",
        f"{_PLAN}.due",
        N_("a plan is due once the deviation has been found"),
        _THINGS,
        f"{_PLAN}.requested",
    ),
    _require(
        "deviations[].found",
        f"{_PLAN}.received",
        N_("a plan comes once the deviation has been found"),
        _THINGS,
        f"{_PLAN}.requested",
    ),
    _require(
        "deviations[].found",
        f"{_PLAN}.approved",
        N_("a plan is approved once the deviation has been found"),
        _THINGS,
        f"{_PLAN}.requested",
        f"{_PLAN}.received",
    ),
    _require(f"{_PLAN}.requested", f"{_PLAN}.due", N_("a plan is due once it has been asked for")),
    _require(f"{_PLAN}.requested", f"{_PLAN}.received", N_("a plan comes once it has been asked for")),
    _require(
        f"{_PLAN}.requested",
        f"{_PLAN}.approved",
        N_("a plan is approved once it has been asked for"),
        _THINGS,
        f"{_PLAN}.received",
    ),
    _require(f"{_PLAN}.received", f"{_PLAN}.approved", N_("a plan is approved once it has come")),
    _require_before(f"{_PLAN}.requested", "deviations[].closed", N_("nothing is asked of a deviation that is closed"), _THINGS),
    _require_before(f"{_PLAN}.received", "deviations[].closed", N_("a deviation is closed once its plan has come"), _THINGS),
    _require_before(f"{_PLAN}.approved", "deviations[].closed", N_("a deviation is closed once its plan is approved"), _THINGS),
    _expect("deviations[].found", f"{_ACTION}.starts", N_("check the day: an action begins once the deviation has been found")),
    _require("deviations[].found", f"{_ACTION}.due", N_("an action is due once the deviation has been found")),
    _require("deviations[].found", f"{_ACTION}.done", N_("an action is done once the deviation has been found")),
    _expect_before(f"{_ACTION}.due", LAST_DAY, N_("check the day: an action is done while the contract runs")),
    _require(f"{_ACTION}.starts", f"{_ACTION}.due", N_("an action is due on its first day or later")),
    _require(f"{_ACTION}.starts", f"{_ACTION}.done", N_("an action is done on its first day or later")),
    _expect_before(
        f"{_ACTION}.done", "deviations[].closed", N_("check both days: a deviation is closed once its actions are done")
    ),
    _require("deviations[].found", f"{_SUBMISSION}.date", N_("evidence comes once the deviation has been found")),
    _require(f"{_SUBMISSION}.date", f"{_SUBMISSION}.accepted", N_("evidence is accepted once it has come")),
    _require(f"{_SUBMISSION}.date", f"{_SUBMISSION}.rejected", N_("evidence is rejected once it has come")),
    _require("deviations[].found", f"{_PLAN}.remedy.requested", N_("remedy is asked for once the deviation has been found")),
    _require("deviations[].found", "deviations[].dispute.raised", N_("a deviation is disputed once it has been found")),
    _require("deviations[].dispute.raised", "deviations[].dispute.answered", N_("a dispute is answered once it has been raised")),
    _require("deviations[].found", "deviations[].reaudit.date", N_("an audit is made again once the deviation has been found")),
    # The log of the escalation ladder
    _require("deviations[].found", f"{_STEP}.date", N_("a step is taken once the deviation has been found")),
    _require("deviations[].escalation[-1].date", f"{_STEP}.date", N_("write the steps in the order in which they were taken")),
    _require_before(f"{_STEP}.date", "deviations[].closed", N_("no step is taken once the deviation is closed"), _THINGS),
    _require(f"{_STEP}.date", f"{_STEP}.received", N_("a letter is received once it has been sent")),
    _require(
        f"{_STEP}.date",
        f"{_STEP}.receipt_signed",
        N_("a receipt is signed once the letter has been sent"),
        _THINGS,
        f"{_STEP}.received",
    ),
    _require(f"{_STEP}.received", f"{_STEP}.receipt_signed", N_("a receipt is signed once the letter has been received")),
    _require(f"{_STEP}.date", f"{_STEP}.answer_due", N_("an answer is due once the step has been taken")),
    _require(f"{_STEP}.date", f"{_STEP}.answered", N_("an answer comes once the step has been taken")),
    _expect(f"{_STEP}.received", f"{_STEP}.answered", N_("check both days: an answer comes once the letter has been received")),
    _expect_before(
        f"{_STEP}.received",
        f"{_STEP}.answer_due",
        N_("check both days: a letter is received before the time to answer is over"),
    ),
    _require("deviations[].found", f"{_STEP}.from", N_("a sanction counts from a day after the deviation was found")),
    _require(f"{_STEP}.from", f"{_STEP}.until", N_("the last day that counts is the first one or later")),
    _require(
        f"{_STEP}.date", f"{_STEP}.until", N_("the last day that counts is the first one or later"), _THINGS, f"{_STEP}.from"
    ),
    _expect_before(
        f"{_STEP}.from",
        "deviations[].closed",
        N_("check both days: the ground of a sanction has ceased once the deviation is closed"),
    ),
    _expect_before(
        f"{_STEP}.until",
        "deviations[].closed",
        N_("check both days: the ground of a sanction has ceased once the deviation is closed"),
    ),
    _require(f"{_STEP}.date", f"{_STEP}.ends", N_("a contract ends on the day of its termination or later")),
    _expect_before(f"{_STEP}.ends", LAST_DAY, N_("check the day: a termination makes the contract shorter")),
    # A ground that is looked into
    _expect(
        "deviations[].found",
        f"{_INVESTIGATION}.opened",
        N_("check both days: a ground is looked into once the deviation is found"),
    ),
    _require(f"{_INVESTIGATION}.opened", f"{_INVESTIGATION}.decide_by", N_("it is decided once it has been looked into")),
    _require(f"{_INVESTIGATION}.opened", f"{_INVESTIGATION}.decided", N_("it is decided once it has been looked into")),
    _expect_before(
        f"{_INVESTIGATION}.opened", "deviations[].closed", N_("check both days: what is closed needn't be looked into")
    ),
    _expect_before(
        f"{_INVESTIGATION}.decided", "deviations[].closed", N_("check both days: what is closed needn't be looked into")
    ),
    # What comes next
    _expect("dates.starts", "evaluation.decision_due", N_("check the day: a contract is evaluated once it has begun")),
    _expect_before("evaluation.decision_due", LAST_DAY, N_("check the day: what comes next is decided before the contract ends")),
    _expect("dates.starts", "evaluation.decided", N_("check the day: a contract is evaluated once it has begun")),
    # Reports
    _require("period.from", "period.to", N_("a period ends on its first day or later")),
    _expect("period.from", "training[].date", N_("check the day: what was before the period belongs to an earlier report")),
    _expect_before("training[].date", "period.to", N_("check the day: what was after the period belongs to a later report")),
    # Secrecy
    _require("confidential[].decided", "confidential[].until", N_("a decision on secrecy holds from the day it was made")),
    _require("requests[].received", "requests[].answered", N_("a request is answered on the day it came or later")),
    _require("requests[].received", "requests[].review_sent", N_("the supplier is asked to review once the request has come")),
    _require("requests[].received", "requests[].review_due", N_("the supplier answers once the request has come")),
    _require("requests[].review_sent", "requests[].review_due", N_("the supplier answers once it has been asked to review")),
)
"""Every order that is checked. Of several that one date breaks, the one that leaves it the least room is told."""

UNORDERED = ("monitoring.secretariat_asked", "monitoring.previous[].date")
"""Dates that may lie before or after all others: what was asked of, or found by, somebody else."""

FACTS = (
    "dates.extensions[].decided",
    "dates.extensions[].declined",
    "changes[].date",
    "kickoff.invited",
    "kickoff.held",
    "kickoff.minutes_sent",
    "monitoring.secretariat_asked",
    "monitoring.previous[].date",
    f"{_ACTIVITY}.notified",
    f"{_ACTIVITY}.received",
    f"{_ACTIVITY}.receipt_signed",
    f"{_ACTIVITY}.done",
    f"{_ACTIVITY}.respondent.date",
    f"{_AUDIT}.closing_meeting",
    "deviations[].found",
    f"{_PLAN}.requested",
    f"{_PLAN}.received",
    f"{_PLAN}.approved",
    f"{_ACTION}.done",
    f"{_SUBMISSION}.date",
    f"{_SUBMISSION}.accepted",
    f"{_SUBMISSION}.rejected",
    f"{_PLAN}.remedy.requested",
    "deviations[].dispute.raised",
    "deviations[].dispute.answered",
    "deviations[].reaudit.date",
    f"{_STEP}.date",
    f"{_STEP}.received",
    f"{_STEP}.receipt_signed",
    f"{_STEP}.answered",
    f"{_INVESTIGATION}.opened",
    f"{_INVESTIGATION}.decided",
    "deviations[].established",
    "deviations[].closed",
    "evaluation.decided",
    "confidential[].decided",
    "requests[].received",
    "requests[].review_sent",
    "requests[].answered",
)
"""Dates on which something has happened, so that they can't lie ahead."""

PLANS = (
    "clause.terms.applies_from",
    "dates.awarded",
    "dates.standstill_ends",
    "dates.signed",
    "dates.starts",
    "dates.ends",
    f"{_EXTENSION}.until",
    f"{_EXTENSION}.decide_by",
    "changes[].ends",
    "kickoff.date",
    f"{_ACTIVITY}.planned",
    f"{_AUDIT}.from",
    f"{_AUDIT}.until",
    f"{_PLAN}.due",
    f"{_ACTION}.starts",
    f"{_ACTION}.due",
    f"{_STEP}.answer_due",
    f"{_STEP}.from",
    f"{_STEP}.until",
    f"{_STEP}.ends",
    f"{_INVESTIGATION}.decide_by",
    "evaluation.decision_due",
    "period.from",
    "period.to",
    "training[].date",
    "confidential[].until",
    "requests[].review_due",
)
"""Dates that may lie ahead: limits, and what is planned."""


def describe_order(pattern: str) -> str:
    """What the table says of a field, as sentences for the JSON Schema; nothing where it says nothing."""
    own = [rule for rule in DATE_RULES if rule.blamed == pattern]
    groups = (
        ("Not before", "error", "later", True),
        ("After", "error", "later", False),
        ("Not after", "error", "earlier", True),
        ("Usually not before", "warning", "later", True),
        ("Usually after", "warning", "later", False),
        ("Usually not after", "warning", "earlier", True),
    )
    sentences = []
    for opening, *kind in groups:
        bounds = [rule.bound for rule in own if [rule.severity, rule.blames, rule.may_equal] == kind]
        if bounds:
            sentences.append(f"{opening} {' or '.join(map(_name_bound, dict.fromkeys(bounds)))}.")
    return " ".join(sentences)


def _name_bound(bound: str) -> str:
    """The fields of a bound, for people: the latest of several is the last of them that is there."""
    names = [f"{name.replace('[-1]', '[]')} of the item before" if "[-1]" in name else name for name in bound.split(" | ")]
    return names[0] if len(names) == 1 else f"the latest of {' and '.join(names)}"


def write_page() -> str:
    """The table as a page of Markdown."""
    rows = [
        f"| {_quote(rule.earlier)} | {_quote(rule.later)} | {'yes' if rule.may_equal else 'no'} "
        f"| {rule.severity} | {rule.words.rpartition(': ')[2]} | {rule.source} |"
        for rule in DATE_RULES
    ]
    return _PAGE.format(
        rows="\n".join(rows),
        unordered=", ".join(map(_quote, UNORDERED)),
        facts=", ".join(map(_quote, FACTS)),
        plans=", ".join(map(_quote, PLANS)),
    )


def _quote(bound: str) -> str:
    return " or, if later, ".join(f"`{name}`" for name in bound.split(" | "))


_PAGE = """# The order of dates

`realisera check` holds the dates of a contract or report file against this table. The page is made from the table that the
program itself reads (`generator/contract/date_order.py`), and a test holds it current.

An **error** is an order that can't be: an effect before its cause, or a part outside its whole. No document is made of such a
file. A **warning** is an order that can be, and seldom is meant: `check` tells it, and all else goes on. What isn't in the table
may come in any order. A limit may be overrun, for example: an answer that comes late is what figures count, and no mistake.

`[]` is every item of a list, within the same item of the lists around it, and `[-1]` the item before. A planned month comes
before or after a day only where all of its days do. Where a date breaks several rules, the one that leaves it the least room is
told. A last day that a change of the contract (`changes`) has replaced is no limit any more.

| earlier | later | the same day | otherwise | what holds | source |
|---|---|---|---|---|---|
{rows}

In no order with others: {unordered}.

## Today

What has happened can't lie ahead: `check` refuses these dates after the day of the check (`--on`, else today): {facts}.

These may lie ahead: {plans}.
"""
