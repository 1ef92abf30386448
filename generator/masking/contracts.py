"""A contract as its masked edition knows it: without what is confidential. Called by `case`.

Nothing in it follows from a value that is hidden, so that two contracts that differ in nothing else have the same masked
edition, to the last byte. What stays is which fields are filled in, and how many items a list of parts has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from msgspec import Struct, field

from generator.contract.checks import REFERENCES
from generator.contract.messages import FieldPath, format_path
from generator.contract.models import Confidential, Contract, Part
from generator.contract.report import Report
from generator.contract.shape import EVERY, list_inner, parse_pattern, read_keys, select, step_into, walk_values
from generator.contract.values import FrozenMap, RoleReference, Text
from generator.errors import Finding
from generator.masking.stand_ins import (
    MARKS,
    MOST_GROUNDS,
    ROUNDS,
    Known,
    choose_stand_in,
    holds_words,
    is_address,
    is_country,
    is_id,
    make_mark,
)
from generator.masking.writing import Form
from generator.masking.written_values import Forms, list_spellings
from generator.rules.spellings import Finder, is_short, normalize

KEPT = ("format", "id", "languages", "clause.version")
"""Fields that documents are made by, and that no masked edition can do without."""
_REPORT_KEPT = ("format", "id", "contracts")
"""Those of a report."""
_QUESTION = "monitoring.activities.answers.id"
"""The key of a question, which is the same for all suppliers: an everyday word, that names nothing in other texts."""
_ANCHOR = date(2024, 3, 5)
"""The day that stand-ins lie around where the contract shows none."""
_OTHER_NAME = "call it something else, which says nothing of what is hidden"
_MASKED_ID = "masked-"
"""What the ids of items begin with whose ids are hidden; their numbers follow."""


class Variant(Struct, frozen=True):
    """The masked contract with other stand-ins for what is hidden on one of its grounds."""

    ground: int
    contract: Contract


class Hidden(Struct, frozen=True):
    """What is hidden in a contract."""

    paths: Mapping[FieldPath, int]
    """The single values, each with the number of its ground."""
    texts: Mapping[str, int]
    """What is looked for in other texts, each with the number of its ground."""
    grounds: tuple[Confidential, ...]
    """The first of the entries in `confidential` for each section of law."""
    names: frozenset[str] = frozenset()
    """Those of `texts` that stand in fields of words, so that they mean the same in other contracts."""
    forms: Mapping[Form, int] = field(default_factory=dict)
    """Other forms in which values may stand in running text, each with the number of its ground."""
    fields: Mapping[str | Form, FieldPath] = field(default_factory=dict)
    """The first field that each of `texts` and `forms` comes from."""


def check_hidden(contract: Contract) -> Iterator[Finding]:
    """What is wrong with what a contract says is confidential: a field that nothing stands in, or that can't be hidden."""
    for number, entry in enumerate(contract.confidential):
        subject = f"confidential[{number}].fields"
        found = [path for path, part in select(contract, entry.fields) for path, _ in walk_values(part, path)]
        values = {"fields": entry.fields}
        if kept := next((path for path in found if _flatten(path) in KEPT), None):
            message = "{field} can't be hidden: documents are made by it"
            yield Finding(message, subject=subject, hint="name other fields", values={"field": format_path(kept)})
        elif not found:
            hint = "correct the path, or take it out: what hides nothing must not look as if it did"
            yield Finding("nothing stands in {fields}, so nothing is hidden", subject=subject, hint=hint, values=values)


def list_grounds(contract: Contract, known: Sequence[Confidential] = ()) -> tuple[Confidential, ...]:
    """The first entry for each section of law, after those that are known, in order; so many as there are marks for."""
    first: dict[str, Confidential] = {}
    for entry in (*known, *contract.confidential):
        first.setdefault(_name_basis(entry), entry)
    return tuple(first.values())[:MOST_GROUNDS]


def _name_basis(entry: Confidential) -> str:
    return repr(entry.basis)


