"""The field's own terms in each language, from `content/glossary.yaml`: the workspace's over the product's, term by term."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from generator.errors import Finding, Place, TextError
from generator.text.composing import parse_data
from generator.text.language import SOURCE
from generator.workspace import Files

GLOSSARY = "content/glossary.yaml"
_STEM = "|"
"""Ends what all forms of a word have in common."""


class Term(Struct, frozen=True):
    """What something is called, by language; the first form of each is the one to use, the others are as good."""

    name: str
    forms: Mapping[str, tuple[str, ...]]

    def show(self, language: str) -> tuple[str, ...]:
        """The forms of a language as they are written."""
        if language == SOURCE:
            return (self.name,)
        return tuple(form.replace(_STEM, "") for form in self.forms.get(language, ()))


_Sought = tuple[Term, str, re.Pattern[str]]
"""A term, what any text with it has, and how it is found."""


class Glossary(Struct, frozen=True, eq=False):
    """All terms, and the endings that words have in the languages that are known so well."""

    terms: tuple[Term, ...]
    endings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _patterns: dict[tuple[str, bool], list[_Sought]] = field(default_factory=dict)

    def list_missing(self, source: str, source_language: str, translation: str, language: str) -> Iterator[Term]:
        """The terms of a source text that its translation doesn't have; a term that is part of a longer one isn't another."""
        rest, there = source, translation.casefold()
        found: dict[str, Term] = {}
        for term, stem, pattern in self._find_patterns(source_language, is_open=False):
            if stem in source.casefold():
                rest, times = pattern.subn("·", rest)
                if times and term.forms.get(language):
                    found[term.name] = term
        for term, stem, pattern in self._find_patterns(language, is_open=True) if found else ():
            if stem in there and pattern.search(translation):
                found.pop(term.name, None)
        yield from found.values()

    def _find_patterns(self, language: str, *, is_open: bool) -> list[_Sought]:
        """Every form of a language, the longest first; an open one may begin a longer word."""
        if (language, is_open) not in self._patterns:
            forms = [(term, form) for term in self.terms for form in term.forms.get(language, ())]
            forms.sort(key=lambda pair: -len(pair[1]))
            endings = None if is_open else self.endings.get(language)
            self._patterns[language, is_open] = [
                (term, _find_stem(form), _compile(form, endings, is_spaced=language in self.endings)) for term, form in forms
            ]
        return self._patterns[language, is_open]


def _find_stem(form: str) -> str:
    """What the first word of a form has in all its forms."""
    return form.split(maxsplit=1)[0].partition(_STEM)[0].casefold()


def _compile(form: str, endings: Sequence[str] | None, *, is_spaced: bool) -> re.Pattern[str]:
    """How a form is found: each word's stem with one of the endings, or, without those, with whatever follows it.

    In a language of which nothing is known, words may also begin in the midst of others.
    """
    stems = [word.partition(_STEM) for word in form.split()]
    before = r"(?<!\w)" if is_spaced else ""
    if endings is None:
        return re.compile(before + r"\w*\s+".join(re.escape(stem) for stem, _end, _rest in stems), re.IGNORECASE)
    inflected = r"\s+".join(re.escape(stem) + _choose([rest, *endings]) for stem, _end, rest in stems)
    return re.compile(rf"{before}{inflected}(?!\w)", re.IGNORECASE)


def _choose(endings: Sequence[str]) -> str:
    return f"(?:{'|'.join(re.escape(ending) for ending in sorted(dict.fromkeys(endings), key=len, reverse=True) if ending)})?"


def read_glossary(files: Files) -> Glossary:
    """The glossary of a workspace.

    Raises:
        TextError: it isn't what it should be.
    """
    terms: dict[str, dict[str, tuple[str, ...]]] = {}
    endings: dict[str, tuple[str, ...]] = {}
    for path in reversed(files.find_layers(GLOSSARY)):
        place = Place(files.show(path))
        data = _read(path.read_bytes(), place)
        endings |= {str(language): _as_forms(listed) for language, listed in data.get("endings", {}).items()}
        for name, forms in data.get("terms", {}).items():
            known = terms.setdefault(name, {SOURCE: (name,)})
            known.update({language: _as_forms(words) for language, words in forms.items()})
    return Glossary(tuple(Term(name, forms) for name, forms in terms.items()), endings)


def _as_forms(words: str | list[str]) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _read(data: bytes, place: Place) -> Mapping[str, Any]:
    try:
        read = parse_data(data.decode("utf-8-sig"), place.file)
    except UnicodeDecodeError as problem:
        raise TextError(Finding("this file is not UTF-8", place, hint="save it as UTF-8")) from problem
    if not _is_glossary(read):
        hint = "under terms it holds, for each Swedish term, a map from languages to one form or a list, as the product's own"
        raise TextError(Finding("this is not a glossary", place, hint=hint))
    return dict(read)


def _is_glossary(data: Any) -> bool:
    return (
        isinstance(data, dict)
        and data.keys() <= {"endings", "terms"}
        and all(isinstance(part, dict) for part in data.values())
        and all(map(_are_words, data.get("endings", {}).values()))
        and all(map(_are_words, data.get("terms", {})))
        and all(isinstance(forms, dict) and all(map(_are_words, forms.values())) for forms in data.get("terms", {}).values())
    )


def _are_words(words: Any) -> bool:
    """Whether it is a word, or a list of them; what begins without a letter would be found everywhere."""
    listed = words if isinstance(words, list) else [words]
    return all(isinstance(word, str) and any(map(str.isalpha, word.split(_STEM)[0])) for word in listed)
