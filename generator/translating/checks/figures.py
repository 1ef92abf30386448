"""Whether the numbers and dates that stand in a text are the same in its translation, each written as its language does."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from babel import Locale

from generator.errors import Finding
from generator.text.placeholders import hide_placeholders
from generator.translating.checks.pairs import Pair

_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:\u066b\u066c]\d+)*")
_LED = re.compile(r"\]\([^)]*\)|<[^<>\s]+>")
_GROUPS = (re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?"), re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?"))


def check_numbers(pair: Pair) -> Iterator[Finding]:
    """Whether each number of the source is in the translation, and no other; a month's name beside a number is one too.

    A month that is wrong is told by its name: nobody has written its number.
    """
    if not (_DIGIT.search(pair.source) or _DIGIT.search(pair.translation)):
        return
    wanted, known = _read_numbers(pair.source, pair.source_language)
    found, named = _read_numbers(pair.translation, pair.language)
    for number in wanted - found:
        if number in known and number not in named and wanted[number] == 1:
            yield Finding("the month {month} is missing in the translation", values={"month": known[number]})
        else:
            yield Finding("the number {number} is missing in the translation", values={"number": number})
    for number in found - wanted:
        if number in named and number not in known and found[number] == 1:
            yield Finding("the month {month} is not in the source text", values={"month": named[number]})
        else:
            yield Finding("the number {number} is not in the source text", values={"number": number})


def check_order(pair: Pair) -> Iterator[Finding]:
    """Whether the same numbers stand in another order: a language may say one thing before the other, or they were swapped."""
    ours, theirs = (_NUMBER.findall(_leave_words(text)) for text in (pair.source, pair.translation))
    read = [list(map(_read, numbers)) for numbers in (ours, theirs)]
    if read[0] != read[1] and len(set(read[0])) > 1 and sorted(read[0]) == sorted(read[1]):
        values = {"wanted": ", ".join(ours), "found": ", ".join(theirs)}
        yield Finding(
            "the numbers {wanted} stand in another order: {found}", hint="see that each says what it did", values=values
        )


def _leave_words(text: str) -> str:
    """A text without its placeholders and what its links lead to."""
    return _LED.sub("", hide_placeholders(text, " · "))


def _read_numbers(text: str, language: str) -> tuple[Counter[str], dict[str, str]]:
    """The numbers of a text, those of months among them, and what months it names by number."""
    plain = _leave_words(text)
    named: dict[str, str] = {}
    for pattern, number in _list_months(language):
        named.update((number, match[1] or match[2]) for match in pattern.finditer(plain))
        plain = pattern.sub(lambda match, number=number: match[0].replace(match[1] or match[2], number), plain)  # type: ignore[misc]
    return Counter(_read(match[0]) for match in _NUMBER.finditer(plain)), named


def _read(written: str) -> str:
    """A number in one form, whichever its language's digits, groups and decimal sign are."""
    digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in written)
    digits = re.sub(r"[ \u00a0\u202f\u066c]", "", digits).replace("\u066b", ".")
    if _GROUPS[0].fullmatch(digits):
        digits = digits.replace(",", "")
    elif _GROUPS[1].fullmatch(digits):
        digits = digits.replace(".", "")
    return re.sub(r"^0+(?=\d)", "", re.sub(r"[,:]", ".", digits))


@cache
def _list_months(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How a month's name is found beside a day or a year, with the month's number."""
    months = Locale.parse(language.replace("-", "_")).months
    names = {
        name.rstrip("."): str(number)
        for kind in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[kind][width].items()
    }
    ordered = sorted((name for name in names if not name[0].isdigit()), key=len, reverse=True)
    return tuple((_compile_month(name), names[name]) for name in ordered)


def _compile_month(name: str) -> re.Pattern[str]:
    word = rf"(?<!\w)({re.escape(name)})(?!\w)"
    return re.compile(rf"(?<=\d)(?:st|nd|rd|th|er|º)?\.?\s+{word}|{word}(?=\.?\s+\d)", re.IGNORECASE)
