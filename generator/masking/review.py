"""What a person should look at before a masked edition is handed out. Called by `realisera review`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, get_args

from msgspec import Struct

from generator.contract import messages
from generator.contract.case import Case
from generator.contract.checks import check_secrecy
from generator.contract.messages import FieldPath
from generator.contract.models import Contract
from generator.contract.values import Text
from generator.masking.case import Masker
from generator.masking.contracts import Hidden, walk_fields
from generator.masking.stand_ins import MARKS, holds_words, is_id
from generator.rules.spellings import cut_legal_form, list_doubtful, normalize

Kind = Literal["no_harm", "no_end", "expired", "file", "short", "part", "like", "person", "site", "name"]
"""A ground whose harm isn't said, or whose end, or whose time is over; a part of what is hidden in the name of the file; what is
hidden, and short or an everyday word; a part of what is hidden, or its initials; something like it, or what may mean something
else; a person; a company or place; what else looks like a name."""
_KINDS: tuple[Kind, ...] = get_args(Kind)
_GROUNDS: Mapping[object, tuple[Kind, str]] = {
    messages.NO_HARM: ("no_harm", "basis"),
    messages.NO_END: ("no_end", "value"),
    messages.DECISION_OVER: ("expired", "value"),
}
"""What a decision lacks, and which value tells it."""
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_NAME = re.compile(r"\b[^\W\d_a-zåäö][\w&'’-]+(?: (?:[^\W\d_a-zåäö][\w&'’-]+|&))+")
"""Words with capitals, one after another."""


class Doubt(Struct, frozen=True):
    """What to look at, wherever it stands."""

    kind: Kind
    words: str
    """As it stands there the first time."""
    of: tuple[FieldPath, ...]
    """The fields of the hidden values that it may tell."""
    paths: tuple[FieldPath, ...]
    """The fields that it stands in, in the order of the file."""


class _Seen(Struct, frozen=True):
    """What to look at in one place."""

    kind: Kind
    words: str
    path: FieldPath
    of: tuple[FieldPath, ...] = ()


def review_case(case: Case, masker: Masker, on: date) -> tuple[Doubt, ...]:
    """All there is to look at, each value once: first what is surely a part of what is hidden, last what only looks like a name.

    Raises:
        InputError: the contract can't be masked, and why.
    """
    masked, hidden = masker.mask(case), masker.find_hidden(case)
    short = (_Seen("short", text, hidden.fields[text]) for text in masker.list_short(hidden))
    texts = _Texts(masked.contract, hidden, masker)
    return _group([*_review_grounds(case.contract, on), *_review_file(case, hidden, masker), *short, *texts.review()])


def _group(found: Sequence[_Seen]) -> tuple[Doubt, ...]:
    """What was found, each value once with its places, in the order of the kinds."""
    grouped: dict[tuple[Kind, str], list[_Seen]] = {}
    for each in sorted(found, key=lambda each: _KINDS.index(each.kind)):
        grouped.setdefault((each.kind, normalize(each.words)), []).append(each)
    return tuple(
        Doubt(kind, same[0].words, _unite(each.of for each in same), _unite((each.path,) for each in same))
        for (kind, _), same in grouped.items()
    )


def _unite(paths: Iterable[tuple[FieldPath, ...]]) -> tuple[FieldPath, ...]:
    return tuple(dict.fromkeys(path for some in paths for path in some))


def _review_grounds(contract: Contract, on: date) -> Iterator[_Seen]:
    for problem in check_secrecy(contract, on):
        kind, value = _GROUNDS[problem.mistake]
        yield _Seen(kind, problem.values[value], problem.path)


def _review_file(case: Case, hidden: Hidden, masker: Masker) -> Iterator[_Seen]:
    """What the name of the file may tell: whoever sees a message about it knows it."""
    for found in list_doubtful(case.path.name, hidden.texts):
        words = case.path.name[found.start : found.end]
        if found.is_sure and not masker.is_everyday(words):
            yield _Seen("file", words, ("id",), (hidden.fields[found.name],))


class _Texts:
    """What to look at in the texts of one contract, masked."""

    def __init__(self, contract: Contract, hidden: Hidden, masker: Masker) -> None:
        self._hidden, self._masker = hidden, masker
        self._fields = [each for each in walk_fields(contract, Contract) if each[0][0] != "confidential"]
        self._ids = {str(value) for _, value, annotation in self._fields if is_id(annotation)}
        named = [(path, value) for path, value, _ in self._fields if _is_of_person(path) and path[-1] == "name"]
        self._persons = {normalize(value) for _, value in named if isinstance(value, str)}

    def review(self) -> Iterator[_Seen]:
        """All of it, in the order of the file."""
        for path, value, annotation in self._fields:
            if holds_words(annotation):
                for text in (value.plain, *value.by_language.values()) if isinstance(value, Text) else (value,):
                    yield from self._review_text(path, MARKS.sub("…", text or ""))

    def _review_text(self, path: FieldPath, text: str) -> Iterator[_Seen]:
        for found in list_doubtful(text, self._hidden.texts):
            words = text[found.start : found.end]
            is_sure = found.is_sure and not self._masker.is_everyday(words)
            yield _Seen("part" if is_sure else "like", words, path, (self._hidden.fields[found.name],))
        for form in self._hidden.forms:
            for found in form.find(text):
                yield _Seen("like", text[found.start : found.end], path, (self._hidden.fields[form],))
        yield from (_Seen("person", match[0], path) for match in _ADDRESS.finditer(text))
        for match in _NAME.finditer(text):
            parts = [part for part in match[0].split() if part not in self._ids]
            if len(parts) > 1:
                yield _Seen(self._choose_kind(" ".join(parts), path), " ".join(parts), path)

    def _choose_kind(self, words: str, path: FieldPath) -> Kind:
        name = normalize(words)
        if _is_of_person(path) or name in self._persons:
            return "person"
        is_company = cut_legal_form(name) != name or path in {("buyer", "name"), ("supplier", "name")}
        return "site" if is_company or path[0] == "supply_chain" or path[-1] in {"address", "location", "region"} else "name"


def _is_of_person(path: FieldPath) -> bool:
    return "contacts" in path or "respondent" in path
