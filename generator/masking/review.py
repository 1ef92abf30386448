"""What a person should look at before a masked edition is handed out. Called by `realisera review`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from generator.contract.case import Case
from generator.contract.checks import check_secrecy
from generator.contract.messages import NO_HARM, FieldPath
from generator.contract.models import Contract
from generator.contract.values import Text
from generator.masking.case import MaskedCase, Masker
from generator.masking.contracts import Hidden, walk_fields
from generator.masking.stand_ins import MARKS, holds_words
from generator.rules.spellings import list_doubtful

Kind = Literal["part", "name", "address", "no_harm", "expired"]
"""A part of what is hidden, or something like it; what looks like a name; an e-mail address; a ground whose harm isn't said; one
whose time is over."""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = re.compile(r"\b[^\W\d_a-zåäö][\w&'’-]+(?: (?:[^\W\d_a-zåäö][\w&'’-]+|&))+")
"""Words with capitals, one after another."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A place to look at."""

    kind: Kind
    path: FieldPath
    words: str = ""
    """What stands there."""


def review_case(case: Case, masker: Masker, on: date) -> tuple[Doubt, ...]:
    """All places to look at, in the order of the file; each once.

    Raises:
        InputError: the contract can't be masked, and why.
    """
    masked = masker.mask(case)
    doubts = [*_review_grounds(case.contract, on), *_review_texts(masked, masker.find_hidden(case))]
    return tuple(dict.fromkeys(doubts))


def _review_grounds(contract: Contract, on: date) -> Iterator[Doubt]:
    for problem in check_secrecy(contract, on):
        lacks_harm = problem.mistake is NO_HARM
        yield Doubt("no_harm" if lacks_harm else "expired", problem.path, problem.values["basis" if lacks_harm else "value"])


def _review_texts(masked: MaskedCase, hidden: Hidden) -> Iterator[Doubt]:
    for path, value, annotation in walk_fields(masked.contract, Contract):
        if holds_words(annotation) and path[0] != "confidential":
            for text in (value.plain, *value.by_language.values()) if isinstance(value, Text) else (value,):
                yield from _review_text(path, MARKS.sub("…", text or ""), hidden)


def _review_text(path: FieldPath, text: str, hidden: Hidden) -> Iterator[Doubt]:
    yield from (Doubt("part", path, text[found.start : found.end]) for found in list_doubtful(text, hidden.texts))
    yield from (Doubt("part", path, text[found.start : found.end]) for form in hidden.forms for found in form.find(text))
    yield from (Doubt("address", path, match[0]) for match in _ADDRESS.finditer(text))
    yield from (Doubt("name", path, match[0]) for match in _NAME.finditer(text))
