"""Which fields of a contract stand behind a change of words. Called by `diff`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from decimal import Decimal
from enum import Enum

from msgspec import Struct

from generator.contract.messages import FieldPath, format_path
from generator.contract.shape import list_inner, walk_values
from generator.contract.values import Month, Text
from generator.errors import TextError
from generator.provenance.compare.changes import Change, Kind
from generator.text.language import Language

_SHORTEST, _SHORTEST_UNSURE = 2, 4
"""Letters of a value that is looked for; shorter ones stand everywhere. More where it isn't known which values have changed."""
_COMMON = 1000
"""Numbers below it stand for anything, so they are looked for only where it is known which values have changed."""
_PARAGRAPH = 20
"""Letters of a block that may be a part of a longer text of the contract."""
_BEFORE, _AFTER = r"(?<!\w)(?<!\d[-.,:])", r"(?!\w|[-.,:]\d)"
"""What a value doesn't stand beside: a number is no part of a date."""


class FieldChange(Struct, frozen=True):
    """A field that says something else in one contract than in another."""

    field: str
    """Its path, such as `deviations[0].found`."""
    old: str
    """What it said; nothing where it wasn't there."""
    new: str


class Cause(Struct, frozen=True):
    """Fields that a change may come from."""

    fields: tuple[str, ...]
    is_certain: bool
    """Whether it is no other than these; else one of them, perhaps."""


def compare_fields(old: object, new: object) -> tuple[FieldChange, ...]:
    """The fields in which two contracts differ; items of a list are the same that have the same id."""
    before, after = _index(old), _index(new)
    changes = []
    for key in dict.fromkeys((*after, *before)):
        (path, was), (now_path, now) = before.get(key, ((), None)), after.get(key, ((), None))
        if was != now:
            changes.append(FieldChange(format_path(now_path or path), _show(was), _show(now)))
    return tuple(changes)


class Values:
    """The values of a contract, as documents write them."""

    def __init__(self, whole: object, languages: Sequence[str], *, is_exact: bool) -> None:
        """`is_exact` says that it is known which values have changed, so that what stands in many places may be looked for."""
        known, shortest = _find_languages(languages), _SHORTEST if is_exact else _SHORTEST_UNSURE
        self._written: dict[str, dict[str, None]] = {}
        for path, value in walk_values(whole):
            if not is_exact and isinstance(value, int | Decimal) and -_COMMON < value < _COMMON:
                continue
            for text in _write(value, known):
                said = " ".join(text.split())
                if len(said) >= shortest:
                    self._written.setdefault(said, {})[format_path(path)] = None

    def find_causes(self, change: Change, kind: Kind) -> Iterator[Cause]:
        """The fields behind each of the words that one document alone has."""
        text, spans = _lay_out(change, kind)
        for start, end in spans:
            found = [(place, paths) for written, paths in self._written.items() for place in _find(written, text, start, end)]
            # Where a long value stands, short ones that stand in it are nothing of their own.
            widest = [each for each in found if not any(_is_within(each[0], other) for other, _ in found)]
            fields = {field: None for _, paths in widest for field in paths}
            if fields:
                yield Cause(tuple(fields), is_certain=len(fields) == 1)


def choose_changed(causes: Sequence[Cause], changed: Sequence[FieldChange]) -> tuple[Cause, ...]:
    """The causes, each with those of its fields only that are known to have changed."""
    names = {change.field for change in changed}
    kept = (tuple(field for field in cause.fields if field in names) for cause in causes)
    return tuple(Cause(fields, is_certain=len(fields) == 1) for fields in kept if fields)


def _index(whole: object) -> dict[tuple[object, ...], tuple[FieldPath, object]]:
    """Every single value by what names it for good: a place in a list changes, an id doesn't."""
    return {key: (path, value) for key, path, value in _walk(whole, (), ())}


def _walk(value: object, key: tuple[object, ...], path: FieldPath) -> Iterator[tuple[tuple[object, ...], FieldPath, object]]:
    inner = list(list_inner(value))
    for step, each in inner:
        name = getattr(each, "id", None) if isinstance(step, int) else None
        yield from _walk(each, (*key, name or step), (*path, step))
    if not inner and value is not None:
        yield key, path, value


def _find_languages(tags: Sequence[str]) -> list[Language]:
    known = []
    for tag in tags:
        try:
            known.append(Language(tag))
        except TextError:
            continue
    return known


def _write(value: object, languages: Sequence[Language]) -> Iterator[str]:
    """A value in every form that documents have for it."""
    if isinstance(value, Text):
        yield from filter(None, (value.plain, *(value.get(language) for language in value.languages)))
    elif isinstance(value, date):
        yield value.isoformat()
        for language in languages:
            yield from (language.write_day(value), language.write_weekday(value))
    elif isinstance(value, Month):
        yield from (str(value), *(language.write_month(value.first_day) for language in languages))
    elif isinstance(value, time):
        yield from (language.write_time(value) for language in languages)
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        for language in languages:
            yield from (language.write_number(value), language.write_amount(Decimal(value)), language.write_percent(value))
    elif isinstance(value, str) and not isinstance(value, Enum):
        yield value


def _show(value: object) -> str:
    """A value on one line."""
    if value is None or value == ():
        return ""
    if isinstance(value, Text):
        texts: Mapping[str, str] = {language: value.get(language) or "" for language in value.languages}
        return " ".join((value.plain or " / ".join(texts.values())).split())
    return str(value.value if isinstance(value, Enum) else value)


def _lay_out(change: Change, kind: Kind) -> tuple[str, list[tuple[int, int]]]:
    """The text of a block in one of the documents, and where the words stand in it that this document alone has."""
    text, spans = "", []
    for piece in change.pieces:
        if piece.kind in {"same", kind}:
            start = len(text) + (1 if text else 0)
            text = f"{text} {piece.text}" if text else piece.text
            if piece.kind == kind:
                spans.append((start, len(text)))
    return text, spans


def _find(written: str, text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a value stands among the words; the whole block where the value holds all of it."""
    if len(text) >= _PARAGRAPH and text in written:
        yield 0, len(text)
        return
    for match in re.finditer(_BEFORE + re.escape(written) + _AFTER, text):
        if match.start() < end and match.end() > start:
            yield match.span()


def _is_within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return inner != outer and outer[0] <= inner[0] and inner[1] <= outer[1]
