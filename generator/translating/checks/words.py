"""Whether a translation says what its source says, as far as that is seen without understanding either."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.errors import Finding
from generator.translating.checks.likeness import NO_WORDS
from generator.translating.checks.pairs import Pair

_TWICE = re.compile(r"(?<![\w-])([^\W\d_]{2,}) \1(?![\w-])", re.IGNORECASE)
_TWO_WORDS: Mapping[str, frozenset[str]] = {"de": frozenset({"sie", "die", "der", "das"})}
"""What may stand twice in a row in a language, since it is two words: `wenn Sie sie lesen`, `in der der Grund liegt`."""
_SENTENCE = re.compile(r"(?<=[.!?…:])\s+")
_FEWEST_WORDS = 4
"""Of a sentence: a shorter one may be a name, or the same in both languages."""
_WORD = re.compile(r"[^\W\d_]{3,}")
_NEGATIONS: Mapping[str, re.Pattern[str]] = {
    "sv": re.compile(
        r"\b(?:inte|ej|icke|aldrig|ingen|inget|inga|ingenting|varken|utan|innan|förrän|först|sakna\w*|låt\w* bli|i stället|bara"
        r"|o\w{4,})\b",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"n[’']t\b|\b(?:not|cannot|no|none|never|nobody|nothing|neither|nor|without|unless|before|only|other than|lack\w*"
        r"|missing|short|too|prevent\w*|avoid\w*|instead|rather than|stops?|fail\w*|refus\w+|un\w{4,}|in\w{5,}|dis\w{4,})\b",
        re.IGNORECASE,
    ),
}
"""What says no in a language, and what may stand for it in a translation of what does."""
_SAYS_NO = {
    "sv": re.compile(r"\b(?:inte|aldrig)\b(?! bara| enbart| längre| minst)", re.IGNORECASE),
    "en": re.compile(r"n[’']t\b|\b(?:not(?! only)|cannot|never)\b", re.IGNORECASE),
}
_BEFORE_VOWEL, _BEFORE_CONSONANT = (
    re.compile(
        r"\ba (?=[aeio])(?!(?:eu|one\b|once\b|of\b|in\b|on\b|or\b|and\b|is\b|are\b|at\b|as\b|if\b|it\b|also\b))(\w+)",
        re.IGNORECASE,
    ),
    re.compile(r"\ban (?=[b-df-gj-np-tv-z])(\w+)", re.IGNORECASE),
)


def check_repeated(pair: Pair) -> Iterator[Finding]:
    """Whether a word stands twice in a row, where none does in the source."""
    source, translation = pair.words
    meant = _TWO_WORDS.get(pair.language.split("-")[0], frozenset())
    found = next((each for each in _TWICE.finditer(translation) if each[1].casefold() not in meant), None)
    if found and not _TWICE.search(source):
        yield Finding("'{word}' stands twice in a row", values={"word": found[1]})


def check_sentences(pair: Pair) -> Iterator[Finding]:
    """Whether a sentence of the source stands untranslated among others that are translated."""
    source, translation = pair.words
    if source == translation:
        return
    for sentence in _SENTENCE.split(source):
        if len(_WORD.findall(NO_WORDS.sub("", sentence))) >= _FEWEST_WORDS and sentence in translation:
            yield Finding("this stands there untranslated: '{text}'", values={"text": sentence})


def check_negation(pair: Pair) -> Iterator[Finding]:
    """Whether a translation between Swedish and English says no where its source does; other languages aren't known here."""
    source, translation = pair.words
    says, may = _SAYS_NO.get(pair.source_language.split("-")[0]), _NEGATIONS.get(pair.language.split("-")[0])
    if says and may and (found := says.search(source)) and not may.search(translation):
        yield Finding("the source says '{word}', and nothing in the translation does", values={"word": found[0]})


def check_articles(pair: Pair) -> Iterator[Finding]:
    """Whether English has `a` before a consonant's letter and `an` before a vowel's; letters that sound otherwise are left."""
    if pair.language.split("-")[0] != "en":
        return
    for article, pattern in (("an", _BEFORE_VOWEL), ("a", _BEFORE_CONSONANT)):
        for found in pattern.finditer(pair.words[1]):
            if not found[1].isupper():
                yield Finding("'{found}' is '{right}'", values={"found": found[0], "right": f"{article} {found[1]}"})
