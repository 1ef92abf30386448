"""A report without what is confidential in its contracts: of it, documents are made as of any other.

What one contract hides by name is masked in all of them, and in the report's own words. Called by `pipeline`, `provenance` and
`build.source`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import Case, Cases, Opened, ReportCase
from generator.contract.models import Confidential
from generator.errors import Finding, InputError, NothingHiddenError
from generator.masking.case import Decision, MaskedCase, Masker, describe_decision, list_known
from generator.masking.contracts import Cleaner, Hidden, Masking, clean_words, find_in_values, find_named, make_cleaner
from generator.masking.stand_ins import ROUNDS


class ReportMasking(Struct, frozen=True):
    """How the contracts of a report are masked, each by itself: there may be thousands."""

    masker: Masker
    grounds: tuple[Confidential, ...]
    names: Mapping[str, int]
    """The words that any of the contracts hides, and that are masked in all of them, each with the number of its ground."""
    left: tuple[str, ...] = ()
    """Hidden texts that are left where they stand in other texts."""

    def start(self, case: Case) -> Masking:
        """The masking of one of the contracts."""
        own = self.masker.find_texts(case, self.grounds)
        return Masking(case.contract, replace(own, texts={**self.names, **own.texts}), self.left, list_known(case))

    def mask(self, case: Case, turn: int = 0, ground: int | None = None) -> MaskedCase:
        """One of the contracts with the first stand-ins, but for one ground those of a later turn."""
        contract = self.start(case).make(turn, ground)
        digest = hashlib.sha256(repr(contract).encode()).hexdigest()
        return MaskedCase(case.path, case.source, digest, case.spot, contract, case.clause, case.ladder)


class MaskedReportCase(ReportCase, frozen=True, eq=False, kw_only=True):
    """A report without what is confidential in its contracts."""

    masking: ReportMasking
    decisions: tuple[Decision, ...]
    """What its edition says of its grounds at its end."""
    typed: tuple[int, ...]
    """The grounds that hide values that are no text."""

    @property
    def is_masked(self) -> bool:
        """That it is."""
        return True

    @property
    def grounds(self) -> tuple[Confidential, ...]:
        """What is hidden by, by the numbers of the marks."""
        return self.masking.grounds

    def list_turns(self) -> tuple[tuple[int, int], ...]:
        """The turns and grounds by which its contracts have other stand-ins."""
        return tuple((turn, ground) for ground in self.typed for turn in range(1, ROUNDS))

    def open_each(self, cases: Cases, turn: int = 0, ground: int | None = None) -> Iterator[Opened]:
        """Its contracts one by one, masked.

        Raises:
            InputError: something is wrong in one of them now.
        """
        for opened in cases.open_each(self):
            masked = self.masking.mask(_require(opened, self), turn, ground)
            yield Opened(opened.path, masked, masked.contract)


def mask_report(report: ReportCase, cases: Cases, masker: Masker) -> MaskedReportCase:
    """The report without what is confidential in its contracts.

    Raises:
        NothingHiddenError: nothing is confidential in any of them.
        InputError: what is confidential can't be hidden so, or isn't known, since something is wrong in a contract.
    """
    if isinstance(report, MaskedReportCase):
        return report
    hidden = _gather(report, cases, masker)
    if not hidden.grounds:
        message = "nothing is confidential in the contracts of this report"
        hint = "list what is secret under confidential in them, or make the report without --masked"
        raise NothingHiddenError(*report.locate([Finding(message, subject="contracts", hint=hint)]))
    left = masker.choose_left(hidden, report, "contracts")
    names = {text: ground for text, ground in hidden.texts.items() if text in hidden.names}
    masking = ReportMasking(masker, hidden.grounds, names, left)
    named = Cleaner({text: ground for text, ground in names.items() if text not in left})
    words = clean_words(report.report, make_cleaner(hidden, left))
    if wrong := tuple(find_in_values(words, named, str(report.path))):
        raise InputError(*report.locate(wrong))
    typed: set[int] = set()
    decisions: dict[Decision, None] = {}
    digest = hashlib.sha256(repr((words, hidden.grounds)).encode())
    for case in (_require(each, report) for each in cases.open_each(report)):
        typed |= set(masking.start(case).list_typed())
        masked = masking.mask(case)
        if wrong := tuple(find_named(masked.contract, "", named)):
            raise InputError(*masked.locate(wrong))
        digest.update(masked.sha256.encode())
        decisions |= dict.fromkeys(describe_decision(entry, masked.contract) for entry in masked.contract.confidential)
    known = (report.path, report.source, digest.hexdigest(), report.spot, words, report.contracts, report.ladder, ())
    return MaskedReportCase(*known, masking=masking, decisions=tuple(decisions), typed=tuple(sorted(typed)))


def _gather(report: ReportCase, cases: Cases, masker: Masker) -> Hidden:
    """What all contracts hide together."""
    hidden = Hidden({}, {}, ())
    for opened in cases.open_each(report):
        own = masker.find_texts(_require(opened, report), hidden.grounds)
        texts, forms = {**own.texts, **hidden.texts}, {**own.forms, **hidden.forms}
        hidden = Hidden({}, texts, own.grounds, hidden.names | own.names, forms)
    return hidden


def _require(opened: Opened, report: ReportCase) -> Case:
    """A contract that nothing is wrong with; what it hides would else not be known.

    Raises:
        InputError: something is wrong, and it isn't told what: that quotes what stands there.
    """
    if opened.case is None:
        message = "something is wrong in {file}, so it isn't known what is confidential there"
        hint = "mend that file, or leave it out of the report: realisera check {file}"
        values = {"file": opened.path.name}
        raise InputError(*report.locate([Finding(message, subject="contracts", hint=hint, values=values)]))
    return opened.case
