"""When a supplier is told of monitoring, and by when it must be ready. Pure; called by `documents`."""

from __future__ import annotations

from datetime import date, timedelta

from generator.contract.choices import Method
from generator.contract.models import Terms
from generator.contract.values import Month
from generator.rules.periods import first_day, last_day
from generator.rules.working_days import add_days, move_back_to_working_day, move_to_working_day, subtract_days

ANSWER_DAYS = 14
"""Days to answer a notice. This product's own."""
USUAL_DAYS = 28
"""Days of notice where the contract says nothing. This product's own: the four weeks that are usual for access to audits."""


def find_agreed_days(method: Method, terms: Terms) -> int | None:
    """The days from request that the contract gives a supplier for a method of monitoring; None where it gives none.

    Source: the clause, monitoring: an audit is made possible, and the supply chains are told of, within so many days of the
    request. For other methods the clause gives no time.
    """
    if method is Method.AUDIT:
        return terms.audit_access_days
    return terms.transparency.days if method is Method.TRANSPARENCY and terms.transparency else None


def find_notice_days(method: Method, terms: Terms) -> int:
    """How many days before an activity the supplier is told of it at the latest.

    Source: as for `find_agreed_days`; where the contract gives no time, this product uses its own.
    """
    return find_agreed_days(method, terms) or USUAL_DAYS


def find_last_notice_day(planned: date | Month, days: int) -> date:
    """The last working day to send a notice of an activity, which may begin on the first day that it is planned for.

    Source: as for `find_notice_days`.
    """
    return subtract_days(first_day(planned), days)


def find_ready_day(planned: date | Month | None, days: int, on: date) -> date:
    """By when the supplier must be ready, if told on the day `on` with so many days of notice.

    That is when the activity is planned to begin, but never before the days of notice have passed. A planned day that isn't a
    working day means the working day before; a planned month, its first working day.

    Source: as for `find_notice_days`.
    """
    if planned is not None:
        begins = move_to_working_day(planned.first_day) if isinstance(planned, Month) else move_back_to_working_day(planned)
        if on + timedelta(days=days) <= begins:
            return begins
    return add_days(on, days)


def must_move(planned: date | Month, ready: date) -> bool:
    """Whether all the time that an activity is planned for has passed on the day that the supplier must be ready.

    Source: as for `find_notice_days`.
    """
    return last_day(planned) < ready


def find_answer_day(ready: date, on: date) -> date:
    """By when the supplier answers a notice: who its contact is, and whether the time suits it.

    That is within two weeks, or when it must be ready, if that is sooner. A form that goes with the notice is another matter: it
    comes back when the supplier must be ready.

    Source: this product's own; the clause says that the supplier takes part, not how soon it answers.
    """
    return min(add_days(on, ANSWER_DAYS), ready)
