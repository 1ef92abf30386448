"""The page of every field of contract and report files, from the models and the examples."""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Any

import yaml

from generator.cli.words import find_translation
from generator.contract import fields
from generator.contract.models import Part
from generator.contract.schema import KINDS, describe_key
from generator.contract.shape import EVERY, find_item, find_part, find_value, parse_pattern, read_keys, strip, type_of
from tools.reference.pages import ROOT, begin_page, escape_text, read_words, write_table

_NAMES = {id(mark): name for name, kind in vars(fields).items() for mark in getattr(kind, "__metadata__", ())}
"""What each way of reading a value is called, by the object that says it."""
_LONGEST = 60


def write_fields(lang: str) -> str:
    """The page in a language."""
    words = read_words(lang)
    pages = list(begin_page(lang, "fields"))
    for kind, root in KINDS.items():
        pages.append(f"## {words['fields'][kind]}\n")
        pages += _write_sections(lang, kind, root, "", {})
    return "\n".join(pages)


def _write_sections(lang: str, kind: str, part: type[Part], place: str, told: dict[type[Part], str]) -> Iterator[str]:
    """The table of a part, then those of the parts in it that no table has told yet."""
    told[part] = place
    words = read_words(lang)
    inner, rows = [], []
    for key, (_, field) in read_keys(part).items():
        pattern = f"{place}.{key}".removeprefix(".")
        marks, below = _find_inner(type_of(field))
        if below and below not in told:
            told[below] = pattern + marks
            inner.append((below, pattern + marks))
        named = words["below"] if below and told[below] == pattern + marks else _name_kind(lang, type_of(field), told)
        needed = f" *{words['needed']}*" if field.is_required() else ""
        example = "" if below else _find_example(kind, pattern + marks) or _choose_example(key, type_of(field))
        rows.append((f"`{key}`{needed}", _describe(lang, part, key), named, example))
    head = f"### `{place}`\n\n" if place else ""
    yield head + write_table(words["fields"]["head"], rows)
    for below, pattern in inner:
        yield from _write_sections(lang, kind, below, pattern, told)


def _describe(lang: str, part: type[Part], key: str) -> str:
    return escape_text(find_translation(lang)(describe_key(part, key)))


def _find_inner(annotation: Any) -> tuple[str, type[Part] | None]:
    """The steps from a field to the part that it holds, and that part."""
    marks = ""
    while inner := find_item(annotation) or find_value(annotation):
        annotation, marks = inner, marks + EVERY
    return marks, find_part(annotation)


def _name_kind(lang: str, annotation: Any, told: dict[type[Part], str]) -> str:
    words = read_words(lang)
    if item := find_item(annotation):
        return f"{words['list']} {_name_kind(lang, item, told)}"
    if value := find_value(annotation):
        return f"{words['map']} {_name_kind(lang, value, told)}"
    if part := find_part(annotation):
        return f"{words['section']}, {words['see']} `{told[part]}`"
    kind = strip(annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " · ".join(f"`{choice.value}`" for choice in kind)
    kinds: dict[str, str] = words["kinds"]
    return kinds[_name_alias(kind)]


def _name_alias(annotation: Any) -> str:
    """What the program calls a kind of value."""
    return next(_NAMES[id(mark)] for mark in annotation.__metadata__ if id(mark) in _NAMES)


def _find_example(kind: str, pattern: str) -> str:
    """The first single value of the examples that stands in the fields of a pattern, as it is written there."""
    steps = parse_pattern(pattern)
    found = (value for file in _load_examples(kind) for value in _select(file, steps))
    return next((f"`{value}`" for value in found if value is not None), "")


def _choose_example(key: str, annotation: Any) -> str:
    """An example of such a field, where the example contracts have none."""
    examples = read_words("examples")
    while inner := find_item(annotation) or find_value(annotation):
        annotation = inner
    kind = strip(annotation)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return f"`{next(iter(kind)).value}`"
    return f"`{examples.get(key) or examples[_name_alias(kind)]}`"


def _select(value: Any, steps: tuple[str, ...]) -> Iterator[str | None]:
    if not steps:
        yield _write_value(value)
    elif steps[0] == EVERY:
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _select(inner, steps[1:])
    elif isinstance(value, dict) and steps[0] in value:
        yield from _select(value[steps[0]], steps[1:])


def _write_value(value: Any) -> str | None:
    """A single value, short enough for a table; None for what isn't one."""
    if isinstance(value, dict) and set(value) <= {"sv", "en"}:
        value = next(iter(value.values()))
    if isinstance(value, dict | list):
        return None
    text = str(value).lower() if isinstance(value, bool) else value.isoformat() if isinstance(value, date) else str(value)
    text = " ".join(text.replace("`", "'").split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"


@cache
def _load_examples(kind: str) -> tuple[Any, ...]:
    return tuple(
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples" / f"{kind}s").glob("*.yaml"))
    )
