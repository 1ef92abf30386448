"""A case without what is confidential in its contract: of it, documents are made as of any other.

Called by `pipeline`, `provenance` and `reporting.drafts`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.contract.case import Case, ReportCase
from generator.contract.models import Confidential, Contract, Person
from generator.contract.values import Name
from generator.documents.document_type import find_person
from generator.errors import Finding, InputError, NothingHiddenError
from generator.masking.contracts import (
    Hidden,
    Variant,
    check_hidden,
    find_hidden,
    find_named,
    list_short,
    make_cleaner,
    mask_contract,
)
from generator.masking.everyday import read_everyday_words
from generator.masking.stand_ins import MARKS
from generator.masking.writing import read_writing
from generator.masking.written_values import Forms
from generator.rules.spellings import normalize
from generator.text.language import SOURCE
from generator.workspace import Workspace

ShortTexts = Literal["", "mask", "leave"]
"""What becomes of hidden texts that may mean something else too, in other texts: nothing is decided, masked, left."""


class Decision(Struct, frozen=True):
    """By what something is hidden, as it is told at the end of a masked edition."""

    basis: Name | None
    decided: date | None
    decided_by: Person | None
    until: date | None


def describe_decision(entry: Confidential, contract: Contract) -> Decision:
    """What an entry of a contract says of that."""
    return Decision(entry.basis, entry.decided, find_person(contract, entry.decided_by), entry.until)


class MaskedCase(Case, frozen=True, eq=False):
    """A contract without what is confidential in it."""

    grounds: tuple[Confidential, ...] = ()
    """What it is hidden by, by the numbers of the marks."""
    variants: tuple[Variant, ...] = ()

    @property
    def is_masked(self) -> bool:
        """That it is."""
        return True

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What its edition says of its grounds at its end."""
        return tuple(describe_decision(entry, self.contract) for entry in self.grounds)

    def list_variants(self) -> tuple[tuple[int, Case], ...]:
        """The cases with other stand-ins, each with the number of the ground that they stand for."""
        return tuple((each.ground, replace(self, contract=each.contract, variants=())) for each in self.variants)


class Masker:
    """Masks the cases of a workspace."""

    def __init__(self, workspace: Workspace, short: ShortTexts = "") -> None:
        """`short` says what becomes of hidden texts that may mean something else too, where they stand in other texts."""
        tags = (tag for spec in workspace.settings.languages for tag in spec.split("+"))
        self._languages = tuple(dict.fromkeys((SOURCE, *tags, "en")))
        self._files, self.short = workspace.files, short

    @cached_property
    def _everyday(self) -> frozenset[str]:
        return read_everyday_words(self._files)

    @cached_property
    def _forms(self) -> Forms:
        return Forms([read_writing(self._files, tag) for tag in self._languages], self._everyday)

    def find_hidden(self, case: Case) -> Hidden:
        """What is hidden in a contract.

        Raises:
            NothingHiddenError: nothing is confidential there.
            InputError: what is confidential there can't be hidden.
        """
        if not case.contract.confidential:
            hint = "list what is secret under confidential, with the section of law; or make the documents without --masked"
            finding = Finding("nothing is confidential in this contract", subject="confidential", hint=hint)
            raise NothingHiddenError(*case.locate([finding]))
        return self.find_texts(case)

    def find_texts(self, case: Case, known: Sequence[Confidential] = ()) -> Hidden:
        """What is hidden in a contract, if anything is; `known` are grounds that have the first numbers.

        Raises:
            InputError: what is confidential there can't be hidden.
        """
        if wrong := tuple(check_hidden(case.contract)):
            raise InputError(*case.locate(wrong))
        return find_hidden(case.contract, self._forms, known)

    def list_short(self, hidden: Hidden) -> tuple[str, ...]:
        """The hidden texts that can't be looked for without finding them where something else is meant."""
        return list_short(hidden, self._everyday.__contains__)

    def is_everyday(self, words: str) -> bool:
        """Whether words, or a word, are such as the product's own texts use."""
        return normalize(words) in self._everyday

    def choose_left(self, hidden: Hidden, case: Case | ReportCase, subject: str) -> tuple[str, ...]:
        """The hidden texts that are left where they stand in other texts.

        Raises:
            InputError: it isn't decided what becomes of those that may mean something else too.
        """
        doubtful = self.list_short(hidden)
        if doubtful and not self.short:
            raise InputError(*case.locate([_ask(len(doubtful), subject)]))
        return doubtful if self.short == "leave" else ()

    def mask(self, case: Case) -> MaskedCase:
        """The case without what is confidential in it.

        Raises:
            InputError: what is confidential can't be hidden so, or it isn't decided what becomes of a short text.
        """
        if isinstance(case, MaskedCase):
            return case
        hidden = self.find_hidden(case)
        left = self.choose_left(hidden, case, "confidential")
        first, variants = mask_contract(case.contract, hidden, leave=left, known=list_known(case))
        if wrong := tuple(find_named(first, str(case.path), make_cleaner(hidden, left))):
            raise InputError(*case.locate(wrong))
        digest = hashlib.sha256(repr((first, variants, hidden.grounds)).encode()).hexdigest()
        source = (case.path, case.source, digest, case.spot)
        # Warnings are told of the whole contract: they quote what stands in it.
        return MaskedCase(*source, first, case.clause, case.ladder, (), grounds=hidden.grounds, variants=variants)


def list_known(case: Case) -> Mapping[str, Sequence[str]]:
    """The steps and sections that a contract may name."""
    return {"steps": tuple(case.ladder.steps), "sections": tuple(case.clause.sections)}


def _ask(count: int, subject: str) -> Finding:
    message = "{count} hidden values are short or everyday words, by which other texts may mean something else"
    hint = "--mask-short masks them wherever they stand, --leave-short in their own fields alone; realisera review shows where"
    return Finding(message, subject=subject, hint=hint, values={"count": str(count)})


def withhold(findings: Iterable[Finding], path: Path) -> tuple[Finding, ...]:
    """What is wrong with a file that can't be masked, without what it is: that quotes what stands there."""
    message = "something is wrong here; it isn't told, since that would quote what may be confidential"
    hint = "find out with: realisera check {path}"
    told = (Finding(message, each.place, _show(each.subject), hint, {"path": str(path)}) for each in findings)
    return tuple({str(each): each for each in told}.values())


def _show(subject: str) -> str:
    """The field that a finding is about, where it is an entry of what is confidential: of others, roles may tell something."""
    return subject if subject.startswith("confidential[") else ""


def hide(finding: Finding) -> Finding:
    """A finding that is told of a masked case: marks become dots."""
    return replace(finding, values={name: MARKS.sub("…", value) for name, value in finding.values.items()})
