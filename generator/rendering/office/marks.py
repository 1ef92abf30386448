"""How a piece of text is set apart from its paragraph: language, status, emphasis. For `word`, `slides` and `pagination`."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator.text.tree import Element

_STATUS = {"second": "Quiet", "good": "Good", "warn": "Warn", "bad": "Bad", "quiet": "Quiet", "untranslated": "Untranslated"}


class Marks(NamedTuple):
    """How a piece of text is set apart from its paragraph."""

    language: str
    style: str = ""
    strong: bool = False
    emphasis: bool = False
    unbroken: bool = False


def mark_language(element: Element, marks: Marks) -> Marks:
    """`marks` in the language of `element`."""
    if "lang" not in element.attributes:
        return marks
    language = element.attributes["lang"]
    return marks._replace(language=language) if language != marks.language and language else marks


def mark_status(element: Element, marks: Marks) -> Marks:
    """`marks` with what the classes of `element` say of its text."""
    return _mark_classes(element.classes, marks) if "class" in element.attributes else marks


@lru_cache(maxsize=1024)
def _mark_classes(classes: frozenset[str], marks: Marks) -> Marks:
    if not classes.isdisjoint(_STATUS):
        marks = marks._replace(style=[style for name, style in _STATUS.items() if name in classes][-1])
    return marks._replace(unbroken=True) if "nowrap" in classes else marks
