"""Whether plural forms are all there, and go with the language."""

from __future__ import annotations

from collections.abc import Iterator

from babel.core import Locale
from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.plurals import get_plural

from generator.errors import Finding, Place, TextError
from generator.text.catalogs import find_single_forms, read_plural_rule
from generator.translating.checks.pairs import list_strings

_RANGE = range(1001)


def check_rule(catalog: Catalog, language: str) -> Iterator[Finding]:
    """Whether the catalog's own rule can be read, and gives the language as many forms as it has."""
    known = get_plural(Locale.parse(language.replace("-", "_")))
    hint = "write in the head of the file: Plural-Forms: {rule}"
    values = {"rule": str(known), "found": str(catalog.num_plurals), "wanted": str(known.num_plurals)}
    try:
        rule = read_plural_rule(catalog.plural_expr, Place(""))
    except TextError as problem:
        yield from problem.findings
        return
    if not {rule(number) for number in _RANGE} <= set(range(catalog.num_plurals)):
        yield Finding("the plural rule of this catalog names forms that there aren't", hint=hint, values=values)
    elif catalog.num_plurals != known.num_plurals:
        yield Finding("this catalog has {found} plural forms, and the language has {wanted}", hint=hint, values=values)


def check_forms(entry: Entry, catalog: Catalog) -> Iterator[Finding]:
    """Whether a message that has plural forms has all of them."""
    if isinstance(entry.id, str):
        return
    strings = list_strings(entry)
    if len(strings) != catalog.num_plurals:
        values = {"found": str(len(strings)), "wanted": str(catalog.num_plurals)}
        yield Finding("there are {found} plural forms, and there must be {wanted}", values=values)
    for number, string in enumerate(strings):
        if not string:
            yield Finding("the plural form {form} is empty", values={"form": f"msgstr[{number}]"})


def find_forms_of_one(catalog: Catalog) -> tuple[int, frozenset[int]]:
    """The plural form for one, and all that go with one number only; the first and none where the rule can't be read."""
    try:
        rule = read_plural_rule(catalog.plural_expr, Place(""))
        return rule(1), find_single_forms(rule)
    except TextError:
        return 0, frozenset()
