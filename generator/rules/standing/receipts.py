"""When a letter reached the supplier, which decides from when its time runs. Called by `standing`."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct

from generator.contract.models import Activity, Contract, EscalationEntry


class ReceiptBasis(StrEnum):
    """What a day of receipt rests on."""

    RECEIVED = "received"
    DEEMED = "deemed"
    DATED = "dated"
    """On the date of the letter, since nothing else is known or agreed."""


class Receipt(Struct, frozen=True):
    """The day from which the time of a letter runs, and what that rests on."""

    day: date
    basis: ReceiptBasis


def find_receipt(sent: EscalationEntry | Activity, contract: Contract, on: date) -> Receipt:
    """The day from which the time that a letter gives runs, as known on a day.

    That is when it was received, if that is noted; else when the contract deems it received; else the letter's own date.

    Source: whether and when a notice reached the other party decides when its time runs; the contract says after how many days a
    letter is deemed received, if it says so.
    """
    dated = sent.date if isinstance(sent, EscalationEntry) else (sent.notified or on)
    if sent.received and sent.received <= on:
        return Receipt(sent.received, ReceiptBasis.RECEIVED)
    days = contract.notices.deemed_received_days
    if days is not None and is_agreed_channel(sent.sent_by, contract):
        return Receipt(dated + timedelta(days=days), ReceiptBasis.DEEMED)
    return Receipt(dated, ReceiptBasis.DATED)


def is_agreed_channel(sent_by: str | None, contract: Contract) -> bool:
    """Whether a letter was sent in a way for which the contract deems it received; one that doesn't say how, was.

    Source: the contract format, `notices`.
    """
    channels = contract.notices.channels
    return sent_by is None or not channels or sent_by in channels
