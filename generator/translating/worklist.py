"""What to translate first: a catalog's messages by document, in the order in which a contract needs them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePath

from msgspec import Struct

from generator.documents import list_documents
from generator.text.compiling import TAG
from generator.text.extraction import Message

_CONTENT = PurePath("content")
_WORD = re.compile(r"[^\W\d_]+(?:[-:’'][^\W\d_]+)*")
SHARED = ""
"""Stands for all documents: what more than one of them says, and the words of layouts, tables and fixed values."""


class Portion(Struct, frozen=True):
    """The messages that one document alone says, or that all share."""

    slug: str
    messages: int
    words: int


def list_portions(messages: Iterable[Message]) -> tuple[Portion, ...]:
    """The portions of a catalog that hold anything: what is shared, then the documents in the order of a contract's life."""
    found: dict[str, list[Message]] = {}
    for message in messages:
        found.setdefault(_find_slug(message), []).append(message)
    order = dict.fromkeys([SHARED, *(document.slug for document in list_documents()), *found])
    return tuple(_measure(slug, found[slug]) for slug in order if slug in found)


def _find_slug(message: Message) -> str:
    """The only document that says a message."""
    files = {PurePath(place.file) for place in message.places}
    only = next(iter(files)) if len(files) == 1 else PurePath()
    return only.stem if only.parent == _CONTENT and only.suffix == ".md" else SHARED


def _measure(slug: str, messages: list[Message]) -> Portion:
    return Portion(slug, len(messages), sum(count_words(message) for message in messages))


def count_words(message: Message) -> int:
    """How many words of a message are to be translated."""
    texts = (message.text, message.plural)
    return sum(len(_WORD.findall(re.sub(r"\{\w+\}", " ", TAG.sub(" ", text)))) for text in texts)
