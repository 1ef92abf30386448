"""Whether plural forms are all there, and go with the language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from babel.core import Locale
from babel.messages import Catalog
from babel.messages import Message as Entry
from babel.messages.plurals import get_plural

from generator.errors import Finding, Place, TextError
from generator.text.catalogs import find_single_forms, read_plural_rule
from generator.text.placeholders import find_placeholders, hide_placeholders
from generator.translating.checks.pairs import list_strings

_RANGE = range(1001)
_PAIR = 2
_STEM = 3
"""Letters by which two forms of a word are known."""
_WORD = re.compile(r"[^\W\d_]{2,}")


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


def check_swapped(entry: Entry, one: int) -> Iterator[Finding]:
    """Whether the form for one looks like a plural of another form: the same words, one of which goes on where that ends.

    Only where the language has two forms, and the source's own forms are built that way.
    """
    strings = list_strings(entry)
    if isinstance(entry.id, str) or len(strings) != len(entry.id) or len(strings) != _PAIR:
        return
    if find_placeholders(strings[0]) != find_placeholders(strings[1]):
        return  # which of them is wrong is told by their numbers
    if _grows(*entry.id) and _grows(strings[1 - one], strings[one]):
        values = {"one": strings[one], "many": strings[1 - one]}
        yield Finding("the form for one, '{one}', looks like the form for many, '{many}'", values=values)


def _grows(short: str, long: str) -> bool:
    """Whether some word of a text goes on in the other, and none the other way round."""
    pairs = list(zip(_WORD.findall(hide_placeholders(short)), _WORD.findall(hide_placeholders(long)), strict=False))
    grown = [len(longer) - len(word) for word, longer in pairs if word[:_STEM] == longer[:_STEM]]
    return any(more > 0 for more in grown) and all(more >= 0 for more in grown)


def find_forms_of_one(catalog: Catalog) -> tuple[int, frozenset[int]]:
    """The plural form for one, and all that go with one number only; the first and none where the rule can't be read."""
    try:
        rule = read_plural_rule(catalog.plural_expr, Place(""))
        return rule(1), find_single_forms(rule)
    except TextError:
        return 0, frozenset()