def find_hidden(contract: Contract, written: Forms, known: Sequence[Confidential] = ()) -> Hidden:
    """What is hidden in a contract. Values that are no text are looked for as they are written in the languages.

    `written` lists the forms of values in running text, `known` are grounds that have the first numbers.
    """
    grounds = list_grounds(contract, known)
    numbers = {_name_basis(entry): number for number, entry in enumerate(grounds)}
    paths: dict[FieldPath, int] = {}
    for entry in contract.confidential:
        for path, part in select(contract, entry.fields):
            for each, _ in walk_values(part, path):
                paths.setdefault(each, numbers.get(_name_basis(entry), MOST_GROUNDS - 1))
    fields = {path: (value, annotation) for path, value, annotation in walk_fields(contract, Contract)}
    _add_what_follows(contract, fields, paths)
    texts: dict[str, int] = {}
    names: set[str] = set()
    forms: dict[Form, int] = {}
    sources: dict[str | Form, FieldPath] = {}
    for path, ground in paths.items():
        value, annotation = fields[path]
        for form in written.list(value, annotation):
            forms.setdefault(form, ground)
            sources.setdefault(form, path)
        if is_id(annotation) and (path[-1] != "id" or _flatten(path) == _QUESTION):
            continue  # it only says which of the items is meant, whose names say more
        for spelling in list_spellings(value, annotation, written.languages):
            if normalize(spelling):
                texts.setdefault(spelling, ground)
                sources.setdefault(spelling, path)
                names |= {spelling} if holds_words(annotation) else set()
    return Hidden(paths, texts, grounds, frozenset(names), forms, sources)


def _add_what_follows(contract: Contract, fields: Mapping[FieldPath, tuple[Any, Any]], paths: dict[FieldPath, int]) -> None:
    """Add what says a hidden value again: a last day that is counted from it, the same country elsewhere."""
    begins = next((ground for path, ground in paths.items() if path[:2] in {("dates", "starts"), ("dates", "duration")}), None)
    if begins is not None and contract.dates.duration and contract.dates.ends:
        paths.setdefault(("dates", "ends"), begins)
    places = {path: value for path, (value, annotation) in fields.items() if is_country(annotation)}
    countries = {value: paths[path] for path, value in places.items() if path in paths}
    for path, value in places.items():
        if value in countries:
            paths.setdefault(path, countries[value])


def list_short(hidden: Hidden, everyday: Callable[[str], bool]) -> tuple[str, ...]:
    """What is hidden and can't be looked for without finding it where something else is meant: too short, or an everyday word."""
    return tuple(text for text in hidden.texts if is_short(normalize(text)) or everyday(normalize(text)))


def mask_contract(
    contract: Contract, hidden: Hidden, *, leave: Sequence[str] = (), known: Mapping[str, Sequence[str]] | None = None
) -> tuple[Contract, tuple[Variant, ...]]:
    """The contract without what is hidden, and its variants with other stand-ins.

    Args:
        contract: the contract.
        hidden: what is hidden in it.
        leave: hidden texts that are left where they stand in other texts.
        known: the steps and sections that the contract may name.
    """
    masking = Masking(contract, hidden, leave, known or {})
    first = masking.make(0, None)
    turns = [(turn, ground) for ground in masking.list_typed() for turn in range(1, ROUNDS)]
    return first, tuple(Variant(ground, masking.make(turn, ground)) for turn, ground in turns)


def find_named(masked: Contract, path: str, cleaner: Cleaner) -> Iterator[Finding]:
    """A finding wherever an id, a role or the contract's own file names what is hidden: those can't be masked."""
    yield from find_in_values(masked, cleaner, path)
    for side in ("buyer", "supplier"):
        if any(map(cleaner.names, getattr(masked, side).contacts)):
            yield Finding("a role names what is hidden, and can't be masked", subject=f"{side}.contacts", hint=_OTHER_NAME)


def find_in_values(masked: Part, cleaner: Cleaner, path: str) -> Iterator[Finding]:
    """A finding wherever a value, or the file that they stand in, names what is hidden."""
    for where, value in walk_values(masked):
        if isinstance(value, str) and not isinstance(value, Enum) and cleaner.names(value):
            yield Finding("this names what is hidden, and can't be masked", subject=format_path(where), hint=_OTHER_NAME)
    if cleaner.names(path):
        yield Finding("the name of this file names what is hidden", subject="id", hint=_OTHER_NAME)


