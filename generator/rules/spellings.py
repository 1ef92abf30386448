"""Where a name stands in a text, however it is spelled there. Pure; used by what is published and by the masked edition.

No list of spellings is complete: a name that is translated, described or alluded to is found by nobody but a reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

SHORTEST = 3
"""Letters of a text that can be looked for: a shorter one would be found within anything."""
_SHORTEST_UNSPACED = 2
_LEGAL_FORMS = frozenset(
    {"ab", "as", "bv", "co", "company", "corp", "gmbh", "inc", "limited", "llc", "ltd", "oy", "plc", "pvt", "sa", "sas"}
)
"""What a company's name may end with, and people leave out."""
_ENDINGS = "(?:s|es|en|ens|et|ets|n|ns|t|ts|an|ans)?"
"""What Swedish and English put at the end of a name: the genitive and the definite forms. Apostrophes are passed over."""
_GENITIVE = re.compile(r"['’:]?s(?!\w)", re.IGNORECASE)
_APOSTROPHES = frozenset("'’‘\N{MODIFIER LETTER APOSTROPHE}")
_PASSED_OVER = _APOSTROPHES | {":"}
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_BETWEEN = frozenset("PZSC")
"""The first letters of the Unicode categories of what stands between words."""
_LOOKALIKES = str.maketrans("авекмнорстухіјѕԁԛԝαενοτυχικρβζημ", "abekmhopctyxijsdqwaevotuxikpbzhm")
"""Cyrillic and Greek small letters that look like Latin ones, or whose capitals do."""
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]"
"""Letters of writing that has no spaces between words, or none that mark where a name ends."""


_MINUS = "\N{MINUS SIGN}"


class Read(Struct, frozen=True):
    """A text as it is read: small letters without accents, single spaces, nothing that can't be seen."""

    words: str
    places: tuple[int, ...]
    """Where each of its letters stands in the text."""


class Found(Struct, frozen=True):
    """A place in a text where something is named."""

    start: int
    end: int
    name: str
    """As it was looked for."""
    is_sure: bool = True
    """Whether it is the name, or surely a part of it; else only something like it."""


@lru_cache(maxsize=4096)
def read_letters(text: str) -> Read:
    """The text as it is read."""
    return _read(text, _pass_over_signs)


@lru_cache(maxsize=4096)
def read_signs(text: str) -> Read:
    """The text as it is read, with the signs between words, of which all dashes are one."""
    return _read(text, _keep_sign)


def _pass_over_signs(letter: str, category: str) -> str:
    return "" if letter in _PASSED_OVER else " " if category[0] in _BETWEEN else letter


def _keep_sign(letter: str, category: str) -> str:
    if category[0] in "ZC":
        return " "
    return "" if letter in _APOSTROPHES else "-" if category == "Pd" or letter == _MINUS else letter


def _read(text: str, simplify: Callable[[str, str], str]) -> Read:
    """The text as it is read, where `simplify` says what is read for each letter, by its category; perhaps nothing."""
    words: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign.casefold()).translate(_LOOKALIKES):
            category = unicodedata.category(letter)
            simple = "" if category in _UNSEEN else simplify(letter, category)
            if not simple or (simple == " " and (not words or words[-1] == " ")):
                continue
            words.append(simple)
            places.append(place)
    return Read("".join(words), tuple(places))


def normalize(text: str) -> str:
    """The text as it is read, without spaces around it."""
    return read_letters(text).words.strip()


def is_short(words: str) -> bool:
    """Whether a text, as it is read, is too short to be looked for; a sign of Chinese says as much as some letters."""
    return len(words) < (SHORTEST if not re.match(_UNSPACED, words) else _SHORTEST_UNSPACED)


def cut_legal_form(name: str) -> str:
    """A name, as it is read, without what it ends with by law, where anything is left."""
    words = name.split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


