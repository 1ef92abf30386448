"""What a supplier knows beforehand of the day of an audit. Pure; called by `standing` and `documents`."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.contract.choices import AuditNotice
from generator.contract.models import Activity
from generator.contract.values import Month
from generator.rules.periods import first_day, last_day


class Span(Struct, frozen=True):
    """Days of which both ends are part."""

    first: date
    last: date


def is_unannounced(activity: Activity) -> bool:
    """Whether the supplier is told nothing of an activity before it is made.

    Source: audits are announced, semi-announced or unannounced; one that doesn't say is announced, as the clause's request is.
    """
    return bool(activity.audit and activity.audit.notice is AuditNotice.UNANNOUNCED)


def is_day_hidden(activity: Activity) -> bool:
    """Whether nothing that goes to the supplier may tell on which day an activity is made.

    Source: as for `is_unannounced`.
    """
    return bool(activity.audit and activity.audit.notice in {AuditNotice.SEMI_ANNOUNCED, AuditNotice.UNANNOUNCED})


def find_span(activity: Activity) -> Span | None:
    """The days of which the supplier is told that a semi-announced audit is made on one: those given, or the planned month.

    None where the audit isn't semi-announced, or neither is there.

    Source: as for `is_unannounced`. That a month is such a span is this product's own.
    """
    audit = activity.audit
    if audit is None or audit.notice is not AuditNotice.SEMI_ANNOUNCED:
        return None
    if audit.from_ and audit.until:
        return Span(audit.from_, audit.until)
    return Span(first_day(activity.planned), last_day(activity.planned)) if isinstance(activity.planned, Month) else None
