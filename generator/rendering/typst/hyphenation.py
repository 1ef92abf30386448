"""A document tree with soft hyphens where long words may be parted, by the language of each part. Called by `writer`.

Typst has rules of its own for that, which aren't those of the other engine: so it is told where WeasyPrint would part a word.
What `print.css` says of hyphens, and in which words, is said here too.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pyphen import Pyphen, language_fallback

from generator.text.tree import Element, for_each_element

_SOFT_HYPHEN = "\u00ad"
_SHORTEST, _EDGE = 9, 4
"""How many letters a word has that may be parted, and how many stay together at its beginning and its end."""
_WORD = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
_TEXTS = frozenset({"li", "p", "td", "th"})
_UNPARTED = frozenset({"nowrap", "unparted"})


def hyphenate(tree: Element) -> Element:
    """The tree with its soft hyphens."""
    return _hyphenate(tree, "", is_text=False)


@for_each_element
def _hyphenate(element: Element, language: str, *, is_text: bool) -> Element:
    if element.tag == "a" or element.classes & _UNPARTED:
        return element
    language = element.attributes.get("lang", language)
    is_text |= element.tag in _TEXTS
    parts = [
        _hyphenate(part, language, is_text=is_text)
        if isinstance(part, Element)
        else _part_words(part, language)
        if is_text
        else part
        for part in element.children
    ]
    return element.with_children(parts)


def _part_words(text: str, language: str) -> str:
    """A text with soft hyphens in its long words, but for those that have some."""
    if len(text) < _SHORTEST or _SOFT_HYPHEN in text:
        return text
    return _WORD.sub(lambda word: _part_word(word[0], language), text)


@lru_cache(maxsize=8192)
def _part_word(word: str, language: str) -> str:
    rules = _find_rules(language)
    return rules.inserted(word, _SOFT_HYPHEN) if rules else word


@lru_cache(maxsize=64)
def _find_rules(language: str) -> Pyphen | None:
    """The rules of a language, where there are some."""
    known = language_fallback(language)
    return Pyphen(lang=known, left=_EDGE, right=_EDGE) if known else None
