"""How a country stands in running text beside its name: its people, its goods, its codes. Called by `written_values`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from babel.core import get_global

from generator.masking.writing import Form, Writing, join_words

_LONG_CODE = 3


def list_country_forms(code: str, writings: Sequence[Writing], everyday: Collection[str]) -> Iterator[Form]:
    """The forms of a country. What other countries or things are called too is for a person to read."""
    for writing in writings:
        shared = {word for other, words in writing.list_countries().items() if other != code for word in words}
        for word in (*writing.list_countries().get(code, ()), *_list_parts(writing.language.name_country(code))):
            pattern = rf"(?:{join_words([word])}){writing.endings}"
            is_everyday = any(map(re.compile(pattern).fullmatch, everyday))
            is_sure, capitals = word not in shared and not is_everyday, _find_capitals(word)
            yield Form(pattern, is_sure, capitals)
            if capitals == "some":
                yield Form(pattern, is_sure=False)
    yield from _list_codes(code.lower(), everyday)


def _find_capitals(word: str) -> str:
    return "all" if word == word.upper() else "some" if word[0].isupper() else ""


def _list_parts(name: str) -> Iterator[str]:
    """The names in a name with another in brackets: `Myanmar (Burma)`."""
    return (part.strip() for part in re.split(r"[()]", name) if part.strip())


def _list_codes(code: str, everyday: Collection[str]) -> Iterator[Form]:
    """Its codes: in capitals in brackets, at the end of an address or before a postal code nothing else is meant."""
    yield Form(rf"(?<=\(){code}(?=\))|(?<=, ){code}(?=[.,;)]|$)|{code}-\d+(?: \d+)?", capitals="all")
    yield Form(code, is_sure=False, capitals="all")
    yield Form(rf"[\w-]+\.{code}", is_sure=False)
    aliases = get_global("territory_aliases")
    for long in (each.lower() for each, meant in aliases.items() if list(meant) == [code.upper()] and len(each) == _LONG_CODE):
        if long.isalpha():
            yield Form(long, is_sure=long not in everyday, capitals="all")