class Masking:
    """Rewrites one contract."""

    def __init__(self, contract: Contract, hidden: Hidden, leave: Sequence[str], known: Mapping[str, Sequence[str]]) -> None:
        self._contract, self._hidden, self._known = contract, hidden, known
        self._cleaner = make_cleaner(hidden, leave)
        self._fields = tuple(walk_fields(contract, Contract))
        self._persons = tuple(
            RoleReference(f"{side}.{role}") for side in ("buyer", "supplier") for role in getattr(contract, side).contacts
        )
        self._orders = {path: number for number, path in enumerate(hidden.paths)}
        self._renamed = self._rename_ids()

    def list_typed(self) -> tuple[int, ...]:
        """The grounds that hide values that are no text."""
        typed = {
            self._hidden.paths[path]
            for path, _, annotation in self._fields
            if path in self._hidden.paths and not holds_words(annotation) and path not in self._renamed
        }
        return tuple(sorted(typed))

    def make(self, turn: int, ground: int | None) -> Contract:
        """The contract with the first stand-ins, but for one ground those of a later turn."""
        new: dict[FieldPath, Any] = {}
        for path, value, annotation in self._fields:
            own = self._hidden.paths.get(path)
            if path in self._renamed:
                new[path] = self._renamed[path]
            elif own is not None:
                new[path] = self._stand_in(path, value, annotation, own, turn if own == ground else 0)
            elif holds_words(annotation) and _flatten(path) not in KEPT:
                new[path] = clean_field(self._cleaner, value, annotation)
        made: Contract = _rebuild(self._contract, (), new, self._hidden.paths)
        return made

    def _stand_in(self, path: FieldPath, value: Any, annotation: Any, ground: int, turn: int) -> Any:
        listed = next((listed for pattern, listed in REFERENCES if _fits(path, pattern)), None)
        if listed is not None:
            ids = [self._renamed.get(where, each) for where, each in select(self._contract, f"{listed}[].id")]
            return ids[turn % len(ids)] if ids else value
        steps, sections = self._known.get("steps", ()), self._known.get("sections", ())
        known = Known(self._find_day(path), steps, sections, self._persons)
        chosen = choose_stand_in(value, annotation, ground, turn, known)
        return chosen if chosen is not None else make_mark(ground) if isinstance(value, str) else value

    def _find_day(self, path: FieldPath) -> date:
        """A day that is shown beside a hidden one, or else elsewhere in the contract: what stands in for it lies around that."""
        for length in range(len(path) - 1, -1, -1):
            for other, value, _ in self._fields:
                if other[:length] == path[:length] and other not in self._hidden.paths and isinstance(value, date):
                    return value
        return _ANCHOR

    def _rename_ids(self) -> Mapping[FieldPath, str]:
        """What items are called whose ids are hidden, there and wherever they are referred to."""
        new: dict[FieldPath, str] = {}
        for path, _, annotation in self._fields:
            if path in self._hidden.paths and path[-1] == "id" and is_id(annotation) and isinstance(path[-2], int):
                new[path] = f"{_MASKED_ID}{path[-2] + 1}"
        for pattern, listed in REFERENCES:
            named = {value: new[path] for path, value in select(self._contract, f"{listed}[].id") if path in new}
            new |= {
                path: named[value]
                for path, value in select(self._contract, pattern)
                if value in named and path not in self._hidden.paths
            }
        return new


def clean_words(whole: Report, cleaner: Cleaner) -> Report:
    """A report with a mark wherever what is hidden stands in its own words."""
    new = {}
    for path, value, annotation in walk_fields(whole, Report):
        if holds_words(annotation) and path[0] not in _REPORT_KEPT:
            new[path] = clean_field(cleaner, value, annotation)
    made: Report = _rebuild(whole, (), new, {})
    return made