class Finder:
    """Finds names in texts: as whole words, in any case, in the genitive and in definite forms, whatever stands between words.

    Small and capital letters are the same, and so are letters with and without accents, letters of other alphabets that look
    alike, spaces, hyphens, stops and slashes; words may be written together; a company may lack its legal form.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """The longest of the names is looked for first."""
        read = ((name, words) for name in sorted(names) for words in _list_orders(normalize(name)))
        longest = sorted(read, key=lambda each: (-len(each[1]), each[0]))
        self._wanted = [(name, cut_legal_form(words).split(" ")[0], words) for name, words in longest if words]

    def find(self, text: str) -> tuple[Found, ...]:
        """Where the names stand, in order; no two overlap, and where they would, the longer is meant."""
        read = read_letters(text)
        together = read.words.replace(" ", "")
        taken: list[tuple[int, int, str]] = []
        for name, first, words in self._wanted:
            if first in together:
                for match in _compile(words).finditer(read.words):
                    if all(match.end() <= start or match.start() >= end for start, end, _ in taken):
                        taken.append((match.start(), match.end(), name))
        return tuple(_place(text, read, *each) for each in sorted(taken))


def _list_orders(words: str) -> Iterator[str]:
    """A name as it is read, and, where it has two words, as in a list by family name."""
    yield words
    first, _, last = words.partition(" ")
    if last and " " not in last and cut_legal_form(words) == words:
        yield f"{last} {first}"


def find_written(text: str, pattern: re.Pattern[str]) -> Iterator[Found]:
    """Where a pattern stands in a text, of letters and signs as they are read."""
    read = read_signs(text)
    yield from (_place(text, read, *match.span(), "") for match in pattern.finditer(read.words) if match[0])


@lru_cache(maxsize=1024)
def _compile(words: str) -> re.Pattern[str]:
    """What finds a name in a text as it is read; the endings are those of its last word."""
    own = cut_legal_form(words)
    form = " ?".join(map(re.escape, words.removeprefix(own).split()))
    before = "" if re.match(_UNSPACED, words) else r"(?<!\w)"
    after = "" if re.match(_UNSPACED, words[-1]) else rf"{_ENDINGS if words[-1].isalpha() else ''}(?!\w)"
    return re.compile(before + "s? ?".join(map(re.escape, own.split())) + (f"(?: ?{form}(?=s?(?!\\w)))?" if form else "") + after)


def _place(text: str, read: Read, start: int, end: int, name: str) -> Found:
    """Where a match stands in the text itself, with the marks that belong to its last letter, and the signs around the name.

    These tell of it: a stop or bracket that was left beside a mask would say how the name ends.
    """
    first, last = read.places[start], read.places[end - 1] + 1
    while last < len(text) and unicodedata.category(text[last]) in {"Mn", "Me"}:
        last += 1
    before, after = _find_signs(name)
    first -= _count_same(text[:first][::-1], before[::-1])
    if beside := _count_same(text[last:], after):
        last += beside
        genitive = _GENITIVE.match(text, last)
        last = genitive.end() if genitive else last
    return Found(first, last, name)


def _find_signs(name: str) -> tuple[str, str]:
    """What a name begins and ends with that is no letter or figure."""
    letters = [place for place, sign in enumerate(name) if unicodedata.category(sign)[0] not in _BETWEEN]
    return (name[: letters[0]], name[letters[-1] + 1 :]) if letters else ("", "")


def _count_same(text: str, signs: str) -> int:
    """How many letters of a text are the first of these signs."""
    return next(
        (number for number, pair in enumerate(zip(text, signs, strict=False)) if len(set(pair)) > 1), min(len(text), len(signs))
    )


def list_doubtful(text: str, names: Iterable[str]) -> Iterator[Found]:
    """Where a text may name somebody in another way: by a word of the name, its initials, or letters like it.

    It is for a person to read. What `Finder` finds is left to it.
    """
    read = read_letters(text)
    words = list(re.finditer(r"\w+", read.words))
    for name in sorted(names):
        whole = cut_legal_form(normalize(name))
        parts = whole.split()
        initials = "".join(part[0] for part in parts)
        told: dict[tuple[int, int], bool] = {}
        for match in words:
            is_part = _is_part(match[0], parts) or (len(initials) >= SHORTEST and match[0] == initials)
            if is_part or _is_like(match[0], parts):
                told[match.span()] = is_part
        spread = r"(?<!\w)" + r"\W?".join(map(re.escape, whole.replace(" ", ""))) + r"(?!\w)"
        initialled = r"(?<!\w)" + " ".join(initials) + r"(?!\w)"
        for pattern in (spread, *([initialled] if len(initials) >= SHORTEST else ())):
            told |= {match.span(): True for match in re.finditer(pattern, read.words)}
        for (start, end), is_sure in sorted(told.items()):
            yield replace(_place(text, read, start, end, name), is_sure=is_sure)


_LONG = 4
"""Letters of a word that is telling by itself."""
_ALIKE = 0.8
"""Of two words, the share of letters in common from which one may be a slip for the other."""


def _is_part(word: str, parts: Iterable[str]) -> bool:
    """Whether a word is one of a name's, perhaps with an ending."""
    return len(word) >= _LONG and any(len(part) >= _LONG and re.fullmatch(re.escape(part) + _ENDINGS, word) for part in parts)


def _is_like(word: str, parts: Iterable[str]) -> bool:
    """Whether a word is nearly one of a name's, or the beginning of one: as when it is shortened, or put in the singular."""
    from difflib import SequenceMatcher  # noqa: PLC0415 (only who asks for what is doubtful has use for it)

    if len(word) < _LONG:
        return False
    return any(
        len(part) >= _LONG
        and (part.startswith(word) or word.startswith(part) or SequenceMatcher(None, part, word).ratio() >= _ALIKE)
        for part in parts
    )
