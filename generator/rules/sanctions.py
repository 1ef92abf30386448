"""What the clause lets the region do when it isn't kept. Pure; called by `documents`."""

from __future__ import annotations

from decimal import Decimal


def sum_penalty(amount: Decimal, weeks: int) -> Decimal:
    """What a penalty comes to, excluding VAT: its amount for each of a number of begun weeks.

    Source: the regions' contract clause, shared grounds for sanctions: an amount per begun week, for at most so many weeks.
    """
    return amount * weeks
