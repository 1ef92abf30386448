"""In which phase a contract is on a day, and which day is its last, with why. Called by `standing` alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from generator.contract.choices import Sanction
from generator.contract.ladder import Ladder
from generator.contract.models import Contract, EscalationEntry, Extension
from generator.rules.changes import find_agreed_end
from generator.rules.standing.receipts import Receipt, find_receipt
from generator.rules.standstill import find_standstill

_ONE_DAY = timedelta(days=1)


class Phase(StrEnum):
    """Where a contract is in its life."""

    BEFORE_AWARD = "before_award"
    STANDSTILL = "standstill"
    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    NOTICE_RUNNING = "notice_running"
    ENDED = "ended"


class EndCause(StrEnum):
    """Why a contract's last day is its last."""

    TERM = "term"
    EXTENSION = "extension"
    CHANGE = "change"
    TERMINATION = "termination"
    IMMEDIATE_TERMINATION = "immediate_termination"


class Ending(Struct, frozen=True):
    """The last day of a contract as known on a day, and why it is that day."""

    day: date | None
    """None where the contract runs until further notice."""
    cause: EndCause
    deviation: str = ""
    """The deviation that the contract was terminated for."""
    decided: date | None = None
    """The day it was terminated, the extension was decided or the change was agreed."""
    notice: Receipt | None = None
    """From when the days of notice run, where there are any."""
    is_fixed: bool = True
    """Whether the day is known: not where it was terminated with a reasonable notice that nobody has put a day to."""

    @property
    def latest(self) -> date:
        """The last day, to compare with: later than all others where there is none."""
        return self.day or date.max

    @property
    def is_termination(self) -> bool:
        """Whether the contract was terminated."""
        return self.cause in {EndCause.TERMINATION, EndCause.IMMEDIATE_TERMINATION}


def find_ending(contract: Contract, ladder: Ladder, on: date) -> Ending:
    """The last day of a contract as known on a day: with extensions and changes, or when it was terminated before.

    Notice runs from when the letter was received, or is deemed received, else from the letter's date. Where no days of notice are
    agreed, the notice is a reasonable one, and the log says which day it ends (`ends`).

    Source: the contract format, `ends`; the clause, termination with notice and with immediate effect.
    """
    own = find_own_end(contract, on)
    return min((own, *_list_terminations(contract, ladder, on, own.day)), key=lambda each: (each.latest, not each.is_termination))


def find_own_end(contract: Contract, on: date) -> Ending:
    """The last day of a contract that isn't terminated, with the extensions decided and the changes agreed by the day `on`.

    Source: as for `rules.changes.find_agreed_end`.
    """
    end = find_agreed_end(contract, on)
    cause = EndCause.TERM if end.decided is None else EndCause.CHANGE if end.is_changed else EndCause.EXTENSION
    return Ending(end.day, cause, decided=end.decided)


def _list_terminations(contract: Contract, ladder: Ladder, on: date, own: date | None) -> Iterator[Ending]:
    for deviation in contract.deviations:
        for entry in deviation.escalation:
            sanction = ladder.steps[entry.step].sanction if entry.step in ladder.steps and not entry.skipped else None
            if entry.date > on:
                continue
            if sanction is Sanction.IMMEDIATE_TERMINATION:
                yield Ending(entry.date, EndCause.IMMEDIATE_TERMINATION, deviation.id, entry.date)
            elif sanction is Sanction.TERMINATION:
                day, notice = find_termination_day(entry, contract, on), find_receipt(entry, contract, on)
                last = min((each for each in (day, own) if each), default=None)
                yield Ending(last, EndCause.TERMINATION, deviation.id, entry.date, notice, is_fixed=day is not None)


def find_termination_day(entry: EscalationEntry, contract: Contract, on: date) -> date | None:
    """The day that a termination with notice ends a contract, were its own end later; None where no day is agreed or decided.

    Source: the clause, termination: with the notice that is agreed, else with a reasonable one.
    """
    days = contract.clause.terms.notice_days
    if entry.ends or days is None:
        return entry.ends
    return find_receipt(entry, contract, on).day + timedelta(days=days)


def find_phase(contract: Contract, ending: Ending, on: date) -> Phase:
    """Where a contract is in its life on a day. What isn't known of its beginning counts as having happened.

    The last day is a day of the contract.

    Source: the guidance: the kick-off comes after the standstill period; the clause, termination.
    """
    if on > ending.latest:
        return Phase.ENDED
    if ending.is_termination:
        return Phase.NOTICE_RUNNING
    dates = contract.dates
    if dates.awarded and on < dates.awarded:
        return Phase.BEFORE_AWARD
    standstill = find_standstill(dates)
    if standstill and on <= standstill.ends:
        return Phase.STANDSTILL
    return Phase.NOT_BEGUN if on < dates.starts else Phase.RUNNING


def find_extension(contract: Contract, ending: Ending, on: date) -> tuple[int, Extension] | None:
    """The first extension that isn't decided and would make the contract longer, with its place.

    None once the contract is terminated, or it was decided not to extend it.

    Source: the contract format: extensions in order, each with the last day to decide.
    """
    if ending.is_termination or any(each.declined and each.declined <= on for each in contract.dates.extensions):
        return None
    for place, each in enumerate(contract.dates.extensions):
        if not (each.decided and each.decided <= on) and each.until > ending.latest:
            return place, each
    return None
