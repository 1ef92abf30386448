"""Whether dates come in the order of the table, and what else they tell. Called by `checks`, `case` and the command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from operator import attrgetter
from typing import Any, NamedTuple

from generator.contract import messages
from generator.contract.choices import AwardNotice
from generator.contract.date_order import DATE_RULES, FACTS, DateRule
from generator.contract.messages import FieldPath, Mistake, Problem, format_path
from generator.contract.models import Action, ActionPlan, Activity, Contract, Deviation, Part, Penalty
from generator.contract.report import Report
from generator.contract.shape import EVERY, parse_pattern, select
from generator.contract.values import Month
from generator.errors import Severity
from generator.rules.actions import find_done, find_latest_submission, find_rejected
from generator.rules.changes import find_agreed_end, find_softenings
from generator.rules.notices import find_notice_days, find_ready_day, must_move
from generator.rules.standstill import find_standstill_end
from generator.rules.working_days import is_working_day, move_to_working_day

_AFTER_STANDSTILL = ("dates.signed", "kickoff.invited", "kickoff.date", "kickoff.held")
"""What waits for the end of the standstill period."""
_ITEM_BEFORE = "[-1]"
"""The step of a rule that means the item before."""


class _Moment(NamedTuple):
    """A date, a month or a time of day, where it stands."""

    path: FieldPath
    first: Any
    """The day or time itself; the first day of a month."""
    last: Any

    @property
    def shown(self) -> str:
        """As somebody would write it."""
        if isinstance(self.first, date):
            return str(self.first if self.first == self.last else Month(self.first.year, self.first.month))
        return f"{self.first:%H:%M}"


def check_orders(whole: Part) -> Iterator[Problem]:
    """The dates and times that come in an order that can't be."""
    return _find_breaches(whole, "error")


def list_doubts(whole: Contract | Report) -> Iterator[Problem]:
    """Warnings: what the dates tell that can be, and seldom is meant."""
    yield from _find_breaches(whole, "warning")
    if isinstance(whole, Report):
        return
    if _knows_changes(whole):
        yield from _check_softening(whole)
        yield from _check_late_changes(whole)
    for index, deviation in enumerate(whole.deviations):
        here: FieldPath = ("deviations", index)
        yield from _check_open_actions(here, deviation)
        yield from _check_approval(here, deviation.action_plan)
        yield from _check_finder(here, deviation, whole.monitoring.activities)
        yield from _check_closing(here, deviation)
        yield from _check_done(here, deviation)
    for index, activity in enumerate(whole.monitoring.activities):
        received = activity.received or activity.receipt_signed
        if received and activity.notified is None:
            path = ("monitoring", "activities", index, "notified")
            yield Problem(path, messages.NOT_NOTIFIED, {"received": str(received)})
        yield from _check_notice(("monitoring", "activities", index), activity, whole)


def _check_notice(here: FieldPath, activity: Activity, contract: Contract) -> Iterator[Problem]:
    """Whether all the time that an activity is planned for is within the days of notice that the supplier was given.

    Source: as for `rules.notices.find_notice_days`.
    """
    planned, told, terms = activity.planned, activity.notified, contract.clause and contract.clause.terms
    if planned is None or told is None or not terms or activity.method is None or activity.done:
        return
    ready = find_ready_day(planned, find_notice_days(activity.method, terms), told)
    if must_move(planned, ready):
        shown = {"value": str(planned), "notified": str(told), "ready": str(ready)}
        yield Problem((*here, "planned"), messages.PLANNED_WITHOUT_NOTICE, shown, rests_on=(*here, "notified"))


def _knows_changes(contract: Contract) -> bool:
    """Whether all can be read that says what was agreed when."""
    extensions = contract.dates.extensions if contract.dates else ()
    penalties = [each.penalty for each in contract.changes if each.penalty]
    days = (*(each.date for each in contract.changes), *(each.until for each in extensions))
    return contract.dates is not None and None not in days and all(each.amount is not None for each in penalties)


def _check_late_changes(contract: Contract) -> Iterator[Problem]:
    """Whether the contract still ran on the day that a change was agreed."""
    for index, change in enumerate(contract.changes):
        last = find_agreed_end(contract, change.date - timedelta(days=1)).day
        if last and change.date > last:
            shown = {"value": str(change.date), "ends": str(last)}
            yield Problem(("changes", index, "date"), messages.CHANGED_AFTER_END, shown)


