"""From the text of one field to its value, in strict forms only. Called by the field types, the choices and the checks.

Each function takes what stands in the file, or a value of the type itself (models are made in Python too), and raises what
pydantic turns into a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, time
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError

from generator.contract import messages
from generator.contract.messages import Mistake, shorten
from generator.contract.values import FrozenMap, Month, Name, RoleReference, Text, Title

DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
MONTH = r"[0-9]{4}-[0-9]{2}"
TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
NUMBER = r"[0-9]{1,15}(\.[0-9]{1,6})?"
WHOLE = r"[0-9]{1,15}"
LANGUAGE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
ROLE = r"[a-z][a-z0-9_]*"
REFERENCE = rf"(buyer|supplier)\.{ROLE}"
SECTION = r"[1-9][0-9]?(\.[1-9][0-9]?){0,2}"

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Dates of other years are slips of the pen."""

_TAKEN = frozenset({"manifest.json"})
"""Names of the files that stand beside the folders of the contracts."""
_DEVICE = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_DATE, _MONTH = re.compile(DATE), re.compile(MONTH)
_YES_NO = {"true": True, "yes": True, "ja": True, "false": False, "no": False, "nej": False}
T = TypeVar("T", bound=Text)


def refuse(mistake: Mistake, value: str | None = None, **values: str) -> PydanticCustomError:
    """The error for pydantic that carries `mistake` and its values."""
    shown = {name: shorten(text, 200) for name, text in values.items()}
    if value is not None:
        shown["value"] = shorten(value)
    return PydanticCustomError("mistake", "a mistake", {"mistake": mistake, "values": shown})


