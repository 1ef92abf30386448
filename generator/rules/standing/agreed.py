"""What a contract has agreed on the clause's sanctions: each as agreed, without a number, or not agreed. Part of `standing`."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from generator.contract.models import Contract, Deviation, Money, Penalty
from generator.contract.values import Text
from generator.rules.changes import find_agreed_penalty
from generator.rules.sanctions import sum_penalty


class Agreement(StrEnum):
    """Whether a sanction is agreed."""

    AGREED = "agreed"
    WITHOUT_NUMBER = "without_number"
    """The clause has it, and its blank isn't filled in."""
    NOT_AGREED = "not_agreed"


class Sanctions(Struct, frozen=True):
    """What can follow if the clause isn't kept, as agreed; the facts decide, and a blank that isn't filled in stops nothing."""

    penalty: Penalty | None
    """None where no penalty is agreed: its amount is the penalty."""
    is_framework: bool
    """Whether there are call-offs to suspend."""
    suspension_months: int | None
    """Months of suspended call-offs after which the contract may be terminated at once, if the contract says."""
    notice_days: int | None
    """None where the notice is a reasonable one, as the clause has it where its blank isn't filled in."""
    ground_excluded: Text | None
    """Why neither penalty nor suspension can follow a deviation."""
    report_days: int | None
    """Days to report a severe deviation in, if the contract says."""

    @property
    def suspension(self) -> Agreement:
        """Whether call-offs may be suspended."""
        if not self.is_framework:
            return Agreement.NOT_AGREED
        return Agreement.AGREED if self.suspension_months else Agreement.WITHOUT_NUMBER

    @property
    def termination(self) -> Agreement:
        """Whether the contract may be terminated with notice: always, by the clause."""
        return Agreement.WITHOUT_NUMBER if self.notice_days is None else Agreement.AGREED

    @property
    def max_weeks(self) -> int | None:
        """The most weeks of a penalty, if the contract says."""
        return self.penalty.max_weeks if self.penalty else None

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


def list_sanctions(contract: Contract, on: date, deviation: Deviation | None = None) -> Sanctions:
    """What can follow by a contract, or a deviation from it, as agreed on a day.

    Source: the clause, shared grounds for sanctions: a penalty of an agreed amount, suspension of call-offs in framework
    agreements only, and termination with the notice that is agreed, else with a reasonable one.
    """
    terms = contract.clause.terms
    return Sanctions(
        penalty=find_agreed_penalty(contract, on),
        is_framework=bool(contract.framework_agreement),
        suspension_months=terms.call_off_suspension_months if contract.framework_agreement else None,
        notice_days=terms.notice_days,
        ground_excluded=deviation.ground_excluded.reason if deviation and deviation.ground_excluded else None,
        report_days=terms.severe_deviation_report_days,
    )