def _check_softening(contract: Contract) -> Iterator[Problem]:
    """Source: as for `rules.changes.find_softenings`."""
    for each in find_softenings(contract):
        mistake = messages.PENALTY_DROPPED if each.is_dropped else messages.PENALTY_SOFTENED
        yield Problem(("changes", each.index, "penalty"), mistake, {"was": _show(each.was), "new": _show(each.new)})


def _show(penalty: Penalty) -> str:
    weeks = f", max_weeks: {penalty.max_weeks}" if penalty.max_weeks else ""
    return f"{{amount: {penalty.amount}, currency: {penalty.currency}{weeks}}}"


def check_day(contract: Contract, on: date) -> Iterator[Problem]:
    """What can only be told on a day, or with the holidays: what has not happened yet, and what the standstill period breaks."""
    for pattern in FACTS:
        for path, day in select(contract, pattern):
            if day > on:
                yield Problem(path, messages.NOT_YET, {"value": str(day), "today": str(on)})
    yield from _check_standstill(contract)


def _check_done(here: FieldPath, deviation: Deviation) -> Iterator[Problem]:
    """Where an action is noted as done when its latest evidence had been rejected. Source: `rules.actions`."""
    for index, action in enumerate(deviation.action_plan.actions if deviation.action_plan else ()):
        rejected = find_rejected(action, date.max) if all(each.date for each in action.submitted) else None
        if action.done and rejected and rejected <= action.done:
            shown = {"done": str(action.done), "rejected": str(rejected)}
            yield Problem((*here, "action_plan", "actions", index, "done"), messages.DONE_WITHOUT_EVIDENCE, shown)


def _check_open_actions(here: FieldPath, deviation: Deviation) -> Iterator[Problem]:
    actions = deviation.action_plan.actions if deviation.action_plan and deviation.closed else ()
    for index, action in enumerate(actions):
        if deviation.closed and all(each.date for each in action.submitted):
            yield from _check_open_action((*here, "action_plan", "actions", index), action, deviation.closed)


def _check_open_action(here: FieldPath, action: Action, closed: date) -> Iterator[Problem]:
    """Whether an action was done when its deviation was closed. Source: `rules.actions`."""
    latest, shown = find_latest_submission(action, closed), {"closed": str(closed)}
    last = find_latest_submission(action, date.max)
    sent = (*here, "submitted", action.submitted.index(latest)) if latest else ()
    if latest and latest.rejected and latest.rejected <= closed:
        if last and last.accepted:
            path = (*here, "submitted", action.submitted.index(last), "accepted")
            yield Problem(path, messages.EVIDENCE_ACCEPTED_LATER, {**shown, "accepted": str(last.accepted)})
        else:
            yield Problem((*sent, "rejected"), messages.EVIDENCE_REJECTED, shown)
    elif last and last.rejected:
        path = (*here, "submitted", action.submitted.index(last), "rejected")
        yield Problem(path, messages.EVIDENCE_REJECTED_LATER, {**shown, "rejected": str(last.rejected)})
    elif action.done is None and find_done(action, date.max) is None:
        is_unreviewed = latest and latest.rejected is None
        yield (
            Problem((*sent, "accepted"), messages.EVIDENCE_UNREVIEWED, shown)
            if is_unreviewed
            else Problem((*here, "done"), messages.ACTION_OPEN, shown)
        )


def _check_approval(here: FieldPath, plan: ActionPlan | None) -> Iterator[Problem]:
    """Whether a plan came before it was approved, and the buyer approved it.

    Source: the clause: the buyer approves the supplier's action plan.
    """
    if plan and plan.approved_by and plan.approved_by.side != "buyer":
        yield Problem((*here, "action_plan", "approved_by"), messages.NOT_ITS_TO_APPROVE, {"value": str(plan.approved_by)})
    if plan is None or plan.approved is None:
        return
    shown = {"approved": str(plan.approved)}
    if plan.received is None:
        yield Problem((*here, "action_plan", "received"), messages.NOT_RECEIVED, shown)
    if not plan.actions:
        yield Problem((*here, "action_plan", "actions"), messages.APPROVED_WITHOUT_ACTIONS, shown)
    for index, action in enumerate(plan.actions):
        if action.due is None:
            yield Problem((*here, "action_plan", "actions", index, "due"), messages.APPROVED_WITHOUT_DAY, shown)