def clean_field(cleaner: Cleaner, value: Any, annotation: Any) -> Any:
    """The value of a field without what is hidden; an address that names it is hidden whole."""
    cleaned = cleaner.clean(value)
    return next(iter(MARKS.findall(cleaned)), value) if is_address(annotation) else cleaned


def make_cleaner(hidden: Hidden, leave: Sequence[str] = ()) -> Cleaner:
    """What takes that which is hidden out of texts, but for what is left there."""
    return Cleaner({text: ground for text, ground in hidden.texts.items() if text not in leave}, hidden.forms)


class Cleaner:
    """Takes what is hidden out of texts."""

    def __init__(self, texts: Mapping[str, int], forms: Mapping[Form, int] | None = None) -> None:
        """`texts` are looked for, and of `forms` those that are sure, each with the number of its ground."""
        self._texts = texts
        self._finder = Finder(texts)
        self._forms = {form: ground for form, ground in (forms or {}).items() if form.is_sure}

    def names(self, text: str) -> bool:
        """Whether what is hidden stands in a text."""
        return bool(self._find(text))

    def clean(self, value: Any) -> Any:
        """A value with a mark wherever a hidden text stands in it."""
        if isinstance(value, str):
            return type(value)(self._clean(value)) if type(value) is not str else self._clean(value)
        if isinstance(value, Text):
            by_language = FrozenMap({language: self._clean(words) for language, words in value.by_language.items()})
            return type(value)(None if value.plain is None else self._clean(value.plain), by_language)
        return value

    def _clean(self, text: str) -> str:
        for start, end, ground in reversed(self._find(text)):
            text = text[:start] + make_mark(ground) + text[end:]
        return text

    def _find(self, text: str) -> Sequence[tuple[int, int, int]]:
        """Where what is hidden stands in a text, in order, each with its ground; no two overlap."""
        named = [(found.start, found.end, self._texts[found.name]) for found in self._finder.find(text)]
        other = [(found.start, found.end, ground) for form, ground in self._forms.items() for found in form.find(text)]
        taken: list[tuple[int, int, int]] = []
        for each in sorted([*named, *other], key=lambda each: (each[0] - each[1], each[0], each[2])):
            if all(each[1] <= start or each[0] >= end for start, end, _ in taken):
                taken.append(each)
        return sorted(taken)


def walk_fields(value: Any, annotation: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any, Any]]:
    """All single values in a value, each with its path and the type of its field."""
    if isinstance(value, Part | FrozenMap | tuple):
        for key, inner in list_inner(value):
            yield from walk_fields(inner, step_into(annotation, key), (*path, key))
    elif value is not None:
        yield path, value, annotation


def _rebuild(value: Any, path: FieldPath, new: Mapping[FieldPath, Any], hidden: Mapping[FieldPath, int]) -> Any:
    """A value with new single values; of a list of single values that are all hidden, one is left, so that none are counted.

    Parts aren't checked again: what stands in for a value need not fit those beside it.
    """
    if isinstance(value, Part):
        names = {key: name for key, (name, _) in read_keys(type(value)).items()}
        return value.model_copy(
            update={name: _rebuild(getattr(value, name), (*path, key), new, hidden) for key, name in names.items()}
        )
    if isinstance(value, FrozenMap):
        return FrozenMap({key: _rebuild(inner, (*path, key), new, hidden) for key, inner in value.items()})
    if isinstance(value, tuple):
        kept = value[:1] if value and all((*path, number) in hidden for number in range(len(value))) else value
        return tuple(_rebuild(inner, (*path, number), new, hidden) for number, inner in enumerate(kept))
    return new.get(path, value)


def _flatten(path: FieldPath) -> str:
    """A path as a pattern, without what tells items of a list apart."""
    return ".".join(str(step) for step in path if not isinstance(step, int))


def _fits(path: FieldPath, pattern: str) -> bool:
    steps = parse_pattern(pattern)
    return len(steps) == len(path) and all(
        isinstance(step, int) if wanted == EVERY else step == wanted for step, wanted in zip(path, steps, strict=True)
    )
