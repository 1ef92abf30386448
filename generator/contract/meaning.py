"""Hints that say what a wrong value was probably meant to be. Called by `loading`, of mistakes alone: words take time to read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from pydantic import TypeAdapter, ValidationError

from generator.contract import messages
from generator.contract.choices import Choice
from generator.contract.fields import Number
from generator.contract.messages import FieldPath, Mistake, Problem, shorten
from generator.contract.models import Money, Part
from generator.contract.nodes import Plain
from generator.contract.reading import list_words
from generator.contract.shape import find_part, format_pattern, read_keys, step_into, strip
from generator.workspace import Files

if TYPE_CHECKING:
    from generator.contract.understanding import Sum, Words

_OF_VALUES = frozenset(
    {
        messages.NOT_A_DATE,
        messages.NOT_PLANNED,
        messages.NOT_A_TIME,
        messages.NOT_YES_NO,
        messages.NOT_WHOLE,
        messages.NOT_A_NUMBER,
        messages.NOT_A_CURRENCY,
        messages.NOT_A_COUNTRY,
        messages.NOT_A_CHOICE,
        messages.NOT_A_CHOICE_NEAR,
        messages.NOT_LANGUAGES,
        messages.NOT_AN_EMAIL,
        messages.NOT_A_LINK,
        messages.NOT_CPV,
        messages.NOT_A_REFERENCE,
        messages.NOT_A_SECTION_NUMBER,
        messages.NOT_AGAINST,
        messages.NOT_AGAINST_NEAR,
        messages.NOT_A_SECTION,
    }
)
"""Mistakes in a single value that may have been meant as another."""
_MOST_CHOICES = 40
"""The most values that a hint lists."""


def add_meanings(problems: list[Problem], part: type[Part], data: Plain, files: Files) -> list[Problem]:
    """The problems, those of values and keys that mean something with a hint that says what."""
    return [
        _add_meaning(problem, part, data, files)
        if problem.mistake in _OF_VALUES
        else _add_key(problem, part, files)
        if problem.mistake is messages.UNKNOWN_KEY
        else problem
        for problem in problems
    ]


def _find_words(files: Files) -> Words:
    """What people write, in the words of a workspace."""
    from generator.contract.understanding import find_words  # noqa: PLC0415 (a tenth of a second, and most files hold no mistake)

    return find_words(files)


def _add_key(problem: Problem, part: type[Part], files: Files) -> Problem:
    """The problem of an unknown key, with a hint where it is a word for one that there is: `leverantör` for `supplier`."""
    *around, key = problem.path
    section = find_part(_find_kind(part, tuple(around)))
    keys = read_keys(section) if section else ()
    meant = _find_words(files).find_keys(str(key), format_pattern(tuple(around)), keys)
    return _hint_at(problem, meant, None)


def _add_meaning(problem: Problem, part: type[Part], data: Plain, files: Files) -> Problem:
    written, kind = _look_up(data, problem.path), _find_kind(part, problem.path)
    if not isinstance(written, str) or kind is None:
        return problem
    words = _find_words(files)
    if problem.path == ("dates", "ends") and words.means_no_end(written):
        return _replace_hint(problem, messages.WRITE_NO_END)
    if kind in {Money, Number}:
        return _hint_at_sum(problem, kind, words.understand_sum(written))
    if problem.mistake is messages.NOT_A_SECTION:
        return problem
    if isinstance(kind, type) and issubclass(kind, Choice):
        problem = replace(problem, values={**problem.values, "allowed": list_words(words.name_choices(kind), _MOST_CHOICES)})
    return _hint_at(problem, tuple(each for each in words.guess(kind, written) if _can_be_read(kind, each)), kind)


def _can_be_read(kind: Any, meant: str) -> bool:
    """Whether what was meant may stand in the field."""
    try:
        TypeAdapter(kind).validate_python(meant)
    except ValidationError:
        return False
    return True


def _look_up(data: Any, path: FieldPath) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _find_kind(part: type[Part], path: FieldPath) -> Any:
    """The type of the field at `path`."""
    kind: Any = part
    for step in path:
        kind = strip(step_into(kind, step))
    return kind


def _hint_at(problem: Problem, meant: tuple[str, ...], kind: Any) -> Problem:
    if not meant:
        return problem
    if len(meant) > 1:
        return _replace_hint(problem, messages.DID_YOU_MEAN_ONE, nearest=list_words(meant))
    if isinstance(kind, type) and issubclass(kind, Choice):
        return _replace_hint(problem, messages.DID_YOU_MEAN_CHOICE, nearest=meant[0])
    return _replace_hint(problem, messages.DID_YOU_MEAN, nearest=shorten(meant[0]))


def _hint_at_sum(problem: Problem, kind: Any, sums: tuple[Sum, ...]) -> Problem:
    """What to write for an amount: with its currency, where both stand in one."""
    if len(sums) > 1:
        return _replace_hint(problem, messages.DID_YOU_MEAN_ONE, nearest=list_words([each.amount for each in sums]))
    if not sums:
        return problem
    (meant,) = sums
    if kind is Money:
        return _replace_hint(problem, messages.WRITE_SUM, amount=meant.amount, currency=meant.currency or "SEK")
    if meant.currency:
        return _replace_hint(problem, messages.WRITE_AMOUNT_ALONE, nearest=meant.amount, currency=meant.currency)
    return _replace_hint(problem, messages.DID_YOU_MEAN, nearest=meant.amount)


def _replace_hint(problem: Problem, hint: str, **values: str) -> Problem:
    mistake: Mistake = replace(problem.mistake, hint=hint)
    shown: Mapping[str, str] = {**problem.values, **values}
    return replace(problem, mistake=mistake, values=shown)
