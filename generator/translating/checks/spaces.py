"""Whether spaces stand where they should: at the ends, between words, and between a number and what it counts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.errors import Finding
from generator.text.placeholders import hide_placeholders
from generator.translating.checks.pairs import Pair

_DOUBLE = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)")
_KEPT = re.compile(r"[\d}][\u00a0\u202f](?=\S)")
_BROKEN = re.compile(r"[\d}] (?=[\w{%])")
_FRENCH = re.compile(r"(?<![\u00a0\u202f\s])[?!;:»](?=\s|$)|(?<= )[?!;:»](?=\s|$)|«(?![\u00a0\u202f])")


def check_spaces(pair: Pair) -> Iterator[Finding]:
    """Whether there are spaces at the ends and double spaces as in the source."""
    source, translation = pair.source, pair.translation
    if _before(source) != _before(translation):
        yield Finding("the translation doesn't begin with the same spaces as the source")
    if _before(source[::-1]) != _before(translation[::-1]):
        yield Finding("the translation doesn't end with the same spaces as the source")
    if _DOUBLE.search(hide_placeholders(translation, "·")) and not _DOUBLE.search(hide_placeholders(source, "·")):
        yield Finding("there are two spaces in a row")


def _before(text: str) -> str:
    return text[: len(text) - len(text.lstrip())]


def check_no_break_spaces(pair: Pair) -> Iterator[Finding]:
    """Whether a number keeps together with what it counts, and in French a sign with the word before it."""
    broken = _BROKEN.search(pair.translation)
    if _KEPT.search(pair.source) and broken and not _KEPT.search(pair.translation):
        around = pair.translation[max(0, broken.start() - 10) : broken.end() + 10]
        message = "the source has a no-break space after a number, and the translation has none in '{around}'"
        yield Finding(message, values={"around": around})
    if pair.language.split("-")[0] == "fr" and not pair.language.endswith(("-CA", "-CH")):
        for sign in dict.fromkeys(_FRENCH.findall(pair.words[1])):
            yield Finding("French has a no-break space beside '{sign}'", values={"sign": sign})