def _check_closing(here: FieldPath, deviation: Deviation) -> Iterator[Problem]:
    """What is missing of a deviation that is closed; what was only suspected, and not so, needs no plan.

    Source: the clause: every deviation gets an action plan, which the buyer approves.
    """
    if deviation.closed is None:
        return
    shown, plan = {"closed": str(deviation.closed)}, deviation.action_plan
    if deviation.investigation and deviation.investigation.decided is None:
        yield Problem((*here, "investigation", "decided"), messages.UNDECIDED, shown)
    if deviation.dispute and deviation.dispute.answered is None:
        yield Problem((*here, "dispute", "answered"), messages.DISPUTE_OPEN, shown)
    if deviation.reaudit and deviation.reaudit.remedied is False:
        yield Problem((*here, "reaudit", "remedied"), messages.NOT_REMEDIED, shown)
    if deviation.suspected and deviation.established is None:
        return
    if plan is None:
        yield Problem((*here, "closed"), messages.CLOSED_WITHOUT_PLAN, shown)
    elif plan.approved is None:
        yield Problem((*here, "action_plan", "approved"), messages.NOT_APPROVED, shown)


def _check_finder(here: FieldPath, deviation: Deviation, activities: tuple[Activity, ...]) -> Iterator[Problem]:
    for activity in activities if deviation.found_by else ():
        if activity.id != deviation.found_by:
            continue
        if activity.done is None:
            yield Problem((*here, "found_by"), messages.FOUND_BY_UNDONE, {"value": activity.id})
        elif deviation.found and deviation.found < activity.done:
            shown = {"value": str(deviation.found), "done": str(activity.done)}
            yield Problem((*here, "found"), messages.FOUND_BEFORE_DONE, shown)


def _check_standstill(contract: Contract) -> Iterator[Problem]:
    dates = contract.dates
    if dates.award_notice is AwardNotice.NONE:
        return
    earliest = find_standstill_end(dates.awarded, dates.award_notice) if dates.awarded else None
    ends = dates.standstill_ends
    shown = {"value": str(ends or dates.signed), "awarded": str(dates.awarded), "earliest": str(earliest)}
    if ends is None:
        yield from _check_within(contract, earliest)
    elif earliest and ends < earliest:
        yield Problem(("dates", "standstill_ends"), messages.STANDSTILL_TOO_SHORT, shown)
    elif not is_working_day(ends):
        shown["earliest"] = str(move_to_working_day(ends))
        yield Problem(("dates", "standstill_ends"), messages.STANDSTILL_ON_FREE_DAY, shown)


def _check_within(contract: Contract, earliest: date | None) -> Iterator[Problem]:
    """What happens before a standstill period has ended of which the file has no last day."""
    for pattern in _AFTER_STANDSTILL:
        for path, day in select(contract, pattern):
            if earliest and day <= earliest:
                yield Problem(path, messages.WITHIN_STANDSTILL, {"value": str(day), "earliest": str(earliest)})


def _find_breaches(whole: Part, severity: Severity) -> Iterator[Problem]:
    """The rules of a severity that are broken; of several that one date breaks, the one that leaves it the least room."""
    moments = _Moments(whole)
    tightest: dict[tuple[FieldPath, str], tuple[_Moment, Problem]] = {}
    for rule, unless, bounds in _list_rules(severity):
        for own in moments.select(rule.blamed):
            bound = moments.find_bound(own, unless, bounds)
            if bound and _breaks(rule, own, bound):
                key = (own.path, rule.blames)
                if key not in tightest or _is_tighter(rule, bound, tightest[key][0]):
                    tightest[key] = (bound, _describe(rule, own, bound))
    yield from (problem for _, problem in tightest.values())


class _Beside(NamedTuple):
    """Fields that stand within the same items as a date which is held against them."""

    pattern: str
    shared: int
    """So many steps of their paths are those of the date's."""
    is_before: bool
    """Whether the last of these leads to the item before."""


@cache
def _list_rules(severity: Severity) -> tuple[tuple[DateRule, tuple[_Beside, ...], tuple[_Beside, ...]], ...]:
    """The rules of a severity, each with the dates between and the bounds of the date that it blames."""
    return tuple(
        (
            rule,
            tuple(_find_beside(between, rule.blamed) for between in rule.unless),
            tuple(_find_beside(bound, rule.blamed) for bound in rule.bound.split(" | ")),
        )
        for rule in DATE_RULES
        if rule.severity == severity
    )


