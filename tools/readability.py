"""Tells how hard each document is to read, by LIX, in Swedish and in each language that there is. Called by `make readability`.

LIX is the number of words in a sentence, and of a hundred words those longer than six letters: below 40 is easy, above 50 hard.
German has longer words than Swedish, so each language is compared with itself.
Counted are whole sentences: headings, labels and lists of a few words say nothing of it. A value counts as one short word.

Source: C. H. Björnsson, Läsbarhet, 1968.
"""
# ruff: noqa: INP001 (scripts, beside the package)

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator

from generator.documents import DOCUMENTS
from generator.text.catalogs import is_for, list_known_languages, load_catalog
from generator.text.extraction import Message, extract_documents
from generator.text.language import SOURCE
from generator.text.placeholders import hide_placeholders
from generator.workspace import Files

FILES = Files()
_SENTENCE = re.compile(r"[^.!?:]*[.!?:]")
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
_MARK = re.compile(r"\]\([^)]*\)|[*\[\]<>]")
_LONG = 6
"""Letters that a word has at most that isn't long."""
_FEWEST = 4
"""Words of what counts as a sentence."""


def measure(texts: Iterable[str]) -> int | None:
    """The LIX of the sentences in some texts, or nothing where there are none."""
    sentences = [words for text in texts for words in _list_sentences(text)]
    words = [word for sentence in sentences for word in sentence]
    if not words:
        return None
    return round(len(words) / len(sentences) + 100 * sum(len(word) > _LONG for word in words) / len(words))


def _list_sentences(text: str) -> Iterator[list[str]]:
    plain = _MARK.sub(" ", hide_placeholders(text, "x"))
    for sentence in _SENTENCE.findall(plain):
        words = _WORD.findall(sentence)
        if len(words) >= _FEWEST:
            yield words


def list_texts(slug: str, messages: Iterable[Message], lang: str) -> Iterator[str]:
    """What a document's own content says, in a language."""
    catalog = load_catalog(FILES, lang)
    for message in messages:
        if any(place.file == f"content/{slug}.md" for place in message.places):
            entry = catalog.find(message.text, message.context)
            yield message.text if lang == SOURCE or entry is None else entry.strings[0]


def measure_documents() -> dict[str, dict[str, int]]:
    """The LIX of each document by language, where it is made in that and has sentences."""
    messages = extract_documents(FILES)
    known = list_known_languages(FILES)
    found = {
        document.slug: {
            lang: measure(list_texts(document.slug, messages, lang)) for lang in known if is_for(FILES, lang, document.slug)
        }
        for document in DOCUMENTS
    }
    return {slug: {lang: lix for lang, lix in row.items() if lix is not None} for slug, row in found.items()}


def main() -> None:
    """Print a line for each document."""
    known = list_known_languages(FILES)
    rows = measure_documents()
    width = max(map(len, rows))
    lines = [("LIX", known), *((slug, [str(row.get(lang, "–")) for lang in known]) for slug, row in rows.items())]
    sys.stdout.writelines(f"{name.ljust(width)}{''.join(value.rjust(5) for value in values)}\n" for name, values in lines)


if __name__ == "__main__":
    main()
