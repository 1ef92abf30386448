"""Whether a translation holds characters that somebody has typed, not a program left there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Finding
from generator.translating.checks.pairs import Pair

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad\u180e\u202a-\u202e\ufffd]")
"""Letters that nobody sees and no language needs, and what stands for a lost one; needed are joiners, and direction's marks and
isolates, though not its overrides, which make a text read as another than it is."""
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8});", re.IGNORECASE)
_MIXED_QUOTES = re.compile('".*[“”„«»]|[“”„«»].*"', re.DOTALL)
_MIXED_APOSTROPHES = re.compile(r"(?<=\w)'(?=\w).*(?<=\w)’(?=\w)|(?<=\w)’(?=\w).*(?<=\w)'(?=\w)", re.DOTALL)
_WORD = re.compile(r"(?:(?!·)[\W\d_])*([^\W\d_]\S*)")
"""The word that a text begins with, after signs and figures; none where a value comes first."""


def check_invisible(pair: Pair) -> Iterator[Finding]:
    """Whether there is a letter that nobody sees, or one that stands for what was lost, and isn't in the source."""
    for letter in dict.fromkeys(_INVISIBLE.findall(pair.translation)):
        if letter not in pair.source:
            yield Finding("{letter} stands in the translation, which nobody sees", values={"letter": f"U+{ord(letter):04X}"})


def check_entities(pair: Pair) -> Iterator[Finding]:
    """Whether there is an entity of HTML: a text of a catalog has the letter itself."""
    for entity in dict.fromkeys(_ENTITY.findall(pair.translation)):
        if entity not in pair.source:
            yield Finding("{entity} comes out as it stands; write the letter itself", values={"entity": entity})


def check_quotes(pair: Pair) -> Iterator[Finding]:
    """Whether straight and curly signs are mixed in one text."""
    if _MIXED_QUOTES.search(pair.words[1]):
        yield Finding("straight and curly quotation marks are mixed")
    if _MIXED_APOSTROPHES.search(pair.words[1]):
        yield Finding("straight and curly apostrophes are mixed")


def check_capital(pair: Pair) -> Iterator[Finding]:
    """Whether the translation begins with a small letter where the source begins with a capital."""
    source, translation = (_WORD.match(text) for text in pair.words)
    if not source or not translation or not source[1][0].isupper() or not translation[1][0].islower():
        return
    if translation[1] not in pair.words[0].casefold().split():
        yield Finding("the source begins with a capital letter, and the translation doesn't")
