"""What can follow if the clause isn't kept, in the contract's own figures. For every document that tells of it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.contract.models import Contract, Money, Penalty
from generator.contract.values import Text
from generator.documents.document_type import Required
from generator.rules.sanctions import sum_penalty


@dataclass(frozen=True, slots=True)
class Sanctions:
    """What can follow, in the contract's own figures."""

    penalty: Penalty | None
    """None, like the other figures, only in documents that tell of what a contract has and need nothing."""
    max_weeks: int | None
    suspension_months: int | None
    """None where the contract isn't a framework agreement, so that there are no call-offs to suspend."""
    notice_days: int | None
    ground_excluded: Text | None
    """Why no penalty can be claimed."""
    report_days: int | None
    """Days to report a severe deviation in; None where the document isn't about any."""

    @property
    def has_any(self) -> bool:
        """Whether the contract has figures for any sanction: without them, documents that need none say nothing of sanctions."""
        return bool(self.penalty_ceiling or self.suspension_months or self.notice_days)

    @property
    def weekly_penalty(self) -> Money | None:
        """The penalty for each begun week."""
        return Money(amount=self.penalty.amount, currency=self.penalty.currency) if self.penalty else None

    @property
    def penalty_ceiling(self) -> Money | None:
        """The most that the penalty can come to."""
        if not self.penalty or not self.max_weeks:
            return None
        # It isn't checked as what stands in a file is: it may have more digits than any amount there.
        return Money.model_construct(amount=sum_penalty(self.penalty.amount, self.max_weeks), currency=self.penalty.currency)


def take_sanctions(
    contract: Contract, required: Required, *, tells_of_reporting: bool, ground_excluded: Text | None = None
) -> Sanctions:
    """The sanctions of a contract, all of whose figures the document needs; they are to be used after `required.check()`."""
    terms, path = contract.clause.terms, "clause.terms"
    penalty = required.take(f"{path}.penalty", terms.penalty)
    max_weeks = required.take(f"{path}.penalty.max_weeks", penalty.max_weeks) if terms.penalty else None
    months, days = terms.call_off_suspension_months, terms.severe_deviation_report_days
    return Sanctions(
        penalty=penalty,
        max_weeks=max_weeks,
        suspension_months=required.take(f"{path}.call_off_suspension_months", months) if contract.framework_agreement else None,
        notice_days=required.take(f"{path}.notice_days", terms.notice_days),
        ground_excluded=ground_excluded,
        report_days=required.take(f"{path}.severe_deviation_report_days", days) if tells_of_reporting else None,
    )


def find_sanctions(contract: Contract) -> Sanctions:
    """The sanctions of a contract as far as it has figures, for documents that need none."""
    terms = contract.clause.terms
    return Sanctions(
        penalty=terms.penalty,
        max_weeks=terms.penalty.max_weeks if terms.penalty else None,
        suspension_months=terms.call_off_suspension_months if contract.framework_agreement else None,
        notice_days=terms.notice_days,
        ground_excluded=None,
        report_days=terms.severe_deviation_report_days,
    )
