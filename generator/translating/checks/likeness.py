"""Whether a text is translated at all, and the same text always in the same way."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from generator.errors import Finding
from generator.text.placeholders import hide_placeholders
from generator.translating.checks.pairs import Pair

_ENDS = ".:!?…。：！？؟"  # noqa: RUF001 (signs of other scripts)
_LOWER = re.compile(r"[^\W\d_]{2}")
NO_WORDS = re.compile(r"--?\w[\w-]*|\w+(?:[./=_-]\w+)+")
"""What isn't words: options, file names, codes."""


def check_unchanged(pair: Pair) -> Iterator[Finding]:
    """Whether the translation differs from the source; values, names of files and codes in capital letters may stay."""
    if pair.source != pair.translation:
        return
    words = _LOWER.search(NO_WORDS.sub("", hide_placeholders(pair.source)))
    if words and pair.source != pair.source.upper():
        yield Finding("the translation is the same as the source: '{text}'", values={"text": pair.source})


def list_inconsistent(pairs: Iterable[Pair]) -> Iterator[tuple[Pair, Finding]]:
    """The texts that are translated in another way than before, where capitals and the sign at the end don't count.

    Two contexts say that a text means two things.
    """
    known: dict[str, list[Pair]] = {}
    for pair in pairs:
        same = known.setdefault(_fold(pair.source), [])
        for other in same:
            if _fold(other.translation) != _fold(pair.translation) and not _means_two(pair, other):
                yield pair, _tell(pair, other)
                break
        same.append(pair)


def _tell(pair: Pair, other: Pair) -> Finding:
    message = "'{text}' is '{translation}' here and '{other}' on line {line}"
    values = {"text": pair.source, "translation": pair.translation, "other": other.translation, "line": str(other.place.line)}
    return Finding(message, hint="translate it in one way, or ignore this if it means two things", values=values)


def _means_two(one: Pair, other: Pair) -> bool:
    return bool(one.context and other.context and one.context != other.context)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(_ENDS)