def find_nearest(word: str, known: Collection[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be."""
    by_small_letters = {name.lower(): name for name in known}
    near = get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), by_small_letters, 1, 0.65)
    return by_small_letters[near[0]] if near else None


def list_words(words: Collection[str], most: int = 12) -> str:
    """The words, with commas between; only the first `most` of very many."""
    shown = list(words)[:most]
    return ", ".join(shown) + (", …" if len(words) > most else "")


def read_word(value: object) -> str:
    """`value`, if it is a single text."""
    if isinstance(value, str):
        return value
    raise refuse(messages.NOT_ONE_VALUE)


def read_line(value: object) -> str:
    """A text of one line, without the line break that YAML's `|` adds."""
    line = read_word(value).strip("\n")
    if not line.strip():
        raise refuse(messages.EMPTY_TEXT)
    if "\n" in line:
        raise refuse(messages.NOT_ONE_LINE, line)
    return line


def read_matching(pattern: str, mistake: Mistake) -> Callable[[object], str]:
    """A function that reads a text in which all of `pattern` matches."""
    whole = re.compile(pattern)

    def read(value: object) -> str:
        word = read_word(value)
        if not whole.fullmatch(word):
            raise refuse(mistake, word)
        return word

    return read


def read_folder_id(pattern: str) -> Callable[[object], str]:
    """A function that reads an id that a folder is named by: on no computer may the name stand for anything else.

    Source: the names that Windows reserves for devices, with any extension; it drops a point at the end.
    """
    read_id = read_matching(pattern, messages.NOT_AN_ID)

    def read(value: object) -> str:
        word = read_id(value)
        if word.lower() in _TAKEN or _DEVICE.fullmatch(word) or word.endswith("."):
            raise refuse(messages.RESERVED_ID, word)
        return word

    return read


def read_one_of(words: frozenset[str], mistake: Mistake) -> Callable[[object], str]:
    """A function that reads one of `words`."""

    def read(value: object) -> str:
        word = read_word(value)
        if word not in words:
            raise refuse(mistake, word)
        return word

    return read


def read_choice(value: object, allowed: Collection[str]) -> str:
    """`value`, if it is one of `allowed`."""
    word = read_word(value)
    if word in allowed:
        return word
    nearest = find_nearest(word, allowed)
    if nearest:
        raise refuse(messages.NOT_A_CHOICE_NEAR, word, nearest=nearest, allowed=list_words(allowed))
    raise refuse(messages.NOT_A_CHOICE, word, allowed=list_words(allowed))


def read_date(value: object) -> date:
    """A day, written `YYYY-MM-DD`."""
    if isinstance(value, date):
        return value
    word = read_word(value)
    try:
        day = date.fromisoformat(word) if _DATE.fullmatch(word) else None
    except ValueError:
        day = None
    if day is None:
        raise refuse(messages.NOT_A_DATE, word)
    _check_year(day.year, word)
    return day


def read_planned(value: object) -> date | Month:
    """A day, or a month written `YYYY-MM`."""
    if isinstance(value, Month):
        return value
    if isinstance(value, str) and _MONTH.fullmatch(value) and 1 <= int(value[5:]) <= 12:  # noqa: PLR2004 (months)
        _check_year(int(value[:4]), value)
        return Month(int(value[:4]), int(value[5:]))
    if isinstance(value, str) and not _DATE.fullmatch(value):
        raise refuse(messages.NOT_PLANNED, value)
    return read_date(value)


def _check_year(year: int, word: str) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise refuse(messages.YEAR_OUT_OF_RANGE, word, first=str(FIRST_YEAR), last=str(LAST_YEAR))


def read_time(value: object) -> time:
    """A time of day, written `HH:MM`."""
    if isinstance(value, time):
        return value
    word = read_word(value)
    if not re.fullmatch(TIME, word):
        raise refuse(messages.NOT_A_TIME, word)
    return time.fromisoformat(word)


def read_yes_no(value: object) -> bool:
    """True or false, in the words for it that YAML and Swedes use."""
    if isinstance(value, bool):
        return value
    word = read_word(value)
    if word.lower() not in _YES_NO:
        raise refuse(messages.NOT_YES_NO, word)
    return _YES_NO[word.lower()]


def read_whole(lowest: int, highest: int) -> Callable[[object], int]:
    """A function that reads a whole number within these limits."""

    def read(value: object) -> int:
        if not isinstance(value, int):
            word = read_word(value)
            if not re.fullmatch(WHOLE, word):
                raise refuse(messages.NOT_WHOLE, word, lowest=str(lowest), highest=str(highest))
            value = int(word)
        if not lowest <= value <= highest:
            raise refuse(messages.OUT_OF_RANGE, str(value), lowest=str(lowest), highest=str(highest))
        return value

    return read


def read_number(value: object) -> Decimal:
    """A number of zero or more, exactly as written, trailing zeros and all."""
    if isinstance(value, Decimal | int):
        value = str(value)
    word = read_word(value)
    if not re.fullmatch(NUMBER, word):
        raise refuse(messages.NOT_A_NUMBER, word)
    return Decimal(word)


def read_format(value: object) -> int:
    """The version of the file format, of which there is one."""
    if value not in ("1", 1):
        raise refuse(messages.NOT_THE_FORMAT, read_word(value))
    return 1


def read_reference(value: object) -> RoleReference:
    """A person by side and role."""
    word = read_word(value)
    if not re.fullmatch(REFERENCE, word):
        raise refuse(messages.NOT_A_REFERENCE, word)
    return RoleReference(word)


def read_text(value: object) -> Text:
    """Prose, plain or by language."""
    return value if isinstance(value, Text) else _read_by_language(Text, value)


def read_name(value: object) -> Name:
    """A name, plain or by language."""
    return value if isinstance(value, Name) else _read_by_language(Name, value)


def read_title(value: object) -> Title:
    """The title of a publication, plain or by language."""
    return value if isinstance(value, Title) else _read_by_language(Title, value)


def _read_by_language(kind: type[T], value: object) -> T:
    if isinstance(value, str):
        return kind(_read_prose(value))
    if not isinstance(value, Mapping):
        raise refuse(messages.NOT_TEXT)
    if not value:
        raise refuse(messages.NO_LANGUAGE)
    texts: dict[str, str] = {}
    errors: list[InitErrorDetails] = []
    for language, text in value.items():
        try:
            texts[_read_language(language)] = _read_prose(text)
        except PydanticCustomError as error:
            errors.append({"type": error, "loc": (language,), "input": text})
    if errors:
        raise ValidationError.from_exception_data(kind.__name__, errors)
    return kind(None, FrozenMap(texts))


def _read_prose(value: object) -> str:
    """A text, in which the line ends that Unicode has beside the usual one are usual: no font has them."""
    text = read_word(value).replace("\u2028", "\n").replace("\u2029", "\n\n").strip("\n")
    if not text.strip():
        raise refuse(messages.EMPTY_TEXT)
    return text


_read_language = read_matching(LANGUAGE, messages.NOT_A_LANGUAGE)
