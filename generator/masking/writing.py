"""How values stand in running text in each language, as `content/written/` says it. Called by `case` and by `written_…`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from generator.errors import Finding, InputError, Place
from generator.rules.spellings import Found, find_written, read_signs
from generator.text.composing import read_data
from generator.text.language import Language
from generator.workspace import Files

_FOLDER = "content/written"
_LISTS = frozenset({"weeks", "before_days", "before_times", "between", "ordinals", "units", "endings", "compounds"})
_MAPS = frozenset({"scales", "numbers", "numbers_also", "countries"})


class Form(Struct, frozen=True):
    """Another form in which a value may stand in running text than its own."""

    pattern: str
    """Of letters and signs as `rules.spellings` reads them, without what must stand around it."""
    is_sure: bool = True
    """Whether nothing else is likely to be meant, so that it is masked; else it is for a person to read."""
    capitals: str = ""
    """`some` where it is written with a capital, `all` where in capitals."""

    def find(self, text: str) -> Iterator[Found]:
        """Where it stands in a text."""
        for found in find_written(text, _compile(self.pattern)):
            said = text[found.start : found.end]
            if not self.capitals or (said != said.lower() and (self.capitals == "some" or _is_in_capitals(said))):
                yield found


def _is_in_capitals(said: str) -> bool:
    """Whether a word is written in capitals, but for a genitive."""
    word = said.rstrip("s’':")
    return word == word.upper()


@lru_cache(maxsize=4096)
def _compile(pattern: str) -> re.Pattern[str]:
    """A pattern that is found as whole words, and not within a number, a day or a time."""
    return re.compile(rf"(?<!\w)(?<!\d[-/.,:])(?:{pattern})(?!\w|[-/.,:]\d)")


class Writing(Struct, frozen=True, dict=True):
    """How values stand in running text of a language."""

    language: Language
    data: Mapping[str, Any]

    def list(self, name: str) -> Sequence[str]:
        """A list of words; nothing where the language's file doesn't say them."""
        words: Sequence[str] = self.data.get(name, ())
        return words

    def join(self, name: str) -> str:
        """A pattern for any of the words of a list."""
        return join_words(self.list(name))

    @cached_property
    def scales(self) -> Mapping[int, Sequence[str]]:
        """What is written after a number that is cut short, by what it stands for."""
        return {int(scale): words for scale, words in self.data.get("scales", {}).items()}

    @cached_property
    def numbers(self) -> Mapping[int, Sequence[str]]:
        """Numbers in words, each with other words for it."""
        also = self.data.get("numbers_also", {})
        return {int(number): (word, *also.get(word, ())) for number, word in self.data.get("numbers", {}).items()}

    @property
    def is_month_first(self) -> bool:
        """Whether a day may follow its month."""
        return self.data.get("is_month_first") == "true"

    @property
    def endings(self) -> str:
        """A pattern for what stands at the end of what countries' people are called, and what words are made with it."""
        return rf"(?:-?(?:{self.join('compounds')})\w*|(?:{self.join('endings')})?:?s?)"

    def list_countries(self) -> Mapping[str, Sequence[str]]:
        """What each country is called beside its name, its people, and what comes from there."""
        countries: Mapping[str, Sequence[str]] = self.data.get("countries", {})
        return countries


def join_words(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; for none at all where there are none."""
    read = sorted({read_signs(word).words for word in words}, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", "[ -]?") for word in read) or "(?!)"


def read_writing(files: Files, tag: str) -> Writing:
    """How values stand in running text of a language; where nobody has said it, only what Babel knows.

    Raises:
        InputError: its file isn't as such a file is.
    """
    name = f"{_FOLDER}/{tag}.yaml"
    data = read_data(files, name) if files.find(name) else {}
    if not isinstance(data, dict) or not all(map(_is_right, data, data.values())):
        hint = "take content/written/sv.yaml of the product as a model"
        raise InputError(Finding("this isn't how words of running text are listed", Place(name), hint=hint))
    return Writing(Language(tag), data)


def _is_right(key: str, value: Any) -> bool:
    """Whether an entry of a file is of the kind that its name tells."""
    if key in _LISTS:
        return _is_list(value)
    if key == "numbers":
        return isinstance(value, dict) and all(each.isdigit() and isinstance(word, str) for each, word in value.items())
    if key in _MAPS:
        return (
            isinstance(value, dict) and all(map(_is_list, value.values())) and (key != "scales" or all(map(str.isdigit, value)))
        )
    return key == "is_month_first" and value == "true"


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)
