"""What monitoring costs. Pure; called by `documents`."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from generator.contract.models import Money


class Cost(Struct, frozen=True):
    """What some activities cost in one currency, excluding VAT."""

    planned: Money
    """Of those that are still to be done."""
    done: Money
    total: Money


def sum_costs(costs: Iterable[tuple[Money, bool]]) -> tuple[Cost, ...]:
    """The sums of costs, each given with whether it is of something done.

    There is one for each currency, in the order in which they first stand.

    Source: the guidance on evaluation, which asks what the audits cost. Currencies are never added to each other.
    """
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for money, is_done in costs:
        planned, done = sums.get(money.currency, (Decimal(0), Decimal(0)))
        sums[money.currency] = (planned, done + money.amount) if is_done else (planned + money.amount, done)
    # A sum isn't checked as what stands in a file is: it may have more digits than any amount there.
    return tuple(
        Cost(*(Money.model_construct(amount=amount, currency=currency) for amount in (planned, done, planned + done)))
        for currency, (planned, done) in sums.items()
    )