def _find_beside(bound: str, pattern: str) -> _Beside:
    """How the fields of `bound` stand to a field that `pattern` names."""
    if _ITEM_BEFORE in bound:
        items = parse_pattern(bound.partition(_ITEM_BEFORE)[0])
        return _Beside(bound.replace(_ITEM_BEFORE, EVERY), len(items) + 1, is_before=True)
    # Within the same items stand those whose paths agree as far as the patterns do.
    pairs = zip(parse_pattern(bound), parse_pattern(pattern), strict=False)
    return _Beside(bound, next(number for number, (one, other) in enumerate(pairs) if one != other), is_before=False)


class _Moments:
    """The dates and times of a contract or report by pattern, each read once."""

    def __init__(self, whole: Part) -> None:
        self._whole = whole
        self._found: dict[str, tuple[_Moment, ...]] = {}
        self._grouped: dict[_Beside, dict[FieldPath, list[_Moment]]] = {}

    def select(self, pattern: str) -> tuple[_Moment, ...]:
        """What stands in the fields that a pattern names."""
        if pattern not in self._found:
            self._found[pattern] = tuple(_read(path, value) for path, value in select(self._whole, pattern))
        return self._found[pattern]

    def find_bound(self, own: _Moment, unless: tuple[_Beside, ...], bounds: tuple[_Beside, ...]) -> _Moment | None:
        """What a date is held against: of several fields, the latest alone; nothing where a date between is there."""
        for between in unless:
            if self._list_beside(between, own.path):
                return None
        found = self._list_beside(bounds[0], own.path)
        if len(bounds) > 1:
            all_found = (*found, *(bound for beside in bounds[1:] for bound in self._list_beside(beside, own.path)))
            found = [bound for bound in all_found if bound.path not in self._replaced]
        return max(found, key=attrgetter("last")) if len(found) > 1 else found[0] if found else None

    @cached_property
    def _replaced(self) -> frozenset[FieldPath]:
        """The last days that hold no more, since a change has set another: all that had been decided until then."""
        changes = {moment.path[:-1]: moment.first for moment in self.select("changes[].date")}
        ends = [moment.path[:-1] for moment in self.select("changes[].ends") if moment.path[:-1] in changes]
        endless = [path[:-1] for path, is_so in select(self._whole, "changes[].until_further_notice") if is_so]
        last = max((path for path in (*ends, *endless) if path in changes), key=lambda path: (changes[path], path), default=None)
        if last is None:
            return frozenset()
        overtaken = date.max if last in endless else changes[last]
        decided = [each.path[:-1] for each in self.select("dates.extensions[].decided") if each.first <= overtaken]
        return frozenset(
            {("dates", "ends"), *((*path, "ends") for path in ends if path != last), *((*path, "until") for path in decided)}
        )

    def _list_beside(self, beside: _Beside, path: FieldPath) -> Sequence[_Moment]:
        """What stands in these fields beside the field at `path`."""
        groups = self._grouped.get(beside)
        if groups is None:
            groups = self._grouped[beside] = {}
            for moment in self.select(beside.pattern):
                groups.setdefault(moment.path[: beside.shared], []).append(moment)
        if not groups:
            return ()
        around = path[: beside.shared]
        if beside.is_before and isinstance(number := around[-1], int):
            around = (*around[:-1], number - 1)
        return groups.get(around, ())


def _read(path: FieldPath, value: Any) -> _Moment:
    return _Moment(path, value.first_day, value.last_day) if isinstance(value, Month) else _Moment(path, value, value)


def _breaks(rule: DateRule, own: _Moment, bound: _Moment) -> bool:
    earlier, later = (bound, own) if rule.blames == "later" else (own, bound)
    return bool(later.last < earlier.first or (later.last == earlier.first and not rule.may_equal))


def _is_tighter(rule: DateRule, bound: _Moment, known: _Moment) -> bool:
    return bool(known.first < bound.first if rule.blames == "later" else bound.last < known.last)


def _describe(rule: DateRule, own: _Moment, bound: _Moment) -> Problem:
    message = messages.AFTER if rule.blames == "earlier" else messages.BEFORE if rule.may_equal else messages.NOT_AFTER
    shown = {"value": own.shown, "other": format_path(bound.path), "bound": bound.shown}
    return Problem(own.path, Mistake(message, rule.words, severity=rule.severity), shown)
